//! What somebody may know of how their data is used: consents with receipts, changes, wishes for correction, marks.

use crate::access::{self, REVIEWERS};
use crate::commands::open_words;
use crate::model::*;
use crate::people::People;
use crate::store::person as persons;
use crate::store::privacy as sql;
use std::collections::{HashMap, HashSet};
use tb_crypto::DataKey;
use tb_db::{Arg, Tx, args};
use tb_kernel::{Actor, Channel, CorrectionId, Cursor, Fail, Node, Outcome, Page, PageSize, PersonId, Refusal};
use uuid::Uuid;

/// Receipts and wishes of one person shown at once.
const ROWS_MAX: i64 = 200;

impl People {
    /// Who of `ids` allows the purpose today: the text that counts now was agreed to and not withdrawn. Whatever uses
    /// such data asks here, in its own transaction.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn consented(&self, tx: &mut Tx, purpose: Purpose, ids: &[PersonId]) -> Outcome<HashSet<PersonId>> {
        let rows: Vec<sql::ConsentRow> = tx.rows_in(sql::CONSENTS_NOW, vec![], keys(ids)).await?;
        let counts =
            |row: &sql::ConsentRow| row.purpose == purpose && row.given && row.text_version == purpose.version();
        Ok(rows.into_iter().filter(counts).map(|row| row.person).collect())
    }

    /// Where each purpose that the city offers stands, for the person and for staff who may see the person.
    ///
    /// # Errors
    /// Not found.
    pub async fn consent_standings(&self, actor: &Actor, id: PersonId) -> Outcome<Vec<ConsentStanding>> {
        let mut tx = self.core.db.snapshot().await?;
        let node = self.seen_node(&mut tx, actor, id).await?;
        let rows: Vec<sql::ConsentRow> = tx.rows_in(sql::CONSENTS_NOW, vec![], args![id]).await?;
        let offered = self.rules_at(node, self.core.now())?.parameters.consents.purposes.clone();
        let standing = |purpose: &Purpose| {
            let row = rows.iter().find(|row| row.purpose == *purpose);
            let current = row.is_some_and(|row| row.text_version == purpose.version());
            ConsentStanding {
                purpose: *purpose,
                version: purpose.version(),
                given: row.is_some_and(|row| row.given) && current,
                outdated: row.is_some_and(|row| row.given) && !current,
                at: row.map(|row| row.at),
            }
        };
        // What was given once can be taken back, also where the city no longer offers it.
        let known = |purpose: &&Purpose| {
            offered.iter().any(|used| used.code() == purpose.code())
                || rows.iter().any(|row| row.purpose == **purpose && row.given)
        };
        Ok(Purpose::ALL.iter().filter(known).map(standing).collect())
    }

    /// The receipts of a person, newest first.
    ///
    /// # Errors
    /// Not found.
    pub async fn consent_receipts(&self, actor: &Actor, id: PersonId) -> Outcome<Vec<ConsentReceipt>> {
        let mut tx = self.core.db.snapshot().await?;
        self.seen_node(&mut tx, actor, id).await?;
        let rows: Vec<sql::ReceiptRow> = tx.rows(sql::RECEIPTS, args![id, ROWS_MAX]).await?;
        let names = self.names(&mut tx, rows.iter().filter_map(|row| row.given_through)).await?;
        let receipt = |row: sql::ReceiptRow| ConsentReceipt {
            id: row.id,
            purpose: row.purpose,
            version: row.text_version,
            given: row.act == "given",
            at: row.at,
            channel: Channel::parse(&row.channel).unwrap_or(Channel::System),
            through: row.given_through.and_then(|by| names.get(&by).cloned()),
        };
        Ok(rows.into_iter().map(receipt).collect())
    }

    /// What was changed in somebody's data, newest first: before and after for the person alone, the fields for staff.
    ///
    /// # Errors
    /// Not found.
    pub async fn profile_changes(
        &self,
        actor: &Actor,
        id: PersonId,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<ProfileChange>> {
        let mut tx = self.core.db.snapshot().await?;
        self.seen_node(&mut tx, actor, id).await?;
        let start = after.unwrap_or(Cursor { key: i64::MAX, id: Uuid::max() });
        let rows: Vec<sql::ChangeRow> = tx.rows(sql::CHANGES, args![id, start.key, start.id, size.rows() + 1]).await?;
        let page = Page::cut(rows, size, |row| Cursor { key: row.at.0, id: row.id });
        let own = actor.person == Some(id) && !access::is_official(actor);
        let key = if own { self.data_keys(&mut tx, &[id]).await?.remove(&id) } else { None };
        let names = self.names(&mut tx, page.rows.iter().filter_map(|row| row.by_person)).await?;
        Ok(page.map(|row| change_view(row, key.as_ref(), &names)))
    }

    /// The same with before and after, for an export that has been recorded.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub(crate) async fn changes_in_full(&self, tx: &mut Tx, id: PersonId) -> Outcome<Vec<ProfileChange>> {
        let args = args![id, i64::MAX, Uuid::max(), i64::from(i32::MAX)];
        let rows: Vec<sql::ChangeRow> = tx.rows(sql::CHANGES, args).await?;
        let key = self.data_keys(tx, &[id]).await?.remove(&id);
        let names = self.names(tx, rows.iter().filter_map(|row| row.by_person)).await?;
        Ok(rows.into_iter().map(|row| change_view(row, key.as_ref(), &names)).collect())
    }

    /// The moves of a person between communities, oldest first.
    ///
    /// # Errors
    /// Not found.
    pub async fn moves(&self, actor: &Actor, id: PersonId) -> Outcome<Vec<ProfileChange>> {
        let mut tx = self.core.db.snapshot().await?;
        self.seen_node(&mut tx, actor, id).await?;
        let rows: Vec<sql::ChangeRow> = tx.rows(sql::MOVES, args![id]).await?;
        let names = self.names(&mut tx, rows.iter().filter_map(|row| row.by_person)).await?;
        Ok(rows.into_iter().map(|row| change_view(row, None, &names)).collect())
    }

    /// Wishes of one person, newest first; the words for the person alone.
    ///
    /// # Errors
    /// Not found.
    pub async fn corrections_of(&self, actor: &Actor, id: PersonId) -> Outcome<Vec<CorrectionView>> {
        let mut tx = self.core.db.snapshot().await?;
        self.seen_node(&mut tx, actor, id).await?;
        let rows: Vec<sql::CorrectionRow> = tx.rows(sql::CORRECTIONS_OF, args![id, ROWS_MAX]).await?;
        let own = actor.person == Some(id) && !access::is_official(actor);
        self.correction_views(&mut tx, actor, rows, own).await
    }

    /// Wishes that wait in a territory, oldest first; nobody's words.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn open_corrections(&self, actor: &Actor, node: Node) -> Outcome<Vec<CorrectionView>> {
        if !actor.may(REVIEWERS, node) {
            return Err(Refusal::not_found().into());
        }
        let mut tx = self.core.db.snapshot().await?;
        let (low, high) = node.range();
        let rows: Vec<sql::CorrectionRow> = tx.rows(sql::CORRECTIONS_OPEN, args![low, high, ROWS_MAX]).await?;
        self.correction_views(&mut tx, actor, rows, false).await
    }

    /// One wish of the territory, without its words: they are read by opening it.
    ///
    /// # Errors
    /// Not found.
    pub async fn correction(&self, actor: &Actor, id: CorrectionId) -> Outcome<CorrectionView> {
        let mut tx = self.core.db.snapshot().await?;
        let row: Option<sql::CorrectionRow> = tx.row(sql::CORRECTION, args![id]).await?;
        let row = row.filter(|row| actor.may(access::READERS, row.node)).ok_or(Refusal::not_found())?;
        let views = self.correction_views(&mut tx, actor, vec![row], false).await?;
        views.into_iter().next().ok_or_else(|| Refusal::not_found().into())
    }

    /// One wish with its words, after it was opened.
    pub(crate) async fn correction_opened(&self, id: CorrectionId) -> Outcome<CorrectionView> {
        let mut tx = self.core.db.snapshot().await?;
        let row: Option<sql::CorrectionRow> = tx.row(sql::CORRECTION, args![id]).await?;
        let row = row.ok_or(Refusal::not_found())?;
        let views = self.correction_views(&mut tx, &Actor::system(), vec![row], true).await?;
        views.into_iter().next().ok_or_else(|| Refusal::not_found().into())
    }

    pub(crate) async fn correction_views(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        rows: Vec<sql::CorrectionRow>,
        words: bool,
    ) -> Outcome<Vec<CorrectionView>> {
        let whose: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
        let keys = if words { self.data_keys(tx, &whose).await? } else { HashMap::new() };
        let names = self.names(tx, whose).await?;
        let view = |row: sql::CorrectionRow| {
            let open = |column: &str, sealed: &Option<Vec<u8>>| {
                open_words(keys.get(&row.person)?, column, row.id, sealed.as_deref()?)
            };
            CorrectionView {
                wish: open("wish", &row.wish),
                answer: open("answer", &row.answer),
                id: row.id,
                person: row.person,
                masked_name: names.get(&row.person).cloned().unwrap_or_default(),
                node: row.node,
                about: row.about,
                state: row.state,
                asked_at: row.asked_at,
                channel: Channel::parse(&row.channel).unwrap_or(Channel::System),
                decided_at: row.decided_at,
                may_decide: row.state == CorrectionState::Open
                    && actor.may(REVIEWERS, row.node)
                    && row.asked_by != actor.person
                    && actor.person != Some(row.person),
            }
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// What has become of persons; those to whom nothing has happened are left out.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn marks(&self, tx: &mut Tx, ids: &[PersonId]) -> Outcome<HashMap<PersonId, Marked>> {
        let rows: Vec<Marked> = tx.rows_in(sql::MARKS, vec![], keys(ids)).await?;
        Ok(rows.into_iter().map(|row| (row.person, row)).collect())
    }

    /// Pairs of one name who share a telephone or a community and may be one person, as far as the actor reviews there.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn alike(&self, actor: &Actor, node: Node, limit: i64) -> Outcome<Vec<Alike>> {
        if !actor.may(REVIEWERS, node) {
            return Err(Refusal::not_found().into());
        }
        let mut tx = self.core.db.snapshot().await?;
        let (low, high) = node.range();
        let pairs: Vec<(PersonId, PersonId)> = tx.rows(sql::ALIKE, args![low, high, limit]).await?;
        let ids: Vec<PersonId> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let persons: HashMap<PersonId, crate::seal::Person> =
            self.load(&mut tx, &ids).await?.into_iter().map(|person| (person.id(), person)).collect();
        let mut found = Vec::new();
        for (a, b) in &pairs {
            let (Some(one), Some(two)) = (persons.get(a), persons.get(b)) else { continue };
            let signs = crate::rules::signs_of_one(one, two);
            // A name and a community are shared by many; something more must agree.
            if signs.len() > 1 {
                found.push(Alike { a: super::shown(one), b: super::shown(two), signs });
            }
        }
        found.sort_by_key(|pair| std::cmp::Reverse(pair.signs.len()));
        Ok(found)
    }

    async fn seen_node(&self, tx: &mut Tx, actor: &Actor, id: PersonId) -> Outcome<Node> {
        let node = *self.nodes(tx, &[id]).await?.get(&id).ok_or(Refusal::not_found())?;
        access::may_see(actor, id, node)?;
        Ok(node)
    }

    async fn names(&self, tx: &mut Tx, ids: impl IntoIterator<Item = PersonId>) -> Outcome<HashMap<PersonId, String>> {
        let mut ids: Vec<PersonId> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(self.display(tx, &ids).await?.into_iter().map(|shown| (shown.id, shown.masked_name)).collect())
    }
}

