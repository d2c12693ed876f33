//! `timebank version`: what this program is made of: its own version, its schema, the rules it carries.

use clap::Args;
use std::process::ExitCode;
use tb_policy::PolicyBook;

#[derive(Args)]
pub(crate) struct Version {}

impl Version {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        println!("timebank {}", env!("CARGO_PKG_VERSION"));
        println!("schema   {} steps", tb_house::migrations().len());
        for set in PolicyBook::builtin()?.sets() {
            for version in &set.versions {
                println!(
                    "rules    {:<9} {:<11} from {}  {}",
                    set.slug,
                    version.id.to_string(),
                    version.effective_from,
                    version.digest
                );
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
