//! What orders do when something happened: people are told, accounts are opened, earnings above the cap move on.

use crate::commands::{Invited, Rated};
use crate::house::{Orders, pool_account, reserve_account};
use crate::model::{OrderState, Step};
use crate::steps::OrderNews;
use serde::Deserialize;
use std::pin::Pin;
use std::sync::Arc;
use tb_db::{DbError, Tx};
use tb_jobs::{Event, Reaction};
use tb_kernel::{AccountId, Entropy, Fail, Instant, Minutes, OrderId, PersonId};
use tb_ledger::{AccountKind, AccountSpec, Command as LedgerCommand, Spill};
use tb_people::NewMessage;
use tb_policy::rules::overflow;
use tb_policy::{OverflowAction, VersionId};

/// The reactions of this slice.
pub struct OrderReactions(pub Arc<Orders>);

impl Reaction for OrderReactions {
    fn hears(&self, kind: &str) -> bool {
        kind.starts_with("orders.") || kind == "people.enrolment-activated.1"
    }
    fn react<'a>(
        &'a self,
        tx: &'a mut Tx,
        event: &'a Event,
        now: Instant,
        entropy: &'a Entropy,
    ) -> Pin<Box<dyn Future<Output = Result<(), DbError>> + Send + 'a>> {
        Box::pin(async move {
            match event.kind.as_str() {
                "people.enrolment-activated.1" => open_account(tx, event, now).await,
                "orders.rated.1" => self.tell_rated(tx, &event.read()?, now).await,
                "orders.invited.1" => self.tell_invited(tx, &event.read()?, now).await,
                _ => {
                    let news: OrderNews = event.read()?;
                    self.tell(tx, &news, now).await?;
                    if news.to == OrderState::Settled {
                        self.move_overflow(tx, event, &news, now, entropy).await?;
                    }
                    Ok(())
                }
            }
        })
    }
}

#[derive(Deserialize)]
struct Activated {
    person: PersonId,
}

/// Whoever may give or receive time has an account; it carries the person's own id.
async fn open_account(tx: &mut Tx, event: &Event, now: Instant) -> Result<(), DbError> {
    let activated: Activated = event.read()?;
    let id = AccountId(activated.person.0);
    let owner = Some(activated.person.0);
    let spec = AccountSpec { id, kind: AccountKind::Member, owner, node: event.node, budget: None };
    tb_ledger::open_account(tx, &spec, now).await.map_err(|fail| DbError::Other(fail.to_string()))
}

/// Who hears of a step, and under which name of a message.
fn hearers(news: &OrderNews) -> Vec<(PersonId, &'static str)> {
    let elder = |name| vec![(news.elder, name)];
    let volunteer = |name| news.volunteer.map(|volunteer| (volunteer, name));
    match news.step {
        Step::Submit if news.to == OrderState::Submitted => elder("order-submitted"),
        Step::Submit | Step::Publish => elder("order-published"),
        Step::Refuse => elder("order-refused"),
        Step::Expire => elder("order-expired").into_iter().chain(volunteer("order-expired")).collect(),
        Step::Take | Step::Accept => elder("order-taken"),
        Step::Assign => elder("order-taken").into_iter().chain(volunteer("order-assigned")).collect(),
        Step::Agree => volunteer("order-agreed").into_iter().collect(),
        Step::Decline => news.was.map(|was| (was, "order-declined")).into_iter().collect(),
        Step::Withdraw => elder("order-withdrawn"),
        Step::NoShow => elder("order-no-show").into_iter().chain(news.was.map(|was| (was, "order-no-show"))).collect(),
        Step::Cancel => elder("order-cancelled").into_iter().chain(volunteer("order-cancelled")).collect(),
        Step::CheckIn => elder("order-started"),
        Step::CheckOut | Step::Forgotten => elder("order-please-confirm"),
        Step::Missed => elder("order-late").into_iter().chain(volunteer("order-you-are-late")).collect(),
        Step::Settle => elder("order-settled").into_iter().chain(volunteer("order-minutes-arrived")).collect(),
        Step::Dispute => elder("order-disputed").into_iter().chain(volunteer("order-disputed")).collect(),
        Step::Decide => elder("order-decided").into_iter().chain(volunteer("order-decided")).collect(),
        Step::Revoke => elder("order-revoked").into_iter().chain(volunteer("order-revoked")).collect(),
        Step::Draft | Step::Agreed | Step::Remind | Step::LogCall => Vec::new(),
    }
}

