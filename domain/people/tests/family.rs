//! Family links from claim to end, proxies in four degrees, what waits for a yes, guardians.

#![allow(clippy::unwrap_used)] // also where a test only prepares

mod common;

use common::*;
use tb_db::testing::on_both;
use tb_kernel::*;
use tb_people::*;
use tb_policy::KinKind;
use uuid::Uuid;

const PARENT: LinkKind = LinkKind::Kin(KinKind::Parent);

/// A person with a handle, born on a day; not enrolled.
async fn person(world: &World, n: u16, birth: &str) -> (PersonId, String, String) {
    let input = world.person(n, birth);
    let name = input.name.clone();
    let new = Registration { person: input, claims: None, consent: "privacy-1".into(), proof: None, hotline: false };
    let made = world.register(&clerk(1, world.street()), new).await.unwrap();
    (made.person, made.handle, name)
}

fn claim(handle: &str, name: &str, kind: LinkKind) -> ClaimInput {
    ClaimInput {
        handle: handle.into(),
        name: name.into(),
        kind,
        document: Document::HouseholdRegister,
        note: String::new(),
    }
}

/// Two persons with an active link: b is a's …
async fn tied(world: &World, a: PersonId, b: PersonId, kind: LinkKind) -> LinkId {
    let input = LinkInput { a, b, kind, evidence: "户口簿".into() };
    let link = world.people.record_link(&clerk(1, world.street()), &world.key(), input).await.unwrap();
    world.people.decide_link(&officer(2, DISTRICT), &world.key(), link, true, "已核对").await.unwrap();
    link
}

fn for_somebody(n: u128, node: Node, person: PersonId, channel: Channel) -> Actor {
    clerk(n, node).for_person(person, channel)
}

#[tokio::test]
async fn a_claim_is_reviewed_and_then_the_other_says_yes() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let people = &world.people;
        let (mother, handle, name) = person(&world, 1, "1945-03-04").await;
        let (child, ..) = person(&world, 2, "1975-03-04").await;
        let wrong = people.claim_link(&citizen(child), &world.key(), claim(&handle, "李明", PARENT)).await;
        assert_eq!(faults(wrong), ["handle people.link-other-unknown"]);
        let nobody = people.claim_link(&citizen(child), &world.key(), claim("TB0000000", &name, PARENT)).await;
        assert_eq!(faults(nobody), ["handle people.link-other-unknown"]);
        let link = people.claim_link(&citizen(child), &world.key(), claim(&handle, &name, PARENT)).await.unwrap();
        // The same tie told from the other end is known already.
        let view = people.family(&citizen(child)).await.unwrap();
        let me = view.links[0].a.handle.clone();
        let child_name = world.person(2, "1975-03-04").name;
        let turned = claim(&me, &child_name, LinkKind::Kin(KinKind::Child));
        assert_eq!(code(people.claim_link(&citizen(mother), &world.key(), turned).await), "people.link-known");

        let yes = || async { people.answer_link(&citizen(mother), &world.key(), link, true).await };
        assert_eq!(code(yes().await), "people.link-not-ready");
        assert_eq!(code(people.answer_link(&citizen(child), &world.key(), link, true).await), "people.link-closed");
        people.decide_link(&officer(2, DISTRICT), &world.key(), link, true, "看过户口簿").await.unwrap();
        let seen = people.family_link(&citizen(mother), link).await.unwrap();
        assert!(seen.awaits(mother) && !seen.awaits(child));
        let related = || async { people.related(&mut people.core.db.read(), mother, child).await.unwrap() };
        assert!(!related().await, "reviewed is not yet active");
        // Nobody else sees or answers it.
        let (stranger, ..) = person(&world, 3, "1980-01-01").await;
        assert_eq!(code(people.answer_link(&citizen(stranger), &world.key(), link, true).await), "common.not-found");
        assert_eq!(code(people.family_link(&citizen(stranger), link).await), "common.not-found");
        assert_eq!(yes().await.unwrap(), LinkState::Active);
        assert!(related().await);
        let mut tx = people.core.db.read();
        assert_eq!(people.kin_between(&mut tx, child, mother).await.unwrap(), Some(KinKind::Parent));
        assert_eq!(people.kin_between(&mut tx, mother, child).await.unwrap(), Some(KinKind::Child));
        people.end_link(&citizen(mother), &world.key(), link, "own-wish").await.unwrap();
        assert!(!related().await);
        assert_eq!(code(people.end_link(&citizen(mother), &world.key(), link, "x").await), "people.link-closed");
    })
    .await;
}

