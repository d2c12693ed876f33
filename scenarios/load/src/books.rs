//! Books to measure on: accounts, grants and holds through the ledger's own `post`, and orders that wait for the elder's
//! word. Only the order rows are written in bulk here, in the shape the commands leave them; `verify` must pass on the
//! result like on any other.

use anyhow::Context;
use std::sync::Arc;
use tb_db::{Table, Ty, args};
use tb_house::House;
use tb_journal::Key;
use tb_kernel::{AccountId, Actor, Fail, Instant, Minutes, Node, OrderId, PersonId, SessionId, Span};
use tb_ledger::{AccountKind, AccountSpec, Command};
use tb_orders::{ConfirmMethod, Confirmation, OrderState};

/// Elders, and as many volunteers, when none are given.
const PAIRS: usize = 20_000;
/// Planned and verified length of every order.
const LENGTH: Minutes = Minutes(60);
const BATCH: usize = 256;

const AWAITING: Table = Table {
    name: "service_order",
    cols: &[
        ("id", Ty::Uuid),
        ("number", Ty::Text),
        ("node", Ty::Int),
        ("elder", Ty::Uuid),
        ("volunteer", Ty::Uuid),
        ("item", Ty::Text),
        ("policy", Ty::Text),
        ("state", Ty::Text),
        ("version", Ty::Int),
        ("starts_at", Ty::Int),
        ("ends_at", Ty::Int),
        ("minutes", Ty::Int),
        ("urgent", Ty::Bool),
        ("cell", Ty::Int),
        ("place", Ty::Bytes),
        ("hold", Ty::Uuid),
        ("held_minutes", Ty::Int),
        ("proofs", Ty::Int),
        ("checked_in_at", Ty::Int),
        ("checked_out_at", Ty::Int),
        ("verified_minutes", Ty::Int),
        ("alerts", Ty::Int),
        ("flags", Ty::Text),
        ("channel", Ty::Text),
        ("created_at", Ty::Int),
    ],
    suffix: "",
};

/// Accounts with enough minutes, and orders that can be confirmed one after the other.
pub struct Books {
    house: Arc<House>,
    programme: AccountId,
    elders: Vec<PersonId>,
    volunteers: Vec<PersonId>,
    policy: String,
    item: String,
    node: Node,
    made: usize,
}

/// An order that waits for its elder's word.
#[derive(Clone, Copy)]
pub struct Waiting {
    pub order: OrderId,
    pub elder: PersonId,
}

impl Waiting {
    /// The elder, on their own page.
    pub fn actor(&self) -> Actor {
        Actor::citizen(SessionId(self.elder.0), self.elder)
    }
    pub fn confirmation(&self) -> Confirmation {
        Confirmation { order: self.order, method: ConfirmMethod::Button, minutes: None, seen: None }
    }
    pub fn key(&self) -> Key {
        Key::internal(format!("bench:{}", self.order))
    }
}

