//! The decision: `apply(books, command, now)` gives the effects of a command or says no. Pure, total, deterministic: the
//! same books, command and instant give the same effects on every machine, ids included.
//!
//! A command is worked out on a [`Draft`] over the books. Only when all of it is allowed does the draft become effects;
//! a "no" in the third move leaves as little trace as one in the first.

mod clearing;
mod draft;
mod freeze;
mod give;
mod hold;
mod lots;
mod places;
mod reverse;

pub(crate) use places::{EVERYTHING, Place, Wants, places, wants};

use crate::books::{Books, Effects};
use crate::commands::{Act, Command};
use crate::model::*;
use crate::refusals;
use draft::Draft;
use tb_kernel::{Instant, Minutes, Refusal};

/// What `command` does to `books` at `now`.
///
/// # Errors
/// The first reason why not, in the order of `refusals.rs`.
pub fn apply(books: &Books, command: &Command, now: Instant) -> Result<Effects, Refusal> {
    check_subject(command)?;
    check_amounts(&command.act)?;
    check_day(books, command, now)?;
    let mut draft = Draft::new(books, command, now);
    match &command.act {
        Act::Hold { account, minutes, classes, expires_at } => {
            hold::hold(&mut draft, *account, *minutes, classes, *expires_at)?;
        }
        Act::Settle { hold, to, minutes, expires, close } => {
            hold::settle(&mut draft, *hold, *to, *minutes, *expires, *close)?;
        }
        Act::Release { hold, lapsed } => hold::release(&mut draft, *hold, *lapsed)?,
        Act::Grant { programme, to, minutes, expires } => {
            give::grant(&mut draft, *programme, *to, *minutes, *expires)?;
        }
        Act::Gift { from, to, minutes, classes, no_later_than } => {
            give::gift(&mut draft, *from, *to, *minutes, classes, *no_later_than)?;
        }
        Act::Donate { from, pool, minutes, classes } => {
            give::donate(&mut draft, *from, *pool, *minutes, classes)?;
        }
        Act::Allot { pool, to, minutes, expires } => give::allot(&mut draft, *pool, *to, *minutes, *expires)?,
        Act::Overflow { from, spill, minutes } => give::overflow(&mut draft, *from, *spill, *minutes)?,
        Act::Expire { account, lot, pool } => give::expire(&mut draft, *account, *lot, *pool)?,
        Act::Honour { from, to, minutes } => give::honour(&mut draft, *from, *to, *minutes)?,
        Act::Reverse { posting, minutes, shortfall } => {
            reverse::reverse(&mut draft, *posting, *minutes, *shortfall)?;
        }
        Act::SettleClaim { claim, debtor, minutes } => {
            reverse::settle_claim(&mut draft, *claim, *debtor, *minutes)?;
        }
        Act::Freeze { account, minutes, classes } => freeze::freeze(&mut draft, *account, *minutes, classes)?,
        Act::Lift { account, freezing, minutes } => freeze::lift(&mut draft, *account, *freezing, *minutes)?,
        Act::Close { from, to, closing } => give::close(&mut draft, *from, *to, *closing)?,
        Act::ClearOut { from, peer, item, class, minutes } => {
            clearing::out(&mut draft, *from, *peer, *item, *class, *minutes)?;
        }
        Act::ClearIn { peer, item, to, class, portions } => {
            clearing::take_in(&mut draft, *peer, *item, *to, *class, portions)?;
        }
        Act::ClearReturn { peer, item } => clearing::returned(&mut draft, *peer, *item)?,
    }
    Ok(draft.into_effects())
}

/// Earned minutes without a verified order, and reversals and freezings without a case, do not exist.
fn check_subject(command: &Command) -> Result<(), Refusal> {
    let needed: &[SubjectKind] = match &command.act {
        Act::Settle { .. } => &[SubjectKind::Order],
        Act::Grant { .. } => &[SubjectKind::Programme],
        Act::Freeze { .. } | Act::Lift { .. } => &[SubjectKind::Case],
        _ => return Ok(()),
    };
    match command.note.subject {
        Some(subject) if needed.contains(&subject.kind) => Ok(()),
        _ => Err(refusals::subject_missing(needed[0].code())),
    }
}

fn check_amounts(act: &Act) -> Result<(), Refusal> {
    let amount = |minutes: &Minutes| {
        if minutes.is_positive() && *minutes <= Minutes::MOVE_MAX { Ok(()) } else { Err(refusals::amount(*minutes)) }
    };
    match act {
        Act::Hold { minutes, .. }
        | Act::Settle { minutes, .. }
        | Act::Grant { minutes, .. }
        | Act::Gift { minutes, .. }
        | Act::Donate { minutes, .. }
        | Act::Allot { minutes, .. }
        | Act::Overflow { minutes, .. }
        | Act::Honour { minutes, .. }
        | Act::SettleClaim { minutes, .. }
        | Act::ClearOut { minutes, .. }
        | Act::Reverse { minutes: Some(minutes), .. }
        | Act::Freeze { minutes: Some(minutes), .. }
        | Act::Lift { minutes: Some(minutes), .. } => amount(minutes),
        Act::ClearIn { portions, .. } => {
            portions.iter().try_for_each(|p| amount(&p.minutes))?;
            amount(&portions.iter().map(|p| p.minutes).sum())
        }
        Act::Reverse { minutes: None, .. }
        | Act::Freeze { minutes: None, .. }
        | Act::Lift { minutes: None, .. }
        | Act::Release { .. }
        | Act::Expire { .. }
        | Act::Close { .. }
        | Act::ClearReturn { .. } => Ok(()),
    }
}

fn check_day(books: &Books, command: &Command, now: Instant) -> Result<(), Refusal> {
    let today = now.day();
    let day = command.note.effective.unwrap_or(today);
    if day > today {
        return Err(refusals::day_ahead(day));
    }
    match books.closed_through {
        Some(through) if day <= through => Err(refusals::period_closed(day, through)),
        _ => Ok(()),
    }
}
