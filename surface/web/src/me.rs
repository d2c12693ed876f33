//! 我的: who one is here, what is kept, who looked at it, where one is signed in, how pages look, the card.

use crate::home::{Standing, facts, subject};
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use qrcode::QrCode;
use qrcode::render::svg;
use tb_frame::{CardPaper, card_paper, pdf};
use tb_frame::{Choice, Faces, Form, More, Page, done, refused_or, render, render_at, when_words};
use tb_http::{Answer, Doors, Limit, Typed, Visit};
use tb_kernel::{Cursor, Fail, Identity, PageSize, Refusal, SessionId};
use tb_people::{Change, ContactChange, EmergencyInput, EnrolmentView, LinkView, PersonView};

/// Rows of the list of looks.
const ROWS: i64 = 30;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(own("/me", "page.me"), show)
        .add(own("/me/profile", "page.profile"), profile)
        .add(own("/me/contact", "page.contact"), contact)
        .add(own_form("/me/contact", "people.update-contact"), change_contact)
        .add(own("/me/looks", "page.looks"), looks)
        .add(own("/me/sessions", "page.sessions"), sessions)
        .add(own_form("/me/sessions", "people.revoke-session"), revoke)
        .add(own("/me/display", "page.display"), display)
        .add(own("/me/card", "page.card-print"), card)
        .add(own("/me/card/pdf", "page.card-pdf").limit(Limit::Heavy), card_pdf)
        .add(own("/me/leave", "page.leave"), ask_leave)
        .add(own_form("/me/leave", "people.change-enrolment"), leave)
}

#[derive(Template)]
#[template(path = "me/me.html")]
struct Me {
    page: Page,
    name: String,
    detail: String,
    mark: String,
    standing: Standing,
    enrolled: Vec<(String, &'static str)>,
    own: bool,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let view = faces.house.people.person_view(&visit.actor, person).await?;
    let standing = Standing::of(&facts(&faces, person).await?);
    let enrolled = view.enrolments.iter().map(|e| (enrolment(&page, e), enrolment_tone(e)));
    let template = Me {
        mark: view.name.chars().next().map(String::from).unwrap_or_default(),
        enrolled: enrolled.collect(),
        name: view.name,
        detail: view.handle,
        standing,
        own: is_own(&visit),
        page,
    };
    render(&template)
}

/// True on one's own pages; false for a clerk who acts for somebody.
fn is_own(visit: &Visit) -> bool {
    matches!(visit.actor.identity, Identity::Citizen(_)) && visit.actor.acting_for.is_none()
}

/// `志愿者：已通过`.
fn enrolment(page: &Page, e: &EnrolmentView) -> String {
    let (kind, state) =
        (page.t.get(&format!("people-kind-{}", e.kind)), page.t.get(&format!("people-state-{}", e.state)));
    format!("{kind} · {state}")
}

fn enrolment_tone(e: &EnrolmentView) -> &'static str {
    use tb_people::EnrolmentState as S;
    match e.state {
        S::Active => "ok",
        S::Applied | S::Registered => "wait",
        S::Suspended | S::Refused => "bad",
        S::Exited => "still",
    }
}

#[derive(Template)]
#[template(path = "me/profile.html")]
struct Profile {
    page: Page,
    facts: Vec<(String, String)>,
    enrolments: Vec<(String, String)>,
    links: Vec<(String, String)>,
    consents: Vec<(String, String)>,
    own: bool,
    may_leave: bool,
}

async fn profile(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let people = &faces.house.people;
    let view = people.person_view(&visit.actor, person).await?;
    let consents = people.consents(&visit.actor, person).await?;
    let own = is_own(&visit);
    let template = Profile {
        facts: profile_facts(&page, &view),
        enrolments: view.enrolments.iter().map(|e| (enrolment(&page, e), enrolment_detail(&page, e))).collect(),
        links: view.links.iter().map(|link| link_row(&page, link)).collect(),
        consents: consents.iter().map(|(text, at)| (text.clone(), when_words(&page.t, *at, page.now))).collect(),
        may_leave: own && view.enrolments.iter().any(|e| e.state.is_running()),
        own,
        page,
    };
    render(&template)
}

fn profile_facts(page: &Page, view: &PersonView) -> Vec<(String, String)> {
    let say = |key: &str| page.t.get(key);
    let given = |given: bool| say(if given { "web-given" } else { "web-not-given" });
    vec![
        (say("web-profile-name"), view.name.clone()),
        (say("web-profile-handle"), view.handle.clone()),
        (say("web-profile-id"), view.id_no.clone()),
        (say("web-profile-phone"), view.phone.clone().unwrap_or_else(|| say("web-not-given"))),
        (say("web-profile-age"), page.t.with("web-age", [("age", view.age.to_string())])),
        (say("web-profile-area"), view.area.clone()),
        (say("web-profile-address"), given(view.has_address)),
        (say("web-profile-emergency"), given(view.has_emergency)),
        (say("web-profile-since"), page.t.date(view.registered_at.day())),
    ]
}

