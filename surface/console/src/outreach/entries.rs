//! Entries: the list, a page for each, the next step, registering, adding one by hand, doubles. Masked.

use super::{reason, state, tone};
use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{self, Count, Crumb, ROWS, count_pages, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Event, Faces, Form, More, Page, render, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{Instant, OutreachId, PageSize, Refusal};
use tb_outreach::{
    AddEntry, Advance, DecidePair, DeclineReason, EntryFilter, EntryInput, EntryRow, EntryState, EntryView, PairView,
    RegisterEntry, RegisterInput,
};
use tb_policy::Trait;
use tb_words::Text;
use uuid::Uuid;

pub(super) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/outreach/entries", "outreach.list", roles::LOOK), list)
        .add(read("/console/outreach/entries/new", "outreach.add-entry-form", roles::SERVE), new_form)
        .add(write("/console/outreach/entries/new", "outreach.add-entry", roles::SERVE), new)
        .add(read("/console/outreach/entries/{id}", "outreach.entry", roles::LOOK), show)
        .add(write("/console/outreach/entries/{id}", "outreach.advance", roles::SERVE), advance)
        .add(read("/console/outreach/entries/{id}/register", "outreach.register-form", roles::SERVE), register_form)
        .add(write("/console/outreach/entries/{id}/register", "outreach.register", roles::SERVE), register)
        .add(read("/console/outreach/pairs", "outreach.pairs", roles::LOOK), pairs)
        .add(write("/console/outreach/pairs/{id}", "outreach.decide-pair", roles::DECIDE), decide_pair)
}

/// The text people agree to, by version; the page shows it.
const CONSENT: &str = "1";

#[derive(Template)]
#[template(path = "outreach/list.html")]
struct List {
    page: Page,
    ground: Ground,
    states: Vec<Choice>,
    traits: Vec<Choice>,
    search: String,
    rows: Vec<Row>,
    count: String,
    more: More,
    may_serve: bool,
}

struct Row {
    href: String,
    name: String,
    sex: String,
    age: String,
    place: String,
    state: String,
    tone: &'static str,
    traits: String,
    since: String,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let filter = EntryFilter {
        node: Some(ground.node),
        state: EntryState::parse(typed.text("state")),
        has: Trait::parse(typed.text("has")),
        search: typed.given("q").map(str::to_owned),
    };
    let outreach = &faces.house.outreach;
    let found = outreach.entries(&visit.actor, &filter, lists::after(&typed), PageSize::of(ROWS)).await?;
    let count = match (&filter.search, filter.has) {
        (None, None) => {
            let (all, _) = outreach.progress(&visit.actor, ground.node).await?;
            Count::Exactly(match filter.state {
                None => all.surveyed,
                Some(EntryState::Registered) => all.registered,
                Some(EntryState::Declined) => all.declined,
                Some(_) => return counted(&faces, &visit, &typed, ground, filter, found).await,
            })
        }
        _ => return counted(&faces, &visit, &typed, ground, filter, found).await,
    };
    list_page(&faces, &visit, &t, &typed, ground, found, count).await
}

async fn counted(
    faces: &Faces,
    visit: &Visit,
    typed: &Typed,
    ground: Ground,
    filter: EntryFilter,
    found: tb_kernel::Page<EntryRow>,
) -> Answer<Response> {
    let outreach = &faces.house.outreach;
    let count = count_pages(|after, size| outreach.entries(&visit.actor, &filter, after, size)).await?;
    list_page(faces, visit, &text(faces, visit), typed, ground, found, count).await
}

