//! Every number and switch a city decides, in typed groups. Each group names the one article it rests on, so that
//! every decision can cite it and a reader sees at once what is law and what is the platform's default.
//!
//! What must hold: a group mixes no sources — where a city fixed one half of a rule and was silent on the other, the
//! rule is two groups. Unknown keys are errors, so a misspelt parameter can never be silently ignored.

use crate::catalogue::{Risk, TimeOfDay};
use crate::codes::codes;
use crate::model::{ArticleId, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tb_kernel::{Minutes, Node};

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
    watching: Watching,
    alerts: Alerts,
}

codes! {
    /// How an amount is written for people.
    Shown { HoursMinutes = "hours_minutes", Units = "units" }
}
codes! {
    /// Which way a duration is rounded to the step.
    RoundingMode { Floor = "floor", Nearest = "nearest", Ceil = "ceil" }
}
codes! {
    /// What becomes of earned time above the balance cap.
    OverflowAction { Donate = "donate", Honour = "honour" }
}
codes! {
    /// What is looked at before somebody may serve.
    Check {
        Identity = "identity",
        /// Self-declared; no medical record is kept.
        Health = "health",
        Credit = "credit",
        Offence = "offence",
    }
}
codes! {
    /// Who pays the insurance.
    Payer { City = "city", District = "district", Insurer = "insurer", Organisation = "organisation" }
}
codes! {
    /// What is true of an elder, as confirmed by registration or assessment.
    Trait {
        EmptyNest = "empty_nest",
        LivingAlone = "living_alone",
        LeftBehindRural = "left_behind_rural",
        LowIncome = "low_income",
        Disabled = "disabled",
        SemiDisabled = "semi_disabled",
        Dementia = "dementia",
        Handicap = "handicap",
        FamilyPlanningSpecial = "family_planning_special",
        AdvancedAge = "advanced_age",
        UrgentDifficulty = "urgent_difficulty",
        CareNeeded = "care_needed",
        /// Has stored time of their own.
        HoldsTime = "holds_time",
    }
}
codes! {
    /// How somebody is related to the holder of the account: the receiver is the holder's …
    KinKind {
        Parent = "parent",
        Grandparent = "grandparent",
        Child = "child",
        Grandchild = "grandchild",
        Spouse = "spouse",
        ParentInLaw = "parent_in_law",
        Sibling = "sibling",
        OtherRelative = "other_relative",
        Friend = "friend",
    }
}
codes! {
    /// Proofs that the volunteer was there.
    ProofKind { Position = "position", DoorCode = "door_code", ElderCall = "elder_call", Witness = "witness" }
}
codes! {
    /// What the software does when something is not as it should be.
    Action { Note = "note", Hold = "hold", Block = "block" }
}
codes! {
    /// What a minute is worth as: redeemable, or remembered only.
    EarnsAs { Earned = "earned", Honour = "honour" }
}
codes! {
    /// The classes of redeemable time.
    TimeClass { Earned = "earned", Granted = "granted", Gifted = "gifted" }
}
codes! {
    /// Who rates whom.
    RatingMode { ByElder = "by_elder", Mutual = "mutual" }
}
codes! {
    /// Who decides and pays grants.
    GrantedBy { City = "city", District = "district" }
}
codes! {
    /// How often a grant is given.
    Period { Month = "month", Year = "year" }
}
codes! {
    /// What becomes of time a group serves.
    GroupMode { None = "none", DonateOnly = "donate_only", Pool = "pool", Split = "split" }
}
codes! {
    /// Steps against abuse, mildest first.
    SanctionAct {
        Warn = "warn",
        CancelOrder = "cancel_order",
        TakeBack = "take_back",
        Freeze = "freeze",
        LoseCertification = "lose_certification",
        DishonestList = "dishonest_list",
        Close = "close",
    }
}

