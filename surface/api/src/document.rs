//! The OpenAPI 3.1 document, put together from the list of operations that is mounted. Nothing in it is written twice:
//! scopes, limits, body sizes and the idempotency header follow from each route's entry.

use crate::calls::Call;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tb_http::{Access, Limit, Verb};
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathsBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Content, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApiBuilder, PathItem, Ref, RefOr, Required, Response,
    ResponseBuilder, ServerBuilder,
};
use utoipa::{PartialSchema, ToSchema};

const SECURITY: &str = "bearer";
const JSON: &str = "application/json";
const PROBLEM_JSON: &str = "application/problem+json";

/// A problem document (RFC 9457).
#[derive(ToSchema)]
#[allow(dead_code)] // describes what foundation/http writes
#[schema(example = json!({
    "type": "/problems/orders.taken-by-another",
    "title": "Something changed",
    "status": 409,
    "detail": "Somebody else has just taken this order.",
    "instance": "urn:uuid:0193b7a0-c0de-7000-a000-000000000001"
}))]
struct Problem {
    /// `/problems/<slice>.<reason>`: stable, for programs.
    #[schema(rename = "type", pattern = "^/problems/[a-z0-9.-]+$")]
    kind: String,
    /// The sort of problem, in the caller's language.
    title: String,
    /// The status of the response.
    #[schema(minimum = 400, maximum = 599)]
    status: i32,
    /// A sentence a person may read, in the caller's language.
    detail: String,
    /// The article of the city's policy that this rests on.
    article: Option<String>,
    /// Every wrong field.
    errors: Option<Vec<ProblemField>>,
    /// The id of the request, to be quoted when asking for help.
    #[schema(pattern = "^urn:uuid:")]
    instance: String,
}

/// One wrong field.
#[derive(ToSchema)]
#[allow(dead_code)] // describes what foundation/http writes
struct ProblemField {
    /// JSON pointer into the body, or `/name` of a query parameter.
    pointer: String,
    /// `<slice>.<reason>`.
    code: String,
    /// A sentence a person may read.
    detail: String,
}

/// Every status a problem can have: name in the document, what it means.
const PROBLEMS: &[(u16, &str, &str)] = &[
    (400, "BadRequest", "The body is not JSON, or the `Idempotency-Key` is missing or cannot be one."),
    (401, "SignIn", "No token, or one that is unknown, over or revoked."),
    (403, "Forbidden", "You see it but may not do this, for example because it is your own or your kin's."),
    (404, "NotFound", "Does not exist for you: also the answer for what you may not see and for a scope you lack."),
    (408, "Slow", "The body did not arrive in time."),
    (409, "Conflict", "Its state or version does not allow this now. Read it again."),
    (413, "TooLarge", "The body is larger than this operation takes."),
    (415, "MediaType", "The body is not `application/json`."),
    (
        422,
        "Refused",
        "A field is wrong, a rule of the policy says no (see `article`), or the key was used for other content.",
    ),
    (429, "TooMany", "Too often. `Retry-After` says when to come back."),
    (500, "Fault", "Ours. Quote `instance` when asking for help. Repeat with the same key."),
    (503, "Busy", "Too much is waiting, or the outcome is not known yet. Repeat with the same key."),
];

/// The parts of the document in the order in which they are shown.
pub(crate) const TAGS: &[(&str, &str)] = &[
    ("sign-in", "A citizen's own bearer token by a code sent to their telephone."),
    ("people", "Persons, enrolments, and their review. Names are masked but one's own."),
    ("places", "Divisions of the city and the sites where people are received."),
    ("policy", "The city's rules as dated articles, the catalogue, and any decision explained."),
    ("orders", "Needs, orders, and their life up to settlement."),
    ("matching", "Open orders near a volunteer, and volunteers for an order, each with its reasons."),
    ("ledger", "Balances, statements and postings: minutes only."),
    ("giving", "Grant programmes and grants; always two people."),
    ("cover", "What covers whom, and incidents at visits."),
    ("recognition", "The record of service, certificates of it that anyone can check, corrections."),
    ("audit", "Who did what, when, for whom."),
];

const ABOUT: &str = "The same use cases as the pages of the time bank, for programs.\n\n\
Every request but a few public ones carries `Authorization: Bearer …`. A citizen's token comes from signing in here and \
has the rights of that citizen; a program's token is made by an officer in the console, acts as its owner and reaches no \
further than its scopes. Cookies of the pages open nothing here.\n\n\
Every write carries an `Idempotency-Key`: the same key with the same body gives the same answer and is done once; with \
another body it is refused.\n\n\
Every \"no\" is a problem document (RFC 9457) whose `type` is stable and whose `detail` is a sentence for people, in the \
language of `Accept-Language` (zh-CN or en). What one may not see looks exactly like what does not exist.\n\n\
Lists are paged by cursor: pass `next` as `after`. Minutes are whole numbers. Times are RFC 3339.";

