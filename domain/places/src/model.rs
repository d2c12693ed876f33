//! The nouns: a city, a division, a point, how exact a position is, what a position proves. Values that cannot be
//! true cannot be built: a `Point` in hand is a real place, so nobody downstream asks again.

use serde::{Deserialize, Serialize};
use std::fmt;
use tb_kernel::{Level, Node};

/// The cities whose divisions are embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum City {
    Nanjing,
    Beijing,
    Qingdao,
    Wuhan,
}

impl City {
    pub const ALL: [City; 4] = [City::Nanjing, City::Beijing, City::Qingdao, City::Wuhan];

    /// The city's own node: the root of its tree.
    pub const fn node(self) -> Node {
        match self {
            City::Nanjing => Node(320_100_000_000),
            City::Beijing => Node(110_100_000_000),
            City::Qingdao => Node(370_200_000_000),
            City::Wuhan => Node(420_100_000_000),
        }
    }
    /// The word used in files, configuration and addresses: `nanjing`.
    pub const fn code(self) -> &'static str {
        match self {
            City::Nanjing => "nanjing",
            City::Beijing => "beijing",
            City::Qingdao => "qingdao",
            City::Wuhan => "wuhan",
        }
    }
    /// The official Chinese name: `南京市`.
    pub const fn name(self) -> &'static str {
        match self {
            City::Nanjing => "南京市",
            City::Beijing => "北京市",
            City::Qingdao => "青岛市",
            City::Wuhan => "武汉市",
        }
    }
    /// Reads what [`City::code`] writes.
    pub fn parse(code: &str) -> Option<City> {
        City::ALL.into_iter().find(|city| city.code() == code)
    }
    /// The city a node stands in, when it is one of ours.
    pub fn of(node: Node) -> Option<City> {
        City::ALL.into_iter().find(|city| city.node().covers(node))
    }
}
impl fmt::Display for City {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One division: a city, district, street or town, community or village. Names are Chinese in every language: the
/// source gives no other, and a name spelled by machine would lead people to the wrong door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Division {
    pub node: Node,
    pub name: &'static str,
    pub level: Level,
}

impl Division {
    /// True for what the statistics office counts like a street or community though it is neither: development
    /// zones, farms, parks, prisons, and their stand-in communities (street part 400–599 or community part 400–599 of
    /// the code). Nobody is placed there by the demo; real people may still live there and be registered there.
    pub fn is_functional_area(&self) -> bool {
        let (street, community) = (self.node.0 / 1000 % 1000, self.node.0 % 1000);
        street >= 400 || community >= 400
    }
}

/// A place on the earth in WGS-84, degrees. Cannot hold NaN, a value out of range, or 0,0.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawPoint", into = "RawPoint")]
pub struct Point {
    lon: f64,
    lat: f64,
}

/// Both coordinates within this many degrees of zero are "no position": broken receivers say 0,0 (or nearly so),
/// and the Gulf of Guinea has no time bank.
const NO_POSITION_DEG: f64 = 0.001;

impl Point {
    /// `None` when the position is unknown: not finite, out of range, or 0,0.
    pub fn new(lon: f64, lat: f64) -> Option<Point> {
        let possible = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        let zero = lon.abs() < NO_POSITION_DEG && lat.abs() < NO_POSITION_DEG;
        (possible && !zero).then_some(Point { lon, lat })
    }
    /// As a device or a form sends it: either part may be missing.
    pub fn known(lon: Option<f64>, lat: Option<f64>) -> Option<Point> {
        Point::new(lon?, lat?)
    }
    /// Reads what `Display` writes: `118.797000,32.049000`, longitude first.
    pub fn parse(text: &str) -> Option<Point> {
        let (lon, lat) = text.split_once(',')?;
        Point::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?)
    }
    /// Degrees east.
    pub fn lon(self) -> f64 {
        self.lon
    }
    /// Degrees north.
    pub fn lat(self) -> f64 {
        self.lat
    }
}
/// Longitude, latitude, six places (about 0.1 m).
impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6},{:.6}", self.lon, self.lat)
    }
}

#[derive(Serialize, Deserialize)]
struct RawPoint {
    lon: f64,
    lat: f64,
}
impl TryFrom<RawPoint> for Point {
    type Error = &'static str;
    fn try_from(raw: RawPoint) -> Result<Point, Self::Error> {
        Point::new(raw.lon, raw.lat).ok_or("not a position on the earth")
    }
}
impl From<Point> for RawPoint {
    fn from(point: Point) -> RawPoint {
        RawPoint { lon: point.lon, lat: point.lat }
    }
}

/// How exact a device says its position is: the radius in metres around it.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Accuracy(f64);

impl Accuracy {
    /// `None` when unknown: not finite, negative (one maker's "invalid") or zero (another maker's "none").
    pub fn metres(radius_m: f64) -> Option<Accuracy> {
        (radius_m.is_finite() && radius_m > 0.0).then_some(Accuracy(radius_m))
    }
    /// The radius in metres.
    pub fn as_metres(self) -> f64 {
        self.0
    }
}
impl TryFrom<f64> for Accuracy {
    type Error = &'static str;
    fn try_from(radius_m: f64) -> Result<Accuracy, Self::Error> {
        Accuracy::metres(radius_m).ok_or("not an accuracy in metres")
    }
}
impl From<Accuracy> for f64 {
    fn from(accuracy: Accuracy) -> f64 {
        accuracy.0
    }
}

/// What a position says about being at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Inside,
    Outside,
    /// It proves neither: another proof is needed, and nobody is blamed.
    Unknown,
}

impl Presence {
    pub const fn code(self) -> &'static str {
        match self {
            Presence::Inside => "inside",
            Presence::Outside => "outside",
            Presence::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_position_is_unknown() {
        assert!(Point::new(118.8, 32.05).is_some());
        for (lon, lat) in
            [(0.0, 0.0), (0.000_01, -0.000_01), (f64::NAN, 32.0), (118.8, f64::INFINITY), (180.1, 32.0), (118.8, -90.5)]
        {
            assert_eq!(Point::new(lon, lat), None, "{lon},{lat}");
        }
        assert_eq!(Point::known(Some(118.8), None), None);
        assert_eq!(Point::known(None, Some(32.0)), None);
        assert!(Point::new(0.0, 51.5).is_some(), "Greenwich is a place");
    }

    #[test]
    fn a_point_reads_back_and_a_false_one_does_not_come_in_by_json() {
        let point = Point::new(118.797, 32.049).unwrap();
        assert_eq!(Point::parse(&point.to_string()), Some(point));
        let text = serde_json::to_string(&point).unwrap();
        assert_eq!(serde_json::from_str::<Point>(&text).unwrap(), point);
        assert!(serde_json::from_str::<Point>(r#"{"lon":0,"lat":0}"#).is_err());
        assert_eq!(Point::parse("118.797"), None);
        assert_eq!(Point::parse("a,b"), None);
    }

    #[test]
    fn an_accuracy_that_says_nothing_is_unknown() {
        assert!(Accuracy::metres(12.5).is_some());
        for none in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Accuracy::metres(none), None);
        }
    }

    #[test]
    fn a_city_is_found_by_word_and_by_node() {
        for city in City::ALL {
            assert_eq!(City::parse(city.code()), Some(city));
            assert_eq!(City::of(city.node()), Some(city));
            assert_eq!(city.node().level(), Level::City);
        }
        assert_eq!(City::of(Node(320_102_002_001)), Some(City::Nanjing));
        assert_eq!(City::of(Node(310_101_000_000)), None);
        assert_eq!(City::parse("Nanjing"), None);
    }
}
