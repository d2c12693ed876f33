//! Who may be granted time: how many, who fell out and why, and judging somebody again at once.

use crate::forms::key;
use crate::ground::{Ground, ground, place_name};
use crate::lists::{self, Count, ROWS, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use tb_frame::{Faces, More, Names, Page, Pill, done, render};
use tb_giving::{EligibilityRow, Eligible, Recheck};
use tb_http::{Answer, At, Doors, Limit, Typed, Visit};
use tb_journal::{Command, Work, execute};
use tb_kernel::{Cursor, Fail, FieldFault, Node, Outcome, PageSize, PersonId, Refusal};
use tb_print::{Cell, Sheet};
use tb_words::Text;
use uuid::Uuid;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/giving/eligibility", "giving.eligibility", roles::LOOK), list)
        .add(
            write("/console/giving/eligibility/export", "giving.export-eligibility", roles::LOOK).limit(Limit::Heavy),
            export,
        )
        .add(write("/console/giving/eligibility/{person}", "giving.recheck", roles::OFFICERS), recheck)
}

/// People in one file; more is a bulk export, which needs more than one pair of eyes.
const PERSONS_MAX: usize = 1_000;

#[derive(Template)]
#[template(path = "giving/eligibility.html")]
struct List {
    page: Page,
    ground: Ground,
    pills: Vec<Pill>,
    rows: Vec<Row>,
    count: String,
    more: More,
    state: &'static str,
    key: String,
    may_recheck: bool,
}

struct Row {
    id: PersonId,
    key: String,
    name: String,
    handle: String,
    place: String,
    why: String,
    article: String,
    since: String,
    checked: String,
    due: String,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let state = Eligible::parse(typed.text("state")).unwrap_or(Eligible::Stopped);
    let giving = &faces.house.giving;
    let found = giving.eligibility_list(ground.node, state, lists::after(&typed), PageSize::of(ROWS)).await?;
    let counts = giving.eligibility_counts(ground.node).await?;
    let names = faces.names(found.rows.iter().map(|row| row.person)).await?;
    let page = faces.page(&visit, "ledger.eligibility").await?.at("/console/giving/eligibility");
    let of = |state: Eligible| counts.iter().find(|(one, _)| *one == state).map_or(0, |(_, count)| *count);
    let pill = |one: &Eligible| Pill {
        label: format!("{} {}", word(&t, *one), of(*one)),
        href: format!("/console/giving/eligibility?{}", typed.query(&[("state", one.code()), ("after", "")])),
        now: *one == state,
    };
    render(&List {
        pills: Eligible::ALL.iter().map(pill).collect(),
        rows: found.rows.iter().map(|row| row_of(&faces, &visit, &t, &names, row)).collect(),
        count: Count::Exactly(of(state)).words(&t),
        more: lists::more("/console/giving/eligibility", &typed, found.next.as_deref()),
        state: state.code(),
        key: visit.fresh_key(),
        may_recheck: visit.actor.may(roles::OFFICERS, ground.node),
        ground,
        page,
    })
}

fn word(t: &Text, state: Eligible) -> String {
    t.get(&format!("giving-state-{}", state.code()))
}

fn why(t: &Text, row: &EligibilityRow) -> String {
    match &row.code {
        Some(code) => t.field(&FieldFault { field: "".into(), code: code.clone().into(), args: Vec::new() }),
        None => row.classes.replace(',', "、"),
    }
}

fn row_of(faces: &Faces, visit: &Visit, t: &Text, names: &Names, row: &EligibilityRow) -> Row {
    let shown = names.get(&row.person);
    Row {
        id: row.person,
        key: visit.fresh_key(),
        name: labels::name_of(names, Some(row.person)),
        handle: shown.map(|shown| shown.handle.clone()).unwrap_or_default(),
        place: place_name(faces, row.node),
        why: why(t, row),
        article: row.article.clone(),
        since: t.date(row.since.day()),
        checked: t.date(row.checked_on),
        due: t.date(row.due_on),
    }
}

async fn recheck(State(faces): State<Faces>, visit: Visit, At(person): At<PersonId>, typed: Typed) -> Answer<Response> {
    faces.house.giving.run(&visit.actor, &key(&typed)?, Recheck { person }).await?;
    Ok(done(&visit, "/console/giving/eligibility", "giving-done-recheck", &[]))
}

/// Leaves the line that says who took which list.
#[derive(Serialize)]
struct Exported {
    node: Node,
    state: &'static str,
    rows: usize,
}

impl Command for Exported {
    const NAME: &'static str = "giving.export-eligibility";
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
    let state = Eligible::parse(typed.text("state")).unwrap_or(Eligible::Stopped);
    let rows = all(&faces, ground.node, state).await?;
    if rows.len() > PERSONS_MAX {
        return Err(Refusal::rule("console.export-too-large").with("max", PERSONS_MAX).into());
    }
    let line = Exported { node: ground.node, state: state.code(), rows: rows.len() };
    execute(&Arc::new(()), &faces.house.core, &visit.actor, &key(&typed)?, line).await?;
    let names = faces.names(rows.iter().map(|row| row.person).chain(visit.actor.person)).await?;
    let bytes = tb_print::xlsx(&sheet(&faces, &visit, &t, &names, state, &rows)).map_err(Fail::fault)?;
    let name = format!("attachment; filename=\"eligibility-{}.xlsx\"", faces.now().day());
    let name = HeaderValue::try_from(name).map_err(Fail::fault)?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(media)), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn all(faces: &Faces, node: Node, state: Eligible) -> Outcome<Vec<EligibilityRow>> {
    let (mut rows, mut after) = (Vec::new(), None);
    while rows.len() <= PERSONS_MAX {
        let found = faces.house.giving.eligibility_list(node, state, after, PageSize::of(PageSize::MAX)).await?;
        rows.extend(found.rows);
        match found.next.as_deref().and_then(Cursor::decode) {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    Ok(rows)
}

fn sheet(faces: &Faces, visit: &Visit, t: &Text, names: &Names, state: Eligible, rows: &[EligibilityRow]) -> Sheet {
    let who = visit.actor.person.and_then(|id| names.get(&id));
    let who = who.map_or_else(|| "—".to_owned(), |shown| format!("{} {}", shown.masked_name, shown.handle));
    let header = [
        "console-th-name",
        "console-th-handle",
        "console-th-place",
        "giving-th-why",
        "giving-th-article",
        "giving-th-since",
        "giving-th-checked",
        "giving-th-due",
    ];
    let line = |row: &EligibilityRow| -> Vec<Cell> {
        let shown = row_of(faces, visit, t, names, row);
        vec![
            shown.name.into(),
            shown.handle.into(),
            shown.place.into(),
            shown.why.into(),
            shown.article.into(),
            row.since.day().to_string().into(),
            row.checked_on.to_string().into(),
            row.due_on.to_string().into(),
        ]
    };
    let now = faces.now();
    Sheet {
        name: word(t, state),
        stamp: t.with("common-export-note", [("who", who), ("at", now.to_string())]),
        made: now,
        header: header.into_iter().map(|key| t.get(key)).collect(),
        rows: rows.iter().map(line).collect(),
    }
}
