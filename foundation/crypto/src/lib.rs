//! Everything cryptographic, and nothing else: sealing of personal data (envelope: master key → person's data key →
//! AES-256-GCM), blind indexes, passwords, one-time codes, random tokens. Algorithms are named in a version byte in
//! front of every sealed value, so that another (SM4-GCM) can stand beside it.

mod codes;
mod keys;
mod password;
mod seal;

pub use codes::{card_code, digits_match, door_code, new_totp_secret, totp_matches, totp_url};
pub use keys::{KeyError, KeyRing};
pub use password::{hash_password, password_matches};
pub use seal::{DataKey, SealError};

use sha2::{Digest, Sha256};
use tb_kernel::Entropy;

/// SHA-256 of the parts, each preceded by its length, so that no two lists of parts look the same.
pub fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// A new secret token (256 bits, as 64 hex digits) and the hash that is stored in its place.
pub fn new_token(entropy: &Entropy) -> (String, [u8; 32]) {
    let token = hex(&entropy.bytes::<32>());
    let stored = token_hash(&token);
    (token, stored)
}

/// What is stored of a token.
pub fn token_hash(token: &str) -> [u8; 32] {
    digest(&[b"token", token.as_bytes()])
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
