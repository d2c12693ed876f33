//! All SQL of people, one file for each family of tables. Every statement stands in an `ALL` that a test prepares on
//! both engines.

pub(crate) mod access;
pub(crate) mod elder;
pub(crate) mod enrolment;
pub(crate) mod family;
pub(crate) mod message;
pub(crate) mod person;
pub(crate) mod privacy;
pub(crate) mod verification;

use tb_db::Migration;

pub const MIGRATIONS: &[Migration] = &[
    Migration { slice: "people", number: 1, name: "people", sql: include_str!("../../migrations/0001_people.sql") },
    Migration { slice: "people", number: 2, name: "access", sql: include_str!("../../migrations/0002_access.sql") },
    Migration { slice: "people", number: 3, name: "messages", sql: include_str!("../../migrations/0003_messages.sql") },
    Migration { slice: "people", number: 5, name: "seats", sql: include_str!("../../migrations/0005_seats.sql") },
    Migration {
        slice: "people",
        number: 4,
        name: "verifications",
        sql: include_str!("../../migrations/0004_verifications.sql"),
    },
    Migration { slice: "people", number: 6, name: "elders", sql: include_str!("../../migrations/0006_elders.sql") },
    Migration { slice: "people", number: 7, name: "family", sql: include_str!("../../migrations/0007_family.sql") },
    Migration { slice: "people", number: 8, name: "privacy", sql: include_str!("../../migrations/0008_privacy.sql") },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        let all = [tb_journal::MIGRATIONS, MIGRATIONS].concat();
        tb_db::testing::on_both(&all, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in [
                person::ALL,
                enrolment::ALL,
                access::ALL,
                message::ALL,
                verification::ALL,
                elder::ALL,
                family::ALL,
                privacy::ALL,
            ]
            .concat()
            {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
