//! The rules as people read them: versions, articles with their source and the requirements they answer, parameters by
//! group with the article each rests on, the catalogue of services. What the platform chose where the city is silent is
//! marked.

use crate::lists::{Crumb, crumbs, text};
use crate::{read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::Value;
use std::sync::Arc;
use tb_frame::{Faces, Page, Pill, item_icon, render};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{Minutes, Node};
use tb_policy::{Article, ArticleId, Item, Version, VersionId};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/rules", "policy.versions", roles::RULES), versions)
        .add(read("/console/rules/article", "policy.article", roles::RULES), article)
        .add(read("/console/rules/{version}", "policy.articles", roles::RULES), articles)
        .add(read("/console/rules/{version}/parameters", "policy.parameters", roles::RULES), parameters)
        .add(read("/console/rules/{version}/services", "policy.services", roles::RULES), services)
}

#[derive(Template)]
#[template(path = "rules/versions.html")]
struct Versions {
    page: Page,
    city: String,
    rows: Vec<VersionRow>,
    count: String,
}

struct VersionRow {
    id: String,
    title: String,
    days: String,
    articles: usize,
    defaults: usize,
    status: String,
    tone: &'static str,
    note: String,
    digest: String,
}

async fn versions(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let t = text(&faces, &visit);
    let set = faces.house.policies.set(faces.house.node).map_err(tb_kernel::Refusal::from)?;
    let today = faces.now().day();
    let row = |version: &Arc<Version>| {
        let (word, tone) = match version.in_force(today) {
            true => ("now", "ok"),
            false if version.effective_from > today => ("later", "info"),
            false => ("before", "still"),
        };
        VersionRow {
            id: version.id.to_string(),
            title: version.title.for_locale(t.lang()).to_owned(),
            days: days(&t, version),
            articles: version.articles.len(),
            defaults: version.articles.iter().filter(|article| article.is_platform_default()).count(),
            status: t.get(&format!("console-version-{word}")),
            tone,
            note: version.dates_note.for_locale(t.lang()).to_owned(),
            digest: version.digest.clone(),
        }
    };
    let rows: Vec<VersionRow> = set.versions.iter().rev().map(row).collect();
    let page = faces.page(&visit, "rules.versions").await?;
    render(&Versions {
        city: set.name.for_locale(t.lang()).to_owned(),
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        page,
    })
}

/// From the first day in force to the last.
fn days(t: &Text, version: &Version) -> String {
    let to = version.effective_to.map_or_else(|| t.get("console-open-end"), |day| t.date(day));
    format!("{} – {to}", t.date(version.effective_from))
}

/// What the head of every page about one version shows.
struct Head {
    crumbs: Vec<Crumb>,
    title: String,
    dates: String,
    pills: Vec<Pill>,
}

fn head(t: &Text, version: &Version, part: &str) -> Head {
    let base = format!("/console/rules/{}", version.id);
    let pill = |word: &str, path: String| Pill {
        label: t.get(&format!("console-rules-{word}")),
        href: path,
        now: word == part,
    };
    Head {
        crumbs: crumbs([(t.get("ui-menu-rules"), "/console/rules"), (version.id.to_string(), "")]),
        title: version.title.for_locale(t.lang()).to_owned(),
        dates: days(t, version),
        pills: vec![
            pill("articles", base.clone()),
            pill("parameters", format!("{base}/parameters")),
            pill("services", format!("{base}/services")),
        ],
    }
}

/// A version of this city.
fn version(faces: &Faces, id: &str) -> Answer<Arc<Version>> {
    let found = faces.house.policies.version(&VersionId::from(id)).ok();
    found.filter(|version| version.city == faces.house.node).ok_or_else(Trouble::not_found)
}

#[derive(Template)]
#[template(path = "rules/articles.html")]
struct Articles {
    page: Page,
    head: Head,
    basis: Vec<String>,
    rows: Vec<ArticleView>,
    count: String,
    only_defaults: bool,
    all_href: String,
    defaults_href: String,
}

