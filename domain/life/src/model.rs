//! The nouns of life events: a case, its kind and state, what it did. No I/O.

use serde::{Deserialize, Serialize};
use tb_kernel::{ApprovalId, CaseId, EnrolmentId, Instant, Minutes, Node, OrderId, PersonId, PostingId};
use tb_people::EnrolmentState;

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] #[sqlx(rename = $code)] $variant),+ }
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
    };
}

coded! {
    /// What has happened in somebody's life.
    CaseKind {
        /// They leave; what is left goes to the public-benefit account.
        Exit = "exit",
        /// They died; service stops, the account waits for the estate.
        Death = "death",
        /// What somebody who died left: to an heir, or after the days for claiming to the public-benefit account.
        Estate = "estate",
        /// They can no longer act for themselves.
        Incapacity = "incapacity",
        /// They are shut out: the account is closed and the identity barred from serving.
        Ban = "ban",
        /// They are the same person as `other`, who goes on.
        Merge = "merge",
        /// Everything that identifies them is destroyed.
        Erasure = "erasure",
    }
}

coded! {
    /// Where a case stands.
    CaseState {
        Open = "open",
        /// One officer has looked and asks a second.
        Proposed = "proposed",
        Done = "done",
        Withdrawn = "withdrawn",
        Refused = "refused",
        Undone = "undone",
    }
}

impl CaseKind {
    /// What one may ask for oneself; the rest is reported at a desk.
    pub const fn is_own(self) -> bool {
        matches!(self, CaseKind::Exit | CaseKind::Erasure)
    }
    /// Needs a second person: the heir, the one who goes on.
    pub const fn needs_other(self) -> bool {
        matches!(self, CaseKind::Merge)
    }
    /// Can be taken back by two officers.
    pub const fn can_be_undone(self) -> bool {
        matches!(self, CaseKind::Merge | CaseKind::Incapacity | CaseKind::Death)
    }
}

impl CaseState {
    /// Still waits for somebody.
    pub const fn is_waiting(self) -> bool {
        matches!(self, CaseState::Open | CaseState::Proposed)
    }
}

/// What a case did: ids and numbers, never personal data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Effects {
    /// Orders that were called off.
    pub orders: Vec<OrderId>,
    /// Enrolments that ended or were suspended, with the state they were in.
    pub enrolments: Vec<(EnrolmentId, EnrolmentState)>,
    pub postings: Vec<PostingId>,
    pub minutes: Minutes,
}

/// A case as stored.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Case {
    pub id: CaseId,
    pub kind: CaseKind,
    pub person: PersonId,
    pub other: Option<PersonId>,
    pub node: Node,
    pub state: CaseState,
    pub reason: String,
    pub channel: String,
    pub asked_by: Option<PersonId>,
    pub asked_at: Instant,
    /// Not executed before this moment.
    pub not_before: Instant,
    pub approval: Option<ApprovalId>,
    pub done_at: Option<Instant>,
    /// [`Effects`] as text.
    pub effects: String,
    pub version: i64,
}

impl Case {
    /// What it did.
    pub fn effects(&self) -> Effects {
        serde_json::from_str(&self.effects).unwrap_or_default()
    }
}
