//! Passwords of staff: argon2id with the library's current parameters (19 MiB, 2 passes), kept as a PHC string.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use tb_kernel::Entropy;

/// The text that is stored for a password. Takes some 20–50 ms: run it off the async threads.
///
/// # Panics
/// Never: the salt has the right length and the parameters are the library's own.
pub fn hash_password(password: &str, entropy: &Entropy) -> String {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &entropy.bytes::<16>())
        .expect("a 16-byte salt and default parameters are valid")
        .to_string()
}

/// True when `password` is the one `stored` was made from. An unreadable `stored` matches nothing.
pub fn password_matches(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_matches() {
        let stored = hash_password("长城 2026!", &Entropy::seeded(3));
        assert!(stored.starts_with("$argon2id$"));
        assert!(password_matches("长城 2026!", &stored));
        assert!(!password_matches("长城 2026", &stored));
        assert!(!password_matches("", "rubbish"));
    }
}
