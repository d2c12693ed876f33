//! Life events at the desk: cases of a territory, a new case for somebody, one case with what stands in its way, and two
//! who may be one person. Carrying out and taking back are decided on the page of requests for a second person.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tb_frame::{Choice, Faces, Form, Names, Page, done, render, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{CaseId, Fail, Kind, Outcome, PersonId, Refusal};
use tb_life::{Ask, Case, CaseKind, CaseState, CaseView, Propose, ProposeUndo, Withdraw};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/life", "life.list", roles::LOOK), list)
        .add(read("/console/life/alike", "people.alike", roles::DECIDE), alike)
        .add(read("/console/life/{id}", "life.case", roles::LOOK), one)
        .add(write("/console/life/{id}/propose", "life.propose", roles::DECIDE), propose)
        .add(write("/console/life/{id}/withdraw", "life.withdraw", roles::SERVE), withdraw)
        .add(write("/console/life/{id}/undo", "life.propose-undo", roles::DECIDE), undo)
        .add(read("/console/people/{id}/life", "life.ask-form", roles::SERVE), ask_form)
        .add(write("/console/people/{id}/life", "life.ask", roles::SERVE), ask)
        .add(write("/console/people/{id}/export", "life.export", roles::SERVE), export)
}

/// Pairs shown at once.
const PAIRS_MAX: i64 = 200;

struct Row {
    href: String,
    kind: String,
    name: String,
    place: String,
    asked: String,
    state: String,
    tone: &'static str,
}

fn kind_word(t: &Text, kind: CaseKind) -> String {
    t.get(&format!("life-kind-{}", kind.code()))
}

fn tone(state: CaseState) -> &'static str {
    match state {
        CaseState::Open | CaseState::Proposed => "wait",
        CaseState::Done => "ok",
        CaseState::Refused => "bad",
        CaseState::Withdrawn | CaseState::Undone => "still",
    }
}

fn row(faces: &Faces, t: &Text, names: &Names, case: &Case) -> Row {
    Row {
        href: format!("/console/life/{}", case.id),
        kind: kind_word(t, case.kind),
        name: labels::name_of(names, Some(case.person)),
        place: place_name(faces, case.node),
        asked: labels::full_when(t, case.asked_at),
        state: t.get(&format!("life-state-{}", case.state.code())),
        tone: tone(case.state),
    }
}

#[derive(Template)]
#[template(path = "life/list.html")]
struct List {
    page: Page,
    ground: Ground,
    all: bool,
    rows: Vec<Row>,
    count: String,
    may_decide: bool,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let all = typed.text("which") == "all";
    let cases = faces.house.life.cases(&visit.actor, ground.node, !all).await?;
    let names = faces.names(cases.iter().map(|case| case.person)).await?;
    let rows: Vec<Row> = cases.iter().map(|case| row(&faces, &t, &names, case)).collect();
    let page = faces.page(&visit, "people.life").await?;
    let count = t.with("console-count", [("n", rows.len().to_string())]);
    let may_decide = visit.actor.has_role(roles::DECIDE);
    render(&List { rows, count, all, ground, may_decide, page })
}

#[derive(Template)]
#[template(path = "life/alike.html")]
struct AlikeList {
    page: Page,
    ground: Ground,
    crumbs: Vec<Crumb>,
    rows: Vec<AlikeRow>,
    count: String,
}

struct AlikeRow {
    a: String,
    a_handle: String,
    a_href: String,
    b: String,
    b_handle: String,
    b_href: String,
    signs: String,
    merge: String,
}

async fn alike(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::DECIDE)?;
    let pairs = faces.house.people.alike(&visit.actor, ground.node, PAIRS_MAX).await?;
    let rows: Vec<AlikeRow> = pairs
        .into_iter()
        .map(|pair| AlikeRow {
            a_href: format!("/console/people/{}", pair.a.id),
            b_href: format!("/console/people/{}", pair.b.id),
            merge: format!("/console/people/{}/life?kind=merge&other={}", pair.b.id, pair.a.handle),
            a: pair.a.masked_name,
            a_handle: pair.a.handle,
            b: pair.b.masked_name,
            b_handle: pair.b.handle,
            signs: pair
                .signs
                .iter()
                .map(|sign| t.get(&format!("life-sign-{}", sign.code().replace('_', "-"))))
                .collect::<Vec<_>>()
                .join(&t.get("privacy-comma")),
        })
        .collect();
    let page = faces.page(&visit, "people.life").await?;
    render(&AlikeList {
        crumbs: crumbs([(t.get("life-cases"), "/console/life"), (t.get("life-alike"), "")]),
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        ground,
        page,
    })
}

#[derive(Template)]
#[template(path = "life/one.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: CaseId,
    row: Row,
    facts: Vec<(String, String)>,
    blockers: Vec<(String, String)>,
    waits: bool,
    may_propose: bool,
    may_withdraw: bool,
    may_undo: bool,
    person: PersonId,
    approval: String,
    form: Form,
}

async fn one(State(faces): State<Faces>, visit: Visit, At(id): At<CaseId>) -> Answer<Response> {
    let view = faces.house.life.case(&visit.actor, id).await?;
    one_page(&faces, &visit, view, Form::blank(&visit)).await
}

