//! The sentences in one language, as pages, problem documents and messages ask for them.

use crate::catalogue::{Shelf, Tongue};
use fluent_bundle::{FluentArgs, FluentValue};
use std::sync::Arc;
use tb_kernel::{Day, FieldFault, Instant, Kind, Minutes, Refusal};

/// One language of the catalogue. Cheap to clone, safe to share.
#[derive(Clone)]
pub struct Text {
    shelf: Arc<Shelf>,
    at: usize,
}

impl Text {
    pub(crate) fn new(shelf: Arc<Shelf>, at: usize) -> Text {
        Text { shelf, at }
    }

    /// The language's tag: `zh-CN` or `en`.
    pub fn lang(&self) -> &'static str {
        self.tongue().lang
    }

    /// The sentence of `key`.
    pub fn get(&self, key: &str) -> String {
        self.with(key, [])
    }

    /// The sentence of `key` with its variables. A whole number given as text is a number for plurals.
    pub fn with<'a>(&self, key: &str, args: impl AsRef<[(&'a str, String)]>) -> String {
        let args = args.as_ref().iter().map(|(name, value)| (*name, value.as_str()));
        self.find(key, args).unwrap_or_else(|| self.missing(key))
    }

    /// True when the key has a sentence in this language.
    pub fn has(&self, key: &str) -> bool {
        self.tongue().bundle.has_message(key)
    }

    /// The sentence of a refusal: code `a.b` is key `a-b`; its facts are the variables, its article is `$article`.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let article = refusal.article.iter().map(|article| ("article", article.as_str()));
        let args = refusal.args.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(article);
        self.find(&key_of(&refusal.code), args).unwrap_or_else(|| {
            self.lament(&refusal.code);
            self.get(fallback(refusal.kind))
        })
    }

    /// The sentence of one wrong field.
    pub fn field(&self, fault: &FieldFault) -> String {
        let args = fault.args.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        self.find(&key_of(&fault.code), args).unwrap_or_else(|| {
            self.lament(&fault.code);
            self.get("common-field-form")
        })
    }

    /// "1 小时 30 分钟", "1 h 30 min".
    pub fn minutes(&self, amount: Minutes) -> String {
        self.tongue().figures.minutes(amount)
    }

    /// "11月21日 周六 09:00", "Sat 21 Nov 09:00", by the city's clock.
    pub fn day(&self, at: Instant) -> String {
        self.tongue().figures.when(at)
    }

    /// "11月21日 周六", "Sat 21 Nov".
    pub fn day_only(&self, day: Day) -> String {
        self.tongue().figures.day(day)
    }

    /// "2026年11月21日", "21 Nov 2026".
    pub fn date(&self, day: Day) -> String {
        self.tongue().figures.date(day)
    }

    /// "09:00", by the city's clock.
    pub fn clock(&self, at: Instant) -> String {
        self.tongue().figures.clock(at)
    }

    fn tongue(&self) -> &Tongue {
        &self.shelf.tongues[self.at]
    }

    /// This language, else the others, Chinese first; a sentence borrowed from another language is told of.
    fn find<'a>(&self, key: &str, args: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Option<String> {
        let strict = self.shelf.strict;
        said(self.tongue(), key, args.clone(), strict).or_else(|| {
            let others = self.shelf.tongues.iter().filter(|tongue| tongue.lang != self.lang());
            let borrowed = others.into_iter().find_map(|tongue| said(tongue, key, args.clone(), strict))?;
            self.lament(key);
            Some(borrowed)
        })
    }

    fn missing(&self, key: &str) -> String {
        self.lament(key);
        key.to_owned()
    }

    fn lament(&self, key: &str) {
        assert!(!self.shelf.strict, "no sentence for {key} in {}", self.lang());
        metrics::counter!("timebank_words_missing_total", "lang" => self.lang()).increment(1);
        tracing::warn!(key, lang = self.lang(), "a sentence is missing");
    }
}

fn said<'a>(
    tongue: &Tongue,
    key: &str,
    args: impl Iterator<Item = (&'a str, &'a str)>,
    strict: bool,
) -> Option<String> {
    let pattern = tongue.bundle.get_message(key)?.value()?;
    let mut given = FluentArgs::new();
    for (name, value) in args {
        given.set(name, value_of(value));
    }
    let mut errors = Vec::new();
    let sentence = tongue.bundle.format_pattern(pattern, Some(&given), &mut errors).into_owned();
    if !errors.is_empty() {
        assert!(!strict, "the sentence {key} in {} lacks something: {errors:?}", tongue.lang);
        tracing::warn!(key, lang = tongue.lang, ?errors, "a sentence lacks a variable");
    }
    Some(sentence)
}

/// The longest text of digits that a double holds exactly.
const EXACT_DIGITS: usize = 15;

/// A number only if it reads back as written: `007` and long numbers stay text.
fn value_of(text: &str) -> FluentValue<'_> {
    match text.parse::<i64>() {
        Ok(number) if text.len() <= EXACT_DIGITS && number.to_string() == text => FluentValue::from(number),
        _ => FluentValue::from(text),
    }
}

fn key_of(code: &str) -> String {
    code.replace(['.', '_'], "-")
}

fn fallback(kind: Kind) -> &'static str {
    match kind {
        Kind::Invalid => "common-refused-invalid",
        Kind::SignIn => "common-refused-sign-in",
        Kind::NotFound => "common-refused-not-found",
        Kind::Forbidden => "common-refused-forbidden",
        Kind::Conflict => "common-refused-conflict",
        Kind::Rule => "common-refused-rule",
        Kind::TooMany => "common-refused-too-many",
    }
}
