//! Who may do what to whom through every route, and what comes of bad input: HTTP in, HTTP out, over a real house.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of a test

mod browser;
mod cast;
mod expect;
mod matrix;
mod people;
mod table;
mod things;
mod town;
mod watch;
