//! Who may run what on which object. Rights come from active grants that cover the person's home community; nobody
//! acts on their own account, their kin's or their household's; what one may not see does not exist.

use crate::refusals as no;
use crate::store::person as sql;
use tb_db::{DbError, Tx, args};
use tb_kernel::{Actor, Identity, Level, Node, Outcome, PersonId, Refusal, Role};

/// See people (masked) in their territory.
pub(crate) const READERS: &[Role] =
    &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk, Role::Supervisor, Role::Auditor];
/// Register people, act for them, keep their data right.
pub(crate) const CLERKS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk];
/// Review applications, suspend, confirm links.
pub(crate) const REVIEWERS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer];
/// See unmasked data, with a reason that the person can read.
pub(crate) const REVEALERS: &[Role] =
    &[Role::CityOfficer, Role::DistrictOfficer, Role::StreetOfficer, Role::SiteClerk, Role::Supervisor];
/// Appoint staff, open sites.
pub(crate) const OFFICERS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer];
/// Look after staff accounts: set them up, lock and unlock, end sessions. The security administrator gives no roles.
pub(crate) const KEEPERS: &[Role] = &[Role::CityOfficer, Role::DistrictOfficer, Role::SecurityAdmin];
/// Lock and unlock an account, end its sessions.
pub(crate) const LOCKERS: &[Role] = &[Role::CityOfficer, Role::SecurityAdmin];
/// End tokens of programs.
pub(crate) const TOKEN_ENDERS: &[Role] = &[Role::CityOfficer, Role::Operator, Role::SecurityAdmin];
/// Make and revoke tokens of programs.
pub(crate) const TOKEN_MAKERS: &[Role] = &[Role::CityOfficer, Role::Operator];

/// Whoever signed in as staff (or a program, or the product itself): not a citizen's session.
pub(crate) fn is_official(actor: &Actor) -> bool {
    matches!(actor.identity, Identity::Staff(_) | Identity::Program(_) | Identity::System)
}

/// The person is the actor, or the one acted for.
pub(crate) fn is_own(actor: &Actor, person: PersonId) -> bool {
    actor.subject() == Some(person)
}

/// Own data, or one's territory.
///
/// # Errors
/// Not found.
pub(crate) fn may_see(actor: &Actor, person: PersonId, node: Node) -> Result<(), Refusal> {
    if is_own(actor, person) || actor.person == Some(person) || actor.is_system() || actor.may(READERS, node) {
        Ok(())
    } else {
        Err(Refusal::not_found())
    }
}

/// One of `roles` over `node`.
///
/// # Errors
/// Not found where nothing may be seen; `people.not-allowed` where it may be seen but not done.
pub(crate) fn may_do(actor: &Actor, roles: &[Role], node: Node) -> Result<(), Refusal> {
    if actor.is_system() || actor.may(roles, node) {
        Ok(())
    } else if actor.may(READERS, node) {
        Err(Refusal::forbidden(no::NOT_ALLOWED))
    } else {
        Err(Refusal::not_found())
    }
}

/// Officials keep their hands off their own, kin's and household's accounts.
///
/// # Errors
/// `people.own-account`, `people.own-kin`.
pub(crate) async fn not_involved(tx: &mut Tx, actor: &Actor, person: PersonId) -> Outcome<()> {
    let Some(me) = actor.person else { return Ok(()) };
    if me == person {
        return Err(Refusal::forbidden(no::OWN_ACCOUNT).into());
    }
    if related(tx, me, person).await? {
        return Err(Refusal::forbidden(no::OWN_KIN).into());
    }
    Ok(())
}

/// True when an active link of kin, household or guardianship joins the two.
///
/// # Errors
/// Any [`DbError`].
pub(crate) async fn related(tx: &mut Tx, a: PersonId, b: PersonId) -> Result<bool, DbError> {
    let links: Vec<sql::LinkRecord> = tx.rows(sql::LINKS_BETWEEN, args![a, b]).await?;
    Ok(links.iter().any(|link| crate::model::LinkKind::parse(&link.kind).is_none_or(|kind| kind.is_conflict())))
}

/// The levels at which a role is held.
pub(crate) fn role_fits(role: Role, level: Level) -> bool {
    let levels: &[Level] = match role {
        Role::CityOfficer | Role::Operator | Role::SecurityAdmin | Role::AuditAdmin => &[Level::City],
        Role::DistrictOfficer => &[Level::District],
        Role::StreetOfficer => &[Level::Street],
        Role::SiteClerk => &[Level::Street, Level::Community],
        Role::Supervisor => &[Level::City, Level::District, Level::Street],
        Role::FundManager | Role::Auditor | Role::RuleEditor => &[Level::City, Level::District],
    };
    levels.contains(&level)
}

/// True when a second person must agree to the grant: everything but the roles of streets and sites.
pub(crate) fn needs_second(role: Role) -> bool {
    !matches!(role, Role::StreetOfficer | Role::SiteClerk)
}

/// Who may ask for, agree to, and end a role.
pub(crate) fn granters(role: Role) -> &'static [Role] {
    match role {
        Role::SiteClerk | Role::StreetOfficer | Role::DistrictOfficer | Role::Supervisor | Role::Auditor => OFFICERS,
        Role::CityOfficer
        | Role::FundManager
        | Role::Operator
        | Role::RuleEditor
        | Role::SecurityAdmin
        | Role::AuditAdmin => &[Role::CityOfficer],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_level_and_an_officer_who_grants_it() {
        let levels = [Level::Province, Level::City, Level::District, Level::Street, Level::Community];
        for role in Role::ALL {
            assert!(levels.iter().any(|level| role_fits(role, *level)), "{role:?}");
            assert!(!role_fits(role, Level::Province));
            assert!(granters(role).contains(&Role::CityOfficer));
        }
        for admin in Role::ADMINISTRATORS {
            assert!(Role::ALL.into_iter().all(|other| admin == other || !admin.goes_with(other)), "{admin:?}");
        }
        assert!(Role::SiteClerk.goes_with(Role::StreetOfficer));
        assert!(!needs_second(Role::SiteClerk) && needs_second(Role::DistrictOfficer) && needs_second(Role::Auditor));
    }
}
