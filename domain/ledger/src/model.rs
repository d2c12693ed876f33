//! The nouns of the ledger: accounts, buckets, postings, moves, entries, lots, holds, claims. No I/O.
//!
//! What must hold: an amount is a whole number of minutes above zero; a move has one source, one destination and one
//! amount, so an unbalanced posting cannot be written down at all. What minutes are (class) and what state they are in
//! are part of the *place* they lie in, so that one rule, "no bucket below its floor", protects everything.

use serde::{Deserialize, Serialize};
use tb_kernel::{AccountId, BucketId, ClaimId, Day, HoldId, Instant, LotId, Minutes, PersonId, PostingId};
use uuid::Uuid;

/// Gives an enum of unit variants its stable code (in tables, in rules) and the way back.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The word used in tables and rules.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            pub fn parse(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

coded! {
    /// What minutes are: where they came from and what they are good for.
    Class {
        /// For a verified service.
        Earned = "earned",
        /// From a grant programme.
        Granted = "granted",
        /// From kin, a pool or an estate.
        Gifted = "gifted",
        /// The other side of the book: programmes, clearing, system accounts.
        System = "system",
        /// Recognition only: never redeemable, never mixed with the others.
        Honour = "honour",
    }
}

impl Class {
    /// Classes a service can be paid with, in the order they are taken: what lapses or was given goes first.
    pub const REDEEMABLE: [Class; 3] = [Class::Granted, Class::Gifted, Class::Earned];
}

coded! {
    /// In what state minutes lie.
    State { Free = "free", Held = "held", Frozen = "frozen" }
}

coded! {
    /// Whose account it is.
    AccountKind {
        Member = "member",
        Group = "group",
        Pool = "pool",
        Programme = "programme",
        Institution = "institution",
        Clearing = "clearing",
        System = "system",
    }
}

impl AccountKind {
    /// Accounts that stand for people: member, group, institution.
    pub const fn is_party(self) -> bool {
        matches!(self, AccountKind::Member | AccountKind::Group | AccountKind::Institution)
    }
    /// True when every credit is a lot with origin and expiry (all but the other side of the book).
    pub const fn has_lots(self) -> bool {
        self.is_party() || matches!(self, AccountKind::Pool)
    }
    /// The places an account of this kind has, all created when it is opened.
    pub fn places(self) -> Vec<(Class, State)> {
        let all = |class: Class| State::ALL.iter().map(move |state| (class, *state));
        match self {
            AccountKind::Member | AccountKind::Group | AccountKind::Institution => all(Class::Earned)
                .chain(all(Class::Granted))
                .chain(all(Class::Gifted))
                .chain([(Class::Honour, State::Free)])
                .collect(),
            AccountKind::Pool => all(Class::Gifted).collect(),
            AccountKind::Programme | AccountKind::Clearing | AccountKind::System => {
                vec![(Class::System, State::Free)]
            }
        }
    }
}

coded! {
    /// Whether minutes may leave an account. A frozen account still receives.
    AccountStatus { Open = "open", Frozen = "frozen", Closed = "closed" }
}

coded! {
    /// Why minutes moved.
    PostingKind {
        Hold = "hold",
        Release = "release",
        HoldExpiry = "hold_expiry",
        Settlement = "settlement",
        Grant = "grant",
        Gift = "gift",
        Donation = "donation",
        /// From a pool to someone in need.
        Allotment = "allotment",
        Overflow = "overflow",
        Expiry = "expiry",
        Honour = "honour",
        Reversal = "reversal",
        ClaimSettlement = "claim_settlement",
        Freeze = "freeze",
        Lift = "lift",
        Inheritance = "inheritance",
        Exit = "exit",
        Merge = "merge",
        ClearingOut = "clearing_out",
        ClearingIn = "clearing_in",
        ClearingReturn = "clearing_return",
    }
}

coded! {
    /// What a posting is about.
    SubjectKind {
        Order = "order",
        Gift = "gift",
        Donation = "donation",
        Programme = "programme",
        Case = "case",
        Approval = "approval",
        Estate = "estate",
        Item = "item",
        Account = "account",
    }
}

/// What a posting is about; the id means something to the slice that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: Uuid,
}

/// An account, as far as decisions need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    pub id: AccountId,
    pub kind: AccountKind,
    pub status: AccountStatus,
    /// Sum of open claims against it: later earnings settle them first.
    pub owing: Minutes,
}

/// A place in an account: class × state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    pub id: BucketId,
    pub account: AccountId,
    pub class: Class,
    pub state: State,
    pub balance: Minutes,
    /// The balance never falls below this: 0 for people, −budget for a programme.
    pub floor: Minutes,
    /// Number of entries so far.
    pub version: i64,
    /// When the last entry was recorded.
    pub recorded: Instant,
}

/// The id of a place follows from its account, so that a posting knows what to lock before it reads anything. The code
/// of the place is folded into the first byte of the id's random half: places of one account stay neighbours.
pub fn bucket_id(account: AccountId, class: Class, state: State) -> BucketId {
    let code = class as u8 * 3 + state as u8 + 1;
    let mut bytes = *account.0.as_bytes();
    bytes[8] ^= code;
    BucketId(Uuid::from_bytes(bytes))
}

