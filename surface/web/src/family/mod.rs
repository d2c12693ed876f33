//! 亲情账号: who is kin, who may act for me and how far, for whom I may act, what waits for my yes, what was done for me.
//! A clerk who acts for somebody at the desk or on the telephone has the same pages; the word is then the person's paper
//! or voice, and says which.

mod ask;
mod claim;
mod done;
mod powers;

use crate::tell::Tell;
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Page, item_name, render, when_words};
use tb_http::{Answer, Doors, Visit};
use tb_kernel::{Channel, LinkId, OrderId, PersonId, ProxyRequestId};
use tb_people::{Capability, Degree, FamilyLink, LinkState, ProxyView, RequestState, RequestView};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(own("/family", "page.family"), show)
        .add(own("/family/link", "page.family-claim"), claim::show)
        .add(own_form("/family/link", "people.claim-link").limit(tb_http::Limit::SignIn), claim::send)
        .add(own("/family/links/{id}", "page.family-link"), claim::one)
        .add(own_form("/family/links/{id}", "people.answer-link"), claim::answer)
        .add(own_form("/family/links/{id}/end", "people.end-link"), claim::end)
        .add(own("/family/proxies/{id}", "page.proxy"), powers::show)
        .add(own_form("/family/proxies/{id}", "people.grant-proxy"), powers::send)
        .add(own_form("/family/proxies/{id}/end", "people.withdraw-proxy"), powers::end)
        .add(own_form("/family/act/{id}", "people.act-for-kin"), powers::act)
        .add(own_form("/family/ask", "people.ask-elder"), ask::send)
        .add(own_form("/family/requests/{id}", "people.answer-request"), ask::answer)
        .add(own_form("/family/requests/{id}/withdraw", "people.withdraw-request"), ask::withdraw)
        .add(own("/family/done", "page.family-done"), done::show)
}

#[derive(Template)]
#[template(path = "family/family.html")]
struct Family {
    page: Page,
    waiting: Vec<Waiting>,
    answers: Vec<LinkRow>,
    links: Vec<LinkRow>,
    proxies: Vec<ProxyRow>,
    others: Vec<ProxyRow>,
    asking: Vec<Waiting>,
    presence: String,
    /// A proxy looks at their own family; giving is not done while acting.
    own: bool,
}

/// An act that waits for a yes.
struct Waiting {
    id: ProxyRequestId,
    who: String,
    what: String,
    when: String,
    href: String,
    state: String,
    open: bool,
    /// Where the question is taken back.
    back: String,
    key: String,
    other_key: String,
}

pub(super) struct LinkRow {
    pub(super) id: LinkId,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) state: String,
    pub(super) tone: &'static str,
    pub(super) proxy_href: String,
    pub(super) key: String,
    pub(super) other_key: String,
}

struct ProxyRow {
    person: PersonId,
    act: String,
    name: String,
    detail: String,
    key: String,
    by_law: bool,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let view = faces.house.people.family(&visit.actor).await?;
    let page = faces.page(&visit, "me").await?;
    let asked = waiting(&faces, &visit, &page, &view.asked, true).await?;
    let asking = waiting(&faces, &visit, &page, &view.asking, false).await?;
    let rows = |of: fn(&FamilyLink, PersonId) -> bool| -> Vec<LinkRow> {
        let links = view.links.iter().filter(|link| of(link, view.me));
        links.map(|link| link_row(&page, &visit, link, view.me)).collect()
    };
    let guards = view.others.iter().any(|other| other.by_law);
    let presence = if guards && !visit.actor.is_proxy() {
        crate::orders::spaced(&faces.house.people.presence_digits(view.me))
    } else {
        String::new()
    };
    let template = Family {
        waiting: asked.into_iter().filter(|row| row.open).collect(),
        answers: rows(|link, me| link.awaits(me)),
        links: rows(|link, me| !link.awaits(me) && link.state != LinkState::Ended),
        proxies: proxy_rows(&page, &visit, &view.proxies),
        others: proxy_rows(&page, &visit, &view.others),
        asking,
        presence,
        own: !visit.actor.is_proxy(),
        page,
    };
    render(&template)
}

