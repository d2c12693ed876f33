//! Spreadsheets on their way in: sending a file, saying what its columns mean, watching it (or not: it goes on alone),
//! putting right what could not be read.

use super::entries::trait_choices;
use super::{import_state, import_tone};
use crate::forms::{Sent, key, said, sent};
use crate::ground::{place_name, streets};
use crate::lists::{self, Crumb, ROWS, crumbs, text};
use crate::{labels, read, roles, write};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::BTreeMap;
use tb_frame::{Choice, Faces, Form, More, Page, done, render, render_at};
use tb_http::{Answer, At, Doors, Entry, Files, Limit, Typed, Visit};
use tb_kernel::{FieldFault, ImportId, Node, PageSize};
use tb_outreach::{
    CancelImport, ColumnView, Field, ImportKind, ImportState, ImportView, LeaveOutRow, RepairRow, StartImport,
};
use tb_policy::{AbilityLevel, Trait};
use tb_words::Text;
use uuid::Uuid;

/// Largest file, in bytes; 100,000 rows of a real list weigh about a third of it.
const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Bad rows on one page.
const BAD_ROWS: i64 = 20;

const UPLOAD: Entry =
    write("/console/outreach/imports/new", "outreach.upload", roles::SERVE).upload(FILE_BYTES_MAX).limit(Limit::Heavy);

pub(super) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/outreach/imports", "outreach.imports", roles::LOOK), list)
        .add(read("/console/outreach/imports/new", "outreach.upload-form", roles::SERVE), new_form)
        .add(UPLOAD, new)
        .add(read("/console/outreach/imports/{id}", "outreach.import", roles::SERVE), show)
        .add(write("/console/outreach/imports/{id}", "outreach.start-import", roles::SERVE), start)
        .add(read("/console/outreach/rows/{id}", "outreach.repair-row-form", roles::SERVE), row_form)
        .add(write("/console/outreach/rows/{id}", "outreach.repair-row", roles::SERVE), repair)
}

#[derive(Template)]
#[template(path = "outreach/imports.html")]
struct List {
    page: Page,
    crumbs: Vec<Crumb>,
    rows: Vec<Row>,
    more: More,
    count: String,
    may_serve: bool,
}

struct Row {
    href: String,
    when: String,
    kind: String,
    place: String,
    state: String,
    tone: &'static str,
    seen: i64,
    added: i64,
    open: i64,
}

async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let outreach = &faces.house.outreach;
    let found = outreach.imports(&visit.actor, lists::after(&typed), PageSize::of(ROWS)).await?;
    let count = lists::count_pages(|after, size| outreach.imports(&visit.actor, after, size)).await?;
    let page = faces.page(&visit, "people.outreach").await?.at("/console/outreach/imports");
    render(&List {
        crumbs: crumbs([(t.get("outreach-title"), "/console/outreach"), (t.get("outreach-imports"), "")]),
        rows: found.rows.iter().map(|import| row_of(&faces, &t, import)).collect(),
        more: lists::more("/console/outreach/imports", &typed, found.next.as_deref()),
        count: count.words(&t),
        may_serve: visit.actor.has_role(roles::SERVE),
        page,
    })
}

fn row_of(faces: &Faces, t: &Text, import: &ImportView) -> Row {
    Row {
        href: format!("/console/outreach/imports/{}", import.id),
        when: labels::full_when(t, import.made_at),
        kind: t.get(&format!("outreach-kind-{}", import.kind.code())),
        place: place_name(faces, import.node),
        state: import_state(t, import.state),
        tone: import_tone(import.state),
        seen: import.rows_seen,
        added: import.added,
        open: import.open,
    }
}

#[derive(Template)]
#[template(path = "outreach/upload.html")]
struct New {
    page: Page,
    crumbs: Vec<Crumb>,
    kinds: Vec<Choice>,
    nodes: Vec<Choice>,
    form: Form,
}

async fn new_form(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    new_page(&faces, &visit, Form::filled(&visit, typed)).await
}

