//! Life events for programs, and everything kept about somebody as one file.

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does};
use crate::orders::{Proposed, SecondWord};
use crate::sign_in::Empty;
use crate::wire::{NodeCode, Prose, Rows, Time, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tb_http::{Answer, Asked, At, Input};
use tb_kernel::{ApprovalId, CaseId, PersonId, Refusal};
use tb_life::{Ask, Case, CaseKind, CaseState, Decide, Propose, Withdraw};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

words! {
    /// What has happened in somebody's life.
    EventWord(CaseKind, CaseKind::ALL);
    /// Where a case stands.
    CaseWord(CaseState, CaseState::ALL);
}

pub(crate) fn calls() -> Calls {
    Calls::of("life")
        .add(
            call(does("/api/v1/life/cases", "life.ask", "people:write"), "Take a life event down")
                .notes("One's own: `exit` and `erasure`. Everything else, and everything for others, at a desk.")
                .takes::<CaseAsked>()
                .example(json!({"kind": "exit", "reason": "搬去外地"}))
                .makes::<CaseMade>(),
            take_down,
        )
        .add(
            call(ask("/api/v1/life/cases", "life.list", "people:read"), "Cases that wait in a territory, oldest first")
                .notes("At most 200.")
                .query::<CaseQuery>()
                .gives::<Rows<CaseAnswer>>(),
            list,
        )
        .add(
            call(ask("/api/v1/me/life", "life.own", "people:read"), "One's own cases, newest first")
                .gives::<Rows<CaseAnswer>>(),
            own,
        )
        .add(
            call(ask("/api/v1/life/cases/{case}", "life.case", "people:read"), "One case, with what stands in its way")
                .gives::<CaseAnswer>(),
            one,
        )
        .add(
            call(does("/api/v1/life/cases/{case}/withdraw", "life.withdraw", "people:write"), "Withdraw a case")
                .takes::<Empty>()
                .gives_nothing(),
            withdraw,
        )
        .add(
            call(
                does("/api/v1/life/cases/{case}/propose", "life.propose", "people:write"),
                "Ask a second officer to carry a case out",
            )
            .notes("Decided with `POST /api/v1/life/proposals/{approval}`.")
            .takes::<CaseReason>()
            .makes::<Proposed>(),
            propose,
        )
        .add(
            call(does("/api/v1/life/proposals/{approval}", "life.decide", "people:write"), "Decide on a case")
                .takes::<SecondWord>()
                .gives::<CaseMade>(),
            decide,
        )
        .add(
            call(does("/api/v1/exports", "life.export", "people:write"), "Everything kept about somebody")
                .notes(
                    "For oneself, or for a person at a desk, who then sees that it was made. Sections by name; others \
                     appear masked.",
                )
                .takes::<ExportAsked>()
                .example(json!({}))
                .gives::<ExportAnswer>(),
            export,
        )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CaseAsked {
    /// For whom, when it is taken down at a desk; oneself when not said.
    #[serde(default)]
    person: Option<Uuid>,
    kind: EventWord,
    /// The heir, or the person who goes on.
    #[serde(default)]
    other: Option<Uuid>,
    reason: Prose,
}

#[derive(Serialize, ToSchema)]
struct CaseMade {
    case: Uuid,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CaseReason {
    reason: Prose,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CaseQuery {
    /// The territory, or a part of it; the city when not said.
    #[param(inline)]
    node: Option<NodeCode>,
}

/// A case.
#[derive(Serialize, ToSchema)]
struct CaseAnswer {
    id: Uuid,
    kind: EventWord,
    state: CaseWord,
    person: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<Uuid>,
    node: NodeCode,
    asked_at: Time,
    /// Not carried out before.
    not_before: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    done_at: Option<Time>,
    moved_minutes: i64,
    /// Codes of what stands in its way; empty in lists.
    blockers: Vec<String>,
}
impl CaseAnswer {
    fn of(case: Case, blockers: &[Refusal]) -> CaseAnswer {
        CaseAnswer {
            id: case.id.0,
            kind: case.kind.into(),
            state: case.state.into(),
            person: case.person.0,
            other: case.other.map(|other| other.0),
            node: case.node.into(),
            asked_at: case.asked_at.into(),
            not_before: case.not_before.into(),
            approval: case.approval.map(|approval| approval.0),
            done_at: case.done_at.map(Time::from),
            moved_minutes: case.effects().minutes.0,
            blockers: blockers.iter().map(|no| no.code.to_string()).collect(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExportAsked {
    /// For whom, at a desk; oneself when not said.
    #[serde(default)]
    person: Option<Uuid>,
}

/// Everything kept about somebody.
#[derive(Serialize, ToSchema)]
struct ExportAnswer {
    format: String,
    made_at: Time,
    /// Handle of whoever made it at a desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    made_by: Option<String>,
    policy: String,
    /// Section → what is kept.
    #[schema(value_type = Object)]
    data: Value,
}

fn whose(by: &Does, person: Option<Uuid>) -> Answer<PersonId> {
    let own = || by.actor.subject().ok_or(Refusal::not_found());
    Ok(person.map_or_else(own, |id| Ok(PersonId(id)))?)
}

async fn take_down(by: Does, Input(asked): Input<CaseAsked>) -> Answer<(StatusCode, Json<CaseMade>)> {
    let person = whose(&by, asked.person)?;
    let command = Ask { person, kind: asked.kind.0, other: asked.other.map(PersonId), reason: asked.reason.0 };
    let made = by.house.life.run(&by.actor, &by.key, command).await?;
    Ok((StatusCode::CREATED, Json(CaseMade { case: made.case.0 })))
}

async fn list(by: Asks, Asked(query): Asked<CaseQuery>) -> Answer<Json<Rows<CaseAnswer>>> {
    let node = query.node.map_or(by.house.node, |node| node.0);
    let cases = by.house.life.cases(&by.actor, node, true).await?;
    Ok(Json(Rows::all(cases.into_iter().map(|case| CaseAnswer::of(case, &[])).collect())))
}

async fn own(by: Asks) -> Answer<Json<Rows<CaseAnswer>>> {
    let cases = by.house.life.cases_of(&by.actor, by.subject()?).await?;
    Ok(Json(Rows::all(cases.into_iter().map(|case| CaseAnswer::of(case, &[])).collect())))
}

async fn one(by: Asks, At(case): At<CaseId>) -> Answer<Json<CaseAnswer>> {
    let view = by.house.life.case(&by.actor, case).await?;
    Ok(Json(CaseAnswer::of(view.case, &view.blockers)))
}

async fn withdraw(by: Does, At(case): At<CaseId>, Input(Empty {}): Input<Empty>) -> Answer<StatusCode> {
    by.house.life.run(&by.actor, &by.key, Withdraw { case }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn propose(
    by: Does,
    At(case): At<CaseId>,
    Input(why): Input<CaseReason>,
) -> Answer<(StatusCode, Json<Proposed>)> {
    let approval = by.house.life.run(&by.actor, &by.key, Propose { case, reason: why.reason.0 }).await?;
    Ok((StatusCode::CREATED, Json(Proposed { approval: approval.0 })))
}

async fn decide(by: Does, At(approval): At<ApprovalId>, Input(word): Input<SecondWord>) -> Answer<Json<CaseMade>> {
    let command = Decide { approval, approve: word.approve, reason: word.reason.0 };
    let case = by.house.life.run(&by.actor, &by.key, command).await?;
    Ok(Json(CaseMade { case: case.0 }))
}

async fn export(by: Does, Input(asked): Input<ExportAsked>) -> Answer<Json<ExportAnswer>> {
    let person = whose(&by, asked.person)?;
    let export = by.house.life.export(&by.actor, &by.key, person).await?;
    let whole = export.json();
    Ok(Json(ExportAnswer {
        format: whole["format"].as_str().unwrap_or_default().to_owned(),
        made_at: export.made_at.into(),
        made_by: export.made_by,
        policy: export.policy,
        data: whole["data"].clone(),
    }))
}
