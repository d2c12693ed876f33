//! `outreach.add-entry`: one elder who was met, typed in at the desk or sent by a program.

use super::absorb::{Absorbed, absorb};
use crate::access::{self, WORKERS};
use crate::check::{self, Communities, Faults, Values};
use crate::house::Outreach;
use crate::model::EntryInput;
use crate::sheet::Field;
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::{Fail, FieldFault, Outcome, OutreachId, Refusal};

/// One line of the register.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddEntry {
    pub input: EntryInput,
}

impl Command for AddEntry {
    const NAME: &'static str = "outreach.add-entry";
    type House = Outreach;
    type Answer = OutreachId;

    async fn run(&self, house: &Outreach, work: &mut Work<'_>) -> Outcome<OutreachId> {
        if !work.actor.is_system() && !work.actor.has_role(WORKERS) {
            return Err(Refusal::not_found().into());
        }
        take_in(house, work, &self.input, house.city, None).await
    }
}

/// Reads and absorbs one line; every fault stands at its field.
pub(super) async fn take_in(
    house: &Outreach,
    work: &mut Work<'_>,
    input: &EntryInput,
    within: tb_kernel::Node,
    source: Option<uuid::Uuid>,
) -> Outcome<OutreachId> {
    let communities = Communities::of(&house.places, within);
    let draft = check::read(&Values::of_input(input), &communities, work.now.day()).map_err(|f| refused(&f))?;
    if access::may_do(work.actor, WORKERS, draft.node).is_err() {
        return Err(crate::refusals::at("community", crate::refusals::OUTSIDE));
    }
    let node = draft.node;
    let (outcomes, _) = absorb(house, work, &[draft], source).await?;
    match outcomes.into_iter().next() {
        Some(Absorbed::Added(id) | Absorbed::Updated(id) | Absorbed::Unchanged(id)) => {
            work.about("outreach", id, node);
            Ok(id)
        }
        Some(Absorbed::Refused(field, code)) => Err(refused(&vec![(field, code)]).into()),
        None => Err(Fail::fault("a draft without an outcome")),
    }
}

/// The faults as a form shows them.
pub(super) fn refused(faults: &Faults) -> Refusal {
    let mut refusal = Refusal::invalid();
    for (field, code) in faults {
        let fault = FieldFault { field: form_field(*field).into(), code: (*code).into(), args: Vec::new() };
        refusal.fields.push(fault);
    }
    refusal
}

/// The form's name of a field: what is about traits stands at one place.
fn form_field(field: Field) -> &'static str {
    if field == Field::Traits || field.of_trait().is_some() { "traits" } else { field.code() }
}
