//! `people.record-link`, `people.record-guardian`, `people.decide-link`, `people.end-link`: kin, household and
//! guardianship, recorded at a desk by one and reviewed by another. Active links are what keeps people from serving,
//! deciding about and looking at their own. What one claims alone stands in [`super::claim`].

use crate::access::{self, CLERKS, REVIEWERS};
use crate::kinship::{self, Tie};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules;
use crate::store::family as ties;
use crate::store::person::{self as sql, LinkRecord};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use tb_db::{Arg, args};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, LinkId, Node, Outcome, PersonId, Refusal};

/// Steps upward that are looked at for loops; a family tree is never so high.
const CLIMB_MAX: usize = 40;

#[derive(Serialize)]
struct RecordLink {
    input: LinkInput,
}

#[derive(Serialize)]
struct RecordGuardian {
    input: GuardianInput,
}

#[derive(Serialize)]
struct DecideLink {
    link: LinkId,
    confirm: bool,
    reason: String,
}

#[derive(Serialize)]
struct EndLink {
    link: LinkId,
    reason: String,
}

impl People {
    /// Records a link that both have signed at the desk; it counts once another reviewed it.
    ///
    /// # Errors
    /// Not found, `people.link-same`, `people.link-known`, `people.own-account`, `people.own-kin`, and the refusals of
    /// ties that cannot be true.
    pub async fn record_link(self: &Arc<Self>, actor: &Actor, key: &Key, input: LinkInput) -> Outcome<LinkId> {
        execute(self, &self.core, actor, key, RecordLink { input }).await
    }

    /// Records the guardian of somebody who cannot give their word; a court or a notary named them. Once reviewed, the
    /// guardian represents the ward in everything.
    ///
    /// # Errors
    /// As [`People::record_link`]; `people.link-guardian-paper` for any other document.
    pub async fn record_guardian(self: &Arc<Self>, actor: &Actor, key: &Key, input: GuardianInput) -> Outcome<LinkId> {
        execute(self, &self.core, actor, key, RecordGuardian { input }).await
    }

    /// Reviews a link: the proof was seen, or it was not. It is active at once when both have given their word; else
    /// the other side is asked.
    ///
    /// # Errors
    /// Not found, `people.link-own`, `people.link-closed`, `people.own-account`, `people.own-kin`.
    pub async fn decide_link(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        link: LinkId,
        confirm: bool,
        reason: &str,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, DecideLink { link, confirm, reason: reason.to_owned() }).await
    }

    /// Ends a link, by an officer or by one of its two; what rested on it ends with it.
    ///
    /// # Errors
    /// Not found, `people.link-closed`, `people.own-account`.
    pub async fn end_link(self: &Arc<Self>, actor: &Actor, key: &Key, link: LinkId, reason: &str) -> Outcome<()> {
        execute(self, &self.core, actor, key, EndLink { link, reason: reason.to_owned() }).await
    }
}

/// One of the two lives in the territory, and the actor is neither of them nor theirs.
async fn may_handle(
    house: &People,
    work: &mut Work<'_>,
    roles: &[tb_kernel::Role],
    a: PersonId,
    b: PersonId,
) -> Outcome<Node> {
    let nodes = house.nodes(work.tx, &[a, b]).await?;
    let (Some(of_a), Some(of_b)) = (nodes.get(&a), nodes.get(&b)) else {
        return Err(Refusal::not_found().into());
    };
    let covered = if access::may_do(work.actor, roles, *of_a).is_ok() { *of_a } else { *of_b };
    access::may_do(work.actor, roles, covered)?;
    access::not_involved(work.tx, work.actor, a).await?;
    access::not_involved(work.tx, work.actor, b).await?;
    Ok(covered)
}

/// A link to be written down.
pub(super) struct NewLink<'a> {
    pub(super) id: LinkId,
    pub(super) tie: Tie,
    pub(super) document: Document,
    pub(super) evidence: &'a str,
    pub(super) incapacity: bool,
    pub(super) said_a: Option<Said>,
    pub(super) said_b: Option<Said>,
}

