//! Family links, proxies, and what waits for a yes.

use super::forms::PersonShown;
use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does, Paging};
use crate::sign_in::Empty;
use crate::wire::{Line, MinutesGiven, Prose, Rows, Time, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_http::{Answer, Asked, At, Input, Limit};
use tb_kernel::{LinkId, PersonId, ProxyRequestId, Refusal};
use tb_people::{
    Capability, ClaimInput, Degree, Document, DoneFor, FamilyLink, FamilyView, LinkKind, LinkState, PowersInput,
    ProxyView, RequestState, RequestView, Said,
};
use utoipa::ToSchema;
use uuid::Uuid;

words! {
    /// The kind of paper that proves a link.
    DocumentWord(Document, Document::ALL);
    /// Where a link stands; only `active` counts.
    LinkStateWord(LinkState, LinkState::ALL);
    /// How somebody's own word was given.
    SaidWord(Said, Said::ALL);
    /// What a proxy can be given for.
    CapabilityWord(Capability, Capability::ALL);
    /// How far a proxy reaches.
    DegreeWord(Degree, Degree::ALL);
    /// Where an act stands that waits for a yes.
    RequestStateWord(RequestState, RequestState::ALL);
}

pub(super) fn calls() -> Calls {
    Calls::of("people")
        .add(
            call(ask("/api/v1/me/family", "people.family", "people:read"), "One's kin, proxies, and what waits for a yes")
                .gives::<FamilyAnswer>(),
            family,
        )
        .add(
            call(does("/api/v1/me/links", "people.claim-link", "people:write"), "Say who one's kin is")
                .notes("Handle and name must both be the other's. It counts once the proof was reviewed and the other said yes.")
                .limit(Limit::SignIn)
                .takes::<LinkClaim>()
                .example(json!({"handle": "TB7K3M9Q2", "name": "王秀英", "kind": "parent", "document": "household_register"}))
                .makes::<LinkMade>(),
            claim,
        )
        .add(
            call(does("/api/v1/links/{link}/answer", "people.answer-link", "people:write"), "Say yes or no to a link")
                .takes::<YesOrNo>()
                .gives::<LinkNow>(),
            answer,
        )
        .add(
            call(does("/api/v1/links/{link}/end", "people.end-link", "people:write"), "End a link")
                .takes::<LinkEnd>()
                .gives_nothing(),
            end,
        )
        .add(
            call(does("/api/v1/links/{link}/decide", "people.decide-link", "people:write"), "Review a claimed link")
                .notes("For officers of the territory who did not enter it.")
                .takes::<LinkDecision>()
                .gives_nothing(),
            decide,
        )
        .add(
            call(does("/api/v1/me/proxies", "people.grant-proxy", "people:write"), "Give another what they may do for oneself")
                .takes::<PowersGiven>()
                .example(json!({"proxy": "0193b7a0-c0de-7000-a000-000000000001", "powers": [{"capability": "ask", "degree": "together"}]}))
                .gives_nothing(),
            grant,
        )
        .add(
            call(does("/api/v1/me/proxies/{person}/withdraw", "people.withdraw-proxy", "people:write"), "Take everything back at once")
                .takes::<Empty>()
            .gives_nothing(),
            withdraw,
        )
        .add(
            call(does("/api/v1/requests/{request}/answer", "people.answer-request", "people:write"), "Say yes or no to what a proxy prepared")
                .notes("A yes does it, as one's own act.")
                .takes::<YesOrNo>()
                .gives::<RequestDone>(),
            answer_request,
        )
        .add(
            call(ask("/api/v1/me/done-for-me", "people.done-for", "people:read"), "What others did for oneself, newest first")
                .query::<Paging>()
                .gives::<Rows<DoneForAnswer>>(),
            done_for,
        )
}

/// One's family.
#[derive(Serialize, ToSchema)]
struct FamilyAnswer {
    links: Vec<FamilyLinkAnswer>,
    /// Who may act for me.
    proxies: Vec<ProxyAnswer>,
    /// For whom I may act.
    others: Vec<ProxyAnswer>,
    /// What I am asked to agree to.
    asked: Vec<RequestAnswer>,
    /// What I asked.
    asking: Vec<RequestAnswer>,
}
impl From<FamilyView> for FamilyAnswer {
    fn from(view: FamilyView) -> FamilyAnswer {
        let me = view.me;
        FamilyAnswer {
            links: view.links.iter().map(|link| FamilyLinkAnswer::of(link, me)).collect(),
            proxies: view.proxies.iter().map(ProxyAnswer::from).collect(),
            others: view.others.iter().map(ProxyAnswer::from).collect(),
            asked: view.asked.iter().map(RequestAnswer::from).collect(),
            asking: view.asking.iter().map(RequestAnswer::from).collect(),
        }
    }
}

/// A link, seen from oneself.
#[derive(Serialize, ToSchema)]
struct FamilyLinkAnswer {
    id: Uuid,
    other: PersonShown,
    /// What the other is to me; missing: my guardian.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    state: LinkStateWord,
    document: DocumentWord,
    /// How I gave my word.
    #[serde(skip_serializing_if = "Option::is_none")]
    mine: Option<SaidWord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    theirs: Option<SaidWord>,
    /// True: I am asked to answer.
    awaits_me: bool,
    made_at: Time,
}
impl FamilyLinkAnswer {
    fn of(link: &FamilyLink, me: PersonId) -> FamilyLinkAnswer {
        let (mine, theirs) = if link.a.id == me { (link.said_a, link.said_b) } else { (link.said_b, link.said_a) };
        FamilyLinkAnswer {
            id: link.id.0,
            other: link.other(me).into(),
            kind: link.kind_for(me).map(|kind| kind.code().to_owned()),
            state: link.state.into(),
            document: link.document.into(),
            mine: mine.map(SaidWord),
            theirs: theirs.map(SaidWord),
            awaits_me: link.awaits(me),
            made_at: link.made_at.into(),
        }
    }
}

/// One thing a proxy may do.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PowerGiven {
    capability: CapabilityWord,
    degree: DegreeWord,
}

