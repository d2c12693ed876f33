//! The record of service and certificates for programs. Checking a certificate needs no token: whoever holds the paper may
//! ask, and learns what its holder shows.

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does};
use crate::wire::{BothLanguages, Date, Line, Prose, Rows, Time, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, Input, Limit};
use tb_kernel::{PersonId, Refusal};
use tb_policy::Text;
use tb_recognition::{
    AskCorrection, Block, Certificate, CertificateState, Checked, Issue, ItemSum, Shows, VolunteerRecord, number_typed,
};
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// How much a stranger sees who checks a certificate.
    ShowsWord(Shows, Shows::ALL);
    CertificateStateWord(CertificateState, CertificateState::ALL);
    /// The five blocks of a record.
    BlockWord(Block, Block::ALL);
}

pub(crate) fn calls() -> Calls {
    Calls::of("recognition")
        .add(
            call(ask("/api/v1/me/record", "recognition.my-record", "people:read"), "One's own record of service, in its five blocks")
                .gives::<RecordAnswer>(),
            my_record,
        )
        .add(
            call(ask("/api/v1/me/certificates", "recognition.my-certificates", "people:read"), "One's own certificates, newest first")
                .notes("At most 200.")
                .gives::<Rows<CertificateAnswer>>(),
            my_certificates,
        )
        .add(
            call(does("/api/v1/me/certificates", "recognition.issue", "people:write"), "Have a certificate of one's record made")
                .notes("Free of charge. Its content is frozen and hashed; the paper is at `/me/certificates/{id}/pdf`.")
                .takes::<CertificateWanted>()
                .example(json!({"from": "2026-01-01", "to": "2026-11-21", "details": true, "shows": "summary"}))
                .makes::<CertificateMade>(),
            issue,
        )
        .add(
            call(does("/api/v1/certificates/check", "recognition.check", "people:read"), "Is this certificate real?")
                .notes(
                    "Nobody needs a token. The number stands in the body, so that it is in no address and no log. A number \
                     that was never issued is not found.",
                )
                .public()
                .keyless()
                .limit(Limit::Read)
                .takes::<NumberAsked>()
                .example(json!({"number": "ZM261121-7K3M9-Q2XYZ"}))
                .gives::<CheckedAnswer>(),
            check,
        )
        .add(
            call(does("/api/v1/me/corrections", "recognition.ask-correction", "people:write"), "Ask for a correction of one's record")
                .takes::<CorrectionWanted>()
                .makes::<CorrectionMade>(),
            correct,
        )
}

/// A kind of service and how much of it.
#[derive(Serialize, ToSchema)]
struct ServedItem {
    item: String,
    name: BothLanguages,
    visits: i64,
    minutes: i64,
}
impl From<ItemSum> for ServedItem {
    fn from(sum: ItemSum) -> ServedItem {
        ServedItem { item: sum.item, name: both(sum.name), visits: sum.visits, minutes: sum.minutes.0 }
    }
}

fn both(text: Text) -> BothLanguages {
    BothLanguages { zh: text.zh, en: text.en }
}

/// A training or an award in the record.
#[derive(Serialize, ToSchema)]
struct RecordEntry {
    day: Date,
    title: String,
    /// Who organised or gave it.
    by: String,
}

/// A volunteer's record.
#[derive(Serialize, ToSchema)]
struct RecordAnswer {
    handle: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    volunteer_since: Option<Date>,
    minutes: i64,
    visits: i64,
    /// Different people served.
    served: i64,
    items: Vec<ServedItem>,
    trainings: Vec<RecordEntry>,
    awards: Vec<RecordEntry>,
    ratings: i64,
    /// Mean mark in tenths.
    #[serde(skip_serializing_if = "Option::is_none")]
    mean_tenths: Option<i64>,
    star: i64,
}
impl From<VolunteerRecord> for RecordAnswer {
    fn from(record: VolunteerRecord) -> RecordAnswer {
        let standing = record.awards.into_iter().filter(|award| award.struck_at.is_none());
        RecordAnswer {
            handle: record.basic.handle,
            volunteer_since: record.volunteer_since.map(Date::from),
            minutes: record.service.minutes.0,
            visits: record.service.visits,
            served: record.service.served,
            items: record.service.items.into_iter().map(ServedItem::from).collect(),
            trainings: record
                .trainings
                .into_iter()
                .map(|x| RecordEntry { day: x.day.into(), title: x.title.zh, by: x.organiser })
                .collect(),
            awards: standing
                .map(|award| RecordEntry { day: award.given_on.into(), title: award.title, by: award.body })
                .collect(),
            ratings: record.evaluation.count,
            mean_tenths: record.evaluation.mean_tenths,
            star: i64::from(record.star.level),
        }
    }
}