async fn list_page(
    faces: &Faces,
    visit: &Visit,
    t: &Text,
    typed: &Typed,
    ground: Ground,
    found: tb_kernel::Page<EntryRow>,
    count: Count,
) -> Answer<Response> {
    let page = faces.page(visit, "people.outreach").await?.at("/console/outreach/entries");
    let word = |one: Trait| t.get(&format!("people-trait-{}", one.code()));
    render(&List {
        states: labels::choices(EntryState::ALL, typed.text("state"), EntryState::code, |one| state(t, one)),
        traits: labels::choices(Trait::ALL, typed.text("has"), Trait::code, word),
        search: typed.value("q").to_owned(),
        rows: found.rows.iter().map(|row| row_of(faces, t, row)).collect(),
        count: count.words(t),
        more: lists::more("/console/outreach/entries", typed, found.next.as_deref()),
        may_serve: visit.actor.has_role(roles::SERVE),
        ground,
        page,
    })
}

fn row_of(faces: &Faces, t: &Text, row: &EntryRow) -> Row {
    Row {
        href: format!("/console/outreach/entries/{}", row.id),
        name: row.masked_name.clone(),
        sex: row.sex.map(|sex| labels::sex(t, sex)).unwrap_or_default(),
        age: row.age.map(|age| age.to_string()).unwrap_or_default(),
        place: place_name(faces, row.node),
        state: state(t, row.state),
        tone: tone(row.state),
        traits: traits(t, row),
        since: t.date(row.surveyed_at.day()),
    }
}

fn traits(t: &Text, row: &EntryRow) -> String {
    let words: Vec<String> = row.traits.iter().map(|one| t.get(&format!("people-trait-{}", one.code()))).collect();
    if words.is_empty() { "—".to_owned() } else { words.join(t.get("outreach-comma").as_str()) }
}

#[derive(Template)]
#[template(path = "outreach/entry.html")]
struct Show {
    page: Page,
    crumbs: Vec<Crumb>,
    id: OutreachId,
    title: String,
    state: String,
    tone: &'static str,
    facts: Vec<(String, String)>,
    classes: Vec<(String, String)>,
    events: Vec<Event>,
    person: String,
    reasons: Vec<Choice>,
    may_inform: bool,
    may_wish: bool,
    may_decline: bool,
    may_register: bool,
    pairs: i64,
    form: Form,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<OutreachId>) -> Answer<Response> {
    entry_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn advance(State(faces): State<Faces>, visit: Visit, At(id): At<OutreachId>, typed: Typed) -> Answer<Response> {
    let reason = DeclineReason::parse(typed.text("reason"));
    let outcome = match EntryState::parse(typed.text("to")) {
        Some(to) => faces.house.outreach.run(&visit.actor, &key(&typed)?, Advance { entry: id, to, reason }).await,
        None => Err(Refusal::conflict("outreach.wrong-state").into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/outreach/entries/{id}"), "outreach-done-advance"),
        Sent::Again(form) => entry_page(&faces, &visit, id, form).await,
    }
}

async fn entry_page(faces: &Faces, visit: &Visit, id: OutreachId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let entry = faces.house.outreach.entry(&visit.actor, id).await?;
    let page = faces.page(visit, "people.outreach").await?.at("/console/outreach/entries");
    let row = &entry.row;
    let open = !matches!(row.state, EntryState::Registered) && visit.actor.may(roles::SERVE, row.node);
    let chosen = form.typed.text("reason").to_owned();
    let name = |class: &tb_policy::RecipientClass| class.name.for_locale(t.lang()).to_owned();
    let status = form.status;
    render_at(
        status,
        &Show {
            crumbs: crumbs([
                (t.get("outreach-title"), "/console/outreach"),
                (t.get("outreach-entries"), "/console/outreach/entries"),
                (row.masked_name.clone(), ""),
            ]),
            id,
            title: row.masked_name.clone(),
            state: state(&t, row.state),
            tone: tone(row.state),
            facts: facts(faces, &t, &entry),
            classes: entry.class_names.iter().map(|class| (name(class), class.article.to_string())).collect(),
            events: events(&t, &entry),
            person: row.person.map(|person| format!("/console/people/{person}")).unwrap_or_default(),
            reasons: labels::choices(DeclineReason::ALL, &chosen, DeclineReason::code, |one| reason(&t, one)),
            may_inform: open && matches!(row.state, EntryState::Surveyed | EntryState::Declined),
            may_wish: open && row.state != EntryState::Willing,
            may_decline: open && row.state != EntryState::Declined,
            may_register: open,
            pairs: entry.pairs,
            form,
            page,
        },
    )
}

fn facts(faces: &Faces, t: &Text, entry: &EntryView) -> Vec<(String, String)> {
    let row = &entry.row;
    let yes = |yes: bool| t.get(if yes { "outreach-yes" } else { "outreach-no" });
    let dash = || "—".to_owned();
    let mut facts = vec![
        (t.get("console-id-no"), entry.id_no.clone().unwrap_or_else(dash)),
        (t.get("console-phone"), entry.phone.clone().unwrap_or_else(dash)),
        (t.get("console-th-sex"), row.sex.map_or_else(dash, |sex| labels::sex(t, sex))),
        (t.get("console-th-age"), row.age.map_or_else(dash, |age| age.to_string())),
        (t.get("console-th-place"), place_name(faces, row.node)),
        (t.get("outreach-traits"), traits(t, row)),
    ];
    if row.person.is_none() {
        facts.push((t.get("outreach-has-address"), yes(entry.has_address)));
        facts.push((t.get("outreach-has-emergency"), yes(entry.has_emergency)));
    }
    if let Some(why) = row.reason {
        facts.push((t.get("outreach-why-not"), reason(t, why)));
    }
    facts
}

fn events(t: &Text, entry: &EntryView) -> Vec<Event> {
    let step = |at: Option<Instant>, of: EntryState| {
        at.map(|at| Event { when: labels::full_when(t, at), title: state(t, of), detail: String::new() })
    };
    let mut all: Vec<(Instant, Event)> = [
        (Some(entry.row.surveyed_at), EntryState::Surveyed),
        (entry.informed_at, EntryState::Informed),
        (entry.willing_at, EntryState::Willing),
        (entry.declined_at, EntryState::Declined),
        (entry.registered_at, EntryState::Registered),
    ]
    .into_iter()
    .filter_map(|(at, of)| Some((at?, step(at, of)?)))
    .collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, event)| event).collect()
}

