//! `people.act-for`, `people.act-for-kin`, `people.stop-acting`: a clerk does something for somebody who is at the desk or
//! on the telephone; a family member does what they were given to do. From then on the session carries the person; every
//! page shows it. A clerk never for themselves, kin or household; a family member for two hours, then they say so again.

use super::session::session_of;
use crate::access::{self, CLERKS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::store::access as sql;
use crate::store::family;
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Channel, Identity, Outcome, PersonId, Refusal, SessionId, Span};

/// So long one acts for kin before saying again for whom.
const KIN_LASTS: Span = Span::hours(2);

#[derive(Serialize)]
struct ActFor {
    session: SessionId,
    person: PersonId,
    channel: ActingChannel,
}

#[derive(Serialize)]
struct ActForKin {
    session: SessionId,
    person: PersonId,
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

    /// Begins to act for somebody who gave one a proxy, as far as it reaches.
    ///
    /// # Errors
    /// Not found when nothing was given; `common.sign-in` without a citizen's session.
    pub async fn act_for_kin(self: &Arc<Self>, actor: &Actor, key: &Key, person: PersonId) -> Outcome<()> {
        let session = match actor.identity {
            Identity::Citizen(session) => session,
            _ => return Err(no::sign_in().into()),
        };
        execute(self, &self.core, actor, key, ActForKin { session, person }).await
    }

    /// Stops acting for anybody.
    ///
    /// # Errors
    /// `common.sign-in` without a session.
    pub async fn stop_acting(self: &Arc<Self>, actor: &Actor, key: &Key) -> Outcome<()> {
        let session = session_of(actor).ok_or(no::sign_in())?;
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

impl Command for ActForKin {
    const NAME: &'static str = "people.act-for-kin";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let me = work.actor.person.ok_or(no::sign_in())?;
        let node = super::session::own_node(house, work, self.person).await?;
        let powers = house.powers(work.tx, self.person, me, work.now.day()).await?;
        if powers.iter().all(|(_, degree)| *degree == Degree::None) {
            return Err(Refusal::not_found().into());
        }
        work.about("person", self.person, node);
        let until = work.now.plus(KIN_LASTS);
        let changed = work.tx.run(family::ACT_FOR_KIN, args![self.session, self.person, until, me]).await?;
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
        work.tx.run(family::STOP_ACTING_KIN, args![self.session]).await?;
        Ok(())
    }
}
