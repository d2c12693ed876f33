//! `outreach.repair-row`, `outreach.leave-out-row`: a row that could not be read is put right on the page, or left out.

use super::entry::take_in;
use super::import::assess_one;
use crate::access::{self, WORKERS};
use crate::check::{Values, narrow};
use crate::house::Outreach;
use crate::model::{EntryInput, ImportKind, RowState};
use crate::refusals as no;
use crate::sheet::{Cell, Field};
use crate::store::{self, ImportRecord, RowRecord};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{Outcome, Refusal};
use tb_policy::Trait;
use uuid::Uuid;

/// The row as it should have been, by field.
#[derive(Clone, Serialize, Deserialize)]
pub struct RepairRow {
    pub row: Uuid,
    pub values: BTreeMap<Field, String>,
}

impl std::fmt::Debug for RepairRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RepairRow({})", self.row)
    }
}

/// A row that will not come into the register.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeaveOutRow {
    pub row: Uuid,
}

impl Command for RepairRow {
    const NAME: &'static str = "outreach.repair-row";
    type House = Outreach;
    type Answer = ();

    async fn run(&self, house: &Outreach, work: &mut Work<'_>) -> Outcome<()> {
        let (row, import) = held(work, self.row).await?;
        match import.kind {
            ImportKind::Register => {
                take_in(house, work, &self.input(), import.node, Some(import.id.0)).await?;
            }
            ImportKind::Assessments => {
                let values = self.values.iter().map(|(field, text)| (*field, Cell::of_text(text)));
                let values = Values(values.filter(|(_, cell)| !cell.is_blank()).collect());
                assess_one(house, work, &values, import.node).await?;
            }
        }
        decided(work, &row, RowState::Repaired).await
    }
}

impl RepairRow {
    fn input(&self) -> EntryInput {
        let text = |field: Field| self.values.get(&field).cloned().unwrap_or_default();
        let said = narrow(&text(Field::Traits));
        EntryInput {
            name: text(Field::Name),
            id_no: text(Field::IdNo),
            phone: text(Field::Phone),
            community: text(Field::Community),
            street: text(Field::Street),
            address: text(Field::Address),
            emergency_name: text(Field::EmergencyName),
            emergency_phone: text(Field::EmergencyPhone),
            emergency_relation: text(Field::EmergencyRelation),
            traits: said.split(',').filter_map(Trait::parse).collect(),
            willing: text(Field::Willing),
        }
    }
}

impl Command for LeaveOutRow {
    const NAME: &'static str = "outreach.leave-out-row";
    type House = Outreach;
    type Answer = ();

    async fn run(&self, _: &Outreach, work: &mut Work<'_>) -> Outcome<()> {
        let (row, _) = held(work, self.row).await?;
        decided(work, &row, RowState::LeftOut).await
    }
}

async fn held(work: &mut Work<'_>, id: Uuid) -> Outcome<(RowRecord, ImportRecord)> {
    let found: Option<RowRecord> = work.tx.row(store::BAD_ROW_HELD, args![id]).await?;
    let row = found.ok_or(Refusal::not_found())?;
    let import: Option<ImportRecord> = work.tx.row(store::IMPORT, args![row.import]).await?;
    let import = import.ok_or(Refusal::not_found())?;
    access::may_do(work.actor, WORKERS, import.node)?;
    work.about("outreach-import", import.id, import.node);
    if row.state != RowState::Open {
        return Err(Refusal::conflict(no::ROW_DECIDED).into());
    }
    Ok((row, import))
}

async fn decided(work: &mut Work<'_>, row: &RowRecord, state: RowState) -> Outcome<()> {
    work.tx.run(store::BAD_DECIDED, args![row.id, state.code(), work.actor.person, work.now]).await?;
    work.tx.run(store::FORGET_IMPORT, args![row.import]).await?;
    Ok(())
}
