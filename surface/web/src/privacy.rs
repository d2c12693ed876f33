//! 我的信息: what one allows and takes back, what was changed, what one says is wrong. The same pages serve a clerk who acts
//! for somebody; then fields are named but old and new values are not shown.

use crate::home::subject;
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render, render_at, when_words};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{Cursor, PageSize, Refusal};
use tb_people::{CorrectionAbout, CorrectionState, CorrectionView, ProfileChange, Purpose};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(own("/me/consents", "page.consents"), consents)
        .add(own_form("/me/consents", "people.consent"), consent)
        .add(own("/me/data", "page.data"), data)
        .add(own("/me/data/correct", "page.correct"), correct)
        .add(own_form("/me/data/correct", "people.ask-correction"), ask_correction)
}

/// Changes shown at once; all of them stand in the export.
const CHANGES: i64 = 50;

#[derive(Template)]
#[template(path = "me/consents.html")]
struct Consents {
    page: Page,
    rows: Vec<ConsentRow>,
    receipts: Vec<(String, String)>,
    back: String,
}

struct ConsentRow {
    purpose: &'static str,
    version: i64,
    title: String,
    what: String,
    who: String,
    long: String,
    without: String,
    given: bool,
    state: String,
    tone: &'static str,
    key: String,
}

async fn consents(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let people = &faces.house.people;
    let (t, now) = (&page.t, page.now);
    let standings = people.consent_standings(&visit.actor, person).await?;
    let rows = standings.iter().map(|standing| {
        let say = |part: &str| t.get(&standing.purpose.key(standing.version, part));
        let (state, tone) = match (standing.given, standing.outdated, standing.at) {
            (true, ..) => ("privacy-consent-given", "ok"),
            (_, true, _) => ("privacy-consent-outdated", "wait"),
            (_, _, Some(_)) => ("privacy-consent-withdrawn", "still"),
            _ => ("privacy-consent-none", "still"),
        };
        ConsentRow {
            purpose: standing.purpose.code(),
            version: standing.version,
            title: say("title"),
            what: say("what"),
            who: say("who"),
            long: say("long"),
            without: say("without"),
            given: standing.given,
            state: t.get(state),
            tone,
            key: visit.fresh_key(),
        }
    });
    let rows = rows.collect();
    let receipts = people.consent_receipts(&visit.actor, person).await?;
    let receipts = receipts.iter().map(|receipt| {
        let act = t.get(if receipt.given { "privacy-receipt-given" } else { "privacy-receipt-withdrawn" });
        let title = t.get(&receipt.purpose.key(receipt.version, "title"));
        let channel = t.get(&format!("people-channel-{}", receipt.channel.code()));
        let by = receipt.through.clone().map(|by| format!("{channel} · {by}")).unwrap_or(channel);
        let version = t.with("privacy-receipt-version", [("version", receipt.version.to_string())]);
        (format!("{act} · {title}"), format!("{} · {version} · {by}", when_words(t, receipt.at, now)))
    });
    let receipts = receipts.collect();
    render(&Consents { rows, receipts, back: here(typed.text("next"), "/me"), page })
}

/// A place on this site to go back to; anything else leads to `other`.
fn here(next: &str, other: &str) -> String {
    let plain =
        next.starts_with('/') && !next.starts_with("//") && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if plain { next.to_owned() } else { other.to_owned() }
}

