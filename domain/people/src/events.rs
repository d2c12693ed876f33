//! Facts that people publishes, versioned. Bodies hold ids and codes, never personal data.

use crate::model::{EnrolmentKind, EnrolmentState};
use serde::{Deserialize, Serialize};
use tb_jobs::Event;
use tb_journal::Work;
use tb_kernel::{Node, Outcome, PersonId};

/// An enrolment became active for the first time: `people.enrolment-activated.1`.
pub const ENROLMENT_ACTIVATED: &str = "people.enrolment-activated.1";
/// An active or suspended enrolment changed its state: `people.enrolment-changed.1`.
pub const ENROLMENT_CHANGED: &str = "people.enrolment-changed.1";

/// A person's home community changed: `people.moved.1`.
pub const MOVED: &str = "people.moved.1";

/// What is true of an elder changed (assessed, reassessed): `people.facts-changed.1`.
pub const FACTS_CHANGED: &str = "people.facts-changed.1";

/// Body of [`FACTS_CHANGED`]; the event's subject is the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsChanged {
    pub person: PersonId,
}

/// Says that what is true of an elder changed.
pub(crate) async fn facts_changed(work: &mut Work<'_>, person: PersonId, node: Node) -> Outcome<()> {
    publish(work, FACTS_CHANGED, person, node, &FactsChanged { person }).await
}

/// Body of [`ENROLMENT_ACTIVATED`]; the event's subject is the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentActivated {
    pub person: PersonId,
    pub kind: EnrolmentKind,
}

/// Body of [`ENROLMENT_CHANGED`]; the event's subject is the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentChanged {
    pub person: PersonId,
    pub kind: EnrolmentKind,
    pub state: EnrolmentState,
}

/// Body of [`MOVED`]; the event's node is the new community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub person: PersonId,
    pub from: Node,
    pub to: Node,
}

/// Nothing that identifies a person is left; whoever keeps more about them lets it go: `people.erased.1`.
pub const ERASED: &str = "people.erased.1";

/// Body of [`ERASED`]; the event's node is the district.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    pub person: PersonId,
}

pub(crate) async fn publish<B: Serialize>(
    work: &mut Work<'_>,
    kind: &str,
    person: PersonId,
    node: Node,
    body: &B,
) -> Outcome<()> {
    let event = Event::new(work.id(), work.now, kind, person, node, body)?;
    tb_jobs::publish(work.tx, &[event]).await?;
    Ok(())
}
