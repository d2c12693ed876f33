//! The inbox: each message a sentence in the reader's language, with the way to what it is about.

use crate::tell::Tell;
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, More, Page, done, go, render, when_words};
use tb_http::{Answer, Doors, Trouble, Typed, Visit, local_path};
use tb_kernel::{Cursor, Instant, MessageId, Minutes, PageSize};
use tb_people::MessageView;

/// Messages of one page.
const ROWS: i64 = 20;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(own("/messages", "page.messages"), list).add(own_form("/messages", "people.mark-read"), read)
}

#[derive(Template)]
#[template(path = "messages/list.html")]
struct Messages {
    page: Page,
    rows: Vec<Row>,
    more: More,
    key: String,
    unread: bool,
}

struct Row {
    id: MessageId,
    text: String,
    when: String,
    read: bool,
    /// Goes to what it is about.
    link: bool,
    key: String,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let page = faces.page(&visit, "messages").await?;
    let after = typed.given("after");
    let found = faces.house.people.inbox(&visit.actor, after.and_then(Cursor::decode), PageSize::of(ROWS)).await?;
    let tell = Tell::of(&faces, &page);
    let rows: Vec<Row> = found
        .rows
        .iter()
        .map(|message| Row {
            id: message.id,
            text: sentence(&tell, message),
            when: when_words(&page.t, message.at, page.now),
            read: message.read,
            link: message.link.as_deref().and_then(local_path).is_some(),
            key: visit.fresh_key(),
        })
        .collect();
    let more = More::of("/messages", "", after, found.next.as_deref());
    let unread = page.unread > 0;
    render(&Messages { rows, more, key: visit.fresh_key(), unread, page: page.clone() })
}

/// The message in words: codes and instants among its values are said as names and days.
fn sentence(tell: &Tell<'_>, message: &MessageView) -> String {
    let value = |name: &str| message.args.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let policy = value("policy").unwrap_or_default();
    let mut args: Vec<(&str, String)> = Vec::new();
    for (name, text) in &message.args {
        match name.as_str() {
            "item" => args.push(("item", tell.item_of(policy, text))),
            "starts_at" => {
                let at = text.parse().map(Instant).ok().or_else(|| Instant::parse(text));
                args.push(("day", at.map_or_else(|| text.clone(), |at| tell.when(at))));
            }
            "minutes" => {
                let length = text.parse().map(Minutes).map_or_else(|_| text.clone(), |minutes| tell.minutes(minutes));
                args.push(("minutes", length));
            }
            "node" => {
                let node = tb_kernel::Node::parse(text);
                let place = node.map_or_else(|| text.clone(), |node| tell.faces.house.places.name(node));
                args.push(("node", place));
            }
            other => args.push((other, text.clone())),
        }
    }
    let key = format!("message-{}", message.kind);
    let key = if tell.t.has(&message.kind) { message.kind.clone() } else { key };
    if tell.t.has(&key) { tell.t.with(&key, args) } else { tell.t.get("web-message-other") }
}

/// Marks one or all as read; one leads on to what it is about.
async fn read(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    // What is no id is no message; only a form that names none means all of them.
    let message: Option<MessageId> = match typed.given("message") {
        Some(text) => Some(text.parse().map_err(|_| Trouble::not_found())?),
        None => None,
    };
    let people = &faces.house.people;
    people.mark_read(&visit.actor, &typed.key()?, message).await?;
    let Some(id) = message else { return Ok(done(&visit, "/messages", "web-all-read", &[])) };
    // The link stands in the inbox, not in the form: a form could be made up.
    let newest = people.inbox(&visit.actor, None, PageSize::of(PageSize::MAX)).await?;
    let link = newest.rows.into_iter().find(|row| row.id == id).and_then(|row| row.link);
    Ok(go(&visit, link.as_deref().unwrap_or("/messages")))
}
