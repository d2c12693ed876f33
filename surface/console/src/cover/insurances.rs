//! The insurances of a territory: what is in force, what ends soon, opening and ending one with a second officer.

use super::{fen, yuan};
use crate::forms::{Sent, key, said, sent};
use crate::ground::{Ground, ground, place_name};
use crate::lists::{Crumb, crumbs, text};
use crate::{labels, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_cover::{Insurance, NewCover, ProposeCover, ProposeEnd};
use tb_frame::{Choice, Faces, Form, Page, render, render_at};
use tb_http::{Answer, At, Trouble, Typed, Visit};
use tb_kernel::{CoverId, Day, Level, Node, Refusal};
use tb_policy::{CoverKind, Payer};
use tb_words::Text;

#[derive(Template)]
#[template(path = "cover/insurances.html")]
struct List {
    page: Page,
    ground: Ground,
    rows: Vec<Row>,
    count: String,
    rule: String,
    article: String,
    /// Kinds the policy asks for that nothing in force covers here.
    lacking: String,
    may_propose: bool,
}

struct Row {
    kind: String,
    place: String,
    insurer: String,
    number: String,
    from: String,
    to: String,
    sum: String,
    payer: String,
    state: String,
    tone: &'static str,
    end: String,
}

pub(super) async fn list(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let t = text(&faces, &visit);
    let ground = ground(&faces, &visit, &typed, roles::LOOK)?;
    let found = faces.house.cover.insurances(&visit.actor, ground.node).await?;
    let version = faces.rules()?;
    let (today, warn) = (faces.now().day(), i64::from(version.parameters.cover.warn_days));
    let kinds = &version.parameters.cover.kinds;
    let mut tx = faces.house.core.db.read();
    let force = tb_cover::in_force(&mut tx, today).await.map_err(tb_kernel::Fail::from)?;
    let lacking: Vec<String> =
        force.missing(&version, ground.node, ground.node).into_iter().map(|kind| kind_word(&t, kind.code())).collect();
    let comma = t.get("console-comma");
    let asked: Vec<String> = kinds.iter().map(|kind| kind_word(&t, kind.code())).collect();
    let rule = if version.parameters.insurance.required {
        t.with("cover-desk-rule", [("kinds", asked.join(&comma))])
    } else {
        t.get("cover-rule-none")
    };
    let may = |one: &Insurance| visit.actor.may(roles::OFFICERS, one.node) && one.is_in_force(today);
    let rows: Vec<Row> = found.iter().map(|one| row(&faces, &t, one, today, warn, may(one))).collect();
    let page = faces.page(&visit, "cover.insurances").await?;
    render(&List {
        count: t.with("console-count", [("n", rows.len().to_string())]),
        rows,
        rule,
        article: version.parameters.insurance.article.to_string(),
        lacking: lacking.join(&comma),
        may_propose: visit.actor.has_role(roles::OFFICERS),
        ground,
        page,
    })
}

fn kind_word(t: &Text, code: &str) -> String {
    t.get(&format!("cover-kind-{code}"))
}

fn row(faces: &Faces, t: &Text, one: &Insurance, today: Day, warn: i64, may_end: bool) -> Row {
    let (state, tone) = if one.last_day() < today {
        ("over", "still")
    } else if one.from_day > today {
        ("coming", "info")
    } else if one.last_day() < today.plus_days(warn) {
        ("soon", "wait")
    } else {
        ("force", "ok")
    };
    Row {
        kind: kind_word(t, &one.kind),
        place: place_name(faces, one.node),
        insurer: one.insurer.clone(),
        number: one.number.clone(),
        from: t.date(one.from_day),
        to: t.date(one.last_day()),
        sum: yuan(t, one.sum_fen),
        payer: t.get(&format!("cover-payer-{}", one.payer)),
        state: t.get(&format!("cover-standing-{state}")),
        tone,
        end: if may_end && one.ended_on.is_none() { format!("/console/cover/{}/end", one.id) } else { String::new() },
    }
}

#[derive(Template)]
#[template(path = "cover/new.html")]
struct New {
    page: Page,
    crumbs: Vec<Crumb>,
    nodes: Vec<Choice>,
    kinds: Vec<Choice>,
    payers: Vec<Choice>,
    form: Form,
}

pub(super) async fn new_form(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    new_page(&faces, &visit, Form::blank(&visit)).await
}

pub(super) async fn new(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let outcome = match read(&typed) {
        Ok(cover) => {
            let ask = ProposeCover { cover, reason: typed.text("reason").to_owned() };
            faces.house.cover.run(&visit.actor, &key(&typed)?, ask).await
        }
        Err(wrong) => Err(wrong.into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(approval) => said(&visit, &format!("/console/approvals/{approval}"), "console-done-proposed"),
        Sent::Again(form) => new_page(&faces, &visit, form).await,
    }
}

/// The form as an insurance, or every field that is missing.
fn read(typed: &Typed) -> Result<NewCover, Refusal> {
    let node = Node::parse(typed.text("node"));
    let (kind, payer) = (CoverKind::parse(typed.text("kind")), Payer::parse(typed.text("payer")));
    let (from, to, sum) = (typed.day("from"), typed.day("to"), fen(typed.text("sum")));
    let mut wrong = Refusal::invalid();
    for (missing, field) in [
        (node.is_none(), "node"),
        (kind.is_none(), "kind"),
        (payer.is_none(), "payer"),
        (from.is_none(), "from"),
        (to.is_none(), "to"),
        (sum.is_none(), "sum"),
        (typed.given("insurer").is_none(), "insurer"),
        (typed.given("number").is_none(), "number"),
        (typed.given("hotline").is_none(), "hotline"),
    ] {
        if missing {
            wrong = wrong.field(field, "common.field-missing");
        }
    }
    wrong.or_ok()?;
    let missing = Refusal::not_found;
    Ok(NewCover {
        node: node.ok_or_else(missing)?,
        kind: kind.ok_or_else(missing)?,
        payer: payer.ok_or_else(missing)?,
        from: from.ok_or_else(missing)?,
        to: to.ok_or_else(missing)?,
        sum_fen: sum.ok_or_else(missing)?,
        insurer: typed.text("insurer").to_owned(),
        number: typed.text("number").to_owned(),
        hotline: typed.text("hotline").to_owned(),
    })
}

async fn new_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let page = faces.page(visit, "cover.insurances").await?.at("/console/cover/new");
    let places = &faces.house.places;
    let mut nodes = Vec::new();
    for root in visit.actor.territory(roles::OFFICERS) {
        nodes.push(root);
        if root.level() == Level::City {
            nodes.extend(places.children(root).into_iter().map(|division| division.node));
        }
    }
    let chosen = form.typed.text("node").to_owned();
    let choice = |node: Node| Choice::new(node.to_string(), places.name(node), node.to_string() == chosen);
    let kinds =
        labels::choices(CoverKind::ALL, form.typed.text("kind"), |kind| kind.code(), |kind| kind_word(&t, kind.code()));
    let payer = |payer: Payer| t.get(&format!("cover-payer-{}", payer.code()));
    let payers = labels::choices(Payer::ALL, form.typed.text("payer"), |payer| payer.code(), payer);
    let status = form.status;
    render_at(
        status,
        &New {
            crumbs: crumbs([(t.get("cover-insurances"), "/console/cover"), (t.get("cover-new"), "")]),
            nodes: nodes.into_iter().map(choice).collect(),
            kinds,
            payers,
            form,
            page,
        },
    )
}

#[derive(Template)]
#[template(path = "cover/end.html")]
struct End {
    page: Page,
    crumbs: Vec<Crumb>,
    id: CoverId,
    facts: Vec<(String, String)>,
    form: Form,
}

pub(super) async fn end_form(State(faces): State<Faces>, visit: Visit, At(id): At<CoverId>) -> Answer<Response> {
    end_page(&faces, &visit, id, Form::blank(&visit)).await
}

pub(super) async fn end(
    State(faces): State<Faces>,
    visit: Visit,
    At(id): At<CoverId>,
    typed: Typed,
) -> Answer<Response> {
    let outcome = match typed.day("on") {
        Some(on) => {
            let ask = ProposeEnd { cover: id, on, reason: typed.text("reason").to_owned() };
            faces.house.cover.run(&visit.actor, &key(&typed)?, ask).await
        }
        None => Err(Refusal::invalid().field("on", "common.field-missing").into()),
    };
    match sent(&faces, &visit, typed, outcome)? {
        Sent::Done(approval) => said(&visit, &format!("/console/approvals/{approval}"), "console-done-proposed"),
        Sent::Again(form) => end_page(&faces, &visit, id, form).await,
    }
}

async fn end_page(faces: &Faces, visit: &Visit, id: CoverId, form: Form) -> Answer<Response> {
    let t = text(faces, visit);
    let one = faces.house.cover.insurance(&visit.actor, id).await?;
    if !visit.actor.may(roles::OFFICERS, one.node) {
        return Err(Trouble::not_found());
    }
    let page = faces.page(visit, "cover.insurances").await?.at(&format!("/console/cover/{id}/end"));
    let status = form.status;
    render_at(
        status,
        &End {
            crumbs: crumbs([(t.get("cover-insurances"), "/console/cover"), (t.get("cover-end"), "")]),
            id,
            facts: vec![
                (t.get("cover-kind"), kind_word(&t, &one.kind)),
                (t.get("console-th-place"), place_name(faces, one.node)),
                (t.get("cover-insurer"), format!("{} {}", one.insurer, one.number)),
                (t.get("cover-to"), t.date(one.to_day)),
            ],
            form,
            page,
        },
    )
}
