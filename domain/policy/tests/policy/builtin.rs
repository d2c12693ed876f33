//! What the program carries: four sets, sound, found by place and day.

use crate::{ALL, book, day, node, version};
use std::collections::BTreeSet;
use std::sync::Arc;
use tb_kernel::{Kind, Minutes, Refusal};
use tb_policy::load::{self, PolicyText};
use tb_policy::{ItemCode, PolicyBook, PolicyError, SourceKind, VersionId, check};

#[test]
fn the_four_sets_have_not_one_finding() {
    for set in load::builtin().unwrap() {
        let findings: Vec<String> = check(&set).iter().map(ToString::to_string).collect();
        assert!(findings.is_empty(), "{}: {findings:#?}", set.slug);
    }
}

#[test]
fn each_city_is_found_by_itself_and_by_every_place_in_it() {
    let book = book();
    let today = day("2026-11-21");
    for (place, slug, version) in [
        ("110100000000", "beijing", "BJ-2022"),
        ("110105000000", "beijing", "BJ-2022"),
        ("320100000000", "nanjing", "NJ-2022-24"),
        ("320102001003", "nanjing", "NJ-2022-24"),
        ("370200000000", "qingdao", "QD-2020"),
        ("420106000000", "wuhan", "WH-2022"),
    ] {
        assert_eq!(book.set(node(place)).unwrap().slug, slug);
        assert_eq!(book.at(node(place), today).unwrap().id.as_str(), version);
        assert_eq!(book.by_slug(slug).unwrap().at(today).unwrap().id.as_str(), version);
    }
    assert!(matches!(book.at(node("310101000000"), today), Err(PolicyError::NoCity(_))));
}

#[test]
fn r196_an_order_keeps_the_version_it_was_made_under() {
    let book = book();
    let nanjing = node("320104000000");
    let on = |text: &str| book.at(nanjing, day(text)).map(|v| v.id.to_string());
    assert_eq!(on("2019-10-01").unwrap(), "NJ-2019");
    assert_eq!(on("2022-09-30").unwrap(), "NJ-2019");
    assert_eq!(on("2022-10-01").unwrap(), "NJ-2022-24");
    assert_eq!(on("2086-01-01").unwrap(), "NJ-2022-24");
    assert!(matches!(on("2019-09-30"), Err(PolicyError::NoVersion { .. })));

    let made_under = book.at(nanjing, day("2022-09-30")).unwrap().id.clone();
    let old = book.version(&made_under).unwrap();
    assert_eq!(old.parameters.rating.mode.code(), "by_elder");
    let new = book.at(nanjing, day("2022-10-02")).unwrap();
    assert_eq!(new.parameters.rating.mode.code(), "mutual");
    assert_ne!(old.digest, new.digest);
}

#[test]
fn r194_beijing_begins_on_the_first_of_june() {
    let book = book();
    let beijing = node("110100000000");
    assert!(book.at(beijing, day("2022-05-31")).is_err());
    assert_eq!(book.at(beijing, day("2022-06-01")).unwrap().id.as_str(), "BJ-2022");
}

#[test]
fn a_version_that_does_not_exist_is_not_found() {
    let error = book().version(&VersionId::from("NJ-1999")).unwrap_err();
    let refusal = Refusal::from(error);
    assert_eq!((refusal.kind, refusal.code.as_ref()), (Kind::NotFound, "policy.unknown-version"));
}

/// A version in use never changes. When this fails, a shipped text was edited: add a new version instead.
#[test]
fn shipped_versions_are_what_they_were() {
    let digests: Vec<(String, String)> = ALL.iter().map(|id| (id.to_string(), version(id).digest.clone())).collect();
    let short: Vec<(&str, &str)> = digests.iter().map(|(id, digest)| (id.as_str(), &digest[..16])).collect();
    assert_eq!(short, SHIPPED);
}

const SHIPPED: [(&str, &str); 5] = [
    ("BJ-2022", "1521d79468d04ba1"),
    ("NJ-2019", "da39008633bae69d"),
    ("NJ-2022-24", "8cd5fc52a875f35c"),
    ("QD-2020", "a60651e4b9eb0caf"),
    ("WH-2022", "4e609ddfe481608a"),
];

#[test]
fn the_digest_follows_the_text_but_not_the_line_ends() {
    let texts = load::EMBEDDED[1];
    let digest_of = |change: &dyn Fn(&str) -> String| {
        let changed: Vec<String> = texts.iter().map(|t| change(t.text)).collect();
        let texts: Vec<PolicyText<'_>> =
            texts.iter().zip(&changed).map(|(t, text)| PolicyText { path: t.path, text }).collect();
        load::set(&texts).unwrap().versions[0].digest.clone()
    };
    let plain = digest_of(&|text| text.to_owned());
    assert_eq!(plain, version("NJ-2019").digest);
    assert_eq!(plain, digest_of(&|text| text.replace('\n', "\r\n")));
    assert_ne!(plain, digest_of(&|text| text.replace("cap = 90000", "cap = 90001")));
    assert_eq!(plain, digest_of(&|text| text.replace("2022-09-30", "2022-10-31")), "the end comes later");
}

#[test]
fn a_city_is_silent_openly() {
    for id in ALL {
        let version = version(id);
        for (name, article) in version.citations() {
            let article = version.article(article).unwrap_or_else(|| panic!("{id} {name}"));
            let ours = article.source.kind == SourceKind::PlatformDefault;
            assert_eq!(ours, article.id.as_str().starts_with("TB-"), "{id} {name}");
        }
    }
    let wuhan = version("WH-2022");
    let defaults = wuhan.parameters.citations().iter().filter(|(_, a)| a.as_str().starts_with("TB-1/")).count();
    assert!(defaults > 25, "Wuhan says little: {defaults}");
}

