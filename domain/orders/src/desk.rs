//! The settlement desk: the elder's word on a visit, taken together with all that wait, decided one by one in order of
//! arrival, written with a fixed number of statements and committed once. An order's new state, its posting, its journal
//! line, its event and its proof leaf commit together or not at all.

use crate::access;
use crate::model::{Flag, Order, OrderState, Side, Step};
use crate::rules::{self, CODE_TRIES_MAX, Confirmed, Word};
use crate::steps::news;
use crate::store::{self, Written};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tb_crypto::{card_code, digits_match};
use tb_db::{BatchHandler, Db, DbError, Tx, args};
use tb_jobs::Event;
use tb_journal::{Core, Key, Line, Work, count_outcomes, look_up, record};
use tb_kernel::{AccountId, Actor, Day, DisputeId, Fail, Instant, JournalId, Kind, Minutes, OrderId, Outcome, Refusal};
use tb_ledger::Command as LedgerCommand;
use tb_people::People;
use tb_policy::{PolicyBook, Version, VersionId};

/// How the elder's word was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum ConfirmMethod {
    /// On the elder's own page, or by who acts for them.
    Button,
    /// The elder's card (or door code) typed on the volunteer's telephone.
    Card { code: String },
    /// At the desk, after a call that was logged.
    Desk,
    /// Nobody answered for as long as the policy asks; only the timer says this.
    Silence,
}

/// The elder's word on a visit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Confirmation {
    pub order: OrderId,
    pub method: ConfirmMethod,
    /// How long the visit was by the elder's account, if they say so.
    #[serde(default)]
    pub minutes: Option<Minutes>,
    #[serde(default)]
    pub seen: Option<i64>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleAnswer {
    pub order: OrderId,
    pub state: OrderState,
    pub version: i64,
    /// Minutes that arrived in the volunteer's account; `None`: not settled (a call is awaited, or it is disputed).
    pub settled: Option<Minutes>,
}

/// A confirmation in the queue.
pub(crate) struct Asked {
    actor: Actor,
    confirmation: Confirmation,
    id: JournalId,
    hash: [u8; 32],
    key: Key,
}

const NAME: &str = "orders.confirm";

impl Asked {
    pub(crate) fn new(actor: Actor, key: Key, confirmation: Confirmation) -> Asked {
        let content = serde_json::to_vec(&confirmation).unwrap_or_default();
        let hash = tb_crypto::digest(&[NAME.as_bytes(), key.text().as_bytes(), &content]);
        Asked { id: key.line_id(&actor), actor, confirmation, hash, key }
    }
}

/// Who settles.
pub(crate) struct SettleDesk {
    pub(crate) core: Core,
    pub(crate) people: Arc<People>,
    pub(crate) policies: Arc<PolicyBook>,
}

/// What one confirmation changes, before anything is written.
struct Change {
    order: Order,
    written: Written,
    posting: Option<LedgerCommand>,
    dispute: Option<(Side, String)>,
}

impl BatchHandler for SettleDesk {
    type Command = Asked;
    type Answer = SettleAnswer;

    async fn run(&self, tx: &mut Tx, batch: &[Asked]) -> Result<Vec<Outcome<SettleAnswer>>, DbError> {
        self.settle_all(tx, batch).await.map_err(|fail| match fail {
            Fail::Fault(text) if text.starts_with("try again: ") => DbError::Retry(text),
            other => DbError::Other(other.to_string()),
        })
    }

    async fn look_up(&self, db: &Db, asked: &Asked) -> Result<Option<Outcome<SettleAnswer>>, DbError> {
        let found = look_up(&mut db.read(), &[(asked.id, asked.hash)]).await?.pop();
        Ok(found.map(|(_, outcome)| outcome))
    }
}

