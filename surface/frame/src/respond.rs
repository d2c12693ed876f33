//! How a handler answers.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use tb_http::{Answer, Trouble, Visit, redirect_after_post};
use tb_kernel::{Fail, Kind, Outcome, Refusal};

/// A page.
pub fn render(template: &impl Template) -> Answer<Response> {
    render_at(StatusCode::OK, template)
}

/// A page with a status of its own: a form that was refused.
pub fn render_at(status: StatusCode, template: &impl Template) -> Answer<Response> {
    let page = template.render().map_err(Fail::fault)?;
    Ok((status, Html(page)).into_response())
}

/// To another page.
pub fn go(visit: &Visit, path: &str) -> Response {
    redirect_after_post(visit, path)
}

/// After a write: to another page, which says once what was done.
pub fn done(visit: &Visit, path: &str, notice: &str, args: &[(&str, String)]) -> Response {
    (visit.notice(notice, args), redirect_after_post(visit, path)).into_response()
}

/// A refusal that a form can tell, apart from what has a page of its own: not found, sign in, busy, a fault.
///
/// # Errors
/// Everything a form cannot tell.
pub fn refused_or<T>(outcome: Outcome<T>) -> Answer<Result<T, Refusal>> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(Fail::Refused(refusal)) if !matches!(refusal.kind, Kind::NotFound | Kind::SignIn) => Ok(Err(refusal)),
        Err(fail) => Err(Trouble::from(fail)),
    }
}
