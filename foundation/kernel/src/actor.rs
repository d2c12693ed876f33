//! Who does something, for whom, through which door, and with which active grants.

use crate::{GrantId, Node, PersonId, RequestId, SessionId, TokenId};
use serde::{Deserialize, Serialize};

/// The roles a staff grant can give. What each may do is decided by every slice's `access` file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    CityOfficer,
    DistrictOfficer,
    StreetOfficer,
    SiteClerk,
    Supervisor,
    FundManager,
    /// Reads all, changes nothing.
    Auditor,
    /// Runs the system, sees no personal data: the first of three administrators no one person may be.
    Operator,
    RuleEditor,
    /// Staff accounts, their keys and sessions, locks; no business.
    SecurityAdmin,
    /// Reads the journal, also of the other two; no business.
    AuditAdmin,
}

impl Role {
    pub const ALL: [Role; 11] = [
        Role::CityOfficer,
        Role::DistrictOfficer,
        Role::StreetOfficer,
        Role::SiteClerk,
        Role::Supervisor,
        Role::FundManager,
        Role::Auditor,
        Role::Operator,
        Role::RuleEditor,
        Role::SecurityAdmin,
        Role::AuditAdmin,
    ];
    /// The three that are kept apart (machine, accounts, journal): whoever holds one holds nothing else.
    pub const ADMINISTRATORS: [Role; 3] = [Role::Operator, Role::SecurityAdmin, Role::AuditAdmin];
    pub const fn code(self) -> &'static str {
        match self {
            Role::CityOfficer => "city_officer",
            Role::DistrictOfficer => "district_officer",
            Role::StreetOfficer => "street_officer",
            Role::SiteClerk => "site_clerk",
            Role::Supervisor => "supervisor",
            Role::FundManager => "fund_manager",
            Role::Auditor => "auditor",
            Role::Operator => "operator",
            Role::RuleEditor => "rule_editor",
            Role::SecurityAdmin => "security_admin",
            Role::AuditAdmin => "audit_admin",
        }
    }
    pub fn is_administrator(self) -> bool {
        Role::ADMINISTRATORS.contains(&self)
    }
    /// Whether one person may hold both.
    pub fn goes_with(self, other: Role) -> bool {
        self == other || !(self.is_administrator() || other.is_administrator())
    }
    pub fn parse(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// An *active* grant of the person who acts; other states never reach an [`Actor`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StaffGrant {
    pub id: GrantId,
    pub role: Role,
    pub node: Node,
}

/// Through which door an act came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The person on their own page.
    SelfService,
    /// Somebody with a proxy for the person.
    Proxy,
    /// A clerk at a site's desk.
    Desk,
    /// A clerk on the telephone.
    Hotline,
    /// A program through the API.
    Api,
    /// The product itself (timers, reactions).
    System,
}

impl Channel {
    pub const fn code(self) -> &'static str {
        match self {
            Channel::SelfService => "self_service",
            Channel::Proxy => "proxy",
            Channel::Desk => "desk",
            Channel::Hotline => "hotline",
            Channel::Api => "api",
            Channel::System => "system",
        }
    }
    pub fn parse(code: &str) -> Option<Channel> {
        [Channel::SelfService, Channel::Proxy, Channel::Desk, Channel::Hotline, Channel::Api, Channel::System]
            .into_iter()
            .find(|channel| channel.code() == code)
    }
}

/// How the actor was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Identity {
    Visitor,
    Citizen(SessionId),
    Staff(SessionId),
    Program(TokenId),
    System,
}

/// Who acts. Built by the door (session, token, timer) once a request; grants are read fresh each time, so a role
/// that ended does not reach the next request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub identity: Identity,
    pub person: Option<PersonId>,
    /// The person this is done for, when not for oneself (clerk at the desk, proxy).
    pub acting_for: Option<PersonId>,
    pub channel: Channel,
    pub grants: Vec<StaffGrant>,
    /// Scopes of a program's token; of a proxy: the names of what may be run and opened for the other. Else empty.
    pub scopes: Vec<String>,
    /// The request it came with; none for timers and reactions.
    pub request: Option<RequestId>,
}