async fn new(State(faces): State<Faces>, visit: Visit, files: Files, typed: Typed) -> Answer<Response> {
    let kind = ImportKind::parse(typed.text("kind")).unwrap_or(ImportKind::Register);
    let held = visit.actor.territory(roles::SERVE);
    let node = Node::parse(typed.text("node")).or(held.first().copied()).unwrap_or(faces.house.node);
    let (name, bytes) = files.of("file").map(|f| (f.name.clone(), f.bytes.to_vec())).unwrap_or_default();
    let outcome = faces.house.outreach.upload(&visit.actor, &key(&typed)?, kind, node, &name, bytes).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(id) => said(&visit, &format!("/console/outreach/imports/{id}"), "outreach-done-upload"),
        Sent::Again(form) => new_page(&faces, &visit, form).await,
    }
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let page = faces.page(visit, "people.outreach").await?.at("/console/outreach/imports");
    let held = visit.actor.territory(roles::SERVE);
    let chosen = Node::parse(form.typed.text("node"));
    let mut nodes: Vec<Choice> = held
        .iter()
        .map(|node| Choice::new(node.to_string(), place_name(faces, *node), chosen.is_none_or(|c| c == *node)))
        .collect();
    let below = streets(faces, &held, chosen);
    nodes.extend(below.into_iter().filter(|choice| !held.iter().any(|node| node.to_string() == choice.value)));
    let kind = form.typed.text("kind").to_owned();
    let status = form.status;
    render_at(
        status,
        &New {
            crumbs: crumbs([
                (t.get("outreach-title"), "/console/outreach"),
                (t.get("outreach-imports"), "/console/outreach/imports"),
                (t.get("outreach-upload"), ""),
            ]),
            kinds: labels::choices(
                ImportKind::ALL,
                if kind.is_empty() { "register" } else { &kind },
                ImportKind::code,
                |one| t.get(&format!("outreach-kind-{}", one.code())),
            ),
            nodes,
            form,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "outreach/import.html")]
struct Show {
    page: Page,
    crumbs: Vec<Crumb>,
    id: ImportId,
    title: String,
    sub: String,
    state: String,
    tone: &'static str,
    mapping: bool,
    running: bool,
    columns: Vec<Column>,
    percent: i64,
    progress: String,
    figures: Vec<(String, i64)>,
    reason: String,
    bad: Vec<Bad>,
    open: i64,
    more: String,
    form: Form,
}

struct Column {
    name: String,
    heading: String,
    samples: String,
    fields: Vec<Choice>,
}

struct Bad {
    href: String,
    number: i64,
    faults: Vec<String>,
}

async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<ImportId>, typed: Typed) -> Answer<Response> {
    import_page(&faces, &visit, id, Form::filled(&visit, typed)).await
}

async fn start(State(faces): State<Faces>, visit: Visit, At(id): At<ImportId>, typed: Typed) -> Answer<Response> {
    let outreach = &faces.house.outreach;
    let here = format!("/console/outreach/imports/{id}");
    if typed.text("do") == "cancel" {
        let outcome = outreach.run(&visit.actor, &key(&typed)?, CancelImport { import: id }).await;
        return match sent(&faces, &visit, typed, outcome)? {
            Sent::Done(()) => said(&visit, &here, "outreach-done-cancel"),
            Sent::Again(form) => import_page(&faces, &visit, id, form).await,
        };
    }
    let columns = outreach.import(&visit.actor, id).await?.columns.len();
    let mapping = (0..columns).map(|at| Field::parse(typed.text(&format!("c{at}")))).collect();
    let outcome = outreach.run(&visit.actor, &key(&typed)?, StartImport { import: id, mapping }).await;
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => said(&visit, &here, "outreach-done-start"),
        Sent::Again(form) => import_page(&faces, &visit, id, form).await,
    }
}

