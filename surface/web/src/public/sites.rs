//! Where one is received: the list is the map for whoever has no scripts.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Page, render};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{Level, Node, SiteId};
use tb_people::SiteView;

#[derive(Template)]
#[template(path = "public/sites.html")]
struct Sites {
    page: Page,
    districts: Vec<Choice>,
    areas: Vec<Area>,
    sites: Vec<Site>,
    tiles: String,
    tiles_note: String,
}

#[derive(Template)]
#[template(path = "public/site.html")]
struct OneSite {
    page: Page,
    site: Site,
    area: String,
    tiles: String,
    tiles_note: String,
}

/// A district's name on the map.
struct Area {
    name: String,
    lat: f64,
    lng: f64,
}

struct Site {
    href: String,
    name: String,
    address: String,
    hours: String,
    phone: String,
    /// Phones dial digits only.
    dial: String,
    at: Option<(f64, f64)>,
}

impl Site {
    fn of(site: SiteView) -> Site {
        Site {
            href: format!("/sites/{}", site.id),
            at: site.point.map(|point| (point.lat(), point.lon())),
            dial: site.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            name: site.name,
            address: site.address,
            hours: site.hours,
            phone: site.phone,
        }
    }
}

pub(super) async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let page = faces.page(&visit, "").await?;
    let places = &faces.house.places;
    let wanted = Node::parse(typed.text("district")).filter(|node| places.contains(*node));
    let districts: Vec<Choice> = std::iter::once(Choice::new("", page.t.get("web-all-districts"), wanted.is_none()))
        .chain(
            places
                .children(faces.house.node)
                .into_iter()
                .map(|division| Choice::new(division.node.to_string(), division.name, wanted == Some(division.node))),
        )
        .collect();
    let rows = faces.house.people.sites(wanted.unwrap_or(faces.house.node)).await?;
    let named = |node: Node| {
        let centre = places.centre_of(node)?;
        Some(Area { name: places.name(node), lat: centre.lat(), lng: centre.lon() })
    };
    let mut with_sites: Vec<Node> = rows.iter().map(|site| site.node.at(Level::District)).collect();
    with_sites.dedup();
    with_sites.sort_unstable();
    with_sites.dedup();
    let areas = with_sites.into_iter().filter_map(named).collect();
    let sites = rows.into_iter().map(Site::of).collect();
    let (tiles, tiles_note) = tiles(&faces);
    render(&Sites { page, districts, areas, sites, tiles, tiles_note })
}

pub(super) async fn one(State(faces): State<Faces>, visit: Visit, At(id): At<SiteId>) -> Answer<Response> {
    let site = faces.house.people.site(id).await?;
    let page = faces.page(&visit, "").await?;
    let area = faces.house.places.full_name(site.node);
    let (tiles, tiles_note) = tiles(&faces);
    render(&OneSite { page, site: Site::of(site), area, tiles, tiles_note })
}

/// Address and credit of map tiles; empty when the installation has none.
pub(crate) fn tiles(faces: &Faces) -> (String, String) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    (text(&faces.look.tiles), text(&faces.look.tiles_note))
}
