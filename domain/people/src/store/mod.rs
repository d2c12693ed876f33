//! All SQL of people, one file for each family of tables. Every statement stands in an `ALL` that a test prepares on
//! both engines.

pub(crate) mod access;
pub(crate) mod enrolment;
pub(crate) mod message;
pub(crate) mod person;

use tb_db::Migration;

pub const MIGRATIONS: &[Migration] = &[
    Migration { slice: "people", number: 1, name: "people", sql: include_str!("../../migrations/0001_people.sql") },
    Migration { slice: "people", number: 2, name: "access", sql: include_str!("../../migrations/0002_access.sql") },
    Migration { slice: "people", number: 3, name: "messages", sql: include_str!("../../migrations/0003_messages.sql") },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        tb_db::testing::on_both(MIGRATIONS, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in [person::ALL, enrolment::ALL, access::ALL, message::ALL].concat() {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
