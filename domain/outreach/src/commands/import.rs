//! A spreadsheet's way in: `outreach.upload` keeps it sealed, `outreach.start-import` says what its columns mean,
//! `outreach.import-batch` takes some hundred rows in (the background job runs it, once for each batch, by its key),
//! `outreach.cancel-import` stops it; what was taken in stays.

use super::absorb::{Absorbed, absorb};
use super::entry::refused;
use crate::access::{self, OFFICERS, WORKERS};
use crate::check::{self, Communities, Faults, Values};
use crate::house::Outreach;
use crate::model::{AssessmentDraft, ImportKind, ImportState};
use crate::refusals as no;
use crate::seal::{head_place, open, part_place, row_place};
use crate::sheet::{Field, Head, Row};
use crate::store::{self, ImportRecord};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tb_db::{Arg, args};
use tb_journal::{Command, Work};
use tb_kernel::{Day, Fail, ImportId, Node, Outcome, Refusal};
use tb_people::{AssessmentInput, KnownIdentity};
use uuid::Uuid;

/// Bytes of a sealed piece of a file.
pub(crate) const PART_BYTES: usize = 1024 * 1024;

/// What an import's own key seals about it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sealed {
    pub(crate) file: String,
    pub(crate) head: Head,
    /// What each column is read as; empty until a person has said so.
    pub(crate) mapping: Vec<Option<Field>>,
    pub(crate) rows: u64,
}

/// A file comes in. The bytes are no part of the record; their digest is.
#[derive(Serialize)]
pub(crate) struct Upload {
    pub(crate) kind: ImportKind,
    pub(crate) node: Node,
    pub(crate) digest: [u8; 32],
    #[serde(skip)]
    pub(crate) sealed: Sealed,
    #[serde(skip)]
    pub(crate) bytes: Vec<u8>,
}

impl Command for Upload {
    const NAME: &'static str = "outreach.upload";
    type House = Outreach;
    type Answer = ImportId;

    async fn run(&self, house: &Outreach, work: &mut Work<'_>) -> Outcome<ImportId> {
        let roles = if self.kind == ImportKind::Register { WORKERS } else { OFFICERS };
        access::may_do(work.actor, roles, self.node)?;
        if !house.places.contains(self.node) {
            return Err(no::at("node", "people.unknown-place"));
        }
        let id: ImportId = work.id();
        work.about("outreach-import", id, self.node);
        let (key, wrapped) = house.new_key(id.0);
        let head = house.seal(&key, &head_place(&id.0), &self.sealed)?;
        let size = i64::try_from(self.bytes.len()).unwrap_or(i64::MAX);
        let below = i64::try_from(self.sealed.head.below).unwrap_or(i64::MAX);
        let row = args![
            id,
            self.kind.code(),
            self.node,
            head,
            wrapped,
            self.digest,
            size,
            below,
            work.actor.person,
            work.now
        ];
        work.tx.run(store::ADD_IMPORT, row).await?;
        for (part, bytes) in (0i64..).zip(self.bytes.chunks(PART_BYTES)) {
            let sealed = key.seal(&part_place(&id.0, &part.to_be_bytes()), bytes, work.entropy);
            work.tx.run(store::ADD_PART, args![id, part, sealed]).await?;
        }
        Ok(id)
    }
}

/// A person says what the columns mean, and the import begins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StartImport {
    pub import: ImportId,
    /// One for each column; none: not read.
    pub mapping: Vec<Option<Field>>,
}

impl Command for StartImport {
    const NAME: &'static str = "outreach.start-import";
    type House = Outreach;
    type Answer = ();

