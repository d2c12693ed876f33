//! Loading orders for a change, and writing what changed. An order is saved whole, guarded by its version.

use crate::model::{Order, OrderState, Step};
use tb_db::{Arg, DbError, Table, Tx, Ty, Update, args};
use tb_kernel::{Actor, EvidenceId, Fail, Instant, OrderId, PersonId, Refusal};

macro_rules! order_columns {
    () => {
        "id, number, node, elder, volunteer, item, policy, state, version, starts_at, ends_at, minutes, urgent, cell,
         place, hold, held_minutes, proofs, checked_in_at, checked_out_at, verified_minutes, agreed_at, agreed_minutes,
         settled_minutes, posting, due, alerts, flags, reason, created_by, channel, created_at, published_at, taken_at,
         closed_at"
    };
}
pub(crate) use order_columns;

const HELD: &str = concat!("select ", order_columns!(), " from service_order where id {in} order by id {lock}");

const ORDER: Table = Table {
    name: "service_order",
    cols: &[
        ("id", Ty::Uuid),
        ("number", Ty::Text),
        ("node", Ty::Int),
        ("elder", Ty::Uuid),
        ("volunteer", Ty::Uuid),
        ("item", Ty::Text),
        ("policy", Ty::Text),
        ("state", Ty::Text),
        ("version", Ty::Int),
        ("starts_at", Ty::Int),
        ("ends_at", Ty::Int),
        ("minutes", Ty::Int),
        ("urgent", Ty::Bool),
        ("cell", Ty::Int),
        ("place", Ty::Bytes),
        ("hold", Ty::Uuid),
        ("held_minutes", Ty::Int),
        ("proofs", Ty::Int),
        ("due", Ty::Int),
        ("alerts", Ty::Int),
        ("flags", Ty::Text),
        ("created_by", Ty::Uuid),
        ("channel", Ty::Text),
        ("created_at", Ty::Int),
        ("published_at", Ty::Int),
    ],
    suffix: "",
};

const CHANGED: Update = Update {
    name: "service_order",
    keys: &[("id", Ty::Uuid)],
    guards: &[("version", Ty::Int)],
    sets: &[
        ("version", Ty::Int),
        ("state", Ty::Text),
        ("volunteer", Ty::Uuid),
        ("starts_at", Ty::Int),
        ("ends_at", Ty::Int),
        ("minutes", Ty::Int),
        ("hold", Ty::Uuid),
        ("held_minutes", Ty::Int),
        ("proofs", Ty::Int),
        ("checked_in_at", Ty::Int),
        ("checked_out_at", Ty::Int),
        ("verified_minutes", Ty::Int),
        ("agreed_at", Ty::Int),
        ("agreed_minutes", Ty::Int),
        ("settled_minutes", Ty::Int),
        ("posting", Ty::Uuid),
        ("due", Ty::Int),
        ("alerts", Ty::Int),
        ("flags", Ty::Text),
        ("reason", Ty::Text),
        ("published_at", Ty::Int),
        ("taken_at", Ty::Int),
        ("closed_at", Ty::Int),
    ],
};

const EVENT: Table = Table {
    name: "order_event",
    cols: &[
        ("order_id", Ty::Uuid),
        ("seq", Ty::Int),
        ("at", Ty::Int),
        ("step", Ty::Text),
        ("from_state", Ty::Text),
        ("to_state", Ty::Text),
        ("actor", Ty::Uuid),
        ("on_behalf", Ty::Uuid),
        ("channel", Ty::Text),
        ("reason", Ty::Text),
        ("facts", Ty::Text),
    ],
    suffix: "",
};

const ADD_EVIDENCE: &str = "insert into order_evidence
    (id, order_id, at, phase, kind, verdict, device_at, distance_m, accuracy_m, by_person, note)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const ADD_INVITATION: &str = "insert into order_invitation (order_id, volunteer, asked_at, asked_by, state)
    values ($1, $2, $3, $4, 'asked') on conflict (order_id, volunteer)
    do update set asked_at = excluded.asked_at, asked_by = excluded.asked_by, state = 'asked', answered_at = null";
