//! `volunteers.hand-in`: somebody hands in a document of their profession; what it is is told from its bytes, pictures lose
//! what cameras write into them, and it is sealed with the person's key. `volunteers.review-paper`: an officer looks at it and
//! decides; accepted, the licence counts until its day. `volunteers.open-paper`: somebody looks at it, and that is written down.

use crate::house::Volunteers;
use crate::model::*;
use crate::picture::clean;
use crate::refusals as no;
use crate::rules;
use crate::store::{self as sql, PaperRecord};
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Day, Fail, Identity, Outcome, PaperId, PersonId, Refusal};
use tb_people::{EnrolmentState, NewMessage};
use tb_policy::Licence;
use tb_policy::rules::{PaperFacts, may_hand_in};

/// A document and what it says.
#[derive(Clone, Serialize)]
pub struct HandIn {
    pub licence: Licence,
    pub valid_until: Day,
    /// Of the content, so that a key stands for one document.
    digest: [u8; 32],
    #[serde(skip)]
    content: Vec<u8>,
}

impl HandIn {
    pub fn new(licence: Licence, valid_until: Day, content: Vec<u8>) -> HandIn {
        HandIn { licence, valid_until, digest: tb_crypto::digest(&[&content]), content }
    }
}

/// The reviewing officer's word.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewPaper {
    pub paper: PaperId,
    pub accept: bool,
    /// Needed when it is refused.
    pub reason: String,
}

#[derive(Serialize)]
struct OpenPaper {
    paper: PaperId,
}

/// Where a document is sealed for.
fn place(id: &PaperId) -> [&[u8]; 3] {
    [b"paper", b"content", id.0.as_bytes()]
}

impl Command for HandIn {
    const NAME: &'static str = "volunteers.hand-in";
    type House = Volunteers;
    type Answer = PaperId;

    async fn run(&self, house: &Volunteers, work: &mut Work<'_>) -> Outcome<PaperId> {
        let (person, node) = house.people.subject_of(work).await?;
        work.about("person", person, node);
        let facts = house.people.facts_of_one(work.tx, person).await?;
        let may = |state: EnrolmentState| {
            matches!(state, EnrolmentState::Applied | EnrolmentState::Active | EnrolmentState::Suspended)
        };
        if !facts.volunteer.is_some_and(may) {
            return Err(Refusal::rule(no::NOT_A_VOLUNTEER).into());
        }
        let kept = clean(&self.content).map_err(|code| Refusal::invalid().field("file", code))?;
        let today = work.now.day();
        let held =
            facts.licences.iter().find(|(licence, _)| *licence == self.licence).map(|(_, until)| until.0 - today.0);
        let judged = PaperFacts { valid_days: self.valid_until.0 - today.0, held_days: held.filter(|days| *days >= 0) };
        may_hand_in(&*house.rules_at(node, work.now)?, &judged).or_refuse()?;
        let open: Option<PaperRecord> = work.tx.row(sql::PAPER_OPEN, args![person, self.licence.code()]).await?;
        if open.is_some() {
            return Err(Refusal::conflict(no::PAPER_OPEN).into());
        }
        let keys = house.people.data_keys(work.tx, &[person]).await?;
        let key = keys.get(&person).ok_or(Refusal::not_found())?;
        let id: PaperId = work.id();
        let sealed = key.seal(&place(&id), &kept.bytes, work.entropy);
        let size = i64::try_from(kept.bytes.len()).map_err(Fail::fault)?;
        let by = work.actor.person;
        let args =
            args![id, person, node, self.licence.code(), self.valid_until, kept.media, size, sealed, by, work.now];
        work.tx.run(sql::ADD_PAPER, args).await?;
        Ok(id)
    }
}

impl Command for ReviewPaper {
    const NAME: &'static str = "volunteers.review-paper";
    type House = Volunteers;
    type Answer = PersonId;

    async fn run(&self, house: &Volunteers, work: &mut Work<'_>) -> Outcome<PersonId> {
        let held: Option<PaperRecord> = work.tx.row(sql::PAPER_HELD, args![self.paper]).await?;
        let paper = held.ok_or(Refusal::not_found())?;
        house.people.may_review(work, paper.person, paper.node).await?;
        work.about("person", paper.person, paper.node);
        if paper.handed_by.is_some() && paper.handed_by == work.actor.person {
            return Err(Refusal::forbidden(no::PAPER_OWN).into());
        }
        if paper.state != PaperState::HandedIn {
            return Err(Refusal::conflict(no::PAPER_CLOSED).into());
        }
        let reason = if self.accept { None } else { Some(rules::reason(&self.reason)?) };
        let licence =
            Licence::parse(&paper.licence).ok_or_else(|| Fail::Fault(format!("no licence {}", paper.licence)))?;
        if self.accept {
            let facts = PaperFacts { valid_days: paper.valid_until.0 - work.now.day().0, held_days: None };
            may_hand_in(&*house.rules_at(paper.node, work.now)?, &facts).or_refuse()?;
            house.people.record_licence(work, paper.person, licence, paper.valid_until).await?;
        }
        let state = if self.accept { PaperState::Accepted } else { PaperState::Refused };
        let args = args![paper.id, state.code(), work.actor.person, work.now, reason.as_deref()];
        work.tx.run(sql::REVIEWED, args).await?;
        if let Some(reason) = reason {
            work.because(reason);
        }
        let told = NewMessage {
            person: paper.person,
            kind: "volunteers-told-paper".into(),
            args: vec![("licence".into(), licence.code().into()), ("state".into(), state.code().into())],
            link: Some("/me/papers".into()),
        };
        house.people.send(work.tx, work.now, &[told]).await?;
        Ok(paper.person)
    }
}

impl Command for OpenPaper {
    const NAME: &'static str = "volunteers.open-paper";
    type House = Volunteers;
    type Answer = ();

    async fn run(&self, house: &Volunteers, work: &mut Work<'_>) -> Outcome<()> {
        let paper: Option<PaperRecord> = work.tx.row(sql::PAPER, args![self.paper]).await?;
        let paper = paper.ok_or(Refusal::not_found())?;
        work.about("person", paper.person, paper.node);
        if work.actor.subject() == Some(paper.person) && matches!(work.actor.identity, Identity::Citizen(_)) {
            return Ok(());
        }
        house.people.may_review(work, paper.person, paper.node).await?;
        house.people.note_looks(work, &[paper.person], "volunteers.paper").await
    }
}

impl Volunteers {
    /// A document, opened: for the person and for who reviews it; the look is on record before it is opened.
    ///
    /// # Errors
    /// Not found, `people.not-allowed`, `people.own-kin`.
    pub async fn open_paper(self: &Arc<Self>, actor: &Actor, key: &Key, paper: PaperId) -> Outcome<(String, Vec<u8>)> {
        execute(self, &self.core, actor, key, OpenPaper { paper }).await?;
        let mut tx = self.core.db.snapshot().await?;
        let record: PaperRecord = tx.one(sql::PAPER, args![paper]).await?;
        let (sealed,): (Vec<u8>,) = tx.one(sql::SEALED, args![paper]).await?;
        let keys = self.people.data_keys(&mut tx, &[record.person]).await?;
        let key = keys.get(&record.person).ok_or(Refusal::not_found())?;
        let plain = key.open(&place(&paper), &sealed);
        Ok((record.media, plain.map_err(|_| Fail::Fault(format!("document {paper} could not be opened")))?))
    }
}
