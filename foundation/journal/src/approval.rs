//! Four eyes: what one person proposes, another who covers the same node decides. The payload is frozen with its hash,
//! maker and checker differ (also by a constraint), requests expire and are kept for ever; there is no bypass.

use crate::execute::Work;
use crate::store;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tb_db::{DbError, Tx, args};
use tb_kernel::{ApprovalId, Fail, Instant, Kind, Node, Outcome, PersonId, Refusal, Role, Span};
use uuid::Uuid;

/// How long a request waits for its second person.
const OPEN_FOR: Span = Span::hours(72);

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ApprovalState {
    Open,
    Approved,
    Refused,
    Withdrawn,
    Expired,
}

/// A request for a second person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Approval {
    pub id: ApprovalId,
    pub kind: String,
    pub node: Node,
    pub object_id: Option<Uuid>,
    pub payload: String,
    pub hash: Vec<u8>,
    pub reason: String,
    pub maker: PersonId,
    pub made_at: Instant,
    pub expires_at: Instant,
    pub state: ApprovalState,
    pub checker: Option<PersonId>,
    pub decided_at: Option<Instant>,
    pub decision_reason: Option<String>,
}

/// What is proposed.
pub struct Proposal<'a, P: Serialize> {
    /// `slice.verb` of what will happen.
    pub kind: &'static str,
    pub node: Node,
    pub object: Option<Uuid>,
    pub payload: &'a P,
    pub reason: &'a str,
}

/// Records a request; nothing else happens until [`decide`].
///
/// # Errors
/// `approval.already-open` when the same thing is waiting already; `common.sign-in` without a person.
pub async fn propose<P: Serialize + Sync>(work: &mut Work<'_>, proposal: Proposal<'_, P>) -> Outcome<ApprovalId> {
    let maker = work.actor.person.ok_or(Refusal::new(Kind::SignIn, "common.sign-in"))?;
    if let Some(object) = proposal.object {
        let open: Vec<(Uuid,)> = work.tx.rows(store::OPEN_OF_OBJECT, args![proposal.kind, object]).await?;
        if !open.is_empty() {
            return Err(Refusal::conflict("approval.already-open").into());
        }
    }
    let id: ApprovalId = work.id();
    let payload = serde_json::to_string(proposal.payload).map_err(Fail::fault)?;
    let hash = tb_crypto::digest(&[proposal.kind.as_bytes(), payload.as_bytes()]);
    let expires = work.now.plus(OPEN_FOR);
    work.tx
        .run(
            store::ADD_APPROVAL,
            args![
                id,
                proposal.kind,
                proposal.node,
                proposal.object,
                payload,
                hash,
                proposal.reason,
                maker,
                work.now,
                expires
            ],
        )
        .await?;
    Ok(id)
}

/// Decides a request of `kind` as its second person; gives the frozen payload when it was approved.
///
/// # Errors
/// Not found (also outside the checker's territory), `approval.own`, `approval.closed`, `approval.expired`.
pub async fn decide<P: DeserializeOwned>(
    work: &mut Work<'_>,
    id: ApprovalId,
    kind: &'static str,
    roles: &[Role],
    approve: bool,
    reason: &str,
) -> Outcome<(Approval, Option<P>)> {
    let found: Option<Approval> = work.tx.row(store::APPROVAL_HELD, args![id]).await?;
    let request = found
        .filter(|request| request.kind == kind && work.actor.may(roles, request.node))
        .ok_or(Refusal::not_found())?;
    let checker = work.actor.person.ok_or(Refusal::not_found())?;
    if request.maker == checker {
        return Err(Refusal::forbidden("approval.own").into());
    }
    if request.state != ApprovalState::Open {
        return Err(Refusal::conflict("approval.closed").into());
    }
    if request.expires_at <= work.now {
        return Err(Refusal::conflict("approval.expired").into());
    }
    let hash = tb_crypto::digest(&[request.kind.as_bytes(), request.payload.as_bytes()]);
    if hash[..] != request.hash[..] {
        return Err(Fail::Fault(format!("the payload of approval {id} was altered")));
    }
    let state = if approve { "approved" } else { "refused" };
    let changed = work.tx.run(store::DECIDED, args![id, state, checker, work.now, reason]).await?;
    if changed != 1 {
        return Err(Refusal::conflict("approval.closed").into());
    }
    let payload = if approve { Some(serde_json::from_str(&request.payload).map_err(Fail::fault)?) } else { None };
    Ok((request, payload))
}

/// Requests that wait in a territory, oldest first.
///
/// # Errors
/// Any [`DbError`].
pub async fn open_approvals(tx: &mut Tx, node: Node, limit: i64) -> Result<Vec<Approval>, DbError> {
    let (low, high) = node.range();
    tx.rows(store::OPEN_APPROVALS, args![low, high, limit]).await
}

/// One request, whatever its state.
///
/// # Errors
/// Any [`DbError`].
pub async fn decided(tx: &mut Tx, id: ApprovalId) -> Result<Option<Approval>, DbError> {
    tx.row(store::APPROVAL, args![id]).await
}

/// Closes requests whose time is over; gives their number.
///
/// # Errors
/// Any [`DbError`].
pub async fn expire_approvals(tx: &mut Tx, now: Instant) -> Result<u64, DbError> {
    tx.run(store::EXPIRE, args![now]).await
}
