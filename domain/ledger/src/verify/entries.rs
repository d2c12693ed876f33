//! Entries and day deltas, bucket by bucket.

use super::tally::Sum;
use super::{Audit, PAGE, Progress};
use crate::store::check;
use tb_db::{DbError, Tx, args};
use tb_kernel::{BucketId, Day, Instant, Minutes, PostingId};
use uuid::Uuid;

type EntryRow = (BucketId, i64, PostingId, Minutes, Minutes, Day, Instant);

/// The last entry read.
struct Before {
    bucket: BucketId,
    version: i64,
    after: i64,
    recorded: Instant,
}

pub(super) async fn read(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    let start = |bucket| Before { bucket, version: 0, after: 0, recorded: Instant(0) };
    let mut before = start(BucketId(Uuid::nil()));
    loop {
        let rows: Vec<EntryRow> = tx.rows(check::ENTRIES, args![before.bucket, before.version, PAGE]).await?;
        audit.turned("ledger_entry", rows.len(), progress);
        audit.seen("Link", rows.len());
        let done = rows.is_empty();
        for (bucket, version, posting, minutes, after, effective, recorded) in rows {
            if bucket != before.bucket {
                last(audit, &before);
                before = start(bucket);
            }
            let linked = version == before.version + 1
                && after.0 == before.after + minutes.0
                && minutes.0 != 0
                && recorded > before.recorded;
            audit.must("Link", linked, || {
                format!("bucket {bucket}, entry {version} does not follow entry {}", before.version)
            });
            let when = (effective.0.cast_unsigned() as u128) << 64 | u128::from(recorded.0.cast_unsigned());
            let key = bucket.0.as_u128();
            audit.add(Sum::Entry, [posting.0.as_u128(), key, when], -minutes.0);
            audit.add(Sum::Day, [key, u128::from(effective.0.cast_unsigned()), 0], minutes.0);
            audit.add(Sum::Version, [key, 0, 0], 1);
            before = Before { bucket, version, after: after.0, recorded };
        }
        if done {
            last(audit, &before);
            return Ok(());
        }
    }
}

fn last(audit: &mut Audit, before: &Before) {
    if before.version > 0 {
        audit.add(Sum::Recorded, [before.bucket.0.as_u128(), 0, 0], before.recorded.0);
    }
}

pub(super) async fn read_days(
    audit: &mut Audit,
    tx: &mut Tx,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<(), DbError> {
    let mut last = (BucketId(Uuid::nil()), Day(i64::MIN));
    loop {
        let rows: Vec<(BucketId, Day, Minutes)> = tx.rows(check::DAYS, args![last.0, last.1, PAGE]).await?;
        audit.turned("ledger_bucket_day", rows.len(), progress);
        audit.seen("Days", rows.len());
        let Some(end) = rows.last() else { return Ok(()) };
        last = (end.0, end.1);
        for (bucket, day, delta) in rows {
            audit.add(Sum::Day, [bucket.0.as_u128(), u128::from(day.0.cast_unsigned()), 0], -delta.0);
        }
    }
}
