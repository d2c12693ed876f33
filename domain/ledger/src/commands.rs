//! What the ledger can be asked to do. A command is a value: a key, one act, and a note that says who, about what, under
//! which policy and why. Nothing happens until it is given to [`crate::post`].
//!
//! The key is made by the caller before it asks. The same key with the same content gives the stored outcome; with other
//! content it is refused as reused. Policy version and actor are notes for the record and do not count as content: a
//! retry a day later, by a colleague, under the next policy, is still the same request.

use crate::model::{Class, Subject, SubjectKind};
use serde::{Deserialize, Serialize};
use tb_kernel::{AccountId, ClaimId, Day, HoldId, Instant, LotId, Minutes, OrderId, PersonId, PostingId};
use uuid::Uuid;

/// One request to the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// Idempotency key, 1 to [`tb_kernel::limits::KEY_BYTES_MAX`] bytes, e.g. `order:<id>:settle`.
    pub key: String,
    pub act: Act,
    pub note: Note,
}

/// Who, about what, when, under which policy, why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub actor: Option<PersonId>,
    pub subject: Option<Subject>,
    /// Day on which it counts; `None` = the city's day now. Never in the future, never in a closed period.
    pub effective: Option<Day>,
    /// Version of the policy it was decided under.
    pub policy: Option<String>,
    pub reason: Option<String>,
}

/// Minutes and their last day: what a peer sends over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    pub minutes: Minutes,
    pub expires: Option<Day>,
}

/// Why everything leaves an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// To an heir's account, as gifted minutes; granted ones are not inherited.
    Inheritance,
    /// To a pool: by wish, or by sanction (frozen minutes go too).
    Exit,
    /// To another account of the same owner; class and expiry stay.
    Merge,
}

/// Where earnings above the cap go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spill {
    /// To a pool.
    Pool(AccountId),
    /// Out of circulation into this system account, and the same number of honour minutes from it.
    Honour(AccountId),
}

/// What to do when the receiver no longer has the minutes that are to be turned round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shortfall {
    /// Refuse and name what is missing.
    Refuse,
    /// By authority: this system account stands in for the missing minutes, within its budget, and a claim is opened
    /// that later earnings of the receiver settle first.
    Claim(AccountId),
}

/// The act itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Reserve minutes, taking `classes` in the order given.
    Hold {
        account: AccountId,
        minutes: Minutes,
        classes: Vec<Class>,
        expires_at: Instant,
    },
    /// Pay out of a hold. With `close` the rest returns in the same posting.
    Settle {
        hold: HoldId,
        to: AccountId,
        minutes: Minutes,
        expires: Option<Day>,
        close: bool,
    },
    /// Return what is left of a hold. `lapsed`: by the clock, refused before its time.
    Release {
        hold: HoldId,
        lapsed: bool,
    },
    Grant {
        programme: AccountId,
        to: AccountId,
        minutes: Minutes,
        expires: Option<Day>,
    },
    /// Between kin. The giver's expiry stays, or becomes `no_later_than` where that is earlier.
    Gift {
        from: AccountId,
        to: AccountId,
        minutes: Minutes,
        classes: Vec<Class>,
        no_later_than: Option<Day>,
    },
    Donate {
        from: AccountId,
        pool: AccountId,
        minutes: Minutes,
        classes: Vec<Class>,
    },
    Allot {
        pool: AccountId,
        to: AccountId,
        minutes: Minutes,
        expires: Option<Day>,
    },
    Overflow {
        from: AccountId,
        spill: Spill,
        minutes: Minutes,
    },
    /// What is left of a lot whose last day has passed goes to a pool.
    Expire {
        account: AccountId,
        lot: LotId,
        pool: AccountId,
    },
    /// Recognition without redemption, out of a system account.
    Honour {
        from: AccountId,
        to: AccountId,
        minutes: Minutes,
    },
    /// Turn a posting round: all that is left of it, or a part.
    Reverse {
        posting: PostingId,
        minutes: Option<Minutes>,
        shortfall: Shortfall,
    },
    /// Settle a claim out of what the debtor has.
    SettleClaim {
        claim: ClaimId,
        debtor: AccountId,
        minutes: Minutes,
    },
    /// Put free minutes aside: so many, or all there are.
    Freeze {
        account: AccountId,
        minutes: Option<Minutes>,
        classes: Vec<Class>,
    },
    /// Give frozen minutes back: those of one freezing.
    Lift {
        account: AccountId,
        freezing: PostingId,
        minutes: Option<Minutes>,
    },
    Close {
        from: AccountId,
        to: AccountId,
        closing: Closing,
    },
    /// Hand minutes to a peer ledger; `item` is our number for it.
    ClearOut {
        from: AccountId,
        peer: AccountId,
        item: Uuid,
        class: Class,
        minutes: Minutes,
    },
    /// Book what a peer handed over under its number `item`.
    ClearIn {
        peer: AccountId,
        item: Uuid,
        to: AccountId,
        class: Class,
        portions: Vec<Portion>,
    },
    /// The peer said no: minutes and lots come back.
    ClearReturn {
        peer: AccountId,
        item: Uuid,
    },
}

