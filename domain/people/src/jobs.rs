//! Work in the background: texts are delivered, what has run out is cleared away.

use crate::commands::{INVITED_FOR, OutgoingText, send_message};
use crate::gateway::{GatewayError, MessageGateway, Text};
use crate::people::People;
use crate::store::{access, family, message as sql, privacy};
use std::pin::Pin;
use std::sync::Arc;
use tb_db::args;
use tb_jobs::Job;
use tb_kernel::{Fail, Instant, Outcome, Span};

/// Texts taken at once.
const BATCH_MAX: i64 = 20;
/// While one process sends, no other takes the same text.
const LEASE: Span = Span::minutes(5);
/// Attempts before a text is given up; the wait doubles from [`FIRST_WAIT`].
const ATTEMPTS_MAX: i64 = 6;
const FIRST_WAIT: Span = Span::seconds(15);
/// Days for which a bar that is over can still be asked about.
const BARS_KEPT_DAYS: i64 = 30;

/// Delivers outgoing texts through a gateway. At least once: the gateway gets the same id for every attempt.
pub struct DeliverTexts {
    pub people: Arc<People>,
    pub gateway: Arc<dyn MessageGateway>,
}

impl DeliverTexts {
    pub fn new(people: Arc<People>, gateway: Arc<dyn MessageGateway>) -> DeliverTexts {
        DeliverTexts { people, gateway }
    }
}

impl Job for DeliverTexts {
    fn kind(&self) -> &'static str {
        "people.deliver-texts"
    }
    fn every(&self) -> Span {
        Span::seconds(1)
    }
    fn run(&self) -> Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + '_>> {
        Box::pin(async move {
            let due = self.take().await?;
            let mut sent = 0;
            for row in due {
                sent += usize::from(self.deliver(row).await?);
            }
            Ok(sent)
        })
    }
}

impl DeliverTexts {
    /// Takes what is due, so that no other process sends it meanwhile.
    async fn take(&self) -> Outcome<Vec<sql::OutgoingRecord>> {
        let now = self.people.core.now();
        let mut tx = self.people.core.db.begin().await?;
        let due: Vec<sql::OutgoingRecord> = tx.rows(sql::DUE, args![now, BATCH_MAX]).await?;
        for row in &due {
            tx.run(sql::SENDING, args![row.id, now.plus(LEASE)]).await?;
        }
        commit(tx).await?;
        Ok(due)
    }

    /// Outside any transaction: nothing waits for a network while it holds one.
    async fn deliver(&self, row: sql::OutgoingRecord) -> Outcome<bool> {
        let now = self.people.core.now();
        if row.expires_at <= now {
            self.done(&row, "expired", "too late").await?;
            return Ok(false);
        }
        let text = self.open(&row, now)?;
        match self.gateway.send(&text).await {
            Ok(()) => {
                self.done(&row, "sent", "ok").await?;
                Ok(true)
            }
            Err(GatewayError::Later(why)) if row.attempts + 1 < ATTEMPTS_MAX => {
                tracing::warn!(text = %row.id, why, "a text waits for another attempt");
                self.later(&row, now, &why).await?;
                Ok(false)
            }
            Err(GatewayError::Later(why) | GatewayError::Never(why)) => {
                tracing::error!(text = %row.id, why, "a text was given up");
                metrics::counter!("timebank_texts_failed_total").increment(1);
                self.done(&row, "failed", &why).await?;
                Ok(false)
            }
        }
    }

    fn open(&self, row: &sql::OutgoingRecord, now: Instant) -> Outcome<Text> {
        let fault = || Fail::Fault(format!("text {} could not be opened", row.id));
        let (wrapped, payload) = row.wrapped.as_ref().zip(row.payload.as_ref()).ok_or_else(fault)?;
        let key = self.people.keys.open_data_key(row.id.as_bytes(), wrapped).map_err(|_| fault())?;
        let plain = key.open(&[b"outgoing", b"payload", row.id.as_bytes()], payload).map_err(|_| fault())?;
        let text: OutgoingText = serde_json::from_slice(&plain).map_err(|_| fault())?;
        Ok(Text { id: row.id, phone: text.phone.text().to_owned(), template: text.template, args: text.args, at: now })
    }

    async fn done(&self, row: &sql::OutgoingRecord, state: &str, result: &str) -> Outcome<()> {
        let mut tx = self.people.core.db.begin().await?;
        tx.run(sql::DONE, args![row.id, state, result]).await?;
        commit(tx).await
    }