/// An article as pages show it.
pub(crate) struct ArticleView {
    pub(crate) id: String,
    pub(crate) anchor: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) source: String,
    pub(crate) document: String,
    pub(crate) requirements: String,
    pub(crate) is_default: bool,
    /// Parameter groups, classes and services that rest on it.
    pub(crate) carries: Vec<String>,
}

pub(crate) fn article_view(t: &Text, version: &Version, article: &Article) -> ArticleView {
    let source = &article.source;
    let kind = source.kind.code().replace(' ', "-");
    let carries = version.citations().into_iter().filter(|(_, id)| **id == article.id).map(|(name, _)| {
        let group = format!("policy-group-{}", name.replace('_', "-"));
        if t.has(&group) { t.get(&group) } else { name }
    });
    ArticleView {
        id: article.id.to_string(),
        anchor: anchor(&article.id),
        title: article.title.for_locale(t.lang()).to_owned(),
        text: article.text.for_locale(t.lang()).to_owned(),
        source: t.get(&format!("policy-source-{kind}")),
        document: [source.document.as_str(), source.reference.as_str()].join(" ").trim().to_owned(),
        requirements: article.requirements.join(" "),
        is_default: article.is_platform_default(),
        carries: carries.collect(),
    }
}

/// The id of an article as the id of an element.
fn anchor(id: &ArticleId) -> String {
    id.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

async fn articles(State(faces): State<Faces>, visit: Visit, At(id): At<String>, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let version = version(&faces, &id)?;
    let only_defaults = typed.text("only") == "defaults";
    let shown = version.articles.iter().filter(|article| !only_defaults || article.is_platform_default());
    let rows: Vec<ArticleView> = shown.map(|article| article_view(&t, &version, article)).collect();
    let page = faces.page(&visit, "rules.versions").await?;
    let basis = version.legal_basis.iter().map(|source| format!("{} {}", source.document, source.reference));
    render(&Articles {
        head: head(&t, &version, "articles"),
        basis: basis.collect(),
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        only_defaults,
        all_href: format!("/console/rules/{}", version.id),
        defaults_href: format!("/console/rules/{}?only=defaults", version.id),
        page,
    })
}

#[derive(Template)]
#[template(path = "rules/article.html")]
struct OneArticle {
    page: Page,
    crumbs: Vec<Crumb>,
    version: String,
    article: ArticleView,
}

/// One article by its id alone: what a refusal names. The newest version that has it.
async fn article(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let id = ArticleId::from(typed.text("id"));
    let set = faces.house.policies.set(faces.house.node).map_err(tb_kernel::Refusal::from)?;
    let today = faces.now().day();
    let in_force = set.at(today).into_iter();
    let found = in_force.chain(set.versions.iter().rev()).find_map(|version| Some((version, version.article(&id)?)));
    let (version, article) = found.ok_or_else(Trouble::not_found)?;
    let page = faces.page(&visit, "rules.versions").await?;
    let path = format!("/console/rules/{}", version.id);
    render(&OneArticle {
        crumbs: crumbs([
            (t.get("ui-menu-rules"), "/console/rules"),
            (version.id.to_string(), &path),
            (id.to_string(), ""),
        ]),
        version: version.title.for_locale(t.lang()).to_owned(),
        article: article_view(&t, version, article),
        page,
    })
}

#[derive(Template)]
#[template(path = "rules/parameters.html")]
struct Parameters {
    page: Page,
    head: Head,
    groups: Vec<Group>,
    count: String,
}

struct Group {
    name: String,
    code: &'static str,
    article: String,
    article_title: String,
    is_default: bool,
    values: Vec<(String, String)>,
}

async fn parameters(State(faces): State<Faces>, visit: Visit, At(id): At<String>) -> Answer<Response> {
    let t = text(&faces, &visit);
    let version = version(&faces, &id)?;
    let all = serde_json::to_value(&version.parameters).map_err(tb_kernel::Fail::fault)?;
    let groups: Vec<Group> = version
        .parameters
        .citations()
        .into_iter()
        .map(|(code, id)| {
            let article = version.article(id);
            Group {
                name: t.get(&format!("policy-group-{}", code.replace('_', "-"))),
                code,
                article: id.to_string(),
                article_title: article.map(|a| a.title.for_locale(t.lang()).to_owned()).unwrap_or_default(),
                is_default: article.is_some_and(Article::is_platform_default),
                values: values(&t, &all[code]),
            }
        })
        .collect();
    let page = faces.page(&visit, "rules.versions").await?;
    render(&Parameters {
        head: head(&t, &version, "parameters"),
        count: t.with("console-count", [("n", groups.len().to_string())]),
        groups,
        page,
    })
}

/// The fields of a group by the names they have in the policy files.
fn values(t: &Text, group: &Value) -> Vec<(String, String)> {
    let fields = group.as_object().into_iter().flatten().filter(|(name, _)| *name != "article");
    fields.map(|(name, value)| (name.clone(), value_words(t, value))).collect()
}

fn value_words(t: &Text, value: &Value) -> String {
    match value {
        Value::Null => t.get("console-none"),
        Value::Bool(yes) => t.get(if *yes { "console-yes" } else { "console-no" }),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) if list.is_empty() => t.get("console-none"),
        Value::Array(list) => list.iter().map(|one| value_words(t, one)).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => {
            // A text in both languages is read in one.
            if let (Some(zh), Some(en)) =
                (fields.get("zh").and_then(Value::as_str), fields.get("en").and_then(Value::as_str))
            {
                return if t.lang() == "en" { en.to_owned() } else { zh.to_owned() };
            }
            let line = |(name, value): (&String, &Value)| format!("{name} = {}", value_words(t, value));
            fields.iter().map(line).collect::<Vec<_>>().join(", ")
        }
    }
}

