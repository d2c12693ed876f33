//! Questions; read-only. What an actor may not see is not found; a stranger with a number sees what the holder allows.

use crate::access::{self, LOOK};
use crate::house::Recognition;
use crate::model::*;
use crate::seal;
use crate::store;
use std::collections::BTreeMap;
use tb_db::Tx;
use tb_kernel::{
    Actor, CertificateId, CorrectionId, Cursor, Day, Fail, Instant, Minutes, Node, Outcome, Page, PageSize, PersonId,
    Refusal,
};
use uuid::Uuid;

/// Which certificates a register shows.
#[derive(Clone, Debug, Default)]
pub struct CertificateFilter {
    pub state: Option<CertificateState>,
    /// Exactly this number.
    pub number: Option<String>,
}

/// Which corrections a list shows.
#[derive(Clone, Debug, Default)]
pub struct CorrectionFilter {
    pub state: Option<CorrectionState>,
}

/// A certificate with what it says.
pub struct CertificateView {
    pub certificate: Certificate,
    /// None when the holder's key is gone, and for staff who may only look.
    pub content: Option<Content>,
    /// The content is still what was hashed at issue.
    pub intact: bool,
    /// The books say something else of the period today than they did at issue.
    pub changed_since: bool,
}

/// A correction with its words.
pub struct CorrectionView {
    pub correction: Correction,
    pub said: Option<String>,
    pub answer: Option<String>,
}

/// What a stranger learns who checks a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub number: String,
    pub state: CertificateState,
    pub issued_on: Day,
    pub revoked_on: Option<Day>,
    /// The mark printed on the paper: is it the same?
    pub mark: String,
    pub changed_since: bool,
    pub bank: String,
    /// As much as the holder allows; none too when the holder's data was erased.
    pub detail: Option<CheckedDetail>,
}

/// What the holder lets a stranger see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedDetail {
    /// Masked, or in full when the holder allows.
    pub name: String,
    pub from: Day,
    pub to: Day,
    pub minutes: Minutes,
    pub visits: i64,
    pub place: String,
    /// What was done; empty unless the holder shows all.
    pub items: Vec<ItemSum>,
}

impl Recognition {
    /// A person's certificates, newest first (at most 200).
    ///
    /// # Errors
    /// Not found.
    pub async fn certificates_of(&self, actor: &Actor, person: PersonId) -> Outcome<Vec<Certificate>> {
        let mut tx = self.core.db.snapshot().await?;
        self.visible(&mut tx, actor, person).await?;
        Ok(store::of_holder(&mut tx, person).await?)
    }

    /// One certificate; its content for the holder, whoever acts for them, and staff who serve.
    ///
    /// # Errors
    /// Not found.
    pub async fn certificate(&self, actor: &Actor, id: CertificateId) -> Outcome<CertificateView> {
        let mut tx = self.core.db.snapshot().await?;
        let found = store::certificate(&mut tx, id).await?.ok_or(Refusal::not_found())?;
        if !access::sees(actor, found.holder, found.node) {
            return Err(Refusal::not_found().into());
        }
        let entitled = actor.subject() == Some(found.holder) || actor.may(access::SERVE, found.node);
        let opened = self.opened(&mut tx, &found).await?;
        let intact = opened.as_ref().is_none_or(|(_, digest)| digest[..] == found.digest[..]);
        let changed_since = self.changed_since(&mut tx, &found).await?;
        let content = opened.map(|(content, _)| content).filter(|_| entitled);
        Ok(CertificateView { content, intact, changed_since, certificate: found })
    }

