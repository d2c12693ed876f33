//! The simulation itself: a house with a clock moved by hand, everybody who lives in it, and the list of what will happen.
//!
//! What must hold: everything is done through the same methods as in the product, by actors with the rights they have there;
//! one thing after the other, with ids, time and chance from the seed, so that the same plan gives the same books on either
//! engine; a refusal is part of life and counted, a fault ends the simulation.

use crate::agenda::{Agenda, Happening};
use crate::dice::Dice;
use crate::life::Arranged;
use crate::people::{Numbers, Populace, populate};
use crate::plan::{CityError, Live, Plan, Progress};
use crate::postbox::Postbox;
use crate::quarters::{Quarter, quarters};
use crate::residents::{Resident, Visit};
use crate::staff::Staff;
use crate::tally::Tally;
use std::collections::BTreeMap;
use std::sync::Arc;
use tb_crypto::KeyRing;
use tb_db::Db;
use tb_giving::Giving;
use tb_house::{House, Parts, Schedule};
use tb_jobs::Job;
use tb_journal::{Command, Key};
use tb_kernel::{
    AccountId, Actor, Channel, Entropy, Fail, HandClock, Instant, Level, Node, OrderId, Outcome, PersonId, Span,
};
use tb_orders::{OrderTimers, Orders};
use tb_people::DeliverTexts;
use tb_policy::{PolicyBook, Version};

/// What passes between two commands.
const MOMENT: Span = Span(35_000);

/// On what a simulation stands.
pub struct Ground {
    /// Empty: on PostgreSQL with its schema made.
    pub db: Db,
    pub keys: Arc<KeyRing>,
    pub policies: Arc<PolicyBook>,
}

/// A city that lives.
pub struct City {
    pub(crate) plan: Plan,
    pub(crate) house: Arc<House>,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) dice: Dice,
    pub(crate) numbers: Numbers,
    pub(crate) quarters: Vec<Quarter>,
    pub(crate) residents: Vec<Resident>,
    pub(crate) by_person: BTreeMap<PersonId, usize>,
    pub(crate) visits: BTreeMap<OrderId, Visit>,
    pub(crate) agenda: Agenda,
    pub(crate) tally: Tally,
    pub(crate) postbox: Arc<Postbox>,
    pub(crate) texts: DeliverTexts,
    pub(crate) timers: OrderTimers,
    pub(crate) programmes: BTreeMap<Node, AccountId>,
    pub(crate) arranged: Arranged,
    schedule: Schedule,
    staff: Option<Arc<Staff>>,
    keys_made: u64,
}

impl City {
    /// Builds the house and the people; nobody is registered yet.
    ///
    /// # Errors
    /// When the house cannot be opened.
    pub async fn found(ground: Ground, plan: Plan) -> Result<City, CityError> {
        let plan = plan.bounded();
        let clock = Arc::new(HandClock::at(plan.starts_at()));
        let postbox = Arc::new(Postbox::default());
        let parts = Parts {
            db: ground.db,
            city: plan.city,
            keys: ground.keys,
            policies: ground.policies,
            clock: clock.clone(),
            entropy: Arc::new(Entropy::seeded(plan.seed)),
            gateway: postbox.clone(),
        };
        let house = House::open(parts).await?;
        let schedule = house.schedule().await.map_err(|fail| CityError::Beginning(fail.to_string()))?;
        let dice = Dice::of(plan.seed, "life");
        let districts: Vec<Node> =
            house.places.below(house.node, Level::District).into_iter().map(|district| district.node).collect();
        let mut numbers = Numbers::new(&districts, &dice);
        let quarters = quarters(&house.places, plan.people);
        let populace = Populace {
            dice: &dice,
            places: &house.places,
            quarters: &quarters,
            numbers: &mut numbers,
            today: plan.ends_at.day(),
            days: i64::from(plan.days),
        };
        let souls = populate(populace, plan.people);
        let quarter_of = |street: Node| quarters.iter().position(|quarter| quarter.street == street).unwrap_or(0);
        let residents = souls.into_iter().map(|soul| (quarter_of(soul.street), soul));
        let residents: Vec<Resident> = residents.map(|(quarter, soul)| Resident::new(soul, quarter)).collect();
        let texts = DeliverTexts { people: house.people.clone(), gateway: postbox.clone() };
        let timers = OrderTimers(house.orders.clone());
        Ok(City {
            plan,
            house,
            clock,
            dice,
            numbers,
            quarters,
            residents,
            by_person: BTreeMap::new(),
            visits: BTreeMap::new(),
            agenda: Agenda::default(),
            tally: Tally::default(),
            postbox,
            texts,
            timers,
            programmes: BTreeMap::new(),
            arranged: Arranged::default(),
            schedule,
            staff: None,
            keys_made: 0,
        })
    }

