//! The ledger as a child would keep it: a list of what moved, and everything else found by adding up the list. No
//! balances, no running totals, no indexes. What it says is compared with the real thing after every command.

use super::*;
use std::collections::BTreeMap;

pub type Place = (AccountId, Class, State);
type No = &'static str;
use AccountKind as Kind;
use State::{Free, Frozen, Held};

/// A step of minutes from one place and lot to another.
#[derive(Clone, Debug)]
pub struct Slip {
    pub posting: usize,
    pub from: (Place, Option<usize>),
    pub to: (Place, Option<usize>),
    pub minutes: i64,
    pub day: Day,
}

#[derive(Clone, Debug)]
pub struct Parcel {
    pub place: Place,
    pub expires: Option<Day>,
    pub home: Option<usize>,
    pub hold: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Promise {
    pub account: AccountId,
    pub until: Instant,
}

#[derive(Clone, Default)]
pub struct Naive {
    pub kinds: BTreeMap<AccountId, (Kind, i64)>,
    pub status: BTreeMap<AccountId, AccountStatus>,
    pub closed: Option<Day>,
    pub slips: Vec<Slip>,
    pub parcels: Vec<Parcel>,
    /// By number: kind, and the id the real ledger gave it.
    pub postings: Vec<(PostingKind, PostingId)>,
    pub promises: BTreeMap<usize, Promise>,
    /// Who owes whom, by posting: amount.
    pub debts: Vec<(usize, AccountId, AccountId, i64)>,
    /// Paid on a debt, by its number.
    pub paid: Vec<(usize, i64)>,
    /// Posting, its n-th pair of places, turned back.
    pub turned: Vec<(usize, (Place, Place), i64)>,
    pub items: BTreeMap<(AccountId, Uuid, bool), (usize, AccountId, Class, bool)>,
    now: Option<Instant>,
    day: Option<Day>,
    posting: usize,
}

impl Naive {
    pub fn town() -> Naive {
        let mut naive = Naive::default();
        for (n, kind, budget) in TOWN {
            naive.kinds.insert(account_id(n), (kind, budget));
            naive.status.insert(account_id(n), AccountStatus::Open);
        }
        naive
    }

    fn now(&self) -> Instant {
        self.now.expect("run sets it")
    }
    fn day(&self) -> Day {
        self.day.expect("run sets it")
    }

    // Adding up.

    pub fn balance(&self, place: Place) -> i64 {
        self.slips.iter().filter(|s| s.to.0 == place).map(|s| s.minutes).sum::<i64>()
            - self.slips.iter().filter(|s| s.from.0 == place).map(|s| s.minutes).sum::<i64>()
    }
    pub fn left(&self, parcel: usize) -> i64 {
        self.slips.iter().filter(|s| s.to.1 == Some(parcel)).map(|s| s.minutes).sum::<i64>()
            - self.slips.iter().filter(|s| s.from.1 == Some(parcel)).map(|s| s.minutes).sum::<i64>()
    }
    /// Parcels of a place with something left, in the order they are taken.
    pub fn parcels_in(&self, place: Place) -> Vec<(usize, i64)> {
        let mut list: Vec<usize> =
            (0..self.parcels.len()).filter(|n| self.parcels[*n].place == place && self.left(*n) > 0).collect();
        list.sort_by_key(|n| (self.parcels[*n].expires.unwrap_or(Day(i64::MAX)), *n));
        list.into_iter().map(|n| (n, self.left(n))).collect()
    }
    fn lapsed(&self, parcel: usize) -> bool {
        self.parcels[parcel].expires.is_some_and(|day| day < self.now().day())
    }
    fn spendable(&self, account: AccountId, class: Class) -> i64 {
        let list = self.parcels_in((account, class, Free));
        list.into_iter().filter(|(n, _)| !self.lapsed(*n)).map(|(_, left)| left).sum()
    }
    pub fn owing(&self, debt: usize) -> i64 {
        self.debts[debt].3 - self.paid.iter().filter(|(n, _)| *n == debt).map(|(_, m)| m).sum::<i64>()
    }
    /// (held at first, paid out, given back) of a hold.
    pub fn promise(&self, hold: usize) -> (i64, i64, i64) {
        let at_first =
            self.slips.iter().filter(|s| s.posting == hold && s.to.0.2 == Held).map(|s| s.minutes).sum();
        let out = |back: bool| {
            self.slips
                .iter()
                .filter(|s| s.from.1.is_some_and(|p| self.parcels[p].hold == Some(hold)) && s.from.0.2 == Held)
                .filter(|s| (s.to.0.0 == s.from.0.0) == back)
                .map(|s| s.minutes)
                .sum()
        };
        (at_first, out(false), out(true))
    }

