//! The verbs of an order, one file each, and as methods of [`Orders`] for the doors.

mod assign;
mod call;
mod cancel;
mod check_in;
mod check_out;
mod depart;
mod dispute;
mod draft;
mod rate;
mod review;
mod revoke;
mod submit;
mod take;

pub(crate) use assign::Invited;
pub use assign::{AnswerInvitation, Assign, Invite};
pub use call::LogCall;
pub use cancel::{Agree, Cancel, Decline, NoShow, Withdraw};
pub use check_in::{CheckIn, Presented, SeenPosition};
pub use check_out::CheckOut;
pub use dispute::{DecideDispute, OpenDispute};
pub use draft::SaveDraft;
pub(crate) use rate::Rated;
pub use rate::{Rate, TAGS};
pub use review::{Publish, Refuse};
pub use revoke::{ApproveRevocation, ProposeRevocation};
pub use submit::{Need, Submit, Submitted};
pub(crate) use submit::{hold_classes, may_use_time};
pub use take::Take;
pub(crate) use take::take_facts;

use crate::desk::{Confirmation, SettleAnswer};
use crate::house::Orders;
use crate::steps::Stepped;
use std::sync::Arc;
use tb_db::BatchHandler;
use tb_journal::{Command, Key, execute};
use tb_kernel::{Actor, Fail, Outcome};

impl Orders {
    /// Runs a command of this slice once for this actor and key.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn run<C: Command<House = Orders>>(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        command: C,
    ) -> Outcome<C::Answer> {
        execute(self, &self.core, actor, key, command).await
    }

    /// The elder's word on a visit: goes through the settlement desk, together with all that wait.
    ///
    /// # Errors
    /// The refusals of confirming; `Busy` when the desk is full.
    pub async fn confirm(&self, actor: &Actor, key: &Key, confirmation: Confirmation) -> Outcome<SettleAnswer> {
        self.settling.submit(crate::desk::Asked::new(actor.clone(), key.clone(), confirmation)).await
    }

    /// The same word without the desk: one transaction for one confirmation. For measuring what the desk gives.
    ///
    /// # Errors
    /// As [`Orders::confirm`].
    pub async fn confirm_alone(&self, actor: &Actor, key: &Key, confirmation: Confirmation) -> Outcome<SettleAnswer> {
        let asked = crate::desk::Asked::new(actor.clone(), key.clone(), confirmation);
        let mut tx = self.core.db.begin().await?;
        let outcome = self.handler.run(&mut tx, &[asked]).await?.pop().unwrap_or(Err(Fail::Unknown));
        tx.commit().await.map_err(|error| Fail::Fault(format!("{error:?}")))?;
        outcome
    }
}

pub(crate) use check_out::end_visit as end_visit_of;
pub(crate) type Step1 = Stepped;
