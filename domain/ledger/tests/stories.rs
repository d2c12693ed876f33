//! What the ledger promises, told one by one, on both engines.

#![allow(clippy::unwrap_used)] // a test that cannot go on stops

mod common;

use common::bank::*;
use common::*;
use tb_db::testing::on_both;
use tb_db::{Db, args};
use tb_kernel::*;
use tb_ledger::*;

const START: Instant = Instant(1_790_000_000_000_000);
const ELDER: u128 = 0;
const VOLUNTEER: u128 = 1;
const OTHER: u128 = 2;
const PROGRAMME: u128 = 6;
const POOL: u128 = 8;
const PEER: u128 = 9;
const RESERVE: u128 = 10;

fn id(n: u128) -> AccountId {
    account_id(n)
}
fn order(n: u128) -> OrderId {
    OrderId(Uuid::from_u128(n))
}
use uuid::Uuid;

struct Bank {
    db: Db,
    entropy: Entropy,
    now: Instant,
    keys: u32,
}

impl Bank {
    async fn open(db: Db) -> Bank {
        open_town(&db, START).await;
        Bank { db, entropy: Entropy::seeded(1), now: START, keys: 0 }
    }
    fn key(&mut self) -> String {
        self.keys += 1;
        format!("story:{}", self.keys)
    }
    async fn say(&mut self, command: Command) -> Result<Posted, String> {
        self.now = self.now.plus(Span::seconds(1));
        let outcome = post_all(&self.db, &[command], self.now, &self.entropy).await.remove(0);
        outcome.map_err(|fail| fail.refusal().map_or(fail.to_string(), |r| r.code.to_string()))
    }
    async fn grant(&mut self, to: u128, minutes: i64, expires: Option<Day>) -> PostingId {
        let key = self.key();
        let command = Command::grant(key, id(PROGRAMME), id(to), Minutes(minutes), expires)
            .about(SubjectKind::Programme, id(PROGRAMME));
        self.say(command).await.unwrap().posting
    }
    async fn hold(&mut self, of: u128, minutes: i64) -> HoldId {
        let key = self.key();
        let until = self.now.plus(Span::days(1));
        self.say(Command::hold(key, id(of), Minutes(minutes), until)).await.unwrap().hold()
    }
    /// A whole service: held, settled.
    async fn serve(&mut self, elder: u128, volunteer: u128, held: i64, served: i64) -> PostingId {
        let hold = self.hold(elder, held).await;
        let key = self.key();
        let settle = Command::settle(key, hold, id(volunteer), Minutes(served), None, order(7));
        self.say(settle).await.unwrap().posting
    }
    async fn balances(&self, of: u128) -> Balances {
        balances(&mut self.db.read(), id(of)).await.unwrap()
    }
    async fn lots(&self, of: u128) -> Vec<(i64, Option<Day>)> {
        let lots = queries::open_lots(&mut self.db.read(), id(of)).await.unwrap();
        lots.iter().map(|lot| (lot.remaining.0, lot.expires)).collect()
    }
}

fn day(plus: i64) -> Option<Day> {
    Some(START.day().plus_days(plus))
}

#[tokio::test]
async fn a_service_is_paid_out_of_the_hold_and_the_rest_returns_as_it_was() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 100, day(30)).await;
        let posting = bank.serve(ELDER, VOLUNTEER, 60, 45).await;
        let elder = bank.balances(ELDER).await;
        assert_eq!((elder.granted_free, elder.granted_held), (Minutes(55), Minutes(0)));
        assert_eq!(bank.lots(ELDER).await, [(55, day(30))], "one lot again, with its own last day");
        let volunteer = bank.balances(VOLUNTEER).await;
        assert_eq!((volunteer.earned_free, volunteer.earned_in_all), (Minutes(45), Minutes(45)));

        let detail = queries::posting(&mut bank.db.read(), posting).await.unwrap().unwrap();
        assert_eq!(detail.posting.kind, PostingKind::Settlement);
        assert_eq!(
            detail.moves,
            [
                queries::MoveDetail {
                    from: (id(ELDER), Class::Granted, State::Held),
                    to: (id(VOLUNTEER), Class::Earned, State::Free),
                    minutes: Minutes(45)
                },
                queries::MoveDetail {
                    from: (id(ELDER), Class::Granted, State::Held),
                    to: (id(ELDER), Class::Granted, State::Free),
                    minutes: Minutes(15)
                },
            ]
        );
        assert_eq!(queries::postings_about(&mut bank.db.read(), order(7).0).await.unwrap(), [posting]);
    })
    .await;
}

