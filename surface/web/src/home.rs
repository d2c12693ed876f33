//! The first page: for visitors what this is; for elders in their own edition four doors; for everybody else what comes
//! next, what one has, what one can do.

use crate::orders::list::upcoming;
use crate::public::welcome;
use crate::tell::Tell;
use crate::{own, public};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, OrderCard, Page, day_words, render};
use tb_http::{Answer, Doors, Visit};
use tb_kernel::{AccountId, Instant, Minutes, PersonId};
use tb_ledger::Balances;
use tb_matching::{NearFilter, near};
use tb_orders::{Order, OrderState, Side};
use tb_people::{EnrolmentState, PersonFacts};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(public("/", "page.home"), show).add(own("/call", "page.call"), call)
}

/// Orders shown under "next".
const NEXT: usize = 3;
/// Open requests shown on a volunteer's first page.
const NEAR: usize = 3;

#[derive(Template)]
#[template(path = "home/home.html")]
struct Home {
    page: Page,
    hello: String,
    balance: Option<BalanceView>,
    next: Vec<Acted>,
    near: Vec<Acted>,
    invited: usize,
    standing: Standing,
}

#[derive(Template)]
#[template(path = "home/elder.html")]
struct ElderHome {
    page: Page,
    hello: String,
    today: String,
    visit_note: String,
    help_note: String,
    time_note: String,
    serves: bool,
}

#[derive(Template)]
#[template(path = "home/call.html")]
struct Call {
    page: Page,
    dial: String,
}

/// An order with the one thing to do about it.
pub(crate) struct Acted {
    pub(crate) card: OrderCard,
    pub(crate) action: String,
    pub(crate) href: String,
}

/// What a person is enrolled as, as far as pages differ.
#[derive(Clone, Copy, Default)]
pub(crate) struct Standing {
    pub(crate) elder: Option<EnrolmentState>,
    pub(crate) volunteer: Option<EnrolmentState>,
}

impl Standing {
    pub(crate) fn of(facts: &PersonFacts) -> Standing {
        Standing { elder: facts.elder, volunteer: facts.volunteer }
    }
    pub(crate) fn is_elder(&self) -> bool {
        self.elder == Some(EnrolmentState::Active)
    }
    pub(crate) fn is_volunteer(&self) -> bool {
        self.volunteer == Some(EnrolmentState::Active)
    }
    pub(crate) fn is_nothing(&self) -> bool {
        self.elder.is_none() && self.volunteer.is_none()
    }
    /// An application waits for an officer.
    pub(crate) fn waits(&self) -> bool {
        [self.elder, self.volunteer].into_iter().flatten().any(EnrolmentState::is_pending)
    }
}

/// The balance: one number, then where it comes from.
pub(crate) struct BalanceView {
    pub(crate) hours: String,
    pub(crate) minutes: String,
    /// Label and amount of each part that is not nothing; free earned time always.
    pub(crate) parts: Vec<(String, String)>,
}

impl BalanceView {
    pub(crate) fn of(tell: &Tell<'_>, balances: &Balances) -> BalanceView {
        let (hours, minutes) = balances.free().hours_and_minutes();
        let part = |key: &str, amount: Minutes, always: bool| {
            (always || amount != Minutes::ZERO).then(|| (tell.t.get(key), tell.minutes(amount)))
        };
        let parts = [
            part("ledger-class-earned", balances.earned_free, true),
            part("ledger-class-granted", balances.granted_free, false),
            part("ledger-class-gifted", balances.gifted_free, false),
            part("ledger-state-held", balances.held(), false),
            part("ledger-state-frozen", balances.frozen(), false),
            part("ledger-class-honour", balances.honour, false),
        ];
        BalanceView {
            hours: hours.to_string(),
            minutes: minutes.to_string(),
            parts: parts.into_iter().flatten().collect(),
        }
    }
}

/// The person whose pages these are: the one acted for, else oneself.
///
/// # Errors
/// Sign in.
pub(crate) fn subject(visit: &Visit) -> Answer<PersonId> {
    let sign_in = || tb_kernel::Refusal::new(tb_kernel::Kind::SignIn, "common.sign-in");
    Ok(visit.actor.subject().ok_or_else(sign_in)?)
}

pub(crate) async fn balances(faces: &Faces, person: PersonId) -> Answer<Balances> {
    let mut tx = faces.house.core.db.read();
    Ok(tb_ledger::balances(&mut tx, AccountId(person.0)).await.map_err(tb_kernel::Fail::from)?)
}

