//! The nouns of a policy: a city's set, its dated versions, their articles. No I/O.
//!
//! What must hold: a version never changes once people have acted under it, because orders, grants and refusals name
//! it for decades. Its digest is therefore taken over the text it was read from, so that anyone can recompute it.

use crate::catalogue::{Category, Item, ItemCode};
use crate::codes::codes;
use crate::parameters::Parameters;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;
use tb_kernel::{Day, Node};

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> $name {
                $name(text.to_owned())
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
    )+};
}
pub(crate) use text_ids;

text_ids! {
    /// Names a version for ever, e.g. `NJ-2022-24`. Stored with every order and posting made under it.
    VersionId,
    /// Names an article, e.g. `NJ-2022-24/7.2`, or `TB-1/presence` for one of the platform's own defaults.
    ArticleId,
}

/// A sentence or a name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub zh: String,
    pub en: String,
}

impl Text {
    /// The wording for a locale tag; Chinese unless the tag begins with `en`.
    pub fn for_locale(&self, tag: &str) -> &str {
        if tag.starts_with("en") { &self.en } else { &self.zh }
    }
}

/// Everything one city has decided, over time.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicySet {
    /// The city's node, e.g. `320100000000`.
    pub city: Node,
    /// Short Latin name for folders and the command line, e.g. `nanjing`.
    pub slug: String,
    pub name: Text,
    /// What the city calls its bank; the name people see.
    pub product_name: Text,
    /// Oldest first.
    pub versions: Vec<Arc<Version>>,
}

impl PolicySet {
    /// The version in force on `day`.
    pub fn at(&self, day: Day) -> Option<&Arc<Version>> {
        self.versions.iter().find(|version| version.in_force(day))
    }
    /// The version that begins last.
    pub fn newest(&self) -> Option<&Arc<Version>> {
        self.versions.iter().max_by_key(|version| version.effective_from)
    }
}

/// The rules of one city between two days. Immutable; shared as `Arc<Version>`.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub id: VersionId,
    pub city: Node,
    pub title: Text,
    /// First day in force.
    pub effective_from: Day,
    /// Last day in force, inclusive; `None` while no end is known.
    pub effective_to: Option<Day>,
    /// On what the two dates rest, when the sources leave them open.
    pub dates_note: Text,
    /// The laws and documents the whole version stands on.
    pub legal_basis: Vec<Source>,
    /// The city's articles, then the shared ones (`TB-1/…` the platform's, `CN/…` the nation's) that something cites.
    pub articles: Vec<Article>,
    pub parameters: Parameters,
    pub categories: Vec<Category>,
    pub items: Vec<Item>,
    /// SHA-256 of the texts this was read from, lower-case hexadecimal.
    pub digest: String,
}

impl Version {
    pub fn in_force(&self, day: Day) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|last| day <= last)
    }
    pub fn article(&self, id: &ArticleId) -> Option<&Article> {
        self.articles.iter().find(|article| &article.id == id)
    }
    pub fn item(&self, code: &ItemCode) -> Option<&Item> {
        self.items.iter().find(|item| &item.code == code)
    }
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == code)
    }
    /// Everything that rests on an article, by name: parameter groups, classes of recipients, benefits, entitlements,
    /// categories, items.
    pub fn citations(&self) -> Vec<(String, &ArticleId)> {
        let p = &self.parameters;
        let groups = p.citations().into_iter().map(|(name, article)| (name.to_owned(), article));
        let classes = p.recipients.classes.iter().map(|c| (format!("recipients.{}", c.code), &c.article));
        let benefits = p.stars.benefits.iter().map(|b| (format!("stars.benefit-{}", b.from_level), &b.article));
        let promises = p.entitlements.list.iter().map(|e| (format!("entitlements.{}", e.code), &e.article));
        let categories = self.categories.iter().map(|c| (format!("category.{}", c.code), &c.article));
        let items = self.items.iter().map(|i| (format!("item.{}", i.code), &i.article));
        groups.chain(classes).chain(benefits).chain(promises).chain(categories).chain(items).collect()
    }
    /// The items offered at a place: the city's, and those its district adds.
    pub fn items_at(&self, node: Node) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.offered_at(node))
    }
}

codes! {
    /// How firm the ground under an article is.
    SourceKind {
        Law = "law",
        CityDocument = "city document",
        CityReport = "city report",
        PublicPage = "public page",
        /// The city is silent; the rule is the platform's own careful choice.
        PlatformDefault = "platform default",
    }
}

/// Where an article comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub kind: SourceKind,
    pub document: String,
    /// Article number, date or address inside the document; may be empty.
    #[serde(default)]
    pub reference: String,
}

/// One article, in our own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub id: ArticleId,
    pub title: Text,
    pub text: Text,
    pub source: Source,
    /// First day in force; `None`: as the version.
    #[serde(default)]
    pub effective_from: Option<Day>,
    /// Last day in force; `None`: as the version.
    #[serde(default)]
    pub effective_to: Option<Day>,
    /// The requirements it answers, e.g. `R105`.
    #[serde(default)]
    pub requirements: Vec<String>,
}

impl Article {
    /// True for articles that every city shares: the platform's defaults and the nation's rules (`CN/…`).
    pub fn is_shared(&self) -> bool {
        self.is_platform_default() || self.id.as_str().starts_with("CN/")
    }
    /// True when the city is silent and the rule is the platform's.
    pub fn is_platform_default(&self) -> bool {
        self.source.kind == SourceKind::PlatformDefault
    }
}