async fn consent(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let next = here(typed.text("next"), "/me/consents");
    let Some(purpose) = Purpose::parse(typed.text("purpose")) else {
        return Err(Refusal::invalid().field("purpose", "common.field-missing").into());
    };
    let version = typed.ticked("give").then(|| typed.int("version").unwrap_or(0));
    let outcome = faces.house.people.consent(&visit.actor, &typed.key()?, person, purpose, version).await;
    match refused_or(outcome)? {
        Ok(()) => {
            let said = if version.is_some() { "privacy-said-given" } else { "privacy-said-withdrawn" };
            Ok(done(&visit, &next, said, &[]))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

#[derive(Template)]
#[template(path = "me/data.html")]
struct Data {
    page: Page,
    key: String,
    changes: Vec<ChangeRow>,
    wishes: Vec<WishRow>,
}

struct ChangeRow {
    when: String,
    who: String,
    fields: String,
    values: Vec<(String, String, String)>,
}

struct WishRow {
    title: String,
    detail: String,
    state: String,
    tone: &'static str,
    wish: String,
    answer: String,
}

async fn data(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "me").await?;
    let people = &faces.house.people;
    let changes = people.profile_changes(&visit.actor, person, None::<Cursor>, PageSize::of(CHANGES)).await?;
    let wishes = people.corrections_of(&visit.actor, person).await?;
    let template = Data {
        key: visit.fresh_key(),
        changes: changes.rows.iter().map(|change| change_row(&faces, &page, change)).collect(),
        wishes: wishes.iter().map(|wish| wish_row(&page, wish)).collect(),
        page,
    };
    render(&template)
}

fn change_row(faces: &Faces, page: &Page, change: &ProfileChange) -> ChangeRow {
    let t = &page.t;
    let field = |code: &str| t.get(&format!("privacy-field-{}", code.replace('_', "-")));
    let none = || t.get("web-not-given");
    let mut values: Vec<(String, String, String)> = change
        .values
        .iter()
        .map(|v| (field(v.field.code()), v.before.clone().unwrap_or_else(none), v.after.clone().unwrap_or_else(none)))
        .collect();
    if let (Some(from), Some(to)) = (change.from, change.to) {
        let places = &faces.house.places;
        values.push((field("node"), places.full_name(from), places.full_name(to)));
    }
    let channel = t.get(&format!("people-channel-{}", change.channel.code()));
    ChangeRow {
        when: when_words(t, change.at, page.now),
        who: change.by.clone().map(|by| format!("{channel} · {by}")).unwrap_or(channel),
        fields: change.fields.iter().map(|f| field(f.code())).collect::<Vec<_>>().join(&t.get("privacy-comma")),
        values,
    }
}

fn wish_row(page: &Page, wish: &CorrectionView) -> WishRow {
    let t = &page.t;
    WishRow {
        title: t.get(&format!("privacy-about-{}", wish.about.code())),
        detail: when_words(t, wish.asked_at, page.now),
        state: t.get(&format!("privacy-wish-{}", wish.state.code())),
        tone: match wish.state {
            CorrectionState::Open => "wait",
            CorrectionState::Done => "ok",
            CorrectionState::Refused => "bad",
        },
        wish: wish.wish.clone().unwrap_or_default(),
        answer: wish.answer.clone().unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "me/correct.html")]
struct Correct {
    page: Page,
    form: Form,
    about: Vec<Choice>,
}

async fn correct(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    subject(&visit)?;
    correct_form(&faces, &visit, Form::blank(&visit)).await
}

async fn correct_form(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let page = faces.page(visit, "me").await?;
    let about = CorrectionAbout::ALL.iter().map(|about| {
        let label = page.t.get(&format!("privacy-about-{}", about.code()));
        Choice::new(about.code(), label, form.has("about", about.code()))
    });
    let about = about.collect();
    render_at(form.status, &Correct { about, page, form })
}

async fn ask_correction(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person = subject(&visit)?;
    let outcome = match CorrectionAbout::parse(typed.text("about")) {
        Some(about) => {
            let (key, wish) = (typed.key()?, typed.text("wish").to_owned());
            faces.house.people.ask_correction(&visit.actor, &key, person, about, &wish).await.map(|_| ())
        }
        None => Err(Refusal::invalid().field("about", "common.field-missing").into()),
    };
    match refused_or(outcome)? {
        Ok(()) => Ok(done(&visit, "/me/data", "privacy-said-asked", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            correct_form(&faces, &visit, form).await
        }
    }
}