impl SettleDesk {
    async fn settle_all(&self, tx: &mut Tx, batch: &[Asked]) -> Result<Vec<Outcome<SettleAnswer>>, Fail> {
        let ids: Vec<OrderId> = batch.iter().map(|asked| asked.confirmation.order).collect();
        // Orders first: whoever holds the order also sees every stored outcome about it.
        let orders: HashMap<OrderId, Order> =
            store::held(tx, &ids).await?.into_iter().map(|order| (order.id, order)).collect();
        let keys: Vec<(JournalId, [u8; 32])> = batch.iter().map(|asked| (asked.id, asked.hash)).collect();
        let known: HashMap<JournalId, Outcome<SettleAnswer>> = look_up(tx, &keys).await?.into_iter().collect();
        let now = self.core.now();

        let mut outcomes: Vec<Option<Outcome<SettleAnswer>>> = Vec::with_capacity(batch.len());
        let mut changes: Vec<(usize, Change)> = Vec::new();
        let mut in_batch = InBatch { orders, known, ..InBatch::default() };
        for (n, asked) in batch.iter().enumerate() {
            match in_batch.known.remove(&asked.id) {
                Some(outcome) => outcomes.push(Some(outcome)),
                None if !in_batch.keys.insert(asked.id) => outcomes.push(Some(Err(Fail::Unknown))),
                None => match self.decide(tx, &mut in_batch, asked, now).await {
                    Ok(change) => {
                        outcomes.push(None);
                        changes.push((n, change));
                    }
                    Err(Fail::Refused(refusal)) => outcomes.push(Some(Err(refusal.into()))),
                    Err(fault) => return Err(fault),
                },
            }
        }
        self.write(tx, batch, &mut outcomes, changes, &in_batch.answered(batch), now).await?;
        Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or(Err(Fail::Unknown))).collect())
    }

    /// Access, facts, rules for one confirmation. Later ones in the batch see that the order is already spoken for.
    async fn decide(&self, tx: &mut Tx, in_batch: &mut InBatch, asked: &Asked, now: Instant) -> Outcome<Change> {
        let confirmation = &asked.confirmation;
        if !asked.actor.may_run(NAME) {
            return Err(tb_journal::beyond_proxy().into());
        }
        let order = in_batch.orders.get(&confirmation.order).ok_or(Refusal::not_found())?;
        let side = access::may_do(&asked.actor, order, Step::Settle)?;
        if in_batch.changed.contains(&order.id) {
            return Err(Refusal::conflict("orders.stale").with("state", order.state.code()).into());
        }
        rules::may(order, Step::Settle, confirmation.seen)?;
        let word = self.word(tx, order, side, asked, now).await?;
        let version = self.version(order)?;
        let confirmed = rules::confirm(&version, order, word, confirmation.minutes, now)?;
        let order = order.clone();
        in_batch.changed.insert(order.id);
        Ok(change(order, &version, asked, side, confirmed, now))
    }

    /// Whose word it is and whether it was given in a way that counts.
    async fn word(&self, tx: &mut Tx, order: &Order, side: Side, asked: &Asked, now: Instant) -> Outcome<Word> {
        match (&asked.confirmation.method, side) {
            (ConfirmMethod::Button, Side::Elder) => {
                self.no_own_interest(tx, order, asked, now).await?;
                Ok(Word::Elder)
            }
            (ConfirmMethod::Card { code }, Side::Volunteer) => {
                self.card_is_right(tx, order, code.trim(), now).await?;
                Ok(Word::Elder)
            }
            (ConfirmMethod::Desk, Side::Staff) => {
                self.no_own_interest(tx, order, asked, now).await?;
                let calls = store::evidence(tx, order.id).await?;
                let reached = calls.iter().any(|e| e.kind == "elder_call" && e.verdict.code() == "valid");
                if reached { Ok(Word::Desk) } else { Err(Refusal::rule("orders.call-first").into()) }
            }
            (ConfirmMethod::Silence, Side::System) => {
                let calls = store::evidence(tx, order.id).await?.iter().filter(|e| e.kind == "elder_call").count();
                Ok(Word::Silence { call_attempts: u32::try_from(calls).unwrap_or(u32::MAX) })
            }
            _ => Err(Refusal::forbidden("orders.not-yours").into()),
        }
    }

    async fn no_own_interest(&self, tx: &mut Tx, order: &Order, asked: &Asked, now: Instant) -> Outcome<()> {
        if asked.actor.grants.is_empty() || asked.actor.person == Some(order.elder) {
            return Ok(());
        }
        let mut work = Work::new(tx, &asked.actor, now, &self.core.entropy);
        access::no_own_interest(&self.people, &mut work, order).await
    }

    async fn card_is_right(&self, tx: &mut Tx, order: &Order, typed: &str, now: Instant) -> Outcome<()> {
        let wrong = count_outcomes(tx, order.id.0, "orders.code-wrong", order.created_at).await?;
        if wrong >= CODE_TRIES_MAX {
            return Err(Refusal::forbidden("orders.code-tries").into());
        }
        let keys = &self.people.keys;
        let card = self.people.facts_of_one(tx, order.elder).await?.card_version;
        let door = digits_match(keys, order.id.0.as_bytes(), now, typed);
        if door || card_code(keys, order.elder.0.as_bytes(), card) == typed {
            return Ok(());
        }
        Err(Refusal::new(Kind::Invalid, "orders.code-wrong").field("code", "orders.code-wrong").into())
    }

    fn version(&self, order: &Order) -> Result<Arc<Version>, Fail> {
        self.policies.version(&VersionId::from(order.policy.as_str())).map_err(Fail::fault)
    }

    /// Writes everything that was decided: ledger, orders, history, disputes, events, journal.
    async fn write(
        &self,
        tx: &mut Tx,
        batch: &[Asked],
        outcomes: &mut [Option<Outcome<SettleAnswer>>],
        changes: Vec<(usize, Change)>,
        answered: &HashSet<usize>,
        now: Instant,
    ) -> Result<(), Fail> {
        let commands: Vec<LedgerCommand> = changes.iter().filter_map(|(_, c)| c.posting.clone()).collect();
        let mut posted = if commands.is_empty() {
            Vec::new()
        } else {
            tb_ledger::post(tx, &commands, now, &self.core.entropy).await?
        }
        .into_iter();

        let mut saved: Vec<(Order, Written)> = Vec::with_capacity(changes.len());
        let mut numbers = Vec::with_capacity(changes.len());
        for (n, mut change) in changes {
            if change.posting.is_some() {
                match posted.next() {
                    Some(Ok(done)) => change.order.posting = Some(done.posting),
                    Some(Err(Fail::Refused(refusal))) => {
                        outcomes[n] = Some(Err(refusal.into()));
                        continue;
                    }
                    Some(Err(fault)) => return Err(fault),
                    None => return Err(Fail::Fault("the ledger answered fewer commands than it was given".into())),
                }
            }
            if let Some((side, reason)) = &change.dispute {
                let id: DisputeId = self.core.entropy.id(now);
                let actor = batch[n].actor.person;
                store::add_dispute(tx, args![id, change.order.id, actor, side.code(), reason, now]).await?;
            }
            saved.push((change.order, change.written));
            numbers.push(n);
        }
        store::save(tx, &mut saved, now).await?;
        let mut events: Vec<Event> = Vec::with_capacity(saved.len());
        for ((order, written), n) in saved.iter().zip(&numbers) {
            events.push(news(order, written.step, written.from, order.volunteer, now, &self.core.entropy)?);
            let settled = (order.state == OrderState::Settled).then_some(order.settled_minutes).flatten();
            let answer = SettleAnswer { order: order.id, state: order.state, version: order.version, settled };
            outcomes[*n] = Some(Ok(answer));
        }
        tb_jobs::publish(tx, &events).await?;
        let nodes: HashMap<OrderId, tb_kernel::Node> = saved.iter().map(|(order, _)| (order.id, order.node)).collect();
        let mut lines = Vec::with_capacity(batch.len());
        for (n, asked) in batch.iter().enumerate().filter(|(n, _)| !answered.contains(n)) {
            let mut line = Line::of(&asked.actor, &asked.key, asked.hash, NAME, now);
            line.object = Some(("order", asked.confirmation.order.0));
            line.node = nodes.get(&asked.confirmation.order).copied();
            if let Some(outcome) = &outcomes[n] {
                line.close(outcome)?;
                lines.push(line);
            }
        }
        record(tx, lines).await?;
        Ok(())
    }
}

