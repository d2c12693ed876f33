//! The real server as a child process.

use crate::ground::Ground;
use anyhow::{Context, bail};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest wait for a start.
const START_MAX: Duration = Duration::from_secs(20);

pub(crate) struct Server {
    child: Child,
    address: String,
}

impl Server {
    pub(crate) fn start(binary: &str, ground: &Ground) -> anyhow::Result<Server> {
        let mut child = Command::new(binary)
            .arg("serve")
            .envs(ground.environment())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{binary} could not be started"))?;
        let output = child.stdout.take().context("the server has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let Some(address) = line.trim().strip_prefix("timebank: ") else {
            let _ = child.kill();
            bail!("the server did not start: {line}");
        };
        let server = Server { child, address: address.trim_end_matches('/').to_owned() };
        server.wait_until_ready()?;
        Ok(server)
    }

    fn wait_until_ready(&self) -> anyhow::Result<()> {
        let began = Instant::now();
        while began.elapsed() < START_MAX {
            if ureq::get(format!("{}/readyz", self.address)).call().is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        bail!("the server was not ready after {START_MAX:?}")
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub(crate) fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGTERM: what has begun is finished.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let told = Command::new("kill").arg(self.child.id().to_string()).status()?;
        if !told.success() {
            bail!("the server could not be told to stop");
        }
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server ended with {status}");
        }
        Ok(())
    }
}
