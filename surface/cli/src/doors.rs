//! `timebank doors`: every way in, one a line: verb, address, what it does, who reads the answer, who may come. From this
//! list those who test the pages see that none was forgotten, and an operator what stands open to whom.

use crate::{open, serve};
use anyhow::Context;
use clap::Args;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tb_config::Config;
use tb_frame::{Faces, Look};
use tb_http::{Access, Entry, Face};
use tb_words::Words;

#[derive(Args)]
pub(crate) struct Doors {
    /// Also those that only a demonstration has.
    #[arg(long)]
    demo: bool,
}

impl Doors {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let folder = Folder::new()?;
        let opened = open::house(&config_in(&folder.0, self.demo)?).await?;
        let house = opened.house.clone();
        let faces = Faces::new(house.clone(), Words::load(), Look { demo: self.demo, ..Look::default() });
        let mut lines: Vec<String> = serve::doors(&faces).manifest().iter().map(line).collect();
        lines.sort();
        lines.iter().for_each(|line| println!("{line}"));
        house.core.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// The doors stand over a house; this one is empty and gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> anyhow::Result<Folder> {
        let folder = std::env::temp_dir().join(format!("timebank-doors-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(Folder(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn config_in(folder: &Path, demo: bool) -> anyhow::Result<Config> {
    let setting = |name: &str, value: String| (name.to_owned(), value);
    let settings = BTreeMap::from([
        setting("TIMEBANK_DATA_DIR", folder.display().to_string()),
        setting("TIMEBANK_DATABASE", format!("sqlite:{}", folder.join("empty.db").display())),
        setting("TIMEBANK_DEMO", demo.to_string()),
    ]);
    Ok(Config::load(None, settings)?)
}

fn line(entry: &Entry) -> String {
    let face = match entry.face {
        Face::Page => "page",
        Face::Api => "api",
    };
    let access = match entry.access {
        Access::Public => "everybody".to_owned(),
        Access::Citizen => "citizen".to_owned(),
        Access::SignedIn => "signed-in".to_owned(),
        Access::Staff(roles) => roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(","),
        Access::Scope(scope) => format!("scope {scope}"),
    };
    [entry.verb.method().as_str(), entry.path, entry.action, face, &access].join("\t")
}
