//! Groups from registration to donation: members, events with an attendance list, settlement by the city's policy, and
//! books that still verify.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tb_crypto::KeyRing;
use tb_db::testing::on_both;
use tb_db::{Db, Migration};
use tb_groups::*;
use tb_journal::{Core, Key};
use tb_kernel::*;
use tb_ledger::{AccountKind, AccountSpec, Command as LedgerCommand};
use tb_orders::{OrderReactions, Orders, pool_account, reserve_account};
use tb_people::*;
use tb_places::{City, Places};
use tb_policy::{Check, Licence, PolicyBook, Trait};
use uuid::Uuid;

fn migrations() -> Vec<Migration> {
    [
        tb_journal::MIGRATIONS,
        tb_jobs::MIGRATIONS,
        tb_people::MIGRATIONS,
        tb_ledger::MIGRATIONS,
        tb_orders::MIGRATIONS,
        tb_groups::MIGRATIONS,
    ]
    .concat()
}

struct World {
    groups: Arc<Groups>,
    clock: Arc<HandClock>,
    city: Node,
    home: Node,
    keys: AtomicU32,
}

impl World {
    async fn new(db: Db, city: City) -> World {
        let clock = Arc::new(HandClock::at(Instant::parse("2026-11-23T09:00:00+08:00").unwrap()));
        let core = Core { db, clock: clock.clone(), entropy: Arc::new(Entropy::seeded(11)) };
        let policies = Arc::new(PolicyBook::builtin().unwrap());
        let places = Arc::new(Places::embedded(city));
        let ring = Arc::new(KeyRing::from_master(&[7; 32]));
        let people = People::new(core.clone(), ring, policies.clone(), places.clone());
        let orders = Orders::new(core.clone(), people.clone(), policies.clone(), places.clone());
        let node = city.node();
        let home = places.below(node, Level::Community)[0].node;
        let mut tx = core.db.begin().await.unwrap();
        for (id, kind) in [(pool_account(node), AccountKind::Pool), (reserve_account(node), AccountKind::System)] {
            let spec = AccountSpec { id, kind, owner: None, node, budget: None };
            tb_ledger::open_account(&mut tx, &spec, core.now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let groups = Arc::new(Groups { core, people, orders, policies });
        World { groups, clock, city: node, home, keys: AtomicU32::new(0) }
    }
    fn key(&self) -> Key {
        Key::parse(&format!("key-{}", self.keys.fetch_add(1, Ordering::SeqCst))).unwrap()
    }
    fn staff(&self, n: u128, role: Role, node: Node) -> Actor {
        let grant = StaffGrant { id: GrantId(Uuid::from_u128(n)), role, node };
        Actor::staff(SessionId(Uuid::from_u128(n)), PersonId(Uuid::from_u128(n)), vec![grant])
    }
    fn officer(&self) -> Actor {
        self.staff(2, Role::DistrictOfficer, self.home.at(Level::District))
    }
    fn clerk(&self) -> Actor {
        self.staff(4, Role::SiteClerk, self.home.at(Level::Street))
    }
    async fn enrol(&self, n: u16, birth: &str, claims: Claims) -> (PersonId, String) {
        let people = &self.groups.people;
        let input = PersonInput {
            name: format!("张桂{}", char::from_u32(0x82b1 + u32::from(n)).unwrap()),
            id_no: IdNumber::compose(320_102, Day::parse(birth).unwrap(), n).text().to_owned(),
            phone: format!("1548000{n:04}"),
            node: Some(self.home),
            address: format!("听雨苑{n}幢"),
            ..PersonInput::default()
        };
        let new = Registration {
            person: input,
            claims: Some(claims),
            consent: "privacy-1".into(),
            proof: None,
            hotline: false,
        };
        let made = people.register(&self.clerk(), &self.key(), new).await.unwrap();
        let fine = Checks {
            passed: Check::ALL.iter().copied().collect(),
            resident: true,
            student: true,
            trained: true,
            exam_percent: Some(100),
            licences: Vec::new(),
        };
        people.approve(&self.officer(), &self.key(), made.enrolment.unwrap(), fine).await.unwrap();
        self.deliver().await;
        (made.person, made.handle)
    }
    async fn volunteer(&self, n: u16) -> (PersonId, String) {
        let claims = VolunteerClaims { resident: true, student: true, healthy: true, good_record: true };
        self.enrol(n, "1970-03-04", Claims::Volunteer(claims)).await
    }
    async fn elder(&self, n: u16) -> (PersonId, String) {
        let traits = BTreeSet::from([Trait::EmptyNest, Trait::LivingAlone, Trait::LowIncome]);
        self.enrol(n, "1940-03-04", Claims::Elder(ElderClaims { resident: true, traits })).await
    }
    async fn deliver(&self) {
        let reactions: Vec<Box<dyn tb_jobs::Reaction>> = vec![Box::new(OrderReactions(self.groups.orders.clone()))];
        let core = &self.groups.core;
        while tb_jobs::deliver(&core.db, &reactions, core.now(), &core.entropy).await.unwrap() > 0 {}
    }
    async fn run<C: tb_journal::Command<House = Groups>>(&self, actor: &Actor, command: C) -> Outcome<C::Answer> {
        self.groups.run(actor, &self.key(), command).await
    }
    /// An approved group of these people, the first its manager.
    async fn group(&self, manager: PersonId, others: &[(PersonId, String)]) -> GroupId {
        let new =
            RegisterGroup {
                name: "梅园理发队".into(), kind: GroupKind::Community, about: "每周为长者理发".into()
            };
        let group = self.run(&citizen(manager), new).await.unwrap();
        let reason = "材料齐全".to_owned();
        self.run(&self.officer(), DecideGroup { group, approve: true, reason }).await.unwrap();
        for (person, handle) in others {
            self.run(&citizen(manager), Invite { group, handle: handle.clone() }).await.unwrap();
            self.run(&citizen(*person), AnswerInvite { group, yes: true }).await.unwrap();
        }
        group
    }
    fn plan(&self, group: GroupId, payer: Payer, elder: Option<String>) -> PlanGathering {
        let start = self.groups.core.now().plus(Span::hours(24));
        let version = self.groups.policies.at(self.home, self.groups.core.now().day()).unwrap();
        let item = version.items.iter().find(|item| item.licence.is_none() && item.risk == tb_policy::Risk::Low);
        PlanGathering {
            group,
            item: item.unwrap().code.to_string(),
            title: "一起理发".into(),
            place: "梅园养老院一楼".into(),
            starts_at: start,
            ends_at: start.plus(Span::hours(2)),
            helpers: 3,
            payer,
            elder,
        }
    }
    /// Puts minutes into the public-benefit account or to an elder, by a programme.
    async fn fund(&self, to: AccountId, minutes: i64) {
        let core = &self.groups.core;
        let programme = AccountId(Uuid::from_u128(0x99));
        let mut tx = core.db.begin().await.unwrap();
        let budget = Some(Minutes(100_000));
        let spec = AccountSpec { id: programme, kind: AccountKind::Programme, owner: None, node: self.city, budget };
        tb_ledger::open_account(&mut tx, &spec, core.now()).await.unwrap();
        let expires = Some(core.now().day().plus_days(90));
        let key = self.key().text().to_owned();
        let grant = LedgerCommand::grant(key, programme, to, Minutes(minutes), expires)
            .about(tb_ledger::SubjectKind::Programme, programme);
        let posted = tb_ledger::post(&mut tx, &[grant], core.now(), &core.entropy).await.unwrap();
        assert!(posted.iter().all(Result::is_ok));
        tx.commit().await.unwrap();
    }
    async fn free(&self, account: AccountId) -> i64 {
        tb_ledger::balances(&mut self.groups.core.db.read(), account).await.unwrap().free().0
    }
    /// The books, rebuilt from the facts, are as they stand.
    async fn books_verify(&self) {
        let mut tx = self.groups.core.db.snapshot().await.unwrap();
        let report = tb_ledger::verify(&mut tx, &self.groups.core.entropy, |_| {}).await.unwrap();
        assert!(report.ok(), "{report:?}");
    }
}

fn citizen(person: PersonId) -> Actor {
    Actor::citizen(SessionId(Uuid::from_u128(999)), person)
}

fn code<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    match outcome {
        Err(Fail::Refused(refusal)) => {
            refusal.fields.first().map_or(refusal.code.clone(), |f| f.code.clone()).into_owned()
        }
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn a_group_is_approved_by_another_and_lives_by_its_members() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db, City::Nanjing).await;
        let (anna, _) = world.volunteer(1).await;
        let (bert, bert_handle) = world.volunteer(2).await;
        let (elder, elder_handle) = world.elder(3).await;
        let new =
            || RegisterGroup { name: "梅园理发队".into(), kind: GroupKind::Community, about: "理发".into() };
        assert_eq!(code(world.run(&citizen(elder), new()).await), "groups.not-volunteer");
        let group = world.run(&citizen(anna), new()).await.unwrap();
        assert_eq!(code(world.run(&citizen(bert), new()).await), "groups.name-taken");
        let invite = |handle: &str| Invite { group, handle: handle.into() };
        assert_eq!(code(world.run(&citizen(anna), invite(&bert_handle)).await), "groups.wrong-state");
        let decide = |approve| DecideGroup { group, approve, reason: "材料齐全".into() };
        // Not by a clerk, not from elsewhere, not by the manager who is an officer as well.
        assert_eq!(code(world.run(&world.clerk(), decide(true)).await), "groups.not-allowed");
        let elsewhere = world.staff(5, Role::DistrictOfficer, Node(320_104_000_000));
        assert_eq!(code(world.run(&elsewhere, decide(true)).await), "common.not-found");
        let mut herself = world.officer();
        herself.person = Some(anna);
        assert_eq!(code(world.run(&herself, decide(true)).await), "groups.own-group");
        assert_eq!(world.run(&world.officer(), decide(true)).await.unwrap(), GroupState::Approved);
        assert_eq!(code(world.run(&world.officer(), decide(false)).await), "groups.wrong-state");

        assert_eq!(code(world.run(&citizen(anna), invite("TB0000000")).await), "groups.unknown-person");
        assert_eq!(code(world.run(&citizen(anna), invite(&elder_handle)).await), "groups.unknown-person");
        world.run(&citizen(anna), invite(&bert_handle)).await.unwrap();
        assert_eq!(code(world.run(&citizen(anna), invite(&bert_handle)).await), "groups.member-known");
        world.run(&citizen(bert), AnswerInvite { group, yes: true }).await.unwrap();
        assert_eq!(code(world.run(&citizen(bert), invite(&bert_handle)).await), "groups.not-manager");
        assert_eq!(code(world.run(&citizen(anna), Leave { group }).await), "groups.last-manager");
        let role = |person, role| SetRole { group, person, role };
        assert_eq!(code(world.run(&citizen(anna), role(anna, MemberRole::Member)).await), "groups.last-manager");
        world.run(&citizen(anna), role(bert, MemberRole::Manager)).await.unwrap();
        world.run(&citizen(anna), Leave { group }).await.unwrap();
        world.run(&citizen(anna), AskToJoin { group }).await.unwrap();
        world.run(&citizen(bert), Admit { group, person: anna, yes: true }).await.unwrap();
        let file = world.groups.file(&citizen(bert), group).await.unwrap();
        assert_eq!((file.active_members, file.members.len()), (2, 2));
        // Others know that it is there, not who is in it.
        let (carl, _) = world.volunteer(4).await;
        assert!(world.groups.file(&citizen(carl), group).await.unwrap().members.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_event_of_the_pool_settles_what_was_verified_and_the_rest_returns() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db, City::Nanjing).await;
        let helpers =
            [world.volunteer(1).await, world.volunteer(2).await, world.volunteer(3).await, world.volunteer(4).await];
        let [anna, bert, carl, dora] = helpers.each_ref().map(|(person, _)| *person);
        let group = world.group(anna, &helpers[1..]).await;
        let pool = pool_account(world.city);
        let (elder, _) = world.elder(9).await;
        // The pool gets its minutes the way the law says: a gift of somebody's own.
        world.fund(AccountId(elder.0), 60).await;
        let gathering = world.run(&citizen(anna), world.plan(group, Payer::Pool, None)).await.unwrap();
        let approve = || ApproveGathering { gathering, approve: true, reason: "同意".into(), seen: None };
        // The pool cannot pay for three times two hours yet.
        assert_eq!(code(world.run(&world.officer(), approve()).await), "ledger.insufficient");
        fill_pool(&world, 500).await;
        let before = world.free(pool).await;
        assert_eq!(code(world.run(&world.clerk(), approve()).await), "groups.not-allowed");
        world.run(&world.officer(), approve()).await.unwrap();
        assert_eq!(world.free(pool).await, before - 360);

        for person in [anna, bert, carl] {
            world.run(&citizen(person), SignUp { gathering }).await.unwrap();
        }
        assert_eq!(code(world.run(&citizen(bert), SignUp { gathering }).await), "groups.signed-known");
        assert_eq!(code(world.run(&citizen(dora), SignUp { gathering }).await), "groups.full");
        // Nobody is promised to two places at the same minute.
        let other = world.run(&citizen(anna), world.plan(group, Payer::Honour, None)).await.unwrap();
        let second = ApproveGathering { gathering: other, approve: true, reason: "同意".into(), seen: None };
        world.run(&world.officer(), second).await.unwrap();
        assert_eq!(code(world.run(&citizen(bert), SignUp { gathering: other }).await), "policy.overlap");

        let shown = || async { world.groups.gathering(&world.clerk(), gathering).await.unwrap().code };
        let check_in = |code: String| CheckIn { gathering, code, guardian_code: String::new() };
        assert_eq!(shown().await, None, "no code before it begins");
        assert_eq!(code(world.run(&citizen(anna), check_in("123456".into())).await), "groups.too-early");
        world.clock.advance(Span::minutes(24 * 60));
        let digits = shown().await.unwrap();
        let wrong = if digits == "123456" { "654321" } else { "123456" };
        assert_eq!(code(world.run(&citizen(anna), check_in(wrong.into())).await), "groups.code-wrong");
        world.run(&citizen(anna), check_in(digits)).await.unwrap();
        world.clock.advance(Span::minutes(90));
        let leaving = CheckOut { gathering, code: shown().await.unwrap() };
        world.run(&citizen(anna), leaving).await.unwrap();
        // Bert has no telephone: a manager writes the list, never about herself.
        let start = world.groups.gathering(&world.clerk(), gathering).await.unwrap().gathering.starts_at;
        let line = |person, from: i64, to: i64| RosterLine {
            person,
            from: Some(start.plus(Span::minutes(from))),
            to: Some(start.plus(Span::minutes(to))),
        };
        let list = |lines| Roster { gathering, lines };
        assert_eq!(code(world.run(&citizen(anna), list(vec![line(anna, 0, 60)])).await), "groups.own-roster");
        assert_eq!(code(world.run(&citizen(anna), list(vec![line(bert, 0, 200)])).await), "groups.roster-times");
        assert_eq!(code(world.run(&citizen(anna), list(vec![line(dora, 0, 60)])).await), "groups.not-signed");
        world.run(&citizen(anna), list(vec![line(bert, -10, 60)])).await.unwrap();
        let settle = || SettleGathering { gathering, reason: "核对名单".into(), seen: None };
        assert_eq!(code(world.run(&world.clerk(), settle()).await), "groups.not-over");
        world.clock.advance(Span::minutes(60));
        assert_eq!(code(world.run(&citizen(anna), settle()).await), "common.not-found");
        let mut kin = world.clerk();
        kin.person = Some(carl);
        assert_eq!(code(world.run(&kin, settle()).await), "groups.own-group");
        let settled = world.run(&world.clerk(), settle()).await.unwrap();
        // Ninety minutes and sixty: what was before the beginning does not count; Carl did not come.
        assert_eq!(settled, Settled { helpers: 2, minutes: Minutes(150) });
        assert_eq!(world.free(pool).await, before - 150);
        assert_eq!(code(world.run(&world.clerk(), settle()).await), "groups.wrong-state");
        let version = world.groups.policies.at(world.home, world.groups.core.now().day()).unwrap();
        let mode = version.parameters.group_time.mode;
        let (of_group, of_anna) = (world.free(AccountId(group.0)).await, world.free(AccountId(anna.0)).await);
        match mode {
            tb_policy::GroupMode::Split => assert_eq!((of_group, of_anna), (0, 90)),
            _ => assert_eq!((of_group, of_anna), (150, 0)),
        }
        if mode != tb_policy::GroupMode::Split {
            let donate = |minutes| DonateGroupTime { group, minutes: Minutes(minutes) };
            assert_eq!(code(world.run(&citizen(bert), donate(10)).await), "groups.not-manager");
            assert_eq!(code(world.run(&citizen(anna), donate(151)).await), "ledger.insufficient");
            world.run(&citizen(anna), donate(150)).await.unwrap();
            assert_eq!(world.free(pool).await, before);
        }
        world.books_verify().await;
    })
    .await;
}

