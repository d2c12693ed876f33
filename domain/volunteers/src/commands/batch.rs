//! `volunteers.make-batch`, `volunteers.release-batch`: requests leave in one file, asked for by one officer and let out by
//! another. `volunteers.export-batch`: the file is taken; everybody in it finds that in their list of looks.

use super::EXCHANGERS;
use super::ask::number;
use crate::house::Volunteers;
use crate::model::*;
use crate::refusals as no;
use crate::rules;
use crate::store::{self as sql, RequestRecord};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Proposal, Work, decide, execute, propose};
use tb_kernel::{Actor, ApprovalId, BatchId, Fail, Node, Outcome, PersonId, Refusal};
use tb_policy::Check;

/// What the second officer is asked.
const KIND: &str = "volunteers.batch";
/// Requests of one file.
const REQUESTS_MAX: i64 = 5_000;

/// Puts everything that waits into a batch.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeBatch {
    pub node: Node,
    pub reason: String,
}

/// The second officer's word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReleaseBatch {
    pub approval: ApprovalId,
    pub approve: bool,
    #[serde(default)]
    pub reason: String,
}

#[derive(Serialize)]
struct ExportBatch {
    batch: BatchId,
}

#[derive(Serialize, Deserialize)]
struct Frozen {
    batch: BatchId,
    requests: u64,
}

impl Command for MakeBatch {
    const NAME: &'static str = "volunteers.make-batch";
    type House = Volunteers;
    type Answer = BatchId;

    async fn run(&self, _: &Volunteers, work: &mut Work<'_>) -> Outcome<BatchId> {
        if !work.actor.may(EXCHANGERS, self.node) {
            return Err(Refusal::not_found().into());
        }
        let id: BatchId = work.id();
        work.about("batch", id, self.node);
        let reason = rules::reason(&self.reason)?;
        let (low, high) = self.node.range();
        let requests = work.tx.run(sql::INTO_BATCH, args![low, high, id, REQUESTS_MAX]).await?;
        if requests == 0 {
            return Err(Refusal::conflict(no::BATCH_EMPTY).into());
        }
        let frozen = Frozen { batch: id, requests };
        let proposal = Proposal {
            kind: KIND,
            node: self.node,
            object: Some(id.0),
            payload: &frozen,
            beneficiaries: &[],
            reason: &reason,
        };
        let approval = propose(work, proposal).await?;
        let number = number(work, 'B');
        let args = args![id, number, self.node, &reason, approval, work.actor.person, work.now];
        work.tx.run(sql::ADD_BATCH, args).await?;
        work.because(reason);
        Ok(id)
    }
}

impl Command for ReleaseBatch {
    const NAME: &'static str = "volunteers.release-batch";
    type House = Volunteers;
    type Answer = BatchId;

    async fn run(&self, _: &Volunteers, work: &mut Work<'_>) -> Outcome<BatchId> {
        let (request, frozen) =
            decide::<Frozen>(work, self.approval, KIND, EXCHANGERS, self.approve, self.reason.trim()).await?;
        let batch =
            request.object_id.map(BatchId).ok_or_else(|| Fail::Fault("a batch request without a batch".into()))?;
        work.about("batch", batch, request.node);
        let state = if frozen.is_some() { BatchState::Released } else { BatchState::Refused };
        let args = args![batch, state.code(), work.actor.person, work.now];
        if work.tx.run(sql::BATCH_DECIDED, args).await? != 1 {
            return Err(Refusal::conflict(no::BATCH_CLOSED).into());
        }
        if frozen.is_none() {
            work.tx.run(sql::OUT_OF_BATCH, args![batch]).await?;
        }
        Ok(batch)
    }
}

impl Command for ExportBatch {
    const NAME: &'static str = "volunteers.export-batch";
    type House = Volunteers;
    type Answer = usize;

    async fn run(&self, house: &Volunteers, work: &mut Work<'_>) -> Outcome<usize> {
        let batch: Option<Batch> = work.tx.row(sql::BATCH, args![self.batch]).await?;
        let batch = batch.filter(|batch| work.actor.may(EXCHANGERS, batch.node)).ok_or(Refusal::not_found())?;
        work.about("batch", batch.id, batch.node);
        if batch.state != BatchState::Released {
            return Err(Refusal::conflict(no::BATCH_CLOSED).into());
        }
        let requests: Vec<RequestRecord> = work.tx.rows(sql::OF_BATCH, args![batch.id]).await?;
        let mut persons: Vec<PersonId> = requests.iter().map(|request| request.person).collect();
        persons.sort_unstable();
        persons.dedup();
        house.people.note_looks(work, &persons, &batch.reason).await?;
        work.because(batch.reason);
        Ok(persons.len())
    }
}

impl Volunteers {
    /// Takes the file of a released batch: its lines, unmasked; the looks are on record before anything is opened.
    ///
    /// # Errors
    /// Not found, `volunteers.batch-closed`.
    pub async fn export_batch(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        batch: BatchId,
    ) -> Outcome<(Batch, Vec<BatchLine>)> {
        execute(self, &self.core, actor, key, ExportBatch { batch }).await?;
        let mut tx = self.core.db.snapshot().await?;
        let found: Batch = tx.one(sql::BATCH, args![batch]).await?;
        // A key that is known answers from the record: access is asked again before anything is opened.
        if !actor.may(EXCHANGERS, found.node) {
            return Err(Refusal::not_found().into());
        }
        let requests: Vec<RequestRecord> = tx.rows(sql::OF_BATCH, args![batch]).await?;
        let persons: Vec<PersonId> = requests.iter().map(|request| request.person).collect();
        let names = self.people.identities(&mut tx, &persons).await?;
        let lines = requests.into_iter().filter_map(|request| {
            let who = names.iter().find(|who| who.person == request.person)?;
            let kind = Check::parse(&request.kind)?;
            Some(BatchLine { number: request.number, kind, name: who.name.clone(), id_no: who.id_no.clone() })
        });
        Ok((found, lines.collect()))
    }
}
