//! A browser without scripts: keeps cookies, follows redirects, sends forms as they stand with what is typed into them.

use crate::html::{self, Form};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use std::collections::BTreeMap;
use tower::ServiceExt;

pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// A page as it came, after redirects.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) path: String,
    pub(crate) html: String,
}

impl Seen {
    pub(crate) fn text(&self) -> String {
        html::text(&self.html)
    }
    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Seen {
        assert!(self.text().contains(words), "{} does not say “{words}”: {}", self.path, self.text());
        self
    }
    #[track_caller]
    pub(crate) fn never_says(&self, words: &str) -> &Seen {
        assert!(!self.text().contains(words), "{} says “{words}”", self.path);
        self
    }
    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> &Seen {
        assert_eq!(self.status, status, "{}: {}", self.path, self.text());
        self
    }
    /// The form that goes to this address.
    #[track_caller]
    pub(crate) fn form(&self, action: &str) -> Form {
        let forms = html::forms(&self.html);
        let found = forms.iter().find(|form| form.action == action && form.method == "post");
        found.cloned().unwrap_or_else(|| panic!("{} has no form to {action}: {forms:?}", self.path))
    }
}

impl Browser {
    pub(crate) fn new(router: Router) -> Browser {
        Browser { router, cookies: BTreeMap::new() }
    }
    pub(crate) fn set(&mut self, name: &str, value: &str) -> &mut Browser {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    /// One answer, as it comes.
    pub(crate) async fn once(&mut self, request: Request<Body>) -> (StatusCode, Option<String>, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (pair, rest) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let (parts, body) = response.into_parts();
        let place = parts.headers.get(LOCATION).map(|place| place.to_str().unwrap().to_owned());
        let bytes = to_bytes(body, 8 << 20).await.unwrap();
        (parts.status, place, String::from_utf8_lossy(&bytes).into_owned())
    }
    fn jar(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }
    pub(crate) async fn get(&mut self, path: &str) -> Seen {
        let mut path = path.to_owned();
        for _ in 0..5 {
            let request = Request::get(&path).header(COOKIE, self.jar()).body(Body::empty()).unwrap();
            let (status, place, html) = self.once(request).await;
            match place {
                Some(place) => path = place,
                None => return Seen { status, path, html },
            }
        }
        panic!("{path} leads in circles");
    }
    /// Sends fields and follows to the page it leads to.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Seen {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = Request::post(path)
            .header(COOKIE, self.jar())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.finish()))
            .unwrap();
        let (status, place, html) = self.once(request).await;
        match place {
            Some(place) => self.get(&place).await,
            None => Seen { status, path: path.to_owned(), html },
        }
    }
    /// Sends a form with what is typed into it; a value replaces what stood there.
    pub(crate) async fn send(&mut self, form: &Form, typed: &[(&str, &str)]) -> Seen {
        let mut fields: Vec<(String, String)> =
            form.fields.iter().filter(|(name, _)| !typed.iter().any(|(typed, _)| typed == name)).cloned().collect();
        fields.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(&form.action, &fields).await
    }
    /// Opens a page and sends the form on it that goes to `action`.
    pub(crate) async fn fill(&mut self, page: &str, action: &str, typed: &[(&str, &str)]) -> Seen {
        let form = self.get(page).await.form(action);
        self.send(&form, typed).await
    }
}
