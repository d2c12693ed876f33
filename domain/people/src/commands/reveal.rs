//! `people.reveal`: a member of staff sees unmasked data for a reason. `people.contact`: the volunteer of an order sees
//! what is needed to get there. Both leave a line in the journal and one that the person can read.
//!
//! The data itself is read after the look was recorded, never the other way round.

use crate::access::{self, REVEALERS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules;
use crate::seal::Person;
use crate::store::person as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::{Tx, args};
use tb_journal::{Command, Key, Line, Work, execute, look_up, record};
use tb_kernel::{Actor, Instant, Node, OrderId, Outcome, PersonId, Refusal, Span};
use uuid::Uuid;

/// Persons one member of staff may reveal in an hour: work at a desk, not a harvest.
const REVEALS_HOUR_MAX: i64 = 60;

#[derive(Serialize)]
struct Reveal {
    person: PersonId,
    reason: String,
}

impl People {
    /// Shows unmasked data to a member of staff; the person will see who looked and why.
    ///
    /// # Errors
    /// Not found, `people.not-allowed`, `people.own-account`, `people.own-kin`, `people.too-many-reveals`; the reason is
    /// needed.
    pub async fn reveal(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        reason: &str,
    ) -> Outcome<Revealed> {
        execute(self, &self.core, actor, key, Reveal { person, reason: reason.to_owned() }).await?;
        let mut tx = self.core.db.read();
        let person = self.load_one(&mut tx, person).await?.ok_or(Refusal::not_found())?;
        let id_no = person.profile.id_no.clone();
        Ok(Revealed {
            id_no: id_no.text().to_owned(),
            birth: id_no.birth(),
            sex: id_no.sex(),
            contact: contact_of(person),
        })
    }

    /// Name, telephone and address of `elder` for whoever serves `order`, in the caller's transaction. The caller has
    /// made sure that the actor is assigned to the order and the elder is its receiver. `visiting`: the visit is on or about
    /// to begin, so that care notes are part of it. One look a day and order is
    /// recorded.
    ///
    /// # Errors
    /// Not found.
    pub async fn contact_for_service(
        &self,
        tx: &mut Tx,
        now: Instant,
        actor: &Actor,
        elder: PersonId,
        order: OrderId,
        visiting: bool,
    ) -> Outcome<Contact> {
        let person = self.load_one(tx, elder).await?.ok_or(Refusal::not_found())?;
        let key = Key::internal(format!("contact:{order}:{elder}:{}", now.day()));
        let hash = tb_crypto::digest(&[b"people.contact", elder.0.as_bytes(), order.0.as_bytes()]);
        let known = look_up::<()>(tx, &[(key.line_id(actor), hash)]).await?;
        if known.is_empty() {
            let mut line = Line::of(actor, &key, hash, "people.contact", now);
            line.object = Some(("person", elder.0));
            line.node = Some(person.record.node);
            line.close::<()>(&Ok(()))?;
            record(tx, vec![line]).await?;
            let id: Uuid = self.core.entropy.id(now);
            let look = Looking { purpose: LookPurpose::Service, reason: "", subject: Some(order.0) };
            add_look(tx, id, now, actor, elder, person.record.node, look).await?;
        }
        let mut contact = contact_of(person);
        if !visiting {
            contact.care.clear();
        }
        Ok(contact)
    }
}

impl People {
    /// Records that somebody looks at unmasked data of `person` while dealing with `subject`, in the caller's
    /// transaction; once a day for one looker, subject and purpose. Nothing is recorded of one's own data.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn looked_in(
        &self,
        tx: &mut Tx,
        now: Instant,
        actor: &Actor,
        person: PersonId,
        purpose: LookPurpose,
        subject: Uuid,
    ) -> Outcome<()> {
        let Some(looker) = actor.person.filter(|looker| *looker != person) else { return Ok(()) };
        let today = args![person, looker, subject, purpose.code(), now.day().start()];
        if tx.one::<(i64,)>(sql::LOOKED_TODAY, today).await?.0 > 0 {
            return Ok(());
        }
        let Some(node) = self.nodes(tx, &[person]).await?.get(&person).copied() else { return Ok(()) };
        let id: Uuid = self.core.entropy.id(now);
        add_look(tx, id, now, actor, person, node, Looking { purpose, reason: "", subject: Some(subject) }).await
    }
}

fn contact_of(person: Person) -> Contact {
    let Person { record, profile } = person;
    Contact {
        person: record.id,
        name: profile.name,
        phone: profile.phone,
        node: record.node,
        address: profile.address,
        home: profile.home,
        emergency: profile.emergency,
        care: profile.care,
    }
}

/// Why somebody looks.
pub(super) struct Looking<'a> {
    pub(super) purpose: LookPurpose,
    pub(super) reason: &'a str,
    pub(super) subject: Option<Uuid>,
}

pub(super) async fn add_look(
    tx: &mut Tx,
    id: Uuid,
    now: Instant,
    actor: &Actor,
    person: PersonId,
    node: Node,
    look: Looking<'_>,
) -> Outcome<()> {
    let grant = actor.grants.iter().find(|grant| REVEALERS.contains(&grant.role) && grant.node.covers(node));
    let (role, place) = (grant.map(|g| g.role.code()), grant.map(|g| g.node));
    let args = args![id, person, now, actor.person, role, place, look.purpose.code(), look.reason, look.subject];
    tx.run(sql::ADD_LOOK, args).await?;
    Ok(())
}

impl Command for Reveal {
    const NAME: &'static str = "people.reveal";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let nodes = house.nodes(work.tx, &[self.person]).await?;
        let node = *nodes.get(&self.person).ok_or(Refusal::not_found())?;
        access::may_do(work.actor, REVEALERS, node)?;
        access::not_involved(work.tx, work.actor, self.person).await?;
        work.about("person", self.person, node);
        let reason = rules::reason(&self.reason)?;
        let since = work.now.minus(Span::hours(1));
        let looked: (i64,) = work.tx.one(sql::LOOKS_BY, args![work.actor.person, since]).await?;
        if looked.0 >= REVEALS_HOUR_MAX {
            return Err(no::too_many(no::TOO_MANY_REVEALS).into());
        }
        let id: Uuid = work.id();
        let look = Looking { purpose: LookPurpose::Reveal, reason: &reason, subject: None };
        add_look(work.tx, id, work.now, work.actor, self.person, node, look).await?;
        work.because(reason);
        Ok(())
    }
}
