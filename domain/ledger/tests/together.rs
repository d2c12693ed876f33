//! Batches and neighbours: the number of statements does not grow with the batch, and writers side by side neither lose
//! nor double a minute.

#![allow(clippy::unwrap_used)] // a test that cannot go on stops

mod common;

use common::bank::*;
use common::*;
use tb_db::testing::{Scratch, on_both};
use tb_db::{Db, DbError, Engine};
use tb_kernel::*;
use tb_ledger::*;
use uuid::Uuid;

const START: Instant = Instant(1_790_000_000_000_000);

/// Opens `people` members, each granted 1,000 minutes.
async fn crowd(db: &Db, people: u128) -> Vec<AccountId> {
    open_town(db, START).await;
    let members: Vec<AccountId> = (0..people).map(|n| account_id(1_000 + n)).collect();
    let spec =
        |id: &AccountId| AccountSpec { id: *id, kind: AccountKind::Member, owner: None, node: NODE, budget: None };
    let mut tx = db.begin().await.unwrap();
    open_accounts(&mut tx, &members.iter().map(spec).collect::<Vec<_>>(), START).await.unwrap();
    let programme = account_id(6);
    set_budget(&mut tx, programme, Minutes(10_000_000), None, "", START.plus(Span(1))).await.unwrap();
    tx.commit().await.unwrap();
    let grants: Vec<Command> = members
        .iter()
        .map(|id| {
            Command::grant(format!("g:{id}"), programme, *id, Minutes(1_000), None)
                .about(SubjectKind::Programme, programme)
        })
        .collect();
    post_all(db, &grants, START, &Entropy::seeded(1)).await.into_iter().for_each(|o| assert!(o.is_ok()));
    members
}

async fn statements_of(db: &Db, batch: &[Command], now: Instant) -> (u64, Vec<Posted>) {
    let mut tx = db.begin().await.unwrap();
    let outcomes = post(&mut tx, batch, now, &Entropy::seeded(2)).await.unwrap();
    let count = tx.statements();
    tx.commit().await.unwrap();
    (count, outcomes.into_iter().map(|o| o.unwrap()).collect())
}

#[tokio::test]
async fn a_batch_of_256_takes_as_many_statements_as_a_batch_of_one() {
    on_both(MIGRATIONS, |db| async move {
        let members = crowd(&db, 512).await;
        let (elders, volunteers) = members.split_at(256);
        let now = START.plus(Span::hours(1));
        let hold = |id: &AccountId| Command::hold(format!("h:{id}"), *id, Minutes(60), now.plus(Span::days(1)));
        let (one, mut held) = statements_of(&db, &[hold(&elders[0])], now).await;
        let (many, rest) =
            statements_of(&db, &elders[1..].iter().map(hold).collect::<Vec<_>>(), now.plus(Span(1))).await;
        held.extend(rest);
        let settle = |n: usize| {
            let order = OrderId(Uuid::from_u128(n as u128));
            Command::settle(format!("s:{n}"), held[n].hold(), volunteers[n], Minutes(50), None, order)
        };
        let later = now.plus(Span::hours(2));
        let (settle_one, _) = statements_of(&db, &[settle(0)], later).await;
        let (settle_many, _) = statements_of(&db, &(1..256).map(settle).collect::<Vec<_>>(), later.plus(Span(1))).await;
        match db.engine() {
            Engine::Postgres => {
                assert_eq!(one, many, "holds");
                assert_eq!(settle_one, settle_many, "settlements");
                assert_eq!((one, settle_one), (15, 18), "a change here is a change of what a command costs");
            }
            // In process the layer cuts rows into lists of at most 64; that grows sixty times slower than the batch.
            Engine::Sqlite => {
                assert!(many < one * 13, "{one} and {many}");
                assert!(settle_many < settle_one * 13, "{settle_one} and {settle_many}");
            }
        }
        let report = verify(&mut db.snapshot().await.unwrap(), &Entropy::seeded(3), |_| {}).await.unwrap();
        assert!(report.ok(), "{report:#?}");
    })
    .await;
}

