//! `people.propose-bar`, `people.decide-bar`: somebody is shut out from being a volunteer or an elder, by two officers and
//! with an article. `people.appeal`, `people.decide-appeal`: the person objects, and somebody who took no part decides.
//! A bar is known by the keyed digest of the identity: see [`People::standing_bar`].

use super::message::tell;
use crate::access::{self, CLERKS, REVIEWERS};
use crate::events;
use crate::model::*;
use crate::people::People;
use crate::queries::{enrolments_of, running};
use crate::refusals as no;
use crate::rules;
use crate::store::enrolment as enrolments;
use crate::store::verification::{self as sql, BarRecord};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Proposal, Work, decide, execute, propose};
use tb_kernel::{Actor, ApprovalId, BarId, Fail, Outcome, PersonId, Refusal};
use tb_policy::ArticleId;
use tb_policy::rules::{AppealFacts, barred_until, may_appeal};

/// What the second officer is asked.
pub(crate) const BAR: &str = "people.bar";

#[derive(Serialize)]
struct ProposeBar {
    asked: BarAsked,
}

#[derive(Serialize)]
struct DecideBar {
    approval: ApprovalId,
    approve: bool,
    reason: String,
}

#[derive(Serialize)]
struct Appeal {
    bar: BarId,
    /// A digest only: the person's own words stay out of what is hashed into the journal.
    words: [u8; 32],
    #[serde(skip)]
    text: String,
}

#[derive(Serialize)]
struct DecideAppeal {
    bar: BarId,
    lift: bool,
    reason: String,
}

#[derive(Serialize, Deserialize)]
struct Frozen {
    #[serde(flatten)]
    asked: BarAsked,
}

impl People {
    /// Asks a second officer to shut somebody out.
    ///
    /// # Errors
    /// Field faults, `people.bar-known`, `people.not-enrolled`, `people.own-kin` and the like.
    pub async fn propose_bar(self: &Arc<Self>, actor: &Actor, key: &Key, asked: BarAsked) -> Outcome<ApprovalId> {
        execute(self, &self.core, actor, key, ProposeBar { asked }).await
    }

    /// The second officer's word.
    ///
    /// # Errors
    /// As of [`tb_journal::decide`]; `people.own-account`, `people.own-kin`, `people.bar-known`.
    pub async fn decide_bar(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        approval: ApprovalId,
        approve: bool,
        reason: &str,
    ) -> Outcome<Option<BarId>> {
        execute(self, &self.core, actor, key, DecideBar { approval, approve, reason: reason.to_owned() }).await
    }

    /// The person objects, in their own words, by themselves or through a clerk who acts for them.
    ///
    /// # Errors
    /// The policy's refusal when it is too late; `people.bar-closed`.
    pub async fn appeal(self: &Arc<Self>, actor: &Actor, key: &Key, bar: BarId, text: &str) -> Outcome<()> {
        let words = self.keys.blind("bar.appeal", text);
        execute(self, &self.core, actor, key, Appeal { bar, words, text: text.to_owned() }).await
    }

    /// Upholds or lifts a bar after the person objected.
    ///
    /// # Errors
    /// `people.bar-involved` for those who asked or agreed; `people.bar-closed`.
    pub async fn decide_appeal(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        bar: BarId,
        lift: bool,
        reason: &str,
    ) -> Outcome<BarState> {
        execute(self, &self.core, actor, key, DecideAppeal { bar, lift, reason: reason.to_owned() }).await
    }
}

impl Command for ProposeBar {
    const NAME: &'static str = "people.propose-bar";
    type House = People;
    type Answer = ApprovalId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<ApprovalId> {
        let BarAsked { person, kind, reason, article } = &self.asked;
        let node = *house.nodes(work.tx, &[*person]).await?.get(person).ok_or(Refusal::not_found())?;
        access::may_do(work.actor, REVIEWERS, node)?;
        access::not_involved(work.tx, work.actor, *person).await?;
        work.about("person", *person, node);
        let reason = rules::reason(reason)?;
        let version = house.rules_at(node, work.now)?;
        let article = article.trim().to_owned();
        if version.article(&ArticleId::from(article.as_str())).is_none() {
            return Err(no::at("article", no::ARTICLE_UNKNOWN));
        }
        if !enrolments_of(work.tx, &[*person]).await?.iter().any(|e| e.kind == *kind) {
            return Err(Refusal::conflict(no::NOT_ENROLLED).into());
        }
        if house.standing_bar(work.tx, *person, *kind, work.now.day()).await?.is_some() {
            return Err(Refusal::conflict(no::BAR_KNOWN).into());
        }
        let payload = Frozen { asked: BarAsked { person: *person, kind: *kind, reason: reason.clone(), article } };
        let proposal = Proposal {
            kind: BAR,
            node,
            object: Some(person.0),
            payload: &payload,
            beneficiaries: &[*person],
            reason: &reason,
        };
        let approval = propose(work, proposal).await?;
        work.because(reason);
        Ok(approval)
    }
}

