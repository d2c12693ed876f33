//! One's own roles: those that count, and invitations that wait for one's word. The only page that somebody sees who was
//! invited and holds no role yet.

use crate::forms::{key, said};
use crate::ground::place_name;
use crate::labels;
use crate::lists::text;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Page, render};
use tb_http::{Access, Answer, At, Doors, Entry, Typed, Verb, Visit};
use tb_kernel::GrantId;
use tb_people::{GrantState, GrantView};

pub(crate) fn doors() -> Doors<Faces> {
    // Any session reaches the door, because an invited person has no role yet; the slice answers staff only.
    let read = Entry::page(Verb::Get, "/console/self/roles", "people.own-roles", Access::SignedIn);
    let write = Entry::page(Verb::Post, "/console/self/roles/{id}", "people.answer-grant", Access::SignedIn);
    Doors::new().add(read, show).add(write, answer)
}

#[derive(Template)]
#[template(path = "self/roles.html")]
struct Show {
    page: Page,
    invited: Vec<Role>,
    active: Vec<Role>,
    key: String,
    count: String,
    /// Where work begins, once a role counts.
    home: bool,
}

struct Role {
    id: GrantId,
    role: String,
    place: String,
    days: String,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let t = text(&faces, &visit);
    let own = faces.house.people.own_roles(&visit.actor).await?;
    let page = faces.page(&visit, "self").await?.at("/console/self/roles");
    let role = |grant: &GrantView| Role {
        id: grant.id,
        role: labels::role(&t, grant.role),
        place: place_name(&faces, grant.node),
        days: format!(
            "{} – {}",
            t.date(grant.from),
            grant.to.map_or_else(|| t.get("console-open-end"), |day| t.date(day))
        ),
    };
    let of = |state: GrantState| own.iter().filter(|grant| grant.state == state).map(role).collect::<Vec<_>>();
    let (invited, active) = (of(GrantState::Invited), of(GrantState::Active));
    render(&Show {
        count: t.with("console-count", [("n", (invited.len() + active.len()).to_string())]),
        invited,
        active,
        key: visit.fresh_key(),
        home: !visit.actor.grants.is_empty(),
        page,
    })
}

async fn answer(State(faces): State<Faces>, visit: Visit, At(id): At<GrantId>, typed: Typed) -> Answer<Response> {
    let accept = typed.text("answer") == "yes";
    faces.house.people.answer_grant(&visit.actor, &key(&typed)?, id, accept).await?;
    said(&visit, "/console/self/roles", if accept { "staff-done-accept" } else { "staff-done-decline" })
}
