//! What a command may touch, known before it is decided: so that accounts are locked in id order, so that no more is read
//! than a batch needs, and so that a posting is recorded after every earlier entry of every place it may touch.

use crate::books::{Books, ItemKey};
use crate::commands::{Act, Closing, Command, Shortfall, Spill};
use crate::model::*;
use tb_kernel::{AccountId, BucketId, ClaimId, HoldId, LotId, Minutes, PostingId};

/// What a command names.
#[derive(Debug, Default)]
pub(crate) struct Wants {
    pub(crate) accounts: Vec<AccountId>,
    pub(crate) holds: Vec<HoldId>,
    pub(crate) postings: Vec<PostingId>,
    pub(crate) claims: Vec<ClaimId>,
    pub(crate) items: Vec<ItemKey>,
    pub(crate) lots: Vec<LotId>,
    /// Accounts whose open claims are settled from what they earn here.
    pub(crate) earners: Vec<AccountId>,
}

/// Adds what `act` names to `wants`.
pub(crate) fn wants(act: &Act, wants: &mut Wants) {
    match act {
        Act::Hold { account, .. } | Act::Freeze { account, .. } | Act::Lift { account, .. } => {
            wants.accounts.push(*account);
        }
        Act::Settle { hold, to, .. } => {
            wants.holds.push(*hold);
            wants.accounts.push(*to);
            wants.earners.push(*to);
        }
        Act::Release { hold, .. } => wants.holds.push(*hold),
        Act::Grant { programme: from, to, .. }
        | Act::Gift { from, to, .. }
        | Act::Donate { from, pool: to, .. }
        | Act::Allot { pool: from, to, .. }
        | Act::Honour { from, to, .. }
        | Act::Close { from, to, .. } => wants.accounts.extend([*from, *to]),
        Act::ClearOut { from, peer, item, .. } => {
            wants.accounts.extend([*from, *peer]);
            wants.items.push((*peer, *item, Direction::Out));
        }
        Act::Overflow { from, spill: Spill::Pool(to) | Spill::Honour(to), .. } => {
            wants.accounts.extend([*from, *to]);
        }
        Act::Expire { account, lot, pool } => {
            wants.accounts.extend([*account, *pool]);
            wants.lots.push(*lot);
        }
        Act::Reverse { posting, shortfall, .. } => {
            wants.postings.push(*posting);
            if let Shortfall::Claim(standin) = shortfall {
                wants.accounts.push(*standin);
            }
        }
        Act::SettleClaim { claim, debtor, .. } => {
            wants.claims.push(*claim);
            wants.accounts.push(*debtor);
        }
        Act::ClearIn { peer, item, to, .. } => {
            wants.accounts.extend([*peer, *to]);
            wants.items.push((*peer, *item, Direction::In));
        }
        Act::ClearReturn { peer, item } => {
            wants.accounts.push(*peer);
            wants.items.push((*peer, *item, Direction::Out));
        }
    }
}

/// A place a command may touch, and how many minutes it may take out of its lots (`None`: it takes none; all the lots of a
/// place are meant by [`EVERYTHING`]).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) account: AccountId,
    pub(crate) class: Class,
    pub(crate) state: State,
    pub(crate) takes: Option<Minutes>,
}

pub(crate) const EVERYTHING: Minutes = Minutes(i64::MAX);

impl Place {
    pub(crate) fn bucket(&self) -> BucketId {
        bucket_id(self.account, self.class, self.state)
    }
}

