//! `outreach.register`: an elder of the register becomes a person with an elder's enrolment, through the one door that
//! people has, in the same transaction; the entry then forgets what identifies the elder.

use super::advance::held;
use crate::house::Outreach;
use crate::model::{EntryState, Profile, RegisterInput};
use crate::refusals as no;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Work};
use tb_kernel::{Outcome, OutreachId, PersonId, Refusal};
use tb_people::{Claims, Edition, ElderClaims, EmergencyInput, PersonInput, Phone, Registration};
use tb_policy::Trait;

/// Registers one entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterEntry {
    pub entry: OutreachId,
    pub input: RegisterInput,
}

impl Command for RegisterEntry {
    const NAME: &'static str = "outreach.register";
    type House = Outreach;
    type Answer = PersonId;

    async fn run(&self, house: &Outreach, work: &mut Work<'_>) -> Outcome<PersonId> {
        let entry = held(work, self.entry).await?;
        let open = entry.profile.as_deref().zip(entry.wrapped.as_deref());
        let Some((sealed, wrapped)) = open.filter(|_| entry.state != EntryState::Registered) else {
            return Err(Refusal::conflict(no::WRONG_STATE).into());
        };
        let profile = house.open_profile(entry.id.0, entry.version, wrapped, sealed)?;
        let registration = self.registration(profile, &entry.traits, entry.node);
        let registered = house.people.register_in(work, &registration).await?;
        work.tx.run(store::REGISTERED, args![entry.id, registered.person, work.now, work.actor.person]).await?;
        work.about("outreach", entry.id, entry.node);
        Ok(registered.person)
    }
}

impl RegisterEntry {
    fn registration(&self, profile: Profile, traits: &str, node: tb_kernel::Node) -> Registration {
        let input = &self.input;
        let address = if profile.address.is_empty() { input.address.clone() } else { profile.address };
        let phone = profile.phone.map_or_else(|| input.phone.clone(), |phone| phone.text().to_owned());
        let [name, number, relation] = profile.emergency;
        // An emergency contact that is not whole stays out; it is asked for on the person's page.
        let whole = !name.is_empty() && !relation.is_empty() && Phone::parse(&number).is_ok();
        let emergency = whole.then_some(EmergencyInput { name, phone: number, relation });
        Registration {
            person: PersonInput {
                name: profile.name.text().to_owned(),
                id_no: profile.id_no.text().to_owned(),
                phone,
                node: Some(node),
                address,
                emergency,
                edition: Edition::Elder,
                ..PersonInput::default()
            },
            claims: Some(Claims::Elder(ElderClaims {
                resident: input.resident,
                traits: traits.split(',').filter_map(Trait::parse).collect(),
            })),
            consent: input.consent.clone(),
            proof: None,
            hotline: input.hotline,
        }
    }
}
