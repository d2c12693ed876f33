//! The verbs of recognition.

mod award;
mod correct;
mod issue;
mod revoke;
mod show;

pub use award::{RecordAward, StrikeAward};
pub use correct::{AskCorrection, DecideCorrection};
pub use issue::{Issue, Issued};
pub use revoke::{DecideRevocation, ProposeRevocation};
pub use show::SetShown;

use crate::house::Recognition;
use serde::Serialize;
use tb_jobs::Event;
use tb_journal::Work;
use tb_kernel::{Fail, Node, Outcome, PersonId};
use tb_people::NewMessage;
use uuid::Uuid;

/// The body of the events of this slice; ids only.
#[derive(Serialize)]
struct News {
    person: PersonId,
}

async fn publish(
    work: &mut Work<'_>,
    kind: &str,
    subject: impl Into<Uuid>,
    node: Node,
    person: PersonId,
) -> Result<(), Fail> {
    let event = Event::new(work.id(), work.now, kind, subject, node, &News { person })?;
    Ok(tb_jobs::publish(work.tx, &[event]).await?)
}

/// A message with a number in it and the page it leads to.
async fn tell(
    house: &Recognition,
    work: &mut Work<'_>,
    person: PersonId,
    kind: &str,
    number: &str,
    link: String,
) -> Outcome<()> {
    let args = if number.is_empty() { Vec::new() } else { vec![("number".to_owned(), number.to_owned())] };
    let message = NewMessage { person, kind: kind.to_owned(), args, link: Some(link) };
    house.people.send(work.tx, work.now, &[message]).await
}
