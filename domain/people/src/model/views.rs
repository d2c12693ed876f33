//! What questions are answered with. Masked unless the name of the type says otherwise.

use super::identity::{PersonName, Phone, Sex};
use super::profile::EmergencyContact;
use super::words::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tb_kernel::*;
use tb_places::Point;
use tb_policy::{Licence, RecipientClass, Trait, Version};

/// What other slices may know of a person to decide something. Never to be stored or logged as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonFacts {
    pub id: PersonId,
    pub handle: String,
    /// Home community.
    pub node: Node,
    pub birth: Day,
    pub sex: Sex,
    pub surname: String,
    pub masked_name: String,
    /// State of the running enrolment, or of the last one that ended.
    pub volunteer: Option<EnrolmentState>,
    pub elder: Option<EnrolmentState>,
    /// First day as an active volunteer or elder.
    pub volunteer_since: Option<Day>,
    pub elder_since: Option<Day>,
    /// The categories of an elder today: by age and assessment where these are known, else as confirmed.
    pub traits: BTreeSet<Trait>,
    /// What they follow from.
    pub on_file: super::elder::ElderFactsOnFile,
    /// Lives permanently in the city, as declared or checked.
    pub resident: bool,
    pub student: bool,
    /// Licences and the last day each is valid.
    pub licences: Vec<(Licence, Day)>,
    /// The door, or roughly the middle of the community.
    pub home: Point,
    /// True when `home` is the door.
    pub home_exact: bool,
    /// Coarse cell of `home` ([`tb_places::cell`]).
    pub cell: i64,
    pub has_phone: bool,
    /// Version of the printed card; older cards are worthless.
    pub card_version: i64,
    pub preferences: super::input::Preferences,
}

impl PersonFacts {
    /// Whole years on `day`.
    pub fn age(&self, day: Day) -> i64 {
        day.age_since(self.birth)
    }
    /// Licences valid on `day`.
    pub fn qualifications(&self, day: Day) -> BTreeSet<Licence> {
        self.licences.iter().filter(|(_, until)| day <= *until).map(|(licence, _)| *licence).collect()
    }
    /// The classes of recipients the person belongs to on `day`, in the city's order.
    pub fn classes<'a>(&self, version: &'a Version, day: Day) -> Vec<&'a RecipientClass> {
        tb_policy::rules::recipient_classes(version, self.age(day), &self.traits)
    }
    pub fn is_active_volunteer(&self) -> bool {
        self.volunteer == Some(EnrolmentState::Active)
    }
    pub fn is_active_elder(&self) -> bool {
        self.elder == Some(EnrolmentState::Active)
    }
}

/// How somebody is shown to others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    pub id: PersonId,
    pub handle: String,
    /// `张**`
    pub masked_name: String,
    pub surname: String,
    pub sex: Sex,
    pub node: Node,
}

/// What the volunteer of an order needs to get there: unmasked.
#[derive(Clone, PartialEq)]
pub struct Contact {
    pub person: PersonId,
    pub name: PersonName,
    pub phone: Option<Phone>,
    pub node: Node,
    pub address: String,
    pub home: Option<Point>,
    pub emergency: Option<EmergencyContact>,
    /// What whoever comes should know; empty outside the visit.
    pub care: String,
}

/// Everything that identifies a person: unmasked, given only for a recorded reason.
#[derive(Clone, PartialEq)]
pub struct Revealed {
    pub contact: Contact,
    pub id_no: String,
    pub birth: Day,
    pub sex: Sex,
}

/// Somebody looked at a person's unmasked data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Look {
    pub id: uuid::Uuid,
    pub at: Instant,
    /// Masked name of who looked.
    pub by: Option<String>,
    pub role: Option<Role>,
    pub node: Option<Node>,
    pub purpose: LookPurpose,
    pub reason: String,
    /// The order it was for.
    pub order: Option<OrderId>,
}

/// One enrolment as pages show it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnrolmentView {
    pub id: EnrolmentId,
    pub kind: EnrolmentKind,
    pub state: EnrolmentState,
    pub node: Node,
    pub traits: BTreeSet<Trait>,
    pub channel: Channel,
    /// Why it was refused, suspended or ended, and by which article.
    pub reason: Option<String>,
    pub article: Option<String>,
    pub applied_at: Instant,
    pub reviewed_at: Option<Instant>,
    pub active_since: Option<Instant>,
}

/// A person's page: masked for staff; the person reads their own name in full.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonView {
    pub id: PersonId,
    pub handle: String,
    pub name: String,
    pub id_no: String,
    pub phone: Option<String>,
    pub birth_year: i16,
    pub age: i64,
    pub sex: Sex,
    pub node: Node,
    /// Names from the city down to the community, joined.
    pub area: String,
    pub has_address: bool,
    pub home_exact: bool,
    pub has_emergency: bool,
    pub has_care: bool,
    pub enrolments: Vec<EnrolmentView>,
    pub licences: Vec<(Licence, Day)>,
    pub links: Vec<LinkView>,
    pub preferences: super::input::Preferences,
    pub registered_at: Instant,
    pub card_version: i64,
}

