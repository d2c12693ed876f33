//! What somebody allows, what was changed in their data, what they say is wrong, what has become of them.

use super::words::words;
use serde::{Deserialize, Serialize};
use tb_kernel::{Channel, CorrectionId, Day, Instant, Node, PersonId};

words! {
    /// For what somebody may allow their data to be used. Each stands alone: none is a condition of another.
    Purpose {
        /// The telephone's position when arriving and leaving.
        Location = "location",
        /// Good deeds in the city's platform of public credit.
        Credit = "credit",
        /// Hours told to the school.
        School = "school",
        /// Being known as a volunteer to shops that thank volunteers.
        Merchant = "merchant",
        /// What an insurer needs for cover and claims.
        Insurer = "insurer",
        /// The name on lists of honour.
        Honour = "honour",
    }

    /// Where a wish for correction stands.
    CorrectionState { Open = "open", Done = "done", Refused = "refused" }

    /// What a wish for correction is about.
    CorrectionAbout { Identity = "identity", Contact = "contact", Enrolment = "enrolment", Service = "service", Other = "other" }

    /// What has become of a person.
    Mark {
        /// Cannot act for themselves.
        Incapacitated = "incapacitated",
        Left = "left",
        Dead = "dead",
        /// Was the same as another person, who goes on.
        Merged = "merged",
        /// Nothing that identifies them is left.
        Erased = "erased",
    }

    /// What speaks for two persons being one.
    Sign { Name = "name", Phone = "phone", Birth = "birth", IdNumber = "id_no", Address = "address" }

    /// A field of the sealed profile.
    Field {
        Name = "name",
        IdNumber = "id_no",
        Phone = "phone",
        Address = "address",
        Home = "home",
        Emergency = "emergency",
        Node = "node",
    }
}

impl Purpose {
    /// The version of the text that is shown today. A new text gets a new number, and who agreed to an older one is
    /// asked again.
    pub const fn version(self) -> i64 {
        1
    }
    /// The key of a sentence of this version: `consent-location-1-what`.
    pub fn key(self, version: i64, part: &str) -> String {
        format!("consent-{}-{version}-{part}", self.code())
    }
}

impl Mark {
    /// Nobody signs in as such a person.
    pub const fn is_closed(self) -> bool {
        !matches!(self, Mark::Left)
    }
}

/// Where somebody's consent for a purpose stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ConsentStanding {
    pub purpose: Purpose,
    /// Of the text that counts today.
    pub version: i64,
    /// True when the text of today was agreed to and not withdrawn.
    pub given: bool,
    /// Of the last receipt; none when never asked.
    pub at: Option<Instant>,
    /// Agreed to an older text.
    pub outdated: bool,
}

/// One receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConsentReceipt {
    pub id: uuid::Uuid,
    pub purpose: Purpose,
    pub version: i64,
    pub given: bool,
    pub at: Instant,
    pub channel: Channel,
    /// Who took it down, masked, when not the person alone.
    pub through: Option<String>,
}

/// One field before and after: unmasked, for the person's own eyes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: Field,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A change of personal data. `values` is filled for the person alone.
#[derive(Clone, PartialEq, Serialize)]
pub struct ProfileChange {
    pub id: uuid::Uuid,
    pub at: Instant,
    /// Masked name of who changed it; none for the person alone.
    pub by: Option<String>,
    pub channel: Channel,
    pub fields: Vec<Field>,
    pub from: Option<Node>,
    pub to: Option<Node>,
    pub values: Vec<FieldChange>,
}

/// A wish for correction.
#[derive(Clone, PartialEq, Serialize)]
pub struct CorrectionView {
    pub id: CorrectionId,
    pub person: PersonId,
    pub masked_name: String,
    pub node: Node,
    pub about: CorrectionAbout,
    pub state: CorrectionState,
    pub asked_at: Instant,
    pub channel: Channel,
    /// What is wrong, in the person's words; for the person, and for whoever opened it to decide.
    pub wish: Option<String>,
    pub answer: Option<String>,
    pub decided_at: Option<Instant>,
    pub may_decide: bool,
}

/// What has become of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Marked {
    pub person: PersonId,
    pub mark: Mark,
    pub other: Option<PersonId>,
    pub since: Instant,
}

/// Whoever was barred, until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    pub until: Option<Day>,
    /// The article it rests on.
    pub article: String,
}

/// Two who may be one person, and what speaks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alike {
    pub a: super::Shown,
    pub b: super::Shown,
    pub signs: Vec<Sign>,
}

super::debug_nothing!(FieldChange, ProfileChange, CorrectionView);
