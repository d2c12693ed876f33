//! Opening an insurance and ending it early: proposed by one officer, decided by another.

use crate::access::OFFICERS;
use crate::house::Cover;
use crate::refusals as no;
use crate::rules::{self, FEN_MAX};
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Proposal, Work, decide, propose};
use tb_kernel::{ApprovalId, CoverId, Day, Node, Outcome, Refusal};
use tb_policy::{CoverKind, Payer};

const KIND: &str = "cover.insurance";

/// An insurance to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCover {
    pub node: Node,
    pub kind: CoverKind,
    pub insurer: String,
    pub number: String,
    pub from: Day,
    pub to: Day,
    pub payer: Payer,
    pub sum_fen: i64,
    pub hotline: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Change {
    Open(NewCover),
    End { cover: CoverId, on: Day },
}

/// What waits for the second officer; the place and days stand outside so that every page can show them.
#[derive(Serialize, Deserialize)]
struct Payload {
    insurance: String,
    node: Node,
    from: Day,
    to: Day,
    change: Change,
}

/// Proposes an insurance.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeCover {
    pub cover: NewCover,
    pub reason: String,
}

impl Command for ProposeCover {
    const NAME: &'static str = "cover.propose";
    type House = Cover;
    type Answer = ApprovalId;

    async fn run(&self, _: &Cover, work: &mut Work<'_>) -> Outcome<ApprovalId> {
        let new = &self.cover;
        if !work.actor.may(OFFICERS, new.node) {
            return Err(Refusal::not_found().into());
        }
        let mut cover = new.clone();
        cover.insurer = rules::text("insurer", &new.insurer, 60)?;
        cover.number = rules::text("number", &new.number, 40)?;
        cover.hotline = rules::text("hotline", &new.hotline, 30)?;
        rules::period(new.from, new.to)?;
        if !(1..=FEN_MAX).contains(&new.sum_fen) {
            return Err(Refusal::invalid().field("sum", no::SUM).into());
        }
        if store::is_known(work.tx, &cover.insurer, &cover.number, cover.kind).await? {
            return Err(Refusal::invalid().field("number", no::NUMBER_KNOWN).into());
        }
        let payload = Payload {
            insurance: format!("{} {}", cover.insurer, cover.number),
            node: cover.node,
            from: cover.from,
            to: cover.to,
            change: Change::Open(cover),
        };
        let proposal =
            Proposal { kind: KIND, node: new.node, object: None, payload: &payload, reason: self.reason.trim() };
        propose(work, proposal).await
    }
}

/// Proposes to end an insurance before its time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeEnd {
    pub cover: CoverId,
    /// The last day in force.
    pub on: Day,
    pub reason: String,
}

impl Command for ProposeEnd {
    const NAME: &'static str = "cover.propose-end";
    type House = Cover;
    type Answer = ApprovalId;

    async fn run(&self, _: &Cover, work: &mut Work<'_>) -> Outcome<ApprovalId> {
        let found = store::insurance(work.tx, self.cover).await?.ok_or(Refusal::not_found())?;
        if !work.actor.may(OFFICERS, found.node) {
            return Err(Refusal::not_found().into());
        }
        work.about("cover", found.id, found.node);
        if found.ended_on.is_some() {
            return Err(Refusal::conflict(no::ENDED).into());
        }
        // What was in force yesterday stays so: visits took place under it.
        if self.on < work.now.day() || self.on >= found.to_day {
            return Err(Refusal::invalid().field("on", no::END_DAY).into());
        }
        let reason = rules::text("reason", &self.reason, 200)?;
        let payload = Payload {
            insurance: format!("{} {}", found.insurer, found.number),
            node: found.node,
            from: found.from_day,
            to: self.on,
            change: Change::End { cover: found.id, on: self.on },
        };
        let proposal =
            Proposal { kind: KIND, node: found.node, object: Some(found.id.0), payload: &payload, reason: &reason };
        propose(work, proposal).await
    }
}

/// The second officer's word on an insurance.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideCover {
    pub approval: ApprovalId,
    pub approve: bool,
    #[serde(default)]
    pub reason: String,
}

impl Command for DecideCover {
    const NAME: &'static str = "cover.decide";
    type House = Cover;
    type Answer = Option<CoverId>;

    async fn run(&self, _: &Cover, work: &mut Work<'_>) -> Outcome<Option<CoverId>> {
        let (request, payload) =
            decide::<Payload>(work, self.approval, KIND, OFFICERS, self.approve, self.reason.trim()).await?;
        work.about("approval", request.id, request.node);
        match payload.map(|payload| payload.change) {
            None => Ok(None),
            Some(Change::Open(new)) => {
                if store::is_known(work.tx, &new.insurer, &new.number, new.kind).await? {
                    return Err(Refusal::conflict(no::NUMBER_KNOWN).into());
                }
                let id: CoverId = work.id();
                let row = args![
                    id,
                    new.node,
                    new.kind.code(),
                    &new.insurer,
                    &new.number,
                    new.from,
                    new.to,
                    new.payer.code(),
                    new.sum_fen,
                    &new.hotline,
                    work.now,
                    request.maker,
                    request.id
                ];
                store::add_insurance(work.tx, row).await?;
                Ok(Some(id))
            }
            Some(Change::End { cover, on }) => {
                if on < work.now.day() || !store::end(work.tx, cover, on, &request.reason).await? {
                    return Err(Refusal::conflict(no::ENDED).into());
                }
                Ok(Some(cover))
            }
        }
    }
}
