//! The embedded divisions as they really are: counts by level, that every node hangs where its digits say, and the
//! questions pages ask.

use tb_kernel::{Level, Node};
use tb_places::{City, Places, distance_m};

fn count(places: &Places, level: Level) -> usize {
    places.below(places.city().node(), level).len()
}

#[test]
fn nanjing_has_eleven_districts_140_streets_and_over_1300_communities() {
    let nanjing = Places::embedded(City::Nanjing);
    assert_eq!(count(&nanjing, Level::District), 11);
    assert_eq!(count(&nanjing, Level::Street), 140);
    assert!(count(&nanjing, Level::Community) > 1300);
}

#[test]
fn every_city_has_what_the_source_has() {
    for (city, districts, streets, functional, communities) in [
        (City::Nanjing, 11, 140, 39, 1322),
        (City::Beijing, 16, 349, 6, 7535),
        (City::Qingdao, 10, 141, 7, 2120),
        (City::Wuhan, 13, 193, 31, 3495),
    ] {
        let places = Places::embedded(city);
        assert_eq!(count(&places, Level::City), 1);
        assert_eq!(count(&places, Level::District), districts, "{city}");
        assert_eq!(count(&places, Level::Street), streets, "{city}");
        assert_eq!(count(&places, Level::Community), communities, "{city}");
        let zones = places.below(city.node(), Level::Street).into_iter().filter(|street| street.is_functional_area());
        assert_eq!(zones.count(), functional, "{city}");
    }
}

#[test]
fn every_code_begins_with_its_parents_and_the_parent_is_there() {
    for city in City::ALL {
        let places = Places::embedded(city);
        assert_eq!(places.root().node, city.node());
        assert_eq!(places.root().name, city.name());
        for division in places.all() {
            assert!(city.node().covers(division.node));
            assert_eq!(division.level, division.node.level());
            assert!(!division.name.is_empty() && division.name.trim() == division.name);
            if division.level != Level::City {
                let parent = division.node.parent().unwrap();
                assert!(places.contains(parent), "{} {}", division.node, division.name);
                assert!(parent.covers(division.node));
            }
        }
    }
}

#[test]
fn the_children_of_all_are_all_but_the_root() {
    let places = Places::embedded(City::Nanjing);
    let children: usize = places.all().iter().map(|division| places.children(division.node).len()).sum();
    assert_eq!(children, places.all().len() - 1);
    let districts = places.children(City::Nanjing.node());
    assert_eq!(districts.first().map(|district| district.name), Some("玄武区"));
    assert!(places.children(Node(320_102_002_001)).is_empty());
    assert!(places.children(City::Beijing.node()).is_empty());
    assert!(places.subtree(Node(310_000_000_000)).is_empty());
}

#[test]
fn a_node_has_its_name_its_path_and_its_whole_name() {
    let places = Places::embedded(City::Nanjing);
    let node = Node(320_102_002_001);
    assert_eq!(places.get(node).map(|division| division.name), Some("梅园新村社区居委会"));
    assert_eq!(places.path_names(node), ["南京市", "玄武区", "梅园新村街道", "梅园新村社区居委会"]);
    assert_eq!(places.full_name(Node(320_102_002_000)), "南京市玄武区梅园新村街道");
    assert_eq!(places.path_names(City::Nanjing.node()), ["南京市"]);
    assert_eq!(Places::embedded(City::Beijing).path_names(Node(110_101_000_000)), ["北京市", "东城区"]);
}

#[test]
fn an_unknown_code_still_shows_as_something() {
    let places = Places::embedded(City::Nanjing);
    let gone = Node(320_102_002_999);
    assert!(!places.contains(gone));
    assert_eq!(places.full_name(gone), "南京市玄武区梅园新村街道320102002999");
    assert_eq!(places.name(gone), "320102002999");
    assert_eq!(places.full_name(City::Beijing.node()), "110100000000");
}

#[test]
fn search_finds_by_name_by_part_by_code_and_by_what_stands_above() {
    let places = Places::embedded(City::Nanjing);
    let names = |text: &str| places.search(text, 5).iter().map(|d| d.name).collect::<Vec<_>>();
    assert_eq!(names("玄武").first(), Some(&"玄武区"));
    assert!(names("新村街道").contains(&"梅园新村街道"));
    assert_eq!(names("320104").first(), Some(&"秦淮区"));
    assert!(places.search("社区", 7).len() == 7);
    let in_gulou = places.search("鼓楼 宁海路", 50);
    assert!(!in_gulou.is_empty());
    assert!(in_gulou.iter().all(|division| Node(320_106_000_000).covers(division.node)));
    assert!(names("").is_empty());
    assert!(names("   ").is_empty());
    assert!(names("没有这个地方").is_empty());
    assert!(places.search("玄武", 0).is_empty());
}

#[test]
fn a_form_gets_the_division_or_the_reason() {
    let places = Places::embedded(City::Nanjing);
    let levels = [Level::Street, Level::Community];
    assert_eq!(places.chosen("node", " 320102002001 ", &levels).unwrap().node, Node(320_102_002_001));
    for (text, code) in [
        ("320102002999", "places.unknown-division"),
        ("110101001001", "places.unknown-division"),
        ("玄武区", "places.unknown-division"),
        ("", "places.unknown-division"),
        ("320102000000", "places.wrong-level"),
    ] {
        let refusal = places.chosen("node", text, &levels).unwrap_err();
        assert_eq!((refusal.fields[0].field.as_ref(), refusal.fields[0].code.as_ref()), ("node", code));
    }
}

#[test]
fn every_division_has_a_spot_near_its_district_and_no_two_streets_share_one() {
    for city in City::ALL {
        let places = Places::embedded(city);
        let middle = places.centre_of(city.node()).unwrap();
        let mut streets = Vec::new();
        for division in places.all() {
            let spot = places.centre_of(division.node).unwrap_or_else(|| panic!("{} has no spot", division.name));
            assert!(distance_m(spot, middle) < 150_000.0, "{} {spot}", division.name);
            let district = places.centre_of(division.node.at(Level::District)).unwrap();
            let street = places.centre_of(division.node.at(Level::Street)).unwrap();
            match division.level {
                Level::Street => {
                    assert!(distance_m(spot, district) < 6_010.0);
                    streets.push(spot.to_string());
                }
                Level::Community => assert!(distance_m(spot, street) < 1_010.0),
                _ => {}
            }
        }
        let all = streets.len();
        streets.sort();
        streets.dedup();
        assert_eq!(streets.len(), all);
    }
    assert_eq!(Places::embedded(City::Nanjing).centre_of(City::Beijing.node()), None);
}
