//! Arriving. The server's clock counts; the device's position, clock and codes are evidence. A position that is missing
//! proves nothing and blames nobody; nobody is turned away at the door for a telephone without one.

use super::Step1;
use crate::house::Orders;
use crate::model::{Flag, OrderState, Phase, ProofVerdict, Side, Step};
use crate::place::open_places;
use crate::rules::{CLOCK_SKEW_MAX, CODE_TRIES_MAX};
use crate::steps::{InHand, put_down, take_in_hand};
use crate::store::{self, NewEvidence};
use serde::{Deserialize, Serialize};
use tb_crypto::{card_code, digits_match};
use tb_journal::{Command, Work, count_outcomes};
use tb_kernel::{Instant, Kind, OrderId, Outcome, Refusal, Span};
use tb_people::Purpose;
use tb_places::{Accuracy, Point, Presence, distance_m, within};
use tb_policy::rules::{CheckInFacts, MinorFacts, guardian_at_visit, is_minor, may_check_in};
use tb_policy::{ItemCode, ProofKind};

/// What a device says of where it is (WGS-84; the doors convert).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SeenPosition {
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    /// Metres.
    pub accuracy: Option<f64>,
}

/// What is shown to prove presence.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Presented {
    #[serde(default)]
    pub position: SeenPosition,
    /// The elder's door code (6 digits) or card code (8 digits).
    #[serde(default)]
    pub code: Option<String>,
    /// For whoever is under age: what the guardian shows, the six digits of their page or the eight of their card.
    #[serde(default)]
    pub guardian_code: Option<String>,
    /// The device's own clock.
    #[serde(default)]
    pub device_at: Option<Instant>,
}

/// Checks in. Done by a clerk it counts as a witness, or as a call from the elder's telephone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckIn {
    pub order: OrderId,
    #[serde(default)]
    pub presented: Presented,
    #[serde(default)]
    pub seen: Option<i64>,
}

impl Command for CheckIn {
    const NAME: &'static str = "orders.check-in";
    type House = Orders;
    type Answer = Step1;

    async fn run(&self, house: &Orders, work: &mut Work<'_>) -> Outcome<Step1> {
        let mut hand = take_in_hand(house, work, self.order, Step::CheckIn, self.seen).await?;
        let facts = CheckInFacts { now: work.now, start: hand.order.starts_at };
        let decision = may_check_in(&hand.version, &facts).or_refuse()?;
        hand.fact("article", decision.article.as_str());
        guardian_is_there(house, work, &mut hand, &self.presented).await?;
        take_evidence(house, work, &mut hand, &self.presented, Phase::In).await?;
        hand.order.unflag(Flag::Missed);
        hand.order.checked_in_at = Some(work.now);
        hand.order.state = OrderState::Serving;
        put_down(work, hand, Step::CheckIn).await
    }
}

/// The guardian of a volunteer under age is at the door, where the city asks for it: by the code on their page or card,
/// by doing it for the young one, or before a clerk's eyes.
///
/// # Errors
/// `policy.guardian-not-present` with its article; `orders.code-tries` after too many wrong codes.
async fn guardian_is_there(house: &Orders, work: &mut Work<'_>, hand: &mut InHand, shown: &Presented) -> Outcome<()> {
    let Some(volunteer) = hand.order.volunteer else { return Ok(()) };
    let facts = house.people.facts_of_one(work.tx, volunteer).await?;
    let age = facts.age(work.now.day());
    if !is_minor(&hand.version, age) {
        return Ok(());
    }
    let typed = shown.guardian_code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let by_clerk = hand.side == Side::Staff || (work.actor.acting_for.is_some() && !work.actor.is_proxy());
    let how = if by_clerk {
        Some("clerk")
    } else if work.actor.is_proxy() {
        Some("guardian")
    } else {
        let code = typed.unwrap_or_default();
        let wrong =
            count_outcomes(work.tx, hand.order.id.0, "policy.guardian-not-present", hand.order.created_at).await?;
        if wrong >= CODE_TRIES_MAX * 4 {
            return Err(Refusal::forbidden("orders.code-tries").into());
        }
        house.people.is_guardians_code(work.tx, volunteer, work.now, code).await?.then_some("code")
    };
    guardian_at_visit(&hand.version, &MinorFacts { age, guardian: how.is_some() }).or_refuse()?;
    hand.fact("guardian", how.unwrap_or("not-asked"));
    Ok(())
}

