//! Grant programmes and grants for programs: one officer proposes, another decides.

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does};
use crate::orders::{Proposed, SecondWord};
use crate::wire::{Date, Line, MinutesGiven, NodeCode, Prose, Rows, Time};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_giving::{ApproveGrant, ApproveProgramme, GrantDone, NewProgramme, Programme, ProposeGrant, ProposeProgramme};
use tb_http::{Answer, Asked, At, Input};
use tb_journal::{Approval, open_approvals};
use tb_kernel::{AccountId, ApprovalId, Fail, PersonId, Refusal, Role};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Who may see what waits for a second person.
const LOOK: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::Auditor];
/// Most requests in one answer.
const WAITING_MAX: i64 = 200;

pub(crate) fn calls() -> Calls {
    Calls::of("giving")
        .add(
            call(ask("/api/v1/programmes", "giving.programmes", "giving:write"), "Grant programmes of a territory")
                .query::<TerritoryQuery>()
                .gives::<Rows<ProgrammeAnswer>>(),
            programmes,
        )
        .add(
            call(does("/api/v1/programmes", "giving.propose-programme", "giving:write"), "Propose a grant programme")
                .notes("A second officer decides with `POST /api/v1/programmes/proposals/{approval}`.")
                .takes::<ProgrammeWanted>()
                .example(json!({
                    "code": "elders-2026", "name": "重点老人 2026", "node": "320102000000", "budget_minutes": 600000,
                    "reason": "年度发放"
                }))
                .makes::<Proposed>(),
            propose_programme,
        )
        .add(
            call(
                does("/api/v1/programmes/proposals/{approval}", "giving.approve-programme", "giving:write"),
                "Decide on a grant programme",
            )
            .takes::<SecondWord>()
            .gives::<ProgrammeDecided>(),
            approve_programme,
        )
        .add(
            call(does("/api/v1/grants", "giving.propose-grant", "giving:write"), "Propose this period's grant for a list of elders")
                .notes("A second officer decides with `POST /api/v1/grants/proposals/{approval}`. One who does not qualify stops the whole list.")
                .takes::<GrantWanted>()
                .makes::<Proposed>(),
            propose_grant,
        )
        .add(
            call(does("/api/v1/grants/proposals/{approval}", "giving.approve-grant", "giving:write"), "Decide on a grant")
                .takes::<SecondWord>()
                .gives::<GrantDecided>(),
            approve_grant,
        )
        .add(
            call(ask("/api/v1/proposals", "giving.proposals", "giving:write"), "What waits for a second person, oldest first")
                .notes("All kinds, at most 200.")
                .query::<TerritoryQuery>()
                .gives::<Rows<ProposalAnswer>>(),
            proposals,
        )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TerritoryQuery {
    /// The territory, or a part of it; the city when not said.
    #[param(inline)]
    node: Option<NodeCode>,
}

/// A budget of minutes to be granted.
#[derive(Serialize, ToSchema)]
struct ProgrammeAnswer {
    /// Also the id of its account in the ledger.
    id: Uuid,
    code: String,
    name: String,
    node: NodeCode,
    budget_minutes: i64,
    opened_at: Time,
}
impl From<Programme> for ProgrammeAnswer {
    fn from(programme: Programme) -> ProgrammeAnswer {
        ProgrammeAnswer {
            id: programme.id.0,
            code: programme.code,
            name: programme.name,
            node: programme.node.into(),
            budget_minutes: programme.budget.0,
            opened_at: programme.opened_at.into(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProgrammeWanted {
    /// Short Latin name, unique at its node.
    code: Line,
    name: Line,
    node: NodeCode,
    budget_minutes: MinutesGiven,
    reason: Prose,
}

#[derive(Serialize, ToSchema)]
struct ProgrammeDecided {
    /// The programme that was opened; missing when it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    programme: Option<Uuid>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GrantWanted {
    programme: Uuid,
    #[schema(min_items = 1, max_items = 500)]
    people: Vec<Uuid>,
    reason: Prose,
}

#[derive(Serialize, ToSchema)]
struct GrantDecided {
    /// What was granted; missing when it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    granted: Option<GrantedAnswer>,
}

#[derive(Serialize, ToSchema)]
struct GrantedAnswer {
    people: i64,
    minutes_each: i64,
    /// Last day on which the minutes can be used.
    expires_on: Date,
}
impl From<GrantDone> for GrantedAnswer {
    fn from(done: GrantDone) -> GrantedAnswer {
        GrantedAnswer {
            people: i64::try_from(done.people).unwrap_or(i64::MAX),
            minutes_each: done.minutes_each.0,
            expires_on: done.expires_on.into(),
        }
    }
}

/// A request that waits for a second person.
#[derive(Serialize, ToSchema)]
struct ProposalAnswer {
    approval: Uuid,
    /// `slice.verb` of what will happen.
    kind: String,
    node: NodeCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<Uuid>,
    reason: String,
    maker: Uuid,
    made_at: Time,
    expires_at: Time,
}
impl From<Approval> for ProposalAnswer {
    fn from(approval: Approval) -> ProposalAnswer {
        ProposalAnswer {
            approval: approval.id.0,
            kind: approval.kind,
            node: approval.node.into(),
            object: approval.object_id,
            reason: approval.reason,
            maker: approval.maker.0,
            made_at: approval.made_at.into(),
            expires_at: approval.expires_at.into(),
        }
    }
}

async fn programmes(by: Asks, Asked(query): Asked<TerritoryQuery>) -> Answer<Json<Rows<ProgrammeAnswer>>> {
    let node = seen(&by, query)?;
    let found = by.house.giving.programmes(node).await?;
    Ok(Json(Rows::all(found.into_iter().map(ProgrammeAnswer::from).collect())))
}

async fn proposals(by: Asks, Asked(query): Asked<TerritoryQuery>) -> Answer<Json<Rows<ProposalAnswer>>> {
    let node = seen(&by, query)?;
    let found = open_approvals(&mut by.house.core.db.read(), node, WAITING_MAX).await.map_err(Fail::from)?;
    Ok(Json(Rows::all(found.into_iter().map(ProposalAnswer::from).collect())))
}

/// The node asked for, if the caller may look there.
fn seen(by: &Asks, query: TerritoryQuery) -> Result<tb_kernel::Node, Refusal> {
    let node = query.node.map_or(by.house.node, |node| node.0);
    if by.actor.may(LOOK, node) { Ok(node) } else { Err(Refusal::not_found()) }
}

async fn propose_programme(by: Does, Input(wanted): Input<ProgrammeWanted>) -> Answer<(StatusCode, Json<Proposed>)> {
    let programme = NewProgramme {
        code: wanted.code.0,
        name: wanted.name.0,
        node: wanted.node.0,
        budget: wanted.budget_minutes.amount(),
    };
    let approval = by.give(ProposeProgramme { programme, reason: wanted.reason.0 }).await?;
    Ok((StatusCode::CREATED, Json(Proposed { approval: approval.0 })))
}

async fn approve_programme(
    by: Does,
    At(approval): At<ApprovalId>,
    Input(said): Input<SecondWord>,
) -> Answer<Json<ProgrammeDecided>> {
    let done = by.give(ApproveProgramme { approval, approve: said.approve, reason: said.reason.0 }).await?;
    Ok(Json(ProgrammeDecided { programme: done.map(|account| account.0) }))
}

async fn propose_grant(by: Does, Input(wanted): Input<GrantWanted>) -> Answer<(StatusCode, Json<Proposed>)> {
    let people = wanted.people.into_iter().map(PersonId).collect();
    let proposed = ProposeGrant { programme: AccountId(wanted.programme), people, reason: wanted.reason.0 };
    let approval = by.give(proposed).await?;
    Ok((StatusCode::CREATED, Json(Proposed { approval: approval.0 })))
}

async fn approve_grant(
    by: Does,
    At(approval): At<ApprovalId>,
    Input(said): Input<SecondWord>,
) -> Answer<Json<GrantDecided>> {
    let done = by.give(ApproveGrant { approval, approve: said.approve, reason: said.reason.0 }).await?;
    Ok(Json(GrantDecided { granted: done.map(GrantedAnswer::from) }))
}
