//! A clerk gives an order to a volunteer (派单), or asks one or several (邀请), who accept or decline.

use super::Step1;
use super::take::book;
use crate::access::{self, SERVE};
use crate::house::Orders;
use crate::model::{OrderState, Step};
use crate::steps::put_down;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_jobs::Event;
use tb_journal::{Command, Work};
use tb_kernel::{OrderId, Outcome, PersonId, Refusal};
use tb_people::EnrolmentState;

/// Gives an open order to a volunteer who agreed on the telephone or at the desk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Assign {
    pub order: OrderId,
    pub volunteer: PersonId,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for Assign {
    const NAME: &'static str = "orders.assign";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        may_serve(house, work, self.order).await?;
        if work.actor.person == Some(self.volunteer) {
            return Err(Refusal::forbidden("orders.own-interest").into());
        }
        let hand = book(house, work, self.order, self.volunteer, Step::Assign, self.seen).await?;
        put_down(work, hand, Step::Assign).await
    }
}

/// Asks volunteers whether they would take an open order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invite {
    pub order: OrderId,
    pub volunteers: Vec<PersonId>,
}

/// Most volunteers asked at once.
const INVITED_MAX: usize = 20;

impl Command for Invite {
    const NAME: &'static str = "orders.invite";
    type House = Orders;
    type Answer = usize;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<usize> {
        let order = may_serve(house, work, self.order).await?;
        if self.volunteers.is_empty() || self.volunteers.len() > INVITED_MAX {
            return Err(Refusal::invalid().field("volunteers", "orders.invite-count").into());
        }
        if order.state != OrderState::Published {
            return Err(Refusal::conflict("orders.wrong-state")
                .with("step", "invite")
                .with("state", order.state.code())
                .into());
        }
        let facts = house.people.facts(work.tx, &self.volunteers).await?;
        let mut news = Vec::new();
        for person in &facts {
            if person.volunteer != Some(EnrolmentState::Active) || person.id == order.elder {
                return Err(Refusal::rule("policy.not-active").into());
            }
            store::invite(work.tx, order.id, person.id, work.now, work.actor.person).await?;
            let body = Invited { order: order.id, volunteer: person.id };
            news.push(Event::new(work.id(), work.now, "orders.invited.1", order.id, order.node, &body)?);
        }
        if facts.len() != self.volunteers.len() {
            return Err(Refusal::not_found().into());
        }
        tb_jobs::publish(work.tx, &news).await?;
        Ok(facts.len())
    }
}

/// The body of `orders.invited.1`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Invited {
    pub(crate) order: OrderId,
    pub(crate) volunteer: PersonId,
}

/// A volunteer's answer to an invitation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerInvitation {
    pub order: OrderId,
    pub accept: bool,
}

impl Command for AnswerInvitation {
    const NAME: &'static str = "orders.answer-invitation";
    type House = Orders;
    type Answer = bool;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<bool> {
        let volunteer = work.actor.subject().ok_or(Refusal::not_found())?;
        let state = if self.accept { "accepted" } else { "declined" };
        if !store::answer_invitation(work.tx, self.order, volunteer, state, work.now).await? {
            return Err(Refusal::not_found().into());
        }
        if self.accept {
            let hand = book(house, work, self.order, volunteer, Step::Accept, None).await?;
            put_down(work, hand, Step::Accept).await?;
        }
        Ok(self.accept)
    }
}

/// The order, if the actor keeps the service running where it is.
async fn may_serve(house: &Orders, work: &mut Work<'_>, id: OrderId) -> Outcome<crate::model::Order> {
    let order = store::held_one(work.tx, id).await?.ok_or(Refusal::not_found())?;
    if order.state == OrderState::Draft || !access::sees(work.actor, &order) {
        return Err(Refusal::not_found().into());
    }
    work.about("order", order.id, order.node);
    if !work.actor.may(SERVE, order.node) {
        return Err(Refusal::forbidden("orders.not-yours").into());
    }
    access::no_own_interest(&house.people, work, &order).await?;
    Ok(order)
}
