//! What the commands of this slice need beside their transaction, and the verbs as methods for the doors.

use crate::desk::SettleDesk;
use std::sync::Arc;
use tb_crypto::KeyRing;
use tb_db::{Desk, Engine};
use tb_journal::Core;
use tb_kernel::{AccountId, Fail, Node};
use tb_people::People;
use tb_places::Places;
use tb_policy::{PolicyBook, Version, VersionId};
use uuid::Uuid;

/// The orders of one city.
pub struct Orders {
    pub core: Core,
    pub people: Arc<People>,
    pub policies: Arc<PolicyBook>,
    pub places: Arc<Places>,
    pub keys: Arc<KeyRing>,
    pub city: Node,
    pub(crate) settling: Desk<SettleDesk>,
    pub(crate) handler: Arc<SettleDesk>,
}

/// Desks that settle side by side: one on SQLite, which has one writer; two on PostgreSQL, so that one batch is decided
/// while another is being flushed.
fn clerks(engine: Engine) -> usize {
    match engine {
        Engine::Sqlite => 1,
        Engine::Postgres => 2,
    }
}

impl Orders {
    pub fn new(core: Core, people: Arc<People>, policies: Arc<PolicyBook>, places: Arc<Places>) -> Arc<Orders> {
        let handler = Arc::new(SettleDesk { core: core.clone(), people: people.clone(), policies: policies.clone() });
        let settling = Desk::open(core.db.clone(), handler.clone(), clerks(core.db.engine()));
        let (keys, city) = (people.keys.clone(), people.city);
        Arc::new(Orders { core, people, policies, places, keys, city, settling, handler })
    }

    /// The rules an order was made under.
    ///
    /// # Errors
    /// [`Fail::Fault`] when that version is no longer loaded: an installation must keep them all.
    pub fn version(&self, id: &str) -> Result<Arc<Version>, Fail> {
        self.policies.version(&VersionId::from(id)).map_err(Fail::fault)
    }

    /// The rules in force today.
    ///
    /// # Errors
    /// A refusal when the city has none.
    pub fn version_now(&self) -> Result<Arc<Version>, Fail> {
        Ok(self.policies.at(self.city, self.core.now().day()).map_err(tb_kernel::Refusal::from)?)
    }
}

fn account_of(purpose: &str, node: Node) -> AccountId {
    let digest = tb_crypto::digest(&[b"timebank-account", purpose.as_bytes(), &node.0.to_be_bytes()]);
    let mut first = [0u8; 16];
    first.copy_from_slice(&digest[..16]);
    AccountId(Uuid::from_bytes(first))
}

/// The public-benefit account (公益账户) of a node.
pub fn pool_account(node: Node) -> AccountId {
    account_of("pool", node)
}
/// The account of a grant programme named `code` at a node.
pub fn programme_account(node: Node, code: &str) -> AccountId {
    account_of(&format!("programme:{code}"), node)
}
/// The system account that stands for minutes out of circulation.
pub fn reserve_account(node: Node) -> AccountId {
    account_of("reserve", node)
}
