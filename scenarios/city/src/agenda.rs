//! What will happen, in order of time; at the same time in the order in which it was written down.

use std::collections::BTreeMap;
use tb_kernel::{ApprovalId, Instant, OrderId};

/// Something that will happen. Persons are places in the list of residents, quarters in the list of quarters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Happening {
    /// Somebody comes to the bank for the first time.
    Arrive(usize),
    /// Officers look at applications.
    Review(usize),
    /// Officers give this period's grants.
    Grants,
    /// An elder wants help.
    Want(usize),
    /// A volunteer looks at what is open near them.
    Look(usize),
    /// An invited volunteer answers.
    Answer {
        order: OrderId,
        volunteer: usize,
    },
    /// The site looks at needs that wait for publication.
    Publishing(usize),
    /// The site looks for volunteers for what nobody has taken.
    Matching(usize),
    /// The site calls where a word is missing.
    Calls(usize),
    /// Officers decide disputes.
    Decide(usize),
    /// The elder's side hears who comes. The turn tells whether it is still about the same volunteer.
    Hear {
        order: OrderId,
        turn: u32,
    },
    /// The volunteer cannot come after all.
    Withdraw {
        order: OrderId,
        turn: u32,
    },
    /// The elder does not need it any more.
    CallOff {
        order: OrderId,
        turn: u32,
    },
    /// The volunteer is at the door, or is not.
    Door {
        order: OrderId,
        turn: u32,
    },
    /// Nobody came.
    Waited {
        order: OrderId,
        turn: u32,
    },
    Leave {
        order: OrderId,
        turn: u32,
    },
    /// The elder gives their word, or does not.
    Word {
        order: OrderId,
        turn: u32,
    },
    Rate {
        order: OrderId,
        by_volunteer: bool,
    },
    /// An officer doubts a settled visit.
    Doubt {
        order: OrderId,
    },
    /// A second officer decides about taking it back.
    Second {
        quarter: usize,
        approval: ApprovalId,
    },
    /// Somebody does something that cannot be done.
    Mishap,
    /// The clock strikes: timers and events.
    Tick,
    /// All jobs of the house.
    Jobs,
    /// The last hours are arranged so that the last moment shows everything.
    Stage,
    /// The last minutes.
    Curtain,
}

/// The list of what will happen.
#[derive(Default)]
pub(crate) struct Agenda {
    list: BTreeMap<(Instant, u64), Happening>,
    written: u64,
}

impl Agenda {
    pub(crate) fn put(&mut self, at: Instant, what: Happening) {
        self.list.insert((at, self.written), what);
        self.written += 1;
    }
    /// The next thing that happens before `end`.
    pub(crate) fn next_before(&mut self, end: Instant) -> Option<(Instant, Happening)> {
        let first = self.list.first_entry().filter(|entry| entry.key().0 < end)?;
        let at = first.key().0;
        Some((at, first.remove()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_happen_in_order_of_time_then_of_writing() {
        let mut agenda = Agenda::default();
        for (at, n) in [(30, 0), (10, 1), (20, 2), (10, 3)] {
            agenda.put(Instant(at), Happening::Want(n));
        }
        let mut order = Vec::new();
        while let Some((at, Happening::Want(n))) = agenda.next_before(Instant(30)) {
            order.push((at.0, n));
        }
        assert_eq!(order, [(10, 1), (10, 3), (20, 2)]);
        assert_eq!(agenda.next_before(Instant(31)).map(|(at, _)| at.0), Some(30));
    }
}
