//! The list of orders of a territory: filters, paging, how many there are; and the row every list of orders shows.

use crate::ground::{Ground, ground, place_name};
use crate::lists::{self, COUNTED_MAX, Count, ROWS, text};
use crate::{labels, read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, More, Page, Pill, item_name, render, state_tone};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{Actor, Cursor, Day, Instant, Node, Outcome, PageSize};
use tb_orders::{Flag, Order, OrderFilter, OrderState};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(read("/console/orders", "orders.list", roles::LOOK), show)
}

/// Which orders: what the slice can ask for, and one mark among several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query {
    pub(crate) filter: OrderFilter,
    pub(crate) flag: Option<Flag>,
}

/// Any mark at all.
const ANY_FLAG: &str = "any";

impl Query {
    pub(crate) fn of(typed: &Typed) -> Query {
        let flag = Flag::parse(typed.text("flag"));
        let filter = OrderFilter {
            state: OrderState::parse(typed.text("state")).filter(|state| *state != OrderState::Draft),
            item: typed.given("item").map(str::to_owned),
            flagged: flag.is_some() || typed.text("flag") == ANY_FLAG,
            from: typed.day("from").map(Day::start),
            to: typed.day("to").map(|last| last.plus_days(1).start()),
        };
        Query { filter, flag }
    }
    fn is_counted(&self) -> bool {
        self.filter.item.is_none() && !self.filter.flagged && self.flag.is_none()
    }
    fn holds(&self, order: &Order) -> bool {
        self.flag.is_none_or(|flag| order.flagged(flag))
    }
}

/// Pages looked through for one page of rows with a certain mark.
const LOOKED_THROUGH_MAX: usize = 10;

/// At most `want` orders of a query and where the next ones begin.
///
/// # Errors
/// Not found outside the territory.
pub(crate) async fn gather(
    faces: &Faces,
    actor: &Actor,
    node: Node,
    query: &Query,
    after: Option<Cursor>,
    want: i64,
) -> Outcome<tb_kernel::Page<Order>> {
    let orders = &faces.house.orders;
    let filter = OrderFilter { flagged: query.filter.flagged || query.flag.is_some(), ..query.filter.clone() };
    if query.flag.is_none() {
        return orders.of_territory(actor, node, &filter, after, PageSize::of(want)).await;
    }
    let keep = usize::try_from(want).unwrap_or(usize::MAX);
    let (mut rows, mut at) = (Vec::new(), after);
    for _ in 0..LOOKED_THROUGH_MAX {
        let found = orders.of_territory(actor, node, &filter, at, PageSize::of(PageSize::MAX)).await?;
        rows.extend(found.rows.into_iter().filter(|order| query.holds(order)));
        at = found.next.as_deref().and_then(Cursor::decode);
        if rows.len() > keep || at.is_none() {
            break;
        }
    }
    let left = at.map(Cursor::encode);
    if rows.len() > keep {
        return Ok(tb_kernel::Page::cut(rows, PageSize::of(want), place_in_list));
    }
    Ok(tb_kernel::Page { rows, next: left })
}

fn place_in_list(order: &Order) -> Cursor {
    Cursor { key: order.starts_at.0, id: order.id.0 }
}

/// How many orders a query finds.
///
/// # Errors
/// Not found outside the territory.
pub(crate) async fn count(faces: &Faces, actor: &Actor, node: Node, query: &Query) -> Outcome<Count> {
    let filter = &query.filter;
    if query.is_counted() {
        let from = filter.from.unwrap_or(Instant(i64::MIN));
        let counts = faces.house.orders.counts(node, from, filter.to.unwrap_or(Instant(i64::MAX))).await?;
        let asked = |state: &OrderState| filter.state.map_or(*state != OrderState::Draft, |wanted| wanted == *state);
        return Ok(Count::Exactly(counts.by_state.iter().filter(|(state, _)| asked(state)).map(|(_, n)| n).sum()));
    }
    let (mut all, mut after) = (0, None);
    while all < COUNTED_MAX {
        let found = gather(faces, actor, node, query, after, PageSize::MAX).await?;
        all += i64::try_from(found.rows.len()).unwrap_or(COUNTED_MAX);
        match found.next.as_deref().and_then(Cursor::decode) {
            Some(next) => after = Some(next),
            None => return Ok(Count::Exactly(all)),
        }
    }
    Ok(Count::MoreThan(COUNTED_MAX))
}

/// An order in a list of the console.
#[derive(Clone, Debug)]
pub(crate) struct OrderRow {
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) day: String,
    pub(crate) time: String,
    pub(crate) item: String,
    pub(crate) elder: String,
    pub(crate) volunteer: String,
    pub(crate) place: String,
    pub(crate) hours: String,
    pub(crate) state: String,
    pub(crate) state_code: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) flags: Vec<String>,
    pub(crate) urgent: bool,
}

impl OrderRow {
    /// When, and who for whom, in one line.
    pub(crate) fn brief(&self) -> String {
        format!("{} {} · {} → {}", self.day, self.time, self.volunteer, self.elder)
    }
}

