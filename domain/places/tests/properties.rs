//! What must hold for every position, checked on many: distances behave like distances, the way to a Chinese map and
//! back returns to the same door, and no neighbour within the radius is missed by the cells.

use proptest::prelude::*;
use tb_places::{Accuracy, Gcj02, Point, Presence, cell, disk, distance_m, ring, rings_for, within};

fn anywhere() -> impl Strategy<Value = Point> {
    (-180.0..=180.0f64, -90.0..=90.0f64).prop_filter_map("0,0 is no position", |(lon, lat)| Point::new(lon, lat))
}
/// Inside the box of the offset, far enough from its edge that a shift does not leave it.
fn in_china() -> impl Strategy<Value = Point> {
    (72.1..137.7f64, 0.9..55.7f64).prop_filter_map("in range", |(lon, lat)| Point::new(lon, lat))
}
/// The country the grid is used in.
fn in_the_cities() -> impl Strategy<Value = Point> {
    (113.0..121.0f64, 30.0..41.0f64).prop_filter_map("in range", |(lon, lat)| Point::new(lon, lat))
}
/// A point about `metres` from `from` in direction `angle`.
fn away(from: Point, angle: f64, metres: f64) -> Point {
    let degree = 111_195.0;
    let lon = from.lon() + metres * angle.cos() / (degree * from.lat().to_radians().cos());
    Point::new(lon, from.lat() + metres * angle.sin() / degree).expect("some kilometres from a city stay on the earth")
}

proptest! {
    #[test]
    fn a_distance_is_the_same_both_ways_and_never_negative(a in anywhere(), b in anywhere()) {
        let there = distance_m(a, b);
        prop_assert!((0.0..=20_016_000.0).contains(&there), "{there}");
        prop_assert!((there - distance_m(b, a)).abs() < 1e-6);
        prop_assert!(distance_m(a, a).abs() < 1e-6);
    }

    #[test]
    fn a_detour_is_never_shorter(a in anywhere(), b in anywhere(), c in anywhere()) {
        prop_assert!(distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 1.0);
    }

    #[test]
    fn to_a_chinese_map_and_back_is_the_same_door(here in in_china()) {
        let shown = here.to_gcj02();
        prop_assert!(distance_m(shown.to_wgs84(), here) < 1.0, "{here} {shown:?}");
    }

    #[test]
    fn from_a_chinese_map_and_to_it_again_is_the_same_spot(here in in_china()) {
        let shown = Gcj02::new(here.lon(), here.lat()).unwrap();
        let again = shown.to_wgs84().to_gcj02();
        let spot = |gcj: Gcj02| Point::new(gcj.lon(), gcj.lat()).unwrap();
        prop_assert!(distance_m(spot(again), spot(shown)) < 1.0);
    }

    #[test]
    fn the_offset_in_our_cities_is_some_hundred_metres(here in in_the_cities()) {
        let shown = here.to_gcj02();
        let shown = Point::new(shown.lon(), shown.lat()).unwrap();
        prop_assert!((50.0..1_000.0).contains(&distance_m(here, shown)));
    }

    #[test]
    fn a_disk_is_its_rings(here in in_the_cities(), k in 0u32..6) {
        let middle = cell(here);
        let mut rings: Vec<i64> = (0..=k).flat_map(|r| ring(middle, r)).collect();
        rings.sort_unstable();
        let whole = disk(middle, k);
        prop_assert_eq!(&rings, &whole);
        prop_assert_eq!(whole.len() as u32, 3 * k * (k + 1) + 1);
        prop_assert!(whole.contains(&middle));
        prop_assert!(whole.iter().all(|cell| *cell > 0));
    }

    #[test]
    fn neighbours_are_neighbours_both_ways(here in in_the_cities(), k in 1u32..4) {
        let middle = cell(here);
        for other in ring(middle, k) {
            prop_assert!(disk(other, k).contains(&middle));
            prop_assert!(!disk(other, k - 1).contains(&middle));
        }
    }

    #[test]
    fn nobody_within_the_radius_is_missed(
        here in in_the_cities(), angle in 0.0..std::f64::consts::TAU, radius in 1.0..18_000.0f64, share in 0.0..0.99f64,
    ) {
        let there = away(here, angle, radius * share);
        prop_assume!(distance_m(here, there) <= radius);
        let rings = rings_for(radius).unwrap();
        prop_assert!(disk(cell(here), rings).contains(&cell(there)), "{here} {there} {radius} {rings}");
    }

    #[test]
    fn nearer_never_turns_inside_into_outside(
        door in in_the_cities(), angle in 0.0..std::f64::consts::TAU, far in 0.0..2_000.0f64, share in 0.0..1.0f64,
        accuracy in 0.1..700.0f64, radius in 0.0..500.0f64,
    ) {
        let at = |metres| within(Some(away(door, angle, metres)), Accuracy::metres(accuracy), door, radius);
        let (farther, nearer) = (at(far), at(far * share * 0.999));
        prop_assert!(farther != Presence::Inside || nearer == Presence::Inside);
        prop_assert!(nearer != Presence::Outside || farther == Presence::Outside);
    }
}
