//! Consents, changes of personal data, wishes for correction, marks and bars; and what erasing takes away.

use crate::model::{CorrectionAbout, CorrectionState, Purpose};
use tb_kernel::{CorrectionId, Day, Instant, Node, PersonId};
use uuid::Uuid;

pub(crate) const ADD_RECEIPT: &str = "insert into consent_receipt (id, person, purpose, text_version, act, at, channel,
    given_through) values ($1, $2, $3, $4, $5, $6, $7, $8)";
pub(crate) const SET_CONSENT: &str = "insert into consent_now (person, purpose, text_version, given, at)
    values ($1, $2, $3, $4, $5) on conflict (person, purpose) do update set text_version = excluded.text_version,
    given = excluded.given, at = excluded.at";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ConsentRow {
    pub(crate) person: PersonId,
    pub(crate) purpose: Purpose,
    pub(crate) text_version: i64,
    pub(crate) given: bool,
    pub(crate) at: Instant,
}
pub(crate) const CONSENTS_NOW: &str =
    "select person, purpose, text_version, given, at from consent_now where person {in} order by person, purpose";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ReceiptRow {
    pub(crate) id: Uuid,
    pub(crate) purpose: Purpose,
    pub(crate) text_version: i64,
    pub(crate) act: String,
    pub(crate) at: Instant,
    pub(crate) channel: String,
    pub(crate) given_through: Option<PersonId>,
}
pub(crate) const RECEIPTS: &str = "select id, purpose, text_version, act, at, channel, given_through
    from consent_receipt where person = $1 order by at desc, id desc limit $2";

pub(crate) const ADD_CHANGE: &str = "insert into profile_change (id, person, at, by_person, channel, fields, from_node,
    to_node, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ChangeRow {
    pub(crate) id: Uuid,
    pub(crate) at: Instant,
    pub(crate) by_person: Option<PersonId>,
    pub(crate) channel: String,
    pub(crate) fields: String,
    pub(crate) from_node: Option<Node>,
    pub(crate) to_node: Option<Node>,
    pub(crate) sealed: Option<Vec<u8>>,
}
pub(crate) const CHANGES: &str = "select id, at, by_person, channel, fields, from_node, to_node, sealed
    from profile_change where person = $1 and (at < $2 or (at = $2 and id < $3)) order by at desc, id desc limit $4";
pub(crate) const MOVES: &str = "select id, at, by_person, channel, fields, from_node, to_node, sealed
    from profile_change where person = $1 and to_node is not null order by at, id limit 200";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct CorrectionRow {
    pub(crate) id: CorrectionId,
    pub(crate) person: PersonId,
    pub(crate) node: Node,
    pub(crate) about: CorrectionAbout,
    pub(crate) wish: Option<Vec<u8>>,
    pub(crate) asked_at: Instant,
    pub(crate) asked_by: Option<PersonId>,
    pub(crate) channel: String,
    pub(crate) state: CorrectionState,
    pub(crate) answer: Option<Vec<u8>>,
    pub(crate) decided_at: Option<Instant>,
}
macro_rules! corrections {
    ($rest:literal) => {
        concat!(
            "select id, person, node, about, wish, asked_at, asked_by, channel, state, answer, decided_at
             from correction where ",
            $rest
        )
    };
}
pub(crate) const ADD_CORRECTION: &str = "insert into correction (id, person, node, about, wish, asked_at, asked_by,
    channel, state) values ($1, $2, $3, $4, $5, $6, $7, $8, 'open')";
pub(crate) const CORRECTIONS_OF: &str = corrections!("person = $1 order by asked_at desc, id desc limit $2");
pub(crate) const CORRECTIONS_OPEN: &str =
    corrections!("state = 'open' and node between $1 and $2 order by asked_at, id limit $3");
pub(crate) const CORRECTION_HELD: &str = corrections!("id = $1 {lock}");
pub(crate) const CORRECTION: &str = corrections!("id = $1");
pub(crate) const OPEN_OF: &str = "select cast(count(*) as bigint) from correction where person = $1 and state = 'open'";
pub(crate) const CORRECTED: &str = "update correction set state = $2, answer = $3, decided_by = $4, decided_at = $5
    where id = $1 and state = 'open'";

/// Guarded by the version it was read with; the identity's digest moves along.
pub(crate) const REIDENTIFIED: &str = "update person set profile = $3, version = version + 1, id_index = $4,
    name_index = $5, cell = $6 where id = $1 and version = $2";

pub(crate) const MARK: &str = "insert into person_mark (person, mark, other, since) values ($1, $2, $3, $4)
    on conflict (person) do update set mark = excluded.mark, other = excluded.other, since = excluded.since";
pub(crate) const UNMARK: &str = "delete from person_mark where person = $1 and mark = $2";
pub(crate) const MARKS: &str = "select person, mark, other, since from person_mark where person {in}";