const ANSWER_INVITATION: &str = "update order_invitation set state = $3, answered_at = $4
    where order_id = $1 and volunteer = $2 and state = 'asked'";
const END_INVITATIONS: &str = "update order_invitation set state = 'gone', answered_at = $2
    where order_id = $1 and state = 'asked'";
const ADD_RATING: &str = "insert into order_rating (id, order_id, by_side, rater, ratee, mark, tags, remark, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const ADD_DISPUTE: &str =
    "insert into order_dispute (id, order_id, opened_by, side, reason, opened_at) values ($1, $2, $3, $4, $5, $6)";
const DECIDE_DISPUTE: &str = "update order_dispute set decided_by = $2, decided_at = $3, minutes = $4, grounds = $5
    where order_id = $1 and decided_at is null";
const DIARY_LOCK: &str =
    "insert into order_diary (person) values ($1) on conflict (person) do update set person = excluded.person";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    HELD,
    ADD_EVIDENCE,
    ADD_INVITATION,
    ANSWER_INVITATION,
    END_INVITATIONS,
    ADD_RATING,
    ADD_DISPUTE,
    DECIDE_DISPUTE,
    DIARY_LOCK,
];

/// Orders for a change, locked in id order; missing ones are left out.
pub(crate) async fn held(tx: &mut Tx, ids: &[OrderId]) -> Result<Vec<Order>, DbError> {
    let mut keys: Vec<Arg> = ids.iter().map(|id| Arg::from(*id)).collect();
    keys.sort();
    keys.dedup();
    tx.rows_in(HELD, vec![], keys).await
}

/// One order for a change.
pub(crate) async fn held_one(tx: &mut Tx, id: OrderId) -> Result<Option<Order>, DbError> {
    Ok(held(tx, &[id]).await?.pop())
}

/// Holds a person's diary: two commands that book the same person take turns, on any number of servers.
pub(crate) async fn lock_diary(tx: &mut Tx, person: PersonId) -> Result<(), DbError> {
    tx.run(DIARY_LOCK, args![person]).await.map(|_| ())
}

pub(crate) async fn add(tx: &mut Tx, o: &Order) -> Result<(), DbError> {
    let row = args![
        o.id,
        &o.number,
        o.node,
        o.elder,
        o.volunteer,
        &o.item,
        &o.policy,
        o.state.code(),
        o.version,
        o.starts_at,
        o.ends_at,
        o.minutes,
        o.urgent,
        o.cell,
        o.place.clone(),
        o.hold,
        o.held_minutes,
        o.proofs,
        o.due,
        o.alerts,
        &o.flags,
        o.created_by,
        &o.channel,
        o.created_at,
        o.published_at
    ];
    tx.insert(&ORDER, &[row]).await.map(|_| ())
}

/// A step to be written into an order's history.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) step: Step,
    pub(crate) from: OrderState,
    pub(crate) actor: Option<PersonId>,
    pub(crate) on_behalf: Option<PersonId>,
    pub(crate) channel: &'static str,
    pub(crate) reason: Option<String>,
    pub(crate) facts: Vec<(&'static str, String)>,
}

impl Written {
    pub(crate) fn new(step: Step, from: OrderState, actor: &Actor) -> Written {
        Written {
            step,
            from,
            actor: actor.person,
            on_behalf: actor.acting_for,
            channel: actor.channel.code(),
            reason: None,
            facts: Vec::new(),
        }
    }
    fn row(&self, order: &Order, at: Instant) -> Vec<Arg> {
        let facts: serde_json::Map<String, serde_json::Value> =
            self.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
        args![
            order.id,
            order.version,
            at,
            self.step.code(),
            self.from.code(),
            order.state.code(),
            self.actor,
            self.on_behalf,
            self.channel,
            self.reason.clone(),
            serde_json::Value::Object(facts).to_string()
        ]
    }
}

