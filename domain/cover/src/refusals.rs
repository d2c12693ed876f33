//! Every "no" of this slice, with its stable code; the sentences are in `locales/*/cover.ftl`.

pub(crate) const FORM: &str = "cover.needed";
pub(crate) const PERIOD: &str = "cover.period";
pub(crate) const SUM: &str = "cover.range-sum";
pub(crate) const NUMBER_KNOWN: &str = "cover.number-known";
pub(crate) const ENDED: &str = "cover.ended-already";
pub(crate) const END_DAY: &str = "cover.end-day";
pub(crate) const NO_VISIT: &str = "cover.no-visit";
pub(crate) const WHEN: &str = "cover.when";
pub(crate) const NOT_YOURS: &str = "cover.not-yours";
pub(crate) const OWN_INTEREST: &str = "cover.own-interest";
pub(crate) const STEP: &str = "cover.wrong-step";
pub(crate) const CLAIM_NUMBER: &str = "cover.claim-number-needed";
pub(crate) const NOT_IN_FORCE: &str = "cover.not-in-force-then";
pub(crate) const PAID: &str = "cover.paid-sum";

/// All of them, for the test that every one has its sentence.
pub const CODES: &[&str] = &[
    FORM,
    PERIOD,
    SUM,
    NUMBER_KNOWN,
    ENDED,
    END_DAY,
    NO_VISIT,
    WHEN,
    NOT_YOURS,
    OWN_INTEREST,
    STEP,
    CLAIM_NUMBER,
    NOT_IN_FORCE,
    PAID,
];
