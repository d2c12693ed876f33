//! What covers me today, in words one can read to an insurer.

use crate::home::subject;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_cover::{Incident, IncidentState, Insurance};
use tb_frame::{Faces, Page, render, when_words};
use tb_http::{Answer, Visit};
use tb_words::Text;

#[derive(Template)]
#[template(path = "cover/cover.html")]
struct Shown {
    page: Page,
    covers: Vec<CoverRow>,
    rule: String,
    article: String,
    hours: String,
    incidents: Vec<IncidentRow>,
    count: String,
}

struct CoverRow {
    title: String,
    covered: bool,
    facts: Vec<(String, String)>,
    phone: String,
}

struct IncidentRow {
    title: String,
    detail: String,
    state: String,
    href: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let house = &faces.house.cover;
    let mine = house.cover_of(&visit.actor, person).await?;
    let incidents = house.incidents_of(&visit.actor, person).await?;
    let t = page.t.clone();
    let version = faces.rules()?;
    let mut covers: Vec<CoverRow> =
        mine.own.iter().map(|(kind, insurance)| row(&t, kind.code(), insurance.as_ref())).collect();
    // Nobody needs to hear of a liability insurance that the city does not ask for and has not.
    if mine.liability.is_some() || version.parameters.cover.kinds.contains(&tb_policy::CoverKind::Liability) {
        covers.push(row(&t, "liability", mine.liability.as_ref()));
    }
    let required = version.parameters.insurance.required;
    let template = Shown {
        covers,
        rule: t.get(if required { "cover-rule" } else { "cover-rule-none" }),
        article: version.parameters.insurance.article.to_string(),
        hours: version.parameters.cover.report_hours.to_string(),
        incidents: incidents.iter().map(|one| incident_row(&page, one)).collect(),
        count: t.with("cover-count", [("n", incidents.len().to_string())]),
        page,
    };
    render(&template)
}

fn row(t: &Text, kind: &str, insurance: Option<&Insurance>) -> CoverRow {
    let facts = insurance.map(|one| {
        vec![
            (t.get("cover-insurer"), one.insurer.clone()),
            (t.get("cover-number"), one.number.clone()),
            (t.get("cover-from"), t.date(one.from_day)),
            (t.get("cover-to"), t.date(one.last_day())),
            (t.get("cover-sum"), yuan(t, one.sum_fen)),
        ]
    });
    CoverRow {
        title: t.get(&format!("cover-kind-{kind}")),
        covered: insurance.is_some(),
        facts: facts.unwrap_or_default(),
        phone: insurance.map(|one| one.hotline.clone()).unwrap_or_default(),
    }
}

/// A sum in yuan, with fen only where there are any.
pub(super) fn yuan(t: &Text, fen: i64) -> String {
    let (whole, rest) = (fen / 100, fen % 100);
    let amount = if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}") };
    t.with("cover-yuan", [("amount", format!("¥{amount}"))])
}

fn incident_row(page: &Page, one: &Incident) -> IncidentRow {
    let t = &page.t;
    IncidentRow {
        title: t.get(&format!("cover-incident-{}", one.kind.code())),
        detail: format!("{} · {}", one.number, when_words(t, one.happened_at, page.now)),
        state: state(t, one.state),
        href: format!("/me/incidents/{}", one.id),
    }
}

pub(super) fn state(t: &Text, state: IncidentState) -> String {
    t.get(&format!("cover-state-{}", state.code()))
}
