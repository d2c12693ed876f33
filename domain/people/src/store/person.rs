//! Persons, their keys, links, consents, looks.

use crate::model::{Edition, Language, LinkState, LookPurpose, Said, TextSize};
use tb_kernel::{Instant, LinkId, Node, PersonId};
use uuid::Uuid;

/// A person as stored: sealed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct PersonRecord {
    pub(crate) id: PersonId,
    pub(crate) handle: String,
    pub(crate) node: Node,
    pub(crate) cell: i64,
    pub(crate) profile: Vec<u8>,
    pub(crate) version: i64,
    pub(crate) wrapped: Vec<u8>,
    pub(crate) phone_index: Option<Vec<u8>>,
    pub(crate) name_index: Vec<u8>,
    pub(crate) card_version: i64,
    pub(crate) language: Language,
    pub(crate) edition: Edition,
    pub(crate) text_size: TextSize,
    pub(crate) created_at: Instant,
}

macro_rules! persons {
    ($rest:literal) => {
        concat!(
            "select p.id, p.handle, p.node, p.cell, p.profile, p.version, k.wrapped, p.phone_index, p.name_index,
             p.card_version, p.language, p.edition, p.text_size, p.created_at
             from person p join person_key k on k.person = p.id where ",
            $rest
        )
    };
}
/// $1 … $7: low, high, before (at, id), kind, state, rows; `$rest` narrows further by $8.
macro_rules! listed {
    ($rest:literal) => {
        concat!(
            "select p.id, p.handle, p.node, p.cell, p.profile, p.version, k.wrapped, p.phone_index, p.name_index,
             p.card_version, p.language, p.edition, p.text_size, p.created_at
             from person p join person_key k on k.person = p.id
             where p.node between $1 and $2 and (p.created_at < $3 or (p.created_at = $3 and p.id < $4))
             and (($5 = '' and $6 = '') or exists (select e.id from enrolment e where e.person = p.id
                  and ($5 = '' or e.kind = $5) and ($6 = '' or e.state = $6)))",
            $rest,
            " order by p.created_at desc, p.id desc limit $7"
        )
    };
}

pub(crate) const PERSONS: &str = persons!("p.id {in}");
pub(crate) const PERSON_HELD: &str = "select id, version from person where id = $1 {lock}";
pub(crate) const BY_IDENTITY: &str = persons!("p.id_index = $1");
/// Those who may sign in with a telephone: nobody who died, was merged, cannot act, or is gone.
pub(crate) const BY_PHONE: &str = persons!(
    "p.phone_index = $1 and not exists (select 1 from person_mark m where m.person = p.id and m.mark <> 'left')
     order by p.created_at, p.id"
);
pub(crate) const BY_HANDLE: &str = persons!("p.handle = $1");
pub(crate) const HANDLE_TAKEN: &str = "select id from person where handle = $1";
pub(crate) const LIST: &str = listed!("");
pub(crate) const LIST_BY_IDENTITY: &str = listed!(" and p.id_index = $8");
pub(crate) const LIST_BY_PHONE: &str = listed!(" and p.phone_index = $8");
pub(crate) const LIST_BY_NAME: &str = listed!(" and p.name_index = $8");
pub(crate) const LIST_BY_HANDLE: &str = listed!(" and p.handle = $8");
pub(crate) const ACTIVE_IN_CELLS: &str = "select p.id from person p
    join enrolment e on e.person = p.id and e.kind = $1 and e.state = 'active' where p.cell {in}
    order by p.id limit $2";
pub(crate) const KEYS: &str = "select person, wrapped from person_key where person {in}";
pub(crate) const CARD: &str = "select card_version from person where id = $1";
pub(crate) const NODES: &str = "select id, node from person where id {in}";

pub(crate) const ADD_PERSON: &str =
    "insert into person (id, handle, node, cell, profile, version, id_index, phone_index,
    name_index, card_version, language, edition, text_size, created_at, created_by)
    values ($1, $2, $3, $4, $5, 1, $6, $7, $8, 1, $9, $10, $11, $12, $13)";
pub(crate) const ADD_KEY: &str = "insert into person_key (person, wrapped) values ($1, $2)";
/// Guarded by the version it was read with.
pub(crate) const RESEALED: &str = "update person set profile = $3, version = version + 1, node = $4, cell = $5,
    phone_index = $6, name_index = $7 where id = $1 and version = $2";
