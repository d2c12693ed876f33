//! What people do with an order up to the visit.

use super::forms::OrderStateWord;
use crate::calls::{Call, Calls, call, does};
use crate::extract::Does;
use crate::wire::{Line, MinutesGiven, Position, Prose, Time};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, At, Input};
use tb_journal::Command;
use tb_kernel::{OrderId, PersonId, Refusal};
use tb_orders::{
    Agree, AnswerInvitation, Assign, Cancel, Decline, Invite, Need, NoShow, Publish, Refuse, SaveDraft, Submit,
    Submitted, Take, Withdraw,
};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn calls() -> Calls {
    Calls::of("orders")
        .add(
            call(does("/api/v1/orders", "orders.submit", "orders:write"), "Hand in a need")
                .notes("Holds the minutes. The order waits for a clerk's look, or is open at once, as the policy says.")
                .takes::<NewOrder>()
                .example(json!({
                    "item": "meal-delivery", "starts_at": "2026-11-23T10:00:00+08:00", "minutes": 60, "note": "三楼，无电梯"
                }))
                .makes::<OrderMade>(),
            submit,
        )
        .add(
            call(does("/api/v1/order-drafts", "orders.draft", "orders:write"), "Keep a need as a draft")
                .notes("Nothing is held and nobody else sees it. Hand it in with `draft` of `POST /api/v1/orders`.")
                .takes::<NewDraft>()
                .makes::<OrderMade>(),
            draft,
        )
        .add(step("/api/v1/orders/{order}/publish", "orders.publish", "Publish a submitted order").takes::<SeenVersion>(), publish)
        .add(step("/api/v1/orders/{order}/refuse", "orders.refuse", "Refuse a submitted order; the minutes return").takes::<ReasonGiven>(), refuse)
        .add(step("/api/v1/orders/{order}/take", "orders.take", "Take an open order").takes::<SeenVersion>().example(json!({"seen": 2})), take)
        .add(
            step("/api/v1/orders/{order}/assign", "orders.assign", "Give an open order to a volunteer who agreed").takes::<VolunteerChosen>(),
            assign,
        )
        .add(
            call(does("/api/v1/orders/{order}/invite", "orders.invite", "orders:write"), "Ask volunteers")
                .takes::<VolunteersAsked>()
                .gives::<AskedCount>(),
            invite,
        )
        .add(
            call(does("/api/v1/orders/{order}/answer", "orders.answer-invitation", "orders:write"), "Answer an invitation")
                .takes::<InvitationAnswered>()
                .gives::<InvitationOutcome>(),
            answer,
        )
        .add(step("/api/v1/orders/{order}/agree", "orders.agree", "The elder's side agrees to who comes").takes::<SeenVersion>(), agree)
        .add(
            step("/api/v1/orders/{order}/decline", "orders.decline", "The elder's side would rather have somebody else").takes::<ReasonIfAny>(),
            decline,
        )
        .add(step("/api/v1/orders/{order}/withdraw", "orders.withdraw", "The volunteer cannot come").takes::<ReasonGiven>(), withdraw)
        .add(step("/api/v1/orders/{order}/cancel", "orders.cancel", "Call the order off; the minutes return").takes::<ReasonGiven>(), cancel)
        .add(
            step("/api/v1/orders/{order}/no-show", "orders.no-show", "Nobody came")
                .notes("With `new_start` the order is offered again; without, it is called off and the minutes return.")
                .takes::<NobodyCame>(),
            no_show,
        )
}

/// A step of one order: answers how it stands now.
pub(super) fn step(path: &'static str, action: &'static str, summary: &'static str) -> Call {
    call(does(path, action, "orders:write"), summary).gives::<OrderNow>()
}

/// What an elder asks for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewOrder {
    /// Code of the catalogue item.
    item: Line,
    starts_at: Time,
    minutes: MinutesGiven,
    #[serde(default)]
    urgent: bool,
    /// What the volunteer should know.
    #[serde(default)]
    note: Prose,
    /// Somewhere else than at home.
    #[serde(default)]
    address: Option<Prose>,
    /// Where that other place is.
    #[serde(default)]
    position: Option<Position>,
    /// The draft that becomes the order.
    #[serde(default)]
    draft: Option<Uuid>,
}

/// A need that is not ready to be handed in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDraft {
    item: Line,
    starts_at: Time,
    minutes: MinutesGiven,
    #[serde(default)]
    urgent: bool,
    #[serde(default)]
    note: Prose,
    #[serde(default)]
    address: Option<Prose>,
    #[serde(default)]
    position: Option<Position>,
}

impl NewDraft {
    fn need(self) -> Result<Need, Refusal> {
        Ok(Need {
            item: self.item.0,
            starts_at: self.starts_at.0,
            minutes: self.minutes.amount(),
            urgent: self.urgent,
            note: self.note.0,
            address: self.address.map(|address| address.0),
            point: self.position.map(|position| position.point("position")).transpose()?,
        })
    }
}

