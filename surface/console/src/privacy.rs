//! Personal data as staff see it: consents, which fields changed, moves; name and identity number put right; wishes for
//! correction, whose words are read only by opening them. At the desk a clerk acts for the person and uses their pages.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, render, render_at};
use tb_http::{Answer, At, Doors, Typed, Visit};
use tb_kernel::{CorrectionId, PageSize, PersonId};
use tb_people::{CorrectionState, CorrectionView, ProfileChange};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/people/{id}/privacy", "people.privacy", roles::LOOK), show)
        .add(read("/console/people/{id}/identity", "people.correct-identity-form", roles::DECIDE), identity)
        .add(write("/console/people/{id}/identity", "people.correct-identity", roles::DECIDE), correct_identity)
        .add(read("/console/review/corrections", "people.corrections", roles::DECIDE), corrections)
        .add(read("/console/corrections/{id}", "people.correction", roles::DECIDE), correction)
        .add(write("/console/corrections/{id}/open", "people.open-correction", roles::DECIDE), open)
        .add(write("/console/corrections/{id}", "people.decide-correction", roles::DECIDE), decide)
}

/// Changes shown at once.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "privacy/person.html")]
struct Show {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    consents: Vec<(String, String, &'static str)>,
    receipts: Vec<(String, String)>,
    moves: Vec<(String, String)>,
    changes: Vec<(String, String)>,
    wishes: Vec<Wish>,
    may_decide: bool,
}

struct Wish {
    href: String,
    name: String,
    about: String,
    place: String,
    when: String,
    state: String,
    tone: &'static str,
}

fn wish(faces: &Faces, t: &Text, view: &CorrectionView) -> Wish {
    Wish {
        href: format!("/console/corrections/{}", view.id),
        name: view.masked_name.clone(),
        about: t.get(&format!("privacy-about-{}", view.about.code())),
        place: place_name(faces, view.node),
        when: labels::full_when(t, view.asked_at),
        state: t.get(&format!("privacy-wish-{}", view.state.code())),
        tone: match view.state {
            CorrectionState::Open => "wait",
            CorrectionState::Done => "ok",
            CorrectionState::Refused => "bad",
        },
    }
}

/// Who changed it, through which door.
fn through(t: &Text, change: &ProfileChange) -> String {
    let channel = labels::channel(t, change.channel.code());
    change.by.clone().map(|by| format!("{channel} · {by}")).unwrap_or(channel)
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let t = text(&faces, &visit);
    let people = &faces.house.people;
    let view = people.person_view(&visit.actor, id).await?;
    let consents = people.consent_standings(&visit.actor, id).await?;
    let receipts = people.consent_receipts(&visit.actor, id).await?;
    let changes = people.profile_changes(&visit.actor, id, None, PageSize::of(ROWS)).await?;
    let moves = people.moves(&visit.actor, id).await?;
    let wishes = people.corrections_of(&visit.actor, id).await?;
    let page = faces.page(&visit, "people").await?;
    let consent = |c: &tb_people::ConsentStanding| {
        let (state, tone) = match (c.given, c.at) {
            (true, _) => ("privacy-consent-given", "ok"),
            (_, Some(_)) if c.outdated => ("privacy-consent-outdated", "wait"),
            (_, Some(_)) => ("privacy-consent-withdrawn", "still"),
            _ => ("privacy-consent-none", "still"),
        };
        (t.get(&c.purpose.key(c.version, "title")), t.get(state), tone)
    };
    let receipt = |r: &tb_people::ConsentReceipt| {
        let act = t.get(if r.given { "privacy-receipt-given" } else { "privacy-receipt-withdrawn" });
        let version = t.with("privacy-receipt-version", [("version", r.version.to_string())]);
        let channel = labels::channel(&t, r.channel.code());
        let by = r.through.clone().map(|by| format!("{channel} · {by}")).unwrap_or(channel);
        let title = t.get(&r.purpose.key(r.version, "title"));
        (format!("{act} · {title}"), format!("{} · {version} · {by}", labels::full_when(&t, r.at)))
    };
    let fields = |change: &ProfileChange| {
        let names = change.fields.iter().map(|f| t.get(&format!("privacy-field-{}", f.code().replace('_', "-"))));
        names.collect::<Vec<_>>().join(&t.get("privacy-comma"))
    };
    let when = |change: &ProfileChange| format!("{} · {}", labels::full_when(&t, change.at), through(&t, change));
    let moved = |change: &ProfileChange| {
        let places = &faces.house.places;
        let (from, to) = (change.from.map(|n| places.full_name(n)), change.to.map(|n| places.full_name(n)));
        t.with("privacy-move", [("from", from.unwrap_or_default()), ("to", to.unwrap_or_default())])
    };
    let path = format!("/console/people/{id}");
    render(&Show {
        crumbs: crumbs([
            (t.get("ui-menu-people"), "/console/people"),
            (view.handle.clone(), &path),
            (t.get("privacy-person"), ""),
        ]),
        id,
        name: view.name.clone(),
        consents: consents.iter().map(consent).collect(),
        receipts: receipts.iter().map(receipt).collect(),
        moves: moves.iter().map(|change| (moved(change), when(change))).collect(),
        changes: changes.rows.iter().map(|change| (fields(change), when(change))).collect(),
        wishes: wishes.iter().map(|view| wish(&faces, &t, view)).collect(),
        may_decide: visit.actor.may(roles::DECIDE, view.node),
        page,
    })
}

#[derive(Template)]
#[template(path = "privacy/identity.html")]
struct Identity {
    page: Page,
    crumbs: Vec<Crumb>,
    id: PersonId,
    name: String,
    form: Form,
}

async fn identity(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    identity_page(&faces, &visit, id, Form::blank(&visit)).await
}

async fn identity_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let view = faces.house.people.person_view(&visit.actor, id).await?;
    let path = format!("/console/people/{id}");
    let page = faces.page(visit, "people").await?.at(&format!("{path}/identity"));
    render_at(
        form.status,
        &Identity {
            crumbs: crumbs([
                (t.get("ui-menu-people"), "/console/people"),
                (view.handle, &path),
                (t.get("privacy-identity"), ""),
            ]),
            id,
            name: view.name,
            form,
            page,
        },
    )
}