    /// Lives from the first day to the last moment; `seen` is told after each day.
    ///
    /// # Errors
    /// A fault of the house: nothing that happens in life is one.
    pub async fn live(&mut self, seen: &mut (dyn FnMut(Progress) + Send)) -> Result<(), CityError> {
        let staff = self.appoint().await?;
        self.staff = Some(Arc::new(staff));
        self.insure().await?;
        self.open_budgets().await?;
        self.arrange_the_end();
        let last = self.plan.ends_at.day();
        let mut day = self.plan.first_day();
        while day <= last {
            self.plan_day(day);
            let end = day.plus_days(1).start().min(self.plan.ends_at);
            while let Some((at, what)) = self.agenda.next_before(end) {
                self.clock.set(at.max(self.now()));
                self.happen(what).await?;
            }
            seen(self.progress(day));
            day = day.plus_days(1);
        }
        self.clock.set(self.plan.ends_at.max(self.now()));
        self.tick().await
    }

    pub fn house(&self) -> &Arc<House> {
        &self.house
    }
    pub fn plan(&self) -> Plan {
        self.plan
    }
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    fn progress(&self, day: tb_kernel::Day) -> Progress {
        let done = day.0 - self.plan.first_day().0 + 1;
        Progress {
            day,
            days_done: u32::try_from(done).unwrap_or(0),
            days: self.plan.days,
            people: self.tally.ok("people.register"),
            settled: self.tally.ok("orders.settled"),
        }
    }

    async fn happen(&mut self, what: Happening) -> Live<()> {
        match what {
            Happening::Arrive(who) => self.arrive(who).await,
            Happening::Review(quarter) => self.review(quarter).await,
            Happening::Grants => self.give_grants().await,
            Happening::Want(who) => self.want(who).await,
            Happening::Look(who) => self.look(who).await,
            Happening::Answer { order, volunteer } => self.answer(order, volunteer).await,
            Happening::Publishing(quarter) => self.publishing(quarter).await,
            Happening::Matching(quarter) => self.matching(quarter).await,
            Happening::Calls(quarter) => self.calls(quarter).await,
            Happening::Decide(quarter) => self.decide(quarter).await,
            Happening::Hear { order, turn } => self.hear(order, turn).await,
            Happening::Withdraw { order, turn } => self.withdraw(order, turn).await,
            Happening::CallOff { order, turn } => self.call_off(order, turn).await,
            Happening::Door { order, turn } => self.door(order, turn).await,
            Happening::Waited { order, turn } => self.waited(order, turn).await,
            Happening::Leave { order, turn } => self.leave(order, turn).await,
            Happening::Word { order, turn } => self.word(order, turn).await,
            Happening::Rate { order, by_volunteer } => self.rate(order, by_volunteer).await,
            Happening::Doubt { order } => self.doubt(order).await,
            Happening::Second { quarter, approval } => self.second(quarter, approval).await,
            Happening::Mishap => self.mishap().await,
            Happening::Tick => self.tick().await,
            Happening::Jobs => self.jobs().await,
            Happening::Stage => self.stage().await,
            Happening::Curtain => self.curtain().await,
        }
    }

