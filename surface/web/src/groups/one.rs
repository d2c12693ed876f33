//! One group: what it is, who is in it, what it plans, what its account holds; and what can be done about each.

use super::{EventRow, event_row};
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, done, refused_or, render_at};
use tb_groups::{
    Admit, AnswerInvite, AskToJoin, DonateGroupTime, GroupState, Invite, Leave, MemberRole, MemberState, RemoveMember,
    SetRole,
};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{GroupId, Minutes, Outcome, PersonId, Refusal};

#[derive(Template)]
#[template(path = "groups/one.html")]
struct One {
    page: Page,
    form: Form,
    id: GroupId,
    name: String,
    detail: String,
    about: String,
    state: String,
    tone: &'static str,
    count: String,
    licences: Vec<(String, String)>,
    members: Vec<MemberRow>,
    events: Vec<EventRow>,
    balance: String,
    rule: String,
    article: String,
    keys: Vec<String>,
    invited: bool,
    member: bool,
    asked: bool,
    manager: bool,
    may_join: bool,
    approved: bool,
}

struct MemberRow {
    person: PersonId,
    name: String,
    state: String,
    tone: &'static str,
    asked: bool,
    role: &'static str,
    mine: bool,
    key: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<GroupId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    page(&faces, &visit, id, form).await
}

async fn page(faces: &Faces, visit: &Visit, id: GroupId, form: Form) -> Answer<Response> {
    let file = faces.house.groups.file(&visit.actor, id).await?;
    let page = faces.page(visit, "me").await?;
    let names = faces.names(file.members.iter().map(|member| member.person)).await?;
    let tell = Tell::of(faces, &page);
    let me = visit.actor.subject();
    let members = file.members.iter().map(|member| MemberRow {
        person: member.person,
        name: names.get(&member.person).map(|shown| tell.person(shown)).unwrap_or_default(),
        state: match member.state {
            MemberState::Active => page.t.get(&format!("groups-role-{}", member.role)),
            state => page.t.get(&format!("groups-member-{state}")),
        },
        tone: if member.is_active() { "ok" } else { "wait" },
        asked: member.state == MemberState::Asked,
        role: member.role.code(),
        mine: Some(member.person) == me,
        key: visit.fresh_key(),
    });
    let members = members.collect();
    let state = file.standing.member.map(|member| member.state);
    let version = faces.house.policies.at(file.group.node, page.now.day()).map_err(Refusal::from)?;
    let time = &version.parameters.group_time;
    let licences = file.licences.iter().map(|licence| {
        let name = page.t.get(&format!("people-licence-{}", licence.licence));
        (name, page.t.with("groups-licence-until", [("day", page.t.date(licence.valid_until))]))
    });
    let kind = page.t.get(&format!("groups-kind-{}", file.group.kind));
    let approved = file.group.state == GroupState::Approved;
    let template = One {
        id,
        name: file.group.name.clone(),
        detail: format!("{kind} · {}", faces.house.places.name(file.group.node)),
        about: file.group.about.clone(),
        state: page.t.get(&format!("groups-state-{}", file.group.state)),
        tone: if approved { "ok" } else { "wait" },
        count: page.t.with("groups-count", [("count", file.active_members.to_string())]),
        licences: licences.collect(),
        members,
        events: file.gatherings.iter().map(|gathering| event_row(&page, gathering)).collect(),
        balance: file.balances.as_ref().map(|held| tell.minutes(held.free())).unwrap_or_default(),
        rule: page.t.get(&format!("groups-mode-{}", time.mode.code())),
        article: time.article.to_string(),
        keys: (0..5).map(|_| visit.fresh_key()).collect(),
        invited: state == Some(MemberState::Invited),
        member: file.standing.is_member(),
        asked: state == Some(MemberState::Asked),
        manager: file.standing.is_manager(),
        may_join: approved && state.is_none_or(|state| state == MemberState::Left),
        approved,
        form,
        page: page.clone(),
    };
    render_at(template.form.status, &template)
}

/// After an act on the group's page: the page again, with what was done or why not.
async fn after(
    faces: &Faces,
    visit: &Visit,
    id: GroupId,
    typed: Typed,
    outcome: Outcome<()>,
    notice: &str,
) -> Answer<Response> {
    match refused_or(outcome)? {
        Ok(()) => Ok(done(visit, &format!("/groups/{id}"), notice, &[])),
        Err(refusal) => {
            let form = Form::again(visit, &faces.text(visit), typed, &refusal);
            page(faces, visit, id, form).await
        }
    }
}

pub(super) async fn join(
    State(faces): State<Faces>,
    visit: Visit,
    At(group): At<GroupId>,
    typed: Typed,
) -> Answer<Response> {
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, AskToJoin { group }).await;
    after(&faces, &visit, group, typed, outcome, "groups-done-asked").await
}

pub(super) async fn answer(
    State(faces): State<Faces>,
    visit: Visit,
    At(group): At<GroupId>,
    typed: Typed,
) -> Answer<Response> {
    let yes = typed.text("do") == "yes";
    faces.house.groups.run(&visit.actor, &typed.key()?, AnswerInvite { group, yes }).await?;
    let notice = if yes { "groups-done-joined" } else { "groups-done-declined" };
    Ok(done(&visit, "/groups", notice, &[]))
}

pub(super) async fn leave(
    State(faces): State<Faces>,
    visit: Visit,
    At(group): At<GroupId>,
    typed: Typed,
) -> Answer<Response> {
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, Leave { group }).await;
    match refused_or(outcome)? {
        Ok(()) => Ok(done(&visit, "/groups", "groups-done-left", &[])),
        Err(refusal) => after(&faces, &visit, group, typed, Err(refusal.into()), "").await,
    }
}

pub(super) async fn invite(
    State(faces): State<Faces>,
    visit: Visit,
    At(group): At<GroupId>,
    typed: Typed,
) -> Answer<Response> {
    let command = Invite { group, handle: typed.text("handle").to_owned() };
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, command).await;
    after(&faces, &visit, group, typed, outcome, "groups-done-invited").await
}

/// Lets somebody in or not, makes a manager or no longer, takes somebody out.
pub(super) async fn member(
    State(faces): State<Faces>,
    visit: Visit,
    At(group): At<GroupId>,
    typed: Typed,
) -> Answer<Response> {
    let person: PersonId = typed.parsed("person").ok_or_else(Refusal::not_found)?;
    let (groups, actor, key) = (&faces.house.groups, &visit.actor, typed.key()?);
    let outcome = match typed.text("do") {
        "admit" => groups.run(actor, &key, Admit { group, person, yes: true }).await,
        "decline" => groups.run(actor, &key, Admit { group, person, yes: false }).await,
        "manager" => groups.run(actor, &key, SetRole { group, person, role: MemberRole::Manager }).await,
        "member" => groups.run(actor, &key, SetRole { group, person, role: MemberRole::Member }).await,
        _ => groups.run(actor, &key, RemoveMember { group, person }).await,
    };
    after(&faces, &visit, group, typed, outcome, "groups-done-member").await
}

pub(super) async fn donate(
    State(faces): State<Faces>,
    visit: Visit,
    At(group): At<GroupId>,
    typed: Typed,
) -> Answer<Response> {
    let minutes = Minutes(typed.int("minutes").unwrap_or(0));
    let command = DonateGroupTime { group, minutes };
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, command).await.map(|_| ());
    after(&faces, &visit, group, typed, outcome, "groups-done-donated").await
}
