//! Who could serve whom: open orders near a volunteer, and volunteers for an order, each row with its reasons.

use crate::calls::{Calls, ask, call};
use crate::extract::Asks;
use crate::orders::Names;
use crate::wire::{Date, Line, NodeCode, Rows, Time};
use axum::Json;
use serde::{Deserialize, Serialize};
use tb_http::{Answer, Asked, At};
use tb_kernel::{Minutes, OrderId, Refusal};
use tb_matching::{Candidate, NearFilter, NearOrder, Reason, candidates, near};
use tb_orders::Order;
use tb_places::Point;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Rows when the caller does not say how many.
const ROWS_USUAL: usize = 20;
/// Most rows of one ranking.
const ROWS_MAX: i64 = 100;

pub(crate) fn calls() -> Calls {
    Calls::of("matching")
        .add(
            call(
                ask("/api/v1/orders/near", "matching.near", "orders:read"),
                "Open orders near a volunteer, best first",
            )
            .notes("Around `lon` and `lat`, or else around one's home. Shown by the elder's surname, without address.")
            .query::<NearQuery>()
            .gives::<Rows<NearAnswer>>(),
            orders_near,
        )
        .add(
            call(
                ask("/api/v1/orders/{order}/candidates", "matching.candidates", "orders:read"),
                "Volunteers for an open order, best first",
            )
            .notes("Who may not take it by the policy comes last, with the refusal.")
            .query::<CandidateQuery>()
            .gives::<Rows<CandidateAnswer>>(),
            volunteers,
        )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NearQuery {
    /// Degrees east, WGS-84.
    #[param(minimum = -180, maximum = 180)]
    lon: Option<f64>,
    /// Degrees north.
    #[param(minimum = -90, maximum = 90)]
    lat: Option<f64>,
    /// Code of a catalogue item.
    #[param(inline)]
    item: Option<Line>,
    #[param(inline)]
    day: Option<Date>,
    /// No longer than so many minutes.
    #[param(minimum = 1, maximum = 1440)]
    minutes_max: Option<i64>,
    /// Only in this part of the city.
    #[param(inline)]
    node: Option<NodeCode>,
    /// Rows wanted, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CandidateQuery {
    /// Rows wanted, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Why a row stands where it stands.
#[derive(Serialize, ToSchema)]
struct ReasonAnswer {
    /// `near`, `soon`, `urgent`, `served-before`, `age-wish`, `licensed`, `free-that-day`, `rested-longest`,
    /// `never-asked`, `well-rated`.
    code: String,
    /// Metres, hours, times, minutes, days: what the code counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
}
impl From<&Reason> for ReasonAnswer {
    fn from(reason: &Reason) -> ReasonAnswer {
        ReasonAnswer { code: reason.code().to_owned(), number: reason.number() }
    }
}

/// An open order as it is shown in the hall.
#[derive(Serialize, ToSchema)]
struct NearAnswer {
    order: Uuid,
    number: String,
    /// Send it as `seen` when taking the order.
    version: i64,
    item: String,
    node: NodeCode,
    starts_at: Time,
    minutes: i64,
    urgent: bool,
    elder_surname: String,
    metres: i64,
    reasons: Vec<ReasonAnswer>,
}

/// A volunteer who could be asked.
#[derive(Serialize, ToSchema)]
struct CandidateAnswer {
    person: Uuid,
    handle: String,
    /// Masked.
    name: String,
    metres: i64,
    reasons: Vec<ReasonAnswer>,
    /// Code of the policy's refusal, if it would refuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<String>,
    /// The article that refusal rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
}
impl From<Candidate> for CandidateAnswer {
    fn from(candidate: Candidate) -> CandidateAnswer {
        let (refusal, article) = match candidate.refusal {
            Some(refusal) => (Some(refusal.code.into_owned()), refusal.article),
            None => (None, None),
        };
        CandidateAnswer {
            person: candidate.person.0,
            handle: candidate.handle,
            name: candidate.masked_name,
            metres: candidate.metres,
            reasons: candidate.reasons.iter().map(ReasonAnswer::from).collect(),
            refusal,
            article,
        }
    }
}

async fn orders_near(by: Asks, Asked(query): Asked<NearQuery>) -> Answer<Json<Rows<NearAnswer>>> {
    let filter = NearFilter {
        from: place(query.lon, query.lat)?,
        item: query.item.map(|item| item.0),
        day: query.day.map(|day| day.0),
        longest: longest(query.minutes_max)?,
        district: query.node.map(|node| node.0),
        limit: wanted(query.limit)?,
    };
    let volunteer = by.subject()?;
    let facts = by.house.people.facts_of_one(&mut by.house.core.db.read(), volunteer).await?;
    // The hall is for active volunteers, as an open order's own page is.
    if !facts.is_active_volunteer() {
        return Err(Refusal::not_found().into());
    }
    let found = near(&by.house.matching, volunteer, &filter).await?;
    let orders: Vec<Order> = found.iter().map(|row| row.order.clone()).collect();
    let names = Names::of(&by.house, &orders).await?;
    Ok(Json(Rows::all(found.into_iter().map(|row| shown(row, &names)).collect())))
}

async fn volunteers(
    by: Asks,
    At(order): At<OrderId>,
    Asked(query): Asked<CandidateQuery>,
) -> Answer<Json<Rows<CandidateAnswer>>> {
    let found = candidates(&by.house.matching, &by.actor, order, wanted(query.limit)?).await?;
    Ok(Json(Rows::all(found.into_iter().map(CandidateAnswer::from).collect())))
}

fn place(lon: Option<f64>, lat: Option<f64>) -> Result<Option<Point>, Refusal> {
    match (lon, lat) {
        (None, None) => Ok(None),
        (Some(lon), Some(lat)) => match Point::new(lon, lat) {
            Some(point) => Ok(Some(point)),
            None => Err(Refusal::invalid().field("lon", "common.field-form")),
        },
        (None, Some(_)) => Err(Refusal::invalid().field("lon", "common.field-missing")),
        (Some(_), None) => Err(Refusal::invalid().field("lat", "common.field-missing")),
    }
}

/// Longest visit that can be asked for, in minutes: a day.
const MINUTES_MAX: i64 = 1440;

fn longest(minutes: Option<i64>) -> Result<Option<Minutes>, Refusal> {
    match minutes {
        Some(minutes) if !(1..=MINUTES_MAX).contains(&minutes) => {
            Err(Refusal::invalid().field("minutes_max", "common.field-form"))
        }
        minutes => Ok(minutes.map(Minutes)),
    }
}

fn wanted(limit: Option<i64>) -> Result<usize, Refusal> {
    match limit {
        None => Ok(ROWS_USUAL),
        Some(rows) if (1..=ROWS_MAX).contains(&rows) => Ok(usize::try_from(rows).unwrap_or(ROWS_USUAL)),
        Some(_) => Err(Refusal::invalid().field("limit", "common.field-form")),
    }
}

fn shown(row: NearOrder, names: &Names) -> NearAnswer {
    let order = row.order;
    NearAnswer {
        order: order.id.0,
        number: order.number,
        version: order.version,
        item: order.item,
        node: order.node.into(),
        starts_at: order.starts_at.into(),
        minutes: order.minutes.0,
        urgent: order.urgent,
        elder_surname: names.get(order.elder).map(|elder| elder.surname().to_owned()).unwrap_or_default(),
        metres: row.metres,
        reasons: row.reasons.iter().map(ReasonAnswer::from).collect(),
    }
}
