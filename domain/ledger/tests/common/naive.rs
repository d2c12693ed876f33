//! The ledger as a child would keep it: a list of what moved, and everything else found by adding up the list. No
//! balances, no running totals, no indexes. What it says is compared with the real thing after every command.

mod acts;
mod turning;

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

/// Posting, account, class, still open.
pub type Sent = (usize, AccountId, Class, bool);

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
    pub items: BTreeMap<(AccountId, Uuid, bool), Sent>,
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
        let at_first = self.slips.iter().filter(|s| s.posting == hold && s.to.0.2 == Held).map(|s| s.minutes).sum();
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
        let listed =
            CROSSINGS.iter().any(|c| c.kind == kind && c.from == (from.0.1, from.0.2) && c.to == (to.0.1, to.0.2));
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
}
