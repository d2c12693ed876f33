//! SQL of the questions in `queries`.

pub(crate) const ALL: &[&str] = &[];
