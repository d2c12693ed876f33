//! What outreach does when something happens elsewhere: an elder who was registered at a desk, or by the family on a
//! telephone, is registered in the register too.

use crate::house::Outreach;
use crate::store::{self, EntryRecord};
use std::pin::Pin;
use std::sync::Arc;
use tb_db::{DbError, Tx, args};
use tb_jobs::{Event, Reaction};
use tb_kernel::{Entropy, Instant, PersonId};
use tb_people::{ENROLMENT_ACTIVATED, EnrolmentActivated, EnrolmentKind};

/// The reactions of outreach.
pub struct OutreachReactions(pub Arc<Outreach>);

impl Reaction for OutreachReactions {
    fn hears(&self, kind: &str) -> bool {
        kind == ENROLMENT_ACTIVATED
    }

    fn react<'a>(
        &'a self,
        tx: &'a mut Tx,
        event: &'a Event,
        now: Instant,
        _: &'a Entropy,
    ) -> Pin<Box<dyn Future<Output = Result<(), DbError>> + Send + 'a>> {
        Box::pin(async move {
            let body: EnrolmentActivated = event.read()?;
            if body.kind == EnrolmentKind::Elder {
                self.registered(tx, body.person, now).await?;
            }
            Ok(())
        })
    }
}

impl OutreachReactions {
    async fn registered(&self, tx: &mut Tx, person: PersonId, now: Instant) -> Result<(), DbError> {
        let index = self.0.people.identity_of(tx, person).await?;
        let Some(index) = index else { return Ok(()) };
        let found: Option<EntryRecord> = tx.row(store::BY_IDENTITY_OPEN, args![index]).await?;
        if let Some(entry) = found {
            let nobody: Option<PersonId> = None;
            tx.run(store::REGISTERED, args![entry.id, person, now, nobody]).await?;
        }
        Ok(())
    }
}
