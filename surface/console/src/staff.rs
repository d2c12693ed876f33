//! Staff and their roles: accounts are set up here (the one-time secret is shown once), roles are asked for, agreed to by
//! a second officer where that is the rule, and ended.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use tb_frame::{Choice, Faces, Form, Page, done, render, render_at};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{Fail, GrantId, Level, Node, PersonId, Refusal, Role};
use tb_people::{GrantInput, GrantState, GrantView, NewStaff, StaffInput, StaffView};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/staff", "people.staff", roles::STAFF_LOOK), list)
        .add(read("/console/staff/new", "people.create-staff-form", roles::KEEPERS), new_form)
        .add(write("/console/staff/new", "people.create-staff", roles::KEEPERS), new)
        .add(read("/console/staff/{id}/grant", "people.grant-form", roles::OFFICERS), grant_form)
        .add(write("/console/staff/{id}/grant", "people.grant", roles::OFFICERS), grant)
        .add(read("/console/staff/{id}/reset", "people.reset-staff-form", roles::KEEPERS), reset_form)
        .add(write("/console/staff/{id}/reset", "people.reset-staff", roles::KEEPERS), reset)
        .add(read("/console/grants/{id}/end", "people.end-grant-form", roles::OFFICERS), end_form)
        .add(write("/console/grants/{id}/end", "people.end-grant", roles::OFFICERS), end)
        .add(write("/console/grants/{id}/review", "people.review-grant", roles::OFFICERS), review)
}

#[derive(Template)]
#[template(path = "staff/list.html")]
struct List {
    page: Page,
    ground: Ground,
    rows: Vec<Row>,
    count: String,
    /// First letter after which the next page begins; empty on the last.
    next: String,
    may_create: bool,
    /// Only those with a role that is due to be looked at.
    due: bool,
    key: String,
}

struct Row {
    id: PersonId,
    name: String,
    username: String,
    place: String,
    grants: Vec<GrantRow>,
    may_grant: bool,
    may_keep: bool,
    may_lock: bool,
    locked: bool,
}

struct GrantRow {
    role: String,
    place: String,
    days: String,
    state: String,
    tone: &'static str,
    approval: String,
    end: String,
    /// Until when somebody must look at it again, in words.
    review_by: String,
    due: bool,
    /// Where "looked at, stays" is sent; empty for whoever may not say so.
    review: String,
}

/// A review that falls due within so many days counts as due.
const REVIEW_AHEAD_DAYS: i64 = 14;
/// Accounts of one page.
const SHOWN: usize = 100;

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::STAFF_LOOK)?;
    let people = &faces.house.people;
    let mut staff = people.staff(&visit.actor, Some(ground.node), "").await?;
    staff.sort_by(|a, b| a.username.cmp(&b.username));
    staff.dedup_by(|a, b| a.person == b.person);
    let (due, today) = (typed.ticked("due"), faces.now().day());
    if due {
        let is_due = |grant: &GrantView| grant.review_by.is_some_and(|day| day <= today.plus_days(REVIEW_AHEAD_DAYS));
        staff.retain(|one| one.grants.iter().any(is_due));
    }
    let all = staff.len();
    let from = typed.text("from");
    let mut shown: Vec<StaffView> =
        staff.into_iter().filter(|one| from.is_empty() || one.username.as_str() > from).collect();
    let next = if shown.len() > SHOWN { shown[SHOWN - 1].username.clone() } else { String::new() };
    shown.truncate(SHOWN);
    let page = faces.page(&visit, "staff").await?;
    let next = if next.is_empty() { next } else { format!("/console/staff?{}", typed.query(&[("from", &next)])) };
    render(&List {
        rows: shown.iter().map(|one| row_of(&faces, &visit, &t, one)).collect(),
        count: t.with("console-count", [("n", all.to_string())]),
        next,
        may_create: visit.actor.may(roles::KEEPERS, ground.node),
        due,
        key: visit.fresh_key(),
        ground,
        page,
    })
}

fn row_of(faces: &Faces, visit: &Visit, t: &Text, one: &StaffView) -> Row {
    Row {
        id: one.person,
        name: one.masked_name.clone(),
        username: one.username.clone(),
        place: place_name(faces, one.node),
        grants: one.grants.iter().map(|grant| grant_row(faces, visit, t, grant)).collect(),
        may_grant: visit.actor.has_role(roles::OFFICERS) && visit.actor.person != Some(one.person),
        may_keep: visit.actor.may(roles::KEEPERS, one.node) && visit.actor.person != Some(one.person),
        may_lock: visit.actor.may(roles::LOCKERS, one.node) && visit.actor.person != Some(one.person),
        locked: one.locked.is_some(),
    }
}

