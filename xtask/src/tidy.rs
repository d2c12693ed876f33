//! What keeps every room in the same order: files short enough to hold in the head, nothing left over, SQL where SQL
//! belongs, a README in every slice, no `unwrap` in the product, a head comment on every file.

use crate::Report;
use crate::files::{self, File, line_of};
use crate::source::Source;
use std::collections::BTreeSet;
use std::path::Path;

/// Longest Rust file outside tests, in lines.
const LINES_MAX: usize = 600;

/// Words of unfinished work. Put together here so that this file does not find itself.
const LEFT_OVERS: [&str; 5] =
    [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK"), concat!("db", "g!")];

/// Files in which nothing may be left over.
const WRITTEN: [&str; 10] = [".rs", ".toml", ".sql", ".html", ".ftl", ".js", ".mjs", ".ts", ".css", ".sh"];

pub(crate) fn check(root: &Path) -> Result<Report, String> {
    let mut folders = files::CRATES.to_vec();
    folders.extend(["policies", "locales"]);
    let written = files::below(root, &folders, &WRITTEN)?;
    let rust: Vec<(&File, Source)> =
        written.iter().filter(|file| file.path.ends_with(".rs")).map(|file| (file, Source::read(&file.text))).collect();
    let tests_only = test_modules(&rust);
    let mut findings: Vec<String> = written.iter().flat_map(left_overs).collect();
    for (file, source) in &rust {
        findings.extend(head_comment(file));
        if !is_test_file(&file.path, &tests_only) {
            findings.extend(length(file));
            findings.extend(unwraps(file, source));
            findings.extend(stray_sql(file, source));
        }
    }
    let slices = slices(root)?;
    findings.extend(slices.iter().filter(|slice| !has_readme(root, slice)).map(|slice| {
        format!(
            "domain/{slice}: no README.md (words, states, what must hold, what it publishes and hears, who may do what)"
        )
    }));
    findings.sort();
    let seen = format!("{} files, {} of them Rust, {} slices", written.len(), rust.len(), slices.len());
    Ok(Report { seen, findings })
}

fn slices(root: &Path) -> Result<Vec<String>, String> {
    let manifests = files::below(root, &["domain"], &["Cargo.toml"])?;
    Ok(manifests.iter().filter_map(|file| file.path.split('/').nth(1)).map(str::to_owned).collect())
}

fn has_readme(root: &Path, slice: &str) -> bool {
    std::fs::read_to_string(root.join("domain").join(slice).join("README.md")).is_ok_and(|text| !text.trim().is_empty())
}

/// Path beginnings (without `.rs`) of modules that some file declares for tests only.
fn test_modules(rust: &[(&File, Source)]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (file, source) in rust {
        let stem = file.path.trim_end_matches(".rs");
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        let inside = if ["lib", "main", "mod"].contains(&name) { folder } else { stem };
        found.extend(source.test_modules().into_iter().map(|module| format!("{inside}/{module}")));
    }
    found
}

/// Whole files that are tests: in a `tests` folder, or a module declared for tests only.
fn is_test_file(path: &str, tests_only: &BTreeSet<String>) -> bool {
    let stem = path.trim_end_matches(".rs");
    let below = |module: &String| {
        stem == module || stem.strip_prefix(module.as_str()).is_some_and(|rest| rest.starts_with('/'))
    };
    path.split('/').any(|part| ["tests", "benches"].contains(&part)) || tests_only.iter().any(below)
}

fn left_overs(file: &File) -> Vec<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let whole = |at: usize, len: usize| !file.text[..at].ends_with(word) && !file.text[at + len..].starts_with(word);
    let hits = LEFT_OVERS.iter().flat_map(|left| file.text.match_indices(left));
    hits.filter(|(at, left)| whole(*at, left.len()))
        .map(|(at, left)| format!("{}:{}: left over: {left}", file.path, line_of(&file.text, at)))
        .collect()
}

fn head_comment(file: &File) -> Option<String> {
    (!file.text.starts_with("//!"))
        .then(|| format!("{}:1: no head comment (//! what it is for, what must hold, why so)", file.path))
}

fn length(file: &File) -> Option<String> {
    let lines = file.text.lines().count();
    (lines > LINES_MAX).then(|| format!("{}: {lines} lines, more than {LINES_MAX}", file.path))
}

fn unwraps(file: &File, source: &Source) -> Vec<String> {
    let hits = source.product_hits(".unwrap()");
    hits.map(|at| format!("{}:{}: unwrap outside tests", file.path, line_of(&file.text, at))).collect()
}

fn stray_sql(file: &File, source: &Source) -> Vec<String> {
    let at_home = file.path.starts_with("foundation/db/")
        || file.path.split('/').any(|part| part == "store" || part == "store.rs");
    let literals = source.product_literals().filter(|literal| !at_home && is_sql(&literal.text));
    literals
        .map(|literal| {
            let start: String = literal.text.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
            format!("{}:{}: SQL outside store: {start} …", file.path, line_of(&file.text, literal.at))
        })
        .collect()
}

