//! People: one person for one identity, sealed; what they are enrolled as; how they sign in; what staff may do and
//! where; messages to them. Everybody else knows a person by id and handle, and sees a name only masked.
//!
//! Start at [`People`]: every command and question is a method of it.

mod access;
mod commands;
mod events;
mod gateway;
mod jobs;
mod model;
mod people;
mod queries;
mod refusals;
mod rules;
mod seal;
mod store;

pub use commands::{NewMessage, send_message};
pub use events::{ENROLMENT_ACTIVATED, ENROLMENT_CHANGED, EnrolmentActivated, EnrolmentChanged, MOVED, Moved};
pub use gateway::{Console, GatewayError, HttpGateway, HttpGatewaySettings, MessageGateway, OutboxFile, Sending, Text};
pub use jobs::{DeliverTexts, Housekeeping};
pub use model::*;
pub use people::People;
pub use queries::OnPaper;
pub use refusals::CODES;
pub use store::MIGRATIONS;
