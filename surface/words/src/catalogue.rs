//! Reading the catalogues: every `.ftl` file of every language into one bundle a language.
//!
//! A file that does not parse, or a key written twice, is a [`Fault`]: logged, kept for the test that demands none, and
//! otherwise survived with the sentences that did parse.

use crate::figures::Figures;
use crate::negotiate::{CHINESE, LANGUAGES};
use crate::text::Text;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use std::fmt;
use std::sync::Arc;
use tb_kernel::{Day, Instant, Minutes};
use unic_langid::LanguageIdentifier;

/// The sentences of one language.
pub(crate) type Bundle = FluentBundle<Arc<FluentResource>>;

/// The file whose words [`Figures`] uses.
const COMMON: &str = "common.ftl";

#[derive(RustEmbed)]
#[folder = "../../locales/"]
#[include = "*.ftl"]
struct Files;

/// Something wrong in a file of sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `zh-CN/orders.ftl`
    pub file: String,
    pub what: String,
}
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.what)
    }
}

/// All languages. Cheap to clone.
#[derive(Clone)]
pub struct Words(Arc<Shelf>);

pub(crate) struct Shelf {
    pub(crate) tongues: Vec<Tongue>,
    faults: Vec<Fault>,
    pub(crate) strict: bool,
}

pub(crate) struct Tongue {
    pub(crate) lang: &'static str,
    pub(crate) bundle: Bundle,
    pub(crate) figures: Arc<Figures>,
    /// Every message key, sorted.
    keys: Vec<String>,
}

impl Words {
    /// Reads all catalogues. Faults are logged; see [`Words::faults`].
    pub fn load() -> Words {
        Words::read(false)
    }

    /// The same, but a missing key or argument panics: for tests.
    pub fn strict() -> Words {
        Words::read(true)
    }

    fn read(strict: bool) -> Words {
        let mut faults = Vec::new();
        let tongues = LANGUAGES.into_iter().map(|lang| tongue(lang, &mut faults)).collect();
        for fault in &faults {
            tracing::error!(%fault, "a file of sentences is faulty");
        }
        Words(Arc::new(Shelf { tongues, faults, strict }))
    }

    /// The sentences in one language; an unknown language is Chinese.
    pub fn lang(&self, lang: &str) -> Text {
        let of = |wanted: &str| self.0.tongues.iter().position(|tongue| tongue.lang == wanted);
        Text::new(self.0.clone(), of(lang).or_else(|| of(CHINESE)).unwrap_or(0))
    }

    /// What is wrong in the files.
    pub fn faults(&self) -> &[Fault] {
        &self.0.faults
    }

    /// Every key of one language, sorted.
    pub fn keys(&self, lang: &str) -> &[String] {
        self.0.tongues.iter().find(|tongue| tongue.lang == lang).map_or(&[], |tongue| &tongue.keys)
    }
}

fn tongue(lang: &'static str, faults: &mut Vec<Fault>) -> Tongue {
    let mut common = empty_bundle(lang);
    let mut bundle = empty_bundle(lang);
    let mut keys = Vec::new();
    let prefix = format!("{lang}/");
    let mut files: Vec<_> = Files::iter().filter(|file| file.starts_with(&prefix)).collect();
    files.sort_unstable();
    for file in files {
        let Some(content) = Files::get(&file) else { continue };
        let resource = Arc::new(parse(&file, &content.data, faults));
        keys.extend(keys_of(resource.source()));
        if file.ends_with(COMMON) {
            // Its faults are reported below, when it goes into the whole.
            let _ = common.add_resource(resource.clone());
        }
        if let Err(errors) = bundle.add_resource(resource) {
            faults.extend(errors.iter().map(|error| fault(&file, describe(error))));
        }
    }
    keys.sort_unstable();
    let figures = Arc::new(Figures(common));
    add_functions(&mut bundle, &figures);
    Tongue { lang, bundle, figures, keys }
}

fn empty_bundle(lang: &str) -> Bundle {
    let id: LanguageIdentifier = lang.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The marks protect texts that mix writing directions; ours do not, and they would break exports and comparisons.
    bundle.set_use_isolating(false);
    bundle
}

fn parse(file: &str, content: &[u8], faults: &mut Vec<Fault>) -> FluentResource {
    let text = String::from_utf8_lossy(content).into_owned();
    FluentResource::try_new(text).unwrap_or_else(|(usable, errors)| {
        faults.extend(errors.iter().map(|error| fault(file, error.to_string())));
        usable
    })
}

/// The keys of a file: what stands at the start of a line before an equals sign.
fn keys_of(text: &str) -> impl Iterator<Item = String> {
    text.lines()
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim_end())
        .filter(|key| key.starts_with(|c: char| c.is_ascii_alphabetic()) && !key.contains(' '))
        .map(str::to_owned)
}

fn fault(file: &str, what: String) -> Fault {
    Fault { file: file.to_owned(), what }
}

fn describe(error: &FluentError) -> String {
    match error {
        FluentError::Overriding { id, .. } => format!("the key {id} is written twice"),
        other => other.to_string(),
    }
}

/// What sentences may call: `MINUTES($minutes)`, `DAY($day)`, `DATE($day)`, `WHEN($at)`. A value that is not what the
/// function expects is shown as it is.
fn add_functions(bundle: &mut Bundle, figures: &Arc<Figures>) {
    type Say = fn(&Figures, &str) -> Option<String>;
    let functions: [(&str, Say); 4] = [
        ("MINUTES", |figures, text| Some(figures.minutes(Minutes(text.parse().ok()?)))),
        ("DAY", |figures, text| Some(figures.day(Day::parse(text)?))),
        ("DATE", |figures, text| Some(figures.date(Day::parse(text)?))),
        ("WHEN", |figures, text| Some(figures.when(Instant::parse(text)?))),
    ];
    for (name, say) in functions {
        let figures = figures.clone();
        let added = bundle.add_function(name, move |args: &[FluentValue<'_>], _: &FluentArgs<'_>| {
            let given = match args.first() {
                Some(FluentValue::String(text)) => text.to_string(),
                Some(FluentValue::Number(number)) => number.as_string().into_owned(),
                _ => return FluentValue::Error,
            };
            FluentValue::String(say(&figures, &given).unwrap_or(given).into())
        });
        debug_assert!(added.is_ok(), "each function is added once");
    }
}
