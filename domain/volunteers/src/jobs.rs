//! Work in the background: registers are asked, and people are reminded of what they left half-way or what runs out.
//! Nothing waits for a network while it holds a transaction.

use crate::commands::RecordAnswer;
use crate::gateway::{Answered, CheckGateway, GatewayError, Question};
use crate::house::Volunteers;
use crate::model::*;
use crate::store::{self as sql, RequestRecord};
use std::pin::Pin;
use std::sync::Arc;
use tb_db::args;
use tb_jobs::Job;
use tb_journal::Key;
use tb_kernel::{Actor, Fail, Instant, Node, Outcome, PersonId, Span};
use tb_people::NewMessage;
use tb_policy::Check;

/// Requests taken at once.
const BATCH_MAX: i64 = 20;
/// While one process asks, no other takes the same request.
const LEASE: Span = Span::minutes(5);
/// Attempts before a request is given up; the wait doubles from [`FIRST_WAIT`] up to [`LONGEST_WAIT`].
const ATTEMPTS_MAX: i64 = 12;
const FIRST_WAIT: Span = Span::seconds(30);
const LONGEST_WAIT: Span = Span::hours(6);

type Run<'a> = Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + 'a>>;

/// Asks registers what waits, one request after the other.
pub struct AskRegisters(pub Arc<Volunteers>);

impl Job for AskRegisters {
    fn kind(&self) -> &'static str {
        "volunteers.ask-registers"
    }
    fn every(&self) -> Span {
        Span::seconds(5)
    }
    fn run(&self) -> Run<'_> {
        Box::pin(async move {
            let Some(gateway) = self.0.gateway().cloned() else { return Ok(0) };
            let due = self.take().await?;
            let mut answered = 0;
            for row in due {
                answered += usize::from(self.ask(gateway.as_ref(), row).await?);
            }
            Ok(answered)
        })
    }
}

impl AskRegisters {
    async fn take(&self) -> Outcome<Vec<RequestRecord>> {
        let now = self.0.core.now();
        let mut tx = self.0.core.db.begin().await?;
        let due: Vec<RequestRecord> = tx.rows(sql::DUE, args![now, BATCH_MAX]).await?;
        for row in &due {
            tx.run(sql::LEASED, args![row.id, now.plus(LEASE)]).await?;
        }
        commit(tx).await?;
        Ok(due)
    }

    async fn ask(&self, gateway: &dyn CheckGateway, row: RequestRecord) -> Outcome<bool> {
        let core = &self.0.core;
        let kind = Check::parse(&row.kind).ok_or_else(|| Fail::Fault(format!("no check {}", row.kind)))?;
        let who = self.0.people.identities(&mut core.db.read(), &[row.person]).await?.pop();
        let Some(who) = who else {
            self.give_up(&row, "the person is gone").await?;
            return Ok(false);
        };
        let question = Question {
            id: row.id.0,
            number: row.number.clone(),
            kind,
            name: who.name,
            id_no: who.id_no,
            at: core.now(),
        };
        match gateway.ask(&question).await {
            Ok(Answered::Now(said)) => {
                let key = Key::internal(format!("check-answer:{}", row.id));
                self.0.run(&Actor::system(), &key, RecordAnswer { request: row.id, said }).await
            }
            Ok(Answered::Pending) => self.later(&row, "pending").await.map(|()| false),
            Err(GatewayError::Later(why)) if row.attempts + 1 < ATTEMPTS_MAX => {
                tracing::warn!(request = %row.id, why, "a check waits for another attempt");
                self.later(&row, &why).await.map(|()| false)
            }
            Err(GatewayError::Later(why) | GatewayError::Never(why)) => {
                tracing::error!(request = %row.id, why, "a check was given up");
                self.give_up(&row, &why).await.map(|()| false)
            }
        }
    }

    async fn later(&self, row: &RequestRecord, why: &str) -> Outcome<()> {
        let wait = Span(FIRST_WAIT.0 << row.attempts.clamp(0, 20)).min(LONGEST_WAIT);
        let mut tx = self.0.core.db.begin().await?;
        tx.run(sql::LATER, args![row.id, self.0.core.now().plus(wait), why]).await?;
        commit(tx).await
    }

