//! Questions about the register: how far each place has come, lists and pages of entries, files, bad rows and doubles.
//! Everything is masked but the cells of a bad row, which whoever repairs it must read.

use crate::access::{self, WORKERS, may_see, territory};
use crate::commands::opened;
use crate::house::Outreach;
use crate::model::*;
use crate::seal::{open, row_place};
use crate::sheet::{Cell, Field, guess};
use crate::store::{self, EntryRecord, ImportRecord, PairRecord, RowRecord};
use std::collections::{BTreeSet, HashMap};
use tb_db::{Arg, Tx, args};
use tb_kernel::{
    Actor, Cursor, Day, Fail, ImportId, Level, Node, Outcome, OutreachId, Page, PageSize, PersonId, Refusal,
};
use tb_people::{IdNumber, PersonFacts, PersonName, Phone};
use tb_policy::Trait;
use tb_policy::rules::recipient_classes;
use uuid::Uuid;

/// Doubles shown at once.
const PAIRS_MAX: i64 = 50;

impl Outreach {
    /// How far a part of the territory has come: in all, and each place right below it.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn progress(&self, actor: &Actor, node: Node) -> Outcome<(Progress, Vec<Progress>)> {
        let mut tx = self.core.db.read();
        let mut places: Vec<Progress> = Vec::new();
        for part in territory(actor, Some(node), self.city)? {
            let below = match node.level() {
                Level::Province | Level::City => 1_000_000i64,
                Level::District => 1_000,
                Level::Street | Level::Community => 1,
            };
            let (low, high) = part.range();
            places.extend(tx.rows::<Progress>(store::PROGRESS, args![low, high, below]).await?);
        }
        let mut all = Progress::none(node);
        places.iter().for_each(|place| all.add(place));
        Ok((all, places))
    }

    /// Entries of the territory, newest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn entries(
        &self,
        actor: &Actor,
        filter: &EntryFilter,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<EntryRow>> {
        let nodes = territory(actor, filter.node, self.city)?;
        let Some((statement, wanted)) = self.search(filter.search.as_deref()) else {
            return Ok(Page { rows: Vec::new(), next: None });
        };
        let start = after.unwrap_or(Cursor { key: i64::MAX, id: Uuid::max() });
        let (state, has) = (filter.state.map_or("", EntryState::code), filter.has.map_or("", Trait::code));
        let mut tx = self.core.db.snapshot().await?;
        let mut records: Vec<EntryRecord> = Vec::new();
        for node in nodes {
            let (low, high) = node.range();
            let mut args = args![low, high, start.key, start.id, state, has, size.rows() + 1];
            args.extend(wanted.clone());
            records.extend(tx.rows::<EntryRecord>(statement, args).await?);
        }
        records.sort_by_key(|entry| std::cmp::Reverse((entry.surveyed_at, entry.id)));
        let page = Page::cut(records, size, |entry| Cursor { key: entry.surveyed_at.0, id: entry.id.0 });
        let rows = self.rows_of(&mut tx, page.rows).await?;
        Ok(Page { rows, next: page.next })
    }

    fn search(&self, typed: Option<&str>) -> Option<(&'static str, Vec<Arg>)> {
        let typed = crate::check::narrow(typed.unwrap_or_default());
        if typed.is_empty() {
            return Some((store::LIST, Vec::new()));
        }
        if let Ok(id_no) = IdNumber::as_written(&typed, self.core.now().day()) {
            return Some((store::LIST_BY_IDENTITY, args![self.people.identity_index(&id_no)]));
        }
        if let Ok(phone) = Phone::parse(&typed) {
            return Some((store::LIST_BY_PHONE, args![self.people.phone_index(&phone)]));
        }
        let name = PersonName::parse(&typed).ok()?;
        Some((store::LIST_BY_NAME, args![self.people.name_index(&name)]))
    }

    async fn rows_of(&self, tx: &mut Tx, records: Vec<EntryRecord>) -> Outcome<Vec<EntryRow>> {
        let ids: Vec<PersonId> = records.iter().filter_map(|entry| entry.person).collect();
        let persons: HashMap<PersonId, PersonFacts> =
            self.people.facts(tx, &ids).await?.into_iter().map(|facts| (facts.id, facts)).collect();
        let today = self.core.now().day();
        records.iter().map(|entry| self.row_of(entry, &persons, today)).collect()
    }

    fn row_of(&self, entry: &EntryRecord, persons: &HashMap<PersonId, PersonFacts>, today: Day) -> Outcome<EntryRow> {
        let profile = self.profile_of(entry)?;
        let facts = entry.person.and_then(|id| persons.get(&id));
        let traits: BTreeSet<Trait> = match facts {
            Some(facts) => facts.traits.clone(),
            None => entry.traits.split(',').filter_map(Trait::parse).collect(),
        };
        let age = facts.map(|f| f.age(today)).or(profile.as_ref().map(|p| today.age_since(p.id_no.birth())));
        let version = self.policies.at(entry.node, today).map_err(Refusal::from)?;
        let classes = age.map(|age| recipient_classes(&version, age, &traits)).unwrap_or_default();
        let name = profile.as_ref().map(|p| p.name.masked());
        Ok(EntryRow {
            id: entry.id,
            state: entry.state,
            node: entry.node,
            masked_name: name.or(facts.map(|f| f.masked_name.clone())).unwrap_or_else(|| "—".into()),
            sex: profile.as_ref().map(|p| p.id_no.sex()).or(facts.map(|f| f.sex)),
            age,
            classes: classes.iter().map(|class| class.code.clone()).collect(),
            traits,
            reason: entry.reason.as_deref().and_then(DeclineReason::parse),
            person: entry.person,
            surveyed_at: entry.surveyed_at,
            changed_at: entry.changed_at,
        })
    }

    fn profile_of(&self, entry: &EntryRecord) -> Outcome<Option<Profile>> {
        let sealed = entry.profile.as_deref().zip(entry.wrapped.as_deref());
        sealed.map(|(sealed, wrapped)| self.open_profile(entry.id.0, entry.version, wrapped, sealed)).transpose()
    }

    /// One entry.
    ///
    /// # Errors
    /// Not found.
    pub async fn entry(&self, actor: &Actor, id: OutreachId) -> Outcome<EntryView> {
        let mut tx = self.core.db.snapshot().await?;
        self.entry_in(&mut tx, actor, id).await
    }

    async fn entry_in(&self, tx: &mut Tx, actor: &Actor, id: OutreachId) -> Outcome<EntryView> {
        let found: Option<EntryRecord> = tx.row(store::ENTRY, args![id]).await?;
        let entry = found.ok_or(Refusal::not_found())?;
        may_see(actor, entry.node)?;
        let profile = self.profile_of(&entry)?;
        let pairs: (i64,) = tx.one(store::PAIRS_OF, args![id]).await?;
        let node = entry.node;
        let version = self.policies.at(node, self.core.now().day()).map_err(Refusal::from)?;
        let row = self.rows_of(tx, vec![entry.clone()]).await?.pop().ok_or(Refusal::not_found())?;
        let all = &version.parameters.recipients.classes;
        let class_names = all.iter().filter(|class| row.classes.contains(&class.code)).cloned().collect();
        Ok(EntryView {
            area: self.places.full_name(node),
            id_no: profile.as_ref().map(|p| p.id_no.masked()),
            phone: profile.as_ref().and_then(|p| p.phone.as_ref()).map(Phone::masked),
            has_address: profile.as_ref().is_some_and(|p| !p.address.is_empty()),
            has_emergency: profile.as_ref().is_some_and(|p| p.emergency.iter().any(|text| !text.is_empty())),
            informed_at: entry.informed_at,
            willing_at: entry.willing_at,
            registered_at: entry.registered_at,
            declined_at: entry.declined_at,
            version: entry.version,
            pairs: pairs.0,
            class_names,
            row,
        })
    }

    /// The files of the territory, newest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn imports(&self, actor: &Actor, after: Option<Cursor>, size: PageSize) -> Outcome<Page<ImportView>> {
        let start = after.unwrap_or(Cursor { key: i64::MAX, id: Uuid::max() });
        let mut tx = self.core.db.snapshot().await?;
        let mut records: Vec<ImportRecord> = Vec::new();
        for node in territory(actor, None, self.city)? {
            let (low, high) = node.range();
            let args = args![low, high, start.key, start.id, size.rows() + 1];
            records.extend(tx.rows::<ImportRecord>(store::IMPORTS, args).await?);
        }
        records.sort_by_key(|import| std::cmp::Reverse((import.made_at, import.id)));
        let page = Page::cut(records, size, |import| Cursor { key: import.made_at.0, id: import.id.0 });
        let mut rows = Vec::with_capacity(page.rows.len());
        for import in page.rows {
            rows.push(self.import_view(&mut tx, &import).await?);
        }
        Ok(Page { rows, next: page.next })
    }

    /// One file and how far it is.
    ///
    /// # Errors
    /// Not found.
    pub async fn import(&self, actor: &Actor, id: ImportId) -> Outcome<ImportView> {
        let mut tx = self.core.db.snapshot().await?;
        let found: Option<ImportRecord> = tx.row(store::IMPORT, args![id]).await?;
        let import = found.ok_or(Refusal::not_found())?;
        may_see(actor, import.node)?;
        self.import_view(&mut tx, &import).await
    }

    async fn import_view(&self, tx: &mut Tx, import: &ImportRecord) -> Outcome<ImportView> {
        let sealed = opened(self, import)?;
        let open: (i64,) = tx.one(store::BAD_OPEN, args![import.id]).await?;
        let columns = sealed.as_ref().map(|sealed| columns(import.kind, import.state, sealed)).unwrap_or_default();
        let rows = sealed.as_ref().and_then(|sealed| i64::try_from(sealed.rows).ok()).filter(|rows| *rows > 0);
        Ok(ImportView {
            id: import.id,
            kind: import.kind,
            node: import.node,
            state: import.state,
            file: sealed.map(|sealed| sealed.file),
            columns,
            rows_seen: import.rows_seen,
            added: import.added,
            updated: import.updated,
            unchanged: import.unchanged,
            bad: import.bad,
            open: open.0,
            paired: import.paired,
            reason: import.reason.clone(),
            made_by: import.made_by,
            made_at: import.made_at,
            started_at: import.started_at,
            ended_at: import.ended_at,
            percent: match import.state {
                ImportState::Done => Some(100),
                _ => rows.filter(|_| import.started_at.is_some()).map(|rows| (import.rows_seen * 100 / rows).min(100)),
            },
        })
    }

    /// Rows of a file that wait for repair, in the order of the file, after a row number.
    ///
    /// # Errors
    /// Not found.
    pub async fn bad_rows(&self, actor: &Actor, import: ImportId, after: i64, rows: i64) -> Outcome<Vec<BadRowView>> {
        let mut tx = self.core.db.snapshot().await?;
        let found: Option<ImportRecord> = tx.row(store::IMPORT, args![import]).await?;
        let import = found.ok_or(Refusal::not_found())?;
        access::may_do(actor, WORKERS, import.node)?;
        let rows: Vec<RowRecord> = tx.rows(store::BAD_ROWS, args![import.id, after, rows.clamp(1, 200)]).await?;
        rows.iter().map(|row| self.bad_row_view(&import, row)).collect()
    }

    /// One such row.
    ///
    /// # Errors
    /// Not found.
    pub async fn bad_row(&self, actor: &Actor, id: Uuid) -> Outcome<(ImportView, BadRowView)> {
        let mut tx = self.core.db.snapshot().await?;
        let found: Option<RowRecord> = tx.row(store::BAD_ROW, args![id]).await?;
        let row = found.ok_or(Refusal::not_found())?;
        let import: Option<ImportRecord> = tx.row(store::IMPORT, args![row.import]).await?;
        let import = import.ok_or(Refusal::not_found())?;
        access::may_do(actor, WORKERS, import.node)?;
        let view = self.bad_row_view(&import, &row)?;
        Ok((self.import_view(&mut tx, &import).await?, view))
    }

    fn bad_row_view(&self, import: &ImportRecord, row: &RowRecord) -> Outcome<BadRowView> {
        let values: Vec<(Field, Cell)> = match row.cells.as_deref().zip(import.wrapped.as_deref()) {
            Some((cells, wrapped)) => {
                let key = self.key_of(import.id.0, wrapped)?;
                open(&key, &row_place(&import.id.0, &row.row_number.to_be_bytes()), cells)?
            }
            None => Vec::new(),
        };
        let fault = |told: &str| told.split_once('=').map(|(field, code)| (field.to_owned(), code.to_owned()));
        Ok(BadRowView {
            id: row.id,
            import: row.import,
            number: row.row_number,
            state: row.state,
            faults: row.faults.split(';').filter_map(fault).collect(),
            cells: values.into_iter().map(|(field, cell)| (field, cell.text().to_owned())).collect(),
        })
    }

    /// Doubles that wait for a decision, oldest first, and how many there are.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn pairs(&self, actor: &Actor, node: Option<Node>) -> Outcome<(Vec<PairView>, i64)> {
        let mut tx = self.core.db.snapshot().await?;
        let (mut records, mut all): (Vec<PairRecord>, i64) = (Vec::new(), 0);
        for node in territory(actor, node, self.city)? {
            let (low, high) = node.range();
            let count: (i64,) = tx.one(store::PAIRS_COUNT, args![low, high]).await?;
            all += count.0;
            records.extend(tx.rows::<PairRecord>(store::PAIRS_OPEN, args![low, high, PAIRS_MAX]).await?);
        }
        let mut views = Vec::with_capacity(records.len());
        for pair in records {
            let a = self.entry_in(&mut tx, &Actor::system(), pair.a).await?;
            let b = self.entry_in(&mut tx, &Actor::system(), pair.b).await?;
            views.push(PairView {
                id: pair.id,
                why: pair.why,
                state: pair.state,
                found_at: pair.found_at,
                a: Box::new(a),
                b: Box::new(b),
            });
        }
        Ok((views, all))
    }
}

