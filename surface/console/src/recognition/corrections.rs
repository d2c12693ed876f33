//! What volunteers say is wrong in their record, and the answers.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, render, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{CorrectionId, Instant};
use tb_recognition::{Correction, CorrectionFilter, CorrectionState, DecideCorrection};
use tb_words::Text;

#[derive(Template)]
#[template(path = "recognition/corrections.html")]
struct List {
    page: Page,
    ground: Ground,
    sub: String,
    rows: Vec<Row>,
    states: Vec<Choice>,
}

struct Row {
    href: String,
    person: String,
    block: String,
    place: String,
    asked: String,
    due: String,
    overdue: bool,
    state: String,
    tone: &'static str,
}

pub(super) async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    // What waits is shown first; everything only when it is asked for.
    let wanted = typed.given("state").unwrap_or(CorrectionState::Open.code());
    let filter = CorrectionFilter { state: CorrectionState::parse(wanted) };
    let found = faces.house.recognition.corrections_in(&visit.actor, ground.node, &filter).await?;
    let names = faces.names(found.iter().map(|one| one.person)).await?;
    let count = t.with("console-count", [("n", found.len().to_string())]);
    let now = faces.now();
    let row = |one: &Correction| Row {
        href: format!("/console/corrections/{}", one.id),
        person: labels::name_of(&names, Some(one.person)),
        block: t.get(&format!("recognition-block-{}", one.block.code())),
        place: place_name(&faces, one.node),
        asked: t.day(one.asked_at),
        due: t.date(one.due.day()),
        overdue: is_overdue(one, now),
        state: state_word(&t, one.state),
        tone: tone(one.state),
    };
    let rows = found.iter().map(row).collect();
    let place = ground.name.clone();
    let mut states = labels::choices(CorrectionState::ALL, wanted, |s| s.code(), |s| state_word(&t, s));
    states.push(Choice::new("all", t.get("recognition-any"), wanted == "all"));
    let page = faces.page(&visit, "recognition.corrections").await?;
    render(&List {
        sub: t.with("recognition-corrections-sub", [("place", place), ("count", count)]),
        rows,
        states,
        ground,
        page,
    })
}

fn is_overdue(one: &Correction, now: Instant) -> bool {
    one.state == CorrectionState::Open && one.due < now
}

fn state_word(t: &Text, state: CorrectionState) -> String {
    t.get(&format!("recognition-corrected-{}", state.code()))
}

fn tone(state: CorrectionState) -> &'static str {
    match state {
        CorrectionState::Open => "wait",
        CorrectionState::Accepted => "ok",
        CorrectionState::Refused => "bad",
    }
}

#[derive(Template)]
#[template(path = "recognition/correction.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: CorrectionId,
    person: String,
    person_href: String,
    state: String,
    tone: &'static str,
    facts: Vec<(String, String)>,
    said: String,
    answer: String,
    may_answer: bool,
    form: Form,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<CorrectionId>) -> Answer<Response> {
    one_page(&faces, &visit, id, Form::blank(&visit)).await
}

pub(super) async fn decide(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<CorrectionId>,
    typed: Typed,
) -> Answer<Response> {
    let accept = typed.text("decision") == "yes";
    let answer = DecideCorrection { correction: id, accept, answer: typed.text("answer").to_owned() };
    let outcome = faces.house.recognition.run(&visit.actor, &key(&typed)?, answer).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, "/console/corrections", "recognition-done-answered"),
        Sent::Again(form) => one_page(&faces, &visit, id, form).await,
    }
}

async fn one_page(faces: &Faces, visit: &Visit, id: CorrectionId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.recognition.correction(&visit.actor, id).await?;
    let one = &view.correction;
    let names = faces.names([Some(one.person), one.asked_by, one.decided_by].into_iter().flatten()).await?;
    let page = faces.page(visit, "recognition.corrections").await?.at(&format!("/console/corrections/{id}"));
    let mut facts = vec![
        (t.get("recognition-block"), t.get(&format!("recognition-block-{}", one.block.code()))),
        (t.get("console-th-place"), place_name(faces, one.node)),
        (t.get("recognition-asked"), labels::full_when(&t, one.asked_at)),
        (t.get("console-th-channel"), labels::channel(&t, &one.channel)),
        (t.get("recognition-due"), t.date(one.due.day())),
    ];
    if let Some(at) = one.decided_at {
        facts.push((t.get("console-second-decided"), labels::full_when(&t, at)));
        facts.push((t.get("console-second-checker"), labels::name_of(&names, one.decided_by)));
    }
    let gone = || t.get("recognition-words-gone");
    let answered = one.decided_at.map(|_| view.answer.clone().unwrap_or_else(gone));
    let status = form.status;
    render_at(
        status,
        &One {
            crumbs: crumbs([
                (t.get("recognition-corrections"), "/console/corrections"),
                (t.get("recognition-open-correction"), ""),
            ]),
            id,
            person: labels::name_of(&names, Some(one.person)),
            person_href: format!("/console/people/{}/record", one.person),
            state: state_word(&t, one.state),
            tone: tone(one.state),
            facts,
            said: view.said.clone().unwrap_or_else(gone),
            answer: answered.unwrap_or_default(),
            may_answer: one.state == CorrectionState::Open && visit.actor.may(roles::DECIDE, one.node),
            form,
            page,
        },
    )
}
