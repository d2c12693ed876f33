//! `people.grant`, `people.decide-grant`, `people.end-grant`: roles of staff. Roles of streets and sites are given by an
//! officer of the district or city; every other role needs a second officer who covers the same place. Nobody gives a role
//! to themselves, and nobody holds one they did not confirm (`answer_grant`). A role that ends takes the staff sessions
//! with it.

use super::message::tell;
use crate::access::{self, OFFICERS, granters, needs_second, role_fits};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, Form};
use crate::store::access::{self as sql, GrantRecord};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Proposal, Work, decide, execute, propose};
use tb_kernel::{Actor, ApprovalId, Day, Fail, GrantId, Node, Outcome, PersonId, Refusal, Role};

/// The kind of the approval.
const GRANT: &str = "people.grant";

#[derive(Serialize)]
struct Grant {
    input: GrantInput,
}

/// What the second person agrees to: frozen.
#[derive(Serialize, Deserialize)]
struct Frozen {
    grant: GrantId,
    person: PersonId,
    role: Role,
    node: Node,
    from: Day,
    to: Option<Day>,
}

#[derive(Serialize)]
struct DecideGrant {
    approval: ApprovalId,
    approve: bool,
    reason: String,
}

#[derive(Serialize)]
struct EndGrant {
    grant: GrantId,
    reason: String,
}

impl People {
    /// Gives a role to a member of staff, or asks a second officer to agree to it.
    ///
    /// # Errors
    /// `people.grant-own`, `people.grant-level`, `people.grant-known`, `people.not-staff`, `people.not-allowed`, field
    /// faults.
    pub async fn grant(self: &Arc<Self>, actor: &Actor, key: &Key, input: GrantInput) -> Outcome<GrantAsked> {
        execute(self, &self.core, actor, key, Grant { input }).await
    }

    /// Agrees to, or refuses, a role another officer asked for.
    ///
    /// # Errors
    /// Not found, `approval.own`, `approval.closed`, `approval.expired`, `people.grant-own`, `people.own-kin`.
    pub async fn decide_grant(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        approval: ApprovalId,
        approve: bool,
        reason: &str,
    ) -> Outcome<GrantId> {
        execute(self, &self.core, actor, key, DecideGrant { approval, approve, reason: reason.to_owned() }).await
    }

    /// Ends a role at once (one's own too); the person's staff sessions end with it.
    ///
    /// # Errors
    /// Not found, `people.grant-closed`, `people.last-officer`, `people.not-allowed`.
    pub async fn end_grant(self: &Arc<Self>, actor: &Actor, key: &Key, grant: GrantId, reason: &str) -> Outcome<()> {
        execute(self, &self.core, actor, key, EndGrant { grant, reason: reason.to_owned() }).await
    }
}

impl Command for Grant {
    const NAME: &'static str = GRANT;
    type House = People;
    type Answer = GrantAsked;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<GrantAsked> {
        let GrantInput { person, role, node, from, to, reason } = &self.input;
        access::may_do(work.actor, granters(*role), *node)?;
        if work.actor.person == Some(*person) {
            return Err(Refusal::forbidden(no::GRANT_OWN).into());
        }
        let grant: GrantId = work.id();
        work.about("grant", grant, *node);
        let mut form = Form::new();
        let text = form.take("reason", rules::text(reason, rules::SHORT_CHARS_MAX));
        form.must("node", house.places.contains(*node), no::UNKNOWN_PLACE);
        form.must("to", to.is_none_or(|to| to >= *from && to >= work.now.day()), no::DAY_ORDER);
        let reason = form.give(text)?;
        if !role_fits(*role, node.level()) {
            return Err(Refusal::rule(no::GRANT_LEVEL).into());
        }
        let account: Option<sql::StaffRecord> = work.tx.row(sql::STAFF_BY_PERSON, args![*person]).await?;
        account.ok_or(Refusal::conflict(no::NOT_STAFF))?;
        let turn = tb_crypto::digest(&[b"grants", person.0.as_bytes()]);
        People::take_turns(work.tx, work.now, vec![turn]).await?;
        let known: Option<GrantRecord> = work.tx.row(sql::GRANT_KNOWN, args![*person, role.code(), *node]).await?;
        if known.is_some() {
            return Err(Refusal::conflict(no::GRANT_KNOWN).into());
        }
        stands_apart(work, *person, *role).await?;
        let approval = if needs_second(*role) {
            let payload = Frozen { grant, person: *person, role: *role, node: *node, from: *from, to: *to };
            let proposal = Proposal {
                kind: GRANT,
                node: *node,
                object: Some(grant.0),
                payload: &payload,
                beneficiaries: &[*person],
                reason: &reason,
            };
            Some(propose(work, proposal).await?)
        } else {
            None
        };
        let (state, by) = (GrantState::Proposed, work.actor.person);
        let args = args![grant, *person, role.code(), *node, *from, *to, state.code(), &reason, by, work.now, approval];
        work.tx.run(sql::ADD_GRANT, args).await?;
        work.because(reason);
        if approval.is_none() {
            invite(work, grant, *person, role.code(), *node).await?;
        }
        Ok(GrantAsked { grant, approval })
    }
}

