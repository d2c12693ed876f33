//! Roles that are invited and confirmed, looked at again, told before they end; three administrators; locked accounts.

mod common;

use common::*;
use tb_db::args;
use tb_db::testing::on_both;
use tb_jobs::Job;
use tb_kernel::*;
use tb_people::*;

const PASSWORD: &str = "紫金山 1912 雨花";

fn account(n: u16, node: Node) -> StaffInput {
    StaffInput {
        name: "王芳".into(),
        id_no: IdNumber::compose(320_104, Day::parse("1980-05-06").unwrap(), n).text().to_owned(),
        phone: format!("1547000{n:04}"),
        node: Some(node),
        username: format!("wang{n}"),
        password: PASSWORD.into(),
    }
}
/// The two seated city officers.
async fn officers(world: &World) -> (Actor, Actor) {
    let first = world.people.create_first_admin(&world.key(), account(1, CITY)).await.unwrap();
    let second = world.people.create_second_admin(&world.key(), account(2, CITY)).await.unwrap();
    let actor = |new: NewStaff| {
        let grant = StaffGrant { id: GrantId(new.person.0), role: Role::CityOfficer, node: CITY };
        Actor::staff(SessionId(new.person.0), new.person, vec![grant])
    };
    (actor(first), actor(second))
}
fn invited(person: PersonId) -> Actor {
    Actor::staff(SessionId(person.0), person, vec![])
}
fn asking(person: PersonId, role: Role, node: Node, from: Day) -> GrantInput {
    GrantInput { person, role, node, from, to: None, reason: "任命".into() }
}
async fn sign_in(world: &World, staff: &NewStaff, n: u16, token: &str) -> Outcome<SessionId> {
    world.clock.advance(Span::seconds(30));
    let seconds = u64::try_from(world.people.core.now().0 / 1_000_000).unwrap();
    let secret = totp_rs::Secret::from(staff.one_time_secret.clone());
    let code = totp_rs::Builder::new().with_secret(secret).build().unwrap().generate(seconds).to_string();
    let (name, from) = (format!("wang{n}"), origin("10.1.1.1"));
    world.people.staff_sign_in(&world.key(), &name, PASSWORD, &code, TokenHash::of(token), &from).await
}

#[tokio::test]
async fn a_role_counts_from_the_yes_of_whoever_is_to_hold_it() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, second) = officers(&world).await;
        let people = &world.people;
        let staff = people.create_staff(&first, &world.key(), account(3, DISTRICT)).await.unwrap();
        assert_eq!(code(sign_in(&world, &staff, 3, "t").await), "people.no-active-grant");
        let ask = asking(staff.person, Role::Supervisor, DISTRICT, world.today());
        let asked = people.grant(&first, &world.key(), ask).await.unwrap();
        let own = invited(staff.person);
        let early = people.answer_grant(&own, &world.key(), asked.grant, true).await;
        assert_eq!(code(early), "people.grant-closed", "a second officer first");
        people.decide_grant(&second, &world.key(), asked.approval.unwrap(), true, "同意").await.unwrap();

        // In, to answer; without any right.
        sign_in(&world, &staff, 3, "t3").await.unwrap();
        let actor = people.actor_for("t3").await.unwrap().unwrap();
        assert!(actor.grants.is_empty());
        let roles = people.own_roles(&actor).await.unwrap();
        assert_eq!((roles.len(), roles[0].state), (1, GrantState::Invited));
        for (who, what) in [(&first, "common.not-found"), (&citizen(staff.person), "common.not-found")] {
            let other = people.answer_grant(who, &world.key(), asked.grant, true).await;
            assert_eq!(code(other), what, "nobody says yes for somebody else");
        }
        people.answer_grant(&actor, &world.key(), asked.grant, true).await.unwrap();
        let again = people.answer_grant(&actor, &world.key(), asked.grant, true).await;
        assert_eq!(code(again), "people.grant-closed");
        let actor = people.actor_for("t3").await.unwrap().unwrap();
        assert!(actor.may(&[Role::Supervisor], world.street()));

        // Declined, and left without an answer.
        let clerk = asking(staff.person, Role::SiteClerk, world.street(), world.today());
        let asked = people.grant(&first, &world.key(), clerk.clone()).await.unwrap();
        people.answer_grant(&own, &world.key(), asked.grant, false).await.unwrap();
        let asked = people.grant(&first, &world.key(), clerk).await.unwrap();
        world.clock.advance(Span::days(15));
        let late = people.answer_grant(&own, &world.key(), asked.grant, true).await;
        assert_eq!(code(late), "people.grant-closed");
        Housekeeping::new(people.clone()).run().await.unwrap();
        assert_eq!(people.own_roles(&own).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn roles_are_looked_at_every_quarter_and_told_before_they_end() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, second) = officers(&world).await;
        let people = &world.people;
        let staff = people.create_staff(&first, &world.key(), account(4, DISTRICT)).await.unwrap();
        let today = world.today();
        let ask = GrantInput {
            to: Some(today.plus_days(40)),
            ..asking(staff.person, Role::SiteClerk, world.street(), today)
        };
        let asked = people.grant(&first, &world.key(), ask).await.unwrap();
        people.answer_grant(&invited(staff.person), &world.key(), asked.grant, true).await.unwrap();
        let listed = || async { people.grants(&second, Some(DISTRICT)).await.unwrap() };
        assert_eq!(listed().await[0].review_by, Some(today.plus_days(92)));
        world.clock.advance(Span::days(5));
        people.review_grant(&second, &world.key(), asked.grant).await.unwrap();
        assert_eq!(listed().await[0].review_by, Some(today.plus_days(97)));
        let own = StaffGrant { id: asked.grant, role: Role::DistrictOfficer, node: DISTRICT };
        let itself = Actor::staff(SessionId(staff.person.0), staff.person, vec![own]);
        assert_eq!(code(people.review_grant(&itself, &world.key(), asked.grant).await), "people.grant-own");

        let job = RolesEnding::new(people.clone());
        assert_eq!(job.run().await.unwrap(), 0, "35 days are left");
        world.clock.advance(Span::days(6));
        assert_eq!((job.run().await.unwrap(), job.run().await.unwrap()), (1, 0), "told once");
        let told = people.inbox(&citizen(staff.person), None, PageSize::of(10)).await.unwrap();
        assert!(told.rows.iter().any(|message| message.kind == "people-told-role-ending"));
        world.clock.advance(Span::days(30));
        assert_eq!(job.run().await.unwrap(), 1);
        assert!(listed().await.is_empty(), "its last day is over");
    })
    .await;
}

