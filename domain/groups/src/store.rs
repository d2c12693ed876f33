//! All SQL of groups.

mod schools;

pub(crate) use schools::*;

use crate::model::*;
use tb_db::{Arg, DbError, Migration, Tx, args};
use tb_kernel::{Day, GatheringId, GroupId, HoldId, Instant, Minutes, Node, PersonId};

pub const MIGRATIONS: &[Migration] = &[
    Migration { slice: "groups", number: 1, name: "groups", sql: include_str!("../migrations/0001_groups.sql") },
    Migration { slice: "groups", number: 2, name: "schools", sql: include_str!("../migrations/0002_schools.sql") },
];

/// Rows of any list at most.
const LIST_MAX: i64 = 300;

macro_rules! groups {
    ($rest:literal) => {
        concat!(
            "select id, node, name, kind, about, state, policy, registered_at, registered_by, entered_by, reason
             from volunteer_group where ",
            $rest
        )
    };
}
const ADD_GROUP: &str = "insert into volunteer_group (id, node, name, kind, about, state, policy, registered_at,
    registered_by, entered_by) values ($1, $2, $3, $4, $5, 'registered', $6, $7, $8, $9)";
const GROUP: &str = groups!("id = $1");
const GROUP_HELD: &str = groups!("id = $1 {lock}");
const NAME_TAKEN: &str = groups!("name = $1 and state in ('registered', 'approved', 'suspended')");
const GROUPS_IN: &str =
    groups!("node between $1 and $2 and ($3 = '' or state = $3) order by registered_at desc, id limit $4");
const GROUPS_OF: &str =
    "select g.id, g.node, g.name, g.kind, g.about, g.state, g.policy, g.registered_at, g.registered_by,
    g.entered_by, g.reason from volunteer_group g join group_member m on m.group_id = g.id
    where m.person = $1 and m.state <> 'left' order by g.registered_at desc, g.id limit $2";
const DECIDED: &str = "update volunteer_group set state = $2, decided_by = $3, decided_at = $4, reason = $5
    where id = $1 and state = 'registered'";
const GROUP_STATE: &str = "update volunteer_group set state = $2, reason = $3 where id = $1";

macro_rules! members {
    ($rest:literal) => {
        concat!("select group_id, person, role, state, changed_at from group_member where ", $rest)
    };
}
const PUT_MEMBER: &str = "insert into group_member (group_id, person, role, state, by_person, changed_at)
    values ($1, $2, $3, $4, $5, $6) on conflict (group_id, person) do update set role = excluded.role,
    state = excluded.state, by_person = excluded.by_person, changed_at = excluded.changed_at";
const MEMBER: &str = members!("group_id = $1 and person = $2");
const MEMBERS: &str = members!("group_id = $1 and state <> 'left' order by role, changed_at, person limit $2");
const MANAGERS: &str = "select cast(count(*) as bigint) from group_member where group_id = $1 and role = 'manager'
    and state = 'active'";

const QUALIFY: &str =
    "insert into group_qualification (group_id, licence, valid_until, evidence, checked_by, checked_at)
    values ($1, $2, $3, $4, $5, $6) on conflict (group_id, licence) do update set valid_until = excluded.valid_until,
    evidence = excluded.evidence, checked_by = excluded.checked_by, checked_at = excluded.checked_at";
const LICENCES: &str =
    "select licence, valid_until, evidence from group_qualification where group_id = $1 order by licence";

macro_rules! gatherings {
    ($rest:literal) => {
        concat!(
            "select id, group_id, node, item, title, place, starts_at, ends_at, minutes, helpers, payer, elder, state,
             policy, hold, held_minutes, settled_minutes, version, created_by, reason from gathering where ",
            $rest
        )
    };
}
const ADD_GATHERING: &str =
    "insert into gathering (id, group_id, node, item, title, place, starts_at, ends_at, minutes,
    helpers, payer, elder, state, policy, held_minutes, version, created_at, created_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'planned', $13, 0, 1, $14, $15)";
const GATHERING: &str = gatherings!("id = $1");
const GATHERING_HELD: &str = gatherings!("id = $1 {lock}");
const OF_GROUP: &str = gatherings!("group_id = $1 order by starts_at desc, id limit $2");
const IN_PLACE: &str =
    gatherings!("node between $1 and $2 and ($3 = '' or state = $3) order by starts_at desc, id limit $4");
const OF_ELDER: &str = gatherings!("elder = $1 order by starts_at desc, id limit $2");
const OPENED: &str = "update gathering set state = 'published', opened_by = $3, hold = $4, held_minutes = $5,
    version = version + 1 where id = $1 and version = $2";
