//! Two processes share the work; nothing is done twice, nothing is forgotten after a crash.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tb_db::testing::on_both;
use tb_db::{Db, DbError, Migration, Tx, args};
use tb_jobs::{Event, Job, Reaction, Schedule, deliver, publish};
use tb_journal::Core;
use tb_kernel::*;
use uuid::Uuid;

const SEEN: Migration =
    Migration { slice: "test", number: 1, name: "seen", sql: "create table seen (event uuid primary key);\n" };

struct Note {
    fails: AtomicUsize,
}
impl Reaction for Note {
    fn hears(&self, kind: &str) -> bool {
        kind == "test.happened.1"
    }
    fn react<'a>(
        &'a self,
        tx: &'a mut Tx,
        event: &'a Event,
        _: Instant,
        _: &'a Entropy,
    ) -> Pin<Box<dyn Future<Output = Result<(), DbError>> + Send + 'a>> {
        Box::pin(async move {
            tx.run("insert into seen (event) values ($1)", args![event.id]).await?;
            if event.body == "1" && self.fails.fetch_add(1, Ordering::SeqCst) == 0 {
                return Err(DbError::Other("not yet".into()));
            }
            Ok(())
        })
    }
}

async fn seen(db: &Db) -> i64 {
    db.read().one::<(i64,)>("select cast(count(*) as bigint) from seen", vec![]).await.unwrap().0
}

#[tokio::test]
async fn an_event_is_delivered_once_and_a_failing_reaction_holds_up_only_its_own() {
    on_both(&[tb_jobs::MIGRATIONS, &[SEEN]].concat(), |db| async move {
        let entropy = Entropy::seeded(1);
        let now = Instant(1_800_000_000_000_000);
        let mut tx = db.begin().await.unwrap();
        let events: Vec<Event> = (0..50)
            .map(|n| Event::new(entropy.id(now), now, "test.happened.1", Uuid::nil(), Node(1), &n).unwrap())
            .collect();
        publish(&mut tx, &events).await.unwrap();
        tx.commit().await.unwrap();
        let reactions: Vec<Box<dyn Reaction>> = vec![Box::new(Note { fails: AtomicUsize::new(0) })];
        assert_eq!(deliver(&db, &reactions, now, &entropy).await.unwrap(), 49);
        assert_eq!(seen(&db).await, 49);
        assert_eq!(deliver(&db, &reactions, now, &entropy).await.unwrap(), 1);
        assert_eq!(deliver(&db, &reactions, now, &entropy).await.unwrap(), 0);
        assert_eq!(seen(&db).await, 50);
    })
    .await;
}

struct Count(Arc<AtomicUsize>);
impl Job for Count {
    fn kind(&self) -> &'static str {
        "test.count"
    }
    fn every(&self) -> Span {
        Span::minutes(1)
    }
    fn run(&self) -> Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + '_>> {
        Box::pin(async { Ok(self.0.fetch_add(1, Ordering::SeqCst)) })
    }
}

#[tokio::test]
async fn two_processes_run_a_due_job_once() {
    on_both(tb_jobs::MIGRATIONS, |db| async move {
        let clock = Arc::new(HandClock::at(Instant(1_800_000_000_000_000)));
        let core = Core { db, clock: clock.clone(), entropy: Arc::new(Entropy::seeded(2)) };
        let count = Arc::new(AtomicUsize::new(0));
        let one = Schedule::new(core.clone(), vec![Arc::new(Count(count.clone()))]).await.unwrap();
        let two = Schedule::new(core.clone(), vec![Arc::new(Count(count.clone()))]).await.unwrap();
        for minute in 1..=5 {
            let (a, b) = tokio::join!(one.run_due(), two.run_due());
            assert_eq!(a.unwrap() + b.unwrap(), 1);
            assert_eq!(count.load(Ordering::SeqCst), minute);
            clock.advance(Span::minutes(1));
        }
    })
    .await;
}