/// Rows for orders, with the names of everybody in one question.
///
/// # Errors
/// A fault.
pub(crate) async fn order_rows(faces: &Faces, visit: &Visit, orders: &[Order]) -> Outcome<Vec<OrderRow>> {
    let t = text(faces, visit);
    let people = orders.iter().flat_map(|order| [Some(order.elder), order.volunteer]).flatten();
    let names = faces.names(people).await?;
    orders
        .iter()
        .map(|order| {
            Ok(OrderRow {
                href: format!("/console/orders/{}", order.id),
                number: order.number.clone(),
                day: t.day_only(order.starts_at.day()),
                time: format!("{}–{}", t.clock(order.starts_at), t.clock(order.ends_at)),
                item: item(faces, order, t.lang())?,
                elder: labels::name_of(&names, Some(order.elder)),
                volunteer: labels::name_of(&names, order.volunteer),
                place: place_name(faces, order.node),
                hours: t.minutes(order.settled_minutes.unwrap_or(order.minutes)),
                state: labels::state(&t, order.state),
                state_code: order.state.code(),
                tone: state_tone(order.state),
                flags: order.flag_list().into_iter().map(|flag| labels::flag(&t, flag)).collect(),
                urgent: order.urgent,
            })
        })
        .collect()
}

/// The name of an order's service, by the rules it was made under.
///
/// # Errors
/// A fault when those rules are no longer loaded.
pub(crate) fn item(faces: &Faces, order: &Order, lang: &str) -> Outcome<String> {
    Ok(item_name(&*faces.house.orders.version(&order.policy)?, &order.item, lang))
}

#[derive(Template)]
#[template(path = "orders/list.html")]
struct List {
    page: Page,
    ground: Ground,
    states: Vec<Choice>,
    items: Vec<Choice>,
    flags: Vec<Choice>,
    from: String,
    to: String,
    pills: Vec<Pill>,
    rows: Vec<OrderRow>,
    count: String,
    more: More,
    /// The filter as hidden fields of the export form.
    carried: Vec<(String, String)>,
}

async fn show(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let query = Query::of(&typed);
    let found = gather(&faces, &visit.actor, ground.node, &query, lists::after(&typed), ROWS).await?;
    let count = count(&faces, &visit.actor, ground.node, &query).await?;
    let rows = order_rows(&faces, &visit, &found.rows).await?;
    let page = faces.page(&visit, "orders").await?;
    render(&List {
        states: states(&t, typed.text("state")),
        items: items(&faces, &t, typed.text("item"))?,
        flags: flags(&t, typed.text("flag")),
        from: typed.value("from").to_owned(),
        to: typed.value("to").to_owned(),
        pills: pills(&faces, &t, &typed),
        count: count.words(&t),
        more: lists::more("/console/orders", &typed, found.next.as_deref()),
        carried: typed
            .carried()
            .filter(|(name, _)| *name != "after")
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .collect(),
        rows,
        ground,
        page,
    })
}

fn states(t: &Text, chosen: &str) -> Vec<Choice> {
    let listed: Vec<OrderState> = OrderState::ALL.iter().copied().filter(|state| *state != OrderState::Draft).collect();
    labels::choices(&listed, chosen, OrderState::code, |state| labels::state(t, state))
}

fn flags(t: &Text, chosen: &str) -> Vec<Choice> {
    let mut choices = vec![Choice::new(ANY_FLAG, t.get("console-flag-any"), chosen == ANY_FLAG)];
    choices.extend(labels::choices(Flag::ALL, chosen, Flag::code, |flag| labels::flag(t, flag)));
    choices
}

/// The services of today's rules.
pub(crate) fn items(faces: &Faces, t: &Text, chosen: &str) -> Outcome<Vec<Choice>> {
    let version = faces.rules()?;
    let choice = |item: &tb_policy::Item| {
        let code = item.code.as_str();
        Choice::new(code, item.name.for_locale(t.lang()), code == chosen)
    };
    Ok(version.items.iter().map(choice).collect())
}

/// Quick filters: the questions a desk asks all day.
fn pills(faces: &Faces, t: &Text, typed: &Typed) -> Vec<Pill> {
    let today = faces.now().day().to_string();
    let node = typed.text("node");
    let asked = [
        ("console-pill-all", vec![]),
        ("console-pill-today", vec![("from", today.as_str()), ("to", today.as_str())]),
        ("console-pill-open", vec![("state", "published")]),
        ("console-pill-awaiting", vec![("state", "awaiting")]),
        ("console-pill-disputed", vec![("state", "disputed")]),
        ("console-pill-flagged", vec![("flag", ANY_FLAG)]),
    ];
    let pill = |(key, mut wanted): (&str, Vec<(&str, &str)>)| {
        let same =
            |field: &str| wanted.iter().find(|(name, _)| *name == field).map_or("", |(_, v)| v) == typed.text(field);
        let now = ["state", "flag", "from", "to", "item"].into_iter().all(same);
        wanted.push(("node", node));
        let query = Typed::default().query(&wanted);
        let href = if query.is_empty() { "/console/orders".to_owned() } else { format!("/console/orders?{query}") };
        Pill { label: t.get(key), href, now }
    };
    asked.into_iter().map(pill).collect()
}
