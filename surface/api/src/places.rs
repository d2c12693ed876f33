//! Where things are: divisions of the city, and the sites where people are received. Open to everybody.

use crate::calls::{Calls, ask, call};
use crate::extract::Asks;
use crate::wire::{NodeCode, Position, Rows};
use axum::Json;
use serde::{Deserialize, Serialize};
use tb_http::{Answer, Asked, At};
use tb_kernel::{Level, Node, Refusal, SiteId};
use tb_people::SiteView;
use tb_places::Division;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub(crate) fn calls() -> Calls {
    Calls::of("places")
        .add(
            call(ask("/api/v1/divisions", "places.divisions", ""), "The divisions right below a node")
                .notes("Without `parent`: the city's districts.")
                .public()
                .query::<DivisionQuery>()
                .or(404)
                .gives::<Rows<DivisionAnswer>>(),
            divisions,
        )
        .add(
            call(ask("/api/v1/sites", "places.sites", ""), "Sites at or below a node")
                .public()
                .query::<SiteQuery>()
                .or(404)
                .gives::<Rows<SiteAnswer>>(),
            sites,
        )
        .add(call(ask("/api/v1/sites/{site}", "places.site", ""), "One site").public().gives::<SiteAnswer>(), site)
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DivisionQuery {
    #[param(inline)]
    parent: Option<NodeCode>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SiteQuery {
    /// The whole city when not said.
    #[param(inline)]
    node: Option<NodeCode>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum LevelWord {
    Province,
    City,
    District,
    Street,
    Community,
}
impl From<Level> for LevelWord {
    fn from(level: Level) -> LevelWord {
        match level {
            Level::Province => LevelWord::Province,
            Level::City => LevelWord::City,
            Level::District => LevelWord::District,
            Level::Street => LevelWord::Street,
            Level::Community => LevelWord::Community,
        }
    }
}

/// A division of the city.
#[derive(Serialize, ToSchema)]
struct DivisionAnswer {
    node: NodeCode,
    name: String,
    level: LevelWord,
}
impl From<&Division> for DivisionAnswer {
    fn from(division: &Division) -> DivisionAnswer {
        DivisionAnswer { node: division.node.into(), name: division.name.to_owned(), level: division.level.into() }
    }
}

/// A site where people are received.
#[derive(Serialize, ToSchema)]
struct SiteAnswer {
    id: Uuid,
    node: NodeCode,
    name: String,
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Position>,
    phone: String,
    /// Opening hours as people read them.
    hours: String,
}
impl From<SiteView> for SiteAnswer {
    fn from(site: SiteView) -> SiteAnswer {
        SiteAnswer {
            id: site.id.0,
            node: site.node.into(),
            name: site.name,
            address: site.address,
            position: site.point.map(|point| Position { lon: point.lon(), lat: point.lat() }),
            phone: site.phone,
            hours: site.hours,
        }
    }
}

async fn divisions(by: Asks, Asked(query): Asked<DivisionQuery>) -> Answer<Json<Rows<DivisionAnswer>>> {
    let parent = known(&by, query.parent)?;
    Ok(Json(Rows::all(by.house.places.children(parent).into_iter().map(DivisionAnswer::from).collect())))
}

async fn sites(by: Asks, Asked(query): Asked<SiteQuery>) -> Answer<Json<Rows<SiteAnswer>>> {
    let node = known(&by, query.node)?;
    Ok(Json(Rows::all(by.house.people.sites(node).await?.into_iter().map(SiteAnswer::from).collect())))
}

async fn site(by: Asks, At(id): At<SiteId>) -> Answer<Json<SiteAnswer>> {
    Ok(Json(by.house.people.site(id).await?.into()))
}

/// The node asked for, if the city has it; else the city.
fn known(by: &Asks, node: Option<NodeCode>) -> Result<Node, Refusal> {
    let Some(NodeCode(node)) = node else { return Ok(by.house.node) };
    if by.house.places.contains(node) { Ok(node) } else { Err(Refusal::not_found()) }
}