fn keys(ids: &[PersonId]) -> Vec<Arg> {
    ids.iter().map(|id| Arg::from(*id)).collect()
}

fn change_view(row: sql::ChangeRow, key: Option<&DataKey>, names: &HashMap<PersonId, String>) -> ProfileChange {
    let context: [&[u8]; 3] = [b"profile_change", b"sealed", row.id.as_bytes()];
    let plain = key.zip(row.sealed.as_deref()).and_then(|(key, sealed)| key.open(&context, sealed).ok());
    ProfileChange {
        id: row.id,
        at: row.at,
        by: row.by_person.map(|by| names.get(&by).cloned().unwrap_or_default()),
        channel: Channel::parse(&row.channel).unwrap_or(Channel::System),
        fields: row.fields.split(',').filter_map(Field::parse).collect(),
        from: row.from_node,
        to: row.to_node,
        values: plain.and_then(|plain| serde_json::from_slice(&plain).ok()).unwrap_or_default(),
    }
}

/// Everything the slice keeps about one person, in the clear: for an export that has been recorded.
#[derive(serde::Serialize)]
pub struct KeptAboutPerson {
    pub handle: String,
    pub name: String,
    pub id_no: String,
    pub birth: tb_kernel::Day,
    pub phone: Option<String>,
    pub area: String,
    pub address: String,
    pub home: Option<(f64, f64)>,
    pub emergency: Option<String>,
    pub registered_at: tb_kernel::Instant,
    pub changes: Vec<ProfileChange>,
    pub corrections: Vec<CorrectionView>,
    pub mark: Option<Marked>,
}

