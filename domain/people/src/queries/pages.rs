//! Pages of one person: who is signed in, the person's own page (and the same page for staff), who looked at it, the inbox.

use super::facts::{enrolments_of, licences, preferences, qualifications_of};
use crate::access;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::seal::Person;
use crate::store::enrolment::EnrolmentRecord;
use crate::store::message::{self as messages, MessageRecord};
use crate::store::person::{self as sql, LinkRecord, LookRecord};
use tb_db::{Tx, args};
use tb_kernel::{Actor, Channel, Cursor, Instant, Node, OrderId, Outcome, Page, PageSize, PersonId, Refusal, Role};
use uuid::Uuid;

/// How somebody is shown to others.
pub(crate) fn shown(person: &Person) -> Shown {
    let name = &person.profile.name;
    Shown {
        id: person.id(),
        handle: person.record.handle.clone(),
        masked_name: name.masked(),
        surname: name.surname().to_owned(),
        sex: person.profile.id_no.sex(),
        node: person.record.node,
    }
}

pub(super) fn enrolment_view(e: &EnrolmentRecord) -> EnrolmentView {
    EnrolmentView {
        id: e.id,
        kind: e.kind,
        state: e.state,
        node: e.node,
        traits: super::traits_of(&e.traits),
        channel: Channel::parse(&e.channel).unwrap_or(Channel::System),
        reason: e.reason.clone(),
        article: e.article.clone(),
        applied_at: e.applied_at,
        reviewed_at: e.reviewed_at,
        active_since: e.active_since,
    }
}

impl People {
    /// Whoever is signed in, for the head of every page.
    ///
    /// # Errors
    /// `common.sign-in`.
    pub async fn me(&self, actor: &Actor) -> Outcome<Me> {
        let me = actor.person.ok_or(no::sign_in())?;
        let mut tx = self.core.db.read();
        let ids: Vec<PersonId> = [Some(me), actor.acting_for].into_iter().flatten().collect();
        let mut persons = self.load(&mut tx, &ids).await?.into_iter();
        let person = persons.next().filter(|person| person.id() == me).ok_or(no::sign_in())?;
        Ok(Me {
            name: person.profile.name.text().to_owned(),
            preferences: preferences(&person.record),
            unread: self.unread(&mut tx, me).await?,
            acting_for: persons.next().map(|other| shown(&other)),
            person: shown(&person),
        })
    }

    /// A person's page: one's own, that of the person acted for, or of somebody in the territory.
    ///
    /// # Errors
    /// Not found.
    pub async fn person_view(&self, actor: &Actor, id: PersonId) -> Outcome<PersonView> {
        let mut tx = self.core.db.snapshot().await?;
        let person = self.load_one(&mut tx, id).await?.ok_or(Refusal::not_found())?;
        access::may_see(actor, id, person.record.node)?;
        let enrolled = enrolments_of(&mut tx, &[id]).await?;
        let qualified = qualifications_of(&mut tx, &[id]).await?;
        let links = self.link_views(&mut tx, id).await?;
        let Person { record, profile } = person;
        let today = self.core.now().day();
        let birth = profile.id_no.birth();
        let own = actor.person == Some(id) && !access::is_official(actor);
        Ok(PersonView {
            id,
            name: if own { profile.name.text().to_owned() } else { profile.name.masked() },
            id_no: profile.id_no.masked(),
            phone: profile.phone.as_ref().map(Phone::masked),
            birth_year: birth.date().year(),
            age: today.age_since(birth),
            sex: profile.id_no.sex(),
            node: record.node,
            area: self.places.full_name(record.node),
            has_address: !profile.address.is_empty(),
            home_exact: profile.home.is_some(),
            has_emergency: profile.emergency.is_some(),
            has_care: !profile.care.is_empty(),
            enrolments: enrolled.iter().map(enrolment_view).collect(),
            licences: licences(qualified),
            links,
            preferences: preferences(&record),
            registered_at: record.created_at,
            card_version: record.card_version,
            handle: record.handle,
        })
    }

    /// One's own contact data in full, for the page on which one changes it.
    ///
    /// # Errors
    /// `common.sign-in`.
    pub async fn own_contact(&self, actor: &Actor) -> Outcome<Contact> {
        let me = actor.person.filter(|_| !access::is_official(actor)).ok_or(no::sign_in())?;
        let person = self.load_one(&mut self.core.db.read(), me).await?.ok_or(no::sign_in())?;
        let Person { record, profile } = person;
        Ok(Contact {
            person: me,
            name: profile.name,
            phone: profile.phone,
            node: record.node,
            address: profile.address,
            home: profile.home,
            emergency: profile.emergency,
            care: profile.care,
        })
    }

