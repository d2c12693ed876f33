//! What other slices may know about people, many at once, with a fixed number of statements.

use crate::model::*;
use crate::people::People;
use crate::seal::Person;
use crate::store::enrolment::{self as enrolments, EnrolmentRecord, QualificationRecord};
use crate::store::person::{self as persons, LinkRecord};
use std::collections::{BTreeSet, HashMap};
use tb_crypto::DataKey;
use tb_db::{Arg, DbError, Tx, args};
use tb_kernel::{Day, Fail, Node, Outcome, PersonId};
use tb_policy::{AbilityLevel, Licence, Trait};

impl People {
    /// The facts of many persons, in the order asked for; unknown ones are left out.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn facts(&self, tx: &mut Tx, ids: &[PersonId]) -> Outcome<Vec<PersonFacts>> {
        let persons = self.load(tx, ids).await?;
        let mut enrolled = group(enrolments_of(tx, ids).await?, |e| e.person);
        let mut qualified = group(qualifications_of(tx, ids).await?, |q| q.person);
        let mut assessed = super::elders::assessments_of(tx, ids).await?;
        let facts = persons.into_iter().map(|person| {
            let id = person.id();
            let (enrolled, qualified) = (enrolled.remove(&id), qualified.remove(&id));
            self.facts_of(person, enrolled.unwrap_or_default(), qualified.unwrap_or_default(), assessed.remove(&id))
        });
        facts.collect()
    }

    /// The facts of one person.
    ///
    /// # Errors
    /// Not found.
    pub async fn facts_of_one(&self, tx: &mut Tx, id: PersonId) -> Outcome<PersonFacts> {
        self.facts(tx, &[id]).await?.pop().ok_or(Fail::Refused(tb_kernel::Refusal::not_found()))
    }

    fn facts_of(
        &self,
        person: Person,
        enrolled: Vec<EnrolmentRecord>,
        qualified: Vec<QualificationRecord>,
        assessment: Option<(AbilityLevel, Day)>,
    ) -> Outcome<PersonFacts> {
        let last = |kind| latest(&enrolled, kind);
        let (volunteer, elder) = (last(EnrolmentKind::Volunteer), last(EnrolmentKind::Elder));
        let day = |e: Option<&EnrolmentRecord>| e.and_then(|e| e.active_since).map(tb_kernel::Instant::day);
        let (resident, student) = standing(volunteer.or(elder));
        let Person { record, profile } = person;
        let (birth, now) = (profile.id_no.birth(), self.core.now());
        let confirmed = elder.map(|e| traits_of(&e.traits)).unwrap_or_default();
        let on_file = ElderFactsOnFile { confirmed, assessment };
        // Only of an elder is anything true of this kind.
        let traits = match elder {
            Some(_) => on_file.traits(&*self.rules_at(record.node, now)?, now.day().age_since(birth), now.day()),
            None => BTreeSet::new(),
        };
        Ok(PersonFacts {
            id: record.id,
            node: record.node,
            birth,
            sex: profile.id_no.sex(),
            surname: profile.name.surname().to_owned(),
            masked_name: profile.name.masked(),
            volunteer: volunteer.map(|e| e.state),
            elder: elder.map(|e| e.state),
            volunteer_since: day(volunteer),
            elder_since: day(elder),
            traits,
            on_file,
            resident,
            student,
            licences: licences(qualified),
            home: self.home_of(profile.home, record.node),
            home_exact: profile.home.is_some(),
            cell: record.cell,
            has_phone: profile.phone.is_some(),
            card_version: record.card_version,
            preferences: preferences(&record),
            handle: record.handle,
        })
    }

    /// How persons are shown to others, in the order asked for.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn display(&self, tx: &mut Tx, ids: &[PersonId]) -> Outcome<Vec<Shown>> {
        Ok(self.load(tx, ids).await?.iter().map(super::shown).collect())
    }

    /// True when an active link of kin, household or guardianship joins the two: nobody decides about or earns from
    /// their own.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn related(&self, tx: &mut Tx, a: PersonId, b: PersonId) -> Outcome<bool> {
        Ok(crate::access::related(tx, a, b).await?)
    }

    /// The active links between two persons: b is a's …
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn links_between(&self, tx: &mut Tx, a: PersonId, b: PersonId) -> Outcome<Vec<LinkKind>> {
        let links: Vec<LinkRecord> = tx.rows(persons::LINKS_BETWEEN, args![a, b]).await?;
        Ok(links.iter().filter_map(|link| LinkKind::parse(&link.kind)).collect())
    }

    /// Everybody who is joined to one of `ids` by an active link, as (the one asked for, the other, kind).
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn links_of_many(&self, tx: &mut Tx, ids: &[PersonId]) -> Outcome<Vec<(PersonId, PersonId, LinkKind)>> {
        let keys = || ids.iter().map(|id| Arg::from(*id)).collect();
        let from: Vec<LinkRecord> = tx.rows_in(persons::LINKS_ACTIVE_A, vec![], keys()).await?;
        let to: Vec<LinkRecord> = tx.rows_in(persons::LINKS_ACTIVE_B, vec![], keys()).await?;
        let from = from.iter().filter_map(|link| Some((link.a, link.b, LinkKind::parse(&link.kind)?)));
        let to = to.iter().filter_map(|link| Some((link.b, link.a, LinkKind::parse(&link.kind)?)));
        Ok(from.chain(to).collect())
    }

    /// The facts of at most `limit` active volunteers whose home lies in one of the coarse `cells`.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn volunteers_in_cells(&self, tx: &mut Tx, cells: &[i64], limit: i64) -> Outcome<Vec<PersonFacts>> {
        let keys = cells.iter().map(|cell| Arg::from(*cell)).collect();
        let args = args![EnrolmentKind::Volunteer.code(), limit];
        let rows: Vec<(PersonId,)> = tx.rows_in(persons::ACTIVE_IN_CELLS, args, keys).await?;
        let mut ids: Vec<PersonId> = rows.into_iter().map(|(id,)| id).collect();
        ids.sort_unstable();
        ids.truncate(usize::try_from(limit).unwrap_or(0));
        self.facts(tx, &ids).await
    }

    /// The data keys of persons: what other slices seal and open about somebody dies with that person's key. Persons
    /// whose key is gone are left out.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn data_keys(&self, tx: &mut Tx, ids: &[PersonId]) -> Outcome<HashMap<PersonId, DataKey>> {
        let keys = ids.iter().map(|id| Arg::from(*id)).collect();
        let rows: Vec<(PersonId, Vec<u8>)> = tx.rows_in(persons::KEYS, vec![], keys).await?;
        rows.into_iter().map(|(id, wrapped)| Ok((id, self.key_of(id, &wrapped)?))).collect()
    }

    /// The version of a person's printed card: part of its code, so that earlier cards are worthless.
    ///
    /// # Errors
    /// Not found.
    pub async fn card_version(&self, tx: &mut Tx, person: PersonId) -> Outcome<i64> {
        let row: Option<(i64,)> = tx.row(persons::CARD, args![person]).await?;
        Ok(row.ok_or(tb_kernel::Refusal::not_found())?.0)
    }

    /// The home communities of persons.
    ///
    /// # Errors
    /// [`Fail::Fault`] only.
    pub async fn nodes(&self, tx: &mut Tx, ids: &[PersonId]) -> Outcome<HashMap<PersonId, Node>> {
        let keys = ids.iter().map(|id| Arg::from(*id)).collect();
        let rows: Vec<(PersonId, Node)> = tx.rows_in(persons::NODES, vec![], keys).await?;
        Ok(rows.into_iter().collect())
    }
}

