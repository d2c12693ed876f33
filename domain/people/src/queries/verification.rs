//! The way of a volunteer: what was checked, what is missing, whether they are shut out.

use super::lists::territory;
use crate::access::{self, READERS, REVIEWERS};
use crate::model::*;
use crate::people::People;
use crate::rules;
use crate::store::verification::{self as sql, BarRecord, VerificationRecord};
use std::collections::BTreeSet;
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{Actor, BarId, Day, Node, Outcome, PersonId, Refusal};
use tb_policy::Check;
use tb_policy::rules::{AppealFacts, may_appeal};

/// Bars and ending checks shown at once.
const ROWS_MAX: i64 = 200;

/// All checks of some persons, of each person the latest first.
pub(crate) async fn verifications_of(tx: &mut Tx, ids: &[PersonId]) -> Result<Vec<Verification>, DbError> {
    let keys = ids.iter().map(|id| Arg::from(*id)).collect();
    let mut rows: Vec<VerificationRecord> = tx.rows_in(sql::OF_PERSONS, vec![], keys).await?;
    rows.sort_by_key(|row| std::cmp::Reverse((row.checked_on, row.made_at, row.id)));
    Ok(rows.into_iter().filter_map(view).collect())
}

fn view(row: VerificationRecord) -> Option<Verification> {
    Some(Verification {
        id: row.id,
        person: row.person,
        kind: Check::parse(&row.kind)?,
        result: row.result,
        source: row.source,
        reference: row.reference,
        score: row.score.and_then(|score| u8::try_from(score).ok()),
        checked_on: row.checked_on,
        expires_on: row.expires_on,
        made_by: row.made_by,
        made_at: row.made_at,
    })
}

