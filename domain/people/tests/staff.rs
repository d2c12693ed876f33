//! Staff: sign-in with password and one-time code, roles with a second pair of eyes, acting for somebody, tokens.

mod common;

use common::*;
use tb_db::testing::on_both;
use tb_kernel::Identity;
use tb_kernel::*;
use tb_people::*;

const PASSWORD: &str = "紫金山 1912 雨花";

fn account(n: u16, node: Node) -> StaffInput {
    StaffInput {
        name: format!("王芳{}", char::from_u32(0x82b1 + u32::from(n)).unwrap()),
        id_no: IdNumber::compose(320_104, Day::parse("1980-05-06").unwrap(), n).text().to_owned(),
        phone: format!("1547000{n:04}"),
        node: Some(node),
        username: format!("wang{n}"),
        password: PASSWORD.into(),
    }
}
fn one_time(secret: &[u8], now: Instant) -> String {
    let seconds = u64::try_from(now.0 / 1_000_000).unwrap();
    let secret = totp_rs::Secret::from(secret.to_vec());
    totp_rs::Builder::new().with_secret(secret).build().unwrap().generate(seconds).to_string()
}
async fn try_in(world: &World, username: &str, password: &str, code: &str, token: &str) -> Outcome<SessionId> {
    let from = origin("10.1.1.1");
    world.people.staff_sign_in(&world.key(), username, password, code, TokenHash::of(token), &from).await
}
/// Signs in half a minute later, so that the one-time code is a new one.
async fn sign_in(world: &World, staff: &NewStaff, username: &str, token: &str) -> Actor {
    world.clock.advance(Span::seconds(30));
    let code = one_time(&staff.one_time_secret, world.people.core.now());
    try_in(world, username, PASSWORD, &code, token).await.unwrap();
    world.people.actor_for(token).await.unwrap().unwrap()
}
/// Two city officers and two sessions.
async fn officers(world: &World) -> (Actor, Actor) {
    let first = world.people.create_first_admin(&world.key(), account(1, CITY)).await.unwrap();
    let second = world.people.create_second_admin(&world.key(), account(2, CITY)).await.unwrap();
    (sign_in(world, &first, "wang1", "t1").await, sign_in(world, &second, "wang2", "t2").await)
}
fn asking(person: PersonId, role: Role, node: Node, from: Day) -> GrantInput {
    GrantInput { person, role, node, from, to: None, reason: "任命".into() }
}

/// The invited person's own yes.
async fn accept(world: &World, person: PersonId, grant: GrantId) {
    let invited = Actor::staff(SessionId(person.0), person, vec![]);
    world.people.answer_grant(&invited, &world.key(), grant, true).await.unwrap();
}

#[tokio::test]
async fn the_first_officers_are_seated_once() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let people = &world.people;
        assert_eq!(code(people.create_second_admin(&world.key(), account(2, CITY)).await), "people.officer-exists");
        let key = world.key();
        let first = people.create_first_admin(&key, account(1, CITY)).await.unwrap();
        assert!(first.one_time_url.starts_with("otpauth://totp/timebank:wang1?"));
        let again = people.create_first_admin(&key, account(1, CITY)).await.unwrap();
        assert_eq!(again, first, "the same key shows the same secret");
        assert_eq!(code(people.create_first_admin(&world.key(), account(3, CITY)).await), "people.officer-exists");
        people.create_second_admin(&world.key(), account(2, CITY)).await.unwrap();
        assert_eq!(code(people.create_second_admin(&world.key(), account(3, CITY)).await), "people.officer-exists");
        let weak = StaffInput { password: "1212121212".into(), username: "4".into(), ..account(4, CITY) };
        assert_eq!(
            faults(people.create_staff(&officer(1, CITY), &world.key(), weak).await),
            ["username people.username-form", "password people.password-weak"]
        );
        let taken = StaffInput { username: "wang1".into(), ..account(4, CITY) };
        let taken = people.create_staff(&officer(1, CITY), &world.key(), taken).await;
        assert_eq!(faults(taken), ["username people.username-taken"]);
        let twice = StaffInput { username: "other".into(), ..account(1, CITY) };
        assert_eq!(code(people.create_staff(&officer(1, CITY), &world.key(), twice).await), "people.staff-known");
        let low = people.create_staff(&clerk(1, world.street()), &world.key(), account(5, world.street())).await;
        assert_eq!(code(low), "people.not-allowed");
    })
    .await;
}