#[derive(Serialize, ToSchema)]
struct OrderMade {
    order: Uuid,
    number: String,
    state: OrderStateWord,
    version: i64,
}
impl From<Submitted> for OrderMade {
    fn from(done: Submitted) -> OrderMade {
        OrderMade { order: done.order.0, number: done.number, state: done.state.into(), version: done.version }
    }
}

/// The version of the order that the caller looked at; missing: whatever it is now.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SeenVersion {
    #[serde(default)]
    seen: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReasonGiven {
    reason: Prose,
    #[serde(default)]
    seen: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReasonIfAny {
    #[serde(default)]
    reason: Prose,
    #[serde(default)]
    seen: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VolunteerChosen {
    volunteer: Uuid,
    #[serde(default)]
    seen: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VolunteersAsked {
    #[schema(min_items = 1, max_items = 20)]
    volunteers: Vec<Uuid>,
}

#[derive(Serialize, ToSchema)]
struct AskedCount {
    asked: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvitationAnswered {
    accept: bool,
}

#[derive(Serialize, ToSchema)]
struct InvitationOutcome {
    accepted: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NobodyCame {
    #[serde(default)]
    new_start: Option<Time>,
    #[serde(default)]
    seen: Option<i64>,
}

/// What every step of orders answers.
pub(super) type Stepped = <Take as Command>::Answer;

/// How the order stands after the step.
#[derive(Serialize, ToSchema)]
pub(super) struct OrderNow {
    order: Uuid,
    state: OrderStateWord,
    version: i64,
}
impl OrderNow {
    pub(super) fn of(done: Stepped) -> OrderNow {
        OrderNow { order: done.order.0, state: done.state.into(), version: done.version }
    }
}

/// What handlers of a step give back.
pub(super) type Now = Answer<Json<OrderNow>>;

pub(super) fn now(done: Stepped) -> Now {
    Ok(Json(OrderNow::of(done)))
}

async fn submit(by: Does, Input(new): Input<NewOrder>) -> Answer<(StatusCode, Json<OrderMade>)> {
    let NewOrder { item, starts_at, minutes, urgent, note, address, position, draft } = new;
    let need = NewDraft { item, starts_at, minutes, urgent, note, address, position }.need()?;
    let done = by.order(Submit { need, draft: draft.map(OrderId) }).await?;
    Ok((StatusCode::CREATED, Json(done.into())))
}

async fn draft(by: Does, Input(new): Input<NewDraft>) -> Answer<(StatusCode, Json<OrderMade>)> {
    let done = by.order(SaveDraft { need: new.need()? }).await?;
    Ok((StatusCode::CREATED, Json(done.into())))
}

async fn publish(by: Does, At(order): At<OrderId>, Input(SeenVersion { seen }): Input<SeenVersion>) -> Now {
    now(by.order(Publish { order, seen }).await?)
}

async fn refuse(by: Does, At(order): At<OrderId>, Input(said): Input<ReasonGiven>) -> Now {
    now(by.order(Refuse { order, reason: said.reason.0, seen: said.seen }).await?)
}

async fn take(by: Does, At(order): At<OrderId>, Input(SeenVersion { seen }): Input<SeenVersion>) -> Now {
    now(by.order(Take { order, seen }).await?)
}

async fn assign(by: Does, At(order): At<OrderId>, Input(said): Input<VolunteerChosen>) -> Now {
    now(by.order(Assign { order, volunteer: PersonId(said.volunteer), seen: said.seen }).await?)
}

async fn invite(by: Does, At(order): At<OrderId>, Input(said): Input<VolunteersAsked>) -> Answer<Json<AskedCount>> {
    let volunteers = said.volunteers.into_iter().map(PersonId).collect();
    let asked = by.order(Invite { order, volunteers }).await?;
    Ok(Json(AskedCount { asked: i64::try_from(asked).unwrap_or(i64::MAX) }))
}

async fn answer(
    by: Does,
    At(order): At<OrderId>,
    Input(said): Input<InvitationAnswered>,
) -> Answer<Json<InvitationOutcome>> {
    let accepted = by.order(AnswerInvitation { order, accept: said.accept }).await?;
    Ok(Json(InvitationOutcome { accepted }))
}

async fn agree(by: Does, At(order): At<OrderId>, Input(SeenVersion { seen }): Input<SeenVersion>) -> Now {
    now(by.order(Agree { order, seen }).await?)
}

async fn decline(by: Does, At(order): At<OrderId>, Input(said): Input<ReasonIfAny>) -> Now {
    now(by.order(Decline { order, reason: said.reason.0, seen: said.seen }).await?)
}

async fn withdraw(by: Does, At(order): At<OrderId>, Input(said): Input<ReasonGiven>) -> Now {
    now(by.order(Withdraw { order, reason: said.reason.0, seen: said.seen }).await?)
}

async fn cancel(by: Does, At(order): At<OrderId>, Input(said): Input<ReasonGiven>) -> Now {
    now(by.order(Cancel { order, reason: said.reason.0, seen: said.seen }).await?)
}

async fn no_show(by: Does, At(order): At<OrderId>, Input(said): Input<NobodyCame>) -> Now {
    now(by.order(NoShow { order, new_start: said.new_start.map(|time| time.0), seen: said.seen }).await?)
}
