//! The ground a list stands on: the part of one's own territory that it shows. A place outside it answers like one that
//! does not exist.

use tb_frame::{Choice, Faces};
use tb_http::{Answer, Trouble, Typed, Visit};
use tb_kernel::{Level, Node, Role};

/// What a list shows, and what else it could show.
pub(crate) struct Ground {
    pub(crate) node: Node,
    /// District, street, community: as much as there is.
    pub(crate) name: String,
    pub(crate) choices: Vec<Choice>,
    /// The node as it stands in links; empty when it is what the list shows by itself.
    pub(crate) asked: String,
}

/// The ground of a list for people with `roles`; `node` of the query narrows it.
///
/// # Errors
/// Not found without a territory, or for a place outside it.
pub(crate) fn ground(faces: &Faces, visit: &Visit, typed: &Typed, roles: &[Role]) -> Answer<Ground> {
    let held = visit.actor.territory(roles);
    let own = held.first().copied().ok_or_else(Trouble::not_found)?;
    let node = match typed.given("node") {
        None => own,
        Some(text) => {
            let known = |node: &Node| faces.house.places.contains(*node) && held.iter().any(|held| held.covers(*node));
            Node::parse(text).filter(known).ok_or_else(Trouble::not_found)?
        }
    };
    let asked = if node == own { String::new() } else { node.to_string() };
    Ok(Ground { node, name: place_name(faces, node), choices: choices(faces, &held, node), asked })
}

/// The held places, what lies right below them, and the way down to the one that is shown.
fn choices(faces: &Faces, held: &[Node], shown: Node) -> Vec<Choice> {
    let places = &faces.house.places;
    let mut nodes: Vec<Node> = Vec::new();
    for root in held {
        nodes.push(*root);
        nodes.extend(places.children(*root).into_iter().map(|division| division.node));
        if root.covers(shown) {
            let way = [Level::District, Level::Street, Level::Community].map(|level| shown.at(level));
            nodes.extend(way.into_iter().filter(|node| root.covers(*node)));
            nodes.extend(places.children(shown).into_iter().map(|division| division.node));
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    nodes.into_iter().map(|node| Choice::new(node.to_string(), indented(faces, held, node), node == shown)).collect()
}

/// The name, moved in by how far below one's own place it stands.
fn indented(faces: &Faces, held: &[Node], node: Node) -> String {
    let depth = |node: Node| faces.house.places.path(node).len();
    let root = held.iter().find(|root| root.covers(node)).copied().unwrap_or(node);
    let step = depth(node).saturating_sub(depth(root));
    format!("{}{}", "\u{3000}".repeat(step), faces.house.places.name(node))
}

/// `玄武区 梅园新村街道 大影壁社区`: the way down from the city, the city itself alone.
pub(crate) fn place_name(faces: &Faces, node: Node) -> String {
    let names = faces.house.places.path_names(node);
    match names.as_slice() {
        [] => node.to_string(),
        [city] => (*city).to_owned(),
        [_, below @ ..] => below.join(" "),
    }
}

/// The communities below a node, for the home of a person.
pub(crate) fn communities(faces: &Faces, node: Node, chosen: &str) -> Vec<Choice> {
    let all = faces.house.places.below(node, Level::Community);
    all.into_iter()
        .map(|division| Choice::new(division.node.to_string(), division.name, division.node.to_string() == chosen))
        .collect()
}

/// The streets of a territory with their district, for the step before the communities.
pub(crate) fn streets(faces: &Faces, held: &[Node], chosen: Option<Node>) -> Vec<Choice> {
    let places = &faces.house.places;
    let mut nodes: Vec<Node> = held
        .iter()
        .flat_map(|root| match root.level() {
            Level::Street | Level::Community => vec![root.at(Level::Street)],
            _ => places.below(*root, Level::Street).into_iter().map(|division| division.node).collect(),
        })
        .collect();
    nodes.dedup();
    nodes.into_iter().map(|node| Choice::new(node.to_string(), place_name(faces, node), Some(node) == chosen)).collect()
}
