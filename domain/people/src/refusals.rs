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
    // links
    LINK_SAME = "people.link-same",
    LINK_KNOWN = "people.link-known",
    LINK_OWN = "people.link-own",
    LINK_CLOSED = "people.link-closed",
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