/// A line of the list of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonRow {
    pub id: PersonId,
    pub handle: String,
    pub masked_name: String,
    pub sex: Sex,
    pub age: i64,
    pub node: Node,
    pub volunteer: Option<EnrolmentState>,
    pub elder: Option<EnrolmentState>,
    pub registered_at: Instant,
}

/// An application that waits for review.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PendingRow {
    pub id: EnrolmentId,
    pub person: PersonId,
    pub handle: String,
    pub masked_name: String,
    pub age: i64,
    pub kind: EnrolmentKind,
    pub node: Node,
    pub channel: Channel,
    pub applied_at: Instant,
    /// False when the asking officer entered it.
    pub may_review: bool,
}

/// One enrolment with what was declared and found: for the reviewing officer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnrolmentDetail {
    pub person: PersonId,
    pub enrolment: EnrolmentView,
    pub claims: super::input::Claims,
    pub checks: Option<super::input::Checks>,
    pub policy: String,
    pub applied_by: Option<PersonId>,
    pub reviewed_by: Option<PersonId>,
    pub may_review: bool,
}

/// A link, seen from one of its two persons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkView {
    pub id: LinkId,
    pub other: PersonId,
    pub other_name: String,
    pub kind: LinkKind,
    /// True: the other is this person's …; false: this person is the other's ….
    pub outgoing: bool,
    pub state: LinkState,
}

/// How many of a kind are in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EnrolmentCount {
    pub kind: EnrolmentKind,
    pub state: EnrolmentState,
    pub people: i64,
}

/// Whoever is signed in, for the head of every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    pub person: Shown,
    /// The name in full: it is their own.
    pub name: String,
    pub preferences: super::input::Preferences,
    pub unread: i64,
    /// For the banner: who is acted for.
    pub acting_for: Option<Shown>,
}

/// One session, for the list of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SessionView {
    pub id: SessionId,
    pub kind: SessionKind,
    pub created_at: Instant,
    pub seen_at: Instant,
    pub device: String,
    pub current: bool,
}

/// What signing in with a code led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedIn {
    /// One person has this number: signed in, the token is a session's.
    Session { session: SessionId, person: PersonId },
    /// Several have it: the token is a proof; ask `choices`, then `choose_person`.
    Choose { people: Vec<PersonId> },
    /// Nobody has it: the token is a proof with which to register.
    New,
}

/// A code is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeSent {
    pub expires_at: Instant,
    /// Not again before.
    pub again_at: Instant,
}

/// What registering gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    pub person: PersonId,
    pub handle: String,
    pub enrolment: Option<EnrolmentId>,
    /// False: the identity was known, the enrolment was added to the one person.
    pub new_person: bool,
}

/// A staff account and the secret for its authenticator app. Shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct NewStaff {
    pub person: PersonId,
    /// `otpauth://…`
    pub one_time_url: String,
    pub one_time_secret: Vec<u8>,
}

/// What became of a role that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct GrantAsked {
    pub grant: GrantId,
    /// Set when a second person must agree.
    pub approval: Option<ApprovalId>,
}

/// A staff grant as the console lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GrantView {
    pub id: GrantId,
    pub person: PersonId,
    pub masked_name: String,
    pub role: Role,
    pub node: Node,
    pub from: Day,
    pub to: Option<Day>,
    pub state: GrantState,
    pub granted_by: Option<PersonId>,
    pub approval: Option<ApprovalId>,
    /// Until when somebody must look at it again; none while it does not count.
    pub review_by: Option<Day>,
}

/// A member of staff as the console lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaffView {
    pub person: PersonId,
    pub username: String,
    pub masked_name: String,
    pub node: Node,
    pub grants: Vec<GrantView>,
    /// Why the account is locked; none: it is not.
    pub locked: Option<String>,
}

/// A program's token as the console lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenView {
    pub id: TokenId,
    pub owner: PersonId,
    pub name: String,
    pub scopes: Vec<String>,
    pub node: Node,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub revoked: bool,
    pub used_at: Option<Instant>,
}

/// A message in somebody's inbox; the sentence is `kind` with `args`, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MessageView {
    pub id: MessageId,
    pub at: Instant,
    pub kind: String,
    pub args: Vec<(String, String)>,
    pub link: Option<String>,
    pub read: bool,
}

/// A site of the public map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SiteView {
    pub id: SiteId,
    pub node: Node,
    pub name: String,
    pub address: String,
    pub point: Option<Point>,
    pub phone: String,
    pub hours: String,
}

super::debug_nothing!(Contact, Revealed, NewStaff);
