//! The door as callers meet it: every rule of it, asked through the router.

#![allow(clippy::unwrap_used)] // helpers of a test

mod access;
mod dress;
mod forms;
mod house;
mod programs;
mod running;
mod throng;