    async fn later(&self, row: &sql::OutgoingRecord, now: Instant, why: &str) -> Outcome<()> {
        let wait = Span(FIRST_WAIT.0 << row.attempts.clamp(0, 10));
        let mut tx = self.people.core.db.begin().await?;
        tx.run(sql::LATER, args![row.id, now.plus(wait), why]).await?;
        commit(tx).await
    }
}

/// Clears away what has run out: codes, proofs, counts, ended sessions, delivered texts, proposals nobody decided.
pub struct Housekeeping {
    pub people: Arc<People>,
}

impl Housekeeping {
    pub fn new(people: Arc<People>) -> Housekeeping {
        Housekeeping { people }
    }
}

impl Job for Housekeeping {
    fn kind(&self) -> &'static str {
        "people.housekeeping"
    }
    fn every(&self) -> Span {
        Span::hours(1)
    }
    fn run(&self) -> Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + '_>> {
        Box::pin(async move {
            let now = self.people.core.now();
            let (two_days, month) = (now.minus(Span::days(2)), now.minus(Span::days(30)));
            let mut tx = self.people.core.db.begin().await?;
            let mut gone = 0;
            for (statement, before) in [
                (access::PRUNE_CODES, two_days),
                (access::PRUNE_PROOFS, two_days),
                (access::PRUNE_ATTEMPTS, two_days),
                (access::PRUNE_TURNS, two_days),
                (access::PRUNE_USED, two_days),
                (access::PRUNE_SESSIONS, month),
                (access::GRANTS_LAPSED, now.minus(Span::hours(72))),
                (access::INVITATIONS_LAPSED, now.minus(INVITED_FOR)),
                (sql::PRUNE_OUTGOING, month),
                (family::REQUESTS_LAPSED, now),
            ] {
                gone += tx.run(statement, args![before]).await?;
            }
            gone += tx.run(privacy::PRUNE_BARS, args![now.day().plus_days(-BARS_KEPT_DAYS)]).await?;
            commit(tx).await?;
            Ok(usize::try_from(gone).unwrap_or(usize::MAX))
        })
    }
}

/// Roles that end: told a month before to whoever holds them and whoever gave them; ended, with their sessions, once
/// their last day is over.
pub struct RolesEnding {
    pub people: Arc<People>,
}

/// How long before its last day a role's end is told.
const TOLD_BEFORE_DAYS: i64 = 30;

impl RolesEnding {
    pub fn new(people: Arc<People>) -> RolesEnding {
        RolesEnding { people }
    }

    async fn tell(&self, tx: &mut tb_db::Tx, held: &access::GrantRecord, kind: &str, now: Instant) -> Outcome<()> {
        let until = held.to_day.map(|day| day.to_string()).unwrap_or_default();
        let args = [("role", held.role.clone()), ("node", held.node.to_string()), ("until", until)];
        for person in [Some(held.person), held.granted_by].into_iter().flatten() {
            send_message(tx, self.people.core.entropy.id(now), person, now, kind, &args, None).await?;
        }
        Ok(())
    }
}

impl Job for RolesEnding {
    fn kind(&self) -> &'static str {
        "people.roles-ending"
    }
    fn every(&self) -> Span {
        Span::hours(1)
    }
    fn run(&self) -> Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + '_>> {
        Box::pin(async move {
            let now = self.people.core.now();
            let today = now.day();
            let mut tx = self.people.core.db.begin().await?;
            let ending: Vec<access::GrantRecord> =
                tx.rows(access::GRANTS_ENDING, args![today, today.plus_days(TOLD_BEFORE_DAYS)]).await?;
            for held in &ending {
                // Two processes at once: the one that marks it tells.
                if tx.run(access::GRANT_REMINDED, args![held.id, now]).await? == 1 {
                    self.tell(&mut tx, held, "people-told-role-ending", now).await?;
                }
            }
            let over: Vec<access::GrantRecord> = tx.rows(access::GRANTS_OVER, args![today]).await?;
            for held in &over {
                if tx.run(access::GRANT_OVER, args![held.id, now]).await? == 1 {
                    tx.run(access::REVOKE_STAFF, args![held.person, now]).await?;
                    self.tell(&mut tx, held, "people-told-role-ended", now).await?;
                }
            }
            commit(tx).await?;
            Ok(ending.len() + over.len())
        })
    }
}

async fn commit(tx: tb_db::Tx) -> Outcome<()> {
    tx.commit().await.map_err(|error| Fail::Fault(format!("{error:?}")))
}

impl People {
    /// How many texts of the last day are in which state, for the console of whoever runs the system.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn text_states(&self) -> Outcome<Vec<(String, i64)>> {
        let since = self.core.now().minus(Span::days(1));
        Ok(self.core.db.read().rows(sql::OUTGOING_STATES, args![since]).await?)
    }
}
