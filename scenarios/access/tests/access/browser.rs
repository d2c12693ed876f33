//! Requests as browsers and programs send them, and what comes back.

use crate::town::Town;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request};
use serde_json::Value;
use tower::ServiceExt;

/// With what somebody comes to a door.
#[derive(Clone, Debug)]
pub(crate) enum Door {
    /// Cookies, and the token that pages shown under them put into forms.
    Cookie {
        cookies: String,
        csrf: String,
    },
    Bearer(String),
}

/// What is sent beside the head.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Nothing,
    Form(String),
    Json(String),
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Told {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
    /// The code of a problem document.
    pub(crate) fn code(&self) -> String {
        self.json()["type"].as_str().and_then(|kind| kind.strip_prefix("/problems/")).unwrap_or_default().to_owned()
    }
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
    /// Where it leads.
    pub(crate) fn place(&self) -> &str {
        self.header("location")
    }
    /// The value of a cookie it sets.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        lines
            .filter_map(|line| line.split(';').next()?.split_once('='))
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.to_owned())
    }
    /// The value of a hidden field, from the first form that has it.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    }
    /// Everything that does not differ from request to request: the status, what kind of answer, where it leads, and the
    /// body without the request's number, the form's token and the form's key.
    pub(crate) fn plain(&self) -> String {
        let mut body = self.body.replace(self.header("x-request-id"), "");
        for name in ["_csrf", "_key"] {
            body = without_values(&body, &format!("name=\"{name}\" value=\""));
        }
        let told = ["content-type", "location", "cache-control", "allow", "retry-after", "www-authenticate"];
        let headers: Vec<String> = told.iter().map(|name| format!("{name}: {}", self.header(name))).collect();
        format!("{}\n{}\n\n{body}", self.status, headers.join("\n"))
    }
}

fn without_values(body: &str, before: &str) -> String {
    let mut parts = body.split(before);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(before);
        plain.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    plain
}

pub(crate) async fn send(router: &Router, request: Request<Body>) -> Told {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 8 << 20).await.unwrap();
    let body = String::from_utf8(bytes.to_vec()).unwrap_or_default();
    Told { status: parts.status.as_u16(), headers: parts.headers, body }
}

/// `a=1&b=2`, encoded.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl Town {
    /// Sends a request as whoever holds `door`. A form gets the token of its pages and a key of its own unless it
    /// brings some, a write of the API a key.
    pub(crate) async fn ask(&self, door: &Door, verb: Method, path: &str, content: Content) -> Told {
        let mut request = Request::builder().method(verb.clone()).uri(path).header("host", "bank.example");
        match door {
            Door::Cookie { cookies, .. } => request = request.header(COOKIE, cookies),
            Door::Bearer(token) => request = request.header(AUTHORIZATION, format!("Bearer {token}")),
        }
        let body = match content {
            Content::Nothing => Body::empty(),
            Content::Json(text) => {
                let key = format!("cell-{}", self.next());
                request = request.header(CONTENT_TYPE, "application/json").header("idempotency-key", key);
                Body::from(text)
            }
            Content::Form(mut fields) => {
                if let Door::Cookie { csrf, .. } = door
                    && !fields.contains("_csrf=")
                {
                    fields = format!("{fields}&{}", form(&[("_csrf", csrf)]));
                }
                if !fields.contains("_key=") {
                    fields = format!("{fields}&_key=cell-{}", self.next());
                }
                request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
                Body::from(fields)
            }
        };
        send(&self.router, request.body(body).unwrap()).await
    }
    pub(crate) async fn get(&self, door: &Door, path: &str) -> Told {
        self.ask(door, Method::GET, path, Content::Nothing).await
    }

    /// A browser nobody signed in with: with the mark that binds forms to it.
    pub(crate) async fn visitor(&self) -> Door {
        let nobody = Door::Cookie { cookies: String::new(), csrf: String::new() };
        let page = self.get(&nobody, "/sign-in").await;
        let mark = page.cookie("tb_visitor").expect("a visitor is marked");
        let cookies = format!("tb_visitor={mark}");
        let csrf = page.field("_csrf").expect("the form has a token");
        Door::Cookie { cookies, csrf }
    }
    /// A browser with this session; the form token is read from a page shown to it.
    pub(crate) async fn browser(&self, session: &str) -> Door {
        let cookies = format!("tb_session={session}");
        let page = self.get(&Door::Cookie { cookies: cookies.clone(), csrf: String::new() }, "/fraud").await;
        let csrf = page.field("_csrf").expect("every page has a form that carries the token");
        Door::Cookie { cookies, csrf }
    }
}
