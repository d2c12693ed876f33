//! Groups and their events: members, sign-up, the attendance list, settlement.

use crate::calls::{Calls, ask, call, does};
use crate::extract::{Asks, Does};
use crate::wire::{Line, MinutesGiven, NodeCode, Prose, Rows, Time, words};
use axum::Json;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tb_groups::{
    Admit, AgreeGathering, AnswerInvite, ApproveGathering, AskToJoin, AttendState, Attendance, CancelGathering,
    CheckIn, CheckOut, DecideGroup, DonateGroupTime, Gathering, GatheringState, Group, GroupKind, GroupState, Invite,
    Leave, Payer, PlanGathering, RegisterGroup, Roster, RosterLine, SettleGathering, SignUp, WithdrawSign,
};
use tb_http::{Answer, Asked, At, Input};
use tb_kernel::{GatheringId, GroupId, Minutes, PersonId, Refusal};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

words! {
    GroupKindWord(GroupKind, GroupKind::ALL);
    /// Where a group stands.
    GroupStateWord(GroupState, GroupState::ALL);
    /// Whose time an event costs.
    PayerWord(Payer, Payer::ALL);
    /// Where an event stands.
    GatheringStateWord(GatheringState, GatheringState::ALL);
    /// Where one helper of an event stands.
    AttendStateWord(AttendState, AttendState::ALL);
}

pub(crate) fn calls() -> Calls {
    Calls::of("groups")
        .add(
            call(does("/api/v1/groups", "groups.register", "orders:write"), "Register a group")
                .notes("Whoever registers it is its first manager; an officer approves it.")
                .takes::<NewGroup>()
                .example(json!({"name": "梅园社区理发队", "kind": "community", "about": "每周为社区长者理发"}))
                .makes::<GroupMade>(),
            register,
        )
        .add(
            call(ask("/api/v1/groups", "groups.list", "orders:read"), "One's own groups; for staff programs those of a place")
                .query::<GroupQuery>()
                .gives::<Rows<GroupAnswer>>(),
            list,
        )
        .add(
            call(ask("/api/v1/groups/{group}", "groups.one", "orders:read"), "One group with its events")
                .gives::<GroupFileAnswer>(),
            one,
        )
        .add(
            call(does("/api/v1/groups/{group}/decide", "groups.decide", "orders:write"), "Approve or refuse a group")
                .takes::<Decision>()
                .gives::<GroupNow>(),
            decide,
        )
        .add(
            call(does("/api/v1/groups/{group}/members", "groups.invite", "orders:write"), "Invite, admit, join or leave")
                .notes("`invite` needs `handle`; `admit` and `decline` need `person`; `join`, `accept`, `reject` and `leave` are for oneself.")
                .takes::<MemberWord>()
                .gives_nothing(),
            members,
        )
        .add(
            call(does("/api/v1/groups/{group}/donate", "groups.donate", "orders:write"), "Donate the group's time")
                .takes::<Donation>()
                .gives_nothing(),
            donate,
        )
        .add(
            call(does("/api/v1/groups/{group}/gatherings", "groups.plan", "orders:write"), "Plan an event")
                .notes("With `payer` `elder` the elder agrees; else an officer approves. What it can cost is held then.")
                .takes::<NewGathering>()
                .makes::<GatheringMade>(),
            plan,
        )
        .add(
            call(ask("/api/v1/gatherings/{gathering}", "groups.gathering", "orders:read"), "One event with its list")
                .gives::<GatheringFileAnswer>(),
            gathering,
        )
        .add(
            call(does("/api/v1/gatherings/{gathering}/decide", "groups.approve-gathering", "orders:write"), "Approve or refuse an event")
                .notes("For the paying elder (`reason` may be empty) and for officers.")
                .takes::<Decision>()
                .gives::<GatheringNow>(),
            decide_gathering,
        )
        .add(
            call(does("/api/v1/gatherings/{gathering}/attend", "groups.sign-up", "orders:write"), "Sign up, withdraw, check in or out")
                .notes("`check_in` and `check_out` need the `code` of the place.")
                .takes::<AttendWord>()
                .gives_nothing(),
            attend,
        )
        .add(
            call(does("/api/v1/gatherings/{gathering}/roster", "groups.roster", "orders:write"), "Write the attendance list")
                .takes::<RosterGiven>()
                .gives_nothing(),
            roster,
        )
        .add(
            call(does("/api/v1/gatherings/{gathering}/settle", "groups.settle", "orders:write"), "Verify and settle an event")
                .takes::<Settling>()
                .gives::<GatheringSettledAnswer>(),
            settle,
        )
        .add(
            call(does("/api/v1/gatherings/{gathering}/cancel", "groups.cancel-gathering", "orders:write"), "Call an event off")
                .takes::<Settling>()
                .gives_nothing(),
            cancel,
        )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGroup {
    name: Line,
    kind: GroupKindWord,
    about: Prose,
}

#[derive(Serialize, ToSchema)]
struct GroupMade {
    group: Uuid,
}

/// Which groups.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct GroupQuery {
    /// A place of the territory, for staff programs; one's own groups when not said.
    #[param(inline)]
    node: Option<NodeCode>,
    #[param(inline)]
    state: Option<GroupStateWord>,
}

