//! `people.ask-elder`, `people.answer-request`, `people.withdraw-request`: "decide together". The proxy prepares, the other
//! says yes or no, and only then it is done, as the other's own act. This slice keeps the question and the answer; what
//! is done stands in the slice it belongs to.

use super::claim::{own_word, whose};
use crate::model::*;
use crate::people::People;
use crate::powers::CAN_WAIT;
use crate::refusals as no;
use crate::store::family::{self as sql, RequestRecord};
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, beyond_proxy, execute};
use tb_kernel::{Actor, Outcome, ProxyRequestId, Refusal, Span};

/// So long a question waits for its answer.
const OPEN_FOR: Span = Span::days(7);

#[derive(Serialize)]
struct AskElder {
    act: ActAsked,
}

#[derive(Serialize)]
struct AnswerRequest {
    request: ProxyRequestId,
    to: RequestState,
    outcome: Option<String>,
}

#[derive(Serialize)]
struct WithdrawRequest {
    request: ProxyRequestId,
}

impl People {
    /// Asks the person acted for to agree to an act.
    ///
    /// # Errors
    /// `common.beyond-proxy` without "decide together" for this; `people.request-known` when the same is asked already.
    pub async fn ask_elder(self: &Arc<Self>, actor: &Actor, key: &Key, act: ActAsked) -> Outcome<ProxyRequestId> {
        execute(self, &self.core, actor, key, AskElder { act }).await
    }

    /// Writes down what became of a request: refused, or agreed to and done, or agreed to and no longer possible
    /// (`outcome` says why). Only whoever was asked answers, by any of their own ways.
    ///
    /// # Errors
    /// Not found, `people.request-closed`, `people.proxy-own-word`.
    pub async fn answer_request(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        request: ProxyRequestId,
        to: RequestState,
        outcome: Option<String>,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, AnswerRequest { request, to, outcome }).await
    }

    /// The proxy takes a question back.
    ///
    /// # Errors
    /// Not found, `people.request-closed`.
    pub async fn withdraw_request(self: &Arc<Self>, actor: &Actor, key: &Key, request: ProxyRequestId) -> Outcome<()> {
        execute(self, &self.core, actor, key, WithdrawRequest { request }).await
    }
}

impl Command for AskElder {
    const NAME: &'static str = "people.ask-elder";
    type House = People;
    type Answer = ProxyRequestId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<ProxyRequestId> {
        let pair = work.actor.acting_for.zip(work.actor.person).filter(|_| work.actor.is_proxy());
        let (elder, proxy) = pair.ok_or(beyond_proxy())?;
        let node = super::session::own_node(house, work, elder).await?;
        let id: ProxyRequestId = work.id();
        work.about("request", id, node);
        let ActAsked { capability, action, subject, minutes } = &self.act;
        let powers = house.powers(work.tx, elder, proxy, work.now.day()).await?;
        if !powers.contains(&(*capability, Degree::Together)) || !CAN_WAIT.contains(&(action.as_str(), *capability)) {
            return Err(beyond_proxy().into());
        }
        let known: Option<RequestRecord> = work.tx.row(sql::REQUEST_KNOWN, args![elder, action, *subject]).await?;
        if known.is_some() {
            return Err(Refusal::conflict(no::REQUEST_KNOWN).into());
        }
        let (code, minutes) = (capability.code(), *minutes);
        let args = args![id, elder, proxy, code, action, *subject, minutes, work.now, work.now.plus(OPEN_FOR)];
        work.tx.run(sql::ADD_REQUEST, args).await?;
        super::message::tell(work, elder, "people-told-request", &[], Some("/family")).await?;
        Ok(id)
    }
}

impl Command for AnswerRequest {
    const NAME: &'static str = "people.answer-request";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let how = own_word(work.actor)?;
        let (elder, node) = whose(house, work).await?;
        let found: Option<RequestRecord> = work.tx.row(sql::REQUEST_HELD, args![self.request]).await?;
        let request = found.filter(|request| request.elder == elder).ok_or(Refusal::not_found())?;
        work.about("request", request.id, node);
        let answer = matches!(self.to, RequestState::Agreed | RequestState::Refused | RequestState::Failed);
        if !answer || request.state != RequestState::Waiting || request.expires_at <= work.now {
            return Err(Refusal::conflict(no::REQUEST_CLOSED).into());
        }
        let (id, by) = (request.id, work.actor.person);
        let outcome = self.outcome.as_deref();
        work.tx.run(sql::REQUEST_DECIDED, args![id, self.to.code(), work.now, by, how.code(), outcome]).await?;
        let kind = match self.to {
            RequestState::Agreed => "people-told-request-agreed",
            RequestState::Failed => "people-told-request-failed",
            _ => "people-told-request-refused",
        };
        super::message::tell(work, request.proxy, kind, &[], Some("/family")).await
    }
}

impl Command for WithdrawRequest {
    const NAME: &'static str = "people.withdraw-request";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let me = work.actor.person.ok_or(no::sign_in())?;
        let found: Option<RequestRecord> = work.tx.row(sql::REQUEST_HELD, args![self.request]).await?;
        let request = found.filter(|request| request.proxy == me).ok_or(Refusal::not_found())?;
        let node = super::session::own_node(house, work, request.elder).await?;
        work.about("request", request.id, node);
        let none: (Option<&str>, Option<&str>) = (None, None);
        let args = args![request.id, RequestState::Withdrawn.code(), work.now, me, none.0, none.1];
        let changed = work.tx.run(sql::REQUEST_DECIDED, args).await?;
        if changed == 1 { Ok(()) } else { Err(Refusal::conflict(no::REQUEST_CLOSED).into()) }
    }
}
