//! The verifier finds nothing wrong with right books and names what is wrong with wrong ones: one planted corruption
//! after another, each undone again.

#![allow(clippy::unwrap_used)] // a test that cannot go on stops

mod common;

use common::bank::*;
use common::*;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use tb_db::testing::Scratch;
use tb_db::{Engine, Tx, args};
use tb_kernel::*;
use tb_ledger::*;

const START: Instant = Instant(1_790_000_000_000_000);

/// Books in which everything has happened.
async fn rich_books(engine: Engine) -> Scratch {
    let mut runner = TestRunner::deterministic();
    let stream = stream(&steps(700, 701).new_tree(&mut runner).unwrap().current(), START);
    let scratch = Scratch::new(engine, MIGRATIONS).await;
    open_town(&scratch.db, START).await;
    let entropy = Entropy::seeded(3);
    let mut now = START;
    for (at, batch) in &stream.batches {
        now = *at;
        post_all(&scratch.db, batch, now, &entropy).await;
    }
    // What the stream may have left out.
    let (elder, volunteer) = (account_id(0), account_id(1));
    let programme = account_id(6);
    let last = Some(now.day().plus_days(40));
    let mut say = |batch: Vec<Command>| {
        let db = scratch.db.clone();
        now = now.plus(Span::seconds(1));
        async move { post_all(&db, &batch, now, &Entropy::seeded(4)).await.remove(0).unwrap() }
    };
    let mut tx = scratch.db.begin().await.unwrap();
    for id in [elder, volunteer, programme] {
        set_status(&mut tx, id, AccountStatus::Open, None, "", START.plus(Span::days(4000))).await.unwrap();
    }
    set_budget(&mut tx, programme, Minutes(90_000), None, "more", START.plus(Span::days(4001))).await.unwrap();
    tx.commit().await.unwrap();
    let grant =
        |key: &str| Command::grant(key, programme, elder, Minutes(500), last).about(SubjectKind::Programme, programme);
    say(vec![grant("end:grant")]).await;
    let hold = say(vec![Command::hold("end:hold", elder, Minutes(80), START.plus(Span::days(9000)))]).await.hold();
    let order = OrderId(Uuid::from_u128(1));
    let paid = say(vec![Command::settle("end:settle", hold, volunteer, Minutes(60), last, order)]).await;
    say(vec![Command::gift("end:gift", volunteer, account_id(2), Minutes(50))]).await;
    let claim = Shortfall::Claim(account_id(10));
    say(vec![Command::reverse_part("end:reverse", paid.posting, Minutes(60), claim)]).await;
    say(vec![Command::hold("end:open", elder, Minutes(30), START.plus(Span::days(9000)))]).await;
    let out = Act::ClearOut {
        from: elder,
        peer: account_id(9),
        item: Uuid::from_u128(4711),
        class: Class::Granted,
        minutes: Minutes(20),
    };
    say(vec![Command::new("end:out", out)]).await;
    scratch
}

use uuid::Uuid;

async fn lay_down_the_guards(tx: &mut Tx) {
    // What somebody with the whole database in hand would do first.
    if tx.engine() == Engine::Sqlite {
        for table in [
            "drop trigger ledger_posting_no_update",
            "drop trigger ledger_posting_no_delete",
            "drop trigger ledger_move_no_update",
            "drop trigger ledger_move_no_delete",
            "drop trigger ledger_entry_no_update",
            "drop trigger ledger_entry_no_delete",
            "drop trigger ledger_lot_use_no_update",
            "drop trigger ledger_key_no_update",
            "drop trigger ledger_key_no_delete",
            "drop trigger ledger_leaf_no_update",
            "drop trigger ledger_leaf_no_delete",
            "drop trigger ledger_reversal_no_update",
            "drop trigger ledger_reversal_no_delete",
            "pragma ignore_check_constraints = on",
        ] {
            tx.run(table, args![]).await.unwrap();
        }
    } else {
        for table in [
            "alter table ledger_posting disable trigger all",
            "alter table ledger_move disable trigger all",
            "alter table ledger_entry disable trigger all",
            "alter table ledger_lot_use disable trigger all",
            "alter table ledger_key disable trigger all",
            "alter table ledger_leaf disable trigger all",
            "alter table ledger_reversal disable trigger all",
            "alter table ledger_bucket drop constraint ledger_bucket_balance",
            "alter table ledger_move drop constraint ledger_move_shape",
            "alter table ledger_posting drop constraint ledger_posting_backing",
            "alter table ledger_hold drop constraint ledger_hold_sum",
            "alter table ledger_hold drop constraint ledger_hold_open",
            "alter table ledger_reversal drop constraint ledger_reversal_once",
            "alter table ledger_lot drop constraint ledger_lot_cover",
        ] {
            tx.run(table, args![]).await.unwrap();
        }
    }
}