#[tokio::test]
async fn password_and_one_time_code_are_both_needed_and_a_code_works_once() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let staff = world.people.create_first_admin(&world.key(), account(1, CITY)).await.unwrap();
        let now = world.people.core.now();
        let right = one_time(&staff.one_time_secret, now);
        for (name, password, one_time) in [
            ("wang1", "wrong password", right.as_str()),
            ("wang1", PASSWORD, "000000"),
            ("nobody", PASSWORD, right.as_str()),
        ] {
            assert_eq!(code(try_in(&world, name, password, one_time, "t").await), "people.sign-in-wrong");
        }
        try_in(&world, " Wang1 ", PASSWORD, &right, "t1").await.unwrap();
        let actor = world.people.actor_for("t1").await.unwrap().unwrap();
        assert!(actor.may(&[Role::CityOfficer], DISTRICT));
        assert_eq!(actor.channel, Channel::Desk);
        assert_eq!(code(try_in(&world, "wang1", PASSWORD, &right, "t2").await), "people.sign-in-wrong", "replayed");
        // Two wrong ones and the replay are counted: two more and the account rests for a quarter of an hour.
        for _ in 0..2 {
            assert_eq!(code(try_in(&world, "wang1", "wrong", "000000", "t").await), "people.sign-in-wrong");
        }
        world.clock.advance(Span::seconds(30));
        let next = one_time(&staff.one_time_secret, world.people.core.now());
        assert_eq!(code(try_in(&world, "wang1", PASSWORD, &next, "t3").await), "people.sign-in-too-many");
        world.clock.advance(Span::minutes(15));
        let next = one_time(&staff.one_time_secret, world.people.core.now());
        try_in(&world, "wang1", PASSWORD, &next, "t3").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn staff_sessions_are_short_and_a_new_password_ends_the_others() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let staff = world.people.create_first_admin(&world.key(), account(1, CITY)).await.unwrap();
        sign_in(&world, &staff, "wang1", "idle").await;
        let actor = sign_in(&world, &staff, "wang1", "busy").await;
        let change = world.people.change_password(&actor, &world.key(), "wrong", "another one 77").await;
        assert_eq!(faults(change), ["old people.sign-in-wrong"]);
        let change = world.people.change_password(&actor, &world.key(), PASSWORD, "short").await;
        assert_eq!(faults(change), ["new people.password-weak"]);
        world.clock.advance(Span::minutes(14));
        assert!(world.people.actor_for("busy").await.unwrap().is_some());
        world.clock.advance(Span::minutes(1));
        assert_eq!(world.people.actor_for("idle").await.unwrap(), None, "a quarter of an hour without a sign of life");
        sign_in(&world, &staff, "wang1", "third").await;
        world.people.change_password(&actor, &world.key(), PASSWORD, "another one 77").await.unwrap();
        assert_eq!(world.people.actor_for("third").await.unwrap(), None);
        for _ in 0..34 {
            assert!(world.people.actor_for("busy").await.unwrap().is_some());
            world.clock.advance(Span::minutes(14));
        }
        assert_eq!(world.people.actor_for("busy").await.unwrap(), None, "eight hours at most");
        let code_now = one_time(&staff.one_time_secret, world.people.core.now());
        assert_eq!(code(try_in(&world, "wang1", PASSWORD, &code_now, "t").await), "people.sign-in-wrong");
    })
    .await;
}

