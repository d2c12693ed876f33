//! Which sentences the code asks for: refusal codes written in Rust, keys written in templates and pages.

use crate::files::{File, line_of};
use crate::source::Source;

/// A key that is asked for, and where: `path:line`.
#[derive(Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) key: String,
    pub(crate) place: String,
}

/// What builds a refusal; the literals between its brackets that look like codes are codes.
const REFUSALS: [&str; 4] = ["Refusal::rule(", "Refusal::conflict(", "Refusal::forbidden(", "Refusal::new("];

/// The keys of all refusal codes of a Rust file, tests left out. A code `orders.overlap` has the key `orders-overlap`.
/// In a file named `refusals.rs` every literal of the slice's own codes counts, however it is used.
pub(crate) fn refusals(file: &File, source: &Source) -> Vec<Asked> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for call in REFUSALS {
        for at in source.product_hits(call) {
            let brackets = source.bracketed(at + call.len() - 1);
            found.extend(source.literals_in(brackets).map(|literal| (literal.at, literal.text.as_str())));
        }
    }
    for at in source.product_hits(".field(") {
        let brackets = source.bracketed(at + ".field(".len() - 1);
        // The first argument is the field's name, which may have a dot of its own.
        let Some(comma) = source.code[brackets.clone()].find(',') else { continue };
        let rest = brackets.start + comma..brackets.end;
        found.extend(source.literals_in(rest).map(|literal| (literal.at, literal.text.as_str())));
    }
    if file.path.ends_with("/refusals.rs") {
        let slice = file.path.split('/').nth(1).unwrap_or_default();
        let own = |text: &str| text.split_once('.').is_some_and(|(first, _)| first == slice || first == "common");
        let literals = source.product_literals().filter(|literal| own(&literal.text));
        found.extend(literals.map(|literal| (literal.at, literal.text.as_str())));
    }
    found.sort_unstable();
    found.dedup();
    let codes = found.into_iter().filter(|(_, text)| is_code(text));
    codes.map(|(at, text)| asked(file, at, text.replace('.', "-"))).collect()
}

/// Keys a template asks for: `t.get("key")`, `t.with("key", …)`.
pub(crate) fn template_keys(file: &File) -> Vec<Asked> {
    let text = &file.text;
    let calls = calls(text).filter_map(|at| {
        let inside = text[at..].trim_start().strip_prefix('"')?;
        Some((at, inside.split_once('"')?.0))
    });
    calls.map(|(at, key)| asked(file, at, key.to_owned())).collect()
}

/// The same calls in Rust, tests left out; only what looks like a key, since `t` may be anything there.
pub(crate) fn page_keys(file: &File, source: &Source) -> Vec<Asked> {
    let calls = calls(&source.code).filter(|at| !source.is_test(*at)).filter_map(|at| {
        let literal = source.literals.iter().find(|literal| literal.at >= at)?;
        source.code[at..literal.at].trim().is_empty().then_some(literal)
    });
    let keys = calls.filter(|literal| is_code(&literal.text.replacen('-', ".", 1)));
    keys.map(|literal| asked(file, literal.at, literal.text.clone())).collect()
}

/// Where the arguments of `t.get(` and `t.with(` begin, in order; `page.t.get(` is one too.
fn calls(text: &str) -> impl Iterator<Item = usize> + '_ {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found: Vec<usize> = ["t.get(", "t.with("]
        .into_iter()
        .flat_map(|call| text.match_indices(call).map(move |(at, _)| (at, at + call.len())))
        .filter(|(at, _)| !text[..*at].ends_with(word))
        .map(|(_, end)| end)
        .collect();
    found.sort_unstable();
    found.into_iter()
}

fn asked(file: &File, at: usize, key: String) -> Asked {
    Asked { key, place: format!("{}:{}", file.path, line_of(&file.text, at)) }
}

/// `slice.reason`: small letters, digits, `-` and `_`, at least one dot, no empty part.
fn is_code(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    text.contains('.') && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.split('.').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(asked: Vec<Asked>) -> Vec<String> {
        asked.into_iter().map(|asked| asked.key).collect()
    }
    fn rust(path: &str, text: &str) -> (File, Source) {
        (File { path: path.into(), text: text.into() }, Source::read(text))
    }

    #[test]
    fn refusal_codes_are_found_where_they_are_built() {
        let (file, source) = rust(
            "domain/orders/src/rules.rs",
            r#"fn a() { Refusal::rule("orders.overlap").with("day", d); Refusal::new(Kind::TooMany, "orders.too-many") }
               fn b() { Refusal::invalid().field("helper.age", "orders.too-young"); s.field("x", &y); }
               fn c() { Refusal::conflict(if d { "orders.a" } else { "orders.b" }) }
               fn d() { let e = "orders.unused"; Refusal::forbidden(CODE) }
               #[cfg(test)] mod tests { fn t() { Refusal::rule("orders.of-a-test") } }"#,
        );
        let found = refusals(&file, &source);
        assert_eq!(found[0].place, "domain/orders/src/rules.rs:1");
        assert_eq!(keys(found), ["orders-overlap", "orders-too-many", "orders-too-young", "orders-a", "orders-b"]);
    }

    #[test]
    fn in_the_file_of_refusals_every_code_of_the_slice_counts() {
        let text = r#"const A: &str = "orders.late"; const B: &str = "other.thing"; const C: &str = "no code";"#;
        let (file, source) = rust("domain/orders/src/refusals.rs", text);
        assert_eq!(keys(refusals(&file, &source)), ["orders-late"]);
    }

    #[test]
    fn template_keys_are_found() {
        let text = "<h1>{{ t.get(\"orders-title\") }}</h1>\n{{ t.with( \"orders-count\", &[(\"n\", n)]) }}{{ page.t.get(\"orders-all\") }}{{ t.get(key) }}{{ cat.get(\"x\") }}";
        let found = template_keys(&File { path: "a.html".into(), text: text.into() });
        assert_eq!(found[1].place, "a.html:2");
        assert_eq!(keys(found), ["orders-title", "orders-count", "orders-all"]);
    }

    #[test]
    fn page_keys_look_like_keys() {
        let (file, source) =
            rust("surface/web/src/a.rs", r#"t.get("orders-title"); t.get(k, "orders-no"); t.get("a"); set.get("b-c")"#);
        assert_eq!(keys(page_keys(&file, &source)), ["orders-title"]);
    }
}
