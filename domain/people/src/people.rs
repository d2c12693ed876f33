//! The house of people: what its commands and questions need. Pages, the API and the command line call the methods of
//! [`People`]; they stand beside the command or question they run.

use std::sync::Arc;
use tb_crypto::KeyRing;
use tb_db::{Tx, args};
use tb_journal::Core;
use tb_kernel::{Instant, Level, Node, Outcome, Refusal};
use tb_places::{Places, Point};
use tb_policy::{PolicyBook, Version};
use tokio::sync::Semaphore;

/// Passwords checked at the same moment: each takes 19 MiB and a processor for some 50 ms.
const PASSWORDS_AT_ONCE: usize = 2;

/// Everything about people. Share it as `Arc<People>`.
pub struct People {
    pub core: Core,
    pub keys: Arc<KeyRing>,
    pub policies: Arc<PolicyBook>,
    pub places: Arc<Places>,
    /// The city this installation serves.
    pub city: Node,
    pub(crate) passwords: Semaphore,
}

impl People {
    pub fn new(core: Core, keys: Arc<KeyRing>, policies: Arc<PolicyBook>, places: Arc<Places>) -> Arc<People> {
        let city = places.root().node;
        Arc::new(People { core, keys, policies, places, city, passwords: Semaphore::new(PASSWORDS_AT_ONCE) })
    }

    /// The rules in force at a place at a moment.
    pub(crate) fn rules_at(&self, node: Node, now: Instant) -> Result<Arc<Version>, Refusal> {
        self.policies.at(node, now.day()).map_err(Refusal::from)
    }

    /// The door, or roughly where the community is.
    pub(crate) fn home_of(&self, home: Option<Point>, node: Node) -> Point {
        home.or_else(|| self.places.centre_of(node))
            .or_else(|| self.places.centre_of(node.at(Level::District)))
            .or_else(|| self.places.centre_of(self.city))
            .expect("every embedded city has a centre; a test of places asks for each")
    }

    /// Those who are about to count or create the same thing wait for each other until the transaction ends.
    pub(crate) async fn take_turns(tx: &mut Tx, now: Instant, mut things: Vec<[u8; 32]>) -> Outcome<()> {
        // Always in the same order, so that two never wait for each other.
        things.sort_unstable();
        things.dedup();
        for thing in things {
            tx.run(crate::store::access::TAKE_TURN, args![thing, now]).await?;
        }
        Ok(())
    }
}
