//! What this slice needs.

use crate::gateway::CheckGateway;
use std::sync::{Arc, OnceLock};
use tb_journal::{Command, Core, Key, execute};
use tb_kernel::{Actor, Instant, Node, Outcome, Refusal};
use tb_learning::Learning;
use tb_people::People;
use tb_policy::{PolicyBook, Version};

/// The way of volunteers in one city. Share it as `Arc<Volunteers>`.
pub struct Volunteers {
    pub core: Core,
    pub people: Arc<People>,
    pub learning: Arc<Learning>,
    pub policies: Arc<PolicyBook>,
    gateway: OnceLock<Arc<dyn CheckGateway>>,
}

impl Volunteers {
    pub fn new(core: Core, people: Arc<People>, learning: Arc<Learning>, policies: Arc<PolicyBook>) -> Arc<Volunteers> {
        Arc::new(Volunteers { core, people, learning, policies, gateway: OnceLock::new() })
    }

    /// Connects the registers of this installation; only the first one counts.
    pub fn connect(&self, gateway: Arc<dyn CheckGateway>) {
        let _ = self.gateway.set(gateway);
    }
    /// The registers, when this installation has any.
    pub fn gateway(&self) -> Option<&Arc<dyn CheckGateway>> {
        self.gateway.get()
    }

    /// Runs a command of this slice once for this actor and key.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn run<C: Command<House = Volunteers>>(
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
