//! Family links, proxies and requests as their people see them; what others did for somebody.

use crate::access;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::store::family::{self as sql, FamilyRecord, ProxyRecord, RequestRecord};
use crate::store::person::{BY_HANDLE, LINKS_BETWEEN, LINKS_OF, LinkRecord, PersonRecord};
use std::collections::BTreeMap;
use tb_db::{Tx, args};
use tb_journal::{LineFilter, lines};
use tb_kernel::{Actor, Channel, Cursor, LinkId, Outcome, Page, PageSize, PersonId, ProxyRequestId, Refusal, Role};
use tb_policy::KinKind;

/// Most links, and most requests, on one page.
const ROWS_MAX: i64 = 100;

/// Everything about somebody's family page.
#[derive(Clone, Debug)]
pub struct FamilyView {
    pub me: PersonId,
    pub links: Vec<FamilyLink>,
    /// Who may act for me.
    pub proxies: Vec<ProxyView>,
    /// For whom I may act.
    pub others: Vec<ProxyView>,
    /// What I was asked to agree to, newest first.
    pub asked: Vec<RequestView>,
    /// What I asked others.
    pub asking: Vec<RequestView>,
}

/// Whose family pages these are: one's own also while acting for kin; by office, those of the person acted for.
fn whose(actor: &Actor) -> Result<PersonId, Refusal> {
    let person = if actor.is_proxy() { actor.person } else { actor.subject() };
    person.ok_or(no::sign_in())
}

impl People {
    /// The family page of whoever asks, or of the person a clerk acts for.
    ///
    /// # Errors
    /// `common.sign-in`.
    pub async fn family(&self, actor: &Actor) -> Outcome<FamilyView> {
        let me = whose(actor)?;
        let mut tx = self.core.db.snapshot().await?;
        let records: Vec<FamilyRecord> = tx.rows(sql::FAMILY_OF, args![me, ROWS_MAX]).await?;
        let links = self.family_links(&mut tx, records).await?;
        let proxies = self.proxies(&mut tx, me, true).await?;
        let others = self.proxies(&mut tx, me, false).await?;
        let asked: Vec<RequestRecord> = tx.rows(sql::REQUESTS_OF_ELDER, args![me, ROWS_MAX]).await?;
        let asking: Vec<RequestRecord> = tx.rows(sql::REQUESTS_OF_PROXY, args![me, ROWS_MAX]).await?;
        let asked = self.requests(&mut tx, asked, |r| r.proxy).await?;
        let asking = self.requests(&mut tx, asking, |r| r.elder).await?;
        Ok(FamilyView { me, links, proxies, others, asked, asking })
    }

    /// One link, for its two persons and for whoever may see one of them.
    ///
    /// # Errors
    /// Not found.
    pub async fn family_link(&self, actor: &Actor, id: LinkId) -> Outcome<FamilyLink> {
        let mut tx = self.core.db.snapshot().await?;
        let record: Option<FamilyRecord> = tx.row(sql::FAMILY_ONE, args![id]).await?;
        let record = record.ok_or(Refusal::not_found())?;
        let sees = |shown: &Shown| access::may_see(actor, shown.id, shown.node).is_ok();
        let link = self.family_links(&mut tx, vec![record]).await?.pop().ok_or(Refusal::not_found())?;
        let proxied = actor.is_proxy() && whose(actor).is_ok_and(|me| link.a.id != me && link.b.id != me);
        if proxied || !(sees(&link.a) || sees(&link.b)) {
            return Err(Refusal::not_found().into());
        }
        Ok(link)
    }

    /// Who may act for a person, and how far: for the person and for staff who see them.
    ///
    /// # Errors
    /// Not found.
    pub async fn proxies_of(&self, actor: &Actor, person: PersonId) -> Outcome<Vec<ProxyView>> {
        let mut tx = self.core.db.snapshot().await?;
        let node = *self.nodes(&mut tx, &[person]).await?.get(&person).ok_or(Refusal::not_found())?;
        access::may_see(actor, person, node)?;
        self.proxies(&mut tx, person, true).await
    }

