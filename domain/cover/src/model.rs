//! The nouns: an insurance, an incident, an entry of its file. No I/O.

use serde::{Deserialize, Serialize};
use tb_kernel::{CoverId, Day, IncidentId, Instant, Node, OrderId, PersonId};

/// Gives an enum of unit variants its stable code and the way back, and stores it as text.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] #[sqlx(rename = $code)] $variant),+ }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            pub fn parse(code: &str) -> Option<$name> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

coded! {
    /// Who was hurt.
    Hurt { Volunteer = "volunteer", Elder = "elder", Other = "other", Nobody = "nobody" }
}
coded! {
    /// What happened.
    IncidentKind {
        Fall = "fall",
        Traffic = "traffic",
        Illness = "illness",
        Injury = "injury",
        /// Something was broken.
        Damage = "damage",
        Other = "other",
    }
}
coded! {
    /// Where an incident stands: 已报 → 已报案 → 已赔付 / 不予赔付 → 结案.
    IncidentState {
        Reported = "reported",
        /// The claim is with the insurer.
        Filed = "filed",
        Paid = "paid",
        Declined = "declined",
        Closed = "closed",
    }
}
coded! {
    /// A line of an incident's file.
    IncidentStep { Report = "report", Note = "note", File = "file", Pay = "pay", Decline = "decline", Close = "close" }
}

use IncidentState as S;
use IncidentStep as P;

/// Which step leads from where to where; notes are possible until the file is closed.
pub const STEPS: &[(IncidentStep, &[IncidentState], IncidentState)] = &[
    (P::File, &[S::Reported], S::Filed),
    (P::Pay, &[S::Filed], S::Paid),
    (P::Decline, &[S::Filed], S::Declined),
    (P::Close, &[S::Reported, S::Paid, S::Declined], S::Closed),
];

/// The state after a step; none when it is not possible.
pub fn after(step: IncidentStep, from: IncidentState) -> Option<IncidentState> {
    STEPS.iter().find(|(known, froms, _)| *known == step && froms.contains(&from)).map(|(.., to)| *to)
}

/// An insurance as it was opened.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Insurance {
    pub id: CoverId,
    /// Whom it covers: people at home here, or visits that take place here.
    pub node: Node,
    pub kind: String,
    pub insurer: String,
    /// The insurer's number of the policy.
    pub number: String,
    pub from_day: Day,
    pub to_day: Day,
    /// `city`, `district`, `insurer` or `organisation`.
    pub payer: String,
    /// Sum insured for one person or case.
    pub sum_fen: i64,
    /// Where a claim is reported.
    pub hotline: String,
    pub opened_at: Instant,
    /// The last day in force, when it was ended early.
    pub ended_on: Option<Day>,
    pub end_reason: Option<String>,
}

impl Insurance {
    /// The last day in force.
    pub fn last_day(&self) -> Day {
        self.ended_on.map_or(self.to_day, |ended| ended.min(self.to_day))
    }
    pub fn is_in_force(&self, day: Day) -> bool {
        self.from_day <= day && day <= self.last_day()
    }
}

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Incident {
    pub id: IncidentId,
    /// What people read out: `SG261121-7K3M9`.
    pub number: String,
    pub node: Node,
    pub order_id: OrderId,
    pub order_number: String,
    pub elder: PersonId,
    pub volunteer: Option<PersonId>,
    pub hurt: Hurt,
    pub kind: IncidentKind,
    pub happened_at: Instant,
    /// When whoever reports it came to know.
    pub known_at: Instant,
    pub reported_at: Instant,
    pub reported_by: Option<PersonId>,
    pub channel: String,
    /// Reported later than the policy asks.
    pub late: bool,
    pub policy: String,
    pub state: IncidentState,
    pub cover: Option<CoverId>,
    pub claim_number: Option<String>,
    pub paid_fen: Option<i64>,
    pub changed_at: Instant,
}

/// A line of an incident's file.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct IncidentEntry {
    pub id: uuid::Uuid,
    pub at: Instant,
    pub by_person: Option<PersonId>,
    pub step: IncidentStep,
    pub said: Option<Vec<u8>>,
}
