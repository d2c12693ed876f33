//! The holder decides how much somebody sees who checks the certificate.

use crate::access;
use crate::house::Recognition;
use crate::model::Shows;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::{CertificateId, Outcome, Refusal};

/// Shows more or less from now on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetShown {
    pub certificate: CertificateId,
    pub shows: Shows,
}

impl Command for SetShown {
    const NAME: &'static str = "recognition.set-shown";
    type House = Recognition;
    type Answer = Shows;

    async fn run(&self, house: &Recognition, work: &mut Work<'_>) -> Outcome<Shows> {
        let found = store::certificate_held(work.tx, self.certificate).await?.ok_or(Refusal::not_found())?;
        access::may_ask_for(house, work, found.holder, found.node).await?;
        work.about("certificate", found.id, found.node);
        store::set_shown(work.tx, found.id, self.shows).await?;
        Ok(self.shows)
    }
}
