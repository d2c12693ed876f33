//! The closed lists of words that parameters and facts are made of.

use crate::codes::codes;

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
    /// What an insurance covers: volunteers, elders, or the bank's own liability for a visit.
    CoverKind { Volunteer = "volunteer", Elder = "elder", Liability = "liability" }
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
