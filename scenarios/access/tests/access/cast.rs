//! Everybody who comes to a door: visitors, citizens in every relation to the things of the city, every staff role at
//! every place, roles in every state, programs of each of them, and sessions and tokens that are over.

use crate::browser::Door;
use crate::people::{Somebody, volunteer_claims};
use crate::town::{ELSEWHERE, HERE, Town};
use tb_kernel::*;
use tb_people::{ActingChannel, LinkInput, LinkKind, SessionKind};
use tb_policy::KinKind;

/// As what somebody is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Visitor,
    Citizen,
    Staff,
    Program,
}

/// Somebody at the door, with everything that may decide what they get.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) name: String,
    pub(crate) door: Door,
    pub(crate) standing: Standing,
    pub(crate) person: Option<PersonId>,
    pub(crate) acting_for: Option<PersonId>,
    /// Active roles.
    pub(crate) grants: Vec<(Role, Node)>,
    pub(crate) scopes: Vec<&'static str>,
    /// Joined to these by a confirmed link.
    pub(crate) kin: Vec<PersonId>,
    /// An active volunteer: open orders are shown to them.
    pub(crate) volunteer: bool,
    pub(crate) active_elder: bool,
    /// Meets every object; the others only those on which places decide.
    pub(crate) core: bool,
}

impl Caller {
    fn new(name: impl Into<String>, door: Door, standing: Standing) -> Caller {
        Caller {
            name: name.into(),
            door,
            standing,
            person: None,
            acting_for: None,
            grants: Vec::new(),
            scopes: Vec::new(),
            kin: Vec::new(),
            volunteer: false,
            active_elder: false,
            core: true,
        }
    }
    fn of(self, somebody: &Somebody) -> Caller {
        Caller { person: Some(somebody.id), ..self }
    }
    /// Whose business is done: the person acted for, else oneself.
    pub(crate) fn subject(&self) -> Option<PersonId> {
        self.acting_for.or(self.person)
    }
    pub(crate) fn holds(&self, roles: &[Role], node: Node) -> bool {
        self.grants.iter().any(|(role, at)| roles.contains(role) && at.covers(node))
    }
    pub(crate) fn holds_anywhere(&self, roles: &[Role]) -> bool {
        self.grants.iter().any(|(role, _)| roles.contains(role))
    }
    /// True for staff and programs: whoever acts by an office.
    pub(crate) fn by_office(&self) -> bool {
        matches!(self.standing, Standing::Staff | Standing::Program)
    }
}

/// The people of the story.
#[derive(Clone, Debug)]
pub(crate) struct Cast {
    /// Has orders served by `volunteer`; both live here.
    pub(crate) elder: Somebody,
    pub(crate) volunteer: Somebody,
    /// The same in another district, unrelated.
    pub(crate) far_elder: Somebody,
    pub(crate) far_volunteer: Somebody,
    /// Wants to be a volunteer; nobody has looked at it yet.
    pub(crate) applicant: Somebody,
    /// Registered, nothing else.
    pub(crate) neighbour: Somebody,
    /// The elder's daughter, who works at the desk here.
    pub(crate) daughter: Somebody,
    pub(crate) staff: Vec<(Somebody, Role, Node)>,
    /// At the desk here, while acting for the elder.
    pub(crate) stand_in: Somebody,
    /// Somebody with a staff account of this street, and the role they hold.
    pub(crate) colleague: (PersonId, GrantId),
}

