//! Grant programmes and grants of time. Opening a programme and granting are proposed here and decided by a second
//! officer; the list of who may receive is judged one by one by the rules of the day.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::ledger::balances;
use crate::lists::{Crumb, crumbs, text};
use crate::{read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeMap;
use tb_frame::{Choice, Faces, Form, Page, done, render, render_at};
use tb_giving::{NewProgramme, Programme, ProposeGrant, ProposeProgramme};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{AccountId, Cursor, Minutes, Node, Outcome, PageSize, PersonId, Refusal};
use tb_people::{EnrolmentKind, EnrolmentState, PeopleFilter};
use tb_policy::rules::{GrantFacts, GrantGiven, grant_amount, may_grant};
use tb_policy::{Period, Version};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/giving", "giving.programmes", roles::BOOKS), list)
        .add(read("/console/giving/new", "giving.propose-programme-form", roles::OFFICERS), new_form)
        .add(write("/console/giving/new", "giving.propose-programme", roles::OFFICERS), new)
        .add(read("/console/giving/{id}/grant", "giving.propose-grant-form", roles::OFFICERS), grant_form)
        .add(write("/console/giving/{id}/grant", "giving.propose-grant", roles::OFFICERS), grant)
}

#[derive(Template)]
#[template(path = "giving/list.html")]
struct List {
    page: Page,
    ground: Ground,
    rows: Vec<Row>,
    count: String,
    rule: String,
    article: String,
    may_propose: bool,
}

struct Row {
    name: String,
    code: String,
    place: String,
    opened: String,
    budget: String,
    spent: String,
    left: String,
    part: i64,
    grant: String,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::BOOKS)?;
    let version = faces.rules()?;
    let mut rows = Vec::new();
    for programme in faces.house.giving.programmes(ground.node).await? {
        let spent = Minutes(-balances(&faces, programme.id).await?.system.0);
        let may = visit.actor.may(roles::OFFICERS, programme.node);
        rows.push(Row {
            grant: if may { format!("/console/giving/{}/grant", programme.id) } else { String::new() },
            name: programme.name,
            code: programme.code,
            place: place_name(&faces, programme.node),
            opened: t.date(programme.opened_at.day()),
            budget: t.minutes(programme.budget),
            left: t.minutes(programme.budget.less(spent)),
            part: spent.0.saturating_mul(100) / programme.budget.0.max(1),
            spent: t.minutes(spent),
        });
    }
    let rule = &version.parameters.grant;
    let page = faces.page(&visit, "ledger.grants").await?;
    render(&List {
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rule: if rule.allowed {
            given_words(&t, &given(&faces, &version, ground.node))
        } else {
            t.get("console-grant-not")
        },
        article: rule.article.to_string(),
        may_propose: rule.allowed && visit.actor.may(roles::OFFICERS, ground.node),
        rows,
        ground,
        page,
    })
}

fn given(faces: &Faces, version: &Version, node: Node) -> GrantGiven {
    grant_amount(version, node, faces.now().day())
}

fn given_words(t: &Text, given: &GrantGiven) -> String {
    let key = match given.per {
        Period::Month => "console-grant-monthly",
        Period::Year => "console-grant-yearly",
    };
    t.with(key, [("amount", t.minutes(given.minutes)), ("day", t.date(given.expires_on))])
}

#[derive(Template)]
#[template(path = "giving/new.html")]
struct New {
    page: Page,
    crumbs: Vec<Crumb>,
    nodes: Vec<Choice>,
    form: Form,
}

async fn new_form(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    new_page(&faces, &visit, Form::blank(&visit)).await
}

