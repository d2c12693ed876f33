//! One line of the journal, how it is written, found by key and listed.

use crate::store;
use serde::{Serialize, de::DeserializeOwned};
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::limits::KEY_BYTES_MAX;
use tb_kernel::{
    Actor, Cursor, Fail, Instant, JournalId, Kind, Level, Node, Outcome, Page, PageSize, PersonId, Refusal, RequestId,
};
use uuid::Uuid;

/// An idempotency key: made by the client before it sends, 1 to 100 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// # Errors
    /// A [`Refusal`] when the text cannot be a key.
    pub fn parse(text: &str) -> Result<Key, Refusal> {
        let fits = (1..=KEY_BYTES_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if fits { Ok(Key(text.to_owned())) } else { Err(Refusal::invalid().field("_key", "common.key-form")) }
    }
    /// A key made by the product itself, e.g. `expire:<order>:<version>`.
    pub fn internal(text: String) -> Key {
        Key(text)
    }
    pub fn text(&self) -> &str {
        &self.0
    }
    /// The id of the line this key of this actor leads to.
    pub fn line_id(&self, actor: &Actor) -> JournalId {
        let digest = tb_crypto::digest(&[actor.key_scope().as_bytes(), self.0.as_bytes()]);
        let mut first = [0u8; 16];
        first.copy_from_slice(&digest[..16]);
        JournalId(Uuid::from_bytes(first))
    }
}

/// What is written about one command.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: JournalId,
    pub at: Instant,
    pub hash: [u8; 32],
    pub action: &'static str,
    pub actor: Option<PersonId>,
    pub on_behalf: Option<PersonId>,
    pub channel: &'static str,
    pub role: Option<&'static str>,
    pub node: Option<Node>,
    pub object: Option<(&'static str, Uuid)>,
    pub reason: Option<String>,
    /// `ok` or the refusal's code, and the stored answer.
    pub outcome: String,
    pub answer: String,
    /// The request it came with. A key sent again keeps the first one's.
    pub request_id: Option<RequestId>,
}

impl Line {
    /// A line for `action` with no object yet and no outcome yet.
    pub fn of(actor: &Actor, key: &Key, hash: [u8; 32], action: &'static str, at: Instant) -> Line {
        Line {
            id: key.line_id(actor),
            at,
            hash,
            action,
            actor: actor.person,
            on_behalf: actor.acting_for,
            channel: actor.channel.code(),
            role: actor.grants.first().map(|grant| grant.role.code()),
            node: None,
            object: None,
            reason: None,
            outcome: String::new(),
            answer: String::new(),
            request_id: actor.request,
        }
    }

    /// Stores what came of it. `Err` gives the failure back when it is not an outcome to be stored.
    ///
    /// # Errors
    /// The [`Fail`] that is not a refusal.
    pub fn close<T: Serialize>(&mut self, outcome: &Outcome<T>) -> Result<(), Fail> {
        let stored = match outcome {
            Ok(answer) => {
                self.outcome = "ok".into();
                Stored::Ok(serde_json::to_value(answer).map_err(Fail::fault)?)
            }
            Err(Fail::Refused(refusal)) => {
                self.outcome = refusal.code.clone().into_owned();
                Stored::Refused(refusal.clone())
            }
            Err(_) => return Err(Fail::Fault("not an outcome".into())),
        };
        self.answer = serde_json::to_string(&stored).map_err(Fail::fault)?;
        Ok(())
    }

    fn into_row(self) -> Vec<Arg> {
        let (kind, id) = self.object.unzip();
        args![
            self.id,
            self.at,
            self.hash,
            self.action,
            self.actor,
            self.on_behalf,
            self.channel,
            self.role,
            self.node,
            kind,
            id,
            self.outcome,
            self.answer,
            self.reason,
            self.request_id.map(|id| id.to_string()),
        ]
    }
}

#[derive(Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stored<T> {
    Ok(T),
    Refused(Refusal),
}

/// Writes lines; a key that is already there is [`DbError::Unique`].
///
/// # Errors
/// Any [`DbError`].
pub async fn record(tx: &mut Tx, lines: Vec<Line>) -> Result<(), DbError> {
    let rows: Vec<_> = lines.into_iter().map(Line::into_row).collect();
    tx.insert(&store::LINE, &rows).await.map(|_| ())
}

/// The stored outcomes of keys that are known, each with its line id. A known key with other content is a conflict.
///
/// # Errors
/// Any [`DbError`].
pub async fn look_up<T: DeserializeOwned>(
    tx: &mut Tx,
    asked: &[(JournalId, [u8; 32])],
) -> Result<Vec<(JournalId, Outcome<T>)>, DbError> {
    let keys = asked.iter().map(|(id, _)| Arg::from(*id)).collect();
    let known: Vec<(JournalId, Vec<u8>, String)> = tx.rows_in(store::OUTCOMES, vec![], keys).await?;
    Ok(known
        .into_iter()
        .map(|(id, hash, answer)| {
            let same = asked.iter().any(|(other, asked)| *other == id && asked[..] == hash[..]);
            (id, if same { stored_outcome(&answer) } else { Err(key_reused().into()) })
        })
        .collect())
}