    // Guards.

    fn kind(&self, id: AccountId) -> Result<Kind, No> {
        self.kinds.get(&id).map(|(kind, _)| *kind).ok_or("ledger.unknown")
    }
    fn giver(&self, id: AccountId) -> Result<Kind, No> {
        let kind = self.kind(id)?;
        match self.status[&id] {
            AccountStatus::Open => Ok(kind),
            AccountStatus::Frozen => Err("ledger.account-frozen"),
            AccountStatus::Closed => Err("ledger.account-closed"),
        }
    }
    fn receiver(&self, id: AccountId) -> Result<Kind, No> {
        let kind = self.kind(id)?;
        if self.status[&id] == AccountStatus::Closed { Err("ledger.account-closed") } else { Ok(kind) }
    }
    fn must(&self, holds: bool, no: No) -> Result<(), No> {
        if holds { Ok(()) } else { Err(no) }
    }

    // Writing down.

    fn slip(&mut self, from: (Place, Option<usize>), to: (Place, Option<usize>), minutes: i64) -> Result<(), No> {
        let (kind, _) = self.postings[self.posting];
        let listed = CROSSINGS.iter().any(|c| {
            c.kind == kind && c.from == (from.0.1, from.0.2) && c.to == (to.0.1, to.0.2)
        });
        self.must(listed, "ledger.crossing")?;
        let (giver, budget) = self.kinds[&from.0.0];
        if !giver.has_lots() {
            self.must(self.balance(from.0) - minutes >= -budget, "ledger.budget")?;
        }
        self.slips.push(Slip { posting: self.posting, from, to, minutes, day: self.day() });
        Ok(())
    }
    fn parcel(&mut self, place: Place, expires: Option<Day>) -> usize {
        self.parcels.push(Parcel { place, expires, home: None, hold: None });
        self.parcels.len() - 1
    }
    /// Which parcels pay, class by class.
    fn choose(
        &self,
        kind: PostingKind,
        account: AccountId,
        minutes: i64,
        classes: &[Class],
        lapsed_too: bool,
    ) -> Result<Vec<(usize, i64)>, No> {
        for class in classes {
            let listed = CROSSINGS.iter().any(|c| c.kind == kind && c.from == (*class, Free));
            self.must(listed, "ledger.crossing")?;
        }
        let mut pay = Vec::new();
        let mut left = minutes;
        for class in classes {
            for (n, has) in self.parcels_in((account, *class, Free)) {
                if lapsed_too || !self.lapsed(n) {
                    let part = has.min(left);
                    left -= part;
                    if part > 0 {
                        pay.push((n, part));
                    }
                }
            }
        }
        self.must(left == 0, "ledger.insufficient")?;
        Ok(pay)
    }

    /// Decides a command. On "no" everything is as before.
    pub fn run(&mut self, command: &Command, now: Instant) -> Result<(), No> {
        let before = self.clone();
        self.now = Some(now);
        self.day = Some(command.note.effective.unwrap_or(now.day()));
        let result = self.check(command).and_then(|()| {
            self.postings.push((PostingKind::Hold, PostingId(Uuid::nil())));
            self.posting = self.postings.len() - 1;
            let slips = self.slips.len();
            self.act(&command.act)?;
            self.must(self.slips.len() > slips, "ledger.nothing-left")
        });
        if result.is_err() {
            *self = before;
        }
        result
    }

