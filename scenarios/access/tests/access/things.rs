//! The objects of the city that routes are about, each with what decides who sees it.

use crate::cast::Cast;
use crate::people::NOTE;
use crate::town::{HERE, Town};
use tb_kernel::*;
use tb_orders::{Need, SaveDraft};
use tb_people::{LinkInput, LinkKind, SessionKind, SiteInput};
use tb_places::Point;
use tb_recognition::{AskCorrection, Block, Issue, RecordAward, Shows};
use uuid::Uuid;

/// What sort of object a route is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Order,
    /// An order by the number people read out.
    Number,
    Person,
    Enrolment,
    Account,
    Posting,
    Site,
    Rules,
    Asset,
    Message,
    Session,
    /// A request for a second person's word, by what it is about.
    Revocation,
    Programme,
    Grant,
    /// Any of these three.
    Request,
    /// A link that waits to be confirmed.
    Claim,
    /// A confirmed link, as person and link.
    Link,
    Lot,
    /// Somebody with a staff account, and a role they hold.
    Colleague,
    Role,
    Token,
    /// Papers of the volunteer: a certificate, a request for correction, an award (as person and award).
    Certificate,
    Correction,
    Award,
    Insurance,
    Incident,
}

/// One object.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) id: String,
    pub(crate) node: Node,
    /// The person it belongs to (an order's elder).
    pub(crate) owner: Option<PersonId>,
    /// The other side of an order.
    pub(crate) volunteer: Option<PersonId>,
    /// An order that is open in the hall, or was once.
    pub(crate) open: bool,
    pub(crate) was_open: bool,
    /// An order nobody but its owner knows of.
    pub(crate) draft: bool,
    /// An order for which the elder has a code to show.
    pub(crate) coded: bool,
    /// Met by everybody, not only by the core of the cast.
    pub(crate) for_all: bool,
    /// There is nothing under this id.
    pub(crate) missing: bool,
}

impl Thing {
    fn new(kind: Kind, name: &'static str, id: impl ToString, node: Node) -> Thing {
        Thing {
            kind,
            name,
            id: id.to_string(),
            node,
            owner: None,
            volunteer: None,
            open: false,
            was_open: false,
            draft: false,
            coded: false,
            for_all: true,
            missing: false,
        }
    }
    fn missing(kind: Kind, name: &'static str, id: &str) -> Thing {
        Thing { missing: true, for_all: name == MISSING, ..Thing::new(kind, name, id, Node(0)) }
    }
    fn of(self, owner: PersonId) -> Thing {
        Thing { owner: Some(owner), ..self }
    }
    fn served_by(self, volunteer: PersonId) -> Thing {
        Thing { volunteer: Some(volunteer), was_open: true, coded: true, ..self }
    }
    fn for_few(self) -> Thing {
        Thing { for_all: false, ..self }
    }
}

/// How the object that is not there is called.
pub(crate) const MISSING: &str = "nothing";
const NO_ID: &str = "0193b7a0-c0de-7000-a000-00000000dead";

pub(crate) struct Things(Vec<Thing>);

impl Things {
    /// Objects of a kind, those that do not exist among them.
    pub(crate) fn of(&self, kind: Kind) -> Vec<&Thing> {
        self.0.iter().filter(|thing| thing.kind == kind).collect()
    }

    /// Ids, numbers and handles of what happens here and is not in the hall: on no list of a stranger.
    pub(crate) fn hidden_ids(&self, cast: &Cast) -> Vec<String> {
        let orders = self.0.iter().filter(|thing| matches!(thing.kind, Kind::Order | Kind::Number));
        let orders = orders.filter(|thing| thing.owner == Some(cast.elder.id) && !thing.open);
        let people =
            [&cast.elder, &cast.volunteer].into_iter().flat_map(|who| [who.id.to_string(), who.handle.clone()]);
        orders.map(|thing| thing.id.clone()).chain(people).collect()
    }

