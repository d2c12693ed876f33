//! Every "no" of this slice, with its stable code: also the key of its sentence.

macro_rules! refusals {
    ($($name:ident = $code:literal),+ $(,)?) => {
        $(pub(crate) const $name: &str = $code;)+
        /// Every code this slice can refuse with.
        pub const CODES: &[&str] = &[$($code),+];
    };
}

refusals! {
    MISSING = "volunteers.missing",
    REASON_LONG = "volunteers.reason-long",
    NOTHING_TO_ASK = "volunteers.nothing-to-ask",
    NO_GATEWAY = "volunteers.no-gateway",
    KIND_NOT_ASKED = "volunteers.kind-not-asked",
    BATCH_EMPTY = "volunteers.batch-empty",
    BATCH_CLOSED = "volunteers.batch-closed",
    ROW_UNKNOWN = "volunteers.row-unknown",
    ROW_RESULT = "volunteers.row-result",
    ROW_DAY = "volunteers.row-day",
    ROW_DIFFERS = "volunteers.row-differs",
    ROW_CLOSED = "volunteers.row-closed",
    FILE_EMPTY = "volunteers.file-empty",
    FILE_KIND = "volunteers.file-kind",
    FILE_LARGE = "volunteers.file-large",
    FILE_BROKEN = "volunteers.file-broken",
    FILE_HEADER = "volunteers.file-header",
    FILE_ENCODING = "volunteers.file-encoding",
    FILE_ROWS = "volunteers.file-rows",
    PAPER_OPEN = "volunteers.paper-open",
    PAPER_CLOSED = "volunteers.paper-closed",
    PAPER_OWN = "volunteers.paper-own",
    NOT_A_VOLUNTEER = "volunteers.not-a-volunteer",
}
