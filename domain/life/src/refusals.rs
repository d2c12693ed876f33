//! Every "no" of life events, with its stable code.

macro_rules! refusals {
    ($($name:ident = $code:literal),+ $(,)?) => {
        $(pub(crate) const $name: &str = $code;)+
        /// Every code this slice can refuse with.
        pub const CODES: &[&str] = &[$($code),+];
    };
}

refusals! {
    NOT_ALLOWED = "life.not-allowed",
    REASON_NEEDED = "life.reason-needed",
    ALREADY_ASKED = "life.already-asked",
    ALREADY_SO = "life.already-so",
    CLOSED = "life.closed",
    OTHER_NEEDED = "life.other-needed",
    OTHER_SAME = "life.other-same",
    OTHER_CLOSED = "life.other-closed",
    NOT_OPEN_TO_ONESELF = "life.not-open-to-oneself",
    STAFF_DUTY = "life.staff-duty",
    NOT_CLOSED_YET = "life.not-closed-yet",
    TOO_EARLY = "life.too-early",
    ORDERS_RUNNING = "life.orders-running",
    FROZEN = "life.frozen",
    NOT_HEIR = "life.not-heir",
    HEIRS_MAY_CLAIM = "life.heirs-may-claim",
    NOT_DEAD = "life.not-dead",
    NOTHING_LEFT = "life.nothing-left",
    CANNOT_UNDO = "life.cannot-undo",
}