#[tokio::test]
async fn roles_of_sites_are_given_directly_and_end_at_the_next_request() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, _) = officers(&world).await;
        let people = &world.people;
        let clerk = people.create_staff(&first, &world.key(), account(5, world.street())).await.unwrap();
        world.clock.advance(Span::seconds(30));
        let sms = one_time(&clerk.one_time_secret, people.core.now());
        assert_eq!(code(try_in(&world, "wang5", PASSWORD, &sms, "t").await), "people.no-active-grant");
        let today = world.today();
        let ask = |actor: Actor, input: GrantInput| {
            let (people, key) = (people.clone(), world.key());
            async move { people.grant(&actor, &key, input).await }
        };
        let at_street = |role| asking(clerk.person, role, world.street(), today);
        assert_eq!(
            code(ask(first.clone(), asking(first.person.unwrap(), Role::SiteClerk, world.street(), today)).await),
            "people.grant-own"
        );
        assert_eq!(
            code(ask(first.clone(), asking(clerk.person, Role::SiteClerk, CITY, today)).await),
            "people.grant-level"
        );
        assert_eq!(code(ask(officer(9, OTHER_DISTRICT), at_street(Role::SiteClerk)).await), "common.not-found");
        let nobody = PersonId(uuid::Uuid::nil());
        assert_eq!(
            code(ask(first.clone(), asking(nobody, Role::SiteClerk, world.street(), today)).await),
            "people.not-staff"
        );
        let late = GrantInput { to: Some(today.plus_days(-1)), ..at_street(Role::SiteClerk) };
        assert_eq!(faults(ask(first.clone(), late).await), ["to people.day-order"]);
        let given = ask(first.clone(), at_street(Role::SiteClerk)).await.unwrap();
        assert_eq!(given.approval, None);
        accept(&world, clerk.person, given.grant).await;
        assert_eq!(code(ask(first.clone(), at_street(Role::SiteClerk)).await), "people.grant-known");
        // A role that begins tomorrow counts from tomorrow.
        let tomorrow = asking(clerk.person, Role::StreetOfficer, world.street(), today.plus_days(1));
        let later = ask(first.clone(), tomorrow).await.unwrap();
        accept(&world, clerk.person, later.grant).await;
        let actor = sign_in(&world, &clerk, "wang5", "t5").await;
        assert_eq!(actor.grants.iter().map(|g| g.role).collect::<Vec<_>>(), [Role::SiteClerk]);

        people.end_grant(&first, &world.key(), given.grant, "调离").await.unwrap();
        assert_eq!(people.actor_for("t5").await.unwrap(), None, "the session went with the role");
        assert_eq!(code(people.end_grant(&first, &world.key(), given.grant, "x").await), "people.grant-closed");
        let listed = people.staff(&first, Some(DISTRICT), "").await.unwrap();
        assert_eq!(listed.iter().map(|s| s.username.as_str()).collect::<Vec<_>>(), ["wang5"]);
        assert_eq!(people.grants(&first, None).await.unwrap().len(), 3);
    })
    .await;
}

#[tokio::test]
async fn higher_roles_need_a_second_officer() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, second) = officers(&world).await;
        let people = &world.people;
        let staff = people.create_staff(&first, &world.key(), account(6, DISTRICT)).await.unwrap();
        let ask = asking(staff.person, Role::DistrictOfficer, DISTRICT, world.today());
        let asked = people.grant(&first, &world.key(), ask).await.unwrap();
        let approval = asked.approval.unwrap();
        world.clock.advance(Span::seconds(30));
        let now_code = one_time(&staff.one_time_secret, people.core.now());
        assert_eq!(code(try_in(&world, "wang6", PASSWORD, &now_code, "t").await), "people.no-active-grant");
        let decide = |actor: Actor, approve: bool| {
            let (people, key) = (people.clone(), world.key());
            async move { people.decide_grant(&actor, &key, approval, approve, "同意").await }
        };
        assert_eq!(code(decide(first.clone(), true).await), "approval.own");
        assert_eq!(code(decide(officer(9, OTHER_DISTRICT), true).await), "common.not-found");
        assert_eq!(code(decide(clerk(9, DISTRICT), true).await), "common.not-found");
        let itself = staff_actor(staff.person, DISTRICT);
        assert_eq!(code(decide(itself, true).await), "approval.benefits");
        assert_eq!(decide(second.clone(), true).await.unwrap(), asked.grant);
        let named = world.people.grants(&first, Some(DISTRICT)).await.unwrap();
        assert_eq!(named.iter().map(|g| g.state).collect::<Vec<_>>(), [GrantState::Invited]);
        accept(&world, staff.person, asked.grant).await;
        assert_eq!(code(decide(second.clone(), true).await), "approval.closed");
        let actor = sign_in(&world, &staff, "wang6", "t6").await;
        assert!(actor.may(&[Role::DistrictOfficer], world.street()) && !actor.may(&[Role::DistrictOfficer], CITY));

        let ask = asking(staff.person, Role::Auditor, DISTRICT, world.today());
        let refused = people.grant(&first, &world.key(), ask.clone()).await.unwrap();
        let no = people.decide_grant(&second, &world.key(), refused.approval.unwrap(), false, "不需要").await;
        assert_eq!(no.unwrap(), refused.grant);
        let late = people.grant(&first, &world.key(), ask).await.unwrap();
        world.clock.advance(Span::hours(73));
        let too_late = people.decide_grant(&second, &world.key(), late.approval.unwrap(), true, "x").await;
        assert_eq!(code(too_late), "approval.expired");
        tb_jobs::Job::run(&Housekeeping::new(people.clone())).await.unwrap();
        let states: Vec<GrantState> =
            people.grants(&second, Some(DISTRICT)).await.unwrap().iter().map(|g| g.state).collect();
        assert_eq!(states, [GrantState::Active]);
        let last = people.grants(&second, None).await.unwrap();
        let of = |person: Option<PersonId>| last.iter().find(|g| Some(g.person) == person).unwrap().id;
        people.end_grant(&second, &world.key(), of(first.person), "退休").await.unwrap();
        let end = people.end_grant(&second, &world.key(), of(second.person), "x").await;
        assert_eq!(code(end), "people.last-officer");
    })
    .await;
}

