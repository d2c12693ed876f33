//! What a route says about itself before it may mount: who may use it, how often, how much it may send.

use axum::http::Method;
use axum::routing::MethodFilter;
use tb_kernel::{Actor, Identity, Role};

/// The methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Verb {
    /// True when the request may change something.
    pub const fn writes(self) -> bool {
        !matches!(self, Verb::Get)
    }
    pub const fn method(self) -> Method {
        match self {
            Verb::Get => Method::GET,
            Verb::Post => Method::POST,
            Verb::Put => Method::PUT,
            Verb::Patch => Method::PATCH,
            Verb::Delete => Method::DELETE,
        }
    }
    pub(crate) const fn filter(self) -> MethodFilter {
        match self {
            Verb::Get => MethodFilter::GET,
            Verb::Post => MethodFilter::POST,
            Verb::Put => MethodFilter::PUT,
            Verb::Patch => MethodFilter::PATCH,
            Verb::Delete => MethodFilter::DELETE,
        }
    }
}

/// Who may use a route. Which *object* they may touch is decided later, by the slice's `access`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Public,
    /// A signed-in citizen.
    Citizen,
    /// Signed-in staff with an active grant of one of these roles, anywhere.
    Staff(&'static [Role]),
    /// Any signed-in person.
    SignedIn,
    /// Whoever holds this scope: a program by its token, or a citizen whose session came as a bearer token and was
    /// given scopes by the application's `Recognise`.
    Scope(&'static str),
}

/// What an access check finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    Granted,
    /// Nobody is signed in; signing in may help.
    Unknown,
    /// Somebody else's door.
    Denied,
}

impl Access {
    pub(crate) fn admits(self, actor: &Actor) -> Admission {
        let granted = match (self, actor.identity) {
            (Access::Public, _) => true,
            (_, Identity::Visitor) => return Admission::Unknown,
            (Access::Citizen, Identity::Citizen(_)) => true,
            (Access::Staff(roles), Identity::Staff(_)) => actor.has_role(roles),
            (Access::SignedIn, Identity::Citizen(_) | Identity::Staff(_)) => true,
            (Access::Scope(scope), Identity::Program(_) | Identity::Citizen(_)) => {
                actor.scopes.iter().any(|held| held == scope)
            }
            _ => false,
        };
        if granted { Admission::Granted } else { Admission::Denied }
    }
}

/// How often one caller may come; the sizes are in the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    Read,
    Write,
    /// Attempts to sign in, to guess a code, to have a message sent.
    SignIn,
    /// Exports and other long work.
    Heavy,
    /// Styles, scripts, health: bounded only by what one address may ask in all.
    Free,
}

/// Who reads the answer: a person's browser or a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    Page,
    Api,
}

/// What browsers and proxies may keep, when the handler does not say it itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cache {
    /// The default: a page may hold personal data.
    Never,
    /// Public content, for this many seconds.
    Seconds(u32),
    /// Content whose name changes with it.
    Forever,
}

/// A route's own description. Built with [`Entry::page`] or [`Entry::api`], which cannot be called without an access.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub verb: Verb,
    pub path: &'static str,
    /// `slice.verb` or `page.name`: the same word as the command, the permission and the metric.
    pub action: &'static str,
    pub access: Access,
    pub limit: Limit,
    /// Largest body in bytes.
    pub body_max: usize,
    pub face: Face,
    pub cache: Cache,
    /// An API write needs an `Idempotency-Key`.
    pub keyed: bool,
    /// A page that must answer a form without our token, because it comes from outside.
    pub foreign_form: bool,
    /// A form that brings files (`multipart/form-data`).
    pub files: bool,
}

/// One line of the manifest from which the access matrix is made.
pub type RouteEntry = Entry;

/// Largest form, in bytes.
const FORM_BYTES_MAX: usize = 64 * 1024;
/// Largest JSON document, in bytes.
const JSON_BYTES_MAX: usize = 256 * 1024;

impl Entry {
    /// A page or a form of a person.
    pub const fn page(verb: Verb, path: &'static str, action: &'static str, access: Access) -> Entry {
        Entry {
            verb,
            path,
            action,
            access,
            limit: if verb.writes() { Limit::Write } else { Limit::Read },
            body_max: FORM_BYTES_MAX,
            face: Face::Page,
            cache: Cache::Never,
            keyed: false,
            foreign_form: false,
            files: false,
        }
    }
    /// A call of a program.
    pub const fn api(verb: Verb, path: &'static str, action: &'static str, access: Access) -> Entry {
        let page = Entry::page(verb, path, action, access);
        Entry { body_max: JSON_BYTES_MAX, face: Face::Api, keyed: verb.writes(), ..page }
    }
    pub const fn limit(self, limit: Limit) -> Entry {
        Entry { limit, ..self }
    }
    pub const fn body_max(self, bytes: usize) -> Entry {
        Entry { body_max: bytes, ..self }
    }
    pub const fn cache(self, cache: Cache) -> Entry {
        Entry { cache, ..self }
    }
    /// For an API call that writes nothing although it is a POST (a query with a body).
    pub const fn keyless(self) -> Entry {
        Entry { keyed: false, ..self }
    }
    /// For a form that brings files; `bytes` is the most the whole form may weigh.
    pub const fn upload(self, bytes: usize) -> Entry {
        Entry { files: true, body_max: bytes, ..self }
    }
    /// For the one form that comes from outside our pages (a sign-in service posting back): no token is asked for.
    pub const fn foreign_form(self) -> Entry {
        Entry { foreign_form: true, ..self }
    }
}