/// What the mapping page shows of each column; once it runs, only what each was read as.
fn columns(kind: ImportKind, state: ImportState, sealed: &crate::commands::Sealed) -> Vec<ColumnView> {
    let guessed = if sealed.mapping.is_empty() { guesses(kind, &sealed.head.headings) } else { sealed.mapping.clone() };
    let sample = |at: usize| {
        let texts = sealed.head.samples.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.text().to_owned());
        texts.filter(|text| !text.is_empty()).take(3).collect::<Vec<_>>()
    };
    let shown = |at: usize| if state == ImportState::Mapping { sample(at) } else { Vec::new() };
    let titles = sealed.head.headings.iter().enumerate();
    titles
        .map(|(at, heading)| ColumnView {
            heading: heading.clone(),
            field: guessed.get(at).copied().flatten(),
            samples: shown(at),
        })
        .collect()
}

/// A guess for each column; the first column that means something has it.
fn guesses(kind: ImportKind, headings: &[String]) -> Vec<Option<Field>> {
    let mut taken = BTreeSet::new();
    let guessed = headings.iter().map(|heading| guess(heading).filter(|field| field.fits(kind)));
    guessed.map(|field| field.filter(|field| field.repeats() || taken.insert(*field))).collect()
}

impl Outreach {
    /// Reads a file's top and keeps it sealed, for somebody to say what its columns mean.
    ///
    /// # Errors
    /// `outreach.file-…` at the field `file`; not found, `outreach.not-allowed`.
    pub async fn upload(
        self: &std::sync::Arc<Self>,
        actor: &Actor,
        key: &tb_journal::Key,
        kind: ImportKind,
        node: Node,
        name: &str,
        bytes: Vec<u8>,
    ) -> Outcome<ImportId> {
        if bytes.is_empty() {
            return Err(crate::refusals::at("file", crate::refusals::FILE_MISSING));
        }
        access::may_do(actor, WORKERS, node)?;
        let (bytes, read) = tokio::task::spawn_blocking(move || {
            let read = crate::sheet::head(&bytes);
            (bytes, read)
        })
        .await
        .map_err(Fail::fault)?;
        let (head, rows) = read.map_err(|error| crate::refusals::at("file", error.code()))?;
        let file = name.chars().take(120).collect();
        let sealed = crate::commands::Sealed { file, head, mapping: Vec::new(), rows };
        let digest = tb_crypto::digest(&[&bytes]);
        self.run(actor, key, crate::commands::Upload { kind, node, digest, sealed, bytes }).await
    }
}