fn grant_row(faces: &Faces, visit: &Visit, t: &Text, grant: &GrantView) -> GrantRow {
    let to = grant.to.map_or_else(|| t.get("console-open-end"), |day| t.date(day));
    let running = matches!(grant.state, GrantState::Active | GrantState::Proposed | GrantState::Invited);
    let officer = visit.actor.may(roles::OFFICERS, grant.node);
    let due = grant.review_by.is_some_and(|day| day <= faces.now().day().plus_days(REVIEW_AHEAD_DAYS));
    GrantRow {
        role: labels::role(t, grant.role),
        place: place_name(faces, grant.node),
        days: format!("{} – {to}", t.date(grant.from)),
        state: t.get(&format!("people-grant-{}", grant.state.code())),
        tone: match grant.state {
            GrantState::Proposed | GrantState::Invited => "wait",
            GrantState::Active => "ok",
            GrantState::Ended => "still",
            GrantState::Refused => "bad",
        },
        approval: grant
            .approval
            .filter(|_| grant.state == GrantState::Proposed)
            .map(|approval| format!("/console/approvals/{approval}"))
            .unwrap_or_default(),
        end: if running && officer { format!("/console/grants/{}/end", grant.id) } else { String::new() },
        review_by: grant.review_by.map(|day| t.with("staff-review-by", [("day", t.date(day))])).unwrap_or_default(),
        due,
        review: if due && officer && visit.actor.person != Some(grant.person) {
            format!("/console/grants/{}/review", grant.id)
        } else {
            String::new()
        },
    }
}

#[derive(Template)]
#[template(path = "staff/new.html")]
struct New {
    page: Page,
    crumbs: Vec<Crumb>,
    nodes: Vec<Choice>,
    form: Form,
}

#[derive(Template)]
#[template(path = "staff/secret.html")]
struct Secret {
    page: Page,
    username: String,
    qr: String,
    secret: String,
    person: PersonId,
}

async fn new_form(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    new_page(&faces, &visit, Form::blank(&visit)).await
}

/// The answer to the form shows the secret; it has no address of its own.
async fn new(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let input = StaffInput {
        name: typed.text("name").to_owned(),
        id_no: typed.text("id_no").to_owned(),
        phone: typed.text("phone").to_owned(),
        node: Node::parse(typed.text("node")),
        username: typed.text("username").to_owned(),
        password: typed.text("password").to_owned(),
    };
    let username = input.username.trim().to_lowercase();
    let outcome = faces.house.people.create_staff(&visit.actor, &key(&typed)?, input).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(staff) => {
            let page = faces.page(&visit, "staff").await?.at("/console/staff");
            render(&Secret { qr: qr(&staff)?, secret: letters(&staff), person: staff.person, username, page })
        }
        Sent::Again(form) => new_page(&faces, &visit, form).await,
    }
}

/// The address an authenticator app reads, as a picture.
fn qr(staff: &NewStaff) -> Result<String, Fail> {
    let code = QrCode::with_error_correction_level(staff.one_time_url.as_bytes(), EcLevel::M).map_err(Fail::fault)?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(220, 220).quiet_zone(true).build();
    // Without the declaration it can stand inside a page.
    Ok(picture.split_once("?>").map_or(picture.clone(), |(_, svg)| svg.to_owned()))
}

/// The secret in groups of four letters, for those who type it.
fn letters(staff: &NewStaff) -> String {
    let secret = staff.one_time_url.split(['?', '&']).find_map(|part| part.strip_prefix("secret=")).unwrap_or_default();
    let groups: Vec<String> =
        secret.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
    groups.join(" ")
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let page = faces.page(visit, "staff").await?.at("/console/staff/new");
    let status = form.status;
    render_at(
        status,
        &New {
            crumbs: crumbs([(t.get("console-staff"), "/console/staff"), (t.get("console-staff-new"), "")]),
            nodes: work_places(faces, visit, form.typed.text("node"), Level::Street),
            form,
            page,
        },
    )
}

/// The places of the territory down to a level.
fn work_places(faces: &Faces, visit: &Visit, chosen: &str, down_to: Level) -> Vec<Choice> {
    let places = &faces.house.places;
    let mut choices = Vec::new();
    for root in visit.actor.territory(roles::KEEPERS) {
        let below = places.subtree(root).iter().filter(|division| division.level <= down_to);
        choices.extend(below.map(|division| {
            let code = division.node.to_string();
            let chosen = code == chosen;
            Choice::new(code, place_name(faces, division.node), chosen)
        }));
    }
    choices
}

#[derive(Template)]
#[template(path = "staff/grant.html")]
struct Grant {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    roles: Vec<Choice>,
    nodes: Vec<Choice>,
    form: Form,
}

async fn grant_form(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let today = faces.now().day().to_string();
    let form = Form::filled(&visit, Typed::of([("from", today)]));
    grant_page(&faces, &visit, id, form).await
}