#[tokio::test]
async fn an_officer_resets_a_clerk_but_never_another_officer() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, second) = officers(&world).await;
        let people = &world.people;
        let clerk = people.create_staff(&first, &world.key(), account(8, world.street())).await.unwrap();
        let ask = asking(clerk.person, Role::SiteClerk, world.street(), world.today());
        let asked = people.grant(&first, &world.key(), ask).await.unwrap();
        accept(&world, clerk.person, asked.grant).await;
        sign_in(&world, &clerk, "wang8", "t8").await;
        let reset = |actor: Actor, person: PersonId, password: &'static str| {
            let (people, key) = (people.clone(), world.key());
            async move { people.reset_staff(&actor, &key, person, password).await }
        };
        assert_eq!(code(reset(first.clone(), second.person.unwrap(), "a new word 1").await), "people.not-allowed");
        assert_eq!(code(reset(first.clone(), first.person.unwrap(), "a new word 1").await), "people.own-account");
        assert_eq!(code(reset(officer(9, OTHER_DISTRICT), clerk.person, "a new word 1").await), "common.not-found");
        assert_eq!(faults(reset(first.clone(), clerk.person, "short").await), ["password people.password-weak"]);
        let fresh = reset(first.clone(), clerk.person, "a new word 1").await.unwrap();
        assert_ne!(fresh.one_time_secret, clerk.one_time_secret);
        assert_eq!(people.actor_for("t8").await.unwrap(), None);
        world.clock.advance(Span::seconds(30));
        let old = one_time(&clerk.one_time_secret, people.core.now());
        assert_eq!(code(try_in(&world, "wang8", "a new word 1", &old, "t").await), "people.sign-in-wrong");
        let new = one_time(&fresh.one_time_secret, people.core.now());
        try_in(&world, "wang8", "a new word 1", &new, "t").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_role_that_runs_out_takes_the_session_along() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, _) = officers(&world).await;
        let clerk = world.people.create_staff(&first, &world.key(), account(9, world.street())).await.unwrap();
        let today = world.today();
        let ask = GrantInput { to: Some(today), ..asking(clerk.person, Role::SiteClerk, world.street(), today) };
        let asked = world.people.grant(&first, &world.key(), ask).await.unwrap();
        accept(&world, clerk.person, asked.grant).await;
        world.clock.set(today.start().plus(Span::minutes(24 * 60 - 5)));
        sign_in(&world, &clerk, "wang9", "t9").await;
        world.clock.advance(Span::minutes(3));
        assert!(world.people.actor_for("t9").await.unwrap().is_some());
        world.clock.advance(Span::minutes(2));
        assert_eq!(world.people.actor_for("t9").await.unwrap(), None, "after midnight");
    })
    .await;
}

/// The person, as if an officer of the node already.
fn staff_actor(person: PersonId, node: Node) -> Actor {
    let grant = StaffGrant { id: GrantId(uuid::Uuid::nil()), role: Role::DistrictOfficer, node };
    Actor::staff(SessionId(uuid::Uuid::nil()), person, vec![grant])
}

