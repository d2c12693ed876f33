//! The page for every "no" that no other page tells: in the house's frame, in both languages, with a way on and the
//! number to quote. Needs no database, because that may be what is missing.

use crate::faces::Faces;
use crate::page::Page;
use askama::Template;
use tb_http::{Problem, Visit, plain_error_page};

#[derive(Template)]
#[template(path = "error/citizen.html")]
struct Citizen<'a> {
    page: Page,
    problem: &'a Problem,
    article: &'a str,
}

#[derive(Template)]
#[template(path = "error/console.html")]
struct Console<'a> {
    page: Page,
    problem: &'a Problem,
    article: &'a str,
}

/// For [`tb_http::Porter::with_error_page`].
pub fn error_page(faces: Faces) -> impl Fn(&Visit, &Problem) -> String + Send + Sync + 'static {
    move |visit, problem| {
        // The page may be the answer to a form; choices made on it lead to the first page.
        let page = Page::of_visitor(&faces, visit, "").at("/");
        let article = problem.article.as_deref().unwrap_or_default();
        let told = if visit.path.starts_with("/console") && !visit.actor.grants.is_empty() {
            Console { page: page.at("/console"), problem, article }.render()
        } else {
            Citizen { page, problem, article }.render()
        };
        told.unwrap_or_else(|_| plain_error_page(visit, problem))
    }
}