async fn correct_identity(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<PersonId>,
    typed: Typed,
) -> Answer<Response> {
    let (name, number, reason) = (typed.text("name"), typed.text("id_no"), typed.text("reason"));
    let outcome = faces.house.people.correct_identity(&visit.actor, &key(&typed)?, id, name, number, reason).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, &format!("/console/people/{id}/privacy"), "privacy-said-identity"),
        Sent::Again(form) => identity_page(&faces, &visit, id, form).await,
    }
}

#[derive(Template)]
#[template(path = "privacy/list.html")]
struct List {
    page: Page,
    ground: Ground,
    rows: Vec<Wish>,
    count: String,
}

async fn corrections(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::DECIDE)?;
    let found = faces.house.people.open_corrections(&visit.actor, ground.node).await?;
    let rows: Vec<Wish> = found.iter().map(|view| wish(&faces, &t, view)).collect();
    let page = faces.page(&visit, "review.corrections").await?;
    render(&List { count: t.with("console-count", [("n", rows.len().to_string())]), rows, ground, page })
}

#[derive(Template)]
#[template(path = "privacy/one.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: CorrectionId,
    person: PersonId,
    row: Wish,
    /// Read after the look was recorded.
    words: Option<String>,
    may_decide: bool,
    form: Form,
}

async fn correction(State(faces): State<Faces>, visit: Visit, At(id): At<CorrectionId>) -> Answer<Response> {
    let view = faces.house.people.correction(&visit.actor, id).await?;
    one_page(&faces, &visit, view, Form::blank(&visit)).await
}

async fn one_page(faces: &Faces, visit: &Visit, view: CorrectionView, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let page = faces.page(visit, "review.corrections").await?.at(&format!("/console/corrections/{}", view.id));
    render_at(
        form.status,
        &One {
            crumbs: crumbs([
                (t.get("privacy-corrections"), "/console/review/corrections"),
                (view.masked_name.clone(), ""),
            ]),
            id: view.id,
            person: view.person,
            row: wish(faces, &t, &view),
            words: view.wish.clone(),
            may_decide: view.state == CorrectionState::Open,
            form,
            page,
        },
    )
}

/// The words are the answer to the form itself: they have no address that could be kept or sent on.
async fn open(State(faces): State<Faces>, visit: Visit, At(id): At<CorrectionId>, typed: Typed) -> Answer<Response> {
    let people = &faces.house.people;
    let outcome = people.open_correction(&visit.actor, &key(&typed)?, id).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(view) => one_page(&faces, &visit, view, Form::blank(&visit)).await,
        Sent::Again(form) => {
            let view = people.correction(&visit.actor, id).await?;
            one_page(&faces, &visit, view, form).await
        }
    }
}

async fn decide(State(faces): State<Faces>, visit: Visit, At(id): At<CorrectionId>, typed: Typed) -> Answer<Response> {
    let people = &faces.house.people;
    let (yes, answer) = (typed.text("decision") == "done", typed.text("answer").to_owned());
    let outcome = people.decide_correction(&visit.actor, &key(&typed)?, id, yes, &answer).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, "/console/review/corrections", "privacy-said-answered"),
        Sent::Again(form) => {
            let view = people.correction(&visit.actor, id).await?;
            one_page(&faces, &visit, view, form).await
        }
    }
}
