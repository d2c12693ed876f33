//! All SQL of events and jobs.

use tb_db::{Migration, Table, Ty, Update};

pub const MIGRATIONS: &[Migration] =
    &[Migration { slice: "jobs", number: 1, name: "jobs", sql: include_str!("../migrations/0001_jobs.sql") }];

pub(crate) const EVENT: Table = Table {
    name: "event",
    cols: &[
        ("id", Ty::Uuid),
        ("at", Ty::Int),
        ("kind", Ty::Text),
        ("subject", Ty::Uuid),
        ("node", Ty::Int),
        ("body", Ty::Text),
        ("delivered", Ty::Bool),
        ("attempts", Ty::Int),
    ],
    suffix: "",
};
pub(crate) const WAITING: &str = "select id, at, kind, subject, node, body from event
    where delivered = false and attempts < $1 order by id limit $2 {skip}";
pub(crate) const DELIVERED: Update =
    Update { name: "event", keys: &[("id", Ty::Uuid)], guards: &[], sets: &[("delivered", Ty::Bool)] };
pub(crate) const TRIED: &str = "update event set attempts = attempts + 1 where id = $1";

pub(crate) const ADD_JOB: &str = "insert into job (id, kind, due, every_us, leased_until, attempts)
    values ($1, $2, $3, $4, 0, 0) on conflict (kind) do update set every_us = excluded.every_us";
pub(crate) const LEASE: &str = "update job set leased_until = $3, attempts = attempts + 1
    where kind = $1 and due <= $2 and leased_until <= $2";
pub(crate) const RAN: &str = "update job set due = $2 + every_us, leased_until = 0, attempts = 0, last_run = $2,
    last_took_us = $3, last_result = $4 where kind = $1 and leased_until = $5";
pub(crate) const JOBS: &str =
    "select kind, due, every_us, attempts, last_run, last_took_us, last_result from job order by kind";

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        tb_db::testing::on_both(super::MIGRATIONS, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in [super::WAITING, super::TRIED, super::ADD_JOB, super::LEASE, super::RAN, super::JOBS] {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