    async fn run(&self, house: &Outreach, work: &mut Work<'_>) -> Outcome<()> {
        let import = held(work, self.import).await?;
        let (ImportState::Mapping, Some(mut sealed)) = (import.state, opened(house, &import)?) else {
            return Err(Refusal::conflict(no::NOT_MAPPING).into());
        };
        check_mapping(import.kind, &self.mapping, sealed.head.headings.len())?;
        sealed.mapping.clone_from(&self.mapping);
        let wrapped = import.wrapped.as_deref().unwrap_or_default();
        let head = house.seal(&house.key_of(import.id.0, wrapped)?, &head_place(&import.id.0), &sealed)?;
        work.tx.run(store::STARTED, args![import.id, head, work.now]).await?;
        Ok(())
    }
}

/// Nothing that is needed is missing, nothing that is one thing stands twice.
fn check_mapping(kind: ImportKind, mapping: &[Option<Field>], columns: usize) -> Result<(), Refusal> {
    let chosen: Vec<Field> = mapping.iter().take(columns).flatten().copied().filter(|field| field.fits(kind)).collect();
    let needed: &[Field] = match kind {
        ImportKind::Register => &[Field::Name, Field::IdNo],
        ImportKind::Assessments => &[Field::IdNo, Field::Level, Field::AssessedOn],
    };
    if needed.iter().any(|field| !chosen.contains(field)) {
        return Err(Refusal::invalid().field("mapping", no::MAPPING_MISSING));
    }
    let mut seen = BTreeSet::new();
    if chosen.iter().any(|field| !field.repeats() && !seen.insert(*field)) {
        return Err(Refusal::invalid().field("mapping", no::MAPPING_TWICE));
    }
    Ok(())
}

/// Stops an import that has not ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CancelImport {
    pub import: ImportId,
}

impl Command for CancelImport {
    const NAME: &'static str = "outreach.cancel-import";
    type House = Outreach;
    type Answer = ();

    async fn run(&self, _: &Outreach, work: &mut Work<'_>) -> Outcome<()> {
        let import = held(work, self.import).await?;
        if !matches!(import.state, ImportState::Mapping | ImportState::Running) {
            return Err(Refusal::conflict(no::NOT_RUNNING).into());
        }
        end(work, import.id, ImportState::Cancelled, None).await
    }
}

/// Some rows of a file. The key names the first row, so a batch that came in once comes in once.
#[derive(Serialize)]
pub(crate) struct ImportBatch {
    pub(crate) import: ImportId,
    pub(crate) rows: Vec<Row>,
    /// The file ends here.
    pub(crate) last: bool,
}

impl Command for ImportBatch {
    const NAME: &'static str = "outreach.import-batch";
    type House = Outreach;
    /// False when the import no longer runs.
    type Answer = bool;

    async fn run(&self, house: &Outreach, work: &mut Work<'_>) -> Outcome<bool> {
        let found: Option<ImportRecord> = work.tx.row(store::IMPORT_HELD, args![self.import]).await?;
        let import = found.ok_or(Refusal::not_found())?;
        work.about("outreach-import", import.id, import.node);
        let (ImportState::Running, Some(sealed)) = (import.state, opened(house, &import)?) else { return Ok(false) };
        let next = import.next_row;
        let rows: Vec<&Row> = self.rows.iter().filter(|row| number(row) > next).collect();
        let mut tally = Tally::default();
        let mut bad: Vec<(&Row, Faults)> = Vec::new();
        match import.kind {
            ImportKind::Register => register_rows(house, work, &import, &sealed, &rows, &mut bad, &mut tally).await?,
            ImportKind::Assessments => assess_rows(house, work, &import, &sealed, &rows, &mut bad, &mut tally).await?,
        }
        // Each assessment said what it was about; the line is about the file.
        work.about("outreach-import", import.id, import.node);
        keep_bad(house, work, &import, &sealed, &bad).await?;
        tally.bad = i64::try_from(bad.len()).unwrap_or(i64::MAX);
        let reached = rows.last().map_or(next, |row| number(row));
        let seen = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let row = args![import.id, reached, seen, tally.added, tally.updated, tally.unchanged, tally.bad, tally.paired];
        work.tx.run(store::COUNTED, row).await?;
        if self.last {
            end(work, import.id, ImportState::Done, None).await?;
        }
        Ok(true)
    }
}

