//! Forms of the console: how a command's answer becomes the next page or the same form again.

use axum::response::Response;
use tb_frame::{Faces, Form, done, refused_or};
use tb_http::{Answer, Typed, Visit};
use tb_journal::Key;
use tb_kernel::Outcome;

/// What came of a form.
pub(crate) enum Sent<T> {
    Done(T),
    /// Shown again with what is wrong.
    Again(Form),
}

/// Sorts a command's outcome: done, or the form again; what has a page of its own passes through.
///
/// # Errors
/// Everything a form cannot tell.
pub(crate) fn sent<T>(faces: &Faces, visit: &Visit, typed: Typed, outcome: Outcome<T>) -> Answer<Sent<T>> {
    Ok(match refused_or(outcome)? {
        Ok(answer) => Sent::Done(answer),
        Err(refusal) => Sent::Again(Form::again(visit, &faces.text(visit), typed, &refusal)),
    })
}

/// The key of a form.
///
/// # Errors
/// A refusal when it is missing.
pub(crate) fn key(typed: &Typed) -> Answer<Key> {
    Ok(typed.key()?)
}

/// To a page that says once what was done.
pub(crate) fn said(visit: &Visit, path: &str, notice: &str) -> Answer<Response> {
    Ok(done(visit, path, notice, &[]))
}