impl People {
    /// What was checked of some persons, latest first: for other slices, in their transaction.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn checks_of(&self, tx: &mut Tx, ids: &[PersonId]) -> Outcome<Vec<Verification>> {
        Ok(verifications_of(tx, ids).await?)
    }

    /// The checks that hold for somebody on a day.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn checks_holding(&self, tx: &mut Tx, person: PersonId, day: Day) -> Outcome<BTreeSet<Check>> {
        Ok(rules::holding(&verifications_of(tx, &[person]).await?, day))
    }

    /// The way of one volunteer: checks, what is missing, bars.
    ///
    /// # Errors
    /// Not found.
    pub async fn way(&self, actor: &Actor, person: PersonId) -> Outcome<WayView> {
        let mut tx = self.core.db.snapshot().await?;
        let node = *self.nodes(&mut tx, &[person]).await?.get(&person).ok_or(Refusal::not_found())?;
        access::may_see(actor, person, node)?;
        let now = self.core.now();
        let version = self.rules_at(node, now)?;
        let history = verifications_of(&mut tx, &[person]).await?;
        let enrolled = super::facts::enrolments_of(&mut tx, &[person]).await?;
        let enrolment = super::facts::latest(&enrolled, EnrolmentKind::Volunteer).map(|e| (e.id, e.state));
        let bars: Vec<BarRecord> = tx.rows(sql::BARS_OF, args![person]).await?;
        let mut shown = Vec::with_capacity(bars.len());
        for bar in bars {
            shown.push(self.bar_view(&mut tx, actor, bar).await?);
        }
        let checks = rules::check_lines(&version, &history, now.day());
        Ok(WayView { enrolment, checks, history, bars: shown })
    }

    async fn bar_view(&self, tx: &mut Tx, actor: &Actor, bar: BarRecord) -> Outcome<BarView> {
        let now = self.core.now();
        let involved = actor.person == Some(bar.asked_by) || actor.person == Some(bar.agreed_by);
        let decides = actor.may(REVIEWERS, bar.node) && !involved && actor.person != Some(bar.person);
        let own = access::is_own(actor, bar.person);
        let appeal = if own || decides { self.appeal_words(tx, &bar).await? } else { None };
        let days = u32::try_from(now.day().0 - bar.from_day.0).unwrap_or(0);
        let in_time = may_appeal(&*self.rules_at(bar.node, now)?, &AppealFacts { days }).is_allowed();
        Ok(BarView {
            id: bar.id,
            person: bar.person,
            kind: bar.kind,
            node: bar.node,
            state: bar.state,
            reason: bar.reason,
            article: bar.article,
            from: bar.from_day,
            until: bar.until_day,
            appealed_at: bar.appealed_at,
            appeal,
            decision: bar.decision,
            may_decide: decides && bar.state == BarState::Appealed,
            may_appeal: own && bar.state == BarState::Active && in_time,
        })
    }

    /// The bars of a territory; those that wait for a word come first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn bars(&self, actor: &Actor, node: Option<Node>) -> Outcome<Vec<(BarView, Shown)>> {
        let mut tx = self.core.db.snapshot().await?;
        let mut bars: Vec<BarRecord> = Vec::new();
        for node in territory(actor, READERS, node, self.city)? {
            let (low, high) = node.range();
            bars.extend(tx.rows::<BarRecord>(sql::BARS, args![low, high, ROWS_MAX]).await?);
        }
        let names = self.display(&mut tx, &bars.iter().map(|bar| bar.person).collect::<Vec<_>>()).await?;
        let mut shown = Vec::with_capacity(bars.len());
        for bar in bars {
            let Some(name) = names.iter().find(|name| name.id == bar.person).cloned() else { continue };
            shown.push((self.bar_view(&mut tx, actor, bar).await?, name));
        }
        Ok(shown)
    }

    /// One bar.
    ///
    /// # Errors
    /// Not found.
    pub async fn bar(&self, actor: &Actor, id: BarId) -> Outcome<BarView> {
        let mut tx = self.core.db.snapshot().await?;
        let found: Option<BarRecord> = tx.row(sql::BAR, args![id]).await?;
        let bar = found.ok_or(Refusal::not_found())?;
        access::may_see(actor, bar.person, bar.node)?;
        self.bar_view(&mut tx, actor, bar).await
    }

    /// The bar that stands against an identity today: by the keyed digest, so that it is found again however the person
    /// comes back.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub(crate) async fn bar_of_identity(
        &self,
        tx: &mut Tx,
        identity: &[u8],
        kind: EnrolmentKind,
        today: Day,
    ) -> Outcome<Option<BarRecord>> {
        Ok(tx.row(sql::STANDING_BAR, args![identity, kind.code(), today]).await?)
    }

    /// The bar that stands against a person today.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub(crate) async fn standing_bar(
        &self,
        tx: &mut Tx,
        person: PersonId,
        kind: EnrolmentKind,
        today: Day,
    ) -> Outcome<Option<BarRecord>> {
        let identity: Option<(Vec<u8>,)> = tx.row(sql::IDENTITY, args![person]).await?;
        match identity {
            Some((identity,)) => self.bar_of_identity(tx, &identity, kind, today).await,
            None => Ok(None),
        }
    }

    /// Checks of active people that run out within the days the city warns, those that have run out included.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn ending_checks(&self, actor: &Actor, node: Option<Node>) -> Outcome<Vec<(Verification, Shown)>> {
        let mut tx = self.core.db.snapshot().await?;
        let now = self.core.now();
        let mut rows: Vec<VerificationRecord> = Vec::new();
        for node in territory(actor, READERS, node, self.city)? {
            let (low, high) = node.range();
            let warn = self.rules_at(node, now)?.parameters.check_validity.warn_days;
            let last = now.day().plus_days(i64::from(warn));
            rows.extend(tx.rows::<VerificationRecord>(sql::ENDING, args![low, high, last, ROWS_MAX]).await?);
        }
        let names = self.display(&mut tx, &rows.iter().map(|row| row.person).collect::<Vec<_>>()).await?;
        let found = rows.into_iter().filter_map(|row| {
            let name = names.iter().find(|name| name.id == row.person).cloned()?;
            Some((view(row)?, name))
        });
        Ok(found.collect())
    }
}
