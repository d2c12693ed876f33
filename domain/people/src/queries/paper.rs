//! What a paper about somebody must name in full.

use crate::model::{IdNumber, PersonName};
use crate::people::People;
use tb_db::Tx;
use tb_kernel::{Outcome, PersonId, Refusal};

/// Name and identity number, unmasked: only for a paper that the person, or a clerk on their behalf, has made.
#[derive(Clone)]
pub struct OnPaper {
    pub name: PersonName,
    pub id_no: IdNumber,
}

impl People {
    /// For the paper a person asked for, in the caller's transaction; the caller's journal line says who had it made.
    ///
    /// # Errors
    /// Not found.
    pub async fn for_paper(&self, tx: &mut Tx, person: PersonId) -> Outcome<OnPaper> {
        let person = self.load_one(tx, person).await?.ok_or(Refusal::not_found())?;
        Ok(OnPaper { name: person.profile.name, id_no: person.profile.id_no })
    }
}
