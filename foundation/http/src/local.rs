//! Which addresses a redirect may lead to: paths of this house and nothing else. `next=` comes from outside and would
//! otherwise send a person who just signed in to a stranger's copy of the page.

/// Longest path that is carried through a sign-in, in bytes.
const PATH_BYTES_MAX: usize = 1000;

/// `text` when it is a path of this house: one slash first, then no second slash or backslash (browsers read both as a
/// host), no backslash anywhere, no control or white-space character (browsers drop some of them), ASCII only.
pub fn local_path(text: &str) -> Option<&str> {
    let mut bytes = text.bytes();
    let first = bytes.next() == Some(b'/');
    let second = !matches!(bytes.next(), Some(b'/' | b'\\'));
    let plain = text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (first && second && plain && text.len() <= PATH_BYTES_MAX).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        /// Judged by the same rules that browsers read addresses with.
        #[test]
        fn whatever_is_let_through_stays_here(text in "[/\\\\.:@?#%a-c\t\n \u{a0}\u{2028}\u{ff0f}]{0,12}|/\\PC{0,10}") {
            let here = url::Url::parse("https://bank.example/orders").unwrap();
            if let Some(path) = local_path(&text) {
                let there = here.join(path).unwrap();
                proptest::prop_assert_eq!(there.origin(), here.origin());
            }
        }
    }

    #[test]
    fn only_paths_of_this_house() {
        for good in ["/", "/orders?state=open&x=%E4%B8%AD", "/a//b", "/sign-in", "/%2F%2Fevil.example"] {
            assert_eq!(local_path(good), Some(good));
        }
        for evil in [
            "",
            "orders",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            " //evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "/a\\b",
            "/a\r\nSet-Cookie: x=1",
            "/中",
            "@evil.example",
            "?next=//evil",
        ] {
            assert_eq!(local_path(evil), None, "{evil:?}");
        }
        assert_eq!(local_path(&format!("/{}", "a".repeat(PATH_BYTES_MAX))), None);
    }
}
