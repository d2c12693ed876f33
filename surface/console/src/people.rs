//! The list of people of a territory: volunteers, elders, everybody; by state and place, or by an exact name, telephone,
//! identity number or handle. Masked.

use crate::ground::{Ground, ground, place_name};
use crate::lists::{self, Count, ROWS, count_pages, text};
use crate::{labels, read, roles};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, More, Page, Pill, render};
use tb_http::{Answer, Doors, Typed, Visit};
use tb_kernel::{Node, Outcome, PageSize};
use tb_people::{EnrolmentKind, EnrolmentState, PeopleFilter, PersonRow};
use tb_words::Text;

pub(crate) fn doors() -> Doors<Faces> {
    Doors::new()
        .add(read("/console/people", "people.list", roles::LOOK), everybody)
        .add(read("/console/people/volunteers", "people.list-volunteers", roles::LOOK), volunteers)
        .add(read("/console/people/elders", "people.list-elders", roles::LOOK), elders)
}

#[derive(Template)]
#[template(path = "people/list.html")]
struct List {
    page: Page,
    title: String,
    path: &'static str,
    ground: Ground,
    states: Vec<Choice>,
    search: String,
    pills: Vec<Pill>,
    rows: Vec<Row>,
    count: String,
    more: More,
    may_serve: bool,
}

struct Row {
    href: String,
    name: String,
    handle: String,
    sex: String,
    age: String,
    place: String,
    volunteer: Option<Standing>,
    elder: Option<Standing>,
    since: String,
}

/// A state in words and colour.
pub(crate) struct Standing {
    pub(crate) text: String,
    pub(crate) tone: &'static str,
}

impl Standing {
    pub(crate) fn of(t: &Text, state: EnrolmentState) -> Standing {
        Standing { text: labels::enrolment(t, state), tone: labels::enrolment_tone(state) }
    }
}

async fn everybody(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    list(&faces, &visit, &typed, None).await
}
async fn volunteers(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    list(&faces, &visit, &typed, Some(EnrolmentKind::Volunteer)).await
}
async fn elders(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    list(&faces, &visit, &typed, Some(EnrolmentKind::Elder)).await
}

async fn list(faces: &Faces, visit: &Visit, typed: &Typed, kind: Option<EnrolmentKind>) -> Answer<Response> {
    let t = text(faces, visit);
    let ground = ground(faces, visit, typed, roles::LOOK)?;
    let filter = PeopleFilter {
        node: Some(ground.node),
        kind,
        state: EnrolmentState::parse(typed.text("state")),
        search: typed.given("q").map(str::to_owned),
    };
    let people = &faces.house.people;
    let found = people.list(&visit.actor, &filter, lists::after(typed), PageSize::of(ROWS)).await?;
    let count = count(faces, visit, &filter).await?;
    let (title, path, tab) = match kind {
        None => (t.get("ui-menu-people"), "/console/people", "people"),
        Some(EnrolmentKind::Volunteer) => {
            (t.get("ui-menu-volunteers"), "/console/people/volunteers", "people.volunteers")
        }
        Some(EnrolmentKind::Elder) => (t.get("ui-menu-elders"), "/console/people/elders", "people.elders"),
    };
    let page = faces.page(visit, tab).await?;
    render(&List {
        states: labels::choices(EnrolmentState::ALL, typed.text("state"), EnrolmentState::code, |s| {
            labels::enrolment(&t, s)
        }),
        search: typed.value("q").to_owned(),
        pills: pills(faces, visit, &t, kind, ground.node, typed).await?,
        rows: found.rows.iter().map(|row| row_of(faces, &t, row)).collect(),
        count: count.words(&t),
        more: lists::more(path, typed, found.next.as_deref()),
        may_serve: visit.actor.has_role(roles::SERVE),
        title,
        path,
        ground,
        page,
    })
}

/// Enrolments are counted by the slice; what was searched for or has no kind is counted by hand.
async fn count(faces: &Faces, visit: &Visit, filter: &PeopleFilter) -> Outcome<Count> {
    let people = &faces.house.people;
    if let (Some(kind), Some(state), None) = (filter.kind, filter.state, &filter.search) {
        let counts = people.counts(&visit.actor, filter.node).await?;
        let asked = counts.iter().filter(|count| count.kind == kind && count.state == state);
        return Ok(Count::Exactly(asked.map(|count| count.people).sum()));
    }
    count_pages(|after, size| people.list(&visit.actor, filter, after, size)).await
}

/// How many there are of each state, each number a way to them.
async fn pills(
    faces: &Faces,
    visit: &Visit,
    t: &Text,
    kind: Option<EnrolmentKind>,
    node: Node,
    typed: &Typed,
) -> Outcome<Vec<Pill>> {
    let counts = faces.house.people.counts(&visit.actor, Some(node)).await?;
    let counts = counts.into_iter().filter(|count| kind.is_none_or(|kind| count.kind == kind));
    Ok(counts
        .map(|count| {
            let path = match count.kind {
                EnrolmentKind::Volunteer => "/console/people/volunteers",
                EnrolmentKind::Elder => "/console/people/elders",
            };
            let query = Typed::default().query(&[("state", count.state.code()), ("node", typed.text("node"))]);
            let label = labels::enrolment(t, count.state);
            let label = if kind.is_none() { format!("{} · {label}", labels::kind(t, count.kind)) } else { label };
            Pill {
                label: format!("{label} {}", count.people),
                href: format!("{path}?{query}"),
                now: kind.is_some() && typed.text("state") == count.state.code() && typed.given("q").is_none(),
            }
        })
        .collect())
}

fn row_of(faces: &Faces, t: &Text, row: &PersonRow) -> Row {
    Row {
        href: format!("/console/people/{}", row.id),
        name: row.masked_name.clone(),
        handle: row.handle.clone(),
        sex: labels::sex(t, row.sex),
        age: row.age.to_string(),
        place: place_name(faces, row.node),
        volunteer: row.volunteer.map(|state| Standing::of(t, state)),
        elder: row.elder.map(|state| Standing::of(t, state)),
        since: t.date(row.registered_at.day()),
    }
}
