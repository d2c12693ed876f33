//! Sums that must come to nothing, for any number of keys, in bounded memory.
//!
//! A projection is right when, for every key, what the facts say less what the projection says is zero. Keeping a sum for
//! each key would take memory that grows with the books. So each key gets a secret random weight and only weighted sums
//! are kept, a thousand for each kind of projection: they are all zero if everything is right, and if anything is wrong
//! one of them is not (but for a chance of about one in 2⁶⁰, and nobody can aim at it without the weights). Only then a
//! second pass keeps exact sums, for the keys of a few cells that were not zero, and names them.

use std::collections::BTreeMap;
use tb_kernel::Entropy;

/// Which projection a sum checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sum {
    Balance,
    Entry,
    Version,
    Recorded,
    Day,
    Place,
    Floor,
    LotLeft,
    LotAmount,
    LotCover,
    HoldAmount,
    HoldCaptured,
    HoldReturned,
    HeldPlace,
    ReversedBy,
    Owing,
    ClaimSettled,
}

impl Sum {
    pub(super) const ALL: [Sum; 17] = [
        Sum::Balance,
        Sum::Entry,
        Sum::Version,
        Sum::Recorded,
        Sum::Day,
        Sum::Place,
        Sum::Floor,
        Sum::LotLeft,
        Sum::LotAmount,
        Sum::LotCover,
        Sum::HoldAmount,
        Sum::HoldCaptured,
        Sum::HoldReturned,
        Sum::HeldPlace,
        Sum::ReversedBy,
        Sum::Owing,
        Sum::ClaimSettled,
    ];
    /// The invariant it belongs to, and what is wrong when it is not zero.
    pub(super) const fn says(self) -> (&'static str, &'static str) {
        match self {
            Sum::Balance => ("Tail", "balance of a bucket differs from what its moves add up to"),
            Sum::Entry => ("Link", "entry of a posting on a bucket differs from its moves, day or time"),
            Sum::Version => ("Tail", "version of a bucket differs from the number of its entries"),
            Sum::Recorded => ("Tail", "time of a bucket differs from its last entry"),
            Sum::Day => ("Days", "delta of a bucket and day differs from its entries"),
            Sum::Place => ("Floor", "place of an account is missing or is not one"),
            Sum::Floor => ("Floor", "floor of a bucket differs from the account's budget"),
            Sum::LotLeft => ("Cover", "rest of a lot differs from what went in and out"),
            Sum::LotAmount => ("Birth", "amount of a lot differs from what its origin put in"),
            Sum::LotCover => ("Cover", "open lots of a bucket differ from its balance"),
            Sum::HoldAmount => ("Hold", "amount of a hold differs from what was reserved"),
            Sum::HoldCaptured => ("Hold", "captured part of a hold differs from what was paid out of it"),
            Sum::HoldReturned => ("Hold", "returned part of a hold differs from what went back"),
            Sum::HeldPlace => ("Hold", "held minutes of an account differ from its open holds"),
            Sum::ReversedBy => ("Undo", "moves of a reversal differ from the parts it turned round"),
            Sum::Owing => ("Undo", "what an account owes differs from its open claims"),
            Sum::ClaimSettled => ("Undo", "settled claims of an account differ from what it paid on them"),
        }
    }
}

const CELLS: usize = 1024;
/// Cells of one projection that the second pass looks into.
const CELLS_NAMED: usize = 4;
const SUMS: usize = Sum::ALL.len();

/// A key: up to three numbers of 128 bits.
pub(super) type Key = [u128; 3];

pub(super) struct Tallies {
    secret: [u128; 8],
    cells: Vec<[i128; CELLS]>,
    /// In the second pass.
    exact: Option<Exact>,
}

/// The cells looked into, for each projection, and exact sums of their keys.
struct Exact {
    cells: Vec<Vec<usize>>,
    sums: BTreeMap<(Sum, Key), i128>,
}

impl Tallies {
    pub(super) fn new(entropy: &Entropy) -> Tallies {
        let secret = std::array::from_fn(|_| u128::from_be_bytes(entropy.bytes()));
        Tallies { secret, cells: vec![[0; CELLS]; SUMS], exact: None }
    }

    /// Adds `amount` to the sum of a key.
    pub(super) fn add(&mut self, sum: Sum, key: Key, amount: i64) {
        let (cell, weight) = self.weigh(sum, key);
        match &mut self.exact {
            None => {
                let place = &mut self.cells[sum as usize][cell];
                *place = place.wrapping_add(i128::from(amount).wrapping_mul(weight));
            }
            Some(Exact { cells, sums }) => {
                if cells[sum as usize].contains(&cell) {
                    let entry = sums.entry((sum, key)).or_default();
                    *entry += i128::from(amount);
                    if *entry == 0 {
                        sums.remove(&(sum, key));
                    }
                }
            }
        }
    }

    /// The sums that are not zero.
    pub(super) fn uneven(&self) -> Vec<Sum> {
        Sum::ALL.into_iter().filter(|sum| self.cells[*sum as usize].iter().any(|cell| *cell != 0)).collect()
    }

    /// From now on exact sums are kept for some of the cells that are not zero.
    pub(super) fn look_closer(&mut self) {
        let uneven =
            |cells: &[i128; CELLS]| (0..CELLS).filter(|cell| cells[*cell] != 0).take(CELLS_NAMED).collect::<Vec<_>>();
        self.exact = Some(Exact { cells: self.cells.iter().map(uneven).collect(), sums: BTreeMap::new() });
    }

    /// After the second pass: keys of `sum` that are not even, and by how much.
    pub(super) fn named(&self, sum: Sum) -> Vec<(Key, i128)> {
        let Some(Exact { sums, .. }) = &self.exact else { return Vec::new() };
        let range = (sum, [0; 3])..=(sum, [u128::MAX; 3]);
        sums.range(range).map(|((_, key), amount)| (*key, *amount)).collect()
    }

    /// A strongly universal hash: secret multipliers of 128 bits, the upper half of the sum.
    fn weigh(&self, sum: Sum, key: Key) -> (usize, i128) {
        let mut hash = self.secret[0].wrapping_add(self.secret[1].wrapping_mul(sum as u128 + 1));
        for (n, word) in key.into_iter().enumerate() {
            hash = hash.wrapping_add(self.secret[2 + 2 * n].wrapping_mul(word >> 64));
            hash = hash.wrapping_add(self.secret[3 + 2 * n].wrapping_mul(word & u128::from(u64::MAX)));
        }
        let upper = (hash >> 64) as u64;
        // Never zero, so that a single wrong key always shows.
        ((upper >> 54) as usize, i128::from(upper | 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_and_goes_leaves_nothing_and_one_wrong_key_is_named() {
        let mut tallies = Tallies::new(&Entropy::seeded(3));
        let all = |tallies: &mut Tallies| {
            for n in 0..5_000u128 {
                tallies.add(Sum::Balance, [n, 7, 0], n as i64);
                tallies.add(Sum::Balance, [n, 7, 0], -(n as i64));
            }
            tallies.add(Sum::Day, [9, 0, 0], 3);
        };
        all(&mut tallies);
        assert_eq!(tallies.uneven(), [Sum::Day]);
        tallies.look_closer();
        all(&mut tallies);
        assert_eq!(tallies.named(Sum::Day), [([9, 0, 0], 3)]);
        assert!(tallies.named(Sum::Balance).is_empty());
    }
}
