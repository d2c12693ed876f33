//! One event of a group at the desk: an officer opens it, a clerk keeps the list where there is no telephone, verifies and
//! settles it.

use crate::forms::{Sent, key, said, sent};
use crate::groups::event_tone;
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, item_name, render_at};
use tb_groups::{
    ApproveGathering, AttendState, CancelGathering, GatheringState, Payer, Roster, RosterLine, SettleGathering,
};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{GatheringId, Instant, Outcome, PersonId, Refusal};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/gatherings/{id}", "groups.gathering", roles::LOOK), show)
        .add(write("/console/gatherings/{id}/decide", "groups.approve-gathering", roles::DECIDE), decide)
        .add(write("/console/gatherings/{id}/roster", "groups.roster", roles::SERVE), roster)
        .add(write("/console/gatherings/{id}/settle", "groups.settle", roles::SERVE), settle)
        .add(write("/console/gatherings/{id}/cancel", "groups.cancel-gathering", roles::DECIDE), cancel)
}

#[derive(Template)]
#[template(path = "groups/gathering.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    form: Form,
    id: GatheringId,
    title: String,
    state: String,
    tone: &'static str,
    facts: Vec<(String, String)>,
    rows: Vec<Row>,
    code: String,
    seen: i64,
    keys: Vec<String>,
    may_decide: bool,
    may_list: bool,
    may_settle: bool,
    may_cancel: bool,
}

struct Row {
    person: PersonId,
    name: String,
    state: String,
    from: String,
    to: String,
    credited: String,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<GatheringId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    one(&faces, &visit, id, form).await
}

async fn one(faces: &Faces, visit: &Visit, id: GatheringId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let file = faces.house.groups.gathering(&visit.actor, id).await?;
    if !file.standing.staff {
        return Err(Refusal::not_found().into());
    }
    let page = faces.page(visit, "people.groups").await?.at(&format!("/console/gatherings/{id}"));
    let g = &file.gathering;
    let version = faces.house.orders.version(&g.policy)?;
    let names = faces.names(file.list.iter().map(|one| one.person)).await?;
    let clock = |at: Option<Instant>| at.map(|at| t.clock(at)).unwrap_or_default();
    let rows = file.list.iter().filter(|one| one.state != AttendState::Withdrawn).map(|one| Row {
        person: one.person,
        name: labels::name_of(&names, Some(one.person)),
        state: t.get(&format!("groups-attend-{}", one.state)),
        from: clock(one.in_at),
        to: clock(one.out_at),
        credited: one.credited_minutes.map(|minutes| t.minutes(minutes)).unwrap_or_default(),
    });
    let helpers =
        t.with("groups-helpers", [("promised", file.promised.to_string()), ("helpers", g.helpers.to_string())]);
    let mut facts = vec![
        (t.get("groups-fact-group"), file.group.name.clone()),
        (t.get("groups-fact-item"), item_name(&version, &g.item, page.lang)),
        (t.get("groups-fact-when"), format!("{} – {}", labels::full_when(&t, g.starts_at), t.clock(g.ends_at))),
        (t.get("groups-fact-place"), g.place.clone()),
        (t.get("groups-fact-helpers"), helpers),
        (t.get("groups-fact-payer"), t.get(&format!("groups-payer-{}", g.payer))),
        (t.get("groups-fact-most"), t.minutes(g.held_minutes)),
    ];
    if let Some(minutes) = g.settled_minutes {
        facts.push((t.get("groups-fact-settled"), t.minutes(minutes)));
    }
    let (serves, decides) = (visit.actor.may(roles::SERVE, g.node), visit.actor.may(roles::DECIDE, g.node));
    let published = g.state == GatheringState::Published;
    let open = matches!(g.state, GatheringState::Planned | GatheringState::Published);
    let group_href = format!("/console/groups/{}", g.group_id);
    let template = One {
        crumbs: crumbs([
            (t.get("groups-title"), "/console/groups"),
            (file.group.name.clone(), &group_href),
            (g.title.clone(), ""),
        ]),
        id,
        title: g.title.clone(),
        state: t.get(&format!("groups-event-{}", g.state)),
        tone: event_tone(g.state),
        facts,
        rows: rows.collect(),
        code: file.code.clone().filter(|_| serves).unwrap_or_default(),
        seen: g.version,
        keys: (0..4).map(|_| visit.fresh_key()).collect(),
        may_decide: decides && g.state == GatheringState::Planned && g.payer != Payer::Elder,
        may_list: serves && published && file.code.is_some(),
        may_settle: serves && published && g.payer != Payer::Elder && page.now >= g.ends_at,
        may_cancel: decides && open,
        form,
        page,
    };
    render_at(template.form.status, &template)
}

async fn after<T>(
    faces: &Faces,
    visit: &Visit,
    id: GatheringId,
    typed: Typed,
    outcome: Outcome<T>,
) -> Answer<Response> {
    match sent(faces, visit, typed, outcome)? {
        Sent::Done(_) => said(visit, &format!("/console/gatherings/{id}"), "console-done-group"),
        Sent::Again(form) => one(faces, visit, id, form).await,
    }
}

type Id = At<GatheringId>;

async fn decide(State(faces): State<Faces>, visit: Visit, At(gathering): Id, typed: Typed) -> Answer<Response> {
    let approve = typed.text("decision") == "yes";
    let reason = typed.text("reason").to_owned();
    let command = ApproveGathering { gathering, approve, reason, seen: typed.int("seen") };
    let outcome = faces.house.groups.run(&visit.actor, &key(&typed)?, command).await;
    after(&faces, &visit, gathering, typed, outcome).await
}

async fn roster(State(faces): State<Faces>, visit: Visit, At(gathering): Id, typed: Typed) -> Answer<Response> {
    let file = faces.house.groups.gathering(&visit.actor, gathering).await?;
    let day = file.gathering.starts_at.day();
    let at = |field: String| Typed::of([("at", format!("{day}T{}", typed.text(&field)))]).moment("at");
    let lines = file.list.iter().filter(|one| one.state != AttendState::Withdrawn).filter_map(|one| {
        let (from, to) = (at(format!("from-{}", one.person)), at(format!("to-{}", one.person)));
        (from.is_some() || to.is_some()).then_some(RosterLine { person: one.person, from, to })
    });
    let command = Roster { gathering, lines: lines.collect() };
    let outcome = faces.house.groups.run(&visit.actor, &key(&typed)?, command).await;
    after(&faces, &visit, gathering, typed, outcome).await
}

async fn settle(State(faces): State<Faces>, visit: Visit, At(gathering): Id, typed: Typed) -> Answer<Response> {
    let command = SettleGathering { gathering, reason: typed.text("reason").to_owned(), seen: typed.int("seen") };
    let outcome = faces.house.groups.run(&visit.actor, &key(&typed)?, command).await;
    after(&faces, &visit, gathering, typed, outcome).await
}

async fn cancel(State(faces): State<Faces>, visit: Visit, At(gathering): Id, typed: Typed) -> Answer<Response> {
    let command = CancelGathering { gathering, reason: typed.text("why").to_owned() };
    let mut outcome = faces.house.groups.run(&visit.actor, &key(&typed)?, command).await;
    if let Err(tb_kernel::Fail::Refused(refusal)) = &mut outcome {
        // Two forms of this page ask for a reason; each is told at its own field.
        refusal.fields.iter_mut().filter(|f| f.field == "reason").for_each(|f| f.field = "why".into());
    }
    after(&faces, &visit, gathering, typed, outcome).await
}
