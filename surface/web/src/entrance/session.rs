//! Beginning a session after any of the ways in, and ending it.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};
use tb_frame::{Faces, done, go};
use tb_http::{Answer, Choice, Edition, Visit, local_path};
use tb_journal::Key;
use tb_kernel::{Actor, Fail, Kind, PersonId, SessionId, Span};
use tb_people::{Origin, Preferences, SessionKind, TextSize};

/// How long the browser keeps the cookie; the house ends idle sessions long before.
const CITIZEN_COOKIE: Span = Span::days(365);
const STAFF_COOKIE: Span = Span::hours(8);
/// For so long a repeated sign-in gives the same token again, in microseconds.
const REPEATABLE: i64 = 10 * 60 * 1_000_000;

pub(super) fn origin(visit: &Visit) -> Origin {
    Origin { address: visit.address.to_string(), device: visit.device.clone(), request: Some(visit.request_id) }
}

/// The token of a sign-in. Not drawn but derived from the form's key and what was typed, so that a second press of the
/// button gives the same session and not an error; only for some minutes, so that an old form is worth nothing.
pub(super) fn token(faces: &Faces, key: &Key, typed: &[&str]) -> String {
    let window = faces.now().0.div_euclid(REPEATABLE);
    let content = format!("{}|{window}|{}", key.text(), typed.join("|"));
    tb_crypto::hex(&faces.house.keys.blind("web-session", &content))
}

/// A key for a form that carries none because pressing it twice does no harm.
pub(super) fn any_key(visit: &Visit) -> Answer<Key> {
    Ok(Key::parse(&visit.fresh_key())?)
}

/// Signed in: sets the cookie, shows the pages as the person wants them, goes on.
pub(super) async fn begin(
    faces: &Faces,
    visit: &Visit,
    token: &str,
    who: (SessionKind, SessionId, PersonId),
    next: &str,
) -> Answer<Response> {
    let (kind, session, person) = who;
    let staff = kind == SessionKind::Staff;
    let cookie = visit.begin_session(token, if staff { STAFF_COOKIE } else { CITIZEN_COOKIE });
    let home = if staff { "/console" } else { "/" };
    let next = local_path(next).filter(|path| *path != "/sign-in").unwrap_or(home);
    let mut response = (cookie, go(visit, next)).into_response();
    let me = faces.house.people.me(&Actor::citizen(session, person)).await?;
    for choice in wanted(visit, me.preferences) {
        response.headers_mut().append(SET_COOKIE, visit.remember(choice).header().clone());
    }
    Ok(response)
}

/// What the person once chose, unless this browser was told otherwise.
fn wanted(visit: &Visit, preferences: Preferences) -> Vec<Choice> {
    let mut choices = Vec::new();
    if visit.edition == Edition::Normal && preferences.edition == tb_people::Edition::Elder {
        choices.push(Choice::Edition(Edition::Elder));
    }
    let size = match preferences.text_size {
        TextSize::Normal => 1,
        TextSize::Large => 2,
        TextSize::Larger => 3,
        TextSize::Largest => 4,
    };
    if visit.text_size == 0 && size > 1 {
        choices.push(Choice::TextSize(size));
    }
    choices
}

/// Ends the session, also when it has already ended by itself.
pub(super) async fn leave(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    if visit.actor.person.is_some() {
        match faces.house.people.sign_out(&visit.actor, &any_key(&visit)?).await {
            Ok(()) => {}
            Err(Fail::Refused(refusal)) if matches!(refusal.kind, Kind::NotFound | Kind::SignIn) => {}
            Err(fail) => return Err(fail.into()),
        }
    }
    Ok((visit.end_session(), done(&visit, "/", "web-signed-out", &[])).into_response())
}

/// A clerk, or kin, stops acting for somebody.
pub(super) async fn stop_acting(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    if visit.actor.acting_for.is_none() {
        return Ok(go(&visit, "/"));
    }
    faces.house.people.stop_acting(&visit.actor, &any_key(&visit)?).await?;
    let to = if visit.actor.is_proxy() { "/family" } else { "/console" };
    Ok(done(&visit, to, "web-acting-left", &[]))
}
