//! What was said about an incident is sealed under the elder's key.

use tb_crypto::DataKey;
use tb_kernel::Entropy;
use uuid::Uuid;

pub(crate) fn seal(key: &DataKey, entry: Uuid, text: &str, entropy: &Entropy) -> Vec<u8> {
    key.seal(&[b"incident_entry", b"said", entry.as_bytes()], text.as_bytes(), entropy)
}

pub(crate) fn open(key: &DataKey, entry: Uuid, sealed: &[u8]) -> Option<String> {
    let plain = key.open(&[b"incident_entry", b"said", entry.as_bytes()], sealed).ok()?;
    String::from_utf8(plain).ok()
}
