//! People who can be recognised wherever they turn up: every name, address and note holds a character that stands
//! nowhere else in the product, every telephone begins with digits nobody else has. So a page that shows somebody's
//! data to a stranger is found by looking for the mark.

use crate::town::{HERE, Town, all_checks};
use tb_kernel::*;
use tb_people::{
    Claims, ElderClaims, EmergencyInput, IdNumber, PersonInput, Purpose, Registration, StaffInput, VolunteerClaims,
};
use tb_policy::Trait;
use uuid::Uuid;

/// Stands in every name, address and note, and in no sentence of the catalogues.
pub(crate) const MARK: char = '鏖';
/// How every telephone begins.
pub(crate) const PHONES: &str = "1390008";
/// What every need says.
pub(crate) const NOTE: &str = "鏖记：三楼，请轻敲门";

/// A registered person and what they would not like to see elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Somebody {
    pub(crate) id: PersonId,
    pub(crate) handle: String,
    pub(crate) node: Node,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) id_no: String,
    pub(crate) address: String,
    pub(crate) emergency: String,
    pub(crate) enrolment: Option<EnrolmentId>,
}

impl Somebody {
    /// The person as a citizen, for what is done before the matrix begins.
    pub(crate) fn actor(&self) -> Actor {
        Actor::citizen(SessionId(Uuid::from_u128(self.id.0.as_u128() ^ 1)), self.id)
    }
    /// What nobody but the person, and whoever was shown it on purpose, may read.
    pub(crate) fn secrets(&self) -> [&str; 5] {
        [&self.name, &self.phone, &self.id_no, &self.address, &self.emergency]
    }
}

pub(crate) fn volunteer_claims() -> Claims {
    Claims::Volunteer(VolunteerClaims { resident: true, healthy: true, good_record: true, ..Default::default() })
}

impl Town {
    /// A person as the desk registers them; with claims, also approved.
    pub(crate) async fn person(&self, age: i64, node: Node, claims: Option<Claims>) -> Somebody {
        let somebody = self.applicant(age, node, claims).await;
        if let Some(enrolment) = somebody.enrolment {
            self.house.people.approve(&self.officer(node), &self.key(), enrolment, all_checks()).await.unwrap();
            self.house.deliver_all().await.unwrap();
        }
        somebody
    }
    pub(crate) async fn volunteer(&self, node: Node) -> Somebody {
        self.person(62, node, Some(volunteer_claims())).await
    }
    /// An elder who lives alone and was granted this period's time.
    pub(crate) async fn elder(&self, node: Node) -> Somebody {
        let traits = [Trait::EmptyNest, Trait::LivingAlone].into();
        let elder = self.person(83, node, Some(Claims::Elder(ElderClaims { resident: true, traits }))).await;
        self.grant(&elder).await;
        elder
    }
    /// A member of staff with an account and a role at this street.
    pub(crate) async fn colleague(&self) -> (PersonId, GrantId) {
        let street = HERE.at(Level::Street);
        let n = self.next();
        let birth = self.now().day().plus_years(-41);
        let input = StaffInput {
            name: format!("褚{MARK}安"),
            id_no: IdNumber::compose(320_102, birth, u16::try_from(n % 1000).unwrap()).text().to_owned(),
            phone: format!("{PHONES}{n:04}"),
            node: Some(street),
            username: "colleague".into(),
            password: "a long and quiet evening".into(),
        };
        let new = self.house.people.create_staff(&self.officer(HERE), &self.key(), input).await.unwrap();
        (new.person, self.give_role(new.person, Role::SiteClerk, street).await)
    }
    /// A person whose application waits.
    pub(crate) async fn applicant(&self, age: i64, node: Node, claims: Option<Claims>) -> Somebody {
        let n = self.next();
        let birth = self.now().day().plus_years(-age).plus_days(-30);
        let given = char::from_u32(0x6100 + u32::try_from(n % 2000).unwrap()).unwrap();
        let surname = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王'][usize::try_from(n % 8).unwrap()];
        let name = format!("{surname}{MARK}{given}");
        let phone = format!("{PHONES}{n:04}");
        let id_no = IdNumber::compose(320_102, birth, u16::try_from(n % 1000).unwrap()).text().to_owned();
        let address = format!("{MARK}里 {n} 号 3 单元 302");
        let emergency = format!("冯{MARK}{given}");
        let person = PersonInput {
            name: name.clone(),
            id_no: id_no.clone(),
            phone: phone.clone(),
            node: Some(node),
            address: address.clone(),
            home: self.house.places.centre_of(node),
            emergency: Some(EmergencyInput {
                name: emergency.clone(),
                phone: format!("{PHONES}{n:04}"),
                relation: "女儿".into(),
            }),
            language: Default::default(),
            edition: Default::default(),
            text_size: Default::default(),
        };
        let clerk = self.official(Role::SiteClerk, node.at(Level::Street));
        let input = Registration { person, claims, consent: "1".into(), proof: None, hotline: false };
        let done = self.house.people.register(&clerk, &self.key(), input).await.unwrap();
        let (purpose, key) = (Purpose::Location, self.key());
        self.house.people.consent(&clerk, &key, done.person, purpose, Some(purpose.version())).await.unwrap();
        Somebody {
            id: done.person,
            handle: done.handle,
            node,
            name,
            phone,
            id_no,
            address,
            emergency,
            enrolment: done.enrolment,
        }
    }
}
