//! Brings files in, in the background: a thread reads the file row by row and hands over batches; each batch is one
//! command. A process that dies leaves the row it had reached, and the next one goes on from there.
//!
//! Why a few batches at a time: the jobs of a process take turns, and visits must not wait for a list.

use crate::commands::{ImportBatch, fail_import};
use crate::house::Outreach;
use crate::model::ImportState;
use crate::seal::part_place;
use crate::sheet::{self, Row, SheetError};
use crate::store::{self, ImportRecord};
use std::pin::Pin;
use std::sync::Arc;
use tb_db::args;
use tb_jobs::Job;
use tb_journal::Key;
use tb_kernel::{Actor, Fail, ImportId, Outcome, Span};
use tokio::sync::{Mutex, mpsc};

/// Rows of one batch.
const BATCH_ROWS: usize = 500;
/// Batches of one turn.
const BATCHES_MAX: usize = 10;
/// Batches that wait between the reader and the register.
const AHEAD_MAX: usize = 2;

/// The job.
pub struct ImportRows {
    house: Arc<Outreach>,
    open: Mutex<Option<Reading>>,
}

/// A file that is being read.
struct Reading {
    import: ImportId,
    batches: mpsc::Receiver<Read>,
}

enum Read {
    Rows(Vec<Row>),
    End(Vec<Row>),
    Broken(SheetError),
}

impl ImportRows {
    pub fn new(house: Arc<Outreach>) -> ImportRows {
        ImportRows { house, open: Mutex::new(None) }
    }

    /// Takes in at most some batches; gives how many rows were handled.
    ///
    /// # Errors
    /// A fault; what was taken in stays.
    pub async fn turn(&self) -> Result<usize, Fail> {
        let mut open = self.open.lock().await;
        let mut handled = 0;
        for _ in 0..BATCHES_MAX {
            let mut reading = match open.take() {
                Some(reading) => reading,
                None => match self.begin().await? {
                    Some(reading) => reading,
                    None => return Ok(handled),
                },
            };
            let Some(read) = reading.batches.recv().await else { continue };
            let (rows, last) = match read {
                Read::Rows(rows) => (rows, false),
                Read::End(rows) => (rows, true),
                Read::Broken(error) => {
                    let key = Key::internal(format!("import-failed:{}", reading.import));
                    self.house.run(&Actor::system(), &key, fail_import(reading.import, error.code())).await?;
                    continue;
                }
            };
            handled += rows.len();
            let first = rows.first().map_or_else(|| "end".to_owned(), |row| row.number.to_string());
            let key = Key::internal(format!("import:{}:{first}", reading.import));
            let batch = ImportBatch { import: reading.import, rows, last };
            let runs = self.house.run(&Actor::system(), &key, batch).await?;
            if runs && !last {
                *open = Some(reading);
            }
        }
        Ok(handled)
    }

    /// The next file that runs, opened where it was left.
    async fn begin(&self) -> Outcome<Option<Reading>> {
        let mut tx = self.house.core.db.read();
        let found: Option<ImportRecord> = tx.row(store::NEXT_RUNNING, vec![]).await?;
        let Some(import) = found else { return Ok(None) };
        let wrapped = import.wrapped.as_deref().ok_or(Fail::fault("a running import without its key"))?;
        let key = self.house.key_of(import.id.0, wrapped)?;
        let mut bytes: Vec<u8> = Vec::new();
        for part in 0i64.. {
            let piece: Option<(Vec<u8>,)> = tx.row(store::PART, args![import.id, part]).await?;
            let Some((sealed,)) = piece else { break };
            let plain = key.open(&part_place(&import.id.0, &part.to_be_bytes()), &sealed);
            bytes.extend(plain.map_err(|_| Fail::fault("a piece of an import does not open"))?);
        }
        debug_assert_eq!(import.state, ImportState::Running);
        let after = u64::try_from(import.next_row).unwrap_or(0);
        let (sender, batches) = mpsc::channel(AHEAD_MAX);
        tokio::task::spawn_blocking(move || read_on(&bytes, after, &sender));
        Ok(Some(Reading { import: import.id, batches }))
    }
}

/// Reads what comes after a row. Ends by itself when nobody listens any more.
fn read_on(bytes: &[u8], after: u64, to: &mpsc::Sender<Read>) {
    let mut batch: Vec<Row> = Vec::with_capacity(BATCH_ROWS);
    let mut heard = true;
    let done = sheet::rows(bytes, &mut |row| {
        if row.number > after {
            batch.push(row);
        }
        if batch.len() == BATCH_ROWS {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH_ROWS));
            heard = to.blocking_send(Read::Rows(full)).is_ok();
        }
        heard
    });
    let end = match done {
        Ok(()) => Read::End(batch),
        Err(error) => Read::Broken(error),
    };
    if heard {
        let _ = to.blocking_send(end);
    }
}

impl Job for ImportRows {
    fn kind(&self) -> &'static str {
        "outreach.import-rows"
    }
    fn every(&self) -> Span {
        Span::seconds(1)
    }
    fn run(&self) -> Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + '_>> {
        Box::pin(self.turn())
    }
}
