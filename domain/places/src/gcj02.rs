//! GCJ-02, the shifted coordinates every Chinese map and phone shows, and the way between them and WGS-84. Everything
//! inside the product is WGS-84; this is used only at the edge, where a map or a WeChat page hands a position over.
//! The two are different types so that one can never be taken for the other (the mistake is 300–700 m).
//!
//! The forward formulas are the published ones (Krasovsky 1940 ellipsoid and a fixed wave of the offset). There is no
//! closed inverse: the way back repeats the forward step until it no longer moves.

use crate::model::Point;
use std::f64::consts::PI;

/// Semi-major axis of the Krasovsky 1940 ellipsoid, metres.
const AXIS_M: f64 = 6_378_245.0;
/// Its squared eccentricity.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// Steps of the way back; each one shrinks the error by a factor of about a thousand.
const STEPS_MAX: usize = 10;
/// Nearer than this the way back stops, degrees (about 0.1 mm).
const STEP_ENOUGH_DEG: f64 = 1e-9;

/// A position in GCJ-02, degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gcj02 {
    lon: f64,
    lat: f64,
}

impl Gcj02 {
    /// `None` when unknown, by the same rule as [`Point::new`].
    pub fn new(lon: f64, lat: f64) -> Option<Gcj02> {
        Point::new(lon, lat).map(|point| Gcj02 { lon: point.lon(), lat: point.lat() })
    }
    pub fn lon(self) -> f64 {
        self.lon
    }
    pub fn lat(self) -> f64 {
        self.lat
    }
    /// The true place. Outside China the two systems are the same.
    pub fn to_wgs84(self) -> Point {
        let unshifted = unshift(self.lon, self.lat);
        // A shift of some hundred metres cannot leave the range inside China's box, and outside nothing moves.
        Point::new(unshifted.0, unshifted.1).expect("a valid position moved by some hundred metres stays valid")
    }
}

impl Point {
    /// How a Chinese map shows this place. Outside China the two systems are the same.
    pub fn to_gcj02(self) -> Gcj02 {
        let (lon, lat) = shift(self.lon(), self.lat());
        Gcj02 { lon, lat }
    }
}

/// The box within which the offset is applied: coarse by design of the published formulas (it takes in neighbours).
fn in_china(lon: f64, lat: f64) -> bool {
    (72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat)
}

fn shift(lon: f64, lat: f64) -> (f64, f64) {
    if !in_china(lon, lat) {
        return (lon, lat);
    }
    let (east, north) = (lon - 105.0, lat - 35.0);
    let sine = lat.to_radians().sin();
    let flat = 1.0 - ECCENTRICITY_SQUARED * sine * sine;
    let meridian_m = AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (flat * flat.sqrt());
    let parallel_m = AXIS_M / flat.sqrt() * lat.to_radians().cos();
    (
        lon + (offset_east_m(east, north) / parallel_m).to_degrees(),
        lat + (offset_north_m(east, north) / meridian_m).to_degrees(),
    )
}

fn unshift(lon: f64, lat: f64) -> (f64, f64) {
    if !in_china(lon, lat) {
        return (lon, lat);
    }
    let mut guess = (lon, lat);
    for _ in 0..STEPS_MAX {
        let shown = shift(guess.0, guess.1);
        let miss = (lon - shown.0, lat - shown.1);
        guess = (guess.0 + miss.0, guess.1 + miss.1);
        if miss.0.abs() < STEP_ENOUGH_DEG && miss.1.abs() < STEP_ENOUGH_DEG {
            break;
        }
    }
    guess
}

/// A pair of waves of 20 m both offsets share.
fn common_waves(east: f64) -> f64 {
    (20.0 * (6.0 * east * PI).sin() + 20.0 * (2.0 * east * PI).sin()) * 2.0 / 3.0
}

fn offset_east_m(east: f64, north: f64) -> f64 {
    300.0
        + east
        + 2.0 * north
        + 0.1 * east * east
        + 0.1 * east * north
        + 0.1 * east.abs().sqrt()
        + common_waves(east)
        + (20.0 * (east * PI).sin() + 40.0 * (east / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (east / 12.0 * PI).sin() + 300.0 * (east / 30.0 * PI).sin()) * 2.0 / 3.0
}

fn offset_north_m(east: f64, north: f64) -> f64 {
    -100.0
        + 2.0 * east
        + 3.0 * north
        + 0.2 * north * north
        + 0.1 * east * north
        + 0.2 * east.abs().sqrt()
        + common_waves(east)
        + (20.0 * (north * PI).sin() + 40.0 * (north / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (north / 12.0 * PI).sin() + 320.0 * (north / 30.0 * PI).sin()) * 2.0 / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_pairs_agree() {
        // (WGS-84 lon, lat) → (GCJ-02 lon, lat): Shanghai, Shenzhen, Beijing.
        for (lon, lat, shown_lon, shown_lat) in [
            (121.527_210_6, 31.177_427_6, 121.531_541_859_2, 31.175_303_983_6),
            (113.912_316, 22.543_847, 113.917_176_480_8, 22.540_796_131_7),
            (116.377_817, 39.911_954, 116.384_047_224_6, 39.913_345_455_4),
        ] {
            let shown = Point::new(lon, lat).unwrap().to_gcj02();
            assert!((shown.lon() - shown_lon).abs() < 1e-8, "{shown:?}");
            assert!((shown.lat() - shown_lat).abs() < 1e-8, "{shown:?}");
        }
    }

    #[test]
    fn outside_china_nothing_moves() {
        for (lon, lat) in [(139.69, 35.69), (-0.12, 51.5), (151.2, -33.9), (180.0, 90.0), (-180.0, -90.0)] {
            let there = Point::new(lon, lat).unwrap();
            assert_eq!((there.to_gcj02().lon(), there.to_gcj02().lat()), (lon, lat));
            assert_eq!(Gcj02::new(lon, lat).unwrap().to_wgs84(), there);
        }
    }
}
