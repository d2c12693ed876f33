//! The house of outreach: what its commands and questions need.

use std::sync::Arc;
use tb_crypto::KeyRing;
use tb_journal::{Command, Core, Key, execute};
use tb_kernel::{Actor, Node, Outcome};
use tb_people::People;
use tb_places::Places;
use tb_policy::PolicyBook;

/// The outreach register of one city.
pub struct Outreach {
    pub core: Core,
    pub keys: Arc<KeyRing>,
    pub policies: Arc<PolicyBook>,
    pub places: Arc<Places>,
    pub people: Arc<People>,
    pub city: Node,
}

impl Outreach {
    pub fn new(core: Core, people: Arc<People>) -> Arc<Outreach> {
        let (keys, policies, places) = (people.keys.clone(), people.policies.clone(), people.places.clone());
        let city = people.city;
        Arc::new(Outreach { core, keys, policies, places, people, city })
    }

    /// Runs a command of this slice once for this actor and key.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn run<C: Command<House = Outreach>>(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        command: C,
    ) -> Outcome<C::Answer> {
        execute(self, &self.core, actor, key, command).await
    }
}
