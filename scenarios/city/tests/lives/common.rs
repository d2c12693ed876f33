//! What the tests of the simulation share: a finished plan on a fresh database of either engine.

use std::sync::Arc;
use tb_city::{Cast, City, Ground, Plan};
use tb_crypto::KeyRing;
use tb_db::Engine;
use tb_db::testing::Scratch;
use tb_kernel::Instant;
use tb_policy::PolicyBook;

/// A Saturday afternoon.
pub(crate) fn plan(city: tb_places::City, people: u32, days: u32, seed: u64) -> Plan {
    let ends_at = Instant::parse("2026-11-21T14:37:12+08:00").expect("a valid time");
    Plan { city, seed, people, days, ends_at }
}

/// A city that has lived.
pub(crate) struct Lived {
    pub(crate) city: City,
    pub(crate) cast: Cast,
    pub(crate) scratch: Scratch,
}

pub(crate) async fn live(engine: Engine, plan: Plan) -> Lived {
    let scratch = Scratch::new(engine, &tb_house::migrations()).await;
    let ground = Ground {
        db: scratch.db.clone(),
        keys: Arc::new(KeyRing::from_master(&[9; 32])),
        policies: Arc::new(PolicyBook::builtin().expect("the shipped policies are coherent")),
    };
    let mut city = City::found(ground, plan).await.expect("the house opens");
    city.live(&mut |_| {}).await.expect("nothing that happens is a fault");
    let cast = city.cast().await.expect("a cast");
    Lived { city, cast, scratch }
}

impl Lived {
    /// The ledger's own verifier rebuilds everything from the facts and finds nothing.
    pub(crate) async fn books_are_right(&self) {
        let mut snapshot = self.scratch.db.snapshot().await.expect("a snapshot");
        let report = tb_ledger::verify(&mut snapshot, &self.city.house().core.entropy, |_| {}).await.expect("a report");
        let wrong: Vec<_> = report.checks.iter().filter(|check| !check.ok).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(report.postings > 0);
    }
    pub(crate) async fn end(self) {
        drop(self.city);
        self.scratch.remove().await;
    }
}