    fn check(&self, command: &Command) -> Result<(), No> {
        let subject = command.note.subject.map(|s| s.kind);
        let needed = match command.act {
            Act::Settle { .. } => Some(SubjectKind::Order),
            Act::Grant { .. } => Some(SubjectKind::Programme),
            Act::Freeze { .. } | Act::Lift { .. } => Some(SubjectKind::Case),
            _ => None,
        };
        self.must(needed.is_none() || subject == needed, "ledger.subject-missing")?;
        if let Act::ClearIn { portions, .. } = &command.act {
            self.must(portions.iter().all(|p| p.minutes.0 > 0), "ledger.amount")?;
        }
        self.must(self.day() <= self.now().day(), "ledger.day-ahead")?;
        self.must(self.closed.is_none_or(|through| self.day() > through), "ledger.period-closed")
    }

    fn lasting(&self, expires: Option<Day>) -> Result<(), No> {
        self.must(expires.is_none_or(|day| day >= self.now().day()), "ledger.expiry-past")
    }
    fn distinct(&self, classes: &[Class]) -> Result<(), No> {
        let twice = (0..classes.len()).any(|n| classes[n + 1..].contains(&classes[n]));
        self.must(!classes.is_empty() && !twice, "ledger.classes")
    }
    fn set_kind(&mut self, kind: PostingKind) {
        self.postings[self.posting].0 = kind;
    }