async fn new(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let hours = typed.int("budget").and_then(|hours| hours.checked_mul(60)).unwrap_or(0);
    let outcome = match Node::parse(typed.text("node")) {
        Some(node) => {
            let programme = NewProgramme {
                code: typed.text("code").to_owned(),
                name: typed.text("name").to_owned(),
                node,
                budget: Minutes(hours),
            };
            let ask = ProposeProgramme { programme, reason: typed.text("reason").to_owned() };
            faces.house.giving.run(&visit.actor, &key(&typed)?, ask).await
        }
        None => Err(Refusal::invalid().field("node", "people.missing").into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(approval) => {
            Ok(done(&visit, &format!("/console/approvals/{approval}"), "console-done-proposed", &[]))
        }
        Sent::Again(form) => new_page(&faces, &visit, form).await,
    }
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let page = faces.page(visit, "ledger.grants").await?.at("/console/giving/new");
    let places = &faces.house.places;
    let mut nodes = Vec::new();
    for root in visit.actor.territory(roles::OFFICERS) {
        nodes.push(root);
        if root.level() == tb_kernel::Level::City {
            nodes.extend(places.children(root).into_iter().map(|division| division.node));
        }
    }
    let chosen = form.typed.text("node").to_owned();
    let choice = |node: Node| Choice::new(node.to_string(), places.name(node), node.to_string() == chosen);
    let status = form.status;
    render_at(
        status,
        &New {
            crumbs: crumbs([(t.get("console-programmes"), "/console/giving"), (t.get("console-programme-new"), "")]),
            nodes: nodes.into_iter().map(choice).collect(),
            form,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "giving/grant.html")]
struct GrantPage {
    page: Page,
    crumbs: Vec<Crumb>,
    id: AccountId,
    name: String,
    rule: String,
    article: String,
    left: String,
    eligible: Vec<Elder>,
    /// Who is not eligible: the reason, the article, how many.
    unfit: Vec<(String, String, String)>,
    given: usize,
    count: String,
    form: Form,
}

struct Elder {
    id: PersonId,
    name: String,
    handle: String,
    age: i64,
    place: String,
    traits: String,
    chosen: bool,
}

/// Elders looked at for one proposal; a larger district proposes street by street.
const LOOKED_AT_MAX: usize = 1_000;

async fn grant_form(State(faces): State<Faces>, visit: Visit, At(id): At<AccountId>) -> Answer<Response> {
    grant_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn grant(State(faces): State<Faces>, visit: Visit, At(id): At<AccountId>, typed: Typed) -> Answer<Response> {
    let people: Vec<PersonId> = typed.many("people").iter().filter_map(|id| id.parse().ok()).collect();
    let ask = ProposeGrant { programme: id, people, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.giving.run(&visit.actor, &key(&typed)?, ask).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, "/console/approvals", "console-done-proposed"),
        Sent::Again(form) => grant_page(&faces, &visit, id, form).await,
    }
}

async fn grant_page(faces: &Faces, visit: &Visit, id: AccountId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let programme = programme(faces, visit, id).await?;
    let version = faces.rules()?;
    let amount = given(faces, &version, programme.node);
    let judged = judge(faces, visit, &t, &programme, &version, &amount, &form).await?;
    let spent = Minutes(-balances(faces, id).await?.system.0);
    let page = faces.page(visit, "ledger.grants").await?.at(&format!("/console/giving/{id}/grant"));
    let status = form.status;
    render_at(
        status,
        &GrantPage {
            crumbs: crumbs([(t.get("console-programmes"), "/console/giving"), (programme.name.clone(), "")]),
            id,
            name: programme.name,
            rule: given_words(&t, &amount),
            article: amount.article.to_string(),
            left: t.minutes(programme.budget.less(spent)),
            count: t.with("console-count-people", [("n", judged.eligible.len().to_string())]),
            eligible: judged.eligible,
            unfit: judged.unfit,
            given: judged.given,
            form,
            page,
        },
    )
}

/// The programme, if the actor may propose from it.
async fn programme(faces: &Faces, visit: &Visit, id: AccountId) -> Answer<Programme> {
    let all = faces.house.giving.programmes(faces.house.node).await?;
    let found = all.into_iter().find(|programme| programme.id == id);
    found.filter(|programme| visit.actor.may(roles::OFFICERS, programme.node)).ok_or_else(Trouble::not_found)
}

struct Judged {
    eligible: Vec<Elder>,
    unfit: Vec<(String, String, String)>,
    /// Who has this period's grant already.
    given: usize,
}

#[allow(clippy::too_many_arguments)] // one fact each; a struct would only rename them
async fn judge(
    faces: &Faces,
    visit: &Visit,
    t: &Text,
    programme: &Programme,
    version: &Version,
    amount: &GrantGiven,
    form: &Form,
) -> Outcome<Judged> {
    let house = &faces.house;
    let elders = active_elders(faces, visit, programme.node).await?;
    let mut tx = house.core.db.snapshot().await?;
    let today = faces.now().day();
    let mut judged = Judged { eligible: Vec::new(), unfit: Vec::new(), given: 0 };
    let mut reasons: BTreeMap<(String, String), usize> = BTreeMap::new();
    for person in house.people.facts(&mut tx, &elders).await? {
        // Nobody proposes for themselves.
        if visit.actor.person == Some(person.id) {
            continue;
        }
        let since = person.elder_since.map_or(0, |first| (today.0 - first.0).max(0));
        let facts = GrantFacts {
            age: person.age(today),
            traits: person.traits.clone(),
            days_since_check: u32::try_from(since).unwrap_or(u32::MAX),
            node: person.node,
        };
        if let Some(refusal) = may_grant(version, &facts).refusal() {
            let reason = (t.refusal(refusal), refusal.article.clone().unwrap_or_default());
            *reasons.entry(reason).or_default() += 1;
            continue;
        }
        let posted = format!("grant:{}:{}:{}", programme.id, person.id, period(amount.per, today));
        if tb_ledger::look_up(&mut tx, &posted).await?.is_some_and(|outcome| outcome.is_ok()) {
            judged.given += 1;
            continue;
        }
        let traits: Vec<String> =
            person.traits.iter().map(|one| t.get(&format!("people-trait-{}", one.code()))).collect();
        judged.eligible.push(Elder {
            id: person.id,
            age: person.age(today),
            place: place_name(faces, person.node),
            traits: traits.join(&t.get("console-comma")),
            chosen: form.typed.is_empty() || form.has("people", &person.id.to_string()),
            name: person.masked_name,
            handle: person.handle,
        });
    }
    judged.unfit = reasons.into_iter().map(|((reason, article), n)| (reason, article, n.to_string())).collect();
    Ok(judged)
}

/// `2026-11` or `2026`, as the grant's own key says it.
fn period(per: Period, day: tb_kernel::Day) -> String {
    let date = day.date();
    match per {
        Period::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Period::Year => format!("{:04}", date.year()),
    }
}

async fn active_elders(faces: &Faces, visit: &Visit, node: Node) -> Outcome<Vec<PersonId>> {
    let filter = PeopleFilter {
        node: Some(node),
        kind: Some(EnrolmentKind::Elder),
        state: Some(EnrolmentState::Active),
        search: None,
    };
    let (mut all, mut after) = (Vec::new(), None);
    while all.len() < LOOKED_AT_MAX {
        let found = faces.house.people.list(&visit.actor, &filter, after, PageSize::of(PageSize::MAX)).await?;
        all.extend(found.rows.into_iter().map(|row| row.id));
        match found.next.as_deref().and_then(Cursor::decode) {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    all.truncate(LOOKED_AT_MAX);
    Ok(all)
}
