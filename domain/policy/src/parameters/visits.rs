//! Orders, visits and what follows them.

use super::group;
use super::words::{Action, EarnsAs, ProofKind, RatingMode, TimeClass};
use crate::catalogue::TimeOfDay;
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};
use tb_kernel::Minutes;

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
