//! What somebody may do for me: one degree for each thing. Taken back with one press.

use super::{by_clerk, degrees, fields, powers_line};
use crate::home::subject;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render_at};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{Kind, PersonId, Refusal};
use tb_people::{Degree, LinkState, PowersInput, ProxyView};

#[derive(Template)]
#[template(path = "family/powers.html")]
struct Powers {
    page: Page,
    form: Form,
    id: PersonId,
    name: String,
    now: String,
    capabilities: Vec<(&'static str, String, Vec<Choice>)>,
    note: bool,
    has: bool,
    by_law: bool,
    end_key: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<PersonId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    powers_page(&faces, &visit, id, form).await
}

async fn powers_page(faces: &Faces, visit: &Visit, id: PersonId, form: Form) -> Answer<Response> {
    let me = subject(visit)?;
    let family = faces.house.people.family(&visit.actor).await?;
    let linked = family.links.iter().find(|link| link.other(me).id == id && link.state == LinkState::Active);
    let name = linked.ok_or_else(Refusal::not_found)?.other(me).masked_name.clone();
    let page = faces.page(visit, "me").await?;
    let given: Option<&ProxyView> = family.proxies.iter().find(|view| view.other.id == id);
    let chosen = |code: &str, is: Degree| Degree::parse(form.value(code)).unwrap_or(is);
    let capabilities = fields().map(|(capability, code)| {
        let is = given.map_or(Degree::None, |view| view.degree(capability));
        let label = page.t.get(&format!("people-capability-{capability}"));
        (code, label, degrees(&page, chosen(code, is)))
    });
    let template = Powers {
        capabilities: capabilities.collect(),
        id,
        name,
        now: given.map(|view| powers_line(&page, view)).unwrap_or_default(),
        note: by_clerk(visit),
        has: given.is_some_and(|view| !view.powers.is_empty()),
        by_law: given.is_some_and(|view| view.by_law),
        end_key: visit.fresh_key(),
        page,
        form,
    };
    render_at(template.form.status, &template)
}

pub(super) async fn send(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<PersonId>,
    typed: Typed,
) -> Answer<Response> {
    let degrees = fields().filter_map(|(capability, code)| Some((capability, Degree::parse(typed.text(code))?)));
    let input = PowersInput { proxy: id, degrees: degrees.collect(), note: typed.text("note").to_owned() };
    match refused_or(faces.house.people.grant_proxy(&visit.actor, &typed.key()?, input).await)? {
        Ok(()) => Ok(done(&visit, "/family", "family-done-powers", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            powers_page(&faces, &visit, id, form).await
        }
    }
}

/// Takes everything back; also for whoever has it and no longer wants it (`side=other`).
pub(super) async fn end(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<PersonId>,
    typed: Typed,
) -> Answer<Response> {
    let me = subject(&visit)?;
    let (elder, proxy) = if typed.text("side") == "other" { (id, me) } else { (me, id) };
    match refused_or(faces.house.people.withdraw_proxy(&visit.actor, &typed.key()?, elder, proxy, "").await)? {
        Ok(()) => Ok(done(&visit, "/family", "family-done-withdrawn", &[])),
        // Taken back already: what was wanted is so.
        Err(refusal) if refusal.kind == Kind::Conflict => Ok(done(&visit, "/family", "family-done-withdrawn", &[])),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Begins to act for somebody; the banner is on every page from here on.
pub(super) async fn act(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<PersonId>,
    typed: Typed,
) -> Answer<Response> {
    faces.house.people.act_for_kin(&visit.actor, &typed.key()?, id).await?;
    Ok(tb_frame::go(&visit, "/"))
}
