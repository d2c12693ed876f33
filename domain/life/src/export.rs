//! `life.export`: everything that is kept about one person, readable and for machines, for that person. Each export is a
//! line in the journal; one made at a desk is a look the person can see, and carries who made it on its first page.
//!
//! What must hold: others appear masked; what a slice keeps about a person is in it, or `Keeps` is missing (a test of the
//! house compares the tables with the list of what is kept where).

use crate::access::{self, SERVE};
use crate::house::Life;
use crate::store;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::pin::Pin;
use std::sync::Arc;
use tb_db::Tx;
use tb_journal::{Command, Key, LineFilter, Work, execute, lines};
use tb_kernel::{AccountId, Actor, Cursor, Fail, Instant, Outcome, Page, PageSize, PersonId, Refusal};
use tb_ledger::State;
use tb_people::LookPurpose;

/// Rows asked for at once.
const SIZE: i64 = 200;
/// Pages of one list: two hundred thousand rows are a lifetime.
const PAGES_MAX: usize = 1000;

type Kept<'a> = Pin<Box<dyn Future<Output = Outcome<Value>> + Send + 'a>>;
type Forgotten<'a> = Pin<Box<dyn Future<Output = Outcome<()>> + Send + 'a>>;

/// A slice that keeps something about people beyond people, orders and books.
pub trait Keeps: Send + Sync {
    /// The section of the export.
    fn name(&self) -> &'static str;
    /// Everything kept about a person, in the clear, in the transaction that recorded the export.
    fn kept<'a>(&'a self, tx: &'a mut Tx, person: PersonId) -> Kept<'a>;
    /// Lets go of what is not sealed with the person's key, when the person is erased.
    fn forget<'a>(&'a self, _tx: &'a mut Tx, _person: PersonId) -> Forgotten<'a> {
        Box::pin(async { Ok(()) })
    }
}

/// The command behind an export; what is exported is read afterwards.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExportPerson {
    pub person: PersonId,
}

/// Everything kept about one person.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    pub made_at: Instant,
    /// Handle of whoever made it at a desk; none when the person did.
    pub made_by: Option<String>,
    pub policy: String,
    /// Section → what is kept.
    pub sections: Vec<(String, Value)>,
}

impl Export {
    /// For machines: one object, sections by name.
    pub fn json(&self) -> Value {
        let sections: serde_json::Map<String, Value> = self.sections.iter().cloned().collect();
        json!({
            "format": "timebank-person-export-1",
            "made_at": self.made_at.to_string(),
            "made_by": self.made_by,
            "policy": self.policy,
            "data": sections,
        })
    }
}

impl Command for ExportPerson {
    const NAME: &'static str = "life.export";
    type House = Life;
    type Answer = Instant;

    async fn run(&self, house: &Life, work: &mut Work<'_>) -> Outcome<Instant> {
        let node = super::commands::home(house, work, self.person).await?;
        if access::is_official(work.actor) {
            access::may_do(work.actor, SERVE, node)?;
            house.people.not_involved(work, self.person).await?;
            let (now, actor, person) = (work.now, work.actor, self.person);
            house.people.looked_in(work.tx, now, actor, person, LookPurpose::Export, person.0).await?;
        } else if work.actor.subject() != Some(self.person) {
            return Err(Refusal::not_found().into());
        }
        if house.people.is_erased(work.tx, self.person).await? {
            return Err(Refusal::not_found().into());
        }
        work.about("person", self.person, node);
        Ok(work.now)
    }
}

impl Life {
    /// Writes out everything kept about a person, for that person.
    ///
    /// # Errors
    /// Not found; `life.not-allowed`, `people.own-account`, `people.own-kin` at a desk.
    pub async fn export(self: &Arc<Self>, actor: &Actor, key: &Key, person: PersonId) -> Outcome<Export> {
        let made_at = execute(self, &self.core, actor, key, ExportPerson { person }).await?;
        let mut tx = self.core.db.snapshot().await?;
        let official = access::is_official(actor);
        let maker = actor.person.filter(|_| official);
        let made_by = match maker {
            Some(maker) => self.people.display(&mut tx, &[maker]).await?.pop().map(|shown| shown.handle),
            None => None,
        };
        let nodes = self.people.nodes(&mut tx, &[person]).await?;
        let node = *nodes.get(&person).ok_or(Refusal::not_found())?;
        let policy = self.rules_at(node, made_at)?.id.to_string();
        let mut sections = self.of_people(&mut tx, person).await?;
        sections.extend(self.of_orders(&mut tx, person).await?);
        sections.push(("ledger".into(), self.of_ledger(&mut tx, person).await?));
        sections.push(("journal".into(), self.of_journal(&mut tx, person).await?));
        let cases = store::of_person(&mut tx, person).await?;
        let case = |case: &crate::model::Case| {
            json!({
                "kind": case.kind.code(), "state": case.state.code(), "asked_at": case.asked_at.to_string(),
                "reason": case.reason, "done_at": case.done_at.map(|at| at.to_string()),
                "minutes": case.effects().minutes,
            })
        };
        let own = cases.iter().filter(|c| c.person == person).map(case).collect::<Vec<_>>();
        sections.push(("life_events".into(), own.into()));
        for keeper in &self.keepers {
            sections.push((keeper.name().into(), keeper.kept(&mut tx, person).await?));
        }
        Ok(Export { made_at, made_by, policy, sections })
    }

