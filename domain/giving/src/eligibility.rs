//! Who may be granted time: judged when somebody becomes an elder, on every change of the facts, on birthdays, when an
//! assessment runs out, and at the latest after the city's months. Whoever falls out is listed with the reason and told;
//! grants stop that day, because a grant is judged on its own day too.

use crate::house::Giving;
use crate::store;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use tb_db::{Arg, DbError, Tx, args};
use tb_jobs::{Event, Job, Reaction};
use tb_journal::{Command, Key, Work};
use tb_kernel::{Actor, Cursor, Day, Entropy, Fail, Instant, Node, Outcome, Page, PageSize, PersonId, Refusal, Span};
use tb_people::{
    BEFORE_ALL, ENROLMENT_ACTIVATED, ENROLMENT_CHANGED, EnrolmentState, FACTS_CHANGED, MOVED, NewMessage, PersonFacts,
};
use tb_policy::Version;
use tb_policy::rules::{GrantFacts, may_grant, recipient_classes};
use tokio::sync::Mutex;

/// People judged in one transaction.
const BATCH: i64 = 500;
/// No reason.
const NO_CODE: Option<&str> = None;
/// Batches of one turn of the job.
const BATCHES_MAX: usize = 20;

/// How somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Eligible {
    Eligible,
    /// Is not, and was not.
    Not,
    /// Was, and is no more.
    Stopped,
    /// No longer an active elder.
    Left,
}

impl Eligible {
    pub const ALL: &'static [Eligible] = &[Eligible::Eligible, Eligible::Not, Eligible::Stopped, Eligible::Left];
    pub const fn code(self) -> &'static str {
        match self {
            Eligible::Eligible => "eligible",
            Eligible::Not => "not",
            Eligible::Stopped => "stopped",
            Eligible::Left => "left",
        }
    }
    pub fn parse(code: &str) -> Option<Eligible> {
        Eligible::ALL.iter().copied().find(|one| one.code() == code)
    }
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct EligibilityRow {
    pub person: PersonId,
    pub node: Node,
    /// See [`Eligible::parse`].
    pub state: String,
    /// Codes of the classes that counted, separated by commas.
    pub classes: String,
    /// Why not.
    pub code: Option<String>,
    pub article: String,
    pub checked_on: Day,
    pub due_on: Day,
    pub since: Instant,
}

/// What the rules of the day say of somebody. Pure.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Judged {
    state: Eligible,
    classes: String,
    code: Option<String>,
    article: String,
    due_on: Day,
}

fn judge(version: &Version, person: &PersonFacts, before: Option<Eligible>, today: Day) -> Judged {
    let age = person.age(today);
    let facts = GrantFacts { age, traits: person.traits.clone(), days_since_check: 0, node: person.node };
    let decision = may_grant(version, &facts);
    let granted = &version.parameters.grant.classes;
    let classes = recipient_classes(version, age, &person.traits);
    let classes: Vec<&str> =
        classes.iter().map(|c| c.code.as_str()).filter(|c| granted.iter().any(|g| g == c)).collect();
    let due_on = next_look(version, person, today);
    let (state, code) = match (person.is_active_elder(), decision.refusal()) {
        (false, _) => (Eligible::Left, None),
        (true, None) => (Eligible::Eligible, None),
        (true, Some(refusal)) => {
            let was = matches!(before, Some(Eligible::Eligible | Eligible::Stopped));
            (if was { Eligible::Stopped } else { Eligible::Not }, Some(refusal.code.to_string()))
        }
    };
    Judged { state, classes: classes.join(","), code, article: decision.article.to_string(), due_on }
}

/// The next day on which something can have changed by itself: a birthday, the end of an assessment, the city's months.
fn next_look(version: &Version, person: &PersonFacts, today: Day) -> Day {
    let months = i64::from(version.parameters.grant_recheck.months);
    let mut next = today.plus_days(months.saturating_mul(30).clamp(1, 3_650));
    let age = today.age_since(person.birth);
    let birthday = (1..=366).map(|days| today.plus_days(days)).find(|day| day.age_since(person.birth) > age);
    if let Some(birthday) = birthday {
        next = next.min(birthday);
    }
    if let Some((_, until)) = person.on_file.assessment
        && until >= today
    {
        next = next.min(until.plus_days(1));
    }
    next
}

