//! Questions about elders: assessments, finding them by identity, all of them in order.

use crate::access;
use crate::commands::assessor_place;
use crate::model::*;
use crate::people::People;
use crate::store::elder::{self as sql, AssessmentRecord, KnownRecord};
use std::collections::HashMap;
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{Actor, Day, Outcome, PersonId, Refusal};
use tb_policy::AbilityLevel;
use tb_policy::rules::Category;
use uuid::Uuid;

impl People {
    /// An elder's assessments, newest first, with the categories of today: one's own, or of somebody in the territory.
    ///
    /// # Errors
    /// Not found.
    pub async fn assessments(&self, actor: &Actor, person: PersonId) -> Outcome<(Vec<Assessment>, Vec<Category>)> {
        let mut tx = self.core.db.snapshot().await?;
        let facts = self.facts_of_one(&mut tx, person).await?;
        access::may_see(actor, person, facts.node)?;
        let records: Vec<AssessmentRecord> = tx.rows(sql::ASSESSMENTS_OF, args![person]).await?;
        let key = self.data_keys(&mut tx, &[person]).await?.remove(&person).ok_or(Refusal::not_found())?;
        let today = self.core.now().day();
        let version = self.rules_at(facts.node, self.core.now())?;
        let views = records.iter().filter_map(|record| {
            let assessor = key.open(&assessor_place(&record.id), &record.assessor).unwrap_or_default();
            Some(Assessment {
                id: record.id,
                level: AbilityLevel::parse(&record.level)?,
                assessed_on: record.assessed_on,
                valid_until: record.valid_until,
                assessor: String::from_utf8(assessor).unwrap_or_default(),
                imported: record.imported,
                entered_at: record.entered_at,
                withdrawn: record.withdrawn_at.is_some(),
            })
        });
        Ok((views.collect(), facts.on_file.categories(&version, facts.age(today), today)))
    }

    /// Who is known under these identities (see [`People::identity_index`]), by the digest.
    ///
    /// # Errors
    /// A fault only.
    pub async fn known_by_identity(
        &self,
        tx: &mut Tx,
        indexes: &[[u8; 32]],
    ) -> Outcome<HashMap<Vec<u8>, KnownIdentity>> {
        let keys = indexes.iter().map(|index| Arg::from(*index)).collect();
        let rows: Vec<KnownRecord> = tx.rows_in(sql::KNOWN, vec![], keys).await?;
        let known = rows.into_iter().map(|row| {
            let elder = row.elder > 0;
            (row.id_index, KnownIdentity { person: row.id, node: row.node, elder, name_index: row.name_index })
        });
        Ok(known.collect())
    }

    /// The digest of a person's identity number.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn identity_of(&self, tx: &mut Tx, person: PersonId) -> Result<Option<Vec<u8>>, DbError> {
        let row: Option<(Vec<u8>,)> = tx.row(sql::IDENTITY_OF, args![person]).await?;
        Ok(row.map(|(index,)| index))
    }

    /// The next active elders after a person, in the order of their ids: for jobs that go through all of them.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn elders_after(&self, tx: &mut Tx, after: PersonId, rows: i64) -> Result<Vec<PersonId>, DbError> {
        let rows: Vec<(PersonId,)> = tx.rows(sql::ELDERS_AFTER, args![after, rows]).await?;
        Ok(rows.into_iter().map(|(person,)| person).collect())
    }
}

/// The assessment that counts, of each person who has one.
pub(super) async fn assessments_of(
    tx: &mut Tx,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, (AbilityLevel, Day)>, DbError> {
    let keys = ids.iter().map(|id| Arg::from(*id)).collect();
    let records: Vec<AssessmentRecord> = tx.rows_in(sql::ASSESSMENTS, vec![], keys).await?;
    let known = |r: AssessmentRecord| Some((r.person, (AbilityLevel::parse(&r.level)?, r.valid_until)));
    Ok(records.into_iter().filter_map(known).collect())
}

/// Nobody: where a walk through all elders begins.
pub const BEFORE_ALL: PersonId = PersonId(Uuid::nil());
