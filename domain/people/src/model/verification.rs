//! Checks of a person, and being shut out.

use super::words::{BarState, CheckResult, CheckSource, EnrolmentKind};
use serde::{Deserialize, Serialize};
use tb_kernel::{BarId, Day, EnrolmentId, Instant, Node, PersonId, VerificationId};
use tb_policy::Check;
use uuid::Uuid;

/// A check to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVerification {
    pub person: PersonId,
    pub kind: Check,
    pub result: CheckResult,
    pub source: CheckSource,
    /// What it rests on: a document that was seen, a file's number. No personal data.
    pub reference: String,
    /// Share of right answers, for an exam.
    pub score: Option<u8>,
    pub checked_on: Day,
    /// What it came from; the same origin and kind counts once.
    pub origin: Option<Uuid>,
}

/// A check as it stands on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verification {
    pub id: VerificationId,
    pub person: PersonId,
    pub kind: Check,
    pub result: CheckResult,
    pub source: CheckSource,
    pub reference: String,
    pub score: Option<u8>,
    pub checked_on: Day,
    /// Last day it is good; none: it does not run out.
    pub expires_on: Option<Day>,
    pub made_by: Option<PersonId>,
    pub made_at: Instant,
}

impl Verification {
    /// Passed, and not run out on `day`.
    pub fn holds(&self, day: Day) -> bool {
        self.result == CheckResult::Passed && self.expires_on.is_none_or(|until| day <= until)
    }
}

/// One kind of check: what the city asks, and the latest of its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckLine {
    pub kind: Check,
    /// The article that asks for it; none: not asked for.
    pub article: Option<String>,
    pub latest: Option<Verification>,
    /// The latest was passed and is good today.
    pub holds: bool,
    /// It holds, but not for long.
    pub ending: bool,
}

/// What an officer saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSeen {
    pub kind: Check,
    pub result: CheckResult,
    /// Which document was seen. No personal data.
    pub reference: String,
    /// The day of the document; none: today.
    pub checked_on: Option<Day>,
}

/// Somebody is to be shut out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarAsked {
    pub person: PersonId,
    pub kind: EnrolmentKind,
    pub reason: String,
    /// The article it rests on.
    pub article: String,
}

/// Somebody is shut out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BarView {
    pub id: BarId,
    pub person: PersonId,
    pub kind: EnrolmentKind,
    pub node: Node,
    pub state: BarState,
    pub reason: String,
    pub article: String,
    pub from: Day,
    pub until: Option<Day>,
    pub appealed_at: Option<Instant>,
    /// The person's own words; only for the person and those who may decide.
    pub appeal: Option<String>,
    pub decision: Option<String>,
    pub may_decide: bool,
    /// The person may still object.
    pub may_appeal: bool,
}

/// The way of one volunteer: what stands on record and what is still to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WayView {
    pub enrolment: Option<(EnrolmentId, super::words::EnrolmentState)>,
    pub checks: Vec<CheckLine>,
    /// Every check ever made, newest first.
    pub history: Vec<Verification>,
    pub bars: Vec<BarView>,
}

/// One volunteer's enrolment, for lists of whole places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct VolunteerRow {
    pub person: PersonId,
    pub node: Node,
    pub applied_at: Instant,
    pub active_since: Option<Instant>,
    pub changed_at: Instant,
}