#[tokio::test]
async fn three_administrators_are_three_people() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, second) = officers(&world).await;
        let people = &world.people;
        let staff = people.create_staff(&first, &world.key(), account(5, CITY)).await.unwrap();
        let ask = |role| asking(staff.person, role, CITY, world.today());
        let machine = people.grant(&first, &world.key(), ask(Role::Operator)).await.unwrap();
        for role in [Role::SecurityAdmin, Role::AuditAdmin, Role::Supervisor, Role::CityOfficer] {
            assert_eq!(code(people.grant(&first, &world.key(), ask(role)).await), "people.grant-separate");
        }
        people.decide_grant(&second, &world.key(), machine.approval.unwrap(), true, "同意").await.unwrap();
        people.answer_grant(&invited(staff.person), &world.key(), machine.grant, true).await.unwrap();
        // An officer cannot be an administrator besides.
        let officer = asking(second.person.unwrap(), Role::AuditAdmin, CITY, world.today());
        assert_eq!(code(people.grant(&first, &world.key(), officer).await), "people.grant-separate");
        // Past the program: the database says no.
        const FORCED: &str = "insert into staff_grant (id, person, role, node, from_day, state, reason, granted_by,
            granted_at) values ($1, $2, 'security_admin', $3, 0, 'proposed', 'x', $4, 0)";
        let mut tx = people.core.db.begin().await.unwrap();
        let id: GrantId = people.core.id();
        let forced = tx.run(FORCED, args![id, staff.person, CITY, first.person]).await;
        assert!(matches!(forced, Err(tb_db::DbError::Unique(_))), "{forced:?}");
    })
    .await;
}

#[tokio::test]
async fn a_locked_account_is_nobody() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, second) = officers(&world).await;
        let people = &world.people;
        let clerk = people.create_staff(&first, &world.key(), account(6, DISTRICT)).await.unwrap();
        let ask = asking(clerk.person, Role::SiteClerk, world.street(), world.today());
        let asked = people.grant(&first, &world.key(), ask).await.unwrap();
        people.answer_grant(&invited(clerk.person), &world.key(), asked.grant, true).await.unwrap();
        sign_in(&world, &clerk, 6, "t6").await.unwrap();
        let security = staff(70, Role::SecurityAdmin, CITY);
        let lock = |actor: Actor, person: PersonId, reason: &'static str| {
            let (people, key) = (people.clone(), world.key());
            async move { people.lock_staff(&actor, &key, person, reason).await }
        };
        assert_eq!(code(lock(staff(71, Role::AuditAdmin, CITY), clerk.person, "x").await), "common.not-found");
        assert_eq!(code(lock(officer(9, DISTRICT), clerk.person, "x").await), "common.not-found");
        assert_eq!(faults(lock(security.clone(), clerk.person, " ").await), ["reason people.missing"]);
        assert_eq!(people.sessions_of_staff(&security, clerk.person).await.unwrap().len(), 1);
        lock(security.clone(), clerk.person, "手机丢失").await.unwrap();
        assert_eq!(people.actor_for("t6").await.unwrap(), None);
        assert_eq!(code(sign_in(&world, &clerk, 6, "t7").await), "people.account-locked");
        assert_eq!(code(lock(security.clone(), clerk.person, "x").await), "people.account-locked");
        people.unlock_staff(&security, &world.key(), clerk.person, "找回").await.unwrap();
        sign_in(&world, &clerk, 6, "t8").await.unwrap();
        assert_eq!(people.end_sessions(&security, &world.key(), clerk.person, "换设备").await.unwrap(), 1);
        // One of two officers can be locked, the last one cannot.
        lock(security.clone(), second.person.unwrap(), "调查").await.unwrap();
        assert_eq!(code(lock(security, first.person.unwrap(), "调查").await), "people.last-officer");
    })
    .await;
}