/// The places `command` may touch. Holds, postings, claims and items it names must be in `books`; what is not known there
/// adds nothing (and the command is refused for it).
pub(crate) fn places(books: &Books, command: &Command) -> Vec<Place> {
    let mut list = Vec::with_capacity(8);
    let mut add = |account: AccountId, class: Class, state: State, takes: Option<Minutes>| {
        list.push(Place { account, class, state, takes });
    };
    use State::{Free, Frozen, Held};
    match &command.act {
        Act::Hold { account, classes, minutes, .. } => {
            for class in classes {
                add(*account, *class, Free, Some(*minutes));
                add(*account, *class, Held, None);
            }
        }
        Act::Settle { hold, to, .. } => {
            for_hold(books, *hold, &mut add);
            add(*to, Class::Earned, Free, None);
            for claim in books.claims.values().filter(|c| c.debtor == *to && c.left().is_positive()) {
                add(claim.creditor, Class::System, Free, None);
            }
        }
        Act::Release { hold, .. } => for_hold(books, *hold, &mut add),
        Act::Grant { programme, to, .. } => {
            add(*programme, Class::System, Free, None);
            add(*to, Class::Granted, Free, None);
        }
        Act::Gift { from, to, minutes, classes, .. } => {
            classes.iter().for_each(|class| add(*from, *class, Free, Some(*minutes)));
            add(*to, Class::Gifted, Free, None);
        }
        Act::Donate { from, pool, minutes, classes } => {
            classes.iter().for_each(|class| add(*from, *class, Free, Some(*minutes)));
            add(*pool, Class::Gifted, Free, None);
        }
        Act::Allot { pool, to, minutes, .. } => {
            add(*pool, Class::Gifted, Free, Some(*minutes));
            add(*to, Class::Gifted, Free, None);
        }
        Act::Overflow { from, spill, minutes } => {
            add(*from, Class::Earned, Free, Some(*minutes));
            match spill {
                Spill::Pool(pool) => add(*pool, Class::Gifted, Free, None),
                Spill::Honour(system) => {
                    add(*system, Class::System, Free, None);
                    add(*from, Class::Honour, Free, None);
                }
            }
        }
        Act::Expire { account, pool, .. } => {
            Class::REDEEMABLE.iter().for_each(|class| add(*account, *class, Free, None));
            add(*pool, Class::Gifted, Free, None);
        }
        Act::Honour { from, to, .. } => {
            add(*from, Class::System, Free, None);
            add(*to, Class::Honour, Free, None);
        }
        Act::Reverse { posting, shortfall, .. } => {
            for step in books.postings.get(posting).map_or(&[][..], |p| &p.moves) {
                let (Some(from), Some(to)) = (books.buckets.get(&step.from), books.buckets.get(&step.to)) else {
                    continue;
                };
                if from.account == to.account && from.class == to.class {
                    continue;
                }
                add(from.account, from.class, Free, None);
                add(to.account, to.class, Free, Some(step.minutes));
                if to.class != Class::System && to.class != Class::Honour {
                    add(to.account, to.class, Frozen, Some(step.minutes));
                }
            }
            if let Shortfall::Claim(standin) = shortfall {
                add(*standin, Class::System, Free, None);
            }
        }
        Act::SettleClaim { claim, debtor, minutes } => {
            add(*debtor, Class::Earned, Free, Some(*minutes));
            add(*debtor, Class::Gifted, Free, Some(*minutes));
            if let Some(claim) = books.claims.get(claim) {
                add(claim.creditor, Class::System, Free, None);
            }
        }
        Act::Freeze { account, minutes, classes } => {
            for class in classes {
                add(*account, *class, Free, Some(minutes.unwrap_or(EVERYTHING)));
                add(*account, *class, Frozen, None);
            }
        }
        Act::Lift { account, .. } => {
            for class in Class::REDEEMABLE {
                add(*account, class, Frozen, Some(EVERYTHING));
                add(*account, class, Free, None);
            }
        }
        Act::Close { from, to, closing } => {
            for class in [Class::Earned, Class::Granted, Class::Gifted] {
                for state in State::ALL {
                    add(*from, class, *state, Some(EVERYTHING));
                }
            }
            add(*to, Class::Gifted, Free, None);
            if *closing == Closing::Merge {
                add(*from, Class::Honour, Free, Some(EVERYTHING));
                [Class::Earned, Class::Granted, Class::Honour]
                    .into_iter()
                    .for_each(|class| add(*to, class, Free, None));
            }
        }
        Act::ClearOut { from, peer, class, minutes, .. } => {
            add(*from, *class, Free, Some(*minutes));
            add(*peer, Class::System, Free, None);
        }
        Act::ClearIn { peer, to, class, .. } => {
            add(*peer, Class::System, Free, None);
            add(*to, *class, Free, None);
        }
        Act::ClearReturn { peer, item } => {
            add(*peer, Class::System, Free, None);
            if let Some(item) = books.items.get(&(*peer, *item, Direction::Out)) {
                add(item.account, item.class, Free, None);
            }
        }
    }
    list
}

fn for_hold(books: &Books, hold: HoldId, add: &mut impl FnMut(AccountId, Class, State, Option<Minutes>)) {
    let Some(hold) = books.holds.get(&hold) else { return };
    for class in Class::REDEEMABLE.into_iter().filter(|class| hold.took_from(*class)) {
        add(hold.account, class, State::Held, Some(EVERYTHING));
        add(hold.account, class, State::Free, None);
    }
}