async fn import_page(faces: &Faces, visit: &Visit, id: ImportId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let outreach = &faces.house.outreach;
    let import = outreach.import(&visit.actor, id).await?;
    let after = form.typed.int("row").unwrap_or(0);
    let bad = outreach.bad_rows(&visit.actor, id, after, BAD_ROWS).await?;
    let page = faces.page(visit, "people.outreach").await?.at("/console/outreach/imports");
    let title = import.file.clone().unwrap_or_else(|| t.get(&format!("outreach-kind-{}", import.kind.code())));
    let last = bad.last().map(|row| row.number).filter(|_| bad.len() as i64 == BAD_ROWS);
    let figure = |key: &str, n: i64| (t.get(key), n);
    let status = form.status;
    render_at(
        status,
        &Show {
            crumbs: crumbs([
                (t.get("outreach-title"), "/console/outreach"),
                (t.get("outreach-imports"), "/console/outreach/imports"),
                (title.clone(), ""),
            ]),
            id,
            sub: format!("{} · {}", place_name(faces, import.node), labels::full_when(&t, import.made_at)),
            state: import_state(&t, import.state),
            tone: import_tone(import.state),
            mapping: import.state == ImportState::Mapping,
            running: import.state == ImportState::Running,
            columns: columns(&t, &import, &form),
            percent: import.percent.unwrap_or(0),
            progress: t.with("outreach-progress", [("n", import.rows_seen.to_string())]),
            figures: vec![
                figure("outreach-rows-seen", import.rows_seen),
                figure("outreach-rows-added", import.added),
                figure("outreach-rows-updated", import.updated),
                figure("outreach-rows-unchanged", import.unchanged),
                figure("outreach-rows-bad", import.bad),
                figure("outreach-rows-paired", import.paired),
            ],
            reason: import.reason.as_deref().map(|code| fault(&t, code)).unwrap_or_default(),
            bad: bad
                .iter()
                .map(|row| Bad {
                    href: format!("/console/outreach/rows/{}", row.id),
                    number: row.number,
                    faults: row
                        .faults
                        .iter()
                        .map(|(f, code)| format!("{} {}", field_word(&t, f), fault(&t, code)))
                        .collect(),
                })
                .collect(),
            open: import.open,
            more: last.map(|row| format!("/console/outreach/imports/{id}?row={row}")).unwrap_or_default(),
            title,
            form,
            page,
        },
    )
}

fn columns(t: &Text, import: &ImportView, form: &Form) -> Vec<Column> {
    let one = |(at, column): (usize, &ColumnView)| {
        let name = format!("c{at}");
        let typed = form.typed.given("_key").map(|_| form.typed.text(&name));
        let chosen = typed.or(column.field.map(Field::code)).unwrap_or_default();
        Column {
            heading: if column.heading.is_empty() { "—".into() } else { column.heading.clone() },
            samples: column.samples.join(" / "),
            fields: field_choices(t, import.kind, chosen),
            name,
        }
    };
    import.columns.iter().enumerate().map(one).collect()
}

fn field_choices(t: &Text, kind: ImportKind, chosen: &str) -> Vec<Choice> {
    let fitting = Field::ALL.iter().filter(|field| field.fits(kind));
    fitting.map(|field| Choice::new(field.code(), field_word(t, field.code()), field.code() == chosen)).collect()
}

fn field_word(t: &Text, code: &str) -> String {
    match Field::parse(code) {
        Some(field) => t.get(&format!("outreach-field-{}", field.code())),
        None => code.to_owned(),
    }
}

fn fault(t: &Text, code: &str) -> String {
    t.field(&FieldFault { field: "".into(), code: code.to_owned().into(), args: Vec::new() })
}

#[derive(Template)]
#[template(path = "outreach/row.html")]
struct BadRow {
    page: Page,
    crumbs: Vec<Crumb>,
    id: Uuid,
    sub: String,
    register: bool,
    open: bool,
    faults: Vec<String>,
    /// Fields that one types: name, label, value, error.
    fields: Vec<(String, String, String, String)>,
    traits: Vec<Choice>,
    traits_error: String,
    levels: Vec<Choice>,
    form: Form,
}

/// What is typed of a row of the register, in the order of the form.
const REGISTER_FIELDS: &[Field] = &[
    Field::Name,
    Field::IdNo,
    Field::Phone,
    Field::Community,
    Field::Street,
    Field::Address,
    Field::EmergencyName,
    Field::EmergencyPhone,
    Field::EmergencyRelation,
    Field::Willing,
];
const ASSESSMENT_FIELDS: &[Field] = &[Field::Name, Field::IdNo, Field::AssessedOn, Field::ValidUntil, Field::Assessor];