    pub(crate) async fn make(town: &Town, cast: &Cast) -> Things {
        let mut all = Vec::new();
        orders(town, cast, &mut all).await;
        people(town, cast, &mut all).await;
        approvals(town, &mut all).await;
        office(town, cast, &mut all).await;
        papers(town, cast, &mut all).await;
        cover(town, cast, &mut all).await;
        let site = site(town).await;
        all.push(Thing::new(Kind::Site, "a site", site, HERE));
        let version = town.house.orders.version_now().unwrap();
        all.push(Thing::new(Kind::Rules, "the rules in force", &version.id, town.house.node));
        let asset = tb_frame::asset_address("citizen.css").into_owned();
        all.push(Thing::new(Kind::Asset, "a style sheet", asset.rsplit('/').next().unwrap(), town.house.node));
        let kinds = [
            Kind::Order,
            Kind::Person,
            Kind::Enrolment,
            Kind::Account,
            Kind::Posting,
            Kind::Site,
            Kind::Message,
            Kind::Session,
            Kind::Revocation,
            Kind::Programme,
            Kind::Grant,
            Kind::Request,
            Kind::Claim,
            Kind::Lot,
            Kind::Colleague,
            Kind::Role,
            Kind::Token,
            Kind::Certificate,
            Kind::Correction,
            Kind::Insurance,
            Kind::Incident,
        ];
        for kind in kinds {
            all.push(Thing::missing(kind, MISSING, NO_ID));
            all.push(Thing::missing(kind, "no id at all", "none-such"));
        }
        all.push(Thing::missing(Kind::Link, MISSING, &format!("{NO_ID}|{NO_ID}")));
        all.push(Thing::missing(Kind::Link, "no link of the elder", &format!("{}|{NO_ID}", cast.elder.id)));
        all.push(Thing::missing(Kind::Award, MISSING, &format!("{NO_ID}|{NO_ID}")));
        all.push(Thing::missing(Kind::Number, MISSING, "260302-ZZZZZZ"));
        all.push(Thing::missing(Kind::Rules, MISSING, "NONE-1900"));
        all.push(Thing::missing(Kind::Asset, MISSING, "none.css"));
        Things(all)
    }
}

async fn orders(town: &Town, cast: &Cast, all: &mut Vec<Thing>) {
    let (elder, volunteer) = (&cast.elder, &cast.volunteer);
    let settled = town.settled(elder, volunteer, 1).await;
    let taken = town.taken(elder, volunteer, 2).await;
    let open = town.published(elder, 3).await;
    let waiting = town.published(elder, 4).await;
    // As a city looks that has every order reviewed first.
    town.sql("update service_order set state = 'submitted', published_at = null where id = $1", tb_db::args![waiting])
        .await;
    let save = SaveDraft { need: Need { note: NOTE.into(), ..town.need(5) } };
    let draft = town.house.orders.run(&elder.actor(), &town.key(), save).await.unwrap().order;
    let far = town.taken(&cast.far_elder, &cast.far_volunteer, 2).await;
    town.settle_down().await;

    let order = |name, id: OrderId| Thing::new(Kind::Order, name, id, HERE).of(elder.id);
    let far_order = Thing::new(Kind::Order, "an order elsewhere", far, cast.far_elder.node).of(cast.far_elder.id);
    let rows = [
        order("a taken order", taken).served_by(volunteer.id),
        Thing { open: true, was_open: true, ..order("an open order", open).for_few() },
        order("an order under review", waiting).for_few(),
        Thing { draft: true, ..order("a draft", draft).for_few() },
        Thing { coded: false, ..order("a settled order", settled).served_by(volunteer.id).for_few() },
        far_order.served_by(cast.far_volunteer.id).for_few(),
    ];
    for row in rows {
        let id = OrderId(Uuid::parse_str(&row.id).unwrap());
        let sql = "select number, posting from service_order where id = $1";
        let (number, posting): (String, Option<Uuid>) =
            town.house.core.db.read().one(sql, tb_db::args![id]).await.unwrap();
        all.push(Thing { kind: Kind::Number, id: number, ..row.clone() });
        if let Some(posting) = posting {
            all.push(Thing { kind: Kind::Posting, id: posting.to_string(), for_all: true, ..row.clone() });
        }
        all.push(row);
    }
}