/// Somebody gives to the public-benefit account.
async fn fill_pool(world: &World, minutes: i64) {
    let core = &world.groups.core;
    let giver = AccountId(Uuid::from_u128(0x77));
    let mut tx = core.db.begin().await.unwrap();
    let spec = AccountSpec { id: giver, kind: AccountKind::Institution, owner: None, node: world.city, budget: None };
    tb_ledger::open_account(&mut tx, &spec, core.now()).await.unwrap();
    let peer = AccountId(Uuid::from_u128(0x78));
    let budget = Some(Minutes(100_000));
    let spec = AccountSpec { id: peer, kind: AccountKind::Clearing, owner: None, node: world.city, budget };
    tb_ledger::open_account(&mut tx, &spec, core.now()).await.unwrap();
    let item = Uuid::from_u128(0x79);
    let portions = vec![tb_ledger::Portion { minutes: Minutes(minutes), expires: None }];
    let act = tb_ledger::Act::ClearIn { peer, item, to: giver, class: tb_ledger::Class::Gifted, portions };
    let commands = [
        LedgerCommand::new(world.key().text(), act).about(tb_ledger::SubjectKind::Item, item),
        LedgerCommand::donate(world.key().text(), giver, pool_account(world.city), Minutes(minutes))
            .about(tb_ledger::SubjectKind::Donation, item),
    ];
    for outcome in tb_ledger::post(&mut tx, &commands, core.now(), &core.entropy).await.unwrap() {
        outcome.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_elder_pays_for_several_helpers_and_confirms_it() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db, City::Nanjing).await;
        let helpers = [world.volunteer(1).await, world.volunteer(2).await];
        let anna = helpers[0].0;
        let group = world.group(anna, &helpers[1..]).await;
        let (elder, handle) = world.elder(9).await;
        let plan = world.plan(group, Payer::Elder, Some(handle));
        let gathering = world.run(&citizen(anna), plan).await.unwrap();
        let agree = |yes| AgreeGathering { gathering, yes };
        assert_eq!(code(world.run(&citizen(anna), agree(true)).await), "common.not-found");
        let officer = ApproveGathering { gathering, approve: true, reason: "同意".into(), seen: None };
        assert_eq!(code(world.run(&world.officer(), officer).await), "groups.not-allowed");
        assert_eq!(code(world.run(&citizen(elder), agree(true)).await), "ledger.insufficient");
        world.fund(AccountId(elder.0), 400).await;
        assert_eq!(world.run(&citizen(elder), agree(true)).await.unwrap(), GatheringState::Published);
        assert_eq!(world.free(AccountId(elder.0)).await, 40, "three helpers for two hours are held");
        for (person, _) in &helpers {
            world.run(&citizen(*person), SignUp { gathering }).await.unwrap();
        }
        world.run(&citizen(helpers[1].0), WithdrawSign { gathering }).await.unwrap();
        world.clock.advance(Span::hours(24));
        let shown = || async { world.groups.gathering(&citizen(anna), gathering).await.unwrap().code.unwrap() };
        let code_now = shown().await;
        world.run(&citizen(anna), CheckIn { gathering, code: code_now, guardian_code: String::new() }).await.unwrap();
        world.clock.advance(Span::hours(2));
        let settle = || SettleGathering { gathering, reason: "老人确认".into(), seen: None };
        assert_eq!(code(world.run(&citizen(elder), settle()).await), "groups.still-present");
        let code_now = shown().await;
        world.run(&citizen(anna), CheckOut { gathering, code: code_now }).await.unwrap();
        assert_eq!(code(world.run(&world.clerk(), settle()).await), "groups.not-allowed");
        let settled = world.run(&citizen(elder), settle()).await.unwrap();
        assert_eq!(settled, Settled { helpers: 1, minutes: Minutes(120) });
        assert_eq!(world.free(AccountId(elder.0)).await, 280);
        world.books_verify().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_called_off_gives_everything_back_and_a_team_needs_its_licence() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db, City::Nanjing).await;
        let helpers = [world.volunteer(1).await, world.volunteer(2).await];
        let anna = helpers[0].0;
        let group = world.group(anna, &helpers[1..]).await;
        fill_pool(&world, 500).await;
        let pool = pool_account(world.city);
        let gathering = world.run(&citizen(anna), world.plan(group, Payer::Pool, None)).await.unwrap();
        let approve = ApproveGathering { gathering, approve: true, reason: "同意".into(), seen: None };
        world.run(&world.officer(), approve).await.unwrap();
        world.run(&citizen(helpers[1].0), SignUp { gathering }).await.unwrap();
        let cancel = CancelGathering { gathering, reason: "下雨".into() };
        assert_eq!(code(world.run(&citizen(helpers[1].0), cancel.clone()).await), "common.not-found");
        world.run(&citizen(anna), cancel).await.unwrap();
        assert_eq!(world.free(pool).await, 500);
        // The diary is free again.
        let again = world.run(&citizen(anna), world.plan(group, Payer::Pool, None)).await.unwrap();
        let approve = ApproveGathering { gathering: again, approve: true, reason: "同意".into(), seen: None };
        world.run(&world.officer(), approve).await.unwrap();
        world.run(&citizen(helpers[1].0), SignUp { gathering: again }).await.unwrap();

        let version = world.groups.policies.at(world.home, world.groups.core.now().day()).unwrap();
        if let Some(item) = version.items.iter().find(|item| item.licence.is_some()) {
            let licensed = || PlanGathering { item: item.code.to_string(), ..world.plan(group, Payer::Honour, None) };
            assert_eq!(code(world.run(&citizen(anna), licensed()).await), "groups.team-licence");
            let today = world.groups.core.now().day();
            let qualify = |until: Day| QualifyGroup {
                group,
                licence: item.licence.unwrap_or(Licence::Nurse),
                valid_until: until,
                evidence: "执业登记".into(),
            };
            let past = world.run(&world.officer(), qualify(today.plus_days(-1))).await;
            assert_eq!(code(past), "groups.licence-past");
            world.run(&world.officer(), qualify(today)).await.unwrap();
            assert_eq!(
                code(world.run(&citizen(anna), licensed()).await),
                "groups.team-licence",
                "out of date that day"
            );
            world.run(&world.officer(), qualify(today.plus_days(30))).await.unwrap();
            world.run(&citizen(anna), licensed()).await.unwrap();
        }
        world.books_verify().await;
    })
    .await;
}
