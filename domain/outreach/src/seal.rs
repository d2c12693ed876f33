//! Sealing of entries, imports and rows, and the keyed digests by which entries are found. A sealed value is bound to its
//! table, column, row and version.

use crate::house::Outreach;
use crate::model::{Draft, Profile};
use serde::{Serialize, de::DeserializeOwned};
use tb_crypto::DataKey;
use tb_kernel::{Fail, Outcome};
use uuid::Uuid;

/// The digests an entry is found by.
pub(crate) struct Digests {
    pub(crate) id: [u8; 32],
    pub(crate) twin: [u8; 32],
    pub(crate) call: Option<[u8; 32]>,
    pub(crate) phone: Option<[u8; 32]>,
    pub(crate) name: [u8; 32],
    pub(crate) content: [u8; 32],
}

impl Outreach {
    /// Identity, telephone and name have the digests that people uses, so that both registers find each other.
    pub(crate) fn digests(&self, draft: &Draft) -> Outcome<Digests> {
        let p = &draft.profile;
        let name = self.people.name_index(&p.name);
        let hex = tb_crypto::hex(&name);
        let twin = self.keys.blind("outreach.twin", &format!("{hex}|{}", p.id_no.birth()));
        let call = p.phone.as_ref().map(|phone| self.keys.blind("outreach.call", &format!("{hex}|{}", phone.text())));
        let traits: Vec<&str> = draft.traits.iter().map(|one| one.code()).collect();
        let whole = serde_json::to_string(&(p, draft.node, traits)).map_err(Fail::fault)?;
        Ok(Digests {
            id: self.people.identity_index(&p.id_no),
            twin,
            call,
            phone: p.phone.as_ref().map(|phone| self.people.phone_index(phone)),
            name,
            content: self.keys.blind("outreach.content", &whole),
        })
    }

    pub(crate) fn new_key(&self, owner: Uuid) -> (DataKey, Vec<u8>) {
        self.keys.new_data_key(owner.as_bytes(), &self.core.entropy)
    }

    pub(crate) fn key_of(&self, owner: Uuid, wrapped: &[u8]) -> Outcome<DataKey> {
        self.keys
            .open_data_key(owner.as_bytes(), wrapped)
            .map_err(|_| Fail::Fault(format!("the key of {owner} in the outreach register could not be opened")))
    }

    pub(crate) fn seal<T: Serialize>(&self, key: &DataKey, place: &[&[u8]], value: &T) -> Outcome<Vec<u8>> {
        let plain = serde_json::to_vec(value).map_err(Fail::fault)?;
        Ok(key.seal(place, &plain, &self.core.entropy))
    }

    pub(crate) fn open_profile(&self, id: Uuid, version: i64, wrapped: &[u8], sealed: &[u8]) -> Outcome<Profile> {
        open(&self.key_of(id, wrapped)?, &entry_place(&id, &version.to_be_bytes()), sealed)
    }
}

pub(crate) fn open<T: DeserializeOwned>(key: &DataKey, place: &[&[u8]], sealed: &[u8]) -> Outcome<T> {
    let plain = key.open(place, sealed).map_err(|_| Fail::Fault("a sealed value of outreach does not open".into()))?;
    serde_json::from_slice(&plain).map_err(|_| Fail::Fault("a sealed value of outreach cannot be read".into()))
}

pub(crate) fn entry_place<'a>(id: &'a Uuid, version: &'a [u8; 8]) -> [&'a [u8]; 4] {
    [b"outreach_entry", b"profile", id.as_bytes(), version]
}
pub(crate) fn head_place(id: &Uuid) -> [&[u8]; 3] {
    [b"outreach_import", b"head", id.as_bytes()]
}
pub(crate) fn part_place<'a>(id: &'a Uuid, part: &'a [u8; 8]) -> [&'a [u8]; 4] {
    [b"outreach_file", b"bytes", id.as_bytes(), part]
}
pub(crate) fn row_place<'a>(import: &'a Uuid, number: &'a [u8; 8]) -> [&'a [u8]; 4] {
    [b"outreach_bad_row", b"cells", import.as_bytes(), number]
}