const CLOSED: &str =
    "update gathering set state = $3, closed_by = $4, closed_at = $5, reason = $6, settled_minutes = $7,
    version = version + 1 where id = $1 and version = $2";

macro_rules! attendances {
    ($rest:literal) => {
        concat!(
            "select gathering, person, state, in_at, out_at, in_how, verified_minutes, credited_minutes from attendance
             where ",
            $rest
        )
    };
}
const SIGN: &str = "insert into attendance (gathering, person, state, signed_at) values ($1, $2, 'signed', $3)
    on conflict (gathering, person) do update set state = 'signed', signed_at = excluded.signed_at";
const ATTENDANCE: &str = attendances!("gathering = $1 and person = $2");
const ATTENDANCES: &str = attendances!("gathering = $1 order by signed_at, person");
const PROMISED: &str = "select cast(count(*) as bigint) from attendance where gathering = $1 and state <> 'withdrawn'";
const ATTEND_STATE: &str = "update attendance set state = $3 where gathering = $1 and person = $2";
const ARRIVED: &str = "update attendance set state = 'present', in_at = $3, in_how = $4, in_by = $5
    where gathering = $1 and person = $2";
const GONE: &str = "update attendance set state = 'done', out_at = $3, out_how = $4, out_by = $5
    where gathering = $1 and person = $2";
const CREDITED: &str = "update attendance set state = $3, verified_minutes = $4, credited_minutes = $5
    where gathering = $1 and person = $2";
pub(crate) async fn add_group(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD_GROUP, row).await.map(|_| ())
}
pub(crate) async fn group(tx: &mut Tx, id: GroupId) -> Result<Option<Group>, DbError> {
    tx.row(GROUP, args![id]).await
}
pub(crate) async fn group_held(tx: &mut Tx, id: GroupId) -> Result<Option<Group>, DbError> {
    tx.row(GROUP_HELD, args![id]).await
}
pub(crate) async fn name_taken(tx: &mut Tx, name: &str) -> Result<bool, DbError> {
    Ok(tx.row::<Group>(NAME_TAKEN, args![name]).await?.is_some())
}
pub(crate) async fn groups_in(tx: &mut Tx, node: Node, state: &str) -> Result<Vec<Group>, DbError> {
    let (low, high) = node.range();
    tx.rows(GROUPS_IN, args![low, high, state, LIST_MAX]).await
}
pub(crate) async fn groups_of(tx: &mut Tx, person: PersonId) -> Result<Vec<Group>, DbError> {
    tx.rows(GROUPS_OF, args![person, LIST_MAX]).await
}
pub(crate) async fn decide(
    tx: &mut Tx,
    id: GroupId,
    state: GroupState,
    by: Option<PersonId>,
    now: Instant,
    reason: &str,
) -> Result<bool, DbError> {
    Ok(tx.run(DECIDED, args![id, state.code(), by, now, reason]).await? == 1)
}
pub(crate) async fn set_state(tx: &mut Tx, id: GroupId, state: GroupState, reason: &str) -> Result<(), DbError> {
    tx.run(GROUP_STATE, args![id, state.code(), reason]).await.map(|_| ())
}

pub(crate) async fn put_member(
    tx: &mut Tx,
    group: GroupId,
    person: PersonId,
    (role, state): (MemberRole, MemberState),
    by: Option<PersonId>,
    now: Instant,
) -> Result<(), DbError> {
    tx.run(PUT_MEMBER, args![group, person, role.code(), state.code(), by, now]).await.map(|_| ())
}
pub(crate) async fn member(tx: &mut Tx, group: GroupId, person: PersonId) -> Result<Option<Member>, DbError> {
    tx.row(MEMBER, args![group, person]).await
}
pub(crate) async fn members(tx: &mut Tx, group: GroupId) -> Result<Vec<Member>, DbError> {
    tx.rows(MEMBERS, args![group, LIST_MAX]).await
}
pub(crate) async fn managers(tx: &mut Tx, group: GroupId) -> Result<i64, DbError> {
    Ok(tx.one::<(i64,)>(MANAGERS, args![group]).await?.0)
}

pub(crate) async fn qualify(
    tx: &mut Tx,
    group: GroupId,
    licence: &str,
    until: Day,
    evidence: &str,
    by: Option<PersonId>,
    now: Instant,
) -> Result<(), DbError> {
    tx.run(QUALIFY, args![group, licence, until, evidence, by, now]).await.map(|_| ())
}
pub(crate) async fn licences(tx: &mut Tx, group: GroupId) -> Result<Vec<TeamLicence>, DbError> {
    tx.rows(LICENCES, args![group]).await
}

