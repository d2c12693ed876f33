//! The nouns of a service order: its states and the steps between them, the order itself, what proves a visit. No I/O.

use serde::{Deserialize, Serialize};
use tb_kernel::{DisputeId, EvidenceId, HoldId, Instant, Minutes, Node, OrderId, PersonId, PostingId, RatingId};
use tb_places::Point;
use tb_policy::ProofKind;

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
    /// Where an order stands. Shown to people as the path 待审核 → 待接单 → 待服务 → 服务中 → 待确认 → 已完成.
    OrderState {
        Draft = "draft",
        /// Handed in, minutes held, waiting for a clerk's look.
        Submitted = "submitted",
        /// Open for volunteers.
        Published = "published",
        /// A volunteer has it.
        Taken = "taken",
        /// The elder's side has agreed to who comes and when.
        Confirmed = "confirmed",
        /// Checked in.
        Serving = "serving",
        /// Checked out; the elder's word is awaited.
        Awaiting = "awaiting",
        Disputed = "disputed",
        Settled = "settled",
        Refused = "refused",
        Expired = "expired",
        Cancelled = "cancelled",
        /// Settled, then turned round.
        Revoked = "revoked",
    }
}

impl OrderState {
    /// Counts against the elder's limit of open orders.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            OrderState::Submitted
                | OrderState::Published
                | OrderState::Taken
                | OrderState::Confirmed
                | OrderState::Serving
                | OrderState::Awaiting
                | OrderState::Disputed
        )
    }
    /// Takes up the volunteer's time.
    pub const fn is_booked(self) -> bool {
        matches!(
            self,
            OrderState::Taken
                | OrderState::Confirmed
                | OrderState::Serving
                | OrderState::Awaiting
                | OrderState::Disputed
                | OrderState::Settled
        )
    }
    /// The visit has not begun.
    pub const fn is_before_visit(self) -> bool {
        matches!(self, OrderState::Submitted | OrderState::Published | OrderState::Taken | OrderState::Confirmed)
    }
}

coded! {
    /// A step in the life of an order; the word in the history, the event, the permission and the metric.
    Step {
        Draft = "draft",
        Submit = "submit",
        Publish = "publish",
        Refuse = "refuse",
        Expire = "expire",
        Take = "take",
        Assign = "assign",
        Accept = "accept",
        Agree = "agree",
        Decline = "decline",
        Withdraw = "withdraw",
        NoShow = "no_show",
        Cancel = "cancel",
        CheckIn = "check_in",
        CheckOut = "check_out",
        Forgotten = "forgotten",
        Missed = "missed",
        LogCall = "log_call",
        /// The elder agreed, but something else is still missing.
        Agreed = "agreed",
        /// The elder did not answer; the desk is asked to call.
        Remind = "remind",
        Settle = "settle",
        Dispute = "dispute",
        Decide = "decide",
        Revoke = "revoke",
    }
}

use OrderState as S;

/// The state machine: which step leads from where to where. Everything else is refused.
pub const STEPS: &[(Step, &[OrderState], &[OrderState])] = &[
    (Step::Submit, &[S::Draft], &[S::Submitted, S::Published]),
    (Step::Publish, &[S::Submitted], &[S::Published]),
    (Step::Refuse, &[S::Submitted], &[S::Refused]),
    (Step::Expire, &[S::Submitted, S::Published, S::Taken, S::Confirmed], &[S::Expired]),
    (Step::Take, &[S::Published], &[S::Taken]),
    (Step::Assign, &[S::Published], &[S::Taken]),
    (Step::Accept, &[S::Published], &[S::Taken]),
    (Step::Agree, &[S::Taken], &[S::Confirmed]),
    (Step::Decline, &[S::Taken], &[S::Published]),
    (Step::Withdraw, &[S::Taken, S::Confirmed], &[S::Published, S::Expired]),
    (Step::NoShow, &[S::Taken, S::Confirmed], &[S::Published, S::Cancelled]),
    (Step::Cancel, &[S::Draft, S::Submitted, S::Published, S::Taken, S::Confirmed], &[S::Cancelled]),
    (Step::CheckIn, &[S::Taken, S::Confirmed], &[S::Serving]),
    (Step::CheckOut, &[S::Serving], &[S::Awaiting]),
    (Step::Forgotten, &[S::Serving], &[S::Awaiting]),
    (Step::Missed, &[S::Taken, S::Confirmed], &[S::Taken, S::Confirmed]),
    (Step::LogCall, &[S::Serving, S::Awaiting], &[S::Serving, S::Awaiting]),
    (Step::Agreed, &[S::Awaiting], &[S::Awaiting]),
    (Step::Remind, &[S::Awaiting], &[S::Awaiting]),
    (Step::Settle, &[S::Awaiting], &[S::Settled]),
    (Step::Dispute, &[S::Serving, S::Awaiting], &[S::Disputed]),
    (Step::Decide, &[S::Disputed], &[S::Settled, S::Cancelled]),
    (Step::Revoke, &[S::Settled], &[S::Revoked]),
];

