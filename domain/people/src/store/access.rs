//! Sessions, staff accounts, grants, tokens, codes, and what is counted against guessing.

use crate::model::{GrantState, SessionKind};
use tb_kernel::{ApprovalId, Day, GrantId, Instant, Node, PersonId, SessionId, TokenId};

/// A session as stored, with the home community of whoever is acted for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct SessionRecord {
    pub(crate) id: SessionId,
    pub(crate) person: PersonId,
    pub(crate) kind: SessionKind,
    pub(crate) created_at: Instant,
    pub(crate) seen_at: Instant,
    pub(crate) expires_at: Instant,
    pub(crate) revoked_at: Option<Instant>,
    pub(crate) device: String,
    pub(crate) acting_for: Option<PersonId>,
    pub(crate) acting_channel: Option<String>,
    pub(crate) acting_node: Option<Node>,
    /// A family member's acting ends by itself.
    pub(crate) acting_until: Option<Instant>,
}
macro_rules! sessions {
    ($rest:literal) => {
        concat!(
            "select s.id, s.person, s.kind, s.created_at, s.seen_at, s.expires_at, s.revoked_at, s.device, s.acting_for,
             s.acting_channel, s.acting_until, p.node as acting_node from session s left join person p on p.id = s.acting_for where ",
            $rest
        )
    };
}
pub(crate) const SESSION: &str = sessions!("s.token_hash = $1");
pub(crate) const SESSIONS_OF: &str =
    sessions!("s.person = $1 and s.revoked_at is null and s.expires_at > $2 order by s.seen_at desc, s.id");
pub(crate) const ADD_SESSION: &str = "insert into session (token_hash, id, person, kind, created_at, seen_at,
    expires_at, device) values ($1, $2, $3, $4, $5, $5, $6, $7)";
/// At most once a minute: $3 is a minute ago.
pub(crate) const SEEN: &str = "update session set seen_at = $2 where id = $1 and seen_at <= $3 and revoked_at is null";
pub(crate) const REVOKE: &str =
    "update session set revoked_at = $3 where id = $1 and person = $2 and revoked_at is null";
pub(crate) const REVOKE_OTHERS: &str =
    "update session set revoked_at = $3 where person = $1 and id <> $2 and revoked_at is null";
pub(crate) const REVOKE_STAFF: &str =
    "update session set revoked_at = $2 where person = $1 and kind = 'staff' and revoked_at is null";
pub(crate) const ACT_FOR: &str = "update session set acting_for = $2, acting_channel = $3
    where id = $1 and kind = 'staff' and revoked_at is null";
pub(crate) const PRUNE_SESSIONS: &str = "delete from session where expires_at < $1 or revoked_at < $1";

/// A staff account as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct StaffRecord {
    pub(crate) person: PersonId,
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) one_time: Vec<u8>,
    pub(crate) version: i64,
    pub(crate) locked_at: Option<Instant>,
    pub(crate) wrapped: Vec<u8>,
}
macro_rules! staff {
    ($rest:literal) => {
        concat!(
            "select u.person, u.username, u.password, u.one_time, u.version, u.locked_at, k.wrapped
             from staff_user u join person_key k on k.person = u.person where ",
            $rest
        )
    };
}
pub(crate) const STAFF_BY_NAME: &str = staff!("u.username = $1");
pub(crate) const STAFF_BY_PERSON: &str = staff!("u.person = $1");
pub(crate) const ADD_STAFF: &str = "insert into staff_user (person, username, password, one_time, version, created_at,
    created_by, password_at) values ($1, $2, $3, $4, 1, $5, $6, $5)";
pub(crate) const NEW_PASSWORD: &str = "update staff_user set password = $2, password_at = $3 where person = $1";
/// Guarded by the version it was read with.
pub(crate) const RESET_STAFF: &str = "update staff_user set password = $3, one_time = $4, password_at = $5,
    version = version + 1 where person = $1 and version = $2";
pub(crate) const LOCK: &str = "update staff_user set locked_at = $2, locked_by = $3, lock_reason = $4
    where person = $1 and locked_at is null";