/// Constructors. All take the key first; add the note with [`Command::about`], [`Command::by`], [`Command::under`],
/// [`Command::because`], [`Command::on`].
impl Command {
    pub fn new(key: impl Into<String>, act: Act) -> Command {
        Command { key: key.into(), act, note: Note::default() }
    }

    /// Reserve `minutes` until `expires_at`, granted first, then gifted, then earned.
    pub fn hold(key: impl Into<String>, account: AccountId, minutes: Minutes, expires_at: Instant) -> Command {
        Command::hold_from(key, account, minutes, expires_at, &Class::REDEEMABLE)
    }
    /// Reserve from the given classes only, in this order.
    pub fn hold_from(
        key: impl Into<String>,
        account: AccountId,
        minutes: Minutes,
        expires_at: Instant,
        classes: &[Class],
    ) -> Command {
        Command::new(key, Act::Hold { account, minutes, classes: classes.to_vec(), expires_at })
    }
    /// Settle an order: `minutes` of the hold become earned minutes of `to` (last day `expires`), the rest returns.
    pub fn settle(
        key: impl Into<String>,
        hold: HoldId,
        to: AccountId,
        minutes: Minutes,
        expires: Option<Day>,
        order: OrderId,
    ) -> Command {
        Command::new(key, Act::Settle { hold, to, minutes, expires, close: true }).order(order)
    }
    /// Pay a part out of a hold (several helpers, several visits); the rest stays held.
    pub fn capture(
        key: impl Into<String>,
        hold: HoldId,
        to: AccountId,
        minutes: Minutes,
        expires: Option<Day>,
        order: OrderId,
    ) -> Command {
        Command::new(key, Act::Settle { hold, to, minutes, expires, close: false }).order(order)
    }
    /// Return all that is left of a hold.
    pub fn release(key: impl Into<String>, hold: HoldId) -> Command {
        Command::new(key, Act::Release { hold, lapsed: false })
    }
    /// Return what is left of a hold whose time has passed. Key: `hold-expiry:<hold>`.
    pub fn lapse(hold: HoldId) -> Command {
        Command::new(format!("hold-expiry:{hold}"), Act::Release { hold, lapsed: true })
    }
    /// Give minutes out of a programme's budget, usable up to and on `expires`.
    pub fn grant(
        key: impl Into<String>,
        programme: AccountId,
        to: AccountId,
        minutes: Minutes,
        expires: Option<Day>,
    ) -> Command {
        Command::new(key, Act::Grant { programme, to, minutes, expires })
    }
    /// Give earned or gifted minutes to kin; gifted ones go first.
    pub fn gift(key: impl Into<String>, from: AccountId, to: AccountId, minutes: Minutes) -> Command {
        let classes = vec![Class::Gifted, Class::Earned];
        Command::new(key, Act::Gift { from, to, minutes, classes, no_later_than: None })
    }
    /// Give earned or gifted minutes to a pool; gifted ones go first.
    pub fn donate(key: impl Into<String>, from: AccountId, pool: AccountId, minutes: Minutes) -> Command {
        let classes = vec![Class::Gifted, Class::Earned];
        Command::new(key, Act::Donate { from, pool, minutes, classes })
    }
    /// Give minutes of a pool to someone in need.
    pub fn allot(
        key: impl Into<String>,
        pool: AccountId,
        to: AccountId,
        minutes: Minutes,
        expires: Option<Day>,
    ) -> Command {
        Command::new(key, Act::Allot { pool, to, minutes, expires })
    }
    /// Move earnings above the cap.
    pub fn overflow(key: impl Into<String>, from: AccountId, spill: Spill, minutes: Minutes) -> Command {
        Command::new(key, Act::Overflow { from, spill, minutes })
    }
    /// Sweep a lapsed lot into a pool. Key: `expire:<lot>:<day>`; running it twice on a day does nothing.
    pub fn expire(account: AccountId, lot: LotId, pool: AccountId, today: Day) -> Command {
        Command::new(format!("expire:{lot}:{today}"), Act::Expire { account, lot, pool })
    }
    /// Book honour minutes.
    pub fn honour(key: impl Into<String>, from: AccountId, to: AccountId, minutes: Minutes) -> Command {
        Command::new(key, Act::Honour { from, to, minutes })
    }
    /// Turn round what is left of a posting; refuse when the receiver has already spent it.
    pub fn reverse(key: impl Into<String>, posting: PostingId) -> Command {
        Command::new(key, Act::Reverse { posting, minutes: None, shortfall: Shortfall::Refuse })
    }
    /// Turn round a part of a posting.
    pub fn reverse_part(key: impl Into<String>, posting: PostingId, minutes: Minutes, shortfall: Shortfall) -> Command {
        Command::new(key, Act::Reverse { posting, minutes: Some(minutes), shortfall })
    }
    /// Put all free minutes that can be redeemed aside.
    pub fn freeze(key: impl Into<String>, account: AccountId) -> Command {
        let classes = Class::REDEEMABLE.to_vec();
        Command::new(key, Act::Freeze { account, minutes: None, classes })
    }
    /// Put so many free minutes aside, earned ones first.
    pub fn freeze_part(key: impl Into<String>, account: AccountId, minutes: Minutes) -> Command {
        let classes = vec![Class::Earned, Class::Gifted, Class::Granted];
        Command::new(key, Act::Freeze { account, minutes: Some(minutes), classes })
    }
    /// Give back all that is left of a freezing.
    pub fn lift(key: impl Into<String>, account: AccountId, freezing: PostingId) -> Command {
        Command::new(key, Act::Lift { account, freezing, minutes: None })
    }
    /// Empty an account for an heir, a pool or its owner's other account.
    pub fn close(key: impl Into<String>, from: AccountId, to: AccountId, closing: Closing) -> Command {
        Command::new(key, Act::Close { from, to, closing })
    }

    /// What it is about.
    pub fn about(mut self, kind: SubjectKind, id: impl Into<Uuid>) -> Command {
        self.note.subject = Some(Subject { kind, id: id.into() });
        self
    }
    /// What it is about: an order.
    pub fn order(self, order: OrderId) -> Command {
        self.about(SubjectKind::Order, order)
    }
    /// Who decided it.
    pub fn by(mut self, actor: Option<PersonId>) -> Command {
        self.note.actor = actor;
        self
    }
    /// Under which version of the policy.
    pub fn under(mut self, policy: impl Into<String>) -> Command {
        self.note.policy = Some(policy.into());
        self
    }
    pub fn because(mut self, reason: impl Into<String>) -> Command {
        self.note.reason = Some(reason.into());
        self
    }
    /// On which day it counts.
    pub fn on(mut self, effective: Day) -> Command {
        self.note.effective = Some(effective);
        self
    }
}