async fn people(town: &Town, cast: &Cast, all: &mut Vec<Thing>) {
    let far = &cast.far_elder;
    for (name, somebody, for_all) in [
        ("the elder", &cast.elder, true),
        ("the volunteer", &cast.volunteer, false),
        ("an elder elsewhere", far, false),
    ] {
        let thing = |kind, id: String| Thing { for_all, ..Thing::new(kind, name, id, somebody.node).of(somebody.id) };
        all.push(thing(Kind::Person, somebody.id.to_string()));
        all.push(thing(Kind::Account, somebody.id.to_string()));
        all.push(thing(Kind::Enrolment, somebody.enrolment.unwrap().to_string()));
    }
    let applied = cast.applicant.enrolment.unwrap();
    all.push(Thing::new(Kind::Enrolment, "an application", applied, HERE).of(cast.applicant.id));
    let inbox = town.house.people.inbox(&cast.elder.actor(), None, PageSize::of(1)).await.unwrap();
    let message = inbox.rows.first().expect("the elder was told something").id;
    all.push(Thing::new(Kind::Message, "the elder's message", message, HERE).of(cast.elder.id));
    let token = town.session(cast.elder.id, SessionKind::Citizen).await;
    let actor = town.house.people.actor_for(&token).await.unwrap().unwrap();
    let Identity::Citizen(session) = actor.identity else { panic!("a citizen's session") };
    all.push(Thing::new(Kind::Session, "the elder's session", session, HERE).of(cast.elder.id));
}

async fn approvals(town: &Town, all: &mut Vec<Thing>) {
    let district = HERE.at(Level::District);
    let rows: Vec<(String, Uuid, Node)> = {
        let mut tx = town.house.core.db.read();
        tx.rows("select kind, id, node from approval where state = 'approved' order by id", vec![]).await.unwrap()
    };
    for (kind, name, slice) in [
        (Kind::Programme, "a request for a programme, decided", "giving.open-programme"),
        (Kind::Grant, "a request for a grant, decided", "giving.grant"),
    ] {
        let (_, id, node) = rows.iter().find(|(kind, _, node)| kind == slice && *node == district).unwrap();
        all.push(Thing::new(kind, name, id, *node));
    }
    // A request to take an order back that was refused: closed, so that nobody's word changes anything.
    let settled = all.iter().find(|thing| thing.kind == Kind::Order && thing.name == "a settled order").unwrap();
    let order = OrderId(Uuid::parse_str(&settled.id).unwrap());
    let (maker, checker) = (town.officer(HERE), town.officer(HERE));
    let ask = tb_orders::ProposeRevocation { order, reason: "复核".into() };
    let approval = town.house.orders.run(&maker, &town.key(), ask).await.unwrap();
    let no = tb_orders::ApproveRevocation { approval, approve: false, reason: "不予收回".into() };
    town.house.orders.run(&checker, &town.key(), no).await.unwrap();
    all.push(Thing::new(Kind::Revocation, "a request to take an order back, decided", approval, HERE));
    let requests = all.iter().filter(|thing| matches!(thing.kind, Kind::Revocation | Kind::Programme | Kind::Grant));
    let requests: Vec<Thing> = requests.map(|thing| Thing { kind: Kind::Request, ..thing.clone() }).collect();
    all.extend(requests);
    let programme = town.house.giving.programmes(district).await.unwrap()[0].id;
    all.push(Thing::new(Kind::Account, "a programme", programme, district).for_few());
    all.push(
        Thing::new(Kind::Account, "the city's pool", tb_orders::pool_account(town.house.node), town.house.node)
            .for_few(),
    );
}