pub(crate) const UNLOCK: &str = "update staff_user set locked_at = null, locked_by = null, lock_reason = null
    where person = $1 and locked_at is not null";
/// City officers who could still sign in if this person could not.
pub(crate) const OTHER_OFFICERS: &str = "select cast(count(distinct g.person) as bigint) from staff_grant g
    join staff_user u on u.person = g.person where g.role = 'city_officer' and g.state = 'active'
    and g.from_day <= $2 and (g.to_day is null or g.to_day >= $2) and u.locked_at is null and g.person <> $1";
pub(crate) const STAFF_SESSIONS: &str = sessions!(
    "s.person = $1 and s.kind = 'staff' and s.revoked_at is null and s.expires_at > $2 order by s.seen_at desc, s.id"
);
pub(crate) const STAFF_LIST: &str =
    "select u.person, u.username, u.lock_reason from staff_user u join person p on p.id = u.person
    where p.node between $1 and $2 and u.username > $3 order by u.username limit $4";

pub(crate) const USE_CODE: &str =
    "insert into used_code (person, mark, at) values ($1, $2, $3) on conflict (person, mark) do nothing";
pub(crate) const PRUNE_USED: &str = "delete from used_code where at < $1";

/// A grant as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct GrantRecord {
    pub(crate) id: GrantId,
    pub(crate) person: PersonId,
    pub(crate) role: String,
    pub(crate) node: Node,
    pub(crate) from_day: Day,
    pub(crate) to_day: Option<Day>,
    pub(crate) state: GrantState,
    pub(crate) granted_by: Option<PersonId>,
    pub(crate) approval: Option<ApprovalId>,
    pub(crate) invited_at: Option<Instant>,
    pub(crate) confirmed_at: Option<Instant>,
    pub(crate) reviewed_at: Option<Instant>,
}
macro_rules! grants {
    ($rest:literal) => {
        concat!(
            "select id, person, role, node, from_day, to_day, case when state = 'proposed' and invited_at is not null
             then 'invited' else state end as state, granted_by, approval, invited_at, confirmed_at, reviewed_at
             from staff_grant where ",
            $rest
        )
    };
}
/// What counts today.
pub(crate) const ACTIVE_GRANTS: &str = grants!(
    "person = $1 and state = 'active' and from_day <= $2 and (to_day is null or to_day >= $2) order by granted_at, id"
);
pub(crate) const GRANTS_OF: &str = grants!("person {in} order by granted_at, id");
pub(crate) const GRANTS_IN: &str =
    grants!("node between $1 and $2 and state in ('proposed', 'active') order by node, role, id limit $3");
pub(crate) const GRANT_HELD: &str = grants!("id = $1 {lock}");
pub(crate) const GRANT_KNOWN: &str =
    grants!("person = $1 and role = $2 and node = $3 and state in ('proposed', 'active')");
/// Active city officers of a city today, locked so that the last one stays.
pub(crate) const CITY_OFFICERS: &str = grants!(
    "role = 'city_officer' and node = $1 and state = 'active' and from_day <= $2
     and (to_day is null or to_day >= $2) {lock}"
);
pub(crate) const ADD_GRANT: &str = "insert into staff_grant (id, person, role, node, from_day, to_day, state, reason,
    granted_by, granted_at, approval) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
/// Invitations of a person that still wait; $2 is when the oldest of them lapses.
pub(crate) const INVITATIONS: &str = grants!(
    "person = $1 and state = 'proposed' and invited_at > $2 and (to_day is null or to_day >= $3) order by granted_at, id"
);
/// Everything of a person that counts or may come to count.
pub(crate) const RUNNING: &str = grants!("person = $1 and state in ('proposed', 'active')");
pub(crate) const GRANT_INVITED: &str =
    "update staff_grant set invited_at = $2 where id = $1 and state = 'proposed' and invited_at is null";
pub(crate) const GRANT_REFUSED: &str =
    "update staff_grant set state = 'refused' where id = $1 and state = 'proposed' and invited_at is null";
pub(crate) const GRANT_CONFIRMED: &str = "update staff_grant set state = 'active', confirmed_at = $2
    where id = $1 and state = 'proposed' and invited_at is not null";
