//! In which language the command line speaks: the one of the terminal, as every program on it does.

use tb_words::{CHINESE, ENGLISH, Text, Words};

/// The sentences in the terminal's language (`LC_ALL`, `LC_MESSAGES`, `LANG`); English where it says nothing.
pub(crate) fn text(words: &Words) -> Text {
    let says = |name: &&str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let first = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find(says);
    let value = first.and_then(|name| std::env::var(name).ok()).unwrap_or_default();
    words.lang(if value.starts_with("zh") { CHINESE } else { ENGLISH })
}
