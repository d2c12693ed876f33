//! Insurance and incidents for programs: what covers me, and saying that something went wrong at a visit.

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does, Paging};
use crate::wire::{Date, NodeCode, Prose, Rows, Time, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_cover::{Hurt, Incident, IncidentFilter, IncidentKind, IncidentState, Insurance, ReportIncident};
use tb_http::{Answer, Asked, At, Input};
use tb_kernel::OrderId;
use tb_policy::CoverKind;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

words! {
    /// What an insurance covers.
    CoverKindWord(CoverKind, CoverKind::ALL);
    /// What happened.
    IncidentKindWord(IncidentKind, IncidentKind::ALL);
    /// Who was hurt.
    HurtWord(Hurt, Hurt::ALL);
    IncidentStateWord(IncidentState, IncidentState::ALL);
}

pub(crate) fn calls() -> Calls {
    Calls::of("cover")
        .add(
            call(ask("/api/v1/me/cover", "cover.mine", "people:read"), "What covers me today")
                .notes("One row for each kind that concerns the person; `in_force` is missing when nothing covers them.")
                .gives::<Rows<CoverAnswer>>(),
            mine,
        )
        .add(
            call(does("/api/v1/orders/{order}/incident", "cover.report-incident", "orders:write"), "Report that something went wrong at a visit")
                .notes("Either side of the visit, or a site for them. A report later than the policy's hours is taken and marked.")
                .takes::<IncidentTold>()
                .example(json!({
                    "kind": "fall", "hurt": "volunteer", "happened_at": "2026-11-21T10:20:00+08:00",
                    "known_at": "2026-11-21T10:20:00+08:00", "said": "下楼时扭了脚"
                }))
                .makes::<IncidentMade>(),
            report,
        )
        .add(
            call(ask("/api/v1/incidents", "cover.incidents", "orders:read"), "Incidents of a territory, newest first")
                .query::<IncidentQuery>()
                .gives::<Rows<IncidentAnswer>>(),
            incidents,
        )
}

/// One kind of cover.
#[derive(Serialize, ToSchema)]
struct CoverAnswer {
    kind: CoverKindWord,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<InsuranceAnswer>,
}

/// An insurance in force.
#[derive(Serialize, ToSchema)]
struct InsuranceAnswer {
    insurer: String,
    number: String,
    from: Date,
    /// Last day in force.
    to: Date,
    /// In fen.
    sum_fen: i64,
    /// Where a claim is reported.
    hotline: String,
}
impl From<Insurance> for InsuranceAnswer {
    fn from(one: Insurance) -> InsuranceAnswer {
        InsuranceAnswer {
            from: one.from_day.into(),
            to: one.last_day().into(),
            insurer: one.insurer,
            number: one.number,
            sum_fen: one.sum_fen,
            hotline: one.hotline,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct IncidentTold {
    kind: IncidentKindWord,
    hurt: HurtWord,
    happened_at: Time,
    /// When whoever reports came to know.
    known_at: Time,
    said: Prose,
}

#[derive(Serialize, ToSchema)]
struct IncidentMade {
    incident: Uuid,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct IncidentQuery {
    /// The territory, or a part of it; the city when not said.
    #[param(inline)]
    node: Option<NodeCode>,
    #[param(inline)]
    state: Option<IncidentStateWord>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows wanted, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// An incident, without what was said of it.
#[derive(Serialize, ToSchema)]
struct IncidentAnswer {
    id: Uuid,
    number: String,
    node: NodeCode,
    order: Uuid,
    kind: IncidentKindWord,
    hurt: HurtWord,
    happened_at: Time,
    known_at: Time,
    reported_at: Time,
    late: bool,
    state: IncidentStateWord,
    #[serde(skip_serializing_if = "Option::is_none")]
    claim_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paid_fen: Option<i64>,
}
impl From<Incident> for IncidentAnswer {
    fn from(one: Incident) -> IncidentAnswer {
        IncidentAnswer {
            id: one.id.0,
            number: one.number,
            node: one.node.into(),
            order: one.order_id.0,
            kind: one.kind.into(),
            hurt: one.hurt.into(),
            happened_at: one.happened_at.into(),
            known_at: one.known_at.into(),
            reported_at: one.reported_at.into(),
            late: one.late,
            state: one.state.into(),
            claim_number: one.claim_number,
            paid_fen: one.paid_fen,
        }
    }
}

async fn mine(by: Asks) -> Answer<Json<Rows<CoverAnswer>>> {
    let person = by.subject()?;
    let mine = by.house.cover.cover_of(&by.actor, person).await?;
    let row =
        |kind: CoverKind, one: Option<Insurance>| CoverAnswer { kind: kind.into(), in_force: one.map(Into::into) };
    let mut rows: Vec<CoverAnswer> = mine.own.into_iter().map(|(kind, one)| row(kind, one)).collect();
    if mine.liability.is_some() {
        rows.push(row(CoverKind::Liability, mine.liability));
    }
    Ok(Json(Rows::all(rows)))
}

async fn report(
    by: Does,
    At(order): At<OrderId>,
    Input(told): Input<IncidentTold>,
) -> Answer<(StatusCode, Json<IncidentMade>)> {
    let report = ReportIncident {
        order,
        kind: told.kind.0,
        hurt: told.hurt.0,
        happened_at: told.happened_at.0,
        known_at: told.known_at.0,
        said: told.said.0,
    };
    let made = by.house.cover.run(&by.actor, &by.key, report).await?;
    Ok((StatusCode::CREATED, Json(IncidentMade { incident: made.0 })))
}

async fn incidents(by: Asks, Asked(query): Asked<IncidentQuery>) -> Answer<Json<Rows<IncidentAnswer>>> {
    let (after, size) = Paging::read(query.after.as_deref(), query.limit)?;
    let node = query.node.map_or(by.house.node, |node| node.0);
    let filter = IncidentFilter { state: query.state.map(|state| state.0) };
    let page = by.house.cover.incidents_in(&by.actor, node, &filter, after, size).await?.map(IncidentAnswer::from);
    Ok(Json(Rows { rows: page.rows, next: page.next }))
}
