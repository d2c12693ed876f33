//! Laying the sources over each other, each value with the word where it comes from.

use crate::keys::{KEYS, env_name};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// What is wrong with the configuration, in words for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{file} cannot be read: {error}")]
    Unreadable { file: PathBuf, error: std::io::Error },
    #[error("{file} is not TOML: {error}")]
    Broken { file: PathBuf, error: toml::de::Error },
    #[error("unknown key `{key}` in {source_name}{hint}")]
    Unknown { key: String, source_name: String, hint: String },
    #[error("`{key}` = {value} (from {source_name}): {wanted}")]
    Bad { key: &'static str, value: String, source_name: String, wanted: &'static str },
    #[error("master key file {file}: {why}")]
    MasterKey { file: PathBuf, why: String },
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Default,
    File(PathBuf),
    Environment(String),
}
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Default => f.write_str("the default"),
            Source::File(path) => write!(f, "{}", path.display()),
            Source::Environment(name) => write!(f, "the environment, {name}"),
        }
    }
}

/// Every key's text and source. A list is its values, separated by commas.
#[derive(Clone)]
pub(crate) struct Values(BTreeMap<&'static str, (String, Source)>);

/// Names only: some values are secret.
impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// Variables that begin like ours but are for others (tests, scripts, the path of the file itself).
const FOREIGN: [&str; 3] = ["TIMEBANK_CONFIG", "TIMEBANK_TEST_", "TIMEBANK_PG_"];

impl Values {
    pub(crate) fn gather(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Values, ConfigError> {
        let defaults = KEYS.iter().map(|key| (key.name, (default_text(key.default), Source::Default)));
        let mut values = Values(defaults.collect());
        if let Some(file) = file {
            let text = std::fs::read_to_string(file)
                .map_err(|error| ConfigError::Unreadable { file: file.to_owned(), error })?;
            let table: toml::Table =
                text.parse().map_err(|error| ConfigError::Broken { file: file.to_owned(), error })?;
            values.lay_over("", &table, &Source::File(file.to_owned()))?;
        }
        for (name, text) in environment {
            let ours = name.starts_with("TIMEBANK_") && !FOREIGN.iter().any(|foreign| name.starts_with(foreign));
            if !ours {
                continue;
            }
            match KEYS.iter().find(|key| env_name(key.name) == name) {
                Some(key) => {
                    values.0.insert(key.name, (text, Source::Environment(name)));
                }
                None => return Err(unknown(&name, "the environment".into())),
            }
        }
        Ok(values)
    }

    fn lay_over(&mut self, prefix: &str, table: &toml::Table, source: &Source) -> Result<(), ConfigError> {
        for (name, value) in table {
            let name = format!("{prefix}{name}");
            if let toml::Value::Table(inner) = value {
                self.lay_over(&format!("{name}."), inner, source)?;
                continue;
            }
            let known = KEYS.iter().find(|key| key.name == name);
            let key = known.ok_or_else(|| unknown(&name, source.to_string()))?;
            self.0.insert(key.name, (plain_text(value), source.clone()));
        }
        Ok(())
    }

    pub(crate) fn text(&self, key: &'static str) -> &str {
        self.0.get(key).map_or("", |(text, _)| text.trim())
    }

    /// `None` when nothing is given.
    pub(crate) fn given(&self, key: &'static str) -> Option<String> {
        Some(self.text(key)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Reads one key; `wanted` says what it must be.
    pub(crate) fn read<T>(
        &self,
        key: &'static str,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        parse(self.text(key)).ok_or_else(|| self.bad(key, wanted))
    }

    pub(crate) fn list<T>(
        &self,
        key: &'static str,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, ConfigError> {
        let parts = self.text(key).split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| parse(part).ok_or_else(|| self.bad(key, wanted))).collect()
    }

    pub(crate) fn bad(&self, key: &'static str, wanted: &'static str) -> ConfigError {
        let secret = KEYS.iter().any(|doc| doc.name == key && doc.secret);
        let value = if secret { "***".to_owned() } else { format!("{:?}", self.text(key)) };
        let source_name = self.0.get(key).map_or(&Source::Default, |(_, source)| source).to_string();
        ConfigError::Bad { key, value, source_name, wanted }
    }

    pub(crate) fn source(&self, key: &'static str) -> &Source {
        self.0.get(key).map_or(&Source::Default, |(_, source)| source)
    }
}

/// A default is written as it stands in a file; only lists need undoing.
fn default_text(written: &str) -> String {
    written.trim_matches(['[', ']']).replace('"', "")
}

fn plain_text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(parts) => parts.iter().map(plain_text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Names the key that was probably meant: the one that shares its last part or most of its letters.
fn unknown(key: &str, source_name: String) -> ConfigError {
    let bare = key.trim_start_matches("TIMEBANK_").to_ascii_lowercase().replace('.', "_");
    let near = KEYS.iter().find(|doc| {
        let name = doc.name.replace('.', "_");
        name.ends_with(&bare) || bare.ends_with(&name) || apart(&name, &bare) <= 2
    });
    let hint = near.map(|doc| format!("; did you mean `{}`?", doc.name)).unwrap_or_default();
    ConfigError::Unknown { key: key.to_owned(), source_name, hint }
}

/// Letters to change, add or drop to get from one word to the other.
fn apart(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.bytes().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, right) in b.bytes().enumerate() {
            let changed = corner + usize::from(left != right);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
