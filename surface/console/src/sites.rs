//! Places where people are received: the list with its map, and opening a new one.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::register::door;
use crate::{read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, render, render_at};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{Level, Node};
use tb_people::SiteInput;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/places", "people.sites", roles::LOOK), list)
        .add(read("/console/places/new", "people.open-site-form", roles::OFFICERS), new_form)
        .add(write("/console/places/new", "people.open-site", roles::OFFICERS), new)
}

#[derive(Template)]
#[template(path = "sites/list.html")]
struct List {
    page: Page,
    ground: Ground,
    rows: Vec<Row>,
    count: String,
    tiles: String,
    tiles_note: String,
    may_open: bool,
}

struct Row {
    name: String,
    place: String,
    address: String,
    phone: String,
    hours: String,
    /// Degrees; empty when it is not marked.
    lat: String,
    lng: String,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let sites = faces.house.people.sites(ground.node).await?;
    let page = faces.page(&visit, "places").await?;
    let degrees = |value: Option<f64>| value.map(|degrees| format!("{degrees:.6}")).unwrap_or_default();
    let rows: Vec<Row> = sites
        .into_iter()
        .map(|site| Row {
            place: place_name(&faces, site.node),
            lat: degrees(site.point.map(|point| point.lat())),
            lng: degrees(site.point.map(|point| point.lon())),
            name: site.name,
            address: site.address,
            phone: site.phone,
            hours: site.hours,
        })
        .collect();
    render(&List {
        count: t.with("console-count", [("n", rows.len().to_string())]),
        tiles: faces.look.tiles.clone().unwrap_or_default(),
        tiles_note: faces.look.tiles_note.clone().unwrap_or_default(),
        may_open: visit.actor.may(roles::OFFICERS, ground.node),
        rows,
        ground,
        page,
    })
}

#[derive(Template)]
#[template(path = "sites/new.html")]
struct New {
    page: Page,
    crumbs: Vec<Crumb>,
    nodes: Vec<Choice>,
    form: Form,
}

async fn new_form(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    new_page(&faces, &visit, Form::blank(&visit)).await
}

async fn new(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let input = SiteInput {
        node: Node::parse(typed.text("node")),
        name: typed.text("name").to_owned(),
        address: typed.text("address").to_owned(),
        point: door(typed.text("point")),
        phone: typed.text("phone").to_owned(),
        hours: typed.text("hours").to_owned(),
    };
    let outcome = faces.house.people.open_site(&visit.actor, &key(&typed)?, input).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => said(&visit, "/console/places", "console-done-site"),
        Sent::Again(form) => new_page(&faces, &visit, form).await,
    }
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let page = faces.page(visit, "places").await?.at("/console/places/new");
    let chosen = form.typed.text("node").to_owned();
    let mut nodes = Vec::new();
    for root in visit.actor.territory(roles::OFFICERS) {
        let streets = faces.house.places.below(root, Level::Street);
        nodes.extend(streets.into_iter().map(|division| {
            let code = division.node.to_string();
            let is_chosen = code == chosen;
            Choice::new(code, place_name(faces, division.node), is_chosen)
        }));
    }
    let status = form.status;
    render_at(
        status,
        &New {
            crumbs: crumbs([(t.get("ui-menu-places"), "/console/places"), (t.get("console-site-new"), "")]),
            nodes,
            form,
            page,
        },
    )
}
