//! The worked example of docs/policy-authoring.md, done step by step: Wuhan lets time be given to lineal relatives
//! from 2027 on. What the guide promises must be what happens.

use crate::{allowed, book, day, node, refused, version};
use tb_policy::load::{self, PolicyText};
use tb_policy::rules::{GiftFacts, may_gift};
use tb_policy::{PolicySet, VersionId, check};

const GUIDE: &str = include_str!("../../../../docs/policy-authoring.md");

/// The fenced block of the guide that begins with this line.
fn block(first_line: &str) -> &'static str {
    let start = GUIDE.find(&format!("```toml\n{first_line}")).expect("the guide has this block") + "```toml\n".len();
    let end = GUIDE[start..].find("```").expect("the block ends");
    &GUIDE[start..start + end]
}

/// Wuhan's folder after the steps of the guide.
fn wuhan_of_2027() -> PolicySet {
    let mut files: Vec<(String, String)> = Vec::new();
    for text in load::EMBEDDED[3] {
        files.push((text.path.to_owned(), text.text.to_owned()));
        if let Some(part) = text.path.strip_prefix("2022/") {
            // 1. Copy the folder and rename the version in it.
            files.push((format!("2027/{part}"), text.text.replace("WH-2022", "WH-2027")));
        }
    }
    let mut edit = |path: &str, change: &dyn Fn(&str) -> String| {
        let (_, text) = files.iter_mut().find(|(known, _)| known == path).expect("the file is there");
        let changed = change(text);
        assert_ne!(*text, changed, "{path} is edited");
        *text = changed;
    };
    // 2. Dates and name.
    edit("2027/version.toml", &|text| text.replace("2022-01-01", "2027-01-01"));
    edit("2022/version.toml", &|text| {
        text.replace(
            "effective_from = \"2022-01-01\"",
            "effective_from = \"2022-01-01\"\neffective_to = \"2026-12-31\"",
        )
    });
    edit("city.toml", &|text| text.replace("[\"2022\"]", "[\"2022\", \"2027\"]"));
    // 3. The article, 4. the parameter that rests on it.
    edit("2027/articles.toml", &|text| format!("{text}\n{}", block("[[article]]\nid = \"WH-2027/4.1\"")));
    edit("2027/parameters.toml", &|text| {
        let old = "[gift]\narticle = \"TB-1/gift\"\nallowed = false\nkin = []\n";
        text.replace(old, block("[gift]"))
    });
    let texts: Vec<PolicyText<'_>> = files.iter().map(|(path, text)| PolicyText { path, text }).collect();
    load::set(&texts).expect("the edited set loads")
}

#[test]
fn the_worked_example_of_the_guide_works() {
    let set = wuhan_of_2027();
    assert_eq!(check(&set), []);
    let mut book = book();
    book.replace(set).unwrap();
    let wuhan = node("420100000000");
    let before = book.at(wuhan, day("2026-12-31")).unwrap();
    let after = book.at(wuhan, day("2027-01-01")).unwrap();
    assert_eq!((before.id.as_str(), after.id.as_str()), ("WH-2022", "WH-2027"));
    refused(&may_gift(&before, &GiftFacts::plain()), "policy.gift-not-allowed", "TB-1/gift");
    allowed(&may_gift(&after, &GiftFacts::plain()), "WH-2027/4.1");
}

#[test]
fn ending_a_version_leaves_it_the_same_version() {
    let set = wuhan_of_2027();
    assert_eq!(set.versions[0].id, VersionId::from("WH-2022"));
    assert_eq!(set.versions[0].effective_to, Some(day("2026-12-31")));
    assert_eq!(set.versions[0].digest, version("WH-2022").digest);
    assert_ne!(set.versions[1].digest, version("WH-2022").digest);
}