pub(crate) async fn facts(faces: &Faces, person: PersonId) -> Answer<PersonFacts> {
    Ok(faces.house.people.facts_of_one(&mut faces.house.core.db.read(), person).await?)
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let Some(person) = visit.actor.subject() else { return welcome(&faces, &visit).await };
    let page = faces.page(&visit, "home").await?;
    let facts = facts(&faces, person).await?;
    let balances = balances(&faces, person).await?;
    let soon = upcoming(&faces, person).await?;
    if page.is_elder() {
        let balances = visit.actor.may_run("page.account").then_some(&balances);
        return elder_home(faces, page, &facts, balances, &soon).await;
    }
    let standing = Standing::of(&facts);
    let names = faces.names(soon.iter().flat_map(|(order, _)| [Some(order.elder), order.volunteer]).flatten()).await?;
    let tell = Tell::of(&faces, &page);
    let next = soon.iter().take(NEXT).map(|(order, side)| {
        let (key, path) = what_to_do(order, *side, page.now);
        let href = format!("/orders/{}{path}", order.id);
        Acted { card: tell.card(order, Some(*side), &names), action: page.t.get(key), href }
    });
    let next = next.collect();
    let near = if standing.is_volunteer() { nearby(&faces, &tell, person).await? } else { Vec::new() };
    let invited = faces.house.orders.invitations_of(person).await?.len();
    let hello = hello(&page, &tell, &facts);
    let shown = !standing.is_nothing() && visit.actor.may_run("page.account");
    let balance = shown.then(|| BalanceView::of(&tell, &balances));
    render(&Home { hello, balance, next, near, invited, standing, page: page.clone() })
}

async fn nearby(faces: &Faces, tell: &Tell<'_>, person: PersonId) -> Answer<Vec<Acted>> {
    let filter = NearFilter { limit: NEAR, ..NearFilter::default() };
    let rows = near(&faces.house.matching, person, &filter).await?;
    let names = faces.names(rows.iter().map(|row| row.order.elder)).await?;
    let cards = rows.iter().map(|row| {
        let mut card = tell.card(&row.order, None, &names);
        card.place = format!("{} · {}", card.place, tell.distance(row.metres));
        Acted { href: format!("/orders/{}/take", row.order.id), action: tell.t.get("web-take"), card }
    });
    Ok(cards.collect())
}

/// The next thing to do about an order, and its page.
pub(crate) fn what_to_do(order: &Order, side: Side, now: Instant) -> (&'static str, &'static str) {
    let soon = order.starts_at.0 - now.0 < 2 * 3_600_000_000;
    match (side, order.state) {
        (Side::Volunteer, OrderState::Taken | OrderState::Confirmed) if soon => ("web-do-check-in", "/check-in"),
        (Side::Volunteer, OrderState::Serving) => ("web-do-check-out", "/check-out"),
        (Side::Elder, OrderState::Taken) => ("web-do-agree", "/agree"),
        (Side::Elder, OrderState::Awaiting) => ("web-do-confirm", "/confirm"),
        _ => ("web-do-look", ""),
    }
}

fn hello(page: &Page, tell: &Tell<'_>, facts: &PersonFacts) -> String {
    let own = page.acting_for.is_none().then(|| page.user.as_ref().map(|user| user.name.clone())).flatten();
    let name = own.unwrap_or_else(|| facts.masked_name.clone());
    tell.t.with("web-hello", [("name", name)])
}

async fn elder_home(
    faces: Faces,
    page: Page,
    facts: &PersonFacts,
    balances: Option<&Balances>,
    soon: &[(Order, Side)],
) -> Answer<Response> {
    let tell = Tell::of(&faces, &page);
    let visits: Vec<&Order> = soon.iter().filter(|(_, side)| *side == Side::Elder).map(|(order, _)| order).collect();
    let names = faces.names(visits.iter().filter_map(|order| order.volunteer)).await?;
    let visit_note = match visits.iter().find(|order| order.volunteer.is_some()) {
        Some(order) => {
            let who = order.volunteer.map(|id| tell.volunteer_of(id, &names)).unwrap_or_default();
            format!("{} {who}", tell.when(order.starts_at))
        }
        None if visits.is_empty() => page.t.get("web-elder-nobody"),
        None => page.t.get("web-elder-searching"),
    };
    let today = page.now.day();
    let today = format!("{} {}", day_words(&page.t, today, today), page.t.date(today));
    let hello = hello(&page, &tell, facts);
    let time_note = balances.map(|balances| tell.minutes(balances.free())).unwrap_or_default();
    let help_note = page.t.get("web-elder-help-note");
    let serves = facts.is_active_volunteer();
    render(&ElderHome { hello, today, visit_note, help_note, time_note, serves, page: page.clone() })
}

/// Who answers the telephone, large.
async fn call(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let page = faces.page(&visit, "call").await?;
    let dial = page.help_phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    render(&Call { page, dial })
}
