//! `life.ask`: a case is taken down, by the person for what is their own, by a clerk of the territory for everything.
//! `life.withdraw`: it is taken back before it was carried out.

use super::{enrolled, home};
use crate::access::{self, SERVE};
use crate::house::Life;
use crate::model::{CaseKind, CaseState};
use crate::refusals as no;
use crate::rules::{self, AskFacts, OtherFacts};
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{CaseId, Instant, Outcome, PersonId, Refusal};

/// Takes a case down.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ask {
    pub person: PersonId,
    pub kind: CaseKind,
    /// The heir, or the person who goes on.
    #[serde(default)]
    pub other: Option<PersonId>,
    pub reason: String,
}

/// A case that was taken down, and from when it may be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub case: CaseId,
    pub not_before: Instant,
}

impl Command for Ask {
    const NAME: &'static str = "life.ask";
    type House = Life;
    type Answer = Asked;

    async fn run(&self, house: &Life, work: &mut Work<'_>) -> Outcome<Asked> {
        let node = home(house, work, self.person).await?;
        if access::is_official(work.actor) {
            access::may_do(work.actor, SERVE, node)?;
            house.people.not_involved(work, self.person).await?;
        } else if work.actor.subject() != Some(self.person) {
            return Err(Refusal::not_found().into());
        } else if !self.kind.is_own() {
            return Err(Refusal::forbidden(no::NOT_OPEN_TO_ONESELF).into());
        }
        work.about("person", self.person, node);
        let other = self.other_facts(house, work).await?;
        let marks = house.people.marks(work.tx, &[self.person]).await?;
        let facts = AskFacts {
            kind: self.kind,
            mark: marks.get(&self.person).copied(),
            enrolled: enrolled(house, work, self.person).await?,
            other,
            now: work.now,
        };
        let not_before = rules::may_ask(&*house.rules_at(node, work.now)?, &facts)?;
        let reason = rules::reason(&self.reason)?;
        let known = store::of_person(work.tx, self.person).await?;
        let waits =
            |case: &crate::model::Case| case.person == self.person && case.kind == self.kind && case.state.is_waiting();
        if known.iter().any(waits) {
            return Err(Refusal::conflict(no::ALREADY_ASKED).into());
        }
        let id: CaseId = work.id();
        let (by, channel) = (work.actor.person, work.actor.channel.code());
        let kind = self.kind.code();
        let row = args![id, kind, self.person, self.other, node, &reason, channel, by, work.now, not_before];
        store::add(work.tx, row).await?;
        work.because(self.kind.code());
        Ok(Asked { case: id, not_before })
    }
}

impl Ask {
    async fn other_facts(&self, house: &Life, work: &mut Work<'_>) -> Outcome<OtherFacts> {
        let Some(other) = self.other else { return Ok(OtherFacts::None) };
        if other == self.person {
            return Ok(OtherFacts::Same);
        }
        let node = home(house, work, other).await?;
        if access::is_official(work.actor) {
            // Two who are to be one are both seen; an heir may live anywhere.
            if self.kind == CaseKind::Merge {
                access::may_do(work.actor, SERVE, node)?;
            }
            house.people.not_involved(work, other).await?;
        }
        let marks = house.people.marks(work.tx, &[other]).await?;
        let erased = house.people.is_erased(work.tx, other).await?;
        Ok(if erased || marks.contains_key(&other) { OtherFacts::Closed } else { OtherFacts::Fine })
    }
}

/// Takes a case back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Withdraw {
    pub case: CaseId,
}

impl Command for Withdraw {
    const NAME: &'static str = "life.withdraw";
    type House = Life;
    type Answer = ();

    async fn run(&self, house: &Life, work: &mut Work<'_>) -> Outcome<()> {
        let case = store::held(work.tx, self.case).await?.ok_or(Refusal::not_found())?;
        if access::is_official(work.actor) {
            access::may_do(work.actor, SERVE, case.node)?;
            house.people.not_involved(work, case.person).await?;
        } else if work.actor.subject() != Some(case.person) {
            return Err(Refusal::not_found().into());
        }
        work.about("person", case.person, case.node);
        if !case.state.is_waiting() || !store::moved(work.tx, &case, CaseState::Withdrawn).await? {
            return Err(Refusal::conflict(no::CLOSED).into());
        }
        Ok(())
    }
}