/// Saves changed orders (their version is raised here) and their steps: two statements for any number.
///
/// # Errors
/// `orders.stale` when another change came first, which cannot happen to an order held by [`held`].
pub(crate) async fn save(tx: &mut Tx, changed: &mut [(Order, Written)], now: Instant) -> Result<(), Fail> {
    let mut rows = Vec::with_capacity(changed.len());
    let mut events = Vec::with_capacity(changed.len());
    for (o, written) in changed.iter_mut() {
        let seen = o.version;
        o.version += 1;
        events.push(written.row(o, now));
        rows.push(args![
            o.id,
            seen,
            o.version,
            o.state.code(),
            o.volunteer,
            o.starts_at,
            o.ends_at,
            o.minutes,
            o.hold,
            o.held_minutes,
            o.proofs,
            o.checked_in_at,
            o.checked_out_at,
            o.verified_minutes,
            o.agreed_at,
            o.agreed_minutes,
            o.settled_minutes,
            o.posting,
            o.due,
            o.alerts,
            &o.flags,
            o.reason.clone(),
            o.published_at,
            o.taken_at,
            o.closed_at
        ]);
    }
    if tx.update(&CHANGED, &rows).await? != rows.len() as u64 {
        return Err(Refusal::conflict("orders.stale").into());
    }
    tx.insert(&EVENT, &events).await?;
    Ok(())
}

/// The first line of an order's history.
pub(crate) async fn first_event(tx: &mut Tx, order: &Order, written: &Written) -> Result<(), DbError> {
    tx.insert(&EVENT, &[written.row(order, order.created_at)]).await.map(|_| ())
}

/// A piece of evidence to be kept.
pub(crate) struct NewEvidence {
    pub(crate) phase: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) verdict: &'static str,
    pub(crate) device_at: Option<Instant>,
    pub(crate) distance_m: Option<i64>,
    pub(crate) accuracy_m: Option<i64>,
    pub(crate) note: Option<String>,
}

pub(crate) async fn add_evidence(
    tx: &mut Tx,
    id: EvidenceId,
    order: OrderId,
    at: Instant,
    by: Option<PersonId>,
    e: NewEvidence,
) -> Result<(), DbError> {
    let args = args![id, order, at, e.phase, e.kind, e.verdict, e.device_at, e.distance_m, e.accuracy_m, by, e.note];
    tx.run(ADD_EVIDENCE, args).await.map(|_| ())
}

pub(crate) async fn invite(
    tx: &mut Tx,
    order: OrderId,
    volunteer: PersonId,
    at: Instant,
    by: Option<PersonId>,
) -> Result<(), DbError> {
    tx.run(ADD_INVITATION, args![order, volunteer, at, by]).await.map(|_| ())
}

/// Gives false when the volunteer was not asked (any more).
pub(crate) async fn answer_invitation(
    tx: &mut Tx,
    order: OrderId,
    volunteer: PersonId,
    state: &'static str,
    at: Instant,
) -> Result<bool, DbError> {
    Ok(tx.run(ANSWER_INVITATION, args![order, volunteer, state, at]).await? == 1)
}

pub(crate) async fn end_invitations(tx: &mut Tx, order: OrderId, at: Instant) -> Result<(), DbError> {
    tx.run(END_INVITATIONS, args![order, at]).await.map(|_| ())
}

pub(crate) async fn add_rating(tx: &mut Tx, args: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD_RATING, args).await.map(|_| ())
}

pub(crate) async fn add_dispute(tx: &mut Tx, args: Vec<Arg>) -> Result<(), DbError> {
    tx.run(ADD_DISPUTE, args).await.map(|_| ())
}

pub(crate) async fn decide_dispute(tx: &mut Tx, args: Vec<Arg>) -> Result<bool, DbError> {
    Ok(tx.run(DECIDE_DISPUTE, args).await? == 1)
}
