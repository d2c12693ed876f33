//! Schools and the export of social practice: only pupils who agreed, told in the journal and to the pupils before a byte
//! leaves.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::labels;
use crate::lists::text;
use crate::{read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use tb_frame::{Faces, Form, Page, render_at};
use tb_groups::{ExportPractice, OpenSchool, Practice};
use tb_http::{Answer, At, Doors, Limit, Typed, Visit};
use tb_kernel::{Fail, Refusal, SchoolId};
use tb_print::{Cell, Sheet};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/schools", "groups.schools", roles::DECIDE), list)
        .add(write("/console/schools", "groups.open-school", roles::DECIDE), open)
        .add(write("/console/schools/{id}/export", "groups.export-practice", roles::DECIDE).limit(Limit::Heavy), export)
}

#[derive(Template)]
#[template(path = "groups/schools.html")]
struct Schools {
    page: Page,
    form: Form,
    ground: Ground,
    rows: Vec<(SchoolId, String, String, String)>,
    count: String,
    from: String,
    to: String,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let form = Form::blank(&visit);
    list_page(&faces, &visit, &typed, form).await
}

async fn list_page(faces: &Faces, visit: &Visit, typed: &Typed, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let ground = ground(faces, visit, typed, roles::DECIDE)?;
    let found = faces.house.groups.schools(ground.node).await?;
    let page = faces.page(visit, "people.groups").await?;
    let rows: Vec<_> = found
        .into_iter()
        .map(|school| (school.id, school.name, place_name(faces, school.node), visit.fresh_key()))
        .collect();
    let today = page.now.day();
    let template = Schools {
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        from: today.plus_days(-180).to_string(),
        to: today.to_string(),
        ground,
        page,
        form,
    };
    render_at(template.form.status, &template)
}

async fn open(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let node = ground(&faces, &visit, &typed, roles::DECIDE)?.node;
    let command = OpenSchool { node, name: typed.text("name").to_owned() };
    let outcome = faces.house.groups.run(&visit.actor, &key(&typed)?, command).await;
    match sent(&faces, &visit, typed.clone(), outcome)? {
        Sent::Done(_) => said(&visit, "/console/schools", "console-done-school"),
        Sent::Again(form) => list_page(&faces, &visit, &typed, form).await,
    }
}

async fn export(State(faces): State<Faces>, visit: Visit, At(school): At<SchoolId>, typed: Typed) -> Answer<Response> {
    let (Some(from), Some(to)) = (typed.day("from"), typed.day("to")) else {
        return Err(Refusal::invalid().field("from", "groups.missing").into());
    };
    let is_csv = typed.text("format") == "csv";
    let format = if is_csv { "csv" } else { "xlsx" };
    let groups = &faces.house.groups;
    let line = ExportPractice { school, from, to, format: format.to_owned() };
    groups.run(&visit.actor, &key(&typed)?, line).await?;
    let (school, rows) = groups.practice(&visit.actor, school, from, to).await?;
    let sheet = sheet(&faces, &visit, &school.name, &rows).await?;
    let (bytes, media) = if is_csv {
        (tb_print::csv(&sheet), "text/csv; charset=utf-8")
    } else {
        let bytes = tb_print::xlsx(&sheet).map_err(Fail::fault)?;
        (bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    };
    let name = format!("attachment; filename=\"practice-{from}-{to}.{format}\"");
    let name = HeaderValue::try_from(name).map_err(Fail::fault)?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(media)), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn sheet(faces: &Faces, visit: &Visit, school: &str, rows: &[Practice]) -> Answer<Sheet> {
    let t = text(faces, visit);
    let names = faces.names(visit.actor.person).await?;
    let who = labels::name_of(&names, visit.actor.person);
    let now = faces.now();
    let row = |one: &Practice| -> Vec<Cell> {
        vec![
            one.card.number.clone().into(),
            one.card.name.clone().into(),
            one.visits.into(),
            one.events.into(),
            one.minutes.0.into(),
            t.minutes(one.minutes).into(),
            one.agreed_at.day().to_string().into(),
        ]
    };
    let header = [
        "school-number",
        "school-name",
        "school-th-visits",
        "school-th-events",
        "console-th-minutes",
        "school-th-hours",
        "school-th-agreed",
    ];
    Ok(Sheet {
        name: t.get("school-title"),
        stamp: format!("{school} · {}", t.with("common-export-note", [("who", who), ("at", now.to_string())])),
        made: now,
        header: header.into_iter().map(|key| t.get(key)).collect(),
        rows: rows.iter().map(row).collect(),
    })
}