    fn act(&mut self, act: &Act) -> Result<(), No> {
        match act {
            Act::Hold { account, minutes, classes, expires_at } => {
                self.distinct(classes)?;
                let kind = self.giver(*account)?;
                self.must(kind.has_lots(), "ledger.account-kind")?;
                self.must(*expires_at > self.now(), "ledger.hold-expired")?;
                self.set_kind(PostingKind::Hold);
                let pay = self.choose(PostingKind::Hold, *account, minutes.0, classes, false)?;
                self.promises.insert(self.posting, Promise { account: *account, until: *expires_at });
                self.aside(pay, Held)
            }
            Act::Settle { hold, to, minutes, expires, close } => {
                self.set_kind(PostingKind::Settlement);
                self.lasting(*expires)?;
                let (number, promise) = self.find_hold(*hold)?;
                let kind = self.receiver(*to)?;
                self.must(*to != promise.account, "ledger.same-account")?;
                self.must(kind.is_party(), "ledger.account-kind")?;
                self.must(self.now() < promise.until, "ledger.hold-expired")?;
                let set_aside = self.set_aside(promise.account, Held, number);
                let left: i64 = set_aside.iter().map(|(_, m)| m).sum();
                self.must(minutes.0 <= left, "ledger.hold-left")?;
                let earned = (*to, Class::Earned, Free);
                let lot = self.parcel(earned, *expires);
                let mut due = minutes.0;
                for (n, has) in set_aside {
                    let part = has.min(due);
                    due -= part;
                    let place = self.parcels[n].place;
                    if part > 0 {
                        self.slip((place, Some(n)), (earned, Some(lot)), part)?;
                    }
                    if *close && has > part {
                        self.home(n, has - part)?;
                    }
                }
                self.pay_debts(*to, lot, minutes.0)
            }
            Act::Release { hold, lapsed } => {
                self.set_kind(if *lapsed { PostingKind::HoldExpiry } else { PostingKind::Release });
                let (number, promise) = self.find_hold(*hold)?;
                self.must(!*lapsed || self.now() >= promise.until, "ledger.hold-running")?;
                for (n, has) in self.set_aside(promise.account, Held, number) {
                    self.home(n, has)?;
                }
                Ok(())
            }
            Act::Grant { programme, to, minutes, expires } => {
                self.set_kind(PostingKind::Grant);
                self.lasting(*expires)?;
                let (giver, receiver) = (self.giver(*programme)?, self.receiver(*to)?);
                self.must(giver == Kind::Programme && receiver.is_party(), "ledger.account-kind")?;
                self.begin(*programme, (*to, Class::Granted, Free), minutes.0, *expires)
            }
            Act::Honour { from, to, minutes } => {
                self.set_kind(PostingKind::Honour);
                let (giver, receiver) = (self.giver(*from)?, self.receiver(*to)?);
                self.must(giver == Kind::System && receiver.is_party(), "ledger.account-kind")?;
                self.begin(*from, (*to, Class::Honour, Free), minutes.0, None)
            }
            Act::Gift { from, to, minutes, classes, no_later_than } => {
                self.set_kind(PostingKind::Gift);
                self.distinct(classes)?;
                self.lasting(*no_later_than)?;
                let (giver, receiver) = (self.giver(*from)?, self.receiver(*to)?);
                self.must(from != to, "ledger.same-account")?;
                self.must(giver.is_party() && receiver.is_party(), "ledger.account-kind")?;
                let pay = self.choose(PostingKind::Gift, *from, minutes.0, classes, false)?;
                for (n, part) in pay {
                    let own = self.parcels[n].expires;
                    let expires = [own, *no_later_than].into_iter().flatten().min();
                    self.hand((n, part), (*to, Class::Gifted, Free), expires)?;
                }
                Ok(())
            }
            Act::Donate { from, pool, minutes, classes } => {
                self.set_kind(PostingKind::Donation);
                self.distinct(classes)?;
                let (giver, receiver) = (self.giver(*from)?, self.receiver(*pool)?);
                self.must(giver.is_party() && receiver == Kind::Pool, "ledger.account-kind")?;
                let pay = self.choose(PostingKind::Donation, *from, minutes.0, classes, false)?;
                pay.into_iter().try_for_each(|part| self.hand(part, (*pool, Class::Gifted, Free), None))
            }
            Act::Allot { pool, to, minutes, expires } => {
                self.set_kind(PostingKind::Allotment);
                self.lasting(*expires)?;
                let (giver, receiver) = (self.giver(*pool)?, self.receiver(*to)?);
                self.must(giver == Kind::Pool && receiver.is_party(), "ledger.account-kind")?;
                let pay = self.choose(PostingKind::Allotment, *pool, minutes.0, &[Class::Gifted], false)?;
                pay.into_iter().try_for_each(|part| self.hand(part, (*to, Class::Gifted, Free), *expires))
            }
            Act::Overflow { from, spill, minutes } => self.overflow(*from, *spill, minutes.0),
            Act::Expire { account, lot, pool } => {
                self.set_kind(PostingKind::Expiry);
                self.kind(*account)?;
                let kind = self.receiver(*pool)?;
                self.must(kind == Kind::Pool, "ledger.account-kind")?;
                let n = self.find_lot(*lot)?;
                let (owner, class, state) = self.parcels[n].place;
                let mine = owner == *account && state == Free && Class::REDEEMABLE.contains(&class);
                self.must(mine, "ledger.lot-not-free")?;
                self.must(self.lapsed(n), "ledger.lot-not-due")?;
                let left = self.left(n);
                self.must(left > 0, "ledger.nothing-left")?;
                self.hand((n, left), (*pool, Class::Gifted, Free), None)
            }
            Act::Reverse { posting, minutes, shortfall } => self.reverse(*posting, *minutes, *shortfall),
            Act::SettleClaim { claim, debtor, minutes } => {
                self.set_kind(PostingKind::ClaimSettlement);
                let number = self.find_debt(*claim, *debtor)?;
                let creditor = self.debts[number].2;
                self.giver(*debtor)?;
                self.receiver(creditor)?;
                self.must(minutes.0 <= self.owing(number), "ledger.claim-left")?;
                let classes = [Class::Gifted, Class::Earned];
                let pay = self.choose(PostingKind::ClaimSettlement, *debtor, minutes.0, &classes, false)?;
                for (n, part) in pay {
                    let place = self.parcels[n].place;
                    self.slip((place, Some(n)), ((creditor, Class::System, Free), None), part)?;
                }
                self.paid.push((number, minutes.0));
                Ok(())
            }
            Act::Freeze { account, minutes, classes } => {
                self.set_kind(PostingKind::Freeze);
                self.distinct(classes)?;
                let kind = self.receiver(*account)?;
                self.must(kind.has_lots(), "ledger.account-kind")?;
                let all = classes.iter().map(|c| self.balance((*account, *c, Free))).sum();
                let wanted = minutes.map_or(all, |m| m.0);
                let pay = self.choose(PostingKind::Freeze, *account, wanted, classes, true)?;
                self.aside(pay, Frozen)
            }
            Act::Lift { account, freezing, minutes } => {
                self.set_kind(PostingKind::Lift);
                self.receiver(*account)?;
                let number = self.postings.iter().position(|(_, id)| id == freezing).unwrap_or(usize::MAX);
                let set_aside = self.set_aside(*account, Frozen, number);
                let left: i64 = set_aside.iter().map(|(_, m)| m).sum();
                self.must(left > 0, "ledger.nothing-left")?;
                let mut due = minutes.map_or(left, |m| m.0);
                self.must(due <= left, "ledger.hold-left")?;
                for (n, has) in set_aside {
                    let part = has.min(due);
                    due -= part;
                    if part > 0 {
                        self.home(n, part)?;
                    }
                }
                Ok(())
            }
            Act::Close { from, to, closing } => self.close(*from, *to, *closing),
            Act::ClearOut { from, peer, item, class, minutes } => {
                self.set_kind(PostingKind::ClearingOut);
                let (giver, receiver) = (self.giver(*from)?, self.receiver(*peer));
                self.must(giver.is_party(), "ledger.account-kind")?;
                self.must(receiver? == Kind::Clearing, "ledger.account-kind")?;
                self.must(!self.items.contains_key(&(*peer, *item, true)), "ledger.item-known")?;
                let pay = self.choose(PostingKind::ClearingOut, *from, minutes.0, &[*class], false)?;
                for (n, part) in pay {
                    let place = self.parcels[n].place;
                    self.slip((place, Some(n)), ((*peer, Class::System, Free), None), part)?;
                }
                self.items.insert((*peer, *item, true), (self.posting, *from, *class, true));
                Ok(())
            }
            Act::ClearIn { peer, item, to, class, portions } => {
                self.set_kind(PostingKind::ClearingIn);
                let kind = self.giver(*peer)?;
                self.must(kind == Kind::Clearing, "ledger.account-kind")?;
                let kind = self.receiver(*to)?;
                self.must(kind.is_party(), "ledger.account-kind")?;
                self.must(!self.items.contains_key(&(*peer, *item, false)), "ledger.item-known")?;
                for portion in portions {
                    self.begin(*peer, (*to, *class, Free), portion.minutes.0, portion.expires)?;
                }
                self.items.insert((*peer, *item, false), (self.posting, *to, *class, false));
                Ok(())
            }
            Act::ClearReturn { peer, item } => {
                self.set_kind(PostingKind::ClearingReturn);
                let kind = self.kind(*peer)?;
                self.must(kind == Kind::Clearing, "ledger.account-kind")?;
                let key = (*peer, *item, true);
                let (posting, account, class, open) = *self.items.get(&key).ok_or("ledger.unknown")?;
                self.receiver(account)?;
                self.must(open, "ledger.item-closed")?;
                for slip in self.slips.clone().into_iter().filter(|s| s.posting == posting) {
                    self.slip(slip.to, slip.from, slip.minutes)?;
                }
                self.items.insert(key, (posting, account, class, false));
                Ok(())
            }
        }
    }

