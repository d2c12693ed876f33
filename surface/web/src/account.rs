//! The time account: one number first, then where it comes from, then every line; and the same on paper as a passbook.

use crate::home::{BalanceView, balances, subject};
use crate::own;
use crate::passbook::check_word;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::HashMap;
use tb_frame::{Faces, More, Page, render};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{AccountId, Cursor, Day, Fail, Minutes, OrderId, PageSize, PersonId};
use tb_ledger::queries::{Line, open_lots};
use tb_ledger::{State as Place, SubjectKind};

/// Lines of one page.
const ROWS: i64 = 30;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(own("/account", "page.account"), show).add(own("/account/print", "page.passbook"), print)
}

#[derive(Template)]
#[template(path = "account/account.html")]
struct Account {
    page: Page,
    balance: BalanceView,
    aloud: String,
    months: Vec<Month>,
    lapses: Vec<(String, String)>,
    more: More,
}

struct Month {
    name: String,
    lines: Vec<Shown>,
}

/// One line of the statement.
#[derive(Clone)]
struct Shown {
    title: String,
    detail: String,
    value: String,
    href: String,
    day: String,
    class: String,
}

#[derive(Template)]
#[template(path = "account/print.html")]
struct Print {
    page: Page,
    holder: String,
    handle: String,
    lines: Vec<Shown>,
    balance: String,
    hours: String,
    word: String,
    today: String,
    more: bool,
}

async fn lines(faces: &Faces, person: PersonId, after: Option<Cursor>, rows: i64) -> Answer<tb_kernel::Page<Line>> {
    let mut tx = faces.house.core.db.read();
    let places = [Place::Free];
    let found = tb_ledger::statement(&mut tx, AccountId(person.0), &places, after, PageSize::of(rows)).await;
    Ok(found.map_err(Fail::from)?)
}

async fn show(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let balances = balances(&faces, person).await?;
    let after = typed.given("after");
    let found = lines(&faces, person, after.and_then(Cursor::decode), ROWS).await?;
    let items = items(&faces, &visit, &found.rows).await;
    let tell = Tell::of(&faces, &page);
    let mut months: Vec<Month> = Vec::new();
    for line in &found.rows {
        let shown = shown(&tell, line, &items);
        let name = month(&page, line.effective);
        match months.last_mut() {
            Some(last) if last.name == name => last.lines.push(shown),
            _ => months.push(Month { name, lines: vec![shown] }),
        }
    }
    let more = More::of("/account", "", after, found.next.as_deref());
    let lapses = lapses(&faces, &tell, person).await?;
    let aloud = page.t.with("web-balance-aloud", [("length", tell.minutes(balances.free()))]);
    let balance = BalanceView::of(&tell, &balances);
    render(&Account { balance, aloud, months, lapses, more, page: page.clone() })
}

/// Minutes that lapse within a year, with their last day.
async fn lapses(faces: &Faces, tell: &Tell<'_>, person: PersonId) -> Answer<Vec<(String, String)>> {
    let mut tx = faces.house.core.db.read();
    let lots = open_lots(&mut tx, AccountId(person.0)).await.map_err(Fail::from)?;
    let horizon = tell.now.day().plus_days(365);
    let mut by_day: Vec<(Day, Minutes)> = Vec::new();
    for lot in lots {
        let Some(day) = lot.expires.filter(|day| *day <= horizon) else { continue };
        match by_day.iter_mut().find(|(known, _)| *known == day) {
            Some((_, sum)) => sum.0 += lot.remaining.0,
            None => by_day.push((day, lot.remaining)),
        }
    }
    by_day.sort_unstable();
    let told = by_day.into_iter().take(3);
    Ok(told.map(|(day, minutes)| (tell.t.date(day), tell.minutes(minutes))).collect())
}

fn month(page: &Page, day: Day) -> String {
    let date = day.date();
    let month = page.t.get(&format!("common-month-{}", date.month()));
    page.t.with("web-month", [("year", date.year().to_string()), ("month", month)])
}

/// The items of the orders the lines are about.
async fn items(faces: &Faces, visit: &Visit, lines: &[Line]) -> HashMap<OrderId, (String, String)> {
    let mut items = HashMap::new();
    for line in lines {
        let Some(subject) = line.subject.filter(|subject| subject.kind == SubjectKind::Order) else { continue };
        let id = OrderId(subject.id);
        if items.contains_key(&id) {
            continue;
        }
        if let Ok(file) = faces.house.orders.file(&visit.actor, id).await {
            items.insert(id, (file.seen.order.policy, file.seen.order.item));
        }
    }
    items
}

fn shown(tell: &Tell<'_>, line: &Line, items: &HashMap<OrderId, (String, String)>) -> Shown {
    let kind = tell.t.get(&format!("ledger-kind-{}", line.kind.code()));
    let order = line.subject.filter(|subject| subject.kind == SubjectKind::Order).map(|subject| OrderId(subject.id));
    let about = order.and_then(|order| items.get(&order)).map(|(policy, item)| tell.item_of(policy, item));
    let class = tell.t.get(&format!("ledger-class-{}", line.class.code()));
    let sign = if line.minutes.0 > 0 { "+" } else { "" };
    let day = tell.t.day_only(line.effective);
    Shown {
        title: about.map_or_else(|| kind.clone(), |item| format!("{kind} · {item}")),
        detail: format!("{day} · {class}"),
        value: format!("{sign}{}", tell.minutes(line.minutes)),
        href: order
            .filter(|order| items.contains_key(order))
            .map(|order| format!("/orders/{order}"))
            .unwrap_or_default(),
        day: line.effective.to_string(),
        class,
    }
}

async fn print(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "").await?;
    let view = faces.house.people.person_view(&visit.actor, person).await?;
    let balances = balances(&faces, person).await?;
    let found = lines(&faces, person, None, PageSize::MAX).await?;
    let items = items(&faces, &visit, &found.rows).await;
    let tell = Tell::of(&faces, &page);
    let today = page.now.day();
    let (hours, minutes) = balances.free().hours_and_minutes();
    let template = Print {
        holder: view.name,
        word: check_word(&faces.house.keys, &view.handle, today, balances.free()),
        handle: view.handle,
        lines: found.rows.iter().map(|line| shown(&tell, line, &items)).collect(),
        balance: tell.minutes(balances.free()),
        hours: page.t.with("web-balance-numbers", [("hours", hours.to_string()), ("minutes", minutes.to_string())]),
        today: today.to_string(),
        more: found.next.is_some(),
        page: page.clone(),
    };
    render(&template)
}
