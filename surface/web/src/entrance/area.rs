//! Choosing one's community without scripts: district, then street, then community, each press of "go on" brings the next
//! list; or a part of the name, which brings what fits. With scripts the lists follow by themselves.

use tb_frame::{Choice, Page};
use tb_http::Typed;
use tb_kernel::{Level, Node};
use tb_places::Places;

/// Rows of a search.
const FOUND_MAX: usize = 20;

/// The lists as far as they can be shown.
pub(crate) struct Area {
    pub(crate) find: String,
    /// Communities that fit the search.
    pub(crate) found: Vec<Choice>,
    /// The search found nothing.
    pub(crate) nothing: bool,
    pub(crate) districts: Vec<Choice>,
    pub(crate) streets: Vec<Choice>,
    pub(crate) communities: Vec<Choice>,
}

impl Area {
    pub(crate) fn of(places: &Places, typed: &Typed) -> Area {
        let known = |field| Node::parse(typed.text(field)).filter(|node| places.contains(*node));
        let chosen = community(places, typed);
        let district = chosen.map(|node| node.at(Level::District)).or(known("district"));
        let street = chosen
            .map(|node| node.at(Level::Street))
            .or(known("street"))
            .filter(|street| district.is_none_or(|district| district.covers(*street)));
        let below = |above: Option<Node>, chosen: Option<Node>| -> Vec<Choice> {
            let rows = above.map(|above| places.children(above)).unwrap_or_default();
            rows.iter().map(|d| Choice::new(d.node.to_string(), d.name, chosen == Some(d.node))).collect()
        };
        let find = typed.text("find").to_owned();
        let found = if find.is_empty() { Vec::new() } else { search(places, &find, chosen) };
        Area {
            nothing: !find.is_empty() && found.is_empty(),
            found,
            find,
            districts: below(Some(places.root().node), district),
            streets: below(district, street),
            communities: below(street.filter(|street| street.level() == Level::Street), chosen),
        }
    }
    /// What the button of the chooser says next: which list comes, or nothing when all are there.
    pub(crate) fn step(&self, page: &Page) -> String {
        let key = match (self.streets.is_empty(), self.communities.is_empty()) {
            (true, _) => "web-area-to-street",
            (false, true) => "web-area-to-community",
            (false, false) => "web-area-again",
        };
        page.t.get(key)
    }
}

/// The community that was chosen: one of the search, else of the lists, as long as it still fits what stands above it.
pub(crate) fn community(places: &Places, typed: &Typed) -> Option<Node> {
    let of = |text: &str| Node::parse(text).filter(|node| places.contains(*node));
    if let Some(found) = of(typed.text("found")) {
        return Some(found);
    }
    let above = of(typed.text("street")).or(of(typed.text("district")));
    of(typed.text("node")).filter(|node| above.is_none_or(|above| above.covers(*node)))
}

fn search(places: &Places, find: &str, chosen: Option<Node>) -> Vec<Choice> {
    let communities = places.search(find, 400).into_iter().filter(|division| division.level == Level::Community);
    communities
        .take(FOUND_MAX)
        .map(|division| {
            let above = places.name(division.node.at(Level::District)) + &places.name(division.node.at(Level::Street));
            Choice::new(division.node.to_string(), division.name, chosen == Some(division.node)).hint(above)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_places::City;

    #[test]
    fn lists_follow_what_was_chosen_and_forget_what_no_longer_fits() {
        let places = Places::embedded(City::Nanjing);
        let districts = places.children(places.root().node);
        let (first, second) = (districts[0].node, districts[1].node);
        let street = places.children(first)[0].node;
        let home = places.children(street)[0].node;
        let typed =
            |fields: &[(&'static str, Node)]| Typed::of(fields.iter().map(|(name, node)| (*name, node.to_string())));
        let area = Area::of(&places, &typed(&[("district", first)]));
        assert!(!area.streets.is_empty() && area.communities.is_empty());
        let all = [("district", first), ("street", street), ("node", home)];
        let area = Area::of(&places, &typed(&all));
        assert!(area.communities.iter().any(|choice| choice.chosen));
        assert_eq!(community(&places, &typed(&all)), Some(home));
        let moved = [("district", second), ("street", street), ("node", home)];
        assert_eq!(community(&places, &typed(&[("street", second), ("node", home)])), None);
        assert!(!Area::of(&places, &typed(&moved)).districts.is_empty());
    }

    #[test]
    fn a_search_gives_communities_with_what_stands_above_them() {
        let places = Places::embedded(City::Nanjing);
        let typed = Typed::of([("find", "梅园".to_owned())]);
        let area = Area::of(&places, &typed);
        assert!(!area.found.is_empty());
        assert!(area.found.iter().all(|choice| !choice.hint.is_empty()));
        assert!(Area::of(&places, &Typed::of([("find", "没有这个地方".to_owned())])).nothing);
    }
}
