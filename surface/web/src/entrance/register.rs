//! Registering as a volunteer or as somebody who receives help, after the telephone was proved. All faults at once,
//! nothing typed is lost; afterwards one is signed in.

use super::area::{Area, community};
use super::display::size_of;
use super::session::{begin, origin, token};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, render_at};
use tb_http::{Answer, Edition, Typed, Visit};
use tb_journal::Key;
use tb_kernel::Fail;
use tb_people::{
    Claims, ElderClaims, EmergencyInput, EnrolmentKind, Language, PersonInput, Registration, SessionKind, TokenHash,
    VolunteerClaims,
};
use tb_policy::{Trait, Version};

/// Version of the text that is agreed to; a new text gets a new one, and the old consents say which one they were for.
pub(super) const CONSENT: &str = "terms-1";

#[derive(Template)]
#[template(path = "entrance/register.html")]
struct Register {
    page: Page,
    form: Form,
    kind: &'static str,
    proof: String,
    phone: String,
    area: Area,
    step: String,
    asked: Asked,
}

/// What the city's rules let a form ask for.
pub(super) struct Asked {
    pub(super) volunteer: bool,
    /// Traits of elders that decide who is served, in the city's order.
    pub(super) traits: Vec<Choice>,
    /// Whose age the city wants, as a sentence.
    pub(super) age: String,
}

impl Asked {
    pub(super) fn of(page: &Page, version: &Version, kind: EnrolmentKind, typed: &Typed) -> Asked {
        let p = &version.parameters;
        let traits = Trait::ALL.iter().filter(|t| {
            p.recipients
                .classes
                .iter()
                .any(|class| class.cases.iter().any(|case| case.all.contains(t) || case.any.contains(t)))
        });
        let traits = traits.filter(|t| !matches!(t, Trait::AdvancedAge | Trait::HoldsTime));
        let traits = traits.map(|t| {
            let code = t.code();
            Choice::new(code, page.t.get(&format!("people-trait-{code}")), typed.has("traits", code))
        });
        let volunteer = kind == EnrolmentKind::Volunteer;
        let age = page.t.with("web-register-age", [("min", p.volunteer_age.min.to_string())]);
        Asked { volunteer, traits: traits.collect(), age: if volunteer { age } else { String::new() } }
    }
}

pub(super) fn kind_of(typed: &Typed) -> EnrolmentKind {
    EnrolmentKind::parse(typed.text("as")).unwrap_or(EnrolmentKind::Volunteer)
}

/// What the form declares.
pub(super) fn claims_of(kind: EnrolmentKind, typed: &Typed) -> Claims {
    match kind {
        EnrolmentKind::Volunteer => Claims::Volunteer(VolunteerClaims {
            resident: typed.ticked("claims.resident"),
            student: typed.ticked("claims.student"),
            healthy: typed.ticked("claims.healthy"),
            good_record: typed.ticked("claims.good_record"),
        }),
        EnrolmentKind::Elder => Claims::Elder(ElderClaims {
            resident: typed.ticked("claims.resident"),
            traits: typed.many("traits").iter().filter_map(|code| Trait::parse(code)).collect(),
        }),
    }
}

/// The form: `do` is `start` (empty), `look` (the next list of the chooser), or `send`.
pub(super) async fn form(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    match typed.text("do") {
        "send" => send(faces, visit, typed).await,
        _ => {
            let form = Form::filled(&visit, typed);
            show(&faces, &visit, form).await
        }
    }
}

async fn show(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let page = faces.page(visit, "").await?.at("/sign-in");
    let kind = kind_of(&form.typed);
    let area = Area::of(&faces.house.places, &form.typed);
    let asked = Asked::of(&page, &*faces.rules()?, kind, &form.typed);
    let (proof, phone) = (form.typed.text("proof").to_owned(), form.typed.text("phone").to_owned());
    let step = area.step(&page);
    render_at(form.status, &Register { kind: kind.code(), proof, phone, area, step, asked, page, form })
}

async fn send(faces: Faces, visit: Visit, typed: Typed) -> Answer<Response> {
    let people = &faces.house.people;
    let (key, proof) = (typed.key()?, typed.text("proof").to_owned());
    match people.register(&visit.actor, &key, registration(&faces, &visit, &typed)).await {
        Ok(registered) => {
            let person = registered.person;
            let secret = token(&faces, &key, &[&proof, &person.to_string()]);
            let (hash, proved) = (TokenHash::of(&secret), TokenHash::of(&proof));
            // A key that follows from the form's own, so that a second press finds the same session.
            let enter = Key::parse(&format!("{}-in", key.text()))?;
            let session = people.choose_person(&visit.actor, &enter, proved, person, hash, &origin(&visit)).await?;
            begin(&faces, &visit, &secret, (SessionKind::Citizen, session, person), "/").await
        }
        Err(Fail::Refused(refusal)) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            show(&faces, &visit, form).await
        }
        Err(fail) => Err(fail.into()),
    }
}

fn registration(faces: &Faces, visit: &Visit, typed: &Typed) -> Registration {
    let text = |field: &str| typed.text(field).to_owned();
    let named = ["emergency.name", "emergency.phone", "emergency.relation"];
    let emergency = named.iter().any(|field| typed.given(field).is_some()).then(|| EmergencyInput {
        name: text("emergency.name"),
        phone: text("emergency.phone"),
        relation: text("emergency.relation"),
    });
    let elder = visit.edition == Edition::Elder;
    Registration {
        person: PersonInput {
            name: text("name"),
            id_no: text("id_no"),
            phone: text("phone"),
            node: community(&faces.house.places, typed),
            address: text("address"),
            home: None,
            emergency,
            language: Language::parse(visit.lang).unwrap_or_default(),
            edition: if elder { tb_people::Edition::Elder } else { tb_people::Edition::Standard },
            text_size: size_of(visit.text_size),
        },
        claims: Some(claims_of(kind_of(typed), typed)),
        consent: if typed.ticked("consent") { CONSENT.to_owned() } else { String::new() },
        proof: Some(TokenHash::of(typed.text("proof"))),
        hotline: false,
    }
}
