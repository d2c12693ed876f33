//! The cast: persons of the simulation whom a visitor of the demonstration can be, one for each part, chosen after the last
//! moment so that each finds something to do.

use crate::city::City;
use crate::people::Means;
use crate::plan::Live;
use crate::staff::{Member, password};
use serde::{Deserialize, Serialize};
use tb_kernel::{Instant, Node, OrderId, PersonId, Span};

/// A part that can be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CastPart {
    /// Has a visit to give their word on.
    Elder,
    /// Has somebody coming today, or with them now.
    ElderToday,
    /// Has nothing to do tonight; needs are open nearby.
    VolunteerFree,
    /// Is with an elder now.
    VolunteerServing,
    /// The child of an elder.
    Family,
    SiteClerk,
    StreetOfficer,
    DistrictOfficer,
    CityOfficer,
    /// Whoever decides what the other city officer proposed.
    SecondCityOfficer,
    Auditor,
}

impl CastPart {
    pub const ALL: [CastPart; 11] = [
        CastPart::Elder,
        CastPart::ElderToday,
        CastPart::VolunteerFree,
        CastPart::VolunteerServing,
        CastPart::Family,
        CastPart::SiteClerk,
        CastPart::StreetOfficer,
        CastPart::DistrictOfficer,
        CastPart::CityOfficer,
        CastPart::SecondCityOfficer,
        CastPart::Auditor,
    ];
    /// The word in files, addresses and keys of sentences.
    pub const fn code(self) -> &'static str {
        match self {
            CastPart::Elder => "elder",
            CastPart::ElderToday => "elder-today",
            CastPart::VolunteerFree => "volunteer-free",
            CastPart::VolunteerServing => "volunteer-serving",
            CastPart::Family => "family",
            CastPart::SiteClerk => "site-clerk",
            CastPart::StreetOfficer => "street-officer",
            CastPart::DistrictOfficer => "district-officer",
            CastPart::CityOfficer => "city-officer",
            CastPart::SecondCityOfficer => "second-city-officer",
            CastPart::Auditor => "auditor",
        }
    }
    pub fn parse(code: &str) -> Option<CastPart> {
        CastPart::ALL.into_iter().find(|part| part.code() == code)
    }
    /// Signs in with a user name and a one-time code, not with a telephone.
    pub const fn is_staff(self) -> bool {
        !matches!(
            self,
            CastPart::Elder
                | CastPart::ElderToday
                | CastPart::VolunteerFree
                | CastPart::VolunteerServing
                | CastPart::Family
        )
    }
}

/// Somebody of the cast. All of it is made up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CastMember {
    pub part: CastPart,
    pub person: PersonId,
    /// In full.
    pub name: String,
    pub node: Node,
    /// Of citizens who have one.
    pub phone: Option<String>,
    pub staff: Option<StaffKeys>,
    /// The order that makes the part worth playing.
    pub order: Option<OrderId>,
}

/// With what a member of staff of the simulation signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffKeys {
    pub username: String,
    pub password: String,
    /// For one-time codes.
    pub one_time_secret: Vec<u8>,
}

/// Everybody who can be played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cast {
    /// The moment the simulation ended.
    pub made_at: Instant,
    pub members: Vec<CastMember>,
}

impl Cast {
    pub fn of(&self, part: CastPart) -> Option<&CastMember> {
        self.members.iter().find(|member| member.part == part)
    }
}

