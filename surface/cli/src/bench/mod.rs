//! `timebank bench`: what the product costs, measured through its own service functions. Figures are printed as ratios to
//! a baseline of the same run; see docs/benchmarks.md.

mod settle;

use clap::Subcommand;
use std::path::Path;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Settlements per second through `orders.confirm`, durable, at several numbers of callers.
    Settle(settle::Settle),
}

impl Bench {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        match self {
            Bench::Settle(command) => command.run(file).await,
        }
    }
}
