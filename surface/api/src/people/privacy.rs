//! Consents with their receipts, who looked, what was changed, wishes for correction.

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does, Paging};
use crate::wire::{Prose, Rows, Time, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, Asked, At, Input};
use tb_kernel::PersonId;
use tb_people::{
    ConsentStanding, CorrectionAbout, CorrectionState, CorrectionView, Look, LookPurpose, ProfileChange, Purpose,
};
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// For what data may be used, each allowed alone.
    PurposeWord(Purpose, Purpose::ALL);
    /// What a wish for correction is about.
    AboutWord(CorrectionAbout, CorrectionAbout::ALL);
    /// Where a wish for correction stands.
    WishWord(CorrectionState, CorrectionState::ALL);
    /// Why somebody looked.
    LookWord(LookPurpose, LookPurpose::ALL);
}

pub(super) fn calls() -> Calls {
    Calls::of("people")
        .add(
            call(ask("/api/v1/me/consents", "people.consents", "people:read"), "What one allows, purpose by purpose")
                .gives::<Rows<ConsentAnswer>>(),
            own_consents,
        )
        .add(
            call(ask("/api/v1/people/{person}/consents", "people.consents-of", "people:read"), "What somebody allows")
                .gives::<Rows<ConsentAnswer>>(),
            consents,
        )
        .add(
            call(does("/api/v1/consents", "people.consent", "people:write"), "Allow a use of data, or take it back")
                .notes(
                    "`version` is that of the text that was shown; without it the consent is taken back. Every call \
                     leaves a receipt. No other call asks for a consent as its condition.",
                )
                .takes::<ConsentGiven>()
                .example(json!({"purpose": "location", "version": 1}))
                .gives_nothing(),
            consent,
        )
        .add(
            call(ask("/api/v1/me/looks", "people.looks", "people:read"), "Who saw one's data in full, newest first")
                .query::<Paging>()
                .gives::<Rows<LookAnswer>>(),
            looks,
        )
        .add(
            call(
                ask("/api/v1/me/changes", "people.changes", "people:read"),
                "What was changed in one's data, newest first",
            )
            .notes("Before and after are given to a citizen's own session alone.")
            .query::<Paging>()
            .gives::<Rows<ChangeAnswer>>(),
            changes,
        )
        .add(
            call(does("/api/v1/corrections", "people.ask-correction", "people:write"), "Ask for a correction")
                .takes::<CorrectionAsked>()
                .example(json!({"about": "contact", "wish": "门牌写错了，是三单元"}))
                .makes::<CorrectionMade>(),
            ask_correction,
        )
        .add(
            call(ask("/api/v1/me/corrections", "people.corrections-of", "people:read"), "One's wishes for correction")
                .gives::<Rows<CorrectionAnswer>>(),
            corrections,
        )
}

