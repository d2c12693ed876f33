//! One person, masked: enrolments, orders, balance, links, who looked. From here a clerk acts for the person, prints a
//! card, or unmasks for a reason that the person can read.

use crate::forms::{Sent, key, sent};
use crate::ground::place_name;
use crate::lists::{self, Crumb, crumbs, text};
use crate::orders::{OrderRow, order_rows};
use crate::people::Standing;
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use tb_frame::{CardPaper, card_paper, pdf};
use tb_frame::{Faces, Form, More, Page, go, render, render_at};
use tb_http::{Answer, At, Doors, Limit, Typed, Visit};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{AccountId, Fail, Kind, Outcome, PageSize, PersonId, Refusal};
use tb_ledger::balances;
use tb_people::{ActingChannel, EnrolmentState, LinkState, Look, PersonView, Revealed};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/people/{id}", "people.person", roles::LOOK), show)
        .add(read("/console/people/{id}/orders", "people.orders", roles::LOOK), orders)
        .add(read("/console/people/{id}/looks", "people.looks", roles::LOOK), looks)
        .add(read("/console/people/{id}/reveal", "people.reveal-form", roles::REVEAL), reveal_form)
        .add(write("/console/people/{id}/reveal", "people.reveal", roles::REVEAL), reveal)
        .add(write("/console/people/{id}/act", "people.act-for", roles::SERVE), act)
        .add(write("/console/people/{id}/card", "people.print-card", roles::SERVE), card)
        .add(
            write("/console/people/{id}/card/pdf", "people.print-card-pdf", roles::SERVE).limit(Limit::Heavy),
            card_pdf,
        )
        .add(read("/console/people/{id}/new-card", "people.renew-card-form", roles::SERVE), renew_form)
        .add(write("/console/people/{id}/new-card", "people.renew-card", roles::SERVE), renew)
}

/// Rows of the short lists on a person's page.
const SHORT: i64 = 5;

#[derive(Template)]
#[template(path = "people/person.html")]
struct Person {
    page: Page,
    crumbs: Vec<Crumb>,
    key: String,
    id: PersonId,
    name: String,
    handle: String,
    detail: String,
    facts: Vec<(String, String)>,
    enrolments: Vec<EnrolmentRow>,
    licences: Vec<(String, String, bool)>,
    links: Vec<LinkRow>,
    orders: Vec<OrderRow>,
    balance: Option<Balance>,
    looks: Vec<LookRow>,
    may_serve: bool,
    may_decide: bool,
    may_reveal: bool,
    may_audit: bool,
    has_enrolment: bool,
}

struct EnrolmentRow {
    kind: String,
    standing: Standing,
    detail: String,
    reason: String,
    article: String,
    traits: String,
    review: String,
    changes: Vec<(String, String)>,
}

struct LinkRow {
    label: String,
    name: String,
    href: String,
    state: String,
    tone: &'static str,
    end: String,
}

struct Balance {
    hours: String,
    minutes: String,
    parts: Vec<(String, String)>,
}

pub(crate) struct LookRow {
    when: String,
    who: String,
    why: String,
    href: String,
}

impl LookRow {
    fn brief(&self) -> String {
        format!("{} · {}", self.when, self.why)
    }
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let t = text(&faces, &visit);
    let house = &faces.house;
    let view = house.people.person_view(&visit.actor, id).await?;
    let may = |roles| visit.actor.may(roles, view.node);
    let (may_serve, may_decide) = (may(roles::SERVE), may(roles::DECIDE));
    let looks = house.people.who_looked(&visit.actor, id, None, PageSize::of(SHORT)).await?;
    let orders = seen_orders(&faces, &visit, id, SHORT).await?;
    let page = faces.page(&visit, "people").await?;
    render(&Person {
        crumbs: crumbs([(t.get("ui-menu-people"), "/console/people"), (view.handle.clone(), "")]),
        key: visit.fresh_key(),
        id,
        name: view.name.clone(),
        handle: view.handle.clone(),
        detail: t.with("console-person-sub", [("sex", labels::sex(&t, view.sex)), ("age", view.age.to_string())]),
        facts: facts(&faces, &t, &view),
        enrolments: view.enrolments.iter().map(|e| enrolment_row(&t, e, may_decide)).collect(),
        licences: licences(&faces, &t, &view),
        links: view.links.iter().map(|link| link_row(&t, id, link, may_decide)).collect(),
        orders: order_rows(&faces, &visit, &orders).await?,
        balance: balance(&faces, &t, id, !view.enrolments.is_empty()).await?,
        looks: looks.rows.iter().map(|look| look_row(&t, look)).collect(),
        may_serve,
        may_decide,
        may_reveal: may(roles::REVEAL),
        may_audit: may(roles::AUDIT),
        has_enrolment: view.enrolments.iter().any(|e| e.state == EnrolmentState::Active),
        page,
    })
}