    /// Finds a person by handle, as far as the actor may see them.
    ///
    /// # Errors
    /// Not found.
    pub async fn by_handle(&self, actor: &Actor, handle: &str) -> Outcome<Shown> {
        let handle = handle.trim().to_uppercase();
        let found: Option<sql::PersonRecord> = self.core.db.read().row(sql::BY_HANDLE, args![handle]).await?;
        let record = found.ok_or(Refusal::not_found())?;
        access::may_see(actor, record.id, record.node)?;
        Ok(shown(&self.open(record)?))
    }

    async fn link_views(&self, tx: &mut Tx, id: PersonId) -> Outcome<Vec<LinkView>> {
        let links: Vec<LinkRecord> = tx.rows(sql::LINKS_OF, args![id]).await?;
        let other = |link: &LinkRecord| if link.a == id { link.b } else { link.a };
        let others: Vec<PersonId> = links.iter().map(other).collect();
        let names = self.display(tx, &others).await?;
        let views = links.iter().filter_map(|link| {
            let name = names.iter().find(|shown| shown.id == other(link))?;
            Some(LinkView {
                id: link.id,
                other: other(link),
                other_name: name.masked_name.clone(),
                kind: LinkKind::parse(&link.kind)?,
                outgoing: link.a == id,
                state: link.state,
            })
        });
        Ok(views.collect())
    }

    /// Who looked at a person's unmasked data, newest first: for the person, and for staff who may see the page.
    ///
    /// # Errors
    /// Not found.
    pub async fn who_looked(
        &self,
        actor: &Actor,
        id: PersonId,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<Look>> {
        let mut tx = self.core.db.snapshot().await?;
        let node = *self.nodes(&mut tx, &[id]).await?.get(&id).ok_or(Refusal::not_found())?;
        access::may_see(actor, id, node)?;
        let start = after.unwrap_or(Cursor { key: i64::MAX, id: Uuid::max() });
        let rows: Vec<LookRecord> = tx.rows(sql::LOOKS, args![id, start.key, start.id, size.rows() + 1]).await?;
        let page = Page::cut(rows, size, |row| Cursor { key: row.at.0, id: row.id });
        let lookers: Vec<PersonId> = page.rows.iter().filter_map(|row| row.looker).collect();
        let names = self.display(&mut tx, &lookers).await?;
        Ok(page.map(|row| Look {
            id: row.id,
            at: row.at,
            by: names.iter().find(|shown| Some(shown.id) == row.looker).map(|shown| shown.masked_name.clone()),
            role: row.role.as_deref().and_then(Role::parse),
            node: row.node,
            purpose: row.purpose,
            reason: row.reason,
            order: row.subject.map(OrderId),
        }))
    }

    /// What somebody agreed to, newest first.
    ///
    /// # Errors
    /// Not found.
    pub async fn consents(&self, actor: &Actor, id: PersonId) -> Outcome<Vec<(String, Instant)>> {
        let mut tx = self.core.db.snapshot().await?;
        let node: Node = *self.nodes(&mut tx, &[id]).await?.get(&id).ok_or(Refusal::not_found())?;
        access::may_see(actor, id, node)?;
        Ok(tx.rows(sql::CONSENTS, args![id]).await?)
    }

    /// One's own inbox, newest first.
    ///
    /// # Errors
    /// `common.sign-in`.
    pub async fn inbox(&self, actor: &Actor, after: Option<Cursor>, size: PageSize) -> Outcome<Page<MessageView>> {
        let me = actor.person.ok_or(no::sign_in())?;
        let start = after.unwrap_or(Cursor { key: i64::MAX, id: Uuid::max() });
        let args = args![me, start.key, start.id, size.rows() + 1];
        let rows: Vec<MessageRecord> = self.core.db.read().rows(messages::MESSAGES, args).await?;
        let page = Page::cut(rows, size, |row| Cursor { key: row.at.0, id: row.id.0 });
        Ok(page.map(|row| MessageView {
            id: row.id,
            at: row.at,
            kind: row.kind,
            args: serde_json::from_str(&row.args).unwrap_or_default(),
            link: row.link,
            read: row.read_at.is_some(),
        }))
    }

    /// How many messages somebody has not read.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn unread(&self, tx: &mut Tx, person: PersonId) -> Outcome<i64> {
        Ok(tx.one::<(i64,)>(messages::UNREAD, args![person]).await?.0)
    }
}
