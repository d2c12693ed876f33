//! The ledger for programs: what lies where, what happened, and one posting whole. Minutes only, no money.

use crate::calls::{Calls, ask, call};
use crate::extract::{Asks, Paging};
use crate::wire::{Date, Rows, Time, words};
use axum::Json;
use serde::{Deserialize, Serialize};
use tb_db::Tx;
use tb_http::{Answer, Asked, At};
use tb_kernel::{AccountId, Cursor, Outcome, PageSize, PersonId, PostingId, Refusal, Role};
use tb_ledger::queries::{self, AccountView, Line, MoveDetail, PostingDetail, UseDetail};
use tb_ledger::{AccountKind, AccountStatus, Balances, Class, PostingKind, State, Subject, SubjectKind};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Staff who may read accounts of their territory.
const READERS: &[Role] = &[
    Role::CityOfficer,
    Role::DistrictOfficer,
    Role::StreetOfficer,
    Role::SiteClerk,
    Role::Supervisor,
    Role::FundManager,
    Role::Auditor,
];

words! {
    /// What minutes are: where they came from and what they are good for.
    ClassWord(Class, Class::ALL);
    /// In what state minutes lie.
    PlaceStateWord(State, State::ALL);
    AccountKindWord(AccountKind, AccountKind::ALL);
    AccountStatusWord(AccountStatus, AccountStatus::ALL);
    /// Why minutes moved.
    PostingKindWord(PostingKind, PostingKind::ALL);
    /// What a posting is about.
    SubjectKindWord(SubjectKind, SubjectKind::ALL);
}

pub(crate) fn calls() -> Calls {
    Calls::of("ledger")
        .add(
            call(ask("/api/v1/me/balances", "ledger.my-balances", "ledger:read"), "One's own time")
                .gives::<AccountAnswer>(),
            my_balances,
        )
        .add(
            call(
                ask("/api/v1/me/statement", "ledger.my-statement", "ledger:read"),
                "One's own statement, newest first",
            )
            .query::<StatementQuery>()
            .gives::<Rows<StatementLineAnswer>>(),
            my_statement,
        )
        .add(
            call(
                ask("/api/v1/accounts/{account}", "ledger.account", "ledger:read"),
                "An account and what lies where in it",
            )
            .notes("The account of a person, or of a programme, has the same id.")
            .gives::<AccountAnswer>(),
            balances,
        )
        .add(
            call(
                ask("/api/v1/accounts/{account}/statement", "ledger.statement", "ledger:read"),
                "The statement of an account, newest first",
            )
            .query::<StatementQuery>()
            .gives::<Rows<StatementLineAnswer>>(),
            statement,
        )
        .add(
            call(
                ask("/api/v1/postings/{posting}", "ledger.posting", "ledger:read"),
                "One posting with its moves and lots",
            )
            .notes("For whoever may see one of the accounts it touches.")
            .gives::<PostingAnswer>(),
            posting,
        )
}

/// What of a statement.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StatementQuery {
    /// Every place; free minutes alone, which reads like a passbook, when not said.
    all: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows wanted, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// Which places, and which page of them.
