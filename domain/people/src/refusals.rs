//! Every "no" of people, with its stable code: also the key of its sentence in every language (`people.id-form` →
//! `people-id-form`). A test holds this list and the sentences together.

use std::fmt::Display;
use tb_kernel::{Fail, Kind, Refusal};

macro_rules! refusals {
    ($($name:ident = $code:literal),+ $(,)?) => {
        $(pub(crate) const $name: &str = $code;)+
        /// Every code this slice can refuse with.
        pub const CODES: &[&str] = &[$($code),+];
    };
}

refusals! {
    // fields
    MISSING = "people.missing",
    TEXT_LONG = "people-text-long",
    NAME_FORM = "people.name-form",
    ID_FORM = "people.id-form",
    ID_CHECK = "people.id-check",
    ID_BIRTH = "people.id-birth",
    PHONE_FORM = "people.phone-form",
    MOBILE_NEEDED = "people.mobile-needed",
    PHONE_NOT_PROVED = "people.phone-not-proved",
    UNKNOWN_PLACE = "people.unknown-place",
    COMMUNITY_NEEDED = "people.community-needed",
    STREET_NEEDED = "people.street-needed",
    HOME_OUTSIDE = "people.home-outside",
    CONSENT_MISSING = "people.consent-missing",
    HEALTH_UNDECLARED = "people.health-undeclared",
    RECORD_UNDECLARED = "people.record-undeclared",
    EXAM_SHARE = "people.exam-share",
    LICENCE_EXPIRED = "people.licence-expired",
    USERNAME_FORM = "people.username-form",
    USERNAME_TAKEN = "people.username-taken",
    PASSWORD_WEAK = "people.password-weak",
    DAY_ORDER = "people.day-order",
    SCOPE_FORM = "people.scope-form",
    TOKEN_DAYS = "people.token-days",
    // registering and review
    ALREADY_REGISTERED = "people.already-registered",
    IDENTITY_MISMATCH = "people.identity-mismatch",
    ALREADY_ENROLLED = "people.already-enrolled",
    OUTSIDE_TERRITORY = "people.outside-territory",
    NOT_PENDING = "people.not-pending",
    WRONG_STATE = "people.wrong-state",
    REVIEW_OWN = "people.review-own",
    OWN_ACCOUNT = "people.own-account",
    OWN_KIN = "people.own-kin",
    NOT_ALLOWED = "people.not-allowed",
    TOO_MANY_REVEALS = "people.too-many-reveals",
    CHECK_CONTRADICTED = "people.check-contradicted",
    CHECK_DAY = "people.check-day",
    ARTICLE_UNKNOWN = "people.article-unknown",
    BARRED = "people.barred",
    BAR_KNOWN = "people.bar-known",
    BAR_CLOSED = "people.bar-closed",
    BAR_INVOLVED = "people.bar-involved",
    NOT_ENROLLED = "people.not-enrolled",
    // privacy
    CONSENT_VERSION = "people.consent-version",
    CONSENT_NOT_OFFERED = "people.consent-not-offered",
    CORRECTION_OPEN = "people.correction-open",
    CORRECTION_CLOSED = "people.correction-closed",
    CORRECTION_OWN = "people.correction-own",
    IDENTITY_TAKEN = "people.identity-taken",
    NOTHING_CHANGED = "people.nothing-changed",
    // links
    LINK_SAME = "people.link-same",
    LINK_KNOWN = "people.link-known",
    LINK_OWN = "people.link-own",
    LINK_CLOSED = "people.link-closed",
    LINK_OTHER_UNKNOWN = "people.link-other-unknown",
    LINK_NOT_READY = "people.link-not-ready",
    LINK_OWN_ANCESTOR = "people.link-own-ancestor",
    LINK_YOUNGER = "people.link-younger",
    LINK_CONTRADICTS = "people.link-contradicts",
    LINK_SPOUSE_KNOWN = "people.link-spouse-known",
    LINK_GUARDIAN_LOOP = "people.link-guardian-loop",
    LINK_GUARDIAN_MINOR = "people.link-guardian-minor",
    LINK_GUARDIAN_WARD = "people.link-guardian-ward",
    LINK_WARD_ADULT = "people.link-ward-adult",
    LINK_GUARDIAN_PAPER = "people.link-guardian-paper",
    // proxies
    PROXY_SELF = "people.proxy-self",
    PROXY_NO_LINK = "people.proxy-no-link",
    PROXY_MINOR = "people.proxy-minor",
    PROXY_NOT_GRANTED = "people.proxy-not-granted",
    PROXY_NONE = "people.proxy-none",
    PROXY_NOTE = "people.proxy-note",
    PROXY_OWN_WORD = "people.proxy-own-word",
    REQUEST_CLOSED = "people.request-closed",
    REQUEST_KNOWN = "people.request-known",
    // signing in
    CODE_TOO_SOON = "people.code-too-soon",
    CODE_TOO_MANY = "people.code-too-many",
    ADDRESS_TOO_MANY = "people.address-too-many",
    CODE_WRONG = "people.code-wrong",
    CODE_LOCKED = "people.code-locked",
    PROOF_OVER = "people.proof-over",
    SIGN_IN_WRONG = "people.sign-in-wrong",
    SIGN_IN_TOO_MANY = "people.sign-in-too-many",
    NO_ACTIVE_GRANT = "people.no-active-grant",
    NOT_ACTING = "people.not-acting",
    // staff
    STAFF_KNOWN = "people.staff-known",
    NOT_STAFF = "people.not-staff",
    OFFICER_EXISTS = "people.officer-exists",
    LAST_OFFICER = "people.last-officer",
    GRANT_OWN = "people.grant-own",
    GRANT_LEVEL = "people.grant-level",
    GRANT_KNOWN = "people.grant-known",
    GRANT_CLOSED = "people.grant-closed",
    GRANT_SEPARATE = "people.grant-separate",
    ACCOUNT_LOCKED = "people.account-locked",
    TOO_MANY_TOKENS = "people.too-many-tokens",
}

pub(crate) const fn sign_in() -> Refusal {
    Refusal::new(Kind::SignIn, "common.sign-in")
}
pub(crate) const fn too_many(code: &'static str) -> Refusal {
    Refusal::new(Kind::TooMany, code)
}
/// Wait so many seconds.
pub(crate) fn wait(code: &'static str, seconds: impl Display) -> Refusal {
    too_many(code).with("seconds", seconds)
}
/// One field is wrong.
pub(crate) fn at(field: &'static str, code: &'static str) -> Fail {
    Refusal::invalid().field(field, code).into()
}
