//! The door of the house: everything between the socket and a handler, so that a handler is five lines.
//!
//! What must hold: no route mounts without saying who may use it ([`Doors`], [`Entry`]); the check runs before the
//! handler; what one may not use looks exactly like what does not exist; every "no" leaves in one shape
//! ([`Trouble`]); a caller who goes away never cancels a write; no log line carries a path, a query or a name.

mod address;
mod asked;
mod cookies;
mod csrf;
mod doors;
mod entry;
mod error_page;
mod files;
mod guard;
mod headers;
mod health;
mod htmx;
mod json;
mod limits;
mod local;
mod outer;
mod porter;
mod run;
mod serve;
mod trouble;
mod typed;
mod visit;

pub use address::client_address;
pub use asked::{Asked, At};
pub use cookies::{Choice, Edition, SetCookie};
pub use doors::Doors;
pub use entry::{Access, Cache, Entry, Face, Limit, RouteEntry, Verb};
pub use error_page::plain_error_page;
pub use files::{File, Files};
pub use health::{Metrics, health_doors};
pub use htmx::{is_htmx, redirect_after_post};
pub use json::{IdempotencyKey, Input};
pub use local::local_path;
pub use outer::REQUEST_ID;
pub use porter::{ErrorPage, InFlight, Porter, Recognise, Settings, Voice};
pub use serve::{Ended, serve};
pub use trouble::{Answer, Problem, ProblemError, Trouble, status_of};
pub use typed::Typed;
pub use visit::{Notice, Visit};
