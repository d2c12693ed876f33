//! Tokens of programs that use the API: made by a city officer or an operator, shown once, revoked at once.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, render, render_at};
use tb_http::{Answer, At, Doors, Trouble, Typed, Visit};
use tb_kernel::{Node, Refusal, TokenId};
use tb_people::{TokenHash, TokenInput, TokenView};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/tokens", "people.tokens", roles::TOKENS_LOOK), list)
        .add(read("/console/tokens/new", "people.create-token-form", roles::TOKENS), new_form)
        .add(write("/console/tokens/new", "people.create-token", roles::TOKENS), new)
        .add(read("/console/tokens/{id}/revoke", "people.revoke-token-form", roles::TOKENS_END), revoke_form)
        .add(write("/console/tokens/{id}/revoke", "people.revoke-token", roles::TOKENS_END), revoke)
}

/// What a program may be allowed; the sentence is `console-scope-…`.
const SCOPES: &[&str] = &[
    "people:read",
    "people:write",
    "orders:read",
    "orders:write",
    "ledger:read",
    "giving:write",
    "policy:read",
    "audit:read",
];

#[derive(Template)]
#[template(path = "tokens/list.html")]
struct List {
    page: Page,
    ground: Ground,
    rows: Vec<Row>,
    count: String,
    may_create: bool,
}

struct Row {
    name: String,
    place: String,
    scopes: Vec<String>,
    created: String,
    expires: String,
    used: String,
    status: String,
    tone: &'static str,
    revoke: String,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::TOKENS_LOOK)?;
    let tokens = faces.house.people.tokens(&visit.actor, Some(ground.node)).await?;
    let page = faces.page(&visit, "tokens").await?;
    render(&List {
        count: t.with("console-count", [("n", tokens.len().to_string())]),
        rows: tokens.iter().map(|token| row_of(&faces, &visit, &t, token)).collect(),
        may_create: visit.actor.may(roles::TOKENS, ground.node),
        ground,
        page,
    })
}

fn row_of(faces: &Faces, visit: &Visit, t: &Text, token: &TokenView) -> Row {
    let over = token.expires_at <= faces.now();
    let (word, tone) = match (token.revoked, over) {
        (true, _) => ("revoked", "bad"),
        (false, true) => ("over", "still"),
        (false, false) => ("live", "ok"),
    };
    let live = !token.revoked && !over && visit.actor.may(roles::TOKENS_END, token.node);
    Row {
        name: token.name.clone(),
        place: place_name(faces, token.node),
        scopes: token.scopes.clone(),
        created: t.date(token.created_at.day()),
        expires: t.date(token.expires_at.day()),
        used: token.used_at.map_or_else(|| t.get("console-never"), |at| labels::full_when(t, at)),
        status: t.get(&format!("console-token-{word}")),
        tone,
        revoke: if live { format!("/console/tokens/{}/revoke", token.id) } else { String::new() },
    }
}

#[derive(Template)]
#[template(path = "tokens/new.html")]
struct New {
    page: Page,
    crumbs: Vec<Crumb>,
    scopes: Vec<Choice>,
    nodes: Vec<Choice>,
    form: Form,
}

#[derive(Template)]
#[template(path = "tokens/shown.html")]
struct Shown {
    page: Page,
    name: String,
    token: String,
}

async fn new_form(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let form = Form::filled(&visit, Typed::of([("days", "90".to_owned())]));
    new_page(&faces, &visit, form).await
}

/// The token is made here and shown once: only its hash goes on.
async fn new(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let (token, hash) = tb_crypto::new_token(&faces.house.core.entropy);
    let outcome = match Node::parse(typed.text("node")) {
        Some(node) => {
            let input = TokenInput {
                name: typed.text("name").to_owned(),
                scopes: typed.many("scopes").to_vec(),
                node,
                days: typed.int("days").unwrap_or(0),
                token: TokenHash(hash),
            };
            faces.house.people.create_token(&visit.actor, &key(&typed)?, input).await
        }
        None => Err(Refusal::invalid().field("node", "people.missing").into()),
    };
    let name = typed.text("name").to_owned();
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(_) => {
            let page = faces.page(&visit, "tokens").await?.at("/console/tokens");
            render(&Shown { name, token, page })
        }
        Sent::Again(form) => new_page(&faces, &visit, form).await,
    }
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let page = faces.page(visit, "tokens").await?.at("/console/tokens/new");
    let places = &faces.house.places;
    let mut nodes = Vec::new();
    for root in visit.actor.territory(roles::TOKENS) {
        nodes.push(root);
        nodes.extend(places.children(root).into_iter().map(|division| division.node));
    }
    let chosen = form.typed.text("node").to_owned();
    let node = |node: Node| Choice::new(node.to_string(), places.name(node), node.to_string() == chosen);
    let scope = |code: &&str| {
        Choice::new(*code, t.get(&format!("console-scope-{}", code.replace(':', "-"))), form.has("scopes", code))
            .hint(*code)
    };
    let status = form.status;
    render_at(
        status,
        &New {
            crumbs: crumbs([(t.get("console-tokens"), "/console/tokens"), (t.get("console-token-new"), "")]),
            scopes: SCOPES.iter().map(scope).collect(),
            nodes: nodes.into_iter().map(node).collect(),
            form,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "tokens/revoke.html")]
struct Revoke {
    page: Page,
    id: TokenId,
    name: String,
    key: String,
}

async fn revoke_form(State(faces): State<Faces>, visit: Visit, At(id): At<TokenId>) -> Answer<Response> {
    let tokens = faces.house.people.tokens(&visit.actor, None).await?;
    let token = tokens.into_iter().find(|token| token.id == id).ok_or_else(Trouble::not_found)?;
    let page = faces.page(&visit, "tokens").await?;
    render(&Revoke { id, name: token.name, key: visit.fresh_key(), page })
}

async fn revoke(State(faces): State<Faces>, visit: Visit, At(id): At<TokenId>, typed: Typed) -> Answer<Response> {
    faces.house.people.revoke_token(&visit.actor, &key(&typed)?, id).await?;
    said(&visit, "/console/tokens", "console-done-token")
}
