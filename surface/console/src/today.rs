//! Today's visits of a territory: what runs, what is late, what waits for the desk; and the door for somebody who comes in.

use crate::ground::{Ground, ground};
use crate::lists::{Count, text};
use crate::orders::{OrderRow, Query, count, order_rows};
use crate::{labels, read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Page, Pill, go, render};
use tb_http::{Answer, Doors, Trouble, Typed, Visit};
use tb_kernel::{Instant, Outcome, PageSize, Span};
use tb_orders::{Flag, Order, OrderFilter, OrderState};
use tb_people::EnrolmentCount;
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console", "console.home", roles::ALL), home)
        .add(read("/console/today", "console.today", roles::LOOK), show)
}

/// A visit that has not begun so long after its time is late.
const LATE_AFTER: Span = Span::minutes(15);

/// To where this person's work begins.
async fn home(visit: Visit) -> Answer<Response> {
    let first = roles::HOMES.iter().find(|(roles, _)| visit.actor.has_role(roles));
    let (_, path) = first.ok_or_else(Trouble::not_found)?;
    Ok(go(&visit, path))
}

#[derive(Template)]
#[template(path = "today/show.html")]
struct Show {
    page: Page,
    ground: Ground,
    day: String,
    day_value: String,
    tiles: Vec<Tile>,
    todo: Vec<Todo>,
    pills: Vec<Pill>,
    visits: Vec<VisitRow>,
    count: String,
    full: bool,
    may_serve: bool,
    all_href: String,
}

struct Tile {
    label: String,
    value: String,
    href: String,
    tone: &'static str,
    icon: &'static str,
}

struct Todo {
    title: String,
    href: String,
    value: String,
    icon: &'static str,
}

struct VisitRow {
    order: OrderRow,
    /// Late speaks louder than the state.
    status: String,
    tone: &'static str,
    /// What the desk does next.
    next: String,
}

/// Which of the day's visits are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Open,
    Serving,
    Late,
    Awaiting,
}

impl Shown {
    const EVERY: [Shown; 5] = [Shown::All, Shown::Open, Shown::Serving, Shown::Late, Shown::Awaiting];
    const fn code(self) -> &'static str {
        match self {
            Shown::All => "",
            Shown::Open => "open",
            Shown::Serving => "serving",
            Shown::Late => "late",
            Shown::Awaiting => "awaiting",
        }
    }
    fn holds(self, order: &Order, now: Instant) -> bool {
        match self {
            Shown::All => true,
            Shown::Open => matches!(order.state, OrderState::Submitted | OrderState::Published),
            Shown::Serving => order.state == OrderState::Serving,
            Shown::Late => is_late(order, now),
            Shown::Awaiting => order.state == OrderState::Awaiting,
        }
    }
}

fn is_late(order: &Order, now: Instant) -> bool {
    matches!(order.state, OrderState::Taken | OrderState::Confirmed) && order.starts_at.plus(LATE_AFTER) <= now
}

/// Called off before it came to anything.
fn is_off(order: &Order) -> bool {
    matches!(order.state, OrderState::Cancelled | OrderState::Refused | OrderState::Expired)
}

async fn show(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let now = faces.now();
    let day = typed.day("day").unwrap_or(now.day());
    let shown = Shown::EVERY.into_iter().find(|shown| shown.code() == typed.text("show")).unwrap_or(Shown::All);
    let filter = OrderFilter { from: Some(day.start()), to: Some(day.plus_days(1).start()), ..OrderFilter::default() };
    let size = PageSize::of(PageSize::MAX);
    let found = faces.house.orders.of_territory(&visit.actor, ground.node, &filter, None, size).await?;
    let mut of_day: Vec<Order> = found.rows.into_iter().filter(|order| !is_off(order)).collect();
    of_day.reverse();
    let count_of = |shown: Shown| of_day.iter().filter(|order| shown.holds(order, now)).count();
    let link = |shown: Shown| today_link(&ground, &typed, shown);
    let pills = Shown::EVERY.into_iter().map(|one| Pill {
        label: format!("{} {}", t.get(&format!("console-today-{}", label_of(one))), count_of(one)),
        href: link(one),
        now: one == shown,
    });
    let pills = pills.collect();
    let tiles = vec![
        tile(t.get("console-today-all"), count_of(Shown::All), link(Shown::All), "", "calendar"),
        tile(t.get("console-today-serving"), count_of(Shown::Serving), link(Shown::Serving), "", "clock"),
        tile(t.get("console-today-late"), count_of(Shown::Late), link(Shown::Late), "bad", "alert"),
        tile(t.get("console-today-awaiting"), count_of(Shown::Awaiting), link(Shown::Awaiting), "wait", "wait"),
        tile(t.get("console-today-open"), count_of(Shown::Open), link(Shown::Open), "", "hand"),
    ];
    let listed: Vec<Order> = of_day.into_iter().filter(|order| shown.holds(order, now)).collect();
    let late: Vec<bool> = listed.iter().map(|order| is_late(order, now)).collect();
    let rows = order_rows(&faces, &visit, &listed).await?;
    let visits: Vec<VisitRow> = rows.into_iter().zip(late).map(|(order, late)| visit_row(&t, order, late)).collect();
    let todo = todo(&faces, &visit, &ground).await?;
    let page = faces.page(&visit, "today").await?;
    render(&Show {
        day: t.day_only(day),
        day_value: day.to_string(),
        count: t.with("console-count", [("n", visits.len().to_string())]),
        full: found.next.is_some(),
        may_serve: visit.actor.may(roles::SERVE, ground.node),
        all_href: format!("/console/orders?from={day}&to={day}{}", node_part(&ground)),
        tiles,
        todo,
        pills,
        visits,
        ground,
        page,
    })
}