/// One key must not be used for two different things.
pub(crate) fn key_reused() -> Refusal {
    Refusal::new(Kind::Invalid, "common.key-reused")
}

fn stored_outcome<T: DeserializeOwned>(answer: &str) -> Outcome<T> {
    match serde_json::from_str::<Stored<T>>(answer) {
        Ok(Stored::Ok(value)) => Ok(value),
        Ok(Stored::Refused(refusal)) => Err(refusal.into()),
        Err(error) => Err(Fail::fault(error)),
    }
}

/// A line as a list shows it.
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct ListedLine {
    pub id: JournalId,
    pub at: Instant,
    pub action: String,
    pub actor: Option<PersonId>,
    pub on_behalf: Option<PersonId>,
    pub channel: String,
    pub role: Option<String>,
    pub node: Option<Node>,
    pub object_kind: Option<String>,
    pub object_id: Option<Uuid>,
    pub outcome: String,
    pub reason: Option<String>,
    /// The id that the log lines of the same request carry.
    pub request_id: Option<String>,
}

/// Which lines.
#[derive(Clone, Debug)]
pub enum LineFilter {
    /// Everything done to one object (an order, a person).
    Object(Uuid),
    /// Of that, what was done in these places. An object may have lines elsewhere (it moved), and whoever looks there may
    /// learn neither that nor how many. Lines without a place are the city's.
    ObjectWithin { id: Uuid, nodes: Vec<Node> },
    /// Everything that came with one request, as far as it lies here; lines without a place are the city's.
    Request { id: RequestId, node: Node },
    /// Everything others did for one person: at the desk, on the telephone, by proxy.
    OnBehalf(PersonId),
    /// Everything in a territory, optionally of one action, optionally only refusals.
    Territory { node: Node, action: Option<String>, refused_only: bool },
}

/// Lists lines, newest first.
///
/// # Errors
/// Any [`DbError`].
pub async fn lines(
    tx: &mut Tx,
    filter: &LineFilter,
    after: Option<Cursor>,
    size: PageSize,
) -> Result<Page<ListedLine>, DbError> {
    let start = after.unwrap_or(Cursor { key: i64::MAX, id: Uuid::max() });
    let mut args = args![start.key, start.id, size.rows() + 1];
    let rows = match filter {
        LineFilter::Object(id) => {
            args.extend(args![*id]);
            tx.rows(store::LINES_OF_OBJECT, args).await?
        }
        LineFilter::ObjectWithin { id, nodes } => {
            let mut rows: Vec<ListedLine> = Vec::new();
            for node in nodes {
                let ((low, high), city) = (node.range(), if node.level() <= Level::City { "yes" } else { "" });
                let within = [args.clone(), args![*id, low, high, city]].concat();
                rows.extend(tx.rows::<ListedLine>(store::LINES_OF_OBJECT_WITHIN, within).await?);
            }
            rows.sort_by_key(|row| std::cmp::Reverse((row.at, row.id)));
            rows.dedup_by_key(|row| row.id);
            rows
        }
        LineFilter::Request { id, node } => {
            let ((low, high), city) = (node.range(), if node.level() <= Level::City { "yes" } else { "" });
            args.extend(args![id.to_string(), low, high, city]);
            tx.rows(store::LINES_OF_REQUEST, args).await?
        }
        LineFilter::OnBehalf(person) => {
            args.extend(args![*person]);
            tx.rows(store::LINES_ON_BEHALF, args).await?
        }
        LineFilter::Territory { node, action, refused_only } => {
            let (low, high) = node.range();
            let action = action.clone().unwrap_or_default();
            args.extend(args![low, high, action, if *refused_only { "yes" } else { "" }]);
            tx.rows(store::LINES_OF_TERRITORY, args).await?
        }
    };
    Ok(Page::cut(rows, size, |row: &ListedLine| Cursor { key: row.at.0, id: row.id.0 }))
}

/// How often commands about an object ended with `outcome` since an instant: how wrong tries are counted, although a
/// refused command leaves nothing but its line.
///
/// # Errors
/// Any [`DbError`].
pub async fn count_outcomes(tx: &mut Tx, object: Uuid, outcome: &str, since: Instant) -> Result<i64, DbError> {
    Ok(tx.one::<(i64,)>(store::COUNT_OUTCOMES, args![object, outcome, since]).await?.0)
}
