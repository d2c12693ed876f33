//! Everything kept about oneself, to read and for machines; leaving, and being forgotten. At the desk a clerk does the same
//! while acting for the person.

use crate::home::subject;
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render, render_at, when_words};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{CaseId, Fail, Refusal};
use tb_life::{Ask, CaseKind, CaseState, Withdraw};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(own_form("/me/data/export", "life.export"), export)
        .add(own("/me/data/leave", "page.life"), life)
        .add(own_form("/me/data/leave", "life.ask"), ask)
        .add(own_form("/me/data/leave/withdraw", "life.withdraw"), withdraw)
}

/// Rows of a section that the readable form shows; the file for machines has all.
const SHOWN: usize = 2000;

#[derive(Template)]
#[template(path = "me/export.html")]
struct Readable {
    page: Page,
    made: String,
    by: String,
    sections: Vec<Section>,
}

struct Section {
    title: String,
    count: String,
    rows: Vec<Vec<(String, String)>>,
}

/// The answer to the form itself: it has no address that could be kept or sent on.
async fn export(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let export = faces.house.life.export(&visit.actor, &typed.key()?, person).await?;
    if typed.text("form") == "machine" {
        let text = serde_json::to_string_pretty(&export.json()).map_err(Fail::fault)?;
        let head = [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
            (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"my-data.json\"")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        return Ok((head, text).into_response());
    }
    let page = faces.page(&visit, "").await?;
    let t = &page.t;
    let sections = export.sections.iter().map(|(name, value)| section(t, name, value)).collect();
    let made = when_words(t, export.made_at, page.now);
    render(&Readable { made, by: export.made_by.unwrap_or_default(), sections, page })
}

fn section(t: &Text, name: &str, value: &Value) -> Section {
    let rows: Vec<Vec<(String, String)>> = match value {
        Value::Array(rows) => rows.iter().take(SHOWN).map(|row| facts(t, row)).collect(),
        other => vec![facts(t, other)],
    };
    let n = if value.is_array() { value.as_array().map_or(0, Vec::len) } else { 1 };
    Section {
        title: word(t, "export-section-", name),
        count: t.with("export-count", [("n", n.to_string())]),
        rows: rows.into_iter().filter(|row| !row.is_empty()).collect(),
    }
}

/// The word for a name in the file, where there is one; else the name itself.
fn word(t: &Text, prefix: &str, name: &str) -> String {
    let key = format!("{prefix}{}", name.replace('_', "-"));
    if t.has(&key) { t.get(&key) } else { name.replace('_', " ") }
}

/// A row as label and value; what is nested stands behind its outer name.
fn facts(t: &Text, row: &Value) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    flatten(t, "", row, &mut facts);
    facts
}

fn flatten(t: &Text, label: &str, value: &Value, into: &mut Vec<(String, String)>) {
    let under = |name: &str| {
        let word = word(t, "export-field-", name);
        if label.is_empty() { word } else { format!("{label} · {word}") }
    };
    match value {
        Value::Null => {}
        Value::Object(map) => map.iter().for_each(|(name, value)| flatten(t, &under(name), value, into)),
        Value::Array(all) if all.iter().all(|one| !one.is_object() && !one.is_array()) => {
            let text: Vec<String> = all.iter().map(plain).collect();
            if !text.is_empty() {
                into.push((label.to_owned(), text.join(", ")));
            }
        }
        Value::Array(all) => all.iter().for_each(|one| flatten(t, label, one, into)),
        other => into.push((label.to_owned(), plain(other))),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[derive(Template)]
#[template(path = "me/life.html")]
struct LifePage {
    page: Page,
    form: Form,
    kinds: Vec<Choice>,
    cases: Vec<CaseRow>,
}

struct CaseRow {
    id: CaseId,
    title: String,
    detail: String,
    state: String,
    tone: &'static str,
    waits: bool,
    key: String,
}

async fn life(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    life_page(&faces, &visit, Form::blank(&visit)).await
}

async fn life_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let person = subject(visit)?;
    let page = faces.page(visit, "me").await?;
    let t = &page.t;
    let cases = faces.house.life.cases_of(&visit.actor, person).await?;
    let kinds = tb_life::Life::own_kinds().into_iter().map(|kind| {
        let hint = t.get(&format!("life-kind-{}-hint", kind.code()));
        Choice::new(kind.code(), t.get(&format!("life-own-{}", kind.code())), form.has("kind", kind.code())).hint(hint)
    });
    let kinds: Vec<Choice> = kinds.collect();
    let rows = cases.iter().filter(|case| case.person == person).map(|case| {
        let asked = when_words(t, case.asked_at, page.now);
        let later = (case.not_before > case.asked_at)
            .then(|| t.with("life-not-before-day", [("day", t.date(case.not_before.day()))]));
        CaseRow {
            id: case.id,
            title: t.get(&format!("life-kind-{}", case.kind.code())),
            detail: [Some(asked), later].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            state: t.get(&format!("life-state-{}", case.state.code())),
            tone: match case.state {
                CaseState::Open | CaseState::Proposed => "wait",
                CaseState::Done => "ok",
                CaseState::Refused => "bad",
                CaseState::Withdrawn | CaseState::Undone => "still",
            },
            waits: case.state.is_waiting(),
            key: visit.fresh_key(),
        }
    });
    let cases = rows.collect();
    render_at(form.status, &LifePage { kinds, cases, page: page.clone(), form })
}

async fn ask(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let outcome = match CaseKind::parse(typed.text("kind")).filter(|kind| kind.is_own()) {
        Some(kind) => {
            let command = Ask { person, kind, other: None, reason: typed.text("reason").to_owned() };
            faces.house.life.run(&visit.actor, &typed.key()?, command).await.map(|_| ())
        }
        None => Err(Refusal::invalid().field("kind", "common.field-missing").into()),
    };
    match refused_or(outcome)? {
        Ok(()) => Ok(done(&visit, "/me/data/leave", "life-said-asked", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            life_page(&faces, &visit, form).await
        }
    }
}

async fn withdraw(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let Some(case) = typed.parsed::<CaseId>("case") else { return Err(Refusal::not_found().into()) };
    match refused_or(faces.house.life.run(&visit.actor, &typed.key()?, Withdraw { case }).await)? {
        Ok(()) => Ok(done(&visit, "/me/data/leave", "life-said-withdrawn", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            life_page(&faces, &visit, form).await
        }
    }
}
