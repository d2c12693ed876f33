//! Stories of the pages, told through the router as a browser without scripts would: what is shown is read, forms are
//! filled in and sent with everything they carry. Sentences are strict: a missing one fails the story.

#![allow(clippy::unwrap_used)] // helpers of a test

mod browser;
mod entrance;
mod family;
mod groups;
mod html;
mod lateness;
mod learning;
mod the_loop;
mod town;
mod walk;
