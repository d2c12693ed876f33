//! The visit, its proof, the elder's word, disputes, taking back, rating.

use super::forms::OrderStateWord;
use super::steps::{Now, OrderNow, now, step};
use crate::calls::{Calls, call, does};
use crate::extract::Does;
use crate::wire::{Line, MinutesGiven, Prose, Time};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, At, Input};
use tb_kernel::{ApprovalId, OrderId, Refusal};
use tb_orders::{
    ApproveRevocation, CheckIn, CheckOut, ConfirmMethod, Confirmation, DecideDispute, LogCall, OpenDispute, Presented,
    ProposeRevocation, Rate, SeenPosition, SettleAnswer,
};
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn calls() -> Calls {
    Calls::of("orders")
        .add(
            step("/api/v1/orders/{order}/check-in", "orders.check-in", "The volunteer has arrived")
                .notes("Show a position, the elder's door code (or card code), or both. A position proves, it is not kept.")
                .takes::<PresenceShown>()
                .example(json!({"position": {"lon": 118.7969, "lat": 32.0603, "accuracy": 15}, "code": "123456"})),
            check_in,
        )
        .add(step("/api/v1/orders/{order}/check-out", "orders.check-out", "The visit is over").takes::<PresenceShown>().example(json!({})), check_out)
        .add(
            call(does("/api/v1/orders/{order}/confirm", "orders.confirm", "orders:write"), "The elder's word on a visit")
                .notes(
                    "`button`: the elder's own side. `card`: the elder's card or door code, typed by the volunteer. `desk`: a \
                     clerk, after a call that was logged. Settles at once when proofs and minutes agree.",
                )
                .takes::<ElderWord>()
                .example(json!({"method": "button"}))
                .gives::<Settled>(),
            confirm,
        )
        .add(step("/api/v1/orders/{order}/log-call", "orders.log-call", "Log a call to the elder").takes::<CallMade>(), log_call)
        .add(step("/api/v1/orders/{order}/dispute", "orders.dispute", "Say that something about the visit is wrong").takes::<Objection>(), dispute)
        .add(
            step("/api/v1/orders/{order}/decide", "orders.decide", "Decide a dispute")
                .notes("So many minutes to the volunteer, the rest back to the elder.")
                .takes::<DisputeDecision>(),
            decide,
        )
        .add(
            call(does("/api/v1/orders/{order}/revocation", "orders.propose-revocation", "orders:write"), "Propose to take a settled order back")
                .notes("A second officer decides with `POST /api/v1/revocations/{approval}`.")
                .takes::<Objection>()
                .makes::<Proposed>(),
            propose_revocation,
        )
        .add(
            call(does("/api/v1/revocations/{approval}", "orders.approve-revocation", "orders:write"), "Decide on taking a settled order back")
                .takes::<SecondWord>()
                .gives::<RevocationDecided>(),
            approve_revocation,
        )
        .add(
            call(does("/api/v1/orders/{order}/rate", "orders.rate", "orders:write"), "Rate the other side")
                .takes::<RatingGiven>()
                .example(json!({"mark": 5, "tags": ["kind", "on-time"], "remark": "谢谢"}))
                .makes::<Rated>(),
            rate,
        )
}

/// Where a device believes it is, WGS-84.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DevicePosition {
    #[schema(minimum = -180, maximum = 180)]
    lon: f64,
    #[schema(minimum = -90, maximum = 90)]
    lat: f64,
    /// Metres.
    #[serde(default)]
    #[schema(minimum = 0)]
    accuracy: Option<f64>,
}

/// What is shown to prove presence.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PresenceShown {
    #[serde(default)]
    position: Option<DevicePosition>,
    /// The elder's door code (6 digits) or card code (8 digits).
    #[serde(default)]
    code: Option<Line>,
    /// The card code of the guardian who came along with a volunteer under age (8 digits).
    #[serde(default)]
    guardian_code: Option<Line>,
    /// The device's own clock.
    #[serde(default)]
    device_at: Option<Time>,
    #[serde(default)]
    seen: Option<i64>,
}

impl PresenceShown {
    fn presented(self) -> Presented {
        let position = self.position.map_or_else(SeenPosition::default, |at| SeenPosition {
            lon: Some(at.lon),
            lat: Some(at.lat),
            accuracy: at.accuracy,
        });
        Presented {
            position,
            code: self.code.map(|code| code.0),
            guardian_code: self.guardian_code.map(|code| code.0),
            device_at: self.device_at.map(|time| time.0),
        }
    }
}

/// How the elder's word was given.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum WordMethod {
    Button,
    Card,
    Desk,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ElderWord {
    method: WordMethod,
    /// For `card`.
    #[serde(default)]
    code: Option<Line>,
    /// How long the visit was by the elder's account, if they say so.
    #[serde(default)]
    minutes: Option<MinutesGiven>,
    #[serde(default)]
    seen: Option<i64>,
}