/// True when `step` may lead from `from` to `to`.
pub fn is_step(step: Step, from: OrderState, to: OrderState) -> bool {
    STEPS.iter().any(|(s, froms, tos)| *s == step && froms.contains(&from) && tos.contains(&to))
}

/// True when `step` is possible in `from` at all.
pub fn may_step(step: Step, from: OrderState) -> bool {
    STEPS.iter().any(|(s, froms, _)| *s == step && froms.contains(&from))
}

/// A service order as it stands.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Order {
    pub id: OrderId,
    /// What people read out on the telephone: `261121-7K3M9Q`.
    pub number: String,
    /// The elder's home community.
    pub node: Node,
    pub elder: PersonId,
    pub volunteer: Option<PersonId>,
    /// Code of the catalogue item.
    pub item: String,
    /// Version of the policy it was made under; it keeps it for life.
    pub policy: String,
    pub state: OrderState,
    pub version: i64,
    pub starts_at: Instant,
    pub ends_at: Instant,
    /// Planned length.
    pub minutes: Minutes,
    pub urgent: bool,
    pub cell: i64,
    /// [`Place`], sealed under the elder's key.
    pub place: Vec<u8>,
    pub hold: Option<HoldId>,
    pub held_minutes: Minutes,
    /// [`Proofs`] found valid so far.
    pub proofs: i64,
    pub checked_in_at: Option<Instant>,
    pub checked_out_at: Option<Instant>,
    pub verified_minutes: Option<Minutes>,
    /// When the elder's side agreed, and to how much.
    pub agreed_at: Option<Instant>,
    pub agreed_minutes: Option<Minutes>,
    pub settled_minutes: Option<Minutes>,
    pub posting: Option<PostingId>,
    /// When the timer must look at it next.
    pub due: Option<Instant>,
    /// Rungs of the missed-visit ladder already climbed.
    pub alerts: i64,
    /// Comma-separated marks that somebody should see.
    pub flags: String,
    pub reason: Option<String>,
    pub created_by: Option<PersonId>,
    pub channel: String,
    pub created_at: Instant,
    pub published_at: Option<Instant>,
    pub taken_at: Option<Instant>,
    pub closed_at: Option<Instant>,
}

impl Order {
    pub fn flagged(&self, flag: Flag) -> bool {
        self.flags.split(',').any(|f| f == flag.code())
    }
    pub fn flag(&mut self, flag: Flag) {
        if !self.flagged(flag) {
            if !self.flags.is_empty() {
                self.flags.push(',');
            }
            self.flags.push_str(flag.code());
        }
    }
    pub fn unflag(&mut self, flag: Flag) {
        self.flags = self.flags.split(',').filter(|f| *f != flag.code()).collect::<Vec<_>>().join(",");
    }
    pub fn flag_list(&self) -> Vec<Flag> {
        self.flags.split(',').filter_map(Flag::parse).collect()
    }
    pub fn proof_kinds(&self) -> Vec<ProofKind> {
        Proofs(self.proofs).kinds()
    }
    pub fn add_proof(&mut self, kind: ProofKind) {
        self.proofs |= Proofs::bit(kind);
    }
    /// Back to the pool of open orders, as if nobody had taken it.
    pub(crate) fn reoffer(&mut self) {
        self.state = OrderState::Published;
        self.volunteer = None;
        self.taken_at = None;
        self.alerts = 0;
        self.proofs = 0;
    }
}

coded! {
    /// A mark on an order that a clerk should see.
    Flag {
        LateNight = "late_night",
        LateCancel = "late_cancel",
        Forgotten = "forgotten",
        Missed = "missed",
        FewProofs = "few_proofs",
        OutsideRadius = "outside_radius",
        ClockSkew = "clock_skew",
        OffPlan = "off_plan",
        TooShort = "too_short",
        NoShow = "no_show",
        NeedsCall = "needs_call",
    }
}

