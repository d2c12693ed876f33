//! The table: one line for each route. The lists of roles are written down here once more on purpose, so that a change
//! in a slice's `access` file shows as a wrong cell and not as a silent change of what is expected.

mod api;
mod console;
mod pages;
mod together;

use crate::cast::Caller;
use crate::expect::Line;
use crate::things::Thing;
use tb_kernel::Role::{self, *};

/// Look at people and orders of their territory.
const LOOK: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk, Supervisor, Auditor];
/// Keep the service running; register people and act for them.
const SERVE: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk];
/// Decide: disputes, reversals, applications.
const DECIDE: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer];
/// See unmasked data for a reason.
const REVEAL: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk, Supervisor];
/// Read accounts.
const BOOKS: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk, Supervisor, FundManager, Auditor];
/// Open programmes and grant time.
const GIVE: &[Role] = &[CityOfficer, DistrictOfficer];
/// See what waits for a second person.
const WAITING: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, Auditor];
/// Read the journal.
const JOURNAL: &[Role] = &[CityOfficer, DistrictOfficer, Auditor];

/// Every line.
pub(crate) fn lines() -> Vec<Line> {
    [api::LINES, pages::LINES, console::LINES, together::LINES].concat()
}

/// True for a programme from which the caller may grant; every other account is none.
fn programme(caller: &Caller, thing: &Thing) -> bool {
    thing.name == "a programme" && caller.holds(GIVE, thing.node)
}