#[tokio::test]
async fn acting_for_somebody_lasts_as_long_as_the_territory() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, _) = officers(&world).await;
        let people = &world.people;
        let elder = world.elder(1).await;
        let clerk = people.create_staff(&first, &world.key(), account(7, world.street())).await.unwrap();
        let ask = |node| asking(clerk.person, Role::SiteClerk, node, world.today());
        let asked = people.grant(&first, &world.key(), ask(world.street())).await.unwrap();
        accept(&world, clerk.person, asked.grant).await;
        let actor = sign_in(&world, &clerk, "wang7", "t7").await;
        people.act_for(&actor, &world.key(), elder, ActingChannel::Hotline).await.unwrap();
        let acting = people.actor_for("t7").await.unwrap().unwrap();
        assert_eq!(
            (acting.subject(), acting.person, acting.channel),
            (Some(elder), Some(clerk.person), Channel::Hotline)
        );
        assert_eq!(people.me(&acting).await.unwrap().acting_for.unwrap().id, elder);
        let claims =
            Claims::Volunteer(VolunteerClaims { resident: true, student: false, healthy: true, good_record: true });
        people.enrol(&acting, &world.key(), Enrol { claims, consent: "privacy-1".into() }).await.unwrap();
        assert_eq!(people.person_view(&acting, elder).await.unwrap().enrolments[1].channel, Channel::Hotline);
        // The elder moves to where the clerk has no say: from the next request on, nobody is acted for.
        let moving = ContactChange { node: Some(world.community(OTHER_DISTRICT)), ..ContactChange::default() };
        people.update_contact(&first, &world.key(), elder, moving).await.unwrap();
        let after = people.actor_for("t7").await.unwrap().unwrap();
        assert_eq!((after.acting_for, after.channel), (None, Channel::Desk));
        let own = Claims::Elder(ElderClaims::default());
        let own = people.enrol(&after, &world.key(), Enrol { claims: own, consent: "x".into() }).await;
        assert_eq!(code(own), "people.not-acting", "nobody enrols themselves at their own desk");
        people.stop_acting(&after, &world.key()).await.unwrap();
        let citizen_acts = people.act_for(&citizen(elder), &world.key(), elder, ActingChannel::Desk).await;
        assert_eq!(code(citizen_acts), "common.sign-in");
    })
    .await;
}

#[tokio::test]
async fn a_program_never_reaches_further_than_its_owner() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (first, second) = officers(&world).await;
        let people = &world.people;
        let input = |scopes: &[&str], node, token| TokenInput {
            name: "统计".into(),
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            node,
            days: 30,
            token: TokenHash::of(token),
        };
        let wrong = TokenInput { days: 0, ..input(&["everything"], DISTRICT, "p") };
        assert_eq!(
            faults(people.create_token(&first, &world.key(), wrong).await),
            ["scopes people.scope-form", "days people.token-days"]
        );
        let clerk = clerk(4, world.street());
        assert_eq!(
            code(people.create_token(&clerk, &world.key(), input(&["a:b"], world.street(), "q")).await),
            "people.not-allowed"
        );
        let token = people.create_token(&first, &world.key(), input(&["orders:read"], DISTRICT, "p")).await.unwrap();
        let program = people.actor_for_token("p").await.unwrap().unwrap();
        assert_eq!((program.identity, program.channel), (Identity::Program(token), Channel::Api));
        assert_eq!(program.scopes, ["orders:read"]);
        assert!(
            program.may(&[Role::CityOfficer], world.street()) && !program.may(&[Role::CityOfficer], OTHER_DISTRICT)
        );
        assert_eq!(people.actor_for("p").await.unwrap(), None, "a program's token is no session");
        let breeding = people.create_token(&program, &world.key(), input(&["a:b"], DISTRICT, "child")).await;
        assert_eq!(code(breeding), "common.sign-in");
        let kept = people.create_token(&first, &world.key(), input(&["orders:read"], DISTRICT, "kept")).await.unwrap();
        people.revoke_token(&second, &world.key(), token).await.unwrap();
        assert_eq!(people.actor_for_token("p").await.unwrap(), None);
        assert_eq!(code(people.revoke_token(&clerk, &world.key(), kept).await), "common.not-found");
        let of_first = people.grants(&second, None).await.unwrap();
        let grant = of_first.iter().find(|g| Some(g.person) == first.person).unwrap().id;
        assert!(people.actor_for_token("kept").await.unwrap().is_some());
        people.end_grant(&second, &world.key(), grant, "退休").await.unwrap();
        assert_eq!(people.actor_for_token("kept").await.unwrap(), None, "the owner's role ended");
        let tokens = people.tokens(&second, None).await.unwrap();
        assert_eq!(tokens.iter().map(|t| t.revoked).filter(|r| *r).count(), 1);
    })
    .await;
}