impl Books {
    /// Opens accounts for people who exist only in the ledger: enough for measuring.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn open(house: &Arc<House>) -> anyhow::Result<Books> {
        let some = |_| house.core.id::<PersonId>();
        let elders: Vec<PersonId> = (0..PAIRS).map(some).collect();
        let volunteers: Vec<PersonId> = (0..PAIRS).map(some).collect();
        Books::open_for(house, elders, volunteers).await
    }

    /// Opens accounts for these elders and volunteers (those they have already stay as they are).
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn open_for(
        house: &Arc<House>,
        elders: Vec<PersonId>,
        volunteers: Vec<PersonId>,
    ) -> anyhow::Result<Books> {
        let version = house.orders.version_now()?;
        let item = version.items.first().context("the policy offers nothing")?.code.as_str().to_owned();
        let core = &house.core;
        let node = house.node;
        let programme = AccountId(core.id());
        let mut tx = core.db.begin().await?;
        let budget = Some(Minutes(1_000_000_000_000));
        let source = AccountSpec { id: programme, kind: AccountKind::Programme, owner: None, node, budget };
        tb_ledger::open_account(&mut tx, &source, core.now()).await?;
        let member = |person: &PersonId| AccountSpec {
            id: AccountId(person.0),
            kind: AccountKind::Member,
            owner: Some(person.0),
            node,
            budget: None,
        };
        let members: Vec<AccountSpec> = elders.iter().chain(&volunteers).map(member).collect();
        for some in members.chunks(BATCH) {
            tb_ledger::open_accounts(&mut tx, some, core.now()).await?;
        }
        tx.commit().await.map_err(|e| anyhow::anyhow!("{e:?}"))?;
        let policy = version.id.to_string();
        Ok(Books { house: house.clone(), programme, elders, volunteers, policy, item, node, made: 0 })
    }

    /// Makes `count` orders that wait for confirmation.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn prepare(&mut self, count: usize) -> anyhow::Result<Vec<Waiting>> {
        self.grant(count).await?;
        let mut all = Vec::with_capacity(count);
        while all.len() < count {
            let size = BATCH.min(count - all.len());
            all.extend(self.prepare_some(size).await?);
        }
        Ok(all)
    }

    /// Gives every elder the minutes their share of `count` orders will hold: one lot each.
    async fn grant(&self, count: usize) -> anyhow::Result<()> {
        let each = Minutes(LENGTH.0 * i64::try_from(count / self.elders.len() + 2)?);
        for some in self.elders.chunks(BATCH) {
            let batch: Vec<Command> = some
                .iter()
                .map(|elder| {
                    let key = format!("bench-grant:{}:{}", elder, self.made);
                    Command::grant(key, self.programme, AccountId(elder.0), each, None)
                        .about(tb_ledger::SubjectKind::Programme, self.programme)
                })
                .collect();
            self.post(&batch).await?;
        }
        Ok(())
    }

    async fn post(&self, batch: &[Command]) -> anyhow::Result<Vec<tb_ledger::Posted>> {
        let core = &self.house.core;
        let mut tx = core.db.begin().await?;
        let outcomes = tb_ledger::post(&mut tx, batch, core.now(), &core.entropy).await?;
        tx.commit().await.map_err(|e| anyhow::anyhow!("{e:?}"))?;
        Ok(outcomes.into_iter().collect::<Result<_, Fail>>()?)
    }

    async fn prepare_some(&mut self, size: usize) -> anyhow::Result<Vec<Waiting>> {
        let core = self.house.core.clone();
        let now = core.now();
        let start = now.minus(Span::hours(2));
        let end = start.plus(Span::minutes(LENGTH.0));
        let mut batch = Vec::with_capacity(size);
        let mut waiting = Vec::with_capacity(size);
        for n in self.made..self.made + size {
            let order: OrderId = core.id();
            let pairs = self.elders.len();
            let elder = self.elders[n % pairs];
            waiting.push((Waiting { order, elder }, self.volunteers[(n * 7 + n / pairs) % self.volunteers.len()]));
            let expires = end.plus(Span::days(120));
            batch.push(
                Command::hold(format!("order:{order}:hold"), AccountId(elder.0), LENGTH, expires)
                    .order(order)
                    .under(self.policy.clone()),
            );
        }
        self.made += size;
        let holds = self.post(&batch).await?;
        let rows: Vec<_> = waiting
            .iter()
            .zip(&holds)
            .map(|((w, volunteer), hold)| self.row(*w, *volunteer, hold, start, end, now))
            .collect();
        let mut tx = core.db.begin().await?;
        tx.insert(&AWAITING, &rows).await?;
        tx.commit().await.map_err(|e| anyhow::anyhow!("{e:?}"))?;
        Ok(waiting.into_iter().map(|(w, _)| w).collect())
    }

    fn row(
        &self,
        w: Waiting,
        volunteer: PersonId,
        hold: &tb_ledger::Posted,
        start: Instant,
        end: Instant,
        now: Instant,
    ) -> Vec<tb_db::Arg> {
        // Position and door code: the two proofs every shipped policy accepts.
        const PROVED: i64 = 3;
        args![
            w.order,
            w.order.to_string(),
            self.node,
            w.elder,
            volunteer,
            &self.item,
            &self.policy,
            OrderState::Awaiting.code(),
            1i64,
            start,
            end,
            LENGTH,
            false,
            0i64,
            vec![0u8; 120],
            hold.hold(),
            LENGTH,
            PROVED,
            start,
            end,
            LENGTH,
            0i64,
            "",
            "self_service",
            now
        ]
    }
}