/// The whole document.
pub(crate) fn document<'a>(calls: impl Iterator<Item = &'a Call> + Clone) -> Value {
    let mut paths = PathsBuilder::new();
    for call in calls.clone() {
        paths = paths.path(call.entry.path, PathItem::new(method(call.entry.verb), operation(call)));
    }
    let info = InfoBuilder::new()
        .title("timebank")
        .version("1")
        .description(Some(ABOUT))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build()))
        .build();
    let tags = TAGS.iter().map(|(name, about)| TagBuilder::new().name(*name).description(Some(*about)).build());
    let document = OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url("/").build()]))
        .tags(Some(tags))
        .paths(paths)
        .components(Some(components(calls).build()))
        .build();
    let mut value = serde_json::to_value(document).expect("the document has only text keys");
    without_null_parameters(&mut value);
    sorted(value)
}

/// A parameter is there or it is not; it cannot be null.
fn without_null_parameters(document: &mut Value) {
    let paths = document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    let operations = paths.filter_map(Value::as_object_mut).flat_map(|item| item.values_mut());
    let parameters = operations.filter_map(|o| o.get_mut("parameters")?.as_array_mut()).flatten();
    for schema in parameters.filter_map(|parameter| parameter.get_mut("schema")) {
        if let Some(kinds) = schema.get_mut("type").filter(|kinds| kinds.is_array()) {
            let only = kinds.as_array().and_then(|kinds| kinds.iter().find(|kind| *kind != "null")).cloned();
            *kinds = only.unwrap_or(Value::Null);
        }
        let either = schema.get("oneOf").and_then(Value::as_array);
        if let Some(real) = either.and_then(|either| either.iter().find(|kind| kind["type"] != "null")).cloned() {
            *schema = real;
        }
    }
}

/// Keys in their order, whatever else is built with it: the document is compared as text.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let ordered: std::collections::BTreeMap<String, Value> = fields.into_iter().collect();
            Value::Object(ordered.into_iter().map(|(name, value)| (name, sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

fn components<'a>(calls: impl Iterator<Item = &'a Call>) -> ComponentsBuilder {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A citizen's token from `POST /api/v1/sign-in`, or a program's token with scopes."))
        .build();
    let mut components = ComponentsBuilder::new()
        .security_scheme(SECURITY, SecurityScheme::Http(bearer))
        .parameter("IdempotencyKey", key_parameter())
        .schema_from::<Problem>()
        .schema_from::<ProblemField>();
    for (status, name, about) in PROBLEMS {
        components = components.response(*name, problem(*status, about));
    }
    let mut known = BTreeSet::new();
    for (name, schema) in calls.flat_map(|call| &call.schemas) {
        if known.insert(name) {
            components = components.schema(name, schema.clone());
        }
    }
    components
}

fn problem(status: u16, about: &str) -> Response {
    let response = ResponseBuilder::new()
        .description(about)
        .content(PROBLEM_JSON, Content::new(Some(Ref::from_schema_name("Problem"))))
        .header("X-Request-Id", request_id_header());
    let seconds =
        || HeaderBuilder::new().schema(Some(typed(Type::Integer))).description(Some("Seconds to wait.")).build();
    match status {
        401 => response.header("WWW-Authenticate", HeaderBuilder::new().schema(Some(typed(Type::String))).build()),
        429 | 503 => response.header("Retry-After", seconds()),
        _ => response,
    }
    .build()
}

fn typed(kind: Type) -> Schema {
    ObjectBuilder::new().schema_type(SchemaType::Type(kind)).into()
}

fn uuid() -> Schema {
    let format = SchemaFormat::KnownFormat(KnownFormat::Uuid);
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).format(Some(format)).into()
}

fn request_id_header() -> utoipa::openapi::header::Header {
    HeaderBuilder::new().schema(Some(uuid())).description(Some("The id of the request.")).build()
}

fn key_parameter() -> Parameter {
    let key = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .min_length(Some(1))
        .max_length(Some(tb_kernel::limits::KEY_BYTES_MAX))
        .pattern(Some("^[!-~]+$"))
        .examples(["0193b7a0c0de70008000000000000001"]);
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some(
            "Made by the caller before it sends, new for every deed. Repeating a request with its key is safe.",
        ))
        .schema(Some(key))
        .build()
}

