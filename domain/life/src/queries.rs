//! Questions about life events; read-only. What an actor may not see is not found.

use crate::access::{self, DECIDE, SERVE};
use crate::commands::examine;
use crate::house::Life;
use crate::model::{Case, CaseKind, CaseState};
use crate::store;
use tb_kernel::{Actor, CaseId, Node, Outcome, PersonId, Refusal};

/// Cases of one list.
const LISTED_MAX: i64 = 200;

/// A case for its page.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    pub case: Case,
    /// What stands in the way now; empty when it may be proposed or carried out.
    pub blockers: Vec<Refusal>,
    pub may_propose: bool,
    pub may_withdraw: bool,
    pub may_undo: bool,
}

impl Life {
    /// One case.
    ///
    /// # Errors
    /// Not found.
    pub async fn case(&self, actor: &Actor, id: CaseId) -> Outcome<CaseView> {
        let mut tx = self.core.db.snapshot().await?;
        let case = store::case(&mut tx, id).await?.ok_or(Refusal::not_found())?;
        access::may_see(actor, case.person, case.node)?;
        let waits = case.state.is_waiting();
        let blockers = if waits { examine(self, &mut tx, &case, self.core.now()).await? } else { Vec::new() };
        let own = actor.subject() == Some(case.person);
        Ok(CaseView {
            may_propose: case.state == CaseState::Open && actor.may(DECIDE, case.node) && !own,
            may_withdraw: waits && (own || actor.may(SERVE, case.node)),
            may_undo: case.state == CaseState::Done
                && case.kind.can_be_undone()
                && actor.may(DECIDE, case.node)
                && !own,
            blockers,
            case,
        })
    }

    /// The cases of a person, newest first; also those in which they are the second person.
    ///
    /// # Errors
    /// Not found.
    pub async fn cases_of(&self, actor: &Actor, person: PersonId) -> Outcome<Vec<Case>> {
        let mut tx = self.core.db.snapshot().await?;
        let nodes = self.people.nodes(&mut tx, &[person]).await?;
        let node = *nodes.get(&person).ok_or(Refusal::not_found())?;
        access::may_see(actor, person, node)?;
        let cases = store::of_person(&mut tx, person).await?;
        let official = access::is_official(actor) && actor.acting_for.is_none();
        Ok(cases.into_iter().filter(|case| case.person == person || official).collect())
    }

    /// The cases of a territory: those that wait, oldest first, or all, newest first.
    ///
    /// # Errors
    /// Not found outside the territory.
    pub async fn cases(&self, actor: &Actor, node: Node, waiting: bool) -> Outcome<Vec<Case>> {
        if !actor.may(access::LOOK, node) {
            return Err(Refusal::not_found().into());
        }
        let cases = store::of_territory(&mut self.core.db.read(), node, waiting, LISTED_MAX).await?;
        Ok(cases)
    }

    /// What one may ask for oneself now.
    pub fn own_kinds() -> Vec<CaseKind> {
        CaseKind::ALL.iter().copied().filter(|kind| kind.is_own()).collect()
    }
}
