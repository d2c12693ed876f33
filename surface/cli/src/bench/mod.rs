//! `timebank bench`: what the product costs, measured through its own service functions and doors. Figures are printed as
//! ratios of the same run; see docs/benchmarks.md.

mod ground;
mod growth;
mod http;
mod settle;

use clap::Subcommand;
use std::path::Path;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(crate) enum Bench {
    /// Settlements per second through `orders.confirm`, durable, at several numbers of callers.
    Settle(settle::Settle),
    /// The cost of settling and of "orders near me" as the books grow.
    Growth(growth::Growth),
    /// Settlements over HTTP; start time and memory of the server.
    Http(http::Http),
}

impl Bench {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        match self {
            Bench::Settle(command) => command.run(file).await,
            Bench::Growth(command) => command.run(file).await,
            Bench::Http(command) => command.run(file).await,
        }
    }
}
