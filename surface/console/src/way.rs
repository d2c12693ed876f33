//! The way of one volunteer as the desk sees it: what was checked and what is missing, a document that was seen, being
//! shut out and the objection to it; and, for a territory, the checks that run out and everybody who is shut out.

use crate::contact::way as crumbs_to;
use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, render, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{BarId, PersonId, Refusal};
use tb_people::{BarAsked, BarState, BarView, CheckLine, CheckResult, CheckSeen, EnrolmentKind, Shown, Verification};
use tb_policy::{Check, Version};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/people/{id}/way", "people.way", roles::LOOK), show)
        .add(write("/console/people/{id}/way", "people.verify", roles::DECIDE), verify)
        .add(read("/console/people/{id}/bar", "people.propose-bar-form", roles::DECIDE), bar_form)
        .add(write("/console/people/{id}/bar", "people.propose-bar", roles::DECIDE), bar)
        .add(write("/console/people/{id}/appeal", "people.decide-appeal", roles::DECIDE), appeal)
        .add(read("/console/checks", "people.ending-checks", roles::LOOK), ending)
        .add(read("/console/bars", "people.bars", roles::LOOK), bars)
}

#[derive(Template)]
#[template(path = "way/person.html")]
struct Way {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    state: Option<crate::people::Standing>,
    lines: Vec<Line>,
    history: Vec<Made>,
    count: String,
    bars: Vec<BarRow>,
    kinds: Vec<Choice>,
    results: Vec<Choice>,
    may_decide: bool,
    may_serve: bool,
    form: Form,
    decide: Form,
}

/// One kind of check.
struct Line {
    kind: String,
    article: String,
    status: String,
    tone: &'static str,
    detail: String,
}

/// One check that was made.
struct Made {
    kind: String,
    result: String,
    tone: &'static str,
    day: String,
    until: String,
    source: String,
    reference: String,
    by: String,
}

/// One bar.
struct BarRow {
    id: BarId,
    href: String,
    name: String,
    kind: String,
    state: String,
    tone: &'static str,
    reason: String,
    article: String,
    days: String,
    appeal: String,
    decision: String,
    may_decide: bool,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let forms = (Form::blank(&visit), Form::blank(&visit));
    page_of(&faces, &visit, id, forms).await
}

async fn verify(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let kind = Check::parse(typed.text("kind"));
    let result = CheckResult::parse(typed.text("result"));
    let outcome = match (kind, result) {
        (Some(kind), Some(result)) => {
            let reference = typed.text("reference").to_owned();
            let seen = CheckSeen { kind, result, reference, checked_on: typed.day("checked_on") };
            faces.house.people.verify(&visit.actor, &key(&typed)?, id, seen).await
        }
        (kind, result) => {
            let mut wrong = Refusal::invalid();
            if kind.is_none() {
                wrong = wrong.field("kind", "people.missing");
            }
            if result.is_none() {
                wrong = wrong.field("result", "people.missing");
            }
            Err(wrong.into())
        }
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/people/{id}/way"), "way-done-check"),
        Sent::Again(form) => {
            let blank = Form::blank(&visit);
            page_of(&faces, &visit, id, (form, blank)).await
        }
    }
}

