//! The task hall (任务大厅): open requests near the volunteer, each with how far it is and why it stands where it stands.
//! The map shows the middle of each community, never a door.

use crate::home::{Acted, Standing, facts, subject};
use crate::own;
use crate::public::tiles;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Page, Pill, item_name, render};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{Minutes, Node};
use tb_matching::{NearFilter, NearOrder, Reason, near};
use tb_places::Point;
use tb_policy::Version;

/// Rows of the hall.
const ROWS: usize = 30;
/// Lengths one can filter by, in minutes.
const LENGTHS: [i64; 3] = [60, 120, 180];

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(own("/hall", "page.hall"), show)
}

#[derive(Template)]
#[template(path = "hall/hall.html")]
struct Hall {
    page: Page,
    rows: Vec<Spot>,
    pills: Vec<Pill>,
    items: Vec<Choice>,
    lengths: Vec<Choice>,
    districts: Vec<Choice>,
    day: String,
    today: String,
    located: bool,
    filtered: bool,
    tiles: String,
    tiles_note: String,
}

/// The hall for somebody who is not (yet) an active volunteer.
#[derive(Template)]
#[template(path = "hall/closed.html")]
struct Closed {
    page: Page,
    standing: Standing,
}

/// A row and where on the map it is drawn.
struct Spot {
    acted: Acted,
    at: Option<(f64, f64)>,
}

async fn show(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "hall").await?;
    let facts = facts(&faces, person).await?;
    if !facts.is_active_volunteer() {
        return render(&Closed { page, standing: Standing::of(&facts) });
    }
    let version = faces.rules()?;
    let filter = filter(&faces, &typed);
    let located = filter.from.is_some();
    let found = near(&faces.house.matching, person, &filter).await?;
    let names = faces.names(found.iter().map(|row| row.order.elder)).await?;
    let tell = Tell::of(&faces, &page);
    let rows = found.iter().map(|row| {
        let mut card = tell.card(&row.order, None, &names);
        card.place = format!("{} · {}", card.place, tell.distance(row.metres));
        if let Some(why) = why(&tell, row) {
            card.who = format!("{} · {why}", card.who);
        }
        let spot = faces.house.places.centre_of(row.order.node).map(|point| (point.lat(), point.lon()));
        let href = format!("/orders/{}/take", row.order.id);
        Spot { acted: Acted { card, action: page.t.get("web-take"), href }, at: spot }
    });
    let rows = rows.collect();
    let (tiles, tiles_note) = tiles(&faces);
    let template = Hall {
        rows,
        pills: pills(&page, &typed),
        items: items(&page, &version, &typed),
        lengths: lengths(&page, &typed),
        districts: districts(&faces, &page, &typed),
        day: typed.day("day").map(|day| day.to_string()).unwrap_or_default(),
        today: page.now.day().to_string(),
        located,
        filtered: ["item", "day", "longest", "district"].iter().any(|field| typed.given(field).is_some()),
        tiles,
        tiles_note,
        page: page.clone(),
    };
    render(&template)
}

fn filter(faces: &Faces, typed: &Typed) -> NearFilter {
    let number = |field| typed.parsed::<f64>(field);
    NearFilter {
        from: Point::known(number("lng"), number("lat")),
        item: typed.given("item").map(str::to_owned),
        day: typed.day("day"),
        longest: typed.int("longest").filter(|minutes| *minutes > 0).map(Minutes),
        district: Node::parse(typed.text("district")).filter(|node| faces.house.places.contains(*node)),
        limit: ROWS,
    }
}

/// The one reason worth saying beside the distance.
fn why(tell: &Tell<'_>, row: &NearOrder) -> Option<String> {
    let rank = |reason: &Reason| match reason {
        Reason::ServedBefore { .. } => 0,
        Reason::Soon { .. } => 1,
        Reason::AgeWish => 2,
        _ => 9,
    };
    let reason = row.reasons.iter().filter(|reason| rank(reason) < 9).min_by_key(|reason| rank(reason))?;
    let number = reason.number().map(|n| n.to_string()).unwrap_or_default();
    Some(tell.t.with(&format!("matching-{}", reason.code()), [("n", number)]))
}

/// The two days most people look for.
fn pills(page: &Page, typed: &Typed) -> Vec<Pill> {
    let days = [("web-any-day", None), ("web-today", Some(0)), ("web-tomorrow", Some(1))];
    days.into_iter()
        .map(|(key, ahead)| {
            let day = ahead.map(|days| page.now.day().plus_days(days).to_string()).unwrap_or_default();
            let now = typed.text("day") == day;
            let query = typed.query(&[("day", &day), ("geo_error", "")]);
            Pill {
                label: page.t.get(key),
                href: if query.is_empty() { "/hall".into() } else { format!("/hall?{query}") },
                now,
            }
        })
        .collect()
}

fn items(page: &Page, version: &Version, typed: &Typed) -> Vec<Choice> {
    let all = Choice::new("", page.t.get("web-all-items"), typed.given("item").is_none());
    let items = version.items.iter().map(|item| {
        let code = item.code.as_str();
        Choice::new(code, item_name(version, code, page.lang), typed.has("item", code))
    });
    std::iter::once(all).chain(items).collect()
}

fn lengths(page: &Page, typed: &Typed) -> Vec<Choice> {
    let all = Choice::new("", page.t.get("web-any-length"), typed.given("longest").is_none());
    let lengths = LENGTHS.into_iter().map(|minutes| {
        let label = page.t.with("web-at-most", [("length", page.t.minutes(Minutes(minutes)))]);
        Choice::new(minutes.to_string(), label, typed.has("longest", &minutes.to_string()))
    });
    std::iter::once(all).chain(lengths).collect()
}

fn districts(faces: &Faces, page: &Page, typed: &Typed) -> Vec<Choice> {
    let places = &faces.house.places;
    let all = Choice::new("", page.t.get("web-all-districts"), typed.given("district").is_none());
    let rows = places.children(faces.house.node).into_iter().map(|division| {
        let code = division.node.to_string();
        let chosen = typed.has("district", &code);
        Choice::new(code, division.name, chosen)
    });
    std::iter::once(all).chain(rows).collect()
}
