//! Who may open which pages. The slices decide about each object; this is the same table seen from the pages, so that
//! nobody is led to a page that would only say no.

use tb_kernel::Role;
use tb_kernel::Role::{
    AuditAdmin, Auditor, CityOfficer, DistrictOfficer, FundManager, Operator, RuleEditor, SecurityAdmin, SiteClerk,
    StreetOfficer, Supervisor,
};

/// Anybody on the staff.
pub(crate) const ALL: &[Role] = &Role::ALL;
/// See people (masked), orders and sites of their territory.
pub(crate) const LOOK: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk, Supervisor, Auditor];
/// Keep the service running: register, act for, publish, assign, witness, call.
pub(crate) const SERVE: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk];
/// Review applications and links, decide disputes, propose to take back.
pub(crate) const DECIDE: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer];
/// See unmasked data for a reason.
pub(crate) const REVEAL: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk, Supervisor];
/// Appoint staff, open sites, propose and approve grants of time.
pub(crate) const OFFICERS: &[Role] = &[CityOfficer, DistrictOfficer];
/// Look at staff and roles.
pub(crate) const STAFF_LOOK: &[Role] = &[CityOfficer, DistrictOfficer, Auditor, SecurityAdmin];
/// Set up staff accounts and their secrets.
pub(crate) const KEEPERS: &[Role] = &[CityOfficer, DistrictOfficer, SecurityAdmin];
/// Lock and unlock staff accounts, end their sessions.
pub(crate) const LOCKERS: &[Role] = &[CityOfficer, SecurityAdmin];
/// Look at what waits for a second person.
pub(crate) const SECOND_LOOK: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, Auditor];
/// Look at the books as a whole.
pub(crate) const BOOKS: &[Role] = &[CityOfficer, DistrictOfficer, FundManager, Auditor];
/// Look at postings and the accounts behind them.
pub(crate) const LEDGER: &[Role] =
    &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk, Supervisor, FundManager, Auditor];
/// Read the journal.
pub(crate) const AUDIT: &[Role] = &[CityOfficer, DistrictOfficer, Supervisor, Auditor, AuditAdmin];
/// Make and end tokens of programs.
pub(crate) const TOKENS: &[Role] = &[CityOfficer, Operator];
/// End tokens of programs.
pub(crate) const TOKENS_END: &[Role] = &[CityOfficer, Operator, SecurityAdmin];
/// Look at tokens.
pub(crate) const TOKENS_LOOK: &[Role] = &[CityOfficer, Operator, Auditor, SecurityAdmin];
/// Look at the machine.
pub(crate) const SYSTEM: &[Role] = &[CityOfficer, Operator, Auditor];
/// Read the rules: whoever may be refused by an article may read it.
pub(crate) const RULES: &[Role] = ALL;

/// Where each of these begins to work, in the order of the menu.
pub(crate) const HOMES: &[(&[Role], &str)] = &[
    (LOOK, "/console/today"),
    (BOOKS, "/console/ledger"),
    (SYSTEM, "/console/system"),
    (&[SecurityAdmin], "/console/staff"),
    (&[AuditAdmin], "/console/audit"),
    (&[RuleEditor], "/console/rules"),
];
