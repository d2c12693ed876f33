//! What the desk does to an order: one page that asks, one that does. The table says for each act its step, who may take
//! it and what it asks; the order itself decides. A page that is stale says so.

use crate::forms::{Sent, key, said, sent};
use crate::lists::{Crumb, crumbs, text};
use crate::orders::item;
use crate::{labels, order, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_journal::Key;
use tb_kernel::{Minutes, OrderId, Outcome, Refusal, Role};
use tb_orders::{
    Agree, Cancel, CheckIn, CheckOut, ConfirmMethod, Confirmation, DecideDispute, Decline, LogCall, NoShow,
    OpenDispute, Order, OrderState, Presented, ProposeRevocation, Publish, Refuse, Step, Withdraw,
};

/// One thing that can be done to an order.
pub(crate) struct Act {
    pub(crate) word: &'static str,
    path: &'static str,
    form: &'static str,
    action: &'static str,
    pub(crate) step: Step,
    pub(crate) roles: &'static [Role],
    pub(crate) kind: &'static str,
    pub(crate) icon: &'static str,
    asks: &'static [Ask],
}

/// What the page of an act asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Reason,
    MaybeReason,
    Code,
    Call,
    Note,
    MaybeMinutes,
    Minutes,
    Grounds,
    NewStart,
}

macro_rules! act {
    ($word:literal, $action:literal, $step:ident, $roles:ident, $kind:literal, $icon:literal, [$($ask:ident),*]) => {
        Act {
            word: $word,
            path: concat!("/console/orders/{id}/", $word),
            form: concat!($action, "-form"),
            action: $action,
            step: Step::$step,
            roles: roles::$roles,
            kind: $kind,
            icon: $icon,
            asks: &[$(Ask::$ask),*],
        }
    };
}

pub(crate) const ACTS: &[Act] = &[
    act!("publish", "orders.publish", Publish, SERVE, "primary", "check", []),
    act!("refuse", "orders.refuse", Refuse, SERVE, "danger", "stop", [Reason]),
    act!("agree", "orders.agree", Agree, SERVE, "primary", "check", []),
    act!("decline", "orders.decline", Decline, SERVE, "second", "close", [MaybeReason]),
    act!("check-in", "orders.check-in", CheckIn, SERVE, "primary", "login", [Code]),
    act!("check-out", "orders.check-out", CheckOut, SERVE, "primary", "logout", [Code]),
    act!("call", "orders.log-call", LogCall, SERVE, "second", "phone", [Call, Note]),
    act!("confirm", "orders.confirm", Settle, SERVE, "primary", "done", [MaybeMinutes]),
    act!("withdraw", "orders.withdraw", Withdraw, SERVE, "second", "walk", [Reason]),
    act!("no-show", "orders.no-show", NoShow, SERVE, "second", "alert", [NewStart]),
    act!("dispute", "orders.dispute", Dispute, SERVE, "second", "alert", [Reason]),
    act!("decide", "orders.decide", Decide, DECIDE, "primary", "rules", [Minutes, Grounds]),
    act!("revoke", "orders.propose-revocation", Revoke, DECIDE, "danger", "stop", [Reason]),
    act!("cancel", "orders.cancel", Cancel, SERVE, "danger", "close", [Reason]),
];

impl Act {
    pub(crate) fn is_possible(&self, order: &Order) -> bool {
        order::is_step(self.step, order)
    }
}

pub(crate) fn doors() -> Doors<Faces> {
    let mut doors = Doors::new();
    for act in ACTS {
        doors = doors
            .add(read(act.path, act.form, act.roles), move |faces: State<Faces>, visit: Visit, id: At<OrderId>| {
                show(faces, visit, id, act)
            })
            .add(
                write(act.path, act.action, act.roles),
                move |faces: State<Faces>, visit: Visit, id: At<OrderId>, typed: Typed| {
                    run(faces, visit, id, typed, act)
                },
            );
    }
    doors
}

#[derive(Template)]
#[template(path = "orders/act.html")]
struct Asked {
    page: Page,
    crumbs: Vec<Crumb>,
    id: OrderId,
    word: &'static str,
    title: String,
    hint: String,
    facts: Vec<(String, String)>,
    seen: String,
    kind: &'static str,
    calls: Vec<Choice>,
    held: String,
    form: Form,
    act: &'static Act,
}

impl Asked {
    fn asks(&self, what: &str) -> bool {
        let ask = match what {
            "reason" => Ask::Reason,
            "maybe-reason" => Ask::MaybeReason,
            "code" => Ask::Code,
            "call" => Ask::Call,
            "note" => Ask::Note,
            "maybe-minutes" => Ask::MaybeMinutes,
            "minutes" => Ask::Minutes,
            "grounds" => Ask::Grounds,
            _ => Ask::NewStart,
        };
        self.act.asks.contains(&ask)
    }
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>, act: &'static Act) -> Answer<Response> {
    page_of(&faces, &visit, id, act, Form::blank(&visit)).await
}

async fn run(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<OrderId>,
    typed: Typed,
    act: &'static Act,
) -> Answer<Response> {
    let outcome = done(&faces, &visit, &key(&typed)?, id, &typed, act).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(notice) => said(&visit, &format!("/console/orders/{id}"), &notice),
        Sent::Again(form) => page_of(&faces, &visit, id, act, form).await,
    }
}

