//! One order: where it stands, what happened, what proves the visit, who said what of whom, and what the desk can do now.

use crate::ground::place_name;
use crate::lists::{Crumb, crumbs, text};
use crate::orders::item;
use crate::steps::{self, Act};
use crate::{labels, read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Event, Faces, Names, Page, Step as PathStep, render, state_tone};
use tb_http::{Answer, At, Doors, Visit};
use tb_kernel::{OrderId, Outcome, PersonId};
use tb_orders::{
    Dispute, Evidence, Invitation, Order, OrderEvent, OrderFile, OrderState, ProofVerdict, Side, Step, open_remark,
};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(read("/console/orders/{id}", "orders.file", roles::LOOK), show)
}

#[derive(Template)]
#[template(path = "orders/one.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: OrderId,
    number: String,
    title: String,
    status: String,
    tone: &'static str,
    flags: Vec<String>,
    urgent: bool,
    path: Vec<PathStep>,
    facts: Vec<(String, String)>,
    parties: Vec<Party>,
    acts: Vec<ActLink>,
    candidates: String,
    acting: bool,
    evidence: Vec<EvidenceRow>,
    ratings: Vec<RatingRow>,
    disputes: Vec<DisputeRow>,
    invitations: Vec<InvitationRow>,
    events: Vec<Event>,
    posting: String,
    reason: String,
    may_audit: bool,
}

struct Party {
    label: String,
    name: String,
    detail: String,
    mark: String,
    href: String,
}

struct ActLink {
    label: String,
    href: String,
    kind: &'static str,
    icon: &'static str,
}

struct EvidenceRow {
    when: String,
    phase: String,
    kind: String,
    verdict: String,
    tone: &'static str,
    detail: String,
    by: String,
}

struct RatingRow {
    by: String,
    mark: i64,
    tags: String,
    remark: String,
}

struct DisputeRow {
    opened: String,
    by: String,
    reason: String,
    decided: String,
}

struct InvitationRow {
    name: String,
    href: String,
    when: String,
    state: String,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<OrderId>) -> Answer<Response> {
    let t = text(&faces, &visit);
    let file = faces.house.orders.file(&visit.actor, id).await?;
    let order = &file.seen.order;
    let names = faces.names(people_of(&file)).await?;
    let staff = file.seen.side == Some(Side::Staff);
    let page = faces.page(&visit, "orders").await?;
    let what = item(&faces, order, t.lang())?;
    let events = file.history.iter().rev().map(|event| event_of(&t, &names, event)).collect();
    render(&One {
        crumbs: crumbs([(t.get("ui-menu-orders"), "/console/orders"), (order.number.clone(), "")]),
        id,
        number: order.number.clone(),
        title: format!("{what} · {}", t.day(order.starts_at)),
        status: labels::state(&t, order.state),
        tone: state_tone(order.state),
        flags: order.flag_list().into_iter().map(|flag| labels::flag(&t, flag)).collect(),
        urgent: order.urgent,
        path: path(&t, order),
        facts: facts(&faces, &t, &file, what),
        parties: parties(&faces, &visit, &t, &names, order).await?,
        acts: acts(&t, &visit, order, staff),
        candidates: candidates(&visit, order, staff),
        acting: file.seen.side.is_some() && !staff,
        evidence: file.evidence.iter().map(|e| evidence(&t, &names, e)).collect(),
        ratings: ratings(&faces, &visit, &t, &file).await?,
        disputes: file.disputes.iter().map(|d| dispute(&t, &names, d)).collect(),
        invitations: file.invitations.iter().map(|i| invitation(&t, &names, i)).collect(),
        events,
        posting: order.posting.map(|posting| format!("/console/ledger/postings/{posting}")).unwrap_or_default(),
        reason: order.reason.as_deref().map(|reason| labels::or_code(&t, "orders-reason-", reason)).unwrap_or_default(),
        may_audit: visit.actor.may(roles::AUDIT, order.node),
        page,
    })
}

fn people_of(file: &OrderFile) -> Vec<PersonId> {
    let order = &file.seen.order;
    let mut all: Vec<Option<PersonId>> = vec![Some(order.elder), order.volunteer, order.created_by];
    all.extend(file.history.iter().flat_map(|event| [event.actor, event.on_behalf]));
    all.extend(file.evidence.iter().map(|e| e.by_person));
    all.extend(file.disputes.iter().flat_map(|d| [d.opened_by, d.decided_by]));
    all.extend(file.invitations.iter().map(|i| Some(i.volunteer)));
    all.into_iter().flatten().collect()
}

