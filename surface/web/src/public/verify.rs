//! Is this passbook real? Account, day, balance and check word as printed; the answer is yes or no and nothing more.

use crate::passbook::word_matches;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, render_at};
use tb_http::{Answer, Typed, Visit};
use tb_kernel::{Minutes, Refusal};

#[derive(Template)]
#[template(path = "public/verify.html")]
struct Verify {
    page: Page,
    form: Form,
    answer: Option<bool>,
    official: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    page_of(&faces, &visit, Form::blank(&visit), None).await
}

/// Both questions on one page: a certificate by its number, a passbook by what is printed on it.
pub(super) async fn page_of(faces: &Faces, visit: &Visit, form: Form, answer: Option<bool>) -> Answer<Response> {
    let page = faces.page(visit, "").await?;
    let official = faces.look.public_url.clone();
    render_at(form.status, &Verify { page, form, answer, official })
}

pub(super) async fn check(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let mut refusal = Refusal::invalid();
    for field in ["account", "day", "hours", "word"] {
        if typed.given(field).is_none() {
            refusal = refusal.field(field, "common.field-missing");
        }
    }
    if let Err(refusal) = refusal.or_ok() {
        let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
        return page_of(&faces, &visit, form, None).await;
    }
    let balance = typed.int("hours").zip(Some(typed.int("minutes").unwrap_or(0)));
    let balance = balance.and_then(|(h, m)| Some(Minutes(h.checked_mul(60)?.checked_add(m)?)));
    let handle = typed.text("account").to_ascii_uppercase();
    let real = typed
        .day("day")
        .zip(balance)
        .is_some_and(|(day, balance)| word_matches(&faces.house.keys, &handle, day, balance, typed.text("word")));
    page_of(&faces, &visit, Form::filled(&visit, typed), Some(real)).await
}
