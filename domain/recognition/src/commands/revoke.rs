//! Taking a certificate back: proposed by one officer, decided by another; the number stays known and says so for ever.

use super::{publish, tell};
use crate::access::{self, DECIDE};
use crate::house::Recognition;
use crate::model::{Certificate, CertificateState};
use crate::refusals as no;
use crate::rules;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Proposal, Work, decide, propose};
use tb_kernel::{ApprovalId, CertificateId, Outcome, PersonId, Refusal};

const KIND: &str = "recognition.revoke";

#[derive(Serialize, Deserialize)]
struct Payload {
    certificate: CertificateId,
    person: PersonId,
}

/// Proposes to take a certificate back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeRevocation {
    pub certificate: CertificateId,
    pub reason: String,
}

impl Command for ProposeRevocation {
    const NAME: &'static str = "recognition.propose-revocation";
    type House = Recognition;
    type Answer = ApprovalId;

    async fn run(&self, house: &Recognition, work: &mut Work<'_>) -> Outcome<ApprovalId> {
        let found = standing(house, work, self.certificate).await?;
        let reason = rules::text("reason", &self.reason)?;
        let payload = Payload { certificate: found.id, person: found.holder };
        let proposal =
            Proposal { kind: KIND, node: found.node, object: Some(found.id.0), payload: &payload, reason: &reason };
        propose(work, proposal).await
    }
}

/// The second officer's word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideRevocation {
    pub approval: ApprovalId,
    pub approve: bool,
    #[serde(default)]
    pub reason: String,
}

impl Command for DecideRevocation {
    const NAME: &'static str = "recognition.decide-revocation";
    type House = Recognition;
    type Answer = bool;

    async fn run(&self, house: &Recognition, work: &mut Work<'_>) -> Outcome<bool> {
        let (request, payload) =
            decide::<Payload>(work, self.approval, KIND, DECIDE, self.approve, self.reason.trim()).await?;
        work.about("approval", request.id, request.node);
        let Some(payload) = payload else { return Ok(false) };
        let found = standing(house, work, payload.certificate).await?;
        store::revoke(work.tx, found.id, work.now, work.actor.person, &request.reason).await?;
        publish(work, "recognition.certificate-revoked.1", found.id, found.node, found.holder).await?;
        let link = format!("/me/certificates/{}", found.id);
        tell(house, work, found.holder, "recognition-told-revoked", &found.number, link).await?;
        Ok(true)
    }
}

/// A valid certificate the officer may decide about.
async fn standing(house: &Recognition, work: &mut Work<'_>, id: CertificateId) -> Outcome<Certificate> {
    let found = store::certificate_held(work.tx, id).await?.ok_or(Refusal::not_found())?;
    access::may_decide(house, work, found.holder, found.node).await?;
    work.about("certificate", found.id, found.node);
    if found.state == CertificateState::Revoked {
        return Err(Refusal::conflict(no::REVOKED).into());
    }
    Ok(found)
}