#[derive(Template)]
#[template(path = "outreach/register.html")]
struct Register {
    page: Page,
    crumbs: Vec<Crumb>,
    id: OutreachId,
    facts: Vec<(String, String)>,
    needs_address: bool,
    needs_phone: bool,
    form: Form,
}

async fn register_form(State(faces): State<Faces>, visit: Visit, At(id): At<OutreachId>) -> Answer<Response> {
    register_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn register(State(faces): State<Faces>, visit: Visit, At(id): At<OutreachId>, typed: Typed) -> Answer<Response> {
    let input = RegisterInput {
        address: typed.text("address").to_owned(),
        phone: typed.text("phone").to_owned(),
        resident: typed.ticked("resident"),
        consent: if typed.ticked("consent") { CONSENT.to_owned() } else { String::new() },
        hotline: typed.ticked("hotline"),
    };
    let command = RegisterEntry { entry: id, input };
    let outcome = faces.house.outreach.run(&visit.actor, &key(&typed)?, command).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(person) => said(&visit, &format!("/console/people/{person}"), "console-done-registered"),
        Sent::Again(form) => register_page(&faces, &visit, id, form).await,
    }
}

async fn register_page(faces: &Faces, visit: &Visit, id: OutreachId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let entry = faces.house.outreach.entry(&visit.actor, id).await?;
    let page = faces.page(visit, "people.outreach").await?.at("/console/outreach/entries");
    let status = form.status;
    let here = format!("/console/outreach/entries/{id}");
    render_at(
        status,
        &Register {
            crumbs: crumbs([
                (t.get("outreach-title"), "/console/outreach"),
                (entry.row.masked_name.clone(), here.as_str()),
                (t.get("outreach-register"), ""),
            ]),
            id,
            facts: facts(faces, &t, &entry),
            needs_address: !entry.has_address,
            needs_phone: entry.phone.is_none(),
            form,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "outreach/new.html")]
struct New {
    page: Page,
    crumbs: Vec<Crumb>,
    traits: Vec<Choice>,
    form: Form,
}

async fn new_form(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    new_page(&faces, &visit, Form::blank(&visit)).await
}

async fn new(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let field = |name: &str| typed.text(name).to_owned();
    let input = EntryInput {
        name: field("name"),
        id_no: field("id_no"),
        phone: field("phone"),
        community: field("community"),
        street: field("street"),
        address: field("address"),
        emergency_name: field("emergency_name"),
        emergency_phone: field("emergency_phone"),
        emergency_relation: field("emergency_relation"),
        traits: typed.many("traits").iter().filter_map(|code| Trait::parse(code)).collect(),
        willing: if typed.ticked("willing") { "yes".to_owned() } else { String::new() },
    };
    let outcome = faces.house.outreach.run(&visit.actor, &key(&typed)?, AddEntry { input }).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(id) => said(&visit, &format!("/console/outreach/entries/{id}"), "outreach-done-added"),
        Sent::Again(form) => new_page(&faces, &visit, form).await,
    }
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let page = faces.page(visit, "people.outreach").await?.at("/console/outreach/entries");
    let status = form.status;
    render_at(
        status,
        &New {
            crumbs: crumbs([(t.get("outreach-title"), "/console/outreach"), (t.get("outreach-new"), "")]),
            traits: trait_choices(&t, |code| form.has("traits", code)),
            form,
            page,
        },
    )
}

