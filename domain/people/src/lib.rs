//! People: one person for one identity, sealed; what they are enrolled as; how they sign in; what staff may do and
//! where; messages to them. Everybody else knows a person by id and handle, and sees a name only masked.
//!
//! Start at [`People`]: every command and question is a method of it.

mod access;
mod commands;
mod events;
mod gateway;
mod jobs;
mod kinship;
mod model;
mod people;
mod powers;
mod queries;
mod refusals;
mod rules;
mod seal;
mod store;

pub use commands::{Ended, Identity, NewMessage, send_message};
pub use events::{
    ENROLMENT_ACTIVATED, ENROLMENT_CHANGED, ERASED, EnrolmentActivated, EnrolmentChanged, Erased, FACTS_CHANGED,
    FactsChanged, MOVED, Moved,
};
pub use gateway::{Console, GatewayError, HttpGateway, HttpGatewaySettings, MessageGateway, OutboxFile, Sending, Text};
pub use jobs::{DeliverTexts, Housekeeping, RolesEnding};
pub use model::*;
pub use people::People;
pub use queries::BEFORE_ALL;
pub use queries::FamilyView;
pub use queries::KeptAboutPerson;
pub use queries::OnPaper;
pub use refusals::CODES;
pub use store::MIGRATIONS;
