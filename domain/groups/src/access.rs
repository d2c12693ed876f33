//! Who may do what with which group. A group that is approved may be known by name to any volunteer; its list of members
//! is for its managers and for staff of the place. No officer decides about a group they or theirs are in.

use crate::house::Groups;
use crate::model::{Group, GroupState, Member};
use crate::refusals as no;
use crate::store;
use tb_db::Tx;
use tb_journal::Work;
use tb_kernel::{Actor, GroupId, Outcome, PersonId, Refusal, Role};

/// See groups of their territory.
pub(crate) const LOOK: &[Role] =
    &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk, Role::Supervisor, Role::Auditor];
/// Keep attendance lists, verify events.
pub(crate) const SERVE: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk];
/// Approve groups and events.
pub(crate) const DECIDE: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer];

/// The group, held, when the actor's subject is one of its managers.
///
/// # Errors
/// Not found; `groups.not-manager` for other members.
pub(crate) async fn managed(work: &mut Work<'_>, id: GroupId) -> Outcome<(Group, PersonId)> {
    let group = store::group_held(work.tx, id).await?.ok_or(Refusal::not_found())?;
    let me = work.actor.subject().ok_or(Refusal::not_found())?;
    match store::member(work.tx, id, me).await? {
        Some(member) if member.is_manager() => Ok((group, me)),
        Some(member) if member.is_active() => Err(Refusal::forbidden(no::NOT_MANAGER).into()),
        _ => Err(Refusal::not_found().into()),
    }
}

/// The group, held, when staff may decide about it: they cover it, and neither they nor theirs are in it.
///
/// # Errors
/// Not found, `groups.not-allowed`, `groups.own-group`.
pub(crate) async fn decided(house: &Groups, work: &mut Work<'_>, id: GroupId, roles: &[Role]) -> Outcome<Group> {
    let group = store::group_held(work.tx, id).await?.ok_or(Refusal::not_found())?;
    if !work.actor.may(roles, group.node) {
        let no =
            if work.actor.may(LOOK, group.node) { Refusal::forbidden(no::NOT_ALLOWED) } else { Refusal::not_found() };
        return Err(no.into());
    }
    work.about("group", group.id, group.node);
    not_ours(house, work, &group, &[]).await?;
    Ok(group)
}

/// Officials keep their hands off groups and events they or theirs take part in.
///
/// # Errors
/// `groups.own-group`.
pub(crate) async fn not_ours(house: &Groups, work: &mut Work<'_>, group: &Group, others: &[PersonId]) -> Outcome<()> {
    let Some(me) = work.actor.person else { return Ok(()) };
    let managers = store::members(work.tx, group.id).await?;
    let managers = managers.iter().filter(|member| member.is_manager()).map(|member| member.person);
    let involved: Vec<PersonId> = managers.chain(others.iter().copied()).chain([group.registered_by]).collect();
    let mine = store::member(work.tx, group.id, me).await?.is_some_and(|member| member.is_active());
    let kin = house.people.links_of_many(work.tx, &[me]).await?;
    let kin = kin.iter().any(|(_, other, kind)| kind.is_conflict() && involved.contains(other));
    if mine || kin || involved.contains(&me) {
        return Err(Refusal::forbidden(no::OWN_GROUP).into());
    }
    Ok(())
}

/// How somebody stands to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub member: Option<Member>,
    /// Staff of the place.
    pub staff: bool,
}

impl Standing {
    pub fn is_manager(&self) -> bool {
        self.member.is_some_and(|member| member.is_manager())
    }
    pub fn is_member(&self) -> bool {
        self.member.is_some_and(|member| member.is_active())
    }
    /// Sees names of members and helpers.
    pub fn sees_names(&self) -> bool {
        self.staff || self.is_manager()
    }
}

/// How the actor stands to the group; none: it does not exist for them.
pub(crate) async fn standing(tx: &mut Tx, actor: &Actor, group: &Group) -> Outcome<Option<Standing>> {
    let member = match actor.subject() {
        Some(me) => store::member(tx, group.id, me).await?,
        None => None,
    };
    let standing = Standing { member, staff: actor.may(LOOK, group.node) };
    let known = group.state == GroupState::Approved && actor.person.is_some();
    let sees = standing.staff || known || member.is_some() || actor.subject() == Some(group.registered_by);
    Ok(sees.then_some(standing))
}
