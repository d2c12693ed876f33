//! Four eyes: what one person proposes, another who covers the same node decides. What is asked for is frozen with its
//! hash; maker and checker differ, neither gains by it, both hold a role over the place at the moment of the decision;
//! requests expire, are carried out once and kept for ever. Each of these is also a constraint or trigger of the database,
//! and what needs two points at the request that allowed it, so that writing past the program does not help either.

use crate::execute::Work;
use crate::store;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{Actor, ApprovalId, Fail, GrantId, Instant, Kind, Node, Outcome, PersonId, Refusal, Role, Span};
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
    /// Whoever gains or loses by it: none of them may ask for it or decide it.
    pub beneficiaries: &'a [PersonId],
    pub reason: &'a str,
}

/// Records a request; nothing else happens until [`decide`].
///
/// # Errors
/// `approval.already-open` when the same thing is waiting already; `approval.benefits` when the maker is among those who
/// gain; `common.sign-in` without a person.
pub async fn propose<P: Serialize + Sync>(work: &mut Work<'_>, proposal: Proposal<'_, P>) -> Outcome<ApprovalId> {
    let maker = work.actor.person.ok_or(Refusal::new(Kind::SignIn, "common.sign-in"))?;
    if let Some(object) = proposal.object {
        let open: Vec<(Uuid,)> = work.tx.rows(store::OPEN_OF_OBJECT, args![proposal.kind, object]).await?;
        if !open.is_empty() {
            return Err(Refusal::conflict("approval.already-open").into());
        }
    }
    let mut beneficiaries = proposal.beneficiaries.to_vec();
    beneficiaries.sort_unstable();
    beneficiaries.dedup();
    if beneficiaries.contains(&maker) {
        return Err(Refusal::forbidden("approval.benefits").into());
    }
    let mut request = Approval {
        id: work.id(),
        kind: proposal.kind.to_owned(),
        node: proposal.node,
        object_id: proposal.object,
        payload: serde_json::to_string(proposal.payload).map_err(Fail::fault)?,
        hash: Vec::new(),
        reason: proposal.reason.to_owned(),
        maker,
        made_at: work.now,
        expires_at: work.now.plus(OPEN_FOR),
        state: ApprovalState::Open,
        checker: None,
        decided_at: None,
        decision_reason: None,
    };
    request.hash = frozen(&request, &beneficiaries).to_vec();
    let Approval { id, kind, node, object_id, payload, hash, reason, .. } = request;
    let (grant, expires) = (grant_over(work.actor, node), work.now.plus(OPEN_FOR));
    let row = args![id, kind, node, object_id, payload, hash, reason, maker, grant, work.now, expires];
    work.tx.run(store::ADD_APPROVAL, row).await?;
    let rows: Vec<Vec<Arg>> = beneficiaries.iter().map(|person| args![id, *person]).collect();
    work.tx.insert(&store::BENEFICIARY, &rows).await?;
    Ok(id)
}

/// What the checker agrees to: the digest of everything that was asked for.
fn frozen(request: &Approval, beneficiaries: &[PersonId]) -> [u8; 32] {
    let people: Vec<u8> = beneficiaries.iter().flat_map(|person| *person.0.as_bytes()).collect();
    tb_crypto::digest(&[
        request.kind.as_bytes(),
        request.payload.as_bytes(),
        &request.node.0.to_be_bytes(),
        request.object_id.unwrap_or_default().as_bytes(),
        request.maker.0.as_bytes(),
        &request.made_at.0.to_be_bytes(),
        &request.expires_at.0.to_be_bytes(),
        request.reason.as_bytes(),
        &people,
    ])
}

/// The grant under which somebody acts at a place; a program's is its owner's.
fn grant_over(actor: &Actor, node: Node) -> Option<GrantId> {
    actor.grants.iter().find(|grant| grant.node.covers(node)).map(|grant| grant.id)
}

/// Decides a request of `kind` as its second person; gives the frozen payload when it was approved. An approved request
/// is marked as carried out in the same transaction: the rows of its effect point at that mark, so nothing happens twice
/// and nothing happens without it.
///
/// # Errors
/// Not found (also outside the checker's territory), `approval.own`, `approval.benefits`, `approval.closed`,
/// `approval.expired`, `approval.not-covered` when one of the two no longer holds a role over the place.
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
    let beneficiaries: Vec<(PersonId,)> = work.tx.rows(store::BENEFICIARIES, args![id]).await?;
    let beneficiaries: Vec<PersonId> = beneficiaries.into_iter().map(|(person,)| person).collect();
    if beneficiaries.contains(&checker) {
        return Err(Refusal::forbidden("approval.benefits").into());
    }
    if request.state != ApprovalState::Open {
        return Err(Refusal::conflict("approval.closed").into());
    }
    if request.expires_at <= work.now {
        return Err(Refusal::conflict("approval.expired").into());
    }
    if frozen(&request, &beneficiaries)[..] != request.hash[..] {
        return Err(Fail::Fault(format!("the payload of approval {id} was altered")));
    }
    let state = if approve { "approved" } else { "refused" };
    let row = args![id, state, checker, work.now, reason, grant_over(work.actor, request.node)];
    match work.tx.run(store::DECIDED, row).await {
        Ok(1) => {}
        Ok(_) => return Err(Refusal::conflict("approval.closed").into()),
        // The database looks at the grants of both once more, at this moment.
        Err(DbError::Other(text) | DbError::Constraint(text)) if text.contains("approval: not covered") => {
            return Err(Refusal::forbidden("approval.not-covered").into());
        }
        Err(error) => return Err(error.into()),
    }
    if !approve {
        return Ok((request, None));
    }
    let row = args![id, kind, request.object_id, request.hash.clone(), work.now];
    work.tx.run(store::EXECUTE, row).await?;
    let payload = serde_json::from_str(&request.payload).map_err(Fail::fault)?;
    Ok((request, Some(payload)))
}

/// Requests that were carried out although no journal line says who asked and who decided: somebody wrote past the
/// program. None, in a house that is in order.
///
/// # Errors
/// Any [`DbError`].
pub async fn unwitnessed(tx: &mut Tx) -> Result<Vec<ApprovalId>, DbError> {
    let rows: Vec<(ApprovalId,)> = tx.rows(store::UNWITNESSED, vec![]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many requests were carried out.
///
/// # Errors
/// Any [`DbError`].
pub async fn executions(tx: &mut Tx) -> Result<i64, DbError> {
    Ok(tx.one::<(i64,)>(store::EXECUTIONS, vec![]).await?.0)
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