#[derive(Serialize, ToSchema)]
struct Settled {
    order: Uuid,
    state: OrderStateWord,
    version: i64,
    /// Minutes that arrived in the volunteer's account; missing: not settled (a call is awaited, or it is disputed).
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<i64>,
}
impl From<SettleAnswer> for Settled {
    fn from(done: SettleAnswer) -> Settled {
        Settled {
            order: done.order.0,
            state: done.state.into(),
            version: done.version,
            minutes: done.settled.map(|minutes| minutes.0),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CallMade {
    /// The elder was reached and says the volunteer is or was there (or not); missing: nobody answered.
    #[serde(default)]
    elder_confirms_presence: Option<bool>,
    #[serde(default)]
    note: Prose,
    #[serde(default)]
    seen: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Objection {
    reason: Prose,
    #[serde(default)]
    seen: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DisputeDecision {
    minutes: MinutesGiven,
    grounds: Prose,
    #[serde(default)]
    seen: Option<i64>,
}

/// A request that waits for a second person.
#[derive(Serialize, ToSchema)]
pub(crate) struct Proposed {
    pub(crate) approval: Uuid,
}

/// The second person's word.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecondWord {
    pub(crate) approve: bool,
    #[serde(default)]
    pub(crate) reason: Prose,
}

#[derive(Serialize, ToSchema)]
struct RevocationDecided {
    /// How the order stands now; missing when it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<OrderNow>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RatingGiven {
    /// 1 to 5.
    mark: u8,
    /// Words of the list.
    #[serde(default)]
    #[schema(max_items = 8)]
    tags: Vec<Line>,
    #[serde(default)]
    remark: Prose,
}

#[derive(Serialize, ToSchema)]
struct Rated {
    rating: Uuid,
}

async fn check_in(by: Does, At(order): At<OrderId>, Input(visit): Input<PresenceShown>) -> Now {
    let seen = visit.seen;
    now(by.order(CheckIn { order, presented: visit.presented(), seen }).await?)
}

async fn check_out(by: Does, At(order): At<OrderId>, Input(visit): Input<PresenceShown>) -> Now {
    let seen = visit.seen;
    now(by.order(CheckOut { order, presented: visit.presented(), seen }).await?)
}

async fn confirm(by: Does, At(order): At<OrderId>, Input(word): Input<ElderWord>) -> Answer<Json<Settled>> {
    let missing = || Refusal::invalid().field("code", "common.field-missing");
    let method = match word.method {
        WordMethod::Button => ConfirmMethod::Button,
        WordMethod::Card => ConfirmMethod::Card { code: word.code.ok_or_else(missing)?.0 },
        WordMethod::Desk => ConfirmMethod::Desk,
    };
    let confirmation = Confirmation { order, method, minutes: word.minutes.map(MinutesGiven::amount), seen: word.seen };
    Ok(Json(by.house.orders.confirm(&by.actor, &by.key, confirmation).await?.into()))
}

async fn log_call(by: Does, At(order): At<OrderId>, Input(made): Input<CallMade>) -> Now {
    let CallMade { elder_confirms_presence, note, seen } = made;
    now(by.order(LogCall { order, elder_confirms_presence, note: note.0, seen }).await?)
}

async fn dispute(by: Does, At(order): At<OrderId>, Input(said): Input<Objection>) -> Now {
    now(by.order(OpenDispute { order, reason: said.reason.0, seen: said.seen }).await?)
}

async fn decide(by: Does, At(order): At<OrderId>, Input(said): Input<DisputeDecision>) -> Now {
    let decided = DecideDispute { order, minutes: said.minutes.amount(), grounds: said.grounds.0, seen: said.seen };
    now(by.order(decided).await?)
}

async fn propose_revocation(
    by: Does,
    At(order): At<OrderId>,
    Input(said): Input<Objection>,
) -> Answer<(StatusCode, Json<Proposed>)> {
    let approval = by.order(ProposeRevocation { order, reason: said.reason.0 }).await?;
    Ok((StatusCode::CREATED, Json(Proposed { approval: approval.0 })))
}

async fn approve_revocation(
    by: Does,
    At(approval): At<ApprovalId>,
    Input(said): Input<SecondWord>,
) -> Answer<Json<RevocationDecided>> {
    let done = by.order(ApproveRevocation { approval, approve: said.approve, reason: said.reason.0 }).await?;
    Ok(Json(RevocationDecided { order: done.map(OrderNow::of) }))
}

async fn rate(by: Does, At(order): At<OrderId>, Input(given): Input<RatingGiven>) -> Answer<(StatusCode, Json<Rated>)> {
    let tags = given.tags.into_iter().map(|tag| tag.0).collect();
    let rating = by.order(Rate { order, mark: given.mark, tags, remark: given.remark.0 }).await?;
    Ok((StatusCode::CREATED, Json(Rated { rating: rating.0 })))
}
