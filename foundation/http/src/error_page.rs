//! The page for a trouble when the web surface has given none: plain, without style, complete.

use crate::trouble::Problem;
use crate::visit::Visit;

/// Title, sentence, the id to quote, the way back to the first page.
pub fn plain_error_page(visit: &Visit, problem: &Problem) -> String {
    let say = |key| escape(&visit.porter().voice.say(visit.lang, key));
    let fields: String = problem.errors.iter().map(|error| format!("<li>{}</li>", escape(&error.detail))).collect();
    let fields = if fields.is_empty() { fields } else { format!("<ul>{fields}</ul>\n") };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head>\n\
         <body><main>\n<h1>{title}</h1>\n<p>{detail}</p>\n{fields}<p><a href=\"/\">{home}</a></p>\n\
         <p><small>{quote} {id}</small></p>\n</main></body>\n</html>\n",
        lang = visit.lang,
        title = escape(&problem.title),
        detail = escape(&problem.detail),
        home = say("common-go-home"),
        quote = say("common-request-id"),
        id = escape(problem.request_id()),
    )
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
