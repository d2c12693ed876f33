//! One's own account: roles, sessions, password.

use crate::forms::{Sent, key, said, sent};
use crate::ground::place_name;
use crate::lists::text;
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, render_at};
use tb_http::{Answer, At, Doors, Limit, Typed, Visit};
use tb_kernel::{Refusal, SessionId};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/self", "people.self", roles::ALL), show)
        .add(write("/console/self/password", "people.new-password", roles::ALL).limit(Limit::SignIn), password)
        .add(write("/console/self/sessions/others", "people.revoke-others", roles::ALL), end_others)
        .add(write("/console/self/sessions/{id}/end", "people.revoke-session", roles::ALL), end)
}

#[derive(Template)]
#[template(path = "self/show.html")]
struct Show {
    page: Page,
    name: String,
    key: String,
    roles: Vec<(String, String)>,
    sessions: Vec<Session>,
    form: Form,
}

struct Session {
    id: SessionId,
    kind: String,
    device: String,
    since: String,
    seen: String,
    current: bool,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    page_of(&faces, &visit, Form::blank(&visit)).await
}

async fn password(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let (old, new) = (typed.text("old_password"), typed.text("new_password"));
    let outcome = if new == typed.text("again_password") {
        let people = &faces.house.people;
        people.change_password(&visit.actor, &key(&typed)?, old, new).await
    } else {
        Err(Refusal::invalid().field("again_password", "console.password-differs").into())
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, "/console/self", "console-done-password"),
        Sent::Again(mut form) => {
            // The slice speaks of `old` and `new`; the fields of the form say what they are.
            for fault in &mut form.errors {
                if matches!(fault.field.as_str(), "old" | "new") {
                    fault.field.push_str("_password");
                }
            }
            page_of(&faces, &visit, form).await
        }
    }
}

async fn end(State(faces): State<Faces>, visit: Visit, At(id): At<SessionId>, typed: Typed) -> Answer<Response> {
    faces.house.people.revoke_session(&visit.actor, &key(&typed)?, id).await?;
    said(&visit, "/console/self", "console-done-session")
}

async fn end_others(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    faces.house.people.revoke_other_sessions(&visit.actor, &key(&typed)?).await?;
    said(&visit, "/console/self", "console-done-sessions")
}

async fn page_of(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let sessions = faces.house.people.sessions(&visit.actor).await?;
    let page = faces.page(visit, "self").await?.at("/console/self");
    let roles = visit.actor.grants.iter().map(|grant| (labels::role(&t, grant.role), place_name(faces, grant.node)));
    let status = form.status;
    render_at(
        status,
        &Show {
            name: page.user.as_ref().map(|user| user.name.clone()).unwrap_or_default(),
            key: visit.fresh_key(),
            roles: roles.collect(),
            sessions: sessions
                .into_iter()
                .map(|session| Session {
                    id: session.id,
                    kind: t.get(&format!("people-session-{}", session.kind.code())),
                    device: session.device,
                    since: labels::full_when(&t, session.created_at),
                    seen: labels::full_when(&t, session.seen_at),
                    current: session.current,
                })
                .collect(),
            form,
            page,
        },
    )
}