#[tokio::test]
async fn the_other_may_say_no_at_any_time_and_by_voice() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let people = &world.people;
        let (mother, handle, name) = person(&world, 1, "1945-03-04").await;
        let (child, ..) = person(&world, 2, "1975-03-04").await;
        let link = people.claim_link(&citizen(child), &world.key(), claim(&handle, &name, PARENT)).await.unwrap();
        let call = for_somebody(7, world.street(), mother, Channel::Hotline);
        assert_eq!(people.answer_link(&call, &world.key(), link, false).await.unwrap(), LinkState::Refused);
        assert_eq!(
            people.inbox(&citizen(child), None, PageSize::of(1)).await.unwrap().rows[0].kind,
            "people-told-link-refused"
        );
        // One may claim again; the voice's yes is kept as what it was.
        let link = people.claim_link(&citizen(child), &world.key(), claim(&handle, &name, PARENT)).await.unwrap();
        people.decide_link(&officer(2, DISTRICT), &world.key(), link, true, "已核对").await.unwrap();
        people.answer_link(&call, &world.key(), link, true).await.unwrap();
        let seen = people.family_link(&citizen(mother), link).await.unwrap();
        assert_eq!((seen.said_a, seen.said_b), (Some(Said::Button), Some(Said::Voice)));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_true_is_refused_also_when_two_come_at_once() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let people = &world.people;
        let (old, ..) = person(&world, 1, "1930-01-01").await;
        let (middle, ..) = person(&world, 2, "1955-01-01").await;
        let (young, ..) = person(&world, 3, "1980-01-01").await;
        tied(&world, middle, old, PARENT).await;
        tied(&world, young, middle, PARENT).await;
        let record = |a, b, kind| {
            let (people, key, clerk) = (people.clone(), world.key(), clerk(1, world.street()));
            async move {
                let input = LinkInput { a, b, kind, evidence: "户口簿".into() };
                people.record_link(&clerk, &key, input).await
            }
        };
        assert_eq!(code(record(old, young, PARENT).await), "people.link-own-ancestor");
        assert_eq!(code(record(young, old, LinkKind::Kin(KinKind::Child)).await), "people.link-own-ancestor");
        assert_eq!(code(record(old, middle, LinkKind::Kin(KinKind::Spouse)).await), "people.link-contradicts");
        assert_eq!(code(record(middle, young, LinkKind::Kin(KinKind::Sibling)).await), "people.link-contradicts");
        let guardian = LinkKind::Guardian;
        assert_eq!(code(record(young, old, guardian).await), "people.link-ward-adult");
        // Two spouses claimed while neither counted: the second is refused when it would begin to count.
        let (x, ..) = person(&world, 4, "1956-01-01").await;
        let (y, ..) = person(&world, 5, "1957-01-01").await;
        let spouse = LinkKind::Kin(KinKind::Spouse);
        let first = record(middle, x, spouse).await.unwrap();
        let second = record(middle, y, spouse).await.unwrap();
        let decide = |link| {
            let (people, key) = (people.clone(), world.key());
            async move { people.decide_link(&officer(2, DISTRICT), &key, link, true, "已核对").await }
        };
        let (a, b) = tokio::join!(decide(first), decide(second));
        let refused: Vec<String> = [a, b].into_iter().filter(Result::is_err).map(code).collect();
        assert_eq!(refused, ["people.link-spouse-known"]);
        // The same claim twice at once: one is written.
        let (a, b) = tokio::join!(record(x, y, LinkKind::Household), record(x, y, LinkKind::Household));
        let refused: Vec<String> = [a, b].into_iter().filter(Result::is_err).map(code).collect();
        assert_eq!(refused, ["people.link-known"]);
    })
    .await;
}

