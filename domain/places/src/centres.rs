//! Roughly where divisions are. The table gives each city's and district's centre in WGS-84 to about 0.01° (a
//! kilometre), from general knowledge, and how far from it people mostly live. It serves to centre maps, to draw districts
//! as bubbles and to place the demo's homes. It proves nothing and decides nothing: presence, distance and
//! matching use positions that people or sites gave.
//!
//! Streets and communities have no free positions; they are scattered around their district's centre by a fixed hash of
//! the code, so that the same node is always at the same made-up spot and neighbours differ: a street within its
//! district's spread (at most 6 km), a community within one more kilometre of its street. Some fall into water or
//! over a border; that is accepted for what they are used for.

use crate::model::Point;
use tb_kernel::{Level, Node};

/// A community lies at most this far from its street's spot, metres.
const COMMUNITY_SPREAD_M: f64 = 1_000.0;
/// Length of one degree of latitude, metres.
const DEGREE_M: f64 = 111_195.0;

/// Centre of a city or district, or the made-up spot of a street or community; `None` outside the table.
pub(crate) fn centre_of(node: Node) -> Option<Point> {
    let (lon, lat, spread_km) = centre_row(node.at(Level::District))?;
    let mut spot = (lon, lat);
    if node.level() >= Level::Street {
        spot = scatter(spot, node.at(Level::Street), spread_km * 1000.0);
    }
    if node.level() == Level::Community {
        spot = scatter(spot, node, COMMUNITY_SPREAD_M);
    }
    // Five places (about a metre), so that machines whose sines differ in the last bit agree.
    Point::new(round(spot.0), round(spot.1))
}

fn round(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

/// A spot at most `spread_m` metres away, chosen by the node's code, even over the disc.
fn scatter((lon, lat): (f64, f64), node: Node, spread_m: f64) -> (f64, f64) {
    let bits = mix(node.0.cast_unsigned());
    let share = |part: u64| f64::from((part & 0xffff_ffff) as u32) / f64::from(u32::MAX);
    let (angle, away) = (share(bits) * std::f64::consts::TAU, share(bits >> 32).sqrt() * spread_m);
    let (east, north) = (away * angle.cos(), away * angle.sin());
    (lon + east / (DEGREE_M * lat.to_radians().cos()), lat + north / DEGREE_M)
}

/// The finishing step of SplitMix64: every bit of the code moves every bit of the result.
fn mix(code: u64) -> u64 {
    let mut z = code.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn centre_row(node: Node) -> Option<(f64, f64, f64)> {
    let at = CENTRES.binary_search_by_key(&(node.0 / 1_000_000), |row| row.0).ok()?;
    let (_, lon, lat, spread_km) = CENTRES[at];
    Some((lon, lat, spread_km))
}

/// First six digits of the code, longitude, latitude (degrees), spread of homes (km, at most 6).
#[rustfmt::skip]
const CENTRES: &[(i64, f64, f64, f64)] = &[
    // Beijing
    (110_100, 116.40, 39.91, 6.0),
    (110_101, 116.41, 39.93, 2.5), // 东城区
    (110_102, 116.36, 39.91, 2.5), // 西城区
    (110_105, 116.46, 39.93, 5.0), // 朝阳区
    (110_106, 116.29, 39.86, 4.0), // 丰台区
    (110_107, 116.20, 39.91, 3.0), // 石景山区
    (110_108, 116.30, 39.97, 5.0), // 海淀区
    (110_109, 116.10, 39.94, 4.0), // 门头沟区
    (110_111, 116.14, 39.74, 6.0), // 房山区
    (110_112, 116.66, 39.91, 6.0), // 通州区
    (110_113, 116.65, 40.13, 6.0), // 顺义区
    (110_114, 116.23, 40.22, 6.0), // 昌平区
    (110_115, 116.34, 39.73, 6.0), // 大兴区
    (110_116, 116.63, 40.32, 5.0), // 怀柔区
    (110_117, 117.12, 40.14, 5.0), // 平谷区
    (110_118, 116.84, 40.37, 5.0), // 密云区
    (110_119, 115.97, 40.46, 5.0), // 延庆区
    // Nanjing
    (320_100, 118.79, 32.06, 6.0),
    (320_102, 118.80, 32.05, 2.5), // 玄武区
    (320_104, 118.79, 32.02, 2.5), // 秦淮区
    (320_105, 118.73, 32.01, 3.0), // 建邺区
    (320_106, 118.77, 32.07, 2.5), // 鼓楼区
    (320_111, 118.63, 32.06, 5.0), // 浦口区
    (320_113, 118.91, 32.10, 5.0), // 栖霞区
    (320_114, 118.77, 31.99, 4.0), // 雨花台区
    (320_115, 118.84, 31.95, 6.0), // 江宁区
    (320_116, 118.83, 32.34, 6.0), // 六合区
    (320_117, 119.02, 31.65, 6.0), // 溧水区
    (320_118, 118.88, 31.33, 5.0), // 高淳区
    // Qingdao
    (370_200, 120.38, 36.07, 6.0),
    (370_202, 120.39, 36.07, 1.5), // 市南区
    (370_203, 120.37, 36.09, 2.5), // 市北区
    (370_211, 120.18, 35.96, 4.0), // 黄岛区
    (370_212, 120.47, 36.11, 3.0), // 崂山区
    (370_213, 120.42, 36.16, 3.0), // 李沧区
    (370_214, 120.39, 36.31, 5.0), // 城阳区
    (370_215, 120.45, 36.39, 6.0), // 即墨区
    (370_281, 120.01, 36.27, 6.0), // 胶州市
    (370_283, 119.96, 36.78, 6.0), // 平度市
    (370_285, 120.52, 36.88, 6.0), // 莱西市
    // Wuhan
    (420_100, 114.30, 30.59, 6.0),
    (420_102, 114.31, 30.61, 2.5), // 江岸区
    (420_103, 114.27, 30.60, 2.0), // 江汉区
    (420_104, 114.24, 30.58, 2.5), // 硚口区
    (420_105, 114.22, 30.55, 3.0), // 汉阳区
    (420_106, 114.32, 30.55, 3.0), // 武昌区
    (420_107, 114.39, 30.63, 3.0), // 青山区
    (420_111, 114.35, 30.50, 5.0), // 洪山区
    (420_112, 114.14, 30.62, 5.0), // 东西湖区
    (420_113, 114.08, 30.31, 4.0), // 汉南区
    (420_114, 114.03, 30.58, 5.0), // 蔡甸区
    (420_115, 114.32, 30.36, 6.0), // 江夏区
    (420_116, 114.37, 30.88, 6.0), // 黄陂区
    (420_117, 114.80, 30.84, 6.0), // 新洲区
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_no_spread_is_over_six_kilometres() {
        assert!(CENTRES.is_sorted_by_key(|row| row.0));
        assert!(CENTRES.iter().all(|row| row.3 > 0.0 && row.3 <= 6.0));
    }

    #[test]
    fn a_spot_never_moves() {
        // The demo's homes and its tests rest on these.
        let spot = |code| centre_of(Node(code)).map(|point| point.to_string());
        assert_eq!(spot(320_102_000_000).as_deref(), Some("118.800000,32.050000"));
        assert_eq!(spot(320_102_002_000).as_deref(), Some("118.802520,32.032630"));
        assert_eq!(spot(320_102_002_001).as_deref(), Some("118.802640,32.041330"));
        assert_eq!(spot(310_101_001_001), None);
    }
}