pub(crate) const GRANT_DECLINED: &str = "update staff_grant set state = 'refused', ended_by = $2, ended_at = $3
    where id = $1 and state = 'proposed' and invited_at is not null";
pub(crate) const GRANT_REVIEWED: &str =
    "update staff_grant set reviewed_at = $2, reviewed_by = $3 where id = $1 and state = 'active'";
/// Active grants that end within the days and of which nobody was told yet.
pub(crate) const GRANTS_ENDING: &str =
    grants!("state = 'active' and reminded_at is null and to_day between $1 and $2 order by to_day, id limit 500");
pub(crate) const GRANT_REMINDED: &str = "update staff_grant set reminded_at = $2 where id = $1 and reminded_at is null";
/// Active grants whose last day is over.
pub(crate) const GRANTS_OVER: &str = grants!("state = 'active' and to_day < $1 order by to_day, id limit 500");
pub(crate) const GRANT_OVER: &str = "update staff_grant set state = 'ended', ended_at = $2, end_reason = 'over'
    where id = $1 and state = 'active'";
pub(crate) const GRANT_ENDED: &str = "update staff_grant set state = 'ended', ended_by = $2, ended_at = $3,
    end_reason = $4 where id = $1 and state in ('proposed', 'active')";
/// Proposals nobody decided, and invitations nobody answered, in time.
pub(crate) const GRANTS_LAPSED: &str =
    "update staff_grant set state = 'refused' where state = 'proposed' and invited_at is null and granted_at <= $1";
pub(crate) const INVITATIONS_LAPSED: &str =
    "update staff_grant set state = 'refused' where state = 'proposed' and invited_at <= $1";

/// A program's token as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct TokenRecord {
    pub(crate) id: TokenId,
    pub(crate) owner: PersonId,
    pub(crate) name: String,
    pub(crate) scopes: String,
    pub(crate) node: Node,
    pub(crate) created_at: Instant,
    pub(crate) expires_at: Instant,
    pub(crate) revoked_at: Option<Instant>,
    pub(crate) used_at: Option<Instant>,
}
macro_rules! tokens {
    ($rest:literal) => {
        concat!(
            "select id, owner, name, scopes, node, created_at, expires_at, revoked_at, used_at from api_token where ",
            $rest
        )
    };
}
pub(crate) const TOKEN: &str = tokens!("token_hash = $1");
pub(crate) const TOKEN_BY_ID: &str = tokens!("id = $1");
pub(crate) const TOKENS_OF: &str = tokens!("owner = $1 order by created_at desc, id");
pub(crate) const TOKENS_IN: &str = tokens!("node between $1 and $2 order by created_at desc, id limit $3");
pub(crate) const ADD_TOKEN: &str = "insert into api_token (token_hash, id, owner, name, scopes, node, created_at,
    expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
pub(crate) const TOKEN_USED: &str =
    "update api_token set used_at = $2 where id = $1 and (used_at is null or used_at <= $3)";
pub(crate) const REVOKE_TOKEN: &str =
    "update api_token set revoked_at = $2, revoked_by = $3 where id = $1 and revoked_at is null";

/// The live code of a number.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct CodeRecord {
    pub(crate) code_mark: Vec<u8>,
    pub(crate) sent_at: Instant,
    pub(crate) expires_at: Instant,
    pub(crate) tries: i64,
    pub(crate) used: bool,
}
pub(crate) const CODE: &str =
    "select code_mark, sent_at, expires_at, tries, used from sign_in_code where phone_index = $1";
pub(crate) const NEW_CODE: &str = "insert into sign_in_code (phone_index, code_mark, sent_at, expires_at, tries, used)
    values ($1, $2, $3, $4, 0, false) on conflict (phone_index) do update set code_mark = excluded.code_mark,
    sent_at = excluded.sent_at, expires_at = excluded.expires_at, tries = 0, used = false";
