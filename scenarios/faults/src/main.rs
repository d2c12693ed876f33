//! Kills the real server with SIGKILL while confirmations and new orders are under way, again and again, on both engines.
//! Every client keeps its key and asks again until it knows. In the end: nothing that was acknowledged is lost, nothing
//! happened twice, and the independent check of the ledger finds nothing. A kill that met no work in flight proves
//! nothing and does not count; the share of those that did is printed.
//!
//!   tb-faults SERVER-BINARY POSTGRES-URL [KILLS PER ENGINE]

mod ground;
mod load;

use anyhow::{Context, ensure};
use ground::Ground;
use load::Load;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use tb_load::Server;

/// Kills tried at most for each one that must count.
const TRIES_FOR_EACH: usize = 3;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [binary, postgres, rest @ ..] = args.as_slice() else {
        eprintln!("usage: tb-faults SERVER-BINARY POSTGRES-URL [KILLS]");
        return ExitCode::from(2);
    };
    let kills = rest.first().and_then(|n| n.parse().ok()).unwrap_or(30);
    let (mut passed, mut failed) = (0, 0);
    for engine in ["sqlite", "postgresql"] {
        match story(Path::new(binary), engine, postgres, kills) {
            Ok(()) => {
                println!("PASS kill -9 under load, {engine}");
                passed += 1;
            }
            Err(error) => {
                println!("FAIL kill -9 under load, {engine}: {error:#}");
                failed += 1;
            }
        }
    }
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn story(binary: &Path, engine: &str, postgres: &str, kills: usize) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let ground =
        runtime.block_on(Ground::prepare(engine, postgres, kills)).context("the ground could not be prepared")?;
    let load = Load::new(&ground);
    let (mut counted, mut tried, mut in_flight_all) = (0, 0, 0);
    while counted < kills && tried < kills * TRIES_FOR_EACH {
        let server = Server::start(binary, &ground.settings())?;
        load.begin(server.address());
        // A different moment each time, from a fixed row, so that a failure can be run again.
        let pause = 40 + (tried as u64 * 97) % 360;
        std::thread::sleep(Duration::from_millis(pause));
        let in_flight = load.in_flight();
        server.kill()?;
        load.pause();
        tried += 1;
        in_flight_all += in_flight;
        counted += usize::from(in_flight > 0);
    }
    println!(
        "share of kills that met work in flight, {engine}: {counted} of {tried} ({in_flight_all} requests were under way)"
    );
    ensure!(counted >= kills, "only {counted} of {kills} kills met work in flight");

    // One last server that is not killed: whatever is still unknown is asked again with its own key.
    let server = Server::start(binary, &ground.settings())?;
    load.begin(server.address());
    load.finish(Duration::from_secs(60))?;
    server.stop()?;
    let seen = load.seen();
    println!("{engine}: {} acknowledged, {} asked again with the same key", seen.acknowledged.len(), seen.asked_again);
    ensure!(seen.asked_again > 0, "no outcome was ever unknown: the run proves nothing");
    runtime.block_on(ground.check(&seen.acknowledged))?;
    runtime.block_on(ground.remove());
    Ok(())
}
