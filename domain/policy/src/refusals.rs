//! Every "no" a policy can say, with its stable code. The code is also the key of the sentence people read
//! (`policy.too-young` → `policy-too-young`); a test holds this list and the sentences together.

macro_rules! refusals {
    ($($name:ident = $code:literal),+ $(,)?) => {
        $(pub(crate) const $name: &str = $code;)+
        /// Every code a decision of this crate can refuse or flag with.
        pub const CODES: &[&str] = &[$($code),+];
    };
}

refusals! {
    // volunteers
    TOO_YOUNG = "policy.too-young",
    TOO_OLD = "policy.too-old",
    MINOR_TOO_YOUNG = "policy.minor-too-young",
    MINOR_NOT_STUDENT = "policy.minor-not-student",
    GUARDIAN_MISSING = "policy.guardian-missing",
    MINOR_ALONE = "policy.minor-alone",
    NOT_RESIDENT = "policy.not-resident",
    CHECK_MISSING = "policy.check-missing",
    NOT_TRAINED = "policy.not-trained",
    EXAM_MISSING = "policy.exam-missing",
    EXAM_NOT_PASSED = "policy.exam-not-passed",
    EXAM_WAIT = "policy.exam-wait",
    EXAM_NO_QUESTIONS = "policy.exam-no-questions",
    PAPER_EXPIRED = "policy.paper-expired",
    PAPER_EARLY = "policy.paper-early",
    APPEAL_LATE = "policy.appeal-late",
    // elders
    ELDER_TOO_YOUNG = "policy.elder-too-young",
    ELDER_NOT_RESIDENT = "policy.elder-not-resident",
    ELDER_NOT_IDENTIFIED = "policy.elder-not-identified",
    NO_CLASS = "policy.no-class",
    // ordering
    UNKNOWN_ITEM = "policy.unknown-item",
    NOT_URGENT = "policy.not-urgent",
    TOO_SHORT = "policy.too-short",
    TOO_LONG = "policy.too-long",
    OUTSIDE_HOURS = "policy.outside-hours",
    IN_THE_PAST = "policy.in-the-past",
    TOO_SOON = "policy.too-soon",
    TOO_FAR = "policy.too-far",
    TOO_MANY_OPEN = "policy.too-many-open",
    QUOTA_USED = "policy.quota-used",
    PAID_CARE = "policy.paid-care",
    LATE_NIGHT = "policy.late-night",
    CANCEL_SERVING = "policy.cancel-serving",
    CANCEL_LATE = "policy.cancel-late",
    // taking and visiting
    NOT_ACTIVE = "policy.not-active",
    GUARDIAN_NOT_PRESENT = "policy.guardian-not-present",
    RISK_FOR_MINOR = "policy.risk-for-minor",
    LICENCE_MISSING = "policy.licence-missing",
    NOT_INSURED = "policy.not-insured",
    OWN_KIN = "policy.own-kin",
    OWN_HOUSEHOLD = "policy.own-household",
    OVERLAP = "policy.overlap",
    GAP_TOO_SHORT = "policy.gap-too-short",
    DAY_CAP = "policy.day-cap",
    WEEK_CAP = "policy.week-cap",
    CHECK_IN_EARLY = "policy.check-in-early",
    CHECK_IN_LATE = "policy.check-in-late",
    PROOFS_MISSING = "policy.proofs-missing",
    SILENCE_TOO_SHORT = "policy.silence-too-short",
    SILENCE_NO_CALL = "policy.silence-no-call",
    // settling
    VISIT_TOO_SHORT = "policy.visit-too-short",
    OUTSIDE_TOLERANCE = "policy.outside-tolerance",
    BACK_ENTRY_LATE = "policy.back-entry-late",
    BACK_ENTRY_CAP = "policy.back-entry-cap",
    BACK_ENTRY_ALONE = "policy.back-entry-alone",
    BACK_ENTRY_NO_EVIDENCE = "policy.back-entry-no-evidence",
    RATING_NOT_FOR_VOLUNTEERS = "policy.rating-not-for-volunteers",
    RATING_CLOSED = "policy.rating-closed",
    RATING_MARK = "policy.rating-mark",
    // redeeming and giving
    REDEEM_TOO_YOUNG = "policy.redeem-too-young",
    REDEEM_NOT_YET = "policy.redeem-not-yet",
    REDEEM_NO_NEED = "policy.redeem-no-need",
    REDEEM_KIN = "policy.redeem-kin",
    REDEEM_KIN_TOO_YOUNG = "policy.redeem-kin-too-young",
    GIFT_NOT_ALLOWED = "policy.gift-not-allowed",
    GIFT_KIN = "policy.gift-kin",
    GIFT_NO_LINK = "policy.gift-no-link",
    GIFT_RECEIVER_TOO_YOUNG = "policy.gift-receiver-too-young",
    GIFT_DAY_CAP = "policy.gift-day-cap",
    GIFT_YEAR_CAP = "policy.gift-year-cap",
    DONATION_NOT_ALLOWED = "policy.donation-not-allowed",
    GROUPS_NOT_ALLOWED = "policy.groups-not-allowed",
    GROUP_TIME_DONATE_ONLY = "policy.group-time-donate-only",
    GRANT_NOT_ALLOWED = "policy.grant-not-allowed",
    GRANT_NOT_ELIGIBLE = "policy.grant-not-eligible",
    GRANT_RECHECK_DUE = "policy.grant-recheck-due",
    ENTITLEMENT_UNKNOWN = "policy.entitlement-unknown",
    ENTITLEMENT_TOO_LITTLE = "policy.entitlement-too-little",
    ENTITLEMENT_TOO_YOUNG = "policy.entitlement-too-young",
    ENTITLEMENT_NO_TRIGGER = "policy.entitlement-no-trigger",
}

/// Codes of [`crate::PolicyError`] when it reaches a person.
pub const ERROR_CODES: &[&str] =
    &["policy.no-city", "policy.no-version", "policy.unknown-version", "policy.unreadable"];