    /// A request, for the two it is between.
    ///
    /// # Errors
    /// Not found.
    pub async fn request(&self, actor: &Actor, id: ProxyRequestId) -> Outcome<RequestView> {
        let me = whose(actor)?;
        let mut tx = self.core.db.snapshot().await?;
        let record: Option<RequestRecord> = tx.row(sql::REQUEST_ONE, args![id]).await?;
        let record = record.filter(|r| r.elder == me || r.proxy == me).ok_or(Refusal::not_found())?;
        let view = self.requests(&mut tx, vec![record], |r| r.proxy).await?.pop();
        Ok(view.ok_or(Refusal::not_found())?)
    }

    /// What others did for somebody, newest first: by proxy, at the desk, on the telephone. For the person (also
    /// through a clerk), never for a proxy.
    ///
    /// # Errors
    /// `common.sign-in`, not found.
    pub async fn done_for(&self, actor: &Actor, after: Option<Cursor>, size: PageSize) -> Outcome<Page<DoneFor>> {
        if actor.is_proxy() {
            return Err(Refusal::not_found().into());
        }
        let me = actor.subject().ok_or(no::sign_in())?;
        let mut tx = self.core.db.snapshot().await?;
        let page = lines(&mut tx, &LineFilter::OnBehalf(me), after, size).await?;
        let by: Vec<PersonId> = page.rows.iter().filter_map(|line| line.actor).collect();
        let names = self.display(&mut tx, &by).await?;
        Ok(page.map(|line| DoneFor {
            at: line.at,
            by: names.iter().find(|shown| Some(shown.id) == line.actor).map(|shown| shown.masked_name.clone()),
            channel: Channel::parse(&line.channel).unwrap_or(Channel::System),
            role: line.role.as_deref().and_then(Role::parse),
            action: line.action,
            object: line.object_kind.zip(line.object_id),
            refused: line.outcome != "ok",
        }))
    }