    /// Certificates of a territory, newest first.
    ///
    /// # Errors
    /// Not found outside the actor's territory.
    pub async fn register(
        &self,
        actor: &Actor,
        node: Node,
        filter: &CertificateFilter,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<Certificate>> {
        if !actor.may(LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        let start = after.unwrap_or(Cursor { key: i64::MAX, id: Uuid::max() });
        let state = filter.state.map_or("", CertificateState::code);
        let number = filter.number.as_deref().unwrap_or("");
        let mut tx = self.core.db.read();
        let rows = store::of_territory(&mut tx, node, start, state, number, size.rows() + 1).await?;
        Ok(Page::cut(rows, size, |c| Cursor { key: c.issued_at.0, id: c.id.0 }))
    }

    /// How many certificates of a territory are valid and revoked, and the minutes they certify.
    ///
    /// # Errors
    /// Not found outside the actor's territory.
    pub async fn register_counts(
        &self,
        actor: &Actor,
        node: Node,
    ) -> Outcome<BTreeMap<CertificateState, (i64, Minutes)>> {
        if !actor.may(LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        let rows = store::count_territory(&mut self.core.db.read(), node).await?;
        let known =
            |(state, n, minutes): (String, i64, i64)| Some((CertificateState::parse(&state)?, (n, Minutes(minutes))));
        Ok(rows.into_iter().filter_map(known).collect())
    }

    /// What a stranger may know of a number; none: the city never issued it.
    ///
    /// # Errors
    /// A fault.
    pub async fn check(&self, number: &str, lang: &str) -> Outcome<Option<Checked>> {
        let mut tx = self.core.db.snapshot().await?;
        let Some(found) = store::by_number(&mut tx, number).await? else { return Ok(None) };
        let opened = self.opened(&mut tx, &found).await?;
        let set = self.policies.set(found.node).map_err(Refusal::from)?;
        let changed_since = self.changed_since(&mut tx, &found).await?;
        Ok(Some(Checked {
            number: found.number.clone(),
            state: found.state,
            issued_on: found.issued_at.day(),
            revoked_on: found.revoked_at.map(Instant::day),
            mark: found.mark(),
            changed_since,
            bank: set.product_name.for_locale(lang).to_owned(),
            detail: opened.and_then(|(content, _)| detail(found.shows, content)),
        }))
    }

    /// A person's requests for correction, newest first (at most 100).
    ///
    /// # Errors
    /// Not found.
    pub async fn corrections_of(&self, actor: &Actor, person: PersonId) -> Outcome<Vec<CorrectionView>> {
        let mut tx = self.core.db.snapshot().await?;
        self.visible(&mut tx, actor, person).await?;
        let found = store::corrections_of(&mut tx, person).await?;
        self.worded(&mut tx, found).await
    }

    /// Requests for correction of a territory, newest first (at most 200).
    ///
    /// # Errors
    /// Not found outside the actor's territory.
    pub async fn corrections_in(
        &self,
        actor: &Actor,
        node: Node,
        filter: &CorrectionFilter,
    ) -> Outcome<Vec<Correction>> {
        if !actor.may(LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        let state = filter.state.map_or("", CorrectionState::code);
        Ok(store::corrections_in(&mut self.core.db.read(), node, state).await?)
    }

    /// One request with its words.
    ///
    /// # Errors
    /// Not found.
    pub async fn correction(&self, actor: &Actor, id: CorrectionId) -> Outcome<CorrectionView> {
        let mut tx = self.core.db.snapshot().await?;
        let found = store::correction(&mut tx, id).await?.ok_or(Refusal::not_found())?;
        if !access::sees(actor, found.person, found.node) {
            return Err(Refusal::not_found().into());
        }
        let mut worded = self.worded(&mut tx, vec![found]).await?;
        worded.pop().ok_or_else(|| Refusal::not_found().into())
    }

    async fn visible(&self, tx: &mut Tx, actor: &Actor, person: PersonId) -> Outcome<()> {
        let nodes = self.people.nodes(tx, &[person]).await?;
        let node = nodes.get(&person).copied().ok_or(Refusal::not_found())?;
        if access::sees(actor, person, node) { Ok(()) } else { Err(Refusal::not_found().into()) }
    }

    async fn opened(&self, tx: &mut Tx, found: &Certificate) -> Result<Option<(Content, [u8; 32])>, Fail> {
        let keys = self.people.data_keys(tx, &[found.holder]).await?;
        Ok(keys.get(&found.holder).and_then(|key| seal::open_content(key, found.id, &found.content)))
    }

    /// Does the record say something else of the period than the paper?
    async fn changed_since(&self, tx: &mut Tx, found: &Certificate) -> Result<bool, Fail> {
        let now = self.service(tx, found.holder, found.from_day, found.to_day, 0).await?;
        Ok((now.minutes, now.visits) != (found.minutes, found.visits))
    }

    async fn worded(&self, tx: &mut Tx, found: Vec<Correction>) -> Outcome<Vec<CorrectionView>> {
        let people: Vec<PersonId> = found.iter().map(|c| c.person).collect();
        let keys = self.people.data_keys(tx, &people).await?;
        let views = found.into_iter().map(|correction| {
            let key = keys.get(&correction.person);
            let said = key.and_then(|key| seal::open_words(key, b"said", correction.id, &correction.said));
            let answer = correction.answer.as_deref();
            let answer = key.zip(answer).and_then(|(key, text)| seal::open_words(key, b"answer", correction.id, text));
            CorrectionView { said, answer, correction }
        });
        Ok(views.collect())
    }
}

/// As much of the content as the holder shows.
fn detail(shows: Shows, content: Content) -> Option<CheckedDetail> {
    let full = shows == Shows::Full;
    (shows != Shows::Validity).then(|| CheckedDetail {
        name: if full { content.name } else { content.masked_name },
        from: content.from,
        to: content.to,
        minutes: content.minutes,
        visits: content.visits,
        place: content.place,
        items: if full { content.items } else { Vec::new() },
    })
}
