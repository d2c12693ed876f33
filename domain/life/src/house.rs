//! What life events need, and the verbs as methods for the doors.

use crate::export::Keeps;
use std::sync::Arc;
use tb_journal::{Command, Core, Key, execute};
use tb_kernel::{Actor, Instant, Node, Outcome, Refusal};
use tb_orders::Orders;
use tb_people::People;
use tb_policy::{PolicyBook, Version};

/// Life events of one city.
pub struct Life {
    pub core: Core,
    pub people: Arc<People>,
    pub orders: Arc<Orders>,
    pub policies: Arc<PolicyBook>,
    /// What other slices keep about a person, for the export.
    pub keepers: Vec<Arc<dyn Keeps>>,
}

impl Life {
    pub fn new(
        core: Core,
        people: Arc<People>,
        orders: Arc<Orders>,
        policies: Arc<PolicyBook>,
        keepers: Vec<Arc<dyn Keeps>>,
    ) -> Arc<Life> {
        Arc::new(Life { core, people, orders, policies, keepers })
    }

    /// Runs a command of this slice once for this actor and key.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn run<C: Command<House = Life>>(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        command: C,
    ) -> Outcome<C::Answer> {
        execute(self, &self.core, actor, key, command).await
    }

    pub(crate) fn rules_at(&self, node: Node, now: Instant) -> Result<Arc<Version>, Refusal> {
        self.policies.at(node, now.day()).map_err(Refusal::from)
    }
}
