//! Orders for programs: what one reads (here), what one does (`steps`, `settling`), and how both look (`forms`).

mod forms;
mod settling;
mod steps;

pub(crate) use settling::{Proposed, SecondWord};

use crate::calls::{Calls, ask, call};
use crate::extract::{Asks, Paging};
use crate::people::PersonShown;
use crate::wire::{Date, Line, NodeCode, Rows};
use axum::Json;
use forms::{OrderAnswer, OrderFileAnswer, OrderStateWord};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use tb_house::House;
use tb_http::{Answer, Asked, At};
use tb_kernel::{OrderId, Outcome, Page, PersonId};
use tb_orders::{Order, OrderFilter, Side};

use utoipa::{IntoParams, ToSchema};

pub(crate) fn calls() -> Calls {
    Calls::of("orders")
        .add(
            call(ask("/api/v1/me/orders", "orders.mine", "orders:read"), "One's own orders, latest start first")
                .query::<MineQuery>()
                .gives::<Rows<OrderAnswer>>(),
            mine,
        )
        .add(
            call(ask("/api/v1/me/invitations", "orders.invitations", "orders:read"), "Open orders one was asked to take")
                .gives::<Rows<OrderAnswer>>(),
            invitations,
        )
        .add(
            call(ask("/api/v1/orders", "orders.list", "orders:read"), "Orders of a territory, latest start first")
                .query::<ListQuery>()
                .gives::<Rows<OrderAnswer>>(),
            list,
        )
        .add(
            call(ask("/api/v1/orders/by-number/{number}", "orders.by-number", "orders:read"), "The order with this number")
                .gives::<OrderAnswer>(),
            by_number,
        )
        .add(
            call(ask("/api/v1/orders/{order}", "orders.file", "orders:read"), "Everything about an order")
                .notes(
                    "The two sides see address and note; an open order is shown to every active volunteer without them, by \
                     the elder's surname. Staff programs see neither address nor unmasked names.",
                )
                .gives::<OrderFileAnswer>(),
            file,
        )
        .add(
            call(ask("/api/v1/orders/{order}/door-code", "orders.door-code", "orders:read"), "The code the elder shows at the door")
                .notes("Changes every two minutes; only for the elder's side, while a visit is expected or going on.")
                .gives::<DoorCode>(),
            door_code,
        )
        .and(steps::calls())
        .and(settling::calls())
}

/// From which side one looks.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum MySide {
    Elder,
    Volunteer,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MineQuery {
    #[param(inline)]
    side: MySide,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows wanted, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// The territory, or a part of it; the city when not said.
    #[param(inline)]
    node: Option<NodeCode>,
    #[param(inline)]
    state: Option<OrderStateWord>,
    /// Code of a catalogue item.
    #[param(inline)]
    item: Option<Line>,
    /// Only orders with a mark that somebody should see.
    flagged: Option<bool>,
    /// First day of the planned start.
    #[param(inline)]
    from: Option<Date>,
    /// Last day of the planned start.
    #[param(inline)]
    to: Option<Date>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows wanted, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

#[derive(Serialize, ToSchema)]
struct DoorCode {
    /// Six digits.
    code: String,
}

async fn mine(by: Asks, Asked(query): Asked<MineQuery>) -> Answer<Json<Rows<OrderAnswer>>> {
    let (after, size) = Paging::read(query.after.as_deref(), query.limit)?;
    let page = by.house.orders.of_person(by.subject()?, query.side == MySide::Elder, after, size).await?;
    Ok(Json(rows(&by.house, page).await?))
}

async fn invitations(by: Asks) -> Answer<Json<Rows<OrderAnswer>>> {
    let orders = by.house.orders.invitations_of(by.subject()?).await?;
    let names = Names::of(&by.house, &orders).await?;
    // Asked, not yet assigned: who it is for is told by surname alone.
    Ok(Json(Rows::all(orders.iter().map(|order| OrderAnswer::of(order, &names, None)).collect())))
}

async fn list(by: Asks, Asked(query): Asked<ListQuery>) -> Answer<Json<Rows<OrderAnswer>>> {
    let (after, size) = Paging::read(query.after.as_deref(), query.limit)?;
    let node = query.node.map_or(by.house.node, |node| node.0);
    let filter = OrderFilter {
        state: query.state.map(|state| state.0),
        item: query.item.map(|item| item.0),
        flagged: query.flagged.unwrap_or(false),
        from: query.from.map(|day| day.0.start()),
        to: query.to.map(|day| day.0.plus_days(1).start()),
    };
    let page = by.house.orders.of_territory(&by.actor, node, &filter, after, size).await?;
    Ok(Json(rows(&by.house, page).await?))
}

async fn by_number(by: Asks, At(Line(number)): At<Line>) -> Answer<Json<OrderAnswer>> {
    let order = by.house.orders.by_number(&by.actor, &number).await?;
    let side = tb_orders::access::side(&by.actor, &order);
    let names = Names::of(&by.house, std::slice::from_ref(&order)).await?;
    Ok(Json(OrderAnswer::of(&order, &names, side)))
}

async fn file(by: Asks, At(id): At<OrderId>) -> Answer<Json<OrderFileAnswer>> {
    let file = by.house.orders.file(&by.actor, id).await?;
    let names = Names::of(&by.house, std::slice::from_ref(&file.seen.order)).await?;
    Ok(Json(OrderFileAnswer::of(file, &names)))
}

async fn door_code(by: Asks, At(id): At<OrderId>) -> Answer<Json<DoorCode>> {
    Ok(Json(DoorCode { code: by.house.orders.door_code(&by.actor, id).await? }))
}

/// Rows of those who see the orders in full.
async fn rows(house: &House, page: Page<Order>) -> Outcome<Rows<OrderAnswer>> {
    let names = Names::of(house, &page.rows).await?;
    let rows = page.rows.iter().map(|order| OrderAnswer::of(order, &names, Some(Side::Staff))).collect();
    Ok(Rows { rows, next: page.next })
}

/// How the people of some orders are shown.
pub(crate) struct Names(HashMap<PersonId, PersonShown>);

impl Names {
    /// # Errors
    /// A fault.
    pub(crate) async fn of(house: &House, orders: &[Order]) -> Outcome<Names> {
        let mut ids: Vec<PersonId> = orders.iter().flat_map(|o| [Some(o.elder), o.volunteer]).flatten().collect();
        ids.sort_unstable();
        ids.dedup();
        let shown = house.people.display(&mut house.core.db.read(), &ids).await?;
        Ok(Names(shown.iter().map(|shown| (shown.id, PersonShown::from(shown))).collect()))
    }
    pub(crate) fn get(&self, id: PersonId) -> Option<&PersonShown> {
        self.0.get(&id)
    }
}