type Part = (&'static [State], Option<Cursor>, PageSize);

impl StatementQuery {
    fn page(&self) -> Answer<Part> {
        let states: &[State] = if self.all.unwrap_or(false) { State::ALL } else { &[State::Free] };
        let (after, size) = Paging::read(self.after.as_deref(), self.limit)?;
        Ok((states, after, size))
    }
}

/// An account and what lies where in it, in minutes.
#[derive(Serialize, ToSchema)]
struct AccountAnswer {
    account: Uuid,
    kind: AccountKindWord,
    status: AccountStatusWord,
    /// What can be used now.
    free_minutes: i64,
    held_minutes: i64,
    frozen_minutes: i64,
    earned: ClassBalances,
    granted: ClassBalances,
    gifted: ClassBalances,
    /// Recognition only, never redeemable.
    honour_minutes: i64,
    /// Only programme, clearing and system accounts; below zero when given out.
    system_minutes: i64,
    /// All minutes ever earned by service, less what was taken back.
    earned_in_all_minutes: i64,
    /// To be settled first from later earnings.
    owing_minutes: i64,
}

/// Minutes of one class.
#[derive(Serialize, ToSchema)]
struct ClassBalances {
    free_minutes: i64,
    held_minutes: i64,
    frozen_minutes: i64,
}

impl AccountAnswer {
    fn of(view: &AccountView, b: &Balances) -> AccountAnswer {
        let account = &view.account;
        let place = |free: tb_kernel::Minutes, held: tb_kernel::Minutes, frozen: tb_kernel::Minutes| ClassBalances {
            free_minutes: free.0,
            held_minutes: held.0,
            frozen_minutes: frozen.0,
        };
        AccountAnswer {
            account: account.id.0,
            kind: account.kind.into(),
            status: account.status.into(),
            free_minutes: b.free().0,
            held_minutes: b.held().0,
            frozen_minutes: b.frozen().0,
            earned: place(b.earned_free, b.earned_held, b.earned_frozen),
            granted: place(b.granted_free, b.granted_held, b.granted_frozen),
            gifted: place(b.gifted_free, b.gifted_held, b.gifted_frozen),
            honour_minutes: b.honour.0,
            system_minutes: b.system.0,
            earned_in_all_minutes: b.earned_in_all.0,
            owing_minutes: account.owing.0,
        }
    }
}

/// What a posting is about.
#[derive(Serialize, ToSchema)]
struct SubjectAnswer {
    kind: SubjectKindWord,
    id: Uuid,
}
impl From<Subject> for SubjectAnswer {
    fn from(subject: Subject) -> SubjectAnswer {
        SubjectAnswer { kind: subject.kind.into(), id: subject.id }
    }
}

/// One line of a statement: what a posting did to one place of the account.
#[derive(Serialize, ToSchema)]
struct StatementLineAnswer {
    posting: Uuid,
    kind: PostingKindWord,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<SubjectAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    class: ClassWord,
    state: PlaceStateWord,
    /// Signed.
    minutes: i64,
    /// Balance of that place after it.
    minutes_after: i64,
    /// The day it counts on.
    effective: Date,
    recorded: Time,
}
impl From<Line> for StatementLineAnswer {
    fn from(line: Line) -> StatementLineAnswer {
        StatementLineAnswer {
            posting: line.posting.0,
            kind: line.kind.into(),
            subject: line.subject.map(SubjectAnswer::from),
            reason: line.reason,
            class: line.class.into(),
            state: line.state.into(),
            minutes: line.minutes.0,
            minutes_after: line.after.0,
            effective: line.effective.into(),
            recorded: line.recorded.into(),
        }
    }
}

/// A place of an account.
#[derive(Serialize, ToSchema)]
struct BucketAnswer {
    account: Uuid,
    class: ClassWord,
    state: PlaceStateWord,
}
impl From<(AccountId, Class, State)> for BucketAnswer {
    fn from((account, class, state): (AccountId, Class, State)) -> BucketAnswer {
        BucketAnswer { account: account.0, class: class.into(), state: state.into() }
    }
}

/// From where to where and how much.
#[derive(Serialize, ToSchema)]
struct MoveAnswer {
    from: BucketAnswer,
    to: BucketAnswer,
    minutes: i64,
}
impl From<&MoveDetail> for MoveAnswer {
    fn from(step: &MoveDetail) -> MoveAnswer {
        MoveAnswer { from: step.from.into(), to: step.to.into(), minutes: step.minutes.0 }
    }
}

/// Which lot paid.
#[derive(Serialize, ToSchema)]
struct UseAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    from_lot: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    into_lot: Option<Uuid>,
    minutes: i64,
    /// The lot of the grant or service with which the line began.
    #[serde(skip_serializing_if = "Option::is_none")]
    root_lot: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<Date>,
}
impl From<&UseDetail> for UseAnswer {
    fn from(step: &UseDetail) -> UseAnswer {
        UseAnswer {
            from_lot: step.from.map(|lot| lot.0),
            into_lot: step.into.map(|lot| lot.0),
            minutes: step.minutes.0,
            root_lot: step.root.map(|lot| lot.0),
            expires: step.expires.map(Date),
        }
    }
}

