//! Checks of a person, and objections to being shut out.

use super::enrolments::CheckWord;
use super::forms::KindWord;
use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does};
use crate::wire::{Date, Line, Prose, Time, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, At, Input};
use tb_kernel::{BarId, PersonId};
use tb_people::{BarAsked, BarState, BarView, CheckLine, CheckResult, CheckSeen, CheckSource, Verification, WayView};
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// What a check found.
    ResultWord(CheckResult, CheckResult::ALL);
    /// Where the result of a check comes from.
    SourceWord(CheckSource, CheckSource::ALL);
    /// Where being shut out stands.
    BarWord(BarState, BarState::ALL);
}

pub(super) fn calls() -> Calls {
    Calls::of("people")
        .add(
            call(
                ask("/api/v1/people/{person}/checks", "people.way", "people:read"),
                "What was checked, what is missing, bars",
            )
            .gives::<WayAnswer>(),
            way,
        )
        .add(
            call(
                does("/api/v1/people/{person}/checks", "people.verify", "people:write"),
                "Record a document that was seen",
            )
            .takes::<NewCheck>()
            .example(json!({"kind": "credit", "result": "passed", "reference": "credit report"}))
            .makes::<CheckMade>(),
            verify,
        )
        .add(
            call(
                does("/api/v1/people/{person}/bar", "people.propose-bar", "people:write"),
                "Ask a second officer to shut somebody out",
            )
            .takes::<NewBar>()
            .makes::<BarProposed>(),
            bar,
        )
        .add(
            call(does("/api/v1/bars/{bar}/appeal", "people.appeal", "people:write"), "Object to being shut out")
                .takes::<NewAppeal>()
                .gives::<BarAnswer>(),
            appeal,
        )
        .add(
            call(does("/api/v1/bars/{bar}/decide", "people.decide-appeal", "people:write"), "Decide an objection")
                .takes::<AppealDecided>()
                .gives::<BarAnswer>(),
            decide,
        )
}

/// A check on record.
#[derive(Serialize, ToSchema)]
struct CheckAnswer {
    id: Uuid,
    kind: CheckWord,
    result: ResultWord,
    source: SourceWord,
    reference: String,
    /// Share of right answers, for an exam.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u8>,
    checked_on: Date,
    /// Last day it is good; missing: it does not run out.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<Date>,
    recorded_at: Time,
}
impl From<Verification> for CheckAnswer {
    fn from(made: Verification) -> CheckAnswer {
        CheckAnswer {
            id: made.id.0,
            kind: CheckWord(made.kind),
            result: made.result.into(),
            source: made.source.into(),
            reference: made.reference,
            score: made.score,
            checked_on: made.checked_on.into(),
            expires_on: made.expires_on.map(Date),
            recorded_at: made.made_at.into(),
        }
    }
}

/// One kind of check.
#[derive(Serialize, ToSchema)]
struct CheckStands {
    kind: CheckWord,
    /// The article that asks for it; missing: not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    /// The latest of its kind was passed and is good today.
    holds: bool,
    /// It holds, but not for long.
    ending: bool,
}
impl From<CheckLine> for CheckStands {
    fn from(line: CheckLine) -> CheckStands {
        CheckStands { kind: CheckWord(line.kind), article: line.article, holds: line.holds, ending: line.ending }
    }
}

/// Somebody is shut out.
#[derive(Serialize, ToSchema)]
struct BarAnswer {
    id: Uuid,
    person: Uuid,
    kind: KindWord,
    state: BarWord,
    reason: String,
    article: String,
    from: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    appealed_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<String>,
}
impl From<BarView> for BarAnswer {
    fn from(bar: BarView) -> BarAnswer {
        BarAnswer {
            id: bar.id.0,
            person: bar.person.0,
            kind: bar.kind.into(),
            state: bar.state.into(),
            reason: bar.reason,
            article: bar.article,
            from: bar.from.into(),
            until: bar.until.map(Date),
            appealed_at: bar.appealed_at.map(Time),
            decision: bar.decision,
        }
    }
}

/// The way of one person.
#[derive(Serialize, ToSchema)]
struct WayAnswer {
    checks: Vec<CheckStands>,
    /// Every check ever made, newest first.
    history: Vec<CheckAnswer>,
    bars: Vec<BarAnswer>,
}
impl From<WayView> for WayAnswer {
    fn from(way: WayView) -> WayAnswer {
        WayAnswer {
            checks: way.checks.into_iter().map(CheckStands::from).collect(),
            history: way.history.into_iter().map(CheckAnswer::from).collect(),
            bars: way.bars.into_iter().map(BarAnswer::from).collect(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCheck {
    kind: CheckWord,
    result: ResultWord,
    /// Which document was seen. No personal data.
    reference: Line,
    /// The day of the document; today when not said.
    #[serde(default)]
    checked_on: Option<Date>,
}

#[derive(Serialize, ToSchema)]
struct CheckMade {
    check: Uuid,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewBar {
    kind: KindWord,
    reason: Prose,
    /// The article it rests on.
    article: Line,
}

#[derive(Serialize, ToSchema)]
struct BarProposed {
    /// What the second officer decides.
    approval: Uuid,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAppeal {
    appeal: Prose,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AppealDecided {
    lift: bool,
    reason: Prose,
}

async fn way(by: Asks, At(person): At<PersonId>) -> Answer<Json<WayAnswer>> {
    Ok(Json(by.house.people.way(&by.actor, person).await?.into()))
}

async fn verify(
    by: Does,
    At(person): At<PersonId>,
    Input(new): Input<NewCheck>,
) -> Answer<(StatusCode, Json<CheckMade>)> {
    let seen = CheckSeen {
        kind: new.kind.0,
        result: new.result.0,
        reference: new.reference.0,
        checked_on: new.checked_on.map(|day| day.0),
    };
    let check = by.house.people.verify(&by.actor, &by.key, person, seen).await?;
    Ok((StatusCode::CREATED, Json(CheckMade { check: check.0 })))
}

async fn bar(by: Does, At(person): At<PersonId>, Input(new): Input<NewBar>) -> Answer<(StatusCode, Json<BarProposed>)> {
    let asked = BarAsked { person, kind: new.kind.0, reason: new.reason.0, article: new.article.0 };
    let approval = by.house.people.propose_bar(&by.actor, &by.key, asked).await?;
    Ok((StatusCode::CREATED, Json(BarProposed { approval: approval.0 })))
}

async fn appeal(by: Does, At(bar): At<BarId>, Input(said): Input<NewAppeal>) -> Answer<Json<BarAnswer>> {
    by.house.people.appeal(&by.actor, &by.key, bar, &said.appeal.0).await?;
    Ok(Json(by.house.people.bar(&by.actor, bar).await?.into()))
}

async fn decide(by: Does, At(bar): At<BarId>, Input(said): Input<AppealDecided>) -> Answer<Json<BarAnswer>> {
    by.house.people.decide_appeal(&by.actor, &by.key, bar, said.lift, &said.reason.0).await?;
    Ok(Json(by.house.people.bar(&by.actor, bar).await?.into()))
}