impl Giving {
    /// Judges people and writes down how they stand; gives how many fell out.
    async fn judge_all(&self, tx: &mut Tx, now: Instant, ids: &[PersonId]) -> Outcome<usize> {
        let today = now.day();
        let keys = ids.iter().map(|id| Arg::from(*id)).collect();
        let known: Vec<EligibilityRow> = tx.rows_in(store::ELIGIBILITY_OF, vec![], keys).await?;
        let known: HashMap<PersonId, EligibilityRow> = known.into_iter().map(|row| (row.person, row)).collect();
        let (mut rows, mut told) = (Vec::with_capacity(ids.len()), Vec::new());
        let persons = self.people.facts(tx, ids).await?;
        // Whoever can no longer be read (erased) is judged no more.
        for gone in known.values().filter(|row| !persons.iter().any(|person| person.id == row.person)) {
            let never = Day(i64::from(i32::MAX));
            let left = Eligible::Left.code();
            rows.push(args![gone.person, gone.node, left, "", NO_CODE, &gone.article, today, never, now]);
        }
        for person in persons {
            let version = self.policies.at(person.node, today).map_err(Refusal::from)?;
            let before = known.get(&person.id);
            let was = before.and_then(|row| Eligible::parse(&row.state));
            let judged = judge(&version, &person, was, today);
            let same = was == Some(judged.state);
            let since = before.filter(|_| same).map_or(now, |row| row.since);
            if judged.state == Eligible::Stopped && !same {
                told.push(stopped(person.id, &judged));
            }
            rows.push(args![
                person.id,
                person.node,
                judged.state.code(),
                judged.classes,
                judged.code,
                judged.article,
                today,
                judged.due_on,
                since
            ]);
        }
        tx.insert(&store::ELIGIBILITY, &rows).await?;
        self.people.send(tx, now, &told).await?;
        Ok(told.len())
    }

    /// When somebody was looked at last; none: never.
    pub(crate) async fn checked_on(&self, tx: &mut Tx, ids: &[PersonId]) -> Result<HashMap<PersonId, Day>, DbError> {
        let keys = ids.iter().map(|id| Arg::from(*id)).collect();
        let rows: Vec<EligibilityRow> = tx.rows_in(store::ELIGIBILITY_OF, vec![], keys).await?;
        Ok(rows.into_iter().map(|row| (row.person, row.checked_on)).collect())
    }

    /// How many stand how, in a territory.
    ///
    /// # Errors
    /// A fault.
    pub async fn eligibility_counts(&self, node: Node) -> Outcome<Vec<(Eligible, i64)>> {
        let (low, high) = node.range();
        let rows: Vec<(String, i64)> = self.core.db.read().rows(store::ELIGIBILITY_COUNTS, args![low, high]).await?;
        Ok(rows.into_iter().filter_map(|(code, count)| Some((Eligible::parse(&code)?, count))).collect())
    }

    /// Who stands so in a territory, the latest change first.
    ///
    /// # Errors
    /// A fault.
    pub async fn eligibility_list(
        &self,
        node: Node,
        state: Eligible,
        after: Option<Cursor>,
        size: PageSize,
    ) -> Outcome<Page<EligibilityRow>> {
        let (low, high) = node.range();
        let start = after.unwrap_or(Cursor { key: i64::MAX, id: uuid::Uuid::max() });
        let args = args![low, high, state.code(), start.key, start.id, size.rows() + 1];
        let rows: Vec<EligibilityRow> = self.core.db.read().rows(store::ELIGIBILITY_LIST, args).await?;
        Ok(Page::cut(rows, size, |row| Cursor { key: row.since.0, id: row.person.0 }))
    }

    /// How one person stands, if ever judged.
    ///
    /// # Errors
    /// A fault.
    pub async fn eligibility(&self, person: PersonId) -> Outcome<Option<EligibilityRow>> {
        Ok(self.core.db.read().rows_in(store::ELIGIBILITY_OF, vec![], args![person]).await?.pop())
    }
}

fn stopped(person: PersonId, judged: &Judged) -> NewMessage {
    let article = judged.article.clone();
    NewMessage {
        person,
        kind: "giving-told-stopped".into(),
        args: vec![("article".into(), article)],
        link: Some("/me/profile".into()),
    }
}

/// Judges a batch of people once a day: what the job runs.
#[derive(Serialize)]
struct RecheckBatch {
    people: Vec<PersonId>,
}

impl Command for RecheckBatch {
    const NAME: &'static str = "giving.recheck-batch";
    type House = Giving;
    type Answer = usize;

    async fn run(&self, house: &Giving, work: &mut Work<'_>) -> Outcome<usize> {
        house.judge_all(work.tx, work.now, &self.people).await
    }
}

/// Judges one person now, at an officer's wish.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recheck {
    pub person: PersonId,
}

