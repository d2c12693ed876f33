//! Groups at the desk: those of a territory, one with its members, licences and events, and what an officer decides.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, render, render_at};
use tb_groups::{DecideGroup, GatheringState, GroupState, QualifyGroup, SetGroupState};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{GroupId, Outcome, Refusal};
use tb_policy::Licence;
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/groups", "groups.list", roles::LOOK), list)
        .add(read("/console/groups/{id}", "groups.one", roles::LOOK), show)
        .add(write("/console/groups/{id}/decide", "groups.decide", roles::DECIDE), decide)
        .add(write("/console/groups/{id}/state", "groups.set-state", roles::DECIDE), state)
        .add(write("/console/groups/{id}/licence", "groups.qualify", roles::DECIDE), qualify)
}

#[derive(Template)]
#[template(path = "groups/list.html")]
struct List {
    page: Page,
    ground: Ground,
    states: Vec<Choice>,
    rows: Vec<Row>,
    events: Vec<EventRow>,
    count: String,
    may_export: bool,
}

struct Row {
    href: String,
    name: String,
    kind: String,
    place: String,
    since: String,
    state: String,
    tone: &'static str,
}

pub(crate) struct EventRow {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) when: String,
    pub(crate) payer: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let state = GroupState::parse(typed.text("state"));
    let groups = &faces.house.groups;
    let found = groups.list(&visit.actor, ground.node, state).await?;
    let waiting = groups.gatherings(&visit.actor, ground.node, None).await?;
    let open = waiting.iter().filter(|g| matches!(g.state, GatheringState::Planned | GatheringState::Published));
    let page = faces.page(&visit, "people.groups").await?;
    let rows: Vec<Row> = found
        .iter()
        .map(|group| Row {
            href: format!("/console/groups/{}", group.id),
            name: group.name.clone(),
            kind: t.get(&format!("groups-kind-{}", group.kind)),
            place: place_name(&faces, group.node),
            since: t.date(group.registered_at.day()),
            state: t.get(&format!("groups-state-{}", group.state)),
            tone: tone(group.state),
        })
        .collect();
    render(&List {
        may_export: visit.actor.has_role(roles::DECIDE),
        events: open.map(|gathering| event_row(&t, gathering)).collect(),
        states: labels::choices(GroupState::ALL, typed.text("state"), GroupState::code, |state| {
            t.get(&format!("groups-state-{state}"))
        }),
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        ground,
        page,
    })
}

pub(crate) fn event_row(t: &Text, gathering: &tb_groups::Gathering) -> EventRow {
    EventRow {
        href: format!("/console/gatherings/{}", gathering.id),
        title: gathering.title.clone(),
        when: labels::full_when(t, gathering.starts_at),
        payer: t.get(&format!("groups-payer-{}", gathering.payer)),
        state: t.get(&format!("groups-event-{}", gathering.state)),
        tone: event_tone(gathering.state),
    }
}

pub(crate) const fn event_tone(state: GatheringState) -> &'static str {
    match state {
        GatheringState::Planned => "wait",
        GatheringState::Published => "info",
        GatheringState::Settled => "ok",
        GatheringState::Refused | GatheringState::Cancelled => "still",
    }
}

const fn tone(state: GroupState) -> &'static str {
    match state {
        GroupState::Registered => "wait",
        GroupState::Approved => "ok",
        GroupState::Refused | GroupState::Suspended => "bad",
        GroupState::Closed => "still",
    }
}

#[derive(Template)]
#[template(path = "groups/one.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    form: Form,
    id: GroupId,
    name: String,
    facts: Vec<(String, String)>,
    members: Vec<(String, String, String)>,
    licences: Vec<(String, String, String)>,
    events: Vec<EventRow>,
    licence_choices: Vec<Choice>,
    may_decide: bool,
    waits: bool,
    changes: Vec<(&'static str, String)>,
    keys: (String, String),
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<GroupId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    one(&faces, &visit, id, form).await
}