async fn appeal(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let lift = typed.text("decision") == "lift";
    let outcome = match typed.parsed::<BarId>("bar") {
        Some(bar) => {
            let people = &faces.house.people;
            people.decide_appeal(&visit.actor, &key(&typed)?, bar, lift, typed.text("reason")).await
        }
        None => Err(Refusal::not_found().into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/people/{id}/way"), "way-done-appeal"),
        Sent::Again(form) => {
            let blank = Form::blank(&visit);
            page_of(&faces, &visit, id, (blank, form)).await
        }
    }
}

async fn page_of(faces: &Faces, visit: &Visit, id: PersonId, forms: (Form, Form)) -> Answer<Response> {
    let (form, decide) = forms;
    let t = text(faces, visit);
    let people = &faces.house.people;
    let view = people.person_view(&visit.actor, id).await?;
    let way = people.way(&visit.actor, id).await?;
    let names = faces.names(way.history.iter().filter_map(|made| made.made_by)).await?;
    let page = faces.page(visit, "people").await?.at(&format!("/console/people/{id}/way"));
    let status = if form.errors.is_empty() && form.refused.is_none() { decide.status } else { form.status };
    let kind = |check: Check| t.get(&format!("console-check-{}", check.code()));
    let shown = Shown {
        id,
        handle: view.handle.clone(),
        masked_name: view.name.clone(),
        surname: String::new(),
        sex: view.sex,
        node: view.node,
    };
    render_at(
        status,
        &Way {
            crumbs: crumbs_to(&t, &view, t.get("way-title")),
            id,
            state: way.enrolment.map(|(_, state)| crate::people::Standing::of(&t, state)),
            lines: way.checks.iter().map(|line| line_of(&t, line)).collect(),
            history: way.history.iter().map(|made| made_of(&t, made, labels::name_of(&names, made.made_by))).collect(),
            count: t.with("console-count", [("n", way.history.len().to_string())]),
            bars: way.bars.iter().map(|bar| bar_row(&t, bar, &shown)).collect(),
            kinds: labels::choices(Check::ALL, form.typed.text("kind"), Check::code, kind),
            results: labels::choices(CheckResult::ALL, form.typed.text("result"), CheckResult::code, |result| {
                t.get(&format!("way-result-{}", result.code()))
            }),
            may_decide: visit.actor.may(roles::DECIDE, view.node) && visit.actor.person != Some(id),
            may_serve: visit.actor.may(roles::SERVE, view.node) && visit.actor.person != Some(id),
            name: view.name,
            form,
            decide,
            page,
        },
    )
}

fn line_of(t: &Text, line: &CheckLine) -> Line {
    let (word, tone) = match (&line.latest, line.holds) {
        (_, true) if line.ending => ("ending", "wait"),
        (_, true) => ("holds", "ok"),
        (Some(made), false) if made.result == CheckResult::Failed => ("failed", "bad"),
        (Some(made), false) if made.result == CheckResult::Unclear => ("unclear", "wait"),
        (Some(_), false) => ("over", "bad"),
        (None, false) if line.article.is_some() => ("missing", "bad"),
        (None, false) => ("unasked", "still"),
    };
    let detail = line.latest.as_ref().map_or_else(String::new, |made| {
        let day = t.date(made.checked_on);
        match made.expires_on {
            Some(until) => t.with("way-made-until", [("day", day), ("until", t.date(until))]),
            None => t.with("way-made", [("day", day)]),
        }
    });
    Line {
        kind: t.get(&format!("console-check-{}", line.kind.code())),
        article: line.article.clone().unwrap_or_default(),
        status: t.get(&format!("way-check-{word}")),
        tone,
        detail,
    }
}

fn made_of(t: &Text, made: &Verification, by: String) -> Made {
    let tone = match made.result {
        CheckResult::Passed => "ok",
        CheckResult::Failed => "bad",
        CheckResult::Unclear => "wait",
    };
    let score = made.score.map(|score| format!(" {score}%")).unwrap_or_default();
    Made {
        kind: t.get(&format!("console-check-{}", made.kind.code())),
        result: format!("{}{score}", t.get(&format!("way-result-{}", made.result.code()))),
        tone,
        day: t.date(made.checked_on),
        until: made.expires_on.map_or_else(|| t.get("way-for-ever"), |until| t.date(until)),
        source: t.get(&format!("way-source-{}", made.source.code())),
        reference: labels::or_code(t, "way-reference-", &made.reference),
        by,
    }
}

fn bar_row(t: &Text, bar: &BarView, person: &Shown) -> BarRow {
    let tone = match bar.state {
        BarState::Appealed => "wait",
        BarState::Active | BarState::Upheld => "bad",
        BarState::Lifted => "still",
    };
    let until = bar.until.map_or_else(|| t.get("way-bar-open"), |until| t.date(until));
    BarRow {
        id: bar.id,
        href: format!("/console/people/{}/way", bar.person),
        name: format!("{} {}", person.masked_name, person.handle),
        kind: labels::kind(t, bar.kind),
        state: t.get(&format!("way-bar-{}", bar.state.code())),
        tone,
        reason: bar.reason.clone(),
        article: bar.article.clone(),
        days: t.with("way-bar-days", [("from", t.date(bar.from)), ("until", until)]),
        appeal: bar.appeal.clone().unwrap_or_default(),
        decision: bar.decision.clone().unwrap_or_default(),
        may_decide: bar.may_decide,
    }
}

#[derive(Template)]
#[template(path = "way/bar.html")]
struct BarPage {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    kinds: Vec<Choice>,
    articles: Vec<Choice>,
    form: Form,
}

async fn bar_form(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    bar_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn bar(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let outcome = match EnrolmentKind::parse(typed.text("kind")) {
        Some(kind) => {
            let (reason, article) = (typed.text("reason").to_owned(), typed.text("article").to_owned());
            let asked = BarAsked { person: id, kind, reason, article };
            faces.house.people.propose_bar(&visit.actor, &key(&typed)?, asked).await
        }
        None => Err(Refusal::invalid().field("kind", "people.missing").into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/people/{id}/way"), "way-done-bar"),
        Sent::Again(form) => bar_page(&faces, &visit, id, form).await,
    }
}

async fn bar_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let version = faces.rules()?;
    let page = faces.page(visit, "people").await?.at(&format!("/console/people/{id}/bar"));
    let status = form.status;
    let mut held: Vec<EnrolmentKind> = view.enrolments.iter().map(|e| e.kind).collect();
    held.sort_unstable();
    held.dedup();
    render_at(
        status,
        &BarPage {
            crumbs: crumbs_to(&t, &view, t.get("way-bar-ask")),
            id,
            name: view.name,
            kinds: labels::choices(&held, form.typed.text("kind"), EnrolmentKind::code, |kind| labels::kind(&t, kind)),
            articles: articles(&t, &version, form.typed.text("article")),
            form,
            page,
        },
    )
}

/// Articles about sanctions first: those are the ones it mostly rests on.
fn articles(t: &Text, version: &Version, chosen: &str) -> Vec<Choice> {
    let p = &version.parameters;
    let likely = [&p.barring.article, &p.sanctions.article];
    let mut all: Vec<&tb_policy::Article> = version.articles.iter().collect();
    all.sort_by_key(|article| !likely.contains(&&article.id));
    let choice = |article: &tb_policy::Article| {
        let id = article.id.as_str();
        Choice::new(id, format!("{id} {}", article.title.for_locale(t.lang())), id == chosen)
    };
    all.into_iter().map(choice).collect()
}

#[derive(Template)]
#[template(path = "way/ending.html")]
struct Ending {
    page: Page,
    ground: Ground,
    rows: Vec<EndingRow>,
    count: String,
}

struct EndingRow {
    href: String,
    name: String,
    place: String,
    kind: String,
    until: String,
    over: bool,
}

async fn ending(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let found = faces.house.people.ending_checks(&visit.actor, Some(ground.node)).await?;
    let today = faces.now().day();
    let page = faces.page(&visit, "people.checks").await?;
    let rows: Vec<EndingRow> = found
        .iter()
        .map(|(check, person)| EndingRow {
            href: format!("/console/people/{}/way", person.id),
            name: format!("{} {}", person.masked_name, person.handle),
            place: place_name(&faces, person.node),
            kind: t.get(&format!("console-check-{}", check.kind.code())),
            until: check.expires_on.map_or_else(String::new, |until| t.date(until)),
            over: check.expires_on.is_some_and(|until| until < today),
        })
        .collect();
    render(&Ending { count: t.with("console-count", [("n", rows.len().to_string())]), rows, ground, page })
}

#[derive(Template)]
#[template(path = "way/bars.html")]
struct Bars {
    page: Page,
    ground: Ground,
    rows: Vec<BarRow>,
    count: String,
}

async fn bars(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let found = faces.house.people.bars(&visit.actor, Some(ground.node)).await?;
    let page = faces.page(&visit, "review.bars").await?;
    let rows: Vec<BarRow> = found.iter().map(|(bar, person)| bar_row(&t, bar, person)).collect();
    render(&Bars { count: t.with("console-count", [("n", rows.len().to_string())]), rows, ground, page })
}