fn facts(faces: &Faces, t: &Text, view: &PersonView) -> Vec<(String, String)> {
    vec![
        (t.get("console-id-no"), view.id_no.clone()),
        (t.get("console-phone"), view.phone.clone().unwrap_or_else(|| t.get("console-none"))),
        (t.get("console-th-place"), place_name(faces, view.node)),
        (t.get("console-birth-year"), view.birth_year.to_string()),
        (t.get("console-address"), t.get(if view.has_address { "console-address-kept" } else { "console-none" })),
        (t.get("console-door"), t.get(if view.home_exact { "console-door-exact" } else { "console-door-rough" })),
        (t.get("console-emergency"), t.get(if view.has_emergency { "console-address-kept" } else { "console-none" })),
        (t.get("console-language"), t.get(&format!("console-language-{}", view.preferences.language.code()))),
        (t.get("console-registered"), labels::full_when(t, view.registered_at)),
    ]
}

fn enrolment_row(t: &Text, e: &tb_people::EnrolmentView, may_decide: bool) -> EnrolmentRow {
    let changes: &[&str] = match e.state {
        _ if !may_decide => &[],
        EnrolmentState::Active => &["suspend", "exit"],
        EnrolmentState::Suspended => &["resume", "exit"],
        EnrolmentState::Applied | EnrolmentState::Registered => &["exit"],
        EnrolmentState::Refused | EnrolmentState::Exited => &[],
    };
    let traits: Vec<String> = e.traits.iter().map(|one| t.get(&format!("people-trait-{}", one.code()))).collect();
    EnrolmentRow {
        kind: labels::kind(t, e.kind),
        standing: Standing::of(t, e.state),
        detail: t.with(
            "console-enrolment-detail",
            [("channel", labels::channel(t, e.channel.code())), ("at", e.applied_at.to_string())],
        ),
        reason: e.reason.clone().unwrap_or_default(),
        article: e.article.clone().unwrap_or_default(),
        traits: traits.join(t.get("console-comma").as_str()),
        review: if e.state.is_pending() { format!("/console/review/{}", e.id) } else { String::new() },
        changes: changes
            .iter()
            .map(|change| {
                (format!("/console/enrolments/{}/{change}", e.id), t.get(&format!("console-change-{change}")))
            })
            .collect(),
    }
}

fn licences(faces: &Faces, t: &Text, view: &PersonView) -> Vec<(String, String, bool)> {
    let today = faces.now().day();
    let all = view.licences.iter();
    all.map(|(licence, until)| (t.get(&format!("people-licence-{}", licence.code())), t.date(*until), *until >= today))
        .collect()
}

fn link_row(t: &Text, person: PersonId, link: &tb_people::LinkView, may_decide: bool) -> LinkRow {
    let (word, key) = (labels::link(t, link.kind), if link.outgoing { "console-link-out" } else { "console-link-in" });
    LinkRow {
        label: t.with(key, [("kind", word)]),
        name: link.other_name.clone(),
        href: format!("/console/people/{}", link.other),
        state: t.get(&format!("people-link-state-{}", link.state.code())),
        tone: match link.state {
            LinkState::Claimed => "wait",
            LinkState::Active => "ok",
            LinkState::Refused => "bad",
            LinkState::Ended => "still",
        },
        end: if may_decide && link.state == LinkState::Active {
            format!("/console/people/{person}/links/{}/end", link.id)
        } else {
            String::new()
        },
    }
}

async fn balance(faces: &Faces, t: &Text, id: PersonId, enrolled: bool) -> Outcome<Option<Balance>> {
    if !enrolled {
        return Ok(None);
    }
    let held = balances(&mut faces.house.core.db.read(), AccountId(id.0)).await?;
    let (hours, minutes) = held.free().hours_and_minutes();
    let parts = [
        ("ledger-class-earned", held.earned_free),
        ("ledger-class-granted", held.granted_free),
        ("ledger-class-gifted", held.gifted_free),
        ("ledger-state-held", held.held()),
        ("ledger-state-frozen", held.frozen()),
        ("ledger-class-honour", held.honour),
    ];
    Ok(Some(Balance {
        hours: hours.to_string(),
        minutes: minutes.to_string(),
        parts: parts.into_iter().map(|(key, amount)| (t.get(key), t.minutes(amount))).collect(),
    }))
}

