//! The real server as a child process.

use anyhow::{Context, bail};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest wait for a start.
const START_MAX: Duration = Duration::from_secs(20);

/// A `timebank serve` that runs until it is stopped, killed or dropped.
pub struct Server {
    child: Child,
    address: String,
    ready_after: Duration,
}

impl Server {
    /// Starts `binary serve` with these settings and waits until it says that it is ready.
    ///
    /// # Errors
    /// When it does not start in [`START_MAX`].
    pub fn start(binary: &Path, settings: &[(&'static str, String)]) -> anyhow::Result<Server> {
        let began = Instant::now();
        let mut child = Command::new(binary)
            .arg("serve")
            .envs(settings.iter().cloned())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} could not be started", binary.display()))?;
        let output = child.stdout.take().context("the server has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let Some(address) = line.trim().strip_prefix("timebank: ") else {
            let _ = child.kill();
            bail!("the server did not start: {line}");
        };
        let address = address.trim_end_matches('/').to_owned();
        let mut server = Server { child, address, ready_after: Duration::ZERO };
        server.wait_until_ready(began)?;
        server.ready_after = began.elapsed();
        Ok(server)
    }

    fn wait_until_ready(&self, began: Instant) -> anyhow::Result<()> {
        while began.elapsed() < START_MAX {
            if ureq::get(format!("{}/readyz", self.address)).call().is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bail!("the server was not ready after {START_MAX:?}")
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// From the start of the process to its first "ready".
    pub fn ready_after(&self) -> Duration {
        self.ready_after
    }

    /// Resident memory now, in MiB.
    ///
    /// # Errors
    /// Where the system does not tell.
    pub fn resident_mib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? / 1024)
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGTERM: what has begun is finished.
    ///
    /// # Errors
    /// When it ends other than well.
    pub fn stop(mut self) -> anyhow::Result<()> {
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

impl Drop for Server {
    fn drop(&mut self) {
        // After `kill` or `stop` there is nothing left to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
