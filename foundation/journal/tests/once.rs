//! Once, audited, undone when refused: on both engines.

use serde::Serialize;
use std::sync::Arc;
use tb_db::testing::on_both;
use tb_db::{Db, Migration, args};
use tb_journal::{Command, Core, Key, LineFilter, Proposal, Work, decide, execute, lines, propose};
use tb_kernel::*;
use uuid::Uuid;

const JAR: Migration = Migration {
    slice: "test",
    number: 1,
    name: "jar",
    sql: "create table jar (id uuid primary key, n bigint not null);\n",
};

fn migrations() -> Vec<Migration> {
    [tb_journal::MIGRATIONS, &[JAR]].concat()
}

/// Adds `n` to the jar; refuses after having written when `n` is 13.
#[derive(Serialize)]
struct Fill {
    n: i64,
}
impl Command for Fill {
    const NAME: &'static str = "test.fill";
    type House = ();
    type Answer = i64;
    async fn run(&self, (): &(), work: &mut Work<'_>) -> Outcome<i64> {
        const ADD: &str = "insert into jar (id, n) values ($1, $2)";
        const SUM: &str = "select cast(sum(n) as bigint) from jar";
        work.about("jar", Uuid::nil(), Node(320_102_000_000));
        let id: Uuid = work.id();
        work.tx.run(ADD, args![id, self.n]).await?;
        if self.n == 13 {
            return Err(Refusal::rule("test.unlucky").with("n", 13).into());
        }
        Ok(work.tx.one::<(i64,)>(SUM, vec![]).await?.0)
    }
}

fn core(db: Db) -> Core {
    Core { db, clock: Arc::new(HandClock::at(Instant(1_800_000_000_000_000))), entropy: Arc::new(Entropy::seeded(5)) }
}
fn person(n: u128) -> Actor {
    Actor::citizen(SessionId(Uuid::nil()), PersonId(Uuid::from_u128(n)))
}
async fn fill(core: &Core, actor: &Actor, key: &str, n: i64) -> Outcome<i64> {
    execute(&Arc::new(()), core, actor, &Key::parse(key).unwrap(), Fill { n }).await
}

