//! Is this certificate real? Anyone with its number learns that it was issued, whether it still holds, and as much more as
//! the holder allows. No login, nothing kept.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, go, render};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::Refusal;
use tb_recognition::{CertificateState, Checked, number_typed};
use tb_words::Text;

#[derive(Template)]
#[template(path = "public/certificate.html")]
struct Certificate {
    page: Page,
    number: String,
    found: Option<Told>,
}

/// What a stranger is told.
struct Told {
    valid: bool,
    sentence: String,
    changed: bool,
    facts: Vec<(String, String)>,
    items: Vec<(String, String)>,
    /// The holder shows more than that it is real.
    told: bool,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(typed): At<String>) -> Answer<Response> {
    let page = faces.page(&visit, "").await?;
    let number = number_typed(&typed);
    let found = match &number {
        Some(number) => faces.house.recognition.check(number, page.lang).await?,
        None => None,
    };
    let found = found.map(|checked| told(&page.t, checked));
    render(&Certificate { number: number.unwrap_or_default(), found, page })
}

/// The number somebody typed leads to its page; what is no number comes back with the form.
pub(super) async fn find(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    if let Some(number) = number_typed(typed.text("number")) {
        return Ok(go(&visit, &format!("/verify/{number}")));
    }
    let refusal = Refusal::invalid().field("number", "recognition.number-form");
    let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
    super::verify::page_of(&faces, &visit, form, None).await
}

fn told(t: &Text, c: Checked) -> Told {
    let valid = c.state == CertificateState::Valid;
    let sentence = match c.revoked_on {
        Some(day) => t.with("recognition-revoked-on", [("day", t.date(day))]),
        None => t.with("recognition-verify-issued", [("bank", c.bank.clone()), ("day", t.date(c.issued_on))]),
    };
    let mut facts = vec![
        (t.get("recognition-number"), c.number.clone()),
        (t.get("recognition-issued-on"), t.date(c.issued_on)),
        (t.get("recognition-mark"), c.mark.clone()),
    ];
    let mut items = Vec::new();
    let told = c.detail.is_some();
    if let Some(detail) = c.detail {
        facts.push((t.get("recognition-name"), detail.name));
        facts.push((t.get("recognition-from"), t.date(detail.from)));
        facts.push((t.get("recognition-to"), t.date(detail.to)));
        facts.push((t.get("recognition-hours"), t.minutes(detail.minutes)));
        facts.push((t.get("recognition-visits"), detail.visits.to_string()));
        facts.push((t.get("recognition-place"), detail.place));
        items = detail
            .items
            .iter()
            .map(|item| (item.name.for_locale(t.lang()).to_owned(), t.minutes(item.minutes)))
            .collect();
    }
    Told { valid, sentence, changed: c.changed_since && valid, facts, items, told }
}
