//! A staff account as its keepers see it: open sessions, which can be ended; the lock, which can be put on and taken off.
//! The security administrator's page; it shows no business and gives no roles.

use crate::forms::{Sent, key, said, sent};
use crate::lists::{Crumb, crumbs, text};
use crate::staff::one_of_staff;
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, render_at};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{Outcome, PersonId};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/staff/{id}/account", "people.staff-account", roles::LOCKERS), show)
        .add(write("/console/staff/{id}/lock", "people.lock-staff", roles::LOCKERS), lock)
        .add(write("/console/staff/{id}/unlock", "people.unlock-staff", roles::LOCKERS), unlock)
        .add(write("/console/staff/{id}/sessions/end", "people.end-sessions", roles::LOCKERS), end_sessions)
}

#[derive(Template)]
#[template(path = "staff/account.html")]
struct Show {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    locked: bool,
    lock_reason: String,
    sessions: Vec<Session>,
    count: String,
    form: Form,
}

struct Session {
    device: String,
    times: String,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    page_of(&faces, &visit, id, Form::blank(&visit)).await
}

async fn lock(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let outcome = faces.house.people.lock_staff(&visit.actor, &key(&typed)?, id, typed.text("reason")).await;
    told(&faces, &visit, id, typed, outcome, "staff-done-lock").await
}

async fn unlock(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let outcome = faces.house.people.unlock_staff(&visit.actor, &key(&typed)?, id, typed.text("reason")).await;
    told(&faces, &visit, id, typed, outcome, "staff-done-unlock").await
}

async fn end_sessions(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<PersonId>,
    typed: Typed,
) -> Answer<Response> {
    let outcome = faces.house.people.end_sessions(&visit.actor, &key(&typed)?, id, typed.text("reason")).await;
    told(&faces, &visit, id, typed, outcome.map(|_| ()), "staff-done-sessions").await
}

async fn told(
    faces: &Faces,
    visit: &Visit,
    id: PersonId,
    typed: Typed,
    outcome: Outcome<()>,
    notice: &str,
) -> Answer<Response> {
    match sent(faces, visit, typed, outcome)? {
        Sent::Done(()) => said(visit, &format!("/console/staff/{id}/account"), notice),
        Sent::Again(form) => page_of(faces, visit, id, form).await,
    }
}

async fn page_of(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    // Found only by whoever sees staff and may lock this account.
    if visit.actor.person == Some(id) {
        return Err(Trouble::not_found());
    }
    let one = one_of_staff(faces, visit, id).await?;
    let sessions = faces.house.people.sessions_of_staff(&visit.actor, id).await?;
    let page = faces.page(visit, "staff").await?.at(&format!("/console/staff/{id}/account"));
    let status = form.status;
    render_at(
        status,
        &Show {
            crumbs: crumbs([(t.get("console-staff"), "/console/staff"), (one.username.clone(), "")]),
            id,
            name: format!("{} ({})", one.masked_name, one.username),
            locked: one.locked.is_some(),
            lock_reason: one.locked.unwrap_or_default(),
            count: t.with("console-count", [("n", sessions.len().to_string())]),
            sessions: sessions
                .into_iter()
                .map(|session| Session {
                    device: session.device,
                    times: t.with(
                        "console-session-times",
                        [
                            ("since", labels::full_when(&t, session.created_at)),
                            ("seen", labels::full_when(&t, session.seen_at)),
                        ],
                    ),
                })
                .collect(),
            form,
            page,
        },
    )
}
