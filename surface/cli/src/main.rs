//! The one binary. Each command is a file of its own; this file only knows their names.
//!
//! Exit codes: 0 done, 1 it could not be done (the reason is on standard error), 2 wrong words on the command line,
//! 3 something was found (by `verify`, by `policy check`).

mod bench;
mod config;
mod demo;
mod doors;
mod lock;
mod log;
mod migrate;
mod open;
mod policy;
mod serve;
mod store;
mod tongue;
mod user;
mod verify;
mod version;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Told under `--help`.
const EXIT_CODES: &str = "Exit codes: 0 done; 1 not done, the reason is on standard error; 2 wrong words on the command \
line; 3 something was found (verify, policy check).";

/// 养老服务时间银行 – the open platform on which a city runs its elderly-care time bank.
#[derive(Parser)]
#[command(name = "timebank", version, about, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Cli {
    /// The configuration file (TOML); see docs/operations/configuration.md.
    #[arg(long, global = true, env = "TIMEBANK_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server.
    Serve(serve::Serve),
    /// Fill a new bank with generated people and months of life, and run it.
    Demo(demo::Demo),
    /// Bring the database up to date (automatic on the embedded one).
    Migrate(migrate::Migrate),
    /// Print the configuration with secrets hidden.
    Config(config::Show),
    /// Check and explain policies.
    #[command(subcommand)]
    Policy(policy::Policy),
    /// Rebuild the ledger from its facts and compare.
    Verify(verify::Verify),
    /// Staff accounts from the command line.
    #[command(subcommand)]
    User(user::User),
    /// Measure.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// List every way in: address, what it does, who may come.
    Doors(doors::Doors),
    /// Say what this program is: version, schema, the rules it carries.
    Version(version::Version),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("timebank: no threads: {error}");
            return ExitCode::from(1);
        }
    };
    let file = cli.config.as_deref();
    let done = runtime.block_on(async {
        match cli.command {
            Command::Serve(command) => command.run(file).await,
            Command::Demo(command) => command.run(file).await,
            Command::Migrate(command) => command.run(file).await,
            Command::Config(command) => command.run(file),
            Command::Policy(command) => command.run(file),
            Command::Verify(command) => command.run(file).await,
            Command::User(command) => command.run(file).await,
            Command::Bench(command) => command.run(file).await,
            Command::Doors(command) => command.run().await,
            Command::Version(command) => command.run(),
        }
    });
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("timebank: {error:#}");
            ExitCode::from(1)
        }
    }
}
