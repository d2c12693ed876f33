//! The pages of citizens: elders, volunteers, their families, and anyone who looks in. Phone first, both editions, both
//! languages, complete without scripts. Every page asks and acts through the house's slices; nothing is decided here.
//!
//! One file a page or a slice of pages, one template folder a slice. [`doors`] is all a program needs.

mod account;
mod cover;
mod entrance;
mod hall;
mod home;
mod me;
mod messages;
mod orders;
mod passbook;
mod public;
mod publish;
mod record;
mod tell;
mod visits;

use tb_frame::Faces;
use tb_http::{Access, Doors, Entry, Limit, Verb};

/// Every page of citizens and visitors; the one-press sign-in only where the installation is a demonstration.
pub fn doors(faces: &Faces) -> Doors<Faces> {
    Doors::new()
        .and(home::doors())
        .and(public::doors())
        .and(entrance::doors(faces.look.demo))
        .and(hall::doors())
        .and(publish::doors())
        .and(orders::doors())
        .and(visits::doors())
        .and(messages::doors())
        .and(account::doors())
        .and(me::doors())
        .and(record::doors())
        .and(cover::doors())
}

/// A page for anyone.
pub(crate) const fn public(path: &'static str, action: &'static str) -> Entry {
    Entry::page(Verb::Get, path, action, Access::Public)
}
/// A form for anyone.
pub(crate) const fn public_form(path: &'static str, action: &'static str) -> Entry {
    Entry::page(Verb::Post, path, action, Access::Public)
}
/// A form that tries a secret or has a message sent.
pub(crate) const fn sign_in_form(path: &'static str, action: &'static str) -> Entry {
    public_form(path, action).limit(Limit::SignIn)
}
/// A page of somebody's own: a citizen's, or a clerk's who acts for one.
pub(crate) const fn own(path: &'static str, action: &'static str) -> Entry {
    Entry::page(Verb::Get, path, action, Access::SignedIn)
}
/// A form of somebody's own.
pub(crate) const fn own_form(path: &'static str, action: &'static str) -> Entry {
    Entry::page(Verb::Post, path, action, Access::SignedIn)
}
