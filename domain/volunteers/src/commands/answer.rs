//! `volunteers.record-answer`: what a register said about one request goes on the person's record, once.

use crate::house::Volunteers;
use crate::model::*;
use crate::store::{self as sql, RequestRecord};
use serde::Serialize;
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{CheckId, Fail, Outcome, Refusal};
use tb_people::{CheckSource, NewVerification};
use tb_policy::Check;

/// One answer from the network.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RecordAnswer {
    pub(crate) request: CheckId,
    pub(crate) said: Said,
}

impl Command for RecordAnswer {
    const NAME: &'static str = "volunteers.record-answer";
    type House = Volunteers;
    type Answer = bool;

    async fn run(&self, house: &Volunteers, work: &mut Work<'_>) -> Outcome<bool> {
        let held: Option<RequestRecord> = work.tx.row(sql::REQUEST_HELD, args![self.request]).await?;
        let request = held.ok_or(Refusal::not_found())?;
        work.about("person", request.person, request.node);
        if matches!(request.state, RequestState::Answered | RequestState::Failed) {
            return Ok(false);
        }
        let check = verification(&request, &self.said, CheckSource::Gateway)?;
        house.people.record_checks(work, &[check]).await?;
        answered(work, &request, &self.said).await?;
        Ok(true)
    }
}

pub(super) async fn answered(work: &mut Work<'_>, request: &RequestRecord, said: &Said) -> Outcome<()> {
    let args = args![request.id, said.result.code(), said.checked_on, work.now];
    work.tx.run(sql::ANSWERED, args).await?;
    Ok(())
}

/// The check that an answer is.
pub(super) fn verification(request: &RequestRecord, said: &Said, source: CheckSource) -> Outcome<NewVerification> {
    let kind = Check::parse(&request.kind).ok_or_else(|| Fail::Fault(format!("no check {}", request.kind)))?;
    Ok(NewVerification {
        person: request.person,
        kind,
        result: said.result,
        source,
        reference: request.number.clone(),
        score: None,
        checked_on: said.checked_on,
        origin: Some(request.id.0),
    })
}