/// Writes a claimed link down, unless it is known or cannot be true.
///
/// # Errors
/// The refusals of ties.
pub(super) async fn write_down(house: &People, work: &mut Work<'_>, link: NewLink<'_>) -> Outcome<()> {
    let Tie { a, b, kind } = link.tie;
    if a == b {
        return Err(no::at("b", no::LINK_SAME));
    }
    // Both persons' rows are held in the same order by everybody who links them.
    for person in [a.min(b), a.max(b)] {
        work.tx.row::<(PersonId, i64)>(sql::PERSON_HELD, args![person]).await?;
    }
    for (from, to, kind) in [Some((a, b, kind)), kind.turned().map(|turned| (b, a, turned))].into_iter().flatten() {
        let known: Option<LinkRecord> = work.tx.row(sql::LINK_KNOWN, args![from, to, kind.code()]).await?;
        if known.is_some() {
            return Err(Refusal::conflict(no::LINK_KNOWN).into());
        }
    }
    can_be(house, work, link.tie, link.incapacity).await?;
    let said = |said: Option<Said>| said.map(Said::code);
    work.tx
        .run(
            ties::ADD_LINK,
            args![
                link.id,
                a,
                b,
                kind.code(),
                link.document.code(),
                link.evidence,
                link.incapacity,
                work.now,
                work.actor.person,
                said(link.said_a),
                said(link.said_b)
            ],
        )
        .await?;
    Ok(())
}

/// Asks [`kinship::can_be`] with what is active around the two.
///
/// # Errors
/// Its refusal, as a conflict.
async fn can_be(house: &People, work: &mut Work<'_>, tie: Tie, incapacity: bool) -> Outcome<()> {
    let persons = house.load(work.tx, &[tie.a, tie.b]).await?;
    let [a, b] = persons.as_slice() else { return Err(Refusal::not_found().into()) };
    let known = around(work, &[tie.a, tie.b]).await?;
    let in_care: Vec<LinkRecord> = work.tx.rows(sql::LINKS_OF, args![tie.a]).await?;
    let a_in_care = in_care.iter().any(|l| l.b == tie.a && l.incapacity && l.state == LinkState::Active);
    let facts = kinship::Facts { today: work.now.day(), birth_a: a.birth(), birth_b: b.birth(), incapacity, a_in_care };
    kinship::can_be(tie, &known, &facts).map_err(|code| Refusal::conflict(code).into())
}

/// The active ties of some persons, and of everybody above them.
async fn around(work: &mut Work<'_>, start: &[PersonId]) -> Outcome<Vec<Tie>> {
    let mut seen: BTreeSet<PersonId> = start.iter().copied().collect();
    let (mut next, mut known): (Vec<PersonId>, Vec<Tie>) = (start.to_vec(), Vec::new());
    for _ in 0..CLIMB_MAX {
        if next.is_empty() {
            break;
        }
        let keys = || next.iter().map(|id| Arg::from(*id)).collect();
        let from: Vec<LinkRecord> = work.tx.rows_in(sql::LINKS_ACTIVE_A, vec![], keys()).await?;
        let to: Vec<LinkRecord> = work.tx.rows_in(sql::LINKS_ACTIVE_B, vec![], keys()).await?;
        let found = from.iter().chain(&to);
        let found: Vec<Tie> =
            found.filter_map(|l| Some(Tie { a: l.a, b: l.b, kind: LinkKind::parse(&l.kind)? })).collect();
        let above = found.iter().filter_map(|tie| tie.upward()).map(|(_, above)| above);
        next = above.filter(|person| seen.insert(*person)).collect();
        known.extend(found);
    }
    Ok(known)
}

/// What happens when a link becomes active: it is asked once more whether it can be true, one after the other for the
/// whole city, so that no two at once close a loop; a guardian by document gets every power.
///
/// # Errors
/// The refusals of ties.
pub(super) async fn activate(house: &People, work: &mut Work<'_>, link: &LinkRecord) -> Outcome<()> {
    let turn = tb_crypto::digest(&[b"people.kinship"]);
    People::take_turns(work.tx, work.now, vec![turn]).await?;
    let kind = LinkKind::parse(&link.kind).ok_or(Refusal::not_found())?;
    can_be(house, work, Tie { a: link.a, b: link.b, kind }, link.incapacity).await?;
    if link.incapacity {
        super::proxy::by_document(work, link.b, link.a).await?;
    }
    for person in [link.a, link.b] {
        super::message::tell(work, person, "people-told-link-active", &[], Some("/family")).await?;
    }
    Ok(())
}