/// 待审核 → 待接单 → 待服务 → 服务中 → 待确认 → 已完成; an order that ended elsewhere shows where.
fn path(t: &Text, order: &Order) -> Vec<PathStep> {
    use OrderState as S;
    const WAY: [&str; 6] = ["review", "open", "planned", "serving", "confirm", "done"];
    let at = match order.state {
        S::Draft | S::Submitted => 0,
        S::Published => 1,
        S::Taken | S::Confirmed => 2,
        S::Serving => 3,
        S::Awaiting => 4,
        S::Settled => 6,
        S::Disputed | S::Refused | S::Expired | S::Cancelled | S::Revoked => return ended(t, order, &WAY),
    };
    let step = |(n, state): (usize, &&str)| PathStep {
        label: t.get(&format!("orders-path-{state}")),
        state: if n < at {
            "done"
        } else if n == at {
            "now"
        } else {
            "next"
        },
    };
    WAY.iter().enumerate().map(step).collect()
}

/// The steps it went through, then how it ended.
fn ended(t: &Text, order: &Order, way: &[&str; 6]) -> Vec<PathStep> {
    let reached = [
        true,
        order.published_at.is_some(),
        order.taken_at.is_some(),
        order.checked_in_at.is_some(),
        order.checked_out_at.is_some(),
        order.posting.is_some(),
    ];
    let done = way.iter().zip(reached).filter(|(_, reached)| *reached);
    let mut path: Vec<PathStep> =
        done.map(|(state, _)| PathStep { label: t.get(&format!("orders-path-{state}")), state: "done" }).collect();
    path.push(PathStep { label: labels::state(t, order.state), state: "now" });
    path
}

fn facts(faces: &Faces, t: &Text, file: &OrderFile, what: String) -> Vec<(String, String)> {
    let order = &file.seen.order;
    let minutes = |m: Option<tb_kernel::Minutes>| m.map(|m| t.minutes(m));
    let when = |at: Option<tb_kernel::Instant>| at.map(|at| labels::full_when(t, at));
    let mut facts = vec![
        (t.get("console-th-item"), what),
        (
            t.get("console-planned"),
            format!(
                "{}–{} · {}",
                labels::full_when(t, order.starts_at),
                t.clock(order.ends_at),
                t.minutes(order.minutes)
            ),
        ),
        (t.get("console-th-place"), place_name(faces, order.node)),
    ];
    if let Some(place) = &file.seen.place {
        let address = place.address.clone().unwrap_or_else(|| t.get("console-at-home"));
        facts.push((t.get("console-address"), address));
        if !place.note.is_empty() {
            facts.push((t.get("console-note"), place.note.clone()));
        }
    }
    let more = [
        ("console-held", Some(t.minutes(order.held_minutes)).filter(|_| order.held_minutes.is_positive())),
        ("console-checked-in", when(order.checked_in_at)),
        ("console-checked-out", when(order.checked_out_at)),
        ("console-verified", minutes(order.verified_minutes)),
        ("console-agreed", when(order.agreed_at)),
        ("console-settled", minutes(order.settled_minutes)),
        ("console-th-channel", Some(labels::channel(t, &order.channel))),
        ("console-created", when(Some(order.created_at))),
        ("console-due", when(order.due)),
        ("console-th-policy", Some(order.policy.clone())),
    ];
    facts.extend(more.into_iter().filter_map(|(key, value)| Some((t.get(key), value?))));
    facts
}

async fn parties(faces: &Faces, visit: &Visit, t: &Text, names: &Names, order: &Order) -> Outcome<Vec<Party>> {
    let mut parties = Vec::new();
    for (key, person) in [("console-th-elder", Some(order.elder)), ("console-th-volunteer", order.volunteer)] {
        let Some(id) = person else { continue };
        let Some(shown) = names.get(&id) else { continue };
        let rating = faces.house.orders.rating_of(id).await?;
        let rated = rating
            .map(|(count, mean)| t.with("console-rated", [("mean", format!("{mean:.1}")), ("n", count.to_string())]));
        // A volunteer may live in another territory: named, but not opened.
        let href =
            if visit.actor.may(roles::LOOK, shown.node) { format!("/console/people/{id}") } else { String::new() };
        parties.push(Party {
            label: t.get(key),
            name: shown.masked_name.clone(),
            detail: [Some(shown.handle.clone()), rated].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            mark: shown.surname.clone(),
            href,
        });
    }
    Ok(parties)
}

/// What this member of staff can do now.
fn acts(t: &Text, visit: &Visit, order: &Order, staff: bool) -> Vec<ActLink> {
    let possible = |act: &&Act| staff && act.is_possible(order) && visit.actor.may(act.roles, order.node);
    let incident = (staff && order.volunteer.is_some() && visit.actor.may(roles::SERVE, order.node)).then(|| ActLink {
        label: t.get("cover-report"),
        href: format!("/console/orders/{}/incident", order.id),
        kind: "second",
        icon: "alert",
    });
    steps::ACTS
        .iter()
        .filter(possible)
        .map(|act| ActLink {
            label: t.get(&format!("console-act-{}", act.word)),
            href: format!("/console/orders/{}/{}", order.id, act.word),
            kind: act.kind,
            icon: act.icon,
        })
        .chain(incident)
        .collect()
}

fn candidates(visit: &Visit, order: &Order, staff: bool) -> String {
    let open = staff && order.state == OrderState::Published && visit.actor.may(roles::SERVE, order.node);
    if open { format!("/console/orders/{}/candidates", order.id) } else { String::new() }
}

