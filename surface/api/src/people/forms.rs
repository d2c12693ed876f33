//! What of people goes in and out.

use crate::wire::{Date, Line, NodeCode, Position, Prose, Time, words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tb_kernel::Refusal;
use tb_people::{
    Claims, Contact, Edition, ElderClaims, EmergencyInput, EnrolmentKind, EnrolmentState, EnrolmentView, Language, Me,
    MessageView, PersonInput, PersonRow, PersonView, Registered, Registration, Shown, TextSize, TokenHash,
    VolunteerClaims,
};
use tb_policy::{Licence, Trait};
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// What somebody is enrolled as.
    KindWord(EnrolmentKind, EnrolmentKind::ALL);
    /// Where an enrolment stands.
    StateWord(EnrolmentState, EnrolmentState::ALL);
    /// What registration confirmed of an elder.
    TraitWord(Trait, Trait::ALL);
    /// A professional licence.
    LicenceWord(Licence, Licence::ALL);
    LanguageWord(Language, Language::ALL);
    EditionWord(Edition, Edition::ALL);
    TextSizeWord(TextSize, TextSize::ALL);
}

/// How somebody is shown to others.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0193b7a0-c0de-7000-a000-000000000001", "handle": "7K3M9QA", "name": "王**", "surname": "王", "sex": "female",
    "node": "320102001003"
}))]
pub(crate) struct PersonShown {
    id: Uuid,
    /// What people read out: unique, without meaning.
    handle: String,
    /// Masked.
    name: String,
    surname: String,
    sex: String,
    node: NodeCode,
}
impl PersonShown {
    pub(crate) fn surname(&self) -> &str {
        &self.surname
    }
}
impl From<&Shown> for PersonShown {
    fn from(shown: &Shown) -> PersonShown {
        PersonShown {
            id: shown.id.0,
            handle: shown.handle.clone(),
            name: shown.masked_name.clone(),
            surname: shown.surname.clone(),
            sex: shown.sex.code().to_owned(),
            node: shown.node.into(),
        }
    }
}

/// Whom to call when something happens.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewEmergency {
    name: Line,
    phone: Line,
    #[serde(default)]
    relation: Line,
}

/// What somebody declares who wants to be a volunteer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewVolunteer {
    /// Lives permanently in the city.
    #[serde(default)]
    resident: bool,
    #[serde(default)]
    student: bool,
    /// Healthy in body and mind.
    #[serde(default)]
    healthy: bool,
    /// No bad credit record and no serious offence.
    #[serde(default)]
    good_record: bool,
}

/// What is declared of somebody who is to be registered as an elder.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewElder {
    #[serde(default)]
    resident: bool,
    #[serde(default)]
    traits: Vec<TraitWord>,
}

/// What is applied for: at most one of the two.
pub(super) fn claims(volunteer: Option<NewVolunteer>, elder: Option<NewElder>) -> Result<Option<Claims>, Refusal> {
    match (volunteer, elder) {
        (Some(_), Some(_)) => Err(Refusal::invalid().field("elder", "common.field-form")),
        (Some(NewVolunteer { resident, student, healthy, good_record }), None) => {
            Ok(Some(Claims::Volunteer(VolunteerClaims { resident, student, healthy, good_record })))
        }
        (None, Some(NewElder { resident, traits })) => {
            Ok(Some(Claims::Elder(ElderClaims { resident, traits: traits.into_iter().map(|word| word.0).collect() })))
        }
        (None, None) => Ok(None),
    }
}

/// A person to be registered, and what they want to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPerson {
    name: Line,
    /// Identity number, 18 characters.
    id_no: Line,
    /// May be missing for an elder registered by a clerk's program.
    #[serde(default)]
    phone: Line,
    /// Home community.
    node: NodeCode,
    #[serde(default)]
    address: Prose,
    /// Where the door is; when not said, roughly the middle of the community.
    #[serde(default)]
    home: Option<Position>,
    #[serde(default)]
    emergency: Option<NewEmergency>,
    #[serde(default)]
    language: Option<LanguageWord>,
    #[serde(default)]
    edition: Option<EditionWord>,
    #[serde(default)]
    text_size: Option<TextSizeWord>,
    /// Applies as a volunteer.
    #[serde(default)]
    volunteer: Option<NewVolunteer>,
    /// Applies as an elder.
    #[serde(default)]
    elder: Option<NewElder>,
    /// Version of the text agreed to.
    consent: Line,
    /// The `token` that signing in gave with `new`; only visitors need it.
    #[serde(default)]
    proof: Option<Line>,
}

