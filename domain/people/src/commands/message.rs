//! Messages into inboxes, and `people.mark-read`. A message holds a kind, ids, numbers and times, never personal data;
//! texts to telephones hold sealed personal data and wait for the job that delivers them.

use super::code::{OutgoingText, queue_text};
use crate::people::People;
use crate::refusals as no;
use crate::store::message as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::{DbError, Tx, args};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Fail, Instant, MessageId, Outcome, PersonId, Refusal, Span};

/// A text that could not be delivered for so long is worth nothing any more.
const TEXT_LIVES: Span = Span::days(1);

/// A message to be put into somebody's inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    pub person: PersonId,
    /// The key of its sentence, e.g. `people-told-active`.
    pub kind: String,
    /// Values for the sentence; never personal data.
    pub args: Vec<(String, String)>,
    /// The page it leads to.
    pub link: Option<String>,
}

impl People {
    /// Puts messages into inboxes, in the caller's transaction.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn send(&self, tx: &mut Tx, now: Instant, messages: &[NewMessage]) -> Outcome<()> {
        put(tx, &self.core.entropy, now, messages).await
    }

    /// Writes a text to a person's mobile, in the caller's transaction; `false` when there is none. `template` is the
    /// key of its sentence; the gateway gets template and arguments.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn send_text(
        &self,
        tx: &mut Tx,
        now: Instant,
        person: PersonId,
        template: &str,
        args: Vec<(String, String)>,
    ) -> Outcome<bool> {
        let person = self.load_one(tx, person).await?;
        let phone = person.and_then(|person| person.profile.phone).filter(crate::model::Phone::is_mobile);
        let Some(phone) = phone else { return Ok(false) };
        let text = OutgoingText { phone, template: template.to_owned(), args };
        queue_text(tx, &self.keys, &self.core.entropy, now, now.plus(TEXT_LIVES), &text).await?;
        Ok(true)
    }

    /// Marks one of one's own messages (none: all of them) as read; gives how many were not yet.
    ///
    /// # Errors
    /// Not found, `common.sign-in`.
    pub async fn mark_read(self: &Arc<Self>, actor: &Actor, key: &Key, message: Option<MessageId>) -> Outcome<u64> {
        execute(self, &self.core, actor, key, MarkRead { message }).await
    }
}

/// Puts one message into an inbox, in the caller's transaction: for reactions, which have no house at hand.
///
/// # Errors
/// Any [`DbError`].
pub async fn send_message(
    tx: &mut Tx,
    id: MessageId,
    person: PersonId,
    now: Instant,
    kind: &str,
    args: &[(&str, String)],
    link: Option<&str>,
) -> Result<(), DbError> {
    let values = serde_json::to_string(args).map_err(|e| DbError::Other(e.to_string()))?;
    tx.insert(&sql::MESSAGE, &[args![id, person, now, kind, values, link]]).await.map(|_| ())
}

async fn put(tx: &mut Tx, entropy: &tb_kernel::Entropy, now: Instant, messages: &[NewMessage]) -> Outcome<()> {
    let mut rows = Vec::with_capacity(messages.len());
    for message in messages {
        let id: MessageId = entropy.id(now);
        let values = serde_json::to_string(&message.args).map_err(Fail::fault)?;
        rows.push(args![id, message.person, now, &message.kind, values, message.link.clone()]);
    }
    tx.insert(&sql::MESSAGE, &rows).await?;
    Ok(())
}

/// One message from within a command of this slice.
pub(super) async fn tell(
    work: &mut Work<'_>,
    person: PersonId,
    kind: &str,
    args: &[(&str, &str)],
    link: Option<&str>,
) -> Outcome<()> {
    let args = args.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let message = NewMessage { person, kind: kind.to_owned(), args, link: link.map(str::to_owned) };
    put(work.tx, work.entropy, work.now, &[message]).await
}

#[derive(Serialize)]
struct MarkRead {
    message: Option<MessageId>,
}

impl Command for MarkRead {
    const NAME: &'static str = "people.mark-read";
    type House = People;
    type Answer = u64;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<u64> {
        let person = work.actor.person.ok_or(no::sign_in())?;
        let node = super::session::own_node(house, work, person).await?;
        work.about("person", person, node);
        let Some(message) = self.message else {
            return Ok(work.tx.run(sql::READ_ALL, args![person, work.now]).await?);
        };
        let own: Option<(MessageId,)> = work.tx.row(sql::MESSAGE_OWNER, args![message, person]).await?;
        own.ok_or(Refusal::not_found())?;
        Ok(work.tx.run(sql::READ_ONE, args![message, person, work.now]).await?)
    }
}
