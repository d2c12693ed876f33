//! Citizens sign in with a code: limits, one answer for all, shared telephones, registering by oneself; sessions.

mod common;

use common::*;
use tb_db::testing::on_both;
use tb_kernel::*;
use tb_people::*;

async fn ask(world: &World, phone: &str, address: &str) -> Outcome<CodeSent> {
    world.people.request_code(&Actor::visitor(), &world.key(), phone, &origin(address)).await
}
async fn enter(world: &World, phone: &str, code: &str, token: &str) -> Outcome<SignedIn> {
    let (visitor, from) = (Actor::visitor(), origin("10.0.0.1"));
    world.people.sign_in_with_code(&visitor, &world.key(), phone, code, TokenHash::of(token), &from).await
}
fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn a_code_signs_in_once_within_five_minutes() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.volunteer(1).await;
        let phone = world.volunteering(1).person.phone;
        let sms = world.code(&phone).await;
        let Ok(SignedIn::Session { session, person: who }) = enter(&world, &phone, &sms, "t1").await else {
            panic!("not signed in")
        };
        assert_eq!(who, person);
        assert_eq!(world.people.actor_for("t1").await.unwrap(), Some(Actor::citizen(session, person)));
        assert_eq!(world.people.actor_for("t2").await.unwrap(), None);
        assert_eq!(faults(enter(&world, &phone, &sms, "t3").await), ["code people.code-wrong"], "single use");
        world.clock.advance(Span::minutes(2));
        let sms = world.code(&phone).await;
        world.clock.advance(Span::minutes(5));
        assert_eq!(faults(enter(&world, &phone, &sms, "t4").await), ["code people.code-wrong"], "too late");
    })
    .await;
}

#[tokio::test]
async fn three_tries_for_a_code_and_ten_wrong_ones_a_day() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        world.volunteer(2).await;
        let phone = world.volunteering(2).person.phone;
        let mut wrong = 0;
        for round in 0..4 {
            world.clock.advance(Span::minutes(20));
            let sms = world.code(&phone).await;
            for _ in 0..3 {
                if wrong == 10 {
                    break;
                }
                assert_eq!(faults(enter(&world, &phone, &other_than(&sms), "x").await), ["code people.code-wrong"]);
                wrong += 1;
            }
            let last = enter(&world, &phone, &sms, "y").await;
            if round < 3 {
                assert_eq!(faults(last), ["code people.code-wrong"], "the fourth try is one too many");
            } else {
                assert_eq!(code(last), "people.code-locked");
            }
        }
        // A day later the number is free again: nobody is locked out for good.
        world.clock.advance(Span::days(1));
        let sms = world.code(&phone).await;
        assert!(matches!(enter(&world, &phone, &sms, "z").await, Ok(SignedIn::Session { .. })));
    })
    .await;
}

#[tokio::test]
async fn strangers_cannot_lock_a_number_that_asked_for_no_code() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        world.volunteer(3).await;
        let phone = world.volunteering(3).person.phone;
        for n in 0..15 {
            assert_eq!(faults(enter(&world, &phone, &format!("{n:06}"), "x").await), ["code people.code-wrong"]);
        }
        let sms = world.code(&phone).await;
        assert!(enter(&world, &phone, &sms, "t").await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn codes_are_rationed_by_number_and_by_address() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let phone = "15400000001";
        let first = ask(&world, phone, "a").await.unwrap();
        assert_eq!(first.again_at, world.people.core.now().plus(Span::seconds(60)));
        let soon = ask(&world, phone, "b").await.unwrap_err();
        assert_eq!(soon.refusal().unwrap().args, [("seconds".to_owned(), "60".to_owned())]);
        for _ in 1..5 {
            world.clock.advance(Span::seconds(60));
            ask(&world, phone, "a").await.unwrap();
        }
        world.clock.advance(Span::seconds(60));
        assert_eq!(code(ask(&world, phone, "a").await), "people.code-too-many", "five in an hour");
        world.clock.advance(Span::hours(2));
        for _ in 5..10 {
            world.clock.advance(Span::minutes(13));
            ask(&world, phone, "a").await.unwrap();
        }
        world.clock.advance(Span::hours(2));
        assert_eq!(code(ask(&world, phone, "a").await), "people.code-too-many", "ten in a day");
        for n in 0..20 {
            ask(&world, &format!("154100000{n:02}"), "c").await.unwrap();
        }
        assert_eq!(code(ask(&world, "15419999999", "c").await), "people.address-too-many");
        assert!(ask(&world, "15419999999", "d").await.is_ok());
        assert_eq!(faults(ask(&world, "025-83201234", "d").await), ["phone people.mobile-needed"]);
    })
    .await;
}

