//! Chance, repeatable: every choice of the simulation is thrown with these dice, which know nothing but their seed. The
//! house's own ids and keys come from another stream, so that what people do and what they are called do not hang together.

use tb_kernel::Entropy;

/// A stream of choices.
pub(crate) struct Dice(Entropy);

impl Dice {
    /// The stream `name` of a seed: another name gives other choices from the same seed.
    pub(crate) fn of(seed: u64, name: &str) -> Dice {
        let digest = tb_crypto::digest(&[b"dice", &seed.to_be_bytes(), name.as_bytes()]);
        let mut first = [0u8; 8];
        first.copy_from_slice(&digest[..8]);
        Dice(Entropy::seeded(u64::from_be_bytes(first)))
    }
    /// 0 … bound − 1; 0 when there is nothing to choose from.
    pub(crate) fn below(&self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0.below(bound)).unwrap_or(0)
    }
    /// `low` … `high`, both included.
    pub(crate) fn between(&self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(self.0.below(width)).unwrap_or(0)
    }
    /// True in so many of a thousand cases.
    pub(crate) fn chance(&self, per_mille: u32) -> bool {
        self.0.below(1000) < u64::from(per_mille)
    }
    /// Mostly near `middle`, never farther than `spread` from it.
    pub(crate) fn bell(&self, middle: i64, spread: i64) -> i64 {
        let throws: i64 = (0..3).map(|_| self.between(-spread, spread)).sum();
        middle + throws / 3
    }
    /// One of several; `None` of nothing.
    pub(crate) fn pick<'a, T>(&self, all: &'a [T]) -> Option<&'a T> {
        if all.is_empty() { None } else { all.get(self.below(all.len())) }
    }
    /// One of several, each as often as its weight says.
    pub(crate) fn weighted<T: Copy>(&self, all: &[(T, u32)]) -> Option<T> {
        let sum: u64 = all.iter().map(|(_, weight)| u64::from(*weight)).sum();
        if sum == 0 {
            return None;
        }
        let mut throw = self.0.below(sum);
        for (value, weight) in all {
            match throw.checked_sub(u64::from(*weight)) {
                None => return Some(*value),
                Some(rest) => throw = rest,
            }
        }
        None
    }
    /// Mixes a list.
    pub(crate) fn shuffle<T>(&self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_another_name_does_not() {
        let throws = |dice: Dice| (0..50).map(|_| dice.below(1000)).collect::<Vec<_>>();
        assert_eq!(throws(Dice::of(7, "a")), throws(Dice::of(7, "a")));
        assert_ne!(throws(Dice::of(7, "a")), throws(Dice::of(7, "b")));
        assert_ne!(throws(Dice::of(7, "a")), throws(Dice::of(8, "a")));
    }

    #[test]
    fn throws_stay_where_they_belong() {
        let dice = Dice::of(1, "bounds");
        for _ in 0..2000 {
            assert!((-3..=4).contains(&dice.between(-3, 4)));
            assert!((60..=95).contains(&dice.bell(80, 15).clamp(60, 95)));
            assert!((65..=95).contains(&dice.bell(80, 15)));
            assert!(dice.below(3) < 3);
        }
        assert_eq!(dice.pick::<u8>(&[]), None);
        assert_eq!(dice.weighted::<u8>(&[(1, 0)]), None);
        assert_eq!(dice.weighted(&[('a', 0), ('b', 5)]), Some('b'));
        assert!(!dice.chance(0) && dice.chance(1000));
        let mut all: Vec<u8> = (0..20).collect();
        dice.shuffle(&mut all);
        let mut sorted = all.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..20).collect::<Vec<u8>>());
    }
}