/// One purpose and where it stands.
#[derive(Serialize, ToSchema)]
struct ConsentAnswer {
    purpose: PurposeWord,
    /// Of the text that counts today.
    version: i64,
    given: bool,
    /// An older text was agreed to.
    outdated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Time>,
}
impl From<ConsentStanding> for ConsentAnswer {
    fn from(s: ConsentStanding) -> ConsentAnswer {
        ConsentAnswer {
            purpose: s.purpose.into(),
            version: s.version,
            given: s.given,
            outdated: s.outdated,
            at: s.at.map(Time::from),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConsentGiven {
    /// For whom, when it is taken down at a desk; oneself when not said.
    #[serde(default)]
    person: Option<Uuid>,
    purpose: PurposeWord,
    /// Version of the text shown; missing takes back.
    #[serde(default)]
    version: Option<i64>,
}

/// One look.
#[derive(Serialize, ToSchema)]
struct LookAnswer {
    at: Time,
    /// Masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    purpose: LookWord,
    reason: String,
}
impl From<Look> for LookAnswer {
    fn from(look: Look) -> LookAnswer {
        LookAnswer {
            at: look.at.into(),
            by: look.by,
            role: look.role.map(|role| role.code().to_owned()),
            purpose: look.purpose.into(),
            reason: look.reason,
        }
    }
}

/// One change.
#[derive(Serialize, ToSchema)]
struct ChangeAnswer {
    at: Time,
    channel: String,
    /// Masked; missing when one changed it oneself.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    fields: Vec<String>,
    values: Vec<ValueAnswer>,
}

#[derive(Serialize, ToSchema)]
struct ValueAnswer {
    field: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
}
impl From<ProfileChange> for ChangeAnswer {
    fn from(change: ProfileChange) -> ChangeAnswer {
        let values = change.values.into_iter().map(|v| ValueAnswer {
            field: v.field.code().to_owned(),
            before: v.before,
            after: v.after,
        });
        ChangeAnswer {
            at: change.at.into(),
            channel: change.channel.code().to_owned(),
            by: change.by,
            fields: change.fields.iter().map(|field| field.code().to_owned()).collect(),
            values: values.collect(),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CorrectionAsked {
    /// For whom, when it is taken down at a desk; oneself when not said.
    #[serde(default)]
    person: Option<Uuid>,
    about: AboutWord,
    wish: Prose,
}

#[derive(Serialize, ToSchema)]
struct CorrectionMade {
    correction: Uuid,
}

/// One wish.
#[derive(Serialize, ToSchema)]
struct CorrectionAnswer {
    id: Uuid,
    about: AboutWord,
    state: WishWord,
    asked_at: Time,
    /// For a citizen's own session alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    wish: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
}
impl From<CorrectionView> for CorrectionAnswer {
    fn from(view: CorrectionView) -> CorrectionAnswer {
        CorrectionAnswer {
            id: view.id.0,
            about: view.about.into(),
            state: view.state.into(),
            asked_at: view.asked_at.into(),
            wish: view.wish,
            answer: view.answer,
        }
    }
}

async fn own_consents(by: Asks) -> Answer<Json<Rows<ConsentAnswer>>> {
    let person = by.subject()?;
    standings(&by, person).await
}

async fn consents(by: Asks, At(person): At<PersonId>) -> Answer<Json<Rows<ConsentAnswer>>> {
    standings(&by, person).await
}

async fn standings(by: &Asks, person: PersonId) -> Answer<Json<Rows<ConsentAnswer>>> {
    let rows = by.house.people.consent_standings(&by.actor, person).await?;
    Ok(Json(Rows::all(rows.into_iter().map(ConsentAnswer::from).collect())))
}

/// For whom something is taken down: the one named, else oneself.
fn whose(by: &Does, person: Option<Uuid>) -> Answer<PersonId> {
    let own = || by.actor.subject().ok_or(tb_kernel::Refusal::not_found());
    Ok(person.map_or_else(own, |id| Ok(PersonId(id)))?)
}

async fn consent(by: Does, Input(given): Input<ConsentGiven>) -> Answer<StatusCode> {
    let person = whose(&by, given.person)?;
    by.house.people.consent(&by.actor, &by.key, person, given.purpose.0, given.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn looks(by: Asks, Asked(paging): Asked<Paging>) -> Answer<Json<Rows<LookAnswer>>> {
    let (after, size) = paging.page()?;
    let page = by.house.people.who_looked(&by.actor, by.subject()?, after, size).await?.map(LookAnswer::from);
    Ok(Json(Rows { rows: page.rows, next: page.next }))
}

async fn changes(by: Asks, Asked(paging): Asked<Paging>) -> Answer<Json<Rows<ChangeAnswer>>> {
    let (after, size) = paging.page()?;
    let page = by.house.people.profile_changes(&by.actor, by.subject()?, after, size).await?.map(ChangeAnswer::from);
    Ok(Json(Rows { rows: page.rows, next: page.next }))
}

async fn ask_correction(by: Does, Input(asked): Input<CorrectionAsked>) -> Answer<(StatusCode, Json<CorrectionMade>)> {
    let person = whose(&by, asked.person)?;
    let (key, wish) = (&by.key, &asked.wish.0);
    let correction = by.house.people.ask_correction(&by.actor, key, person, asked.about.0, wish).await?;
    Ok((StatusCode::CREATED, Json(CorrectionMade { correction: correction.0 })))
}

async fn corrections(by: Asks) -> Answer<Json<Rows<CorrectionAnswer>>> {
    let rows = by.house.people.corrections_of(&by.actor, by.subject()?).await?;
    Ok(Json(Rows::all(rows.into_iter().map(CorrectionAnswer::from).collect())))
}
