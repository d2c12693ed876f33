//! "What would the rules say?": an act, its facts, and the decision with the words of every article looked at. The same
//! functions decide here and in the commands, so this page cannot disagree with what happens.

use crate::labels;
use crate::lists::{Crumb, crumbs, text};
use crate::orders::items;
use crate::rules::{ArticleView, article_view};
use crate::{read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use tb_frame::{Choice, Faces, Page, render};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{Outcome, Refusal};
use tb_policy::rules::Fact;
use tb_policy::{Act, Version, VersionId, explain};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(read("/console/rules/explain", "policy.explain", roles::RULES), show)
}

#[derive(Template)]
#[template(path = "rules/explain.html")]
struct Explain {
    page: Page,
    crumbs: Vec<Crumb>,
    acts: Vec<Choice>,
    versions: Vec<Choice>,
    /// Empty: no act was chosen yet.
    act: String,
    version: String,
    fields: Vec<Field>,
    items: Vec<Choice>,
    wrong: String,
    told: Option<Told>,
}

struct Field {
    name: String,
    label: String,
    value: String,
    hint: String,
    is_item: bool,
}

struct Told {
    allowed: bool,
    sentence: String,
    article: String,
    flags: Vec<String>,
    outcome: Vec<(String, String)>,
    facts: Vec<(String, String)>,
    articles: Vec<ArticleView>,
}

/// Facts stand in the query under this prefix, so that none is taken for a filter.
const PREFIX: &str = "fact-";

async fn show(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let version = version(&faces, &typed)?;
    let set = faces.house.policies.set(faces.house.node).map_err(Refusal::from)?;
    let plain = Act::plain(typed.text("act"));
    let fields = plain.as_ref().map(|plain| fields(&t, plain, &typed)).unwrap_or_default();
    let (told, wrong) = match plain.as_ref().filter(|_| typed.ticked("asked")) {
        Some(plain) => tell(&t, &version, plain, &typed),
        None => (None, String::new()),
    };
    let page = faces.page(&visit, "rules.explain").await?;
    let act = plain.as_ref().map(|plain| plain.name().to_owned()).unwrap_or_default();
    let choice = |name: &&str| Choice::new(*name, t.get(&format!("policy-act-{name}")), **name == act);
    render(&Explain {
        crumbs: crumbs([(t.get("ui-menu-rules"), "/console/rules"), (t.get("console-explain"), "")]),
        acts: Act::NAMES.iter().map(choice).collect(),
        versions: set
            .versions
            .iter()
            .map(|one| Choice::new(one.id.as_str(), one.title.for_locale(t.lang()), one.id == version.id))
            .collect(),
        items: items(&faces, &t, typed.text(&format!("{PREFIX}item")))?,
        version: version.id.to_string(),
        act,
        fields,
        wrong,
        told,
        page,
    })
}

fn version(faces: &Faces, typed: &Typed) -> Outcome<Arc<Version>> {
    match typed.given("version") {
        None => faces.rules(),
        Some(id) => {
            let found = faces.house.policies.version(&VersionId::from(id)).map_err(Refusal::from)?;
            if found.city == faces.house.node { Ok(found) } else { Err(Refusal::not_found().into()) }
        }
    }
}

/// A field for every fact of the act: as typed, else as in the plain case.
fn fields(t: &Text, plain: &Act, typed: &Typed) -> Vec<Field> {
    let field = |fact: Fact| {
        let name = format!("{PREFIX}{}", fact.name);
        let value = if typed.ticked("asked") { typed.text(&name).to_owned() } else { fact.value };
        Field {
            label: labels::or_code(t, "console-rule-fact-", fact.name),
            hint: fact.name.to_owned(),
            is_item: fact.name == "item",
            name,
            value,
        }
    };
    plain.facts().into_iter().map(field).collect()
}

/// The decision, or what could not be read.
fn tell(t: &Text, version: &Version, plain: &Act, typed: &Typed) -> (Option<Told>, String) {
    let given: Vec<(String, String)> = plain
        .fact_names()
        .iter()
        .map(|name| ((*name).to_owned(), typed.text(&format!("{PREFIX}{name}")).to_owned()))
        .filter(|(name, value)| !(name == "item" && value.is_empty()))
        .collect();
    let act = match Act::parse(plain.name(), &given) {
        Ok(act) => act,
        Err(error) => return (None, t.refusal(&Refusal::from(error))),
    };
    let explained = explain(version, &act);
    let decision = &explained.decision;
    let words = |facts: &[Fact]| {
        let line = |fact: &Fact| (labels::or_code(t, "console-rule-fact-", fact.name), fact.value.clone());
        facts.iter().map(line).collect()
    };
    let told = Told {
        allowed: decision.is_allowed(),
        sentence: decision.refusal().map_or_else(|| t.get("console-explain-yes"), |refusal| t.refusal(refusal)),
        article: decision.article.to_string(),
        flags: decision.flags.iter().map(|flag| t.get(&flag.code.replace('.', "-"))).collect(),
        outcome: words(&explained.outcome),
        facts: words(&decision.facts),
        articles: explained.articles.iter().map(|article| article_view(t, version, article)).collect(),
    };
    (Some(told), String::new())
}
