//! Sessions: opened by the sign-ins, recognised at every request, listed and ended by whoever they belong to. Grants are
//! read afresh each time, so a role that ended does not reach the next request.

use super::answer_grant::may_enter;
use crate::access::CLERKS;
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::SHORT_CHARS_MAX;
use crate::store::access as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::{Tx, args};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{
    Actor, Channel, Day, Identity, Instant, Node, Outcome, PersonId, Refusal, Role, SessionId, Span, StaffGrant,
};

/// A citizen's session ends after so long without a sign of life, and at the latest after a year.
const CITIZEN_IDLE: Span = Span::days(30);
const CITIZEN_MAX: Span = Span::days(365);
/// A staff session.
const STAFF_IDLE: Span = Span::minutes(15);
const STAFF_MAX: Span = Span::hours(8);
/// The last sign of life is written at most this often.
const SEEN_EVERY: Span = Span::seconds(60);

/// Opens a session for a token whose hash the door gave.
pub(super) async fn open_session(
    work: &mut Work<'_>,
    person: PersonId,
    kind: SessionKind,
    token: TokenHash,
    device: &str,
) -> Outcome<SessionId> {
    let id: SessionId = work.id();
    let lives = if kind == SessionKind::Staff { STAFF_MAX } else { CITIZEN_MAX };
    let device: String = device.chars().filter(|c| !c.is_control()).take(SHORT_CHARS_MAX).collect();
    work.tx
        .run(sql::ADD_SESSION, args![token.0, id, person, kind.code(), work.now, work.now.plus(lives), device])
        .await?;
    Ok(id)
}

impl sql::SessionRecord {
    pub(super) fn view(self, current: Option<SessionId>) -> SessionView {
        SessionView {
            id: self.id,
            kind: self.kind,
            created_at: self.created_at,
            seen_at: self.seen_at,
            device: self.device,
            current: current == Some(self.id),
        }
    }
}

pub(super) fn is_live(session: &sql::SessionRecord, now: Instant) -> bool {
    let idle = if session.kind == SessionKind::Staff { STAFF_IDLE } else { CITIZEN_IDLE };
    session.revoked_at.is_none() && session.expires_at > now && now.since(session.seen_at).0 < idle.0
}

/// The active grants of a person on a day.
pub(crate) async fn active_grants(tx: &mut Tx, person: PersonId, day: Day) -> Outcome<Vec<StaffGrant>> {
    let rows: Vec<sql::GrantRecord> = tx.rows(sql::ACTIVE_GRANTS, args![person, day]).await?;
    let grants =
        rows.into_iter().filter_map(|g| Some(StaffGrant { id: g.id, role: Role::parse(&g.role)?, node: g.node }));
    Ok(grants.collect())
}

#[derive(Serialize)]
struct Revoke {
    session: SessionId,
}

#[derive(Serialize)]
struct RevokeOthers {
    keep: SessionId,
}

impl People {
    /// Who sends this session token; none: nobody who is signed in (staff without any active role neither). One or two reads; a write at most once a minute.
    ///
    /// # Errors
    /// [`tb_kernel::Fail::Fault`] only.
    pub async fn actor_for(&self, token: &str) -> Outcome<Option<Actor>> {
        let now = self.core.now();
        let mut tx = self.core.db.read();
        let found: Option<sql::SessionRecord> = tx.row(sql::SESSION, args![TokenHash::of(token).0]).await?;
        let Some(session) = found.filter(|session| is_live(session, now)) else { return Ok(None) };
        let actor = match session.kind {
            SessionKind::Citizen => self.acting_for_kin(&mut tx, &session, now).await?,
            SessionKind::Staff => {
                let grants = active_grants(&mut tx, session.person, now.day()).await?;
                // Somebody invited may come in to answer, and do nothing else: without a grant no other door opens.
                if grants.is_empty() && !may_enter(&mut tx, session.person, now).await? {
                    return Ok(None);
                }
                acting(Actor::staff(session.id, session.person, grants), &session)
            }
        };
        if now.since(session.seen_at).0 >= SEEN_EVERY.0 {
            // A busy writer is no reason to turn a reader away.
            if let Err(error) = self.seen(session.id, now).await {
                tracing::warn!(%error, session = %session.id, "a sign of life was not written");
            }
        }
        Ok(Some(actor))
    }

