//! Where the people of a simulation live: a few streets of a few districts, each with some of its communities, so that
//! neighbours are near each other as in a real quarter. Development zones and the like are left out.

use crate::dice::Dice;
use tb_kernel::{Level, Node};
use tb_places::{Places, Point};

/// Communities that are lived in, of one street.
const COMMUNITIES: usize = 3;
/// Length of one degree of latitude, metres.
const DEGREE_M: f64 = 111_195.0;
/// Homes lie at most this far from the middle of their community, metres.
const HOME_SPREAD_M: i64 = 450;

/// A street with the communities that are lived in.
#[derive(Clone, Debug)]
pub(crate) struct Quarter {
    pub(crate) district: Node,
    pub(crate) street: Node,
    pub(crate) communities: Vec<Node>,
}

/// Quarters for so many people, the first districts of the city first.
pub(crate) fn quarters(places: &Places, people: u32) -> Vec<Quarter> {
    let wanted = (people as usize).div_ceil(75).clamp(2, 400);
    let (districts, streets) = shape(wanted);
    let mut found = Vec::new();
    for district in places.below(places.root().node, Level::District).into_iter().take(districts) {
        let lived_in = places.below(district.node, Level::Street).into_iter().filter(|s| !s.is_functional_area());
        let quarters = lived_in.filter_map(|street| {
            let communities: Vec<Node> = places
                .below(street.node, Level::Community)
                .into_iter()
                .filter(|community| !community.is_functional_area())
                .map(|community| community.node)
                .take(COMMUNITIES)
                .collect();
            let quarter = Quarter { district: district.node, street: street.node, communities };
            (!quarter.communities.is_empty()).then_some(quarter)
        });
        found.extend(quarters.take(streets));
    }
    found
}

/// How many districts, and streets in each.
fn shape(quarters: usize) -> (usize, usize) {
    let districts = match quarters {
        0..=2 => 1,
        3..=8 => 2,
        9..=24 => 4,
        _ => 12,
    };
    (districts, quarters.div_ceil(districts))
}

/// A door somewhere in a community. Five places of a degree, about a metre.
pub(crate) fn home(places: &Places, dice: &Dice, community: Node) -> Option<Point> {
    let middle = places.centre_of(community)?;
    let (east, north) = (dice.bell(0, HOME_SPREAD_M) as f64, dice.bell(0, HOME_SPREAD_M) as f64);
    beside(middle, east, north)
}

/// The point so many metres east and north of another.
pub(crate) fn beside(point: Point, east_m: f64, north_m: f64) -> Option<Point> {
    let lat = point.lat() + north_m / DEGREE_M;
    let lon = point.lon() + east_m / (DEGREE_M * point.lat().to_radians().cos());
    let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
    Point::new(round(lon), round(lat))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_places::{City, distance_m};

    #[test]
    fn every_city_has_quarters_to_live_in_and_homes_near_each_other() {
        for city in City::ALL {
            let places = Places::embedded(city);
            for people in [1, 40, 300, 2000, 50_000] {
                let found = quarters(&places, people);
                assert!(found.len() >= 2, "{city} {people}");
                let districts: std::collections::BTreeSet<Node> = found.iter().map(|q| q.district).collect();
                assert!(people < 200 || districts.len() >= 2);
                for quarter in &found {
                    assert!(quarter.district.covers(quarter.street));
                    assert!(quarter.communities.iter().all(|community| quarter.street.covers(*community)));
                }
            }
            let dice = Dice::of(3, "homes");
            let community = quarters(&places, 300)[0].communities[0];
            let middle = places.centre_of(community).unwrap();
            for _ in 0..200 {
                let door = home(&places, &dice, community).unwrap();
                assert!(distance_m(door, middle) < 700.0);
            }
        }
    }
}
