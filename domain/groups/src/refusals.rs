//! Every "no" of groups, with its stable code.

macro_rules! refusals {
    ($($name:ident = $code:literal),+ $(,)?) => {
        $(pub(crate) const $name: &str = $code;)+
        /// Every code this slice can refuse with.
        pub const CODES: &[&str] = &[$($code),+];
    };
}

refusals! {
    MISSING = "groups.missing",
    TEXT_LONG = "groups.text-long",
    NAME_TAKEN = "groups.name-taken",
    NOT_VOLUNTEER = "groups.not-volunteer",
    NOT_MANAGER = "groups.not-manager",
    NOT_ALLOWED = "groups.not-allowed",
    OWN_GROUP = "groups.own-group",
    WRONG_STATE = "groups.wrong-state",
    UNKNOWN_PERSON = "groups.unknown-person",
    MEMBER_KNOWN = "groups.member-known",
    NOT_MEMBER = "groups.not-member",
    LAST_MANAGER = "groups.last-manager",
    LICENCE_PAST = "groups.licence-past",
    ITEM_UNKNOWN = "groups.item-unknown",
    TIME_RANGE = "groups.time-range",
    HELPERS_RANGE = "groups.helpers-range",
    TEAM_LICENCE = "groups.team-licence",
    ELDER_NOT_ACTIVE = "groups.elder-not-active",
    FULL = "groups.full",
    SIGNED_KNOWN = "groups.signed-known",
    NOT_SIGNED = "groups.not-signed",
    TOO_EARLY = "groups.too-early",
    TOO_LATE = "groups.too-late",
    CODE_WRONG = "groups.code-wrong",
    CODE_TRIES = "groups.code-tries",
    OWN_ROSTER = "groups.own-roster",
    ROSTER_TIMES = "groups.roster-times",
    NOT_OVER = "groups.not-over",
    STILL_PRESENT = "groups.still-present",
    STALE = "groups.stale",
    NOT_STUDENT = "groups.not-student",
    MINUTES_RANGE = "groups.minutes-range",
}
