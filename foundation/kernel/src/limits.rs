//! Limits that more than one crate needs: name, unit, place.

/// Longest free text a person may write into one field, in characters.
pub const TEXT_CHARS_MAX: usize = 500;
/// Longest idempotency key, in bytes.
pub const KEY_BYTES_MAX: usize = 100;
/// Commands that wait for the desk before new ones are told "busy".
pub const DESK_QUEUE_MAX: usize = 1024;
/// Commands in one transaction of the desk.
pub const DESK_BATCH_MAX: usize = 256;

const _: () = assert!(DESK_BATCH_MAX <= DESK_QUEUE_MAX);
