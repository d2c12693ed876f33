//! The register of certificates: every number ever issued, and taking one back.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{self, Crumb, ROWS, crumbs, text};
use crate::{labels, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, More, Names, Page, render, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{CertificateId, Minutes, PageSize};
use tb_recognition::{Certificate, CertificateFilter, CertificateState, ProposeRevocation, number_typed};
use tb_words::Text;

#[derive(Template)]
#[template(path = "recognition/register.html")]
struct Register {
    page: Page,
    ground: Ground,
    sub: String,
    rows: Vec<Row>,
    count: String,
    states: Vec<Choice>,
    number: String,
    more: More,
}

struct Row {
    href: String,
    number: String,
    holder: String,
    holder_href: String,
    period: String,
    hours: String,
    issued: String,
    by: String,
    state: String,
    tone: &'static str,
}

pub(super) async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let state = CertificateState::parse(typed.text("state"));
    // A number that is none finds nothing instead of everything.
    let number = typed.given("number").map(|typed| number_typed(typed).unwrap_or_else(|| typed.to_owned()));
    let house = &faces.house.recognition;
    let filter = CertificateFilter { state, number };
    let found = house.register(&visit.actor, ground.node, &filter, lists::after(&typed), PageSize::of(ROWS)).await?;
    let counts = house.register_counts(&visit.actor, ground.node).await?;
    let all: i64 = counts.values().map(|(n, _)| n).sum();
    let valid = counts.get(&CertificateState::Valid).map_or(Minutes::ZERO, |(_, minutes)| *minutes);
    let names = faces.names(found.rows.iter().flat_map(|c| [Some(c.holder), c.issued_by]).flatten()).await?;
    let count = t.with("console-count", [("n", all.to_string())]);
    let place = ground.name.clone();
    let page = faces.page(&visit, "recognition.certificates").await?;
    render(&Register {
        sub: t.with(
            "recognition-register-sub",
            [("place", place), ("count", count.clone()), ("hours", t.minutes(valid))],
        ),
        rows: found.rows.iter().map(|one| row(&t, &names, one)).collect(),
        states: labels::choices(CertificateState::ALL, typed.text("state"), |s| s.code(), |s| state_word(&t, s)),
        number: typed.text("number").to_owned(),
        more: lists::more("/console/certificates", &typed, found.next.as_deref()),
        count,
        ground,
        page,
    })
}

fn state_word(t: &Text, state: CertificateState) -> String {
    t.get(&format!("recognition-state-{}", state.code()))
}

fn tone(state: CertificateState) -> &'static str {
    if state == CertificateState::Valid { "ok" } else { "bad" }
}

fn by(t: &Text, names: &Names, one: &Certificate) -> String {
    if one.issued_by == Some(one.holder) {
        return t.get("recognition-by-self");
    }
    format!("{} · {}", labels::name_of(names, one.issued_by), labels::channel(t, &one.channel))
}

fn row(t: &Text, names: &Names, one: &Certificate) -> Row {
    Row {
        href: format!("/console/certificates/{}", one.id),
        number: one.number.clone(),
        holder: labels::name_of(names, Some(one.holder)),
        holder_href: format!("/console/people/{}/record", one.holder),
        period: format!("{} – {}", t.date(one.from_day), t.date(one.to_day)),
        hours: t.minutes(one.minutes),
        issued: t.date(one.issued_at.day()),
        by: by(t, names, one),
        state: state_word(t, one.state),
        tone: tone(one.state),
    }
}

#[derive(Template)]
#[template(path = "recognition/certificate.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: CertificateId,
    number: String,
    state: String,
    tone: &'static str,
    changed: bool,
    holder: String,
    holder_href: String,
    facts: Vec<(String, String)>,
    items: Vec<(String, String)>,
    may_revoke: bool,
    form: Form,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<CertificateId>) -> Answer<Response> {
    one_page(&faces, &visit, id, Form::blank(&visit)).await
}

pub(super) async fn revoke(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<CertificateId>,
    typed: Typed,
) -> Answer<Response> {
    let ask = ProposeRevocation { certificate: id, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.recognition.run(&visit.actor, &key(&typed)?, ask).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(approval) => said(&visit, &format!("/console/approvals/{approval}"), "recognition-done-proposed"),
        Sent::Again(form) => one_page(&faces, &visit, id, form).await,
    }
}

async fn one_page(faces: &Faces, visit: &Visit, id: CertificateId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.recognition.certificate(&visit.actor, id).await?;
    let one = &view.certificate;
    let people = [Some(one.holder), one.issued_by, one.revoked_by];
    let names = faces.names(people.into_iter().flatten()).await?;
    let page = faces.page(visit, "recognition.certificates").await?.at(&format!("/console/certificates/{id}"));
    let items = view.content.iter().flat_map(|content| &content.items);
    let status = form.status;
    render_at(
        status,
        &One {
            crumbs: crumbs([(t.get("recognition-register"), "/console/certificates"), (one.number.clone(), "")]),
            id,
            number: one.number.clone(),
            state: state_word(&t, one.state),
            tone: tone(one.state),
            changed: view.changed_since,
            holder: labels::name_of(&names, Some(one.holder)),
            holder_href: format!("/console/people/{}/record", one.holder),
            facts: facts(faces, &t, &names, one),
            items: items.map(|item| (item.name.for_locale(t.lang()).to_owned(), t.minutes(item.minutes))).collect(),
            may_revoke: one.state == CertificateState::Valid && visit.actor.may(roles::DECIDE, one.node),
            form,
            page,
        },
    )
}

fn facts(faces: &Faces, t: &Text, names: &Names, one: &Certificate) -> Vec<(String, String)> {
    let mut facts = vec![
        (t.get("recognition-from"), t.date(one.from_day)),
        (t.get("recognition-to"), t.date(one.to_day)),
        (t.get("recognition-hours"), t.minutes(one.minutes)),
        (t.get("recognition-visits"), one.visits.to_string()),
        (t.get("recognition-issued-on"), labels::full_when(t, one.issued_at)),
        (t.get("recognition-by"), by(t, names, one)),
        (t.get("console-th-place"), place_name(faces, one.node)),
        (t.get("recognition-shown-now"), t.get(&format!("recognition-shows-{}", one.shows.code()))),
        (t.get("recognition-mark"), one.mark()),
    ];
    if let Some(at) = one.revoked_at {
        facts.push((t.get("recognition-state-revoked"), labels::full_when(t, at)));
        facts.push((t.get("console-second-checker"), labels::name_of(names, one.revoked_by)));
        facts.push((t.get("recognition-revoke-reason"), one.revoke_reason.clone().unwrap_or_default()));
    }
    facts
}
