//! A further enrolment of somebody who is known: a volunteer who now asks for help, an elder who can still help others.

use super::register::{Asked, CONSENT, claims_of, kind_of};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, done, refused_or, render_at};
use tb_http::{Answer, Typed, Visit};
use tb_people::Enrol;

#[derive(Template)]
#[template(path = "entrance/enrol.html")]
struct EnrolPage {
    page: Page,
    form: Form,
    kind: &'static str,
    asked: Asked,
}

pub(super) async fn ask(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let form = Form::filled(&visit, typed);
    show(&faces, &visit, form).await
}

async fn show(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let page = faces.page(visit, "me").await?;
    let kind = kind_of(&form.typed);
    let page = page.at(&format!("/enrol?as={kind}"));
    let asked = Asked::of(&page, &*faces.rules()?, kind, &form.typed);
    render_at(form.status, &EnrolPage { kind: kind.code(), asked, page, form })
}

pub(super) async fn send(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let kind = kind_of(&typed);
    let consent = if typed.ticked("consent") { CONSENT.to_owned() } else { String::new() };
    let input = Enrol { claims: claims_of(kind, &typed), consent };
    match refused_or(faces.house.people.enrol(&visit.actor, &typed.key()?, input).await)? {
        Ok(_) => Ok(done(&visit, "/me", "web-enrol-sent", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            show(&faces, &visit, form).await
        }
    }
}