/// What a batch has seen so far.
#[derive(Default)]
struct InBatch {
    orders: HashMap<OrderId, Order>,
    known: HashMap<JournalId, Outcome<SettleAnswer>>,
    keys: HashSet<JournalId>,
    changed: HashSet<OrderId>,
}

impl InBatch {
    /// Places in the batch that need no journal line: known keys and repetitions of a key inside the batch.
    fn answered(&self, batch: &[Asked]) -> HashSet<usize> {
        let mut seen = HashSet::new();
        (0..batch.len()).filter(|n| !self.keys.contains(&batch[*n].id) || !seen.insert(batch[*n].id)).collect()
    }
}

fn change(
    mut order: Order,
    version: &Version,
    asked: &Asked,
    side: Side,
    confirmed: Confirmed,
    now: Instant,
) -> Change {
    let from = order.state;
    let written = |step| Written::new(step, from, &asked.actor);
    match confirmed {
        Confirmed::Settle { minutes, decision } => {
            let mut written = written(Step::Settle);
            written.facts = vec![
                ("minutes", minutes.to_string()),
                ("article", decision.article.to_string()),
                ("method", method_name(&asked.confirmation.method).to_owned()),
            ];
            let posting = settle_or_release(&order, version, minutes, &asked.actor, now);
            order.agreed_at = Some(now);
            order.agreed_minutes = asked.confirmation.minutes.or(order.verified_minutes);
            order.settled_minutes = Some(minutes);
            order.state = OrderState::Settled;
            order.closed_at = Some(now);
            order.due = None;
            Change { order, written, posting, dispute: None }
        }
        Confirmed::AwaitsCall => {
            order.agreed_at = Some(now);
            order.agreed_minutes = asked.confirmation.minutes;
            order.flag(Flag::NeedsCall);
            order.due = rules::due(version, &order);
            Change { order, written: written(Step::Agreed), posting: None, dispute: None }
        }
        Confirmed::Differ { claimed, verified } => {
            order.state = OrderState::Disputed;
            order.agreed_minutes = Some(claimed);
            order.due = None;
            let mut written = written(Step::Dispute);
            written.reason = Some("time-differs".into());
            written.facts = vec![("claimed", claimed.to_string()), ("verified", verified.to_string())];
            Change { order, written, posting: None, dispute: Some((side, "time-differs".into())) }
        }
    }
}

fn settle_or_release(
    order: &Order,
    version: &Version,
    minutes: Minutes,
    actor: &Actor,
    now: Instant,
) -> Option<LedgerCommand> {
    let (hold, volunteer) = (order.hold?, order.volunteer?);
    let command = if minutes.is_positive() {
        let key = format!("order:{}:settle", order.id);
        LedgerCommand::settle(key, hold, AccountId(volunteer.0), minutes, earned_expiry(version, now), order.id)
    } else {
        LedgerCommand::release(format!("order:{}:release", order.id), hold).order(order.id)
    };
    Some(command.by(actor.person).under(order.policy.clone()))
}

/// The last day of minutes earned now, where a city lets them lapse.
pub fn earned_expiry(version: &Version, now: Instant) -> Option<Day> {
    let months = version.parameters.earned_expiry.months?;
    let years = i64::from(months / 12);
    let rest = i64::from(months % 12);
    Some(now.day().plus_years(years).plus_days(rest * 30))
}

fn method_name(method: &ConfirmMethod) -> &'static str {
    match method {
        ConfirmMethod::Button => "button",
        ConfirmMethod::Card { .. } => "card",
        ConfirmMethod::Desk => "desk",
        ConfirmMethod::Silence => "silence",
    }
}
