//! All SQL of the journal.

use tb_db::{Migration, Table, Ty};

pub const MIGRATIONS: &[Migration] = &[
    Migration { slice: "journal", number: 1, name: "journal", sql: include_str!("../migrations/0001_journal.sql") },
    Migration { slice: "journal", number: 2, name: "request", sql: include_str!("../migrations/0002_request.sql") },
    Migration { slice: "journal", number: 3, name: "four_eyes", sql: include_str!("../migrations/0003_four_eyes.sql") },
    Migration { slice: "journal", number: 4, name: "on_behalf", sql: include_str!("../migrations/0004_on_behalf.sql") },
];

pub(crate) const LINE: Table = Table {
    name: "journal",
    cols: &[
        ("id", Ty::Uuid),
        ("at", Ty::Int),
        ("hash", Ty::Bytes),
        ("action", Ty::Text),
        ("actor", Ty::Uuid),
        ("on_behalf", Ty::Uuid),
        ("channel", Ty::Text),
        ("role", Ty::Text),
        ("node", Ty::Int),
        ("object_kind", Ty::Text),
        ("object_id", Ty::Uuid),
        ("outcome", Ty::Text),
        ("answer", Ty::Text),
        ("reason", Ty::Text),
        ("request_id", Ty::Text),
    ],
    suffix: "",
};

pub(crate) const OUTCOMES: &str = "select id, hash, answer from journal where id {in}";

macro_rules! line_list {
    ($condition:literal) => {
        concat!(
            "select id, at, action, actor, on_behalf, channel, role, node, object_kind, object_id, outcome, reason,
             request_id
             from journal where (at < $1 or (at = $1 and id < $2)) and ",
            $condition,
            " order by at desc, id desc limit $3"
        )
    };
}
pub(crate) const LINES_OF_OBJECT: &str = line_list!("object_id = $4");
pub(crate) const LINES_OF_OBJECT_WITHIN: &str =
    line_list!("object_id = $4 and (node between $5 and $6 or ($7 = 'yes' and node is null))");
pub(crate) const LINES_OF_REQUEST: &str =
    line_list!("request_id = $4 and (node between $5 and $6 or ($7 = 'yes' and node is null))");
pub(crate) const LINES_ON_BEHALF: &str = line_list!("on_behalf = $4");
pub(crate) const LINES_OF_TERRITORY: &str =
    line_list!("node between $4 and $5 and ($6 = '' or action = $6) and ($7 = '' or outcome <> 'ok')");

pub(crate) const COUNT_OUTCOMES: &str =
    "select cast(count(*) as bigint) from journal where object_id = $1 and outcome = $2 and at >= $3";

pub(crate) const ADD_APPROVAL: &str = "insert into approval
    (id, kind, node, object_id, payload, hash, reason, maker, maker_grant, made_at, expires_at, state)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open')";
pub(crate) const BENEFICIARY: Table =
    Table { name: "approval_beneficiary", cols: &[("approval", Ty::Uuid), ("person", Ty::Uuid)], suffix: "" };
pub(crate) const BENEFICIARIES: &str = "select person from approval_beneficiary where approval = $1 order by person";
pub(crate) const EXECUTE: &str =
    "insert into approval_execution (approval, kind, object_id, hash, at) values ($1, $2, $3, $4, $5)";
/// Carried out, but no line says that its checker decided it or its maker asked for it: written past the program.
pub(crate) const UNWITNESSED: &str = "select a.id from approval_execution e join approval a on a.id = e.approval
    where not exists (select 1 from journal j where j.at = a.decided_at and j.actor = a.checker and j.outcome = 'ok')
       or not exists (select 1 from journal j where j.at = a.made_at and j.actor = a.maker and j.outcome = 'ok')
    order by a.id limit 1000";
pub(crate) const EXECUTIONS: &str = "select cast(count(*) as bigint) from approval_execution";
pub(crate) const APPROVAL: &str = "select id, kind, node, object_id, payload, hash, reason, maker, made_at, expires_at,
    state, checker, decided_at, decision_reason from approval where id = $1";
pub(crate) const APPROVAL_HELD: &str = "select id, kind, node, object_id, payload, hash, reason, maker, made_at,
    expires_at, state, checker, decided_at, decision_reason from approval where id = $1 {lock}";
pub(crate) const OPEN_APPROVALS: &str = "select id, kind, node, object_id, payload, hash, reason, maker, made_at,
    expires_at, state, checker, decided_at, decision_reason from approval
    where state = 'open' and node between $1 and $2 order by made_at limit $3";
pub(crate) const OPEN_OF_OBJECT: &str = "select id from approval where state = 'open' and kind = $1 and object_id = $2";
pub(crate) const DECIDED: &str = "update approval set state = $2, checker = $3, decided_at = $4, decision_reason = $5,
    checker_grant = $6
    where id = $1 and state = 'open'";
pub(crate) const EXPIRE: &str = "update approval set state = 'expired' where state = 'open' and expires_at <= $1";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    OUTCOMES,
    COUNT_OUTCOMES,
    LINES_OF_OBJECT,
    LINES_OF_OBJECT_WITHIN,
    LINES_ON_BEHALF,
    LINES_OF_TERRITORY,
    ADD_APPROVAL,
    APPROVAL,
    APPROVAL_HELD,
    OPEN_APPROVALS,
    OPEN_OF_OBJECT,
    DECIDED,
    EXPIRE,
    LINES_OF_REQUEST,
    BENEFICIARIES,
    EXECUTE,
    UNWITNESSED,
    EXECUTIONS,
];

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        tb_db::testing::on_both(super::MIGRATIONS, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in super::ALL {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