#[tokio::test]
async fn known_and_unknown_numbers_get_the_same_answer_and_the_same_work() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        world.volunteer(4).await;
        let known = ask(&world, &world.volunteering(4).person.phone, "a").await.unwrap();
        let unknown = ask(&world, "15400000444", "a").await.unwrap();
        assert_eq!(known, unknown);
        assert_eq!(world.delivered().await.len(), 2, "both are sent");
        for phone in [world.volunteering(4).person.phone.as_str(), "15400000444"] {
            assert_eq!(faults(enter(&world, phone, "000000", "t").await), ["code people.code-wrong"]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_shared_telephone_lets_one_choose() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let clerk = clerk(1, world.street());
        let a = world.register(&clerk, world.elderly(5)).await.unwrap().person;
        let mut other = world.elderly(6);
        other.person.phone = world.elderly(5).person.phone;
        world.clock.advance(Span::seconds(1));
        let b = world.register(&clerk, other).await.unwrap().person;
        let stranger = world.register(&clerk, world.elderly(7)).await.unwrap().person;
        let phone = world.elderly(5).person.phone;
        let sms = world.code(&phone).await;
        let SignedIn::Choose { people } = enter(&world, &phone, &sms, "proof").await.unwrap() else {
            panic!("no choice")
        };
        assert_eq!(people.len(), 2);
        assert_eq!(world.people.actor_for("proof").await.unwrap(), None, "a proof is not a session");
        let proof = TokenHash::of("proof");
        let shown = world.people.choices(proof).await.unwrap();
        assert_eq!(
            shown.iter().map(|s| (s.id, s.masked_name.as_str())).collect::<Vec<_>>(),
            [(a, "张**"), (b, "张**")]
        );
        let choose = |proof: TokenHash, person: PersonId, token: &'static str| {
            let (people, key) = (world.people.clone(), world.key());
            async move {
                let (visitor, from) = (Actor::visitor(), origin("x"));
                people.choose_person(&visitor, &key, proof, person, TokenHash::of(token), &from).await
            }
        };
        assert_eq!(code(choose(proof, stranger, "t1").await), "common.not-found");
        let session = choose(proof, b, "t1").await.unwrap();
        assert_eq!(world.people.actor_for("t1").await.unwrap(), Some(Actor::citizen(session, b)));
        assert_eq!(code(choose(proof, a, "t2").await), "people.proof-over", "used once");
        assert_eq!(code(world.people.choices(TokenHash::of("other")).await), "people.proof-over");
    })
    .await;
}

#[tokio::test]
async fn one_registers_alone_with_the_telephone_one_proved() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let known = world.volunteer(8).await;
        let visitor = Actor::visitor();
        assert_eq!(code(world.register(&visitor, world.volunteering(9)).await), "common.sign-in");
        let phone = world.volunteering(9).person.phone;
        let sms = world.code(&phone).await;
        assert_eq!(enter(&world, &phone, &sms, "proof").await.unwrap(), SignedIn::New);
        let proof = TokenHash::of("proof");
        let alone = |mut registration: Registration| {
            registration.proof = Some(proof);
            world.register(&visitor, registration)
        };
        let mut other_phone = world.volunteering(9);
        other_phone.person.phone = "15400000123".into();
        assert_eq!(faults(alone(other_phone).await), ["phone people.phone-not-proved"]);
        // Somebody else's identity with one's own telephone: no foothold, and it counts.
        let mut stolen = world.volunteering(8);
        stolen.person.phone = phone.clone();
        assert_eq!(code(alone(stolen.clone()).await), "people.already-registered");
        let made = alone(world.volunteering(9)).await.unwrap();
        assert!(made.new_person && made.person != known);
        let from = origin("x");
        let token = TokenHash::of("mine");
        world.people.choose_person(&visitor, &world.key(), proof, made.person, token, &from).await.unwrap();
        let me = world.people.actor_for("mine").await.unwrap().unwrap();
        let page = world.people.me(&me).await.unwrap();
        assert_eq!((page.person.id, page.unread), (made.person, 0));
        let view = world.people.person_view(&me, made.person).await.unwrap();
        assert_eq!(view.enrolments[0].channel, Channel::SelfService);
        assert_eq!(view.enrolments[0].state, EnrolmentState::Applied);
    })
    .await;
}

#[tokio::test]
async fn a_proof_allows_few_tries_at_identities() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        world.volunteer(10).await;
        let sms = world.code("15400000555").await;
        enter(&world, "15400000555", &sms, "proof").await.unwrap();
        for n in 0..6 {
            let mut probe = world.volunteering(10);
            probe.person.phone = "15400000555".into();
            probe.proof = Some(TokenHash::of("proof"));
            let expected = if n < 5 { "people.already-registered" } else { "people.proof-over" };
            assert_eq!(code(world.register(&Actor::visitor(), probe).await), expected);
        }
    })
    .await;
}

#[tokio::test]
async fn sessions_end_by_idleness_and_by_hand() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        world.volunteer(11).await;
        let phone = world.volunteering(11).person.phone;
        for token in ["a", "b", "c"] {
            let sms = world.code(&phone).await;
            enter(&world, &phone, &sms, token).await.unwrap();
            world.clock.advance(Span::minutes(2));
        }
        let actor = |token: &'static str| world.people.actor_for(token);
        let me = actor("a").await.unwrap().unwrap();
        let open = world.people.sessions(&me).await.unwrap();
        assert_eq!(open.len(), 3);
        assert_eq!(open.iter().filter(|s| s.current).count(), 1);
        let stranger = citizen(PersonId(uuid::Uuid::from_u128(4)));
        assert_eq!(code(world.people.revoke_session(&stranger, &world.key(), open[0].id).await), "common.not-found");
        let b = actor("b").await.unwrap().unwrap();
        world.people.sign_out(&b, &world.key()).await.unwrap();
        assert_eq!(actor("b").await.unwrap(), None);
        assert_eq!(world.people.revoke_other_sessions(&me, &world.key()).await.unwrap(), 1);
        assert_eq!(actor("c").await.unwrap(), None);
        // A sign of life moves the end along.
        for _ in 0..3 {
            world.clock.advance(Span::days(29));
            assert!(actor("a").await.unwrap().is_some());
        }
        world.clock.advance(Span::days(30));
        assert_eq!(actor("a").await.unwrap(), None);
    })
    .await;
}
