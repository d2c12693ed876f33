//! `volunteers.ask-checks`: registers are to be asked about everybody of a place who waits for activation and lacks a check,
//! and about active people whose check runs out. Nothing leaves the house here: requests are only written down.

use super::EXCHANGERS;
use crate::house::Volunteers;
use crate::model::*;
use crate::refusals as no;
use crate::store as sql;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{CheckId, Node, Outcome, PersonId, Refusal};
use tb_people::{EnrolmentState, VolunteerRow};
use tb_policy::Check;
use tb_policy::rules::check_is_ending;
use uuid::Uuid;

/// Requests written at once; the next call takes the rest.
const REQUESTS_MAX: usize = 2_000;
/// People looked at in one step.
const STEP: i64 = 500;
/// Characters of numbers: none that is mistaken for another.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKLMNPQRSTUVWXY";

/// Asks about a place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskChecks {
    pub node: Node,
    pub kinds: BTreeSet<Check>,
    pub route: Route,
}

/// `C-7K3M9Q2PX`: what stands in files instead of anything that says who it is.
pub(crate) fn number(work: &Work<'_>, letter: char) -> String {
    let random = (0..9).map(|_| {
        let at = usize::try_from(work.entropy.below(ALPHABET.len() as u64)).unwrap_or(0);
        char::from(ALPHABET[at])
    });
    [letter, '-'].into_iter().chain(random).collect()
}

impl Command for AskChecks {
    const NAME: &'static str = "volunteers.ask-checks";
    type House = Volunteers;
    type Answer = usize;

    async fn run(&self, house: &Volunteers, work: &mut Work<'_>) -> Outcome<usize> {
        if !work.actor.may(EXCHANGERS, self.node) {
            return Err(Refusal::not_found().into());
        }
        work.about("place", Uuid::from_u128(self.node.0 as u128), self.node);
        if self.kinds.is_empty() || self.kinds.iter().any(|kind| !ASKABLE.contains(kind)) {
            return Err(Refusal::invalid().field("kinds", no::KIND_NOT_ASKED).into());
        }
        if self.route == Route::Gateway && house.gateway().is_none() {
            return Err(Refusal::rule(no::NO_GATEWAY).into());
        }
        let mut asked = 0;
        for state in [EnrolmentState::Applied, EnrolmentState::Active] {
            let mut after = PersonId(Uuid::nil());
            while asked < REQUESTS_MAX {
                let people = house.people.volunteers_in(work.tx, self.node, state, after, STEP).await?;
                let Some(last) = people.last() else { break };
                after = last.person;
                asked += self.ask(house, work, &people, REQUESTS_MAX - asked).await?;
            }
        }
        if asked == 0 {
            return Err(Refusal::conflict(no::NOTHING_TO_ASK).into());
        }
        Ok(asked)
    }
}

impl AskChecks {
    async fn ask(
        &self,
        house: &Volunteers,
        work: &mut Work<'_>,
        people: &[VolunteerRow],
        most: usize,
    ) -> Outcome<usize> {
        let ids: Vec<PersonId> = people.iter().map(|row| row.person).collect();
        let made = house.people.checks_of(work.tx, &ids).await?;
        let today = work.now.day();
        let version = house.rules_at(self.node, work.now)?;
        let mut rows = Vec::new();
        for person in people {
            for kind in &self.kinds {
                let latest = made.iter().find(|one| one.person == person.person && one.kind == *kind);
                let ends = |until| check_is_ending(&version, until, today);
                let good = latest.is_some_and(|one| one.holds(today) && !one.expires_on.is_some_and(ends));
                // What an officer has to clear up is not asked again and again.
                let open = latest.is_some_and(|one| one.checked_on == today);
                if good || open || rows.len() >= most {
                    continue;
                }
                let id: CheckId = work.id();
                let number = number(work, 'C');
                rows.push(args![
                    id,
                    number,
                    person.person,
                    kind.code(),
                    person.node,
                    self.route.code(),
                    "waiting",
                    0i64,
                    work.now,
                    "",
                    work.actor.person,
                    work.now
                ]);
            }
        }
        let added = work.tx.insert(&sql::REQUEST, &rows).await?;
        Ok(usize::try_from(added).unwrap_or(0))
    }
}
