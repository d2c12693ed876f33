//! `groups.register`, `groups.decide`, `groups.set-state`, `groups.qualify`: a group comes to be by one and is approved by
//! another; then it has an account.

use super::{not_alone, tell};
use crate::access::{self, DECIDE};
use crate::house::Groups;
use crate::model::*;
use crate::refusals as no;
use crate::rules::text;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{AccountId, Day, GroupId, Outcome, Refusal};
use tb_ledger::{AccountKind, AccountSpec, AccountStatus};
use tb_policy::Licence;
use tb_policy::rules::may_register_group;

/// Longest name and evidence, in characters.
const SHORT: usize = 60;

/// Registers a group; who registers it is its first manager.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterGroup {
    pub name: String,
    pub kind: GroupKind,
    pub about: String,
}

impl Command for RegisterGroup {
    const NAME: &'static str = "groups.register";
    type House = Groups;
    type Answer = GroupId;

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<GroupId> {
        let me = work.actor.subject().ok_or(Refusal::not_found())?;
        let person = house.people.facts_of_one(work.tx, me).await?;
        let id: GroupId = work.id();
        work.about("group", id, person.node);
        let version = house.rules_at(person.node, work.now)?;
        may_register_group(&version).or_refuse()?;
        if !person.is_active_volunteer() {
            return Err(Refusal::rule(no::NOT_VOLUNTEER).into());
        }
        not_alone(work, &version, &person)?;
        let name = text("name", &self.name, SHORT)?;
        let about = text("about", &self.about, TEXT_CHARS_MAX)?;
        if store::name_taken(work.tx, &name).await? {
            return Err(Refusal::invalid().field("name", no::NAME_TAKEN).into());
        }
        let (kind, policy) = (self.kind.code(), version.id.as_str());
        let row = args![id, person.node, &name, kind, &about, policy, work.now, me, work.actor.person];
        store::add_group(work.tx, row).await?;
        let first = (MemberRole::Manager, MemberState::Active);
        store::put_member(work.tx, id, me, first, work.actor.person, work.now).await?;
        Ok(id)
    }
}

/// An officer approves or refuses a group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideGroup {
    pub group: GroupId,
    pub approve: bool,
    pub reason: String,
}

impl Command for DecideGroup {
    const NAME: &'static str = "groups.decide";
    type House = Groups;
    type Answer = GroupState;

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<GroupState> {
        let group = access::decided(house, work, self.group, DECIDE).await?;
        if group.entered_by.is_some() && group.entered_by == work.actor.person {
            return Err(Refusal::forbidden(no::OWN_GROUP).into());
        }
        let reason = text("reason", &self.reason, TEXT_CHARS_MAX)?;
        let state = if self.approve { GroupState::Approved } else { GroupState::Refused };
        if !store::decide(work.tx, group.id, state, work.actor.person, work.now, &reason).await? {
            return Err(Refusal::conflict(no::WRONG_STATE).with("state", group.state).into());
        }
        if self.approve {
            let account = AccountSpec {
                id: AccountId(group.id.0),
                kind: AccountKind::Group,
                owner: Some(group.id.0),
                node: group.node,
                budget: None,
            };
            tb_ledger::open_account(work.tx, &account, work.now).await?;
        }
        work.because(reason);
        let kind = if self.approve { "groups-told-approved" } else { "groups-told-refused" };
        tell(house, work, group.registered_by, kind, format!("/groups/{}", group.id)).await?;
        Ok(state)
    }
}

/// An officer suspends, resumes or closes a group. One with time in its account is not closed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetGroupState {
    pub group: GroupId,
    pub to: GroupState,
    pub reason: String,
}

impl Command for SetGroupState {
    const NAME: &'static str = "groups.set-state";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let group = access::decided(house, work, self.group, DECIDE).await?;
        let reason = text("reason", &self.reason, TEXT_CHARS_MAX)?;
        use GroupState as S;
        let fits = matches!(
            (group.state, self.to),
            (S::Approved, S::Suspended | S::Closed) | (S::Suspended, S::Approved | S::Closed)
        );
        if !fits {
            return Err(Refusal::conflict(no::WRONG_STATE).with("state", group.state).into());
        }
        if self.to == S::Closed {
            let (account, by) = (AccountId(group.id.0), work.actor.person);
            tb_ledger::set_status(work.tx, account, AccountStatus::Closed, by, &reason, work.now).await?;
        }
        store::set_state(work.tx, group.id, self.to, &reason).await?;
        work.because(reason);
        Ok(())
    }
}

/// An officer has seen a licence of the group as a whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QualifyGroup {
    pub group: GroupId,
    pub licence: Licence,
    pub valid_until: Day,
    pub evidence: String,
}

impl Command for QualifyGroup {
    const NAME: &'static str = "groups.qualify";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let group = access::decided(house, work, self.group, DECIDE).await?;
        let evidence = text("evidence", &self.evidence, SHORT * 2)?;
        if self.valid_until < work.now.day() {
            return Err(Refusal::invalid().field("valid_until", no::LICENCE_PAST).into());
        }
        let (code, until, by) = (self.licence.code(), self.valid_until, work.actor.person);
        store::qualify(work.tx, group.id, code, until, &evidence, by, work.now).await?;
        Ok(())
    }
}
