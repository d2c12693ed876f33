//! Staff sign in with user name, password and the number of their authenticator app. Whatever was wrong, the answer is
//! the same.

use super::session::{begin, origin, token};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, render_at};
use tb_http::{Answer, Typed, Visit, local_path};
use tb_kernel::Fail;
use tb_people::{SessionKind, TokenHash};

#[derive(Template)]
#[template(path = "entrance/staff.html")]
struct StaffSignIn {
    page: Page,
    form: Form,
    next: String,
}

pub(super) async fn ask(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let form = Form::filled(&visit, typed);
    show(&faces, &visit, form).await
}

async fn show(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let page = faces.page(visit, "").await?.at("/staff/sign-in");
    let next = local_path(form.typed.text("next")).unwrap_or("/console").to_owned();
    render_at(form.status, &StaffSignIn { page, form, next })
}

pub(super) async fn enter(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let (key, next) = (typed.key()?, typed.text("next").to_owned());
    let (name, password, number) = (typed.text("username"), typed.text("password"), typed.text("one_time_code"));
    let secret = token(&faces, &key, &[name, password, number]);
    let people = &faces.house.people;
    let entered = people.staff_sign_in(&key, name, password, number, TokenHash::of(&secret), &origin(&visit)).await;
    match entered {
        Ok(session) => {
            let actor = people.actor_for(&secret).await?.ok_or(Fail::Unknown)?;
            let person = actor.person.ok_or(Fail::Unknown)?;
            // Invited and nothing yet: there is only one page to go to.
            let next = if actor.grants.is_empty() { "/console/self/roles" } else { next.as_str() };
            begin(&faces, &visit, &secret, (SessionKind::Staff, session, person), next).await
        }
        Err(Fail::Refused(refusal)) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            show(&faces, &visit, form).await
        }
        Err(fail) => Err(fail.into()),
    }
}
