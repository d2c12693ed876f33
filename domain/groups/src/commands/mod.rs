//! Verbs of groups, one file a family.

mod attend;
mod donate;
mod members;
mod plan;
mod register;
mod school;
mod settle;

pub use attend::{CheckIn, CheckOut, Roster, RosterLine, SignUp, WithdrawSign};
pub use donate::DonateGroupTime;
pub use members::{Admit, AnswerInvite, AskToJoin, Invite, Leave, RemoveMember, SetRole};
pub use plan::{AgreeGathering, ApproveGathering, CancelGathering, PlanGathering};
pub use register::{DecideGroup, QualifyGroup, RegisterGroup, SetGroupState};
pub use school::{AgreeSchool, ExportPractice, LeaveSchool, OpenSchool};
pub use settle::{SettleGathering, Settled};

use crate::house::Groups;
use tb_journal::Work;
use tb_kernel::{Outcome, PersonId, Refusal};
use tb_people::{NewMessage, PersonFacts};
use tb_policy::Version;
use tb_policy::rules::{MinorFacts, may_act_as_minor};

/// One message about groups.
async fn tell(house: &Groups, work: &mut Work<'_>, person: PersonId, kind: &str, link: String) -> Outcome<()> {
    let message = NewMessage { person, kind: kind.to_owned(), args: Vec::new(), link: Some(link) };
    house.people.send(work.tx, work.now, &[message]).await
}

/// Whoever is under age binds themselves only together with a guardian (who acts for them) or a clerk.
fn not_alone(work: &Work<'_>, version: &Version, person: &PersonFacts) -> Result<(), Refusal> {
    let guardian = work.actor.person != Some(person.id);
    let age = person.age(work.now.day());
    may_act_as_minor(version, &MinorFacts { age, guardian }).or_refuse().map(|_| ())
}