    /// The orders' timers, and the news they and everybody else left.
    pub(crate) async fn tick(&mut self) -> Live<()> {
        let looked = self.timers.run().await;
        self.must("orders.timers", looked)?;
        self.deliver().await
    }

    /// Everything that reacts to news does so now.
    pub(crate) async fn deliver(&mut self) -> Live<()> {
        let delivered = self.house.deliver_all().await;
        self.must("events.deliver", delivered.map_err(Fail::from)).map(|_| ())
    }

    async fn jobs(&mut self) -> Live<()> {
        let ran = self.schedule.run_due().await;
        self.must("jobs.run", ran)?;
        self.deliver().await
    }

    // ---- small things everybody uses --------------------------------------------------------------------------------

    pub(crate) fn now(&self) -> Instant {
        use tb_kernel::Clock;
        self.clock.now()
    }
    /// A key nobody used before.
    pub(crate) fn key(&mut self) -> Key {
        self.keys_made += 1;
        Key::internal(format!("life-{}", self.keys_made))
    }
    pub(crate) fn staff(&self) -> Arc<Staff> {
        self.staff.clone().expect("staff are appointed before anything happens")
    }
    /// The rules in force today.
    pub(crate) fn rules(&self) -> Live<Arc<Version>> {
        let version = self.house.policies.at(self.house.node, self.now().day());
        version.map_err(|error| CityError::Beginning(error.to_string()))
    }
    /// True in the last hour: what is arranged for the end is left alone.
    pub(crate) fn is_quiet(&self) -> bool {
        self.now() >= self.plan.ends_at.minus(Span::minutes(60))
    }

    /// Counts an outcome. A refusal gives `None`; anything worse ends the simulation.
    pub(crate) fn note<T>(&mut self, action: &'static str, outcome: Outcome<T>) -> Live<Option<T>> {
        self.clock.advance(MOMENT);
        match outcome {
            Ok(answer) => {
                self.tally.count(action, "ok");
                Ok(Some(answer))
            }
            Err(Fail::Refused(refusal)) => {
                let code = refusal.fields.first().map_or(&refusal.code, |field| &field.code);
                self.tally.count(action, code);
                Ok(None)
            }
            Err(fail) => Err(CityError::Fault { action, at: self.now(), what: fail.to_string() }),
        }
    }

    /// Something without which the simulation makes no sense: also a refusal ends it.
    pub(crate) fn must<T>(&mut self, action: &'static str, outcome: Outcome<T>) -> Live<T> {
        self.clock.advance(MOMENT);
        match outcome {
            Ok(answer) => {
                self.tally.count(action, "ok");
                Ok(answer)
            }
            Err(fail) => Err(CityError::Fault { action, at: self.now(), what: format!("{fail:?}") }),
        }
    }

    /// A command about orders.
    pub(crate) async fn order<C>(&mut self, actor: &Actor, command: C) -> Live<Option<C::Answer>>
    where
        C: Command<House = Orders>,
    {
        let key = self.key();
        let outcome = self.house.orders.run(actor, &key, command).await;
        self.note(C::NAME, outcome)
    }

    /// A command about giving.
    pub(crate) async fn give<C>(&mut self, actor: &Actor, command: C) -> Live<Option<C::Answer>>
    where
        C: Command<House = Giving>,
    {
        let key = self.key();
        let outcome = self.house.giving.run(actor, &key, command).await;
        self.note(C::NAME, outcome)
    }

    /// The elder's side as it comes in: on their own page, or through the site.
    pub(crate) fn voice(&self, who: usize) -> Option<Actor> {
        use crate::people::Means;
        let resident = &self.residents[who];
        let person = resident.person?;
        let clerk = || self.staff().clerks[resident.quarter].actor();
        match resident.soul.habits.means {
            Means::Page => resident.citizen(),
            Means::Call => Some(clerk().for_person(person, Channel::Hotline)),
            Means::Desk => Some(clerk().for_person(person, Channel::Desk)),
        }
    }
}
