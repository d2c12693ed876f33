//! Explanations by name and text, as the command line asks for them.

use crate::{ALL, version};
use tb_policy::{Act, ActError, explain};

fn act(name: &str, facts: &[(&str, &str)]) -> Act {
    Act::parse(name, facts).expect("a known act and its facts")
}

#[test]
fn a_refusal_is_explained_with_the_words_of_its_article() {
    let explained = explain(&version("NJ-2022-24"), &act("redeem", &[("age", "59")]));
    assert_eq!((explained.act, explained.version.as_str()), ("redeem", "NJ-2022-24"));
    assert_eq!(explained.decision.refusal().unwrap().code, "policy.redeem-too-young");
    let article = &explained.articles[0];
    assert_eq!(article.id.as_str(), "NJ-2022-24/6.1");
    assert!(article.text.zh.contains("60 周岁") && article.text.en.contains("60"));
    assert!(explained.decision.facts.iter().any(|f| f.name == "age" && f.value == "59"));
}

#[test]
fn what_follows_is_told_as_well() {
    let outcome = |name: &str, facts: &[(&str, &str)]| {
        let explained = explain(&version("NJ-2022-24"), &act(name, facts));
        explained.outcome.into_iter().map(|f| format!("{}={}", f.name, f.value)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        outcome("settle", &[("verified", "52"), ("planned", "60")]),
        "credited=52 charged=52 within_tolerance=true counts=true"
    );
    assert_eq!(outcome("stars", &[("minutes", "7200")]), "level=1 next_level=2 minutes_missing=10800 days_missing=0");
    assert_eq!(
        outcome("register-elder", &[("traits", "left_behind_rural,holds_time"), ("age", "70")]),
        "classes=left-behind,holder"
    );
    assert_eq!(outcome("submit", &[("item", "cleaning"), ("minutes", "90")]), "held=90");
    assert_eq!(outcome("grant", &[]), "minutes=120 per=month expires_days=90");
    assert_eq!(outcome("back-enter", &[]), "earns=honour");
}

#[test]
fn every_act_can_be_explained_in_every_city() {
    for id in ALL {
        let version = version(id);
        for name in Act::NAMES {
            let act = act(name, if matches!(*name, "submit" | "take") { &[("item", "cleaning")][..] } else { &[] });
            assert_eq!(act.name(), *name);
            let explained = explain(&version, &act);
            assert!(!explained.articles.is_empty(), "{id} {name}");
            assert_eq!(
                explained.articles.len(),
                explained.decision.articles.len(),
                "{id} {name}: no article is missing"
            );
            assert_eq!(explained.articles[0].id, explained.decision.article);
        }
    }
}

#[test]
fn facts_read_back_as_they_are_shown() {
    for name in Act::NAMES {
        let mut plain = Act::plain(name).unwrap();
        if matches!(*name, "submit" | "take") {
            plain = act(name, &[("item", "cleaning")]);
        }
        let shown: Vec<(&str, String)> = plain.facts().into_iter().map(|f| (f.name, f.value)).collect();
        assert_eq!(shown.iter().map(|(name, _)| *name).collect::<Vec<_>>(), plain.fact_names());
        assert_eq!(Act::parse(name, &shown), Ok(plain), "{name}");
    }
}

#[test]
fn what_is_not_understood_is_named() {
    let none: &[(&str, &str)] = &[];
    assert!(matches!(Act::parse("fly", none), Err(ActError::UnknownAct(name)) if name == "fly"));
    assert!(matches!(Act::parse("redeem", &[("colour", "red")]), Err(ActError::UnknownFact { act: "redeem", .. })));
    assert!(matches!(Act::parse("redeem", &[("age", "old")]), Err(ActError::WrongValue { .. })));
    assert!(matches!(Act::parse("take", none), Err(ActError::MissingFact { act: "take", name: "item" })));
    let text = Act::parse("redeem", &[("colour", "red")]).unwrap_err().to_string();
    assert!(text.contains("kin_age"), "{text}");
}