    async fn give_up(&self, row: &RequestRecord, why: &str) -> Outcome<()> {
        let mut tx = self.0.core.db.begin().await?;
        tx.run(sql::GIVEN_UP, args![row.id, why, self.0.core.now()]).await?;
        commit(tx).await
    }
}

/// Reminds those who are stuck on the way, those whose licence ends, and those who owe this year's training. By day only.
pub struct Remind {
    pub house: Arc<Volunteers>,
    pub city: Node,
}

/// People reminded in one run; the next one takes the rest.
const REMINDED_MAX: usize = 500;

impl Job for Remind {
    fn kind(&self) -> &'static str {
        "volunteers.remind"
    }
    fn every(&self) -> Span {
        Span::hours(6)
    }
    fn run(&self) -> Run<'_> {
        Box::pin(async move {
            let stuck = self.stuck().await?;
            let ending = self.ending().await?;
            Ok(stuck + ending)
        })
    }
}

/// One reminder in the making.
struct Reminder {
    person: PersonId,
    about: String,
    message: NewMessage,
}

impl Remind {
    async fn stuck(&self) -> Outcome<usize> {
        let now = self.house.core.now();
        let p = self.house.rules_at(self.city, now)?.parameters.win_back.clone();
        let (wait, most) = (Span::days(i64::from(p.remind_after_days)), i64::from(p.remind_at_most));
        let mut tx = self.house.core.db.snapshot().await?;
        let (mut found, _) = self.house.on_the_way(&mut tx, self.city, 20_000).await?;
        // What an officer has to do is nobody else's delay.
        found.retain(|one| matches!(one.step, Step::Learn | Step::Exam) && one.since.plus(wait) <= now);
        found.sort_by_key(|one| (one.since, one.row.person));
        let ids: Vec<PersonId> = found.iter().map(|one| one.row.person).collect();
        let known = self.house.reminders(&mut tx, &ids).await?;
        drop(tx);
        let due = found.into_iter().filter_map(|one| {
            let (person, about) = (one.row.person, format!("step:{}", one.step));
            let (times, at) = known.get(&(person, about.clone())).copied().unwrap_or((0, Instant(i64::MIN / 2)));
            let message = NewMessage {
                person,
                kind: "volunteers-told-step".into(),
                args: vec![("step".into(), one.step.code().into())],
                link: Some("/learn".into()),
            };
            (times < most && at.plus(wait) <= now).then_some(Reminder { person, about, message })
        });
        self.send(due.take(REMINDED_MAX).collect()).await
    }

    async fn ending(&self) -> Outcome<usize> {
        let today = self.house.core.now().day();
        let warn = self.house.rules_at(self.city, self.house.core.now())?.parameters.qualifications.warn_days;
        let mut tx = self.house.core.db.snapshot().await?;
        let last = today.plus_days(i64::from(warn));
        let found = self.house.people.licences_ending(&mut tx, self.city, (today, last)).await?;
        let ids: Vec<PersonId> = found.iter().map(|(person, ..)| *person).collect();
        let known = self.house.reminders(&mut tx, &ids).await?;
        drop(tx);
        let due = found.into_iter().filter_map(|(person, licence, until)| {
            let about = format!("licence:{licence}:{until}");
            let message = NewMessage {
                person,
                kind: "volunteers-told-licence".into(),
                args: vec![("licence".into(), licence.code().into()), ("until".into(), until.to_string())],
                link: Some("/me/papers".into()),
            };
            (!known.contains_key(&(person, about.clone()))).then_some(Reminder { person, about, message })
        });
        self.send(due.take(REMINDED_MAX).collect()).await
    }

    async fn send(&self, due: Vec<Reminder>) -> Outcome<usize> {
        if due.is_empty() {
            return Ok(0);
        }
        let now = self.house.core.now();
        let mut tx = self.house.core.db.begin().await?;
        let rows: Vec<_> = due.iter().map(|one| args![one.person, &one.about, 1i64, now]).collect();
        tx.insert(&sql::REMINDED, &rows).await?;
        let messages: Vec<NewMessage> = due.into_iter().map(|one| one.message).collect();
        self.house.people.send(&mut tx, now, &messages).await?;
        commit(tx).await?;
        Ok(messages.len())
    }
}

async fn commit(tx: tb_db::Tx) -> Outcome<()> {
    tx.commit().await.map_err(|error| Fail::Fault(format!("{error:?}")))
}