pub(crate) async fn enrolments_of(tx: &mut Tx, ids: &[PersonId]) -> Result<Vec<EnrolmentRecord>, DbError> {
    tx.rows_in(enrolments::OF_PERSONS, vec![], ids.iter().map(|id| Arg::from(*id)).collect()).await
}

pub(crate) async fn qualifications_of(tx: &mut Tx, ids: &[PersonId]) -> Result<Vec<QualificationRecord>, DbError> {
    tx.rows_in(enrolments::QUALIFICATIONS, vec![], ids.iter().map(|id| Arg::from(*id)).collect()).await
}

/// The running enrolment of a kind.
pub(crate) fn running(enrolled: &[EnrolmentRecord], kind: EnrolmentKind) -> Option<&EnrolmentRecord> {
    enrolled.iter().find(|e| e.kind == kind && e.state.is_running())
}

/// The running enrolment of a kind, else the last one.
pub(crate) fn latest(enrolled: &[EnrolmentRecord], kind: EnrolmentKind) -> Option<&EnrolmentRecord> {
    let last = || enrolled.iter().filter(|e| e.kind == kind).max_by_key(|e| (e.applied_at, e.id));
    running(enrolled, kind).or_else(last)
}

/// (resident, student): as checked, else as declared.
fn standing(enrolment: Option<&EnrolmentRecord>) -> (bool, bool) {
    let Some(enrolment) = enrolment else { return (false, false) };
    if let Ok(checks) = serde_json::from_str::<Checks>(&enrolment.checks) {
        return (checks.resident, checks.student);
    }
    match serde_json::from_str(&enrolment.claims) {
        Ok(Claims::Volunteer(claims)) => (claims.resident, claims.student),
        Ok(Claims::Elder(claims)) => (claims.resident, false),
        Err(_) => (false, false),
    }
}

pub(crate) fn traits_of(codes: &str) -> BTreeSet<Trait> {
    codes.split(',').filter_map(Trait::parse).collect()
}

pub(crate) fn licences(qualified: Vec<QualificationRecord>) -> Vec<(Licence, tb_kernel::Day)> {
    qualified.into_iter().filter_map(|q| Some((Licence::parse(&q.licence)?, q.valid_until))).collect()
}

pub(crate) fn preferences(record: &persons::PersonRecord) -> Preferences {
    Preferences { language: record.language, edition: record.edition, text_size: record.text_size }
}

/// Rows by whom they belong to, order kept.
pub(crate) fn group<T>(rows: Vec<T>, whose: impl Fn(&T) -> PersonId) -> HashMap<PersonId, Vec<T>> {
    let mut groups: HashMap<PersonId, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(whose(&row)).or_default().push(row);
    }
    groups
}