/// One posting, whole.
#[derive(Serialize, ToSchema)]
struct PostingAnswer {
    id: Uuid,
    kind: PostingKindWord,
    effective: Date,
    recorded: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<SubjectAnswer>,
    /// Version of the policy it was made under.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The posting it turns round.
    #[serde(skip_serializing_if = "Option::is_none")]
    reverses: Option<Uuid>,
    minutes: i64,
    moves: Vec<MoveAnswer>,
    uses: Vec<UseAnswer>,
}
impl From<PostingDetail> for PostingAnswer {
    fn from(detail: PostingDetail) -> PostingAnswer {
        let minutes = detail.posting.minutes().0;
        let posting = detail.posting;
        PostingAnswer {
            id: posting.id.0,
            kind: posting.kind.into(),
            effective: posting.effective.into(),
            recorded: posting.recorded.into(),
            actor: posting.actor.map(|id| id.0),
            subject: posting.subject.map(SubjectAnswer::from),
            policy: posting.policy,
            reason: posting.reason,
            reverses: posting.reverses.map(|id| id.0),
            minutes,
            moves: detail.moves.iter().map(MoveAnswer::from).collect(),
            uses: detail.uses.iter().map(UseAnswer::from).collect(),
        }
    }
}

async fn my_balances(by: Asks) -> Answer<Json<AccountAnswer>> {
    let me = by.subject()?;
    Ok(Json(account_of(&by, AccountId(me.0)).await?))
}

async fn my_statement(by: Asks, Asked(query): Asked<StatementQuery>) -> Answer<Json<Rows<StatementLineAnswer>>> {
    let me = by.subject()?;
    let page = query.page()?;
    Ok(Json(statement_of(&by, AccountId(me.0), page).await?))
}

async fn balances(by: Asks, At(id): At<AccountId>) -> Answer<Json<AccountAnswer>> {
    Ok(Json(account_of(&by, id).await?))
}

async fn statement(
    by: Asks,
    At(id): At<AccountId>,
    Asked(query): Asked<StatementQuery>,
) -> Answer<Json<Rows<StatementLineAnswer>>> {
    let page = query.page()?;
    Ok(Json(statement_of(&by, id, page).await?))
}

async fn account_of(by: &Asks, id: AccountId) -> Outcome<AccountAnswer> {
    let mut tx = by.house.core.db.snapshot().await?;
    let account = seen(by, &mut tx, id).await?;
    let balances = queries::balances(&mut tx, id).await?;
    Ok(AccountAnswer::of(&account, &balances))
}

async fn statement_of(by: &Asks, id: AccountId, part: Part) -> Outcome<Rows<StatementLineAnswer>> {
    let (states, after, size) = part;
    let mut tx = by.house.core.db.snapshot().await?;
    seen(by, &mut tx, id).await?;
    let page = queries::statement(&mut tx, id, states, after, size).await?.map(StatementLineAnswer::from);
    Ok(Rows { rows: page.rows, next: page.next })
}

async fn posting(by: Asks, At(id): At<PostingId>) -> Answer<Json<PostingAnswer>> {
    Ok(Json(posting_of(&by, id).await?))
}

async fn posting_of(by: &Asks, id: PostingId) -> Outcome<PostingAnswer> {
    let mut tx = by.house.core.db.snapshot().await?;
    let detail = queries::posting(&mut tx, id).await?.ok_or(Refusal::not_found())?;
    let mut touched: Vec<AccountId> = detail.moves.iter().flat_map(|step| [step.from.0, step.to.0]).collect();
    touched.sort_unstable();
    touched.dedup();
    for account in touched {
        if seen(by, &mut tx, account).await.is_ok() {
            return Ok(detail.into());
        }
    }
    Err(Refusal::not_found().into())
}

/// The account, if it is the caller's own or lies in their territory. A person's account is where the person lives now.
async fn seen(by: &Asks, tx: &mut Tx, id: AccountId) -> Outcome<AccountView> {
    let account = queries::account(tx, id).await?.ok_or(Refusal::not_found())?;
    let person = PersonId(id.0);
    if by.actor.subject() == Some(person) {
        return Ok(account);
    }
    let home = by.house.people.nodes(tx, &[person]).await?.get(&person).copied();
    if by.actor.may(READERS, home.unwrap_or(account.node)) { Ok(account) } else { Err(Refusal::not_found().into()) }
}
