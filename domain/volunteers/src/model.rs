//! Nouns and states; no I/O.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tb_kernel::{ApprovalId, BatchId, CheckId, Day, Instant, Node, PaperId, PersonId};
use tb_people::{CheckResult, Shown};
use tb_policy::{Check, Licence};
use uuid::Uuid;

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum $name { $(#[serde(rename = $code)] #[sqlx(rename = $code)] $variant),+ }
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
    /// How a register is reached.
    Route { Batch = "batch", Gateway = "gateway" }
    /// Where a request stands.
    RequestState { Waiting = "waiting", Out = "out", Answered = "answered", Failed = "failed" }
    /// Where a batch stands.
    BatchState { Proposed = "proposed", Released = "released", Refused = "refused" }
    /// Where a document stands.
    PaperState { HandedIn = "handed_in", Accepted = "accepted", Refused = "refused" }
    /// Where somebody stands on the way to the first service.
    Step { Learn = "learn", Exam = "exam", Checks = "checks", Review = "review", First = "first" }
}

/// The checks that registers outside can answer.
pub const ASKABLE: [Check; 5] =
    [Check::Identity, Check::Residence, Check::Credit, Check::Offence, Check::SocialInsurance];

/// One line of an answer, as it stood in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRow {
    /// Line of the file, from 1.
    pub line: i64,
    pub number: String,
    pub result: String,
    pub day: String,
}

/// What came of an answer that was taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub taken: usize,
    /// Had been taken in before, with the same result.
    pub known: usize,
    pub bad: usize,
}

/// A batch with its counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Batch {
    pub id: BatchId,
    pub number: String,
    pub node: Node,
    pub state: BatchState,
    pub reason: String,
    pub approval: ApprovalId,
    pub made_by: PersonId,
    pub made_at: Instant,
    pub released_at: Option<Instant>,
    pub requests: i64,
    pub answered: i64,
    pub bad: i64,
}

/// A line that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct BadRow {
    pub id: Uuid,
    pub line: i64,
    pub number: String,
    pub result: String,
    pub day: String,
    /// Code of what is wrong.
    pub fault: String,
}

/// One line of the file that goes out.
#[derive(Clone, PartialEq, Eq)]
pub struct BatchLine {
    pub number: String,
    pub kind: Check,
    pub name: String,
    pub id_no: String,
}

/// How many requests stand where, by kind and route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestCount {
    pub kind: Check,
    pub route: Route,
    pub state: RequestState,
    pub requests: i64,
}

/// A document, without its content.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperView {
    pub id: PaperId,
    pub person: Shown,
    pub licence: Licence,
    pub valid_until: Day,
    pub media: String,
    pub bytes: i64,
    pub state: PaperState,
    pub handed_at: Instant,
    pub reason: Option<String>,
    pub may_review: bool,
}

/// How many volunteers of a place stand where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Funnel {
    /// Applications that have not been decided, by the step they wait at.
    pub waiting: Vec<(Step, i64)>,
    /// Active, and have not served yet.
    pub unserved: i64,
    /// Active, and have served.
    pub serving: i64,
    /// Counting stopped: there are more.
    pub more: bool,
}

/// Somebody who is on the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stuck {
    pub person: Shown,
    pub step: Step,
    /// Since when nothing moved.
    pub since: Instant,
    /// The checks the city asks for and that do not hold.
    pub missing: BTreeSet<Check>,
    pub reminded: i64,
}

/// Somebody who went quiet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Quiet {
    pub person: Shown,
    /// Last service; none: active since, never served.
    pub last: Option<Instant>,
    pub active_since: Option<Instant>,
}

/// What a request asks, for whoever carries it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub id: CheckId,
    pub person: PersonId,
    pub kind: Check,
    pub number: String,
    pub attempts: i64,
}

/// What a register said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub result: CheckResult,
    pub checked_on: Day,
}