#[tokio::test]
async fn one_key_one_outcome_even_a_refusal() {
    on_both(&migrations(), |db| async move {
        let core = core(db);
        let anna = person(1);
        assert_eq!(fill(&core, &anna, "a", 5).await.unwrap(), 5);
        assert_eq!(fill(&core, &anna, "a", 5).await.unwrap(), 5);
        assert_eq!(fill(&core, &person(2), "a", 5).await.unwrap(), 10, "another person's key is another key");
        let other = fill(&core, &anna, "a", 6).await;
        assert_eq!(other.unwrap_err().refusal().unwrap().code, "common.key-reused");
        for _ in 0..2 {
            let refused = fill(&core, &anna, "b", 13).await.unwrap_err();
            assert_eq!(refused.refusal().unwrap().args, [("n".to_owned(), "13".to_owned())]);
        }
        assert_eq!(fill(&core, &anna, "c", 1).await.unwrap(), 11, "what was written before the refusal is undone");
        let all = lines(&mut core.db.read(), &LineFilter::Object(Uuid::nil()), None, PageSize::of(10)).await.unwrap();
        let outcomes: Vec<_> = all.rows.iter().map(|line| line.outcome.as_str()).collect();
        assert_eq!(outcomes.len(), 4, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|o| **o == "test.unlucky").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_same_key_at_the_same_moment_has_one_effect() {
    on_both(&migrations(), |db| async move {
        let core = core(db);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let core = core.clone();
            tasks.spawn(async move { fill(&core, &person(1), "same", 7).await.unwrap() });
        }
        while let Some(answer) = tasks.join_next().await {
            assert_eq!(answer.unwrap(), 7);
        }
    })
    .await;
}

#[tokio::test]
async fn journal_lines_cannot_be_changed_or_removed() {
    on_both(&migrations(), |db| async move {
        let core = core(db);
        fill(&core, &person(1), "a", 5).await.unwrap();
        for statement in ["update journal set outcome = 'ok'", "delete from journal"] {
            let mut tx = core.db.begin().await.unwrap();
            let error = tx.run(statement, vec![]).await.unwrap_err().to_string();
            assert!(error.contains("only added"), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_line_is_found_by_the_request_it_came_with() {
    on_both(&migrations(), |db| async move {
        let core = core(db);
        let request = RequestId(Uuid::from_u128(77));
        fill(&core, &person(1).within(request), "a", 5).await.unwrap();
        fill(&core, &person(1).within(request), "b", 13).await.unwrap_err();
        fill(&core, &person(1), "c", 5).await.unwrap();
        let within = LineFilter::Request { id: request, node: Node(320_102_000_000) };
        let found = lines(&mut core.db.read(), &within, None, PageSize::of(10)).await.unwrap();
        let outcomes: Vec<_> = found.rows.iter().map(|line| line.outcome.as_str()).collect();
        assert_eq!(outcomes.len(), 2, "a refusal belongs to its request too: {outcomes:?}");
        assert!(found.rows.iter().all(|line| line.request_id.as_deref() == Some(request.to_string().as_str())));
        fill(&core, &person(1).within(RequestId(Uuid::nil())), "a", 5).await.unwrap();
        let first = lines(&mut core.db.read(), &within, None, PageSize::of(10)).await.unwrap();
        let elsewhere = LineFilter::Request { id: request, node: Node(320_104_000_000) };
        let none = lines(&mut core.db.read(), &elsewhere, None, PageSize::of(10)).await.unwrap();
        assert!(none.rows.is_empty(), "what happened elsewhere did not happen here");
        assert_eq!(first.rows.len(), 2, "a key sent again keeps its first request");
    })
    .await;
}

fn officer(n: u128, node: i64) -> Actor {
    let grant = StaffGrant { id: GrantId(Uuid::nil()), role: Role::DistrictOfficer, node: Node(node) };
    Actor::staff(SessionId(Uuid::nil()), PersonId(Uuid::from_u128(n)), vec![grant])
}

#[tokio::test]
async fn a_second_person_decides_and_only_once() {
    on_both(&migrations(), |db| async move {
        let core = core(db);
        let (node, roles) = (Node(320_102_000_000), [Role::DistrictOfficer]);
        let (maker, checker, stranger) = (officer(1, node.0), officer(2, node.0), officer(3, 320_104_000_000));
        let now = core.now();
        let mut tx = core.db.begin().await.unwrap();
        let proposal = || Proposal {
            kind: "test.undo",
            node,
            object: Some(Uuid::nil()),
            payload: &7i64,
            beneficiaries: &[],
            reason: "wrong",
        };
        let mut work = Work::new(&mut tx, &maker, now, &core.entropy);
        let id = propose(&mut work, proposal()).await.unwrap();
        assert_eq!(propose(&mut work, proposal()).await.unwrap_err().refusal().unwrap().code, "approval.already-open");
        for (who, code) in [(&maker, "approval.own"), (&stranger, "common.not-found")] {
            let mut work = Work::new(&mut tx, who, now, &core.entropy);
            let refused = decide::<i64>(&mut work, id, "test.undo", &roles, true, "").await.unwrap_err();
            assert_eq!(refused.refusal().unwrap().code, code);
        }
        let late = now.plus(Span::hours(72));
        let mut work = Work::new(&mut tx, &checker, late, &core.entropy);
        let refused = decide::<i64>(&mut work, id, "test.undo", &roles, true, "").await.unwrap_err();
        assert_eq!(refused.refusal().unwrap().code, "approval.expired");
        let mut work = Work::new(&mut tx, &checker, now, &core.entropy);
        let (_, payload) = decide::<i64>(&mut work, id, "test.undo", &roles, true, "seen").await.unwrap();
        assert_eq!(payload, Some(7));
        let again = decide::<i64>(&mut work, id, "test.undo", &roles, true, "").await.unwrap_err();
        assert_eq!(again.refusal().unwrap().code, "approval.closed");
    })
    .await;
}

/// Adds to the jar at a place.
#[derive(Serialize)]
struct FillAt {
    node: i64,
}
impl Command for FillAt {
    const NAME: &'static str = "test.fill-at";
    type House = ();
    type Answer = ();
    async fn run(&self, (): &(), work: &mut Work<'_>) -> Outcome<()> {
        work.about("jar", Uuid::nil(), Node(self.node));
        Ok(())
    }
}

#[tokio::test]
async fn of_an_object_that_moved_a_place_tells_only_its_own_lines_and_their_number() {
    on_both(&migrations(), |db| async move {
        let core = core(db);
        let (here, there, city) = (320_102_000_000, 320_104_000_000, 320_100_000_000);
        for (n, node) in [here, there, there, here, there].into_iter().enumerate() {
            let key = Key::parse(&format!("at-{n}")).unwrap();
            execute(&Arc::new(()), &core, &person(1), &key, FillAt { node }).await.unwrap();
        }
        for (nodes, count) in [(vec![here], 2), (vec![there], 3), (vec![city], 5), (vec![here, there], 5), (vec![], 0)]
        {
            let filter = LineFilter::ObjectWithin { id: Uuid::nil(), nodes: nodes.into_iter().map(Node).collect() };
            // One by one, so that also the places where the next page begins are met.
            let (mut met, mut after) = (0, None);
            loop {
                let page = lines(&mut core.db.read(), &filter, after, PageSize::of(1)).await.unwrap();
                met += page.rows.len();
                match page.next.as_deref().and_then(Cursor::decode) {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
            assert_eq!(met, count, "{filter:?}");
        }
    })
    .await;
}