impl OrderReactions {
    async fn tell(&self, tx: &mut Tx, news: &OrderNews, now: Instant) -> Result<(), DbError> {
        let args = [
            ("number", news.number.clone()),
            ("item", news.item.clone()),
            ("policy", news.policy.clone()),
            ("starts_at", news.starts_at.0.to_string()),
            ("minutes", news.settled.unwrap_or(news.minutes).to_string()),
        ];
        let told: Vec<NewMessage> =
            hearers(news).into_iter().map(|(person, kind)| message(person, kind, &args, news.order)).collect();
        self.send(tx, now, &told).await
    }

    async fn send(&self, tx: &mut Tx, now: Instant, messages: &[NewMessage]) -> Result<(), DbError> {
        self.0.people.send(tx, now, messages).await.map_err(|fail| DbError::Other(fail.to_string()))
    }

    async fn tell_rated(&self, tx: &mut Tx, rated: &Rated, now: Instant) -> Result<(), DbError> {
        let args = [("mark", rated.mark.to_string())];
        self.send(tx, now, &[message(rated.ratee, "order-rated", &args, rated.order)]).await
    }

    async fn tell_invited(&self, tx: &mut Tx, invited: &Invited, now: Instant) -> Result<(), DbError> {
        self.send(tx, now, &[message(invited.volunteer, "order-invited", &[], invited.order)]).await
    }

    /// Earned minutes above the city's cap go where its policy says: to the public-benefit account, or into honour.
    async fn move_overflow(
        &self,
        tx: &mut Tx,
        event: &Event,
        news: &OrderNews,
        now: Instant,
        entropy: &Entropy,
    ) -> Result<(), DbError> {
        let (Some(volunteer), Some(minutes)) = (news.volunteer, news.settled) else { return Ok(()) };
        let spilt = Earned { by: volunteer, minutes, about: news.order, policy: &news.policy };
        spill_over(&self.0, tx, &format!("overflow:{}", event.id), spilt, (now, entropy)).await
    }
}

/// Minutes that somebody has just earned.
pub(crate) struct Earned<'a> {
    pub(crate) by: PersonId,
    pub(crate) minutes: Minutes,
    pub(crate) about: OrderId,
    pub(crate) policy: &'a str,
}

/// Moves what is above the city's cap after something was earned.
pub(crate) async fn spill_over(
    house: &Orders,
    tx: &mut Tx,
    key: &str,
    earned: Earned<'_>,
    (now, entropy): (Instant, &Entropy),
) -> Result<(), DbError> {
    let Earned { by: volunteer, minutes, about, policy } = earned;
    let other = |error: &dyn std::fmt::Display| DbError::Other(error.to_string());
    let version = house.policies.version(&VersionId::from(policy)).map_err(|e| other(&e))?;
    if version.parameters.balance_cap.cap.is_none() || !minutes.is_positive() {
        return Ok(());
    }
    let account = AccountId(volunteer.0);
    let balances = tb_ledger::balances(tx, account).await?;
    let before = balances.earned_total().less(minutes);
    let split = overflow(&version, before, balances.earned_total().less(before));
    let over = split.over.min(balances.earned_free);
    if !over.is_positive() {
        return Ok(());
    }
    let spill = match split.action {
        OverflowAction::Donate => Spill::Pool(pool_account(house.city)),
        OverflowAction::Honour => Spill::Honour(reserve_account(house.city)),
    };
    let command = LedgerCommand::overflow(key, account, spill, over)
        .order(about)
        .under(policy)
        .because(split.article.to_string());
    for outcome in tb_ledger::post(tx, &[command], now, entropy).await.map_err(|e| other(&e))? {
        match outcome {
            Ok(_) | Err(Fail::Refused(_)) => {}
            Err(fault) => return Err(other(&fault)),
        }
    }
    Ok(())
}

fn message(person: PersonId, kind: &str, args: &[(&str, String)], order: OrderId) -> NewMessage {
    NewMessage {
        person,
        kind: kind.to_owned(),
        args: args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        link: Some(format!("/orders/{order}")),
    }
}
