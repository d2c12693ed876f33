//! Taking a settled order back (收回已发放时间): proposed by one officer, decided by another, done by turning the posting
//! round. Nothing is edited or deleted; minutes already spent are named as a shortfall.

use super::Step1;
use crate::access::{self, DECIDE};
use crate::house::Orders;
use crate::model::{OrderState, Step};
use crate::steps::{needed_reason, post, put_down, take_in_hand};
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Proposal, Work, decide, propose};
use tb_kernel::{ApprovalId, OrderId, Outcome, PersonId, Refusal};
use tb_ledger::Command as LedgerCommand;

const KIND: &str = "orders.revoke";

#[derive(Serialize, Deserialize)]
struct Payload {
    order: OrderId,
}

/// Proposes to take a settled order back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeRevocation {
    pub order: OrderId,
    pub reason: String,
}

impl Command for ProposeRevocation {
    const NAME: &'static str = "orders.propose-revocation";
    type House = Orders;
    type Answer = ApprovalId;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<ApprovalId> {
        let hand = take_in_hand(house, work, self.order, Step::Revoke, None).await?;
        needed_reason(&self.reason)?;
        work.because(self.reason.trim());
        let payload = Payload { order: self.order };
        let parties: Vec<PersonId> = [Some(hand.order.elder), hand.order.volunteer].into_iter().flatten().collect();
        let proposal = Proposal {
            kind: KIND,
            node: hand.order.node,
            object: Some(self.order.0),
            payload: &payload,
            beneficiaries: &parties,
            reason: self.reason.trim(),
        };
        propose(work, proposal).await
    }
}

/// The second officer's word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ApproveRevocation {
    pub approval: ApprovalId,
    pub approve: bool,
    #[serde(default)]
    pub reason: String,
}

impl Command for ApproveRevocation {
    const NAME: &'static str = "orders.approve-revocation";
    type House = Orders;
    type Answer = Option<Step1>;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Option<Step1>> {
        let (request, payload) =
            decide::<Payload>(work, self.approval, KIND, DECIDE, self.approve, self.reason.trim()).await?;
        let Some(payload) = payload else {
            work.about("approval", request.id, request.node);
            return Ok(None);
        };
        let mut hand = take_in_hand(house, work, payload.order, Step::Revoke, None).await?;
        access::no_own_interest(&house.people, work, &hand.order).await?;
        let posting = hand.order.posting.ok_or(Refusal::conflict("orders.nothing-held"))?;
        let command = LedgerCommand::reverse(format!("order:{}:revoke", hand.order.id), posting)
            .order(hand.order.id)
            .by(work.actor.person)
            .under(hand.order.policy.clone())
            .because(request.reason.clone());
        post(work, &[command]).await?;
        hand.because(&request.reason);
        hand.close(OrderState::Revoked, work.now);
        Ok(Some(put_down(work, hand, Step::Revoke).await?))
    }
}
