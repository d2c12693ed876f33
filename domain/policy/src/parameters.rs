//! Every number and switch a city decides, in typed groups. Each group names the one article it rests on, so that
//! every decision can cite it and a reader sees at once what is law and what is the platform's default.
//!
//! What must hold: a group mixes no sources — where a city fixed one half of a rule and was silent on the other, the
//! rule is two groups. Unknown keys are errors, so a misspelt parameter can never be silently ignored.

mod counting;
mod giving;
mod people;
mod recognition;
mod visits;
mod words;

pub use counting::*;
pub use giving::*;
pub use people::*;
pub use recognition::*;
pub use visits::*;
pub use words::*;

use crate::model::ArticleId;
use serde::{Deserialize, Serialize};

macro_rules! groups {
    ($($(#[$doc:meta])* $name:ident: $type:ident),+ $(,)?) => {
        /// All parameters of a version, one field a group; the same names in TOML.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Parameters { $($(#[$doc])* pub $name: $type),+ }

        impl Parameters {
            pub const GROUPS: &'static [&'static str] = &[$(stringify!($name)),+];
            /// Each group and the article it rests on.
            pub fn citations(&self) -> Vec<(&'static str, &ArticleId)> {
                vec![$((stringify!($name), &self.$name.article)),+]
            }
        }
    };
}

/// A plain parameter group: named fields, unknown keys refused, and the article it rests on.
macro_rules! group {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The article this group rests on.
            pub article: ArticleId,
            $($(#[$fmeta])* pub $field: $type),*
        }
    };
}
use group;

groups! {
    // what is counted
    unit: Unit,
    rounding: Rounding,
    travel: Travel,
    settlement: Settlement,
    earned_expiry: EarnedExpiry,
    earn_caps: EarnCaps,
    balance_cap: BalanceCap,
    // who may earn
    volunteer_age: VolunteerAge,
    minors: Minors,
    guardian: Guardian,
    minor_limits: MinorLimits,
    residence: Residence,
    checks: Checks,
    gate: Gate,
    exam: Exam,
    professional: Professional,
    insurance: Insurance,
    insurance_payer: InsurancePayer,
    cover: Cover,
    conflict: Conflict,
    age_preference: AgePreference,
    // who may receive
    recipients: Recipients,
    open_registration: OpenRegistration,
    // orders
    catalogue: CatalogueRule,
    item_limits: ItemLimits,
    review: Review,
    hold: Hold,
    ordering: Ordering,
    cancelling: Cancelling,
    visiting: Visiting,
    overlap: Overlap,
    presence: Presence,
    missed_visit: MissedVisit,
    forgotten_check_out: ForgottenCheckOut,
    silence: Silence,
    late_night: LateNight,
    back_entry: BackEntry,
    paid_care: PaidCare,
    rating: Rating,
    rating_form: RatingForm,
    // redemption and giving
    redeem: Redeem,
    gift: Gift,
    gift_caps: GiftCaps,
    donation: Donation,
    grant: Grant,
    grant_recheck: GrantRecheck,
    grant_amount: GrantAmount,
    group_time: GroupTime,
    // recognition and order
    stars: Stars,
    entitlements: Entitlements,
    sanctions: Sanctions,
    certificate: Certificate,
    watching: Watching,
    alerts: Alerts,
}