#[tokio::test]
async fn what_lapses_first_is_used_first_and_lapsed_minutes_are_not_used_at_all() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 50, day(30)).await;
        bank.grant(ELDER, 50, day(3)).await;
        bank.grant(ELDER, 50, None).await;
        let hold = bank.hold(ELDER, 70).await;
        let free: Vec<_> = bank.lots(ELDER).await;
        assert_eq!(free, [(50, day(3)), (30, day(30)), (20, day(30)), (50, None)], "50 and 20 are held");
        let key = bank.key();
        bank.say(Command::release(key, hold)).await.unwrap();
        assert_eq!(bank.lots(ELDER).await, [(50, day(3)), (50, day(30)), (50, None)]);

        bank.now = START.plus(Span::days(4));
        let key = bank.key();
        let too_much = Command::hold(key, id(ELDER), Minutes(101), bank.now.plus(Span::days(1)));
        assert_eq!(bank.say(too_much).await, Err("ledger.insufficient".into()), "no job has run, yet they are gone");
        let swept = lapse_lots(&bank.db, id(POOL), bank.now, &bank.entropy).await.unwrap();
        assert_eq!(swept, 1);
        assert_eq!(lapse_lots(&bank.db, id(POOL), bank.now, &bank.entropy).await.unwrap(), 0);
        assert_eq!(bank.balances(POOL).await.gifted_free, Minutes(50));
        assert_eq!(bank.balances(ELDER).await.granted_free, Minutes(100));
    })
    .await;
}

#[tokio::test]
async fn a_hold_that_ran_out_pays_nobody_and_goes_back_whole() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 100, None).await;
        let hold = bank.hold(ELDER, 60).await;
        assert_eq!(bank.say(Command::lapse(hold)).await, Err("ledger.hold-running".into()));
        bank.now = START.plus(Span::days(2));
        let key = bank.key();
        let late = Command::settle(key, hold, id(VOLUNTEER), Minutes(60), None, order(1));
        assert_eq!(bank.say(late).await, Err("ledger.hold-expired".into()));
        // The refusal under the hold's own key is kept for ever; the sweep finds its way all the same.
        assert_eq!(lapse_holds(&bank.db, bank.now, &bank.entropy).await.unwrap(), 1);
        assert_eq!(lapse_holds(&bank.db, bank.now, &bank.entropy).await.unwrap(), 0);
        assert_eq!(bank.balances(ELDER).await.granted_free, Minutes(100));
    })
    .await;
}

#[tokio::test]
async fn a_reversal_goes_back_to_the_lots_it_came_from_and_only_once() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 100, day(30)).await;
        let posting = bank.serve(ELDER, VOLUNTEER, 60, 60).await;
        let key = bank.key();
        bank.say(Command::reverse_part(key, posting, Minutes(20), Shortfall::Refuse)).await.unwrap();
        assert_eq!(bank.lots(ELDER).await, [(60, day(30))]);
        let key = bank.key();
        let more = Command::reverse_part(key, posting, Minutes(41), Shortfall::Refuse);
        assert_eq!(bank.say(more).await, Err("ledger.reversal-left".into()));
        let key = bank.key();
        bank.say(Command::reverse(key, posting)).await.unwrap();
        assert_eq!(bank.lots(ELDER).await, [(100, day(30))]);
        assert_eq!(bank.balances(VOLUNTEER).await.earned_in_all, Minutes::ZERO);
        let key = bank.key();
        assert_eq!(bank.say(Command::reverse(key, posting)).await, Err("ledger.reversal-left".into()));
    })
    .await;
}

