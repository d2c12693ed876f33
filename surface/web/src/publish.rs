//! Asking for help: what, when, how long, what should be known; then a page that says what it costs and what is left,
//! and only then it is sent. A draft can be kept. Everything typed survives every step.

use crate::home::{Standing, balances, facts, subject};
use crate::tell::Tell;
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, done, item_icon, item_name, refused_or, render, render_at};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{Instant, Minutes, Node, OrderId, PersonId, Refusal};
use tb_orders::{Need, OrderState, SaveDraft, Side, Submit};
use tb_people::{ActAsked, Capability, PersonFacts};
use tb_policy::rules::hold_minutes;
use tb_policy::{Item, ItemCode, Mode, Version};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(own("/publish", "page.publish"), show).add(own_form("/publish", "orders.draft"), send)
}

/// Steps between the shortest and the longest visit, in minutes.
const LENGTH_STEP: i64 = 30;

/// What is offered, by category.
#[derive(Template)]
#[template(path = "publish/items.html")]
struct Items {
    page: Page,
    groups: Vec<Group>,
    balance: String,
}

struct Group {
    name: String,
    items: Vec<Offer>,
}

struct Offer {
    name: String,
    detail: String,
    icon: &'static str,
    href: String,
}

/// The form for one item.
#[derive(Template)]
#[template(path = "publish/form.html")]
struct NeedForm {
    page: Page,
    form: Form,
    item: String,
    name: String,
    draft: String,
    lengths: Vec<Choice>,
    urgent: bool,
    min_day: String,
    max_day: String,
    hours: String,
    balance: String,
}

/// What will be sent, what it costs, what is left.
#[derive(Template)]
#[template(path = "publish/check.html")]
struct CheckNeed {
    page: Page,
    form: Form,
    name: String,
    icon: &'static str,
    facts: Vec<(String, String)>,
    cost: String,
    before: String,
    after: String,
    short: bool,
    review: bool,
}

/// For somebody who cannot ask (yet): why, and what to do.
#[derive(Template)]
#[template(path = "publish/closed.html")]
struct Closed {
    page: Page,
    standing: Standing,
}

/// Who asks, and under which rules.
struct Desk {
    person: PersonId,
    facts: PersonFacts,
    version: std::sync::Arc<Version>,
}

impl Desk {
    async fn open(faces: &Faces, visit: &Visit) -> Answer<Desk> {
        let person = subject(visit)?;
        let facts = facts(faces, person).await?;
        let version = faces.house.policies.at(facts.node, faces.now().day()).map_err(Refusal::from)?;
        Ok(Desk { person, facts, version })
    }
    fn item(&self, code: &str) -> Option<&Item> {
        let item = self.version.item(&ItemCode::from(code))?;
        offered(item, self.facts.node).then_some(item)
    }
}

fn offered(item: &Item, node: Node) -> bool {
    item.offered_at(node) && item.mode == Mode::OneToOne
}

async fn show(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let page = faces.page(&visit, "publish").await?;
    let desk = Desk::open(&faces, &visit).await?;
    if !desk.facts.is_active_elder() {
        return render(&Closed { page, standing: Standing::of(&desk.facts) });
    }
    let typed = match typed.parsed::<OrderId>("draft") {
        Some(draft) => from_draft(&faces, &visit, draft).await?,
        None => typed,
    };
    if desk.item(typed.text("item")).is_none() {
        return items(&faces, page, &desk).await;
    }
    let form = Form::filled(&visit, typed);
    need_form(&faces, &visit, &desk, form).await
}

async fn items(faces: &Faces, page: Page, desk: &Desk) -> Answer<Response> {
    let groups = desk.version.categories.iter().map(|category| {
        let items = desk.version.items.iter().filter(|item| item.category == category.code);
        let offers = items.filter(|item| offered(item, desk.facts.node)).map(|item| Offer {
            name: item.name.for_locale(page.lang).to_owned(),
            detail: page.t.with("web-usually", [("length", page.t.minutes(item.minutes.usual))]),
            icon: item_icon(item.code.as_str()),
            href: format!("/publish?item={}", item.code),
        });
        Group { name: category.name.for_locale(page.lang).to_owned(), items: offers.collect() }
    });
    let groups: Vec<Group> = groups.filter(|group| !group.items.is_empty()).collect();
    let balance = page.t.minutes(balances(faces, desk.person).await?.free());
    render(&Items { page, groups, balance })
}