/// Signs a citizen in, by the token `word`.
async fn session(world: &World, phone: &str, word: &str) -> Actor {
    let digits = world.code(phone).await;
    let signed = world
        .people
        .sign_in_with_code(&Actor::visitor(), &world.key(), phone, &digits, TokenHash::of(word), &origin("10.0.0.1"))
        .await
        .unwrap();
    assert!(matches!(signed, SignedIn::Session { .. }), "{signed:?}");
    world.people.actor_for(word).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_proxy_reaches_as_far_as_it_was_given_and_ends_at_once() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let people = &world.people;
        let elder = world.elder(1).await;
        let (child, ..) = person(&world, 2, "1970-03-04").await;
        let give = |actor: Actor, degree: Degree, note: &str| {
            let input = PowersInput { proxy: child, degrees: vec![(Capability::Ask, degree)], note: note.to_owned() };
            let (people, key) = (people.clone(), world.key());
            async move { people.grant_proxy(&actor, &key, input).await }
        };
        assert_eq!(code(give(citizen(elder), Degree::Assist, "").await), "people.proxy-no-link");
        tied(&world, child, elder, PARENT).await;
        give(citizen(elder), Degree::Assist, "").await.unwrap();
        let own = session(&world, "15480000002", "t-child").await;
        assert!(own.acting_for.is_none());
        people.act_for_kin(&own, &world.key(), elder).await.unwrap();
        let acting = || async { people.actor_for("t-child").await.unwrap().unwrap() };
        let proxy = acting().await;
        assert_eq!((proxy.subject(), proxy.channel), (Some(elder), Channel::Proxy));
        assert!(proxy.may_run("orders.draft") && !proxy.may_run("orders.submit") && !proxy.may_run("page.account"));
        assert_eq!(people.me(&proxy).await.unwrap().acting_for.unwrap().id, elder);
        // Nobody gives on what they were given, nor answers for the elder.
        assert_eq!(code(give(proxy.clone(), Degree::Represent, "").await), "common.beyond-proxy");
        assert_eq!(code(people.end_link(&proxy, &world.key(), LinkId(Uuid::nil()), "x").await), "common.beyond-proxy");
        // A change reaches the very next request.
        give(citizen(elder), Degree::Represent, "").await.unwrap();
        assert!(acting().await.may_run("orders.submit"));
        // By paper at the desk: the clerk says which paper, is not the proxy and not kin.
        let desk = for_somebody(7, world.street(), elder, Channel::Desk);
        assert_eq!(faults(give(desk.clone(), Degree::Together, " ").await), ["note people.proxy-note"]);
        give(desk, Degree::Together, "授权书 2026-118").await.unwrap();
        let together = acting().await;
        assert!(together.may_run("people.ask-elder") && !together.may_run("orders.submit"));
        let views = people.proxies_of(&officer(2, DISTRICT), elder).await.unwrap();
        assert_eq!((views[0].powers[0].degree, views[0].powers[0].how), (Degree::Together, Said::Paper));
        assert_eq!(code(people.proxies_of(&officer(2, OTHER_DISTRICT), elder).await), "common.not-found");
        // Two hours, then one says again for whom.
        world.clock.advance(Span::hours(2));
        assert!(acting().await.acting_for.is_none());
        people.act_for_kin(&acting().await, &world.key(), elder).await.unwrap();
        people.withdraw_proxy(&citizen(elder), &world.key(), elder, child, "").await.unwrap();
        assert!(acting().await.acting_for.is_none(), "withdrawn counts at once");
        assert_eq!(code(people.act_for_kin(&acting().await, &world.key(), elder).await), "common.not-found");
        let again = people.withdraw_proxy(&citizen(elder), &world.key(), elder, child, "").await;
        assert_eq!(code(again), "people.proxy-none");
        // The elder sees what was done.
        let done = people.done_for(&citizen(elder), None, PageSize::of(50)).await.unwrap();
        assert!(done.rows.iter().any(|line| line.action == "people.grant-proxy" && line.channel == Channel::Desk));
    })
    .await;
}