fn event_of(t: &Text, names: &Names, event: &OrderEvent) -> Event {
    let who = match (event.actor, event.on_behalf) {
        (Some(actor), Some(other)) => t.with(
            "console-who-for",
            [("who", labels::name_of(names, Some(actor))), ("name", labels::name_of(names, Some(other)))],
        ),
        (Some(actor), None) => labels::name_of(names, Some(actor)),
        (None, _) => t.get("console-nobody"),
    };
    let known: std::collections::BTreeMap<String, String> = serde_json::from_str(&event.facts).unwrap_or_default();
    let facts = known.iter().map(|(name, value)| fact_words(t, name, value));
    let reason = event.reason.iter().map(|reason| labels::or_code(t, "orders-reason-", reason));
    let detail: Vec<String> =
        [who, labels::channel(t, &event.channel)].into_iter().chain(reason).chain(facts).collect();
    Event { when: labels::full_when(t, event.at), title: labels::step(t, event.step), detail: detail.join(" · ") }
}

/// A fact of the history: amounts as amounts, verdicts in words.
fn fact_words(t: &Text, name: &str, value: &str) -> String {
    let amount = matches!(name, "held" | "returned" | "verified" | "minutes" | "settled" | "credited" | "claimed");
    let value = match value.parse::<i64>() {
        Ok(minutes) if amount => t.minutes(tb_kernel::Minutes(minutes)),
        _ => labels::or_code(t, "orders-verdict-", value),
    };
    format!("{} {value}", labels::or_code(t, "console-fact-", name))
}

fn evidence(t: &Text, names: &Names, e: &Evidence) -> EvidenceRow {
    let metres = e.distance_m.map(|m| t.with("console-metres-away", [("n", m.to_string())]));
    let accuracy = e.accuracy_m.map(|m| t.with("console-accuracy", [("n", m.to_string())]));
    let device = e.device_at.map(|at| t.with("console-device-clock", [("at", t.clock(at))]));
    EvidenceRow {
        when: labels::full_when(t, e.at),
        phase: t.get(&format!("orders-phase-{}", e.phase.code())),
        kind: labels::or_code(t, "orders-proof-", &e.kind),
        verdict: t.get(&format!("orders-verdict-{}", e.verdict.code())),
        tone: match e.verdict {
            ProofVerdict::Valid => "ok",
            ProofVerdict::Invalid => "bad",
            ProofVerdict::Unknown => "still",
        },
        detail: [metres, accuracy, device, e.note.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        by: labels::name_of(names, e.by_person),
    }
}

async fn ratings(faces: &Faces, visit: &Visit, t: &Text, file: &OrderFile) -> Outcome<Vec<RatingRow>> {
    let order = &file.seen.order;
    // What somebody wrote is for those who keep the service running; a mark is for everybody who sees the order.
    let reads = visit.actor.may(roles::SERVE, order.node);
    let mut rows = Vec::new();
    for rating in &file.ratings {
        let sealed = rating.remark.as_deref().filter(|_| reads);
        let remark = open_remark(&faces.house.people, &mut faces.house.core.db.read(), order, sealed).await?;
        let tags: Vec<String> = rating
            .tags
            .split(',')
            .filter(|tag| !tag.is_empty())
            .map(|tag| labels::or_code(t, "orders-tag-", tag))
            .collect();
        rows.push(RatingRow {
            by: t.get(if rating.by_side == Side::Elder { "console-th-elder" } else { "console-th-volunteer" }),
            mark: rating.mark,
            tags: tags.join(&t.get("console-comma")),
            remark: remark.unwrap_or_default(),
        });
    }
    Ok(rows)
}

fn dispute(t: &Text, names: &Names, d: &Dispute) -> DisputeRow {
    let decided = d.decided_at.map(|at| {
        let minutes = t.minutes(d.minutes.unwrap_or_default());
        let who = labels::name_of(names, d.decided_by);
        format!("{} · {who} · {minutes} · {}", labels::full_when(t, at), d.grounds.clone().unwrap_or_default())
    });
    DisputeRow {
        opened: labels::full_when(t, d.opened_at),
        by: format!("{} · {}", t.get(&format!("orders-side-{}", d.side.code())), labels::name_of(names, d.opened_by)),
        reason: labels::or_code(t, "orders-reason-", &d.reason),
        decided: decided.unwrap_or_default(),
    }
}

fn invitation(t: &Text, names: &Names, i: &Invitation) -> InvitationRow {
    InvitationRow {
        name: labels::name_of(names, Some(i.volunteer)),
        href: format!("/console/people/{}", i.volunteer),
        when: labels::full_when(t, i.asked_at),
        state: t.get(&format!("console-invited-{}", i.state.code())),
    }
}

/// True when a step can be taken in the order's state.
pub(crate) fn is_step(step: Step, order: &Order) -> bool {
    tb_orders::may_step(step, order.state)
}