/// A draft, as if it had just been typed.
async fn from_draft(faces: &Faces, visit: &Visit, draft: OrderId) -> Answer<Typed> {
    let seen = faces.house.orders.file(&visit.actor, draft).await?.seen;
    if seen.side != Some(Side::Elder) || seen.order.state != OrderState::Draft {
        return Err(Refusal::not_found().into());
    }
    let order = seen.order;
    let place = seen.place.as_ref();
    let mut fields = vec![
        ("draft", draft.to_string()),
        ("item", order.item.clone()),
        ("day", order.starts_at.day().to_string()),
        ("start", clock_field(order.starts_at)),
        ("minutes", order.minutes.to_string()),
        ("note", place.map(|place| place.note.clone()).unwrap_or_default()),
        ("address", place.and_then(|place| place.address.clone()).unwrap_or_default()),
    ];
    if order.urgent {
        fields.push(("urgent", "yes".to_owned()));
    }
    Ok(Typed::of(fields))
}

/// `09:30`, as a time field wants it.
fn clock_field(at: Instant) -> String {
    let local = at.local();
    format!("{:02}:{:02}", local.hour(), local.minute())
}

async fn need_form(faces: &Faces, visit: &Visit, desk: &Desk, form: Form) -> Answer<Response> {
    let page = faces.page(visit, "publish").await?;
    let Some(item) = desk.item(form.typed.text("item")) else { return items(faces, page, desk).await };
    let page = page.at(&format!("/publish?item={}", item.code));
    let today = page.now.day();
    let horizon = i64::from(desk.version.parameters.ordering.horizon_days);
    let (from, to) = (item.hours.from.to_string(), item.hours.to.to_string());
    let template = NeedForm {
        item: item.code.to_string(),
        name: item_name(&desk.version, item.code.as_str(), page.lang),
        draft: form.typed.text("draft").to_owned(),
        lengths: lengths(&page, item, desk, &form.typed),
        urgent: item.urgent,
        min_day: today.to_string(),
        max_day: today.plus_days(horizon).to_string(),
        hours: page.t.with("web-offered-between", [("from", from), ("to", to)]),
        balance: page.t.minutes(balances(faces, desk.person).await?.free()),
        page,
        form,
    };
    render_at(template.form.status, &template)
}

fn lengths(page: &Page, item: &Item, desk: &Desk, typed: &Typed) -> Vec<Choice> {
    let most = item.minutes.max.min(desk.version.parameters.ordering.max_minutes);
    let mut all: Vec<i64> = (item.minutes.min.0..=most.0).filter(|m| m % LENGTH_STEP == 0).collect();
    all.extend([item.minutes.min.0, item.minutes.usual.0]);
    all.sort_unstable();
    all.dedup();
    let chosen = typed.int("minutes").unwrap_or(item.minutes.usual.0);
    all.into_iter().map(|m| Choice::new(m.to_string(), page.t.minutes(Minutes(m)), m == chosen)).collect()
}

async fn send(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let desk = Desk::open(&faces, &visit).await?;
    if !desk.facts.is_active_elder() {
        let page = faces.page(&visit, "publish").await?;
        return render(&Closed { page, standing: Standing::of(&desk.facts) });
    }
    let need = match need(&desk, &typed) {
        Ok(need) => need,
        Err(refusal) => return again(&faces, &visit, &desk, typed, &refusal).await,
    };
    match typed.text("do") {
        "edit" => {
            let form = Form::filled(&visit, typed);
            need_form(&faces, &visit, &desk, form).await
        }
        "draft" => {
            let kept = faces.house.orders.run(&visit.actor, &typed.key()?, SaveDraft { need }).await;
            match refused_or(kept)? {
                Ok(_) => Ok(done(&visit, "/orders?as=elder", "web-draft-kept", &[])),
                Err(refusal) => again(&faces, &visit, &desk, typed, &refusal).await,
            }
        }
        // A proxy who decides together with the elder prepares it; the elder's yes sends it.
        "send" if !visit.actor.may_run("orders.submit") => {
            match refused_or(ask_elder(&faces, &visit, &typed, need).await)? {
                Ok(()) => Ok(done(&visit, "/family", "family-done-asked", &[])),
                Err(refusal) => again(&faces, &visit, &desk, typed, &refusal).await,
            }
        }
        "send" => {
            let submit = Submit { need, draft: typed.parsed("draft") };
            match refused_or(faces.house.orders.run(&visit.actor, &typed.key()?, submit).await)? {
                Ok(sent) => {
                    let waits = sent.state == OrderState::Submitted;
                    let notice = if waits { "orders-done-submitted" } else { "orders-done-published" };
                    Ok(done(&visit, &format!("/orders/{}", sent.order), notice, &[]))
                }
                Err(refusal) => again(&faces, &visit, &desk, typed, &refusal).await,
            }
        }
        _ => check(&faces, &visit, &desk, typed, &need).await,
    }
}

