//! What the slice that compares data with registers may ask of people, in its own transaction: who they are, with a line in
//! each person's list of looks; and a licence whose document was reviewed.

use crate::access::REVEALERS;
use crate::model::*;
use crate::people::People;
use crate::store::enrolment as enrolments;
use crate::store::person as sql;
use tb_db::{Tx, args};
use tb_journal::Work;
use tb_kernel::{Day, Outcome, PersonId, Refusal};
use tb_policy::Licence;
use uuid::Uuid;

/// Who somebody is, for a register: unmasked.
#[derive(Clone, PartialEq, Eq)]
pub struct Identity {
    pub person: PersonId,
    pub name: String,
    pub id_no: String,
}

crate::model::debug_nothing!(Identity);

impl People {
    /// Writes down, for each of these persons, that their identity is shown to whoever compares it.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn note_looks(&self, work: &mut Work<'_>, persons: &[PersonId], reason: &str) -> Outcome<()> {
        let nodes = self.nodes(work.tx, persons).await?;
        for person in persons {
            let Some(node) = nodes.get(person) else { continue };
            let held = work.actor.grants.iter();
            let grant = held.clone().find(|grant| REVEALERS.contains(&grant.role) && grant.node.covers(*node));
            let (role, place) = (grant.map(|g| g.role.code()), grant.map(|g| g.node));
            let id: Uuid = work.id();
            let purpose = LookPurpose::Reveal.code();
            let none: Option<Uuid> = None;
            let args = args![id, *person, work.now, work.actor.person, role, place, purpose, reason, none];
            work.tx.run(sql::ADD_LOOK, args).await?;
        }
        Ok(())
    }

    /// Who these persons are. Whoever calls this has noted the looks.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn identities(&self, tx: &mut Tx, persons: &[PersonId]) -> Outcome<Vec<Identity>> {
        let found = self.load(tx, persons).await?;
        let identity = |person: &crate::seal::Person| Identity {
            person: person.id(),
            name: person.profile.name.text().to_owned(),
            id_no: person.profile.id_no.text().to_owned(),
        };
        Ok(found.iter().map(identity).collect())
    }

    /// Records a licence whose document was reviewed.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn record_licence(
        &self,
        work: &mut Work<'_>,
        person: PersonId,
        licence: Licence,
        until: Day,
    ) -> Outcome<()> {
        let by = work.actor.person.unwrap_or(person);
        work.tx.run(enrolments::QUALIFY, args![person, licence.code(), until, by, work.now]).await?;
        Ok(())
    }

    /// The volunteers of a place whose enrolment is in `state`, oldest first, at most `limit`, with when they applied and
    /// since when they are active.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn volunteers_in(
        &self,
        tx: &mut Tx,
        node: tb_kernel::Node,
        state: EnrolmentState,
        after: PersonId,
        limit: i64,
    ) -> Outcome<Vec<VolunteerRow>> {
        let (low, high) = node.range();
        Ok(tx.rows(enrolments::VOLUNTEERS_IN, args![low, high, state.code(), after, limit]).await?)
    }

    /// The licences of a place's active volunteers that end before `last`, and have not ended long before today.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn licences_ending(
        &self,
        tx: &mut Tx,
        node: tb_kernel::Node,
        (first, last): (Day, Day),
    ) -> Outcome<Vec<(PersonId, Licence, Day)>> {
        let (low, high) = node.range();
        let rows: Vec<(PersonId, String, Day)> =
            tx.rows(enrolments::LICENCES_ENDING, args![low, high, first, last]).await?;
        Ok(rows.into_iter().filter_map(|(person, code, until)| Some((person, Licence::parse(&code)?, until))).collect())
    }

    /// May this actor review what concerns a person of this place, and is it not their own or their kin's?
    ///
    /// # Errors
    /// Not found, `people.not-allowed`, `people.own-account`, `people.own-kin`.
    pub async fn may_review(&self, work: &mut Work<'_>, person: PersonId, node: tb_kernel::Node) -> Outcome<()> {
        crate::access::may_do(work.actor, crate::access::REVIEWERS, node)?;
        crate::access::not_involved(work.tx, work.actor, person).await
    }

    /// The person an actor acts as: oneself, or whom a clerk acts for within their territory and not for their own.
    ///
    /// # Errors
    /// Sign in; as [`People::may_review`].
    pub async fn subject_of(&self, work: &mut Work<'_>) -> Outcome<(PersonId, tb_kernel::Node)> {
        let person = work.actor.subject().ok_or(crate::refusals::sign_in())?;
        let node = *self.nodes(work.tx, &[person]).await?.get(&person).ok_or(Refusal::not_found())?;
        if crate::access::is_official(work.actor) {
            if work.actor.acting_for.is_none() {
                return Err(crate::refusals::sign_in().into());
            }
            crate::access::may_do(work.actor, crate::access::CLERKS, node)?;
            crate::access::not_involved(work.tx, work.actor, person).await?;
        }
        Ok((person, node))
    }
}