/// Where roles are held, seen from what happens here.
pub(crate) fn places(town: &Town) -> [(&'static str, Node); 5] {
    let (street, district) = (HERE.at(Level::Street), HERE.at(Level::District));
    let streets = town.house.places.children(district);
    let sibling = streets.iter().map(|s| s.node).find(|node| *node != street).unwrap();
    [
        ("own street", street),
        ("sibling street", sibling),
        ("parent district", district),
        ("other district", ELSEWHERE.at(Level::District)),
        ("whole city", town.house.node),
    ]
}

impl Cast {
    pub(crate) async fn assemble(town: &Town) -> Cast {
        let (elder, volunteer) = (town.elder(HERE).await, town.volunteer(HERE).await);
        let (far_elder, far_volunteer) = (town.elder(ELSEWHERE).await, town.volunteer(ELSEWHERE).await);
        let applicant = town.applicant(44, HERE, Some(volunteer_claims())).await;
        let neighbour = town.person(50, HERE, None).await;
        let daughter = town.person(50, HERE, None).await;
        town.give_role(daughter.id, Role::SiteClerk, HERE.at(Level::Street)).await;
        let kind = LinkKind::Kin(KinKind::Child);
        let input = LinkInput { a: elder.id, b: daughter.id, kind, evidence: "户口簿".into() };
        let (clerk, officer) = (town.official(Role::SiteClerk, HERE.at(Level::Street)), town.officer(HERE));
        let link = town.house.people.record_link(&clerk, &town.key(), input).await.unwrap();
        town.house.people.decide_link(&officer, &town.key(), link, true, "核对").await.unwrap();
        let mut staff = Vec::new();
        for (_, node) in places(town) {
            for role in Role::ALL {
                let somebody = town.person(40, HERE, None).await;
                town.give_role(somebody.id, role, node).await;
                staff.push((somebody, role, node));
            }
        }
        let stand_in = town.person(40, HERE, None).await;
        town.give_role(stand_in.id, Role::SiteClerk, HERE.at(Level::Street)).await;
        let colleague = town.colleague().await;
        Cast { elder, volunteer, far_elder, far_volunteer, applicant, neighbour, daughter, staff, stand_in, colleague }
    }

    pub(crate) fn everybody(&self) -> impl Iterator<Item = &Somebody> {
        let few = [
            &self.elder,
            &self.volunteer,
            &self.far_elder,
            &self.far_volunteer,
            &self.applicant,
            &self.neighbour,
            &self.daughter,
            &self.stand_in,
        ];
        few.into_iter().chain(self.staff.iter().map(|(somebody, _, _)| somebody))
    }

    fn citizens(&self) -> [(&'static str, &Somebody, bool, bool); 6] {
        [
            ("the elder", &self.elder, false, true),
            ("the volunteer", &self.volunteer, true, false),
            ("an unrelated elder", &self.far_elder, false, true),
            ("an unrelated volunteer", &self.far_volunteer, true, false),
            ("an applicant", &self.applicant, false, false),
            ("a neighbour", &self.neighbour, false, false),
        ]
    }

    fn titles(&self, town: &Town) -> Vec<(String, &Somebody, Role, Node, bool)> {
        let places = places(town);
        let title = |(somebody, role, node): &'_ (Somebody, Role, Node)| {
            let (place, _) = places.iter().find(|(_, at)| at == node).unwrap();
            (format!("{} of {place}", role.code()), somebody.id, *role, *node, *place == "own street")
        };
        self.staff
            .iter()
            .map(|row| {
                let (name, _, role, node, core) = title(row);
                (name, &row.0, role, node, core)
            })
            .collect()
    }

    /// Everybody who comes with a browser.
    pub(crate) async fn with_browsers(&self, town: &Town) -> Vec<Caller> {
        let mut all = vec![
            Caller::new("a visitor", town.visitor().await, Standing::Visitor),
            Caller::new("a made-up session", town.browser(&"ab".repeat(32)).await, Standing::Visitor),
        ];
        for (name, somebody, volunteer, active_elder) in self.citizens() {
            let door = town.browser(&town.session(somebody.id, SessionKind::Citizen).await).await;
            all.push(Caller { volunteer, active_elder, ..Caller::new(name, door, Standing::Citizen).of(somebody) });
        }
        for (name, somebody, role, node, core) in self.titles(town) {
            let door = town.browser(&town.session(somebody.id, SessionKind::Staff).await).await;
            all.push(Caller {
                grants: vec![(role, node)],
                core,
                ..Caller::new(name, door, Standing::Staff).of(somebody)
            });
        }
        all.extend(self.conflicts(town).await);
        all.extend(self.over(town).await);
        let (_, token) = town.token(self.staff[0].0.id, tb_api::SCOPES, town.house.node).await;
        all.push(Caller::new("a program's token at a page", Door::Bearer(token), Standing::Visitor));
        all
    }

    /// Staff who are on one of the two sides themselves.
    async fn conflicts(&self, town: &Town) -> Vec<Caller> {
        let street = HERE.at(Level::Street);
        let clerk = |name: &str, door, somebody: &Somebody| Caller {
            grants: vec![(Role::SiteClerk, street)],
            ..Caller::new(name, door, Standing::Staff).of(somebody)
        };
        let door = town.browser(&town.session(self.daughter.id, SessionKind::Staff).await).await;
        let daughter =
            Caller { kin: vec![self.elder.id], ..clerk("a clerk who is the elder's daughter", door, &self.daughter) };

        let desk = &self.stand_in;
        let session = town.session(desk.id, SessionKind::Staff).await;
        let actor = town.house.people.actor_for(&session).await.unwrap().unwrap();
        town.house.people.act_for(&actor, &town.key(), self.elder.id, ActingChannel::Desk).await.unwrap();
        let acting = clerk("a clerk who acts for the elder", town.browser(&session).await, desk);
        vec![daughter, Caller { acting_for: Some(self.elder.id), active_elder: true, ..acting }]
    }

    /// Those whose time is over or has not begun: for a door nobody at all.
    async fn over(&self, town: &Town) -> Vec<Caller> {
        let mut all = Vec::new();
        let person = &self.neighbour;
        let today = town.now().day();
        let states: [(&str, &'static str, i64); 4] = [
            ("a role that was only proposed", "update staff_grant set state = 'proposed' where id = $1 and $2 = $2", 0),
            ("a role that ended", "update staff_grant set state = 'ended' where id = $1 and $2 = $2", 0),
            ("a role that expired yesterday", "update staff_grant set to_day = $2 where id = $1", -1),
            ("a role that begins tomorrow", "update staff_grant set from_day = $2 where id = $1", 1),
        ];
        for (n, (name, sql, days)) in states.into_iter().enumerate() {
            let role = [Role::StreetOfficer, Role::DistrictOfficer, Role::SiteClerk, Role::Supervisor][n];
            let grant = town.give_role(person.id, role, HERE.at(Level::Street)).await;
            let session = town.session(person.id, SessionKind::Staff).await;
            let door = town.browser(&session).await;
            town.sql(sql, tb_db::args![grant, today.plus_days(days).0]).await;
            all.push(Caller::new(name, door, Standing::Visitor));
        }
        let session = town.session(self.elder.id, SessionKind::Citizen).await;
        let door = town.browser(&session).await;
        let actor = town.house.people.actor_for(&session).await.unwrap().unwrap();
        town.house.people.sign_out(&actor, &town.key()).await.unwrap();
        all.push(Caller::new("the elder's session after signing out", door, Standing::Visitor));
        all
    }

    /// Everybody who comes with a bearer token.
    pub(crate) async fn with_tokens(&self, town: &Town) -> Vec<Caller> {
        let city = town.house.node;
        let nobody = Door::Cookie { cookies: String::new(), csrf: String::new() };
        let mut all = vec![
            Caller::new("a visitor", nobody, Standing::Visitor),
            Caller::new("a made-up token", Door::Bearer("tbp_nobody".into()), Standing::Visitor),
        ];
        for (name, somebody, volunteer, active_elder) in self.citizens() {
            let door = Door::Bearer(town.session(somebody.id, SessionKind::Citizen).await);
            let scopes = tb_house::CITIZEN_SCOPES.to_vec();
            let caller = Caller::new(name, door, Standing::Citizen).of(somebody);
            all.push(Caller { volunteer, active_elder, scopes, ..caller });
        }
        for (name, somebody, role, node, core) in self.titles(town) {
            let door = Door::Bearer(town.token(somebody.id, tb_api::SCOPES, city).await.1);
            let (grants, scopes) = (vec![(role, node)], tb_api::SCOPES.to_vec());
            let caller = Caller::new(format!("a program of a {name}"), door, Standing::Program).of(somebody);
            all.push(Caller { grants, scopes, core, ..caller });
        }
        let door = Door::Bearer(town.token(self.daughter.id, tb_api::SCOPES, city).await.1);
        all.push(Caller {
            grants: vec![(Role::SiteClerk, HERE.at(Level::Street))],
            scopes: tb_api::SCOPES.to_vec(),
            kin: vec![self.elder.id],
            ..Caller::new("a program of the elder's daughter", door, Standing::Program).of(&self.daughter)
        });
        self.tokens_of_a_city_officer(town, &mut all).await;
        all
    }

    /// Tokens narrowed to a place or a scope, tokens that are over, and sessions that open nothing here.
    async fn tokens_of_a_city_officer(&self, town: &Town, all: &mut Vec<Caller>) {
        let city = town.house.node;
        let officer = &self.staff.iter().find(|(_, role, at)| *role == Role::CityOfficer && *at == city).unwrap().0;
        let program = |name: String, door, node, scopes: &[&'static str]| Caller {
            grants: vec![(Role::CityOfficer, node)],
            scopes: scopes.to_vec(),
            ..Caller::new(name, door, Standing::Program).of(officer)
        };
        for (place, node) in [("this community", HERE), ("another district", ELSEWHERE.at(Level::District))] {
            let door = Door::Bearer(town.token(officer.id, tb_api::SCOPES, node).await.1);
            all.push(program(format!("a city officer's token for {place}"), door, node, tb_api::SCOPES));
        }
        for left_out in tb_api::SCOPES {
            let scopes: Vec<&'static str> = tb_api::SCOPES.iter().copied().filter(|s| s != left_out).collect();
            let door = Door::Bearer(town.token(officer.id, &scopes, city).await.1);
            all.push(program(format!("a token with every scope but {left_out}"), door, city, &scopes));
        }
        for (name, sql) in [
            ("a revoked token", "update api_token set revoked_at = $2 where id = $1"),
            ("an expired token", "update api_token set expires_at = $2 where id = $1"),
        ] {
            let (id, token) = town.token(officer.id, tb_api::SCOPES, city).await;
            town.sql(sql, tb_db::args![id, town.now()]).await;
            all.push(Caller::new(name, Door::Bearer(token), Standing::Visitor));
        }
        let (_, token) = town.token(self.neighbour.id, tb_api::SCOPES, city).await;
        all.push(Caller::new("a token whose owner holds no role any more", Door::Bearer(token), Standing::Visitor));
        let session = town.session(officer.id, SessionKind::Staff).await;
        all.push(Caller::new("a staff session as a bearer token", Door::Bearer(session.clone()), Standing::Visitor));
        let cookies = format!("tb_session={session}");
        let door = Door::Cookie { cookies, csrf: String::new() };
        all.push(Caller::new("a cookie at the API", door, Standing::Visitor));
    }
}
