//! Which minutes may become which: law in rows. A move whose kind, origin and destination are not listed here is refused
//! by name, whoever asks. The same rows stand in the table `ledger_crossing`, where the verifier reads them.

use crate::model::{Class, PostingKind, State};
use Class::{Earned, Gifted, Granted, Honour, System};
use PostingKind as K;
use State::{Free, Frozen, Held};

/// A listed crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crossing {
    pub kind: PostingKind,
    pub from: (Class, State),
    pub to: (Class, State),
}

const fn row(kind: PostingKind, from: (Class, State), to: (Class, State)) -> Crossing {
    Crossing { kind, from, to }
}

/// All of them; nothing else is allowed.
pub const CROSSINGS: &[Crossing] = &[
    // Reserving changes the state and nothing else.
    row(K::Hold, (Granted, Free), (Granted, Held)),
    row(K::Hold, (Gifted, Free), (Gifted, Held)),
    row(K::Hold, (Earned, Free), (Earned, Held)),
    row(K::Release, (Granted, Held), (Granted, Free)),
    row(K::Release, (Gifted, Held), (Gifted, Free)),
    row(K::Release, (Earned, Held), (Earned, Free)),
    row(K::HoldExpiry, (Granted, Held), (Granted, Free)),
    row(K::HoldExpiry, (Gifted, Held), (Gifted, Free)),
    row(K::HoldExpiry, (Earned, Held), (Earned, Free)),
    // Whatever a service was paid with, the one who served has earned it; the rest goes back as it was.
    row(K::Settlement, (Granted, Held), (Earned, Free)),
    row(K::Settlement, (Gifted, Held), (Earned, Free)),
    row(K::Settlement, (Earned, Held), (Earned, Free)),
    row(K::Settlement, (Granted, Held), (Granted, Free)),
    row(K::Settlement, (Gifted, Held), (Gifted, Free)),
    row(K::Grant, (System, Free), (Granted, Free)),
    // Granted minutes are for the one they were granted to.
    row(K::Gift, (Earned, Free), (Gifted, Free)),
    row(K::Gift, (Gifted, Free), (Gifted, Free)),
    row(K::Donation, (Earned, Free), (Gifted, Free)),
    row(K::Donation, (Gifted, Free), (Gifted, Free)),
    row(K::Allotment, (Gifted, Free), (Gifted, Free)),
    row(K::Overflow, (Earned, Free), (Gifted, Free)),
    row(K::Overflow, (Earned, Free), (System, Free)),
    row(K::Overflow, (System, Free), (Honour, Free)),
    row(K::Expiry, (Granted, Free), (Gifted, Free)),
    row(K::Expiry, (Gifted, Free), (Gifted, Free)),
    row(K::Expiry, (Earned, Free), (Gifted, Free)),
    row(K::Honour, (System, Free), (Honour, Free)),
    // Turned round: from what the receiver has, free or frozen, back to what the giver had, free.
    row(K::Reversal, (Earned, Free), (Granted, Free)),
    row(K::Reversal, (Earned, Free), (Gifted, Free)),
    row(K::Reversal, (Earned, Free), (Earned, Free)),
    row(K::Reversal, (Earned, Frozen), (Granted, Free)),
    row(K::Reversal, (Earned, Frozen), (Gifted, Free)),
    row(K::Reversal, (Earned, Frozen), (Earned, Free)),
    row(K::Reversal, (Gifted, Free), (Granted, Free)),
    row(K::Reversal, (Gifted, Free), (Gifted, Free)),
    row(K::Reversal, (Gifted, Free), (Earned, Free)),
    row(K::Reversal, (Gifted, Frozen), (Granted, Free)),
    row(K::Reversal, (Gifted, Frozen), (Gifted, Free)),
    row(K::Reversal, (Gifted, Frozen), (Earned, Free)),
    row(K::Reversal, (Granted, Free), (System, Free)),
    row(K::Reversal, (Granted, Frozen), (System, Free)),
    row(K::Reversal, (Honour, Free), (System, Free)),
    // Two persons who turned out not to be one after all.
    row(K::Reversal, (Granted, Free), (Granted, Free)),
    row(K::Reversal, (Granted, Frozen), (Granted, Free)),
    row(K::Reversal, (Honour, Free), (Honour, Free)),
    // A reversed spill, and a system account that stands in for what is missing.
    row(K::Reversal, (System, Free), (Earned, Free)),
    row(K::Reversal, (System, Free), (Granted, Free)),
    row(K::Reversal, (System, Free), (Gifted, Free)),
    row(K::Reversal, (System, Free), (System, Free)),
    row(K::ClaimSettlement, (Earned, Free), (System, Free)),
    row(K::ClaimSettlement, (Gifted, Free), (System, Free)),
    row(K::Freeze, (Granted, Free), (Granted, Frozen)),
    row(K::Freeze, (Gifted, Free), (Gifted, Frozen)),
    row(K::Freeze, (Earned, Free), (Earned, Frozen)),
    row(K::Lift, (Granted, Frozen), (Granted, Free)),
    row(K::Lift, (Gifted, Frozen), (Gifted, Free)),
    row(K::Lift, (Earned, Frozen), (Earned, Free)),
    row(K::Inheritance, (Earned, Free), (Gifted, Free)),
    row(K::Inheritance, (Gifted, Free), (Gifted, Free)),
    row(K::Exit, (Earned, Free), (Gifted, Free)),
    row(K::Exit, (Granted, Free), (Gifted, Free)),
    row(K::Exit, (Gifted, Free), (Gifted, Free)),
    row(K::Exit, (Earned, Frozen), (Gifted, Free)),
    row(K::Exit, (Granted, Frozen), (Gifted, Free)),
    row(K::Exit, (Gifted, Frozen), (Gifted, Free)),
    row(K::Merge, (Earned, Free), (Earned, Free)),
    row(K::Merge, (Granted, Free), (Granted, Free)),
    row(K::Merge, (Gifted, Free), (Gifted, Free)),
    row(K::Merge, (Honour, Free), (Honour, Free)),
    // Between ledgers class and expiry travel along.
    row(K::ClearingOut, (Earned, Free), (System, Free)),
    row(K::ClearingOut, (Granted, Free), (System, Free)),
    row(K::ClearingOut, (Gifted, Free), (System, Free)),
    row(K::ClearingIn, (System, Free), (Earned, Free)),
    row(K::ClearingIn, (System, Free), (Granted, Free)),
    row(K::ClearingIn, (System, Free), (Gifted, Free)),
    row(K::ClearingReturn, (System, Free), (Earned, Free)),
    row(K::ClearingReturn, (System, Free), (Granted, Free)),
    row(K::ClearingReturn, (System, Free), (Gifted, Free)),
];

