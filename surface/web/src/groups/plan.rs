//! A manager plans an event: what, when, where, how many, and whose time it costs.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render_at};
use tb_groups::{Payer, PlanGathering};
use tb_http::{Answer, At, Typed, Visit};
use tb_kernel::{GroupId, Instant, Refusal};

#[derive(Template)]
#[template(path = "groups/plan.html")]
struct Plan {
    page: Page,
    form: Form,
    id: GroupId,
    name: String,
    items: Vec<Choice>,
    payers: Vec<Choice>,
    today: String,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit, At(id): At<GroupId>) -> Answer<Response> {
    let form = Form::blank(&visit);
    plan_page(&faces, &visit, id, form).await
}

async fn plan_page(faces: &Faces, visit: &Visit, id: GroupId, form: Form) -> Answer<Response> {
    let file = faces.house.groups.file(&visit.actor, id).await?;
    if !file.standing.is_manager() {
        return Err(Refusal::not_found().into());
    }
    let page = faces.page(visit, "me").await?;
    let version = faces.house.policies.at(file.group.node, page.now.day()).map_err(Refusal::from)?;
    let items = version.items.iter().filter(|item| item.offered_at(file.group.node)).map(|item| {
        let name = item.name.for_locale(page.lang).to_owned();
        Choice::new(item.code.to_string(), name, form.value("item") == item.code.as_str())
    });
    let items = items.collect();
    let payers = Payer::ALL.iter().map(|payer| {
        let label = page.t.get(&format!("groups-payer-{payer}"));
        Choice::new(payer.code(), label, form.value("payer") == payer.code())
            .hint(page.t.get(&format!("groups-payer-{payer}-text")))
    });
    let payers = payers.collect();
    let template = Plan { id, name: file.group.name, items, payers, today: page.now.day().to_string(), page, form };
    render_at(template.form.status, &template)
}

/// Day and hour of a field pair.
fn moment(typed: &Typed, hour: &str) -> Option<Instant> {
    Typed::of([("at", format!("{}T{}", typed.text("day"), typed.text(hour)))]).moment("at")
}

pub(super) async fn send(
    State(faces): State<Faces>,
    visit: Visit,
    At(group): At<GroupId>,
    typed: Typed,
) -> Answer<Response> {
    let (from, to, payer) = (moment(&typed, "from"), moment(&typed, "to"), Payer::parse(typed.text("payer")));
    let outcome = match (from, to, payer) {
        (Some(starts_at), Some(ends_at), Some(payer)) => {
            let text = |field: &str| typed.text(field).to_owned();
            let command = PlanGathering {
                group,
                item: text("item"),
                title: text("title"),
                place: text("place"),
                starts_at,
                ends_at,
                helpers: typed.int("helpers").unwrap_or(0),
                payer,
                elder: typed.given("elder").map(str::to_owned),
            };
            faces.house.groups.run(&visit.actor, &typed.key()?, command).await
        }
        _ => {
            let mut wrong = Refusal::invalid();
            for (field, missing) in [("day", from.is_none()), ("to", to.is_none()), ("payer", payer.is_none())] {
                if missing {
                    wrong = wrong.field(field, "groups.missing");
                }
            }
            Err(wrong.into())
        }
    };
    match refused_or(outcome)? {
        Ok(id) => Ok(done(&visit, &format!("/gatherings/{id}"), "groups-done-planned", &[])),
        Err(mut refusal) => {
            for fault in &mut refusal.fields {
                // The event speaks of moments, the form of a day and hours.
                if fault.field == "starts_at" {
                    fault.field = "day".into();
                }
            }
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            plan_page(&faces, &visit, group, form).await
        }
    }
}
