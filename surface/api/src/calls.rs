//! One line for each operation: its route, who may use it and what the document says of it are given together, so that
//! what is mounted and what is described are the same list.

use crate::Api;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};
use serde_json::Value;
use tb_http::{Access, Doors, Entry, Limit, Recognise, Verb};
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::Schema;
use utoipa::{IntoParams, ToSchema};

/// A schema by name, as the document keeps it.
pub(crate) type Named = (String, RefOr<Schema>);

/// One operation, described.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) entry: Entry,
    pub(crate) tag: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) notes: &'static str,
    pub(crate) query: Vec<Parameter>,
    pub(crate) body: Option<(String, Option<Value>)>,
    pub(crate) status: u16,
    pub(crate) answer: Option<String>,
    pub(crate) schemas: Vec<Named>,
    /// Statuses of problems that this operation can have beside those that follow from its entry.
    pub(crate) problems: Vec<u16>,
}

impl Call {
    fn new(entry: Entry, summary: &'static str) -> Call {
        Call {
            entry,
            tag: "",
            summary,
            notes: "",
            query: Vec::new(),
            body: None,
            status: 200,
            answer: None,
            schemas: Vec::new(),
            problems: Vec::new(),
        }
    }
    /// More than the summary says.
    pub(crate) fn notes(self, notes: &'static str) -> Call {
        Call { notes, ..self }
    }
    /// How often, when it is not what its verb says.
    pub(crate) fn limit(self, limit: Limit) -> Call {
        Call { entry: self.entry.limit(limit), ..self }
    }
    /// Everybody may use it; a bearer token is still looked at.
    pub(crate) fn public(self) -> Call {
        Call { entry: Entry { access: Access::Public, ..self.entry }, ..self }
    }
    /// Writes nothing although it is a POST.
    pub(crate) fn keyless(self) -> Call {
        Call { entry: self.entry.keyless(), ..self }
    }
    /// It can also end with this status.
    pub(crate) fn or(mut self, status: u16) -> Call {
        self.problems.push(status);
        self
    }
    /// What the query may say.
    pub(crate) fn query<Q: IntoParams>(mut self) -> Call {
        self.query = Q::into_params(|| Some(ParameterIn::Query));
        self.problems.push(422);
        self
    }
    /// What the body is.
    pub(crate) fn takes<B: ToSchema>(mut self) -> Call {
        self.keep::<B>();
        self.body = Some((B::name().into_owned(), None));
        self
    }
    /// A body that shows how it looks.
    pub(crate) fn example(mut self, example: Value) -> Call {
        if let Some(body) = &mut self.body {
            body.1 = Some(example);
        }
        self
    }
    /// What is answered, with 200.
    pub(crate) fn gives<A: ToSchema>(mut self) -> Call {
        self.keep::<A>();
        self.answer = Some(A::name().into_owned());
        self
    }
    /// What is answered, with 201.
    pub(crate) fn makes<A: ToSchema>(self) -> Call {
        Call { status: 201, ..self.gives::<A>() }
    }
    /// Nothing but a status is answered: 204.
    pub(crate) fn gives_nothing(self) -> Call {
        Call { status: 204, ..self }
    }

    fn keep<T: ToSchema>(&mut self) {
        self.schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut self.schemas);
    }
}

/// A question.
pub(crate) const fn ask(path: &'static str, action: &'static str, scope: &'static str) -> Entry {
    Entry::api(Verb::Get, path, action, Access::Scope(scope))
}

/// A deed.
pub(crate) const fn does(path: &'static str, action: &'static str, scope: &'static str) -> Entry {
    Entry::api(Verb::Post, path, action, Access::Scope(scope)).body_max(JSON_BYTES_MAX)
}

/// Largest body of this API, in bytes: a grant for 500 people is some 20 KiB.
const JSON_BYTES_MAX: usize = 64 * 1024;

/// Starts the description of a route.
pub(crate) fn call(entry: Entry, summary: &'static str) -> Call {
    Call::new(entry, summary)
}

/// Operations with their handlers, and what the document needs.
pub(crate) struct Calls {
    tag: &'static str,
    list: Vec<(Call, MethodRouter<Api>)>,
}

impl Calls {
    pub(crate) fn of(tag: &'static str) -> Calls {
        Calls { tag, list: Vec::new() }
    }
    /// Adds one operation.
    pub(crate) fn add<H, T>(mut self, call: Call, handler: H) -> Calls
    where
        H: Handler<T, Api>,
        T: 'static,
    {
        let route = on(filter(call.entry.verb), handler);
        self.list.push((Call { tag: self.tag, ..call }, route));
        self
    }
    /// Adds the operations of another part.
    pub(crate) fn and(mut self, other: Calls) -> Calls {
        self.list.extend(other.list);
        self
    }
    /// What the document is made from.
    pub(crate) fn described(&self) -> impl Iterator<Item = &Call> + Clone {
        self.list.iter().map(|(call, _)| call)
    }
    /// What is mounted.
    pub(crate) fn into_doors<S: Recognise + Clone>(self, api: &Api) -> Doors<S> {
        let mut doors = Doors::new();
        for (call, route) in self.list {
            doors = doors.route(call.entry, route.with_state(api.clone()));
        }
        doors
    }
}

fn filter(verb: Verb) -> MethodFilter {
    match verb {
        Verb::Get => MethodFilter::GET,
        Verb::Post => MethodFilter::POST,
        Verb::Put => MethodFilter::PUT,
        Verb::Patch => MethodFilter::PATCH,
        Verb::Delete => MethodFilter::DELETE,
    }
}
