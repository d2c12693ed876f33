//! Members come by invitation and acceptance, or by asking and being let in; they leave when they like. A group always
//! has a manager.

use super::{not_alone, tell};
use crate::access::managed;
use crate::house::Groups;
use crate::model::*;
use crate::refusals as no;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::{GroupId, Outcome, PersonId, Refusal};
use tb_people::PersonFacts;

/// A manager asks somebody in, by handle.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invite {
    pub group: GroupId,
    pub handle: String,
}

/// The invited one's answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerInvite {
    pub group: GroupId,
    pub yes: bool,
}

/// Somebody would like to join.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskToJoin {
    pub group: GroupId,
}

/// A manager lets somebody in who asked, or not.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Admit {
    pub group: GroupId,
    pub person: PersonId,
    pub yes: bool,
}

/// A member leaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Leave {
    pub group: GroupId,
}

/// A manager takes somebody out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RemoveMember {
    pub group: GroupId,
    pub person: PersonId,
}

/// A manager makes somebody a manager, or no longer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetRole {
    pub group: GroupId,
    pub person: PersonId,
    pub role: MemberRole,
}

const JOINED: (MemberRole, MemberState) = (MemberRole::Member, MemberState::Active);
const GONE: (MemberRole, MemberState) = (MemberRole::Member, MemberState::Left);

/// The approved group, held, and whoever acts, who is an active volunteer.
async fn volunteer(house: &Groups, work: &mut Work<'_>, id: GroupId) -> Outcome<(Group, PersonFacts)> {
    let me = work.actor.subject().ok_or(Refusal::not_found())?;
    let group = store::group_held(work.tx, id).await?;
    let group = group.filter(|group| group.state == GroupState::Approved).ok_or(Refusal::not_found())?;
    work.about("group", group.id, group.node);
    let person = house.people.facts_of_one(work.tx, me).await?;
    if !person.is_active_volunteer() {
        return Err(Refusal::rule(no::NOT_VOLUNTEER).into());
    }
    not_alone(work, &*house.rules_at(person.node, work.now)?, &person)?;
    Ok((group, person))
}

async fn running(work: &mut Work<'_>, id: GroupId, person: PersonId) -> Outcome<Option<Member>> {
    let member = store::member(work.tx, id, person).await?;
    Ok(member.filter(|member| member.state != MemberState::Left))
}

async fn put(work: &mut Work<'_>, id: GroupId, person: PersonId, is: (MemberRole, MemberState)) -> Outcome<()> {
    Ok(store::put_member(work.tx, id, person, is, work.actor.person, work.now).await?)
}

impl Command for Invite {
    const NAME: &'static str = "groups.invite";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (group, _) = managed(work, self.group).await?;
        work.about("group", group.id, group.node);
        if group.state != GroupState::Approved {
            return Err(Refusal::conflict(no::WRONG_STATE).with("state", group.state).into());
        }
        let unknown = || Refusal::invalid().field("handle", no::UNKNOWN_PERSON);
        let person = house.people.id_by_handle(work.tx, &self.handle).await?.ok_or_else(unknown)?;
        let facts = house.people.facts_of_one(work.tx, person).await?;
        // Whoever is no volunteer looks like nobody: handles are not for trying out.
        if !facts.is_active_volunteer() {
            return Err(unknown().into());
        }
        if running(work, group.id, person).await?.is_some() {
            return Err(Refusal::conflict(no::MEMBER_KNOWN).into());
        }
        put(work, group.id, person, (MemberRole::Member, MemberState::Invited)).await?;
        tell(house, work, person, "groups-told-invited", format!("/groups/{}", group.id)).await
    }
}

impl Command for AnswerInvite {
    const NAME: &'static str = "groups.answer";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (group, person) = volunteer(house, work, self.group).await?;
        let invited = running(work, group.id, person.id).await?;
        if invited.is_none_or(|member| member.state != MemberState::Invited) {
            return Err(Refusal::not_found().into());
        }
        put(work, group.id, person.id, if self.yes { JOINED } else { GONE }).await
    }
}

impl Command for AskToJoin {
    const NAME: &'static str = "groups.ask-to-join";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (group, person) = volunteer(house, work, self.group).await?;
        if running(work, group.id, person.id).await?.is_some() {
            return Err(Refusal::conflict(no::MEMBER_KNOWN).into());
        }
        put(work, group.id, person.id, (MemberRole::Member, MemberState::Asked)).await?;
        let managers = store::members(work.tx, group.id).await?;
        for manager in managers.iter().filter(|member| member.is_manager()) {
            tell(house, work, manager.person, "groups-told-asked", format!("/groups/{}", group.id)).await?;
        }
        Ok(())
    }
}

impl Command for Admit {
    const NAME: &'static str = "groups.admit";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (group, _) = managed(work, self.group).await?;
        work.about("group", group.id, group.node);
        let asked = running(work, group.id, self.person).await?;
        if asked.is_none_or(|member| member.state != MemberState::Asked) {
            return Err(Refusal::conflict(no::NOT_MEMBER).into());
        }
        put(work, group.id, self.person, if self.yes { JOINED } else { GONE }).await?;
        let kind = if self.yes { "groups-told-admitted" } else { "groups-told-not-admitted" };
        tell(house, work, self.person, kind, format!("/groups/{}", group.id)).await
    }
}

/// Somebody goes; the last manager does not.
async fn goes(work: &mut Work<'_>, group: &Group, person: PersonId) -> Outcome<()> {
    let member = running(work, group.id, person).await?.ok_or(Refusal::conflict(no::NOT_MEMBER))?;
    if member.is_manager() && store::managers(work.tx, group.id).await? < 2 {
        return Err(Refusal::conflict(no::LAST_MANAGER).into());
    }
    put(work, group.id, person, GONE).await
}

impl Command for Leave {
    const NAME: &'static str = "groups.leave";
    type House = Groups;
    type Answer = ();

    async fn run(&self, _: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let me = work.actor.subject().ok_or(Refusal::not_found())?;
        let group = store::group_held(work.tx, self.group).await?.ok_or(Refusal::not_found())?;
        work.about("group", group.id, group.node);
        if running(work, group.id, me).await?.is_none() {
            return Err(Refusal::not_found().into());
        }
        goes(work, &group, me).await
    }
}

impl Command for RemoveMember {
    const NAME: &'static str = "groups.remove";
    type House = Groups;
    type Answer = ();

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (group, _) = managed(work, self.group).await?;
        work.about("group", group.id, group.node);
        goes(work, &group, self.person).await?;
        tell(house, work, self.person, "groups-told-removed", format!("/groups/{}", group.id)).await
    }
}

impl Command for SetRole {
    const NAME: &'static str = "groups.set-role";
    type House = Groups;
    type Answer = ();

    async fn run(&self, _: &Groups, work: &mut Work<'_>) -> Outcome<()> {
        let (group, _) = managed(work, self.group).await?;
        work.about("group", group.id, group.node);
        let member = running(work, group.id, self.person).await?;
        let member = member.filter(|m| m.is_active()).ok_or(Refusal::conflict(no::NOT_MEMBER))?;
        let last = member.is_manager() && store::managers(work.tx, group.id).await? < 2;
        if last && self.role == MemberRole::Member {
            return Err(Refusal::conflict(no::LAST_MANAGER).into());
        }
        put(work, group.id, self.person, (self.role, MemberState::Active)).await
    }
}
