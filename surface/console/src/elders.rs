//! What only elders have: assessments of ability, entered and taken back, and today's categories, each with the ground it
//! stands on; and what is true of an elder, recorded anew.

use crate::contact::way;
use crate::forms::{Sent, key, said, sent};
use crate::lists::{Crumb, text};
use crate::outreach::trait_choices;
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeSet;
use tb_frame::{Choice, Faces, Form, Page, render_at};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{PersonId, Refusal};
use tb_people::{Assessment, AssessmentInput, EnrolmentKind};
use tb_policy::rules::{Category, Ground};
use tb_policy::{AbilityLevel, Trait};
use tb_words::Text;
use uuid::Uuid;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/people/{id}/abilities", "people.assessments", roles::LOOK), show)
        .add(write("/console/people/{id}/abilities", "people.assess", roles::DECIDE), assess)
        .add(write("/console/people/{id}/abilities/withdraw", "people.withdraw-assessment", roles::DECIDE), withdraw)
        .add(write("/console/people/{id}/abilities/traits", "people.reassess", roles::DECIDE), reassess)
}

#[derive(Template)]
#[template(path = "people/abilities.html")]
struct Show {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    /// What holds, why, by which article.
    categories: Vec<(String, String, String)>,
    rows: Vec<Row>,
    levels: Vec<Choice>,
    traits: Vec<Choice>,
    may_decide: bool,
    form: Form,
}

struct Row {
    id: Uuid,
    level: String,
    on: String,
    until: String,
    assessor: String,
    state: String,
    tone: &'static str,
    stands: bool,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    abilities_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn assess(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let mut wrong = Refusal::invalid();
    let level = AbilityLevel::parse(typed.text("level"));
    if level.is_none() {
        wrong = wrong.field("level", "people.missing");
    }
    let on = typed.day("assessed_on");
    if on.is_none() {
        wrong = wrong.field("assessed_on", "people.missing");
    }
    let until = typed.day("valid_until");
    if typed.given("valid_until").is_some() && until.is_none() {
        wrong = wrong.field("valid_until", "people.day-order");
    }
    let outcome = match level.zip(on).filter(|_| wrong.fields.is_empty()) {
        Some((level, assessed_on)) => {
            let assessor = typed.text("assessor").to_owned();
            let input = AssessmentInput { level, assessed_on, valid_until: until, assessor, imported: false };
            faces.house.people.assess(&visit.actor, &key(&typed)?, id, input).await.map(|_| ())
        }
        None => Err(wrong.into()),
    };
    after(&faces, &visit, id, typed, outcome).await
}

async fn withdraw(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let assessment = typed.parsed::<Uuid>("assessment").ok_or_else(Trouble::not_found)?;
    let reason = typed.text("withdraw_reason");
    let people = &faces.house.people;
    let outcome = people.withdraw_assessment(&visit.actor, &key(&typed)?, assessment, reason).await;
    after(&faces, &visit, id, typed, outcome).await
}

async fn reassess(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let people = &faces.house.people;
    let view = people.person_view(&visit.actor, id).await?;
    let running = view.enrolments.iter().find(|e| e.kind == EnrolmentKind::Elder && e.state.is_running());
    let enrolment = running.map(|e| e.id).ok_or_else(Trouble::not_found)?;
    let traits: BTreeSet<Trait> = typed.many("traits").iter().filter_map(|code| Trait::parse(code)).collect();
    let reason = typed.text("reason");
    let outcome = people.reassess(&visit.actor, &key(&typed)?, enrolment, traits, reason).await;
    after(&faces, &visit, id, typed, outcome).await
}

async fn after(
    faces: &Faces,
    visit: &Visit,
    id: PersonId,
    typed: Typed,
    outcome: tb_kernel::Outcome<()>,
) -> Answer<Response> {
    match sent(faces, visit, typed, outcome)? {
        Sent::Done(()) => said(visit, &format!("/console/people/{id}/abilities"), "elders-done"),
        Sent::Again(form) => abilities_page(faces, visit, id, form).await,
    }
}

async fn abilities_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let people = &faces.house.people;
    let view = people.person_view(&visit.actor, id).await?;
    let (assessments, categories) = people.assessments(&visit.actor, id).await?;
    let running = view.enrolments.iter().find(|e| e.kind == EnrolmentKind::Elder && e.state.is_running());
    let held = running.map(|e| e.traits.clone()).unwrap_or_default();
    let page = faces.page(visit, "people.elders").await?.at("/console/people");
    let today = faces.now().day();
    let typed_traits = !form.typed.many("traits").is_empty();
    let chosen = |code: &str| {
        if typed_traits { form.has("traits", code) } else { held.iter().any(|one| one.code() == code) }
    };
    let status = form.status;
    render_at(
        status,
        &Show {
            crumbs: way(&t, &view, t.get("elders-abilities")),
            id,
            name: view.name.clone(),
            categories: categories.iter().map(|category| category_of(&t, category)).collect(),
            rows: assessments.into_iter().map(|one| row_of(&t, one, today)).collect(),
            levels: labels::choices(AbilityLevel::ALL, form.typed.text("level"), AbilityLevel::code, |one| {
                level(&t, one)
            }),
            traits: trait_choices(&t, chosen),
            may_decide: running.is_some() && visit.actor.may(roles::DECIDE, view.node),
            form,
            page,
        },
    )
}

fn level(t: &Text, level: AbilityLevel) -> String {
    t.get(&format!("people-ability-{}", level.code()))
}

fn category_of(t: &Text, category: &Category) -> (String, String, String) {
    let ground = match category.ground {
        Ground::Age => "elders-ground-age",
        Ground::Assessment => "elders-ground-assessment",
        Ground::Confirmed => "elders-ground-confirmed",
    };
    (t.get(&format!("people-trait-{}", category.holds.code())), t.get(ground), category.article.to_string())
}

fn row_of(t: &Text, one: Assessment, today: tb_kernel::Day) -> Row {
    let (state, tone) = match (one.withdrawn, today <= one.valid_until) {
        (true, _) => ("elders-withdrawn", "bad"),
        (false, true) => ("elders-valid", "ok"),
        (false, false) => ("elders-expired", "still"),
    };
    Row {
        id: one.id,
        level: level(t, one.level),
        on: t.date(one.assessed_on),
        until: t.date(one.valid_until),
        assessor: if one.assessor.is_empty() { "—".into() } else { one.assessor },
        state: t.get(state),
        tone,
        stands: !one.withdrawn,
    }
}
