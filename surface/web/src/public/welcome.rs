//! The first page for whoever is not signed in: what this is, what it does in figures, three ways in.

use askama::Template;
use axum::response::Response;
use tb_frame::{Faces, Page, render};
use tb_http::{Answer, Visit};
use tb_kernel::{Actor, Cell, Instant, Span, cell};
use tb_orders::OrderState;
use tb_people::{EnrolmentKind, EnrolmentState};

/// Days the figures of visits look back.
const DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "public/welcome.html")]
struct Welcome {
    page: Page,
    figures: Vec<Figure>,
    demo: bool,
}

pub(crate) struct Figure {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) unit: String,
    pub(crate) href: &'static str,
    pub(crate) icon: &'static str,
}

pub(crate) async fn welcome(faces: &Faces, visit: &Visit) -> Answer<Response> {
    let page = faces.page(visit, "home").await?;
    let figures = figures(faces, &page).await?;
    render(&Welcome { page, figures, demo: faces.look.demo })
}

/// What the bank does, as anyone may know it.
pub(super) async fn figures(faces: &Faces, page: &Page) -> Answer<Vec<Figure>> {
    let t = &page.t;
    let house = &faces.house;
    let now = faces.now();
    let counts = house.orders.counts(house.node, now.minus(Span::days(DAYS)), now.plus(Span::days(1))).await?;
    let all = house.orders.counts(house.node, Instant(0), now.plus(Span::days(1))).await?;
    let people = house.people.counts(&Actor::system(), None).await?;
    let active = |kind| -> i64 {
        people.iter().filter(|c| c.kind == kind && c.state == EnrolmentState::Active).map(|c| c.people).sum()
    };
    let sites = house.people.sites(house.node).await?.len();
    let settled = counts.by_state.get(&OrderState::Settled).copied().unwrap_or(0);
    let least = i64::from(house.orders.version_now()?.parameters.small_cells.min);
    let shown = |count: i64| match cell(count, least) {
        Cell::Few(least) => t.with("web-few", [("least", least.to_string())]),
        Cell::Told(count) => grouped(count),
    };
    let figure = |key: &str, value: String, unit: &str, href, icon| Figure {
        label: t.get(key),
        value,
        unit: t.get(unit),
        href,
        icon,
    };
    Ok(vec![
        figure("web-figure-visits", shown(settled), "web-unit-visits", "", "calendar"),
        figure("web-figure-hours", shown(all.settled.0 / 60), "web-unit-hours", "/promise", "clock"),
        figure("web-figure-volunteers", shown(active(EnrolmentKind::Volunteer)), "web-unit-people", "", "hand"),
        figure("web-figure-elders", shown(active(EnrolmentKind::Elder)), "web-unit-people", "", "elder"),
        figure("web-figure-sites", grouped(i64::try_from(sites).unwrap_or(0)), "web-unit-sites", "/sites", "site"),
    ])
}

/// `12,480`.
pub(crate) fn grouped(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if count < 0 { format!("−{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (count, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1500, "−1,500")] {
            assert_eq!(grouped(count), text);
        }
    }
}
