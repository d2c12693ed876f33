//! What one side says of the other after the visit.

use crate::access;
use crate::house::Orders;
use crate::model::{OrderState, Side};
use crate::place::seal_remark;
use crate::steps::short_text;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_jobs::Event;
use tb_journal::{Command, Work};
use tb_kernel::{OrderId, Outcome, PersonId, RatingId, Refusal, Span};
use tb_policy::rules::{RateFacts, may_rate};

/// Gives a mark, some words from a list, and a remark.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rate {
    pub order: OrderId,
    pub mark: u8,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub remark: String,
}

/// Words one can choose; the sentences are in the catalogue as `orders-tag-<word>`.
pub const TAGS: &[&str] = &["on-time", "kind", "careful", "skilled", "polite", "well-prepared", "late", "hurried"];

/// The body of `orders.rated.1`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Rated {
    pub(crate) order: OrderId,
    pub(crate) ratee: PersonId,
    pub(crate) mark: u8,
}

impl Command for Rate {
    const NAME: &'static str = "orders.rate";
    type House = Orders;
    type Answer = RatingId;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<RatingId> {
        let order = store::held_one(work.tx, self.order).await?.ok_or(Refusal::not_found())?;
        let side = access::side(work.actor, &order).ok_or(Refusal::not_found())?;
        work.about("order", order.id, order.node);
        let (rater, ratee) = match (side, order.volunteer) {
            (Side::Elder, Some(volunteer)) => (order.elder, volunteer),
            (Side::Volunteer, Some(volunteer)) => (volunteer, order.elder),
            _ => return Err(Refusal::forbidden("orders.not-yours").into()),
        };
        if order.state != OrderState::Settled {
            return Err(Refusal::conflict("orders.wrong-state")
                .with("step", "rate")
                .with("state", order.state.code())
                .into());
        }
        short_text("remark", &self.remark)?;
        if self.tags.iter().any(|tag| !TAGS.contains(&tag.as_str())) {
            return Err(Refusal::invalid().field("tags", "common.invalid-choice").into());
        }
        let version = house.version(&order.policy)?;
        let days = work.now.since(order.closed_at.unwrap_or(work.now)).0 / Span::days(1).0;
        let facts = RateFacts {
            by_volunteer: side == Side::Volunteer,
            days: u32::try_from(days).unwrap_or(u32::MAX),
            mark: self.mark,
        };
        may_rate(&version, &facts).or_refuse()?;
        let given = store::ratings(work.tx, &[order.id]).await?;
        if given.iter().any(|rating| rating.by_side == side) {
            return Err(Refusal::conflict("orders.already-rated").into());
        }
        let keys = house.people.data_keys(work.tx, &[order.elder]).await?;
        let remark = self.remark.trim();
        let sealed = keys
            .get(&order.elder)
            .filter(|_| !remark.is_empty())
            .map(|key| seal_remark(key, order.id, remark, work.entropy));
        let id: RatingId = work.id();
        let mut tags = self.tags.clone();
        tags.dedup();
        let row =
            args![id, order.id, side.code(), rater, ratee, i64::from(self.mark), tags.join(","), sealed, work.now];
        store::add_rating(work.tx, row).await?;
        let body = Rated { order: order.id, ratee, mark: self.mark };
        let news = Event::new(work.id(), work.now, "orders.rated.1", order.id, order.node, &body)?;
        tb_jobs::publish(work.tx, &[news]).await?;
        Ok(id)
    }
}
