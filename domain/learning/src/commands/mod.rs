//! Verbs, one file each.

mod course;
mod exam;
mod lesson;
mod paper;
mod question;

pub use course::{EditCourse, FinishCourse, NewCourse, SetCourse};
pub use exam::{StartExam, SubmitExam};
pub use lesson::{CancelLesson, MarkAttendance, OpenLesson, SignUp};
pub use paper::{DecidePaper, EnterPaper, PaperEntered};
pub use question::{EditQuestion, NewQuestion, SetQuestion};

use crate::house::Learning;
use crate::refusals as no;
use tb_journal::Work;
use tb_kernel::{Day, Identity, Kind, Node, Outcome, PersonId, Refusal};
use tb_people::{CheckResult, CheckSource, EnrolmentState, NewVerification, PersonFacts};
use tb_policy::Check;
use uuid::Uuid;

/// Whoever learns: oneself, or the person a clerk acts for. Only those who want to be or are volunteers.
///
/// # Errors
/// Sign in; `learning.not-a-volunteer`; `learning.not-allowed` for kin.
async fn learner(house: &Learning, work: &mut Work<'_>) -> Outcome<PersonFacts> {
    let sign_in = || Refusal::new(Kind::SignIn, "common.sign-in");
    let person = work.actor.subject().ok_or_else(sign_in)?;
    let facts = house.people.facts_of_one(work.tx, person).await?;
    work.about("person", person, facts.node);
    if matches!(work.actor.identity, Identity::Staff(_) | Identity::Program(_)) {
        if work.actor.acting_for.is_none() {
            return Err(sign_in().into());
        }
        may_handle(house, work, person, facts.node).await?;
    }
    let may = |state: EnrolmentState| {
        matches!(state, EnrolmentState::Applied | EnrolmentState::Active | EnrolmentState::Suspended)
    };
    if facts.volunteer.is_some_and(may) { Ok(facts) } else { Err(Refusal::rule(no::NOT_A_VOLUNTEER).into()) }
}

/// A clerk does this for somebody who is neither they themselves nor their own.
async fn may_handle(house: &Learning, work: &mut Work<'_>, person: PersonId, node: Node) -> Outcome<()> {
    crate::access::may_do(work.actor, crate::access::CLERKS, node)?;
    if let Some(me) = work.actor.person
        && (me == person || house.people.related(work.tx, me, person).await?)
    {
        return Err(Refusal::forbidden(no::OWN_EXAM).into());
    }
    Ok(())
}

/// What was learnt, as a check on record.
fn learnt(person: PersonId, kind: Check, passed: bool, score: Option<u8>, day: Day, origin: Uuid) -> NewVerification {
    NewVerification {
        person,
        kind,
        result: if passed { CheckResult::Passed } else { CheckResult::Failed },
        source: CheckSource::Learning,
        reference: if kind == Check::Exam { "learning.exam" } else { "learning.course" }.to_owned(),
        score,
        checked_on: day,
        origin: Some(origin),
    }
}

/// The same origin for the same course, person and day, however often it is recorded.
fn origin_of(course: tb_kernel::CourseId, person: PersonId, day: Day) -> Uuid {
    let digest = tb_crypto::digest(&[b"study", course.0.as_bytes(), person.0.as_bytes(), &day.0.to_be_bytes()]);
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}