/// Keeps the need as a draft and asks the elder to send it.
async fn ask_elder(faces: &Faces, visit: &Visit, typed: &Typed, need: Need) -> tb_kernel::Outcome<()> {
    let key = typed.key()?;
    let draft = match typed.parsed::<OrderId>("draft") {
        Some(draft) => draft,
        None => faces.house.orders.run(&visit.actor, &key, SaveDraft { need }).await?.order,
    };
    let act =
        ActAsked { capability: Capability::Ask, action: "orders.submit".to_owned(), subject: draft.0, minutes: None };
    let key = tb_journal::Key::internal(format!("ask:{}", key.text()));
    faces.house.people.ask_elder(&visit.actor, &key, act).await.map(|_| ())
}

async fn again(faces: &Faces, visit: &Visit, desk: &Desk, typed: Typed, refusal: &Refusal) -> Answer<Response> {
    let mut refusal = refusal.clone();
    for fault in &mut refusal.fields {
        // The order speaks of one moment, the form of a day and an hour.
        if fault.field == "starts_at" {
            fault.field = "day".into();
        }
    }
    let form = Form::again(visit, &faces.text(visit), typed, &refusal);
    need_form(faces, visit, desk, form).await
}

/// What was typed, as a need; every field that cannot be one is told at once.
fn need(desk: &Desk, typed: &Typed) -> Result<Need, Refusal> {
    let mut refusal = Refusal::invalid();
    let at = Typed::of([("at", format!("{}T{}", typed.text("day"), typed.text("start")))]).moment("at");
    if typed.day("day").is_none() {
        refusal = refusal.field("day", "common.field-missing");
    } else if at.is_none() {
        refusal = refusal.field("start", "common.field-missing");
    }
    let minutes = typed.int("minutes").map(Minutes);
    if minutes.is_none() {
        refusal = refusal.field("minutes", "orders.minutes-range");
    }
    if desk.item(typed.text("item")).is_none() {
        refusal = refusal.field("item", "orders.item-needed");
    }
    match (at, minutes) {
        (Some(starts_at), Some(minutes)) if refusal.fields.is_empty() => Ok(Need {
            item: typed.text("item").to_owned(),
            starts_at,
            minutes,
            urgent: typed.ticked("urgent"),
            note: typed.text("note").to_owned(),
            address: typed.given("address").map(str::to_owned),
            point: None,
        }),
        _ => Err(refusal),
    }
}

async fn check(faces: &Faces, visit: &Visit, desk: &Desk, typed: Typed, need: &Need) -> Answer<Response> {
    let page = faces.page(visit, "publish").await?;
    let free = balances(faces, desk.person).await?.free();
    let cost = hold_minutes(&desk.version, need.minutes);
    let tell = Tell::of(faces, &page);
    let say = |key: &str| page.t.get(key);
    let mut facts = vec![
        (say("web-fact-when"), tell.when(need.starts_at)),
        (say("web-fact-length"), tell.minutes(need.minutes)),
        (say("web-fact-place"), need.address.clone().unwrap_or_else(|| say("web-at-home"))),
    ];
    if need.urgent {
        facts.push((say("web-fact-urgent"), say("web-yes")));
    }
    if !need.note.is_empty() {
        facts.push((say("web-fact-note"), need.note.clone()));
    }
    let template = CheckNeed {
        name: item_name(&desk.version, &need.item, page.lang),
        icon: item_icon(&need.item),
        facts,
        cost: tell.minutes(cost),
        before: tell.minutes(free),
        after: tell.minutes(Minutes(free.0 - cost.0)),
        short: cost > free,
        review: desk.version.parameters.review.before_publish,
        form: Form::filled(visit, typed),
        page: page.clone().at("/publish"),
    };
    render(&template)
}
