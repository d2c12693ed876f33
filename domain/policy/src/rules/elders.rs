//! Who may receive help, and to which classes of recipients somebody belongs.

use super::facts::facts;
use super::{Decision, Ruling};
use crate::model::Version;
use crate::parameters::{Case, RecipientClass, Trait};
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
