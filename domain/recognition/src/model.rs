//! The nouns: certificate and its frozen content, correction, award. No I/O.

use serde::{Deserialize, Serialize};
use tb_kernel::{AwardId, CertificateId, CorrectionId, Day, Instant, Minutes, Node, PersonId};
use tb_policy::Text;

/// Gives an enum of unit variants its stable code and the way back, and stores it as text.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] #[sqlx(rename = $code)] $variant),+ }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            pub fn parse(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

coded! {
    /// The five blocks of a volunteer's record.
    Block {
        Basic = "basic",
        Service = "service",
        Training = "training",
        Awards = "awards",
        Evaluation = "evaluation",
    }
}
coded! {
    /// How much somebody sees who checks a certificate; the holder decides, also later.
    Shows {
        /// Only that it is real and still valid.
        Validity = "validity",
        /// Also the masked name, the period and the hours.
        Summary = "summary",
        /// Also the full name and what was done.
        Full = "full",
    }
}
coded! {
    CertificateState { Valid = "valid", Revoked = "revoked" }
}
coded! {
    CorrectionState { Open = "open", Accepted = "accepted", Refused = "refused" }
}

/// A certificate as the register knows it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Certificate {
    pub id: CertificateId,
    /// What is printed and what a checker types: `ZM261121-7K3M9-Q2XYZ`.
    pub number: String,
    pub holder: PersonId,
    /// The holder's community at issue.
    pub node: Node,
    pub from_day: Day,
    pub to_day: Day,
    pub minutes: Minutes,
    pub visits: i64,
    /// [`Content`], sealed under the holder's key.
    pub content: Vec<u8>,
    pub digest: Vec<u8>,
    pub shows: Shows,
    pub state: CertificateState,
    pub policy: String,
    pub issued_at: Instant,
    pub issued_by: Option<PersonId>,
    pub channel: String,
    pub revoked_at: Option<Instant>,
    pub revoked_by: Option<PersonId>,
    pub revoke_reason: Option<String>,
}

impl Certificate {
    /// The first sixteen hexadecimal digits of the content's digest, in groups, as printed.
    pub fn mark(&self) -> String {
        let hex = tb_crypto::hex(&self.digest);
        hex.as_bytes().chunks(4).take(4).map(|four| String::from_utf8_lossy(four)).collect::<Vec<_>>().join(" ")
    }
}

/// What a certificate says, word for word for ever. Its JSON is hashed and sealed at issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Version of this form.
    pub form: u8,
    pub number: String,
    pub name: String,
    pub masked_name: String,
    /// Masked: the first and last digits.
    pub id_no: String,
    pub handle: String,
    pub from: Day,
    pub to: Day,
    pub minutes: Minutes,
    pub visits: i64,
    pub items: Vec<ItemSum>,
    /// Every visit, when the holder wanted them on the paper.
    pub services: Vec<ServiceLine>,
    pub trainings: Vec<TrainingLine>,
    pub awards: Vec<AwardLine>,
    /// Number of ratings by those served, and their mean in tenths.
    pub marks: Option<(i64, i64)>,
    /// What the city calls its bank, and the street at which the record is kept.
    pub bank: Text,
    pub place: String,
    pub issued_on: Day,
}

/// One kind of service and how much of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemSum {
    pub item: String,
    pub name: Text,
    pub minutes: Minutes,
    pub visits: i64,
}

/// One visit: the day, what was done, where (the community), for how many people, how long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLine {
    pub number: String,
    pub day: Day,
    pub name: Text,
    pub place: String,
    pub served: i64,
    pub minutes: Minutes,
}

/// One training taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingLine {
    pub day: Day,
    pub title: Text,
    pub organiser: String,
    pub minutes: Option<Minutes>,
    /// Percent of right answers, where there was an exam.
    pub score: Option<i64>,
}

/// One honour, as printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwardLine {
    pub day: Day,
    pub title: String,
    pub body: String,
}

/// An honour as it was entered.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Award {
    pub id: AwardId,
    pub person: PersonId,
    pub node: Node,
    pub title: String,
    /// Who gave it.
    pub body: String,
    pub given_on: Day,
    pub entered_at: Instant,
    pub entered_by: Option<PersonId>,
    pub struck_at: Option<Instant>,
    pub struck_reason: Option<String>,
}

/// A request to correct the record.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Correction {
    pub id: CorrectionId,
    pub person: PersonId,
    pub node: Node,
    pub block: Block,
    pub said: Vec<u8>,
    pub asked_at: Instant,
    pub asked_by: Option<PersonId>,
    pub channel: String,
    /// By when the policy promises an answer.
    pub due: Instant,
    pub state: CorrectionState,
    pub decided_at: Option<Instant>,
    pub decided_by: Option<PersonId>,
    pub answer: Option<Vec<u8>>,
}
