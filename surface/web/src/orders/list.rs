//! One's own orders: those one asked for and those one serves.

use crate::home::{Acted, Standing, facts, subject, what_to_do};
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, More, Page, Pill, render};
use tb_http::{Answer, Typed, Visit};
use tb_kernel::{Cursor, PageSize, PersonId, Span};
use tb_orders::{Order, OrderState, Side};

/// Orders of one page.
const ROWS: i64 = 20;
/// Newest orders looked at for what comes next.
const LOOKED_AT: i64 = 60;

#[derive(Template)]
#[template(path = "orders/list.html")]
struct Mine {
    page: Page,
    pills: Vec<Pill>,
    rows: Vec<Acted>,
    invited: Vec<Acted>,
    more: More,
    as_elder: bool,
}

/// What is open and not long over, of both sides, the nearest first.
pub(crate) async fn upcoming(faces: &Faces, person: PersonId) -> Answer<Vec<(Order, Side)>> {
    let orders = &faces.house.orders;
    let mut all = Vec::new();
    for (as_elder, side) in [(true, Side::Elder), (false, Side::Volunteer)] {
        let rows = orders.of_person(person, as_elder, None, PageSize::of(LOOKED_AT)).await?.rows;
        all.extend(rows.into_iter().filter(|order| order.state.is_open()).map(|order| (order, side)));
    }
    let long_ago = faces.now().minus(Span::days(30));
    all.retain(|(order, _)| order.starts_at > long_ago);
    all.sort_by_key(|(order, _)| (order.starts_at, order.id));
    Ok(all)
}

pub(super) async fn mine(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let standing = Standing::of(&facts(&faces, person).await?);
    let as_elder = match typed.text("as") {
        "elder" => true,
        "volunteer" => false,
        _ => standing.elder.is_some() && !standing.is_volunteer(),
    };
    let after = typed.given("after");
    let orders = &faces.house.orders;
    let cursor = after.and_then(Cursor::decode);
    let found = orders.of_person(person, as_elder, cursor, PageSize::of(ROWS)).await?;
    let invited = if as_elder || after.is_some() { Vec::new() } else { orders.invitations_of(person).await? };
    let all = found.rows.iter().chain(&invited);
    let names = faces.names(all.flat_map(|order| [Some(order.elder), order.volunteer]).flatten()).await?;
    let tell = Tell::of(&faces, &page);
    let side = if as_elder { Side::Elder } else { Side::Volunteer };
    let rows = found.rows.iter().map(|order| {
        let (key, path) = what_to_do(order, side, page.now);
        let (action, href) = match order.state {
            OrderState::Draft => (page.t.get("web-do-go-on"), format!("/publish?draft={}", order.id)),
            _ if path.is_empty() => (String::new(), String::new()),
            _ => (page.t.get(key), format!("/orders/{}{path}", order.id)),
        };
        Acted { card: tell.card(order, Some(side), &names), action, href }
    });
    let rows = rows.collect();
    let asked = invited.iter().map(|order| Acted {
        card: tell.card(order, None, &names),
        action: page.t.get("web-do-answer"),
        href: format!("/orders/{}/answer", order.id),
    });
    let invited = asked.collect();
    let pills = ["elder", "volunteer"].map(|code| Pill {
        label: page.t.get(&format!("web-orders-as-{code}")),
        href: format!("/orders?as={code}"),
        now: as_elder == (code == "elder"),
    });
    let more = More::of("/orders", if as_elder { "as=elder" } else { "as=volunteer" }, after, found.next.as_deref());
    let pills = if standing.elder.is_some() && standing.volunteer.is_some() { pills.to_vec() } else { Vec::new() };
    render(&Mine { page: page.clone(), pills, rows, invited, more, as_elder })
}