async fn one(faces: &Faces, visit: &Visit, id: GroupId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let file = faces.house.groups.file(&visit.actor, id).await?;
    if !file.standing.staff {
        return Err(Refusal::not_found().into());
    }
    let page = faces.page(visit, "people.groups").await?.at(&format!("/console/groups/{id}"));
    let names = faces.names(file.members.iter().map(|m| m.person).chain([file.group.registered_by])).await?;
    let group = &file.group;
    let version = faces.house.policies.at(group.node, page.now.day()).map_err(Refusal::from)?;
    let time = &version.parameters.group_time;
    let mode = t.get(&format!("groups-mode-{}", time.mode.code()));
    let mut facts = vec![
        (t.get("groups-kind"), t.get(&format!("groups-kind-{}", group.kind))),
        (t.get("console-th-place"), place_name(faces, group.node)),
        (t.get("console-groups-state"), t.get(&format!("groups-state-{}", group.state))),
        (t.get("groups-about"), group.about.clone()),
        (t.get("groups-role-manager"), labels::name_of(&names, Some(group.registered_by))),
        (t.get("groups-account"), format!("{mode} · {}", time.article)),
    ];
    if let Some(held) = &file.balances {
        facts.push((t.get("console-balance"), t.minutes(held.free())));
    }
    if let Some(reason) = &group.reason {
        facts.push((t.get("console-reason"), reason.clone()));
    }
    let members = file.members.iter().map(|member| {
        (
            labels::name_of(&names, Some(member.person)),
            t.get(&format!("groups-role-{}", member.role)),
            t.get(&format!("groups-member-{}", member.state)),
        )
    });
    let licences = file.licences.iter().map(|licence| {
        let name = t.get(&format!("people-licence-{}", licence.licence));
        (name, t.date(licence.valid_until), licence.evidence.clone())
    });
    let to = |state: GroupState, key: &str| (state.code(), t.get(key));
    let changes = match group.state {
        GroupState::Approved => {
            vec![to(GroupState::Suspended, "console-groups-suspend"), to(GroupState::Closed, "console-groups-close")]
        }
        GroupState::Suspended => {
            vec![to(GroupState::Approved, "console-groups-resume"), to(GroupState::Closed, "console-groups-close")]
        }
        _ => Vec::new(),
    };
    let template = One {
        crumbs: crumbs([(t.get("groups-title"), "/console/groups"), (group.name.clone(), "")]),
        id,
        name: group.name.clone(),
        facts,
        members: members.collect(),
        licences: licences.collect(),
        events: file.gatherings.iter().map(|gathering| event_row(&t, gathering)).collect(),
        licence_choices: labels::choices(Licence::ALL, form.value("licence"), Licence::code, |licence| {
            t.get(&format!("people-licence-{}", licence.code()))
        }),
        may_decide: visit.actor.may(roles::DECIDE, group.node),
        waits: group.state == GroupState::Registered,
        changes,
        keys: (visit.fresh_key(), visit.fresh_key()),
        form,
        page,
    };
    render_at(template.form.status, &template)
}

async fn after<T>(faces: &Faces, visit: &Visit, id: GroupId, typed: Typed, outcome: Outcome<T>) -> Answer<Response> {
    match sent(faces, visit, typed, outcome)? {
        Sent::Done(_) => said(visit, &format!("/console/groups/{id}"), "console-done-group"),
        Sent::Again(form) => one(faces, visit, id, form).await,
    }
}

async fn decide(State(faces): State<Faces>, visit: Visit, At(group): At<GroupId>, typed: Typed) -> Answer<Response> {
    let approve = typed.text("decision") == "yes";
    let command = DecideGroup { group, approve, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.groups.run(&visit.actor, &key(&typed)?, command).await;
    after(&faces, &visit, group, typed, outcome).await
}

async fn state(State(faces): State<Faces>, visit: Visit, At(group): At<GroupId>, typed: Typed) -> Answer<Response> {
    let to = GroupState::parse(typed.text("to")).unwrap_or(GroupState::Registered);
    let command = SetGroupState { group, to, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.groups.run(&visit.actor, &key(&typed)?, command).await;
    after(&faces, &visit, group, typed, outcome).await
}

async fn qualify(State(faces): State<Faces>, visit: Visit, At(group): At<GroupId>, typed: Typed) -> Answer<Response> {
    let outcome = match (Licence::parse(typed.text("licence")), typed.day("valid_until")) {
        (Some(licence), Some(valid_until)) => {
            let evidence = typed.text("evidence").to_owned();
            let command = QualifyGroup { group, licence, valid_until, evidence };
            faces.house.groups.run(&visit.actor, &key(&typed)?, command).await
        }
        (licence, until) => {
            let mut wrong = Refusal::invalid();
            for (field, missing) in [("licence", licence.is_none()), ("valid_until", until.is_none())] {
                if missing {
                    wrong = wrong.field(field, "groups.missing");
                }
            }
            Err(wrong.into())
        }
    };
    after(&faces, &visit, group, typed, outcome).await
}
