//! SQL of the verifier.

pub(crate) const ALL: &[&str] = &[];
