//! What this slice needs, and where the training block comes from.

use crate::model::TrainingLine;
use std::pin::Pin;
use std::sync::Arc;
use tb_db::{DbError, Tx};
use tb_journal::{Command, Core, Key, execute};
use tb_kernel::{Actor, Day, Outcome, PersonId};
use tb_orders::Orders;
use tb_people::People;
use tb_places::Places;
use tb_policy::PolicyBook;

/// Trainings on their way.
pub type Trainings<'a> = Pin<Box<dyn Future<Output = Result<Vec<TrainingLine>, DbError>> + Send + 'a>>;

/// Where the trainings of a volunteer stand; the slice that keeps them implements it.
pub trait TrainingRecord: Send + Sync + 'static {
    /// What this person completed between two days, newest first.
    fn of<'a>(&'a self, tx: &'a mut Tx, person: PersonId, from: Day, to: Day) -> Trainings<'a>;
}

/// An installation that keeps no trainings.
pub struct NoTraining;
impl TrainingRecord for NoTraining {
    fn of<'a>(&'a self, _: &'a mut Tx, _: PersonId, _: Day, _: Day) -> Trainings<'a> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

/// Records and certificates of one city.
pub struct Recognition {
    pub core: Core,
    pub people: Arc<People>,
    pub orders: Arc<Orders>,
    pub policies: Arc<PolicyBook>,
    pub places: Arc<Places>,
    pub training: Arc<dyn TrainingRecord>,
}

impl Recognition {
    /// Runs a command of this slice once for this actor and key.
    ///
    /// # Errors
    /// The command's refusals.
    pub async fn run<C: Command<House = Recognition>>(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        command: C,
    ) -> Outcome<C::Answer> {
        execute(self, &self.core, actor, key, command).await
    }
}
