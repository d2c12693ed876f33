//! What a life event does to a person, in the transaction of whoever decides about it (slice `life`): enrolments and
//! links end, sessions with them; a mark says what has become of them; erasing leaves a row that names nobody.
//!
//! What must hold: after erasing, nothing in this slice can be opened or found that identified the person; the person's
//! id, district and the dates stay, so that orders and books still add up. Only a bar keeps the keyed digest of the
//! identity, because it is what it is for.

use crate::access;
use crate::events;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::store::{enrolment as enrolments, person as persons, privacy as sql};
use tb_db::{Tx, args};
use tb_journal::Work;
use tb_kernel::{Day, EnrolmentId, Fail, Instant, Level, Outcome, PersonId, Refusal};

/// What ended, so that it can be taken up again.
pub type Ended = Vec<(EnrolmentId, EnrolmentState)>;

impl People {
    /// Ends every running enrolment and link, all sessions, and marks the person. Gives what ended. Links of somebody who
    /// died stay until the estate is settled: they say who the heirs are.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn end_in(
        &self,
        work: &mut Work<'_>,
        person: PersonId,
        mark: Mark,
        other: Option<PersonId>,
        reason: &str,
    ) -> Outcome<Ended> {
        let mut ended = Ended::new();
        let rows = crate::queries::enrolments_of(work.tx, &[person]).await?;
        for enrolment in rows.into_iter().filter(|e| e.state.is_running()) {
            self.change_in(work, &enrolment, EnrolmentState::Exited, reason).await?;
            ended.push((enrolment.id, enrolment.state));
        }
        if mark != Mark::Dead {
            self.end_links_in(work, person, reason).await?;
        }
        self.mark_in(work, person, mark, other).await?;
        Ok(ended)
    }

    /// Ends every link of a person.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn end_links_in(&self, work: &mut Work<'_>, person: PersonId, reason: &str) -> Outcome<()> {
        work.tx.run(sql::LINKS_ENDED_OF, args![person, reason]).await?;
        Ok(())
    }

    /// Roles of staff that a person holds or has been proposed for.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn duties_of(&self, tx: &mut Tx, person: PersonId, now: Instant) -> Outcome<usize> {
        let grants: (i64,) = tx.one(sql::RUNNING_GRANTS, args![person, now.day()]).await?;
        Ok(usize::try_from(grants.0).unwrap_or(0))
    }

    /// Suspends whoever can no longer act: no service as a volunteer, no signing in; what they receive goes on.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn incapacitate_in(&self, work: &mut Work<'_>, person: PersonId, reason: &str) -> Outcome<Ended> {
        let mut ended = Ended::new();
        let rows = crate::queries::enrolments_of(work.tx, &[person]).await?;
        let serves =
            |e: &&enrolments::EnrolmentRecord| e.kind == EnrolmentKind::Volunteer && e.state == EnrolmentState::Active;
        for enrolment in rows.iter().filter(serves) {
            self.change_in(work, enrolment, EnrolmentState::Suspended, reason).await?;
            ended.push((enrolment.id, enrolment.state));
        }
        self.mark_in(work, person, Mark::Incapacitated, None).await?;
        Ok(ended)
    }

    /// Takes up again what [`People::end_in`] or [`People::incapacitate_in`] ended, and takes the mark away. Links stay
    /// ended: whoever wants them claims them anew.
    ///
    /// # Errors
    /// `people.wrong-state` when something has begun in the meantime.
    pub async fn resume_in(
        &self,
        work: &mut Work<'_>,
        person: PersonId,
        mark: Mark,
        ended: &Ended,
        reason: &str,
    ) -> Outcome<()> {
        let rows = crate::queries::enrolments_of(work.tx, &[person]).await?;
        if work.tx.run(sql::UNMARK, args![person, mark.code()]).await? != 1 {
            return Err(Refusal::conflict(no::WRONG_STATE).into());
        }
        for (id, state) in ended {
            let found = rows.iter().find(|e| e.id == *id).ok_or(Refusal::conflict(no::WRONG_STATE))?;
            let again = rows.iter().any(|e| e.id != *id && e.kind == found.kind && e.state.is_running());
            if again {
                return Err(Refusal::conflict(no::WRONG_STATE).into());
            }
            if found.state != *state {
                self.change_in(work, found, *state, reason).await?;
            }
        }
        Ok(())
    }

    async fn change_in(
        &self,
        work: &mut Work<'_>,
        enrolment: &enrolments::EnrolmentRecord,
        to: EnrolmentState,
        reason: &str,
    ) -> Outcome<()> {
        let row = args![enrolment.id, enrolment.version, to.code(), reason, work.now];
        if work.tx.run(enrolments::CHANGED, row).await? != 1 {
            return Err(Fail::Fault(format!("try again: enrolment {} changed", enrolment.id)));
        }
        let body = events::EnrolmentChanged { person: enrolment.person, kind: enrolment.kind, state: to };
        events::publish(work, events::ENROLMENT_CHANGED, enrolment.person, enrolment.node, &body).await
    }

    async fn mark_in(&self, work: &mut Work<'_>, person: PersonId, mark: Mark, other: Option<PersonId>) -> Outcome<()> {
        work.tx.run(sql::MARK, args![person, mark.code(), other, work.now]).await?;
        if mark.is_closed() {
            work.tx.run(sql::REVOKE_ALL, args![person, work.now]).await?;
        }
        Ok(())
    }

    /// Destroys the person's key and whatever identifies them here. What other slices sealed with the key is unreadable
    /// from then on.
    ///
    /// # Errors
    /// `people.wrong-state` while an enrolment or a grant of staff runs; not found.
    pub async fn erase_in(&self, work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
        let held: Option<(PersonId, i64)> = work.tx.row(persons::PERSON_HELD, args![person]).await?;
        held.ok_or(Refusal::not_found())?;
        let node = *self.nodes(work.tx, &[person]).await?.get(&person).ok_or(Refusal::not_found())?;
        let enrolled = crate::queries::enrolments_of(work.tx, &[person]).await?;
        if self.duties_of(work.tx, person, work.now).await? > 0 || enrolled.iter().any(|e| e.state.is_running()) {
            return Err(Refusal::conflict(no::WRONG_STATE).into());
        }
        let entropy = work.entropy;
        let handle = format!("X{}", tb_crypto::hex(&entropy.bytes::<10>()));
        let (nothing, identity, name) = (Vec::<u8>::new(), entropy.bytes::<32>(), entropy.bytes::<32>());
        let district = node.at(Level::District);
        work.tx.run(sql::BLANK_PERSON, args![person, nothing, handle, identity, name, district]).await?;
        for statement in sql::BLANK {
            work.tx.run(statement, args![person]).await?;
        }
        self.mark_in(work, person, Mark::Erased, None).await?;
        let body = events::Erased { person };
        events::publish(work, events::ERASED, person, district, &body).await
    }

    /// Bars a person from serving until a day (none: for good). The digest of the identity stays when all else goes.
    ///
    /// # Errors
    /// Not found.
    pub async fn bar_in(
        &self,
        work: &mut Work<'_>,
        person: PersonId,
        until: Option<Day>,
        article: &str,
    ) -> Outcome<()> {
        let index: Option<(Vec<u8>,)> = work.tx.row(sql::IDENTITY_INDEX, args![person]).await?;
        let (index,) = index.ok_or(Refusal::not_found())?;
        work.tx.run(sql::SET_BAR, args![index, work.now, until, article, work.actor.person]).await?;
        Ok(())
    }

    /// Lifts a bar.
    ///
    /// # Errors
    /// Not found.
    pub async fn lift_bar_in(&self, work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
        let index: Option<(Vec<u8>,)> = work.tx.row(sql::IDENTITY_INDEX, args![person]).await?;
        let (index,) = index.ok_or(Refusal::not_found())?;
        work.tx.run(sql::LIFT_BAR, args![index]).await?;
        Ok(())
    }

    /// Nobody who decides about a person's life in the bank is that person, kin or household.
    ///
    /// # Errors
    /// `people.own-account`, `people.own-kin`.
    pub async fn not_involved(&self, work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
        access::not_involved(work.tx, work.actor, person).await
    }
}

/// The bar on an identity, if one counts today.
pub(crate) async fn barred(tx: &mut Tx, identity: &[u8], today: Day) -> Outcome<Option<Bar>> {
    let row: Option<sql::BarRow> = tx.row(sql::BAR, args![identity.to_vec(), today]).await?;
    Ok(row.map(|row| Bar { until: row.until_day, article: row.article }))
}

/// Refuses an application of somebody who is barred, whoever they say they are now.
pub(super) async fn not_barred(work: &mut Work<'_>, person: PersonId, kind: EnrolmentKind) -> Outcome<()> {
    if kind != EnrolmentKind::Volunteer {
        return Ok(());
    }
    let index: Option<(Vec<u8>,)> = work.tx.row(sql::IDENTITY_INDEX, args![person]).await?;
    let Some((index,)) = index else { return Ok(()) };
    match barred(work.tx, &index, work.now.day()).await? {
        None => Ok(()),
        Some(bar) => {
            let until = bar.until.map_or_else(|| "-".to_owned(), |day| day.to_string());
            Err(Refusal::rule(no::BARRED).with("until", until).article(bar.article).into())
        }
    }
}