/// Invariant, what is done, statements.
const TAMPERINGS: &[(&str, &str, &[&str])] = &[
    (
        "Shape",
        "a move to itself",
        &["update ledger_move set to_bucket = from_bucket
        where posting = (select posting from ledger_move order by posting limit 1)"],
    ),
    (
        "Shape",
        "a move of nothing",
        &["delete from ledger_move
        where posting = (select posting from ledger_move order by posting desc limit 1)"],
    ),
    (
        "Crossing",
        "a settlement called a gift",
        &["update ledger_posting set kind = 'gift'
        where id = (select id from ledger_posting where kind = 'settlement' order by id limit 1)"],
    ),
    (
        "Crossing",
        "a law of one's own",
        &["insert into ledger_crossing values
        ('gift', 'honour', 'free', 'earned', 'free')"],
    ),
    (
        "Floor",
        "a member below zero",
        &["update ledger_bucket set balance = -1
        where id = (select id from ledger_bucket where floor = 0 and balance > 0 order by id limit 1)"],
    ),
    (
        "Floor",
        "a larger budget without a decision",
        &["update ledger_bucket set floor = floor - 100
        where id = (select id from ledger_bucket where floor < 0 order by id limit 1)"],
    ),
    (
        "Floor",
        "a place removed",
        &["delete from ledger_bucket
        where id = (select id from ledger_bucket where version = 0 order by id limit 1)"],
    ),
    (
        "Conservation",
        "a minute from nowhere",
        &["update ledger_bucket set balance = balance + 1
        where id = (select id from ledger_bucket where balance > 0 order by id limit 1)"],
    ),
    (
        "Link",
        "a balance in between changed",
        &["update ledger_entry set after = after + 1
        where version = 1 and bucket = (select bucket from ledger_entry order by bucket limit 1)"],
    ),
    (
        "Link",
        "an entry removed",
        &["delete from ledger_entry
        where version = 1 and bucket = (select bucket from ledger_entry where version = 2 order by bucket limit 1)"],
    ),
    (
        "Link",
        "an entry back-dated",
        &["update ledger_entry set effective = effective - 1
        where version = 1 and bucket = (select bucket from ledger_entry order by bucket limit 1)"],
    ),
    (
        "Tail",
        "two balances swapped by a minute",
        &[
            "update ledger_bucket set balance = balance - 1
        where id = (select id from ledger_bucket where balance > 9 order by id limit 1)",
            "update ledger_bucket set balance = balance + 1
        where id = (select id from ledger_bucket where balance > 9 order by id desc limit 1)",
        ],
    ),
    (
        "Tail",
        "a version skipped",
        &["update ledger_bucket set version = version + 1
        where id = (select id from ledger_bucket where version > 0 order by id limit 1)"],
    ),
    (
        "Tail",
        "a time changed",
        &["update ledger_bucket set recorded = recorded + 1
        where id = (select id from ledger_bucket where version > 0 order by id limit 1)"],
    ),
    (
        "Days",
        "a day's sum moved to another",
        &["update ledger_bucket_day set day = day + 4000
        where bucket = (select bucket from ledger_bucket_day order by bucket limit 1)"],
    ),
    (
        "Once",
        "a key forgotten",
        &["delete from ledger_key
        where key = (select key from ledger_key where posting is not null order by key limit 1)"],
    ),
    (
        "Once",
        "a key for another posting",
        &["update ledger_key
        set posting = (select id from ledger_posting where kind = 'grant' order by id limit 1)
        where key = 'end:settle'"],
    ),
    (
        "Append",
        "a posting removed",
        &["delete from ledger_posting
        where id = (select id from ledger_posting order by id limit 1)"],
    ),
    ("Append", "the guards gone", &[]),
    (
        "Append",
        "an account opened again by hand",
        &["update ledger_account set status = 'closed'
        where id = (select id from ledger_account order by id limit 1)"],
    ),
    ("Closed", "booked after closing", &["insert into ledger_period (last_day, closed) values (99999, 0)"]),
    (
        "Cover",
        "a minute lost from a lot",
        &["update ledger_lot set remaining = remaining - 1
        where id = (select id from ledger_lot where remaining > 1 order by id limit 1)"],
    ),
    (
        "Cover",
        "a lot use changed",
        &["update ledger_lot_use set minutes = minutes + 1
        where posting = (select posting from ledger_lot_use order by posting limit 1)"],
    ),
    (
        "Birth",
        "a gift that lasts longer",
        &["update ledger_lot set expires = 9999999
        where id = (select into_lot from ledger_lot_use u join ledger_posting p on p.id = u.posting
            where p.key = 'end:gift' order by u.n limit 1)"],
    ),
    (
        "Birth",
        "another origin",
        &["update ledger_lot set root = (select id from ledger_lot order by id limit 1)
        where id = (select id from ledger_lot where parent is not null order by id desc limit 1)"],
    ),
    (
        "Birth",
        "a larger birth",
        &["update ledger_lot set amount = amount + 1
        where id = (select id from ledger_lot order by id desc limit 1)"],
    ),
    (
        "Hold",
        "paid twice",
        &["update ledger_hold set captured = captured + 1
        where id = (select id from ledger_hold where captured > 0 order by id limit 1)"],
    ),
    (
        "Hold",
        "held more than reserved",
        &["update ledger_hold set amount = amount + 1
        where id = (select id from ledger_hold where open order by id limit 1)"],
    ),
    (
        "Undo",
        "a reversal forgotten",
        &["delete from ledger_reversal
        where original = (select original from ledger_reversal order by original limit 1)"],
    ),
    (
        "Undo",
        "a reversal made smaller",
        &["update ledger_reversal set minutes = minutes - 1, upto = upto - 1
        where original = (select original from ledger_reversal where minutes > 1 order by original limit 1)"],
    ),
    ("Undo", "a debt forgiven by hand", &["update ledger_account set owing = 0 where owing > 0"]),
    ("Undo", "a claim settled by hand", &["update ledger_claim set settled = amount, open = false where open"]),
    (
        "Transit",
        "an item with a minute more",
        &["update ledger_item set amount = amount + 1
        where item = (select item from ledger_item order by item limit 1)"],
    ),
    (
        "Backing",
        "a service without an order",
        &["update ledger_posting set subject_kind = 'case'
        where id = (select id from ledger_posting where kind = 'settlement' order by id limit 1)"],
    ),
    (
        "Backing",
        "a grant without a programme",
        &["update ledger_posting set subject_kind = 'case'
        where id = (select id from ledger_posting where kind = 'grant' order by id limit 1)"],
    ),
    (
        "Leaf",
        "a leaf removed",
        &["delete from ledger_leaf
        where posting = (select posting from ledger_leaf order by posting limit 1)"],
    ),
    (
        "Leaf",
        "another's leaf",
        &["update ledger_leaf
        set leaf = (select leaf from ledger_leaf order by posting desc limit 1)
        where posting = (select posting from ledger_leaf order by posting limit 1)"],
    ),
    (
        "Leaf",
        "a reason rewritten",
        &["update ledger_posting set reason = 'as agreed'
        where id = (select id from ledger_posting order by id limit 1)"],
    ),
    (
        "Leaf",
        "a time rewritten",
        &["update ledger_posting set recorded = recorded - 1
        where id = (select id from ledger_posting order by id limit 1)"],
    ),
    // Everything that adds up is changed alike; only the leaf still tells.
    (
        "Leaf",
        "an amount raised everywhere",
        &[
            "update ledger_move set minutes = minutes + 1 where posting = (select id from ledger_posting where key = 'end:grant')",
            "update ledger_entry set minutes = minutes + 1, after = after + 1
            where posting = (select id from ledger_posting where key = 'end:grant') and minutes > 0",
            "update ledger_entry set minutes = minutes - 1, after = after - 1
            where posting = (select id from ledger_posting where key = 'end:grant') and minutes < 0",
        ],
    ),
];

#[tokio::test]
async fn right_books_are_found_right_and_every_planted_corruption_is_named() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let scratch = rich_books(engine).await;
        let mut rows = 0;
        let mut tx = scratch.db.snapshot().await.unwrap();
        let report = verify(&mut tx, &Entropy::seeded(5), |p| rows = p.rows).await.unwrap();
        assert!(report.ok(), "{engine:?}: {report:#?}");
        assert!(report.checks.iter().all(|check| check.rows > 0), "{report:#?}");
        assert!(rows > 500 && report.postings > 100);
        drop(tx);
        for (name, what, statements) in TAMPERINGS {
            let mut tx = scratch.db.begin().await.unwrap();
            lay_down_the_guards(&mut tx).await;
            let mut touched = 0;
            for sql in *statements {
                touched += tx.run(sql, args![]).await.unwrap_or_else(|e| panic!("{what}: {e}"));
            }
            assert!(touched > 0 || statements.is_empty(), "{what}: nothing to corrupt");
            let report = verify(&mut tx, &Entropy::seeded(6), |_| {}).await.unwrap();
            let check = report.check(name).unwrap();
            assert!(!check.ok, "{engine:?}: {what} went unnoticed by {name}: {report:#?}");
            let guards = |said: &&String| said.starts_with("triggers are missing");
            let said = check.first_bad.iter().filter(|said| !guards(said) || statements.is_empty()).count();
            assert!(said > 0 && said <= NAMED_MAX, "{engine:?}: {what}: {check:?}");
            if engine == Engine::Sqlite {
                tx.run("pragma ignore_check_constraints = off", args![]).await.unwrap();
            }
            tx.rollback().await.unwrap();
        }
        let report = verify(&mut scratch.db.snapshot().await.unwrap(), &Entropy::seeded(7), |_| {}).await.unwrap();
        assert!(report.ok(), "undone: {report:#?}");
        scratch.remove().await;
    }
}
