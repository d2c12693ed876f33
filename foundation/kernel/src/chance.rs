//! Where ids and random bytes come from: the system's generator in the product, a seed in the simulator, so that the
//! same seed gives the same city to the last id.

use crate::Instant;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use std::sync::Mutex;
use uuid::Uuid;

/// A source of ids and random bytes. Safe to share.
pub struct Entropy(Mutex<ChaCha20Rng>);

impl Entropy {
    /// From the operating system's generator.
    #[allow(clippy::disallowed_methods)] // the one place that asks the system for randomness
    pub fn system() -> Entropy {
        let mut seed = [0u8; 32];
        getrandom::fill(&mut seed).expect("the operating system has a random source, else nothing here is safe");
        Entropy(Mutex::new(ChaCha20Rng::from_seed(seed)))
    }
    /// Repeatable: for tests and simulations only.
    pub fn seeded(seed: u64) -> Entropy {
        Entropy(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
    pub fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(bytes);
    }
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0u8; N];
        self.fill(&mut bytes);
        bytes
    }
    /// A UUIDv7: milliseconds of `now`, then 74 random bits.
    pub fn id<T: From<Uuid>>(&self, now: Instant) -> T {
        let millis = u64::try_from(now.0 / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid().into()
    }
    /// A number below `bound` (`bound` > 0), without bias.
    pub fn below(&self, bound: u64) -> u64 {
        let zone = u64::MAX - u64::MAX % bound;
        loop {
            let n = u64::from_le_bytes(self.bytes::<8>());
            if n < zone {
                return n % bound;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_one_row_of_ids() {
        let (a, b) = (Entropy::seeded(7), Entropy::seeded(7));
        let now = Instant(1_700_000_000_000_000);
        for _ in 0..10 {
            assert_eq!(a.id::<Uuid>(now), b.id::<Uuid>(now));
        }
        assert_eq!(a.id::<Uuid>(now).get_version_num(), 7);
    }
}
