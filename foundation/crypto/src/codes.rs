//! Short codes: the rotating code an elder shows for a visit, the longer one on a printed card, and the one-time codes
//! of staff (TOTP). Comparisons take the same time for every wrong guess.

use crate::KeyRing;
use subtle::ConstantTimeEq;
use tb_kernel::{Entropy, Instant};
use totp_rs::{Builder, Secret, Totp};

/// How long one door code is shown, in seconds.
const DOOR_STEP_SECONDS: i64 = 120;

/// The six-digit code an elder's page shows now for `subject` (16 bytes of an order's id).
pub fn door_code(ring: &KeyRing, subject: &[u8; 16], now: Instant) -> String {
    door_code_at(ring, subject, now.0.div_euclid(DOOR_STEP_SECONDS * 1_000_000))
}

fn door_code_at(ring: &KeyRing, subject: &[u8; 16], step: i64) -> String {
    digits(&ring.code_bytes(&[b"door", subject, &step.to_be_bytes()]), 6)
}

/// The eight-digit code on the printed card of `owner`; a new `version` makes old cards worthless.
pub fn card_code(ring: &KeyRing, owner: &[u8; 16], version: i64) -> String {
    digits(&ring.code_bytes(&[b"card", owner, &version.to_be_bytes()]), 8)
}

/// True when `typed` is the door code of now or of the step before (it may have changed while being typed).
pub fn digits_match(ring: &KeyRing, subject: &[u8; 16], now: Instant, typed: &str) -> bool {
    let step = now.0.div_euclid(DOOR_STEP_SECONDS * 1_000_000);
    [step, step - 1].iter().any(|step| same(&door_code_at(ring, subject, *step), typed))
}

fn digits(bytes: &[u8; 32], count: u32) -> String {
    let mut first = [0u8; 8];
    first.copy_from_slice(&bytes[..8]);
    let number = u64::from_be_bytes(first) % 10u64.pow(count);
    format!("{number:0width$}", width = count as usize)
}

/// Equality whose time does not depend on where the difference is.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && bool::from(a.as_bytes().ct_eq(b.as_bytes()))
}

/// A new TOTP secret (20 bytes) for a member of staff.
pub fn new_totp_secret(entropy: &Entropy) -> Vec<u8> {
    entropy.bytes::<20>().to_vec()
}

fn totp(secret: &[u8]) -> Option<Totp> {
    Builder::new().with_secret(Secret::from(secret.to_vec())).build().ok()
}

/// True when `typed` is the code of now, or of 30 seconds before or after.
pub fn totp_matches(secret: &[u8], now: Instant, typed: &str) -> bool {
    let Some(totp) = totp(secret) else { return false };
    let seconds = u64::try_from(now.0 / 1_000_000).unwrap_or(0);
    [seconds, seconds.saturating_sub(30), seconds + 30]
        .into_iter()
        .any(|at| same(&totp.generate(at).to_string(), typed))
}

/// The address an authenticator app reads (`otpauth://…`).
pub fn totp_url(secret: &[u8], account: &str, issuer: &str) -> String {
    let encoded = Secret::from(secret.to_vec()).to_base32();
    format!("otpauth://totp/{issuer}:{account}?secret={encoded}&issuer={issuer}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_kernel::Span;

    #[test]
    fn a_door_code_lives_for_two_steps_and_one_order() {
        let ring = KeyRing::from_master(&[1; 32]);
        let now = Instant(1_800_000_000_000_000);
        let code = door_code(&ring, &[1; 16], now);
        assert_eq!(code.len(), 6);
        assert!(digits_match(&ring, &[1; 16], now.plus(Span::seconds(DOOR_STEP_SECONDS)), &code));
        assert!(!digits_match(&ring, &[1; 16], now.plus(Span::seconds(2 * DOOR_STEP_SECONDS)), &code));
        assert!(!digits_match(&ring, &[2; 16], now, &code));
        assert!(!digits_match(&ring, &[1; 16], now, ""));
        assert_eq!(card_code(&ring, &[1; 16], 1).len(), 8);
        assert_ne!(card_code(&ring, &[1; 16], 1), card_code(&ring, &[1; 16], 2));
    }

    #[test]
    fn the_published_totp_vector() {
        // RFC 6238, appendix B: SHA-1, time 59 s, last six of 94287082.
        let secret = b"12345678901234567890";
        assert!(totp_matches(secret, Instant(59_000_000), "287082"));
        assert!(!totp_matches(secret, Instant(59_000_000), "287083"));
    }
}