pub(crate) const SET_BAR: &str = "insert into person_bar (id_index, since, until_day, article, set_by)
    values ($1, $2, $3, $4, $5) on conflict (id_index) do update set since = excluded.since,
    until_day = excluded.until_day, article = excluded.article, set_by = excluded.set_by";
pub(crate) const LIFT_BAR: &str = "delete from person_bar where id_index = $1";
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct BarRow {
    pub(crate) until_day: Option<Day>,
    pub(crate) article: String,
}
pub(crate) const BAR: &str =
    "select until_day, article from person_bar where id_index = $1 and (until_day is null or until_day >= $2)";
/// Bars whose last day is long past.
pub(crate) const PRUNE_BARS: &str = "delete from person_bar where until_day is not null and until_day < $1";

pub(crate) const IDENTITY_INDEX: &str = "select id_index from person where id = $1";

/// Two persons of one name who share a telephone, or a community: candidates for being one.
pub(crate) const ALIKE: &str = "select a.id, b.id from person a
    join person b on b.name_index = a.name_index and b.id > a.id
    join person_key ka on ka.person = a.id join person_key kb on kb.person = b.id
    where a.node between $1 and $2 and (b.phone_index = a.phone_index or b.node = a.node)
    and not exists (select 1 from person_mark m where m.person = a.id or m.person = b.id)
    order by a.id, b.id limit $3";

// Erasing: what identifies goes, what counts stays.
pub(crate) const DROP_KEY: &str = "delete from person_key where person = $1";
pub(crate) const BLANK_PERSON: &str =
    "update person set profile = $2, version = version + 1, handle = $3, id_index = $4,
    name_index = $5, phone_index = null, cell = 0, node = $6 where id = $1";
pub(crate) const BLANK_ENROLMENTS: &str = "update enrolment set traits = '', claims = '', checks = '', reason = null
    where person = $1";
pub(crate) const BLANK_LINKS: &str = "update link set evidence = '', reason = null where a = $1 or b = $1";
pub(crate) const BLANK_CHANGES: &str = "update profile_change set sealed = null where person = $1";
pub(crate) const BLANK_CORRECTIONS: &str = "update correction set wish = null, answer = null where person = $1";
pub(crate) const BLANK_LOOKS: &str = "update look set reason = '' where person = $1";
pub(crate) const DROP_MESSAGES: &str = "delete from message where person = $1";
pub(crate) const DROP_SESSIONS: &str = "delete from session where person = $1";
pub(crate) const DROP_LICENCES: &str = "delete from qualification where person = $1";
pub(crate) const DROP_CONSENTS: &str = "delete from consent where person = $1";
pub(crate) const DROP_CONSENTS_NOW: &str = "delete from consent_now where person = $1";
pub(crate) const DROP_STAFF: &str = "delete from staff_user where person = $1";
pub(crate) const BLANK: &[&str] = &[
    DROP_KEY,
    BLANK_ENROLMENTS,
    BLANK_LINKS,
    BLANK_CHANGES,
    BLANK_CORRECTIONS,
    BLANK_LOOKS,
    DROP_MESSAGES,
    DROP_SESSIONS,
    DROP_LICENCES,
    DROP_CONSENTS,
    DROP_CONSENTS_NOW,
    DROP_STAFF,
];

pub(crate) const LINKS_ENDED_OF: &str =
    "update link set state = 'ended', reason = $2 where (a = $1 or b = $1) and state in ('claimed', 'active')";
pub(crate) const RUNNING_GRANTS: &str = "select cast(count(*) as bigint) from staff_grant
    where person = $1 and state in ('proposed', 'active') and (to_day is null or to_day >= $2)";
pub(crate) const REVOKE_ALL: &str = "update session set revoked_at = $2 where person = $1 and revoked_at is null";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    ADD_RECEIPT,
    SET_CONSENT,
    CONSENTS_NOW,
    RECEIPTS,
    ADD_CHANGE,
    CHANGES,
    MOVES,
    ADD_CORRECTION,
    CORRECTIONS_OF,
    CORRECTIONS_OPEN,
    CORRECTION_HELD,
    CORRECTION,
    OPEN_OF,
    CORRECTED,
    REIDENTIFIED,
    MARK,
    UNMARK,
    MARKS,
    SET_BAR,
    LIFT_BAR,
    BAR,
    PRUNE_BARS,
    IDENTITY_INDEX,
    ALIKE,
    BLANK_PERSON,
    DROP_KEY,
    BLANK_ENROLMENTS,
    BLANK_LINKS,
    BLANK_CHANGES,
    BLANK_CORRECTIONS,
    BLANK_LOOKS,
    DROP_MESSAGES,
    DROP_SESSIONS,
    DROP_LICENCES,
    DROP_CONSENTS,
    DROP_CONSENTS_NOW,
    DROP_STAFF,
    LINKS_ENDED_OF,
    RUNNING_GRANTS,
    REVOKE_ALL,
];
