//! `people.demo-sign-in`: signing in as a made-up person with one press. Only a demonstration has a door that calls it;
//! in an installation with real people no route leads here, and every use would stand in the journal.

use super::session::{active_grants, open_session, own_node};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use serde::Serialize;
use std::sync::Arc;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Outcome, PersonId, Refusal, SessionId};

#[derive(Serialize)]
struct DemoSignIn {
    person: PersonId,
    kind: SessionKind,
    token: TokenHash,
    #[serde(skip)]
    device: String,
}

impl People {
    /// Opens a session without any secret, for demonstrations with made-up people. `token` is the hash of a token that
    /// the door keeps.
    ///
    /// # Errors
    /// Not found; `people.no-active-grant` for a staff session of somebody without a role.
    pub async fn demo_sign_in(
        self: &Arc<Self>,
        key: &Key,
        person: PersonId,
        kind: SessionKind,
        token: TokenHash,
        origin: &Origin,
    ) -> Outcome<SessionId> {
        let command = DemoSignIn { person, kind, token, device: origin.device.clone() };
        execute(self, &self.core, &origin.visitor(), key, command).await
    }
}

impl Command for DemoSignIn {
    const NAME: &'static str = "people.demo-sign-in";
    type House = People;
    type Answer = SessionId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<SessionId> {
        house.load_one(work.tx, self.person).await?.ok_or(Refusal::not_found())?;
        let node = own_node(house, work, self.person).await?;
        work.about("person", self.person, node);
        let staff = self.kind == SessionKind::Staff;
        if staff && active_grants(work.tx, self.person, work.now.day()).await?.is_empty() {
            return Err(Refusal::forbidden(no::NO_ACTIVE_GRANT).into());
        }
        open_session(work, self.person, self.kind, self.token, &self.device).await
    }
}
