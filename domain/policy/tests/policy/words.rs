//! Every code has its sentence, in both languages, with the same variables.

use std::collections::{BTreeMap, BTreeSet};
use tb_policy::{Act, CHECK_CODES, CODES, ERROR_CODES, Parameters, SourceKind};

const ZH: &str = include_str!("../../../../locales/zh-CN/policy.ftl");
const EN: &str = include_str!("../../../../locales/en/policy.ftl");

/// Key → the names of its variables.
fn sentences(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" = ").filter(|_| line.starts_with("policy-")) {
            key = name.to_owned();
            assert!(all.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
        }
        let variables = line
            .split('$')
            .skip(1)
            .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>());
        if let Some(known) = all.get_mut(&key) {
            known.extend(variables);
        }
    }
    all
}

#[test]
fn both_languages_say_the_same_things() {
    assert_eq!(sentences(ZH), sentences(EN));
}

#[test]
fn every_code_act_group_and_source_has_words() {
    let known = sentences(ZH);
    let codes = CODES.iter().chain(CHECK_CODES).chain(ERROR_CODES).map(|code| code.replacen('.', "-", 1));
    let acts = Act::NAMES.iter().map(|name| format!("policy-act-{name}"));
    let groups = Parameters::GROUPS.iter().map(|name| format!("policy-group-{}", name.replace('_', "-")));
    let sources = SourceKind::ALL.iter().map(|kind| format!("policy-source-{}", kind.code().replace(' ', "-")));
    let mut wanted: BTreeSet<String> = codes.chain(acts).chain(groups).chain(sources).collect();
    wanted.insert("policy-explain".to_owned());
    let have: BTreeSet<String> = known.keys().cloned().collect();
    assert_eq!(wanted.difference(&have).collect::<Vec<_>>(), Vec::<&String>::new(), "without words");
    assert_eq!(have.difference(&wanted).collect::<Vec<_>>(), Vec::<&String>::new(), "words for nothing");
}