    fn begin(&mut self, from: AccountId, to: Place, minutes: i64, expires: Option<Day>) -> Result<(), No> {
        let lot = self.parcel(to, expires);
        self.slip(((from, Class::System, Free), None), (to, Some(lot)), minutes)
    }
    fn hand(&mut self, (n, part): (usize, i64), to: Place, expires: Option<Day>) -> Result<(), No> {
        let lot = self.parcel(to, expires);
        let place = self.parcels[n].place;
        self.slip((place, Some(n)), (to, Some(lot)), part)
    }
    fn aside(&mut self, pay: Vec<(usize, i64)>, state: State) -> Result<(), No> {
        for (n, part) in pay {
            let Parcel { place, expires, .. } = self.parcels[n].clone();
            let to = (place.0, place.1, state);
            self.parcels.push(Parcel { place: to, expires, home: Some(n), hold: Some(self.posting) });
            self.slip((place, Some(n)), (to, Some(self.parcels.len() - 1)), part)?;
        }
        Ok(())
    }
    fn home(&mut self, n: usize, part: i64) -> Result<(), No> {
        let home = self.parcels[n].home.ok_or("no home")?;
        let (from, to) = (self.parcels[n].place, self.parcels[home].place);
        self.slip((from, Some(n)), (to, Some(home)), part)
    }
    fn set_aside(&self, account: AccountId, state: State, hold: usize) -> Vec<(usize, i64)> {
        let mut list: Vec<(usize, i64)> = Class::REDEEMABLE
            .iter()
            .flat_map(|class| self.parcels_in((account, *class, state)))
            .filter(|(n, _)| self.parcels[*n].hold == Some(hold))
            .collect();
        list.sort_by_key(|(n, _)| (self.parcels[*n].expires.unwrap_or(Day(i64::MAX)), *n));
        list
    }
    fn find_hold(&self, id: HoldId) -> Result<(usize, Promise), No> {
        let number = self.postings.iter().position(|(_, p)| p.0 == id.0).ok_or("ledger.unknown")?;
        self.promises.get(&number).cloned().map(|p| (number, p)).ok_or("ledger.unknown")
    }
    fn find_debt(&self, id: ClaimId, debtor: AccountId) -> Result<usize, No> {
        let number = self.debts.iter().position(|(p, who, ..)| self.postings[*p].1.0 == id.0 && *who == debtor);
        number.ok_or("ledger.unknown")
    }
    /// A lot's id is that of its posting with its number in bytes 8 and 9.
    fn find_lot(&self, id: LotId) -> Result<usize, No> {
        let mut bytes = *id.0.as_bytes();
        let number = usize::from(u16::from_be_bytes([bytes[8] & 0x3f, bytes[9]]));
        (bytes[8], bytes[9]) = (0x80, 0);
        let posting = self.postings.iter().position(|(_, p)| *p.0.as_bytes() == bytes).ok_or("ledger.unknown")?;
        let mut made: Vec<usize> = (0..self.parcels.len())
            .filter(|n| self.slips.iter().find(|s| s.to.1 == Some(*n)).is_some_and(|s| s.posting == posting))
            .collect();
        made.sort_unstable();
        made.get(number - 1).copied().ok_or("ledger.unknown")
    }
    fn pay_debts(&mut self, earner: AccountId, lot: usize, earned: i64) -> Result<(), No> {
        let mut left = earned;
        let open: Vec<usize> =
            (0..self.debts.len()).filter(|n| self.debts[*n].1 == earner && self.owing(*n) > 0).collect();
        if open.is_empty() {
            return Ok(());
        }
        self.postings.push((PostingKind::ClaimSettlement, PostingId(Uuid::nil())));
        self.posting = self.postings.len() - 1;
        for n in open {
            let part = left.min(self.owing(n));
            left -= part;
            if part > 0 {
                let place = self.parcels[lot].place;
                self.slip((place, Some(lot)), ((self.debts[n].2, Class::System, Free), None), part)?;
                self.paid.push((n, part));
            }
        }
        Ok(())
    }

