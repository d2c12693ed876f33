//! What others did for me: kin by proxy, clerks at the desk and on the telephone. Newest first, nothing left out.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, More, Page, render, when_words};
use tb_http::{Answer, Typed, Visit};
use tb_kernel::{Cursor, PageSize};
use tb_people::DoneFor;

/// Rows of one page.
const ROWS: i64 = 30;

#[derive(Template)]
#[template(path = "family/done.html")]
struct Done {
    page: Page,
    rows: Vec<Row>,
    more: More,
}

struct Row {
    title: String,
    detail: String,
    href: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let page = faces.page(&visit, "me").await?;
    let after = typed.given("after");
    let after_cursor = after.and_then(Cursor::decode);
    let found = faces.house.people.done_for(&visit.actor, after_cursor, PageSize::of(ROWS)).await?;
    let rows = found.rows.iter().map(|line| row(&page, line)).collect();
    let more = More::of("/family/done", "", after, found.next.as_deref());
    render(&Done { rows, more, page })
}

fn row(page: &Page, line: &DoneFor) -> Row {
    let key = format!("family-did-{}", line.action.replace('.', "-"));
    let action = page.t.get(if page.t.has(&key) { &key } else { "family-did-other" });
    let channel = page.t.get(&format!("family-channel-{}", line.channel.code()));
    let role = line.role.map(|role| page.t.get(&format!("people-role-{}", role.code())));
    let refused = line.refused.then(|| page.t.get("family-did-refused"));
    let when = Some(when_words(&page.t, line.at, page.now));
    let detail = [line.by.clone(), role, Some(channel), when, refused].into_iter().flatten().collect::<Vec<_>>();
    let href = match &line.object {
        Some((kind, id)) if kind == "order" => format!("/orders/{id}"),
        _ => String::new(),
    };
    Row { title: action, detail: detail.join(" · "), href }
}