impl Command for DecideGrant {
    const NAME: &'static str = "people.decide-grant";
    type House = People;
    type Answer = GrantId;

    async fn run(&self, _: &People, work: &mut Work<'_>) -> Outcome<GrantId> {
        let reason = rules::reason(&self.reason)?;
        let (request, frozen) = decide::<Frozen>(work, self.approval, GRANT, OFFICERS, self.approve, &reason).await?;
        let grant =
            request.object_id.map(GrantId).ok_or_else(|| Fail::Fault("a grant request without a grant".into()))?;
        work.about("grant", grant, request.node);
        work.because(reason);
        let held: Option<GrantRecord> = work.tx.row(sql::GRANT_HELD, args![grant]).await?;
        let held = held.ok_or(Refusal::not_found())?;
        let changed = match frozen {
            None => work.tx.run(sql::GRANT_REFUSED, args![grant]).await?,
            Some(frozen) => {
                access::may_do(work.actor, granters(frozen.role), frozen.node)?;
                if work.actor.person == Some(frozen.person) {
                    return Err(Refusal::forbidden(no::GRANT_OWN).into());
                }
                access::not_involved(work.tx, work.actor, frozen.person).await?;
                if !is_same(&held, &frozen) {
                    return Err(Fail::Fault(format!("grant {grant} is not what was asked for")));
                }
                stands_apart(work, frozen.person, frozen.role).await?;
                invite(work, grant, held.person, &held.role, held.node).await?
            }
        };
        if changed != 1 {
            return Err(Refusal::conflict(no::GRANT_CLOSED).into());
        }
        Ok(grant)
    }
}

/// Asks the person who is to hold the role; it counts from their yes.
async fn invite(work: &mut Work<'_>, grant: GrantId, person: PersonId, role: &str, node: Node) -> Outcome<u64> {
    let changed = work.tx.run(sql::GRANT_INVITED, args![grant, work.now]).await?;
    let args = [("role", role), ("node", &node.to_string())];
    tell(work, person, "people-told-invited", &args, Some("/staff/sign-in?next=/console/self/roles")).await?;
    Ok(changed)
}

/// An administrator of the machine, the accounts or the journal is nothing else besides. The database holds the three
/// apart too.
pub(super) async fn stands_apart(work: &mut Work<'_>, person: PersonId, role: Role) -> Outcome<()> {
    let running: Vec<GrantRecord> = work.tx.rows(sql::RUNNING, args![person]).await?;
    let roles = running.iter().filter_map(|held| Role::parse(&held.role));
    match roles.into_iter().find(|held| !held.goes_with(role)) {
        Some(held) => Err(Refusal::rule(no::GRANT_SEPARATE).with("held", held.code()).into()),
        None => Ok(()),
    }
}

/// What is stored is what the second person agreed to.
fn is_same(held: &GrantRecord, frozen: &Frozen) -> bool {
    held.person == frozen.person
        && held.role == frozen.role.code()
        && held.node == frozen.node
        && held.from_day == frozen.from
        && held.to_day == frozen.to
}

impl Command for EndGrant {
    const NAME: &'static str = "people.end-grant";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let held: Option<GrantRecord> = work.tx.row(sql::GRANT_HELD, args![self.grant]).await?;
        let held = held.ok_or(Refusal::not_found())?;
        let role = Role::parse(&held.role).ok_or_else(|| Fail::Fault(format!("no role {}", held.role)))?;
        if work.actor.person != Some(held.person) {
            access::may_do(work.actor, granters(role), held.node)?;
        }
        work.about("grant", self.grant, held.node);
        let reason = rules::reason(&self.reason)?;
        if role == Role::CityOfficer && held.state == GrantState::Active {
            let officers: Vec<GrantRecord> =
                work.tx.rows(sql::CITY_OFFICERS, args![house.city, work.now.day()]).await?;
            if !officers.iter().any(|officer| officer.id != held.id) {
                return Err(Refusal::rule(no::LAST_OFFICER).into());
            }
        }
        let ended = work.tx.run(sql::GRANT_ENDED, args![self.grant, work.actor.person, work.now, &reason]).await?;
        if ended != 1 {
            return Err(Refusal::conflict(no::GRANT_CLOSED).into());
        }
        work.tx.run(sql::REVOKE_STAFF, args![held.person, work.now]).await?;
        work.because(reason);
        let args = [("role", held.role.as_str()), ("node", &held.node.to_string())];
        tell(work, held.person, "people-told-role-ended", &args, None).await
    }
}
