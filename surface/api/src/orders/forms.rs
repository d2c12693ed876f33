//! How orders look from outside.

use super::Names;
use crate::people::PersonShown;
use crate::wire::{NodeCode, Position, Time, words};
use serde::Serialize;
use serde_json::Value;
use tb_orders::{
    Dispute, Evidence, Flag, Invitation, InvitationState, Order, OrderEvent, OrderFile, OrderState, Phase, Place,
    ProofVerdict, Rating, Side, Step,
};
use tb_policy::ProofKind;
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// Where an order stands.
    OrderStateWord(OrderState, OrderState::ALL);
    /// A step in the life of an order.
    StepWord(Step, Step::ALL);
    /// A mark that a clerk should see.
    FlagWord(Flag, Flag::ALL);
    /// From which side.
    SideWord(Side, Side::ALL);
    PhaseWord(Phase, Phase::ALL);
    VerdictWord(ProofVerdict, ProofVerdict::ALL);
    ProofWord(ProofKind, ProofKind::ALL);
    InvitationStateWord(InvitationState, InvitationState::ALL);
}

/// An order.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderAnswer {
    id: Uuid,
    /// What people read out on the telephone.
    number: String,
    state: OrderStateWord,
    /// Send it as `seen` with a deed, to be told when the order has changed meanwhile.
    version: i64,
    /// Code of the catalogue item.
    item: String,
    /// The elder's home community.
    node: NodeCode,
    starts_at: Time,
    ends_at: Time,
    /// Planned length.
    minutes: i64,
    urgent: bool,
    elder_surname: String,
    /// Missing for a volunteer who does not have the order yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    elder: Option<PersonShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volunteer: Option<PersonShown>,
    flags: Vec<FlagWord>,
    /// Minutes held for it.
    held_minutes: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_minutes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    created_at: Time,
}

impl OrderAnswer {
    /// `side` is none for somebody who only sees it because it is open.
    pub(crate) fn of(order: &Order, names: &Names, side: Option<Side>) -> OrderAnswer {
        let elder = names.get(order.elder).cloned();
        OrderAnswer {
            id: order.id.0,
            number: order.number.clone(),
            state: order.state.into(),
            version: order.version,
            item: order.item.clone(),
            node: order.node.into(),
            starts_at: order.starts_at.into(),
            ends_at: order.ends_at.into(),
            minutes: order.minutes.0,
            urgent: order.urgent,
            elder_surname: elder.as_ref().map(|elder| elder.surname().to_owned()).unwrap_or_default(),
            elder: elder.filter(|_| side.is_some()),
            volunteer: order.volunteer.and_then(|id| names.get(id).cloned()),
            flags: if side.is_some() { order.flag_list().into_iter().map(FlagWord).collect() } else { Vec::new() },
            held_minutes: order.held_minutes.0,
            settled_minutes: order.settled_minutes.map(|m| m.0),
            reason: order.reason.clone().filter(|_| side.is_some()),
            created_at: order.created_at.into(),
        }
    }
}

/// Everything about an order that the caller may see.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderFileAnswer {
    order: OrderAnswer,
    /// On which side the caller stands; missing for a volunteer who looks at an open order.
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<SideWord>,
    /// Version of the policy it was made under.
    policy: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<VisitPlace>,
    /// Kinds of proof found valid so far.
    proofs: Vec<ProofWord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_in_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_out_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_minutes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreed_minutes: Option<i64>,
    /// The posting in the ledger that settled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    posting: Option<Uuid>,
    history: Vec<EventAnswer>,
    evidence: Vec<EvidenceAnswer>,
    ratings: Vec<RatingAnswer>,
    disputes: Vec<DisputeAnswer>,
    invitations: Vec<InvitationAnswer>,
}

impl OrderFileAnswer {
    pub(crate) fn of(file: OrderFile, names: &Names) -> OrderFileAnswer {
        let OrderFile { seen, history, evidence, ratings, disputes, invitations } = file;
        let order = &seen.order;
        let party = matches!(seen.side, Some(Side::Elder | Side::Volunteer));
        OrderFileAnswer {
            order: OrderAnswer::of(order, names, seen.side),
            side: seen.side.map(SideWord),
            policy: order.policy.clone(),
            place: seen.place.filter(|_| party).map(VisitPlace::from),
            proofs: order.proof_kinds().into_iter().map(ProofWord).collect(),
            checked_in_at: order.checked_in_at.map(Time),
            checked_out_at: order.checked_out_at.map(Time),
            verified_minutes: order.verified_minutes.map(|m| m.0),
            agreed_minutes: order.agreed_minutes.map(|m| m.0),
            posting: order.posting.map(|id| id.0),
            history: history.into_iter().map(EventAnswer::from).collect(),
            evidence: evidence.into_iter().map(EvidenceAnswer::from).collect(),
            ratings: ratings.into_iter().map(RatingAnswer::from).collect(),
            disputes: disputes.into_iter().map(DisputeAnswer::from).collect(),
            invitations: invitations.into_iter().map(InvitationAnswer::from).collect(),
        }
    }
}

