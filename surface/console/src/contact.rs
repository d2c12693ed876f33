//! Contact data that changed, and licences that were seen: entered by staff for somebody of their territory.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{communities, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::register::{door, licence_choices};
use crate::{read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{Level, Node, PersonId, Refusal};
use tb_people::{ContactChange, EmergencyInput, PersonView};
use tb_policy::Licence;
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/people/{id}/contact", "people.update-contact-form", roles::SERVE), show)
        .add(write("/console/people/{id}/contact", "people.update-contact", roles::SERVE), change)
        .add(read("/console/people/{id}/licence", "people.qualify-form", roles::DECIDE), licence_form)
        .add(write("/console/people/{id}/licence", "people.qualify", roles::DECIDE), licence)
}

#[derive(Template)]
#[template(path = "people/contact.html")]
struct Contact {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    street: String,
    communities: Vec<Choice>,
    form: Form,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    contact_page(&faces, &visit, id, Form::blank(&visit)).await
}

/// Fields left empty stay as they are.
async fn change(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let given = |field: &str| typed.given(field).map(str::to_owned);
    let emergency = ["emergency.name", "emergency.phone", "emergency.relation"];
    let emergency = emergency.iter().any(|field| typed.given(field).is_some()).then(|| EmergencyInput {
        name: typed.text("emergency.name").to_owned(),
        phone: typed.text("emergency.phone").to_owned(),
        relation: typed.text("emergency.relation").to_owned(),
    });
    let change = ContactChange {
        phone: given("phone"),
        node: Node::parse(typed.text("node")),
        address: given("address"),
        home: door(typed.text("home")),
        emergency,
        care: if typed.ticked("no_care") { Some(String::new()) } else { given("care") },
        proof: None,
    };
    let outcome = if change == ContactChange::default() {
        Err(Refusal::invalid().field("phone", "console.nothing-changed").into())
    } else {
        faces.house.people.update_contact(&visit.actor, &key(&typed)?, id, change).await
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/people/{id}"), "console-done-contact"),
        Sent::Again(form) => contact_page(&faces, &visit, id, form).await,
    }
}

async fn contact_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let street = view.node.at(Level::Street);
    let page = faces.page(visit, "people").await?.at(&format!("/console/people/{id}/contact"));
    let status = form.status;
    render_at(
        status,
        &Contact {
            crumbs: way(&t, &view, t.get("console-contact")),
            id,
            name: view.name,
            street: place_name(faces, street),
            communities: communities(faces, street, form.typed.text("node")),
            form,
            page,
        },
    )
}

/// The way to a page about a person.
pub(crate) fn way(t: &Text, view: &PersonView, here: String) -> Vec<Crumb> {
    let person = format!("/console/people/{}", view.id);
    crumbs([(t.get("ui-menu-people"), "/console/people"), (view.handle.clone(), &person), (here, "")])
}

#[derive(Template)]
#[template(path = "people/licence.html")]
struct Seen {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    licences: Vec<Choice>,
    form: Form,
}

async fn licence_form(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    licence_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn licence(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>, typed: Typed) -> Answer<Response> {
    let mut wrong = Refusal::invalid();
    let (licence, until) = (Licence::parse(typed.text("licence")), typed.day("until"));
    if licence.is_none() {
        wrong = wrong.field("licence", "people.missing");
    }
    if until.is_none() {
        wrong = wrong.field("until", "people.missing");
    }
    let outcome = match licence.zip(until) {
        Some((licence, until)) => faces.house.people.qualify(&visit.actor, &key(&typed)?, id, licence, until).await,
        None => Err(wrong.into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, &format!("/console/people/{id}"), "console-done-licence"),
        Sent::Again(form) => licence_page(&faces, &visit, id, form).await,
    }
}

async fn licence_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let page = faces.page(visit, "people").await?.at(&format!("/console/people/{id}/licence"));
    let status = form.status;
    render_at(
        status,
        &Seen {
            crumbs: way(&t, &view, t.get("console-licence-new")),
            id,
            name: view.name,
            licences: licence_choices(&t, form.typed.text("licence")),
            form,
            page,
        },
    )
}
