//! The outreach register on both engines: files come in, rows are repaired, doubles decided, elders registered.

mod imports;
mod people;
mod town;