/// Where the visit is.
#[derive(Serialize, ToSchema)]
struct VisitPlace {
    /// Missing when it is at the elder's home.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    position: Position,
    /// What the volunteer should know.
    note: String,
}
impl From<Place> for VisitPlace {
    fn from(place: Place) -> VisitPlace {
        let position = Position { lon: place.lon, lat: place.lat };
        VisitPlace { address: place.address, position, note: place.note }
    }
}

/// One line of the history.
#[derive(Serialize, ToSchema)]
struct EventAnswer {
    seq: i64,
    at: Time,
    step: StepWord,
    from: OrderStateWord,
    to: OrderStateWord,
    /// Who did it; missing for the product itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf: Option<Uuid>,
    channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Names and values that the step rested on.
    #[schema(value_type = Object)]
    facts: Value,
}
impl From<OrderEvent> for EventAnswer {
    fn from(event: OrderEvent) -> EventAnswer {
        EventAnswer {
            seq: event.seq,
            at: event.at.into(),
            step: event.step.into(),
            from: event.from_state.into(),
            to: event.to_state.into(),
            actor: event.actor.map(|id| id.0),
            on_behalf: event.on_behalf.map(|id| id.0),
            channel: event.channel,
            reason: event.reason,
            facts: serde_json::from_str(&event.facts).unwrap_or_else(|_| Value::Object(serde_json::Map::new())),
        }
    }
}

/// One piece of evidence; positions themselves are not kept.
#[derive(Serialize, ToSchema)]
struct EvidenceAnswer {
    id: Uuid,
    at: Time,
    phase: PhaseWord,
    kind: String,
    verdict: VerdictWord,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    distance_metres: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accuracy_metres: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}
impl From<Evidence> for EvidenceAnswer {
    fn from(evidence: Evidence) -> EvidenceAnswer {
        EvidenceAnswer {
            id: evidence.id.0,
            at: evidence.at.into(),
            phase: evidence.phase.into(),
            kind: evidence.kind,
            verdict: evidence.verdict.into(),
            device_at: evidence.device_at.map(Time),
            distance_metres: evidence.distance_m,
            accuracy_metres: evidence.accuracy_m,
            by: evidence.by_person.map(|id| id.0),
            note: evidence.note,
        }
    }
}

/// What one side says of the other.
#[derive(Serialize, ToSchema)]
struct RatingAnswer {
    id: Uuid,
    by: SideWord,
    mark: i64,
    tags: Vec<String>,
    at: Time,
}
impl From<Rating> for RatingAnswer {
    fn from(rating: Rating) -> RatingAnswer {
        RatingAnswer {
            id: rating.id.0,
            by: rating.by_side.into(),
            mark: rating.mark,
            tags: rating.tags.split(',').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
            at: rating.at.into(),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct DisputeAnswer {
    id: Uuid,
    side: SideWord,
    reason: String,
    opened_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grounds: Option<String>,
}
impl From<Dispute> for DisputeAnswer {
    fn from(dispute: Dispute) -> DisputeAnswer {
        DisputeAnswer {
            id: dispute.id.0,
            side: dispute.side.into(),
            reason: dispute.reason,
            opened_at: dispute.opened_at.into(),
            decided_at: dispute.decided_at.map(Time),
            minutes: dispute.minutes.map(|m| m.0),
            grounds: dispute.grounds,
        }
    }
}

/// A volunteer who was asked.
#[derive(Serialize, ToSchema)]
struct InvitationAnswer {
    volunteer: Uuid,
    asked_at: Time,
    state: InvitationStateWord,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<Time>,
}
impl From<Invitation> for InvitationAnswer {
    fn from(invitation: Invitation) -> InvitationAnswer {
        InvitationAnswer {
            volunteer: invitation.volunteer.0,
            asked_at: invitation.asked_at.into(),
            state: invitation.state.into(),
            answered_at: invitation.answered_at.map(Time),
        }
    }
}
