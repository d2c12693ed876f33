//! The staff console: pages for clerks, officers, auditors and operators, desktop first. One file and one template folder
//! an area; every page works without scripts.
//!
//! What must hold: who may open a page stands at its route ([`Access::Staff`]); which people, orders and accounts one sees
//! there is decided by the slices, so that another territory looks like nothing at all. Personal data is masked; the one
//! page that unmasks asks for a reason and leaves a line. Every write carries its form's key and the version that was seen.

mod approvals;
mod audit;
mod candidates;
mod contact;
mod cover;
mod enrolments;
mod explain;
mod export;
mod find;
mod forms;
mod giving;
mod ground;
mod labels;
mod ledger;
mod links;
mod lists;
mod myself;
mod order;
mod orders;
mod people;
mod person;
mod recognition;
mod register;
mod review;
mod roles;
mod rules;
mod sites;
mod staff;
mod steps;
mod system;
mod today;
mod tokens;

use tb_frame::Faces;
use tb_http::{Access, Doors, Entry, Verb};
use tb_kernel::Role;

/// All pages of the console, under `/console`.
pub fn doors(_: &Faces) -> Doors<Faces> {
    today::doors()
        .and(find::doors())
        .and(people::doors())
        .and(register::doors())
        .and(person::doors())
        .and(contact::doors())
        .and(links::doors())
        .and(enrolments::doors())
        .and(review::doors())
        .and(approvals::doors())
        .and(orders::doors())
        .and(export::doors())
        .and(order::doors())
        .and(steps::doors())
        .and(candidates::doors())
        .and(ledger::doors())
        .and(giving::doors())
        .and(recognition::doors())
        .and(cover::doors())
        .and(rules::doors())
        .and(explain::doors())
        .and(audit::doors())
        .and(staff::doors())
        .and(tokens::doors())
        .and(sites::doors())
        .and(system::doors())
        .and(myself::doors())
}

/// A page that is read.
const fn read(path: &'static str, action: &'static str, roles: &'static [Role]) -> Entry {
    Entry::page(Verb::Get, path, action, Access::Staff(roles))
}

/// A form that is sent.
const fn write(path: &'static str, action: &'static str, roles: &'static [Role]) -> Entry {
    Entry::page(Verb::Post, path, action, Access::Staff(roles))
}
