//! Closed lists of words, each with the stable code that tables, records and locale keys carry.

use serde::{Deserialize, Serialize};
use tb_policy::KinKind;

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $code)] #[sqlx(rename = $code)] $variant),+
        }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            /// The word with this code, if there is one.
            pub fn parse(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|word| word.code() == code)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    )+};
}

words! {
    /// What somebody is enrolled as.
    EnrolmentKind { Volunteer = "volunteer", Elder = "elder" }

    /// Where an enrolment stands. Volunteers begin as `Applied`, elders as `Registered`.
    EnrolmentState {
        Applied = "applied",
        Registered = "registered",
        Active = "active",
        Suspended = "suspended",
        Refused = "refused",
        Exited = "exited",
    }

    /// Where a link stands; only `Active` counts.
    LinkState { Claimed = "claimed", Active = "active", Refused = "refused", Ended = "ended" }

    /// Where a staff grant stands; only `Active` within its days counts.
    GrantState { Proposed = "proposed", Active = "active", Ended = "ended", Refused = "refused" }

    /// Which door a session opens.
    SessionKind { Citizen = "citizen", Staff = "staff" }

    /// Why unmasked data was shown.
    LookPurpose {
        /// A member of staff asked, with a reason.
        Reveal = "reveal",
        /// The volunteer of an order saw name, telephone and address.
        Service = "service",
    }

    /// The language somebody reads.
    #[derive(Default)]
    Language {
        #[default] Chinese = "zh-CN",
        English = "en",
    }

    /// The pages somebody sees.
    #[derive(Default)]
    Edition { #[default] Standard = "standard", Elder = "elder" }

    /// How large the text is.
    #[derive(Default)]
    TextSize { #[default] Normal = "normal", Large = "large", Larger = "larger", Largest = "largest" }
}

impl EnrolmentState {
    /// Waits for a decision.
    pub const fn is_pending(self) -> bool {
        matches!(self, EnrolmentState::Applied | EnrolmentState::Registered)
    }
    /// Neither refused nor left.
    pub const fn is_running(self) -> bool {
        !matches!(self, EnrolmentState::Refused | EnrolmentState::Exited)
    }
}

impl EnrolmentKind {
    /// The state a new enrolment begins in.
    pub const fn first_state(self) -> EnrolmentState {
        match self {
            EnrolmentKind::Volunteer => EnrolmentState::Applied,
            EnrolmentKind::Elder => EnrolmentState::Registered,
        }
    }
}

/// How two persons are linked: b is a's …
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum LinkKind {
    Kin(KinKind),
    /// They live together.
    Household,
    /// b is the ward of the guardian a.
    Guardian,
}

impl LinkKind {
    pub const fn code(self) -> &'static str {
        match self {
            LinkKind::Kin(kin) => kin.code(),
            LinkKind::Household => "household",
            LinkKind::Guardian => "guardian",
        }
    }
    pub fn parse(code: &str) -> Option<LinkKind> {
        match code {
            "household" => Some(LinkKind::Household),
            "guardian" => Some(LinkKind::Guardian),
            other => KinKind::parse(other).map(LinkKind::Kin),
        }
    }
    /// Friends may be given time, but they are not kin: no conflict of interest follows.
    pub fn is_conflict(self) -> bool {
        self != LinkKind::Kin(KinKind::Friend)
    }
}
impl From<LinkKind> for String {
    fn from(kind: LinkKind) -> String {
        kind.code().to_owned()
    }
}
impl TryFrom<String> for LinkKind {
    type Error = &'static str;
    fn try_from(code: String) -> Result<LinkKind, Self::Error> {
        LinkKind::parse(&code).ok_or("not a kind of link")
    }
}
