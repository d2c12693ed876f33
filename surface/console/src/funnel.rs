//! From application to service: how many stand where, who is stuck, who went quiet.

use crate::ground::{Ground, ground, place_name};
use crate::lists::text;
use crate::{read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Page, render};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_volunteers::Step;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/volunteers/funnel", "volunteers.funnel", roles::LOOK), funnel)
        .add(read("/console/volunteers/quiet", "volunteers.quiet", roles::LOOK), quiet)
}

#[derive(Template)]
#[template(path = "volunteers/funnel.html")]
struct Funnel {
    page: Page,
    ground: Ground,
    tiles: Vec<Tile>,
    steps: Vec<Choice>,
    rows: Vec<Row>,
    count: String,
    more: bool,
}

struct Tile {
    label: String,
    value: String,
    href: String,
}

struct Row {
    href: String,
    name: String,
    place: String,
    step: String,
    since: String,
    missing: String,
    reminded: String,
}

async fn funnel(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let (volunteers, actor) = (&faces.house.volunteers, &visit.actor);
    let step = Step::parse(typed.text("step"));
    let found = volunteers.funnel(actor, ground.node).await?;
    let stuck = volunteers.stuck(actor, ground.node, step).await?;
    let word = |step: Step| t.get(&format!("volunteers-step-{step}"));
    let here = |step: &str| format!("/console/volunteers/funnel?{}", typed.query(&[("step", step)]));
    let mut tiles: Vec<Tile> = found
        .waiting
        .iter()
        .map(|(step, count)| Tile { label: word(*step), value: count.to_string(), href: here(step.code()) })
        .collect();
    let node = if ground.asked.is_empty() { String::new() } else { format!("?node={}", ground.asked) };
    let quiet = format!("/console/volunteers/quiet{node}");
    tiles.push(Tile { label: word(Step::First), value: found.unserved.to_string(), href: quiet.clone() });
    tiles.push(Tile { label: t.get("volunteers-serving"), value: found.serving.to_string(), href: String::new() });
    let comma = t.get("console-comma");
    let rows: Vec<Row> = stuck
        .iter()
        .map(|one| {
            let missing = one.missing.iter().map(|check| t.get(&format!("console-check-{}", check.code())));
            Row {
                href: format!("/console/people/{}/way", one.person.id),
                name: format!("{} {}", one.person.masked_name, one.person.handle),
                place: place_name(&faces, one.person.node),
                step: word(one.step),
                since: t.date(one.since.day()),
                missing: missing.collect::<Vec<_>>().join(&comma),
                reminded: one.reminded.to_string(),
            }
        })
        .collect();
    let page = faces.page(&visit, "people.funnel").await?;
    let all = [Step::Learn, Step::Exam, Step::Checks, Step::Review];
    render(&Funnel {
        count: t.with("console-count", [("n", rows.len().to_string())]),
        steps: crate::labels::choices(&all, typed.text("step"), Step::code, word),
        more: found.more,
        tiles,
        rows,
        ground,
        page,
    })
}

#[derive(Template)]
#[template(path = "volunteers/quiet.html")]
struct Quiet {
    page: Page,
    ground: Ground,
    rows: Vec<QuietRow>,
    count: String,
    about: String,
}

struct QuietRow {
    href: String,
    name: String,
    place: String,
    last: String,
    since: String,
}

async fn quiet(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let found = faces.house.volunteers.quiet(&visit.actor, ground.node).await?;
    let days = faces.rules()?.parameters.win_back.quiet_days;
    let page = faces.page(&visit, "people.quiet").await?;
    let rows: Vec<QuietRow> = found
        .iter()
        .map(|one| QuietRow {
            href: format!("/console/people/{}", one.person.id),
            name: format!("{} {}", one.person.masked_name, one.person.handle),
            place: place_name(&faces, one.person.node),
            last: one.last.map_or_else(|| t.get("volunteers-never"), |at| t.date(at.day())),
            since: one.active_since.map_or_else(String::new, |at| t.date(at.day())),
        })
        .collect();
    render(&Quiet {
        count: t.with("console-count", [("n", rows.len().to_string())]),
        about: t.with("volunteers-quiet-text", [("days", days.to_string())]),
        rows,
        ground,
        page,
    })
}
