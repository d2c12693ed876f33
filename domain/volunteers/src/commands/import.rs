//! `volunteers.import-results`: an answer comes back as a file. Good lines go on record; bad ones wait to be repaired
//! (`volunteers.repair-row`) or dropped (`volunteers.drop-row`). The same file may come in any number of times.

use super::EXCHANGERS;
use super::answer::{answered, verification};
use crate::house::Volunteers;
use crate::model::*;
use crate::refusals as no;
use crate::rules::{day_of, narrow, result_of};
use crate::store::{self as sql, RequestRecord};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{BatchId, Outcome, Refusal};
use tb_people::CheckSource;
use uuid::Uuid;

/// Takes in the lines of an answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportResults {
    pub batch: BatchId,
    pub rows: Vec<ResultRow>,
}

/// A line again, put right.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RepairRow {
    pub batch: BatchId,
    pub row: Uuid,
    pub number: String,
    pub result: String,
    pub day: String,
}

/// A line that means nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DropRow {
    pub batch: BatchId,
    pub row: Uuid,
}

/// The batch, its row held, when this actor may take answers in.
async fn held(work: &mut Work<'_>, id: BatchId) -> Outcome<Batch> {
    let turn: Option<(BatchId, i64)> = work.tx.row(sql::BATCH_TURN, args![id]).await?;
    turn.ok_or(Refusal::not_found())?;
    let batch: Batch = work.tx.one(sql::BATCH, args![id]).await?;
    if !work.actor.may(EXCHANGERS, batch.node) {
        return Err(Refusal::not_found().into());
    }
    work.about("batch", id, batch.node);
    if batch.state != BatchState::Released {
        return Err(Refusal::conflict(no::BATCH_CLOSED).into());
    }
    Ok(batch)
}

/// What a line comes to.
enum Read<'a> {
    New(&'a RequestRecord, Said),
    Known,
    Bad(&'static str),
}

fn read<'a>(row: &ResultRow, requests: &'a HashMap<&str, &'a RequestRecord>, today: tb_kernel::Day) -> Read<'a> {
    let number = narrow(&row.number).to_uppercase();
    let Some(request) = requests.get(number.as_str()) else { return Read::Bad(no::ROW_UNKNOWN) };
    let Some(result) = result_of(&row.result) else { return Read::Bad(no::ROW_RESULT) };
    let Some(day) = day_of(&row.day).filter(|day| *day <= today) else { return Read::Bad(no::ROW_DAY) };
    match (&request.result, request.state) {
        (Some(known), RequestState::Answered) if *known == result.code() && request.checked_on == Some(day) => {
            Read::Known
        }
        (_, RequestState::Answered) => Read::Bad(no::ROW_DIFFERS),
        _ => Read::New(request, Said { result, checked_on: day }),
    }
}

async fn take(house: &Volunteers, work: &mut Work<'_>, batch: BatchId, rows: &[ResultRow]) -> Outcome<Imported> {
    let requests: Vec<RequestRecord> = work.tx.rows(sql::OF_BATCH, args![batch]).await?;
    let by_number: HashMap<&str, &RequestRecord> = requests.iter().map(|r| (r.number.as_str(), r)).collect();
    let (mut done, mut checks, mut bad) = (Imported::default(), Vec::new(), Vec::new());
    let mut said_now: HashMap<&str, Said> = HashMap::new();
    for row in rows {
        let fault = match read(row, &by_number, work.now.day()) {
            Read::Known => {
                done.known += 1;
                continue;
            }
            Read::New(request, said) => match said_now.get(request.number.as_str()) {
                // Twice in one file: the same counts once, something else is for a person to look at.
                Some(before) if *before == said => {
                    done.known += 1;
                    continue;
                }
                Some(_) => no::ROW_DIFFERS,
                None => {
                    checks.push(verification(request, &said, CheckSource::Batch)?);
                    answered(work, request, &said).await?;
                    said_now.insert(&request.number, said);
                    done.taken += 1;
                    continue;
                }
            },
            Read::Bad(fault) => fault,
        };
        done.bad += 1;
        let id: Uuid = work.id();
        let short = |text: &str| text.chars().take(60).collect::<String>();
        bad.push(args![
            id,
            batch,
            row.line,
            short(&row.number),
            short(&row.result),
            short(&row.day),
            fault,
            "open",
            work.now
        ]);
    }
    house.people.record_checks(work, &checks).await?;
    work.tx.insert(&sql::ADD_ROW, &bad).await?;
    Ok(done)
}

impl Command for ImportResults {
    const NAME: &'static str = "volunteers.import-results";
    type House = Volunteers;
    type Answer = Imported;

    async fn run(&self, house: &Volunteers, work: &mut Work<'_>) -> Outcome<Imported> {
        let batch = held(work, self.batch).await?;
        work.tx.run(sql::FORGET_ROWS, args![batch.id]).await?;
        take(house, work, batch.id, &self.rows).await
    }
}

impl Command for RepairRow {
    const NAME: &'static str = "volunteers.repair-row";
    type House = Volunteers;
    type Answer = ();

    async fn run(&self, house: &Volunteers, work: &mut Work<'_>) -> Outcome<()> {
        let batch = held(work, self.batch).await?;
        let row: Option<BadRow> = work.tx.row(sql::ROW, args![self.row, batch.id]).await?;
        let row = row.ok_or(Refusal::conflict(no::ROW_CLOSED))?;
        let typed = ResultRow {
            line: row.line,
            number: self.number.clone(),
            result: self.result.clone(),
            day: self.day.clone(),
        };
        let requests: Vec<RequestRecord> = work.tx.rows(sql::OF_BATCH, args![batch.id]).await?;
        let by_number: HashMap<&str, &RequestRecord> = requests.iter().map(|r| (r.number.as_str(), r)).collect();
        if let Read::Bad(code) = read(&typed, &by_number, work.now.day()) {
            let field = match code {
                no::ROW_RESULT => "result",
                no::ROW_DAY => "day",
                _ => "number",
            };
            return Err(Refusal::invalid().field(field, code).into());
        }
        work.tx.run(sql::ROW_STATE, args![self.row, "repaired"]).await?;
        take(house, work, batch.id, &[typed]).await?;
        Ok(())
    }
}

impl Command for DropRow {
    const NAME: &'static str = "volunteers.drop-row";
    type House = Volunteers;
    type Answer = ();

    async fn run(&self, _: &Volunteers, work: &mut Work<'_>) -> Outcome<()> {
        let batch = held(work, self.batch).await?;
        let row: Option<BadRow> = work.tx.row(sql::ROW, args![self.row, batch.id]).await?;
        row.ok_or(Refusal::conflict(no::ROW_CLOSED))?;
        work.tx.run(sql::ROW_STATE, args![self.row, "dropped"]).await?;
        Ok(())
    }
}