async fn grant(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let outcome = match grant_input(id, &typed) {
        Ok(input) => faces.house.people.grant(&visit.actor, &key(&typed)?, input).await,
        Err(refusal) => Err(refusal.into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(asked) => match asked.approval {
            Some(approval) => Ok(done(&visit, &format!("/console/approvals/{approval}"), "console-done-proposed", &[])),
            None => said(&visit, "/console/staff", "console-done-grant"),
        },
        Sent::Again(form) => grant_page(&faces, &visit, id, form).await,
    }
}

fn grant_input(person: PersonId, typed: &Typed) -> Result<GrantInput, Refusal> {
    let (role, node, from) = (Role::parse(typed.text("role")), Node::parse(typed.text("node")), typed.day("from"));
    let mut wrong = Refusal::invalid();
    if role.is_none() {
        wrong = wrong.field("role", "people.missing");
    }
    if node.is_none() {
        wrong = wrong.field("node", "people.missing");
    }
    if from.is_none() {
        wrong = wrong.field("from", "people.missing");
    }
    if typed.given("reason").is_none() {
        wrong = wrong.field("reason", "people.missing");
    }
    let known = (|| Some((role?, node?, from?)))();
    match known.filter(|_| wrong.fields.is_empty()) {
        Some((role, node, from)) => {
            Ok(GrantInput { person, role, node, from, to: typed.day("to"), reason: typed.text("reason").to_owned() })
        }
        None => Err(wrong),
    }
}

#[derive(Template)]
#[template(path = "staff/reset.html")]
struct Reset {
    page: Page,
    id: PersonId,
    name: String,
    form: Form,
}

async fn reset_form(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    reset_page(&faces, &visit, id, Form::blank(&visit)).await
}

/// Like a new account: the answer shows the new secret, once.
async fn reset(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let one = one_of_staff(&faces, &visit, id).await?;
    let outcome = faces.house.people.reset_staff(&visit.actor, &key(&typed)?, id, typed.text("password")).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(staff) => {
            let page = faces.page(&visit, "staff").await?.at("/console/staff");
            render(&Secret { qr: qr(&staff)?, secret: letters(&staff), person: id, username: one.username, page })
        }
        Sent::Again(form) => reset_page(&faces, &visit, id, form).await,
    }
}

async fn reset_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let one = one_of_staff(faces, visit, id).await?;
    let page = faces.page(visit, "staff").await?.at(&format!("/console/staff/{id}/reset"));
    let status = form.status;
    render_at(status, &Reset { id, name: format!("{} ({})", one.masked_name, one.username), form, page })
}

pub(crate) async fn one_of_staff(faces: &Faces, visit: &Visit, id: PersonId) -> Answer<StaffView> {
    let staff = faces.house.people.staff(&visit.actor, None, "").await?;
    staff.into_iter().find(|one| one.person == id).ok_or_else(Trouble::not_found)
}

async fn grant_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let one = one_of_staff(faces, visit, id).await?;
    let page = faces.page(visit, "staff").await?.at(&format!("/console/staff/{id}/grant"));
    let status = form.status;
    render_at(
        status,
        &Grant {
            crumbs: crumbs([(t.get("console-staff"), "/console/staff"), (one.username.clone(), "")]),
            id,
            name: format!("{} ({})", one.masked_name, one.username),
            roles: labels::choices(&Role::ALL, form.typed.text("role"), Role::code, |role| labels::role(&t, role)),
            nodes: work_places(faces, visit, form.typed.text("node"), Level::Street),
            form,
            page,
        },
    )
}

/// Looked at, and it stays.
async fn review(State(faces): State<Faces>, visit: Visit, At(id): At<GrantId>, typed: Typed) -> Answer<Response> {
    faces.house.people.review_grant(&visit.actor, &key(&typed)?, id).await?;
    said(&visit, "/console/staff", "staff-done-review")
}

#[derive(Template)]
#[template(path = "staff/end.html")]
struct End {
    page: Page,
    id: GrantId,
    what: String,
    form: Form,
}

async fn end_form(State(faces): State<Faces>, visit: Visit, At(id): At<GrantId>) -> Answer<Response> {
    end_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn end(State(faces): State<Faces>, visit: Visit, At(id): At<GrantId>, typed: Typed) -> Answer<Response> {
    let outcome = faces.house.people.end_grant(&visit.actor, &key(&typed)?, id, typed.text("reason")).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, "/console/staff", "console-done-grant-end"),
        Sent::Again(form) => end_page(&faces, &visit, id, form).await,
    }
}

async fn end_page(faces: &Faces, visit: &Visit, id: GrantId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let grants = faces.house.people.grants(&visit.actor, None).await?;
    let grant = grants.into_iter().find(|grant| grant.id == id).ok_or_else(Trouble::not_found)?;
    let page = faces.page(visit, "staff").await?.at(&format!("/console/grants/{id}/end"));
    let what = format!("{} · {} · {}", grant.masked_name, labels::role(&t, grant.role), place_name(faces, grant.node));
    let status = form.status;
    render_at(status, &End { id, what, form, page })
}
