//! Inbox, outgoing texts, sites.

use tb_db::{Table, Ty};
use tb_kernel::{Instant, MessageId, Node, SiteId};
use uuid::Uuid;

pub(crate) const MESSAGE: Table = Table {
    name: "message",
    cols: &[
        ("id", Ty::Uuid),
        ("person", Ty::Uuid),
        ("at", Ty::Int),
        ("kind", Ty::Text),
        ("args", Ty::Text),
        ("link", Ty::Text),
    ],
    suffix: "",
};
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct MessageRecord {
    pub(crate) id: MessageId,
    pub(crate) at: Instant,
    pub(crate) kind: String,
    pub(crate) args: String,
    pub(crate) link: Option<String>,
    pub(crate) read_at: Option<Instant>,
}
pub(crate) const MESSAGES: &str = "select id, at, kind, args, link, read_at from message
    where person = $1 and (at < $2 or (at = $2 and id < $3)) order by at desc, id desc limit $4";
pub(crate) const UNREAD: &str = "select cast(count(*) as bigint) from message where person = $1 and read_at is null";
pub(crate) const READ_ONE: &str = "update message set read_at = $3 where id = $1 and person = $2 and read_at is null";
pub(crate) const READ_ALL: &str = "update message set read_at = $2 where person = $1 and read_at is null and at <= $2";
pub(crate) const MESSAGE_OWNER: &str = "select id from message where id = $1 and person = $2";

pub(crate) const ADD_OUTGOING: &str = "insert into outgoing (id, wrapped, payload, template, at, expires_at, state,
    attempts, due) values ($1, $2, $3, $4, $5, $6, 'waiting', 0, $5)";
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct OutgoingRecord {
    pub(crate) id: Uuid,
    pub(crate) wrapped: Option<Vec<u8>>,
    pub(crate) payload: Option<Vec<u8>>,
    pub(crate) expires_at: Instant,
    pub(crate) attempts: i64,
}
/// Waiting ones, and those whose sender died (their lease has run out).
pub(crate) const DUE: &str = "select id, wrapped, payload, expires_at, attempts from outgoing
    where state in ('waiting', 'sending') and due <= $1 order by due, id limit $2 {skip}";
/// $2: until when nobody else may take it.
pub(crate) const SENDING: &str =
    "update outgoing set state = 'sending', attempts = attempts + 1, due = $2 where id = $1";
pub(crate) const LATER: &str =
    "update outgoing set state = 'waiting', due = $2, result = $3 where id = $1 and state = 'sending'";
/// Delivered or given up: what was in it goes.
pub(crate) const DONE: &str =
    "update outgoing set state = $2, result = $3, payload = null, wrapped = null where id = $1";
pub(crate) const OUTGOING_STATES: &str =
    "select state, cast(count(*) as bigint) from outgoing where at > $1 group by state order by state";
pub(crate) const PRUNE_OUTGOING: &str = "delete from outgoing where at < $1 and state in ('sent', 'failed', 'expired')";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct SiteRecord {
    pub(crate) id: SiteId,
    pub(crate) node: Node,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) lon_e6: i64,
    pub(crate) lat_e6: i64,
    pub(crate) phone: String,
    pub(crate) hours: String,
}
pub(crate) const ADD_SITE: &str = "insert into site (id, node, name, address, lon_e6, lat_e6, phone, hours, created_at,
    created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
pub(crate) const SITES: &str = "select id, node, name, address, lon_e6, lat_e6, phone, hours from site
    where node between $1 and $2 order by node, id";
pub(crate) const SITE: &str = "select id, node, name, address, lon_e6, lat_e6, phone, hours from site where id = $1";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    MESSAGES,
    UNREAD,
    READ_ONE,
    READ_ALL,
    MESSAGE_OWNER,
    ADD_OUTGOING,
    DUE,
    SENDING,
    LATER,
    DONE,
    OUTGOING_STATES,
    PRUNE_OUTGOING,
    ADD_SITE,
    SITES,
    SITE,
];
