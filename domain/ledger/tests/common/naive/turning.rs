//! Spilling over, emptying an account, turning a posting round.

use super::*;

/// A place and the parcel in it.
type From = (Place, Option<usize>);

impl Naive {
    pub(super) fn overflow(&mut self, from: AccountId, spill: Spill, minutes: i64) -> Result<(), No> {
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

    pub(super) fn close(&mut self, from: AccountId, to: AccountId, closing: Closing) -> Result<(), No> {
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

    pub(super) fn reverse(&mut self, id: PostingId, wanted: Option<Minutes>, shortfall: Shortfall) -> Result<(), No> {
        let number = self.postings.iter().position(|(_, p)| *p == id).ok_or("ledger.unknown")?;
        let kind = self.postings[number].0;
        use PostingKind as K;
        let can = [
            K::Settlement,
            K::Grant,
            K::Gift,
            K::Donation,
            K::Allotment,
            K::Overflow,
            K::Expiry,
            K::Honour,
            K::Inheritance,
            K::Exit,
            K::Merge,
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
        let mut runs: Vec<(From, Option<usize>, i64)> = Vec::new();
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
