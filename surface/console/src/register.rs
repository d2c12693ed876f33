//! Registering somebody at the desk or on the telephone: a volunteer, an elder, or family. Everything that is wrong is
//! told at once and nothing typed is lost. First the street (in a larger territory), then the form.

use crate::forms::{Sent, key, sent};
use crate::ground::{communities, place_name, streets};
use crate::lists::text;
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, Pill, done, render_at};
use tb_http::{Answer, Doors, Trouble, Typed, Visit};
use tb_kernel::{Level, Node};
use tb_people::{
    Claims, Edition, ElderClaims, EmergencyInput, Language, PersonInput, Registration, TextSize, VolunteerClaims,
};
use tb_places::Point;
use tb_policy::Trait;
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/people/new", "people.register-form", roles::SERVE), show)
        .add(write("/console/people/new", "people.register", roles::SERVE), register)
}

/// The text people agree to, by version; the page shows it.
const CONSENT: &str = "1";

/// What somebody is registered as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    Elder,
    Volunteer,
    Family,
}

impl As {
    const EVERY: [As; 3] = [As::Elder, As::Volunteer, As::Family];
    const fn code(self) -> &'static str {
        match self {
            As::Elder => "elder",
            As::Volunteer => "volunteer",
            As::Family => "family",
        }
    }
    fn of(typed: &Typed) -> As {
        As::EVERY.into_iter().find(|kind| kind.code() == typed.text("kind")).unwrap_or(As::Elder)
    }
}

#[derive(Template)]
#[template(path = "people/register.html")]
struct Register {
    page: Page,
    kinds: Vec<Pill>,
    kind: &'static str,
    streets: Vec<Choice>,
    /// The street chosen; empty: not yet.
    street: String,
    street_name: String,
    communities: Vec<Choice>,
    traits: Vec<Choice>,
    form: Form,
}

async fn show(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let form = Form::filled(&visit, typed);
    form_page(&faces, &visit, form).await
}

async fn register(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let input = input_of(&typed);
    let outcome = faces.house.people.register(&visit.actor, &key(&typed)?, input).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(registered) => {
            let said = match (registered.new_person, registered.enrolment) {
                (true, Some(_)) => "console-done-registered",
                (true, None) => "console-done-family",
                (false, _) => "console-done-enrolled",
            };
            Ok(done(&visit, &format!("/console/people/{}", registered.person), said, &[]))
        }
        Sent::Again(form) => form_page(&faces, &visit, form).await,
    }
}

async fn form_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let held = visit.actor.territory(roles::SERVE);
    let street = street_of(&held, form.typed.text("street"))?;
    let kind = As::of(&form.typed);
    let page = faces.page(visit, "people").await?.at("/console/people/new");
    let community =
        |text: &str| held.iter().find(|node| node.level() == Level::Community).map_or(text.to_owned(), Node::to_string);
    let communities = match street {
        Some(street) => {
            let chosen = community(form.typed.text("node"));
            let all = communities(faces, street, &chosen);
            let covered =
                |choice: &Choice| Node::parse(&choice.value).is_some_and(|n| held.iter().any(|h| h.covers(n)));
            all.into_iter().filter(covered).collect()
        }
        None => Vec::new(),
    };
    let status = if street.is_some() { form.status } else { StatusCode::OK };
    render_at(
        status,
        &Register {
            kinds: kinds(&t, kind, street),
            kind: kind.code(),
            streets: streets(faces, &held, street),
            street: street.map(|street| street.to_string()).unwrap_or_default(),
            street_name: street.map(|street| place_name(faces, street)).unwrap_or_default(),
            communities,
            traits: traits(&t, &form),
            form,
            page,
        },
    )
}

/// The street that was chosen, or the only one there is; outside the territory there is none.
fn street_of(held: &[Node], asked: &str) -> Answer<Option<Node>> {
    let small = |node: &Node| matches!(node.level(), Level::Street | Level::Community);
    if asked.is_empty() {
        let only = held.first().filter(|_| held.len() == 1).filter(|node| small(node));
        return Ok(only.map(|node| node.at(Level::Street)));
    }
    let street = Node::parse(asked).filter(|node| node.level() == Level::Street);
    let inside = |street: &Node| held.iter().any(|held| held.covers(*street) || street.covers(*held));
    street.filter(inside).map(Some).ok_or_else(Trouble::not_found)
}

fn kinds(t: &Text, chosen: As, street: Option<Node>) -> Vec<Pill> {
    let street = street.map(|street| street.to_string()).unwrap_or_default();
    let pill = |kind: As| Pill {
        label: t.get(&format!("console-register-{}", kind.code())),
        href: format!("/console/people/new?{}", Typed::default().query(&[("kind", kind.code()), ("street", &street)])),
        now: kind == chosen,
    };
    As::EVERY.into_iter().map(pill).collect()
}

fn traits(t: &Text, form: &Form) -> Vec<Choice> {
    let choice = |one: &Trait| {
        Choice::new(one.code(), t.get(&format!("people-trait-{}", one.code())), form.has("traits", one.code()))
    };
    Trait::ALL.iter().filter(|one| one.code() != "holds_time").map(choice).collect()
}

fn input_of(typed: &Typed) -> Registration {
    let emergency = ["emergency.name", "emergency.phone", "emergency.relation"];
    let emergency = emergency.iter().any(|field| typed.given(field).is_some()).then(|| EmergencyInput {
        name: typed.text("emergency.name").to_owned(),
        phone: typed.text("emergency.phone").to_owned(),
        relation: typed.text("emergency.relation").to_owned(),
    });
    let claims = match As::of(typed) {
        As::Family => None,
        As::Volunteer => Some(Claims::Volunteer(VolunteerClaims {
            resident: typed.ticked("resident"),
            student: typed.ticked("student"),
            healthy: typed.ticked("claims.healthy"),
            good_record: typed.ticked("claims.good_record"),
        })),
        As::Elder => Some(Claims::Elder(ElderClaims {
            resident: typed.ticked("resident"),
            traits: typed.many("traits").iter().filter_map(|code| Trait::parse(code)).collect(),
        })),
    };
    let elder = matches!(claims, Some(Claims::Elder(_)));
    Registration {
        person: PersonInput {
            name: typed.text("name").to_owned(),
            id_no: typed.text("id_no").to_owned(),
            phone: typed.text("phone").to_owned(),
            node: Node::parse(typed.text("node")),
            address: typed.text("address").to_owned(),
            home: door(typed.text("home")),
            emergency,
            language: Language::default(),
            // Who comes to the desk as an elder gets the elder edition; it can be changed on every page.
            edition: if elder { Edition::Elder } else { Edition::default() },
            text_size: TextSize::default(),
        },
        claims,
        consent: if typed.ticked("consent") { CONSENT.to_owned() } else { String::new() },
        proof: None,
        hotline: typed.ticked("hotline"),
    }
}

/// Where the door is, as `longitude,latitude`. What cannot be read is a place in the ocean, which the rules refuse at its
/// field together with everything else that is wrong.
pub(crate) fn door(text: &str) -> Option<Point> {
    if text.is_empty() { None } else { Point::parse(text).or_else(|| Point::new(-30.0, 0.5)) }
}

/// A person's licences by name, for a choice.
pub(crate) fn licence_choices(t: &Text, chosen: &str) -> Vec<Choice> {
    labels::choices(tb_policy::Licence::ALL, chosen, tb_policy::Licence::code, |licence| {
        t.get(&format!("people-licence-{}", licence.code()))
    })
}