#[tokio::test]
async fn what_is_decided_together_waits_for_the_elder() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let people = &world.people;
        let elder = world.elder(1).await;
        let (child, ..) = person(&world, 2, "1970-03-04").await;
        let link = tied(&world, child, elder, PARENT).await;
        let powers = vec![(Capability::Ask, Degree::Together), (Capability::Confirm, Degree::Assist)];
        let input = PowersInput { proxy: child, degrees: powers, note: String::new() };
        people.grant_proxy(&citizen(elder), &world.key(), input).await.unwrap();
        let own = session(&world, "15480000002", "t-child").await;
        people.act_for_kin(&own, &world.key(), elder).await.unwrap();
        let proxy = people.actor_for("t-child").await.unwrap().unwrap();
        let act = |capability, action: &str| ActAsked {
            capability,
            action: action.into(),
            subject: Uuid::from_u128(5),
            minutes: None,
        };
        let ask = |act: ActAsked| {
            let (people, key, proxy) = (people.clone(), world.key(), proxy.clone());
            async move { people.ask_elder(&proxy, &key, act).await }
        };
        assert_eq!(code(ask(act(Capability::Confirm, "orders.confirm")).await), "common.beyond-proxy");
        assert_eq!(code(ask(act(Capability::Ask, "orders.cancel")).await), "common.beyond-proxy");
        let request = ask(act(Capability::Ask, "orders.submit")).await.unwrap();
        assert_eq!(code(ask(act(Capability::Ask, "orders.submit")).await), "people.request-known");
        assert_eq!(people.family(&citizen(elder)).await.unwrap().asked[0].state, RequestState::Waiting);
        let answer = |actor: Actor, to: RequestState| {
            let (people, key) = (people.clone(), world.key());
            async move { people.answer_request(&actor, &key, request, to, None).await }
        };
        assert_eq!(code(answer(citizen(child), RequestState::Agreed).await), "common.not-found");
        assert_eq!(code(answer(proxy.clone(), RequestState::Agreed).await), "common.beyond-proxy");
        answer(citizen(elder), RequestState::Refused).await.unwrap();
        assert_eq!(code(answer(citizen(elder), RequestState::Agreed).await), "people.request-closed");
        // What nobody answers lapses; what the link rested on goes with it.
        let second = ask(act(Capability::Ask, "orders.submit")).await.unwrap();
        people.end_link(&citizen(elder), &world.key(), link, "own-wish").await.unwrap();
        let state = people.request(&citizen(elder), second).await.unwrap().state;
        assert_eq!(state, RequestState::Withdrawn);
        assert!(people.family(&citizen(elder)).await.unwrap().proxies.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_guardian_by_document_represents_and_one_of_a_minor_acts_by_law() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let people = &world.people;
        let elder = world.elder(1).await;
        let (child, ..) = person(&world, 2, "1970-03-04").await;
        let record = |document| {
            let (people, key, clerk) = (people.clone(), world.key(), clerk(1, world.street()));
            async move {
                let evidence = "玄武区法院 2026".to_owned();
                let input = GuardianInput { guardian: child, ward: elder, document, evidence };
                people.record_guardian(&clerk, &key, input).await
            }
        };
        assert_eq!(faults(record(Document::HouseholdRegister).await), ["document people.link-guardian-paper"]);
        let link = record(Document::CourtDecision).await.unwrap();
        people.decide_link(&officer(2, DISTRICT), &world.key(), link, true, "看过判决书").await.unwrap();
        let views = people.proxies_of(&officer(2, DISTRICT), elder).await.unwrap();
        assert_eq!(views[0].powers.len(), Capability::GRANTED.len());
        assert!(views[0].powers.iter().all(|p| p.degree == Degree::Represent && p.how == Said::Document));
        assert_eq!(code(people.end_link(&citizen(child), &world.key(), link, "x").await), "people.link-guardian-paper");

        let (ward, ..) = person(&world, 3, "2011-01-01").await;
        tied(&world, child, ward, LinkKind::Guardian).await;
        let own = session(&world, "15480000002", "t-child").await;
        people.act_for_kin(&own, &world.key(), ward).await.unwrap();
        let acting = people.actor_for("t-child").await.unwrap().unwrap();
        assert!(acting.may_run("orders.take") && acting.subject() == Some(ward));
        let digits = people.presence_digits(child);
        let mut tx = people.core.db.read();
        let now = people.core.now();
        assert!(people.is_guardians_code(&mut tx, ward, now, &digits).await.unwrap());
        assert!(!people.is_guardians_code(&mut tx, elder, now, "000000").await.unwrap());
        drop(tx);
        // Of age, the law no longer gives it.
        world.clock.advance(Span::days(366 * 3));
        let later = session(&world, "15480000002", "t-later").await;
        assert_eq!(code(people.act_for_kin(&later, &world.key(), ward).await), "common.not-found");
    })
    .await;
}
