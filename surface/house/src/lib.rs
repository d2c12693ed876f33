//! All slices put together, once: what pages, API, command line and simulator share. Decides nothing.

mod jobs;

use std::sync::Arc;
use tb_cover::Cover;
use tb_crypto::KeyRing;
use tb_db::{Db, DbError, Engine, Migration};
use tb_giving::Giving;
pub use tb_jobs::Schedule;
use tb_jobs::{Job, Reaction};
use tb_journal::Core;
use tb_kernel::{Actor, Clock, Entropy, Fail, Identity, Node, Outcome};
use tb_ledger::{AccountKind, AccountSpec};
use tb_matching::Matching;
use tb_orders::{OrderReactions, OrderTimers, Orders, pool_account, reserve_account};
use tb_people::{MessageGateway, People};
use tb_places::{City, Places};
use tb_policy::PolicyBook;
use tb_recognition::{NoTraining, Recognition};

/// What a citizen's own session may use of the API: everything but the officers' own business.
pub const CITIZEN_SCOPES: &[&str] =
    &["people:read", "people:write", "orders:read", "orders:write", "ledger:read", "policy:read"];

/// What a house is built from.
pub struct Parts {
    pub db: Db,
    pub city: City,
    pub keys: Arc<KeyRing>,
    pub policies: Arc<PolicyBook>,
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<Entropy>,
    pub gateway: Arc<dyn MessageGateway>,
}

/// Everything, ready for use. Cheap to share as `Arc<House>`.
pub struct House {
    pub core: Core,
    pub city: City,
    /// The city's node.
    pub node: Node,
    pub keys: Arc<KeyRing>,
    pub policies: Arc<PolicyBook>,
    pub places: Arc<Places>,
    pub people: Arc<People>,
    pub orders: Arc<Orders>,
    pub matching: Arc<Matching>,
    pub giving: Arc<Giving>,
    pub recognition: Arc<Recognition>,
    pub cover: Arc<Cover>,
    gateway: Arc<dyn MessageGateway>,
}

/// Why a house could not be opened; the text says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{0}")]
    Database(#[from] DbError),
    #[error("the database is not up to date ({0} steps are missing): run `timebank migrate` first")]
    NotMigrated(usize),
    #[error("{0}")]
    Fault(String),
}

impl From<Fail> for OpenError {
    fn from(fail: Fail) -> OpenError {
        OpenError::Fault(fail.to_string())
    }
}

/// Every slice's migrations, in the order in which they run.
pub fn migrations() -> Vec<Migration> {
    [
        tb_journal::MIGRATIONS,
        tb_jobs::MIGRATIONS,
        tb_people::MIGRATIONS,
        tb_ledger::MIGRATIONS,
        tb_orders::MIGRATIONS,
        tb_giving::MIGRATIONS,
        tb_recognition::MIGRATIONS,
        tb_cover::MIGRATIONS,
    ]
    .concat()
}

impl House {
    /// Puts the slices together over a database. On SQLite what is missing of the schema is made; on PostgreSQL that is
    /// an operator's own step.
    ///
    /// # Errors
    /// [`OpenError::NotMigrated`] on a PostgreSQL that is not up to date.
    pub async fn open(parts: Parts) -> Result<Arc<House>, OpenError> {
        let Parts { db, city, keys, policies, clock, entropy, gateway } = parts;
        let all = migrations();
        match db.engine() {
            Engine::Sqlite => {
                tb_db::migrate(&db, &all, clock.now()).await?;
            }
            Engine::Postgres => {
                let missing = tb_db::pending(&db, &all).await?;
                if !missing.is_empty() {
                    return Err(OpenError::NotMigrated(missing.len()));
                }
            }
        }
        let core = Core { db, clock, entropy };
        let places = Arc::new(Places::embedded(city));
        let people = People::new(core.clone(), keys.clone(), policies.clone(), places.clone());
        let orders = Orders::new(core.clone(), people.clone(), policies.clone(), places.clone());
        let matching = Arc::new(Matching { orders: orders.clone() });
        let giving = Arc::new(Giving { core: core.clone(), people: people.clone(), policies: policies.clone() });
        let recognition = Arc::new(Recognition {
            core: core.clone(),
            people: people.clone(),
            orders: orders.clone(),
            policies: policies.clone(),
            places: places.clone(),
            training: Arc::new(NoTraining),
        });
        let cover = Arc::new(Cover {
            core: core.clone(),
            people: people.clone(),
            policies: policies.clone(),
            visits: orders.clone(),
        });
        let house = House {
            core,
            city,
            node: city.node(),
            keys,
            policies,
            places,
            people,
            orders,
            matching,
            giving,
            recognition,
            cover,
            gateway,
        };
        house.open_city_accounts().await?;
        Ok(Arc::new(house))
    }

