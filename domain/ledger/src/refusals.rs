//! Every "no" of the ledger, with its stable code and the facts its sentence needs. The order in which they are looked
//! for is fixed: key, subject, amount and expiry, day, who and what is named, what kind of account it is, whether it is
//! open, what state the hold or posting is in, and only then whether there is enough.

use crate::model::{Class, PostingKind, State};
use std::fmt::Display;
use tb_kernel::{Day, Instant, Kind, Minutes, Refusal};

/// All codes, for the test that every one has its sentence in every language.
pub const CODES: &[&str] = &[
    "ledger.key",
    "ledger.key-reused",
    "ledger.subject-missing",
    "ledger.amount",
    "ledger.expiry-past",
    "ledger.classes",
    "ledger.day-ahead",
    "ledger.period-closed",
    "ledger.unknown",
    "ledger.same-account",
    "ledger.account-kind",
    "ledger.account-frozen",
    "ledger.account-closed",
    "ledger.account-not-empty",
    "ledger.hold-expired",
    "ledger.hold-running",
    "ledger.hold-left",
    "ledger.hold-open",
    "ledger.frozen-left",
    "ledger.nothing-left",
    "ledger.not-reversible",
    "ledger.reversal-left",
    "ledger.shortfall",
    "ledger.lot-not-free",
    "ledger.lot-not-due",
    "ledger.claim-left",
    "ledger.item-known",
    "ledger.item-closed",
    "ledger.crossing",
    "ledger.insufficient",
    "ledger.budget",
    "ledger.bounds",
];

/// The key is empty or too long.
pub(crate) const fn key() -> Refusal {
    Refusal::new(Kind::Invalid, "ledger.key")
}
/// The key was used for something else.
pub(crate) const fn key_reused() -> Refusal {
    Refusal::conflict("ledger.key-reused")
}
pub(crate) fn subject_missing(kind: &'static str) -> Refusal {
    Refusal::new(Kind::Invalid, "ledger.subject-missing").with("subject", kind)
}
pub(crate) fn amount(minutes: Minutes) -> Refusal {
    Refusal::new(Kind::Invalid, "ledger.amount").with("minutes", minutes).with("most", Minutes::MOVE_MAX)
}
pub(crate) fn expiry_past(day: Day) -> Refusal {
    Refusal::new(Kind::Invalid, "ledger.expiry-past").with("day", day)
}
/// The list of classes is empty, or names one twice.
pub(crate) const fn classes() -> Refusal {
    Refusal::new(Kind::Invalid, "ledger.classes")
}
pub(crate) fn day_ahead(day: Day) -> Refusal {
    Refusal::rule("ledger.day-ahead").with("day", day)
}
pub(crate) fn period_closed(day: Day, through: Day) -> Refusal {
    Refusal::rule("ledger.period-closed").with("day", day).with("through", through)
}
/// Nothing of this kind (account, hold, posting, lot, claim, item) has this id.
pub(crate) fn unknown(what: &'static str, id: impl Display) -> Refusal {
    Refusal::new(Kind::NotFound, "ledger.unknown").with("what", what).with("id", id)
}
pub(crate) const fn same_account() -> Refusal {
    Refusal::rule("ledger.same-account")
}
pub(crate) fn account_kind(found: &'static str) -> Refusal {
    Refusal::rule("ledger.account-kind").with("kind", found)
}
pub(crate) const fn account_frozen() -> Refusal {
    Refusal::rule("ledger.account-frozen")
}
pub(crate) const fn account_closed() -> Refusal {
    Refusal::rule("ledger.account-closed")
}
pub(crate) fn account_not_empty(left: Minutes) -> Refusal {
    Refusal::conflict("ledger.account-not-empty").with("left", left)
}
pub(crate) fn hold_expired(at: Instant) -> Refusal {
    Refusal::conflict("ledger.hold-expired").with("at", at)
}
pub(crate) fn hold_running(until: Instant) -> Refusal {
    Refusal::conflict("ledger.hold-running").with("until", until)
}
pub(crate) fn hold_left(left: Minutes, needed: Minutes) -> Refusal {
    Refusal::conflict("ledger.hold-left").with("left", left).with("needed", needed)
}
/// Minutes are still held: holds end first.
pub(crate) fn hold_open(held: Minutes) -> Refusal {
    Refusal::conflict("ledger.hold-open").with("held", held)
}
/// Minutes are still frozen: the case ends first.
pub(crate) fn frozen_left(frozen: Minutes) -> Refusal {
    Refusal::conflict("ledger.frozen-left").with("frozen", frozen)
}
/// There is nothing (any more) to move.
pub(crate) const fn nothing_left() -> Refusal {
    Refusal::conflict("ledger.nothing-left")
}
pub(crate) fn not_reversible(kind: PostingKind) -> Refusal {
    Refusal::rule("ledger.not-reversible").with("kind", kind.code())
}
pub(crate) fn reversal_left(left: Minutes, needed: Minutes) -> Refusal {
    Refusal::conflict("ledger.reversal-left").with("left", left).with("needed", needed)
}
/// The receiver has spent what is to be turned round.
pub(crate) fn shortfall(missing: Minutes, needed: Minutes) -> Refusal {
    Refusal::conflict("ledger.shortfall").with("missing", missing).with("needed", needed)
}
pub(crate) const fn lot_not_free() -> Refusal {
    Refusal::conflict("ledger.lot-not-free")
}
pub(crate) const fn lot_not_due() -> Refusal {
    Refusal::conflict("ledger.lot-not-due")
}
pub(crate) fn claim_left(left: Minutes, needed: Minutes) -> Refusal {
    Refusal::conflict("ledger.claim-left").with("left", left).with("needed", needed)
}
pub(crate) const fn item_known() -> Refusal {
    Refusal::conflict("ledger.item-known")
}
pub(crate) const fn item_closed() -> Refusal {
    Refusal::conflict("ledger.item-closed")
}
/// The law has no row for this crossing.
pub(crate) fn crossing(kind: PostingKind, from: (Class, State), to: (Class, State)) -> Refusal {
    Refusal::rule("ledger.crossing")
        .with("kind", kind.code())
        .with("from", format_args!("{}/{}", from.0.code(), from.1.code()))
        .with("to", format_args!("{}/{}", to.0.code(), to.1.code()))
}
pub(crate) fn insufficient(free: Minutes, needed: Minutes) -> Refusal {
    Refusal::rule("ledger.insufficient").with("free", free).with("needed", needed).with("missing", needed.less(free))
}
pub(crate) fn budget(left: Minutes, needed: Minutes) -> Refusal {
    Refusal::rule("ledger.budget").with("left", left).with("needed", needed)
}
/// A balance would leave the range a ledger can hold.
pub(crate) const fn bounds() -> Refusal {
    Refusal::rule("ledger.bounds")
}
