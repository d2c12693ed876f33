//! `timebank config`: every key, its value and where the value came from; secrets hidden.

use crate::open;
use clap::Args;
use std::path::Path;
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct Show {}

impl Show {
    pub(crate) fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        print!("{}", open::configuration(file)?.printed());
        Ok(ExitCode::SUCCESS)
    }
}