#[test]
fn catalogues_follow_the_cities() {
    let classes = |id: &str| version(id).categories.iter().map(|c| c.code.clone()).collect::<Vec<_>>();
    assert_eq!(classes("BJ-2022").len(), 8, "R063 eight classes");
    assert_eq!(classes("QD-2020"), ["meal", "bath", "clean", "urgent", "medical"], "R062 five helps");
    assert_eq!(classes("NJ-2022-24")[0], "care", "R065 life care first");
    for id in ALL {
        let version = version(id);
        assert!((12..=20).contains(&version.items.len()), "{id} {}", version.items.len());
        let used: BTreeSet<&str> = version.items.iter().map(|item| item.category.as_str()).collect();
        assert_eq!(used.len(), version.categories.len(), "{id}: every category has a service");
        assert!(version.items.iter().any(|item| item.urgent), "{id} R086");
    }
    assert!(version("WH-2022").items.iter().all(|item| item.licence.is_none()), "R066 non-professional only");
    let lawyer = version("BJ-2022").item(&ItemCode::from("legal-advice")).unwrap().licence;
    assert_eq!(lawyer.map(|l| l.code()), Some("lawyer"), "R067");
    let bath = version("NJ-2022-24").item(&ItemCode::from("bath-help")).unwrap().clone();
    assert!(bath.two_person && bath.helpers() == 2);
}

#[test]
fn a_district_may_add_its_own_service() {
    let mut beijing = (*version("BJ-2022")).clone();
    beijing.items[0].only_in = Some(node("110105000000"));
    let first = beijing.items[0].code.clone();
    assert!(beijing.items_at(node("110105001000")).any(|item| item.code == first));
    assert!(!beijing.items_at(node("110106000000")).any(|item| item.code == first));
}

#[test]
fn units_and_table_of_the_cities() {
    let unit = |id: &str| version(id).parameters.unit.clone();
    assert_eq!((unit("BJ-2022").name.zh.as_str(), unit("BJ-2022").minutes_per_unit), ("时间币", Minutes(60)));
    assert_eq!(unit("NJ-2022-24").name.for_locale("en"), "hour");
    assert_eq!(unit("NJ-2022-24").name.for_locale("zh-CN"), "小时");
    assert_eq!(version("NJ-2022-24").parameters.balance_cap.cap, Some(Minutes::hours(1_500)));
    assert_eq!(version("BJ-2022").parameters.balance_cap.cap, None, "no cap beside the 10,000 hours");
}

#[test]
fn an_unknown_key_is_an_error_that_names_the_file() {
    let texts = load::EMBEDDED[3];
    let with = |path: &str, more: &str| {
        let changed: Vec<(String, String)> = texts
            .iter()
            .map(|t| (t.path.to_owned(), if t.path == path { format!("{}{more}", t.text) } else { t.text.to_owned() }))
            .collect();
        let texts: Vec<PolicyText<'_>> = changed.iter().map(|(path, text)| PolicyText { path, text }).collect();
        load::set(&texts).map(|_| ()).unwrap_err().to_string()
    };
    assert!(with("2022/parameters.toml", "\nmax_gifts = 3\n").starts_with("2022/parameters.toml"));
    assert!(with("2022/parameters.toml", "\n[bonus]\narticle = \"x\"\n").contains("bonus"));
    assert!(with("2022/catalogue.toml", "\n[[item]]\ncolour = \"red\"\n").contains("colour"));
    assert!(with("city.toml", "\nmayor = \"x\"\n").contains("mayor"));
    let missing = load::set(&texts[..4]).unwrap_err();
    assert!(matches!(missing, PolicyError::Missing(path) if path == "2022/catalogue.toml"));
}

#[test]
fn an_operators_set_goes_before_the_programs() {
    let mut book = book();
    let mut set = load::builtin().unwrap().remove(3);
    assert!(matches!(book.add(set.clone()), Err(PolicyError::Twice { what: "city", .. })));
    set.product_name.en = "Wuhan Hours".to_owned();
    book.replace(set.clone()).unwrap();
    assert_eq!(book.set(set.city).unwrap().product_name.en, "Wuhan Hours");
    assert_eq!(book.sets().count(), 4);
    assert!(PolicyBook::empty().set(set.city).is_err());

    let mut edited = (*set.versions[0]).clone();
    edited.digest = "another text".to_owned();
    let mut changed = set.clone();
    changed.versions[0] = Arc::new(edited);
    assert!(matches!(book.replace(changed), Err(PolicyError::Changed(id)) if id.as_str() == "WH-2022"));

    let mut gone = set.clone();
    gone.versions.clear();
    assert!(matches!(book.replace(gone), Err(PolicyError::Incoherent { .. })));
    assert_eq!(book.set(set.city).unwrap().versions.len(), 1, "a refused set leaves the book as it was");
}

#[test]
fn a_version_left_out_of_a_new_set_is_still_found_by_its_orders() {
    let mut book = book();
    let mut nanjing = load::builtin().unwrap().remove(1);
    nanjing.versions.remove(0);
    book.replace(nanjing).unwrap();
    assert!(book.at(node("320100000000"), day("2020-01-01")).is_err());
    assert!(book.version(&VersionId::from("NJ-2019")).is_ok());
}

#[test]
fn a_set_names_its_files() {
    let paths = load::paths(load::EMBEDDED[1][0].text).unwrap();
    assert_eq!(paths, load::EMBEDDED[1].iter().map(|t| t.path).collect::<Vec<_>>());
    assert_eq!(paths.len(), 9);
}
