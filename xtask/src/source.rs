//! A Rust file taken apart just far enough for the checks: its code with comments and literals blanked out (every byte
//! in its place), the string literals, and which parts are compiled for tests only. Not a parser: it knows strings, raw
//! strings, characters, nested comments, brackets and the attribute for tests.

use std::ops::Range;

/// A string literal: where its opening quote stands, and what is between the quotes (escapes left as written).
#[derive(Debug, PartialEq)]
pub(crate) struct Literal {
    pub(crate) at: usize,
    pub(crate) text: String,
}

pub(crate) struct Source {
    /// Same length as the file; comments and literals are blanks, line ends stay.
    pub(crate) code: String,
    pub(crate) literals: Vec<Literal>,
    /// Parts under `#[cfg(test)]`.
    tests: Vec<Range<usize>>,
}

impl Source {
    pub(crate) fn read(text: &str) -> Source {
        let (code, literals) = blank(text);
        let tests = test_parts(&code);
        Source { code, literals, tests }
    }
    pub(crate) fn is_test(&self, at: usize) -> bool {
        self.tests.iter().any(|part| part.contains(&at))
    }
    /// Where `needle` stands in the code outside tests.
    pub(crate) fn product_hits<'a>(&'a self, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.code.match_indices(needle).map(|(at, _)| at).filter(|at| !self.is_test(*at))
    }
    /// The string literals outside tests.
    pub(crate) fn product_literals(&self) -> impl Iterator<Item = &Literal> {
        self.literals.iter().filter(|literal| !self.is_test(literal.at))
    }
    /// The string literals within `range`.
    pub(crate) fn literals_in(&self, range: Range<usize>) -> impl Iterator<Item = &Literal> {
        self.literals.iter().filter(move |literal| range.contains(&literal.at))
    }
    /// From the bracket at `open` to behind the one that closes it; to the end when nothing does.
    pub(crate) fn bracketed(&self, open: usize) -> Range<usize> {
        open..closing(self.code.as_bytes(), open)
    }
    /// Names of modules that exist for tests only and lie in files of their own (`#[cfg(test)] mod name;`).
    pub(crate) fn test_modules(&self) -> Vec<&str> {
        let parts = self.tests.iter().map(|part| &self.code[part.clone()]);
        parts.filter_map(|part| part.strip_suffix(';')?.trim_end().rsplit_once("mod ").map(|(_, name)| name)).collect()
    }
}

/// Code with comments and literals blanked, and the string literals.
fn blank(text: &str) -> (String, Vec<Literal>) {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut literals = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let (end, inside) = if rest.starts_with(b"//") {
            (at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()), None)
        } else if rest.starts_with(b"/*") {
            (comment_end(bytes, at), None)
        } else if let Some((quote, hashes)) = raw_string(bytes, at) {
            let end = raw_end(bytes, quote + 1, hashes);
            (end, Some((quote, quote + 1..end.saturating_sub(hashes + 1).max(quote + 1))))
        } else if rest[0] == b'"' {
            let end = string_end(bytes, at + 1);
            (end, Some((at, at + 1..end.saturating_sub(1).max(at + 1))))
        } else if let Some(end) = character_end(text, at) {
            (end, None)
        } else {
            at += 1;
            continue;
        };
        if let Some((quote, inside)) = inside {
            literals.push(Literal { at: quote, text: text.get(inside).unwrap_or_default().to_owned() });
        }
        code[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        at = end;
    }
    (String::from_utf8(code).expect("only whole comments and literals are blanked, so no character is cut"), literals)
}