fn enrolment_detail(page: &Page, e: &EnrolmentView) -> String {
    let since = e.active_since.unwrap_or(e.applied_at).day();
    let article = e.article.as_ref().map(|article| page.t.with("ui-article", [("article", article.clone())]));
    [Some(page.t.date(since)), e.reason.clone(), article].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn link_row(page: &Page, link: &LinkView) -> (String, String) {
    let kind = page.t.get(&format!("people-link-kind-{}", link.kind.code()));
    let state = page.t.get(&format!("people-link-state-{}", link.state));
    (link.other_name.clone(), format!("{kind} · {state}"))
}

#[derive(Template)]
#[template(path = "me/contact.html")]
struct Contact {
    page: Page,
    form: Form,
}

/// One's own address and whom to call; the telephone is changed at a site or by signing in with the new one.
async fn contact(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let known = faces.house.people.own_contact(&visit.actor).await?;
    let page = faces.page(&visit, "me").await?;
    let emergency = known.emergency.as_ref();
    let typed = Typed::of([
        ("address", known.address.clone()),
        ("emergency.name", emergency.map(|e| e.name.text().to_owned()).unwrap_or_default()),
        ("emergency.phone", emergency.map(|e| e.phone.text().to_owned()).unwrap_or_default()),
        ("emergency.relation", emergency.map(|e| e.relation.clone()).unwrap_or_default()),
    ]);
    render(&Contact { page, form: Form::filled(&visit, typed) })
}

async fn change_contact(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let text = |field: &str| typed.text(field).to_owned();
    let named = ["emergency.name", "emergency.phone", "emergency.relation"];
    let emergency = named.iter().any(|field| typed.given(field).is_some()).then(|| EmergencyInput {
        name: text("emergency.name"),
        phone: text("emergency.phone"),
        relation: text("emergency.relation"),
    });
    let change = ContactChange { address: Some(text("address")), emergency, ..ContactChange::default() };
    match refused_or(faces.house.people.update_contact(&visit.actor, &typed.key()?, person, change).await)? {
        Ok(_) => Ok(done(&visit, "/me/profile", "web-contact-changed", &[])),
        Err(refusal) => {
            let page = faces.page(&visit, "me").await?;
            let form = Form::again(&visit, &page.t, typed, &refusal);
            render_at(form.status, &Contact { page, form })
        }
    }
}

#[derive(Template)]
#[template(path = "me/looks.html")]
struct Looks {
    page: Page,
    rows: Vec<LookRow>,
    more: More,
}

struct LookRow {
    who: String,
    when: String,
    why: String,
    href: String,
}

async fn looks(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let after = typed.given("after");
    let found =
        faces.house.people.who_looked(&visit.actor, person, after.and_then(Cursor::decode), PageSize::of(ROWS)).await?;
    let places = &faces.house.places;
    let rows = found.rows.iter().map(|look| {
        let role = look.role.map(|role| page.t.get(&format!("people-role-{}", role.code())));
        let place = look.node.map(|node| places.name(node));
        let who = [look.by.clone(), role, place].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let purpose = page.t.get(&format!("people-look-{}", look.purpose));
        LookRow {
            who,
            when: when_words(&page.t, look.at, page.now),
            why: if look.order.is_some() || look.reason.is_empty() {
                purpose
            } else {
                page.t.with("web-look-because", [("purpose", purpose), ("reason", look.reason.clone())])
            },
            href: look.order.map(|order| format!("/orders/{order}")).unwrap_or_default(),
        }
    });
    let (rows, more) = (rows.collect(), More::of("/me/looks", "", after, found.next.as_deref()));
    render(&Looks { rows, more, page })
}

#[derive(Template)]
#[template(path = "me/sessions.html")]
struct Sessions {
    page: Page,
    rows: Vec<SessionRow>,
    key: String,
    others: bool,
}

struct SessionRow {
    id: SessionId,
    device: String,
    when: String,
    current: bool,
    key: String,
}

async fn sessions(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let page = faces.page(&visit, "me").await?;
    let found = faces.house.people.sessions(&visit.actor).await?;
    let rows: Vec<SessionRow> = found
        .into_iter()
        .map(|session| SessionRow {
            id: session.id,
            device: device(&page, &session.device),
            when: page.t.with("web-session-seen", [("when", when_words(&page.t, session.seen_at, page.now))]),
            current: session.current,
            key: visit.fresh_key(),
        })
        .collect();
    let others = rows.iter().any(|row| !row.current);
    render(&Sessions { rows, key: visit.fresh_key(), others, page })
}

/// What a browser calls itself, in a word or two.
fn device(page: &Page, agent: &str) -> String {
    const KNOWN: [(&str, &str); 8] = [
        ("MicroMessenger", "WeChat"),
        ("Alipay", "Alipay"),
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
    ];
    let found: Vec<&str> =
        KNOWN.iter().filter(|(word, _)| agent.contains(word)).map(|(_, name)| *name).take(2).collect();
    if found.is_empty() { page.t.get("web-device-unknown") } else { found.join(" · ") }
}

async fn revoke(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let (people, key) = (&faces.house.people, typed.key()?);
    match typed.parsed::<SessionId>("session") {
        Some(session) => match people.revoke_session(&visit.actor, &key, session).await {
            // Ended already: what was wanted is so.
            Ok(()) | Err(Fail::Refused(Refusal { kind: tb_kernel::Kind::NotFound, .. })) => {}
            Err(fail) => return Err(fail.into()),
        },
        None => {
            people.revoke_other_sessions(&visit.actor, &key).await?;
        }
    }
    Ok(done(&visit, "/me/sessions", "web-session-ended", &[]))
}

#[derive(Template)]
#[template(path = "me/display.html")]
struct Display {
    page: Page,
}

async fn display(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    render(&Display { page: faces.page(&visit, "me").await? })
}

#[derive(Template)]
#[template(path = "me/card.html")]
struct Card {
    page: Page,
    name: String,
    handle: String,
    area: String,
    code: String,
    qr: String,
    today: String,
}

/// The card with its eight digits: kept at home, shown to the volunteer instead of a telephone.
async fn card(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "").await?;
    let view = faces.house.people.person_view(&visit.actor, person).await?;
    let code = tb_crypto::card_code(&faces.house.keys, person.0.as_bytes(), view.card_version);
    let qr = qr(&code)?;
    let (first, second) = code.split_at_checked(4).unwrap_or((&code, ""));
    let template = Card {
        name: view.name,
        handle: view.handle,
        area: view.area,
        code: format!("{first} {second}"),
        qr,
        today: page.now.day().to_string(),
        page,
    };
    render(&template)
}