    /// What `receiver` is to `giver` by active links of kin; none: no kin. For rules of gifts.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn kin_between(&self, tx: &mut Tx, giver: PersonId, receiver: PersonId) -> Outcome<Option<KinKind>> {
        let links: Vec<LinkRecord> = tx.rows(LINKS_BETWEEN, args![giver, receiver]).await?;
        let kin = links.iter().filter_map(|link| {
            let kind = LinkKind::parse(&link.kind)?;
            match if link.a == giver { Some(kind) } else { kind.turned() } {
                Some(LinkKind::Kin(kin)) => Some(kin),
                _ => None,
            }
        });
        // A friend who is kin as well is kin.
        Ok(kin.min_by_key(|kin| *kin == KinKind::Friend))
    }

    /// The person with this handle, for other slices' invitations: they are told nothing but the id.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn id_by_handle(&self, tx: &mut Tx, handle: &str) -> Outcome<Option<PersonId>> {
        let found: Option<PersonRecord> = tx.row(BY_HANDLE, args![handle.trim().to_uppercase()]).await?;
        Ok(found.map(|record| record.id))
    }

    /// The confirmed guardians of a person.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn guardians(&self, tx: &mut Tx, ward: PersonId) -> Outcome<Vec<PersonId>> {
        let links: Vec<LinkRecord> = tx.rows(LINKS_OF, args![ward]).await?;
        let guards = links
            .iter()
            .filter(|link| link.b == ward && link.state == LinkState::Active && link.kind == LinkKind::Guardian.code());
        Ok(guards.map(|link| link.a).collect())
    }

    /// The six digits a guardian shows to say that they are there; they change like those of a door.
    pub fn presence_digits(&self, guardian: PersonId) -> String {
        tb_crypto::door_code(&self.keys, &presence(guardian), self.core.now())
    }

    /// True when the code is shown by a guardian of the ward at this moment, or stands on the guardian's card.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn is_guardians_code(
        &self,
        tx: &mut Tx,
        ward: PersonId,
        now: tb_kernel::Instant,
        typed: &str,
    ) -> Outcome<bool> {
        if typed.is_empty() {
            return Ok(false);
        }
        for guardian in self.guardians(tx, ward).await? {
            let card = self.card_version(tx, guardian).await?;
            let shown = tb_crypto::digits_match(&self.keys, &presence(guardian), now, typed);
            if shown || tb_crypto::card_code(&self.keys, guardian.0.as_bytes(), card) == typed {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn family_links(&self, tx: &mut Tx, records: Vec<FamilyRecord>) -> Outcome<Vec<FamilyLink>> {
        let ids: Vec<PersonId> = records.iter().flat_map(|link| [link.a, link.b]).collect();
        let names = self.display(tx, &ids).await?;
        let name = |id: PersonId| names.iter().find(|shown| shown.id == id).cloned();
        let links = records.into_iter().filter_map(|link| {
            Some(FamilyLink {
                id: link.id,
                a: name(link.a)?,
                b: name(link.b)?,
                kind: LinkKind::parse(&link.kind)?,
                state: link.state,
                document: link.document,
                evidence: link.evidence,
                made_at: link.made_at,
                said_a: link.said_a,
                said_b: link.said_b,
                incapacity: link.incapacity,
                reason: link.reason,
            })
        });
        Ok(links.collect())
    }

    /// `of_elder`: who may act for the person; else: for whom the person may act, minors in their care included.
    async fn proxies(&self, tx: &mut Tx, person: PersonId, of_elder: bool) -> Outcome<Vec<ProxyView>> {
        let sql = if of_elder { sql::PROXIES_OF_ELDER } else { sql::PROXIES_OF_PROXY };
        let rows: Vec<ProxyRecord> = tx.rows(sql, args![person]).await?;
        let mut powers: BTreeMap<PersonId, Vec<Power>> = BTreeMap::new();
        for row in rows {
            let other = if of_elder { row.proxy } else { row.elder };
            let power =
                Power { capability: row.capability, degree: row.degree, how: row.how, granted_at: row.granted_at };
            powers.entry(other).or_default().push(power);
        }
        let links: Vec<LinkRecord> = tx.rows(LINKS_OF, args![person]).await?;
        let today = self.core.now().day();
        let mut by_law = Vec::new();
        for link in links.iter().filter(|l| l.state == LinkState::Active && l.kind == LinkKind::Guardian.code()) {
            let mine = if of_elder { link.b == person } else { link.a == person };
            if mine && self.is_minor_on(tx, link.b, today).await? {
                by_law.push(if of_elder { link.a } else { link.b });
            }
        }
        let ids: Vec<PersonId> = powers.keys().copied().chain(by_law.iter().copied()).collect();
        let shown = self.display(tx, &ids).await?;
        let mut views: Vec<ProxyView> = Vec::new();
        for other in shown {
            if views.iter().any(|view| view.other.id == other.id) {
                continue;
            }
            let by_law = by_law.contains(&other.id);
            views.push(ProxyView { powers: powers.remove(&other.id).unwrap_or_default(), by_law, other });
        }
        Ok(views)
    }

    async fn requests(
        &self,
        tx: &mut Tx,
        records: Vec<RequestRecord>,
        shown: fn(&RequestRecord) -> PersonId,
    ) -> Outcome<Vec<RequestView>> {
        let ids: Vec<PersonId> = records.iter().map(shown).collect();
        let names = self.display(tx, &ids).await?;
        let views = records.into_iter().filter_map(|record| {
            let proxy = names.iter().find(|name| name.id == shown(&record)).cloned()?;
            Some(RequestView {
                id: record.id,
                elder: record.elder,
                proxy,
                act: ActAsked {
                    capability: record.capability,
                    action: record.action,
                    subject: record.subject,
                    minutes: record.minutes,
                },
                state: record.state,
                asked_at: record.asked_at,
                expires_at: record.expires_at,
                decided_at: record.decided_at,
            })
        });
        Ok(views.collect())
    }
}

/// What a guardian's digits are made from.
fn presence(guardian: PersonId) -> [u8; 16] {
    let digest = tb_crypto::digest(&[b"guardian-present", guardian.0.as_bytes()]);
    let mut first = [0u8; 16];
    first.copy_from_slice(&digest[..16]);
    first
}
