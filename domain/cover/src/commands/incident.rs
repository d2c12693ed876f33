//! Something went wrong at a visit: reported by either side or at the desk, added to, and taken through the claim.

use crate::access::{self, CLAIM, SERVE};
use crate::house::Cover;
use crate::model::{Hurt, Incident, IncidentKind, IncidentState, IncidentStep, after};
use crate::refusals as no;
use crate::rules::{self, FEN_MAX};
use crate::seal;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_jobs::Event;
use tb_journal::{Command, Work};
use tb_kernel::{CoverId, Fail, IncidentId, Instant, OrderId, Outcome, PersonId, Refusal};
use tb_people::NewMessage;
use uuid::Uuid;

/// Reports an incident at a visit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportIncident {
    pub order: OrderId,
    pub kind: IncidentKind,
    pub hurt: Hurt,
    pub happened_at: Instant,
    pub known_at: Instant,
    /// What happened, who saw it, what was done.
    pub said: String,
}

/// The body of `cover.incident-reported.1`.
#[derive(Serialize)]
struct News {
    order: OrderId,
    late: bool,
}

impl Command for ReportIncident {
    const NAME: &'static str = "cover.report-incident";
    type House = Cover;
    type Answer = IncidentId;

    async fn run(&self, house: &Cover, work: &mut Work<'_>) -> Outcome<IncidentId> {
        let visit = house.visits.visit(work.tx, self.order).await?.ok_or(Refusal::not_found())?;
        let party = access::is_party(work.actor, visit.elder, Some(visit.volunteer));
        if !party && !work.actor.may(access::LOOK, visit.node) {
            return Err(Refusal::not_found().into());
        }
        work.about("order", visit.order, visit.node);
        if !party && !work.actor.may(SERVE, visit.node) {
            return Err(Refusal::forbidden(no::NOT_YOURS).into());
        }
        access::not_involved(house, work, visit.elder, Some(visit.volunteer)).await?;
        if visit.starts_at > work.now && self.happened_at > work.now {
            return Err(Refusal::conflict(no::NO_VISIT).into());
        }
        let said = rules::said(&self.said)?;
        rules::times(self.happened_at, self.known_at, (visit.starts_at, visit.ends_at), work.now)?;
        let version = house.policies.at(visit.node, work.now.day()).map_err(Refusal::from)?;
        let late = rules::is_late(&version, self.known_at, work.now);
        let id: IncidentId = work.id();
        let row = args![
            id,
            rules::number(work.now.day(), work.entropy),
            visit.node,
            visit.order,
            &visit.number,
            visit.elder,
            visit.volunteer,
            self.hurt.code(),
            self.kind.code(),
            self.happened_at,
            self.known_at,
            work.now,
            work.actor.person,
            work.actor.channel.code(),
            late,
            version.id.as_str()
        ];
        store::add_incident(work.tx, row).await?;
        write(house, work, id, visit.elder, IncidentStep::Report, &said).await?;
        let news = Event::new(
            work.id(),
            work.now,
            "cover.incident-reported.1",
            id,
            visit.node,
            &News { order: visit.order, late },
        )?;
        tb_jobs::publish(work.tx, &[news]).await?;
        tell(house, work, [Some(visit.elder), Some(visit.volunteer)], "cover-told-reported", id).await?;
        Ok(id)
    }
}

/// Adds a statement or evidence in words to an open file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddToIncident {
    pub incident: IncidentId,
    pub said: String,
}

impl Command for AddToIncident {
    const NAME: &'static str = "cover.add-to-incident";
    type House = Cover;
    type Answer = ();

    async fn run(&self, house: &Cover, work: &mut Work<'_>) -> Outcome<()> {
        let found = held(work, self.incident).await?;
        let party = access::is_party(work.actor, found.elder, found.volunteer);
        if !party && !work.actor.may(SERVE, found.node) {
            return Err(Refusal::forbidden(no::NOT_YOURS).into());
        }
        access::not_involved(house, work, found.elder, found.volunteer).await?;
        if found.state == IncidentState::Closed {
            return Err(Refusal::conflict(no::STEP).into());
        }
        let said = rules::said(&self.said)?;
        write(house, work, found.id, found.elder, IncidentStep::Note, &said).await
    }
}