/// The same as PDF, for a printer: one card to hang by the door, one to carry.
async fn card_pdf(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let view = faces.house.people.person_view(&visit.actor, person).await?;
    let t = faces.text(&visit);
    let card = CardPaper {
        bank: faces.product(t.lang()),
        name: view.name,
        handle: view.handle,
        area: view.area,
        code: tb_crypto::card_code(&faces.house.keys, person.0.as_bytes(), view.card_version),
        help_phone: faces.look.help_phone.clone(),
        day: t.date(faces.now().day()),
    };
    let printed = faces.printed(move |fonts| card_paper(fonts, &t, &card)).await?;
    pdf(printed, "card")
}

/// A QR picture without size or colours of its own: the style sheet gives them.
fn qr(text: &str) -> Answer<String> {
    let code = QrCode::new(text.as_bytes()).map_err(Fail::fault)?;
    let drawn = code.render::<svg::Color<'_>>().quiet_zone(true).min_dimensions(200, 200).build();
    // Only the picture itself; the declaration before it belongs to a file.
    Ok(drawn.split_once("?>").map_or(drawn.clone(), |(_, picture)| picture.to_owned()))
}

#[derive(Template)]
#[template(path = "me/leave.html")]
struct Leave {
    page: Page,
    form: Form,
    choices: Vec<Choice>,
}

async fn ask_leave(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let form = Form::blank(&visit);
    leave_form(&faces, &visit, form).await
}

async fn leave_form(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let page = faces.page(visit, "me").await?;
    let view = faces.house.people.person_view(&visit.actor, subject(visit)?).await?;
    let running = view.enrolments.iter().filter(|e| e.state.is_running());
    let choices =
        running.map(|e| Choice::new(e.id.to_string(), enrolment(&page, e), form.has("enrolment", &e.id.to_string())));
    let choices: Vec<Choice> = choices.collect();
    if choices.is_empty() {
        return Ok(done(visit, "/me/profile", "web-nothing-to-leave", &[]));
    }
    let template = Leave { choices, page, form };
    render_at(template.form.status, &template)
}

async fn leave(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let outcome = match typed.parsed("enrolment") {
        Some(enrolment) => {
            let (key, reason) = (typed.key()?, typed.text("reason").to_owned());
            faces.house.people.change_enrolment(&visit.actor, &key, enrolment, Change::Exit, &reason).await
        }
        None => Err(Refusal::invalid().field("enrolment", "common.field-missing").into()),
    };
    match refused_or(outcome)? {
        Ok(_) => Ok(done(&visit, "/me/profile", "web-left", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            leave_form(&faces, &visit, form).await
        }
    }
}