async fn one_page(faces: &Faces, visit: &Visit, view: CaseView, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let case = &view.case;
    let people = [Some(case.person), case.other, case.asked_by].into_iter().flatten();
    let names = faces.names(people).await?;
    let page = faces.page(visit, "people.life").await?.at(&format!("/console/life/{}", case.id));
    let row = row(faces, &t, &names, case);
    let effects = case.effects();
    let mut facts = vec![
        (t.get("life-person"), row.name.clone()),
        (t.get("console-th-place"), row.place.clone()),
        (t.get("console-reason"), case.reason.clone()),
        (t.get("life-asked"), format!("{} · {}", row.asked, labels::channel(&t, &case.channel))),
        (t.get("life-asked-by"), labels::name_of(&names, case.asked_by)),
    ];
    if let Some(other) = case.other {
        let key = if case.kind == CaseKind::Merge { "life-goes-on" } else { "life-heir" };
        facts.push((t.get(key), labels::name_of(&names, Some(other))));
    }
    if case.not_before > case.asked_at {
        facts.push((t.get("life-not-before"), t.date(case.not_before.day())));
    }
    if let Some(at) = case.done_at {
        facts.push((t.get("life-done-at"), labels::full_when(&t, at)));
        facts.push((t.get("life-minutes"), t.minutes(effects.minutes)));
        facts.push((t.get("life-orders"), effects.orders.len().to_string()));
    }
    let blockers = view.blockers.iter();
    let waits = case.state.is_waiting();
    let approval = case.approval.filter(|_| case.state == CaseState::Proposed);
    render_at(
        form.status,
        &One {
            crumbs: crumbs([(t.get("life-cases"), "/console/life"), (row.kind.clone(), "")]),
            id: case.id,
            facts,
            blockers: blockers.map(|no| (t.refusal(no), no.article.clone().unwrap_or_default())).collect(),
            waits,
            may_propose: view.may_propose,
            may_withdraw: view.may_withdraw,
            may_undo: view.may_undo,
            person: case.person,
            approval: approval.map(|id| format!("/console/approvals/{id}")).unwrap_or_default(),
            row,
            form,
            page,
        },
    )
}

/// After an act on a case: back to it, or its page again with what is wrong.
async fn acted<T>(
    faces: &Faces,
    visit: &Visit,
    id: CaseId,
    typed: Typed,
    outcome: Outcome<T>,
    notice: &str,
) -> Answer<Response> {
    match sent(faces, visit, typed, outcome)? {
        Sent::Done(_) => said(visit, &format!("/console/life/{id}"), notice),
        Sent::Again(form) => {
            let view = faces.house.life.case(&visit.actor, id).await?;
            one_page(faces, visit, view, form).await
        }
    }
}

async fn propose(State(faces): State<Faces>, visit: Visit, At(id): At<CaseId>, typed: Typed) -> Answer<Response> {
    let command = Propose { case: id, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.life.run(&visit.actor, &key(&typed)?, command).await;
    acted(&faces, &visit, id, typed, outcome, "life-said-proposed").await
}

async fn withdraw(State(faces): State<Faces>, visit: Visit, At(id): At<CaseId>, typed: Typed) -> Answer<Response> {
    let outcome = faces.house.life.run(&visit.actor, &key(&typed)?, Withdraw { case: id }).await;
    acted(&faces, &visit, id, typed, outcome, "life-said-withdrawn").await
}

async fn undo(State(faces): State<Faces>, visit: Visit, At(id): At<CaseId>, typed: Typed) -> Answer<Response> {
    let command = ProposeUndo { case: id, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.life.run(&visit.actor, &key(&typed)?, command).await;
    acted(&faces, &visit, id, typed, outcome, "life-said-undo").await
}

#[derive(Template)]
#[template(path = "life/ask.html")]
struct AskPage {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    kinds: Vec<Choice>,
    form: Form,
}

async fn ask_form(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let form = Form::filled(&visit, typed);
    ask_page(&faces, &visit, id, form).await
}

async fn ask_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let path = format!("/console/people/{id}");
    let kinds = CaseKind::ALL.iter().map(|kind| {
        let hint = t.get(&format!("life-kind-{}-hint", kind.code()));
        Choice::new(kind.code(), kind_word(&t, *kind), form.has("kind", kind.code())).hint(hint)
    });
    let kinds = kinds.collect();
    let page = faces.page(visit, "people").await?.at(&format!("{path}/life"));
    render_at(
        form.status,
        &AskPage {
            crumbs: crumbs([
                (t.get("ui-menu-people"), "/console/people"),
                (view.handle, &path),
                (t.get("life-new"), ""),
            ]),
            id,
            name: view.name,
            kinds,
            form,
            page,
        },
    )
}

async fn ask(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let outcome = ask_for(&faces, &visit, id, &typed).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(case) => Ok(done(&visit, &format!("/console/life/{case}"), "life-said-asked", &[])),
        Sent::Again(form) => ask_page(&faces, &visit, id, form).await,
    }
}

async fn ask_for(faces: &Faces, visit: &Visit, id: PersonId, typed: &Typed) -> Outcome<CaseId> {
    let Some(kind) = CaseKind::parse(typed.text("kind")) else {
        return Err(Refusal::invalid().field("kind", "common.field-missing").into());
    };
    let other = match typed.given("other") {
        None => None,
        Some(handle) => match faces.house.people.by_handle(&visit.actor, handle).await {
            Ok(shown) => Some(shown.id),
            Err(Fail::Refused(refusal)) if refusal.kind == Kind::NotFound => {
                return Err(Refusal::invalid().field("other", "console.handle-unknown").into());
            }
            Err(fail) => return Err(fail),
        },
    };
    let key = typed.key().map_err(Fail::from)?;
    let command = Ask { person: id, kind, other, reason: typed.text("reason").to_owned() };
    Ok(faces.house.life.run(&visit.actor, &key, command).await?.case)
}

/// The file is the answer to the form: it has no address that could be kept or sent on.
async fn export(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let export = faces.house.life.export(&visit.actor, &key(&typed)?, id).await?;
    let text = serde_json::to_string_pretty(&export.json()).map_err(Fail::fault)?;
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"person.json\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((head, text).into_response())
}