fn operation(call: &Call) -> OperationBuilder {
    let entry = &call.entry;
    let mut operation = OperationBuilder::new()
        .tag(call.tag)
        .summary(Some(call.summary))
        .description(Some(description(call)))
        .operation_id(Some(entry.action))
        .extensions(Some(extensions(call)))
        .securities(Some(security(entry.access)))
        .response(call.status.to_string(), success(call));
    for name in path_names(entry.path) {
        operation = operation.parameter(path_parameter(name));
    }
    for parameter in &call.query {
        operation = operation.parameter(parameter.clone());
    }
    if entry.keyed {
        operation = operation.parameter_ref(Ref::new("#/components/parameters/IdempotencyKey"));
    }
    if let Some((name, example)) = &call.body {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(name))).example(example.clone()).build();
        let body = RequestBodyBuilder::new().content(JSON, content).required(Some(Required::True)).build();
        operation = operation.request_body(Some(body));
    }
    for status in problems(call) {
        let name = PROBLEMS.iter().find(|(code, ..)| *code == status).map_or("Fault", |(_, name, _)| name);
        operation = operation.response(status.to_string(), Ref::from_response_name(name));
    }
    operation
}

fn success(call: &Call) -> RefOr<Response> {
    let about = match call.status {
        201 => "Done; this is what was made.",
        204 => "Done.",
        _ if call.entry.keyed => "Done.",
        _ => "Here it is.",
    };
    let response = ResponseBuilder::new().description(about).header("X-Request-Id", request_id_header());
    match &call.answer {
        Some(name) => response.content(JSON, Content::new(Some(Ref::from_schema_name(name)))),
        None => response,
    }
    .into()
}

/// The statuses of problems that this operation can have.
fn problems(call: &Call) -> BTreeSet<u16> {
    let mut all: BTreeSet<u16> = call.problems.iter().copied().collect();
    all.extend([429, 500, 503]);
    if call.entry.access != Access::Public {
        all.extend([401, 403, 404]);
    }
    if call.entry.path.contains('{') {
        all.insert(404);
    }
    if call.entry.verb.writes() {
        all.extend([400, 408, 413, 415, 422]);
    }
    if call.entry.keyed {
        all.extend([401, 403, 404, 409]);
    }
    all
}

/// What a route's entry says, in words.
fn description(call: &Call) -> String {
    let entry = &call.entry;
    let who = match entry.access {
        Access::Public => "Open to everybody.".to_owned(),
        Access::Scope(scope) => format!("Scope `{scope}`."),
        other => format!("{other:?}."),
    };
    let key = if entry.keyed { " Needs an `Idempotency-Key`." } else { "" };
    let size = if entry.verb.writes() { format!(" Body up to {} KiB.", entry.body_max / 1024) } else { String::new() };
    let notes = if call.notes.is_empty() { String::new() } else { format!("{}\n\n", call.notes) };
    format!("{notes}{who}{key}{size} Rate class `{}`.", rate_class(entry.limit))
}

pub(crate) const fn rate_class(limit: Limit) -> &'static str {
    match limit {
        Limit::Read => "read",
        Limit::Write => "write",
        Limit::SignIn => "sign-in",
        Limit::Heavy => "heavy",
        Limit::Free => "free",
    }
}

fn extensions(call: &Call) -> utoipa::openapi::extensions::Extensions {
    let rates = tb_config::Limits::default();
    let rate = match call.entry.limit {
        Limit::Read => rates.read,
        Limit::Write => rates.write,
        Limit::SignIn => rates.sign_in,
        Limit::Heavy => rates.heavy,
        Limit::Free => rates.address,
    };
    let limits = json!({
        "class": rate_class(call.entry.limit),
        "default_per_minute": rate.per_minute,
        "default_burst": rate.burst,
    });
    let extensions = ExtensionsBuilder::new().add("x-rate-limit", limits);
    if call.entry.verb.writes() { extensions.add("x-body-bytes-max", call.entry.body_max) } else { extensions }.build()
}

fn security(access: Access) -> Vec<SecurityRequirement> {
    match access {
        Access::Scope(scope) => vec![SecurityRequirement::new(SECURITY, [scope])],
        // Nobody need sign in, but who does is recognised.
        _ => vec![SecurityRequirement::default(), SecurityRequirement::new(SECURITY, Vec::<String>::new())],
    }
}

fn method(verb: Verb) -> HttpMethod {
    match verb {
        Verb::Get => HttpMethod::Get,
        Verb::Post => HttpMethod::Post,
        Verb::Put => HttpMethod::Put,
        Verb::Patch => HttpMethod::Patch,
        Verb::Delete => HttpMethod::Delete,
    }
}

/// The names in braces.
fn path_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn path_parameter(name: &str) -> Parameter {
    let schema: RefOr<Schema> = match name {
        "node" => crate::wire::NodeCode::schema(),
        "version" | "number" => typed(Type::String).into(),
        _ => uuid().into(),
    };
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(schema))
        .build()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    #[test]
    fn one_name_means_one_schema() {
        let calls = crate::calls();
        let mut known = BTreeMap::new();
        for (name, schema) in calls.described().flat_map(|call| &call.schemas) {
            let before = known.insert(name, schema);
            assert!(before.is_none_or(|before| before == schema), "two things are called {name}");
        }
    }
}