group! {
    /// The name of a unit of time and its length.
    Unit { name: Text, minutes_per_unit: Minutes, shown: Shown }
}
group! {
    /// How verified minutes become credited minutes: to a whole multiple of `step`.
    Rounding { mode: RoundingMode, step: Minutes }
}
group! {
    /// Whether the way there and back counts as service.
    Travel { counted: bool }
}
group! {
    /// How a verified duration is compared with the planned one.
    Settlement {
        /// Planned and verified may differ by this much before somebody looks at it.
        tolerance: Minutes,
        /// A visit shorter than this earns nothing.
        min_service: Minutes,
        /// May up to `tolerance` above the plan be charged? Then it is held on submit as well.
        pay_beyond_plan: bool,
    }
}
group! {
    /// After how many months earned time lapses; none where a city promises it for life.
    EarnedExpiry { #[serde(default)] months: Option<u32> }
}
group! {
    /// The most one person may earn by the city's day and by the Monday-to-Sunday week.
    EarnCaps { #[serde(default)] daily: Option<Minutes>, #[serde(default)] weekly: Option<Minutes> }
}
group! {
    /// The most earned time one account may hold, and what becomes of the rest.
    BalanceCap { #[serde(default)] cap: Option<Minutes>, overflow: OverflowAction }
}
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
group! {
    /// The article that says which services the city offers; the items themselves are in the catalogue.
    CatalogueRule {}
}
group! {
    /// The article on which the items' lengths, hours, risks and radii rest.
    ItemLimits {}
}
group! {
    /// Does a clerk look at an order before it is published?
    Review { before_publish: bool }
}
group! {
    /// Are the minutes reserved when an order is submitted, and which class is used first?
    Hold { on_submit: bool, use_first: Vec<TimeClass> }
}
group! {
    /// When and how much may be ordered.
    Ordering {
        /// Orders of one elder that are neither settled nor closed.
        max_open_orders: u32,
        /// At least so long before the start (urgent items: none).
        min_lead: Minutes,
        /// At most so many days ahead.
        horizon_days: u32,
        /// Longest single order, whatever the item says.
        max_minutes: Minutes,
        /// A published order nobody took lapses this many hours after publishing, at the latest at its start.
        publish_expiry_hours: u32,
    }
}
group! {
    /// Until when cancelling leaves no mark.
    Cancelling { deadline: Minutes }
}
group! {
    /// Around the visit itself.
    Visiting {
        /// Check-in opens this long before the planned start.
        check_in_early: Minutes,
        /// Check-in closes this long after the planned start.
        check_in_late: Minutes,
        /// Free time a volunteer needs between two visits.
        gap: Minutes,
    }
}
group! {
    /// Two services of one volunteer in the same slot.
    Overlap { action: Action }
}
group! {
    /// How many different proofs of presence are needed, and which kinds count.
    Presence { needed: u32, kinds: Vec<ProofKind> }
}
group! {
    /// Alerts when nobody has checked in: minutes after the planned start, rising.
    MissedVisit { alert_after: Vec<Minutes> }
}
group! {
    /// A forgotten check-out is closed and flagged this long after the planned end.
    ForgottenCheckOut { close_after: Minutes }
}
group! {
    /// Silence of the elder counts as confirmation only after this long and after somebody tried to call.
    Silence { after_hours: u32, call_attempt_required: bool }
}
group! {
    /// Hours (across midnight) that are late, and what happens then.
    LateNight { from: TimeOfDay, to: TimeOfDay, action: Action, urgent_exempt: bool }
}
group! {
    /// Records entered by hand after the event (补录).
    BackEntry { deadline_hours: u32, per_clerk_month: u32, second_person: bool, earns: EarnsAs }
}
group! {
    /// Is an order refused when the same help is already paid for as home care?
    PaidCare { cross_check: bool }
}
group! {
    /// Who rates whom after the visit.
    Rating { mode: RatingMode }
}
group! {
    /// Until when a rating may be given, and the highest mark (the lowest is 1).
    RatingForm { window_days: u32, highest: u8 }
}
group! {
    /// When stored time may be used. One alternative met is enough.
    Redeem {
        alternatives: Vec<RedeemCase>,
        /// Only when the person needs help now.
        #[serde(default)] need_required: bool,
        /// Whom else the holder may redeem for directly.
        #[serde(default)] for_kin: Vec<KinKind>,
        #[serde(default)] kin_min_age: Option<u8>,
    }
}

/// One way to be allowed to redeem: all that is named must be true.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RedeemCase {
    pub min_age: Option<u8>,
    /// Only for people in special hardship.
    pub hardship: bool,
    /// Has earned at least this much in all.
    pub earned: Option<Minutes>,
    /// Has been a member for at least so many days.
    pub member_days: Option<u32>,
}

group! {
    /// Giving stored time to relatives.
    Gift { allowed: bool, kin: Vec<KinKind>, #[serde(default)] receiver_min_age: Option<u8> }
}
group! {
    /// The most one person may give.
    GiftCaps { daily: Minutes, yearly: Minutes }
}
group! {
    /// Giving stored time to the public-benefit account, and which classes of elders come first.
    Donation { allowed: bool, priority_classes: Vec<String> }
}
group! {
    /// Time issued to elders who cannot save.
    Grant {
        allowed: bool,
        by: GrantedBy,
        /// Codes of recipient classes.
        classes: Vec<String>,
        /// Stops at once when no longer eligible.
        stop_at_once: bool,
    }
}
group! {
    /// Eligibility for grants is looked at again after so many months.
    GrantRecheck { months: u32 }
}
group! {
    /// How much is granted and how long it lasts.
    GrantAmount {
        per: Period,
        minutes: Minutes,
        /// Days until granted minutes lapse, counted from the day of the grant.
        expires_days: u32,
        /// A district's own amount.
        #[serde(default)] by_district: BTreeMap<Node, Minutes>,
    }
}
impl GrantAmount {
    /// The amount for a place: its district's own, else the city's.
    pub fn at(&self, node: Node) -> Minutes {
        let own = self.by_district.iter().find(|(district, _)| district.covers(node));
        own.map_or(self.minutes, |(_, minutes)| *minutes)
    }
}
group! {
    /// Groups of volunteers and their time.
    GroupTime { groups_allowed: bool, mode: GroupMode }
}
group! {
    /// Star levels, lowest first, by all service time ever verified.
    Stars { levels: Vec<Star>, #[serde(default)] benefits: Vec<Benefit> }
}

/// One star level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Star {
    pub level: u8,
    pub minutes: Minutes,
    #[serde(default)]
    pub member_days: u32,
}

/// What a star level brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Benefit {
    pub from_level: u8,
    pub text: Text,
    pub article: ArticleId,
}

group! {
    /// Big promises that stored time opens.
    Entitlements { #[serde(default)] list: Vec<Entitlement> }
}

/// A promise that opens at so much earned time and a trigger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entitlement {
    pub code: String,
    pub name: Text,
    pub article: ArticleId,
    /// Earned time held in the account.
    pub minutes: Minutes,
    pub min_age: Option<u8>,
    /// One of these must be true; empty: no trigger.
    #[serde(default)]
    pub any: Vec<Trait>,
}

group! {
    /// What follows on verified abuse, mildest first.
    Sanctions { ladder: Vec<SanctionStep> }
}

/// One step of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SanctionStep {
    pub act: SanctionAct,
    /// How long it lasts, where it ends by itself.
    #[serde(default)]
    pub days: Option<u32>,
}

group! {
    /// Which patterns the city wants to be warned of.
    Watching { pairs: bool, late_night: bool, gifts: bool }
}
group! {
    /// Thresholds of the early warnings: nothing is refused, somebody looks.
    Alerts { pair_visits: u32, pair_window_days: u32, gifts: u32, gifts_window_days: u32 }
}
