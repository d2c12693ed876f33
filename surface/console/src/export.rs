//! Orders as a file: a spreadsheet or CSV with the name of who took it in its first line. Masked like the page, cut to the
//! territory, and told in the journal before a byte leaves: an export nobody knows of does not exist.

use crate::ground::{ground, place_name};
use crate::labels;
use crate::lists::text;
use crate::orders::{Query, gather, item};
use crate::{roles, write};
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use tb_frame::{Faces, Names};
use tb_http::{Answer, Doors, Limit, Typed, Visit};
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Cursor, Fail, Node, Outcome, PageSize, PersonId, Refusal};
use tb_orders::Order;
use tb_print::{Cell, Sheet};
use tb_words::Text;
use uuid::Uuid;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(write("/console/orders/export", "orders.export", roles::LOOK).limit(Limit::Heavy), export)
}

/// Orders in one file.
const ROWS_MAX: usize = 20_000;
/// Persons in one file; more is a bulk export, which needs more than one pair of eyes.
const PERSONS_MAX: usize = 1_000;

/// Leaves the line that says who took which orders.
#[derive(Serialize)]
struct Exported {
    node: Node,
    query: String,
    format: &'static str,
    rows: usize,
}

impl Command for Exported {
    const NAME: &'static str = "orders.export";
    type House = ();
    type Answer = usize;

    async fn run(&self, _: &(), work: &mut Work<'_>) -> Outcome<usize> {
        if !work.actor.may(roles::LOOK, self.node) {
            return Err(Refusal::not_found().into());
        }
        work.about("territory", Uuid::from_u128(u128::from(self.node.0.unsigned_abs())), self.node);
        work.because(format!("{} × {} · {}", self.format, self.rows, self.query));
        Ok(self.rows)
    }
}

async fn export(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let orders = all(&faces, &visit, ground.node, &Query::of(&typed)).await?;
    let people: BTreeSet<PersonId> =
        orders.iter().flat_map(|order| [Some(order.elder), order.volunteer]).flatten().collect();
    if orders.len() > ROWS_MAX || people.len() > PERSONS_MAX {
        return Err(Refusal::rule("console.export-too-large").with("max", PERSONS_MAX).into());
    }
    let names = faces.names(people.into_iter().chain(visit.actor.person)).await?;
    let is_csv = typed.text("format") == "csv";
    let format = if is_csv { "csv" } else { "xlsx" };
    // Every export leaves its own line: the key is new, even when the same button is pressed again.
    let line = Exported { node: ground.node, query: typed.query(&[("format", "")]), format, rows: orders.len() };
    let core = &faces.house.core;
    execute(&Arc::new(()), core, &visit.actor, &Key::internal(visit.fresh_key()), line).await?;
    let sheet = sheet(&faces, &t, &visit, &names, &orders)?;
    let (bytes, media) = if is_csv {
        (tb_print::csv(&sheet), "text/csv; charset=utf-8")
    } else {
        let bytes = tb_print::xlsx(&sheet).map_err(Fail::fault)?;
        (bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    };
    let name = format!("attachment; filename=\"orders-{}.{format}\"", faces.now().day());
    let name = HeaderValue::try_from(name).map_err(Fail::fault)?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(media)), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// All orders of a query, one more than may leave.
async fn all(faces: &Faces, visit: &Visit, node: Node, query: &Query) -> Outcome<Vec<Order>> {
    let (mut rows, mut after) = (Vec::new(), None);
    while rows.len() <= ROWS_MAX {
        let found = gather(faces, &visit.actor, node, query, after, PageSize::MAX).await?;
        rows.extend(found.rows);
        match found.next.as_deref().and_then(Cursor::decode) {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    Ok(rows)
}

fn sheet(faces: &Faces, t: &Text, visit: &Visit, names: &Names, orders: &[Order]) -> Outcome<Sheet> {
    let now = faces.now();
    let who = visit.actor.person.and_then(|id| names.get(&id));
    let who = who.map_or_else(|| "—".to_owned(), |shown| format!("{} {}", shown.masked_name, shown.handle));
    let header = [
        "console-th-number",
        "console-th-state",
        "console-th-item",
        "console-th-day",
        "console-th-time",
        "console-th-minutes",
        "console-th-verified",
        "console-th-settled",
        "console-th-elder",
        "console-th-elder-handle",
        "console-th-volunteer",
        "console-th-volunteer-handle",
        "console-th-place",
        "console-flag",
        "console-th-channel",
        "console-th-policy",
    ];
    let handle = |id: Option<PersonId>| id.and_then(|id| names.get(&id)).map(|shown| shown.handle.clone());
    let rows: Outcome<Vec<Vec<Cell>>> = orders
        .iter()
        .map(|order| {
            let flags: Vec<String> = order.flag_list().into_iter().map(|flag| labels::flag(t, flag)).collect();
            Ok(vec![
                order.number.clone().into(),
                labels::state(t, order.state).into(),
                item(faces, order, t.lang())?.into(),
                order.starts_at.day().to_string().into(),
                t.clock(order.starts_at).into(),
                order.minutes.0.into(),
                order.verified_minutes.map(|m| m.0).into(),
                order.settled_minutes.map(|m| m.0).into(),
                labels::name_of(names, Some(order.elder)).into(),
                handle(Some(order.elder)).into(),
                labels::name_of(names, order.volunteer).into(),
                handle(order.volunteer).into(),
                place_name(faces, order.node).into(),
                flags.join("; ").into(),
                labels::channel(t, &order.channel).into(),
                order.policy.clone().into(),
            ])
        })
        .collect();
    Ok(Sheet {
        name: t.get("ui-menu-orders"),
        stamp: t.with("common-export-note", [("who", who), ("at", now.to_string())]),
        made: now,
        header: header.into_iter().map(|key| t.get(key)).collect(),
        rows: rows?,
    })
}
