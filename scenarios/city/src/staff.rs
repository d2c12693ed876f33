//! Who runs the bank: two city officers seated from the command line, who then take in everybody else with real roles,
//! the weightier ones with the other's agreement; a site in every quarter.

use crate::city::City;
use crate::people::staff_member;
use crate::plan::{CityError, Live};
use std::collections::BTreeMap;
use tb_kernel::{Actor, Node, PersonId, Role, SessionId, StaffGrant};
use tb_people::{GrantInput, NewStaff, SiteInput, StaffInput};

/// A member of staff with one role.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) username: String,
    pub(crate) one_time_secret: Vec<u8>,
    pub(crate) grant: StaffGrant,
}

impl Member {
    pub(crate) fn actor(&self) -> Actor {
        Actor::staff(SessionId(self.person.0), self.person, vec![self.grant])
    }
}

/// Everybody on the staff.
pub(crate) struct Staff {
    pub(crate) city: [Member; 2],
    pub(crate) auditor: Member,
    pub(crate) districts: BTreeMap<Node, Member>,
    /// By place in the list of quarters.
    pub(crate) streets: Vec<Member>,
    pub(crate) clerks: Vec<Member>,
}

/// Opening hours of every site.
const HOURS: &str = "周一至周六 8:30–17:00";

impl City {
    /// Takes in the whole staff and opens the sites.
    pub(crate) async fn appoint(&mut self) -> Live<Staff> {
        let key = self.key();
        let (input, name) = self.staff_input("city.one", self.house.node);
        let first = self.house.people.create_first_admin(&key, input).await;
        let first = self.must("people.create-staff", first)?;
        let key = self.key();
        let (input, second_name) = self.staff_input("city.two", self.house.node);
        let second = self.house.people.create_second_admin(&key, input).await;
        let second = self.must("people.create-staff", second)?;
        let one = self.seated(first, name, "city.one").await?;
        let two = self.seated(second, second_name, "city.two").await?;
        let officers = [one, two];

        let node = self.house.node;
        let auditor = self.hire(&officers, "auditor.one", Role::Auditor, node).await?;
        let (mut districts, mut streets, mut clerks) = (BTreeMap::new(), Vec::new(), Vec::new());
        for (n, quarter) in self.quarters.clone().into_iter().enumerate() {
            if let std::collections::btree_map::Entry::Vacant(free) = districts.entry(quarter.district) {
                let username = format!("district.{}", quarter.district.0 / 1_000_000);
                let member = self.hire(&officers, &username, Role::DistrictOfficer, quarter.district).await?;
                free.insert(member);
            }
            let username = format!("street.{}", quarter.street.0 / 1_000);
            streets.push(self.hire(&officers, &username, Role::StreetOfficer, quarter.street).await?);
            let username = format!("site.{}", quarter.street.0 / 1_000);
            clerks.push(self.hire(&officers, &username, Role::SiteClerk, quarter.street).await?);
            let officer = districts.get(&quarter.district).map_or(officers[0].actor(), Member::actor);
            self.open_site(&officer, n).await?;
        }
        Ok(Staff { city: officers, auditor, districts, streets, clerks })
    }

    fn staff_input(&mut self, username: &str, node: Node) -> (StaffInput, String) {
        let today = self.now().day();
        let (name, identity, phone) = staff_member(&self.dice, &mut self.numbers, today);
        let input = StaffInput {
            name: name.clone(),
            id_no: identity.text().to_owned(),
            phone: phone.text().to_owned(),
            node: Some(node),
            username: username.to_owned(),
            password: password(username, self.plan.seed),
        };
        (input, name)
    }

    /// A city officer who was seated, with the role that came with the seat.
    async fn seated(&mut self, new: NewStaff, name: String, username: &str) -> Live<Member> {
        let probe = StaffGrant { id: tb_kernel::GrantId(new.person.0), role: Role::CityOfficer, node: self.house.node };
        let asking = Actor::staff(SessionId(new.person.0), new.person, vec![probe]);
        let grants = self.house.people.grants(&asking, None).await;
        let grants = self.must("people.grants", grants)?;
        let own = grants.iter().find(|grant| grant.person == new.person);
        let own = own.ok_or_else(|| CityError::Beginning(format!("{username} has no seat")))?;
        let grant = StaffGrant { id: own.id, role: own.role, node: own.node };
        Ok(member(new, name, username, grant))
    }

    async fn hire(&mut self, officers: &[Member; 2], username: &str, role: Role, node: Node) -> Live<Member> {
        let (asks, agrees) = (officers[0].actor(), officers[1].actor());
        let key = self.key();
        let (input, name) = self.staff_input(username, node);
        let new = self.house.people.create_staff(&asks, &key, input).await;
        let new = self.must("people.create-staff", new)?;
        let today = self.now().day();
        let reason = "岗位需要".to_owned();
        let input = GrantInput { person: new.person, role, node, from: today, to: None, reason };
        let key = self.key();
        let asked = self.house.people.grant(&asks, &key, input).await;
        let asked = self.must("people.grant", asked)?;
        if let Some(approval) = asked.approval {
            let key = self.key();
            let agreed = self.house.people.decide_grant(&agrees, &key, approval, true, "同意").await;
            self.must("people.decide-grant", agreed)?;
        }
        let invited = Actor::staff(SessionId(new.person.0), new.person, Vec::new());
        let key = self.key();
        let accepted = self.house.people.answer_grant(&invited, &key, asked.grant, true).await;
        self.must("people.answer-grant", accepted)?;
        Ok(member(new, name, username, StaffGrant { id: asked.grant, role, node }))
    }

    async fn open_site(&mut self, officer: &Actor, quarter: usize) -> Live<()> {
        let street = self.quarters[quarter].street;
        let name = format!("{}时间银行服务点", self.house.places.name(street));
        let point = self.quarters[quarter].communities.first().and_then(|node| self.house.places.centre_of(*node));
        let address = format!("{}便民服务中心一楼", self.house.places.full_name(street));
        let phone = self.numbers.phone().text().to_owned();
        let input = SiteInput { node: Some(street), name, address, point, phone, hours: HOURS.to_owned() };
        let key = self.key();
        let opened = self.house.people.open_site(officer, &key, input).await;
        self.must("people.open-site", opened).map(|_| ())
    }
}

fn member(new: NewStaff, name: String, username: &str, grant: StaffGrant) -> Member {
    let (person, one_time_secret) = (new.person, new.one_time_secret);
    Member { person, name, username: username.to_owned(), one_time_secret, grant }
}

/// The password of a member of staff in a simulation: follows from the seed, so that it can be told again.
pub(crate) fn password(username: &str, seed: u64) -> String {
    let digest = tb_crypto::digest(&[b"demo-password", username.as_bytes(), &seed.to_be_bytes()]);
    format!("demo-{}", &tb_crypto::hex(&digest)[..12])
}
