//! Every "no" of outreach, with its stable code.

use tb_kernel::{Fail, Refusal};

macro_rules! refusals {
    ($($name:ident = $code:literal),+ $(,)?) => {
        $(pub(crate) const $name: &str = $code;)+
        /// Every code this slice can refuse with.
        pub const CODES: &[&str] = &[$($code),+, "outreach.file-unknown", "outreach.file-old", "outreach.file-broken",
            "outreach.file-large", "outreach.file-empty", "outreach.file-headings"];
    };
}

refusals! {
    FILE_MISSING = "outreach.file-missing",
    MAPPING_MISSING = "outreach.mapping-missing",
    MAPPING_TWICE = "outreach.mapping-twice",
    NOT_MAPPING = "outreach.not-mapping",
    NOT_RUNNING = "outreach.not-running",
    ROW_DECIDED = "outreach.row-decided",
    PAIR_DECIDED = "outreach.pair-decided",
    WRONG_STATE = "outreach.wrong-state",
    NOT_ALLOWED = "outreach.not-allowed",
    // fields of a row
    ROUNDED = "outreach.number-rounded",
    FORMULA = "outreach.formula-error",
    COMMUNITY_UNKNOWN = "outreach.community-unknown",
    COMMUNITY_TWICE = "outreach.community-twice",
    OUTSIDE = "outreach.outside-territory",
    YES_NO = "outreach.yes-no",
    LEVEL = "outreach.level",
    DAY = "outreach.day",
    NOT_REGISTERED = "outreach.not-registered",
    IDENTITY_MISMATCH = "outreach.identity-mismatch",
}

/// One field is wrong.
pub(crate) fn at(field: &'static str, code: &'static str) -> Fail {
    Refusal::invalid().field(field, code).into()
}
