//! The record, block by block.

use crate::home::subject;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Page, render};
use tb_http::{Answer, Visit};
use tb_kernel::Minutes;
use tb_people::PersonView;
use tb_recognition::{Certificate, CertificateState, VolunteerRecord};
use tb_words::Text;

#[derive(Template)]
#[template(path = "record/record.html")]
struct Record {
    page: Page,
    hours: String,
    minutes: String,
    sums: Vec<(String, String)>,
    star: String,
    next: String,
    basic: Vec<(String, String)>,
    items: Vec<(String, String, String)>,
    lines: Vec<(String, String, String)>,
    shown: String,
    trainings: Vec<(String, String, String)>,
    awards: Vec<(String, String)>,
    marks: Vec<(String, String)>,
    mean: String,
    certificates: Vec<CertificateRow>,
    may_certify: bool,
}

pub(super) struct CertificateRow {
    title: String,
    detail: String,
    state: String,
    href: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let house = &faces.house.recognition;
    let record = house.record(&visit.actor, person).await?;
    let certificates = house.certificates_of(&visit.actor, person).await?;
    let t = page.t.clone();
    let (hours, minutes) = record.service.minutes.hours_and_minutes();
    let template = Record {
        hours: hours.to_string(),
        minutes: minutes.to_string(),
        sums: vec![
            (t.get("recognition-visits"), record.service.visits.to_string()),
            (t.get("recognition-served"), record.service.served.to_string()),
        ],
        star: star(&t, &record),
        next: next(&t, &record),
        basic: basic(&t, &record.basic, &record),
        items: items(&t, &record),
        lines: lines(&t, &record),
        shown: t.with(
            "recognition-lines-shown",
            [("shown", record.service.lines.len().to_string()), ("all", record.service.visits.to_string())],
        ),
        trainings: trainings(&t, &record),
        awards: awards(&t, &record),
        marks: marks(&t, &record),
        mean: mean(&t, &record),
        certificates: certificates.iter().map(|one| certificate_row(&t, one)).collect(),
        may_certify: record.service.minutes > Minutes::ZERO,
        page,
    };
    render(&template)
}

pub(super) fn certificate_row(t: &Text, one: &Certificate) -> CertificateRow {
    let period = [("from", t.date(one.from_day)), ("to", t.date(one.to_day)), ("hours", t.minutes(one.minutes))];
    CertificateRow {
        title: one.number.clone(),
        detail: t.with("recognition-certificate-detail", period),
        state: state(t, one.state),
        href: format!("/me/certificates/{}", one.id),
    }
}

pub(super) fn state(t: &Text, state: CertificateState) -> String {
    t.get(&format!("recognition-state-{}", state.code()))
}

fn star(t: &Text, record: &VolunteerRecord) -> String {
    match record.star.level {
        0 => t.get("recognition-star-none"),
        level => t.with("recognition-star", [("level", level.to_string())]),
    }
}

fn next(t: &Text, record: &VolunteerRecord) -> String {
    record.star.next.as_ref().map_or_else(
        || t.get("recognition-star-top"),
        |next| {
            let missing = [("level", next.level.to_string()), ("hours", t.minutes(next.minutes))];
            t.with("recognition-star-next", missing)
        },
    )
}

fn basic(t: &Text, view: &PersonView, record: &VolunteerRecord) -> Vec<(String, String)> {
    let since = record.volunteer_since.map_or_else(|| t.get("recognition-not-yet"), |day| t.date(day));
    let mut facts = vec![
        (t.get("recognition-name"), view.name.clone()),
        (t.get("recognition-handle"), view.handle.clone()),
        (t.get("recognition-id-no"), view.id_no.clone()),
        (t.get("recognition-area"), view.area.clone()),
        (t.get("recognition-since"), since),
    ];
    for (licence, until) in &view.licences {
        facts.push((t.get(&format!("people-licence-{}", licence.code())), t.date(*until)));
    }
    facts
}

fn items(t: &Text, record: &VolunteerRecord) -> Vec<(String, String, String)> {
    let times = |n: i64| t.with("recognition-times", [("n", n.to_string())]);
    let row =
        |x: &tb_recognition::ItemSum| (x.name.for_locale(t.lang()).to_owned(), times(x.visits), t.minutes(x.minutes));
    record.service.items.iter().map(row).collect()
}

fn lines(t: &Text, record: &VolunteerRecord) -> Vec<(String, String, String)> {
    let row = |x: &tb_recognition::ServiceLine| {
        let detail = format!("{} · {} · {}", t.day_only(x.day), x.place, x.number);
        (x.name.for_locale(t.lang()).to_owned(), detail, t.minutes(x.minutes))
    };
    record.service.lines.iter().map(row).collect()
}

fn trainings(t: &Text, record: &VolunteerRecord) -> Vec<(String, String, String)> {
    let row = |x: &tb_recognition::TrainingLine| {
        let score = x.score.map(|score| t.with("recognition-score", [("score", score.to_string())]));
        let detail = format!("{} · {}", t.date(x.day), x.organiser);
        (x.title.for_locale(t.lang()).to_owned(), detail, score.unwrap_or_default())
    };
    record.trainings.iter().map(row).collect()
}

fn awards(t: &Text, record: &VolunteerRecord) -> Vec<(String, String)> {
    let standing = record.awards.iter().filter(|award| award.struck_at.is_none());
    standing.map(|award| (award.title.clone(), format!("{} · {}", award.body, t.date(award.given_on)))).collect()
}

fn marks(t: &Text, record: &VolunteerRecord) -> Vec<(String, String)> {
    let times = |n: i64| t.with("recognition-times", [("n", n.to_string())]);
    let by_mark = record.evaluation.by_mark.iter();
    by_mark.map(|(mark, n)| (t.with("orders-mark", [("mark", mark.to_string())]), times(*n))).collect()
}

fn mean(t: &Text, record: &VolunteerRecord) -> String {
    record.evaluation.mean_tenths.map_or_else(String::new, |tenths| {
        let mean = format!("{}.{}", tenths / 10, tenths % 10);
        t.with("recognition-mean", [("mean", mean), ("count", record.evaluation.count.to_string())])
    })
}