#[derive(Serialize, ToSchema)]
struct ProxyAnswer {
    other: PersonShown,
    powers: Vec<PowerGiven>,
    /// As the guardian of somebody under age.
    by_law: bool,
}
impl From<&ProxyView> for ProxyAnswer {
    fn from(view: &ProxyView) -> ProxyAnswer {
        let power =
            |power: &tb_people::Power| PowerGiven { capability: power.capability.into(), degree: power.degree.into() };
        ProxyAnswer {
            other: (&view.other).into(),
            powers: view.powers.iter().map(power).collect(),
            by_law: view.by_law,
        }
    }
}

/// An act that waits for a yes, or waited.
#[derive(Serialize, ToSchema)]
struct RequestAnswer {
    id: Uuid,
    other: PersonShown,
    capability: CapabilityWord,
    action: String,
    /// The order it is about.
    order: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<MinutesGiven>,
    state: RequestStateWord,
    asked_at: Time,
    expires_at: Time,
}
impl From<&RequestView> for RequestAnswer {
    fn from(view: &RequestView) -> RequestAnswer {
        RequestAnswer {
            id: view.id.0,
            other: (&view.proxy).into(),
            capability: view.act.capability.into(),
            action: view.act.action.clone(),
            order: view.act.subject,
            minutes: view.act.minutes.map(|minutes| MinutesGiven(minutes.0)),
            state: view.state.into(),
            asked_at: view.asked_at.into(),
            expires_at: view.expires_at.into(),
        }
    }
}

/// Who one's kin is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkClaim {
    /// The other's handle.
    handle: Line,
    /// The other's name in full.
    name: Line,
    /// The other is one's `parent`, `grandparent`, `child`, `grandchild`, `spouse`, `parent_in_law`, `sibling`,
    /// `other_relative`, `friend`, `household` or, as their guardian, ward: `guardian`.
    kind: Line,
    document: DocumentWord,
    #[serde(default)]
    note: Line,
}

