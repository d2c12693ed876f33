//! How many full settlements a second: each is a hold, then a posting that pays the volunteer and returns the rest, with
//! entries, lots, day rows and proof leaf; then how fast all of it is verified. Run with `--release`:
//! `rate <database> [people] [settlements] [batch]`; the database is a path for SQLite or a `postgres://` address, empty.

use std::time::Instant as Watch;
use tb_db::{Db, migrate};
use tb_kernel::*;
use tb_ledger::*;

const START: Instant = Instant(1_790_000_000_000_000);

fn numbers() -> Vec<String> {
    std::env::args().skip(1).collect()
}

#[tokio::main]
async fn main() {
    let args = numbers();
    let number = |n: usize, or: usize| args.get(n).and_then(|a| a.parse().ok()).unwrap_or(or);
    let url = args.first().cloned().expect("the first argument is the database");
    let (people, settlements, batch) = (number(1, 10_000), number(2, 50_000), number(3, 256));
    let db = Db::open(&url, 4).await.expect("the database opens");
    migrate(&db, MIGRATIONS, START).await.expect("the schema can be made");
    let entropy = Entropy::seeded(1);
    let town = Town::open(&db, &entropy, people).await;
    // As the engine does by itself in daily life: without it, the first plans are for empty tables and stay so.
    let mut tx = db.begin().await.expect("a transaction");
    tx.run("analyze", vec![]).await.expect("analysed");
    tx.commit().await.expect("committed");

    let mut now = START;
    let (mut holding, mut settling) = (0.0, 0.0);
    let mut done = 0;
    while done < settlements {
        let size = batch.min(settlements - done);
        now = now.plus(Span::seconds(1));
        let until = now.plus(Span::days(2));
        let holds: Vec<Command> = (0..size)
            .map(|n| {
                let elder = town.elders[usize::try_from(entropy.below(people as u64)).unwrap_or(0)];
                Command::hold(format!("hold:{}", done + n), elder, Minutes(60), until)
            })
            .collect();
        let watch = Watch::now();
        let held = commit(&db, &holds, now, &entropy).await;
        holding += watch.elapsed().as_secs_f64();
        let settles: Vec<Command> = held
            .iter()
            .enumerate()
            .map(|(n, posted)| {
                let volunteer = town.volunteers[usize::try_from(entropy.below(people as u64)).unwrap_or(0)];
                let order = OrderId(entropy.id(now));
                Command::settle(format!("order:{order}:{n}"), posted.hold(), volunteer, Minutes(50), None, order)
            })
            .collect();
        now = now.plus(Span::seconds(1));
        let watch = Watch::now();
        commit(&db, &settles, now, &entropy).await;
        settling += watch.elapsed().as_secs_f64();
        done += size;
    }
    let rate = |seconds: f64| (done as f64 / seconds).round();
    println!(
        "{done} settlements of {people} elders and as many volunteers, {batch} a batch: {} holds/s, {} settlements/s",
        rate(holding),
        rate(settling)
    );
    let watch = Watch::now();
    let mut rows = 0;
    let mut tx = db.snapshot().await.expect("a snapshot");
    let report = verify(&mut tx, &entropy, |progress| rows = progress.rows).await.expect("verified");
    let seconds = watch.elapsed().as_secs_f64();
    println!(
        "verified {} postings, {rows} rows in {seconds:.1} s: {:.0} rows/s, {}",
        report.postings,
        rows as f64 / seconds,
        if report.ok() { "all right" } else { "WRONG" }
    );
}

struct Town {
    elders: Vec<AccountId>,
    volunteers: Vec<AccountId>,
}

impl Town {
    async fn open(db: &Db, entropy: &Entropy, people: usize) -> Town {
        let programme: AccountId = entropy.id(START);
        let open = |kind, budget| {
            let id: AccountId = entropy.id(START);
            AccountSpec { id, kind, owner: None, node: Node(320_102_001_000), budget }
        };
        let elders: Vec<AccountSpec> = (0..people).map(|_| open(AccountKind::Member, None)).collect();
        let volunteers: Vec<AccountSpec> = (0..people).map(|_| open(AccountKind::Member, None)).collect();
        let source = AccountSpec { id: programme, ..open(AccountKind::Programme, Some(Minutes(1_000_000_000_000))) };
        for chunk in [&[source][..], &elders, &volunteers].concat().chunks(500) {
            let mut tx = db.begin().await.expect("a transaction");
            open_accounts(&mut tx, chunk, START).await.expect("accounts open");
            tx.commit().await.expect("committed");
        }
        for (n, chunk) in elders.chunks(256).enumerate() {
            let grants: Vec<Command> = chunk
                .iter()
                .map(|elder| {
                    Command::grant(format!("grant:{}", elder.id), programme, elder.id, Minutes(100_000), None)
                        .about(SubjectKind::Programme, programme)
                })
                .collect();
            commit(db, &grants, START.plus(Span(n as i64)), entropy).await;
        }
        let ids = |list: &[AccountSpec]| list.iter().map(|spec| spec.id).collect();
        Town { elders: ids(&elders), volunteers: ids(&volunteers) }
    }
}

async fn commit(db: &Db, batch: &[Command], now: Instant, entropy: &Entropy) -> Vec<Posted> {
    let mut tx = db.begin().await.expect("a transaction");
    let outcomes = post(&mut tx, batch, now, entropy).await.expect("posted");
    tx.commit().await.expect("committed");
    outcomes.into_iter().map(|outcome| outcome.expect("nothing here is refused")).collect()
}
