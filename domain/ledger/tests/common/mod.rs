//! A small town of accounts, and random command streams over it.
#![allow(dead_code)] // each test uses a part of it
#![allow(unreachable_pub)]

pub mod bank;
pub mod naive;

use proptest::prelude::*;
use tb_kernel::*;
use tb_ledger::*;
use uuid::Uuid;

pub const NODE: Node = Node(320_102_001_000);

pub fn account_id(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n))
}

/// Members 0 to 3, a group, an institution, two programmes, a pool, a peer, two system accounts.
pub const TOWN: [(u128, AccountKind, i64); 12] = [
    (0, AccountKind::Member, 0),
    (1, AccountKind::Member, 0),
    (2, AccountKind::Member, 0),
    (3, AccountKind::Member, 0),
    (4, AccountKind::Group, 0),
    (5, AccountKind::Institution, 0),
    (6, AccountKind::Programme, 4_000),
    (7, AccountKind::Programme, 300),
    (8, AccountKind::Pool, 0),
    (9, AccountKind::Clearing, 500),
    (10, AccountKind::System, 5_000),
    (11, AccountKind::System, 60),
];

pub fn account(n: u128, kind: AccountKind) -> Account {
    Account { id: account_id(n), kind, status: AccountStatus::Open, owing: Minutes::ZERO }
}

pub fn town() -> Books {
    let mut books = Books::default();
    for (n, kind, budget) in TOWN {
        books.open_account(account(n, kind), Minutes(budget));
    }
    books
}

/// Numbers out of which a command is made once the books so far are known.
#[derive(Clone, Debug)]
pub struct Step {
    pub what: u8,
    pub a: u8,
    pub b: u8,
    pub pick: u8,
    pub minutes: i64,
    pub days: i64,
    /// Microseconds that pass before it.
    pub wait: i64,
    pub twist: u8,
}

pub fn steps(least: usize, most: usize) -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![
        2 => Just(0i64),
        4 => 1i64..2_000_000,
        3 => 1_000_000i64..7_200_000_000,
        1 => 86_400_000_000i64..864_000_000_000,
    ];
    let step = (0u8..100, any::<u8>(), any::<u8>(), any::<u8>(), 1i64..120, -3i64..40, wait, any::<u8>()).prop_map(
        |(what, a, b, pick, minutes, days, wait, twist)| Step { what, a, b, pick, minutes, days, wait, twist },
    );
    proptest::collection::vec(step, least..most)
}

/// What has happened so far, for picking holds and postings.
#[derive(Default)]
pub struct Trail {
    pub commands: Vec<Command>,
    pub holds: Vec<HoldId>,
    pub postings: Vec<PostingId>,
    pub freezings: Vec<(AccountId, PostingId)>,
    pub claims: Vec<(AccountId, ClaimId)>,
    pub sent: Vec<(AccountId, Uuid)>,
    pub lots: Vec<(AccountId, LotId)>,
}

impl Trail {
    pub fn note(&mut self, books: &Books, command: &Command, effects: &Effects) {
        for posting in &effects.postings {
            match (posting.kind, &command.act) {
                (PostingKind::Hold, _) => self.holds.push(HoldId(posting.id.0)),
                (PostingKind::Freeze, Act::Freeze { account, .. }) => self.freezings.push((*account, posting.id)),
                _ => self.postings.push(posting.id),
            }
        }
        self.claims.extend(effects.claims.iter().map(|c| (c.debtor, c.id)));
        self.sent.extend(effects.items.iter().map(|i| (i.peer, i.id)));
        for lot in &effects.lots {
            let owner = books.buckets[&lot.bucket].account;
            if !self.lots.iter().any(|(_, id)| *id == lot.id) {
                self.lots.push((owner, lot.id));
            }
        }
        self.commands.push(command.clone());
    }
}

fn pick<T: Copy>(list: &[T], n: u8, or: T) -> T {
    // Recent ones are more interesting than old ones.
    if list.is_empty() { or } else { list[list.len() - 1 - (usize::from(n) % list.len().min(9))] }
}

fn nothing() -> Uuid {
    Uuid::from_u128(404)
}

