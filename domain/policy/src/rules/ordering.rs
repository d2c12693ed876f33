//! What may be ordered, when, how much is reserved for it, and until when it may be called off.

use super::facts::{facts, plain_now};
use super::visiting::touches_night;
use super::{Decision, Ruling};
use crate::catalogue::{ItemCode, TimeOfDay};
use crate::model::Version;
use crate::parameters::Action;
use crate::refusals as no;
use tb_kernel::{Instant, Minutes, Node, Span};

facts! {
    /// An order as the elder, or somebody for them, hands it in.
    SubmitFacts {
        item: ItemCode = ItemCode(String::new()),
        /// Where the elder lives or will be.
        node: Node = Node(0),
        /// Planned length.
        minutes: Minutes = Minutes(60),
        now: Instant = plain_now(),
        /// Planned start.
        start: Instant = plain_now().plus(Span::hours(26)),
        urgent: bool = false,
        /// Orders of this elder that are neither settled nor closed, without this one.
        open_orders: u32 = 0,
        /// How often this elder had this item in the month of the start.
        item_this_month: u32 = 0,
        /// The same help at the same time is already paid for as home care.
        paid_care: bool = false,
    }
}

facts! {
    /// An order that is to be called off.
    CancelFacts {
        now: Instant = plain_now(),
        start: Instant = plain_now().plus(Span::hours(26)),
        /// The volunteer has checked in.
        serving: bool = false,
    }
}

/// May this order be handed in? (Whether the time covers it is the ledger's answer, whether this person may redeem is
/// [`super::may_redeem`]'s.)
pub fn may_submit_order(version: &Version, f: &SubmitFacts) -> Decision {
    let p = &version.parameters;
    let offered = version.item(&f.item).filter(|item| item.offered_at(f.node));
    let start = TimeOfDay::of(f.start);
    let ruling = Ruling::on(offered.map_or(&p.catalogue.article, |item| &item.article), f.facts()).must(
        &p.catalogue.article,
        offered.is_some(),
        no::UNKNOWN_ITEM,
        &[("item", &f.item)],
    );
    let Some(item) = offered else {
        return ruling.decide();
    };
    let (limits, ordering, night) = (&p.item_limits.article, &p.ordering, &p.late_night);
    let longest = item.minutes.max.min(ordering.max_minutes);
    let longest_article = if ordering.max_minutes < item.minutes.max { &ordering.article } else { limits };
    let lead = if f.urgent { Minutes::ZERO } else { ordering.min_lead };
    let ahead = f.start.day().0 - f.now.day().0;
    let late = touches_night(night, start, f.minutes) && !(f.urgent && night.urgent_exempt);
    let quota = item.quota_per_month.unwrap_or(u32::MAX);

    ruling
        .must(limits, !f.urgent || item.urgent, no::NOT_URGENT, &[("item", &f.item)])
        .must(
            limits,
            f.minutes >= item.minutes.min,
            no::TOO_SHORT,
            &[("min", &item.minutes.min), ("minutes", &f.minutes)],
        )
        .must(longest_article, f.minutes <= longest, no::TOO_LONG, &[("max", &longest), ("minutes", &f.minutes)])
        .must(
            limits,
            item.hours.hold(start, f.minutes),
            no::OUTSIDE_HOURS,
            &[("from", &item.hours.from), ("to", &item.hours.to), ("start", &start)],
        )
        .must(&ordering.article, f.start >= f.now, no::IN_THE_PAST, &[])
        .must(&ordering.article, f.start.since(f.now) >= Span::minutes(lead.0), no::TOO_SOON, &[("lead", &lead)])
        .must(
            &ordering.article,
            ahead <= i64::from(ordering.horizon_days),
            no::TOO_FAR,
            &[("days", &ordering.horizon_days)],
        )
        .must(
            &ordering.article,
            f.open_orders < ordering.max_open_orders,
            no::TOO_MANY_OPEN,
            &[("max", &ordering.max_open_orders)],
        )
        .must(&item.article, f.item_this_month < quota, no::QUOTA_USED, &[("quota", &quota)])
        .must(&p.paid_care.article, !(p.paid_care.cross_check && f.paid_care), no::PAID_CARE, &[])
        .watch(&night.article, late, night.action, no::LATE_NIGHT)
        .decide()
}

/// How much is reserved for an order of this length: what settling it can charge at most.
pub fn hold_minutes(version: &Version, planned: Minutes) -> Minutes {
    let s = &version.parameters.settlement;
    let beyond = if s.pay_beyond_plan { s.tolerance } else { Minutes::ZERO };
    planned.checked_add(beyond).unwrap_or(planned)
}

/// When a published order that nobody takes lapses.
pub fn publish_expires(version: &Version, published: Instant, start: Instant) -> Instant {
    let hours = i64::from(version.parameters.ordering.publish_expiry_hours);
    published.plus(Span::hours(hours)).min(start)
}

/// May this order be called off? After the deadline it still may, with a mark that somebody sees.
pub fn may_cancel(version: &Version, f: &CancelFacts) -> Decision {
    let c = &version.parameters.cancelling;
    let late = f.start.since(f.now) < Span::minutes(c.deadline.0);
    Ruling::on(&c.article, f.facts())
        .must(&c.article, !f.serving, no::CANCEL_SERVING, &[])
        .watch(&c.article, late, Action::Note, no::CANCEL_LATE)
        .decide()
}