/// Does it; gives what to say afterwards.
async fn done(faces: &Faces, visit: &Visit, key: &Key, order: OrderId, typed: &Typed, act: &Act) -> Outcome<String> {
    let (orders, actor) = (&faces.house.orders, &visit.actor);
    let seen = typed.int("seen");
    let reason = || typed.text("reason").to_owned();
    let presented = || Presented { code: typed.given("code").map(str::to_owned), ..Presented::default() };
    let state = match act.step {
        Step::Publish => orders.run(actor, key, Publish { order, seen }).await?.state,
        Step::Refuse => orders.run(actor, key, Refuse { order, reason: reason(), seen }).await?.state,
        Step::Agree => orders.run(actor, key, Agree { order, seen }).await?.state,
        Step::Decline => orders.run(actor, key, Decline { order, reason: reason(), seen }).await?.state,
        Step::Withdraw => orders.run(actor, key, Withdraw { order, reason: reason(), seen }).await?.state,
        Step::Cancel => orders.run(actor, key, Cancel { order, reason: reason(), seen }).await?.state,
        Step::CheckIn => orders.run(actor, key, CheckIn { order, presented: presented(), seen }).await?.state,
        Step::CheckOut => orders.run(actor, key, CheckOut { order, presented: presented(), seen }).await?.state,
        Step::LogCall => {
            let elder_confirms_presence = reached(typed)?;
            let note = typed.text("note").to_owned();
            orders.run(actor, key, LogCall { order, elder_confirms_presence, note, seen }).await?.state
        }
        Step::Settle => {
            let minutes = whole_minutes(typed, "minutes")?;
            let word = Confirmation { order, method: ConfirmMethod::Desk, minutes, seen };
            orders.confirm(actor, key, word).await?.state
        }
        Step::NoShow => {
            let new_start = match typed.given("new_start") {
                None => None,
                Some(_) => {
                    Some(typed.moment("new_start").ok_or(Refusal::invalid().field("new_start", "common.field-form"))?)
                }
            };
            orders.run(actor, key, NoShow { order, new_start, seen }).await?.state
        }
        Step::Dispute => orders.run(actor, key, OpenDispute { order, reason: reason(), seen }).await?.state,
        Step::Decide => {
            let missing = Refusal::invalid().field("minutes", "people.missing");
            let minutes = whole_minutes(typed, "minutes")?.ok_or(missing)?;
            let grounds = typed.text("grounds").to_owned();
            orders.run(actor, key, DecideDispute { order, minutes, grounds, seen }).await?.state
        }
        Step::Revoke => {
            orders.run(actor, key, ProposeRevocation { order, reason: reason() }).await?;
            return Ok("console-done-revoke".to_owned());
        }
        _ => return Err(Refusal::not_found().into()),
    };
    // A confirmation may settle, wait for a call, or become a dispute: each is said as it is.
    let word = match (act.step, state) {
        (Step::Settle, OrderState::Settled) => "settled",
        (Step::Settle, OrderState::Disputed) => "differs",
        (Step::Settle, _) => "needs-call",
        _ => act.word,
    };
    Ok(format!("console-done-{word}"))
}

/// What the call gave; nothing chosen is an open question, not "nobody answered".
fn reached(typed: &Typed) -> Result<Option<bool>, Refusal> {
    match typed.text("call") {
        "yes" => Ok(Some(true)),
        "no" => Ok(Some(false)),
        "nobody" => Ok(None),
        _ => Err(Refusal::invalid().field("call", "people.missing")),
    }
}

fn whole_minutes(typed: &Typed, field: &'static str) -> Result<Option<Minutes>, Refusal> {
    match typed.given(field) {
        None => Ok(None),
        Some(text) => match text.parse() {
            Ok(minutes) => Ok(Some(Minutes(minutes))),
            Err(_) => Err(Refusal::invalid().field(field, "common.field-form")),
        },
    }
}

async fn page_of(faces: &Faces, visit: &Visit, id: OrderId, act: &'static Act, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let file = faces.house.orders.file(&visit.actor, id).await?;
    let order = &file.seen.order;
    let names = faces.names([Some(order.elder), order.volunteer].into_iter().flatten()).await?;
    let path = format!("/console/orders/{id}");
    let page = faces.page(visit, "orders").await?.at(&format!("{path}/{}", act.word));
    let call = |value: &str| Choice::new(value, t.get(&format!("console-call-{value}")), form.has("call", value));
    let mut facts = vec![
        (t.get("console-th-item"), item(faces, order, t.lang())?),
        (t.get("console-th-time"), format!("{} · {}", t.day(order.starts_at), t.minutes(order.minutes))),
        (t.get("console-th-elder"), labels::name_of(&names, Some(order.elder))),
        (t.get("console-th-volunteer"), labels::name_of(&names, order.volunteer)),
        (t.get("console-th-state"), labels::state(&t, order.state)),
    ];
    if let Some(verified) = order.verified_minutes {
        facts.push((t.get("console-verified"), t.minutes(verified)));
    }
    let status = form.status;
    render_at(
        status,
        &Asked {
            crumbs: crumbs([
                (t.get("ui-menu-orders"), "/console/orders"),
                (order.number.clone(), &path),
                (t.get(&format!("console-act-{}", act.word)), ""),
            ]),
            id,
            word: act.word,
            title: t.get(&format!("console-act-{}", act.word)),
            hint: t.get(&format!("console-act-{}-text", act.word)),
            facts,
            // After a refusal the version is the one that stands now: the page shows the order as it is.
            seen: order.version.to_string(),
            kind: if act.kind == "danger" { "danger" } else { "primary" },
            calls: ["yes", "no", "nobody"].map(call).to_vec(),
            held: order.held_minutes.0.to_string(),
            form,
            act,
            page,
        },
    )
}