/// What can be said of an elder at the door; age and stored time are known elsewhere.
pub(crate) fn trait_choices(t: &Text, chosen: impl Fn(&str) -> bool) -> Vec<Choice> {
    let said = Trait::ALL.iter().filter(|one| !matches!(one, Trait::AdvancedAge | Trait::HoldsTime));
    said.map(|one| Choice::new(one.code(), t.get(&format!("people-trait-{}", one.code())), chosen(one.code())))
        .collect()
}

#[derive(Template)]
#[template(path = "outreach/pairs.html")]
struct Pairs {
    page: Page,
    crumbs: Vec<Crumb>,
    pairs: Vec<Pair>,
    count: String,
    may_decide: bool,
}

struct Pair {
    id: Uuid,
    why: String,
    key: String,
    sides: [Side; 2],
}

struct Side {
    id: OutreachId,
    name: String,
    facts: Vec<(String, String)>,
    state: String,
    tone: &'static str,
}

async fn pairs(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let t = text(&faces, &visit);
    let (found, all) = faces.house.outreach.pairs(&visit.actor, None).await?;
    let page = faces.page(&visit, "people.outreach").await?.at("/console/outreach/pairs");
    render(&Pairs {
        crumbs: crumbs([(t.get("outreach-title"), "/console/outreach"), (t.get("outreach-pairs"), "")]),
        pairs: found.iter().map(|pair| pair_of(&faces, &visit, &t, pair)).collect(),
        count: t.with("console-count", [("n", all.to_string())]),
        may_decide: visit.actor.has_role(roles::DECIDE),
        page,
    })
}

fn pair_of(faces: &Faces, visit: &Visit, t: &Text, pair: &PairView) -> Pair {
    let side = |entry: &EntryView| Side {
        id: entry.row.id,
        name: entry.row.masked_name.clone(),
        facts: facts(faces, t, entry),
        state: state(t, entry.row.state),
        tone: tone(entry.row.state),
    };
    Pair {
        id: pair.id,
        why: t.get(&format!("outreach-pair-{}", pair.why.code())),
        key: visit.fresh_key(),
        sides: [side(&pair.a), side(&pair.b)],
    }
}

async fn decide_pair(State(faces): State<Faces>, visit: Visit, At(pair): At<Uuid>, typed: Typed) -> Answer<Response> {
    let keep = typed.parsed::<OutreachId>("keep");
    faces.house.outreach.run(&visit.actor, &key(&typed)?, DecidePair { pair, keep }).await?;
    said(&visit, "/console/outreach/pairs", "outreach-done-pair")
}
