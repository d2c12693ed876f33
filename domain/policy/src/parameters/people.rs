//! Who may earn and who may receive.

use super::group;
use super::words::{Check, CoverKind, Payer, Trait};
use crate::catalogue::Risk;
use crate::model::{ArticleId, Text};
use serde::{Deserialize, Serialize};

group! {
    /// Whole years of age to serve on one's own.
    VolunteerAge { min: u8, #[serde(default)] max: Option<u8> }
}
group! {
    /// Whether people under the volunteer age may serve at all.
    Minors {
        allowed: bool,
        /// Only pupils and students.
        #[serde(default)] students_only: bool,
    }
}
group! {
    /// What a minor's guardian must do.
    Guardian {
        /// A confirmed link is needed to register.
        confirmed: bool,
        /// The guardian must be there at the service.
        present: bool,
    }
}
group! {
    /// The youngest minor, and the riskiest service one may take part in.
    MinorLimits { min_age: u8, max_risk: Risk }
}
group! {
    /// Must a volunteer live in the city?
    Residence { required: bool }
}
group! {
    /// What must be checked before activation.
    Checks { required: Vec<Check> }
}
group! {
    /// What must be passed before the first service.
    Gate { training: bool, exam: bool }
}
group! {
    /// The share of right answers that passes, 1 … 100.
    Exam { pass_percent: u8 }
}
group! {
    /// Whether services that need a licence are offered at all.
    Professional { allowed: bool }
}
group! {
    /// Whether cover must be in force at the time of a visit.
    Insurance { required: bool }
}
group! {
    /// Who pays the cover and whether the elder is covered as well.
    InsurancePayer { payer: Payer, covers_elder: bool }
}
group! {
    /// Which insurances must be in force at a visit; within how many hours of knowing of an accident it is reported; how
    /// many days before an insurance ends the district is warned.
    Cover { kinds: Vec<CoverKind>, report_hours: u32, warn_days: u32 }
}
group! {
    /// Nobody earns from their own kin or household.
    Conflict { kin_refused: bool, household_refused: bool }
}
group! {
    /// The younger old for the older old: a wish for matching, never a refusal. `active = false`: no such wish.
    AgePreference { active: bool, helper_from: u8, helper_to: u8, elder_from: u8 }
}
group! {
    /// Who may be registered as an elder.
    Recipients { min_age: u8, resident_required: bool, identity_required: bool, classes: Vec<RecipientClass> }
}

/// A class of recipients: any of the cases makes one a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientClass {
    pub code: String,
    pub name: Text,
    pub article: ArticleId,
    /// Comes first for grants and donated time.
    #[serde(default)]
    pub priority: bool,
    pub cases: Vec<Case>,
}

/// Age and traits that together make one a member of a class. Empty lists ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Case {
    pub min_age: Option<u8>,
    pub max_age: Option<u8>,
    pub all: Vec<Trait>,
    pub any: Vec<Trait>,
}

group! {
    /// May anybody of the recipients' age be registered who belongs to no class? They order with time of their own.
    OpenRegistration { allowed: bool }
}
