//! Who may receive help, and to which classes of recipients somebody belongs.

use super::facts::facts;
use super::{Decision, Ruling};
use crate::model::{ArticleId, Version};
use crate::parameters::{AbilityLevel, Case, RecipientClass, Trait};
use crate::refusals as no;
use std::collections::BTreeSet;

facts! {
    /// What is known of somebody who is to be registered as an elder.
    ElderFacts {
        /// Whole years on the day.
        age: i64 = 80,
        traits: BTreeSet<Trait> = BTreeSet::from([Trait::EmptyNest, Trait::LivingAlone]),
        /// Lives permanently in the city.
        resident: bool = true,
        identity_verified: bool = true,
    }
}

impl Case {
    /// True when age and traits make one a member.
    pub fn fits(&self, age: i64, traits: &BTreeSet<Trait>) -> bool {
        self.min_age.is_none_or(|min| age >= i64::from(min))
            && self.max_age.is_none_or(|max| age <= i64::from(max))
            && self.all.iter().all(|needed| traits.contains(needed))
            && (self.any.is_empty() || self.any.iter().any(|one| traits.contains(one)))
    }
}

impl RecipientClass {
    pub fn fits(&self, age: i64, traits: &BTreeSet<Trait>) -> bool {
        self.cases.iter().any(|case| case.fits(age, traits))
    }
}

/// What is known of an elder from which categories follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CategoryFacts {
    pub age: i64,
    /// Confirmed at registration or by an officer since.
    pub confirmed: BTreeSet<Trait>,
    /// The last assessment of ability, and whether it is valid today. None: never assessed.
    pub assessment: Option<(AbilityLevel, bool)>,
}

/// Why a category holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    Age,
    Assessment,
    Confirmed,
}

/// A category and the ground it stands on.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Category {
    pub holds: Trait,
    pub ground: Ground,
    pub article: ArticleId,
}

/// The categories of an elder: by age and by assessment where these facts exist, else as confirmed.
pub fn categories(version: &Version, f: &CategoryFacts) -> Vec<Category> {
    let c = &version.parameters.categories;
    let from_facts = |one: Trait| match one {
        Trait::AdvancedAge => true,
        Trait::Disabled | Trait::SemiDisabled => f.assessment.is_some(),
        _ => false,
    };
    let holds = |holds: Trait, ground: Ground| Category { holds, ground, article: c.article.clone() };
    let mut found: Vec<Category> =
        f.confirmed.iter().filter(|one| !from_facts(**one)).map(|one| holds(*one, Ground::Confirmed)).collect();
    if f.age >= i64::from(c.advanced_age) {
        found.push(holds(Trait::AdvancedAge, Ground::Age));
    }
    match f.assessment {
        Some((level, true)) if level >= c.disabled_from => found.push(holds(Trait::Disabled, Ground::Assessment)),
        Some((level, true)) if level >= c.semi_disabled_from => {
            found.push(holds(Trait::SemiDisabled, Ground::Assessment));
        }
        _ => {}
    }
    found.sort_by_key(|category| category.holds);
    found
}

/// The classes somebody of this age and these traits belongs to, in the city's order.
pub fn recipient_classes<'a>(version: &'a Version, age: i64, traits: &BTreeSet<Trait>) -> Vec<&'a RecipientClass> {
    version.parameters.recipients.classes.iter().filter(|class| class.fits(age, traits)).collect()
}

/// May this person be registered as an elder?
pub fn may_register_elder(version: &Version, f: &ElderFacts) -> Decision {
    let p = &version.parameters;
    let r = &p.recipients;
    let classes = recipient_classes(version, f.age, &f.traits);
    let right = classes.first().map_or(&p.open_registration.article, |class| &class.article);

    Ruling::on(right, f.facts())
        .must(&r.article, f.age >= i64::from(r.min_age), no::ELDER_TOO_YOUNG, &[("min", &r.min_age), ("age", &f.age)])
        .must(&r.article, !r.resident_required || f.resident, no::ELDER_NOT_RESIDENT, &[])
        .must(&p.open_registration.article, p.open_registration.allowed || !classes.is_empty(), no::NO_CLASS, &[])
        .must(&r.article, !r.identity_required || f.identity_verified, no::ELDER_NOT_IDENTIFIED, &[])
        .decide()
}