/// True when the law has a row for it.
pub(crate) fn allowed(kind: PostingKind, from: (Class, State), to: (Class, State)) -> bool {
    CROSSINGS.contains(&Crossing { kind, from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_row_stands_twice() {
        for (n, row) in CROSSINGS.iter().enumerate() {
            assert!(!CROSSINGS[..n].contains(row), "{row:?}");
        }
    }

    #[test]
    fn honour_never_becomes_anything_that_can_be_redeemed() {
        for row in CROSSINGS {
            if row.from.0 == Honour {
                assert!(matches!(row.to.0, Honour | System), "{row:?}");
            }
            if row.to.0 == Honour {
                assert!(matches!(row.from.0, Honour | System), "{row:?}");
            }
        }
    }

    #[test]
    fn only_a_service_or_a_peer_makes_minutes_earned() {
        for row in CROSSINGS {
            if row.to.0 == Earned && row.from.0 != Earned {
                assert!(matches!(row.kind, K::Settlement | K::ClearingIn | K::ClearingReturn | K::Reversal), "{row:?}");
            }
        }
    }

    #[test]
    fn holding_and_freezing_never_change_the_class() {
        for row in CROSSINGS {
            if matches!(row.kind, K::Hold | K::Release | K::HoldExpiry | K::Freeze | K::Lift) {
                assert_eq!(row.from.0, row.to.0);
                assert_ne!(row.from.1, row.to.1);
            }
            assert!(row.to.1 != Held || row.kind == K::Hold);
            assert!(row.to.1 != Frozen || row.kind == K::Freeze);
        }
    }
}
