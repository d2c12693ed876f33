//! The nouns of outreach.

use crate::sheet::Field;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tb_kernel::{Day, ImportId, Instant, Node, OutreachId, PersonId};
use tb_people::{IdNumber, PersonName, Phone, Sex};
use tb_policy::{RecipientClass, Trait};

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            pub fn parse(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(code: String) -> Result<$name, String> {
                $name::parse(&code).ok_or(code)
            }
        }
    };
}

words! {
    /// How far an elder has come.
    EntryState {
        /// Met at the door, or on a list.
        Surveyed = "surveyed",
        /// The policy was explained.
        Informed = "informed",
        /// Wants to be registered.
        Willing = "willing",
        /// A person of the bank with an elder's enrolment.
        Registered = "registered",
        /// Does not, with the reason.
        Declined = "declined",
    }
}

words! {
    /// Why somebody is not registered.
    DeclineReason {
        NoWish = "no_wish",
        NoNeed = "no_need",
        OtherCare = "other_care",
        Institution = "institution",
        Moved = "moved",
        Died = "died",
        Unreachable = "unreachable",
        Other = "other",
    }
}

impl DeclineReason {
    /// Not to be counted among those who could be registered here.
    pub const fn is_gone(self) -> bool {
        matches!(self, DeclineReason::Moved | DeclineReason::Died)
    }
}

words! {
    /// What a file brings.
    ImportKind { Register = "register", Assessments = "assessments" }
}
words! {
    /// How far a file is.
    ImportState { Mapping = "mapping", Running = "running", Done = "done", Cancelled = "cancelled", Failed = "failed" }
}
words! {
    RowState { Open = "open", Repaired = "repaired", LeftOut = "left_out" }
}
words! {
    /// Why two entries may be one person.
    PairReason {
        /// Same name, same birthday.
        Birthday = "birthday",
        /// Same name, same telephone.
        Telephone = "telephone",
    }
}
words! {
    PairState { Open = "open", Merged = "merged", Distinct = "distinct" }
}

/// What identifies an elder of the register: one sealed value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) name: PersonName,
    pub(crate) id_no: IdNumber,
    pub(crate) phone: Option<Phone>,
    pub(crate) address: String,
    /// Name, telephone, relation as the list has them; checked when the elder is registered.
    pub(crate) emergency: [String; 3],
}

/// Nothing: personal data does not belong in logs.
impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Profile")
    }
}

/// One line of the register, read and found possible.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) profile: Profile,
    pub(crate) node: Node,
    pub(crate) traits: BTreeSet<Trait>,
    /// What the list says of the elder's wish; never a step back.
    pub(crate) stance: EntryState,
}

/// One entry of a list, masked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryRow {
    pub id: OutreachId,
    pub state: EntryState,
    pub node: Node,
    pub masked_name: String,
    pub sex: Option<Sex>,
    pub age: Option<i64>,
    pub traits: BTreeSet<Trait>,
    /// Codes of the classes of recipients the elder belongs to today.
    pub classes: Vec<String>,
    pub reason: Option<DeclineReason>,
    pub person: Option<PersonId>,
    pub surveyed_at: Instant,
    pub changed_at: Instant,
}

/// One entry's page, masked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryView {
    #[serde(flatten)]
    pub row: EntryRow,
    pub area: String,
    pub id_no: Option<String>,
    pub phone: Option<String>,
    pub has_address: bool,
    pub has_emergency: bool,
    pub informed_at: Option<Instant>,
    pub willing_at: Option<Instant>,
    pub registered_at: Option<Instant>,
    pub declined_at: Option<Instant>,
    pub version: i64,
    /// Registered elsewhere, or waiting for somebody's decision about a double.
    pub pairs: i64,
    #[serde(skip)]
    pub class_names: Vec<RecipientClass>,
}

/// Which entries a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryFilter {
    pub node: Option<Node>,
    pub state: Option<EntryState>,
    pub has: Option<Trait>,
    /// An exact name, telephone or identity number.
    pub search: Option<String>,
}

