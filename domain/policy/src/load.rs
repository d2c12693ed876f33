//! From TOML text to a policy set. Reads only the text it is given; finding files is the operator's door.
//!
//! A set is a folder: `city.toml`, and for each version a folder with `version.toml`, `articles.toml`,
//! `parameters.toml` and `catalogue.toml`. The platform's default articles come from a file the program carries
//! and are copied into each version that cites them, so that a version is complete in itself.

use crate::book::PolicyError;
use crate::catalogue::{Category, Item};
use crate::model::{Article, PolicySet, Source, Text, Version, VersionId};
use crate::parameters::Parameters;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use tb_kernel::{Day, Node};

/// A file of a set: its path inside the city's folder (`2022-24/articles.toml`) and its text.
#[derive(Clone, Copy, Debug)]
pub struct PolicyText<'a> {
    pub path: &'a str,
    pub text: &'a str,
}

/// The parts of a version, in the order they enter its digest.
const PARTS: [&str; 4] = ["version.toml", "articles.toml", "parameters.toml", "catalogue.toml"];

/// The platform's default articles.
const DEFAULTS: &str = include_str!("../../../policies/platform/articles.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CityFile {
    city: Node,
    slug: String,
    name: Text,
    product_name: Text,
    /// Folders of the versions, oldest first.
    versions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionFile {
    id: VersionId,
    title: Text,
    effective_from: Day,
    #[serde(default)]
    effective_to: Option<Day>,
    dates_note: Text,
    legal_basis: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticlesFile {
    article: Vec<Article>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueFile {
    category: Vec<Category>,
    item: Vec<Item>,
}

macro_rules! embedded {
    ($city:literal: $($version:literal),+) => {
        &[
            PolicyText { path: "city.toml", text: include_str!(concat!("../../../policies/", $city, "/city.toml")) },
            $(
                embedded!(@part $city, $version, "version.toml"),
                embedded!(@part $city, $version, "articles.toml"),
                embedded!(@part $city, $version, "parameters.toml"),
                embedded!(@part $city, $version, "catalogue.toml"),
            )+
        ]
    };
    (@part $city:literal, $version:literal, $part:literal) => {
        PolicyText {
            path: concat!($version, "/", $part),
            text: include_str!(concat!("../../../policies/", $city, "/", $version, "/", $part)),
        }
    };
}

/// The texts of the four cities that the program carries.
pub const EMBEDDED: [&[PolicyText<'static>]; 4] = [
    embedded!("beijing": "2022"),
    embedded!("nanjing": "2019", "2022-24"),
    embedded!("qingdao": "2020"),
    embedded!("wuhan": "2022"),
];

/// The four sets that the program carries.
pub fn builtin() -> Result<Vec<PolicySet>, PolicyError> {
    EMBEDDED.iter().map(|texts| set(texts)).collect()
}

/// Reads a set from its texts. Errors name the file; coherence is [`crate::check`]'s business.
pub fn set(texts: &[PolicyText<'_>]) -> Result<PolicySet, PolicyError> {
    let city: CityFile = read("city.toml", find(texts, "city.toml")?)?;
    let versions =
        city.versions.iter().map(|folder| version(texts, folder, city.city)).collect::<Result<Vec<_>, _>>()?;
    Ok(PolicySet {
        city: city.city,
        slug: city.slug,
        name: city.name,
        product_name: city.product_name,
        versions: versions.into_iter().map(Arc::new).collect(),
    })
}

/// The files a set consists of, read from its `city.toml`: what an operator's door has to hand to [`set`].
pub fn paths(city_text: &str) -> Result<Vec<String>, PolicyError> {
    let city: CityFile = read("city.toml", city_text)?;
    let parts = city.versions.iter().flat_map(|folder| PARTS.iter().map(move |part| format!("{folder}/{part}")));
    Ok(std::iter::once("city.toml".to_owned()).chain(parts).collect())
}

fn version(texts: &[PolicyText<'_>], folder: &str, city: Node) -> Result<Version, PolicyError> {
    let path = |part: &str| format!("{folder}/{part}");
    let text = |part: &str| find(texts, &path(part));
    let head: VersionFile = read(&path(PARTS[0]), text(PARTS[0])?)?;
    let articles: ArticlesFile = read(&path(PARTS[1]), text(PARTS[1])?)?;
    let parameters: Parameters = read(&path(PARTS[2]), text(PARTS[2])?)?;
    let catalogue: CatalogueFile = read(&path(PARTS[3]), text(PARTS[3])?)?;
    let mut version = Version {
        id: head.id,
        city,
        title: head.title,
        effective_from: head.effective_from,
        effective_to: head.effective_to,
        dates_note: head.dates_note,
        legal_basis: head.legal_basis,
        articles: articles.article,
        parameters,
        categories: catalogue.category,
        items: catalogue.item,
        digest: String::new(),
    };
    let used = cited_defaults(&version)?;
    let parts = PARTS.iter().map(|part| text(part)).collect::<Result<Vec<_>, _>>()?;
    version.digest = digest(&parts, &used);
    version.articles.extend(used);
    Ok(version)
}

/// The platform's articles that something in this version cites.
fn cited_defaults(version: &Version) -> Result<Vec<Article>, PolicyError> {
    let cited: BTreeSet<_> = version.citations().into_iter().map(|(_, article)| article.clone()).collect();
    Ok(platform_articles()?.into_iter().filter(|article| cited.contains(&article.id)).collect())
}

/// All default articles of the platform, cited or not.
pub fn platform_articles() -> Result<Vec<Article>, PolicyError> {
    Ok(read::<ArticlesFile>("platform/articles.toml", DEFAULTS)?.article)
}

fn find<'a>(texts: &[PolicyText<'a>], path: &str) -> Result<&'a str, PolicyError> {
    let text = texts.iter().find(|text| text.path == path).map(|text| text.text);
    text.ok_or_else(|| PolicyError::Missing(path.to_owned()))
}

fn read<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PolicyError> {
    toml::from_str(text).map_err(|e| PolicyError::Text { file: file.to_owned(), message: e.to_string() })
}

/// SHA-256 over the four texts and the words of the shared articles they lean on, each with its length in front, so
/// that nothing can be moved from one part to the next unseen. Line ends count as `\n`. The last day in force is left
/// out: a version only learns its end when the next one comes, and must stay the same version then.
fn digest(parts: &[&str], shared: &[Article]) -> String {
    let mut hash = Sha256::new();
    let mut take = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("effective_to"));
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text.as_bytes());
    };
    parts.iter().for_each(|part| take(part));
    for article in shared {
        [article.id.as_str(), &article.text.zh, &article.text.en].into_iter().for_each(&mut take);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
