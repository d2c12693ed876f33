//! The table: one line for each route. The lists of roles are written down here once more on purpose, so that a change
//! in a slice's `access` file shows as a wrong cell and not as a silent change of what is expected.

mod api;
mod console;
mod pages;

use crate::cast::Caller;
use crate::expect::{BOTH_SIDES, Expect, Line, involved, reaches};
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
    [api::LINES, pages::LINES, console::LINES].concat()
}

/// True for a programme from which the caller may grant; every other account is none.
fn programme(caller: &Caller, thing: &Thing) -> bool {
    thing.name == "a programme" && caller.holds(GIVE, thing.node)
}

/// The page on which an incident is told: for both sides and whoever serves, of a visit that somebody took.
fn tells(caller: &Caller, thing: &Thing) -> Expect {
    let taken = !thing.missing && thing.volunteer.is_some();
    if taken && reaches(caller, thing, BOTH_SIDES.and(SERVE)) { Expect::Passes(&[200, 422]) } else { Expect::Missing }
}

/// Telling one: who only looks is refused, and so is whoever is kin of a side.
fn told(caller: &Caller, thing: &Thing) -> Expect {
    let taken = !thing.missing && thing.volunteer.is_some();
    if !taken || !reaches(caller, thing, BOTH_SIDES.and(LOOK)) {
        Expect::Missing
    } else if reaches(caller, thing, BOTH_SIDES.and(SERVE)) && !involved(caller, thing) {
        Expect::Passes(&[422])
    } else {
        Expect::Refused
    }
}
