//! The catalogue of services a city allows: categories, items, and what an item asks of the people and the hour.
//!
//! What must hold: an item without a licence is one that any trained volunteer may do; where a city excludes
//! professional service no item may ask for a licence (checked when the set is loaded).

use crate::codes::codes;
use crate::model::{ArticleId, Text, text_ids};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use tb_kernel::{Instant, Minutes, Node};

text_ids! {
    /// Names a catalogue item, e.g. `meal-delivery`. Never reused for something else.
    ItemCode,
}

codes! {
    /// A professional licence an item may ask for and a volunteer may hold.
    Licence {
        Doctor = "doctor",
        Nurse = "nurse",
        Therapist = "therapist",
        Lawyer = "lawyer",
        Counsellor = "counsellor",
        SocialWorker = "social_worker",
        FirstAider = "first_aider",
        Caregiver = "caregiver",
    }
}

codes! {
    /// How much can go wrong in a visit.
    Risk { Low = "low", Medium = "medium", High = "high" }
}

codes! {
    /// One volunteer (or pair) with one elder, or an event with attendance.
    Mode { OneToOne = "one_to_one", Event = "event" }
}

/// A class of services, in the order the city names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub code: String,
    pub name: Text,
    pub article: ArticleId,
}

/// Bounds of one visit, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Length {
    pub min: Minutes,
    pub usual: Minutes,
    pub max: Minutes,
}

/// Minutes since local midnight, 0 … 1440; written `HH:MM`, where `24:00` is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    pub const MIDNIGHT: TimeOfDay = TimeOfDay(0);
    pub const END: TimeOfDay = TimeOfDay(1440);

    /// `None` outside 00:00 … 24:00.
    pub fn new(hour: u16, minute: u16) -> Option<TimeOfDay> {
        let all = hour.checked_mul(60)?.checked_add(minute)?;
        (minute < 60 && all <= 1440).then_some(TimeOfDay(all))
    }
    pub fn parse(text: &str) -> Option<TimeOfDay> {
        let (hour, minute) = text.split_once(':')?;
        if hour.len() != 2 || minute.len() != 2 {
            return None;
        }
        TimeOfDay::new(hour.parse().ok()?, minute.parse().ok()?)
    }
    /// What the city's clock shows at `instant`, seconds cut off.
    pub fn of(instant: Instant) -> TimeOfDay {
        let local = instant.local();
        let (hour, minute) = (local.hour().unsigned_abs(), local.minute().unsigned_abs());
        TimeOfDay(u16::from(hour) * 60 + u16::from(minute))
    }
    /// Minutes since midnight.
    pub fn since_midnight(self) -> Minutes {
        Minutes(i64::from(self.0))
    }
}
impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}
impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        TimeOfDay::parse(&text).ok_or_else(|| serde::de::Error::custom("not a time of day HH:MM"))
    }
}

/// The local hours within which a visit must begin and end: `from` < `to`, never across midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

impl Hours {
    pub const ALL_DAY: Hours = Hours { from: TimeOfDay::MIDNIGHT, to: TimeOfDay::END };

    /// True when a visit that begins at `start` and lasts `minutes` lies inside. A service offered all day may run
    /// past midnight.
    pub fn hold(&self, start: TimeOfDay, minutes: Minutes) -> bool {
        if *self == Hours::ALL_DAY {
            return true;
        }
        let end = start.since_midnight().0.saturating_add(minutes.0);
        self.from <= start && end <= self.to.since_midnight().0
    }
}

/// One service of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub code: ItemCode,
    /// Code of a [`Category`] of the same version.
    pub category: String,
    pub name: Text,
    /// The article that lets the city offer it.
    pub article: ArticleId,
    #[serde(default)]
    pub licence: Option<Licence>,
    pub risk: Risk,
    /// Two volunteers must come together.
    #[serde(default)]
    pub two_person: bool,
    pub minutes: Length,
    pub hours: Hours,
    /// How far from the elder's place a position still proves presence, in metres.
    pub radius_m: u32,
    #[serde(default = "one_to_one")]
    pub mode: Mode,
    /// May be ordered as urgent help (助急): no lead time, escalation ladder.
    #[serde(default)]
    pub urgent: bool,
    /// May be redeemed so many times a month by one elder (限量服务); `None`: no limit.
    #[serde(default)]
    pub quota_per_month: Option<u32>,
    /// Offered only in this part of the city; `None`: everywhere.
    #[serde(default)]
    pub only_in: Option<Node>,
}

fn one_to_one() -> Mode {
    Mode::OneToOne
}

impl Item {
    pub fn offered_at(&self, node: Node) -> bool {
        self.only_in.is_none_or(|part| part.covers(node))
    }
    /// Volunteers that must come.
    pub fn helpers(&self) -> u32 {
        if self.two_person { 2 } else { 1 }
    }
}
