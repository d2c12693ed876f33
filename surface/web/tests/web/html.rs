//! Just enough reading of our own pages: links, forms with their fields, text.

/// A form as a browser would send it untouched.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) method: String,
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    /// Buttons with a name.
    pub(crate) buttons: Vec<(String, String)>,
}

/// The value of an attribute in the inside of a tag.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let end = tag[at..].find('"')?;
    Some(unescape(&tag[at..at + end]))
}

fn has(tag: &str, name: &str) -> bool {
    tag.split_whitespace().any(|word| word.trim_end_matches('/') == name)
}

pub(crate) fn unescape(text: &str) -> String {
    let mut out = text.to_owned();
    for (code, letter) in [
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        out = out.replace(code, letter);
    }
    out
}

/// Every tag of a name: its inside and where it ends.
fn tags<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, usize)> {
    let open = format!("<{name}");
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = html[from..].find(&open)? + from;
            let end = html[at..].find('>')? + at;
            from = end;
            let inside = &html[at + 1..end];
            if inside[name.len()..].starts_with(|c: char| c.is_whitespace()) || inside.len() == name.len() {
                return Some((inside, end + 1));
            }
        }
    })
}

pub(crate) fn links(html: &str) -> Vec<String> {
    tags(html, "a").filter_map(|(tag, _)| attribute(tag, "href")).collect()
}

pub(crate) fn forms(html: &str) -> Vec<Form> {
    tags(html, "form")
        .map(|(tag, start)| {
            let end = html[start..].find("</form>").expect("a form is closed") + start;
            let body = &html[start..end];
            Form {
                method: attribute(tag, "method").unwrap_or_else(|| "get".into()),
                action: attribute(tag, "action").unwrap_or_default(),
                fields: fields(body),
                buttons: tags(body, "button")
                    .filter_map(|(tag, _)| Some((attribute(tag, "name")?, attribute(tag, "value")?)))
                    .collect(),
            }
        })
        .collect()
}

fn fields(body: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (tag, _) in tags(body, "input") {
        let Some(name) = attribute(tag, "name") else { continue };
        let kind = attribute(tag, "type").unwrap_or_default();
        if matches!(kind.as_str(), "radio" | "checkbox") && !has(tag, "checked") {
            continue;
        }
        fields.push((name, attribute(tag, "value").unwrap_or_default()));
    }
    for (tag, at) in tags(body, "textarea") {
        let end = body[at..].find("</textarea>").expect("a textarea is closed") + at;
        fields.extend(attribute(tag, "name").map(|name| (name, unescape(&body[at..end]))));
    }
    for (tag, at) in tags(body, "select") {
        let end = body[at..].find("</select>").expect("a select is closed") + at;
        let chosen = tags(&body[at..end], "option").find(|(option, _)| has(option, "selected"));
        let chosen = chosen.or_else(|| tags(&body[at..end], "option").next());
        let value = chosen.and_then(|(option, _)| attribute(option, "value")).unwrap_or_default();
        fields.extend(attribute(tag, "name").map(|name| (name, value)));
    }
    fields
}

/// Without tags.
pub(crate) fn text(html: &str) -> String {
    let body = html.find("<body").map_or(html, |at| &html[at..]);
    let mut out = String::new();
    let mut inside = false;
    for letter in body.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            other if !inside => out.push(other),
            _ => {}
        }
    }
    unescape(&out.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Ids that come twice, labels that point nowhere, fields without a label: what no page may have.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(" id=\"") {
        let from = &rest[at + 5..];
        let end = from.find('"').unwrap_or(0);
        ids.push(from[..end].to_owned());
        rest = &from[end..];
    }
    let mut seen = std::collections::BTreeSet::new();
    faults.extend(ids.iter().filter(|id| !seen.insert(id.as_str())).map(|id| format!("id {id} twice")));
    for (tag, _) in tags(html, "label") {
        if let Some(target) = attribute(tag, "for").filter(|target| !ids.contains(target)) {
            faults.push(format!("a label for {target}, which is not there"));
        }
    }
    if !html.contains("<h1") {
        faults.push("no h1".into());
    }
    for bad in [" style=\"", " onclick=", "<script>", "javascript:"] {
        if html.contains(bad) {
            faults.push(format!("{bad} is not allowed"));
        }
    }
    faults
}
