//! The document at `/api/openapi.json`, and the same in readable form at `/api/`: plain HTML made from the document itself,
//! without scripts.

use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Redirect};
use serde_json::Value;
use std::fmt::Write;
use std::sync::Arc;
use tb_http::{Access, Cache, Doors, Entry, Limit, Recognise, Verb, Visit};

const STYLE: &str = include_str!("page.css");
/// How long the document and its page may be kept, in seconds.
const KEPT: Cache = Cache::Seconds(300);

/// The three addresses; `/api` leads to `/api/`.
pub(crate) fn doors<S: Recognise + Clone>(document: &Value) -> Doors<S> {
    let text: Arc<str> = text(document).into();
    let document = Arc::new(document.clone());
    let public = |path, action| Entry::page(Verb::Get, path, action, Access::Public).limit(Limit::Free);
    Doors::new()
        .add(public("/api", "api.page"), || async { Redirect::permanent("/api/") })
        .add(public("/api/", "api.page").limit(Limit::Read), move |visit: Visit| {
            let document = document.clone();
            async move { Html(Page { visit: &visit, document: &document }.render()) }
        })
        .add(public("/api/style.css", "api.style").cache(KEPT), || async {
            ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
        })
        .add(document_entry(), move || {
            let text = text.clone();
            async move { ([(CONTENT_TYPE, "application/json")], text.to_string()).into_response() }
        })
}

fn document_entry() -> Entry {
    Entry::api(Verb::Get, "/api/openapi.json", "api.document", Access::Public).limit(Limit::Free).cache(KEPT)
}

/// As it is served and committed.
pub(crate) fn text(document: &Value) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// One request's page.
struct Page<'p> {
    visit: &'p Visit,
    document: &'p Value,
}

impl Page<'_> {
    fn say(&self, key: &str) -> String {
        escape(&self.visit.porter().voice.say(self.visit.lang, key))
    }

    fn render(&self) -> String {
        let mut parts = String::new();
        for tag in list(&self.document["tags"]) {
            self.part(&mut parts, tag);
        }
        let contents: String = list(&self.document["tags"])
            .iter()
            .map(|tag| format!("<li><a href=\"#{0}\">{0}</a></li>", escape(text_of(&tag["name"]))))
            .collect();
        let about: String = text_of(&self.document["info"]["description"])
            .split("\n\n")
            .map(|paragraph| format!("<p>{}</p>\n", marked(paragraph)))
            .collect();
        format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <link rel=\"stylesheet\" href=\"/api/style.css\"></head>\n<body>\n<header><h1>{title}</h1>\n\
             <p><a href=\"/api/openapi.json\">{machine}</a></p></header>\n<nav aria-label=\"{contents_label}\"><ul>{contents}</ul></nav>\n\
             <main>\n<section lang=\"en\">{about}</section>\n{parts}</main>\n</body>\n</html>\n",
            lang = self.visit.lang,
            title = self.say("api-title"),
            machine = self.say("api-machine-readable"),
            contents_label = self.say("api-contents"),
        )
    }

    /// All operations of one part.
    fn part(&self, page: &mut String, tag: &Value) {
        let name = text_of(&tag["name"]);
        let about = marked(text_of(&tag["description"]));
        let _ = writeln!(page, "<section id=\"{0}\" lang=\"en\">\n<h2>{0}</h2>\n<p>{about}</p>", escape(name));
        for (path, item) in fields(&self.document["paths"]) {
            for (verb, operation) in fields(item) {
                if list(&operation["tags"]).iter().any(|tag| text_of(tag) == name) {
                    self.operation(page, verb, path, operation);
                }
            }
        }
        page.push_str("</section>\n");
    }

    fn operation(&self, page: &mut String, verb: &str, path: &str, operation: &Value) {
        let id = escape(text_of(&operation["operationId"]));
        let _ = writeln!(
            page,
            "<article id=\"{id}\">\n<h3><code><b>{}</b> {}</code></h3>\n<p>{}</p>",
            escape(&verb.to_uppercase()),
            escape(path),
            marked(text_of(&operation["summary"])),
        );
        for paragraph in text_of(&operation["description"]).split("\n\n") {
            let _ = writeln!(page, "<p>{}</p>", marked(paragraph));
        }
        self.parameters(page, operation);
        self.body(page, operation);
        self.answers(page, operation);
        page.push_str("</article>\n");
    }

    fn parameters(&self, page: &mut String, operation: &Value) {
        let parameters: Vec<&Value> = list(&operation["parameters"]).iter().map(|given| self.resolved(given)).collect();
        if parameters.is_empty() {
            return;
        }
        let _ = writeln!(page, "<details><summary>{}</summary><dl>", self.say("api-parameters"));
        for parameter in parameters {
            let needed = if parameter["required"] == true { self.say("api-required") } else { String::new() };
            let _ = writeln!(
                page,
                "<dt><code>{}</code> <small>{} {needed}</small></dt><dd>{}</dd>",
                escape(text_of(&parameter["name"])),
                escape(text_of(&parameter["in"])),
                marked(text_of(&parameter["description"])),
            );
        }
        page.push_str("</dl></details>\n");
    }

    fn body(&self, page: &mut String, operation: &Value) {
        let content = &operation["requestBody"]["content"]["application/json"];
        if content.is_null() {
            return;
        }
        self.schema(page, &self.say("api-body"), &content["schema"]);
        if !content["example"].is_null() {
            let _ = writeln!(page, "<pre>{}</pre>", escape(&pretty(&content["example"])));
        }
    }

    fn answers(&self, page: &mut String, operation: &Value) {
        for (status, answer) in fields(&operation["responses"]) {
            let content = &answer["content"]["application/json"];
            if !content.is_null() {
                self.schema(page, &format!("{} {}", self.say("api-answer"), escape(status)), &content["schema"]);
            }
        }
        let problems: Vec<String> = fields(&operation["responses"])
            .filter(|(status, _)| status.starts_with(['4', '5']))
            .map(|(status, answer)| {
                let about = text_of(&self.resolved(answer)["description"]);
                format!("<dt>{}</dt><dd>{}</dd>", escape(status), marked(about))
            })
            .collect();
        let _ = writeln!(
            page,
            "<details><summary>{}</summary><dl>{}</dl></details>",
            self.say("api-problems"),
            problems.concat()
        );
    }

    /// The fields of a schema.
    fn schema(&self, page: &mut String, title: &str, schema: &Value) {
        let schema = self.resolved(schema);
        let _ = writeln!(page, "<details><summary>{title}</summary><pre>{}</pre></details>", escape(&pretty(schema)));
    }

    /// What a `$ref` points to, or the value itself.
    fn resolved<'v>(&'v self, value: &'v Value) -> &'v Value {
        let target = value["$ref"].as_str().and_then(|to| self.document.pointer(to.strip_prefix('#')?));
        target.unwrap_or(value)
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// Text with its words in back quotes as code.
fn marked(text: &str) -> String {
    let mut html = String::new();
    for (n, piece) in text.split('`').enumerate() {
        let piece = escape(piece);
        if n % 2 == 1 {
            let _ = write!(html, "<code>{piece}</code>");
        } else {
            html.push_str(&piece);
        }
    }
    html
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_back_quotes_are_code_and_nothing_becomes_markup() {
        assert_eq!(marked("a `b<` & c"), "a <code>b&lt;</code> &amp; c");
        assert_eq!(marked("<script>"), "&lt;script&gt;");
    }
}
