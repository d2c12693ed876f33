//! Checks that registers outside are asked for: what is to be asked, the files that go out and the answers that come back,
//! lines that have to be put right.

use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render_at};
use tb_http::{Answer, At, Doors, Files, Limit, Typed, Visit};
use tb_kernel::{BatchId, Fail, Outcome, Refusal};
use tb_policy::Check;
use tb_print::{Cell, Sheet};
use tb_volunteers::{
    ASKABLE, AskChecks, BadRow, Batch, BatchLine, BatchState, DropRow, ImportResults, MakeBatch, RepairRow,
    RequestState, Route, read_results,
};
use tb_words::Text;
use uuid::Uuid;

/// Largest answer, in bytes.
const FILE_BYTES_MAX: usize = 8 * 1024 * 1024;

pub(crate) fn doors() -> Doors<Faces> {
    let import = write("/console/registers/{id}/import", "volunteers.import-results", roles::OFFICERS);
    Doors::new()
        .add(read("/console/registers", "volunteers.batches", roles::OFFICERS), list)
        .add(write("/console/registers", "volunteers.ask-checks", roles::OFFICERS), ask)
        .add(write("/console/registers/new", "volunteers.make-batch", roles::OFFICERS), make)
        .add(read("/console/registers/{id}", "volunteers.batch", roles::OFFICERS), one)
        .add(
            write("/console/registers/{id}/export", "volunteers.export-batch", roles::OFFICERS).limit(Limit::Heavy),
            export,
        )
        .add(import.upload(FILE_BYTES_MAX).limit(Limit::Heavy), take_in)
        .add(write("/console/registers/{id}/row", "volunteers.repair-row", roles::OFFICERS), repair)
}

#[derive(Template)]
#[template(path = "volunteers/registers.html")]
struct List {
    page: Page,
    ground: Ground,
    counts: Vec<(String, String, String, String)>,
    batches: Vec<BatchRow>,
    count: String,
    kinds: Vec<Choice>,
    routes: Vec<Choice>,
    form: Form,
    make: Form,
}

struct BatchRow {
    href: String,
    number: String,
    place: String,
    state: String,
    tone: &'static str,
    made: String,
    answered: String,
    bad: i64,
    reason: String,
}

fn batch_row(faces: &Faces, t: &Text, batch: &Batch) -> BatchRow {
    BatchRow {
        href: format!("/console/registers/{}", batch.id),
        number: batch.number.clone(),
        place: place_name(faces, batch.node),
        state: t.get(&format!("volunteers-batch-{}", batch.state)),
        tone: match batch.state {
            BatchState::Proposed => "wait",
            BatchState::Released => "ok",
            BatchState::Refused => "still",
        },
        made: t.day(batch.made_at),
        answered: format!("{} / {}", batch.answered, batch.requests),
        bad: batch.bad,
        reason: batch.reason.clone(),
    }
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let forms = (Form::blank(&visit), Form::blank(&visit));
    list_page(&faces, &visit, &typed, forms).await
}

async fn ask(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let node = ground(&faces, &visit, &typed, roles::OFFICERS)?.node;
    let kinds = typed.many("kinds").iter().filter_map(|code| Check::parse(code)).collect();
    let route = Route::parse(typed.text("route")).unwrap_or(Route::Batch);
    let outcome = faces.house.volunteers.run(&visit.actor, &key(&typed)?, AskChecks { node, kinds, route }).await;
    match refused_or(outcome)? {
        Ok(count) => Ok(done(&visit, "/console/registers", "volunteers-done-asked", &[("n", count.to_string())])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed.clone(), &refusal);
            let blank = Form::blank(&visit);
            list_page(&faces, &visit, &typed, (form, blank)).await
        }
    }
}

async fn make(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let node = ground(&faces, &visit, &typed, roles::OFFICERS)?.node;
    let make = MakeBatch { node, reason: typed.text("reason").to_owned() };
    let outcome = faces.house.volunteers.run(&visit.actor, &key(&typed)?, make).await;
    match refused_or(outcome)? {
        Ok(id) => said(&visit, &format!("/console/registers/{id}"), "volunteers-done-batch"),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed.clone(), &refusal);
            let blank = Form::blank(&visit);
            list_page(&faces, &visit, &typed, (blank, form)).await
        }
    }
}

