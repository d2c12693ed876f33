//! Making a certificate: the record of a period is read from the books, frozen, hashed, sealed and numbered in one go.

use super::{publish, tell};
use crate::access;
use crate::house::Recognition;
use crate::model::{Content, Shows};
use crate::rules::{self, IssueFacts, LINES_MAX};
use crate::seal;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{CertificateId, Day, Fail, Level, Outcome, PersonId, Refusal};

/// Has a certificate made for a person; free of charge, by the person or at the desk.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Issue {
    pub person: PersonId,
    pub from: Day,
    pub to: Day,
    /// Print every visit, not only the sums.
    pub details: bool,
    pub shows: Shows,
}

/// A certificate that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    pub certificate: CertificateId,
    pub number: String,
}

/// The form of [`Content`].
const FORM: u8 = 1;

impl Command for Issue {
    const NAME: &'static str = "recognition.issue";
    type House = Recognition;
    type Answer = Issued;

    async fn run(&self, house: &Recognition, work: &mut Work<'_>) -> Outcome<Issued> {
        let facts = house.people.facts_of_one(work.tx, self.person).await?;
        access::may_ask_for(house, work, self.person, facts.node).await?;
        work.about("person", self.person, facts.node);
        let today = work.now.day();
        let version = house.policies.at(facts.node, today).map_err(Refusal::from)?;
        let own = access::is_own(work.actor, self.person);
        let lines = if self.details { LINES_MAX } else { 0 };
        let service = house.service(work.tx, self.person, self.from, self.to, lines).await?;
        let asked = IssueFacts {
            from: self.from,
            to: self.to,
            today,
            at_desk: !own,
            minutes: service.minutes,
            made_today: store::made_since(work.tx, self.person, today.start()).await?,
        };
        rules::may_issue(&version, &asked)?;

        let id: CertificateId = work.id();
        let number = rules::number(today, work.entropy);
        let paper = house.people.for_paper(work.tx, self.person).await?;
        let marks = house.evaluation(work.tx, self.person).await?;
        let set = house.policies.set(facts.node).map_err(Refusal::from)?;
        let content = Content {
            form: FORM,
            number: number.clone(),
            masked_name: paper.name.masked(),
            name: paper.name.text().to_owned(),
            id_no: paper.id_no.masked(),
            handle: facts.handle.clone(),
            from: self.from,
            to: self.to,
            minutes: service.minutes,
            visits: service.visits,
            items: service.items,
            services: service.lines,
            trainings: house.training.of(work.tx, self.person, self.from, self.to).await?,
            awards: house.award_lines(work.tx, self.person, self.from, self.to).await?,
            marks: marks.mean_tenths.map(|mean| (marks.count, mean)),
            bank: set.product_name.clone(),
            place: house.places.full_name(facts.node.at(Level::Street)),
            issued_on: today,
        };
        let json = serde_json::to_vec(&content).map_err(Fail::fault)?;
        let keys = house.people.data_keys(work.tx, &[self.person]).await?;
        let key = keys.get(&self.person).ok_or(Refusal::not_found())?;
        let sealed = seal::seal_content(key, id, &json, work.entropy);
        let row = args![
            id,
            &number,
            self.person,
            facts.node,
            self.from,
            self.to,
            content.minutes,
            content.visits,
            sealed,
            seal::digest(&json),
            self.shows.code(),
            version.id.as_str(),
            work.now,
            work.actor.person,
            work.actor.channel.code()
        ];
        store::add_certificate(work.tx, row).await?;
        publish(work, "recognition.certificate-issued.1", id, facts.node, self.person).await?;
        if !own {
            let link = format!("/me/certificates/{id}");
            tell(house, work, self.person, "recognition-told-issued", &number, link).await?;
        }
        Ok(Issued { certificate: id, number })
    }
}
