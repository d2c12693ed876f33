//! 我的志愿之路: from application to service, step by step, with what is missing; and what to do when one was shut out.

use crate::home::subject;
use crate::{own, own_form};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Form, Page, Step, done, refused_or, render_at};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{BarId, Refusal};
use tb_people::{BarView, CheckLine, CheckResult, EnrolmentState, WayView};
use tb_policy::Check;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(own("/me/way", "page.way"), show).add(own_form("/me/way", "people.appeal"), appeal)
}

#[derive(Template)]
#[template(path = "way/way.html")]
struct Way {
    page: Page,
    steps: Vec<Step>,
    next: String,
    next_tone: &'static str,
    lines: Vec<Line>,
    bars: Vec<Bar>,
    applied: bool,
    form: Form,
}

struct Line {
    kind: String,
    detail: String,
    status: String,
    tone: &'static str,
}

struct Bar {
    id: BarId,
    state: String,
    tone: &'static str,
    reason: String,
    article: String,
    days: String,
    words: String,
    decision: String,
    may_appeal: bool,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    page_of(&faces, &visit, Form::blank(&visit)).await
}

async fn appeal(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let outcome = match typed.parsed::<BarId>("bar") {
        Some(bar) => faces.house.people.appeal(&visit.actor, &typed.key()?, bar, typed.text("appeal")).await,
        None => Err(Refusal::not_found().into()),
    };
    match refused_or(outcome)? {
        Ok(()) => Ok(done(&visit, "/me/way", "way-done-appealed", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            page_of(&faces, &visit, form).await
        }
    }
}

async fn page_of(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let person = subject(visit)?;
    let page = faces.page(visit, "me").await?.at("/me/way");
    let way = faces.house.people.way(&visit.actor, person).await?;
    // What the city does not ask for is no business of whoever only wants to know what is missing.
    let asked = |line: &&CheckLine| line.article.is_some();
    let (next, next_tone) = next(&page, &way);
    let template = Way {
        steps: steps(&page, &way),
        next,
        next_tone,
        lines: way.checks.iter().filter(asked).map(|line| line_of(&page, line)).collect(),
        bars: way.bars.iter().map(|bar| bar_of(&page, bar)).collect(),
        applied: way.enrolment.is_some(),
        page,
        form,
    };
    render_at(template.form.status, &template)
}

/// How far somebody has come: 0 nothing, 1 applied, 2 checked, 3 trained, 4 examined, 5 active.
fn reached(way: &WayView) -> usize {
    let Some((_, state)) = way.enrolment else { return 0 };
    if state == EnrolmentState::Active {
        return 5;
    }
    let met = |wanted: &dyn Fn(Check) -> bool| {
        way.checks.iter().filter(|line| line.article.is_some() && wanted(line.kind)).all(|line| line.holds)
    };
    let learnt = |kind: Check| matches!(kind, Check::Training | Check::Exam);
    // Age is read from the identity by whoever reviews; nobody has to do anything for it.
    let checked = met(&|kind| !learnt(kind) && kind != Check::Age);
    let (trained, examined) = (met(&|kind| kind == Check::Training), met(&|kind| kind == Check::Exam));
    match (trained, examined, checked) {
        (true, true, true) => 4,
        (true, true, false) => 3,
        (true, false, _) => 2,
        (false, ..) => 1,
    }
}

const STEPS: [&str; 5] = ["apply", "learn", "exam", "checks", "active"];

fn steps(page: &Page, way: &WayView) -> Vec<Step> {
    let reached = reached(way);
    let state = |at: usize| match at {
        at if at < reached => "done",
        at if at == reached => "now",
        _ => "next",
    };
    let step = |(at, code): (usize, &&str)| Step { label: page.t.get(&format!("way-step-{code}")), state: state(at) };
    STEPS.iter().enumerate().map(step).collect()
}

/// What to do now, in one sentence.
fn next(page: &Page, way: &WayView) -> (String, &'static str) {
    let barred = way.bars.iter().any(|bar| bar.state != tb_people::BarState::Lifted);
    let (word, tone) = match way.enrolment {
        _ if barred => ("barred", "bad"),
        None => ("apply", "info"),
        Some((_, EnrolmentState::Active)) => ("active", "ok"),
        Some((_, EnrolmentState::Suspended)) => ("suspended", "bad"),
        Some((_, EnrolmentState::Refused)) => ("refused", "bad"),
        Some((_, EnrolmentState::Exited)) => ("exited", "info"),
        Some(_) => (STEPS[reached(way).min(4)], "info"),
    };
    (page.t.get(&format!("way-next-{word}")), tone)
}

fn line_of(page: &Page, line: &CheckLine) -> Line {
    let t = &page.t;
    let (word, tone) = match (&line.latest, line.holds) {
        (_, true) if line.ending => ("ending", "wait"),
        (_, true) => ("holds", "ok"),
        (Some(made), false) if made.result == CheckResult::Failed => ("failed", "bad"),
        (Some(made), false) if made.result == CheckResult::Unclear => ("unclear", "wait"),
        (Some(_), false) => ("over", "bad"),
        (None, false) => ("missing", "wait"),
    };
    let detail = line.latest.as_ref().map_or_else(String::new, |made| match made.expires_on {
        Some(until) => t.with("way-made-until", [("day", t.date(made.checked_on)), ("until", t.date(until))]),
        None => t.with("way-made", [("day", t.date(made.checked_on))]),
    });
    Line {
        kind: t.get(&format!("console-check-{}", line.kind.code())),
        detail,
        status: t.get(&format!("way-check-{word}")),
        tone,
    }
}

fn bar_of(page: &Page, bar: &BarView) -> Bar {
    let t = &page.t;
    let until = bar.until.map_or_else(|| t.get("way-bar-open"), |until| t.date(until));
    let tone = match bar.state {
        tb_people::BarState::Appealed => "wait",
        tb_people::BarState::Lifted => "still",
        _ => "bad",
    };
    Bar {
        id: bar.id,
        state: t.get(&format!("way-bar-{}", bar.state.code())),
        tone,
        reason: bar.reason.clone(),
        article: bar.article.clone(),
        days: t.with("way-bar-days", [("from", t.date(bar.from)), ("until", until)]),
        words: bar.appeal.clone().unwrap_or_default(),
        decision: bar.decision.clone().unwrap_or_default(),
        may_appeal: bar.may_appeal,
    }
}
