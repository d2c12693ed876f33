//! Recurring jobs. Each is one row; whoever leases the row runs it, moves it forward and says how it went. A process that
//! dies while running leaves a lease that runs out.

use crate::store;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tb_db::{DbError, Tx, args};
use tb_journal::Core;
use tb_kernel::{Fail, Instant, JobId, Span};
use tokio::sync::watch;

/// How long a process may hold a job before another may take it over.
const LEASE: Span = Span::minutes(5);
/// How often a process looks for due jobs.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// A job: its name, how often it runs, what it does. Gives how many things it handled.
pub trait Job: Send + Sync + 'static {
    fn kind(&self) -> &'static str;
    fn every(&self) -> Span;
    fn run(&self) -> Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + '_>>;
}

/// The jobs of this process.
pub struct Schedule {
    core: Core,
    jobs: Vec<Arc<dyn Job>>,
}

/// A job as the console shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct JobRow {
    pub kind: String,
    pub due: Instant,
    pub every_us: i64,
    pub attempts: i64,
    pub last_run: Option<Instant>,
    pub last_took_us: Option<i64>,
    pub last_result: Option<String>,
}

/// All jobs and how they went last.
///
/// # Errors
/// Any [`DbError`].
pub async fn job_rows(tx: &mut Tx) -> Result<Vec<JobRow>, DbError> {
    tx.rows(store::JOBS, vec![]).await
}

impl Schedule {
    /// Makes sure that every job has its row.
    ///
    /// # Errors
    /// [`Fail::Fault`] when the database refuses.
    pub async fn new(core: Core, jobs: Vec<Arc<dyn Job>>) -> Result<Schedule, Fail> {
        let mut tx = core.db.begin().await?;
        for job in &jobs {
            let id: JobId = core.id();
            tx.run(store::ADD_JOB, args![id, job.kind(), core.now(), job.every().0]).await?;
        }
        tx.commit().await.map_err(|e| Fail::Fault(format!("{e:?}")))?;
        Ok(Schedule { core, jobs })
    }

    /// Runs what is due, once; gives how many jobs ran. Tests and the simulator call this after moving the clock.
    ///
    /// # Errors
    /// [`Fail::Fault`] when the database refuses; a job's own failure is recorded on its row.
    pub async fn run_due(&self) -> Result<usize, Fail> {
        let mut ran = 0;
        for job in &self.jobs {
            ran += usize::from(self.run_one(job.as_ref()).await?);
        }
        Ok(ran)
    }

    /// Runs due jobs until `stop` turns true; the job that is running is finished first.
    pub async fn run_until(self, mut stop: watch::Receiver<bool>) {
        loop {
            if let Err(error) = self.run_due().await {
                tracing::warn!(%error, "jobs could not be looked at");
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => {}
                _ = stop.wait_for(|stop| *stop) => return,
            }
        }
    }

    async fn run_one(&self, job: &dyn Job) -> Result<bool, Fail> {
        let kind = job.kind();
        let start = self.core.now();
        let lease = start.plus(LEASE);
        let mut tx = self.core.db.begin().await?;
        let taken = tx.run(store::LEASE, args![kind, start, lease]).await?;
        tx.commit().await.map_err(|e| Fail::Fault(format!("{e:?}")))?;
        if taken == 0 {
            return Ok(false);
        }
        let outcome = job.run().await;
        let result = match &outcome {
            Ok(count) => format!("ok {count}"),
            Err(error) => {
                tracing::error!(kind, %error, "a job failed");
                format!("failed: {error}")
            }
        };
        let took = self.core.now().since(start);
        metrics::counter!("timebank_jobs_total", "kind" => kind, "ok" => outcome.is_ok().to_string()).increment(1);
        let mut tx = self.core.db.begin().await?;
        tx.run(store::RAN, args![kind, start, took.0, result, lease]).await?;
        tx.commit().await.map_err(|e| Fail::Fault(format!("{e:?}")))?;
        Ok(true)
    }
}