#[tokio::test]
async fn spent_minutes_are_named_or_claimed_and_later_earnings_settle_the_claim_first() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 200, None).await;
        let wrong = bank.serve(ELDER, VOLUNTEER, 60, 60).await;
        let key = bank.key();
        bank.say(Command::gift(key, id(VOLUNTEER), id(OTHER), Minutes(40))).await.unwrap();

        let key = bank.key();
        bank.now = bank.now.plus(Span::seconds(1));
        let outcome = post_all(&bank.db, &[Command::reverse(key, wrong)], bank.now, &bank.entropy).await.remove(0);
        let refusal = outcome.unwrap_err().refusal().cloned().unwrap();
        assert_eq!(refusal.code, "ledger.shortfall");
        assert_eq!(refusal.args, [("missing".into(), "40".into()), ("needed".into(), "60".into())]);

        let key = bank.key();
        let claim = Command::reverse_part(key, wrong, Minutes(60), Shortfall::Claim(id(RESERVE)));
        let claim = bank.say(claim).await.unwrap().claim();
        assert_eq!(bank.balances(ELDER).await.granted_free, Minutes(200), "the elder is whole again");
        assert_eq!(bank.balances(RESERVE).await.system, Minutes(-40), "and who stands in for it is visible");
        assert_eq!(bank.balances(VOLUNTEER).await.earned_total(), Minutes(0));

        bank.serve(ELDER, VOLUNTEER, 25, 25).await;
        assert_eq!(bank.balances(VOLUNTEER).await.earned_free, Minutes(0));
        let open = queries::open_claims(&mut bank.db.read(), id(VOLUNTEER)).await.unwrap();
        assert_eq!((open[0].id, open[0].left()), (claim, Minutes(15)));
        bank.serve(ELDER, VOLUNTEER, 25, 25).await;
        assert_eq!(bank.balances(VOLUNTEER).await.earned_free, Minutes(10));
        assert_eq!(bank.balances(RESERVE).await.system, Minutes(0));
        assert!(queries::open_claims(&mut bank.db.read(), id(VOLUNTEER)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn frozen_minutes_remember_what_they_were() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 40, day(9)).await;
        bank.serve(ELDER, VOLUNTEER, 30, 30).await;
        let key = bank.key();
        bank.say(Command::gift(key, id(VOLUNTEER), id(ELDER), Minutes(5))).await.unwrap();
        let key = bank.key();
        let freezing = Command::freeze(key, id(ELDER)).about(SubjectKind::Case, Uuid::from_u128(5));
        let freezing = bank.say(freezing).await.unwrap().posting;
        let elder = bank.balances(ELDER).await;
        assert_eq!((elder.free(), elder.granted_frozen, elder.gifted_frozen), (Minutes(0), Minutes(10), Minutes(5)));
        let key = bank.key();
        let lift = Command::lift(key, id(ELDER), freezing).about(SubjectKind::Case, Uuid::from_u128(5));
        bank.say(lift).await.unwrap();
        let elder = bank.balances(ELDER).await;
        assert_eq!((elder.granted_free, elder.gifted_free, elder.frozen()), (Minutes(10), Minutes(5), Minutes(0)));
        assert_eq!(bank.lots(ELDER).await, [(10, day(9)), (5, None)]);
    })
    .await;
}

#[tokio::test]
async fn one_key_one_outcome_refusals_too() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        let ask = |minutes| Command::hold("once", id(ELDER), Minutes(minutes), START.plus(Span::days(9)));
        assert_eq!(bank.say(ask(60)).await, Err("ledger.insufficient".into()));
        bank.grant(ELDER, 100, None).await;
        assert_eq!(bank.say(ask(60)).await, Err("ledger.insufficient".into()), "a refused key stays refused");
        assert_eq!(bank.say(ask(50)).await, Err("ledger.key-reused".into()));

        let again = Command::hold("twice", id(ELDER), Minutes(60), START.plus(Span::days(9)));
        let batch = [again.clone(), again.clone()];
        let both = post_all(&bank.db, &batch, bank.now, &bank.entropy).await;
        let (first, second) = (both[0].as_ref().unwrap(), both[1].as_ref().unwrap());
        assert!(!first.replayed && second.replayed && first.posting == second.posting);
        let later = bank.say(again).await.unwrap();
        assert_eq!((later.posting, later.recorded, later.replayed), (first.posting, first.recorded, true));
        assert_eq!(bank.balances(ELDER).await.granted_held, Minutes(60));
        let known = look_up(&mut bank.db.read(), "twice").await.unwrap().unwrap().unwrap();
        assert_eq!(known.posting, first.posting);
        assert!(look_up(&mut bank.db.read(), "never").await.unwrap().is_none());
        assert_eq!(bank.say(Command::release("", later.hold())).await, Err("ledger.key".into()));
    })
    .await;
}