fn look_row(t: &Text, look: &Look) -> LookRow {
    LookRow {
        when: labels::full_when(t, look.at),
        who: labels::looker(t, look),
        why: if look.reason.is_empty() { t.get("people-look-service") } else { look.reason.clone() },
        href: look.order.map(|order| format!("/console/orders/{order}")).unwrap_or_default(),
    }
}

/// The person's orders as elder and as volunteer that the actor may see, newest first.
async fn seen_orders(faces: &Faces, visit: &Visit, id: PersonId, most: i64) -> Outcome<Vec<tb_orders::Order>> {
    let orders = &faces.house.orders;
    let mut all = Vec::new();
    for as_elder in [true, false] {
        let found = orders.of_person(id, as_elder, None, PageSize::of(PageSize::MAX)).await?;
        all.extend(found.rows);
    }
    all.retain(|order| order.state != tb_orders::OrderState::Draft && visit.actor.may(roles::LOOK, order.node));
    all.sort_by_key(|order| std::cmp::Reverse((order.starts_at, order.id)));
    all.dedup_by_key(|order| order.id);
    all.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    Ok(all)
}

#[derive(Template)]
#[template(path = "people/orders.html")]
struct OrdersOf {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    rows: Vec<OrderRow>,
    count: String,
}

async fn orders(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let t = text(&faces, &visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let orders = seen_orders(&faces, &visit, id, PageSize::MAX * 2).await?;
    let rows = order_rows(&faces, &visit, &orders).await?;
    let page = faces.page(&visit, "people").await?;
    let back = format!("/console/people/{id}");
    render(&OrdersOf {
        crumbs: crumbs([
            (t.get("ui-menu-people"), "/console/people"),
            (view.handle, &back),
            (t.get("ui-menu-orders"), ""),
        ]),
        title: t.with("console-orders-of", [("name", view.name)]),
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        page,
    })
}

#[derive(Template)]
#[template(path = "people/looks.html")]
struct Looks {
    page: Page,
    crumbs: Vec<Crumb>,
    name: String,
    rows: Vec<LookRow>,
    count: String,
    more: More,
}

async fn looks(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let people = &faces.house.people;
    let view = people.person_view(&visit.actor, id).await?;
    let found = people.who_looked(&visit.actor, id, lists::after(&typed), PageSize::of(lists::ROWS)).await?;
    let count = lists::count_pages(|after, size| people.who_looked(&visit.actor, id, after, size)).await?;
    let page = faces.page(&visit, "people").await?;
    let path = format!("/console/people/{id}");
    render(&Looks {
        crumbs: crumbs([
            (t.get("ui-menu-people"), "/console/people"),
            (view.handle, &path),
            (t.get("console-looks"), ""),
        ]),
        name: view.name,
        rows: found.rows.iter().map(|look| look_row(&t, look)).collect(),
        count: count.words(&t),
        more: lists::more(&format!("{path}/looks"), &typed, found.next.as_deref()),
        page,
    })
}

#[derive(Template)]
#[template(path = "people/reveal.html")]
struct Reveal {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    form: Form,
    shown: Option<Unmasked>,
}

struct Unmasked {
    facts: Vec<(String, String)>,
}

async fn reveal_form(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    reveal_page(&faces, &visit, id, form, None).await
}

/// The unmasked page is the answer to the form itself: it has no address of its own that could be kept or sent on.
async fn reveal(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let outcome = faces.house.people.reveal(&visit.actor, &key(&typed)?, id, typed.text("reason")).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(revealed) => {
            let t = text(&faces, &visit);
            let shown = unmasked(&faces, &t, revealed);
            reveal_page(&faces, &visit, id, Form::blank(&visit), Some(shown)).await
        }
        Sent::Again(form) => reveal_page(&faces, &visit, id, form, None).await,
    }
}

async fn reveal_page(
    faces: &Faces,
    visit: &Visit,
    id: PersonId,
    form: Form,
    shown: Option<Unmasked>,
) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let path = format!("/console/people/{id}");
    let page = faces.page(visit, "people").await?.at(&format!("{path}/reveal"));
    let status = form.status;
    render_at(
        status,
        &Reveal {
            crumbs: crumbs([
                (t.get("ui-menu-people"), "/console/people"),
                (view.handle, &path),
                (t.get("console-reveal"), ""),
            ]),
            id,
            name: view.name,
            form,
            shown,
            page,
        },
    )
}