/// Takes an incident a step on: to the insurer, paid, declined, closed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MoveIncident {
    pub incident: IncidentId,
    pub step: IncidentStep,
    /// For `file`: the insurance that answers, and the insurer's number of the claim.
    #[serde(default)]
    pub cover: Option<CoverId>,
    #[serde(default)]
    pub claim_number: String,
    /// For `pay`.
    #[serde(default)]
    pub paid_fen: Option<i64>,
    pub said: String,
}

impl Command for MoveIncident {
    const NAME: &'static str = "cover.move-incident";
    type House = Cover;
    type Answer = IncidentState;

    async fn run(&self, house: &Cover, work: &mut Work<'_>) -> Outcome<IncidentState> {
        let mut found = held(work, self.incident).await?;
        if !work.actor.may(CLAIM, found.node) {
            return Err(Refusal::forbidden(no::NOT_YOURS).into());
        }
        access::not_involved(house, work, found.elder, found.volunteer).await?;
        let state = after(self.step, found.state).ok_or(Refusal::conflict(no::STEP))?;
        let said = rules::said(&self.said)?;
        if self.step == IncidentStep::File {
            let number = rules::text("claim_number", &self.claim_number, 40)
                .map_err(|_| Refusal::invalid().field("claim_number", no::CLAIM_NUMBER))?;
            found.cover = Some(self.answering(work, &found).await?);
            found.claim_number = Some(number);
        }
        if self.step == IncidentStep::Pay {
            let paid = self.paid_fen.filter(|fen| (1..=FEN_MAX).contains(fen));
            found.paid_fen = Some(paid.ok_or(Refusal::invalid().field("paid", no::PAID))?);
        }
        found.state = state;
        store::move_incident(work.tx, &found, work.now).await?;
        write(house, work, found.id, found.elder, self.step, &said).await?;
        tell(house, work, [Some(found.elder), found.volunteer], "cover-told-moved", found.id).await?;
        Ok(state)
    }
}

impl MoveIncident {
    /// The insurance the claim goes to: it was in force when it happened.
    async fn answering(&self, work: &mut Work<'_>, found: &Incident) -> Outcome<CoverId> {
        let wrong = || Refusal::invalid().field("cover", no::NOT_IN_FORCE);
        let id = self.cover.ok_or_else(wrong)?;
        let insurance = store::insurance(work.tx, id).await?.ok_or_else(wrong)?;
        if !insurance.is_in_force(found.happened_at.day()) {
            return Err(wrong().into());
        }
        Ok(id)
    }
}

/// An incident one may see, locked.
async fn held(work: &mut Work<'_>, id: IncidentId) -> Outcome<Incident> {
    let found = store::incident_held(work.tx, id).await?.ok_or(Refusal::not_found())?;
    if !access::sees(work.actor, &found) {
        return Err(Refusal::not_found().into());
    }
    work.about("incident", found.id, found.node);
    Ok(found)
}

async fn write(
    house: &Cover,
    work: &mut Work<'_>,
    incident: IncidentId,
    elder: PersonId,
    step: IncidentStep,
    said: &str,
) -> Result<(), Fail> {
    let id: Uuid = work.id();
    let keys = house.people.data_keys(work.tx, &[elder]).await?;
    let sealed = keys.get(&elder).map(|key| seal::seal(key, id, said, work.entropy));
    let row = args![id, incident, work.now, work.actor.person, step.code(), sealed];
    Ok(store::add_entry(work.tx, row).await?)
}

/// Tells both sides but whoever did it.
async fn tell(
    house: &Cover,
    work: &mut Work<'_>,
    parties: [Option<PersonId>; 2],
    kind: &str,
    incident: IncidentId,
) -> Outcome<()> {
    let me = work.actor.person;
    let others = parties.into_iter().flatten().filter(|party| Some(*party) != me);
    let message = |person| NewMessage {
        person,
        kind: kind.to_owned(),
        args: Vec::new(),
        link: Some(format!("/me/incidents/{incident}")),
    };
    let messages: Vec<NewMessage> = others.map(message).collect();
    house.people.send(work.tx, work.now, &messages).await
}