/// The command a step stands for, given what has happened so far.
pub fn command(step: &Step, trail: &Trail, number: usize, now: Instant) -> Command {
    let key = format!("k{number}");
    // Everybody begins with something.
    if number < 5 {
        let (programme, to) = (account_id(6), account_id(number as u128));
        let last = (step.days < 25).then(|| now.day().plus_days(step.days.max(1)));
        return Command::grant(key, programme, to, Minutes(300 + step.minutes), last)
            .about(SubjectKind::Programme, programme);
    }
    let party = |n: u8| account_id(u128::from(n % 6));
    let any = |n: u8| account_id(u128::from(n % 13));
    // Mostly sensible, sometimes not.
    let odd = step.twist < 20;
    let (a, b) = if odd { (any(step.a), any(step.b)) } else { (party(step.a), party(step.b)) };
    let programme = if odd { any(step.pick) } else { account_id(6 + u128::from(step.pick % 2)) };
    let pool = if odd { any(step.pick) } else { account_id(8) };
    let peer = if odd { any(step.pick) } else { account_id(9) };
    let (frozen, freezing) = pick(&trail.freezings, step.pick, (a, PostingId(nothing())));
    let (debtor, claim) = pick(&trail.claims, step.pick, (a, ClaimId(nothing())));
    let system = if odd { any(step.pick) } else { account_id(10 + u128::from(step.pick % 2)) };
    let m = Minutes(step.minutes);
    let expires = (step.days < 30).then(|| now.day().plus_days(step.days));
    let hold = pick(&trail.holds, step.pick, HoldId(nothing()));
    let posting = pick(&trail.postings, step.pick, PostingId(nothing()));
    let (owner, lot) = pick(&trail.lots, step.pick, (a, LotId(nothing())));
    let order = OrderId(Uuid::from_u128(u128::from(step.pick)));
    let item = Uuid::from_u128(u128::from(step.pick % 16));
    let class = [Class::Earned, Class::Granted, Class::Gifted, Class::Honour][usize::from(step.b % 4)];
    let half = (step.twist.is_multiple_of(2)).then_some(m);
    let made = match step.what {
        0..=19 => {
            let until = now.plus(Span::hours(step.days * 12));
            match step.twist % 4 {
                0 => Command::hold_from(key, a, m, until, &[class, Class::Earned]),
                _ => Command::hold(key, a, m, until),
            }
        }
        20..=33 => Command::settle(key, hold, b, Minutes(1 + m.0 / 2), expires, order),
        34..=38 => Command::capture(key, hold, b, Minutes(1 + m.0 / 4), expires, order),
        39..=42 => Command::release(key, hold),
        43..=45 => Command::lapse(hold),
        46..=55 => Command::grant(key, programme, a, m, expires).about(SubjectKind::Programme, programme),
        56..=60 => match step.twist % 3 {
            0 => Command::new(
                key,
                Act::Gift { from: a, to: b, minutes: m, classes: vec![class], no_later_than: expires },
            ),
            _ => Command::gift(key, a, b, m),
        },
        61..=64 => Command::donate(key, a, pool, m),
        65..=67 => Command::allot(key, pool, a, m, expires),
        68..=69 => Command::overflow(key, a, Spill::Pool(pool), m),
        70..=71 => Command::overflow(key, a, Spill::Honour(system), m),
        72..=76 => Command::new(key, Act::Expire { account: owner, lot, pool }),
        77..=78 => Command::honour(key, system, a, m),
        79..=86 => {
            let shortfall = if step.twist.is_multiple_of(3) { Shortfall::Claim(system) } else { Shortfall::Refuse };
            Command::new(key, Act::Reverse { posting, minutes: half, shortfall })
        }
        87 => Command::new(key, Act::SettleClaim { claim, debtor, minutes: m }),
        88..=89 => {
            let classes = if step.twist.is_multiple_of(5) { vec![class] } else { Class::REDEEMABLE.to_vec() };
            Command::new(key, Act::Freeze { account: a, minutes: half, classes }).about(SubjectKind::Case, item)
        }
        90..=91 => {
            Command::new(key, Act::Lift { account: frozen, freezing, minutes: half }).about(SubjectKind::Case, item)
        }
        92..=93 => {
            let (closing, to) = match step.twist % 3 {
                0 => (Closing::Inheritance, b),
                1 => (Closing::Exit, pool),
                _ => (Closing::Merge, b),
            };
            Command::close(key, a, to, closing)
        }
        94..=95 => Command::new(key, Act::ClearOut { from: a, peer, item, class, minutes: m }),
        96..=97 => {
            let mut portions = vec![Portion { minutes: m, expires }];
            if step.twist % 2 == 1 {
                portions.push(Portion { minutes: Minutes(step.minutes % 7), expires: None });
            }
            Command::new(key, Act::ClearIn { peer, item, to: a, class, portions })
        }
        98 => {
            let (peer, item) = pick(&trail.sent, step.pick, (peer, item));
            Command::new(key, Act::ClearReturn { peer, item })
        }
        _ => {
            // The same key again: with the same content, or with another.
            let last = trail.commands.last().cloned();
            let again = last.unwrap_or_else(|| Command::release(key.clone(), hold));
            if step.twist.is_multiple_of(2) {
                again
            } else {
                Command { act: Act::Release { hold, lapsed: false }, ..again }
            }
        }
    };
    match step.days {
        -3 => made.on(now.day().plus_days(-2)),
        -2 if step.twist.is_multiple_of(2) => made.on(now.day().plus_days(1)),
        -1 if step.twist.is_multiple_of(16) => Command { note: Note::default(), ..made },
        _ => made,
    }
}

/// The code of a refusal, or "ok".
pub fn verdict(decision: &Decision) -> String {
    match decision {
        Decision::Replay(Ok(_)) => "replay ok".into(),
        Decision::Replay(Err(refusal)) => format!("replay {}", refusal.code),
        Decision::Unfit(refusal) | Decision::Refused(refusal) => refusal.code.to_string(),
        Decision::Accepted(..) => "ok".into(),
    }
}
