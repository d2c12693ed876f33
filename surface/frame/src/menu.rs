//! Who sees which group of the desk's menu, and which territory a list may show. This only hides what would answer "not
//! found" anyway; the slices decide.

use tb_kernel::{Actor, Node, Role};

/// A group of the menu and the roles that see it.
pub struct Group {
    pub code: &'static str,
    pub roles: &'static [Role],
}

use Role::{
    Auditor, CityOfficer, DistrictOfficer, FundManager, Operator, RuleEditor, SiteClerk, StreetOfficer, Supervisor,
};

const OFFICERS: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer];
const SERVICE: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk, Supervisor, Auditor];

/// Every group, in the order of the menu.
pub const GROUPS: &[Group] = &[
    Group { code: "board", roles: &Role::ALL },
    Group { code: "today", roles: SERVICE },
    Group { code: "people", roles: SERVICE },
    Group { code: "review", roles: &[CityOfficer, DistrictOfficer, StreetOfficer, FundManager, Auditor] },
    Group { code: "orders", roles: SERVICE },
    Group { code: "watch", roles: SERVICE },
    Group { code: "ledger", roles: &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk, FundManager, Auditor] },
    Group { code: "fund", roles: &[CityOfficer, DistrictOfficer, FundManager, Auditor] },
    Group { code: "places", roles: SERVICE },
    Group { code: "honours", roles: OFFICERS },
    Group { code: "appraisal", roles: &[CityOfficer, DistrictOfficer, Supervisor, Auditor] },
    Group { code: "rules", roles: &[CityOfficer, DistrictOfficer, RuleEditor, Auditor] },
    Group { code: "reports", roles: &[CityOfficer, DistrictOfficer, StreetOfficer, FundManager, Auditor] },
    Group { code: "system", roles: &[CityOfficer, DistrictOfficer, Operator, Auditor] },
];

pub(crate) fn sees(actor: &Actor, group: &str) -> bool {
    GROUPS.iter().any(|known| known.code == group && actor.has_role(known.roles))
}

/// The first node at which one of `roles` is held: what a desk's lists show when nothing narrower was asked for.
/// `wanted` narrows it, as far as a grant covers it.
pub fn territory(actor: &Actor, roles: &[Role], wanted: Option<Node>) -> Option<Node> {
    let held = actor.territory(roles);
    match wanted {
        Some(node) if held.iter().any(|held| held.covers(node)) => Some(node),
        _ => held.first().copied(),
    }
}