/// Minutes of one origin and one expiry, lying in one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lot {
    pub id: LotId,
    pub bucket: BucketId,
    /// The posting that put it here.
    pub origin: PostingId,
    /// The first lot of its line: the grant or the service that paid for it. Splitting never changes it.
    pub root: LotId,
    /// The lot it was split off by holding or freezing, to which the rest returns.
    pub parent: Option<LotId>,
    /// The hold or the freezing it was split off for.
    pub hold: Option<HoldId>,
    /// Last day on which the minutes can be used; `None` = never lapses.
    pub expires: Option<Day>,
    pub amount: Minutes,
    pub remaining: Minutes,
}

/// Minutes reserved for a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    pub id: HoldId,
    pub account: AccountId,
    /// Which classes it took from: bit n = `Class as n`.
    pub classes: i64,
    pub amount: Minutes,
    pub captured: Minutes,
    pub returned: Minutes,
    /// From this instant on nothing can be captured.
    pub expires_at: Instant,
}

impl Hold {
    /// What is neither captured nor returned.
    pub fn left(&self) -> Minutes {
        Minutes(self.amount.0 - self.captured.0 - self.returned.0)
    }
    pub fn took_from(&self, class: Class) -> bool {
        self.classes & (1 << class as i64) != 0
    }
}

/// What a shortfall leaves behind: the debtor's later earnings settle it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub id: ClaimId,
    pub debtor: AccountId,
    /// The system account that stood in for the missing minutes.
    pub creditor: AccountId,
    pub amount: Minutes,
    pub settled: Minutes,
}

impl Claim {
    pub fn left(&self) -> Minutes {
        Minutes(self.amount.0 - self.settled.0)
    }
}

coded! {
    Direction { Out = "out", In = "in" }
}
coded! {
    ItemState { Open = "open", Paid = "paid", Returned = "returned" }
}

/// One payment between this ledger and a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    pub peer: AccountId,
    /// Given by the sender; unique with the peer and the direction.
    pub id: Uuid,
    pub direction: Direction,
    pub account: AccountId,
    pub class: Class,
    pub amount: Minutes,
    pub state: ItemState,
    pub posting: PostingId,
}

/// From where to where and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub from: BucketId,
    pub to: BucketId,
    pub minutes: Minutes,
}

/// What a posting did to one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub bucket: BucketId,
    /// 1, 2, 3 … without a gap in each bucket.
    pub version: i64,
    /// Signed.
    pub minutes: Minutes,
    /// Balance of the bucket after it.
    pub after: Minutes,
}

/// Which lot the minutes were taken from and which they went to; `None` where the place has no lots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LotUse {
    pub from: Option<LotId>,
    pub into: Option<LotId>,
    pub minutes: Minutes,
}

/// Moves that happen together, and why. Written once, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    pub id: PostingId,
    pub key: String,
    pub kind: PostingKind,
    pub effective: Day,
    pub recorded: Instant,
    pub actor: Option<PersonId>,
    pub subject: Option<Subject>,
    pub policy: Option<String>,
    pub reason: Option<String>,
    pub reverses: Option<PostingId>,
    pub moves: Vec<Move>,
    pub entries: Vec<Entry>,
    pub uses: Vec<LotUse>,
}

impl Posting {
    /// The sum of its moves.
    pub fn minutes(&self) -> Minutes {
        self.moves.iter().map(|m| m.minutes).sum()
    }
}

/// A part of a posting that was turned round; `upto` is the sum with all parts before it and never exceeds `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReversalPart {
    pub original: PostingId,
    /// Number of the move in the original posting, from 0.
    pub n: i64,
    /// 1, 2, 3 … for each move.
    pub part: i64,
    pub minutes: Minutes,
    pub upto: Minutes,
    pub of: Minutes,
    pub by: PostingId,
}

/// What a command that was accepted has done. The same key gives the same answer for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    pub posting: PostingId,
    pub recorded: Instant,
    /// True when this is the stored outcome of an earlier call with the same key.
    pub replayed: bool,
}

impl Posted {
    /// The hold this posting made, if it was a hold.
    pub fn hold(&self) -> HoldId {
        HoldId(self.posting.0)
    }
    /// The claim this posting opened, if it was a reversal with a shortfall.
    pub fn claim(&self) -> ClaimId {
        ClaimId(self.posting.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back() {
        for kind in PostingKind::ALL {
            assert_eq!(PostingKind::parse(kind.code()), Some(*kind));
        }
        for class in Class::ALL {
            assert_eq!(Class::parse(class.code()), Some(*class));
        }
        assert_eq!(Class::parse("gold"), None);
    }

    #[test]
    fn every_place_of_an_account_has_its_own_id() {
        let mut seen = std::collections::HashSet::new();
        for n in 1..50u128 {
            for class in Class::ALL {
                for state in State::ALL {
                    assert!(seen.insert(bucket_id(AccountId(Uuid::from_u128(n)), *class, *state)));
                }
            }
        }
    }
}
