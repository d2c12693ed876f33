//! Both languages say everything: the same files, keys and variables; a sentence for every refusal that code can give
//! and for every key a page asks for. A person never meets a bare code.

use crate::Report;
use crate::codes::{self, Asked};
use crate::files::{self, File};
use crate::fluent::{self, Keys};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The first one is the one written first.
const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

/// One language: its files by name, each with its keys.
type Language = BTreeMap<String, Keys>;

pub(crate) fn check(root: &Path) -> Result<Report, String> {
    let mut findings = Vec::new();
    let mut languages = Vec::new();
    for language in LANGUAGES {
        let files = files::below(root, &[&format!("locales/{language}")], &[".ftl"])?;
        languages.push(read(files, &mut findings));
    }
    for (a, b) in [(0, 1), (1, 0)] {
        findings.extend(missing(LANGUAGES[a], &languages[a], LANGUAGES[b], &languages[b]));
    }
    findings.extend(variables_differ(&languages[0], &languages[1]));
    let asked = asked(root)?;
    findings.extend(unanswered(&asked, &languages));
    let count: usize = languages[0].values().map(BTreeMap::len).sum();
    Ok(Report { seen: format!("{} files, {count} keys, {} uses", languages[0].len(), asked.len()), findings })
}

/// Reads one language's files; a key in two files would hide one of them.
fn read(files: Vec<File>, findings: &mut Vec<String>) -> Language {
    let mut language = Language::new();
    let mut homes: BTreeMap<String, String> = BTreeMap::new();
    for file in files {
        let (keys, faults) = fluent::read(&file.text);
        findings.extend(faults.into_iter().map(|(line, what)| format!("{}:{line}: {what}", file.path)));
        for key in keys.keys() {
            if let Some(other) = homes.insert(key.clone(), file.path.clone()) {
                findings.push(format!("{}: {key} is in {other} too", file.path));
            }
        }
        let name = file.path.rsplit('/').next().unwrap_or(&file.path).to_owned();
        language.insert(name, keys);
    }
    language
}

/// What `here` has and `there` has not.
fn missing(here: &str, ours: &Language, there: &str, theirs: &Language) -> Vec<String> {
    let mut findings = Vec::new();
    for (file, keys) in ours {
        let Some(others) = theirs.get(file) else {
            findings.push(format!("locales/{there}/{file}: missing; {here} has it"));
            continue;
        };
        let lost = keys.keys().filter(|key| !others.contains_key(*key));
        findings.extend(lost.map(|key| format!("locales/{there}/{file}: no {key}; {here} has it")));
    }
    findings
}

fn variables_differ(ours: &Language, theirs: &Language) -> Vec<String> {
    let list = |names: &BTreeSet<String>| names.iter().map(|name| format!("${name}")).collect::<Vec<_>>().join(" ");
    let mut findings = Vec::new();
    for (file, keys) in ours {
        for (key, variables) in keys {
            let Some(others) = theirs.get(file).and_then(|keys| keys.get(key)) else { continue };
            if variables != others {
                let (ours, theirs) = (list(variables), list(others));
                findings
                    .push(format!("{file}: {key} uses [{ours}] in {}, [{theirs}] in {}", LANGUAGES[0], LANGUAGES[1]));
            }
        }
    }
    findings
}

/// Everything code and templates ask for.
fn asked(root: &Path) -> Result<Vec<Asked>, String> {
    let mut asked = Vec::new();
    for file in files::below(root, &["foundation", "domain", "surface"], &[".rs"])? {
        if file.path.split('/').any(|part| part == "tests") {
            continue;
        }
        let source = Source::read(&file.text);
        asked.extend(codes::refusals(&file, &source));
        if file.path.starts_with("surface/") {
            asked.extend(codes::page_keys(&file, &source));
        }
    }
    let templates = files::below(root, &["surface/web/templates", "surface/console/templates"], &[".html"])?;
    // The gallery shows page parts with words of its own and is never served.
    let templates: Vec<_> = templates.into_iter().filter(|file| !file.path.contains("/gallery/")).collect();
    asked.extend(templates.iter().flat_map(codes::template_keys));
    Ok(asked)
}

/// Keys without a sentence, each once, with the first place that asks and how many more do.
fn unanswered(asked: &[Asked], languages: &[Language]) -> Vec<String> {
    let has = |language: &Language, key: &str| language.values().any(|keys| keys.contains_key(key));
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Asked { key, place } in asked {
        places.entry(key).or_default().push(place);
    }
    let mut findings = Vec::new();
    for (key, places) in places {
        let named = LANGUAGES.into_iter().zip(languages);
        let silent: Vec<&str> = named.filter(|(_, language)| !has(language, key)).map(|(name, _)| name).collect();
        if !silent.is_empty() {
            let more = if places.len() > 1 { format!(" (and {} more)", places.len() - 1) } else { String::new() };
            findings.push(format!("{}{more}: no sentence {key} in {}", places[0], silent.join(" and ")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(files: &[(&str, &str)]) -> (Language, Vec<String>) {
        let mut findings = Vec::new();
        let files = files.iter().map(|(path, text)| File { path: (*path).into(), text: (*text).into() }).collect();
        (read(files, &mut findings), findings)
    }

    #[test]
    fn a_language_without_a_key_or_a_file_is_found() {
        let (zh, _) = language(&[("zh-CN/a.ftl", "x = 一\ny = 二\n"), ("zh-CN/b.ftl", "z = 三\n")]);
        let (en, _) = language(&[("en/a.ftl", "x = one\n")]);
        assert_eq!(
            missing("zh-CN", &zh, "en", &en),
            ["locales/en/a.ftl: no y; zh-CN has it", "locales/en/b.ftl: missing; zh-CN has it"]
        );
        assert!(missing("en", &en, "zh-CN", &zh).is_empty());
    }

    #[test]
    fn a_forgotten_variable_is_found() {
        let (zh, _) = language(&[("zh-CN/a.ftl", "x = { $hours } 小时\ny = { $n }\n")]);
        let (en, _) = language(&[("en/a.ftl", "x = some hours\ny = { $n }\n")]);
        assert_eq!(variables_differ(&zh, &en), ["a.ftl: x uses [$hours] in zh-CN, [] in en"]);
    }

    #[test]
    fn a_key_in_two_files_is_found() {
        let (_, findings) = language(&[("en/a.ftl", "x = one\n"), ("en/b.ftl", "x = two\n")]);
        assert_eq!(findings, ["en/b.ftl: x is in en/a.ftl too"]);
    }

    #[test]
    fn what_nobody_answers_is_found_with_its_place_and_language() {
        let (zh, _) = language(&[("zh-CN/a.ftl", "a-x = 一\n")]);
        let (en, _) = language(&[("en/a.ftl", "")]);
        let ask = |key: &str| Asked { key: key.into(), place: "p:1".into() };
        let found = unanswered(&[ask("a-x"), ask("a-y"), ask("a-y")], &[zh, en]);
        assert_eq!(found, ["p:1: no sentence a-x in en", "p:1 (and 1 more): no sentence a-y in zh-CN and en"]);
    }
}
