//! `timebank policy check|explain`: is a set coherent, and what does it say about a person and an act.

use crate::open;
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tb_kernel::{Clock, Day, SystemClock};
use tb_policy::{Act, PolicyBook, PolicySet, Severity, Verdict, check, explain};

#[derive(Subcommand)]
pub(crate) enum Policy {
    /// Look for contradictions; all shipped sets when none is named.
    Check(Check),
    /// Say what a policy decides, by which article, on which facts.
    Explain(Explain),
}

#[derive(Args)]
pub(crate) struct Check {
    /// A city's name, or a folder with a city.toml.
    sets: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Explain {
    #[arg(long)]
    city: String,
    /// The act, e.g. redeem; `--act list` names them all.
    #[arg(long)]
    act: String,
    /// A fact as name=value; every other fact is as in the plain case. May be given many times.
    #[arg(long = "fact", value_name = "NAME=VALUE")]
    facts: Vec<String>,
    /// The day whose version counts (YYYY-MM-DD); today when not given.
    #[arg(long)]
    day: Option<String>,
    /// A folder with a city.toml, instead of the shipped set.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// English instead of Chinese.
    #[arg(long)]
    en: bool,
}

impl Policy {
    pub(crate) fn run(self, _: Option<&Path>) -> anyhow::Result<ExitCode> {
        match self {
            Policy::Check(command) => command.run(),
            Policy::Explain(command) => command.run(),
        }
    }
}

fn named_set(book: &PolicyBook, name: &str) -> anyhow::Result<PolicySet> {
    if let Some(set) = book.by_slug(name) {
        return Ok(set.clone());
    }
    let folder = Path::new(name);
    if folder.join("city.toml").is_file() {
        return open::policy_set(folder);
    }
    let known: Vec<&str> = book.sets().map(|set| set.slug.as_str()).collect();
    bail!("{name} is neither a shipped city ({}) nor a folder with a city.toml", known.join(", "))
}

impl Check {
    fn run(self) -> anyhow::Result<ExitCode> {
        let book = PolicyBook::builtin()?;
        let names = if self.sets.is_empty() { book.sets().map(|set| set.slug.clone()).collect() } else { self.sets };
        let mut errors = 0;
        for name in names {
            let set = named_set(&book, &name)?;
            let findings = check(&set);
            for finding in &findings {
                println!("{name}  {finding}");
            }
            errors += findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            let articles: usize = set.versions.iter().map(|version| version.articles.len()).sum();
            println!("{name}: {} versions, {articles} articles, {} findings", set.versions.len(), findings.len());
        }
        Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::from(3) })
    }
}

impl Explain {
    fn run(self) -> anyhow::Result<ExitCode> {
        if self.act == "list" {
            for name in Act::NAMES {
                let facts = Act::plain(name).map(|act| act.fact_names().join(" ")).unwrap_or_default();
                println!("{name}: {facts}");
            }
            return Ok(ExitCode::SUCCESS);
        }
        let book = PolicyBook::builtin()?;
        let set = match &self.dir {
            Some(folder) => open::policy_set(folder)?,
            None => named_set(&book, &self.city)?,
        };
        let day = match &self.day {
            Some(text) => Day::parse(text).context("the day must be YYYY-MM-DD")?,
            None => SystemClock.now().day(),
        };
        let version = set.at(day).with_context(|| format!("{} has no version in force on {day}", set.slug))?;
        let facts: Vec<(&str, &str)> = self
            .facts
            .iter()
            .map(|fact| fact.split_once('=').with_context(|| format!("{fact} is not NAME=VALUE")))
            .collect::<anyhow::Result<_>>()?;
        let told = explain(version, &Act::parse(&self.act, &facts)?);
        let tag = if self.en { "en" } else { "zh-CN" };
        match &told.decision.verdict {
            Verdict::Allow => println!("allowed  by {}", told.decision.article),
            Verdict::Refuse(refusal) => {
                let words = tb_words::Words::load();
                println!("refused  by {}: {}", told.decision.article, words.lang(tag).refusal(refusal));
            }
        }
        println!("version  {}", told.version);
        for fact in &told.decision.facts {
            println!("fact     {} = {}", fact.name, fact.value);
        }
        for fact in &told.outcome {
            println!("gives    {} = {}", fact.name, fact.value);
        }
        for flag in &told.decision.flags {
            println!("note     {} ({})", flag.code, flag.article);
        }
        for article in &told.articles {
            println!("article  {}  {}", article.id, article.title.for_locale(tag));
            println!("         {}", article.text.for_locale(tag));
            println!("         {} {}", article.source.document, article.source.reference);
        }
        Ok(ExitCode::SUCCESS)
    }
}
