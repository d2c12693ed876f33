//! The outreach register for programs: a city's own survey tool hands over whom it met and asks how far each place is.

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does};
use crate::wire::{Line, NodeCode, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, Asked, At, Input};
use tb_kernel::OutreachId;
use tb_outreach::{AddEntry, Advance, DeclineReason, EntryInput, EntryState, Progress};
use tb_policy::Trait;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

words! {
    /// What was seen of an elder.
    SurveyedTrait(Trait, Trait::ALL);
    /// How far an elder has come.
    OutreachState(EntryState, EntryState::ALL);
    /// Why somebody is not registered.
    DeclineWord(DeclineReason, DeclineReason::ALL);
}

pub(crate) fn calls() -> Calls {
    Calls::of("outreach")
        .add(
            call(ask("/api/v1/outreach/progress", "outreach.progress", "people:read"), "How far each place has come: surveyed, informed, willing, registered")
                .query::<ProgressQuery>()
                .gives::<ProgressAnswer>(),
            progress,
        )
        .add(
            call(does("/api/v1/outreach/entries", "outreach.add-entry", "people:write"), "Hand over an elder who was met")
                .notes("The identity number decides: one that is known is brought up to date. Numbers of fifteen digits and wide digits are read.")
                .takes::<EntryWanted>()
                .example(json!({
                    "name": "王桂英", "id_no": "320102194001010024", "community": "320102002001",
                    "traits": ["living_alone", "empty_nest"], "willing": true
                }))
                .makes::<EntryMade>(),
            add_entry,
        )
        .add(
            call(does("/api/v1/outreach/entries/{id}/advance", "outreach.advance", "people:write"), "Say that an elder was told, wishes to be registered, or does not")
                .takes::<AdvanceWanted>()
                .gives::<Advanced>(),
            advance,
        )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ProgressQuery {
    /// The territory, or a part of it; the city when not said.
    #[param(inline)]
    node: Option<NodeCode>,
}

/// Counts of one place.
#[derive(Serialize, ToSchema)]
struct PlaceAnswer {
    node: NodeCode,
    surveyed: i64,
    informed: i64,
    /// Wish to be registered, or are.
    willing: i64,
    registered: i64,
    declined: i64,
    /// Of the declined: moved away or died.
    gone: i64,
    /// Registered of a hundred surveyed who are still here.
    share_percent: Option<f64>,
}
impl From<Progress> for PlaceAnswer {
    fn from(p: Progress) -> PlaceAnswer {
        PlaceAnswer {
            node: p.place.into(),
            surveyed: p.surveyed,
            informed: p.informed,
            willing: p.willing,
            registered: p.registered,
            declined: p.declined,
            gone: p.gone,
            share_percent: p.share(),
        }
    }
}

/// A territory in all, and each place right below it.
#[derive(Serialize, ToSchema)]
struct ProgressAnswer {
    all: PlaceAnswer,
    places: Vec<PlaceAnswer>,
}

/// An elder who was met.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EntryWanted {
    name: Line,
    id_no: Line,
    /// The community's twelve digits, or its name.
    community: Line,
    /// Where several communities have one name.
    street: Option<Line>,
    phone: Option<Line>,
    address: Option<Line>,
    emergency_name: Option<Line>,
    emergency_phone: Option<Line>,
    emergency_relation: Option<Line>,
    traits: Option<Vec<SurveyedTrait>>,
    /// Whether the elder wishes to be registered; not said: not known yet.
    willing: Option<bool>,
}

#[derive(Serialize, ToSchema)]
struct EntryMade {
    id: Uuid,
}

/// One step.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AdvanceWanted {
    to: OutreachState,
    /// Needed when the elder declines.
    reason: Option<DeclineWord>,
}

#[derive(Serialize, ToSchema)]
struct Advanced {
    state: OutreachState,
}

async fn progress(by: Asks, Asked(query): Asked<ProgressQuery>) -> Answer<Json<ProgressAnswer>> {
    let node = query.node.map_or(by.house.node, |node| node.0);
    let (all, places) = by.house.outreach.progress(&by.actor, node).await?;
    Ok(Json(ProgressAnswer { all: all.into(), places: places.into_iter().map(PlaceAnswer::from).collect() }))
}

async fn add_entry(by: Does, Input(wanted): Input<EntryWanted>) -> Answer<(StatusCode, Json<EntryMade>)> {
    let text = |line: Option<Line>| line.map(|line| line.0).unwrap_or_default();
    let willing = match wanted.willing {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let input = EntryInput {
        name: wanted.name.0,
        id_no: wanted.id_no.0,
        phone: text(wanted.phone),
        community: wanted.community.0,
        street: text(wanted.street),
        address: text(wanted.address),
        emergency_name: text(wanted.emergency_name),
        emergency_phone: text(wanted.emergency_phone),
        emergency_relation: text(wanted.emergency_relation),
        traits: wanted.traits.unwrap_or_default().into_iter().map(|one| one.0).collect(),
        willing: willing.to_owned(),
    };
    let id = by.house.outreach.run(&by.actor, &by.key, AddEntry { input }).await?;
    Ok((StatusCode::CREATED, Json(EntryMade { id: id.0 })))
}

async fn advance(by: Does, At(entry): At<OutreachId>, Input(wanted): Input<AdvanceWanted>) -> Answer<Json<Advanced>> {
    let command = Advance { entry, to: wanted.to.0, reason: wanted.reason.map(|reason| reason.0) };
    let state = by.house.outreach.run(&by.actor, &by.key, command).await?;
    Ok(Json(Advanced { state: state.into() }))
}
