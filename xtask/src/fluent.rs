//! A Fluent file read just far enough to compare two languages: which keys, which variables each uses, what cannot be
//! read. Messages, terms and attributes (`key.attribute`) count as keys.

use std::collections::{BTreeMap, BTreeSet};

/// Keys with the variables each uses.
pub(crate) type Keys = BTreeMap<String, BTreeSet<String>>;

/// Reads a file; the second part lists what is wrong in it as (line, what).
pub(crate) fn read(text: &str) -> (Keys, Vec<(usize, String)>) {
    let mut keys = Keys::new();
    let mut faults = Vec::new();
    let mut filled: BTreeMap<String, usize> = BTreeMap::new();
    let (mut message, mut current) = (String::new(), String::new());
    for (line, text) in text.lines().enumerate().map(|(line, text)| (line + 1, text)) {
        let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
        let indented = text.starts_with([' ', '}', ']']);
        let value = if text.trim().is_empty() || (text.starts_with('#') && !indented) {
            continue;
        } else if let (true, Some((key, value))) = (begins, key_and_value(text)) {
            message = key.to_owned();
            current = message.clone();
            if keys.contains_key(key) {
                faults.push((line, format!("{key} twice")));
            }
            filled.insert(current.clone(), line);
            value
        } else if let (true, Some((name, value))) = (indented, text.trim().strip_prefix('.').and_then(key_and_value)) {
            // A message may consist of its attributes alone.
            filled.remove(&message);
            current = format!("{message}.{name}");
            filled.insert(current.clone(), line);
            value
        } else if indented && !current.is_empty() {
            text
        } else {
            faults.push((line, format!("cannot be read: {text}")));
            continue;
        };
        keys.entry(current.clone()).or_default().extend(variables(value));
        if !value.trim().is_empty() {
            filled.remove(&current);
        }
    }
    faults.extend(filled.into_iter().map(|(key, line)| (line, format!("{key} has no text"))));
    (keys, faults)
}

fn key_and_value(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.split_once('=')?;
    let key = key.trim();
    let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    (plain && !key.is_empty()).then_some((key, value))
}

fn variables(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('$').skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_variables_are_read() {
        let text = "# head\na-b = 您好 { $name }\n-term = T\nlong =\n    { $n ->\n        [one] x\n       *[other] { $m } y\n    }\n\nwith = v\n    .title = { $t }\n";
        let (keys, faults) = read(text);
        assert_eq!(faults, []);
        assert_eq!(keys.keys().collect::<Vec<_>>(), ["-term", "a-b", "long", "with", "with.title"]);
        assert_eq!(keys["long"].iter().collect::<Vec<_>>(), ["m", "n"]);
        assert_eq!(keys["with.title"].iter().collect::<Vec<_>>(), ["t"]);
        assert!(keys["with"].is_empty());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let (_, faults) = read("a = x\na = y\nb =\n\nnot a line\n");
        assert_eq!(faults.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 5, 3]);
        assert!(faults[2].1.contains("b has no text"));
    }
}
