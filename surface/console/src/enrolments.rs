//! An enrolment that changes after it was decided: suspended, lifted, ended; each with a reason the person can read.

use crate::forms::{Sent, key, said, sent};
use crate::lists::text;
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::EnrolmentId;
use tb_people::Change;

pub(crate) fn doors() -> Doors<Faces> {
    let mut doors = Doors::new();
    for change in CHANGES {
        let (form, send) =
            (read(change.path, change.form, roles::DECIDE), write(change.path, change.action, roles::DECIDE));
        doors = doors
            .add(form, move |faces: State<Faces>, visit: Visit, id: At<EnrolmentId>| show(faces, visit, id, change))
            .add(send, move |faces: State<Faces>, visit: Visit, id: At<EnrolmentId>, typed: Typed| {
                send_change(faces, visit, id, typed, change)
            });
    }
    doors
}

/// One way an enrolment changes.
struct Way {
    path: &'static str,
    form: &'static str,
    action: &'static str,
    word: &'static str,
    change: Change,
    danger: bool,
}

const CHANGES: &[Way] = &[
    Way {
        path: "/console/enrolments/{id}/suspend",
        form: "people.suspend-form",
        action: "people.suspend",
        word: "suspend",
        change: Change::Suspend,
        danger: true,
    },
    Way {
        path: "/console/enrolments/{id}/resume",
        form: "people.resume-form",
        action: "people.resume",
        word: "resume",
        change: Change::Resume,
        danger: false,
    },
    Way {
        path: "/console/enrolments/{id}/exit",
        form: "people.exit-form",
        action: "people.exit",
        word: "exit",
        change: Change::Exit,
        danger: true,
    },
];

#[derive(Template)]
#[template(path = "people/change.html")]
struct Shown {
    page: Page,
    title: String,
    detail: String,
    hint: String,
    action: String,
    back: String,
    kind: &'static str,
    form: Form,
}

async fn show(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<EnrolmentId>,
    way: &'static Way,
) -> Answer<Response> {
    page_of(&faces, &visit, id, way, Form::blank(&visit)).await
}

async fn send_change(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<EnrolmentId>,
    typed: Typed,
    way: &'static Way,
) -> Answer<Response> {
    let people = &faces.house.people;
    let outcome = people.change_enrolment(&visit.actor, &key(&typed)?, id, way.change, typed.text("reason")).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => {
            let person = people.enrolment(&visit.actor, id).await?.person;
            said(&visit, &format!("/console/people/{person}"), "console-done-change")
        }
        Sent::Again(form) => page_of(&faces, &visit, id, way, form).await,
    }
}

async fn page_of(faces: &Faces, visit: &Visit, id: EnrolmentId, way: &Way, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let detail = faces.house.people.enrolment(&visit.actor, id).await?;
    let names = faces.names([detail.person]).await?;
    let action = way.path.replace("{id}", &id.to_string());
    let page = faces.page(visit, "people").await?.at(&action);
    let status = form.status;
    let name = labels::name_of(&names, Some(detail.person));
    render_at(
        status,
        &Shown {
            title: t.get(&format!("console-change-{}", way.word)),
            detail: format!("{name} · {}", labels::kind(&t, detail.enrolment.kind)),
            hint: t.get(&format!("console-change-{}-text", way.word)),
            back: format!("/console/people/{}", detail.person),
            kind: if way.danger { "danger" } else { "primary" },
            action,
            form,
            page,
        },
    )
}