    fn overflow(&mut self, from: AccountId, spill: Spill, minutes: i64) -> Result<(), No> {
        self.set_kind(PostingKind::Overflow);
        let giver = self.giver(from)?;
        self.must(giver.is_party(), "ledger.account-kind")?;
        let (target, wanted) = match spill {
            Spill::Pool(pool) => (pool, Kind::Pool),
            Spill::Honour(system) => (system, Kind::System),
        };
        let receiver = self.receiver(target)?;
        self.must(receiver == wanted, "ledger.account-kind")?;
        let pay = self.choose(PostingKind::Overflow, from, minutes, &[Class::Earned], false)?;
        match spill {
            Spill::Pool(pool) => {
                pay.into_iter().try_for_each(|part| self.hand(part, (pool, Class::Gifted, Free), None))
            }
            Spill::Honour(system) => {
                for (n, part) in pay {
                    let place = self.parcels[n].place;
                    self.slip((place, Some(n)), ((system, Class::System, Free), None), part)?;
                }
                self.begin(system, (from, Class::Honour, Free), minutes, None)
            }
        }
    }

    fn close(&mut self, from: AccountId, to: AccountId, closing: Closing) -> Result<(), No> {
        let (giver, receiver) = (self.kind(from)?, self.receiver(to)?);
        self.must(from != to, "ledger.same-account")?;
        self.must(giver.is_party(), "ledger.account-kind")?;
        let fits = if closing == Closing::Exit { receiver == Kind::Pool } else { receiver == giver };
        self.must(fits, "ledger.account-kind")?;
        if closing != Closing::Exit {
            self.giver(from)?;
        }
        let sum = |state| -> i64 { Class::REDEEMABLE.iter().map(|c| self.balance((from, *c, state))).sum() };
        self.must(sum(Held) == 0, "ledger.hold-open")?;
        self.must(closing == Closing::Exit || sum(Frozen) == 0, "ledger.frozen-left")?;
        use Class::*;
        let (kind, classes, states): (_, &[Class], &[State]) = match closing {
            Closing::Inheritance => (PostingKind::Inheritance, &[Earned, Gifted], &[Free]),
            Closing::Exit => (PostingKind::Exit, &[Granted, Gifted, Earned], &[Free, Frozen]),
            Closing::Merge => (PostingKind::Merge, &[Earned, Granted, Gifted, Honour], &[Free]),
        };
        self.set_kind(kind);
        for class in classes {
            for state in states {
                let target = if closing == Closing::Merge { *class } else { Gifted };
                for (n, has) in self.parcels_in((from, *class, *state)) {
                    let expires = if closing == Closing::Exit { None } else { self.parcels[n].expires };
                    self.hand((n, has), (to, target, Free), expires)?;
                }
            }
        }
        Ok(())
    }