async fn row_form(State(faces): State<Faces>, visit: Visit, At(id): At<Uuid>) -> Answer<Response> {
    row_page(&faces, &visit, id, None).await
}

async fn repair(State(faces): State<Faces>, visit: Visit, At(id): At<Uuid>, typed: Typed) -> Answer<Response> {
    let outreach = &faces.house.outreach;
    let (import, _) = outreach.bad_row(&visit.actor, id).await?;
    let here = format!("/console/outreach/imports/{}", import.id);
    let outcome = if typed.text("do") == "leave" {
        outreach.run(&visit.actor, &key(&typed)?, LeaveOutRow { row: id }).await
    } else {
        let text = |field: &Field| (*field, typed.text(field.code()).to_owned());
        let mut values: BTreeMap<Field, String> = REGISTER_FIELDS.iter().chain(ASSESSMENT_FIELDS).map(text).collect();
        values.insert(Field::Traits, typed.many("traits").join(","));
        values.insert(Field::Level, typed.text("level").to_owned());
        outreach.run(&visit.actor, &key(&typed)?, RepairRow { row: id, values }).await
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(()) => Ok(done(&visit, &here, "outreach-done-row", &[])),
        Sent::Again(form) => row_page(&faces, &visit, id, Some(form)).await,
    }
}

async fn row_page(faces: &Faces, visit: &Visit, id: Uuid, again: Option<Form>) -> Answer<Response> {
    let t = text(faces, visit);
    let (import, row) = faces.house.outreach.bad_row(&visit.actor, id).await?;
    let register = import.kind == ImportKind::Register;
    let first = again.is_none();
    let form = again.unwrap_or_else(|| Form::blank(visit));
    let said = |field: Field| row.cells.iter().find(|(held, _)| *held == field).map(|(_, text)| text.clone());
    let told = |field: Field| row.faults.iter().find(|(held, _)| held == field.code()).map(|(_, code)| fault(&t, code));
    let value =
        |field: Field| if first { said(field).unwrap_or_default() } else { form.value(field.code()).to_owned() };
    let error = |field: Field| {
        if first { told(field).unwrap_or_default() } else { form.error(field.code()).to_owned() }
    };
    let fields = if register { REGISTER_FIELDS } else { ASSESSMENT_FIELDS };
    let words = |code: &str| {
        let one = Trait::parse(code).map(|one| t.get(&format!("people-trait-{}", one.code()))).unwrap_or_default();
        row.cells.iter().any(|(field, text)| field_word(&t, field.code()) == one && text == "是")
    };
    let level = value(Field::Level);
    let page = faces.page(visit, "people.outreach").await?.at("/console/outreach/imports");
    let here = format!("/console/outreach/imports/{}", import.id);
    let file = import.file.clone().unwrap_or_else(|| t.get("outreach-imports"));
    let status = form.status;
    render_at(
        status,
        &BadRow {
            crumbs: crumbs([
                (t.get("outreach-title"), "/console/outreach"),
                (file, here.as_str()),
                (t.with("outreach-row", [("n", row.number.to_string())]), ""),
            ]),
            id,
            sub: t.with("outreach-row", [("n", row.number.to_string())]),
            register,
            open: row.state == tb_outreach::RowState::Open,
            faults: row.faults.iter().map(|(f, code)| format!("{} {}", field_word(&t, f), fault(&t, code))).collect(),
            fields: fields
                .iter()
                .map(|f| (f.code().to_owned(), field_word(&t, f.code()), value(*f), error(*f)))
                .collect(),
            traits: trait_choices(&t, |code| if first { words(code) } else { form.has("traits", code) }),
            traits_error: form.error("traits").to_owned(),
            levels: labels::choices(AbilityLevel::ALL, &level, AbilityLevel::code, |one| {
                t.get(&format!("people-ability-{}", one.code()))
            }),
            form,
            page,
        },
    )
}
