//! The configuration in words: as the program has understood it, and as a document for operators.

use crate::config::Config;
use crate::keys::{KEYS, KeyDoc, env_name};
use crate::sources::Source;
use std::fmt::Write;

impl Config {
    /// All keys as a TOML file, secrets hidden, each line with the source of its value.
    pub fn printed(&self) -> String {
        let mut out = String::new();
        let mut section = "";
        for key in KEYS {
            let (place, name) = key.name.split_once('.').unwrap_or(("", key.name));
            if place != section {
                section = place;
                let _ = write!(out, "\n[{section}]\n");
            }
            let text = self.values.text(key.name);
            let hidden = if text.is_empty() { "# " } else { "" };
            let value = written(key, text);
            let _ = match self.values.source(key.name) {
                Source::Default => writeln!(out, "{hidden}{name} = {value}"),
                source => writeln!(out, "{hidden}{name} = {value}  # {source}"),
            };
        }
        out
    }
}

/// A value as it stands in a TOML file.
fn written(key: &KeyDoc, text: &str) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    if key.secret && !text.is_empty() {
        return quoted("***");
    }
    if key.default.starts_with('[') {
        let parts: Vec<_> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(quoted).collect();
        return format!("[{}]", parts.join(", "));
    }
    let bare = text.parse::<i64>().is_ok() || text.parse::<bool>().is_ok();
    if bare && key.name != "help_phone" { text.to_owned() } else { quoted(text) }
}

/// The document of all keys, in Markdown: `docs/operations/configuration.md`.
pub fn schema() -> String {
    let mut out = String::from(
        "# Configuration\n\n\
         One TOML file (`timebank --config timebank.toml …`, or `TIMEBANK_CONFIG`), and the environment, which wins. Everything\n\
         has a default: without any configuration the program runs embedded, in the folder `data`.\n\n\
         An unknown key is an error, as is a value out of its bounds; the message says which source gave it.\n\
         `timebank config` prints what the program has understood, secrets hidden.\n",
    );
    let mut section = "-";
    for key in KEYS {
        let place = key.name.split_once('.').map_or("", |(place, _)| place);
        if place != section {
            section = place;
            let title = if section.is_empty() { "General".to_owned() } else { format!("`[{section}]`") };
            let _ =
                write!(out, "\n## {title}\n\n| Key | Environment | Default | Meaning |\n| --- | --- | --- | --- |\n");
        }
        let default = if key.default.is_empty() { "none".to_owned() } else { format!("`{}`", key.default) };
        let secret = if key.secret { " Secret." } else { "" };
        let _ = writeln!(out, "| `{}` | `{}` | {default} | {}{secret} |", key.name, env_name(key.name), key.about);
    }
    out
}
