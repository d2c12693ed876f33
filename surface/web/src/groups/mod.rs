//! 团体: one's groups and those one could join, one group with its members and events, an event with its list.

mod gathering;
mod one;
mod plan;
mod school;

use crate::home::{facts, subject};
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render, render_at, when_words};
use tb_groups::{Gathering, GatheringState, GroupKind, GroupState, MemberState, RegisterGroup};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::Refusal;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(own("/groups", "page.groups"), show)
        .add(own("/groups/new", "page.group-new"), new)
        .add(own_form("/groups/new", "groups.register"), register)
        .add(own("/groups/school", "page.school"), school::show)
        .add(own_form("/groups/school", "groups.agree-school"), school::agree)
        .add(own_form("/groups/school/leave", "groups.leave-school"), school::leave)
        .add(own("/groups/{id}", "page.group"), one::show)
        .add(own_form("/groups/{id}/join", "groups.ask-to-join"), one::join)
        .add(own_form("/groups/{id}/answer", "groups.answer"), one::answer)
        .add(own_form("/groups/{id}/leave", "groups.leave"), one::leave)
        .add(own_form("/groups/{id}/invite", "groups.invite"), one::invite)
        .add(own_form("/groups/{id}/members", "groups.admit"), one::member)
        .add(own_form("/groups/{id}/donate", "groups.donate"), one::donate)
        .add(own("/groups/{id}/plan", "page.group-plan"), plan::show)
        .add(own_form("/groups/{id}/plan", "groups.plan"), plan::send)
        .add(own("/gatherings/{id}", "page.gathering"), gathering::show)
        .add(own_form("/gatherings/{id}/agree", "groups.agree"), gathering::agree)
        .add(own_form("/gatherings/{id}/sign", "groups.sign-up"), gathering::sign)
        .add(own_form("/gatherings/{id}/withdraw", "groups.withdraw"), gathering::withdraw)
        .add(own_form("/gatherings/{id}/check-in", "groups.check-in"), gathering::check_in)
        .add(own_form("/gatherings/{id}/check-out", "groups.check-out"), gathering::check_out)
        .add(own_form("/gatherings/{id}/roster", "groups.roster"), gathering::roster)
        .add(own_form("/gatherings/{id}/settle", "groups.settle"), gathering::settle)
        .add(own_form("/gatherings/{id}/cancel", "groups.cancel-gathering"), gathering::cancel)
}

#[derive(Template)]
#[template(path = "groups/list.html")]
struct List {
    page: Page,
    mine: Vec<Row>,
    others: Vec<Row>,
    paid: Vec<EventRow>,
    volunteer: bool,
    student: bool,
}

struct Row {
    href: String,
    name: String,
    detail: String,
    state: String,
    tone: &'static str,
}

/// An event in a list.
pub(super) struct EventRow {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) state: String,
    pub(super) tone: &'static str,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = facts(&faces, subject(&visit)?).await?;
    let page = faces.page(&visit, "me").await?;
    let groups = &faces.house.groups;
    let found = groups.mine(&visit.actor).await?;
    let mine: Vec<Row> = found
        .iter()
        .map(|(group, member)| {
            let waits = group.state != GroupState::Approved;
            let word =
                if waits { format!("groups-state-{}", group.state) } else { format!("groups-member-{}", member.state) };
            let ok = !waits && member.state == MemberState::Active;
            let kind = page.t.get(&format!("groups-kind-{}", group.kind));
            Row {
                href: format!("/groups/{}", group.id),
                name: group.name.clone(),
                detail: format!("{kind} · {}", page.t.get(&format!("groups-role-{}", member.role))),
                state: page.t.get(&word),
                tone: if ok { "ok" } else { "wait" },
            }
        })
        .collect();
    let all = groups.joinable(person.node).await?;
    let others = all.iter().filter(|group| !found.iter().any(|(mine, _)| mine.id == group.id)).map(|group| Row {
        href: format!("/groups/{}", group.id),
        name: group.name.clone(),
        detail: page.t.get(&format!("groups-kind-{}", group.kind)),
        state: String::new(),
        tone: "still",
    });
    let others = others.collect();
    let paid = groups.gatherings_paid(&visit.actor).await?;
    let paid = paid.iter().map(|gathering| event_row(&page, gathering)).collect();
    render(&List { mine, others, paid, volunteer: person.is_active_volunteer(), student: person.student, page })
}

pub(super) fn event_row(page: &Page, gathering: &Gathering) -> EventRow {
    EventRow {
        href: format!("/gatherings/{}", gathering.id),
        title: gathering.title.clone(),
        detail: format!("{} · {}", when_words(&page.t, gathering.starts_at, page.now), gathering.place),
        state: page.t.get(&format!("groups-event-{}", gathering.state)),
        tone: event_tone(gathering.state),
    }
}

pub(super) const fn event_tone(state: GatheringState) -> &'static str {
    match state {
        GatheringState::Planned => "wait",
        GatheringState::Published => "info",
        GatheringState::Settled => "ok",
        GatheringState::Refused | GatheringState::Cancelled => "still",
    }
}

#[derive(Template)]
#[template(path = "groups/new.html")]
struct New {
    page: Page,
    form: Form,
    kinds: Vec<Choice>,
}

async fn new(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let form = Form::blank(&visit);
    new_page(&faces, &visit, form).await
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    subject(visit)?;
    let page = faces.page(visit, "me").await?;
    let kinds = GroupKind::ALL.iter().map(|kind| {
        let label = page.t.get(&format!("groups-kind-{kind}"));
        Choice::new(kind.code(), label, form.value("kind") == kind.code())
    });
    let kinds = kinds.collect();
    render_at(form.status, &New { page, form, kinds })
}

async fn register(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let outcome = match GroupKind::parse(typed.text("kind")) {
        Some(kind) => {
            let command =
                RegisterGroup { name: typed.text("name").to_owned(), kind, about: typed.text("about").to_owned() };
            faces.house.groups.run(&visit.actor, &typed.key()?, command).await
        }
        None => Err(Refusal::invalid().field("kind", "groups.missing").into()),
    };
    match refused_or(outcome)? {
        Ok(id) => Ok(done(&visit, &format!("/groups/{id}"), "groups-done-registered", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            new_page(&faces, &visit, form).await
        }
    }
}

/// An address, or the name of a field, around an id: for templates.
fn to(before: &str, id: impl std::fmt::Display, after: &str) -> String {
    format!("{before}{id}{after}")
}
