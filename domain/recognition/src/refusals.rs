//! Every "no" of this slice, with its stable code; the sentences are in `locales/*/recognition.ftl`.

pub(crate) const PERIOD: &str = "recognition.period";
pub(crate) const NOTHING: &str = "recognition.nothing-to-certify";
pub(crate) const AT_DESK: &str = "recognition.at-the-desk";
pub(crate) const TOO_MANY: &str = "recognition.too-many";
pub(crate) const REVOKED: &str = "recognition.revoked-already";
pub(crate) const OWN_INTEREST: &str = "recognition.own-interest";
pub(crate) const NOT_YOURS: &str = "recognition.not-yours";
pub(crate) const OPEN_ALREADY: &str = "recognition.correction-open";
pub(crate) const DECIDED: &str = "recognition.correction-decided";
pub(crate) const TEXT_NEEDED: &str = "recognition.text-needed";
pub(crate) const DAY_FUTURE: &str = "recognition.day-in-future";
pub(crate) const STRUCK: &str = "recognition.struck-already";

/// All of them, for the test that every one has its sentence.
pub const CODES: &[&str] = &[
    PERIOD,
    NOTHING,
    AT_DESK,
    TOO_MANY,
    REVOKED,
    OWN_INTEREST,
    NOT_YOURS,
    OPEN_ALREADY,
    DECIDED,
    TEXT_NEEDED,
    DAY_FUTURE,
    STRUCK,
];
