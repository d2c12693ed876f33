//! Signing in by telephone: number, code, and who it is when several share the number. The number travels in the forms,
//! never in an address.

use super::session::{begin, origin, token};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, go, render, render_at};
use tb_http::{Answer, Typed, Visit, local_path};
use tb_kernel::{Fail, PersonId, Refusal};
use tb_people::{SessionKind, SignedIn, TokenHash};

#[derive(Template)]
#[template(path = "entrance/phone.html")]
struct AskPhone {
    page: Page,
    form: Form,
    next: String,
    demo: bool,
}

#[derive(Template)]
#[template(path = "entrance/code.html")]
struct AskCode {
    page: Page,
    form: Form,
    phone: String,
    next: String,
    minutes: i64,
    /// Key for sending another code.
    again: String,
}

#[derive(Template)]
#[template(path = "entrance/person.html")]
struct AskPerson {
    page: Page,
    people: Vec<Somebody>,
    form: Form,
    proof: String,
    phone: String,
    next: String,
}

struct Somebody {
    id: PersonId,
    name: String,
    detail: String,
    mark: String,
}

#[derive(Template)]
#[template(path = "entrance/new.html")]
struct Newcomer {
    page: Page,
    proof: String,
    phone: String,
    key: String,
}

/// Where to go afterwards, as the form carries it.
fn next_of(typed: &Typed) -> String {
    local_path(typed.text("next")).unwrap_or("/").to_owned()
}

pub(super) async fn ask(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    if visit.actor.person.is_some() {
        return Ok(go(&visit, &next_of(&typed)));
    }
    let form = Form::blank(&visit);
    ask_again(&faces, &visit, form, next_of(&typed)).await
}

async fn ask_again(faces: &Faces, visit: &Visit, form: Form, next: String) -> Answer<Response> {
    let page = faces.page(visit, "").await?.at("/sign-in");
    render_at(form.status, &AskPhone { page, form, next, demo: faces.look.demo })
}

/// A step in the middle asked for by its address: from the beginning.
pub(super) async fn start_over(visit: Visit) -> Response {
    go(&visit, "/sign-in")
}

pub(super) async fn send(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let next = next_of(&typed);
    let phone = typed.text("phone").to_owned();
    let sent = faces.house.people.request_code(&visit.actor, &typed.key()?, &phone, &origin(&visit)).await;
    match sent {
        Ok(sent) => {
            let page = faces.page(&visit, "").await?.at("/sign-in");
            let minutes = sent.expires_at.since(faces.now()).whole_minutes().max(1);
            let (form, again) = (Form::blank(&visit), visit.fresh_key());
            render(&AskCode { page, form, phone, next, minutes, again })
        }
        Err(Fail::Refused(refusal)) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            ask_again(&faces, &visit, form, next).await
        }
        Err(fail) => Err(fail.into()),
    }
}

pub(super) async fn enter(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let people = &faces.house.people;
    let (key, next, phone) = (typed.key()?, next_of(&typed), typed.text("phone").to_owned());
    let code = typed.text("code").to_owned();
    let secret = token(&faces, &key, &[&phone, &code]);
    let hash = TokenHash::of(&secret);
    match people.sign_in_with_code(&visit.actor, &key, &phone, &code, hash, &origin(&visit)).await {
        Ok(SignedIn::Session { session, person }) => {
            begin(&faces, &visit, &secret, (SessionKind::Citizen, session, person), &next).await
        }
        Ok(SignedIn::Choose { .. }) => {
            let form = Form::blank(&visit);
            ask_person(&faces, &visit, form, secret, phone, next).await
        }
        Ok(SignedIn::New) => {
            let page = faces.page(&visit, "").await?.at("/sign-in");
            render(&Newcomer { page, proof: secret, phone, key: visit.fresh_key() })
        }
        Err(Fail::Refused(refusal)) => {
            let page = faces.page(&visit, "").await?.at("/sign-in");
            let form = Form::again(&visit, &page.t, typed, &refusal);
            let again = visit.fresh_key();
            render_at(form.status, &AskCode { page, form, phone, next, minutes: 0, again })
        }
        Err(fail) => Err(fail.into()),
    }
}

async fn ask_person(
    faces: &Faces,
    visit: &Visit,
    form: Form,
    proof: String,
    phone: String,
    next: String,
) -> Answer<Response> {
    let page = faces.page(visit, "").await?.at("/sign-in");
    let shown = faces.house.people.choices(TokenHash::of(&proof)).await?;
    let places = &faces.house.places;
    let people = shown.into_iter().map(|shown| Somebody {
        id: shown.id,
        detail: format!("{} · {}", shown.handle, places.name(shown.node)),
        mark: shown.surname.chars().next().map(String::from).unwrap_or_default(),
        name: shown.masked_name,
    });
    render_at(form.status, &AskPerson { people: people.collect(), page, form, proof, phone, next })
}

pub(super) async fn choose(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let (key, next, proof) = (typed.key()?, next_of(&typed), typed.text("proof").to_owned());
    let phone = typed.text("phone").to_owned();
    let Some(person) = typed.parsed::<PersonId>("person") else {
        let missing = Refusal::invalid().field("person", "common.field-missing");
        let form = Form::again(&visit, &faces.text(&visit), typed, &missing);
        return ask_person(&faces, &visit, form, proof, phone, next).await;
    };
    let secret = token(&faces, &key, &[&proof, &person.to_string()]);
    let (hash, proved) = (TokenHash::of(&secret), TokenHash::of(&proof));
    let chosen = faces.house.people.choose_person(&visit.actor, &key, proved, person, hash, &origin(&visit)).await;
    match chosen {
        Ok(session) => begin(&faces, &visit, &secret, (SessionKind::Citizen, session, person), &next).await,
        Err(Fail::Refused(refusal)) => {
            let form = Form::again(&visit, &faces.text(&visit), Typed::default(), &refusal);
            ask_again(&faces, &visit, form, next).await
        }
        Err(fail) => Err(fail.into()),
    }
}
