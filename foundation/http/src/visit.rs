//! One request as a handler sees it: who, in which language, from where, and what its pages need.

use crate::cookies::{Choice, Edition, SetCookie, notice_cookie};
use crate::entry::{Entry, Face};
use crate::porter::Porter;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use tb_kernel::{Actor, RequestId, Span};

/// What the last act did, to be said once on the next page: a key of the catalogue and its variables (never personal
/// data: it travels in a cookie).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub key: String,
    pub args: Vec<(String, String)>,
}

/// Extracted by any handler: `visit: Visit`.
#[derive(Clone)]
pub struct Visit {
    pub actor: Actor,
    /// `zh-CN` or `en`.
    pub lang: &'static str,
    pub edition: Edition,
    /// Letter size, 1 to 4; 0 when none was chosen.
    pub text_size: u8,
    /// On its log lines, its journal lines and its answer.
    pub request_id: RequestId,
    pub address: IpAddr,
    /// The caller's device as it names itself, cut to 200 characters.
    pub device: String,
    pub face: Face,
    /// `slice.verb` of the route; empty when no route matched.
    pub action: &'static str,
    /// Path and query as asked for: where forms that go back to the same page point.
    pub path: String,
    pub htmx: bool,
    /// The token every form of this answer must carry as `_csrf`.
    pub csrf: String,
    /// Said once, on this page.
    pub notice: Option<Notice>,
    /// The session cookie's token, to end this session; empty when there is none. Never shown, never logged.
    pub(crate) session: String,
    pub(crate) porter: Arc<Porter>,
}

impl Visit {
    /// A new idempotency key for one form. A form that is shown again after a refusal needs a new one, because the
    /// refusal is stored under the old.
    pub fn fresh_key(&self) -> String {
        tb_crypto::hex(&self.porter.entropy.bytes::<16>())
    }
    /// The token of the session this request came with.
    pub fn session_token(&self) -> Option<&str> {
        (!self.session.is_empty()).then_some(self.session.as_str())
    }
    /// Sets the session cookie after signing in; it lives this long in the browser.
    pub fn begin_session(&self, token: &str, lifetime: Span) -> SetCookie {
        SetCookie::session(token, lifetime, self.porter.settings.secure)
    }
    /// Takes the session cookie away.
    pub fn end_session(&self) -> SetCookie {
        SetCookie::session("", Span(0), self.porter.settings.secure)
    }
    /// Remembers a choice of the person for a year.
    pub fn remember(&self, choice: Choice) -> SetCookie {
        SetCookie::choice(choice, self.porter.settings.secure)
    }
    /// Says `key` on the next page.
    pub fn notice(&self, key: &str, args: &[(&str, String)]) -> SetCookie {
        notice_cookie(key, args, self.porter.settings.secure)
    }
    pub fn porter(&self) -> &Arc<Porter> {
        &self.porter
    }
    pub(crate) fn at(self, entry: &Entry, actor: Actor) -> Visit {
        Visit { actor: actor.within(self.request_id), face: entry.face, action: entry.action, ..self }
    }
}

/// Without the token, the address and the path: a visit may end up in a log.
impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit")
            .field("request_id", &self.request_id)
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = crate::trouble::Trouble;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visit, Self::Rejection> {
        let visit = parts.extensions.get::<Visit>().cloned();
        visit.ok_or_else(|| tb_kernel::Fail::fault("a handler was mounted without its door").into())
    }
}
