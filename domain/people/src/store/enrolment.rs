//! Enrolments and qualifications.

use crate::model::{EnrolmentKind, EnrolmentState};
use tb_kernel::{Day, EnrolmentId, Instant, Node, PersonId};

/// An enrolment as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct EnrolmentRecord {
    pub(crate) id: EnrolmentId,
    pub(crate) person: PersonId,
    pub(crate) kind: EnrolmentKind,
    pub(crate) state: EnrolmentState,
    pub(crate) node: Node,
    /// Codes of traits, separated by commas.
    pub(crate) traits: String,
    pub(crate) claims: String,
    /// Empty until reviewed.
    pub(crate) checks: String,
    pub(crate) channel: String,
    pub(crate) policy: String,
    pub(crate) reason: Option<String>,
    pub(crate) article: Option<String>,
    pub(crate) applied_at: Instant,
    pub(crate) applied_by: Option<PersonId>,
    pub(crate) reviewed_by: Option<PersonId>,
    pub(crate) reviewed_at: Option<Instant>,
    pub(crate) active_since: Option<Instant>,
    pub(crate) version: i64,
}

macro_rules! enrolments {
    ($rest:literal) => {
        concat!(
            "select id, person, kind, state, node, traits, claims, checks, channel, policy, reason, article, applied_at,
             applied_by, reviewed_by, reviewed_at, active_since, version from enrolment where ",
            $rest
        )
    };
}

pub(crate) const ADD: &str = "insert into enrolment (id, person, kind, state, node, traits, claims, checks, channel,
    policy, applied_at, applied_by, changed_at, version)
    values ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11, $10, 1)";
pub(crate) const HELD: &str = enrolments!("id = $1 {lock}");
pub(crate) const ONE: &str = enrolments!("id = $1");
pub(crate) const OF_PERSONS: &str = enrolments!("person {in} order by applied_at, id");
/// $1 … $6: low, high, after (at, id), kind, rows. Oldest first.
pub(crate) const PENDING: &str = enrolments!(
    "state in ('applied', 'registered') and node between $1 and $2
     and (applied_at > $3 or (applied_at = $3 and id > $4)) and ($5 = '' or kind = $5)
     order by applied_at, id limit $6"
);
/// Guarded by the version it was read with.
pub(crate) const REVIEWED: &str = "update enrolment set state = $3, checks = $4, traits = $5, policy = $6, reason = $7,
    article = $8, reviewed_by = $9, reviewed_at = $10, active_since = $11, changed_at = $10, version = version + 1
    where id = $1 and version = $2";
pub(crate) const CHANGED: &str =
    "update enrolment set state = $3, reason = $4, article = null, changed_at = $5, version = version + 1
    where id = $1 and version = $2";
pub(crate) const REASSESSED: &str = "update enrolment set traits = $3, changed_at = $4, version = version + 1
    where id = $1 and version = $2";
/// A person who moves takes the running enrolments along.
pub(crate) const MOVED: &str = "update enrolment set node = $2, version = version + 1
    where person = $1 and state in ('applied', 'registered', 'active', 'suspended')";

/// $1 … $5: low, high, state, after (person), rows.
pub(crate) const VOLUNTEERS_IN: &str = "select person, node, applied_at, active_since, changed_at from enrolment
    where node between $1 and $2 and kind = 'volunteer' and state = $3 and person > $4 order by person limit $5";
/// $1 … $4: low, high, first, last day.
pub(crate) const LICENCES_ENDING: &str = "select q.person, q.licence, q.valid_until from qualification q
    join enrolment e on e.person = q.person and e.kind = 'volunteer' and e.state = 'active'
    where e.node between $1 and $2 and q.valid_until between $3 and $4 order by q.valid_until, q.person limit 500";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct CountRecord {
    pub(crate) kind: EnrolmentKind,
    pub(crate) state: EnrolmentState,
    pub(crate) people: i64,
}
pub(crate) const COUNTS: &str = "select kind, state, cast(count(*) as bigint) as people from enrolment
    where node between $1 and $2 group by kind, state order by kind, state";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct QualificationRecord {
    pub(crate) person: PersonId,
    pub(crate) licence: String,
    pub(crate) valid_until: Day,
}
pub(crate) const QUALIFY: &str = "insert into qualification (person, licence, valid_until, checked_by, checked_at)
    values ($1, $2, $3, $4, $5) on conflict (person, licence) do update set valid_until = excluded.valid_until,
    checked_by = excluded.checked_by, checked_at = excluded.checked_at";
pub(crate) const QUALIFICATIONS: &str =
    "select person, licence, valid_until from qualification where person {in} order by licence";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    ADD,
    HELD,
    ONE,
    OF_PERSONS,
    PENDING,
    REVIEWED,
    CHANGED,
    REASSESSED,
    MOVED,
    COUNTS,
    QUALIFY,
    QUALIFICATIONS,
    VOLUNTEERS_IN,
    LICENCES_ENDING,
];
