//! Nouns and states of groups.

use serde::{Deserialize, Serialize};
use tb_kernel::{Day, GatheringId, GroupId, HoldId, Instant, Minutes, Node, PersonId, SchoolId};

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] #[sqlx(rename = $code)] $variant),+ }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            /// The word with this code, if there is one.
            pub fn parse(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|word| word.code() == code)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    )+};
}

words! {
    GroupKind {
        Association = "association",
        Company = "company",
        School = "school",
        PartyBranch = "party_branch",
        Community = "community",
        Other = "other",
    }
    /// Where a group stands.
    GroupState {
        Registered = "registered",
        Approved = "approved",
        Refused = "refused",
        Suspended = "suspended",
        Closed = "closed",
    }
    MemberRole { Manager = "manager", Member = "member" }
    /// Where a membership stands; only `Active` counts.
    MemberState { Invited = "invited", Asked = "asked", Active = "active", Left = "left" }
    /// Whose time an event costs.
    Payer {
        /// One elder's, who is served at home by several.
        Elder = "elder",
        /// The public-benefit account's: where many are served together.
        Pool = "pool",
        /// Nobody's: it is remembered as honour.
        Honour = "honour",
    }
    /// Where an event stands.
    GatheringState {
        Planned = "planned",
        Published = "published",
        Settled = "settled",
        Refused = "refused",
        Cancelled = "cancelled",
    }
    /// Where one helper of an event stands.
    AttendState {
        Signed = "signed",
        Present = "present",
        Done = "done",
        Absent = "absent",
        Withdrawn = "withdrawn",
    }
}

/// A group as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Group {
    pub id: GroupId,
    pub node: Node,
    pub name: String,
    pub kind: GroupKind,
    pub about: String,
    pub state: GroupState,
    pub policy: String,
    pub registered_at: Instant,
    pub registered_by: PersonId,
    pub entered_by: Option<PersonId>,
    pub reason: Option<String>,
}

/// A membership as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Member {
    pub group_id: GroupId,
    pub person: PersonId,
    pub role: MemberRole,
    pub state: MemberState,
    pub changed_at: Instant,
}

impl Member {
    pub fn is_active(&self) -> bool {
        self.state == MemberState::Active
    }
    pub fn is_manager(&self) -> bool {
        self.is_active() && self.role == MemberRole::Manager
    }
}

/// A licence of the group as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct TeamLicence {
    pub licence: String,
    pub valid_until: Day,
    pub evidence: String,
}

/// An event as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Gathering {
    pub id: GatheringId,
    pub group_id: GroupId,
    pub node: Node,
    pub item: String,
    pub title: String,
    pub place: String,
    pub starts_at: Instant,
    pub ends_at: Instant,
    /// Planned length for each helper.
    pub minutes: Minutes,
    /// Most helpers.
    pub helpers: i64,
    pub payer: Payer,
    pub elder: Option<PersonId>,
    pub state: GatheringState,
    pub policy: String,
    pub hold: Option<HoldId>,
    pub held_minutes: Minutes,
    pub settled_minutes: Option<Minutes>,
    pub version: i64,
    pub created_by: PersonId,
    pub reason: Option<String>,
}

/// One helper of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Attendance {
    pub gathering: GatheringId,
    pub person: PersonId,
    pub state: AttendState,
    pub in_at: Option<Instant>,
    pub out_at: Option<Instant>,
    pub in_how: Option<String>,
    pub verified_minutes: Option<Minutes>,
    pub credited_minutes: Option<Minutes>,
}

/// A school that counts social practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct School {
    pub id: SchoolId,
    pub node: Node,
    pub name: String,
}

/// A pupil who agreed, as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Pupil {
    pub(crate) school: SchoolId,
    pub(crate) person: PersonId,
    /// [`PupilCard`], sealed with the pupil's own key.
    pub(crate) card: Vec<u8>,
    pub(crate) agreed_at: Instant,
}

/// What the school knows a pupil by.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PupilCard {
    pub name: String,
    pub number: String,
}

/// One pupil's social practice between two days.
#[derive(Clone, PartialEq, Eq)]
pub struct Practice {
    pub card: PupilCard,
    pub agreed_at: Instant,
    pub visits: i64,
    pub events: i64,
    pub minutes: Minutes,
}

/// Personal data is not printed.
macro_rules! hidden {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(hidden)"))
            }
        }
    )+};
}
hidden!(PupilCard, Practice);
