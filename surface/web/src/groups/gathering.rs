//! One event: what and where, who comes, the code of the place, the list, and what everyone can do about it now.

use super::event_tone;
use crate::orders::spaced;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use qrcode::QrCode;
use qrcode::render::svg;
use tb_frame::{Faces, Form, Page, done, item_icon, item_name, refused_or, render_at};
use tb_groups::{
    AgreeGathering, AttendState, CancelGathering, CheckIn, CheckOut, GatheringFile, GatheringState, Payer, Roster,
    RosterLine, SettleGathering, SignUp, WithdrawSign,
};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{Fail, GatheringId, Instant, Minutes, Outcome, PersonId};
use tb_policy::rules::is_minor;

#[derive(Template)]
#[template(path = "groups/gathering.html")]
struct Event {
    page: Page,
    form: Form,
    id: GatheringId,
    group_href: String,
    title: String,
    icon: &'static str,
    state: String,
    tone: &'static str,
    facts: Vec<(String, String)>,
    mine: String,
    code: String,
    qr: String,
    rows: Vec<Line>,
    keys: Vec<String>,
    may_sign: bool,
    may_withdraw: bool,
    may_check_in: bool,
    may_check_out: bool,
    guardian: bool,
    may_agree: bool,
    may_settle: bool,
    may_cancel: bool,
    may_list: bool,
    seen: i64,
}

/// One helper on the list.
struct Line {
    person: PersonId,
    name: String,
    state: String,
    tone: &'static str,
    from: String,
    to: String,
    mine: bool,
}

pub(super) async fn show(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<GatheringId>,
    typed: Typed,
) -> Answer<Response> {
    // A scanned picture brings its digits along.
    let form = Form::filled(&visit, typed);
    page(&faces, &visit, id, form).await
}

async fn page(faces: &Faces, visit: &Visit, id: GatheringId, form: Form) -> Answer<Response> {
    let file = faces.house.groups.gathering(&visit.actor, id).await?;
    let page = faces.page(visit, "me").await?;
    let tell = Tell::of(faces, &page);
    let g = &file.gathering;
    let version = faces.house.orders.version(&g.policy)?;
    let names = faces.names(file.list.iter().map(|one| one.person)).await?;
    let clock = |at: Option<Instant>| at.map(|at| page.t.clock(at)).unwrap_or_default();
    let me = visit.actor.subject();
    let rows = file.list.iter().filter(|one| one.state != AttendState::Withdrawn).map(|one| Line {
        person: one.person,
        name: names.get(&one.person).map(|shown| tell.person(shown)).unwrap_or_default(),
        state: match one.credited_minutes {
            Some(minutes) if g.state == GatheringState::Settled => tell.minutes(minutes),
            _ => page.t.get(&format!("groups-attend-{}", one.state)),
        },
        tone: if one.state == AttendState::Done { "ok" } else { "wait" },
        from: clock(one.in_at),
        to: clock(one.out_at),
        mine: Some(one.person) == me,
    });
    let rows: Vec<Line> = rows.collect();
    let code = file.code.clone().unwrap_or_default();
    let qr = if code.is_empty() { String::new() } else { picture(faces, id, &code)? };
    let published = g.state == GatheringState::Published;
    let mine = file.mine.as_ref().map(|one| one.state);
    let guardian = match me.filter(|_| mine == Some(AttendState::Signed)) {
        Some(me) => is_minor(&version, crate::home::facts(faces, me).await?.age(page.now.day())),
        None => false,
    };
    let before = page.now < g.starts_at;
    let template = Event {
        group_href: format!("/groups/{}", g.group_id),
        title: g.title.clone(),
        icon: item_icon(&g.item),
        state: page.t.get(&format!("groups-event-{}", g.state)),
        tone: event_tone(g.state),
        facts: facts(&tell, &page, &file, item_name(&version, &g.item, page.lang)),
        mine: mine.map(|state| page.t.get(&format!("groups-attend-{state}"))).unwrap_or_default(),
        code: spaced(&code),
        qr,
        rows,
        keys: (0..8).map(|_| visit.fresh_key()).collect(),
        may_sign: published && before && file.standing.is_member() && mine.is_none_or(|s| s == AttendState::Withdrawn),
        may_withdraw: published && before && mine == Some(AttendState::Signed),
        may_check_in: published
            && mine == Some(AttendState::Signed)
            && page.now >= g.starts_at.minus(tb_kernel::Span::minutes(30)),
        may_check_out: published && mine == Some(AttendState::Present),
        guardian,
        may_agree: file.paying && g.state == GatheringState::Planned,
        may_settle: file.paying && published && page.now >= g.ends_at,
        may_cancel: (file.paying || file.standing.is_manager())
            && matches!(g.state, GatheringState::Planned | GatheringState::Published),
        may_list: file.standing.is_manager() && file.code.is_some(),
        seen: g.version,
        id,
        form,
        page: page.clone(),
    };
    render_at(template.form.status, &template)
}