impl Command for RecordLink {
    const NAME: &'static str = "people.record-link";
    type House = People;
    type Answer = LinkId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<LinkId> {
        let LinkInput { a, b, kind, evidence } = &self.input;
        let node = may_handle(house, work, CLERKS, *a, *b).await?;
        let id: LinkId = work.id();
        work.about("link", id, node);
        let evidence = rules::text(evidence, rules::SHORT_CHARS_MAX).map_err(|code| no::at("evidence", code))?;
        let link = NewLink {
            id,
            tie: Tie { a: *a, b: *b, kind: *kind },
            document: Document::Other,
            evidence: &evidence,
            incapacity: false,
            said_a: Some(Said::Paper),
            said_b: Some(Said::Paper),
        };
        write_down(house, work, link).await?;
        Ok(id)
    }
}

impl Command for RecordGuardian {
    const NAME: &'static str = "people.record-guardian";
    type House = People;
    type Answer = LinkId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<LinkId> {
        let GuardianInput { guardian, ward, document, evidence } = &self.input;
        let node = may_handle(house, work, CLERKS, *guardian, *ward).await?;
        let id: LinkId = work.id();
        work.about("link", id, node);
        let mut form = rules::Form::new();
        form.must("document", document.names_a_guardian(), no::LINK_GUARDIAN_PAPER);
        let evidence = form.take("evidence", rules::text(evidence, rules::SHORT_CHARS_MAX));
        let evidence = form.give(evidence)?;
        let link = NewLink {
            id,
            tie: Tie { a: *guardian, b: *ward, kind: LinkKind::Guardian },
            document: *document,
            evidence: &evidence,
            incapacity: true,
            said_a: Some(Said::Paper),
            said_b: Some(Said::Document),
        };
        write_down(house, work, link).await?;
        Ok(id)
    }
}

impl Command for DecideLink {
    const NAME: &'static str = "people.decide-link";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let found: Option<LinkRecord> = work.tx.row(sql::LINK_HELD, args![self.link]).await?;
        let link = found.ok_or(Refusal::not_found())?;
        let node = may_handle(house, work, REVIEWERS, link.a, link.b).await?;
        work.about("link", link.id, node);
        if link.made_by.is_some() && link.made_by == work.actor.person {
            return Err(Refusal::forbidden(no::LINK_OWN).into());
        }
        let reason = rules::reason(&self.reason)?;
        if link.state != LinkState::Claimed {
            return Err(Refusal::conflict(no::LINK_CLOSED).into());
        }
        let state = match (self.confirm, link.said_a.is_some() && link.said_b.is_some()) {
            (true, true) => LinkState::Active,
            (true, false) => LinkState::Reviewed,
            (false, _) => LinkState::Refused,
        };
        if state == LinkState::Active {
            activate(house, work, &link).await?;
        }
        let changed =
            work.tx.run(ties::LINK_DECIDED, args![link.id, state.code(), work.actor.person, work.now, &reason]).await?;
        work.because(reason);
        if changed != 1 {
            return Err(Refusal::conflict(no::LINK_CLOSED).into());
        }
        let to = "/family";
        match state {
            LinkState::Reviewed => {
                let asked = if link.said_a.is_none() { link.a } else { link.b };
                super::message::tell(work, asked, "people-told-link-asks", &[], Some(to)).await
            }
            LinkState::Refused => {
                for person in [(link.a, link.said_a), (link.b, link.said_b)] {
                    if person.1.is_some() {
                        super::message::tell(work, person.0, "people-told-link-refused", &[], Some(to)).await?;
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Command for EndLink {
    const NAME: &'static str = "people.end-link";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let found: Option<LinkRecord> = work.tx.row(sql::LINK_HELD, args![self.link]).await?;
        let link = found.ok_or(Refusal::not_found())?;
        let own = super::claim::own_side(house, work, &link).await?;
        let node = match own {
            Some((_, node)) => node,
            None => may_handle(house, work, REVIEWERS, link.a, link.b).await?,
        };
        work.about("link", link.id, node);
        // A court's decision is not undone by the one it is about, nor by the guardian alone.
        if own.is_some() && link.incapacity {
            return Err(Refusal::forbidden(no::LINK_GUARDIAN_PAPER).into());
        }
        let reason = rules::reason(&self.reason)?;
        let args = args![link.id, work.actor.person, work.now, &reason];
        let changed = work.tx.run(ties::LINK_ENDED, args).await?;
        work.because(reason);
        if changed != 1 {
            return Err(Refusal::conflict(no::LINK_CLOSED).into());
        }
        for (elder, proxy) in [(link.a, link.b), (link.b, link.a)] {
            super::proxy::end_between(work, elder, proxy, "link-ended").await?;
        }
        Ok(())
    }
}