/// How far a place has come: 应注尽注.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Progress {
    pub place: Node,
    pub surveyed: i64,
    pub informed: i64,
    pub willing: i64,
    pub registered: i64,
    pub declined: i64,
    /// Moved away or died: not to be registered here.
    pub gone: i64,
}

impl Progress {
    /// Nobody, yet.
    pub(crate) const fn none(place: Node) -> Progress {
        Progress { place, surveyed: 0, informed: 0, willing: 0, registered: 0, declined: 0, gone: 0 }
    }
    /// Those who could be registered.
    pub fn countable(&self) -> i64 {
        self.surveyed - self.gone
    }
    /// Registered of a hundred who could be.
    pub fn share(&self) -> Option<f64> {
        share(self.registered, self.countable())
    }
    /// Registered of a hundred who wish to be.
    pub fn share_of_willing(&self) -> Option<f64> {
        share(self.registered, self.willing)
    }
    pub(crate) fn add(&mut self, other: &Progress) {
        self.surveyed += other.surveyed;
        self.informed += other.informed;
        self.willing += other.willing;
        self.registered += other.registered;
        self.declined += other.declined;
        self.gone += other.gone;
    }
}

#[allow(clippy::cast_precision_loss)] // counts of people
fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| (part as f64 * 1000.0 / whole as f64).round() / 10.0)
}

/// An import as its page shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportView {
    pub id: ImportId,
    pub kind: ImportKind,
    pub node: Node,
    pub state: ImportState,
    /// As the sender's device calls the file; gone when the import is over and nothing waits.
    pub file: Option<String>,
    /// One line for each column: its heading, what was guessed or chosen, the first values (masked once it runs).
    pub columns: Vec<ColumnView>,
    pub rows_seen: i64,
    pub added: i64,
    pub updated: i64,
    pub unchanged: i64,
    pub bad: i64,
    /// Rows that still wait for repair.
    pub open: i64,
    pub paired: i64,
    pub reason: Option<String>,
    pub made_by: Option<PersonId>,
    pub made_at: Instant,
    pub started_at: Option<Instant>,
    pub ended_at: Option<Instant>,
    /// How much of the file is done, of a hundred; none before it runs.
    pub percent: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnView {
    pub heading: String,
    pub field: Option<Field>,
    pub samples: Vec<String>,
}

/// A row that could not be taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BadRowView {
    pub id: uuid::Uuid,
    pub import: ImportId,
    pub number: i64,
    pub state: RowState,
    /// (field, code) of what is wrong.
    pub faults: Vec<(String, String)>,
    /// What the file says, by field; empty once decided.
    pub cells: Vec<(Field, String)>,
}

/// Two entries that may be one person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairView {
    pub id: uuid::Uuid,
    pub why: PairReason,
    pub state: PairState,
    pub found_at: Instant,
    pub a: Box<EntryView>,
    pub b: Box<EntryView>,
}

/// A line of the register as typed: what a form or a program gives.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EntryInput {
    pub name: String,
    pub id_no: String,
    pub phone: String,
    /// Twelve digits, or the community's name within the caller's territory.
    pub community: String,
    pub street: String,
    pub address: String,
    pub emergency_name: String,
    pub emergency_phone: String,
    pub emergency_relation: String,
    /// Codes of traits.
    pub traits: BTreeSet<Trait>,
    /// `yes`, `no` or nothing.
    pub willing: String,
}

impl std::fmt::Debug for EntryInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EntryInput")
    }
}

/// What was missing on the list when an elder is registered from it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegisterInput {
    /// Used where the entry has none.
    pub address: String,
    pub phone: String,
    pub resident: bool,
    /// Version of the text agreed to.
    pub consent: String,
    pub hotline: bool,
}

impl std::fmt::Debug for RegisterInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RegisterInput")
    }
}

/// A line of a list of ability assessments, read and found possible.
#[derive(Clone, Debug)]
pub(crate) struct AssessmentDraft {
    pub(crate) id_no: IdNumber,
    pub(crate) name: Option<PersonName>,
    pub(crate) level: tb_policy::AbilityLevel,
    pub(crate) assessed_on: Day,
    pub(crate) valid_until: Option<Day>,
    pub(crate) assessor: String,
}
