//! `people.claim-link`, `people.answer-link`: somebody says who their kin is and what proves it; the proof is reviewed;
//! the other says yes or no. A no needs no reason and counts at once.

use super::link::{NewLink, activate, write_down};
use crate::access;
use crate::kinship::Tie;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, Form};
use crate::store::family as ties;
use crate::store::person::{self as sql, LinkRecord, PersonRecord};
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Channel, LinkId, Node, Outcome, PersonId, Refusal};

#[derive(Serialize)]
struct ClaimLink {
    input: ClaimInput,
}

#[derive(Serialize)]
struct AnswerLink {
    link: LinkId,
    yes: bool,
}

impl People {
    /// Says that another is one's kin; it counts once reviewed and once the other has said yes.
    ///
    /// # Errors
    /// `common.sign-in`, `people.link-other-unknown` at `handle`, `people.link-known`, the refusals of ties.
    pub async fn claim_link(self: &Arc<Self>, actor: &Actor, key: &Key, input: ClaimInput) -> Outcome<LinkId> {
        execute(self, &self.core, actor, key, ClaimLink { input }).await
    }

    /// The other side's yes or no. Gives the state the link is in now.
    ///
    /// # Errors
    /// Not found, `people.link-not-ready` (a yes before the review), `people.link-closed`.
    pub async fn answer_link(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        link: LinkId,
        yes: bool,
    ) -> Outcome<LinkState> {
        execute(self, &self.core, actor, key, AnswerLink { link, yes }).await
    }
}

/// How the word of whoever this is done for was given. A proxy cannot give it.
///
/// # Errors
/// `people.proxy-own-word`, `people.not-acting`.
pub(super) fn own_word(actor: &Actor) -> Result<Said, Refusal> {
    match actor.channel {
        Channel::SelfService | Channel::Api if !access::is_official(actor) => Ok(Said::Button),
        Channel::Desk if actor.acting_for.is_some() => Ok(Said::Paper),
        Channel::Hotline if actor.acting_for.is_some() => Ok(Said::Voice),
        Channel::Proxy => Err(Refusal::forbidden(no::PROXY_OWN_WORD)),
        _ => Err(Refusal::forbidden(no::NOT_ACTING)),
    }
}

/// Whoever this is done for, with their home; a clerk must cover it and not be kin.
pub(super) async fn whose(house: &People, work: &mut Work<'_>) -> Outcome<(PersonId, Node)> {
    let person = work.actor.subject().ok_or(no::sign_in())?;
    let node = *house.nodes(work.tx, &[person]).await?.get(&person).ok_or(no::sign_in())?;
    if access::is_official(work.actor) {
        access::may_do(work.actor, access::CLERKS, node)?;
        access::not_involved(work.tx, work.actor, person).await?;
    }
    Ok((person, node))
}

/// The side of the link on which this is done, if it is done by or for one of the two and not by office.
pub(super) async fn own_side(
    house: &People,
    work: &mut Work<'_>,
    link: &LinkRecord,
) -> Outcome<Option<(PersonId, Node)>> {
    let Some(person) = work.actor.subject().filter(|person| *person == link.a || *person == link.b) else {
        return Ok(None);
    };
    if access::is_official(work.actor) && work.actor.acting_for.is_none() {
        return Ok(None);
    }
    own_word(work.actor)?;
    Ok(Some((person, whose(house, work).await?.1)))
}

impl Command for ClaimLink {
    const NAME: &'static str = "people.claim-link";
    type House = People;
    type Answer = LinkId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<LinkId> {
        let said = own_word(work.actor)?;
        let (person, node) = whose(house, work).await?;
        let id: LinkId = work.id();
        work.about("link", id, node);
        let ClaimInput { handle, name, kind, document, note } = &self.input;
        let mut form = Form::new();
        let name = form.take("name", PersonName::parse(name));
        let evidence =
            if note.trim().is_empty() { Ok(String::new()) } else { rules::text(note, rules::SHORT_CHARS_MAX) };
        let evidence = form.take("note", evidence);
        form.must("handle", !handle.trim().is_empty(), no::MISSING);
        let (name, evidence) = form.give(name.zip(evidence))?;
        let found: Option<PersonRecord> = work.tx.row(sql::BY_HANDLE, args![handle.trim().to_uppercase()]).await?;
        let other = found.filter(|other| other.name_index[..] == house.name_index(&name)[..]);
        let other = other.ok_or_else(|| no::at("handle", no::LINK_OTHER_UNKNOWN))?;
        let link = NewLink {
            id,
            tie: Tie { a: person, b: other.id, kind: *kind },
            document: *document,
            evidence: &evidence,
            incapacity: false,
            said_a: Some(said),
            said_b: None,
        };
        write_down(house, work, link).await?;
        Ok(id)
    }
}

impl Command for AnswerLink {
    const NAME: &'static str = "people.answer-link";
    type House = People;
    type Answer = LinkState;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<LinkState> {
        let found: Option<LinkRecord> = work.tx.row(sql::LINK_HELD, args![self.link]).await?;
        let link = found.ok_or(Refusal::not_found())?;
        let (me, node) = own_side(house, work, &link).await?.ok_or(Refusal::not_found())?;
        work.about("link", link.id, node);
        let said = own_word(work.actor)?;
        let mine = if me == link.a { link.said_a } else { link.said_b };
        if mine.is_some() || matches!(link.state, LinkState::Active | LinkState::Refused | LinkState::Ended) {
            return Err(Refusal::conflict(no::LINK_CLOSED).into());
        }
        if !self.yes {
            work.tx.run(ties::LINK_REFUSED, args![link.id, work.actor.person, work.now, "other-side-refused"]).await?;
            let claimant = if me == link.a { link.b } else { link.a };
            super::message::tell(work, claimant, "people-told-link-refused", &[], Some("/family")).await?;
            return Ok(LinkState::Refused);
        }
        if link.state != LinkState::Reviewed {
            return Err(Refusal::conflict(no::LINK_NOT_READY).into());
        }
        let (said_a, said_b) = if me == link.a { (Some(said), link.said_b) } else { (link.said_a, Some(said)) };
        let state = if said_a.is_some() && said_b.is_some() { LinkState::Active } else { LinkState::Reviewed };
        if state == LinkState::Active {
            activate(house, work, &link).await?;
        }
        let code = |said: Option<Said>| said.map(Said::code);
        work.tx.run(ties::LINK_SAID, args![link.id, state.code(), code(said_a), code(said_b), work.now]).await?;
        Ok(state)
    }
}
