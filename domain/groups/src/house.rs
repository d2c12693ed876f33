//! What the commands of groups need.

use std::sync::Arc;
use tb_journal::{Command, Core, Key, execute};
use tb_kernel::{Actor, GatheringId, Node, Outcome, Refusal};
use tb_orders::Orders;
use tb_people::People;
use tb_policy::{PolicyBook, Version, VersionId};

/// The groups of one city.
pub struct Groups {
    pub core: Core,
    pub people: Arc<People>,
    pub orders: Arc<Orders>,
    pub policies: Arc<PolicyBook>,
}

impl Groups {
    /// Runs a command of this slice once for this actor and key.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn run<C: Command<House = Groups>>(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        command: C,
    ) -> Outcome<C::Answer> {
        execute(self, &self.core, actor, key, command).await
    }

    pub(crate) fn rules_at(&self, node: Node, now: tb_kernel::Instant) -> Result<Arc<Version>, Refusal> {
        self.policies.at(node, now.day()).map_err(Refusal::from)
    }
    pub(crate) fn version(&self, id: &str) -> Outcome<Arc<Version>> {
        self.policies.version(&VersionId::from(id)).map_err(tb_kernel::Fail::fault)
    }
    /// The six digits shown at an event: who types them is there.
    pub(crate) fn digits(&self, id: GatheringId) -> String {
        tb_crypto::door_code(&self.people.keys, id.0.as_bytes(), self.core.now())
    }
}
