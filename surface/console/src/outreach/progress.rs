//! 应注尽注: of those who were met, how many were told, wish, and are registered; place by place, down to the community;
//! the same as a spreadsheet.

use crate::forms::key;
use crate::ground::{Ground, ground, place_name};
use crate::lists::text;
use crate::{read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use tb_frame::{Faces, Page, render};
use tb_http::{Answer, Doors, Limit, Typed, Visit};
use tb_journal::{Command, Work, execute};
use tb_kernel::{Fail, Level, Node, Outcome, Refusal};
use tb_outreach::Progress;
use tb_print::{Cell, Sheet};
use tb_words::Text;
use uuid::Uuid;

pub(super) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/outreach", "outreach.progress", roles::LOOK), show)
        .add(write("/console/outreach/export", "outreach.export-progress", roles::LOOK).limit(Limit::Heavy), export)
}

#[derive(Template)]
#[template(path = "outreach/progress.html")]
struct Show {
    page: Page,
    ground: Ground,
    all: Line,
    lines: Vec<Line>,
    pairs: i64,
    key: String,
    may_serve: bool,
}

struct Line {
    name: String,
    /// Further down, or to the entries.
    href: String,
    surveyed: i64,
    informed: i64,
    willing: i64,
    registered: i64,
    declined: i64,
    gone: i64,
    share: String,
    of_willing: String,
}

async fn show(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let (all, places) = faces.house.outreach.progress(&visit.actor, ground.node).await?;
    let (_, pairs) = faces.house.outreach.pairs(&visit.actor, Some(ground.node)).await?;
    let page = faces.page(&visit, "people.outreach").await?.at("/console/outreach");
    render(&Show {
        all: line(&faces, &all),
        lines: places.iter().map(|place| line(&faces, place)).collect(),
        pairs,
        key: visit.fresh_key(),
        may_serve: visit.actor.has_role(roles::SERVE),
        ground,
        page,
    })
}

fn line(faces: &Faces, p: &Progress) -> Line {
    let way = match p.place.level() {
        Level::Community => "/console/outreach/entries",
        _ => "/console/outreach",
    };
    Line {
        name: place_name(faces, p.place),
        href: format!("{way}?node={}", p.place),
        surveyed: p.surveyed,
        informed: p.informed,
        willing: p.willing,
        registered: p.registered,
        declined: p.declined,
        gone: p.gone,
        share: percent(p.share()),
        of_willing: percent(p.share_of_willing()),
    }
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "—".to_owned(), |share| format!("{share:.1}%"))
}

/// Leaves the line that says who took which report.
#[derive(Serialize)]
struct Exported {
    node: Node,
    rows: usize,
}

impl Command for Exported {
    const NAME: &'static str = "outreach.export-progress";
    type House = ();
    type Answer = usize;

    async fn run(&self, _: &(), work: &mut Work<'_>) -> Outcome<usize> {
        if !work.actor.may(roles::LOOK, self.node) {
            return Err(Refusal::not_found().into());
        }
        work.about("territory", Uuid::from_u128(u128::from(self.node.0.unsigned_abs())), self.node);
        Ok(self.rows)
    }
}

async fn export(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let (all, places) = faces.house.outreach.progress(&visit.actor, ground.node).await?;
    let line = Exported { node: ground.node, rows: places.len() };
    execute(&Arc::new(()), &faces.house.core, &visit.actor, &key(&typed)?, line).await?;
    let names = faces.names(visit.actor.person).await?;
    let who = visit.actor.person.and_then(|id| names.get(&id));
    let who = who.map_or_else(|| "—".to_owned(), |shown| format!("{} {}", shown.masked_name, shown.handle));
    let sheet = sheet(&faces, &t, &who, &all, &places);
    let bytes = tb_print::xlsx(&sheet).map_err(Fail::fault)?;
    let name = format!("attachment; filename=\"outreach-{}.xlsx\"", faces.now().day());
    let name = HeaderValue::try_from(name).map_err(Fail::fault)?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(media)), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

fn sheet(faces: &Faces, t: &Text, who: &str, all: &Progress, places: &[Progress]) -> Sheet {
    let header = [
        "console-th-place",
        "outreach-th-surveyed",
        "outreach-th-informed",
        "outreach-th-willing",
        "outreach-th-registered",
        "outreach-th-declined",
        "outreach-th-gone",
        "outreach-th-share",
        "outreach-th-share-willing",
    ];
    let row = |p: &Progress| -> Vec<Cell> {
        vec![
            place_name(faces, p.place).into(),
            p.surveyed.into(),
            p.informed.into(),
            p.willing.into(),
            p.registered.into(),
            p.declined.into(),
            p.gone.into(),
            p.share().into(),
            p.share_of_willing().into(),
        ]
    };
    let now = faces.now();
    Sheet {
        name: t.get("outreach-title"),
        stamp: t.with("common-export-note", [("who", who.to_owned()), ("at", now.to_string())]),
        made: now,
        header: header.into_iter().map(|key| t.get(key)).collect(),
        rows: places.iter().chain(std::iter::once(all)).map(row).collect(),
    }
}
