//! Links on their way, proxies, and acts that wait for a yes.

use crate::model::{Capability, Degree, Document, LinkState, RequestState, Said};
use tb_kernel::{Instant, LinkId, Minutes, PersonId, ProxyRequestId};
use uuid::Uuid;

pub(crate) const ADD_LINK: &str = "insert into link (id, a, b, kind, state, document, evidence, incapacity, made_at,
    made_by, said_a, said_b, said_at) values ($1, $2, $3, $4, 'claimed', $5, $6, $7, $8, $9, $10, $11, $8)";
/// The proof was seen, or not.
pub(crate) const LINK_DECIDED: &str = "update link set state = $2, decided_by = $3, decided_at = $4, reason = $5
    where id = $1 and state = 'claimed'";
/// The word of one side, and the state it leads to.
pub(crate) const LINK_SAID: &str = "update link set state = $2, said_a = $3, said_b = $4, said_at = $5
    where id = $1 and state = 'reviewed'";
pub(crate) const LINK_REFUSED: &str = "update link set state = 'refused', ended_by = $2, ended_at = $3, reason = $4
    where id = $1 and state in ('claimed', 'reviewed')";
pub(crate) const LINK_ENDED: &str = "update link set state = 'ended', ended_by = $2, ended_at = $3, reason = $4
    where id = $1 and state in ('claimed', 'reviewed', 'active')";

/// A link with everything a page shows of it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct FamilyRecord {
    pub(crate) id: LinkId,
    pub(crate) a: PersonId,
    pub(crate) b: PersonId,
    pub(crate) kind: String,
    pub(crate) state: LinkState,
    pub(crate) document: Document,
    pub(crate) evidence: String,
    pub(crate) made_at: Instant,
    pub(crate) said_a: Option<Said>,
    pub(crate) said_b: Option<Said>,
    pub(crate) incapacity: bool,
    pub(crate) reason: Option<String>,
}
macro_rules! family {
    ($rest:literal) => {
        concat!(
            "select id, a, b, kind, state, document, evidence, made_at, said_a, said_b, incapacity, reason from link where ",
            $rest
        )
    };
}
/// Running ones, and the ones that were refused or ended lately; newest first.
pub(crate) const FAMILY_OF: &str = family!("(a = $1 or b = $1) order by made_at desc, id desc limit $2");
pub(crate) const FAMILY_ONE: &str = family!("id = $1");

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct ProxyRecord {
    pub(crate) elder: PersonId,
    pub(crate) proxy: PersonId,
    pub(crate) capability: Capability,
    pub(crate) degree: Degree,
    pub(crate) how: Said,
    pub(crate) granted_at: Instant,
}
macro_rules! proxies {
    ($rest:literal) => {
        concat!(
            "select elder, proxy, capability, degree, how, granted_at from proxy where ended_at is null and ",
            $rest,
            " order by granted_at, capability"
        )
    };
}
pub(crate) const ADD_PROXY: &str = "insert into proxy (id, elder, proxy, capability, degree, how, note, granted_at,
    granted_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
pub(crate) const PROXIES_OF_ELDER: &str = proxies!("elder = $1");
pub(crate) const PROXIES_OF_PROXY: &str = proxies!("proxy = $1");
pub(crate) const PROXIES_BETWEEN: &str = proxies!("elder = $1 and proxy = $2");
pub(crate) const END_PROXY: &str = "update proxy set ended_at = $4, ended_by = $5, end_reason = $6
    where elder = $1 and proxy = $2 and capability = $3 and ended_at is null";
pub(crate) const END_PROXIES: &str = "update proxy set ended_at = $3, ended_by = $4, end_reason = $5
    where elder = $1 and proxy = $2 and ended_at is null";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct RequestRecord {
    pub(crate) id: ProxyRequestId,
    pub(crate) elder: PersonId,
    pub(crate) proxy: PersonId,
    pub(crate) capability: Capability,
    pub(crate) action: String,
    pub(crate) subject: Uuid,
    pub(crate) minutes: Option<Minutes>,
    pub(crate) state: RequestState,
    pub(crate) asked_at: Instant,
    pub(crate) expires_at: Instant,
    pub(crate) decided_at: Option<Instant>,
}
macro_rules! requests {
    ($rest:literal) => {
        concat!(
            "select id, elder, proxy, capability, action, subject, minutes, state, asked_at, expires_at, decided_at
             from proxy_request where ",
            $rest
        )
    };
}
pub(crate) const ADD_REQUEST: &str =
    "insert into proxy_request (id, elder, proxy, capability, action, subject, minutes,
    state, asked_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9)";
pub(crate) const REQUEST_HELD: &str = requests!("id = $1 {lock}");
pub(crate) const REQUEST_ONE: &str = requests!("id = $1");
pub(crate) const REQUEST_KNOWN: &str = requests!("elder = $1 and action = $2 and subject = $3 and state = 'waiting'");
pub(crate) const REQUESTS_OF_ELDER: &str = requests!("elder = $1 order by asked_at desc, id desc limit $2");
pub(crate) const REQUESTS_OF_PROXY: &str = requests!("proxy = $1 order by asked_at desc, id desc limit $2");
pub(crate) const REQUEST_DECIDED: &str =
    "update proxy_request set state = $2, decided_at = $3, decided_by = $4, how = $5,
    outcome = $6 where id = $1 and state = 'waiting'";
/// With the proxy goes what waited on it.
pub(crate) const REQUESTS_WITHDRAWN: &str = "update proxy_request set state = 'withdrawn', decided_at = $3
    where elder = $1 and proxy = $2 and state = 'waiting'";
pub(crate) const REQUESTS_LAPSED: &str =
    "update proxy_request set state = 'expired', decided_at = $1 where state = 'waiting' and expires_at <= $1";

pub(crate) const ACT_FOR_KIN: &str = "update session set acting_for = $2, acting_channel = 'proxy', acting_until = $3
    where id = $1 and kind = 'citizen' and person = $4 and revoked_at is null";
pub(crate) const STOP_ACTING_KIN: &str =
    "update session set acting_for = null, acting_channel = null, acting_until = null
    where id = $1 and kind = 'citizen' and revoked_at is null";

#[cfg(test)]
pub(crate) const ALL: &[&str] = &[
    ADD_LINK,
    LINK_DECIDED,
    LINK_SAID,
    LINK_REFUSED,
    LINK_ENDED,
    FAMILY_OF,
    FAMILY_ONE,
    ADD_PROXY,
    PROXIES_OF_ELDER,
    PROXIES_OF_PROXY,
    PROXIES_BETWEEN,
    END_PROXY,
    END_PROXIES,
    ADD_REQUEST,
    REQUEST_HELD,
    REQUEST_ONE,
    REQUEST_KNOWN,
    REQUESTS_OF_ELDER,
    REQUESTS_OF_PROXY,
    REQUEST_DECIDED,
    REQUESTS_WITHDRAWN,
    REQUESTS_LAPSED,
    ACT_FOR_KIN,
    STOP_ACTING_KIN,
];