pub(crate) async fn add_gathering(tx: &mut Tx, row: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD_GATHERING, row).await.map(|_| ())
}
pub(crate) async fn gathering(tx: &mut Tx, id: GatheringId) -> Result<Option<Gathering>, DbError> {
    tx.row(GATHERING, args![id]).await
}
pub(crate) async fn gathering_held(tx: &mut Tx, id: GatheringId) -> Result<Option<Gathering>, DbError> {
    tx.row(GATHERING_HELD, args![id]).await
}
pub(crate) async fn of_group(tx: &mut Tx, group: GroupId) -> Result<Vec<Gathering>, DbError> {
    tx.rows(OF_GROUP, args![group, LIST_MAX]).await
}
pub(crate) async fn in_place(tx: &mut Tx, node: Node, state: &str) -> Result<Vec<Gathering>, DbError> {
    let (low, high) = node.range();
    tx.rows(IN_PLACE, args![low, high, state, LIST_MAX]).await
}
pub(crate) async fn of_elder(tx: &mut Tx, elder: PersonId) -> Result<Vec<Gathering>, DbError> {
    tx.rows(OF_ELDER, args![elder, LIST_MAX]).await
}
/// Guarded by the version that was read.
pub(crate) async fn opened(
    tx: &mut Tx,
    gathering: &Gathering,
    by: Option<PersonId>,
    hold: Option<HoldId>,
    held: Minutes,
) -> Result<bool, DbError> {
    Ok(tx.run(OPENED, args![gathering.id, gathering.version, by, hold, held]).await? == 1)
}
/// Guarded by the version that was read.
pub(crate) async fn closed(
    tx: &mut Tx,
    gathering: &Gathering,
    state: GatheringState,
    by: Option<PersonId>,
    now: Instant,
    reason: &str,
    settled: Option<Minutes>,
) -> Result<bool, DbError> {
    let args = args![gathering.id, gathering.version, state.code(), by, now, reason, settled];
    Ok(tx.run(CLOSED, args).await? == 1)
}

pub(crate) async fn sign(tx: &mut Tx, id: GatheringId, person: PersonId, now: Instant) -> Result<(), DbError> {
    tx.run(SIGN, args![id, person, now]).await.map(|_| ())
}
pub(crate) async fn attendance(tx: &mut Tx, id: GatheringId, person: PersonId) -> Result<Option<Attendance>, DbError> {
    tx.row(ATTENDANCE, args![id, person]).await
}
pub(crate) async fn attendances(tx: &mut Tx, id: GatheringId) -> Result<Vec<Attendance>, DbError> {
    tx.rows(ATTENDANCES, args![id]).await
}
pub(crate) async fn promised(tx: &mut Tx, id: GatheringId) -> Result<i64, DbError> {
    Ok(tx.one::<(i64,)>(PROMISED, args![id]).await?.0)
}
pub(crate) async fn attend_state(
    tx: &mut Tx,
    id: GatheringId,
    person: PersonId,
    state: AttendState,
) -> Result<(), DbError> {
    tx.run(ATTEND_STATE, args![id, person, state.code()]).await.map(|_| ())
}
pub(crate) async fn arrived(
    tx: &mut Tx,
    id: GatheringId,
    person: PersonId,
    at: Instant,
    how: &str,
    by: Option<PersonId>,
) -> Result<(), DbError> {
    tx.run(ARRIVED, args![id, person, at, how, by]).await.map(|_| ())
}
pub(crate) async fn gone(
    tx: &mut Tx,
    id: GatheringId,
    person: PersonId,
    at: Instant,
    how: &str,
    by: Option<PersonId>,
) -> Result<(), DbError> {
    tx.run(GONE, args![id, person, at, how, by]).await.map(|_| ())
}
pub(crate) async fn credited(
    tx: &mut Tx,
    id: GatheringId,
    person: PersonId,
    state: AttendState,
    verified: Minutes,
    credited: Minutes,
) -> Result<(), DbError> {
    tx.run(CREDITED, args![id, person, state.code(), verified, credited]).await.map(|_| ())
}
#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        tb_db::testing::on_both(MIGRATIONS, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in [
                ADD_GROUP,
                GROUP,
                GROUP_HELD,
                NAME_TAKEN,
                GROUPS_IN,
                GROUPS_OF,
                DECIDED,
                GROUP_STATE,
                PUT_MEMBER,
                MEMBER,
                MEMBERS,
                MANAGERS,
                QUALIFY,
                LICENCES,
                ADD_GATHERING,
                GATHERING,
                GATHERING_HELD,
                OF_GROUP,
                IN_PLACE,
                OF_ELDER,
                OPENED,
                CLOSED,
                SIGN,
                ATTENDANCE,
                ATTENDANCES,
                PROMISED,
                ATTEND_STATE,
                ARRIVED,
                GONE,
                CREDITED,
            ]
            .iter()
            .chain(schools::ALL)
            {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
