//! The city's rules for programs: versions, articles, the catalogue, and any decision explained by the same functions
//! that decide.

use crate::calls::{Calls, ask, call, does};
use crate::extract::Asks;
use crate::wire::{BothLanguages, Date, Line, NodeCode, Rows};
use axum::Json;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use tb_http::{Answer, Asked, At, Input, Limit};
use tb_kernel::{Fail, Refusal};
use tb_policy::rules::Fact;
use tb_policy::{Act, Article, Category, Explanation, Item, PolicySet, Source, Version, VersionId, explain};
use utoipa::{IntoParams, ToSchema};

pub(crate) fn calls() -> Calls {
    Calls::of("policy")
        .add(
            call(ask("/api/v1/policies", "policy.versions", "policy:read"), "Every version of the city's rules, oldest first")
                .gives::<Rows<VersionAnswer>>(),
            versions,
        )
        .add(
            call(ask("/api/v1/policies/{version}", "policy.version", "policy:read"), "One version with its parameters")
                .gives::<VersionDetail>(),
            version,
        )
        .add(
            call(ask("/api/v1/policies/{version}/articles", "policy.articles", "policy:read"), "The articles of a version")
                .notes("With `id`, the one article that a problem names in `article`.")
                .query::<ArticleQuery>()
                .gives::<Rows<ArticleAnswer>>(),
            articles,
        )
        .add(
            call(does("/api/v1/policies/explain", "policy.explain", "policy:read"), "Explain a decision")
                .notes("Judges an act by its facts, given as text; facts that are not named are as in the plain case. Writes nothing.")
                .keyless()
                .limit(Limit::Read)
                .takes::<ActAsked>()
                .example(json!({"act": "check-in", "facts": {"now": "2026-11-21T08:20:00+08:00", "start": "2026-11-21T09:00:00+08:00"}}))
                .gives::<ExplanationAnswer>(),
            explained,
        )
        .add(
            call(ask("/api/v1/catalogue", "policy.catalogue", ""), "The services offered at a place")
                .notes("As the rules in force today allow; `code` is what a need names as `item`.")
                .public()
                .query::<CatalogueQuery>()
                .or(404)
                .gives::<CatalogueAnswer>(),
            catalogue,
        )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ArticleQuery {
    #[param(inline, example = "NJ-2022-24/7.2")]
    id: Option<Line>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CatalogueQuery {
    /// The whole city when not said.
    #[param(inline)]
    node: Option<NodeCode>,
}

/// A version of the city's rules.
#[derive(Serialize, ToSchema)]
struct VersionAnswer {
    id: String,
    title: BothLanguages,
    effective_from: Date,
    /// Last day in force; missing while no end is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_to: Option<Date>,
    in_force: bool,
    /// SHA-256 of the texts it was read from, hexadecimal.
    digest: String,
}

/// Where a rule comes from.
#[derive(Serialize, ToSchema)]
struct SourceAnswer {
    kind: String,
    document: String,
    reference: String,
}
impl From<&Source> for SourceAnswer {
    fn from(source: &Source) -> SourceAnswer {
        SourceAnswer {
            kind: source.kind.code().to_owned(),
            document: source.document.clone(),
            reference: source.reference.clone(),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct VersionDetail {
    #[serde(flatten)]
    version: VersionAnswer,
    /// On what the two dates rest, when the sources leave them open.
    dates_note: BothLanguages,
    legal_basis: Vec<SourceAnswer>,
    /// Every parameter, by group; each group names its article.
    #[schema(value_type = Object)]
    parameters: Value,
}

/// One article, in our own words.
#[derive(Serialize, ToSchema)]
struct ArticleAnswer {
    id: String,
    title: BothLanguages,
    text: BothLanguages,
    source: SourceAnswer,
    /// The city is silent; the rule is the platform's own choice.
    platform_default: bool,
}
impl From<&Article> for ArticleAnswer {
    fn from(article: &Article) -> ArticleAnswer {
        ArticleAnswer {
            id: article.id.as_str().to_owned(),
            title: (&article.title).into(),
            text: (&article.text).into(),
            source: (&article.source).into(),
            platform_default: article.is_platform_default(),
        }
    }
}

/// An act and the facts it is judged by.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ActAsked {
    /// Name of the act, e.g. `take`, `settle`, `grant`.
    act: Line,
    /// Facts by name, as text.
    #[serde(default)]
    facts: BTreeMap<String, Line>,
    /// The version to judge under; the one in force today when not said.
    #[serde(default)]
    version: Option<Line>,
}

/// Why not.
#[derive(Serialize, ToSchema)]
struct RefusalAnswer {
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    /// A sentence a person may read, in the caller's language.
    detail: String,
}

/// Allowed, but somebody should know of it or look at it.
#[derive(Serialize, ToSchema)]
struct FlagAnswer {
    code: String,
    article: String,
}

/// A decision with everything needed to show why.
#[derive(Serialize, ToSchema)]
struct ExplanationAnswer {
    act: String,
    version: String,
    allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    refusal: Option<RefusalAnswer>,
    flags: Vec<FlagAnswer>,
    /// Every fact looked at, as text.
    facts: BTreeMap<String, String>,
    /// What follows when it is allowed: minutes, levels, classes, by name.
    outcome: BTreeMap<String, String>,
    /// The articles looked at, the deciding one first.
    articles: Vec<ArticleAnswer>,
}

/// A class of services.
#[derive(Serialize, ToSchema)]
struct CategoryAnswer {
    code: String,
    name: BothLanguages,
    article: String,
}
impl From<&Category> for CategoryAnswer {
    fn from(category: &Category) -> CategoryAnswer {
        CategoryAnswer {
            code: category.code.clone(),
            name: (&category.name).into(),
            article: category.article.as_str().to_owned(),
        }
    }
}

/// A service.
#[derive(Serialize, ToSchema)]
struct ItemAnswer {
    code: String,
    category: String,
    name: BothLanguages,
    article: String,
    /// The professional licence it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    licence: Option<String>,
    risk: String,
    /// Volunteers that must come together.
    helpers: u32,
    minutes_min: i64,
    minutes_usual: i64,
    minutes_max: i64,
    /// Local time of day, `HH:MM`.
    hours_from: String,
    hours_to: String,
    /// How far from the place a position still proves presence.
    radius_metres: u32,
    urgent: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    quota_per_month: Option<u32>,
}
impl From<&Item> for ItemAnswer {
    fn from(item: &Item) -> ItemAnswer {
        ItemAnswer {
            code: item.code.as_str().to_owned(),
            category: item.category.clone(),
            name: (&item.name).into(),
            article: item.article.as_str().to_owned(),
            licence: item.licence.map(|licence| licence.code().to_owned()),
            risk: item.risk.code().to_owned(),
            helpers: item.helpers(),
            minutes_min: item.minutes.min.0,
            minutes_usual: item.minutes.usual.0,
            minutes_max: item.minutes.max.0,
            hours_from: item.hours.from.to_string(),
            hours_to: item.hours.to.to_string(),
            radius_metres: item.radius_m,
            urgent: item.urgent,
            quota_per_month: item.quota_per_month,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct CatalogueAnswer {
    /// The version of the rules.
    policy: String,
    categories: Vec<CategoryAnswer>,
    items: Vec<ItemAnswer>,
}

async fn versions(by: Asks) -> Answer<Json<Rows<VersionAnswer>>> {
    let today = by.house.core.now().day();
    let rows = set(&by)?.versions.iter().map(|version| described(version, version.in_force(today)));
    Ok(Json(Rows::all(rows.collect())))
}

async fn version(by: Asks, At(Line(id)): At<Line>) -> Answer<Json<VersionDetail>> {
    let version = known(&by, &id)?;
    Ok(Json(VersionDetail {
        version: described(&version, version.in_force(by.house.core.now().day())),
        dates_note: (&version.dates_note).into(),
        legal_basis: version.legal_basis.iter().map(SourceAnswer::from).collect(),
        parameters: serde_json::to_value(&version.parameters).map_err(Fail::fault)?,
    }))
}

async fn articles(
    by: Asks,
    At(Line(id)): At<Line>,
    Asked(query): Asked<ArticleQuery>,
) -> Answer<Json<Rows<ArticleAnswer>>> {
    let version = known(&by, &id)?;
    let wanted = |article: &&Article| query.id.as_ref().is_none_or(|id| id.0 == article.id.as_str());
    Ok(Json(Rows::all(version.articles.iter().filter(wanted).map(ArticleAnswer::from).collect())))
}

async fn explained(by: Asks, Input(asked): Input<ActAsked>) -> Answer<Json<ExplanationAnswer>> {
    let version = match &asked.version {
        Some(Line(id)) => known(&by, id)?,
        None => by.house.policies.at(by.house.node, by.house.core.now().day()).map_err(Refusal::from)?,
    };
    let facts: Vec<(&String, &String)> = asked.facts.iter().map(|(name, value)| (name, &value.0)).collect();
    let act = Act::parse(&asked.act.0, &facts).map_err(Refusal::from)?;
    Ok(Json(told(&by, explain(&version, &act))))
}

async fn catalogue(by: Asks, Asked(query): Asked<CatalogueQuery>) -> Answer<Json<CatalogueAnswer>> {
    let node = query.node.map_or(by.house.node, |node| node.0);
    if !by.house.places.contains(node) {
        return Err(Refusal::not_found().into());
    }
    let version = by.house.policies.at(node, by.house.core.now().day()).map_err(Refusal::from)?;
    Ok(Json(CatalogueAnswer {
        policy: version.id.to_string(),
        categories: version.categories.iter().map(CategoryAnswer::from).collect(),
        items: version.items_at(node).map(ItemAnswer::from).collect(),
    }))
}

fn set(by: &Asks) -> Result<&PolicySet, Refusal> {
    by.house.policies.set(by.house.node).map_err(Refusal::from)
}

/// A version of this city.
fn known(by: &Asks, id: &str) -> Result<Arc<Version>, Refusal> {
    let id = VersionId::from(id);
    set(by)?.versions.iter().find(|version| version.id == id).cloned().ok_or(Refusal::not_found())
}

fn described(version: &Version, in_force: bool) -> VersionAnswer {
    VersionAnswer {
        id: version.id.to_string(),
        title: (&version.title).into(),
        effective_from: version.effective_from.into(),
        effective_to: version.effective_to.map(Date),
        in_force,
        digest: version.digest.clone(),
    }
}

fn told(by: &Asks, explanation: Explanation) -> ExplanationAnswer {
    let by_name = |facts: &[Fact]| facts.iter().map(|fact| (fact.name.to_owned(), fact.value.clone())).collect();
    let decision = &explanation.decision;
    let refusal = decision.refusal().map(|refusal| RefusalAnswer {
        code: refusal.code.clone().into_owned(),
        article: refusal.article.clone(),
        detail: by.visit.porter().voice.refusal(by.visit.lang, refusal),
    });
    let flags = decision
        .flags
        .iter()
        .map(|flag| FlagAnswer { code: flag.code.to_owned(), article: flag.article.as_str().to_owned() });
    ExplanationAnswer {
        act: explanation.act.to_owned(),
        version: explanation.version.clone(),
        allowed: decision.is_allowed(),
        refusal,
        flags: flags.collect(),
        facts: by_name(&decision.facts),
        outcome: by_name(&explanation.outcome),
        articles: explanation.articles.iter().map(ArticleAnswer::from).collect(),
    }
}
