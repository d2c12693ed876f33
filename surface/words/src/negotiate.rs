//! Which language to speak: the one chosen earlier, else the first of the browser's wishes that we have, else Chinese.

/// Simplified Chinese.
pub const CHINESE: &str = "zh-CN";
/// English.
pub const ENGLISH: &str = "en";
/// All languages, the main one first.
pub const LANGUAGES: [&str; 2] = [CHINESE, ENGLISH];

/// The language for a caller with this `Accept-Language` header and this earlier choice (the cookie).
pub fn negotiate(accept_language: Option<&str>, chosen: Option<&str>) -> &'static str {
    chosen.and_then(exactly).or_else(|| accept_language.and_then(best_wish)).unwrap_or(CHINESE)
}

fn exactly(tag: &str) -> Option<&'static str> {
    LANGUAGES.into_iter().find(|known| known.eq_ignore_ascii_case(tag))
}

/// The wish with the highest weight that we can meet; of equals the first.
fn best_wish(header: &str) -> Option<&'static str> {
    let mut best: Option<(f32, &'static str)> = None;
    for wish in header.split(',').take(20) {
        let mut parts = wish.split(';');
        let tag = parts.next().unwrap_or_default().trim();
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
        let Some(known) = by_prefix(tag) else { continue };
        if weight > 0.0 && best.is_none_or(|(top, _)| weight > top) {
            best = Some((weight, known));
        }
    }
    best.map(|(_, known)| known)
}

/// `zh-TW`, `zh-Hans` and `zh` get Chinese, `en-GB` gets English.
fn by_prefix(tag: &str) -> Option<&'static str> {
    let language = tag.split('-').next().unwrap_or_default();
    LANGUAGES.into_iter().find(|known| known.split('-').next().is_some_and(|l| l.eq_ignore_ascii_case(language)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_beats_the_browser_and_rubbish_is_chinese() {
        for (header, chosen, want) in [
            (None, None, CHINESE),
            (Some("en-GB,en;q=0.9"), None, ENGLISH),
            (Some("en;q=0.5, zh-TW"), None, CHINESE),
            (Some("fr, de;q=0.9, en;q=0.1"), None, ENGLISH),
            (Some("en-US"), Some("zh-CN"), CHINESE),
            (Some("zh"), Some("en"), ENGLISH),
            (Some("en"), Some("../../etc"), ENGLISH),
            (Some("en;q=0"), None, CHINESE),
            (Some(";;;,,,q=€"), None, CHINESE),
        ] {
            assert_eq!(negotiate(header, chosen), want, "{header:?} {chosen:?}");
        }
    }
}