/// Kinds of proof as a set of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proofs(pub i64);
impl Proofs {
    pub const fn bit(kind: ProofKind) -> i64 {
        match kind {
            ProofKind::Position => 1,
            ProofKind::DoorCode => 2,
            ProofKind::ElderCall => 4,
            ProofKind::Witness => 8,
        }
    }
    pub fn kinds(self) -> Vec<ProofKind> {
        [ProofKind::Position, ProofKind::DoorCode, ProofKind::ElderCall, ProofKind::Witness]
            .into_iter()
            .filter(|kind| self.0 & Proofs::bit(*kind) != 0)
            .collect()
    }
}

/// Where the visit is and what should be known: sealed, opened only for those entitled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Somewhere else than at the elder's home; `None`: at home, whose address the person's own record holds.
    pub address: Option<String>,
    /// WGS-84.
    pub lon: f64,
    pub lat: f64,
    #[serde(default)]
    pub note: String,
}

impl Place {
    pub fn point(&self) -> Option<Point> {
        Point::new(self.lon, self.lat)
    }
}

/// One line of an order's history.
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct OrderEvent {
    pub seq: i64,
    pub at: Instant,
    pub step: Step,
    pub from_state: OrderState,
    pub to_state: OrderState,
    pub actor: Option<PersonId>,
    pub on_behalf: Option<PersonId>,
    pub channel: String,
    pub reason: Option<String>,
    /// JSON object of names and values.
    pub facts: String,
}

coded! {
    /// When in the visit a piece of evidence was taken.
    Phase { In = "in", Out = "out", After = "after" }
}
coded! {
    /// What a piece of evidence is worth.
    ProofVerdict { Valid = "valid", Invalid = "invalid", Unknown = "unknown" }
}

/// One piece of evidence. The raw position is not kept, only what it proved.
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct Evidence {
    pub id: EvidenceId,
    pub order_id: OrderId,
    pub at: Instant,
    pub phase: Phase,
    pub kind: String,
    pub verdict: ProofVerdict,
    pub device_at: Option<Instant>,
    pub distance_m: Option<i64>,
    pub accuracy_m: Option<i64>,
    pub by_person: Option<PersonId>,
    pub note: Option<String>,
}

coded! {
    /// Which side of an order somebody stands on.
    Side { Elder = "elder", Volunteer = "volunteer", Staff = "staff", System = "system" }
}

/// What one side says of the other.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Rating {
    pub id: RatingId,
    pub order_id: OrderId,
    pub by_side: Side,
    pub rater: PersonId,
    pub ratee: PersonId,
    pub mark: i64,
    pub tags: String,
    pub remark: Option<Vec<u8>>,
    pub at: Instant,
}

#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct Dispute {
    pub id: DisputeId,
    pub order_id: OrderId,
    pub opened_by: Option<PersonId>,
    pub side: Side,
    pub reason: String,
    pub opened_at: Instant,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<Instant>,
    pub minutes: Option<Minutes>,
    pub grounds: Option<String>,
}

coded! {
    InvitationState { Asked = "asked", Accepted = "accepted", Declined = "declined", Gone = "gone" }
}

#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct Invitation {
    pub order_id: OrderId,
    pub volunteer: PersonId,
    pub asked_at: Instant,
    pub asked_by: Option<PersonId>,
    pub state: InvitationState,
    pub answered_at: Option<Instant>,
}

/// The short number of an order: its day, then six characters of its id that cannot be misread.
pub fn order_number(id: OrderId, at: Instant) -> String {
    const CLEAR: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let day = at.local().date();
    let mut rest = u64::from_be_bytes(id.0.as_bytes()[8..].try_into().unwrap_or([0; 8]));
    let mut tail = String::new();
    for _ in 0..7 {
        tail.push(char::from(CLEAR[(rest % 32) as usize]));
        rest /= 32;
    }
    format!("{:02}{:02}{:02}-{tail}", day.year() % 100, day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_can_be_left_or_is_an_end_and_every_state_can_be_reached() {
        let ends = [S::Refused, S::Expired, S::Cancelled, S::Revoked];
        for state in OrderState::ALL {
            let left = STEPS.iter().any(|(_, froms, _)| froms.contains(state));
            assert_eq!(left, !ends.contains(state), "{state:?}");
            let reached = STEPS.iter().any(|(_, _, tos)| tos.contains(state));
            assert!(reached || *state == S::Draft, "{state:?}");
        }
    }

    #[test]
    fn flags_and_proofs_are_sets() {
        assert_eq!(Proofs(Proofs::bit(ProofKind::DoorCode) | 8).kinds(), [ProofKind::DoorCode, ProofKind::Witness]);
        assert_eq!(Proofs(0).kinds(), []);
    }
}
