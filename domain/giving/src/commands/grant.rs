//! Granting time to elders who cannot save: a list proposed by one officer, approved by another, judged on the day.

use super::GIVE;
use crate::house::{Giving, Programme};
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Proposal, Work, decide, propose};
use tb_kernel::{AccountId, ApprovalId, Day, Fail, Minutes, Outcome, PersonId, Refusal};
use tb_ledger::{Command as LedgerCommand, SubjectKind};
use tb_people::PersonFacts;
use tb_policy::rules::{GrantFacts, grant_amount, may_grant};
use tb_policy::{Period, Version};

const KIND: &str = "giving.grant";
/// People in one request.
const PEOPLE_MAX: usize = 500;

#[derive(Serialize, Deserialize)]
struct Payload {
    programme: AccountId,
    people: Vec<PersonId>,
}

/// Proposes this period's grant for a list of elders.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeGrant {
    pub programme: AccountId,
    pub people: Vec<PersonId>,
    pub reason: String,
}

impl Command for ProposeGrant {
    const NAME: &'static str = "giving.propose-grant";
    type House = Giving;
    type Answer = ApprovalId;

    async fn run(&self, house: &Giving, work: &mut Work<'_>) -> Outcome<ApprovalId> {
        let programme = seen(work, self.programme).await?;
        if self.people.is_empty() || self.people.len() > PEOPLE_MAX {
            return Err(Refusal::invalid().field("people", "giving.people-count").into());
        }
        let version = house.policies.at(programme.node, work.now.day()).map_err(Refusal::from)?;
        eligible(house, work, &programme, &version, &self.people).await?;
        let payload = Payload { programme: programme.id, people: self.people.clone() };
        let proposal = Proposal {
            kind: KIND,
            node: programme.node,
            object: None,
            payload: &payload,
            beneficiaries: &self.people,
            reason: self.reason.trim(),
        };
        propose(work, proposal).await
    }
}

/// What a grant gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantDone {
    pub people: usize,
    pub minutes_each: Minutes,
    pub expires_on: Day,
}

/// The second officer's word on a grant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ApproveGrant {
    pub approval: ApprovalId,
    pub approve: bool,
    #[serde(default)]
    pub reason: String,
}

impl Command for ApproveGrant {
    const NAME: &'static str = "giving.approve-grant";
    type House = Giving;
    type Answer = Option<GrantDone>;

    async fn run(&self, house: &Giving, work: &mut Work<'_>) -> Outcome<Option<GrantDone>> {
        let (request, payload) =
            decide::<Payload>(work, self.approval, KIND, GIVE, self.approve, self.reason.trim()).await?;
        work.about("approval", request.id, request.node);
        let Some(payload) = payload else { return Ok(None) };
        let programme = seen(work, payload.programme).await?;
        let today = work.now.day();
        let version = house.policies.at(programme.node, today).map_err(Refusal::from)?;
        let people = eligible(house, work, &programme, &version, &payload.people).await?;
        let given = grant_amount(&version, programme.node, today);
        let period = period_name(given.per, today);
        let key_of = |person: PersonId| format!("grant:{}:{person}:{period}", programme.id);
        let known = store::granted(work.tx, people.iter().map(|person| key_of(person.id)).collect()).await?;
        if known > 0 {
            return Err(Refusal::conflict("giving.already-granted").with("period", &period).into());
        }
        // The postings ask the database for these rows, and these rows for the request behind them.
        let rows = people.iter().map(|person| args![key_of(person.id), programme.id, person.id, request.id]).collect();
        store::add_granted(work.tx, rows).await?;
        let commands: Vec<LedgerCommand> = people
            .iter()
            .map(|person| {
                let key = key_of(person.id);
                LedgerCommand::grant(key, programme.id, AccountId(person.id.0), given.minutes, Some(given.expires_on))
                    .about(SubjectKind::Programme, programme.id)
                    .by(Some(request.maker))
                    .under(version.id.to_string())
                    .because(given.article.to_string())
            })
            .collect();
        for outcome in tb_ledger::post(work.tx, &commands, work.now, work.entropy).await? {
            let posted = outcome?;
            if posted.replayed {
                return Err(Refusal::conflict("giving.already-granted").with("period", &period).into());
            }
        }
        Ok(Some(GrantDone { people: people.len(), minutes_each: given.minutes, expires_on: given.expires_on }))
    }
}

async fn seen(work: &mut Work<'_>, id: AccountId) -> Outcome<Programme> {
    let programme = store::programme(work.tx, id).await?.ok_or(Refusal::not_found())?;
    if !work.actor.may(GIVE, programme.node) {
        return Err(Refusal::not_found().into());
    }
    work.about("programme", programme.id, programme.node);
    Ok(programme)
}

/// Everybody on the list, if all of them qualify today and none is the actor or the actor's kin.
async fn eligible(
    house: &Giving,
    work: &mut Work<'_>,
    programme: &Programme,
    version: &Version,
    ids: &[PersonId],
) -> Result<Vec<PersonFacts>, Fail> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let people = house.people.facts(work.tx, &ids).await?;
    let outside = |person: &PersonFacts| !programme.node.covers(person.node) || !person.is_active_elder();
    if people.len() != ids.len() || people.iter().any(outside) {
        return Err(Refusal::not_found().into());
    }
    let today = work.now.day();
    let looked = house.checked_on(work.tx, &ids).await?;
    for person in &people {
        if let Some(officer) = work.actor.person
            && (officer == person.id || house.people.related(work.tx, officer, person.id).await?)
        {
            return Err(Refusal::forbidden("giving.own-interest").with("handle", &person.handle).into());
        }
        let last = looked.get(&person.id).copied().or(person.elder_since);
        let since = last.map_or(0, |last| (today.0 - last.0).max(0));
        let facts = GrantFacts {
            age: person.age(today),
            traits: person.traits.clone(),
            days_since_check: u32::try_from(since).unwrap_or(u32::MAX),
            node: person.node,
        };
        if let Some(refusal) = may_grant(version, &facts).refusal() {
            return Err(refusal.clone().with("handle", &person.handle).into());
        }
    }
    Ok(people)
}

/// `2026-11` or `2026`: what a programme grants once to a person.
fn period_name(per: Period, day: Day) -> String {
    let date = day.date();
    match per {
        Period::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Period::Year => format!("{:04}", date.year()),
    }
}
