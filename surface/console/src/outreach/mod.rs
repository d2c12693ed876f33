//! The outreach register: how far each place has come, its entries from the first visit to registration, spreadsheets on
//! their way in, rows to be repaired, doubles to be decided.

mod entries;
mod imports;
mod progress;

pub(crate) use entries::trait_choices;

use tb_frame::Faces;
use tb_http::Doors;
use tb_outreach::{DeclineReason, EntryState, ImportState};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    progress::doors().and(entries::doors()).and(imports::doors())
}

fn state(t: &Text, state: EntryState) -> String {
    t.get(&format!("outreach-state-{}", state.code()))
}
fn reason(t: &Text, reason: DeclineReason) -> String {
    t.get(&format!("outreach-reason-{}", reason.code()))
}
const fn tone(state: EntryState) -> &'static str {
    match state {
        EntryState::Surveyed => "still",
        EntryState::Informed => "info",
        EntryState::Willing => "wait",
        EntryState::Registered => "ok",
        EntryState::Declined => "bad",
    }
}
fn import_state(t: &Text, state: ImportState) -> String {
    t.get(&format!("outreach-import-{}", state.code()))
}
const fn import_tone(state: ImportState) -> &'static str {
    match state {
        ImportState::Mapping => "wait",
        ImportState::Running => "info",
        ImportState::Done => "ok",
        ImportState::Cancelled => "still",
        ImportState::Failed => "bad",
    }
}
