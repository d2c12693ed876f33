//! One typed configuration for the whole installation: defaults, then one TOML file, then the environment; the later
//! wins. Every key is one line of [`KEYS`], from which reading, checking, printing and the document are made, so that
//! they cannot disagree. A bad value says which source gave it; an unknown key is an error, because a misspelt limit
//! must not silently be the default. Secrets do not print.

mod config;
mod keys;
mod master;
mod network;
mod print;
mod secret;
mod sources;

pub use config::{ChecksGateway, Config, Limits, Log, LogFormat, MessageGateway, Rate, Sessions};
pub use keys::{KEYS, KeyDoc};
pub use master::MasterKey;
pub use network::Network;
pub use print::schema;
pub use secret::Secret;
pub use sources::ConfigError;
