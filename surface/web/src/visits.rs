//! Who comes to me (谁来看我): the elder's next visits, one below the other, with the code for the door and a telephone
//! that somebody answers.

use crate::home::{subject, what_to_do};
use crate::orders::list::upcoming;
use crate::own;
use crate::tell::Tell;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Page, render};
use tb_http::{Answer, Doors, Visit};
use tb_orders::{OrderState, Side};

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new().add(own("/visits", "page.visits"), show)
}

#[derive(Template)]
#[template(path = "visits/visits.html")]
struct Visits {
    page: Page,
    rows: Vec<Coming>,
}

struct Coming {
    href: String,
    when: String,
    what: String,
    who: String,
    mark: String,
    status: String,
    tone: &'static str,
    /// Address of the large code; empty while nobody comes yet.
    code: String,
    action: String,
    action_href: String,
}

async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let person = subject(&visit)?;
    let page = faces.page(&visit, "visits").await?;
    let soon = upcoming(&faces, person).await?;
    let mine: Vec<_> = soon.into_iter().filter(|(_, side)| *side == Side::Elder).map(|(order, _)| order).collect();
    let names = faces.names(mine.iter().filter_map(|order| order.volunteer)).await?;
    let tell = Tell::of(&faces, &page);
    let rows = mine.iter().map(|order| {
        let shown = order.volunteer.and_then(|id| names.get(&id));
        let (key, path) = what_to_do(order, Side::Elder, page.now);
        let href = format!("/orders/{}", order.id);
        let coded = matches!(order.state, OrderState::Taken | OrderState::Confirmed | OrderState::Serving);
        Coming {
            when: tell.when(order.starts_at),
            what: format!(
                "{} · {}",
                tell.item(order),
                page.t.with("web-about", [("length", tell.minutes(order.minutes))])
            ),
            who: shown.map(|shown| tell.person(shown)).unwrap_or_default(),
            mark: shown.and_then(|shown| shown.surname.chars().next()).map(String::from).unwrap_or_default(),
            status: tell.state(order),
            tone: tb_frame::state_tone(order.state),
            code: if coded { format!("{href}/code") } else { String::new() },
            action: if path.is_empty() { String::new() } else { page.t.get(key) },
            action_href: format!("{href}{path}"),
            href,
        }
    });
    let rows = rows.collect();
    render(&Visits { rows, page: page.clone() })
}
