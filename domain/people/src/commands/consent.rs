//! `people.consent`: somebody allows a use of their data, or takes that back. Both are one press and one receipt; a
//! receipt names purpose, version of the text, moment, door and whoever took it down. Nothing else depends on it: who
//! says no is served all the same.

use crate::access::{self, CLERKS};
use crate::model::Purpose;
use crate::people::People;
use crate::refusals as no;
use crate::store::privacy as sql;
use serde::Serialize;
use std::sync::Arc;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Node, Outcome, PersonId, Refusal};

#[derive(Serialize)]
struct Consent {
    person: PersonId,
    purpose: Purpose,
    /// The version of the text that was shown; none takes back.
    version: Option<i64>,
}

impl People {
    /// Gives a consent (`version`: of the text that was shown) or withdraws it (none). Doing it again changes nothing
    /// but leaves a receipt.
    ///
    /// # Errors
    /// `people.consent-version` when an older text was shown, `people.consent-not-offered` where the city has no such
    /// purpose; not found, `people.not-allowed`, `people.own-account`, `people.own-kin`.
    pub async fn consent(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        person: PersonId,
        purpose: Purpose,
        version: Option<i64>,
    ) -> Outcome<()> {
        execute(self, &self.core, actor, key, Consent { person, purpose, version }).await
    }
}

/// The person, or a clerk of the territory who is not involved. Gives the home community.
pub(super) async fn own_or_clerk(house: &People, work: &mut Work<'_>, person: PersonId) -> Outcome<Node> {
    let nodes = house.nodes(work.tx, &[person]).await?;
    let node = *nodes.get(&person).ok_or(Refusal::not_found())?;
    if access::is_official(work.actor) {
        access::may_do(work.actor, CLERKS, node)?;
        access::not_involved(work.tx, work.actor, person).await?;
    } else if !access::is_own(work.actor, person) {
        return Err(Refusal::not_found().into());
    }
    Ok(node)
}

impl Command for Consent {
    const NAME: &'static str = "people.consent";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        let node = own_or_clerk(house, work, self.person).await?;
        work.about("person", self.person, node);
        work.because(self.purpose.code());
        if let Some(version) = self.version {
            let offered = &house.rules_at(node, work.now)?.parameters.consents;
            if !offered.purposes.iter().any(|used| used.code() == self.purpose.code()) {
                return Err(Refusal::rule(no::CONSENT_NOT_OFFERED).article(offered.article.as_str()).into());
            }
            if version != self.purpose.version() {
                return Err(Refusal::conflict(no::CONSENT_VERSION).into());
            }
        }
        let given = self.version.is_some();
        let version = self.version.unwrap_or(self.purpose.version());
        let id: uuid::Uuid = work.id();
        let through = work.actor.person.filter(|by| *by != self.person);
        let act = if given { "given" } else { "withdrawn" };
        let (purpose, channel) = (self.purpose.code(), work.actor.channel.code());
        let receipt = args![id, self.person, purpose, version, act, work.now, channel, through];
        work.tx.run(sql::ADD_RECEIPT, receipt).await?;
        work.tx.run(sql::SET_CONSENT, args![self.person, purpose, version, given, work.now]).await?;
        Ok(())
    }
}