#[derive(Serialize, ToSchema)]
struct GroupAnswer {
    id: Uuid,
    name: String,
    kind: GroupKindWord,
    node: NodeCode,
    state: GroupStateWord,
    about: String,
    registered_at: Time,
}
impl From<&Group> for GroupAnswer {
    fn from(group: &Group) -> GroupAnswer {
        GroupAnswer {
            id: group.id.0,
            name: group.name.clone(),
            kind: group.kind.into(),
            node: group.node.into(),
            state: group.state.into(),
            about: group.about.clone(),
            registered_at: group.registered_at.into(),
        }
    }
}

#[derive(Serialize, ToSchema)]
struct GroupFileAnswer {
    group: GroupAnswer,
    members: i64,
    /// Free minutes in the group's account, for members and staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    free_minutes: Option<i64>,
    gatherings: Vec<GatheringAnswer>,
}

#[derive(Serialize, ToSchema)]
struct GatheringAnswer {
    id: Uuid,
    group: Uuid,
    title: String,
    item: String,
    place: String,
    starts_at: Time,
    ends_at: Time,
    helpers: i64,
    payer: PayerWord,
    state: GatheringStateWord,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_minutes: Option<i64>,
    version: i64,
}
impl From<&Gathering> for GatheringAnswer {
    fn from(g: &Gathering) -> GatheringAnswer {
        GatheringAnswer {
            id: g.id.0,
            group: g.group_id.0,
            title: g.title.clone(),
            item: g.item.clone(),
            place: g.place.clone(),
            starts_at: g.starts_at.into(),
            ends_at: g.ends_at.into(),
            helpers: g.helpers,
            payer: g.payer.into(),
            state: g.state.into(),
            settled_minutes: g.settled_minutes.map(|minutes| minutes.0),
            version: g.version,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct GatheringFileAnswer {
    gathering: GatheringAnswer,
    /// Promised places.
    promised: i64,
    /// For managers, staff and the elder who pays; else only oneself.
    list: Vec<AttendanceAnswer>,
}

#[derive(Serialize, ToSchema)]
struct AttendanceAnswer {
    person: Uuid,
    state: AttendStateWord,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credited_minutes: Option<i64>,
}
impl From<&Attendance> for AttendanceAnswer {
    fn from(one: &Attendance) -> AttendanceAnswer {
        AttendanceAnswer {
            person: one.person.0,
            state: one.state.into(),
            from: one.in_at.map(Time),
            to: one.out_at.map(Time),
            credited_minutes: one.credited_minutes.map(|minutes| minutes.0),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decision {
    approve: bool,
    #[serde(default)]
    reason: Prose,
}

#[derive(Serialize, ToSchema)]
struct GroupNow {
    state: GroupStateWord,
}

#[derive(Serialize, ToSchema)]
struct GatheringNow {
    state: GatheringStateWord,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum MemberAct {
    Invite,
    Join,
    Accept,
    Reject,
    Leave,
    Admit,
    Decline,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberWord {
    act: MemberAct,
    #[serde(default)]
    handle: Option<Line>,
    #[serde(default)]
    person: Option<Uuid>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Donation {
    minutes: MinutesGiven,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGathering {
    item: Line,
    title: Line,
    place: Line,
    starts_at: Time,
    ends_at: Time,
    #[schema(minimum = 1, maximum = 200)]
    helpers: i64,
    payer: PayerWord,
    /// The handle of the elder who pays.
    #[serde(default)]
    elder: Option<Line>,
}

#[derive(Serialize, ToSchema)]
struct GatheringMade {
    gathering: Uuid,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AttendAct {
    SignUp,
    Withdraw,
    CheckIn,
    CheckOut,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttendWord {
    act: AttendAct,
    #[serde(default)]
    code: Line,
    /// Of whoever is under age: what the guardian shows.
    #[serde(default)]
    guardian_code: Line,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RosterGiven {
    lines: Vec<RosterLineGiven>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RosterLineGiven {
    person: Uuid,
    #[serde(default)]
    from: Option<Time>,
    #[serde(default)]
    to: Option<Time>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Settling {
    reason: Prose,
}

#[derive(Serialize, ToSchema)]
struct GatheringSettledAnswer {
    helpers: i64,
    minutes: i64,
}

async fn register(by: Does, Input(new): Input<NewGroup>) -> Answer<(StatusCode, Json<GroupMade>)> {
    let command = RegisterGroup { name: new.name.0, kind: new.kind.0, about: new.about.0 };
    let group = by.group(command).await?;
    Ok((StatusCode::CREATED, Json(GroupMade { group: group.0 })))
}

async fn list(by: Asks, Asked(query): Asked<GroupQuery>) -> Answer<Json<Rows<GroupAnswer>>> {
    let groups = &by.house.groups;
    let rows = match query.node {
        Some(node) => groups.list(&by.actor, node.0, query.state.map(|state| state.0)).await?,
        None => groups.mine(&by.actor).await?.into_iter().map(|(group, _)| group).collect(),
    };
    Ok(Json(Rows::all(rows.iter().map(GroupAnswer::from).collect())))
}

async fn one(by: Asks, At(group): At<GroupId>) -> Answer<Json<GroupFileAnswer>> {
    let file = by.house.groups.file(&by.actor, group).await?;
    Ok(Json(GroupFileAnswer {
        group: (&file.group).into(),
        members: i64::try_from(file.active_members).unwrap_or(i64::MAX),
        free_minutes: file.balances.map(|held| held.free().0),
        gatherings: file.gatherings.iter().map(GatheringAnswer::from).collect(),
    }))
}

async fn decide(by: Does, At(group): At<GroupId>, Input(word): Input<Decision>) -> Answer<Json<GroupNow>> {
    let state = by.group(DecideGroup { group, approve: word.approve, reason: word.reason.0 }).await?;
    Ok(Json(GroupNow { state: state.into() }))
}

async fn members(by: Does, At(group): At<GroupId>, Input(word): Input<MemberWord>) -> Answer<StatusCode> {
    let person = || word.person.map(PersonId).ok_or_else(|| Refusal::invalid().field("person", "groups.missing"));
    match word.act {
        MemberAct::Invite => {
            let handle = word.handle.map(|handle| handle.0).unwrap_or_default();
            by.group(Invite { group, handle }).await?;
        }
        MemberAct::Join => by.group(AskToJoin { group }).await?,
        MemberAct::Accept => by.group(AnswerInvite { group, yes: true }).await?,
        MemberAct::Reject => by.group(AnswerInvite { group, yes: false }).await?,
        MemberAct::Leave => by.group(Leave { group }).await?,
        MemberAct::Admit => by.group(Admit { group, person: person()?, yes: true }).await?,
        MemberAct::Decline => by.group(Admit { group, person: person()?, yes: false }).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn donate(by: Does, At(group): At<GroupId>, Input(given): Input<Donation>) -> Answer<StatusCode> {
    by.group(DonateGroupTime { group, minutes: given.minutes.amount() }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn plan(
    by: Does,
    At(group): At<GroupId>,
    Input(new): Input<NewGathering>,
) -> Answer<(StatusCode, Json<GatheringMade>)> {
    let command = PlanGathering {
        group,
        item: new.item.0,
        title: new.title.0,
        place: new.place.0,
        starts_at: new.starts_at.0,
        ends_at: new.ends_at.0,
        helpers: new.helpers,
        payer: new.payer.0,
        elder: new.elder.map(|handle| handle.0),
    };
    let gathering = by.group(command).await?;
    Ok((StatusCode::CREATED, Json(GatheringMade { gathering: gathering.0 })))
}

async fn gathering(by: Asks, At(id): At<GatheringId>) -> Answer<Json<GatheringFileAnswer>> {
    let file = by.house.groups.gathering(&by.actor, id).await?;
    Ok(Json(GatheringFileAnswer {
        gathering: (&file.gathering).into(),
        promised: i64::try_from(file.promised).unwrap_or(i64::MAX),
        list: file.list.iter().map(AttendanceAnswer::from).collect(),
    }))
}

async fn decide_gathering(
    by: Does,
    At(gathering): At<GatheringId>,
    Input(word): Input<Decision>,
) -> Answer<Json<GatheringNow>> {
    let paying = by.house.groups.gathering(&by.actor, gathering).await?.paying;
    let state = if paying {
        by.group(AgreeGathering { gathering, yes: word.approve }).await?
    } else {
        by.group(ApproveGathering { gathering, approve: word.approve, reason: word.reason.0, seen: None }).await?
    };
    Ok(Json(GatheringNow { state: state.into() }))
}

async fn attend(by: Does, At(gathering): At<GatheringId>, Input(word): Input<AttendWord>) -> Answer<StatusCode> {
    match word.act {
        AttendAct::SignUp => by.group(SignUp { gathering }).await?,
        AttendAct::Withdraw => by.group(WithdrawSign { gathering }).await?,
        AttendAct::CheckIn => {
            by.group(CheckIn { gathering, code: word.code.0, guardian_code: word.guardian_code.0 }).await?;
        }
        AttendAct::CheckOut => by.group(CheckOut { gathering, code: word.code.0 }).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn roster(by: Does, At(gathering): At<GatheringId>, Input(given): Input<RosterGiven>) -> Answer<StatusCode> {
    let line = |line: &RosterLineGiven| RosterLine {
        person: PersonId(line.person),
        from: line.from.map(|at| at.0),
        to: line.to.map(|at| at.0),
    };
    by.group(Roster { gathering, lines: given.lines.iter().map(line).collect() }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn settle(
    by: Does,
    At(gathering): At<GatheringId>,
    Input(word): Input<Settling>,
) -> Answer<Json<GatheringSettledAnswer>> {
    let settled = by.group(SettleGathering { gathering, reason: word.reason.0, seen: None }).await?;
    let Minutes(minutes) = settled.minutes;
    Ok(Json(GatheringSettledAnswer { helpers: settled.helpers, minutes }))
}

async fn cancel(by: Does, At(gathering): At<GatheringId>, Input(word): Input<Settling>) -> Answer<StatusCode> {
    by.group(CancelGathering { gathering, reason: word.reason.0 }).await?;
    Ok(StatusCode::NO_CONTENT)
}
