//! The machine: recurring jobs and how they went, what is in flight, the version, the steps of the database. No personal
//! data: whoever runs the system sees that it runs.

use crate::labels;
use crate::lists::text;
use crate::{read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_db::Engine;
use tb_frame::{Faces, Page, render};
use tb_http::{Answer, Doors, Visit};
use tb_jobs::JobRow;
use tb_kernel::{Fail, Span};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(read("/console/system", "system.show", roles::SYSTEM), show)
}

#[derive(Template)]
#[template(path = "system/show.html")]
struct Show {
    page: Page,
    facts: Vec<(String, String)>,
    jobs: Vec<Job>,
    jobs_count: String,
    failing: usize,
    steps: Vec<Step>,
    steps_count: String,
    missing: usize,
}

struct Job {
    name: String,
    kind: String,
    every: String,
    due: String,
    last: String,
    took: String,
    result: String,
    tone: &'static str,
    attempts: i64,
}

struct Step {
    slice: &'static str,
    number: String,
    name: &'static str,
    missing: bool,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let t = text(&faces, &visit);
    let house = &faces.house;
    let mut tx = house.core.db.read();
    let jobs = tb_jobs::job_rows(&mut tx).await.map_err(Fail::from)?;
    let all = tb_house::migrations();
    let missing = tb_db::pending(&house.core.db, &all).await.map_err(Fail::from)?;
    let answers = house.core.db.answers().await;
    let engine = match house.core.db.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    let page = faces.page(&visit, "system").await?;
    let jobs: Vec<Job> = jobs.iter().map(|job| job_of(&t, job)).collect();
    let steps: Vec<Step> = all
        .iter()
        .map(|step| Step {
            slice: step.slice,
            number: step.number.to_string(),
            name: step.name,
            missing: missing.iter().any(|name| name.contains(step.slice) && name.contains(step.name)),
        })
        .collect();
    render(&Show {
        facts: vec![
            (t.get("console-version-program"), env!("CARGO_PKG_VERSION").to_owned()),
            (t.get("console-database"), engine.to_owned()),
            (t.get("console-database-answers"), t.get(if answers { "console-yes" } else { "console-no" })),
            (t.get("console-in-flight"), visit.porter().in_flight.count().to_string()),
            (t.get("console-server-clock"), labels::full_when(&t, faces.now())),
            (t.get("console-rules-version"), faces.rules()?.id.to_string()),
        ],
        failing: jobs.iter().filter(|job| job.tone == "bad").count(),
        jobs_count: t.with("console-count", [("n", jobs.len().to_string())]),
        steps_count: t.with("console-count", [("n", steps.len().to_string())]),
        missing: missing.len(),
        jobs,
        steps,
        page,
    })
}

fn job_of(t: &Text, job: &JobRow) -> Job {
    let result = job.last_result.clone().unwrap_or_default();
    // What failed stands in the log with its words; here only that it failed.
    let (word, tone) = match result.split_once(' ') {
        Some(("ok", count)) => (t.with("console-job-ok", [("n", count.to_owned())]), "ok"),
        _ if result.is_empty() => (t.get("console-never"), "still"),
        _ => (t.get("console-job-failed"), "bad"),
    };
    Job {
        name: labels::or_code(t, "console-job-", &job.kind),
        kind: job.kind.clone(),
        every: every(t, Span(job.every_us)),
        due: labels::full_when(t, job.due),
        last: job.last_run.map_or_else(|| t.get("console-never"), |at| labels::full_when(t, at)),
        took: job.last_took_us.map(|took| format!("{} ms", took / 1000)).unwrap_or_default(),
        result: word,
        tone,
        attempts: job.attempts,
    }
}

fn every(t: &Text, span: Span) -> String {
    let (key, n) = match span.whole_seconds() {
        seconds if seconds < 60 => ("console-every-seconds", seconds),
        seconds if seconds < 3600 => ("console-every-minutes", seconds / 60),
        seconds => ("console-every-hours", seconds / 3600),
    };
    t.with(key, [("n", n.to_string())])
}