    fn reverse(&mut self, id: PostingId, wanted: Option<Minutes>, shortfall: Shortfall) -> Result<(), No> {
        let number = self.postings.iter().position(|(_, p)| *p == id).ok_or("ledger.unknown")?;
        let kind = self.postings[number].0;
        use PostingKind as K;
        let can = [
            K::Settlement, K::Grant, K::Gift, K::Donation, K::Allotment, K::Overflow, K::Expiry, K::Honour,
            K::Inheritance, K::Exit,
        ];
        self.must(can.contains(&kind), "ledger.not-reversible")?;
        self.set_kind(K::Reversal);
        // What changed hands, pair of places by pair of places, in order.
        let mut pairs: Vec<((Place, Place), Vec<Slip>)> = Vec::new();
        for slip in self.slips.iter().filter(|s| s.posting == number) {
            let (from, to) = (slip.from.0, slip.to.0);
            if (from.0, from.1) != (to.0, to.1) {
                match pairs.iter_mut().find(|(pair, _)| *pair == (from, to)) {
                    Some((_, list)) => list.push(slip.clone()),
                    None => pairs.push(((from, to), vec![slip.clone()])),
                }
            }
        }
        let turned = |naive: &Naive, pair: (Place, Place)| -> i64 {
            naive.turned.iter().filter(|(p, q, _)| *p == number && *q == pair).map(|(.., m)| m).sum()
        };
        let left = |naive: &Naive, (pair, list): &((Place, Place), Vec<Slip>)| {
            list.iter().map(|s| s.minutes).sum::<i64>() - turned(naive, *pair)
        };
        let both = kind == K::Overflow && pairs.len() > 1;
        let all: i64 = if both { left(self, &pairs[0]) } else { pairs.iter().map(|p| left(self, p)).sum() };
        let wanted = wanted.map_or(all, |m| m.0);
        self.must(all > 0 && wanted <= all, "ledger.reversal-left")?;
        let mut due = wanted;
        for pair in pairs.iter().rev() {
            let part = due.min(left(self, pair));
            if part > 0 {
                let before = turned(self, pair.0);
                self.turn(pair, part, before, shortfall)?;
                self.turned.push((number, pair.0, part));
                due -= if both { 0 } else { part };
            }
        }
        Ok(())
    }