async fn list_page(faces: &Faces, visit: &Visit, typed: &Typed, forms: (Form, Form)) -> Answer<Response> {
    let (form, make) = forms;
    let t = text(faces, visit);
    let ground = ground(faces, visit, typed, roles::OFFICERS)?;
    let volunteers = &faces.house.volunteers;
    let batches = volunteers.batches(&visit.actor, ground.node).await?;
    let counts = volunteers.request_counts(&visit.actor, ground.node).await?;
    let page = faces.page(visit, "people.registers").await?.at("/console/registers");
    let status = if form.status.is_success() { make.status } else { form.status };
    let kind = |kind: Check| t.get(&format!("console-check-{}", kind.code()));
    let route = |route: Route| t.get(&format!("volunteers-route-{route}"));
    let state = |state: RequestState| t.get(&format!("volunteers-request-{state}"));
    let open: &[Route] = if volunteers.gateway().is_some() { Route::ALL } else { &[Route::Batch] };
    let chosen = if form.typed.text("route").is_empty() { Route::Batch.code() } else { form.typed.text("route") };
    let batches: Vec<BatchRow> = batches.iter().map(|batch| batch_row(faces, &t, batch)).collect();
    render_at(
        status,
        &List {
            counts: counts
                .iter()
                .map(|c| (kind(c.kind), route(c.route), state(c.state), c.requests.to_string()))
                .collect(),
            count: t.with("console-count", [("n", batches.len().to_string())]),
            batches,
            kinds: ASKABLE.iter().map(|k| Choice::new(k.code(), kind(*k), form.has("kinds", k.code()))).collect(),
            routes: labels::choices(open, chosen, Route::code, route),
            ground,
            form,
            make,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "volunteers/batch.html")]
struct One {
    page: Page,
    crumbs: Vec<Crumb>,
    id: BatchId,
    batch: BatchRow,
    released: bool,
    approval: String,
    bad: Vec<Bad>,
    key: String,
    form: Form,
    repair: Form,
}

struct Bad {
    id: Uuid,
    line: i64,
    number: String,
    result: String,
    day: String,
    fault: String,
    now: bool,
}

async fn one(State(faces): State<Faces>, visit: Visit, At(id): At<BatchId>) -> Answer<Response> {
    let forms = (Form::blank(&visit), Form::blank(&visit));
    one_page(&faces, &visit, id, forms).await
}

async fn one_page(faces: &Faces, visit: &Visit, id: BatchId, forms: (Form, Form)) -> Answer<Response> {
    let (form, repair) = forms;
    let t = text(faces, visit);
    let (batch, bad) = faces.house.volunteers.batch(&visit.actor, id).await?;
    let page = faces.page(visit, "people.registers").await?.at(&format!("/console/registers/{id}"));
    let status = if form.status.is_success() { repair.status } else { form.status };
    let asked: Option<Uuid> = repair.typed.parsed("row");
    let row = |row: &BadRow| {
        let now = asked == Some(row.id);
        let kept = |field: &str, value: &str| if now { repair.value(field).to_owned() } else { value.to_owned() };
        Bad {
            number: kept("number", &row.number),
            result: kept("result", &row.result),
            day: kept("day", &row.day),
            fault: t.get(&row.fault.replace('.', "-")),
            id: row.id,
            line: row.line,
            now,
        }
    };
    render_at(
        status,
        &One {
            crumbs: crumbs([(t.get("volunteers-registers"), "/console/registers"), (batch.number.clone(), "")]),
            id,
            released: batch.state == BatchState::Released,
            approval: format!("/console/approvals/{}", batch.approval),
            bad: bad.iter().map(row).collect(),
            batch: batch_row(faces, &t, &batch),
            key: visit.fresh_key(),
            form,
            repair,
            page,
        },
    )
}

async fn export(State(faces): State<Faces>, visit: Visit, At(id): At<BatchId>, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    // Every export leaves its own line: the key is new, even when the same button is pressed again.
    let line = tb_journal::Key::internal(visit.fresh_key());
    let outcome = faces.house.volunteers.export_batch(&visit.actor, &line, id).await;
    let (batch, lines) = match refused_or(outcome)? {
        Ok(found) => found,
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            let blank = Form::blank(&visit);
            return one_page(&faces, &visit, id, (form, blank)).await;
        }
    };
    let names = faces.names(visit.actor.person).await?;
    let who = labels::name_of(&names, visit.actor.person);
    let sheet = sheet(&faces, &t, &batch, &lines, who);
    let is_csv = typed.text("format") == "csv";
    let (bytes, media, end) = if is_csv {
        (tb_print::csv(&sheet), "text/csv; charset=utf-8", "csv")
    } else {
        let bytes = tb_print::xlsx(&sheet).map_err(Fail::fault)?;
        (bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
    };
    let name = format!("attachment; filename=\"checks-{}.{end}\"", batch.number);
    let name = HeaderValue::try_from(name).map_err(Fail::fault)?;
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(media)), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The file: what a register needs to compare, and two empty columns for its answer.
fn sheet(faces: &Faces, t: &Text, batch: &Batch, lines: &[BatchLine], who: String) -> Sheet {
    let now = faces.now();
    let row = |line: &BatchLine| -> Vec<Cell> {
        let kind = t.get(&format!("console-check-{}", line.kind.code()));
        vec![
            line.number.clone().into(),
            kind.into(),
            line.name.clone().into(),
            line.id_no.clone().into(),
            Cell::Empty,
            Cell::Empty,
        ]
    };
    let header = ["number", "kind", "name", "id", "result", "day"];
    Sheet {
        name: batch.number.clone(),
        stamp: t.with("common-export-note", [("who", who), ("at", now.to_string())]),
        made: now,
        header: header.into_iter().map(|column| t.get(&format!("volunteers-column-{column}"))).collect(),
        rows: lines.iter().map(row).collect(),
    }
}

async fn take_in(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<BatchId>,
    files: Files,
    typed: Typed,
) -> Answer<Response> {
    let key = key(&typed)?;
    let bytes = files.of("file").map(|file| file.bytes.clone()).unwrap_or_default();
    // Reading a book of sheets takes a processor for a while.
    let read = tokio::task::spawn_blocking(move || read_results(&bytes)).await.map_err(Fail::fault)?;
    let outcome: Outcome<_> = match read {
        Ok(rows) => faces.house.volunteers.run(&visit.actor, &key, ImportResults { batch: id, rows }).await,
        Err(error) => Err(Refusal::invalid().field("file", error.0).into()),
    };
    match refused_or(outcome)? {
        Ok(done_rows) => {
            let args = [
                ("taken", done_rows.taken.to_string()),
                ("known", done_rows.known.to_string()),
                ("bad", done_rows.bad.to_string()),
            ];
            Ok(done(&visit, &format!("/console/registers/{id}"), "volunteers-done-import", &args))
        }
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            let blank = Form::blank(&visit);
            one_page(&faces, &visit, id, (form, blank)).await
        }
    }
}

async fn repair(State(faces): State<Faces>, visit: Visit, At(batch): At<BatchId>, typed: Typed) -> Answer<Response> {
    let volunteers = &faces.house.volunteers;
    let outcome = match typed.parsed::<Uuid>("row") {
        None => Err(Refusal::not_found().into()),
        Some(row) if typed.text("do") == "drop" => {
            volunteers.run(&visit.actor, &key(&typed)?, DropRow { batch, row }).await
        }
        Some(row) => {
            let again = RepairRow {
                batch,
                row,
                number: typed.text("number").to_owned(),
                result: typed.text("result").to_owned(),
                day: typed.text("day").to_owned(),
            };
            volunteers.run(&visit.actor, &key(&typed)?, again).await
        }
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, &format!("/console/registers/{batch}"), "volunteers-done-row"),
        Sent::Again(form) => {
            let blank = Form::blank(&visit);
            one_page(&faces, &visit, batch, (blank, form)).await
        }
    }
}
