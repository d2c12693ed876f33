//! The console told through its pages: a real house, real sessions, the pages read as a browser reads them.

#![allow(clippy::unwrap_used)] // helpers of a test

mod clerks_day;
mod export;
mod officers;
mod pages;
mod town;
mod words;
