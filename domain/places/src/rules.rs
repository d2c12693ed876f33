//! The two decisions about positions: how far apart two points are, and whether a position proves that somebody was
//! at a place. A position is evidence, not a verdict: where the device itself is unsure the answer is `Unknown`, so that
//! a poor receiver never turns an honest visit into an absence, and a huge claimed error never turns an absence into
//! a visit.

use crate::model::{Accuracy, Point, Presence};

/// Mean radius of the earth in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// At most this much of the claimed error is added to a place's radius, metres.
pub const ACCURACY_COUNTED_MAX_M: f64 = 100.0;
/// A position less exact than this proves nothing, metres.
pub const ACCURACY_USABLE_MAX_M: f64 = 500.0;

const _: () = assert!(ACCURACY_COUNTED_MAX_M <= ACCURACY_USABLE_MAX_M);

/// Great-circle distance in metres (haversine on a sphere; within 0.6 % of the ellipsoid).
pub fn distance_m(a: Point, b: Point) -> f64 {
    let (lat_a, lat_b) = (a.lat().to_radians(), b.lat().to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.lon() - a.lon()).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_M * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// Whether `point`, exact to `accuracy`, lies within `radius_m` metres of `centre`:
///
/// - position or accuracy missing, accuracy worse than [`ACCURACY_USABLE_MAX_M`], or no true radius → `Unknown`;
/// - distance ≤ radius + accuracy, of which at most [`ACCURACY_COUNTED_MAX_M`] counts → `Inside`;
/// - farther than even the whole claimed error could explain → `Outside`;
/// - between the two → `Unknown`.
pub fn within(point: Option<Point>, accuracy: Option<Accuracy>, centre: Point, radius_m: f64) -> Presence {
    let (Some(point), Some(accuracy)) = (point, accuracy.map(Accuracy::as_metres)) else {
        return Presence::Unknown;
    };
    if accuracy > ACCURACY_USABLE_MAX_M || !radius_m.is_finite() || radius_m < 0.0 {
        return Presence::Unknown;
    }
    let beyond = distance_m(point, centre) - radius_m;
    if beyond <= accuracy.min(ACCURACY_COUNTED_MAX_M) {
        Presence::Inside
    } else if beyond > accuracy {
        Presence::Outside
    } else {
        Presence::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door() -> Point {
        Point::new(118.797, 32.049).unwrap()
    }
    /// A point so many metres north of the door.
    fn north(metres: f64) -> Option<Point> {
        Point::new(door().lon(), door().lat() + (metres / EARTH_RADIUS_M).to_degrees())
    }
    fn at(metres: f64, accuracy_m: f64) -> Presence {
        within(north(metres), Accuracy::metres(accuracy_m), door(), 200.0)
    }

    #[test]
    fn accuracy_counts_up_to_its_cap() {
        assert_eq!(at(0.0, 10.0), Presence::Inside);
        assert_eq!(at(209.0, 10.0), Presence::Inside);
        assert_eq!(at(211.0, 10.0), Presence::Outside);
        assert_eq!(at(299.0, 100.0), Presence::Inside);
        assert_eq!(at(299.0, 400.0), Presence::Inside);
    }

    #[test]
    fn where_the_device_is_unsure_nobody_is_blamed_and_nothing_is_proved() {
        assert_eq!(at(301.0, 400.0), Presence::Unknown);
        assert_eq!(at(599.0, 400.0), Presence::Unknown);
        assert_eq!(at(601.0, 400.0), Presence::Outside);
        assert_eq!(at(0.0, 500.0), Presence::Inside);
        assert_eq!(at(0.0, 501.0), Presence::Unknown);
    }

    #[test]
    fn what_is_missing_proves_nothing() {
        assert_eq!(within(None, Accuracy::metres(5.0), door(), 200.0), Presence::Unknown);
        assert_eq!(within(north(0.0), None, door(), 200.0), Presence::Unknown);
        assert_eq!(within(Point::new(0.0, 0.0), Accuracy::metres(5.0), door(), 200.0), Presence::Unknown);
        assert_eq!(at(0.0, 0.0), Presence::Unknown);
        for no_radius in [f64::NAN, f64::INFINITY, -1.0] {
            assert_eq!(within(north(0.0), Accuracy::metres(5.0), door(), no_radius), Presence::Unknown);
        }
    }

    #[test]
    fn a_known_distance() {
        // Nanjing South to Beijing South: about 900 km as the crow flies.
        let nanjing = Point::new(118.798, 31.969).unwrap();
        let beijing = Point::new(116.379, 39.865).unwrap();
        assert!((903_500.0..906_500.0).contains(&distance_m(nanjing, beijing)), "{}", distance_m(nanjing, beijing));
        // One degree of latitude on the mean sphere.
        let (a, b) = (Point::new(10.0, 20.0).unwrap(), Point::new(10.0, 21.0).unwrap());
        assert!((distance_m(a, b) - 111_195.08).abs() < 0.1);
    }
}
