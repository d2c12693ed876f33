//! What each command does to the list.

use super::*;

impl Naive {
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
    pub(super) fn set_kind(&mut self, kind: PostingKind) {
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

    pub(super) fn begin(&mut self, from: AccountId, to: Place, minutes: i64, expires: Option<Day>) -> Result<(), No> {
        let lot = self.parcel(to, expires);
        self.slip(((from, Class::System, Free), None), (to, Some(lot)), minutes)
    }
    pub(super) fn hand(&mut self, (n, part): (usize, i64), to: Place, expires: Option<Day>) -> Result<(), No> {
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
}
