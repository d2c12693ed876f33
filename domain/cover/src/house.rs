//! What this slice needs, and how it asks about visits without knowing orders.

use std::pin::Pin;
use std::sync::Arc;
use tb_db::{DbError, Tx};
use tb_journal::{Command, Core, Key, execute};
use tb_kernel::{Actor, Instant, Node, OrderId, Outcome, PersonId};
use tb_people::People;
use tb_policy::PolicyBook;

/// A visit that was taken by a volunteer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub order: OrderId,
    pub number: String,
    pub node: Node,
    pub elder: PersonId,
    pub volunteer: PersonId,
    pub starts_at: Instant,
    pub ends_at: Instant,
}

/// A visit on its way.
pub type VisitFound<'a> = Pin<Box<dyn Future<Output = Result<Option<Visit>, DbError>> + Send + 'a>>;

/// The slice above that knows visits.
pub trait Visits: Send + Sync + 'static {
    /// The visit of an order; none for one that nobody took.
    fn visit<'a>(&'a self, tx: &'a mut Tx, order: OrderId) -> VisitFound<'a>;
}

/// Insurances and incidents of one city.
pub struct Cover {
    pub core: Core,
    pub people: Arc<People>,
    pub policies: Arc<PolicyBook>,
    pub visits: Arc<dyn Visits>,
}

impl Cover {
    /// Runs a command of this slice once for this actor and key.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn run<C: Command<House = Cover>>(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        command: C,
    ) -> Outcome<C::Answer> {
        execute(self, &self.core, actor, key, command).await
    }
}