pub(super) fn link_row(page: &Page, visit: &Visit, link: &FamilyLink, me: PersonId) -> LinkRow {
    let active = link.state == LinkState::Active;
    LinkRow {
        id: link.id,
        name: link.other(me).masked_name.clone(),
        kind: kind(page, link, me),
        state: page.t.get(&format!("people-link-state-{}", link.state)),
        tone: tone(link.state),
        proxy_href: if active { format!("/family/proxies/{}", link.other(me).id) } else { String::new() },
        key: visit.fresh_key(),
        other_key: visit.fresh_key(),
    }
}

/// What the other is to me, in a word.
pub(super) fn kind(page: &Page, link: &FamilyLink, me: PersonId) -> String {
    match link.kind_for(me) {
        Some(kind) => page.t.get(&format!("people-link-kind-{}", kind.code())),
        None => page.t.get("family-guardian"),
    }
}

pub(super) const fn tone(state: LinkState) -> &'static str {
    match state {
        LinkState::Claimed | LinkState::Reviewed => "wait",
        LinkState::Active => "ok",
        LinkState::Refused => "bad",
        LinkState::Ended => "still",
    }
}

fn proxy_rows(page: &Page, visit: &Visit, views: &[ProxyView]) -> Vec<ProxyRow> {
    let row = |view: &ProxyView| ProxyRow {
        person: view.other.id,
        act: format!("/family/act/{}", view.other.id),
        name: view.other.masked_name.clone(),
        detail: if view.by_law { page.t.get("family-by-law") } else { powers_line(page, view) },
        key: visit.fresh_key(),
        by_law: view.by_law,
    };
    views.iter().map(row).collect()
}

/// `请人服务：一起决定 · 看时间账户：只看和准备`.
pub(super) fn powers_line(page: &Page, view: &ProxyView) -> String {
    let one = |power: &tb_people::Power| {
        let capability = page.t.get(&format!("people-capability-{}", power.capability));
        let degree = page.t.get(&format!("people-degree-{}", power.degree));
        page.t.with("family-power", [("capability", capability), ("degree", degree)])
    };
    view.powers.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// What is asked, in words: the order it is about, if it may be seen.
async fn waiting(
    faces: &Faces,
    visit: &Visit,
    page: &Page,
    requests: &[RequestView],
    asked: bool,
) -> Answer<Vec<Waiting>> {
    let mut rows = Vec::new();
    for request in requests.iter().take(20) {
        let order = OrderId(request.act.subject);
        let file = faces.house.orders.file(&visit.actor, order).await.ok();
        let tell = Tell::of(faces, page);
        let about = match &file {
            Some(file) => {
                let order = &file.seen.order;
                let version = faces.house.orders.version(&order.policy)?;
                format!("{} {}", tell.when(order.starts_at), item_name(&version, &order.item, page.lang))
            }
            None => String::new(),
        };
        let verb = page.t.get(&format!("family-act-{}", request.act.action.replace('.', "-")));
        let minutes = request.act.minutes.map(|minutes| tell.minutes(minutes)).unwrap_or_default();
        let what = [verb, about, minutes].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let open = request.state == RequestState::Waiting && request.expires_at > page.now;
        rows.push(Waiting {
            id: request.id,
            who: request.proxy.masked_name.clone(),
            what,
            when: when_words(&page.t, request.asked_at, page.now),
            href: if asked || file.is_some() { format!("/orders/{order}") } else { String::new() },
            state: page.t.get(&format!("people-request-{}", request.state)),
            open,
            back: format!("/family/requests/{}/withdraw", request.id),
            key: visit.fresh_key(),
            other_key: visit.fresh_key(),
        });
    }
    Ok(rows)
}

/// The capabilities and degrees of a form.
fn degrees(page: &Page, chosen: Degree) -> Vec<Choice> {
    let choice = |degree: &Degree| {
        let label = page.t.get(&format!("people-degree-{degree}"));
        Choice::new(degree.code(), label, *degree == chosen).hint(page.t.get(&format!("family-degree-{degree}")))
    };
    Degree::ALL.iter().map(choice).collect()
}

/// True when a clerk gives somebody else's word: then it says by which paper or call.
fn by_clerk(visit: &Visit) -> bool {
    visit.actor.acting_for.is_some() && matches!(visit.actor.channel, Channel::Desk | Channel::Hotline)
}

/// Every capability that can be given, as a field's name.
fn fields() -> impl Iterator<Item = (Capability, &'static str)> {
    Capability::GRANTED.iter().map(|capability| (*capability, capability.code()))
}
