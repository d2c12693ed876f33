//! Is this passbook real? Account, day, balance and check word as printed; the answer is yes or no and nothing more.

use crate::passbook::word_matches;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, render, render_at};
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
    let page = faces.page(&visit, "").await?;
    let official = faces.look.public_url.clone();
    render(&Verify { page, form: Form::blank(&visit), answer: None, official })
}

pub(super) async fn check(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let page = faces.page(&visit, "").await?;
    let mut refusal = Refusal::invalid();
    for field in ["account", "day", "hours", "word"] {
        if typed.given(field).is_none() {
            refusal = refusal.field(field, "common.field-missing");
        }
    }
    if let Err(refusal) = refusal.or_ok() {
        let form = Form::again(&visit, &page.t, typed, &refusal);
        let official = faces.look.public_url.clone();
        return render_at(form.status, &Verify { page, form, answer: None, official });
    }
    let balance = typed.int("hours").zip(Some(typed.int("minutes").unwrap_or(0)));
    let balance = balance.and_then(|(h, m)| Some(Minutes(h.checked_mul(60)?.checked_add(m)?)));
    let handle = typed.text("account").to_ascii_uppercase();
    let real = typed
        .day("day")
        .zip(balance)
        .is_some_and(|(day, balance)| word_matches(&faces.house.keys, &handle, day, balance, typed.text("word")));
    let official = faces.look.public_url.clone();
    render(&Verify { page, form: Form::filled(&visit, typed), answer: Some(real), official })
}