    async fn of_people(&self, tx: &mut Tx, person: PersonId) -> Outcome<Vec<(String, Value)>> {
        let people = &self.people;
        let system = Actor::system();
        let kept = people.kept_in_full(tx, person).await?;
        let view = people.person_view(&system, person).await?;
        let looks = whole(|after| people.who_looked(&system, person, after, PageSize::of(SIZE))).await?;
        let own = Actor { person: Some(person), ..Actor::visitor() };
        let inbox = whole(|after| people.inbox(&own, after, PageSize::of(SIZE))).await?;
        let messages: Vec<Value> = inbox
            .iter()
            .map(|m| json!({"at": m.at.to_string(), "kind": m.kind, "args": m.args, "read": m.read}))
            .collect();
        let agreed = people.consents(&system, person).await?;
        let agreed: Vec<Value> =
            agreed.iter().map(|(text, at)| json!({"document": text, "at": at.to_string()})).collect();
        Ok(vec![
            ("person".into(), value(&kept)?),
            ("enrolments".into(), value(&view.enrolments)?),
            ("licences".into(), value(&view.licences)?),
            ("links".into(), value(&view.links)?),
            ("agreed_texts".into(), agreed.into()),
            ("consents".into(), value(&people.consent_standings(&system, person).await?)?),
            ("consent_receipts".into(), value(&people.consent_receipts(&system, person).await?)?),
            ("looks".into(), value(&looks)?),
            ("sessions".into(), value(&people.sessions(&own).await?)?),
            ("messages".into(), messages.into()),
        ])
    }

    async fn of_orders(&self, tx: &mut Tx, person: PersonId) -> Outcome<Vec<(String, Value)>> {
        let mut sections = Vec::new();
        for (name, as_elder) in [("orders_received", true), ("orders_served", false)] {
            let all = whole(|after| self.orders.of_person(person, as_elder, after, PageSize::of(SIZE))).await?;
            let mut rows = Vec::with_capacity(all.len());
            for order in all {
                rows.push(self.of_order(tx, person, order).await?);
            }
            sections.push((name.to_owned(), rows.into()));
        }
        Ok(sections)
    }

    /// One order as the person's own side sees it.
    async fn of_order(&self, tx: &mut Tx, person: PersonId, order: tb_orders::Order) -> Outcome<Value> {
        let own = Actor { person: Some(person), ..Actor::visitor() };
        let file = self.orders.file(&own, order.id).await?;
        let address = file.seen.place.as_ref().and_then(|place| place.address.clone());
        let note = file.seen.place.as_ref().map(|place| place.note.clone());
        let history: Vec<Value> = file
            .history
            .iter()
            .map(|event| json!({"at": event.at.to_string(), "step": event.step, "reason": event.reason}))
            .collect();
        let proofs: Vec<Value> = file
            .evidence
            .iter()
            .map(|e| json!({"at": e.at.to_string(), "kind": e.kind, "verdict": e.verdict, "distance_m": e.distance_m}))
            .collect();
        let mut ratings = Vec::new();
        for rating in &file.ratings {
            let remark = rating.remark.as_deref();
            let remark = tb_orders::open_remark(&self.people, tx, &order, remark).await?;
            let mine = rating.rater == person;
            ratings.push(json!({"at": rating.at.to_string(), "mark": rating.mark, "mine": mine, "remark": remark}));
        }
        Ok(json!({
            "number": order.number, "item": order.item, "state": order.state, "starts_at": order.starts_at.to_string(),
            "minutes": order.minutes, "settled_minutes": order.settled_minutes, "address": address, "note": note,
            "history": history, "proofs": proofs, "ratings": ratings,
        }))
    }

    async fn of_ledger(&self, tx: &mut Tx, person: PersonId) -> Outcome<Value> {
        let account = AccountId(person.0);
        let balances = tb_ledger::balances(tx, account).await?;
        let mut rows = Vec::new();
        let mut after = None;
        for _ in 0..PAGES_MAX {
            let page = tb_ledger::statement(tx, account, State::ALL, after, PageSize::of(SIZE)).await?;
            rows.extend(page.rows);
            after = page.next.as_deref().and_then(Cursor::decode);
            if after.is_none() {
                break;
            }
        }
        Ok(json!({"balances": value(&balances)?, "statement": value(&rows)?}))
    }

    /// What was done about the person: the account of the journal, without who else it was about.
    async fn of_journal(&self, tx: &mut Tx, person: PersonId) -> Outcome<Value> {
        let mut rows = Vec::new();
        let mut after = None;
        for _ in 0..PAGES_MAX {
            let page = lines(tx, &LineFilter::Object(person.0), after, PageSize::of(SIZE)).await?;
            rows.extend(page.rows.iter().map(|line| {
                json!({
                    "at": line.at.to_string(), "action": line.action, "channel": line.channel, "role": line.role,
                    "outcome": line.outcome, "reason": line.reason, "own": line.actor == Some(person),
                })
            }));
            after = page.next.as_deref().and_then(Cursor::decode);
            if after.is_none() {
                break;
            }
        }
        Ok(rows.into())
    }
}

fn value(of: &impl Serialize) -> Result<Value, Fail> {
    serde_json::to_value(of).map_err(Fail::fault)
}

/// All pages of a list.
async fn whole<T, F, Fut>(ask: F) -> Outcome<Vec<T>>
where
    F: Fn(Option<Cursor>) -> Fut,
    Fut: Future<Output = Outcome<Page<T>>>,
{
    let mut rows = Vec::new();
    let mut after = None;
    for _ in 0..PAGES_MAX {
        let page = ask(after).await?;
        rows.extend(page.rows);
        after = page.next.as_deref().and_then(Cursor::decode);
        if after.is_none() {
            break;
        }
    }
    Ok(rows)
}