    /// The citizen, or the citizen acting for somebody with what is given to them at this moment: a proxy that was
    /// withdrawn does not reach the next request.
    async fn acting_for_kin(&self, tx: &mut Tx, session: &sql::SessionRecord, now: Instant) -> Outcome<Actor> {
        let actor = Actor::citizen(session.id, session.person);
        let lasts = session.acting_until.is_some_and(|until| until > now);
        let Some(other) = session.acting_for.filter(|_| lasts) else { return Ok(actor) };
        let scopes = crate::powers::words(&self.powers(tx, other, session.person, now.day()).await?);
        if scopes.is_empty() {
            return Ok(actor);
        }
        Ok(Actor { scopes, ..actor.for_person(other, Channel::Proxy) })
    }

    async fn seen(&self, session: SessionId, now: Instant) -> Outcome<()> {
        let mut tx = self.core.db.begin().await?;
        tx.run(sql::SEEN, args![session, now, now.minus(SEEN_EVERY)]).await?;
        tx.commit().await.map_err(|error| tb_kernel::Fail::Fault(format!("{error:?}")))
    }

    /// The sessions of the signed-in person that are still open.
    ///
    /// # Errors
    /// `common.sign-in`.
    pub async fn sessions(&self, actor: &Actor) -> Outcome<Vec<SessionView>> {
        let person = actor.person.ok_or(no::sign_in())?;
        let now = self.core.now();
        let rows: Vec<sql::SessionRecord> = self.core.db.read().rows(sql::SESSIONS_OF, args![person, now]).await?;
        let current = session_of(actor);
        let open = rows.into_iter().filter(|session| is_live(session, now));
        Ok(open.map(|s| s.view(current)).collect())
    }

    /// Ends one of one's own sessions.
    ///
    /// # Errors
    /// Not found.
    pub async fn revoke_session(self: &Arc<Self>, actor: &Actor, key: &Key, session: SessionId) -> Outcome<()> {
        execute(self, &self.core, actor, key, Revoke { session }).await
    }

    /// Ends all of one's own sessions but this one; gives how many.
    ///
    /// # Errors
    /// `common.sign-in`.
    pub async fn revoke_other_sessions(self: &Arc<Self>, actor: &Actor, key: &Key) -> Outcome<u64> {
        let keep = session_of(actor).ok_or(no::sign_in())?;
        execute(self, &self.core, actor, key, RevokeOthers { keep }).await
    }

    /// Ends this session.
    ///
    /// # Errors
    /// `common.sign-in`.
    pub async fn sign_out(self: &Arc<Self>, actor: &Actor, key: &Key) -> Outcome<()> {
        let session = session_of(actor).ok_or(no::sign_in())?;
        self.revoke_session(actor, key, session).await
    }
}

pub(crate) fn session_of(actor: &Actor) -> Option<SessionId> {
    match actor.identity {
        Identity::Citizen(session) | Identity::Staff(session) => Some(session),
        _ => None,
    }
}

/// Acting for somebody lasts only as long as a clerk's grant covers that person's home.
fn acting(actor: Actor, session: &sql::SessionRecord) -> Actor {
    let channel = session.acting_channel.as_deref().and_then(Channel::parse);
    match (session.acting_for, channel, session.acting_node) {
        (Some(person), Some(channel), Some(node)) if actor.may(CLERKS, node) => actor.for_person(person, channel),
        _ => actor,
    }
}

/// About one's own account: the home community, or the city for staff accounts without one.
pub(super) async fn own_node(house: &People, work: &mut Work<'_>, person: PersonId) -> Outcome<Node> {
    Ok(house.nodes(work.tx, &[person]).await?.get(&person).copied().unwrap_or(house.city))
}

impl Command for Revoke {
    const NAME: &'static str = "people.revoke-session";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let person = work.actor.person.ok_or(no::sign_in())?;
        let node = own_node(house, work, person).await?;
        work.about("session", self.session, node);
        let ended = work.tx.run(sql::REVOKE, args![self.session, person, work.now]).await?;
        if ended == 1 { Ok(()) } else { Err(Refusal::not_found().into()) }
    }
}

impl Command for RevokeOthers {
    const NAME: &'static str = "people.revoke-other-sessions";
    type House = People;
    type Answer = u64;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<u64> {
        let person = work.actor.person.ok_or(no::sign_in())?;
        let node = own_node(house, work, person).await?;
        work.about("session", self.keep, node);
        Ok(work.tx.run(sql::REVOKE_OTHERS, args![person, self.keep, work.now]).await?)
    }
}