#[derive(Serialize, ToSchema)]
struct LinkMade {
    link: Uuid,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct YesOrNo {
    yes: bool,
}

#[derive(Serialize, ToSchema)]
struct LinkNow {
    state: LinkStateWord,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkEnd {
    reason: Prose,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LinkDecision {
    confirm: bool,
    reason: Prose,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PowersGiven {
    proxy: Uuid,
    powers: Vec<PowerGiven>,
}

#[derive(Serialize, ToSchema)]
struct RequestDone {
    order: Uuid,
}

/// Something another did for oneself.
#[derive(Serialize, ToSchema)]
struct DoneForAnswer {
    at: Time,
    /// Masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    channel: String,
    action: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<Uuid>,
    refused: bool,
}
impl From<DoneFor> for DoneForAnswer {
    fn from(done: DoneFor) -> DoneForAnswer {
        DoneForAnswer {
            at: done.at.into(),
            by: done.by,
            channel: done.channel.code().to_owned(),
            action: done.action,
            object: done.object.map(|(_, id)| id),
            refused: done.refused,
        }
    }
}

async fn family(by: Asks) -> Answer<Json<FamilyAnswer>> {
    Ok(Json(by.house.people.family(&by.actor).await?.into()))
}

async fn claim(by: Does, Input(claim): Input<LinkClaim>) -> Answer<(StatusCode, Json<LinkMade>)> {
    let kind = LinkKind::parse(&claim.kind.0).ok_or_else(|| Refusal::invalid().field("kind", "people.missing"))?;
    let input =
        ClaimInput { handle: claim.handle.0, name: claim.name.0, kind, document: claim.document.0, note: claim.note.0 };
    let link = by.house.people.claim_link(&by.actor, &by.key, input).await?;
    Ok((StatusCode::CREATED, Json(LinkMade { link: link.0 })))
}

async fn answer(by: Does, At(link): At<LinkId>, Input(said): Input<YesOrNo>) -> Answer<Json<LinkNow>> {
    let state = by.house.people.answer_link(&by.actor, &by.key, link, said.yes).await?;
    Ok(Json(LinkNow { state: state.into() }))
}

async fn end(by: Does, At(link): At<LinkId>, Input(end): Input<LinkEnd>) -> Answer<StatusCode> {
    by.house.people.end_link(&by.actor, &by.key, link, &end.reason.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn decide(by: Does, At(link): At<LinkId>, Input(word): Input<LinkDecision>) -> Answer<StatusCode> {
    by.house.people.decide_link(&by.actor, &by.key, link, word.confirm, &word.reason.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn grant(by: Does, Input(given): Input<PowersGiven>) -> Answer<StatusCode> {
    let degrees = given.powers.iter().map(|power| (power.capability.0, power.degree.0)).collect();
    let input = PowersInput { proxy: PersonId(given.proxy), degrees, note: String::new() };
    by.house.people.grant_proxy(&by.actor, &by.key, input).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn withdraw(by: Does, At(proxy): At<PersonId>, Input(Empty {}): Input<Empty>) -> Answer<StatusCode> {
    let me = by.actor.subject().ok_or_else(Refusal::not_found)?;
    by.house.people.withdraw_proxy(&by.actor, &by.key, me, proxy, "").await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn answer_request(
    by: Does,
    At(id): At<ProxyRequestId>,
    Input(said): Input<YesOrNo>,
) -> Answer<Json<RequestDone>> {
    let order = by.house.answer_request(&by.actor, &by.key, id, said.yes).await?;
    Ok(Json(RequestDone { order: order.0 }))
}

async fn done_for(by: Asks, Asked(paging): Asked<Paging>) -> Answer<Json<Rows<DoneForAnswer>>> {
    let (after, size) = paging.page()?;
    let page = by.house.people.done_for(&by.actor, after, size).await?.map(DoneForAnswer::from);
    Ok(Json(Rows { rows: page.rows, next: page.next }))
}
