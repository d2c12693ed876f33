//! The record in its five blocks, computed from the books at the moment it is asked for; nothing of it is stored twice.

use crate::access;
use crate::house::Recognition;
use crate::model::{Award, AwardLine, ItemSum, ServiceLine, TrainingLine};
use crate::store;
use std::collections::BTreeMap;
use std::sync::Arc;
use tb_db::Tx;
use tb_kernel::{Actor, Day, Fail, Minutes, Outcome, PersonId, Refusal};
use tb_orders::{MarksOf, ServedSum, ServedVisit};
use tb_people::PersonView;
use tb_policy::rules::{StarFacts, StarStanding, star_level};
use tb_policy::{ItemCode, Text, Version, VersionId};

/// Lines of service on the page of the record.
const PAGE_LINES: i64 = 20;
/// Before everything anybody recorded.
pub(crate) const BEGINNING: Day = Day(0);

/// A volunteer's record.
pub struct VolunteerRecord {
    /// Basic data, masked for everyone but the person.
    pub basic: PersonView,
    pub volunteer_since: Option<Day>,
    pub service: ServiceBlock,
    pub trainings: Vec<TrainingLine>,
    pub awards: Vec<Award>,
    pub evaluation: Evaluation,
    pub star: StarStanding,
}

/// What was served in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceBlock {
    pub minutes: Minutes,
    pub visits: i64,
    /// Different people served.
    pub served: i64,
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub items: Vec<ItemSum>,
    /// The newest visits; [`ServiceBlock::visits`] says how many there are.
    pub lines: Vec<ServiceLine>,
}

/// What those served said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    pub count: i64,
    /// Mean in tenths of a mark.
    pub mean_tenths: Option<i64>,
    /// How often each mark was given, best first.
    pub by_mark: Vec<(i64, i64)>,
}

impl Recognition {
    /// The record of a person, for themselves, whoever acts for them, and staff of the place.
    ///
    /// # Errors
    /// Not found.
    pub async fn record(&self, actor: &Actor, person: PersonId) -> Outcome<VolunteerRecord> {
        let basic = self.people.person_view(actor, person).await?;
        if !access::sees(actor, person, basic.node) {
            return Err(Refusal::not_found().into());
        }
        let mut tx = self.core.db.snapshot().await?;
        let today = self.core.now().day();
        let facts = self.people.facts_of_one(&mut tx, person).await?;
        let service = self.service(&mut tx, person, BEGINNING, today, PAGE_LINES).await?;
        let version = self.policies.at(basic.node, today).map_err(Refusal::from)?;
        let days = facts.volunteer_since.map_or(0, |since| (today.0 - since.0).max(0));
        let member_days = u32::try_from(days).unwrap_or(u32::MAX);
        let star = star_level(&version, &StarFacts { minutes: service.minutes, member_days });
        Ok(VolunteerRecord {
            volunteer_since: facts.volunteer_since,
            trainings: self.training.of(&mut tx, person, BEGINNING, today).await?,
            awards: store::awards(&mut tx, person).await?,
            evaluation: self.evaluation(&mut tx, person).await?,
            service,
            star,
            basic,
        })
    }

    /// What a person served between two days (both inclusive), with at most `lines` single visits.
    pub(crate) async fn service(
        &self,
        tx: &mut Tx,
        person: PersonId,
        from: Day,
        to: Day,
        lines: i64,
    ) -> Result<ServiceBlock, Fail> {
        let (start, end) = (from.start(), to.plus_days(1).start());
        let sums = tb_orders::served_sums(tx, person, start, end).await?;
        let served = tb_orders::served_people(tx, person, start, end).await?;
        let visits =
            if lines > 0 { tb_orders::served_visits(tx, person, start, end, lines).await? } else { Vec::new() };
        let mut versions = Versions { house: self, known: BTreeMap::new() };
        Ok(ServiceBlock {
            minutes: sums.iter().map(|sum| sum.minutes).sum(),
            visits: sums.iter().map(|sum| sum.visits).sum(),
            served,
            first: sums.iter().map(|sum| sum.first.day()).min(),
            last: sums.iter().map(|sum| sum.last.day()).max(),
            items: items(&mut versions, sums),
            lines: visits.into_iter().map(|visit| line(self, &mut versions, visit)).collect(),
        })
    }

    pub(crate) async fn evaluation(&self, tx: &mut Tx, person: PersonId) -> Result<Evaluation, Fail> {
        let marks: Vec<MarksOf> = tb_orders::marks_of(tx, person).await?;
        let count: i64 = marks.iter().map(|m| m.count).sum();
        let sum: i64 = marks.iter().map(|m| m.mark * m.count).sum();
        let mean_tenths = (count > 0).then(|| (sum * 10 + count / 2) / count);
        Ok(Evaluation { count, mean_tenths, by_mark: marks.into_iter().map(|m| (m.mark, m.count)).collect() })
    }

    /// The awards that stand, as they are printed.
    pub(crate) async fn award_lines(
        &self,
        tx: &mut Tx,
        person: PersonId,
        from: Day,
        to: Day,
    ) -> Result<Vec<AwardLine>, Fail> {
        let all = store::awards(tx, person).await?;
        let standing =
            all.into_iter().filter(|award| award.struck_at.is_none() && (from..=to).contains(&award.given_on));
        Ok(standing.map(|award| AwardLine { day: award.given_on, title: award.title, body: award.body }).collect())
    }
}

/// Names of services as the version says under which they were ordered.
struct Versions<'a> {
    house: &'a Recognition,
    known: BTreeMap<String, Option<Arc<Version>>>,
}

impl Versions<'_> {
    fn name(&mut self, policy: &str, item: &str) -> Text {
        let house = self.house;
        let version = self
            .known
            .entry(policy.to_owned())
            .or_insert_with(|| house.policies.version(&VersionId::from(policy)).ok());
        let found =
            version.as_ref().and_then(|version| version.item(&ItemCode::from(item)).map(|item| item.name.clone()));
        found.unwrap_or_else(|| Text { zh: item.to_owned(), en: item.to_owned() })
    }
}

fn items(versions: &mut Versions<'_>, sums: Vec<ServedSum>) -> Vec<ItemSum> {
    let mut by_item: BTreeMap<String, ItemSum> = BTreeMap::new();
    for sum in sums {
        let name = versions.name(&sum.policy, &sum.item);
        let entry = by_item.entry(sum.item.clone()).or_insert_with(|| ItemSum {
            item: sum.item,
            name,
            minutes: Minutes::ZERO,
            visits: 0,
        });
        entry.minutes = Minutes(entry.minutes.0 + sum.minutes.0);
        entry.visits += sum.visits;
    }
    let mut items: Vec<ItemSum> = by_item.into_values().collect();
    items.sort_by(|a, b| b.minutes.cmp(&a.minutes).then_with(|| a.item.cmp(&b.item)));
    items
}

fn line(house: &Recognition, versions: &mut Versions<'_>, visit: ServedVisit) -> ServiceLine {
    ServiceLine {
        name: versions.name(&visit.policy, &visit.item),
        number: visit.number,
        day: visit.starts_at.day(),
        place: house.places.name(visit.node).to_owned(),
        served: 1,
        minutes: visit.minutes,
    }
}