    fn turn(
        &mut self,
        (pair, list): &((Place, Place), Vec<Slip>),
        part: i64,
        before: i64,
        shortfall: Shortfall,
    ) -> Result<(), No> {
        let ((giver, class, _), _) = (pair.1, ());
        self.receiver(pair.0.0)?;
        let home: Place = (pair.0.0, pair.0.1, Free);
        // Every minute on its own: out of which parcel, into which.
        let mut into: Vec<Option<usize>> = Vec::new();
        for slip in list.iter().rev() {
            let lot = slip.from.1.map(|n| if slip.from.0.2 == Free { n } else { self.parcels[n].home.unwrap() });
            into.extend(std::iter::repeat_n(lot, slip.minutes as usize));
        }
        into = into[before as usize..][..part as usize].to_vec();
        let mut out: Vec<(Place, Option<usize>)> = Vec::new();
        if self.kinds[&giver].0.has_lots() {
            let own: Vec<usize> = list.iter().rev().filter_map(|s| s.to.1).collect();
            for state in [Free, Frozen] {
                let place = (giver, class, state);
                let mut parcels = self.parcels_in(place);
                let rank = |n: usize| own.iter().position(|o| *o == n).unwrap_or(usize::MAX);
                parcels.sort_by_key(|(n, _)| rank(*n));
                for (n, has) in parcels {
                    out.extend(std::iter::repeat_n((place, Some(n)), has as usize));
                }
            }
            out.truncate(part as usize);
            let missing = part - out.len() as i64;
            if missing > 0 {
                let Shortfall::Claim(standin) = shortfall else { return Err("ledger.shortfall") };
                self.must(class != Class::Honour, "ledger.shortfall")?;
                let kind = self.giver(standin)?;
                self.must(kind == Kind::System && self.kinds[&giver].0.is_party(), "ledger.account-kind")?;
                let place = (standin, Class::System, Free);
                out.extend(std::iter::repeat_n((place, None), missing as usize));
                let posting = self.posting;
                match self.debts.iter_mut().find(|(p, ..)| *p == posting) {
                    Some(debt) => debt.3 += missing,
                    None => self.debts.push((posting, giver, standin, missing)),
                }
            }
        } else {
            out = vec![((giver, class, Free), None); part as usize];
        }
        // Budget is looked at for the sum, so runs of equal minutes are written as one.
        let mut runs: Vec<((Place, Option<usize>), Option<usize>, i64)> = Vec::new();
        for (from, to) in out.into_iter().zip(into) {
            match runs.last_mut() {
                Some((f, t, m)) if *f == from && *t == to => *m += 1,
                _ => runs.push((from, to, 1)),
            }
        }
        for (from, to, minutes) in runs {
            self.slip(from, (home, to), minutes)?;
        }
        Ok(())
    }
}
