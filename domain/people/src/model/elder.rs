//! What only elders have: assessments of ability, and categories with the ground each stands on.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tb_kernel::{Day, Instant, Node, PersonId};
use tb_policy::rules::{Category, CategoryFacts, categories};
use tb_policy::{AbilityLevel, Trait, Version};
use uuid::Uuid;

/// An assessment to be entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentInput {
    pub level: AbilityLevel,
    pub assessed_on: Day,
    /// Last day; none: as long as the city's rules say.
    pub valid_until: Option<Day>,
    /// Who assessed, in words.
    pub assessor: String,
    /// From a file.
    pub imported: bool,
}

/// An assessment as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessment {
    pub id: Uuid,
    pub level: AbilityLevel,
    pub assessed_on: Day,
    pub valid_until: Day,
    pub assessor: String,
    pub imported: bool,
    pub entered_at: Instant,
    pub withdrawn: bool,
}

/// What is known of somebody with an identity number, by its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownIdentity {
    pub person: PersonId,
    pub node: Node,
    /// Has a running enrolment as an elder.
    pub elder: bool,
    pub name_index: Vec<u8>,
}

/// What categories of an elder follow from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ElderFactsOnFile {
    /// Confirmed at registration or by an officer since.
    pub confirmed: BTreeSet<Trait>,
    /// The last assessment and its last day.
    pub assessment: Option<(AbilityLevel, Day)>,
}

impl ElderFactsOnFile {
    /// The categories on a day, each with its ground.
    pub fn categories(&self, version: &Version, age: i64, day: Day) -> Vec<Category> {
        let assessment = self.assessment.map(|(level, until)| (level, day <= until));
        categories(version, &CategoryFacts { age, confirmed: self.confirmed.clone(), assessment })
    }
    /// The same as a set.
    pub fn traits(&self, version: &Version, age: i64, day: Day) -> BTreeSet<Trait> {
        self.categories(version, age, day).into_iter().map(|category| category.holds).collect()
    }
}
