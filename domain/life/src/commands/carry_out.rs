//! Carrying a case out: orders, enrolments, minutes, data, in this order and in one transaction.
//!
//! What must hold: minutes go where the closing rule says and nowhere else, as postings that name the case; nothing that
//! was booked changes; an erased person's account, orders and postings stay and name nobody.

use super::home;
use super::propose::version_of;
use crate::house::Life;
use crate::model::{Case, CaseKind, Effects};
use tb_journal::Work;
use tb_kernel::{AccountId, Minutes, Outcome, PersonId};
use tb_ledger::queries::account;
use tb_ledger::{
    AccountKind, AccountSpec, AccountStatus, Balances, Closing, Command as LedgerCommand, SubjectKind, balances,
    open_account, set_status,
};
use tb_orders::pool_account;
use tb_people::Mark;

pub(super) async fn carry_out(house: &Life, work: &mut Work<'_>, case: &Case) -> Outcome<Effects> {
    let mut effects = Effects::default();
    let (people, person) = (&house.people, case.person);
    match case.kind {
        CaseKind::Exit | CaseKind::Ban => {
            effects.orders = house.orders.call_off_in(work, person, &case.reason).await?;
            effects.enrolments = people.end_in(work, person, Mark::Left, None, &case.reason).await?;
            empty(house, work, case, Closing::Exit, pool_account(house.orders.city), &mut effects).await?;
            close(work, case).await?;
            if case.kind == CaseKind::Ban {
                let article = version_of(house, case, work.now)?.parameters.sanctions.article.to_string();
                people.bar_in(work, person, None, &article).await?;
            }
        }
        CaseKind::Death => {
            effects.orders = house.orders.call_off_in(work, person, "death").await?;
            effects.enrolments = people.end_in(work, person, Mark::Dead, None, "death").await?;
        }
        CaseKind::Estate => {
            if let Some(heir) = case.other {
                open_for(house, work, heir).await?;
                empty(house, work, case, Closing::Inheritance, AccountId(heir.0), &mut effects).await?;
            }
            empty(house, work, case, Closing::Exit, pool_account(house.orders.city), &mut effects).await?;
            people.end_links_in(work, person, "estate").await?;
            close(work, case).await?;
        }
        CaseKind::Incapacity => {
            effects.enrolments = people.incapacitate_in(work, person, "incapacity").await?;
        }
        CaseKind::Merge => {
            if let Some(other) = case.other {
                open_for(house, work, other).await?;
                empty(house, work, case, Closing::Merge, AccountId(other.0), &mut effects).await?;
                effects.enrolments = people.end_in(work, person, Mark::Merged, Some(other), "merged").await?;
            }
        }
        CaseKind::Erasure => {
            close(work, case).await?;
            house.orders.forget_in(work, person).await?;
            for keeper in &house.keepers {
                keeper.forget(work.tx, person).await?;
            }
            people.erase_in(work, person).await?;
        }
    }
    Ok(effects)
}

/// What a way of closing takes out of an account.
fn taken(closing: Closing, held: &Balances) -> Minutes {
    let free = [held.earned_free, held.gifted_free];
    let all: Vec<Minutes> = match closing {
        Closing::Inheritance => free.to_vec(),
        Closing::Exit => vec![held.free(), held.frozen()],
        Closing::Merge => vec![held.free(), held.honour],
    };
    all.into_iter().sum()
}

async fn empty(
    house: &Life,
    work: &mut Work<'_>,
    case: &Case,
    closing: Closing,
    to: AccountId,
    effects: &mut Effects,
) -> Outcome<()> {
    let from = AccountId(case.person.0);
    if account(work.tx, from).await?.is_none() {
        return Ok(());
    }
    let amount = taken(closing, &balances(work.tx, from).await?);
    if !amount.is_positive() {
        return Ok(());
    }
    let version = version_of(house, case, work.now)?;
    let step = match closing {
        Closing::Inheritance => "inheritance",
        Closing::Exit => "exit",
        Closing::Merge => "merge",
    };
    let subject = if case.kind == CaseKind::Estate { SubjectKind::Estate } else { SubjectKind::Case };
    let command = LedgerCommand::close(format!("life:{}:{step}", case.id), from, to, closing)
        .about(subject, case.id)
        .by(work.actor.person)
        .under(version.id.to_string())
        .because(version.parameters.closing.article.to_string());
    for posted in tb_ledger::post(work.tx, &[command], work.now, work.entropy).await? {
        effects.postings.push(posted?.posting);
        effects.minutes = Minutes(effects.minutes.0 + amount.0);
    }
    Ok(())
}

/// Closes an account that is empty; one that still remembers honour is frozen for good, since honour goes nowhere.
async fn close(work: &mut Work<'_>, case: &Case) -> Outcome<()> {
    let id = AccountId(case.person.0);
    let Some(known) = account(work.tx, id).await? else { return Ok(()) };
    if known.account.status == AccountStatus::Closed {
        return Ok(());
    }
    let honour = balances(work.tx, id).await?.honour;
    let status = if honour.is_positive() { AccountStatus::Frozen } else { AccountStatus::Closed };
    set_status(work.tx, id, status, work.actor.person, case.kind.code(), work.now).await
}

/// The account of whoever receives.
async fn open_for(house: &Life, work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
    let id = AccountId(person.0);
    if account(work.tx, id).await?.is_some() {
        return Ok(());
    }
    let node = home(house, work, person).await?;
    let spec = AccountSpec { id, kind: AccountKind::Member, owner: Some(person.0), node, budget: None };
    Ok(open_account(work.tx, &spec, work.now).await?)
}
