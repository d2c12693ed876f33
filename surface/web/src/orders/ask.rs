//! A page of its own before every act: what will happen, the reason where one is needed, two buttons. Never a pop-up.
//! What comes too late (somebody was faster, the page is old, the button was pressed twice) shows the order as it is now
//! with a sentence that says so.

use super::page::show_refused;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, OrderCard, Page, done, refused_or, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{Kind, OrderId, Outcome, Refusal};
use tb_orders::{
    Agree, AnswerInvitation, Cancel, Decline, NoShow, OpenDispute, OrderState, Side, Step, Take, Withdraw, may_step,
};

/// What can be done about an order on a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Take,
    Answer,
    Agree,
    Decline,
    Withdraw,
    Cancel,
    NoShow,
    Dispute,
}

impl Act {
    pub(super) const ALL: [Act; 8] =
        [Act::Take, Act::Answer, Act::Agree, Act::Decline, Act::Withdraw, Act::Cancel, Act::NoShow, Act::Dispute];

    pub(super) const fn path(self) -> &'static str {
        match self {
            Act::Take => "/orders/{id}/take",
            Act::Answer => "/orders/{id}/answer",
            Act::Agree => "/orders/{id}/agree",
            Act::Decline => "/orders/{id}/decline",
            Act::Withdraw => "/orders/{id}/withdraw",
            Act::Cancel => "/orders/{id}/cancel",
            Act::NoShow => "/orders/{id}/no-show",
            Act::Dispute => "/orders/{id}/dispute",
        }
    }
    /// The action of the page that asks.
    pub(super) const fn page(self) -> &'static str {
        match self {
            Act::Take => "page.take",
            Act::Answer => "page.answer",
            Act::Agree => "page.agree",
            Act::Decline => "page.decline",
            Act::Withdraw => "page.withdraw",
            Act::Cancel => "page.cancel",
            Act::NoShow => "page.no-show",
            Act::Dispute => "page.dispute",
        }
    }
    /// The action of the act itself.
    pub(super) const fn command(self) -> &'static str {
        match self {
            Act::Take => "orders.take",
            Act::Answer => "orders.answer-invitation",
            Act::Agree => "orders.agree",
            Act::Decline => "orders.decline",
            Act::Withdraw => "orders.withdraw",
            Act::Cancel => "orders.cancel",
            Act::NoShow => "orders.no-show",
            Act::Dispute => "orders.dispute",
        }
    }
    /// The last part of the path and of the keys.
    const fn word(self) -> &'static str {
        match self {
            Act::Take => "take",
            Act::Answer => "answer",
            Act::Agree => "agree",
            Act::Decline => "decline",
            Act::Withdraw => "withdraw",
            Act::Cancel => "cancel",
            Act::NoShow => "no-show",
            Act::Dispute => "dispute",
        }
    }
    const fn step(self) -> Step {
        match self {
            Act::Take | Act::Answer => Step::Take,
            Act::Agree => Step::Agree,
            Act::Decline => Step::Decline,
            Act::Withdraw => Step::Withdraw,
            Act::Cancel => Step::Cancel,
            Act::NoShow => Step::NoShow,
            Act::Dispute => Step::Dispute,
        }
    }
    /// Reasons offered for choosing; the sentence of each is `orders-reason-<word>`.
    const fn reasons(self, side: Option<Side>) -> &'static [&'static str] {
        match (self, side) {
            (Act::Cancel, _) => &["not-needed", "other-time", "family-helps", "in-hospital"],
            (Act::Withdraw, _) => &["ill", "at-work", "family-matter", "transport"],
            (Act::Decline, _) => &["somebody-known", "other-time", "uneasy"],
            (Act::Dispute, Some(Side::Volunteer)) => &["not-at-home", "times-wrong", "asked-for-more", "behaviour"],
            (Act::Dispute, _) => &["did-not-come", "times-wrong", "not-as-asked", "money-asked", "behaviour"],
            _ => &[],
        }
    }
    const fn kind(self) -> &'static str {
        match self {
            Act::Take | Act::Answer | Act::Agree => "primary",
            _ => "danger",
        }
    }
}

#[derive(Template)]
#[template(path = "orders/ask.html")]
struct Ask {
    page: Page,
    form: Form,
    title: String,
    why: String,
    card: OrderCard,
    action: String,
    back: String,
    seen: i64,
    reasons: Vec<Choice>,
    /// A new day may be given.
    again: bool,
    answer: bool,
    yes: String,
    kind: &'static str,
}

pub(super) async fn show(act: Act, State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    show_form(act, &faces, &visit, id, form).await
}