impl Command for DecideBar {
    const NAME: &'static str = "people.decide-bar";
    type House = People;
    type Answer = Option<BarId>;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<Option<BarId>> {
        let reason = rules::reason(&self.reason)?;
        let (request, frozen) = decide::<Frozen>(work, self.approval, BAR, REVIEWERS, self.approve, &reason).await?;
        work.about("approval", request.id, request.node);
        let Some(Frozen { asked }) = frozen else { return Ok(None) };
        access::not_involved(work.tx, work.actor, asked.person).await?;
        work.about("person", asked.person, request.node);
        let today = work.now.day();
        // The person's row is the turnstile: an application at the same moment is decided before or after.
        let held: Option<(PersonId, i64)> = work.tx.row(crate::store::person::PERSON_HELD, args![asked.person]).await?;
        held.ok_or(Refusal::not_found())?;
        if house.standing_bar(work.tx, asked.person, asked.kind, today).await?.is_some() {
            return Err(Refusal::conflict(no::BAR_KNOWN).into());
        }
        let (identity,): (Vec<u8>,) = work.tx.one(sql::IDENTITY, args![asked.person]).await?;
        let version = house.rules_at(request.node, work.now)?;
        let checker = work.actor.person.ok_or(Refusal::not_found())?;
        let (id, until) = (work.id::<BarId>(), barred_until(&version, today));
        let args = args![
            id,
            asked.person,
            asked.kind.code(),
            request.node,
            identity,
            &asked.reason,
            &asked.article,
            version.id.as_str(),
            request.id,
            request.maker,
            checker,
            today,
            until
        ];
        work.tx.run(sql::ADD_BAR, args).await?;
        end_enrolment(work, &asked).await?;
        work.because(reason);
        let args = [("kind", asked.kind.code()), ("article", asked.article.as_str())];
        tell(work, asked.person, "people-told-barred", &args, Some("/me/way")).await?;
        Ok(Some(id))
    }
}

/// Whoever is shut out has left.
async fn end_enrolment(work: &mut Work<'_>, asked: &BarAsked) -> Outcome<()> {
    let all = enrolments_of(work.tx, &[asked.person]).await?;
    let Some(enrolment) = running(&all, asked.kind) else { return Ok(()) };
    let state = EnrolmentState::Exited;
    let args = args![enrolment.id, enrolment.version, state.code(), &asked.reason, work.now];
    if work.tx.run(enrolments::CHANGED, args).await? != 1 {
        return Err(Fail::Fault("try again: an enrolment changed meanwhile".into()));
    }
    let body = events::EnrolmentChanged { person: asked.person, kind: asked.kind, state };
    events::publish(work, events::ENROLMENT_CHANGED, asked.person, enrolment.node, &body).await
}

impl Command for Appeal {
    const NAME: &'static str = "people.appeal";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let held: Option<BarRecord> = work.tx.row(sql::BAR_HELD, args![self.bar]).await?;
        let bar = held.filter(|bar| access::is_own(work.actor, bar.person)).ok_or(Refusal::not_found())?;
        if access::is_official(work.actor) {
            access::may_do(work.actor, CLERKS, bar.node)?;
            access::not_involved(work.tx, work.actor, bar.person).await?;
        }
        work.about("person", bar.person, bar.node);
        let text = rules::text(&self.text, tb_kernel::limits::TEXT_CHARS_MAX).map_err(|code| no::at("appeal", code))?;
        if bar.state != BarState::Active {
            return Err(Refusal::conflict(no::BAR_CLOSED).into());
        }
        let days = u32::try_from(work.now.day().0 - bar.from_day.0).unwrap_or(0);
        may_appeal(&*house.rules_at(bar.node, work.now)?, &AppealFacts { days }).or_refuse()?;
        let keys = house.data_keys(work.tx, &[bar.person]).await?;
        let key = keys.get(&bar.person).ok_or(Refusal::not_found())?;
        let sealed = key.seal(&place(&bar.id), text.as_bytes(), work.entropy);
        work.tx.run(sql::APPEALED, args![bar.id, sealed, work.now]).await?;
        Ok(())
    }
}

/// Where the words of an appeal are sealed for.
fn place(id: &BarId) -> [&[u8]; 3] {
    [b"bar", b"appeal", id.0.as_bytes()]
}

impl People {
    /// The words of an appeal, opened; none when the person's key is gone.
    pub(crate) async fn appeal_words(&self, tx: &mut tb_db::Tx, bar: &BarRecord) -> Outcome<Option<String>> {
        let Some(sealed) = &bar.appeal else { return Ok(None) };
        let keys = self.data_keys(tx, &[bar.person]).await?;
        let plain = keys.get(&bar.person).and_then(|key| key.open(&place(&bar.id), sealed).ok());
        Ok(plain.and_then(|plain| String::from_utf8(plain).ok()))
    }
}

impl Command for DecideAppeal {
    const NAME: &'static str = "people.decide-appeal";
    type House = People;
    type Answer = BarState;

    async fn run(&self, _: &People, work: &mut Work<'_>) -> Outcome<BarState> {
        let held: Option<BarRecord> = work.tx.row(sql::BAR_HELD, args![self.bar]).await?;
        let bar = held.ok_or(Refusal::not_found())?;
        access::may_do(work.actor, REVIEWERS, bar.node)?;
        access::not_involved(work.tx, work.actor, bar.person).await?;
        work.about("person", bar.person, bar.node);
        let me = work.actor.person.ok_or(no::sign_in())?;
        if me == bar.asked_by || me == bar.agreed_by {
            return Err(Refusal::forbidden(no::BAR_INVOLVED).into());
        }
        if bar.state != BarState::Appealed {
            return Err(Refusal::conflict(no::BAR_CLOSED).into());
        }
        let reason = rules::reason(&self.reason)?;
        let state = if self.lift { BarState::Lifted } else { BarState::Upheld };
        work.tx.run(sql::BAR_DECIDED, args![bar.id, state.code(), me, work.now, &reason]).await?;
        work.because(reason);
        let args = [("kind", bar.kind.code()), ("state", state.code())];
        tell(work, bar.person, "people-told-appeal", &args, Some("/me/way")).await?;
        Ok(state)
    }
}
