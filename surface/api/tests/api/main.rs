//! The API as a program meets it: HTTP in, HTTP out, over a real house on both engines.

#![allow(clippy::unwrap_used)] // helpers of a test

mod document;
mod door;
mod lists;
mod the_loop;
mod town;