fn unmasked(faces: &Faces, t: &Text, revealed: Revealed) -> Unmasked {
    let contact = revealed.contact;
    let none = || t.get("console-none");
    let mut facts = vec![
        (t.get("console-name"), contact.name.text().to_owned()),
        (t.get("console-id-no"), revealed.id_no),
        (t.get("console-th-sex"), labels::sex(t, revealed.sex)),
        (t.get("console-birth"), t.date(revealed.birth)),
        (t.get("console-phone"), contact.phone.map_or_else(none, |phone| phone.text().to_owned())),
        (t.get("console-address"), format!("{} {}", faces.house.places.full_name(contact.node), contact.address)),
    ];
    if let Some(other) = contact.emergency {
        let line = format!("{} · {} · {}", other.name.text(), other.relation, other.phone.text());
        facts.push((t.get("console-emergency"), line));
    }
    Unmasked { facts }
}

/// Begins to act for the person; the citizen's pages follow, with the banner on each.
async fn act(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let (channel, to) = match typed.text("how") {
        "publish" => (ActingChannel::Desk, "/publish"),
        "hotline" => (ActingChannel::Hotline, "/"),
        _ => (ActingChannel::Desk, "/"),
    };
    faces.house.people.act_for(&visit.actor, &key(&typed)?, id, channel).await?;
    Ok(go(&visit, to))
}

/// Leaves the line that says who printed whose card.
#[derive(Serialize)]
struct PrintCard {
    person: PersonId,
}

impl Command for PrintCard {
    const NAME: &'static str = "people.print-card";
    type House = tb_people::People;
    type Answer = i64;

    async fn run(&self, people: &tb_people::People, work: &mut Work<'_>) -> Outcome<i64> {
        let facts = people.facts_of_one(work.tx, self.person).await?;
        if !work.actor.may(roles::SERVE, facts.node) {
            return Err(Refusal::not_found().into());
        }
        work.about("person", self.person, facts.node);
        let me = work.actor.person.ok_or(Refusal::new(Kind::SignIn, "common.sign-in"))?;
        if me == self.person || people.related(work.tx, me, self.person).await? {
            return Err(Refusal::forbidden("people.own-kin").into());
        }
        Ok(facts.card_version)
    }
}

#[derive(Template)]
#[template(path = "people/card.html")]
struct Card {
    page: Page,
    back: String,
    name: String,
    handle: String,
    place: String,
    code: String,
    day: String,
}

async fn card(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let card = card_of(&faces, &visit, id).await?;
    let (first, second) =
        card.code.split_at_checked(4).ok_or_else(|| Fail::fault("a card code of fewer than four digits"))?;
    let page = faces.page(&visit, "people").await?;
    render(&Card {
        back: format!("/console/people/{id}"),
        code: format!("{first} {second}"),
        name: card.name,
        handle: card.handle,
        place: card.area,
        day: card.day,
        page,
    })
}

/// The same as PDF: one to hang by the door, one to carry.
async fn card_pdf(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let card = card_of(&faces, &visit, id).await?;
    let t = text(&faces, &visit);
    let name = format!("card-{}", card.handle);
    let printed = faces.printed(move |fonts| card_paper(fonts, &t, &card)).await?;
    pdf(printed, &name)
}

/// What stands on somebody's card; every printing leaves its own line.
async fn card_of(faces: &Faces, visit: &Visit, id: PersonId) -> Answer<CardPaper> {
    let t = text(faces, visit);
    let house = &faces.house;
    let line = Key::internal(visit.fresh_key());
    let version = execute(&house.people, &house.core, &visit.actor, &line, PrintCard { person: id }).await?;
    let view = house.people.person_view(&visit.actor, id).await?;
    Ok(CardPaper {
        bank: faces.product(t.lang()),
        name: view.name,
        handle: view.handle,
        area: place_name(faces, view.node),
        code: tb_crypto::card_code(&house.keys, id.0.as_bytes(), version),
        help_phone: faces.look.help_phone.clone(),
        day: t.date(faces.now().day()),
    })
}

#[derive(Template)]
#[template(path = "people/new-card.html")]
struct NewCard {
    page: Page,
    id: PersonId,
    name: String,
    key: String,
}

async fn renew_form(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let page = faces.page(&visit, "people").await?;
    render(&NewCard { id, name: view.name, key: visit.fresh_key(), page })
}

async fn renew(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    faces.house.people.renew_card(&visit.actor, &key(&typed)?, id).await?;
    crate::forms::said(&visit, &format!("/console/people/{id}"), "console-done-new-card")
}
