//! The way of volunteers: how many stand where, who is stuck, who went quiet; asking registers.

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does};
use crate::people::{CheckWord, PersonShown};
use crate::wire::{NodeCode, Rows, Time, words};
use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, Asked, Input};
use tb_volunteers::{AskChecks, Funnel, Quiet, Route, Step, Stuck};
use utoipa::{IntoParams, ToSchema};

words! {
    /// Where somebody stands on the way to the first service.
    WayStepWord(Step, Step::ALL);
    /// How a register is reached.
    RouteWord(Route, Route::ALL);
}

pub(crate) fn calls() -> Calls {
    Calls::of("volunteers")
        .add(
            call(
                ask("/api/v1/volunteers/funnel", "volunteers.funnel", "people:read"),
                "How many volunteers stand where",
            )
            .query::<PlaceQuery>()
            .gives::<FunnelAnswer>(),
            funnel,
        )
        .add(
            call(
                ask("/api/v1/volunteers/stuck", "volunteers.stuck", "people:read"),
                "Who waits at which step, longest first",
            )
            .query::<StuckQuery>()
            .gives::<Rows<StuckAnswer>>(),
            stuck,
        )
        .add(
            call(
                ask("/api/v1/volunteers/quiet", "volunteers.quiet", "people:read"),
                "Active volunteers who went quiet, longest first",
            )
            .query::<PlaceQuery>()
            .gives::<Rows<QuietAnswer>>(),
            quiet,
        )
        .add(
            call(
                does("/api/v1/volunteers/checks", "volunteers.ask-checks", "people:write"),
                "Write down what registers are to be asked",
            )
            .takes::<ChecksWanted>()
            .example(json!({"node": "320102000000", "kinds": ["identity"], "route": "batch"}))
            .gives::<ChecksAsked>(),
            ask_checks,
        )
}

/// Which place.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PlaceQuery {
    #[param(inline)]
    node: NodeCode,
}

/// Which place, and which step.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StuckQuery {
    #[param(inline)]
    node: NodeCode,
    /// Any step when not said.
    #[param(inline)]
    step: Option<WayStepWord>,
}

/// How many wait at a step.
#[derive(Serialize, ToSchema)]
struct StepCount {
    step: WayStepWord,
    people: i64,
}

/// How many volunteers of a place stand where.
#[derive(Serialize, ToSchema)]
struct FunnelAnswer {
    waiting: Vec<StepCount>,
    /// Active, and have not served yet.
    unserved: i64,
    /// Active, and have served.
    serving: i64,
    /// Counting stopped: there are more.
    more: bool,
}
impl From<Funnel> for FunnelAnswer {
    fn from(funnel: Funnel) -> FunnelAnswer {
        let count = |(step, people): (Step, i64)| StepCount { step: step.into(), people };
        FunnelAnswer {
            waiting: funnel.waiting.into_iter().map(count).collect(),
            unserved: funnel.unserved,
            serving: funnel.serving,
            more: funnel.more,
        }
    }
}

/// Somebody who is on the way.
#[derive(Serialize, ToSchema)]
struct StuckAnswer {
    person: PersonShown,
    step: WayStepWord,
    since: Time,
    /// The checks the city asks for and that do not hold.
    missing: Vec<CheckWord>,
    reminded: i64,
}
impl From<Stuck> for StuckAnswer {
    fn from(stuck: Stuck) -> StuckAnswer {
        StuckAnswer {
            person: PersonShown::from(&stuck.person),
            step: stuck.step.into(),
            since: stuck.since.into(),
            missing: stuck.missing.into_iter().map(CheckWord).collect(),
            reminded: stuck.reminded,
        }
    }
}

/// Somebody who went quiet.
#[derive(Serialize, ToSchema)]
struct QuietAnswer {
    person: PersonShown,
    /// Last service; missing: never served.
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    active_since: Option<Time>,
}
impl From<Quiet> for QuietAnswer {
    fn from(quiet: Quiet) -> QuietAnswer {
        QuietAnswer {
            person: PersonShown::from(&quiet.person),
            last: quiet.last.map(Time),
            active_since: quiet.active_since.map(Time),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChecksWanted {
    node: NodeCode,
    kinds: Vec<CheckWord>,
    route: RouteWord,
}

#[derive(Serialize, ToSchema)]
struct ChecksAsked {
    /// Requests that were written down.
    requests: usize,
}

async fn funnel(by: Asks, Asked(query): Asked<PlaceQuery>) -> Answer<Json<FunnelAnswer>> {
    Ok(Json(by.house.volunteers.funnel(&by.actor, query.node.0).await?.into()))
}

async fn stuck(by: Asks, Asked(query): Asked<StuckQuery>) -> Answer<Json<Rows<StuckAnswer>>> {
    let step = query.step.map(|step| step.0);
    let found = by.house.volunteers.stuck(&by.actor, query.node.0, step).await?;
    Ok(Json(Rows::all(found.into_iter().map(StuckAnswer::from).collect())))
}

async fn quiet(by: Asks, Asked(query): Asked<PlaceQuery>) -> Answer<Json<Rows<QuietAnswer>>> {
    let found = by.house.volunteers.quiet(&by.actor, query.node.0).await?;
    Ok(Json(Rows::all(found.into_iter().map(QuietAnswer::from).collect())))
}

async fn ask_checks(by: Does, Input(wanted): Input<ChecksWanted>) -> Answer<Json<ChecksAsked>> {
    let kinds = wanted.kinds.into_iter().map(|kind| kind.0).collect();
    let ask = AskChecks { node: wanted.node.0, kinds, route: wanted.route.0 };
    let requests = by.house.volunteers.run(&by.actor, &by.key, ask).await?;
    Ok(Json(ChecksAsked { requests }))
}
