//! Who sees which group of the desk's menu, and which territory a list may show. This only hides what would answer "not
//! found" anyway; the slices decide.

use tb_kernel::{Actor, Node, Role};

/// A group of the menu and the roles that see it.
pub struct Group {
    pub code: &'static str,
    pub roles: &'static [Role],
}

use Role::{Auditor, CityOfficer, DistrictOfficer, FundManager, Operator, SiteClerk, StreetOfficer, Supervisor};

const SERVICE: &[Role] = &[CityOfficer, DistrictOfficer, StreetOfficer, SiteClerk, Supervisor, Auditor];

/// Every group and gated leaf, in the order of the menu; each leads to pages that are there.
pub const GROUPS: &[Group] = &[
    Group { code: "today", roles: SERVICE },
    Group { code: "people", roles: SERVICE },
    Group { code: "review", roles: SERVICE },
    Group { code: "links", roles: &[CityOfficer, DistrictOfficer, StreetOfficer] },
    Group { code: "approvals", roles: &[CityOfficer, DistrictOfficer, StreetOfficer, Auditor] },
    Group { code: "orders", roles: SERVICE },
    Group { code: "ledger", roles: &[CityOfficer, DistrictOfficer, FundManager, Auditor] },
    Group { code: "cover", roles: SERVICE },
    Group { code: "recognition", roles: SERVICE },
    Group { code: "places", roles: SERVICE },
    Group { code: "rules", roles: &Role::ALL },
    Group { code: "staff", roles: &[CityOfficer, DistrictOfficer, Auditor] },
    Group { code: "audit", roles: &[CityOfficer, DistrictOfficer, Supervisor, Auditor] },
    Group { code: "tokens", roles: &[CityOfficer, Operator, Auditor] },
    Group { code: "system", roles: &[CityOfficer, Operator, Auditor] },
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