impl City {
    /// Chooses the cast, after [`City::live`]. A part for which nobody is found (in a very small city) is left out.
    ///
    /// # Errors
    /// A fault of the house.
    pub async fn cast(&mut self) -> Result<Cast, crate::CityError> {
        let mut members = Vec::new();
        let arranged = self.arranged;
        let elder_of = |city: &City, order: Option<OrderId>| {
            let order = order?;
            Some((city.visits.get(&order)?.elder, Some(order)))
        };
        let volunteer_of = |city: &City, order: Option<OrderId>| {
            let order = order?;
            Some((city.visits.get(&order)?.volunteer?, Some(order)))
        };
        let elder = elder_of(self, arranged.awaiting).or_else(|| self.any_elder());
        let today = elder_of(self, arranged.later).or_else(|| elder_of(self, arranged.serving));
        let free = self.free_volunteer().await?.map(|who| (who, None));
        let serving = volunteer_of(self, arranged.serving);
        let family = self.family(elder.map(|(who, _)| who)).map(|who| (who, None));
        for (part, found) in [
            (CastPart::Elder, elder),
            (CastPart::ElderToday, today),
            (CastPart::VolunteerFree, free),
            (CastPart::VolunteerServing, serving),
            (CastPart::Family, family),
        ] {
            members.extend(found.and_then(|(who, order)| self.citizen_of_cast(part, who, order)));
        }
        let staff = self.staff();
        let quarter = elder.map_or(0, |(who, _)| self.residents[who].quarter);
        let district = staff.districts.get(&self.quarters[quarter].district);
        for (part, member) in [
            (CastPart::SiteClerk, Some(&staff.clerks[quarter])),
            (CastPart::StreetOfficer, Some(&staff.streets[quarter])),
            (CastPart::DistrictOfficer, district),
            (CastPart::CityOfficer, Some(&staff.city[0])),
            (CastPart::SecondCityOfficer, Some(&staff.city[1])),
            (CastPart::Auditor, Some(&staff.auditor)),
        ] {
            members.extend(member.map(|member| self.staff_of_cast(part, member)));
        }
        Ok(Cast { made_at: self.plan.ends_at, members })
    }

    fn any_elder(&self) -> Option<(usize, Option<OrderId>)> {
        let elder =
            |who: &usize| self.residents[*who].is_elder && self.residents[*who].soul.habits.means == Means::Page;
        (0..self.residents.len()).find(elder).map(|who| (who, None))
    }

    /// The volunteer for whom needs were left open, or whoever sees most of them.
    async fn free_volunteer(&mut self) -> Live<Option<usize>> {
        if let Some(who) = self.arranged.looking
            && self.open_near(who).await? > 0
        {
            return Ok(Some(who));
        }
        let tonight = self.plan.ends_at.plus(Span::hours(12));
        let candidates: Vec<usize> = (0..self.residents.len())
            .filter(|who| self.residents[*who].is_volunteer)
            .filter(|who| self.residents[*who].is_free(self.plan.ends_at, tonight, Span(0)))
            .collect();
        let mut best = None;
        for who in candidates.into_iter().take(20) {
            let open = self.open_near(who).await?;
            if best.is_none_or(|(most, _)| open > most) {
                best = Some((open, who));
            }
        }
        Ok(best.map(|(_, who)| who))
    }

    /// A child of this elder, else of any.
    fn family(&self, elder: Option<usize>) -> Option<usize> {
        let child = |who: &usize| {
            let resident = &self.residents[*who];
            let parent = resident.soul.kin.filter(|kin| kin.kind == tb_policy::KinKind::Parent)?;
            resident.person.and(Some(parent.other))
        };
        let all = || (0..self.residents.len()).filter(|who| child(who).is_some());
        all().find(|who| child(who) == elder).or_else(|| all().next())
    }

    fn citizen_of_cast(&self, part: CastPart, who: usize, order: Option<OrderId>) -> Option<CastMember> {
        let resident = &self.residents[who];
        Some(CastMember {
            part,
            person: resident.person?,
            name: resident.soul.name.clone(),
            node: resident.soul.community,
            phone: resident.soul.phone.as_ref().map(|phone| phone.text().to_owned()),
            staff: None,
            order,
        })
    }

    fn staff_of_cast(&self, part: CastPart, member: &Member) -> CastMember {
        CastMember {
            part,
            person: member.person,
            name: member.name.clone(),
            node: member.grant.node,
            phone: None,
            staff: Some(StaffKeys {
                username: member.username.clone(),
                password: password(&member.username, self.plan.seed),
                one_time_secret: member.one_time_secret.clone(),
            }),
            order: None,
        }
    }
}