/// Judges and keeps what was shown.
///
/// # Errors
/// `orders.code-wrong` (nothing changes, the try is counted), `orders.code-tries`.
pub(super) async fn take_evidence(
    house: &Orders,
    work: &mut Work<'_>,
    hand: &mut InHand,
    shown: &Presented,
    phase: Phase,
) -> Outcome<()> {
    if let Some(code) = shown.code.as_deref().map(str::trim).filter(|code| !code.is_empty()) {
        code_is_right(house, work, hand, code).await?;
        keep(work, hand, phase, ProofKind::DoorCode, ProofVerdict::Valid, shown, None).await?;
    }
    let position = &shown.position;
    if position.lon.is_some() || position.lat.is_some() || position.accuracy.is_some() {
        if may_locate(house, work, hand).await? {
            judge_position(house, work, hand, shown, phase).await?;
        } else {
            // Not judged and not kept; other proofs do as well.
            hand.fact(ProofKind::Position.code(), "no_consent");
        }
    }
    // A clerk is a witness; kin who act for somebody are not.
    if hand.side == Side::Staff || (work.actor.acting_for.is_some() && !work.actor.is_proxy()) {
        keep(work, hand, phase, ProofKind::Witness, ProofVerdict::Valid, shown, None).await?;
    }
    if shown.device_at.is_some_and(|device| Span(work.now.since(device).0.abs()) > CLOCK_SKEW_MAX) {
        hand.order.flag(Flag::ClockSkew);
    }
    Ok(())
}

/// Compares a typed code with the elder's door code and card; five wrong tries and only the desk can help.
///
/// # Errors
/// `orders.code-wrong`, `orders.code-tries`.
pub(crate) async fn code_is_right(house: &Orders, work: &mut Work<'_>, hand: &InHand, typed: &str) -> Outcome<()> {
    let order = &hand.order;
    let wrong = count_outcomes(work.tx, order.id.0, "orders.code-wrong", order.created_at).await?;
    if wrong >= CODE_TRIES_MAX {
        return Err(Refusal::forbidden("orders.code-tries").into());
    }
    let card = house.people.facts_of_one(work.tx, order.elder).await?.card_version;
    let door = digits_match(&house.keys, order.id.0.as_bytes(), work.now, typed);
    if door || card_code(&house.keys, order.elder.0.as_bytes(), card) == typed {
        return Ok(());
    }
    Err(Refusal::new(Kind::Invalid, "orders.code-wrong").field("code", "orders.code-wrong").into())
}

/// Where the volunteer's telephone is may be used only by whoever agreed to it.
async fn may_locate(house: &Orders, work: &mut Work<'_>, hand: &InHand) -> Outcome<bool> {
    let Some(volunteer) = hand.order.volunteer else { return Ok(false) };
    Ok(house.people.consented(work.tx, Purpose::Location, &[volunteer]).await?.contains(&volunteer))
}

async fn judge_position(
    house: &Orders,
    work: &mut Work<'_>,
    hand: &mut InHand,
    shown: &Presented,
    phase: Phase,
) -> Outcome<()> {
    let place = open_places(&house.people, work.tx, std::slice::from_ref(&hand.order)).await?.pop().flatten();
    let radius = hand.version.item(&ItemCode::from(hand.order.item.as_str())).map_or(200, |item| item.radius_m);
    let point = Point::known(shown.position.lon, shown.position.lat);
    let accuracy = shown.position.accuracy.and_then(Accuracy::metres);
    let centre = place.and_then(|place| place.point());
    let presence = centre.map_or(Presence::Unknown, |centre| within(point, accuracy, centre, f64::from(radius)));
    let verdict = match presence {
        Presence::Inside => ProofVerdict::Valid,
        Presence::Outside => ProofVerdict::Invalid,
        Presence::Unknown => ProofVerdict::Unknown,
    };
    if verdict == ProofVerdict::Invalid {
        hand.order.flag(Flag::OutsideRadius);
    }
    let distance = point.zip(centre).map(|(point, centre)| distance_m(point, centre).round() as i64);
    keep(work, hand, phase, ProofKind::Position, verdict, shown, distance).await
}

async fn keep(
    work: &mut Work<'_>,
    hand: &mut InHand,
    phase: Phase,
    kind: ProofKind,
    verdict: ProofVerdict,
    shown: &Presented,
    distance_m: Option<i64>,
) -> Outcome<()> {
    if verdict == ProofVerdict::Valid {
        hand.order.add_proof(kind);
    }
    hand.fact(kind.code(), verdict.code());
    let accuracy_m = shown.position.accuracy.filter(|_| kind == ProofKind::Position).map(|a| a.round() as i64);
    let evidence = NewEvidence {
        phase: phase.code(),
        kind: kind.code(),
        verdict: verdict.code(),
        device_at: shown.device_at,
        distance_m,
        accuracy_m,
        note: None,
    };
    store::add_evidence(work.tx, work.id(), hand.order.id, work.now, work.actor.person, evidence).await?;
    Ok(())
}
