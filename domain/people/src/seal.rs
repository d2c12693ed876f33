//! Sealing and opening. A profile is bound to its table, column, row and version, so that a sealed value copied to
//! another row, or an older one put back, does not open. Digests for lookup are keyed: equal values can be found,
//! nothing can be read.

use crate::model::{IdNumber, PersonName, Phone, Profile};
use crate::people::People;
use crate::store::person::PersonRecord;
use std::collections::HashMap;
use tb_crypto::DataKey;
use tb_db::{Arg, Tx};
use tb_kernel::{Day, Fail, Outcome, PersonId};

/// A person with the profile opened.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) record: PersonRecord,
    pub(crate) profile: Profile,
}

impl Person {
    pub(crate) fn id(&self) -> PersonId {
        self.record.id
    }
    pub(crate) fn birth(&self) -> Day {
        self.profile.id_no.birth()
    }
}

fn place(id: PersonId, version: i64) -> [Vec<u8>; 4] {
    [b"person".to_vec(), b"profile".to_vec(), id.0.as_bytes().to_vec(), version.to_be_bytes().to_vec()]
}
fn parts(place: &[Vec<u8>; 4]) -> Vec<&[u8]> {
    place.iter().map(Vec::as_slice).collect()
}

impl People {
    pub(crate) fn seal_profile(
        &self,
        key: &DataKey,
        id: PersonId,
        version: i64,
        profile: &Profile,
    ) -> Outcome<Vec<u8>> {
        let plain = serde_json::to_vec(profile).map_err(Fail::fault)?;
        Ok(key.seal(&parts(&place(id, version)), &plain, &self.core.entropy))
    }

    pub(crate) fn key_of(&self, person: PersonId, wrapped: &[u8]) -> Outcome<DataKey> {
        self.keys
            .open_data_key(person.0.as_bytes(), wrapped)
            .map_err(|_| Fail::Fault(format!("the key of person {person} could not be opened")))
    }

    /// Opens what is stored.
    ///
    /// # Errors
    /// [`Fail::Fault`] when the value was not sealed for this row and version.
    pub(crate) fn open(&self, record: PersonRecord) -> Outcome<Person> {
        let key = self.key_of(record.id, &record.wrapped)?;
        let plain = key
            .open(&parts(&place(record.id, record.version)), &record.profile)
            .map_err(|_| Fail::Fault(format!("the profile of person {} could not be opened", record.id)))?;
        let profile = serde_json::from_slice(&plain)
            .map_err(|_| Fail::Fault(format!("the profile of person {} cannot be read", record.id)))?;
        Ok(Person { record, profile })
    }

    /// Persons by id, in the order asked for; unknown ones are left out.
    pub(crate) async fn load(&self, tx: &mut Tx, ids: &[PersonId]) -> Outcome<Vec<Person>> {
        let keys = ids.iter().map(|id| Arg::from(*id)).collect();
        let records: Vec<PersonRecord> = tx.rows_in(crate::store::person::PERSONS, vec![], keys).await?;
        let mut persons = Vec::with_capacity(records.len());
        for record in records {
            persons.push(self.open(record)?);
        }
        let place: HashMap<PersonId, usize> = ids.iter().enumerate().rev().map(|(at, id)| (*id, at)).collect();
        persons.sort_by_key(|person| place.get(&person.id()).copied());
        Ok(persons)
    }

    pub(crate) async fn load_one(&self, tx: &mut Tx, id: PersonId) -> Outcome<Option<Person>> {
        Ok(self.load(tx, &[id]).await?.pop())
    }

    /// The keyed digest this is found by, also in other registers of the house.
    pub fn identity_index(&self, id_no: &IdNumber) -> [u8; 32] {
        self.keys.blind("person.id", id_no.text())
    }
    /// The keyed digest this is found by, also in other registers of the house.
    pub fn phone_index(&self, phone: &Phone) -> [u8; 32] {
        self.keys.blind("person.phone", phone.text())
    }
    /// The keyed digest this is found by, also in other registers of the house.
    pub fn name_index(&self, name: &PersonName) -> [u8; 32] {
        self.keys.blind("person.name", &name.for_index())
    }
}