pub(crate) const CODE_TRIED: &str = "update sign_in_code set tries = tries + 1 where phone_index = $1";
pub(crate) const CODE_USED: &str = "update sign_in_code set used = true where phone_index = $1 and used = false";
pub(crate) const PRUNE_CODES: &str = "delete from sign_in_code where expires_at < $1";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ProofRecord {
    pub(crate) phone_index: Vec<u8>,
    pub(crate) expires_at: Instant,
    pub(crate) tries: i64,
    pub(crate) used: bool,
}
pub(crate) const PROOF: &str = "select phone_index, expires_at, tries, used from phone_proof where token_hash = $1";
pub(crate) const PROOF_HELD: &str =
    "select phone_index, expires_at, tries, used from phone_proof where token_hash = $1 {lock}";
pub(crate) const ADD_PROOF: &str = "insert into phone_proof (token_hash, phone_index, made_at, expires_at, tries, used)
    values ($1, $2, $3, $4, 0, false)";
pub(crate) const PROOF_TRIED: &str = "update phone_proof set tries = tries + 1 where token_hash = $1";
pub(crate) const PROOF_USED: &str = "update phone_proof set used = true where token_hash = $1 and used = false";
pub(crate) const PRUNE_PROOFS: &str = "delete from phone_proof where expires_at < $1";

pub(crate) const ADD_ATTEMPT: &str = "insert into attempt (id, kind, subject, address, at) values ($1, $2, $3, $4, $5)";
pub(crate) const BY_SUBJECT: &str =
    "select cast(count(*) as bigint) from attempt where kind = $1 and subject = $2 and at > $3";
pub(crate) const BY_ADDRESS: &str =
    "select cast(count(*) as bigint) from attempt where kind = $1 and address = $2 and at > $3";
/// How many other numbers an address has asked codes for.
pub(crate) const OTHER_SUBJECTS: &str = "select cast(count(distinct subject) as bigint) from attempt
    where kind = $1 and address = $2 and at > $3 and subject <> $4";
pub(crate) const PRUNE_ATTEMPTS: &str = "delete from attempt where at < $1";

/// Whoever writes the same row second waits for the first (SQLite: one writer anyway).
pub(crate) const TAKE_TURN: &str =
    "insert into turn (id, at) values ($1, $2) on conflict (id) do update set at = excluded.at";
pub(crate) const PRUNE_TURNS: &str = "delete from turn where at < $1";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    SESSION,
    SESSIONS_OF,
    ADD_SESSION,
    SEEN,
    REVOKE,
    REVOKE_OTHERS,
    REVOKE_STAFF,
    ACT_FOR,
    PRUNE_SESSIONS,
    STAFF_BY_NAME,
    STAFF_BY_PERSON,
    ADD_STAFF,
    NEW_PASSWORD,
    RESET_STAFF,
    STAFF_LIST,
    USE_CODE,
    PRUNE_USED,
    ACTIVE_GRANTS,
    GRANTS_OF,
    GRANTS_IN,
    GRANT_HELD,
    GRANT_KNOWN,
    CITY_OFFICERS,
    ADD_GRANT,
    LOCK,
    UNLOCK,
    OTHER_OFFICERS,
    STAFF_SESSIONS,
    INVITATIONS,
    RUNNING,
    GRANT_INVITED,
    GRANT_REFUSED,
    GRANT_CONFIRMED,
    GRANT_DECLINED,
    GRANT_REVIEWED,
    GRANTS_ENDING,
    GRANT_REMINDED,
    GRANTS_OVER,
    GRANT_OVER,
    INVITATIONS_LAPSED,
    GRANT_ENDED,
    GRANTS_LAPSED,
    TOKEN,
    TOKEN_BY_ID,
    TOKENS_OF,
    TOKENS_IN,
    ADD_TOKEN,
    TOKEN_USED,
    REVOKE_TOKEN,
    CODE,
    NEW_CODE,
    CODE_TRIED,
    CODE_USED,
    PRUNE_CODES,
    PROOF,
    PROOF_HELD,
    ADD_PROOF,
    PROOF_TRIED,
    PROOF_USED,
    PRUNE_PROOFS,
    ADD_ATTEMPT,
    BY_SUBJECT,
    BY_ADDRESS,
    OTHER_SUBJECTS,
    PRUNE_ATTEMPTS,
    TAKE_TURN,
    PRUNE_TURNS,
];