#[tokio::test]
async fn now_then_and_on_that_day() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 100, None).await;
        let first = bank.now;
        bank.now = START.plus(Span::days(5));
        let key = bank.key();
        // A grant found five days late counts on the day it should have.
        let late = Command::grant(key, id(PROGRAMME), id(ELDER), Minutes(30), None)
            .about(SubjectKind::Programme, id(PROGRAMME))
            .on(START.day().plus_days(1));
        bank.say(late).await.unwrap();
        let db = bank.db.clone();
        let free = |b: Balances| b.granted_free.0;
        let at = |at| {
            let db = db.clone();
            async move { free(queries::balances_recorded_at(&mut db.read(), id(ELDER), at).await.unwrap()) }
        };
        assert_eq!(at(first.minus(Span(1))).await, 0);
        assert_eq!(at(first).await, 100);
        assert_eq!(at(START.plus(Span::days(4))).await, 100);
        assert_eq!(at(bank.now).await, 130);
        let on = |day| {
            let db = db.clone();
            async move { free(queries::balances_effective_on(&mut db.read(), id(ELDER), day).await.unwrap()) }
        };
        assert_eq!(on(START.day().plus_days(-1)).await, 0);
        assert_eq!(on(START.day()).await, 100);
        assert_eq!(on(START.day().plus_days(1)).await, 130);

        let mut tx = bank.db.begin().await.unwrap();
        let through = START.day().plus_days(2);
        close_period(&mut tx, through, None, bank.now).await.unwrap();
        assert!(close_period(&mut tx, through, None, bank.now).await.is_err());
        assert!(close_period(&mut tx, bank.now.day(), None, bank.now).await.is_err());
        tx.commit().await.unwrap();
        let key = bank.key();
        let command = Command::grant(key, id(PROGRAMME), id(ELDER), Minutes(1), None)
            .about(SubjectKind::Programme, id(PROGRAMME));
        assert_eq!(bank.say(command.clone().on(through)).await, Err("ledger.period-closed".into()));
        let key = bank.key();
        bank.say(Command { key, ..command }.on(through.plus_days(1))).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_statement_reads_page_by_page_without_losing_or_doubling_a_line() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 500, None).await;
        for n in 0..12 {
            bank.serve(ELDER, VOLUNTEER, 20 + n, 10 + n).await;
        }
        let mut tx = bank.db.snapshot().await.unwrap();
        let all = statement(&mut tx, id(ELDER), State::ALL, None, PageSize::of(200)).await.unwrap();
        assert!(all.next.is_none());
        assert_eq!(all.rows.len(), 1 + 12 * 2 + 12 * 2, "grant; hold: free and held; settlement: held and free");
        let mut read = Vec::new();
        let mut from = None;
        loop {
            let page = statement(&mut tx, id(ELDER), State::ALL, from, PageSize::of(5)).await.unwrap();
            read.extend(page.rows);
            match page.next {
                Some(next) => from = Cursor::decode(&next),
                None => break,
            }
        }
        assert_eq!(read, all.rows);
        let passbook = statement(&mut tx, id(VOLUNTEER), &[State::Free], None, PageSize::of(50)).await.unwrap();
        assert_eq!(passbook.rows[0].after, Minutes((10..22).sum()));
        assert_eq!(passbook.rows.len(), 12);
    })
    .await;
}

#[tokio::test]
async fn every_minute_can_be_traced_to_the_grant_that_paid_for_it() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        let grant = bank.grant(ELDER, 60, day(9)).await;
        let served = bank.serve(ELDER, VOLUNTEER, 60, 50).await;
        let key = bank.key();
        bank.say(Command::gift(key, id(VOLUNTEER), id(OTHER), Minutes(30))).await.unwrap();
        let lot = queries::open_lots(&mut bank.db.read(), id(OTHER)).await.unwrap()[0].id;
        let origins = queries::trace(&mut bank.db.read(), lot).await.unwrap();
        let line: Vec<_> = origins.iter().map(|o| (o.steps, o.kind, o.minutes.0)).collect();
        assert_eq!(
            line,
            [
                (0, PostingKind::Gift, 30),
                (1, PostingKind::Settlement, 30),
                (2, PostingKind::Hold, 50),
                (3, PostingKind::Grant, 60),
            ]
        );
        assert_eq!(origins[1].posting, served);
        assert_eq!(origins[3].posting, grant);
        assert_eq!(origins[3].subject.unwrap().kind, SubjectKind::Programme);
    })
    .await;
}

#[tokio::test]
async fn between_ledgers_nothing_is_in_two_places_or_nowhere() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 60, day(9)).await;
        let (item, key) = (Uuid::from_u128(77), bank.key());
        let out = Act::ClearOut { from: id(ELDER), peer: id(PEER), item, class: Class::Granted, minutes: Minutes(25) };
        bank.say(Command::new(key, out)).await.unwrap();
        assert_eq!(queries::open_items(&mut bank.db.read(), id(PEER)).await.unwrap().len(), 1);
        let key = bank.key();
        bank.say(Command::new(key, Act::ClearReturn { peer: id(PEER), item })).await.unwrap();
        assert_eq!(bank.lots(ELDER).await, [(60, day(9))]);
        let mut tx = bank.db.begin().await.unwrap();
        assert!(acknowledge(&mut tx, id(PEER), item).await.is_err(), "it was returned");
        drop(tx);
        let receive = |key| {
            let portions = vec![Portion { minutes: Minutes(15), expires: None }];
            let act = Act::ClearIn { peer: id(PEER), item, to: id(ELDER), class: Class::Earned, portions };
            Command::new(key, act)
        };
        let (first, again) = (bank.key(), bank.key());
        bank.say(receive(first)).await.unwrap();
        assert_eq!(bank.say(receive(again)).await, Err("ledger.item-known".into()), "delivered twice, booked once");
        assert_eq!(bank.balances(PEER).await.system, Minutes(-15));
    })
    .await;
}

