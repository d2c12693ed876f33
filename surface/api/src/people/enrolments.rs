//! Applying as a volunteer or elder, and the officer's review.

use super::forms::{EnrolmentAnswer, KindWord, LicenceSeen, NewElder, NewVolunteer, StateWord, TraitWord, claims};
use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does, Paging};
use crate::wire::{Line, NodeCode, Prose, Rows, Time, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, Asked, At, Input};
use tb_kernel::{EnrolmentId, Refusal};
use tb_people::{Change, Checks, Claims, Enrol, EnrolmentDetail, PendingRow};
use tb_policy::Check;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

words! {
    /// What a reviewing officer looks at.
    CheckWord(Check, Check::ALL);
}

pub(super) fn calls() -> Calls {
    Calls::of("people")
        .add(
            call(does("/api/v1/enrolments", "people.enrol", "people:write"), "Apply as a volunteer or elder")
                .notes("For oneself; exactly one of `volunteer` and `elder`.")
                .takes::<NewEnrolment>()
                .example(json!({"volunteer": {"resident": true, "healthy": true, "good_record": true}, "consent": "privacy-1"}))
                .makes::<EnrolmentMade>(),
            enrol,
        )
        .add(
            call(ask("/api/v1/enrolments", "people.pending", "people:read"), "Applications that wait, oldest first")
                .query::<PendingQuery>()
                .gives::<Rows<PendingAnswer>>(),
            pending,
        )
        .add(
            call(ask("/api/v1/enrolments/{enrolment}", "people.enrolment", "people:read"), "One enrolment with what was declared and found")
                .gives::<EnrolmentDetailAnswer>(),
            enrolment,
        )
        .add(
            call(does("/api/v1/enrolments/{enrolment}/approve", "people.approve", "people:write"), "Approve an application")
                .takes::<ChecksMade>()
                .example(json!({"passed": ["identity", "health", "credit", "offence"], "resident": true, "trained": true, "exam_percent": 90}))
                .gives::<Reviewed>(),
            approve,
        )
        .add(
            call(does("/api/v1/enrolments/{enrolment}/refuse", "people.refuse", "people:write"), "Refuse an application")
                .takes::<EnrolmentRefused>()
                .gives::<Reviewed>(),
            refuse,
        )
        .add(
            call(does("/api/v1/enrolments/{enrolment}/change", "people.change-enrolment", "people:write"), "Suspend, resume or end an enrolment")
                .takes::<EnrolmentChange>()
                .gives::<EnrolmentNow>(),
            change,
        )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEnrolment {
    #[serde(default)]
    volunteer: Option<NewVolunteer>,
    #[serde(default)]
    elder: Option<NewElder>,
    /// Version of the text agreed to.
    consent: Line,
}

#[derive(Serialize, ToSchema)]
struct EnrolmentMade {
    enrolment: Uuid,
}

/// Which applications.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PendingQuery {
    /// A part of the territory; all of it when not said.
    #[param(inline)]
    node: Option<NodeCode>,
    #[param(inline)]
    kind: Option<KindWord>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows wanted, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// An application that waits.
#[derive(Serialize, ToSchema)]
struct PendingAnswer {
    id: Uuid,
    person: Uuid,
    handle: String,
    /// Masked.
    name: String,
    age: i64,
    kind: KindWord,
    node: NodeCode,
    channel: String,
    applied_at: Time,
    /// False when the asking officer entered it.
    may_review: bool,
}
impl From<PendingRow> for PendingAnswer {
    fn from(row: PendingRow) -> PendingAnswer {
        PendingAnswer {
            id: row.id.0,
            person: row.person.0,
            handle: row.handle,
            name: row.masked_name,
            age: row.age,
            kind: row.kind.into(),
            node: row.node.into(),
            channel: row.channel.code().to_owned(),
            applied_at: row.applied_at.into(),
            may_review: row.may_review,
        }
    }
}

/// One enrolment, whole.
#[derive(Serialize, ToSchema)]
struct EnrolmentDetailAnswer {
    person: Uuid,
    enrolment: EnrolmentAnswer,
    declared: Declared,
    /// Version of the policy it was made under.
    policy: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    applied_by: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_by: Option<Uuid>,
    may_review: bool,
}

/// What was declared when applying; what does not concern a kind is false.
#[derive(Serialize, ToSchema)]
struct Declared {
    resident: bool,
    student: bool,
    healthy: bool,
    good_record: bool,
    traits: Vec<TraitWord>,
}
impl From<Claims> for Declared {
    fn from(claims: Claims) -> Declared {
        match claims {
            Claims::Volunteer(c) => Declared {
                resident: c.resident,
                student: c.student,
                healthy: c.healthy,
                good_record: c.good_record,
                traits: Vec::new(),
            },
            Claims::Elder(c) => Declared {
                resident: c.resident,
                student: false,
                healthy: false,
                good_record: false,
                traits: c.traits.into_iter().map(TraitWord).collect(),
            },
        }
    }
}
impl From<EnrolmentDetail> for EnrolmentDetailAnswer {
    fn from(detail: EnrolmentDetail) -> EnrolmentDetailAnswer {
        EnrolmentDetailAnswer {
            person: detail.person.0,
            enrolment: detail.enrolment.into(),
            declared: detail.claims.into(),
            policy: detail.policy,
            applied_by: detail.applied_by.map(|id| id.0),
            reviewed_by: detail.reviewed_by.map(|id| id.0),
            may_review: detail.may_review,
        }
    }
}

/// What the reviewing officer found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChecksMade {
    /// Those that are in order.
    #[serde(default)]
    passed: Vec<CheckWord>,
    #[serde(default)]
    resident: bool,
    #[serde(default)]
    student: bool,
    #[serde(default)]
    trained: bool,
    /// Share of right answers in the exam.
    #[serde(default)]
    #[schema(maximum = 100)]
    exam_percent: Option<u8>,
    #[serde(default)]
    licences: Vec<LicenceSeen>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnrolmentRefused {
    reason: Prose,
    /// The article it rests on.
    #[serde(default)]
    article: Option<Line>,
}

#[derive(Serialize, ToSchema)]
struct Reviewed {
    person: Uuid,
}

/// What else may become of an enrolment.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ChangeWord {
    Suspend,
    Resume,
    /// Leaves; a new application is possible later.
    Exit,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnrolmentChange {
    change: ChangeWord,
    reason: Prose,
}

#[derive(Serialize, ToSchema)]
struct EnrolmentNow {
    state: StateWord,
}

async fn enrol(by: Does, Input(new): Input<NewEnrolment>) -> Answer<(StatusCode, Json<EnrolmentMade>)> {
    let missing = || Refusal::invalid().field("volunteer", "common.field-missing");
    let claims = claims(new.volunteer, new.elder)?.ok_or_else(missing)?;
    let input = Enrol { claims, consent: new.consent.0 };
    let enrolment = by.house.people.enrol(&by.actor, &by.key, input).await?;
    Ok((StatusCode::CREATED, Json(EnrolmentMade { enrolment: enrolment.0 })))
}

async fn pending(by: Asks, Asked(query): Asked<PendingQuery>) -> Answer<Json<Rows<PendingAnswer>>> {
    let (after, size) = Paging::read(query.after.as_deref(), query.limit)?;
    let (node, kind) = (query.node.map(|node| node.0), query.kind.map(|kind| kind.0));
    let page = by.house.people.list_pending(&by.actor, node, kind, after, size).await?.map(PendingAnswer::from);
    Ok(Json(Rows { rows: page.rows, next: page.next }))
}

async fn enrolment(by: Asks, At(id): At<EnrolmentId>) -> Answer<Json<EnrolmentDetailAnswer>> {
    Ok(Json(by.house.people.enrolment(&by.actor, id).await?.into()))
}

async fn approve(by: Does, At(id): At<EnrolmentId>, Input(made): Input<ChecksMade>) -> Answer<Json<Reviewed>> {
    let checks = Checks {
        passed: made.passed.into_iter().map(|word| word.0).collect(),
        resident: made.resident,
        student: made.student,
        trained: made.trained,
        exam_percent: made.exam_percent,
        licences: made.licences.into_iter().map(|seen| (seen.licence.0, seen.until.0)).collect(),
    };
    let person = by.house.people.approve(&by.actor, &by.key, id, checks).await?;
    Ok(Json(Reviewed { person: person.0 }))
}

async fn refuse(by: Does, At(id): At<EnrolmentId>, Input(said): Input<EnrolmentRefused>) -> Answer<Json<Reviewed>> {
    let article = said.article.map(|article| article.0);
    let person = by.house.people.refuse(&by.actor, &by.key, id, &said.reason.0, article).await?;
    Ok(Json(Reviewed { person: person.0 }))
}

async fn change(
    by: Does,
    At(id): At<EnrolmentId>,
    Input(wanted): Input<EnrolmentChange>,
) -> Answer<Json<EnrolmentNow>> {
    let change = match wanted.change {
        ChangeWord::Suspend => Change::Suspend,
        ChangeWord::Resume => Change::Resume,
        ChangeWord::Exit => Change::Exit,
    };
    let state = by.house.people.change_enrolment(&by.actor, &by.key, id, change, &wanted.reason.0).await?;
    Ok(Json(EnrolmentNow { state: state.into() }))
}