fn comment_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < bytes.len() {
        match &bytes[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    bytes.len()
}

/// Where the quote of a raw string that begins at `at` stands, and how many `#` it has.
fn raw_string(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let prefixed = at >= 1 && matches!(bytes[at - 1], b'b' | b'c');
    let before = if prefixed { at.checked_sub(2) } else { at.checked_sub(1) };
    if bytes[at] != b'r' || before.is_some_and(|before| word(bytes[before])) {
        return None;
    }
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    (bytes.get(at + 1 + hashes) == Some(&b'"')).then_some((at + 1 + hashes, hashes))
}

fn raw_end(bytes: &[u8], start: usize, hashes: usize) -> usize {
    let closes =
        |at: usize| bytes[at] == b'"' && bytes[at + 1..].iter().take(hashes).filter(|b| **b == b'#').count() == hashes;
    (start..bytes.len()).find(|at| closes(*at)).map_or(bytes.len(), |at| at + 1 + hashes)
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The end of a character literal at `at`; `None` for anything else, lifetimes too.
fn character_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?.strip_prefix('\'')?;
    if let Some(escaped) = rest.strip_prefix('\\') {
        return escaped.char_indices().skip(1).find(|(_, c)| *c == '\'').map(|(end, _)| at + 2 + end + 1);
    }
    let first = rest.chars().next()?;
    rest[first.len_utf8()..].starts_with('\'').then_some(at + 1 + first.len_utf8() + 1)
}

fn test_parts(code: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    for mark in ["#[cfg(test)]", "#[cfg(any(test", "#[cfg(all(test"] {
        for (start, _) in code.match_indices(mark) {
            parts.push(start..item_end(code.as_bytes(), closing(code.as_bytes(), start + 1)));
        }
    }
    parts.sort_by_key(|part| part.start);
    parts
}

/// The end of the item that begins at `at`: behind its `;`, or behind the block it has.
fn item_end(code: &[u8], at: usize) -> usize {
    let mut at = at;
    while at < code.len() {
        match code[at] {
            b'(' | b'[' => at = closing(code, at),
            b'{' => return closing(code, at),
            b';' => return at + 1,
            _ => at += 1,
        }
    }
    code.len()
}

/// Behind the bracket that closes the one at `open`.
fn closing(code: &[u8], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, byte) in code.iter().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(text: &str) -> Vec<String> {
        Source::read(text).literals.into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn comments_and_literals_are_blank_and_everything_keeps_its_place() {
        let text = "let a = \"x{\"; // 说明 {\nlet b = '{'; /* { /* { */ */ c";
        let source = Source::read(text);
        assert_eq!(source.code.len(), text.len());
        assert!(!source.code.contains('{'));
        assert_eq!(source.code.find("let b"), text.find("let b"));
        assert!(source.code.ends_with(" c"));
    }

    #[test]
    fn every_kind_of_string_is_seen() {
        assert_eq!(literals(r##"f("a\"b", r"c\", r#"d"e"#, b"f", br"g")"##), [r#"a\"b"#, r"c\", r#"d"e"#, "f", "g"]);
        assert_eq!(literals("let r#type = '\"'; let l: &'static str = \"中文\"; '\\'' \"z\""), ["中文", "z"]);
        assert_eq!(literals("for \"永不关闭"), [""], "a string that never ends is nobody's literal");
    }

    #[test]
    fn what_is_for_tests_is_known() {
        let text = "fn a() { x.y() }\n#[cfg(test)]\nmod tests {\n fn b() { x.y() }\n}\nfn c() { x.y() }";
        let source = Source::read(text);
        assert_eq!(source.product_hits("x.y()").count(), 2);
        assert!(source.is_test(text.find("fn b").unwrap()));
        assert!(!source.is_test(text.find("fn c").unwrap()));
        let one = Source::read("#[cfg(test)]\n#[allow(x)]\nuse a::B;\nfn c() {}");
        assert!(!one.is_test(one.code.find("fn c").unwrap()));
        assert_eq!(Source::read("#[cfg(test)]\nmod far_away;\nmod near;").test_modules(), ["far_away"]);
    }

    #[test]
    fn brackets_close_where_they_should() {
        let source = Source::read("f(a, g(\")\"), b) + c");
        assert_eq!(&source.code[source.bracketed(1)], "(a, g(   ), b)");
    }
}
