//! The journal for auditors and officers: who did what, when, for whom, and what came of it.

use crate::calls::{Calls, ask, call};
use crate::extract::{Asks, Paging};
use crate::wire::{Line, NodeCode, Rows, Time};
use axum::Json;
use serde::{Deserialize, Serialize};
use tb_http::{Answer, Asked};
use tb_journal::{LineFilter, ListedLine, lines};
use tb_kernel::{Fail, Refusal, RequestId, Role};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Who may read the journal of their territory.
const READERS: &[Role] = &[Role::Auditor, Role::CityOfficer, Role::DistrictOfficer];

pub(crate) fn calls() -> Calls {
    Calls::of("audit").add(
        call(ask("/api/v1/audit", "audit.lines", "audit:read"), "Lines of the journal, newest first")
            .notes(
                "With `object`: everything done to one order, person or programme; with `request`: everything that came \
                 with one request (the id that its log lines and its answer carry), as far as it lies in the territory.",
            )
            .query::<LineQuery>()
            .gives::<Rows<AuditLineAnswer>>(),
        listed,
    )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LineQuery {
    /// The territory, or a part of it; the city when not said.
    #[param(inline)]
    node: Option<NodeCode>,
    /// Only this action, e.g. `orders.take`.
    #[param(inline)]
    action: Option<Line>,
    /// Only what was refused.
    refused: Option<bool>,
    /// Only what was done to this object.
    object: Option<Uuid>,
    /// Only what came with this request.
    request: Option<Uuid>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows wanted, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// One deed.
#[derive(Serialize, ToSchema)]
struct AuditLineAnswer {
    id: Uuid,
    at: Time,
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf: Option<Uuid>,
    channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<NodeCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object_kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<Uuid>,
    /// `ok`, or the code of the refusal.
    outcome: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The id of the request, as in the log and in `X-Request-Id`; none for timers.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
}
impl From<ListedLine> for AuditLineAnswer {
    fn from(line: ListedLine) -> AuditLineAnswer {
        AuditLineAnswer {
            id: line.id.0,
            at: line.at.into(),
            action: line.action,
            actor: line.actor.map(|id| id.0),
            on_behalf: line.on_behalf.map(|id| id.0),
            channel: line.channel,
            role: line.role,
            node: line.node.map(NodeCode),
            object_kind: line.object_kind,
            object: line.object_id,
            outcome: line.outcome,
            reason: line.reason,
            request: line.request_id,
        }
    }
}

async fn listed(by: Asks, Asked(query): Asked<LineQuery>) -> Answer<Json<Rows<AuditLineAnswer>>> {
    let (after, size) = Paging::read(query.after.as_deref(), query.limit)?;
    let node = query.node.map_or(by.house.node, |node| node.0);
    if !by.actor.may(READERS, node) {
        return Err(Refusal::not_found().into());
    }
    let filter = match (query.object, query.request) {
        // Also where the next page begins lies inside: a line elsewhere leaves no trace.
        (Some(id), _) => LineFilter::ObjectWithin { id, nodes: vec![node] },
        (None, Some(id)) => LineFilter::Request { id: RequestId(id), node },
        (None, None) => LineFilter::Territory {
            node,
            action: query.action.map(|action| action.0),
            refused_only: query.refused.unwrap_or(false),
        },
    };
    let page = lines(&mut by.house.core.db.read(), &filter, after, size).await.map_err(Fail::from)?;
    Ok(Json(Rows { rows: page.rows.into_iter().map(AuditLineAnswer::from).collect(), next: page.next }))
}
