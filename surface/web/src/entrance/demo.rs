//! Only in a demonstration: made-up people, signed in with one press. The route does not exist elsewhere.

use super::session::{begin, origin, token};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Faces, Page, Played, render};
use tb_http::{Answer, Typed, Visit};
use tb_kernel::{Actor, Node, PageSize, PersonId, Refusal};
use tb_people::{EnrolmentKind, EnrolmentState, PeopleFilter, SessionKind, TokenHash};

/// Rows of each kind.
const ROWS: i64 = 12;

#[derive(Template)]
#[template(path = "entrance/demo.html")]
struct Demo {
    page: Page,
    groups: Vec<Group>,
    key: String,
}

struct Group {
    title: String,
    icon: &'static str,
    rows: Vec<Row>,
}

struct Row {
    person: PersonId,
    staff: bool,
    name: String,
    detail: String,
}

pub(super) async fn list(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let page = faces.page(&visit, "").await?;
    let mut groups = Vec::new();
    let (staff_cast, citizens): (Vec<Row>, Vec<Row>) =
        faces.look.cast.iter().map(|played| played_row(&page, played)).partition(|row| row.staff);
    groups.push(Group { title: page.t.get("web-demo-citizens"), icon: "people", rows: citizens });
    groups.push(Group { title: page.t.get("web-demo-staff"), icon: "site", rows: staff_cast });
    if groups.iter().any(|group| !group.rows.is_empty()) {
        return render(&Demo { page, groups, key: visit.fresh_key() });
    }
    for (kind, icon) in [(EnrolmentKind::Elder, "elder"), (EnrolmentKind::Volunteer, "hand")] {
        let rows = enrolled(&faces, &page, kind).await?;
        groups.push(Group { title: page.t.get(&format!("web-demo-{kind}")), icon, rows });
    }
    groups.push(Group { title: page.t.get("web-demo-staff"), icon: "site", rows: staff(&faces, &page).await? });
    groups.retain(|group| !group.rows.is_empty());
    render(&Demo { page, groups, key: visit.fresh_key() })
}

/// Somebody of the cast: the part, then the name and what there is to do.
fn played_row(page: &Page, played: &Played) -> Row {
    let (title, text) = (format!("web-cast-{}", played.part), format!("web-cast-{}-text", played.part));
    Row {
        person: played.person,
        staff: played.staff,
        name: page.t.with("web-cast-name", [("part", page.t.get(&title)), ("name", played.name.clone())]),
        detail: page.t.get(&text),
    }
}

fn place(faces: &Faces, node: Node) -> String {
    faces.house.places.path_names(node).into_iter().skip(1).collect()
}

async fn enrolled(faces: &Faces, page: &Page, kind: EnrolmentKind) -> Answer<Vec<Row>> {
    let filter = PeopleFilter { kind: Some(kind), state: Some(EnrolmentState::Active), ..PeopleFilter::default() };
    let found = faces.house.people.list(&Actor::system(), &filter, None, PageSize::of(ROWS)).await?;
    let rows = found.rows.into_iter().map(|row| Row {
        person: row.id,
        staff: false,
        name: row.masked_name,
        detail: format!("{} · {}", page.t.with("web-age", [("age", row.age.to_string())]), place(faces, row.node)),
    });
    Ok(rows.collect())
}

async fn staff(faces: &Faces, page: &Page) -> Answer<Vec<Row>> {
    let found = faces.house.people.staff(&Actor::system(), None, "").await?;
    let rows = found.into_iter().filter(|row| !row.grants.is_empty()).take(2 * ROWS as usize).map(|row| Row {
        person: row.person,
        staff: true,
        detail: row
            .grants
            .iter()
            .map(|grant| {
                let role = page.t.get(&format!("people-role-{}", grant.role.code()));
                let full = place(faces, grant.node);
                let area = if full.is_empty() { faces.house.places.name(grant.node) } else { full };
                format!("{role} · {area}")
            })
            .collect::<Vec<_>>()
            .join("；"),
        name: row.username,
    });
    Ok(rows.collect())
}

pub(super) async fn enter(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let person: PersonId = typed.parsed("person").ok_or(Refusal::not_found())?;
    let kind = if typed.ticked("staff") { SessionKind::Staff } else { SessionKind::Citizen };
    // One page, many buttons: the key of the page and the button together are one press.
    let key = tb_journal::Key::parse(&format!("{}-{person}", typed.key()?.text()))?;
    let secret = token(&faces, &key, &[&person.to_string(), kind.code()]);
    let hash = TokenHash::of(&secret);
    let session = faces.house.people.demo_sign_in(&key, person, kind, hash, &origin(&visit)).await?;
    begin(&faces, &visit, &secret, (kind, session, person), "").await
}
