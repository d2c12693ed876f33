//! Checks of persons, and bars.

use crate::model::{BarState, CheckResult, CheckSource, EnrolmentKind};
use tb_db::{Table, Ty};
use tb_kernel::{BarId, Day, Instant, Node, PersonId, VerificationId};

/// A check as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct VerificationRecord {
    pub(crate) id: VerificationId,
    pub(crate) person: PersonId,
    pub(crate) kind: String,
    pub(crate) result: CheckResult,
    pub(crate) source: CheckSource,
    pub(crate) reference: String,
    pub(crate) score: Option<i64>,
    pub(crate) checked_on: Day,
    pub(crate) expires_on: Option<Day>,
    pub(crate) made_by: Option<PersonId>,
    pub(crate) made_at: Instant,
}

/// The same origin and kind counts once.
pub(crate) const ADD: Table = Table {
    name: "verification",
    cols: &[
        ("id", Ty::Uuid),
        ("person", Ty::Uuid),
        ("kind", Ty::Text),
        ("result", Ty::Text),
        ("source", Ty::Text),
        ("reference", Ty::Text),
        ("score", Ty::Int),
        ("node", Ty::Int),
        ("checked_on", Ty::Int),
        ("expires_on", Ty::Int),
        ("origin", Ty::Uuid),
        ("made_by", Ty::Uuid),
        ("made_at", Ty::Int),
    ],
    suffix: "on conflict (origin, kind) do nothing",
};
/// Latest first.
pub(crate) const OF_PERSONS: &str = "select id, person, kind, result, source, reference, score, checked_on, expires_on,
    made_by, made_at from verification where person {in} order by checked_on desc, made_at desc, id desc";
/// $1 … $4: low, high, last day, rows. The latest of its kind, of people whose enrolment runs.
pub(crate) const ENDING: &str = "select v.id, v.person, v.kind, v.result, v.source, v.reference, v.score, v.checked_on,
    v.expires_on, v.made_by, v.made_at from verification v
    where v.expires_on is not null and v.expires_on <= $3 and v.result = 'passed'
    and exists (select e.id from enrolment e where e.person = v.person and e.state in ('active', 'suspended')
        and e.node between $1 and $2)
    and not exists (select w.id from verification w where w.person = v.person and w.kind = v.kind
        and (w.checked_on > v.checked_on or (w.checked_on = v.checked_on and w.made_at > v.made_at)))
    order by v.expires_on, v.id limit $4";

/// A bar as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct BarRecord {
    pub(crate) id: BarId,
    pub(crate) person: PersonId,
    pub(crate) kind: EnrolmentKind,
    pub(crate) node: Node,
    pub(crate) state: BarState,
    pub(crate) reason: String,
    pub(crate) article: String,
    pub(crate) asked_by: PersonId,
    pub(crate) agreed_by: PersonId,
    pub(crate) from_day: Day,
    pub(crate) until_day: Option<Day>,
    pub(crate) appeal: Option<Vec<u8>>,
    pub(crate) appealed_at: Option<Instant>,
    pub(crate) decision: Option<String>,
}

macro_rules! bars {
    ($rest:literal) => {
        concat!(
            "select id, person, kind, node, state, reason, article, asked_by, agreed_by, from_day, until_day, appeal,
             appealed_at, decision from bar where ",
            $rest
        )
    };
}
pub(crate) const ADD_BAR: &str = "insert into bar (id, person, kind, node, identity, state, reason, article, policy,
    approval, asked_by, agreed_by, from_day, until_day)
    values ($1, $2, $3, $4, $5, 'active', $6, $7, $8, $9, $10, $11, $12, $13)";
pub(crate) const BAR_HELD: &str = bars!("id = $1 {lock}");
pub(crate) const BAR: &str = bars!("id = $1");
pub(crate) const BARS_OF: &str = bars!("person = $1 order by from_day desc, id desc");
/// $1 … $3: identity, kind, today.
pub(crate) const STANDING_BAR: &str =
    bars!("identity = $1 and kind = $2 and state <> 'lifted' and (until_day is null or until_day >= $3) order by id");
/// $1 … $3: low, high, rows. Those that wait for a word first.
pub(crate) const BARS: &str = bars!(
    "node between $1 and $2 order by case when state = 'appealed' then 0 else 1 end, from_day desc, id desc limit $3"
);
pub(crate) const APPEALED: &str =
    "update bar set state = 'appealed', appeal = $2, appealed_at = $3 where id = $1 and state = 'active'";
pub(crate) const BAR_DECIDED: &str = "update bar set state = $2, decided_by = $3, decided_at = $4, decision = $5
    where id = $1 and state = 'appealed'";
pub(crate) const IDENTITY: &str = "select id_index from person where id = $1";

#[cfg(test)]
pub(crate) const ALL: &[&str] =
    &[OF_PERSONS, ENDING, ADD_BAR, BAR_HELD, BAR, BARS_OF, STANDING_BAR, BARS, APPEALED, BAR_DECIDED, IDENTITY];