impl People {
    /// What this slice holds about a person in the clear, in the transaction that recorded the export. The rest is read
    /// through the questions that pages ask.
    ///
    /// # Errors
    /// Not found.
    pub async fn kept_in_full(&self, tx: &mut Tx, id: PersonId) -> Outcome<KeptAboutPerson> {
        let person = self.load_one(tx, id).await?.ok_or(Refusal::not_found())?;
        let changes = self.changes_in_full(tx, id).await?;
        let rows: Vec<sql::CorrectionRow> = tx.rows(sql::CORRECTIONS_OF, args![id, ROWS_MAX]).await?;
        let corrections = self.correction_views(tx, &Actor::system(), rows, true).await?;
        let mark = self.marks(tx, &[id]).await?.remove(&id);
        let crate::seal::Person { record, profile } = person;
        let emergency = profile.emergency.map(|e| format!("{} · {} · {}", e.name.text(), e.relation, e.phone.text()));
        Ok(KeptAboutPerson {
            handle: record.handle,
            name: profile.name.text().to_owned(),
            birth: profile.id_no.birth(),
            id_no: profile.id_no.text().to_owned(),
            phone: profile.phone.map(|phone| phone.text().to_owned()),
            area: self.places.full_name(record.node),
            address: profile.address,
            home: profile.home.map(|home| (home.lon(), home.lat())),
            emergency,
            registered_at: record.created_at,
            changes,
            corrections,
            mark,
        })
    }

    /// True when nothing that identifies the person is left.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn is_erased(&self, tx: &mut Tx, id: PersonId) -> Result<bool, Fail> {
        let known: Vec<(PersonId, Vec<u8>)> = tx.rows_in(persons::KEYS, vec![], args![id]).await?;
        Ok(known.is_empty())
    }
}
