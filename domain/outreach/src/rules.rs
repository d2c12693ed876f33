//! Decisions about an entry's way. Pure.

use crate::model::EntryState;

/// May an entry go from one state to another by somebody's word? Registering is a step of its own, and nothing leaves it.
pub(crate) fn may_advance(from: EntryState, to: EntryState) -> bool {
    use EntryState as S;
    match (from, to) {
        (S::Registered, _) | (_, S::Registered | S::Surveyed) => false,
        (S::Willing, S::Informed) => false,
        (a, b) => a != b,
    }
}

/// The state of an entry after a list has said something about it: never a step back, and what people decided at the
/// door is not undone by a list, but for somebody who declined and now wishes to be registered.
pub(crate) fn after_list(now: EntryState, says: EntryState) -> EntryState {
    use EntryState as S;
    match (now, says) {
        (S::Registered, _) | (_, S::Surveyed) => now,
        (S::Declined, S::Willing) => S::Willing,
        (S::Declined, _) | (S::Willing, S::Informed) => now,
        (_, says) => says,
    }
}

/// Of two entries that are one person, how far that person has come.
pub(crate) fn further(a: EntryState, b: EntryState) -> EntryState {
    let rank = |state: EntryState| match state {
        EntryState::Declined => 0,
        EntryState::Surveyed => 1,
        EntryState::Informed => 2,
        EntryState::Willing => 3,
        EntryState::Registered => 4,
    };
    if rank(a) >= rank(b) { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_goes_forward_and_registration_is_for_good() {
        use EntryState as S;
        for from in S::ALL {
            assert!(
                !may_advance(*from, S::Registered) && !may_advance(*from, S::Surveyed) && !may_advance(*from, *from)
            );
            assert!(!may_advance(S::Registered, *from));
            assert_eq!(after_list(S::Registered, *from), S::Registered);
            assert_eq!(after_list(*from, S::Surveyed), *from);
            assert_eq!(further(*from, S::Registered), S::Registered);
        }
        assert!(may_advance(S::Surveyed, S::Willing) && may_advance(S::Declined, S::Willing));
        assert!(may_advance(S::Willing, S::Declined) && !may_advance(S::Willing, S::Informed));
        assert_eq!(after_list(S::Willing, S::Declined), S::Declined);
        assert_eq!(after_list(S::Declined, S::Informed), S::Declined);
    }
}
