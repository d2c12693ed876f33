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
pub(super) use words;

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

    /// Where a link stands; only `Active` counts. `Reviewed`: the proof was seen, the other side has not answered yet.
    LinkState {
        Claimed = "claimed",
        Reviewed = "reviewed",
        Active = "active",
        Refused = "refused",
        Ended = "ended",
    }

    /// The kind of paper that proves a link; the paper itself is shown, never kept here.
    Document {
        HouseholdRegister = "household_register",
        MarriageCertificate = "marriage_certificate",
        BirthCertificate = "birth_certificate",
        /// A certificate of the village, community or police.
        KinshipCertificate = "kinship_certificate",
        /// A court's decision that names the guardian.
        CourtDecision = "court_decision",
        /// A guardianship agreed on and certified by a notary.
        NotarialDeed = "notarial_deed",
        Other = "other",
    }

    /// How somebody's own word was given.
    Said {
        /// On their own page.
        Button = "button",
        /// By their voice, in a logged call.
        Voice = "voice",
        /// On a signed paper at the desk.
        Paper = "paper",
        /// A document stands for the word of somebody who cannot give it.
        Document = "document",
    }

    /// What a proxy can be given for.
    Capability {
        /// Ask for service, agree to a volunteer, cancel.
        Ask = "ask",
        /// Confirm, dispute and rate a visit.
        Confirm = "confirm",
        /// Read the time account.
        Statement = "statement",
        /// Redeem rights and benefits.
        Redeem = "redeem",
        /// Give or donate time.
        Give = "give",
        /// Serve as a volunteer: only the guardian of a minor, never granted.
        Serve = "serve",
    }

    /// How far a proxy reaches, weakest first.
    Degree {
        None = "none",
        /// Looks, and prepares what the other then does.
        Assist = "assist",
        /// Does it once the other has said yes.
        Together = "together",
        /// Does it alone.
        Represent = "represent",
    }

    /// Where an act stands that waits for the other's yes.
    RequestState {
        Waiting = "waiting",
        Agreed = "agreed",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// Agreed to, but by then it was not possible any more.
        Failed = "failed",
        Expired = "expired",
    }

    /// Where a staff grant stands; only `Active` within its days counts.
    GrantState {
        /// Waits for a second officer.
        Proposed = "proposed",
        /// Waits for the word of whoever is to hold it.
        Invited = "invited",
        Active = "active",
        Ended = "ended",
        Refused = "refused",
    }

    /// Which door a session opens.
    SessionKind { Citizen = "citizen", Staff = "staff" }

    /// What a check found.
    CheckResult {
        Passed = "passed",
        Failed = "failed",
        /// Neither: no answer, or one that a person has to look at.
        Unclear = "unclear",
    }

    /// Where the result of a check comes from.
    CheckSource {
        /// Read from the identity number.
        Identity = "identity",
        /// The person said so; for health nothing else is kept.
        Declared = "declared",
        /// An officer saw a document.
        Manual = "manual",
        /// A file that an outside register filled in.
        Batch = "batch",
        /// A register that was asked over the network.
        Gateway = "gateway",
        /// A course or an exam of the time bank.
        Learning = "learning",
    }

    /// Where being shut out stands; only `Lifted` does not count.
    BarState { Active = "active", Appealed = "appealed", Upheld = "upheld", Lifted = "lifted" }

    /// Why unmasked data was shown.
    LookPurpose {
        /// A member of staff asked, with a reason.
        Reveal = "reveal",
        /// The volunteer of an order saw name, telephone and address.
        Service = "service",
        /// A member of staff opened an order with its address and note.
        Order = "order",
        /// Everything kept about the person was written out.
        Export = "export",
        /// A wish for correction was read.
        Correction = "correction",
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

impl Capability {
    /// What can be granted; serving goes with guardianship alone.
    pub const GRANTED: &'static [Capability] =
        &[Capability::Ask, Capability::Confirm, Capability::Statement, Capability::Redeem, Capability::Give];
}

impl Document {
    /// Stands for the word of somebody who cannot give it.
    pub const fn names_a_guardian(self) -> bool {
        matches!(self, Document::CourtDecision | Document::NotarialDeed)
    }
}

impl LinkState {
    /// Neither refused nor ended.
    pub const fn is_running(self) -> bool {
        !matches!(self, LinkState::Refused | LinkState::Ended)
    }
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
    /// The same tie seen from the other end: what a is to b. None: no single word (a guardian's ward has a guardian).
    pub const fn turned(self) -> Option<LinkKind> {
        let kin = match self {
            LinkKind::Household => return Some(LinkKind::Household),
            LinkKind::Guardian => return None,
            LinkKind::Kin(kin) => kin,
        };
        Some(LinkKind::Kin(match kin {
            KinKind::Parent => KinKind::Child,
            KinKind::Child => KinKind::Parent,
            KinKind::Grandparent => KinKind::Grandchild,
            KinKind::Grandchild => KinKind::Grandparent,
            // The spouse of a child is a relative for whom the law of gifts has no word of its own.
            KinKind::ParentInLaw => KinKind::OtherRelative,
            same => same,
        }))
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
