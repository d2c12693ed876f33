//! What the doors hand in. Fields are as typed; the rules read them and name every fault at once.

use super::words::{Edition, EnrolmentKind, EnrolmentState, Language, LinkKind, TextSize};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tb_kernel::{Actor, Channel, Day, Node, PersonId, RequestId, Role};
use tb_places::Point;
use tb_policy::{Check, Licence, Trait};

/// The stored form of a secret token ([`tb_crypto::new_token`] gives both); the token itself never comes in here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// Of a token as the browser or the program sends it.
    pub fn of(token: &str) -> TokenHash {
        TokenHash(tb_crypto::token_hash(token))
    }
}

/// Where a request comes from: for limits and for the list of sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Network address, as text.
    pub address: String,
    /// What the browser says it is; cut to 120 characters.
    pub device: String,
    /// The request, so that its journal line can be found from its log line.
    pub request: Option<RequestId>,
}

impl Origin {
    /// Nobody yet, within this request.
    pub(crate) fn visitor(&self) -> Actor {
        Actor { request: self.request, ..Actor::visitor() }
    }
}

/// A person as typed into a form.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonInput {
    pub name: String,
    pub id_no: String,
    /// May be empty for an elder registered at a desk.
    pub phone: String,
    /// Home community.
    pub node: Option<Node>,
    pub address: String,
    /// Where the door is; empty: roughly the middle of the community.
    pub home: Option<Point>,
    pub emergency: Option<EmergencyInput>,
    pub language: Language,
    pub edition: Edition,
    pub text_size: TextSize,
}

/// Whom to call, as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmergencyInput {
    pub name: String,
    pub phone: String,
    pub relation: String,
}

/// What somebody who wants to be a volunteer declares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VolunteerClaims {
    /// Lives permanently in the city.
    pub resident: bool,
    pub student: bool,
    /// Healthy in body and mind; a declaration, no record is kept.
    pub healthy: bool,
    /// No bad credit record and no serious offence.
    pub good_record: bool,
}

/// What is declared or seen of somebody who is to be registered as an elder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ElderClaims {
    /// Lives permanently in the city.
    pub resident: bool,
    pub traits: BTreeSet<Trait>,
}

/// What is applied for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claims {
    Volunteer(VolunteerClaims),
    Elder(ElderClaims),
}

impl Claims {
    pub const fn kind(&self) -> EnrolmentKind {
        match self {
            Claims::Volunteer(_) => EnrolmentKind::Volunteer,
            Claims::Elder(_) => EnrolmentKind::Elder,
        }
    }
}

/// A new person, and what they want to be (nothing: somebody who is only family, so far).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    pub person: PersonInput,
    pub claims: Option<Claims>,
    /// Version of the text agreed to; empty: not agreed.
    pub consent: String,
    /// A visitor's proof of their telephone (see `sign_in_with_code`); not needed at a desk.
    pub proof: Option<TokenHash>,
    /// The clerk does this on the telephone.
    pub hotline: bool,
}

/// A further enrolment of somebody who is known: oneself, or the person acted for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrol {
    pub claims: Claims,
    /// Version of the text agreed to; empty: not agreed.
    pub consent: String,
}

/// What the reviewing officer found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Checks {
    /// Identity, health declaration, credit, offences: those that are in order.
    pub passed: BTreeSet<Check>,
    /// Lives permanently in the city.
    pub resident: bool,
    pub student: bool,
    pub trained: bool,
    /// Share of right answers in the exam.
    pub exam_percent: Option<u8>,
    /// Licences seen, with the last day they are valid.
    pub licences: Vec<(Licence, Day)>,
}

/// What else may become of an enrolment that has been decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Suspend,
    Resume,
    /// Leaves; a new application is possible later.
    Exit,
}

/// New contact data; `None` leaves a field as it is.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactChange {
    pub phone: Option<String>,
    pub node: Option<Node>,
    pub address: Option<String>,
    pub home: Option<Point>,
    pub emergency: Option<EmergencyInput>,
    /// What whoever comes should know; empty takes it away.
    pub care: Option<String>,
    /// Proof of a new telephone, when the person changes it alone.
    pub proof: Option<TokenHash>,
}

/// How somebody wants to be shown the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    pub language: Language,
    pub edition: Edition,
    pub text_size: TextSize,
}

/// A link to be recorded: `b` is `a`'s kin, household or ward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkInput {
    pub a: PersonId,
    pub b: PersonId,
    pub kind: LinkKind,
    /// What was seen: household register, marriage certificate. No personal data.
    pub evidence: String,
}

/// A member of staff to be set up.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct StaffInput {
    pub name: String,
    pub id_no: String,
    pub phone: String,
    /// Where they work: the city or any division of it.
    pub node: Option<Node>,
    pub username: String,
    pub password: String,
}

/// A role to be granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantInput {
    pub person: PersonId,
    pub role: Role,
    pub node: Node,
    /// First day.
    pub from: Day,
    /// Last day; none: until ended.
    pub to: Option<Day>,
    pub reason: String,
}

/// A token for a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenInput {
    pub name: String,
    /// `slice:verb` words, e.g. `orders:read`.
    pub scopes: Vec<String>,
    pub node: Node,
    /// Days it is valid, 1 … 365.
    pub days: i64,
    pub token: TokenHash,
}

/// A site to be opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteInput {
    pub node: Option<Node>,
    pub name: String,
    pub address: String,
    pub point: Option<Point>,
    pub phone: String,
    /// Opening hours as people read them.
    pub hours: String,
}

/// Which people a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// A part of the actor's territory; none: all of it.
    pub node: Option<Node>,
    pub kind: Option<EnrolmentKind>,
    pub state: Option<EnrolmentState>,
    /// An exact name, telephone, identity number or handle.
    pub search: Option<String>,
}

/// How a member of staff acts for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActingChannel {
    Desk,
    Hotline,
}
impl From<ActingChannel> for Channel {
    fn from(acting: ActingChannel) -> Channel {
        match acting {
            ActingChannel::Desk => Channel::Desk,
            ActingChannel::Hotline => Channel::Hotline,
        }
    }
}

super::debug_nothing!(PersonInput, EmergencyInput, ContactChange, StaffInput);