impl Actor {
    pub fn visitor() -> Actor {
        Actor {
            identity: Identity::Visitor,
            person: None,
            acting_for: None,
            channel: Channel::SelfService,
            grants: Vec::new(),
            scopes: Vec::new(),
            request: None,
        }
    }
    pub fn system() -> Actor {
        Actor { identity: Identity::System, channel: Channel::System, ..Actor::visitor() }
    }
    pub fn citizen(session: SessionId, person: PersonId) -> Actor {
        Actor { identity: Identity::Citizen(session), person: Some(person), ..Actor::visitor() }
    }
    pub fn staff(session: SessionId, person: PersonId, grants: Vec<StaffGrant>) -> Actor {
        Actor {
            identity: Identity::Staff(session),
            person: Some(person),
            channel: Channel::Desk,
            grants,
            ..Actor::visitor()
        }
    }
    pub fn for_person(mut self, subject: PersonId, channel: Channel) -> Actor {
        self.acting_for = Some(subject);
        self.channel = channel;
        self
    }
    /// The same actor, within one request.
    pub fn within(mut self, request: RequestId) -> Actor {
        self.request = Some(request);
        self
    }
    /// Somebody with a proxy acts for another.
    pub fn is_proxy(&self) -> bool {
        self.channel == Channel::Proxy
    }
    /// True but for a proxy whose powers do not name `action` (`slice.verb` or `page.name`): what is not given to a
    /// proxy by name is not given.
    pub fn may_run(&self, action: &str) -> bool {
        !self.is_proxy() || self.scopes.iter().any(|given| given == action)
    }
    pub fn is_system(&self) -> bool {
        self.identity == Identity::System
    }
    /// The person whose business this is: the one acted for, else the actor.
    pub fn subject(&self) -> Option<PersonId> {
        self.acting_for.or(self.person)
    }
    /// True when one of `roles` is held at a node that covers `node`.
    pub fn may(&self, roles: &[Role], node: Node) -> bool {
        self.grants.iter().any(|grant| roles.contains(&grant.role) && grant.node.covers(node))
    }
    pub fn has_role(&self, roles: &[Role]) -> bool {
        self.grants.iter().any(|grant| roles.contains(&grant.role))
    }
    /// The nodes at which any of `roles` is held: the territory a list may show.
    pub fn territory(&self, roles: &[Role]) -> Vec<Node> {
        let mut nodes: Vec<Node> = self.grants.iter().filter(|g| roles.contains(&g.role)).map(|g| g.node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let all = nodes.clone();
        nodes.retain(|node| !all.iter().any(|other| other != node && other.covers(*node)));
        nodes
    }
    /// Whose idempotency keys are one namespace: person, else token, else the door.
    pub fn key_scope(&self) -> String {
        match (self.identity, self.person) {
            (Identity::Program(token), _) => format!("token:{token}"),
            (_, Some(person)) => format!("person:{person}"),
            (Identity::System, _) => "system".into(),
            _ => "visitor".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn clerk_at(node: Node) -> Actor {
        let grant = StaffGrant { id: GrantId(Uuid::nil()), role: Role::SiteClerk, node };
        Actor::staff(SessionId(Uuid::nil()), PersonId(Uuid::nil()), vec![grant])
    }

    #[test]
    fn a_grant_covers_its_subtree_and_nothing_else() {
        let clerk = clerk_at(Node(320_102_001_000));
        assert!(clerk.may(&[Role::SiteClerk], Node(320_102_001_003)));
        assert!(!clerk.may(&[Role::SiteClerk], Node(320_102_002_003)));
        assert!(!clerk.may(&[Role::CityOfficer], Node(320_102_001_003)));
    }

    #[test]
    fn a_proxy_runs_only_what_is_named() {
        let own = Actor::citizen(SessionId(Uuid::nil()), PersonId(Uuid::nil()));
        assert!(own.may_run("orders.submit"));
        let mut proxy = own.for_person(PersonId(Uuid::max()), Channel::Proxy);
        assert!(!proxy.may_run("orders.submit"));
        proxy.scopes = vec!["orders.submit".into()];
        assert!(proxy.may_run("orders.submit") && !proxy.may_run("orders.confirm"));
    }

    #[test]
    fn no_grant_means_no_territory() {
        assert!(Actor::visitor().territory(&Role::ALL).is_empty());
        assert_eq!(clerk_at(Node(320_102_001_000)).territory(&[Role::SiteClerk]), [Node(320_102_001_000)]);
    }
}
