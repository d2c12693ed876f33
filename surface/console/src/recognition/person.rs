//! One volunteer's record as the desk sees it, with awards to enter and to strike.

use crate::forms::{Sent, key, said, sent};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{AwardId, PersonId, Refusal};
use tb_recognition::{Award, RecordAward, StrikeAward, VolunteerRecord};
use tb_words::Text;

#[derive(Template)]
#[template(path = "recognition/person.html")]
struct Record {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    tiles: Vec<(String, String)>,
    basic: Vec<(String, String)>,
    items: Vec<(String, String, String)>,
    lines: Vec<(String, String, String, String)>,
    shown: String,
    trainings: Vec<(String, String)>,
    awards: Vec<AwardRow>,
    marks: Vec<(String, String)>,
    certificates: Vec<(String, String, String, String)>,
    may_decide: bool,
    form: Form,
}

struct AwardRow {
    id: AwardId,
    title: String,
    body: String,
    day: String,
    struck: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    page_of(&faces, &visit, id, Form::blank(&visit)).await
}

pub(super) async fn award(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<PersonId>,
    typed: Typed,
) -> Answer<Response> {
    let outcome = match typed.day("given_on") {
        Some(given_on) => {
            let (title, body) = (typed.text("title").to_owned(), typed.text("body").to_owned());
            let record = RecordAward { person: id, title, body, given_on };
            faces.house.recognition.run(&visit.actor, &key(&typed)?, record).await
        }
        None => Err(Refusal::invalid().field("given_on", "common.field-missing").into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/people/{id}/record"), "recognition-done-award"),
        Sent::Again(form) => page_of(&faces, &visit, id, form).await,
    }
}

pub(super) async fn strike(
    State(faces): State<Faces>,
    visit: Visit,
    At((id, award)): At<(PersonId, AwardId)>,
    typed: Typed,
) -> Answer<Response> {
    let strike = StrikeAward { award, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.recognition.run(&visit.actor, &key(&typed)?, strike).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, &format!("/console/people/{id}/record"), "recognition-done-struck"),
        Sent::Again(form) => page_of(&faces, &visit, id, form).await,
    }
}

async fn page_of(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let house = &faces.house.recognition;
    let record = house.record(&visit.actor, id).await?;
    let certificates = house.certificates_of(&visit.actor, id).await?;
    let page = faces.page(visit, "people").await?.at(&format!("/console/people/{id}/record"));
    let person = format!("/console/people/{id}");
    let certificate = |one: &tb_recognition::Certificate| {
        let period = format!("{} – {}", t.date(one.from_day), t.date(one.to_day));
        let state = t.get(&format!("recognition-state-{}", one.state.code()));
        (one.number.clone(), format!("/console/certificates/{}", one.id), period, state)
    };
    let status = form.status;
    render_at(
        status,
        &Record {
            crumbs: crumbs([
                (t.get("ui-menu-people"), "/console/people"),
                (record.basic.handle.clone(), person.as_str()),
                (t.get("recognition-person"), ""),
            ]),
            id,
            name: record.basic.name.clone(),
            tiles: tiles(&t, &record),
            basic: basic(&t, &record),
            items: items(&t, &record),
            lines: lines(&t, &record),
            shown: t.with(
                "recognition-lines-shown",
                [("shown", record.service.lines.len().to_string()), ("all", record.service.visits.to_string())],
            ),
            trainings: record
                .trainings
                .iter()
                .map(|x| (x.title.for_locale(t.lang()).to_owned(), format!("{} · {}", t.date(x.day), x.organiser)))
                .collect(),
            awards: record.awards.iter().map(|award| award_row(&t, award)).collect(),
            marks: marks(&t, &record),
            certificates: certificates.iter().map(certificate).collect(),
            may_decide: visit.actor.may(roles::DECIDE, record.basic.node),
            form,
            page,
        },
    )
}

fn times(t: &Text, n: i64) -> String {
    t.with("recognition-times", [("n", n.to_string())])
}

fn tiles(t: &Text, record: &VolunteerRecord) -> Vec<(String, String)> {
    let star = match record.star.level {
        0 => t.get("recognition-star-none"),
        level => t.with("recognition-star", [("level", level.to_string())]),
    };
    vec![
        (t.get("recognition-hours"), t.minutes(record.service.minutes)),
        (t.get("recognition-visits"), record.service.visits.to_string()),
        (t.get("recognition-served"), record.service.served.to_string()),
        (t.get("recognition-star-word"), star),
    ]
}

fn basic(t: &Text, record: &VolunteerRecord) -> Vec<(String, String)> {
    let view = &record.basic;
    let since = record.volunteer_since.map_or_else(|| t.get("recognition-not-yet"), |day| t.date(day));
    vec![
        (t.get("recognition-name"), view.name.clone()),
        (t.get("recognition-handle"), view.handle.clone()),
        (t.get("recognition-id-no"), view.id_no.clone()),
        (t.get("recognition-sex"), labels::sex(t, view.sex)),
        (t.get("recognition-area"), view.area.clone()),
        (t.get("recognition-since"), since),
    ]
}

fn items(t: &Text, record: &VolunteerRecord) -> Vec<(String, String, String)> {
    let row = |x: &tb_recognition::ItemSum| {
        (x.name.for_locale(t.lang()).to_owned(), times(t, x.visits), t.minutes(x.minutes))
    };
    record.service.items.iter().map(row).collect()
}

fn lines(t: &Text, record: &VolunteerRecord) -> Vec<(String, String, String, String)> {
    let row = |x: &tb_recognition::ServiceLine| {
        let what = format!("{} · {}", x.name.for_locale(t.lang()), x.place);
        (t.date(x.day), what, t.minutes(x.minutes), x.number.clone())
    };
    record.service.lines.iter().map(row).collect()
}

fn marks(t: &Text, record: &VolunteerRecord) -> Vec<(String, String)> {
    let by_mark = record.evaluation.by_mark.iter();
    by_mark.map(|(mark, n)| (t.with("orders-mark", [("mark", mark.to_string())]), times(t, *n))).collect()
}

fn award_row(t: &Text, award: &Award) -> AwardRow {
    AwardRow {
        id: award.id,
        title: award.title.clone(),
        body: award.body.clone(),
        day: t.date(award.given_on),
        struck: award.struck_reason.clone().unwrap_or_default(),
    }
}