impl Command for Recheck {
    const NAME: &'static str = "giving.recheck";
    type House = Giving;
    type Answer = ();

    async fn run(&self, house: &Giving, work: &mut Work<'_>) -> Outcome<()> {
        let nodes = house.people.nodes(work.tx, &[self.person]).await?;
        let node = *nodes.get(&self.person).ok_or(Refusal::not_found())?;
        if !work.actor.may(crate::commands::GIVE, node) {
            return Err(Refusal::not_found().into());
        }
        work.about("person", self.person, node);
        house.judge_all(work.tx, work.now, &[self.person]).await?;
        Ok(())
    }
}

/// The job: those whose day has come, and once a day everybody who was never judged.
pub struct RecheckEligibility {
    house: Arc<Giving>,
    /// The day of the walk through all elders and how far it is.
    walk: Mutex<(Day, PersonId)>,
}

impl RecheckEligibility {
    pub fn new(house: Arc<Giving>) -> RecheckEligibility {
        RecheckEligibility { house, walk: Mutex::new((Day(i64::MIN), BEFORE_ALL)) }
    }

    /// One turn; gives how many were judged.
    ///
    /// # Errors
    /// A fault; what was judged stays.
    pub async fn turn(&self) -> Result<usize, Fail> {
        let mut judged = 0;
        for _ in 0..BATCHES_MAX {
            let today = self.house.core.now().day();
            let due: Vec<(PersonId,)> =
                self.house.core.db.read().rows(store::ELIGIBILITY_DUE, args![today, BATCH]).await?;
            let due: Vec<PersonId> = due.into_iter().map(|(person,)| person).collect();
            if due.is_empty() {
                break;
            }
            judged += self.judge(due, today).await?;
        }
        Ok(judged + self.walk().await?)
    }

    async fn walk(&self) -> Result<usize, Fail> {
        let today = self.house.core.now().day();
        let mut walk = self.walk.lock().await;
        if walk.0 < today {
            *walk = (today, BEFORE_ALL);
        }
        let mut judged = 0;
        for _ in 0..BATCHES_MAX {
            let ids = self.house.people.elders_after(&mut self.house.core.db.read(), walk.1, BATCH).await?;
            let Some(last) = ids.last().copied() else { break };
            let known = self.house.checked_on(&mut self.house.core.db.read(), &ids).await?;
            let new: Vec<PersonId> = ids.into_iter().filter(|id| !known.contains_key(id)).collect();
            if !new.is_empty() {
                judged += self.judge(new, today).await?;
            }
            walk.1 = last;
        }
        Ok(judged)
    }

    async fn judge(&self, people: Vec<PersonId>, today: Day) -> Result<usize, Fail> {
        let count = people.len();
        let first = people.first().copied().unwrap_or(BEFORE_ALL);
        let key = Key::internal(format!("eligibility:{today}:{first}"));
        self.house.run(&Actor::system(), &key, RecheckBatch { people }).await?;
        Ok(count)
    }
}

impl Job for RecheckEligibility {
    fn kind(&self) -> &'static str {
        "giving.recheck-eligibility"
    }
    fn every(&self) -> Span {
        Span::minutes(1)
    }
    fn run(&self) -> Pin<Box<dyn Future<Output = Result<usize, Fail>> + Send + '_>> {
        Box::pin(self.turn())
    }
}

/// Judges again whenever something about an elder changed, in the change's own delivery.
pub struct EligibilityReactions(pub Arc<Giving>);

#[derive(Deserialize)]
struct About {
    person: PersonId,
}

impl Reaction for EligibilityReactions {
    fn hears(&self, kind: &str) -> bool {
        [ENROLMENT_ACTIVATED, ENROLMENT_CHANGED, FACTS_CHANGED, MOVED].contains(&kind)
    }
    fn react<'a>(
        &'a self,
        tx: &'a mut Tx,
        event: &'a Event,
        now: Instant,
        _: &'a Entropy,
    ) -> Pin<Box<dyn Future<Output = Result<(), DbError>> + Send + 'a>> {
        Box::pin(async move {
            let about: About = event.read()?;
            let failed = |fail: Fail| DbError::Other(fail.to_string());
            let facts = self.0.people.facts(tx, &[about.person]).await.map_err(failed)?;
            let is_elder = |person: &PersonFacts| person.elder.is_some_and(|state| state != EnrolmentState::Registered);
            if facts.iter().any(is_elder) {
                self.0.judge_all(tx, now, &[about.person]).await.map_err(failed)?;
            }
            Ok(())
        })
    }
}