fn visit_row(t: &Text, order: OrderRow, late: bool) -> VisitRow {
    VisitRow {
        status: if late { t.get("console-late") } else { order.state.clone() },
        tone: if late { "bad" } else { order.tone },
        next: labels::or_code(t, "console-next-", order.state_code),
        order,
    }
}

fn label_of(shown: Shown) -> &'static str {
    if shown == Shown::All { "all" } else { shown.code() }
}

fn tile(label: String, value: usize, href: String, tone: &'static str, icon: &'static str) -> Tile {
    let tone = if value == 0 { "" } else { tone };
    Tile { label, value: value.to_string(), href, tone, icon }
}

fn today_link(ground: &Ground, typed: &Typed, shown: Shown) -> String {
    let day = typed.day("day").map(|day| day.to_string()).unwrap_or_default();
    let query = Typed::default().query(&[("day", &day), ("node", &ground.asked), ("show", shown.code())]);
    if query.is_empty() { "/console/today".to_owned() } else { format!("/console/today?{query}") }
}

fn node_part(ground: &Ground) -> String {
    if ground.asked.is_empty() { String::new() } else { format!("&node={}", ground.asked) }
}

/// What waits for the desk, whatever the day.
async fn todo(faces: &Faces, visit: &Visit, ground: &Ground) -> Outcome<Vec<Todo>> {
    let t = text(faces, visit);
    let node = ground.node;
    let part = node_part(ground);
    let house = &faces.house;
    let ever = house.orders.counts(node, Instant(i64::MIN), Instant(i64::MAX)).await?;
    let standing = |state: OrderState| ever.by_state.get(&state).copied().unwrap_or(0);
    let calls = Query {
        filter: OrderFilter { state: Some(OrderState::Awaiting), ..OrderFilter::default() },
        flag: Some(Flag::NeedsCall),
    };
    let calls = count(faces, &visit.actor, node, &calls).await?;
    let people = house.people.counts(&visit.actor, Some(node)).await?;
    let pending: i64 =
        people.iter().filter(|count| count.state.is_pending()).map(|count: &EnrolmentCount| count.people).sum();
    let mut todo = vec![
        item(
            t.get("console-todo-calls"),
            calls,
            format!("/console/orders?state=awaiting&flag=needs_call{part}"),
            "phone",
        ),
        item(
            t.get("console-todo-awaiting"),
            Count::Exactly(standing(OrderState::Awaiting)),
            format!("/console/orders?state=awaiting{part}"),
            "wait",
        ),
        item(
            t.get("console-todo-disputed"),
            Count::Exactly(standing(OrderState::Disputed)),
            format!("/console/orders?state=disputed{part}"),
            "alert",
        ),
        item(
            t.get("console-todo-orders"),
            Count::Exactly(standing(OrderState::Submitted)),
            link_with_node("/console/review/orders", ground),
            "doc",
        ),
        item(
            t.get("console-todo-open"),
            Count::Exactly(standing(OrderState::Published)),
            format!("/console/orders?state=published{part}"),
            "hand",
        ),
        item(
            t.get("console-todo-people"),
            Count::Exactly(pending),
            link_with_node("/console/review", ground),
            "people",
        ),
    ];
    if visit.actor.has_role(roles::SECOND_LOOK) {
        let open = tb_journal::open_approvals(&mut house.core.db.read(), node, crate::approvals::LISTED_MAX).await?;
        let open = Count::Exactly(i64::try_from(open.len()).unwrap_or(i64::MAX));
        todo.push(item(t.get("console-todo-second"), open, link_with_node("/console/approvals", ground), "shield"));
    }
    Ok(todo)
}

fn link_with_node(path: &str, ground: &Ground) -> String {
    if ground.asked.is_empty() { path.to_owned() } else { format!("{path}?node={}", ground.asked) }
}

fn item(title: String, count: Count, href: String, icon: &'static str) -> Todo {
    Todo { title, href, value: count.figure(), icon }
}
