//! The layer's promises, on both engines.

use std::sync::Arc;
use tb_db::testing::on_both;
use tb_db::{Arg, BatchHandler, Db, DbError, Desk, Migration, Table, Tx, Ty, Update, args};
use tb_kernel::{Fail, Minutes, Outcome, Refusal};
use uuid::Uuid;

const MIGRATIONS: &[Migration] = &[Migration {
    slice: "test",
    number: 1,
    name: "jars",
    sql: "create table jar (
    id uuid primary key,
    label text,
    minutes bigint not null check (minutes >= 0),
    version bigint not null,
    open boolean not null,
    seal bytea
);
",
}];
const JAR: Table = Table {
    name: "jar",
    cols: &[
        ("id", Ty::Uuid),
        ("label", Ty::Text),
        ("minutes", Ty::Int),
        ("version", Ty::Int),
        ("open", Ty::Bool),
        ("seal", Ty::Bytes),
    ],
    suffix: "on conflict (id) do update set minutes = t.minutes + excluded.minutes",
};
const FILL: Update = Update {
    name: "jar",
    keys: &[("id", Ty::Uuid)],
    guards: &[("version", Ty::Int)],
    sets: &[("minutes", Ty::Int), ("version", Ty::Int)],
};

#[derive(sqlx::FromRow, Debug, PartialEq)]
struct Jar {
    id: Uuid,
    label: Option<String>,
    minutes: Minutes,
    open: bool,
    seal: Option<Vec<u8>>,
}

fn jar(n: u128, minutes: i64) -> Vec<Arg> {
    args![
        Uuid::from_u128(n),
        (n.is_multiple_of(2)).then(|| format!("罐 {n}")),
        minutes,
        1i64,
        n.is_multiple_of(3),
        Some(vec![7u8, 0, 9])
    ]
}

async fn filled(db: &Db, count: u128) -> Tx {
    let mut tx = db.begin().await.unwrap();
    let rows: Vec<_> = (0..count).map(|n| jar(n, 10)).collect();
    assert_eq!(tx.insert(&JAR, &rows).await.unwrap(), count as u64);
    tx
}

#[tokio::test]
async fn what_goes_in_comes_out() {
    on_both(MIGRATIONS, |db| async move {
        let mut tx = filled(&db, 150).await;
        let all: Vec<Jar> =
            tx.rows("select id, label, minutes, open, seal from jar order by id", vec![]).await.unwrap();
        assert_eq!(all.len(), 150);
        assert_eq!(
            all[6],
            Jar {
                id: Uuid::from_u128(6),
                label: Some("罐 6".into()),
                minutes: Minutes(10),
                open: true,
                seal: Some(vec![7, 0, 9])
            }
        );
        assert_eq!(all[7].label, None);
        tx.commit().await.unwrap();
        let again: (i64,) = db.read().one("select cast(count(*) as bigint) from jar", vec![]).await.unwrap();
        assert_eq!(again.0, 150);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_keys_of_any_length() {
    on_both(MIGRATIONS, |db| async move {
        let mut tx = filled(&db, 600).await;
        for wanted in [0u128, 1, 2, 9, 65, 300, 599] {
            let keys: Vec<Arg> = (0..wanted).map(|n| Uuid::from_u128(n).into()).collect();
            let found: Vec<(Uuid,)> = tx
                .rows_in("select id from jar where minutes = $1 and id {in} order by id {lock}", args![10i64], keys)
                .await
                .unwrap();
            assert_eq!(found.len() as u128, wanted);
        }
    })
    .await;
}

#[tokio::test]
async fn a_guarded_update_touches_only_what_is_as_expected() {
    on_both(MIGRATIONS, |db| async move {
        let mut tx = filled(&db, 80).await;
        let rows: Vec<Vec<Arg>> =
            (0..80u128).map(|n| args![Uuid::from_u128(n), if n < 70 { 1i64 } else { 5 }, n as i64, 2i64]).collect();
        assert_eq!(tx.update(&FILL, &rows).await.unwrap(), 70);
        let sum: (i64,) = tx.one("select cast(sum(minutes) as bigint) from jar", vec![]).await.unwrap();
        assert_eq!(sum.0, (0..70).sum::<i64>() + 100);
        assert_eq!(tx.insert(&JAR, &[jar(3, 5)]).await.unwrap(), 1);
        let three: (Minutes,) =
            tx.one("select minutes from jar where id = $1", args![Uuid::from_u128(3)]).await.unwrap();
        assert_eq!(three.0, Minutes(8));
    })
    .await;
}

#[tokio::test]
async fn a_dropped_transaction_leaves_nothing_and_a_violation_says_what_it_is() {
    on_both(MIGRATIONS, |db| async move {
        drop(filled(&db, 3).await);
        let mut tx = db.begin().await.unwrap();
        let count: (i64,) = tx.one("select cast(count(*) as bigint) from jar", vec![]).await.unwrap();
        assert_eq!(count.0, 0);
        tx.mark().await.unwrap();
        let below = tx.insert(&JAR, &[jar(1, -1)]).await;
        assert!(matches!(below, Err(DbError::Constraint(_))), "{below:?}");
        tx.back_to_mark().await.unwrap();
        const PLAIN: &str = "insert into jar (id, minutes, version, open) values ($1, 1, 1, $2)";
        tx.run(PLAIN, args![Uuid::nil(), true]).await.unwrap();
        let twice = tx.run(PLAIN, args![Uuid::nil(), true]).await;
        assert!(matches!(twice, Err(DbError::Unique(_))), "{twice:?}");
    })
    .await;
}

/// Adds one minute to a jar; label 13 is refused, 99 breaks the whole statement.
struct Adder;
impl BatchHandler for Adder {
    type Command = (u128, i64);
    type Answer = i64;
    async fn run(&self, tx: &mut Tx, batch: &[(u128, i64)]) -> Result<Vec<Outcome<i64>>, DbError> {
        let mut outcomes = Vec::new();
        for (n, minutes) in batch {
            if *n == 13 {
                outcomes.push(Err(Refusal::rule("test.unlucky").into()));
                continue;
            }
            tx.insert(&JAR, &[jar(*n, *minutes)]).await?;
            let now: (i64,) = tx.one("select minutes from jar where id = $1", args![Uuid::from_u128(*n)]).await?;
            outcomes.push(Ok(now.0));
        }
        Ok(outcomes)
    }
    async fn look_up(&self, _: &Db, _: &(u128, i64)) -> Result<Option<Outcome<i64>>, DbError> {
        Ok(None)
    }
}

#[tokio::test]
async fn one_bad_command_at_the_desk_costs_its_neighbours_nothing() {
    on_both(MIGRATIONS, |db| async move {
        let desk = Desk::open(db.clone(), Arc::new(Adder), 1);
        let mut waiting = tokio::task::JoinSet::new();
        for n in 0..60u128 {
            let desk = desk.clone();
            // Number 50 violates the check (-1 minutes) and is a fault of its own alone.
            waiting.spawn(async move { (n, desk.submit((n, if n == 50 { -1 } else { 1 })).await) });
        }
        while let Some(done) = waiting.join_next().await {
            let (n, outcome) = done.unwrap();
            match n {
                13 => assert!(matches!(outcome, Err(Fail::Refused(_)))),
                50 => assert!(matches!(outcome, Err(Fail::Fault(_)))),
                _ => assert_eq!(outcome.unwrap(), 1),
            }
        }
        let count: (i64,) = db.read().one("select cast(count(*) as bigint) from jar", vec![]).await.unwrap();
        assert_eq!(count.0, 58);
    })
    .await;
}
