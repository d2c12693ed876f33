//! Standing texts: how not to be cheated, what becomes of data, what the bank promises under the rules in force.

use super::welcome::{Figure, figures};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use tb_frame::{Faces, Page, render};
use tb_http::{Answer, Visit};

#[derive(Template)]
#[template(path = "public/fraud.html")]
struct Fraud {
    page: Page,
}

#[derive(Template)]
#[template(path = "public/privacy.html")]
struct Privacy {
    page: Page,
}

#[derive(Template)]
#[template(path = "public/promise.html")]
struct Promise {
    page: Page,
    figures: Vec<Figure>,
    rules: String,
    since: String,
    lines: Vec<(String, String)>,
}

pub(super) async fn fraud(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    render(&Fraud { page: faces.page(&visit, "").await? })
}

pub(super) async fn privacy(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    render(&Privacy { page: faces.page(&visit, "").await? })
}

/// What holds today, each with the article it rests on.
pub(super) async fn promise(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let page = faces.page(&visit, "").await?;
    let version = faces.rules()?;
    let (t, p) = (&page.t, &version.parameters);
    let expiry = match p.earned_expiry.months {
        None => t.get("web-promise-no-expiry"),
        Some(months) => t.with("web-promise-expiry", [("months", months.to_string())]),
    };
    let cap = match p.balance_cap.cap {
        None => t.get("web-promise-no-cap"),
        Some(cap) => t.with("web-promise-cap", [("hours", (cap.0 / 60).to_string())]),
    };
    let hours = p.silence.after_hours.to_string();
    let lines = vec![
        (t.get("web-promise-minute"), String::new()),
        (expiry, p.earned_expiry.article.to_string()),
        (cap, p.balance_cap.article.to_string()),
        (t.with("web-promise-silence", [("hours", hours)]), p.silence.article.to_string()),
        (t.with("web-promise-proofs", [("count", p.presence.needed.to_string())]), p.presence.article.to_string()),
        (t.get("web-promise-never"), String::new()),
    ];
    let figures = figures(&faces, &page).await?;
    let rules = version.title.for_locale(page.lang).to_owned();
    let since = page.t.date(version.effective_from);
    render(&Promise { figures, rules, since, lines, page })
}

/// Search engines may read what stands still; the rest is somebody's own.
pub(super) async fn robots() -> Response {
    const TEXT: &str =
        "User-agent: *\nAllow: /$\nAllow: /sites\nAllow: /fraud\nAllow: /promise\nAllow: /privacy\nDisallow: /\n";
    ([(axum::http::header::CONTENT_TYPE, "text/plain; charset=utf-8")], TEXT).into_response()
}