impl NewPerson {
    pub(super) fn registration(self) -> Result<Registration, Refusal> {
        let home = self.home.map(|home| home.point("home")).transpose()?;
        let emergency = self.emergency.map(|given| EmergencyInput {
            name: given.name.0,
            phone: given.phone.0,
            relation: given.relation.0,
        });
        Ok(Registration {
            person: PersonInput {
                name: self.name.0,
                id_no: self.id_no.0,
                phone: self.phone.0,
                node: Some(self.node.0),
                address: self.address.0,
                home,
                emergency,
                language: self.language.map(|word| word.0).unwrap_or_default(),
                edition: self.edition.map(|word| word.0).unwrap_or_default(),
                text_size: self.text_size.map(|word| word.0).unwrap_or_default(),
            },
            claims: claims(self.volunteer, self.elder)?,
            consent: self.consent.0,
            proof: self.proof.map(|proof| TokenHash::of(&proof.0)),
            hotline: false,
        })
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct PersonRegistered {
    person: Uuid,
    handle: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    enrolment: Option<Uuid>,
    /// False: the identity was known, the enrolment was added to the one person.
    new_person: bool,
}
impl From<Registered> for PersonRegistered {
    fn from(done: Registered) -> PersonRegistered {
        PersonRegistered {
            person: done.person.0,
            handle: done.handle,
            enrolment: done.enrolment.map(|id| id.0),
            new_person: done.new_person,
        }
    }
}

/// A line of the list of people.
#[derive(Serialize, ToSchema)]
pub(super) struct PersonRowAnswer {
    id: Uuid,
    handle: String,
    /// Masked.
    name: String,
    sex: String,
    /// Whole years.
    age: i64,
    node: NodeCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    volunteer: Option<StateWord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elder: Option<StateWord>,
    registered_at: Time,
}
impl From<PersonRow> for PersonRowAnswer {
    fn from(row: PersonRow) -> PersonRowAnswer {
        PersonRowAnswer {
            id: row.id.0,
            handle: row.handle,
            name: row.masked_name,
            sex: row.sex.code().to_owned(),
            age: row.age,
            node: row.node.into(),
            volunteer: row.volunteer.map(StateWord),
            elder: row.elder.map(StateWord),
            registered_at: row.registered_at.into(),
        }
    }
}

/// One enrolment.
#[derive(Serialize, ToSchema)]
pub(super) struct EnrolmentAnswer {
    id: Uuid,
    kind: KindWord,
    state: StateWord,
    node: NodeCode,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    traits: Vec<TraitWord>,
    channel: String,
    /// Why it was refused, suspended or ended, and by which article.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<String>,
    applied_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    active_since: Option<Time>,
}
impl From<EnrolmentView> for EnrolmentAnswer {
    fn from(view: EnrolmentView) -> EnrolmentAnswer {
        EnrolmentAnswer {
            id: view.id.0,
            kind: view.kind.into(),
            state: view.state.into(),
            node: view.node.into(),
            traits: view.traits.into_iter().map(TraitWord).collect(),
            channel: view.channel.code().to_owned(),
            reason: view.reason,
            article: view.article,
            applied_at: view.applied_at.into(),
            reviewed_at: view.reviewed_at.map(Time),
            active_since: view.active_since.map(Time),
        }
    }
}

/// A licence and the last day it is valid.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LicenceSeen {
    pub(super) licence: LicenceWord,
    pub(super) until: Date,
}

/// A person. Everything that identifies is masked, but the name one reads of oneself.
#[derive(Serialize, ToSchema)]
pub(super) struct PersonAnswer {
    id: Uuid,
    handle: String,
    name: String,
    /// Masked.
    id_no: String,
    /// Masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    birth_year: i32,
    age: i64,
    sex: String,
    node: NodeCode,
    /// Names from the city down to the community.
    area: String,
    has_address: bool,
    has_emergency: bool,
    enrolments: Vec<EnrolmentAnswer>,
    licences: Vec<LicenceSeen>,
    registered_at: Time,
}
impl From<PersonView> for PersonAnswer {
    fn from(view: PersonView) -> PersonAnswer {
        let licences = view
            .licences
            .into_iter()
            .map(|(licence, until)| LicenceSeen { licence: licence.into(), until: until.into() });
        PersonAnswer {
            id: view.id.0,
            handle: view.handle,
            name: view.name,
            id_no: view.id_no,
            phone: view.phone,
            birth_year: view.birth_year.into(),
            age: view.age,
            sex: view.sex.code().to_owned(),
            node: view.node.into(),
            area: view.area,
            has_address: view.has_address,
            has_emergency: view.has_emergency,
            enrolments: view.enrolments.into_iter().map(EnrolmentAnswer::from).collect(),
            licences: licences.collect(),
            registered_at: view.registered_at.into(),
        }
    }
}

/// Who the caller is. A citizen reads their own data in full; a program reads of its owner what others may.
#[derive(Serialize, ToSchema)]
pub(super) struct MeAnswer {
    person: PersonAnswer,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    language: LanguageWord,
    edition: EditionWord,
    text_size: TextSizeWord,
    /// Unread messages.
    unread: i64,
    /// What this token may do.
    scopes: Vec<String>,
}
impl MeAnswer {
    pub(super) fn of(me: &Me, view: PersonView, contact: Option<&Contact>, scopes: &[String]) -> MeAnswer {
        MeAnswer {
            person: view.into(),
            phone: contact.and_then(|contact| Some(contact.phone.as_ref()?.text().to_owned())),
            address: contact.map(|contact| contact.address.clone()),
            language: me.preferences.language.into(),
            edition: me.preferences.edition.into(),
            text_size: me.preferences.text_size.into(),
            unread: me.unread,
            scopes: scopes.to_vec(),
        }
    }
}

/// A message in one's inbox; its sentence is `kind` with `args`.
#[derive(Serialize, ToSchema)]
pub(super) struct MessageAnswer {
    id: Uuid,
    at: Time,
    kind: String,
    args: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    read: bool,
}
impl From<MessageView> for MessageAnswer {
    fn from(view: MessageView) -> MessageAnswer {
        MessageAnswer {
            id: view.id.0,
            at: view.at.into(),
            kind: view.kind,
            args: view.args.into_iter().collect(),
            link: view.link,
            read: view.read,
        }
    }
}