#[derive(Default)]
struct Tally {
    added: i64,
    updated: i64,
    unchanged: i64,
    bad: i64,
    paired: i64,
}

fn number(row: &Row) -> i64 {
    i64::try_from(row.number).unwrap_or(i64::MAX)
}

async fn register_rows<'r>(
    house: &Outreach,
    work: &mut Work<'_>,
    import: &ImportRecord,
    sealed: &Sealed,
    rows: &[&'r Row],
    bad: &mut Vec<(&'r Row, Faults)>,
    tally: &mut Tally,
) -> Outcome<()> {
    let communities = Communities::of(&house.places, import.node);
    let (mut drafts, mut sources) = (Vec::new(), Vec::new());
    for row in rows {
        let values = Values::of(&row.cells, &sealed.mapping);
        match check::read(&values, &communities, work.now.day()) {
            Ok(draft) => {
                drafts.push(draft);
                sources.push(*row);
            }
            Err(faults) => bad.push((row, faults)),
        }
    }
    let (outcomes, paired) = absorb(house, work, &drafts, Some(import.id.0)).await?;
    for (row, outcome) in sources.into_iter().zip(outcomes) {
        match outcome {
            Absorbed::Added(_) => tally.added += 1,
            Absorbed::Updated(_) => tally.updated += 1,
            Absorbed::Unchanged(_) => tally.unchanged += 1,
            Absorbed::Refused(field, code) => bad.push((row, vec![(field, code)])),
        }
    }
    tally.paired = paired;
    Ok(())
}

async fn assess_rows<'r>(
    house: &Outreach,
    work: &mut Work<'_>,
    import: &ImportRecord,
    sealed: &Sealed,
    rows: &[&'r Row],
    bad: &mut Vec<(&'r Row, Faults)>,
    tally: &mut Tally,
) -> Outcome<()> {
    let mut drafts: Vec<(&'r Row, AssessmentDraft)> = Vec::new();
    for row in rows {
        match check::read_assessment(&Values::of(&row.cells, &sealed.mapping), work.now.day()) {
            Ok(draft) => drafts.push((row, draft)),
            Err(faults) => bad.push((row, faults)),
        }
    }
    let ids: Vec<[u8; 32]> = drafts.iter().map(|(_, draft)| house.people.identity_index(&draft.id_no)).collect();
    let persons = house.people.known_by_identity(work.tx, &ids).await?;
    for ((row, draft), id) in drafts.into_iter().zip(ids) {
        let known = assessed(house, persons.get(id.as_slice()), &draft, import.node);
        let taken = match known {
            Ok(known) => house.people.assess_in(work, known.person, &input(&draft, work.now.day())).await?,
            Err((field, code)) => {
                bad.push((row, vec![(field, code)]));
                continue;
            }
        };
        if taken { tally.added += 1 } else { tally.unchanged += 1 }
    }
    Ok(())
}

/// Whoever was assessed is registered in this territory under this name.
fn assessed<'k>(
    house: &Outreach,
    known: Option<&'k KnownIdentity>,
    draft: &AssessmentDraft,
    within: Node,
) -> Result<&'k KnownIdentity, (Field, &'static str)> {
    let known = known.filter(|known| known.elder).ok_or((Field::IdNo, no::NOT_REGISTERED))?;
    if !within.covers(known.node) {
        return Err((Field::IdNo, no::NOT_REGISTERED));
    }
    match &draft.name {
        Some(name) if known.name_index != house.people.name_index(name) => Err((Field::Name, no::IDENTITY_MISMATCH)),
        _ => Ok(known),
    }
}

fn input(draft: &AssessmentDraft, _: Day) -> AssessmentInput {
    AssessmentInput {
        level: draft.level,
        assessed_on: draft.assessed_on,
        valid_until: draft.valid_until,
        assessor: draft.assessor.clone(),
        imported: true,
    }
}

/// One repaired line of a list of assessments.
pub(super) async fn assess_one(house: &Outreach, work: &mut Work<'_>, values: &Values, within: Node) -> Outcome<()> {
    let draft = check::read_assessment(values, work.now.day()).map_err(|faults| refused(&faults))?;
    let id = house.people.identity_index(&draft.id_no);
    let persons = house.people.known_by_identity(work.tx, &[id]).await?;
    let known = assessed(house, persons.get(id.as_slice()), &draft, within).map_err(|fault| refused(&vec![fault]))?;
    house.people.assess_in(work, known.person, &input(&draft, work.now.day())).await?;
    Ok(())
}

/// Rows that could not be taken wait, sealed, for somebody to put them right.
async fn keep_bad(
    house: &Outreach,
    work: &mut Work<'_>,
    import: &ImportRecord,
    sealed: &Sealed,
    bad: &[(&Row, Faults)],
) -> Outcome<()> {
    let Some(wrapped) = import.wrapped.as_deref().filter(|_| !bad.is_empty()) else { return Ok(()) };
    let key = house.key_of(import.id.0, wrapped)?;
    let mut rows: Vec<Vec<Arg>> = Vec::with_capacity(bad.len());
    for (row, faults) in bad {
        let values = Values::of(&row.cells, &sealed.mapping);
        let cells = house.seal(&key, &row_place(&import.id.0, &number(row).to_be_bytes()), &values.0)?;
        let told: Vec<String> = faults.iter().map(|(field, code)| format!("{}={code}", field.code())).collect();
        let id: Uuid = work.id();
        rows.push(args![id, import.id, number(row), "open", cells, told.join(";")]);
    }
    work.tx.insert(&store::ADD_BAD_ROWS, &rows).await?;
    Ok(())
}

/// What the import's own key sealed; none when the key is gone.
pub(crate) fn opened(house: &Outreach, import: &ImportRecord) -> Outcome<Option<Sealed>> {
    let Some((head, wrapped)) = import.head.as_deref().zip(import.wrapped.as_deref()) else { return Ok(None) };
    open(&house.key_of(import.id.0, wrapped)?, &head_place(&import.id.0), head).map(Some)
}

async fn held(work: &mut Work<'_>, id: ImportId) -> Outcome<ImportRecord> {
    let found: Option<ImportRecord> = work.tx.row(store::IMPORT_HELD, args![id]).await?;
    let import = found.ok_or(Refusal::not_found())?;
    access::may_do(work.actor, WORKERS, import.node)?;
    work.about("outreach-import", import.id, import.node);
    Ok(import)
}

/// The file goes; the key goes as soon as no row waits for it.
async fn end(work: &mut Work<'_>, id: ImportId, state: ImportState, reason: Option<&str>) -> Outcome<()> {
    work.tx.run(store::ENDED, args![id, state.code(), reason, work.now]).await?;
    work.tx.run(store::DROP_PARTS, args![id]).await?;
    work.tx.run(store::FORGET_IMPORT, args![id]).await?;
    Ok(())
}

/// A file that turned out to be broken further down ends its import; what was read stays.
#[derive(Serialize)]
pub(crate) struct FailImport {
    import: ImportId,
    reason: &'static str,
}

pub(crate) const fn fail_import(import: ImportId, reason: &'static str) -> FailImport {
    FailImport { import, reason }
}

impl Command for FailImport {
    const NAME: &'static str = "outreach.fail-import";
    type House = Outreach;
    type Answer = ();

    async fn run(&self, _: &Outreach, work: &mut Work<'_>) -> Outcome<()> {
        let import = held(work, self.import).await?;
        if import.state != ImportState::Running {
            return Err(Fail::Refused(Refusal::conflict(no::NOT_RUNNING)));
        }
        end(work, import.id, ImportState::Failed, Some(self.reason)).await
    }
}
