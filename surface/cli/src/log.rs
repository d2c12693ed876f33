//! The log: lines for people or JSON for machines, each with its request id. Never personal data: requests are named by
//! the template of their route, people by id.

use tb_config::{Config, LogFormat};
use tracing_subscriber::EnvFilter;

/// Begins to log; the first call counts.
pub(crate) fn begin(config: &Config) {
    let filter = EnvFilter::try_new(&config.log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // A second begin (demo, then serve) is no fault: the first one stays.
    let _ = match config.log.format {
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
        LogFormat::Text => lines.compact().try_init(),
    };
}
