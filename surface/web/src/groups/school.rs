//! 社会实践: a pupil or student lets their school know how many hours they served; and takes that back.

use crate::home::{facts, subject};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tb_frame::{Choice, Faces, Form, Page, done, refused_or, render_at};
use tb_groups::{AgreeSchool, LeaveSchool};
use tb_http::{Answer, Typed, Visit};
use tb_kernel::{Kind, Level, Refusal, SchoolId};

#[derive(Template)]
#[template(path = "groups/school.html")]
struct SchoolPage {
    page: Page,
    form: Form,
    schools: Vec<Choice>,
    mine: Vec<(SchoolId, String, String)>,
}

pub(super) async fn show(State(faces): State<Faces>, visit: Visit) -> Answer<Response> {
    let form = Form::blank(&visit);
    school_page(&faces, &visit, form).await
}

async fn school_page(faces: &Faces, visit: &Visit, form: Form) -> Answer<Response> {
    let person = facts(faces, subject(visit)?).await?;
    let page = faces.page(visit, "me").await?;
    let groups = &faces.house.groups;
    let all = groups.schools(person.node.at(Level::City)).await?;
    let chosen = form.value("school").to_owned();
    let schools = all.iter().map(|school| {
        let id = school.id.to_string();
        let is = id == chosen;
        Choice::new(id, school.name.clone(), is)
    });
    let schools = schools.collect();
    let mine = groups.my_schools(&visit.actor).await?;
    let mine = mine.into_iter().map(|school| (school.id, school.name, visit.fresh_key())).collect();
    render_at(form.status, &SchoolPage { page, form, schools, mine })
}

pub(super) async fn agree(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let mut wrong = Refusal::invalid();
    if typed.parsed::<SchoolId>("school").is_none() {
        wrong = wrong.field("school", "groups.missing");
    }
    if !typed.ticked("agree") {
        wrong = wrong.field("agree", "groups.missing");
    }
    let outcome = match typed.parsed::<SchoolId>("school").filter(|_| wrong.fields.is_empty()) {
        Some(school) => {
            let text = |field: &str| typed.text(field).to_owned();
            let command = AgreeSchool { school, name: text("name"), number: text("number") };
            faces.house.groups.run(&visit.actor, &typed.key()?, command).await
        }
        None => Err(wrong.into()),
    };
    match refused_or(outcome)? {
        Ok(()) => Ok(done(&visit, "/groups/school", "school-done-agreed", &[])),
        Err(refusal) => {
            let form = Form::again(&visit, &faces.text(&visit), typed, &refusal);
            school_page(&faces, &visit, form).await
        }
    }
}

pub(super) async fn leave(State(faces): State<Faces>, visit: Visit, typed: Typed) -> Answer<Response> {
    let school = typed.parsed::<SchoolId>("school").ok_or_else(Refusal::not_found)?;
    match faces.house.groups.run(&visit.actor, &typed.key()?, LeaveSchool { school }).await {
        // Taken back already: what was wanted is so.
        Ok(()) | Err(tb_kernel::Fail::Refused(Refusal { kind: Kind::NotFound, .. })) => {}
        Err(fail) => return Err(fail.into()),
    }
    Ok(done(&visit, "/groups/school", "school-done-left", &[]))
}