#[derive(Template)]
#[template(path = "rules/services.html")]
struct Services {
    page: Page,
    head: Head,
    rows: Vec<Service>,
    count: String,
}

struct Service {
    name: String,
    code: String,
    icon: &'static str,
    category: String,
    length: String,
    hours: String,
    licence: String,
    radius: String,
    marks: Vec<String>,
    article: String,
}

async fn services(State(faces): State<Faces>, visit: Visit, At(id): At<String>) -> Answer<Response> {
    let t = text(&faces, &visit);
    let version = version(&faces, &id)?;
    let rows: Vec<Service> = version.items.iter().map(|item| service(&faces, &t, &version, item)).collect();
    let page = faces.page(&visit, "rules.versions").await?;
    render(&Services {
        head: head(&t, &version, "services"),
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        page,
    })
}

fn service(faces: &Faces, t: &Text, version: &Version, item: &Item) -> Service {
    let category = version.category(&item.category);
    let only = |node: Node| t.with("console-service-only", [("place", faces.house.places.name(node))]);
    let marks = [
        item.two_person.then(|| t.get("console-service-two")),
        item.urgent.then(|| t.get("console-service-urgent")),
        item.quota_per_month.map(|n| t.with("console-service-quota", [("n", n.to_string())])),
        item.only_in.map(only),
        Some(t.get(&format!("console-risk-{}", item.risk.code()))),
    ];
    let amount = |m: Minutes| t.minutes(m);
    Service {
        name: item.name.for_locale(t.lang()).to_owned(),
        code: item.code.to_string(),
        icon: item_icon(item.code.as_str()),
        category: category.map(|c| c.name.for_locale(t.lang()).to_owned()).unwrap_or_default(),
        length: format!("{} – {} ({})", amount(item.minutes.min), amount(item.minutes.max), amount(item.minutes.usual)),
        hours: format!("{}–{}", item.hours.from, item.hours.to),
        licence: item.licence.map_or_else(|| t.get("console-none"), |l| t.get(&format!("people-licence-{}", l.code()))),
        radius: t.with("console-metres", [("n", item.radius_m.to_string())]),
        marks: marks.into_iter().flatten().collect(),
        article: item.article.to_string(),
    }
}
