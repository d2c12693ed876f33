//! The master key and what is derived from it. The master key never leaves this type; it comes from a file that the
//! operator keeps apart from the database (a hardware module can stand behind the same functions later).

use crate::seal::{DataKey, SealError};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tb_kernel::Entropy;
use zeroize::Zeroizing;

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the master key must be 64 hex digits")]
    Form,
}

/// The keys of one installation.
pub struct KeyRing {
    wrapping: DataKey,
    index: Zeroizing<[u8; 32]>,
    codes: Zeroizing<[u8; 32]>,
}

impl KeyRing {
    /// From the master key as 64 hex digits (surrounding white space is ignored).
    ///
    /// # Errors
    /// [`KeyError::Form`] when it is anything else.
    pub fn from_hex(text: &str) -> Result<KeyRing, KeyError> {
        let text = text.trim();
        if text.len() != 64 || !text.is_ascii() {
            return Err(KeyError::Form);
        }
        let mut master = Zeroizing::new([0u8; 32]);
        for (at, byte) in master.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_| KeyError::Form)?;
        }
        Ok(KeyRing::from_master(&master))
    }

    pub fn from_master(master: &[u8; 32]) -> KeyRing {
        KeyRing {
            wrapping: DataKey::from_bytes(*derive(master, b"wrap")),
            index: derive(master, b"blind-index"),
            codes: derive(master, b"visit-codes"),
        }
    }

    /// A new master key, as the text of its file.
    pub fn new_master(entropy: &Entropy) -> String {
        crate::hex(&entropy.bytes::<32>())
    }

    /// A new data key for `owner` (16 bytes of its id) and its wrapped form, which is stored.
    pub fn new_data_key(&self, owner: &[u8; 16], entropy: &Entropy) -> (DataKey, Vec<u8>) {
        let bytes = entropy.bytes::<32>();
        let wrapped = self.wrapping.seal(&[b"data-key", owner], &bytes, entropy);
        (DataKey::from_bytes(bytes), wrapped)
    }

    /// The data key of `owner` from its wrapped form.
    ///
    /// # Errors
    /// [`SealError`] when it was wrapped for another owner, under another master key, or altered.
    pub fn open_data_key(&self, owner: &[u8; 16], wrapped: &[u8]) -> Result<DataKey, SealError> {
        let bytes = Zeroizing::new(self.wrapping.open(&[b"data-key", owner], wrapped)?);
        <[u8; 32]>::try_from(bytes.as_slice()).map(DataKey::from_bytes).map_err(|_| SealError)
    }

    /// A keyed digest of a value, so that it can be found by equality without being readable.
    pub fn blind(&self, field: &str, value: &str) -> [u8; 32] {
        mac(&self.index, &[field.as_bytes(), value.as_bytes()])
    }

    /// Keyed bytes for visit codes: the same for every process of this installation, unknown to anyone else.
    pub(crate) fn code_bytes(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.codes, parts)
    }
}

fn derive(master: &[u8; 32], purpose: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0u8; 32]);
    Hkdf::<Sha256>::new(Some(b"timebank/1"), master)
        .expand(purpose, &mut *key)
        .expect("32 bytes is within what HKDF-SHA-256 can give");
    key
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
