//! `people.act-for`, `people.stop-acting`: a clerk does something for somebody who is at the desk or on the telephone.
//! From then on the session carries the person; every page shows it. Never for oneself, kin or household.

use super::session::session_of;
use crate::access::{self, CLERKS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::store::access as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Channel, Identity, Outcome, PersonId, Refusal, SessionId};

#[derive(Serialize)]
struct ActFor {
    session: SessionId,
    person: PersonId,
    channel: ActingChannel,
}

#[derive(Serialize)]
struct StopActing {
    session: SessionId,
}

impl People {
    /// Begins to act for a person of one's territory.
    ///
    /// # Errors
    /// Not found, `people.not-allowed`, `people.own-account`, `people.own-kin`; `common.sign-in` without a staff session.
    pub async fn act_for(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        channel: ActingChannel,
    ) -> Outcome<()> {
        let session = staff_session(actor)?;
        execute(self, &self.core, actor, key, ActFor { session, person, channel }).await
    }

    /// Stops acting for anybody.
    ///
    /// # Errors
    /// `common.sign-in` without a staff session.
    pub async fn stop_acting(self: &Arc<Self>, actor: &Actor, key: &Key) -> Outcome<()> {
        let session = staff_session(actor)?;
        execute(self, &self.core, actor, key, StopActing { session }).await
    }
}

fn staff_session(actor: &Actor) -> Result<SessionId, Refusal> {
    match actor.identity {
        Identity::Staff(_) => session_of(actor).ok_or(no::sign_in()),
        _ => Err(no::sign_in()),
    }
}

impl Command for ActFor {
    const NAME: &'static str = "people.act-for";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let nodes = house.nodes(work.tx, &[self.person]).await?;
        let node = *nodes.get(&self.person).ok_or(Refusal::not_found())?;
        access::may_do(work.actor, CLERKS, node)?;
        access::not_involved(work.tx, work.actor, self.person).await?;
        work.about("person", self.person, node);
        let channel = Channel::from(self.channel);
        let changed = work.tx.run(sql::ACT_FOR, args![self.session, self.person, channel.code()]).await?;
        if changed == 1 { Ok(()) } else { Err(no::sign_in().into()) }
    }
}

impl Command for StopActing {
    const NAME: &'static str = "people.stop-acting";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let about = work.actor.acting_for.or(work.actor.person).ok_or(no::sign_in())?;
        let node = super::session::own_node(house, work, about).await?;
        work.about("person", about, node);
        let nobody: (Option<PersonId>, Option<&str>) = (None, None);
        work.tx.run(sql::ACT_FOR, args![self.session, nobody.0, nobody.1]).await?;
        Ok(())
    }
}
