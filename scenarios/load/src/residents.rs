//! Made-up residents, registered at the desk like anybody, each with a session of their own.

use anyhow::Context;
use std::sync::Arc;
use tb_house::House;
use tb_journal::Key;
use tb_kernel::{Actor, Channel, GrantId, Level, PersonId, Role, SessionId, StaffGrant};
use tb_people::{IdNumber, Origin, PersonInput, Registration, SessionKind, TokenHash};

/// Somebody who exists, and the bearer token of their session.
#[derive(Clone)]
pub struct Resident {
    pub person: PersonId,
    pub token: String,
}

/// Registers `count` people of seventy, numbered from 0; a second call on the same house gives the same people again.
///
/// # Errors
/// When a command refuses.
pub async fn residents(house: &Arc<House>, count: u16) -> anyhow::Result<Vec<Resident>> {
    let mut all = Vec::with_capacity(usize::from(count));
    for n in 0..count {
        let person = register(house, n).await?;
        let (token, _) = tb_crypto::new_token(&house.core.entropy);
        let key = Key::internal(format!("load-session:{person}:{}", &token[..12]));
        let origin = Origin { address: String::new(), device: "load".into(), request: None };
        house.people.demo_sign_in(&key, person, SessionKind::Citizen, TokenHash::of(&token), &origin).await?;
        all.push(Resident { person, token });
    }
    Ok(all)
}

async fn register(house: &Arc<House>, n: u16) -> anyhow::Result<PersonId> {
    let node = house.places.below(house.node, Level::Community).first().context("a community")?.node;
    let grant = StaffGrant { id: GrantId(house.core.id()), role: Role::SiteClerk, node: house.node };
    // Always the same clerk and session, so that the same key leads to the same answer.
    let desk = Actor::staff(SessionId(uuid::Uuid::from_u128(1)), PersonId(uuid::Uuid::from_u128(1)), vec![grant]);
    let desk = Actor { channel: Channel::Desk, ..desk };
    let birth = house.core.now().day().plus_years(-70);
    let input = Registration {
        person: PersonInput {
            name: "李秀英".into(),
            id_no: IdNumber::compose(320_102, birth, n % 999 + 1).text().to_owned(),
            phone: format!("1390000{n:04}"),
            node: Some(node),
            address: format!("和平路 {n} 号"),
            home: None,
            emergency: None,
            language: Default::default(),
            edition: Default::default(),
            text_size: Default::default(),
        },
        claims: None,
        consent: "1".into(),
        proof: None,
        hotline: false,
    };
    let key = Key::internal(format!("load-person:{n}"));
    Ok(house.people.register(&desk, &key, input).await?.person)
}