    /// The accounts every city has: the public-benefit account, and the one that stands for minutes out of circulation.
    async fn open_city_accounts(&self) -> Result<(), OpenError> {
        let mut tx = self.core.db.begin().await?;
        let account = |id, kind| AccountSpec { id, kind, owner: None, node: self.node, budget: None };
        for spec in [
            account(pool_account(self.node), AccountKind::Pool),
            account(reserve_account(self.node), AccountKind::System),
        ] {
            tb_ledger::open_account(&mut tx, &spec, self.core.now()).await?;
        }
        tx.commit().await.map_err(|e| OpenError::Fault(format!("{e:?}")))
    }

    /// What slices do about each other's events.
    pub fn reactions(self: &Arc<Self>) -> Vec<Box<dyn Reaction>> {
        vec![Box::new(OrderReactions(self.orders.clone()))]
    }

    /// The background work of this installation; any number of processes may run it.
    ///
    /// # Errors
    /// [`Fail::Fault`] when the database refuses.
    pub async fn schedule(self: &Arc<Self>) -> Result<Schedule, Fail> {
        let list: Vec<Arc<dyn Job>> = vec![
            Arc::new(jobs::Deliver { house: self.clone(), reactions: self.reactions() }),
            Arc::new(OrderTimers(self.orders.clone())),
            Arc::new(tb_people::DeliverTexts::new(self.people.clone(), self.gateway.clone())),
            Arc::new(tb_people::Housekeeping::new(self.people.clone())),
            Arc::new(jobs::LapsedHolds(self.core.clone())),
            Arc::new(jobs::LapsedApprovals(self.core.clone())),
            Arc::new(jobs::Conservation(self.core.clone())),
        ];
        Schedule::new(self.core.clone(), list).await
    }

    /// Who sends this bearer token: a program with its scopes, or a citizen with their session. A staff session opens
    /// nothing here: what staff do by hand they do on the pages.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn actor_for_bearer(&self, token: &str) -> Outcome<Option<Actor>> {
        if let Some(program) = self.people.actor_for_token(token).await? {
            return Ok(Some(program));
        }
        let session = self.people.actor_for(token).await?;
        let citizen = session.filter(|actor| matches!(actor.identity, Identity::Citizen(_)));
        let scopes = || CITIZEN_SCOPES.iter().map(|scope| (*scope).to_owned()).collect();
        Ok(citizen.map(|actor| Actor { scopes: scopes(), ..actor }))
    }

    /// Delivers all waiting events now: for tests and the simulator, which do not wait for the clock.
    ///
    /// # Errors
    /// Any [`DbError`].
    pub async fn deliver_all(self: &Arc<Self>) -> Result<usize, DbError> {
        let reactions = self.reactions();
        let mut all = 0;
        loop {
            let count = tb_jobs::deliver(&self.core.db, &reactions, self.core.now(), &self.core.entropy).await?;
            all += count;
            if count == 0 {
                return Ok(all);
            }
        }
    }
}
