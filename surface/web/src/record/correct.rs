//! Something in the record is wrong or missing: say so, and read the answer.

use crate::home::subject;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render, render_at, when_words};
use tb_http::{Answer, Typed, Visit};
use tb_kernel::Refusal;
use tb_recognition::{AskCorrection, Block, CorrectionState, CorrectionView};

#[derive(Template)]
#[template(path = "record/corrections.html")]
struct List {
    page: Page,
    rows: Vec<Row>,
    count: String,
}

struct Row {
    block: String,
    said: String,
    when: String,
    state: String,
    tone: &'static str,
    answer: String,
}

pub(super) async fn list(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let found = faces.house.recognition.corrections_of(&visit.actor, person).await?;
    let rows: Vec<Row> = found.iter().map(|view| row(&page, view)).collect();
    let count = page.t.with("recognition-count", [("n", rows.len().to_string())]);
    render(&List { rows, count, page })
}

fn row(page: &Page, view: &CorrectionView) -> Row {
    let (t, one) = (&page.t, &view.correction);
    let gone = || t.get("recognition-words-gone");
    let due = || t.with("recognition-answer-by", [("day", t.date(one.due.day()))]);
    Row {
        block: t.get(&format!("recognition-block-{}", one.block.code())),
        said: view.said.clone().unwrap_or_else(gone),
        when: when_words(t, one.asked_at, page.now),
        state: t.get(&format!("recognition-corrected-{}", one.state.code())),
        tone: match one.state {
            CorrectionState::Open => "wait",
            CorrectionState::Accepted => "ok",
            CorrectionState::Refused => "bad",
        },
        answer: view.answer.clone().unwrap_or_else(due),
    }
}

#[derive(Template)]
#[template(path = "record/correct.html")]
struct Ask {
    page: Page,
    form: Form,
    blocks: Vec<Choice>,
}

pub(super) async fn ask(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    subject(&visit)?;
    ask_page(&faces, &visit, Form::blank(&visit)).await
}

async fn ask_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let page = faces.page(visit, "me").await?;
    let chosen = form.typed.text("block").to_owned();
    let blocks = Block::ALL.iter().map(|block| {
        let label = page.t.get(&format!("recognition-block-{}", block.code()));
        Choice::new(block.code(), label, block.code() == chosen)
    });
    let blocks = blocks.collect();
    render_at(form.status, &Ask { blocks, page: page.clone(), form })
}

pub(super) async fn send(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let outcome = match Block::parse(typed.text("block")) {
        Some(block) => {
            let ask = AskCorrection { person, block, said: typed.text("said").to_owned() };
            faces.house.recognition.run(&visit.actor, &typed.key()?, ask).await
        }
        None => Err(Refusal::invalid().field("block", "common.field-missing").into()),
    };
    match refused_or(outcome)? {
        Ok(_) => Ok(done(&visit, "/me/record/corrections", "recognition-done-asked", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            ask_page(&faces, &visit, form).await
        }
    }
}
