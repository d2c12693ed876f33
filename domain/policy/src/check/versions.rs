//! Dates and citations: versions follow one another without a gap, and whatever decides names an article in force.

use super::{Finding, twice};
use crate::model::{Article, PolicySet, Text, Version};
use tb_kernel::Level;

/// Between the versions of a set.
pub(super) fn across(set: &PolicySet) -> Vec<Finding> {
    let mut findings = Vec::new();
    if set.versions.is_empty() {
        findings.push(Finding::error("policy.check-no-version"));
    }
    if set.city.level() != Level::City {
        findings.push(Finding::error("policy.check-city").with("city", set.city));
    }
    for id in twice(set.versions.iter().map(|version| version.id.as_str())) {
        findings.push(Finding::error("policy.check-version-twice").with("name", id));
    }
    let mut in_order: Vec<_> = set.versions.iter().collect();
    in_order.sort_by_key(|version| version.effective_from);
    for pair in in_order.windows(2) {
        let [earlier, later] = pair else { continue };
        let between = |code| Finding::error(code).with("earlier", &earlier.id).with("later", &later.id);
        match earlier.effective_to {
            Some(last) if last.plus_days(1) == later.effective_from => {}
            Some(last) if last < later.effective_from => findings.push(between("policy.check-version-gap")),
            _ => findings.push(between("policy.check-version-overlap")),
        }
    }
    findings
}

/// Inside one version.
pub(super) fn within(version: &Version) -> Vec<Finding> {
    let mut findings = Vec::new();
    if version.effective_to.is_some_and(|last| last < version.effective_from) {
        findings.push(Finding::error("policy.check-version-dates"));
    }
    for id in twice(version.articles.iter().map(|article| article.id.as_str())) {
        findings.push(Finding::error("policy.check-article-twice").article(id));
    }
    for article in &version.articles {
        findings.extend(check_article(version, article));
    }
    for (name, id) in version.citations() {
        match version.article(id) {
            None => findings.push(Finding::error("policy.check-article-unknown").article(id).with("name", name)),
            Some(article) if !covers(version, article) => {
                findings.push(Finding::error("policy.check-article-not-in-force").article(id).with("name", name));
            }
            Some(_) => {}
        }
    }
    findings
}

fn check_article(version: &Version, article: &Article) -> Vec<Finding> {
    let mut findings = Vec::new();
    let from = article.effective_from.unwrap_or(version.effective_from);
    let to = article.effective_to.or(version.effective_to);
    let too_late = match (to, version.effective_to) {
        (Some(last), Some(end)) => last > end,
        _ => false,
    };
    if from < version.effective_from || too_late || to.is_some_and(|last| last < from) {
        findings.push(Finding::error("policy.check-article-dates").article(&article.id));
    }
    let own = article.id.as_str().strip_prefix(version.id.as_str()).is_some_and(|rest| rest.starts_with('/'));
    if !own && !article.is_shared() {
        findings.push(Finding::error("policy.check-article-id").article(&article.id));
    }
    if missing(&article.title) || missing(&article.text) || article.source.document.trim().is_empty() {
        findings.push(Finding::error("policy.check-text-missing").article(&article.id));
    }
    for number in article.requirements.iter().filter(|number| !is_requirement(number)) {
        findings.push(Finding::error("policy.check-requirement").article(&article.id).with("name", number));
    }
    if !version.citations().iter().any(|(_, cited)| *cited == &article.id) {
        findings.push(Finding::warning("policy.check-article-unused").article(&article.id));
    }
    findings
}

/// In force on every day of the version: else a parameter would for some days rest on nothing.
fn covers(version: &Version, article: &Article) -> bool {
    article.effective_from.is_none_or(|from| from <= version.effective_from)
        && match (article.effective_to, version.effective_to) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(last), Some(end)) => last >= end,
        }
}

fn missing(text: &Text) -> bool {
    text.zh.trim().is_empty() || text.en.trim().is_empty()
}

/// `R001` … `R197`.
fn is_requirement(number: &str) -> bool {
    let digits = number.strip_prefix('R').filter(|digits| digits.len() == 3);
    digits.and_then(|digits| digits.parse::<u16>().ok()).is_some_and(|n| (1..=197).contains(&n))
}
