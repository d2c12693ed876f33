//! What learning needs.

use std::sync::Arc;
use tb_journal::{Command, Core, Key, execute};
use tb_kernel::{Actor, Instant, Node, Outcome, Refusal};
use tb_people::People;
use tb_policy::{PolicyBook, Version};

/// Learning in one city. Share it as `Arc<Learning>`.
pub struct Learning {
    pub core: Core,
    pub people: Arc<People>,
    pub policies: Arc<PolicyBook>,
}

impl Learning {
    pub fn new(core: Core, people: Arc<People>, policies: Arc<PolicyBook>) -> Arc<Learning> {
        Arc::new(Learning { core, people, policies })
    }

    /// Runs a command of this slice once for this actor and key.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn run<C: Command<House = Learning>>(
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
