//! The master key's file. It is made at first start only for the embedded default, where there is nobody to make it; on
//! PostgreSQL a missing file means a wrong path, and a new key would make everything already sealed unreadable.

use crate::config::Config;
use crate::secret::Secret;
use crate::sources::ConfigError;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;
use tb_kernel::Entropy;

/// The master key's text and what the operator should be told about its file.
#[derive(Debug)]
pub struct MasterKey {
    pub hex: Secret<String>,
    /// It was made just now: keep a copy apart from the database.
    pub created: bool,
    /// Others on this machine can read the file.
    pub open_to_others: bool,
}

impl Config {
    /// Reads the master key; makes it if this installation is embedded, the file is the default one and missing.
    ///
    /// # Errors
    /// A [`ConfigError`] when the file is missing, unreadable or does not hold 64 hex digits.
    pub fn master_key(&self, entropy: &Entropy) -> Result<MasterKey, ConfigError> {
        let file = &self.master_key_file;
        let trouble = |why: String| ConfigError::MasterKey { file: file.clone(), why };
        let mut created = false;
        let text = match std::fs::read_to_string(file) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if !(self.is_embedded() && self.master_key_is_default) {
                    return Err(trouble(
                        "does not exist; make it with `openssl rand -hex 32` or give its place".into(),
                    ));
                }
                created = true;
                make(file, entropy).map_err(|error| trouble(error.to_string()))?
            }
            other => other.map_err(|error| trouble(error.to_string()))?,
        };
        let hex = Secret::new(text.trim().to_owned());
        if hex.reveal().len() != 64 || !hex.reveal().bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(trouble("must hold 64 hex digits".into()));
        }
        Ok(MasterKey { hex, created, open_to_others: open_to_others(file) })
    }
}

/// Writes a new key that only its owner may read. Fails if the file has come into being meanwhile.
fn make(file: &Path, entropy: &Entropy) -> std::io::Result<String> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let hex: String = entropy.bytes::<32>().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out: File = options.open(file)?;
    out.write_all(hex.as_bytes())?;
    out.sync_all()?;
    Ok(hex)
}

#[cfg(unix)]
fn open_to_others(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}
#[cfg(not(unix))]
fn open_to_others(_: &Path) -> bool {
    false
}
