//! "Decide together": what a proxy prepared is done once the other said yes, as the other's own act. The question and the
//! answer are kept by people; what is done stands in the slice it belongs to; only here both are at hand.

use crate::House;
use std::sync::Arc;
use tb_journal::Key;
use tb_kernel::{Actor, Fail, OrderId, Outcome, ProxyRequestId, Refusal};
use tb_orders::{ConfirmMethod, Confirmation, Need, OrderState, Side, Submit};
use tb_people::{ActAsked, RequestState};

impl House {
    /// The other's answer: no, or yes and then it is done. Gives the order it was about.
    ///
    /// A yes that comes too late (the order has moved on, the account is empty) closes the request and says why; the
    /// same answer sent twice does it once.
    ///
    /// # Errors
    /// Not found, `people.request-closed`, `people.proxy-own-word`; for a yes also the act's own refusal.
    pub async fn answer_request(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        id: ProxyRequestId,
        yes: bool,
    ) -> Outcome<OrderId> {
        let people = &self.people;
        let request = people.request(actor, id).await?;
        if Some(request.elder) != actor.subject() || actor.is_proxy() {
            return Err(Refusal::not_found().into());
        }
        let order = OrderId(request.act.subject);
        if !yes {
            people.answer_request(actor, key, id, RequestState::Refused, None).await?;
            return Ok(order);
        }
        if request.state != RequestState::Waiting || request.expires_at <= self.core.now() {
            return Err(Refusal::conflict("people.request-closed").into());
        }
        match self.act_asked(actor, id, &request.act).await {
            Ok(()) => {
                people.answer_request(actor, key, id, RequestState::Agreed, None).await?;
                Ok(order)
            }
            Err(Fail::Refused(refusal)) => {
                let why = Some(refusal.code.to_string());
                people.answer_request(actor, key, id, RequestState::Failed, why).await?;
                Err(refusal.into())
            }
            Err(fail) => Err(fail),
        }
    }

    async fn act_asked(self: &Arc<Self>, actor: &Actor, id: ProxyRequestId, act: &ActAsked) -> Outcome<()> {
        let key = Key::internal(format!("request:{id}"));
        let order = OrderId(act.subject);
        match act.action.as_str() {
            "orders.submit" => {
                let seen = self.orders.file(actor, order).await?.seen;
                if seen.side != Some(Side::Elder) || seen.order.state != OrderState::Draft {
                    return Err(Refusal::conflict("orders.wrong-state")
                        .with("step", "submit")
                        .with("state", seen.order.state.code())
                        .into());
                }
                let place = seen.place.as_ref();
                let elsewhere = place.filter(|place| place.address.is_some());
                let need = Need {
                    item: seen.order.item.clone(),
                    starts_at: seen.order.starts_at,
                    minutes: seen.order.minutes,
                    urgent: seen.order.urgent,
                    note: place.map(|place| place.note.clone()).unwrap_or_default(),
                    point: elsewhere.and_then(|place| place.point()),
                    address: elsewhere.and_then(|place| place.address.clone()),
                };
                let submit = Submit { need, draft: Some(order) };
                self.orders.run(actor, &key, submit).await.map(|_| ())
            }
            "orders.confirm" => {
                let confirmation =
                    Confirmation { order, method: ConfirmMethod::Button, minutes: act.minutes, seen: None };
                self.orders.confirm(actor, &key, confirmation).await.map(|_| ())
            }
            _ => Err(Refusal::not_found().into()),
        }
    }
}