/// Links, lots, and what belongs to the staff.
async fn office(town: &Town, cast: &Cast, all: &mut Vec<Thing>) {
    let people = &town.house.people;
    let clerk = town.official(Role::SiteClerk, HERE.at(Level::Street));
    let input =
        LinkInput {
            a: cast.neighbour.id, b: cast.applicant.id, kind: LinkKind::Household, evidence: "户口簿".into()
        };
    let claim = people.record_link(&clerk, &town.key(), input).await.unwrap();
    all.push(Thing::new(Kind::Claim, "a claimed link", claim, HERE));
    let mut tx = town.house.core.db.read();
    let sql = "select id from link where a = $1 and state = 'active'";
    let (link,): (Uuid,) = tx.one(sql, tb_db::args![cast.elder.id]).await.unwrap();
    let path = format!("{}|{link}", cast.elder.id);
    all.push(Thing::new(Kind::Link, "the elder's link with her daughter", path, HERE).of(cast.elder.id));
    let lots = tb_ledger::queries::open_lots(&mut tx, AccountId(cast.volunteer.id.0)).await.unwrap();
    all.push(Thing::new(Kind::Lot, "what the volunteer earned", lots[0].id, HERE));
    let (colleague, role) = cast.colleague;
    let street = HERE.at(Level::Street);
    all.push(Thing::new(Kind::Colleague, "a colleague", colleague, street));
    all.push(Thing::new(Kind::Role, "a colleague's role", role, street));
    let (token, _) = town.token(cast.staff[0].0.id, &["orders:read"], street).await;
    all.push(Thing::new(Kind::Token, "a program's token", token, street));
}

/// What the volunteer had made, and what was said of the volunteer.
async fn papers(town: &Town, cast: &Cast, all: &mut Vec<Thing>) {
    let (house, person, today) = (&town.house.recognition, cast.volunteer.id, town.house.core.now().day());
    let issue = Issue { person, from: today.plus_days(-60), to: today, details: true, shows: Shows::Summary };
    let certificate = house.run(&cast.volunteer.actor(), &town.key(), issue).await.unwrap().certificate;
    all.push(Thing::new(Kind::Certificate, "the volunteer's certificate", certificate, HERE).of(person));
    let ask = AskCorrection { person, block: Block::Service, said: "少记一小时".into() };
    let correction = house.run(&cast.volunteer.actor(), &town.key(), ask).await.unwrap();
    all.push(Thing::new(Kind::Correction, "the volunteer's request", correction, HERE).of(person));
    let award = RecordAward { person, title: "优秀志愿者".into(), body: "区民政局".into(), given_on: today };
    let award = house.run(&town.officer(HERE), &town.key(), award).await.unwrap();
    all.push(Thing::new(Kind::Award, "the volunteer's award", format!("{person}|{award}"), HERE).of(person));
}

/// An insurance of the district, and something that went wrong at the visit that was settled.
async fn cover(town: &Town, cast: &Cast, all: &mut Vec<Thing>) {
    let (house, district) = (&town.house.cover, HERE.at(Level::District));
    let insurance = house.insurances(&town.official(Role::CityOfficer, town.house.node), district).await.unwrap()[0].id;
    all.push(Thing::new(Kind::Insurance, "an insurance of the district", insurance, district));
    let settled = all.iter().find(|thing| thing.kind == Kind::Order && thing.name == "a settled order").unwrap();
    let order = OrderId(Uuid::parse_str(&settled.id).unwrap());
    let sql = "select starts_at from service_order where id = $1";
    let (at,): (Instant,) = town.house.core.db.read().one(sql, tb_db::args![order]).await.unwrap();
    let report = tb_cover::ReportIncident {
        order,
        kind: tb_cover::IncidentKind::Fall,
        hurt: tb_cover::Hurt::Volunteer,
        happened_at: at,
        known_at: at,
        said: "扭了脚".into(),
    };
    let incident = house.run(&cast.volunteer.actor(), &town.key(), report).await.unwrap();
    let thing = Thing::new(Kind::Incident, "an incident", incident, HERE).of(cast.elder.id);
    all.push(thing.served_by(cast.volunteer.id));
}

async fn site(town: &Town) -> SiteId {
    let centre = town.house.places.centre_of(HERE).unwrap();
    let input = SiteInput {
        node: Some(HERE),
        name: "大行宫时间银行".into(),
        address: "长江路 1 号".into(),
        point: Point::new(centre.lon(), centre.lat()),
        phone: "025-83201234".into(),
        hours: "周一至周五 9:00–17:00".into(),
    };
    town.house.people.open_site(&town.officer(HERE), &town.key(), input).await.unwrap()
}