#[tokio::test]
async fn accounts_open_once_freeze_and_close_empty() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        open_town(&bank.db, bank.now).await;
        bank.grant(ELDER, 10, None).await;
        let mut tx = bank.db.begin().await.unwrap();
        let other = AccountSpec { id: id(ELDER), kind: AccountKind::Pool, owner: None, node: NODE, budget: None };
        assert!(open_account(&mut tx, &other, bank.now).await.is_err(), "the id belongs to a member");
        let budget = AccountSpec { kind: AccountKind::Member, budget: Some(Minutes(5)), ..other };
        assert!(open_account(&mut tx, &budget, bank.now).await.is_err(), "people do not go below zero");
        let closed = set_status(&mut tx, id(ELDER), AccountStatus::Closed, None, "wish", bank.now).await;
        assert_eq!(closed.unwrap_err().refusal().unwrap().code, "ledger.account-not-empty");
        set_status(&mut tx, id(ELDER), AccountStatus::Frozen, None, "case", bank.now).await.unwrap();
        set_budget(&mut tx, id(PROGRAMME), Minutes(10), None, "spent", bank.now).await.unwrap();
        let less = set_budget(&mut tx, id(PROGRAMME), Minutes(9), None, "less", bank.now).await;
        assert_eq!(less.unwrap_err().refusal().unwrap().code, "ledger.budget");
        tx.commit().await.unwrap();
        let key = bank.key();
        let hold = Command::hold(key, id(ELDER), Minutes(5), bank.now.plus(Span::days(1)));
        assert_eq!(bank.say(hold).await, Err("ledger.account-frozen".into()));
        let key = bank.key();
        let grant = Command::grant(key, id(PROGRAMME), id(OTHER), Minutes(1), None)
            .about(SubjectKind::Programme, id(PROGRAMME));
        assert_eq!(bank.say(grant).await, Err("ledger.budget".into()));

        let key = bank.key();
        bank.say(Command::close(key, id(ELDER), id(POOL), Closing::Exit)).await.unwrap();
        let mut tx = bank.db.begin().await.unwrap();
        set_status(&mut tx, id(ELDER), AccountStatus::Closed, None, "exit", bank.now).await.unwrap();
        let open = set_status(&mut tx, id(ELDER), AccountStatus::Open, None, "", bank.now).await;
        assert_eq!(open.unwrap_err().refusal().unwrap().code, "ledger.account-closed");
        tx.commit().await.unwrap();
        assert_eq!(queries::account_history(&mut bank.db.read(), id(ELDER)).await.unwrap().len(), 3);
        let key = bank.key();
        let gift = Command::gift(key, id(VOLUNTEER), id(ELDER), Minutes(1));
        assert_eq!(bank.say(gift).await, Err("ledger.account-closed".into()));
    })
    .await;
}

#[tokio::test]
async fn facts_cannot_be_changed_or_removed() {
    on_both(MIGRATIONS, |db| async move {
        let mut bank = Bank::open(db).await;
        bank.grant(ELDER, 10, None).await;
        const WRITES: &[&str] = &[
            "update ledger_posting set reason = 'x'",
            "delete from ledger_posting",
            "update ledger_move set minutes = 1",
            "delete from ledger_move",
            "update ledger_entry set minutes = 1",
            "delete from ledger_entry",
            "update ledger_lot_use set minutes = 1",
            "delete from ledger_lot_use",
            "delete from ledger_key",
            "update ledger_leaf set salt = salt",
            "delete from ledger_leaf",
            "delete from ledger_account_event",
            "delete from ledger_crossing",
        ];
        for sql in WRITES {
            let mut tx = bank.db.begin().await.unwrap();
            let error = tx.run(sql, args![]).await.expect_err(sql).to_string();
            assert!(error.contains("append only"), "{sql}: {error}");
        }
        if bank.db.engine() == tb_db::Engine::Postgres {
            for table in ["truncate ledger_posting", "truncate ledger_entry", "truncate ledger_leaf"] {
                let mut tx = bank.db.begin().await.unwrap();
                assert!(tx.run(table, args![]).await.unwrap_err().to_string().contains("append only"));
            }
        }
    })
    .await;
}