/// A certificate of one's own.
#[derive(Serialize, ToSchema)]
struct CertificateAnswer {
    id: Uuid,
    number: String,
    from: Date,
    to: Date,
    minutes: i64,
    visits: i64,
    shows: ShowsWord,
    state: CertificateStateWord,
    issued_at: Time,
    /// The beginning of the content's hash, as printed.
    mark: String,
}
impl From<Certificate> for CertificateAnswer {
    fn from(one: Certificate) -> CertificateAnswer {
        CertificateAnswer {
            mark: one.mark(),
            id: one.id.0,
            from: one.from_day.into(),
            to: one.to_day.into(),
            minutes: one.minutes.0,
            visits: one.visits,
            shows: one.shows.into(),
            state: one.state.into(),
            issued_at: one.issued_at.into(),
            number: one.number,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CertificateWanted {
    from: Date,
    to: Date,
    /// Every visit, not only the sums.
    #[serde(default)]
    details: bool,
    shows: ShowsWord,
}

#[derive(Serialize, ToSchema)]
struct CertificateMade {
    certificate: Uuid,
    number: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NumberAsked {
    /// As printed; blanks, hyphens and small letters do not matter.
    number: Line,
}

/// What a stranger learns of a certificate.
#[derive(Serialize, ToSchema)]
struct CheckedAnswer {
    number: String,
    state: CertificateStateWord,
    issued_on: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_on: Option<Date>,
    /// To be compared with the one on the paper.
    mark: String,
    /// The books say something else of the period today.
    changed_since: bool,
    issuer: String,
    /// Missing when the holder shows no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<ShownAnswer>,
}

/// As much as the holder shows.
#[derive(Serialize, ToSchema)]
struct ShownAnswer {
    /// Masked, or in full where the holder allows.
    name: String,
    from: Date,
    to: Date,
    minutes: i64,
    visits: i64,
    place: String,
    items: Vec<ServedItem>,
}
impl From<Checked> for CheckedAnswer {
    fn from(c: Checked) -> CheckedAnswer {
        let shown = c.detail.map(|detail| ShownAnswer {
            name: detail.name,
            from: detail.from.into(),
            to: detail.to.into(),
            minutes: detail.minutes.0,
            visits: detail.visits,
            place: detail.place,
            items: detail.items.into_iter().map(ServedItem::from).collect(),
        });
        CheckedAnswer {
            number: c.number,
            state: c.state.into(),
            issued_on: c.issued_on.into(),
            revoked_on: c.revoked_on.map(Date::from),
            mark: c.mark,
            changed_since: c.changed_since,
            issuer: c.bank,
            shown,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectionWanted {
    block: BlockWord,
    said: Prose,
}

#[derive(Serialize, ToSchema)]
struct CorrectionMade {
    correction: Uuid,
}

async fn my_record(by: Asks) -> Answer<Json<RecordAnswer>> {
    let person = by.subject()?;
    Ok(Json(by.house.recognition.record(&by.actor, person).await?.into()))
}

async fn my_certificates(by: Asks) -> Answer<Json<Rows<CertificateAnswer>>> {
    let person = by.subject()?;
    let found = by.house.recognition.certificates_of(&by.actor, person).await?;
    Ok(Json(Rows::all(found.into_iter().map(CertificateAnswer::from).collect())))
}

async fn issue(by: Does, Input(wanted): Input<CertificateWanted>) -> Answer<(StatusCode, Json<CertificateMade>)> {
    let issue = Issue {
        person: subject(&by)?,
        from: wanted.from.0,
        to: wanted.to.0,
        details: wanted.details,
        shows: wanted.shows.0,
    };
    let made = by.house.recognition.run(&by.actor, &by.key, issue).await?;
    let answer = CertificateMade { certificate: made.certificate.0, number: made.number };
    Ok((StatusCode::CREATED, Json(answer)))
}

async fn check(by: Asks, Input(asked): Input<NumberAsked>) -> Answer<Json<CheckedAnswer>> {
    let number = number_typed(&asked.number.0).ok_or(Refusal::not_found())?;
    let found = by.house.recognition.check(&number, by.visit.lang).await?;
    Ok(Json(found.ok_or(Refusal::not_found())?.into()))
}

async fn correct(by: Does, Input(wanted): Input<CorrectionWanted>) -> Answer<(StatusCode, Json<CorrectionMade>)> {
    let ask = AskCorrection { person: subject(&by)?, block: wanted.block.0, said: wanted.said.0 };
    let made = by.house.recognition.run(&by.actor, &by.key, ask).await?;
    Ok((StatusCode::CREATED, Json(CorrectionMade { correction: made.0 })))
}

fn subject(by: &Does) -> Result<PersonId, Refusal> {
    by.actor.subject().ok_or(Refusal::not_found())
}