/// Whether a literal is a statement (or a tail of one), and not a sentence that begins with the same word.
fn is_sql(text: &str) -> bool {
    let text = text.replace("\\n", " ").replace('\\', " ").to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let word = |at: usize| words.get(at).copied().unwrap_or_default();
    let has = |wanted: &str| words.iter().skip(2).any(|word| *word == wanted);
    let numbered = text.match_indices('$').any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    match (word(0), word(1)) {
        ("select", second) => has("from") || second.contains('(') || second.starts_with(|c: char| c.is_ascii_digit()),
        ("insert" | "replace", "into") | ("delete", "from") | ("alter" | "drop", "table") => words.len() > 2,
        ("update", _) => word(2) == "set",
        ("with", "recursive") => words.len() > 2,
        ("with", _) => word(2) == "as" && word(3).starts_with('('),
        ("create", "table" | "index" | "unique" | "view" | "trigger") => words.len() > 2,
        ("begin", second) => ["immediate", "exclusive", "deferred"].contains(&second),
        ("pragma", _) => words.len() > 1,
        ("where" | "and" | "order" | "returning" | "on", _) => numbered,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File { path: path.into(), text: text.into() }
    }

    #[test]
    fn what_is_left_over_is_found_as_a_word_only() {
        for left in LEFT_OVERS {
            assert_eq!(
                left_overs(&file("a.rs", &format!("//! x\n// {left} later"))),
                [format!("a.rs:2: left over: {left}")]
            );
        }
        let fine = LEFT_OVERS.map(|left| format!("A{left} ")).concat();
        assert!(left_overs(&file("a.rs", &fine)).is_empty());
        assert!(left_overs(&file("a.rs", "mastodon, hackney, todo list in small letters")).is_empty());
    }

    #[test]
    fn a_file_has_a_head_and_an_end() {
        assert!(head_comment(&file("a.rs", "//! what\n")).is_none());
        assert!(head_comment(&file("a.rs", "use a;\n//! what\n")).is_some());
        assert!(length(&file("a.rs", &"x\n".repeat(LINES_MAX))).is_none());
        assert!(length(&file("a.rs", &"x\n".repeat(LINES_MAX + 1))).is_some());
    }

    #[test]
    fn unwrap_is_for_tests() {
        let text = "fn a() { b.unwrap(); }\n// .unwrap()\nlet c = \".unwrap()\";\n#[cfg(test)]\nmod t { fn d() { e.unwrap() } }";
        let found = unwraps(&file("a.rs", text), &Source::read(text));
        assert_eq!(found, ["a.rs:1: unwrap outside tests"]);
    }

    #[test]
    fn statements_are_told_from_sentences() {
        for sql in [
            "select id from orders where id = $1",
            "SELECT count(*) FROM x",
            "select 1",
            "\n  insert into a (b) values ($1)",
            "insert \\\n into a values (1)",
            "update a set b = $1",
            "delete from a",
            "with x as (select 1) select * from x",
            "create table a (b int)",
            "pragma journal_mode = wal",
            "begin immediate",
            "where a = $1",
        ] {
            assert!(is_sql(sql), "{sql}");
        }
        for sentence in [
            "select",
            "Select a site",
            "update the setting",
            "with a friend",
            "insert into",
            "begin",
            "where it happened",
            "create an order",
            "and $name",
        ] {
            assert!(!is_sql(sentence), "{sentence}");
        }
    }

    #[test]
    fn sql_lives_in_store_and_in_the_database_crate() {
        let text = "const A: &str = \"select a from b\";";
        let source = Source::read(text);
        for home in ["domain/orders/src/store.rs", "domain/orders/src/store/rows.rs", "foundation/db/src/tx.rs"] {
            assert!(stray_sql(&file(home, text), &source).is_empty(), "{home}");
        }
        let found = stray_sql(&file("domain/orders/src/queries.rs", text), &source);
        assert_eq!(found, ["domain/orders/src/queries.rs:1: SQL outside store: select a from b …"]);
    }

    #[test]
    fn test_files_are_known_by_folder_and_by_their_declaration() {
        let lib = file("domain/a/src/lib.rs", "#[cfg(test)]\nmod fixtures;\nmod real;");
        let real = file("domain/a/src/real.rs", "#[cfg(test)] mod cases;");
        let rust = vec![(&lib, Source::read(&lib.text)), (&real, Source::read(&real.text))];
        let tests_only = test_modules(&rust);
        for path in [
            "domain/a/src/fixtures.rs",
            "domain/a/src/fixtures/more.rs",
            "domain/a/src/real/cases.rs",
            "domain/a/tests/b.rs",
        ] {
            assert!(is_test_file(path, &tests_only), "{path}");
        }
        for path in ["domain/a/src/real.rs", "domain/a/src/fixtures_more.rs", "domain/a/src/lib.rs"] {
            assert!(!is_test_file(path, &tests_only), "{path}");
        }
    }
}
