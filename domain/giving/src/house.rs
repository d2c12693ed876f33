//! What giving needs, and its nouns.

use crate::store;
use serde::Serialize;
use std::sync::Arc;
use tb_journal::{Command, Core, Key, execute};
use tb_kernel::{AccountId, Actor, Instant, Minutes, Node, Outcome};
use tb_people::People;
use tb_policy::PolicyBook;

/// A budget of minutes to be granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Programme {
    pub id: AccountId,
    pub code: String,
    pub name: String,
    pub node: Node,
    pub budget: Minutes,
    pub opened_at: Instant,
}

/// Grants of one city.
pub struct Giving {
    pub core: Core,
    pub people: Arc<People>,
    pub policies: Arc<PolicyBook>,
}

impl Giving {
    /// Runs a command of this slice once for this actor and key.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn run<C: Command<House = Giving>>(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        command: C,
    ) -> Outcome<C::Answer> {
        execute(self, &self.core, actor, key, command).await
    }

    /// The programmes of a territory.
    ///
    /// # Errors
    /// A fault.
    pub async fn programmes(&self, node: Node) -> Outcome<Vec<Programme>> {
        Ok(store::programmes(&mut self.core.db.read(), node).await?)
    }
}