async fn show_form(act: Act, faces: &Faces, visit: &Visit, id: OrderId, form: Form) -> Answer<Response> {
    let seen = faces.house.orders.file(&visit.actor, id).await?.seen;
    let order = seen.order;
    if !may_step(act.step(), order.state) {
        return Ok(done(visit, &format!("/orders/{id}"), "web-order-moved-on", &[]));
    }
    let page = faces.page(visit, "me").await?;
    let names = faces.names([Some(order.elder), order.volunteer].into_iter().flatten()).await?;
    let tell = Tell::of(faces, &page);
    let word = act.word();
    let reasons = act
        .reasons(seen.side)
        .iter()
        .map(|reason| Choice::new(*reason, page.t.get(&format!("orders-reason-{reason}")), form.has("why", reason)));
    let back = format!("/orders/{id}");
    let draft = act == Act::Cancel && order.state == OrderState::Draft;
    let suffix = if draft { "-draft" } else { "" };
    let mut card = tell.card(&order, seen.side, &names);
    if !card.pay.is_empty() {
        card.hours = format!("{} · {}", card.hours, card.pay);
    }
    let template = Ask {
        title: page.t.get(&format!("orders-ask-{word}{suffix}")),
        why: page.t.get(&format!("orders-why-{word}{suffix}")),
        card,
        action: format!("{back}/{word}"),
        back,
        seen: order.version,
        reasons: reasons.collect(),
        again: act == Act::NoShow,
        answer: act == Act::Answer,
        yes: page.t.get(&format!("orders-yes-{word}{suffix}")),
        kind: act.kind(),
        page: page.clone(),
        form,
    };
    render_at(template.form.status, &template)
}

pub(super) async fn send(
    act: Act,
    State(faces): State<Faces>,
    visit: Visit,
    At(order): At<OrderId>,
    typed: Typed,
) -> Answer<Response> {
    match refused_or(run(act, &faces, &visit, order, &typed).await)? {
        // Whoever gave an order back may no longer see it.
        Ok(notice) if act == Act::Withdraw => Ok(done(&visit, "/orders?as=volunteer", notice, &[])),
        Ok(notice) => Ok(done(&visit, &format!("/orders/{order}"), notice, &[])),
        Err(refusal) if refusal.kind == Kind::Conflict => too_late(&faces, &visit, order, &refusal).await,
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            show_form(act, &faces, &visit, order, form).await
        }
    }
}

/// An order that somebody else has taken may no longer be seen: then the hall says so.
pub(super) async fn too_late(faces: &Faces, visit: &Visit, order: OrderId, refusal: &Refusal) -> Answer<Response> {
    if faces.house.orders.file(&visit.actor, order).await.is_err() {
        return Ok(done(visit, "/hall", "web-taken-meanwhile", &[]));
    }
    show_refused(faces, visit, order, refusal).await
}

/// The reason: the word chosen, else what was typed; both when both were given.
fn reason(typed: &Typed) -> String {
    match (typed.text("why"), typed.text("reason")) {
        (why, "") => why.to_owned(),
        (_, text) => text.to_owned(),
    }
}

/// Does it and gives the key of what is said on the next page.
async fn run(act: Act, faces: &Faces, visit: &Visit, order: OrderId, typed: &Typed) -> Outcome<&'static str> {
    let (orders, actor) = (&faces.house.orders, &visit.actor);
    let (key, seen, reason) = (typed.key()?, typed.int("seen"), reason(typed));
    match act {
        Act::Take => orders.run(actor, &key, Take { order, seen }).await.map(|_| "orders-done-take"),
        Act::Answer => {
            let accept = typed.text("do") == "accept";
            let notice = if accept { "orders-done-take" } else { "orders-done-answer" };
            orders.run(actor, &key, AnswerInvitation { order, accept }).await.map(|_| notice)
        }
        Act::Agree => orders.run(actor, &key, Agree { order, seen }).await.map(|_| "orders-done-agree"),
        Act::Decline => orders.run(actor, &key, Decline { order, reason, seen }).await.map(|_| "orders-done-decline"),
        Act::Withdraw => {
            orders.run(actor, &key, Withdraw { order, reason, seen }).await.map(|_| "orders-done-withdraw")
        }
        Act::Cancel => orders.run(actor, &key, Cancel { order, reason, seen }).await.map(|_| "orders-done-cancel"),
        Act::NoShow => {
            let new_start = new_start(typed)?;
            let notice = if new_start.is_some() { "orders-done-again" } else { "orders-done-cancel" };
            orders.run(actor, &key, NoShow { order, new_start, seen }).await.map(|_| notice)
        }
        Act::Dispute => {
            orders.run(actor, &key, OpenDispute { order, reason, seen }).await.map(|_| "orders-done-dispute")
        }
    }
}

/// A new day and hour, when the elder wants somebody to come again.
fn new_start(typed: &Typed) -> Result<Option<tb_kernel::Instant>, Refusal> {
    if typed.given("day").is_none() && typed.given("start").is_none() {
        return Ok(None);
    }
    let at = Typed::of([("at", format!("{}T{}", typed.text("day"), typed.text("start")))]).moment("at");
    at.map(Some).ok_or_else(|| Refusal::invalid().field("day", "orders.new-start-range"))
}