pub(crate) const PREFER: &str = "update person set language = $2, edition = $3, text_size = $4 where id = $1";
pub(crate) const NEW_CARD: &str = "update person set card_version = card_version + 1 where id = $1";

pub(crate) const ADD_CONSENT: &str =
    "insert into consent (id, person, document, at, channel, given_through) values ($1, $2, $3, $4, $5, $6)";
pub(crate) const CONSENTS: &str = "select document, at from consent where person = $1 order by at desc, id desc";

/// A link as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LinkRecord {
    pub(crate) id: LinkId,
    pub(crate) a: PersonId,
    pub(crate) b: PersonId,
    pub(crate) kind: String,
    pub(crate) state: LinkState,
    pub(crate) made_by: Option<PersonId>,
    pub(crate) incapacity: bool,
    pub(crate) said_a: Option<Said>,
    pub(crate) said_b: Option<Said>,
}

macro_rules! links {
    ($rest:literal) => {
        concat!("select id, a, b, kind, state, made_by, incapacity, said_a, said_b from link where ", $rest)
    };
}
pub(crate) const LINK_HELD: &str = links!("id = $1 {lock}");
pub(crate) const LINK_KNOWN: &str =
    links!("a = $1 and b = $2 and kind = $3 and state in ('claimed', 'reviewed', 'active')");
pub(crate) const LINKS_OF: &str =
    links!("(a = $1 or b = $1) and state in ('claimed', 'reviewed', 'active') order by made_at, id");
pub(crate) const LINKS_BETWEEN: &str =
    links!("((a = $1 and b = $2) or (a = $2 and b = $1)) and state = 'active' order by made_at, id");
pub(crate) const LINKS_ACTIVE_A: &str = links!("state = 'active' and a {in}");
pub(crate) const LINKS_ACTIVE_B: &str = links!("state = 'active' and b {in}");
pub(crate) const LINKS_CLAIMED: &str = "select l.id, l.a, l.b, l.kind, l.state, l.made_by, l.incapacity,
    l.said_a, l.said_b from link l join person p on p.id = l.a where l.state = 'claimed' and p.node between $1 and $2
    order by l.made_at, l.id limit $3";
pub(crate) const ADD_LOOK: &str = "insert into look (id, person, at, looker, role, node, purpose, reason, subject)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LookRecord {
    pub(crate) id: Uuid,
    pub(crate) at: Instant,
    pub(crate) looker: Option<PersonId>,
    pub(crate) role: Option<String>,
    pub(crate) node: Option<Node>,
    pub(crate) purpose: LookPurpose,
    pub(crate) reason: String,
    pub(crate) subject: Option<Uuid>,
}
pub(crate) const LOOKS: &str = "select id, at, looker, role, node, purpose, reason, subject from look
    where person = $1 and (at < $2 or (at = $2 and id < $3)) order by at desc, id desc limit $4";

/// How many persons somebody revealed since.
pub(crate) const LOOKS_BY: &str = "select cast(count(*) as bigint) from look
    where looker = $1 and at > $2 and purpose = 'reveal'";

pub(crate) const LOOKED_TODAY: &str = "select cast(count(*) as bigint) from look
    where person = $1 and looker = $2 and subject = $3 and purpose = $4 and at > $5";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    PERSONS,
    LOOKED_TODAY,
    PERSON_HELD,
    BY_IDENTITY,
    BY_PHONE,
    BY_HANDLE,
    HANDLE_TAKEN,
    LIST,
    LIST_BY_IDENTITY,
    LIST_BY_PHONE,
    LIST_BY_NAME,
    LIST_BY_HANDLE,
    ACTIVE_IN_CELLS,
    KEYS,
    CARD,
    NODES,
    ADD_PERSON,
    ADD_KEY,
    RESEALED,
    PREFER,
    NEW_CARD,
    ADD_CONSENT,
    CONSENTS,
    LINK_HELD,
    LINK_KNOWN,
    LINKS_OF,
    LINKS_BETWEEN,
    LINKS_ACTIVE_A,
    LINKS_ACTIVE_B,
    LINKS_CLAIMED,
    ADD_LOOK,
    LOOKS,
    LOOKS_BY,
];