fn facts(tell: &Tell<'_>, page: &Page, file: &GatheringFile, item: String) -> Vec<(String, String)> {
    let say = |key: &str| page.t.get(key);
    let g = &file.gathering;
    let when = format!("{} – {}", tell.when(g.starts_at), page.t.clock(g.ends_at));
    let helpers =
        page.t.with("groups-helpers", [("promised", file.promised.to_string()), ("helpers", g.helpers.to_string())]);
    let mut facts = vec![
        (say("groups-fact-group"), file.group.name.clone()),
        (say("groups-fact-item"), item),
        (say("groups-fact-when"), when),
        (say("groups-fact-place"), g.place.clone()),
        (say("groups-fact-helpers"), helpers),
        (say("groups-fact-payer"), say(&format!("groups-payer-{}", g.payer))),
    ];
    if g.payer != Payer::Honour && (file.paying || file.standing.sees_names()) {
        let most = if g.state == GatheringState::Planned { Minutes(g.minutes.0 * g.helpers) } else { g.held_minutes };
        facts.push((say("groups-fact-most"), tell.minutes(most)));
    }
    if let Some(minutes) = g.settled_minutes {
        facts.push((say("groups-fact-settled"), tell.minutes(minutes)));
    }
    facts
}

/// A picture that opens this page with the digits in it.
fn picture(faces: &Faces, id: GatheringId, code: &str) -> Answer<String> {
    let address = format!("{}/gatherings/{id}?code={code}", faces.look.public_url);
    let code = QrCode::new(address.as_bytes()).map_err(Fail::fault)?;
    let drawn = code.render::<svg::Color<'_>>().quiet_zone(true).min_dimensions(200, 200).build();
    Ok(drawn.split_once("?>").map_or(drawn.clone(), |(_, picture)| picture.to_owned()))
}

async fn after(
    faces: &Faces,
    visit: &Visit,
    id: GatheringId,
    typed: Typed,
    outcome: Outcome<()>,
    notice: &str,
) -> Answer<Response> {
    match refused_or(outcome)? {
        Ok(()) => Ok(done(visit, &format!("/gatherings/{id}"), notice, &[])),
        Err(refusal) => {
            let form = Form::again(visit, &faces.text(visit), typed, &refusal);
            page(faces, visit, id, form).await
        }
    }
}

type Id = At<GatheringId>;

pub(super) async fn agree(
    State(faces): State<Faces>,
    visit: Visit,
    At(gathering): Id,
    typed: Typed,
) -> Answer<Response> {
    let yes = typed.text("do") == "yes";
    let command = AgreeGathering { gathering, yes };
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, command).await.map(|_| ());
    let notice = if yes { "groups-done-agreed" } else { "groups-done-declined" };
    after(&faces, &visit, gathering, typed, outcome, notice).await
}

pub(super) async fn sign(
    State(faces): State<Faces>,
    visit: Visit,
    At(gathering): Id,
    typed: Typed,
) -> Answer<Response> {
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, SignUp { gathering }).await;
    after(&faces, &visit, gathering, typed, outcome, "groups-done-signed").await
}

pub(super) async fn withdraw(
    State(faces): State<Faces>,
    visit: Visit,
    At(gathering): Id,
    typed: Typed,
) -> Answer<Response> {
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, WithdrawSign { gathering }).await;
    after(&faces, &visit, gathering, typed, outcome, "groups-done-unsigned").await
}

fn digits(typed: &Typed, field: &str) -> String {
    typed.text(field).chars().filter(char::is_ascii_digit).collect()
}

pub(super) async fn check_in(
    State(faces): State<Faces>,
    visit: Visit,
    At(gathering): Id,
    typed: Typed,
) -> Answer<Response> {
    let command = CheckIn { gathering, code: digits(&typed, "code"), guardian_code: digits(&typed, "guardian") };
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, command).await;
    after(&faces, &visit, gathering, typed, outcome, "groups-done-in").await
}

pub(super) async fn check_out(
    State(faces): State<Faces>,
    visit: Visit,
    At(gathering): Id,
    typed: Typed,
) -> Answer<Response> {
    let command = CheckOut { gathering, code: digits(&typed, "code") };
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, command).await;
    after(&faces, &visit, gathering, typed, outcome, "groups-done-out").await
}

/// The lines that were filled in; an hour is on the day of the event.
pub(super) async fn roster(
    State(faces): State<Faces>,
    visit: Visit,
    At(gathering): Id,
    typed: Typed,
) -> Answer<Response> {
    let file = faces.house.groups.gathering(&visit.actor, gathering).await?;
    let day = file.gathering.starts_at.day();
    let at = |field: String| Typed::of([("at", format!("{day}T{}", typed.text(&field)))]).moment("at");
    let lines = file.list.iter().filter(|one| one.state != AttendState::Withdrawn).filter_map(|one| {
        let (from, to) = (at(format!("from-{}", one.person)), at(format!("to-{}", one.person)));
        let absent = typed.ticked(&format!("absent-{}", one.person));
        (from.is_some() || to.is_some() || absent).then_some(RosterLine {
            person: one.person,
            from: from.filter(|_| !absent),
            to: to.filter(|_| !absent),
        })
    });
    let command = Roster { gathering, lines: lines.collect() };
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, command).await;
    after(&faces, &visit, gathering, typed, outcome, "groups-done-roster").await
}

pub(super) async fn settle(
    State(faces): State<Faces>,
    visit: Visit,
    At(gathering): Id,
    typed: Typed,
) -> Answer<Response> {
    let reason = typed.given("reason").unwrap_or("elder-confirmed").to_owned();
    let command = SettleGathering { gathering, reason, seen: typed.int("seen") };
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, command).await.map(|_| ());
    after(&faces, &visit, gathering, typed, outcome, "groups-done-settled").await
}

pub(super) async fn cancel(
    State(faces): State<Faces>,
    visit: Visit,
    At(gathering): Id,
    typed: Typed,
) -> Answer<Response> {
    let command = CancelGathering { gathering, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.groups.run(&visit.actor, &typed.key()?, command).await;
    after(&faces, &visit, gathering, typed, outcome, "groups-done-cancelled").await
}
