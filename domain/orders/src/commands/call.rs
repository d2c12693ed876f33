//! A telephone call with the elder, logged by the desk: proof that the volunteer is (was) there, or at least an attempt.

use super::Step1;
use crate::house::Orders;
use crate::model::{Flag, OrderState, Phase, ProofVerdict, Step};
use crate::steps::{put_down, short_text, take_in_hand};
use crate::store::{self, NewEvidence};
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::{OrderId, Outcome};
use tb_policy::ProofKind;
use tb_policy::rules::proofs_sufficient;

/// Logs a call.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LogCall {
    pub order: OrderId,
    /// The elder was reached and says the volunteer is or was there; `None`: nobody answered.
    pub elder_confirms_presence: Option<bool>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for LogCall {
    const NAME: &'static str = "orders.log-call";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::LogCall, self.seen).await?;
        short_text("note", &self.note)?;
        let verdict = match self.elder_confirms_presence {
            Some(true) => ProofVerdict::Valid,
            Some(false) => ProofVerdict::Invalid,
            None => ProofVerdict::Unknown,
        };
        if verdict == ProofVerdict::Valid {
            hand.order.add_proof(ProofKind::ElderCall);
        }
        if proofs_sufficient(&hand.version, &hand.order.proof_kinds()).is_allowed() {
            hand.order.unflag(Flag::FewProofs);
            hand.order.unflag(Flag::NeedsCall);
        }
        let phase = if hand.order.state == OrderState::Serving { Phase::In } else { Phase::After };
        let note = self.note.trim();
        let evidence = NewEvidence {
            phase: phase.code(),
            kind: ProofKind::ElderCall.code(),
            verdict: verdict.code(),
            device_at: None,
            distance_m: None,
            accuracy_m: None,
            note: (!note.is_empty()).then(|| note.to_owned()),
        };
        store::add_evidence(work.tx, work.id(), hand.order.id, work.now, work.actor.person, evidence).await?;
        hand.fact("call", verdict.code());
        put_down(work, hand, Step::LogCall).await
    }
}