/// Posts until it is through: a row that changed under us, or a deadlock, means once more.
async fn post_stubbornly(db: &Db, batch: &[Command], now: Instant, entropy: &Entropy) -> Vec<Outcome<Posted>> {
    for _ in 0..50 {
        let mut tx = db.begin().await.unwrap();
        match post(&mut tx, batch, now, entropy).await {
            Ok(outcomes) => match tx.commit().await {
                Ok(()) => return outcomes,
                Err(_) => continue,
            },
            Err(DbError::Retry(_) | DbError::Unique(_)) => tx.rollback().await.unwrap(),
            Err(error) => panic!("{error}"),
        }
    }
    panic!("fifty times in a row something was in the way");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_side_by_side_on_the_same_accounts() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let scratch = Scratch::new(engine, MIGRATIONS).await;
        let members = crowd(&scratch.db, 4).await;
        let mut writers = Vec::new();
        for writer in 0..4usize {
            let (db, members) = (scratch.db.clone(), members.clone());
            writers.push(tokio::spawn(async move {
                let entropy = Entropy::seeded(writer as u64);
                let now = START.plus(Span::hours(1));
                let mut moved = 0;
                for round in 0..20usize {
                    // The same four accounts, in the opposite order of the neighbour: locks must not mind.
                    let mut batch: Vec<Command> = (0..4)
                        .map(|n| {
                            let key = format!("{writer}:{round}:{n}");
                            Command::hold(key, members[n], Minutes(7), now.plus(Span::days(1)))
                        })
                        .collect();
                    if writer % 2 == 1 {
                        batch.reverse();
                    }
                    let held = post_stubbornly(&db, &batch, now, &entropy).await;
                    let held: Vec<HoldId> = held.into_iter().filter_map(|o| o.ok().map(|p| p.hold())).collect();
                    let settles: Vec<Command> = held
                        .iter()
                        .enumerate()
                        .map(|(n, hold)| {
                            let order = OrderId(hold.0);
                            let to = account_id(n as u128 % 3);
                            Command::settle(format!("s:{hold}"), *hold, to, Minutes(5), None, order)
                        })
                        .collect();
                    let done = post_stubbornly(&db, &settles, now, &entropy).await;
                    moved += done.iter().filter(|o| o.is_ok()).count();
                }
                moved
            }));
        }
        // The same key from two sides at once: one posts, the other is told the same.
        let contested = Command::hold("contested", members[0], Minutes(1), START.plus(Span::days(2)));
        let mut answers = Vec::new();
        for n in 0..4u64 {
            let (db, command) = (scratch.db.clone(), contested.clone());
            answers.push(tokio::spawn(async move {
                let entropy = Entropy::seeded(100 + n);
                let now = START.plus(Span::hours(2 + n as i64));
                post_stubbornly(&db, &[command], now, &entropy).await.remove(0).unwrap().posting
            }));
        }
        let mut postings = Vec::new();
        for answer in answers {
            postings.push(answer.await.unwrap());
        }
        postings.dedup();
        assert_eq!(postings.len(), 1, "one key, one posting");
        let mut moved = 0;
        for writer in writers {
            moved += writer.await.unwrap();
        }
        assert_eq!(moved, 4 * 20 * 4);
        let mut earned = 0;
        for n in 0..3 {
            earned += balances(&mut scratch.db.read(), account_id(n)).await.unwrap().earned_free.0;
        }
        assert_eq!(earned, moved as i64 * 5);
        let report = verify(&mut scratch.db.snapshot().await.unwrap(), &Entropy::seeded(3), |_| {}).await.unwrap();
        assert!(report.ok(), "{engine:?}: {report:#?}");
        scratch.remove().await;
    }
}

#[tokio::test]
async fn a_pool_with_very_many_lots_is_read_only_as_far_as_needed() {
    on_both(MIGRATIONS, |db| async move {
        let members = crowd(&db, 40).await;
        let entropy = Entropy::seeded(1);
        let mut now = START;
        // 40 members earn and give away in very small pieces: more lots than are read in one go.
        let pool = account_id(8);
        for round in 0..110 {
            now = now.plus(Span::minutes(1));
            let gifts: Vec<Command> = members
                .iter()
                .enumerate()
                .map(|(n, id)| {
                    let to = members[(n + 1) % members.len()];
                    match round {
                        0 => Command::hold(format!("h:{id}"), *id, Minutes(900), now.plus(Span::days(1))),
                        _ => Command::donate(format!("d:{round}:{id}"), to, pool, Minutes(1)),
                    }
                })
                .collect();
            let outcomes = post_all(&db, &gifts, now, &entropy).await;
            if round == 0 {
                let settles: Vec<Command> = outcomes
                    .iter()
                    .enumerate()
                    .map(|(n, o)| {
                        let (hold, to) = (o.as_ref().unwrap().hold(), members[(n + 1) % members.len()]);
                        Command::settle(format!("s:{n}"), hold, to, Minutes(900), None, OrderId(hold.0))
                    })
                    .collect();
                let done = post_all(&db, &settles, now.plus(Span(5)), &entropy).await;
                assert!(done.iter().all(Result::is_ok));
            } else {
                assert!(outcomes.iter().all(Result::is_ok));
            }
        }
        let lots = queries::open_lots(&mut db.read(), pool).await.unwrap();
        assert!(lots.len() > 4_000, "{}", lots.len());
        let now = now.plus(Span::hours(1));
        let (few, _) = statements_of(&db, &[Command::allot("a:1", pool, members[0], Minutes(100), None)], now).await;
        let (all, _) =
            statements_of(&db, &[Command::allot("a:2", pool, members[1], Minutes(4_200), None)], now.plus(Span(9)))
                .await;
        assert!(all > few, "a second look is needed only for more");
        let too_much = Command::allot("a:3", pool, members[2], Minutes(100_000), None);
        let no = post_all(&db, &[too_much], now.plus(Span(99)), &entropy).await.remove(0).unwrap_err();
        assert_eq!(no.refusal().unwrap().code, "ledger.insufficient");
        let report = verify(&mut db.snapshot().await.unwrap(), &entropy, |_| {}).await.unwrap();
        assert!(report.ok(), "{report:#?}");
    })
    .await;
}
