//! Registering: one identity is one person, everything told at once, sealed at rest, found only in one's territory.

mod common;

use common::*;
use tb_db::testing::{Scratch, on_both};
use tb_db::{Engine, args};
use tb_journal::{LineFilter, lines};
use tb_kernel::*;
use tb_people::*;

#[tokio::test]
async fn a_clerk_registers_and_the_facts_follow() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let clerk = clerk(1, world.street());
        let made = world.register(&clerk, world.elderly(2)).await.unwrap();
        assert!(made.new_person && made.handle.len() == 9 && made.handle.starts_with("TB"));
        let mut tx = world.people.core.db.read();
        let facts = world.people.facts_of_one(&mut tx, made.person).await.unwrap();
        assert_eq!((facts.age(world.today()), facts.sex, facts.surname.as_str()), (86, Sex::Female, "张"));
        assert_eq!((facts.masked_name.as_str(), facts.elder), ("张**", Some(EnrolmentState::Registered)));
        assert_eq!((facts.volunteer, facts.home_exact, facts.has_phone), (None, false, true));
        assert_eq!(Some(facts.home), world.people.places.centre_of(facts.node));
        let version = world.people.policies.at(facts.node, world.today()).unwrap();
        assert!(!facts.classes(&version, world.today()).is_empty());

        let view = world.people.person_view(&clerk, made.person).await.unwrap();
        assert_eq!((view.name.as_str(), view.phone.as_deref()), ("张**", Some("154****0002")));
        assert_eq!(view.id_no, format!("320***********{}", &world.elderly(2).person.id_no[14..]));
        let own = world.people.person_view(&citizen(made.person), made.person).await.unwrap();
        assert_eq!(own.name, world.elderly(2).person.name);
        let consents = world.people.consents(&clerk, made.person).await.unwrap();
        assert_eq!(consents, [("privacy-1".to_owned(), world.people.core.now())]);
    })
    .await;
}

#[tokio::test]
async fn every_fault_is_told_at_once_and_nothing_is_written() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let clerk = clerk(1, world.street());
        let mut wrong = world.volunteering(1);
        wrong.person.id_no.replace_range(17.., if wrong.person.id_no.ends_with('0') { "1" } else { "0" });
        wrong.person.phone = "025-83201234".into();
        wrong.person.address = String::new();
        wrong.consent = " ".into();
        wrong.claims = Some(Claims::Volunteer(VolunteerClaims::default()));
        assert_eq!(
            faults(world.register(&clerk, wrong).await),
            [
                "id_no people.id-check",
                "phone people.mobile-needed",
                "address people.missing",
                "consent people.consent-missing",
                "claims.healthy people.health-undeclared",
            ]
        );
        let page = world.people.list(&clerk, &PeopleFilter::default(), None, PageSize::of(10)).await.unwrap();
        assert!(page.rows.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_policy_refuses_with_its_article() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let clerk = clerk(1, world.street());
        let mut young = world.volunteering(1);
        young.person = world.person(1, "2015-01-01");
        let refusal = world.register(&clerk, young).await.unwrap_err();
        let refusal = refusal.refusal().unwrap().clone();
        assert!(refusal.code.starts_with("policy."), "{}", refusal.code);
        assert!(refusal.article.is_some());
        let mut fifty = world.elderly(3);
        fifty.person = world.person(3, "1976-01-01");
        let refusal = world.register(&clerk, fifty).await.unwrap_err();
        assert_eq!(refusal.refusal().unwrap().code, "policy.elder-too-young");
        assert!(refusal.refusal().unwrap().article.is_some());
    })
    .await;
}

#[tokio::test]
async fn one_identity_is_one_person_and_a_telephone_may_be_shared() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let clerk = clerk(1, world.street());
        let first = world.register(&clerk, world.elderly(4)).await.unwrap();
        assert_eq!(code(world.register(&clerk, world.elderly(4)).await), "people.already-enrolled");
        let mut also = world.volunteering(4);
        also.person = world.person(4, "1940-03-04");
        also.person.address = "别处".into();
        let second = world.register(&clerk, also.clone()).await.unwrap();
        assert_eq!((second.person, second.new_person), (first.person, false));
        also.person.name = "李四".into();
        also.claims = world.elderly(4).claims;
        assert_eq!(faults(world.register(&clerk, also).await), ["name people.identity-mismatch"]);
        let mut family = world.elderly(5);
        family.person.phone = world.elderly(4).person.phone;
        let third = world.register(&clerk, family).await.unwrap();
        assert_ne!(third.person, first.person);
        // The same key is the same answer, not a second person.
        let key = world.key();
        let once = world.people.register(&clerk, &key, world.elderly(6)).await.unwrap();
        assert_eq!(world.people.register(&clerk, &key, world.elderly(6)).await.unwrap(), once);
    })
    .await;
}

#[tokio::test]
async fn two_clerks_at_the_same_moment_make_one_person() {
    on_both(&migrations(), |db| async move {
        let world = std::sync::Arc::new(World::new(db));
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..6u128 {
            let world = world.clone();
            tasks.spawn(async move {
                let clerk = clerk(n + 1, world.street());
                let registration =
                    if n % 2 == 0 { world.elderly(7) } else { Registration { claims: None, ..world.elderly(7) } };
                world.register(&clerk, registration).await.map(|made| made.person)
            });
        }
        let mut made = std::collections::BTreeSet::new();
        while let Some(outcome) = tasks.join_next().await {
            match outcome.unwrap() {
                Ok(person) => drop(made.insert(person)),
                Err(fail) => assert!(fail.refusal().is_some(), "{fail}"),
            }
        }
        assert_eq!(made.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn another_district_does_not_exist() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.elder(8).await;
        let (here, there) = (clerk(1, world.street()), clerk(5, OTHER_DISTRICT));
        let filter = PeopleFilter::default();
        assert_eq!(world.people.list(&here, &filter, None, PageSize::of(5)).await.unwrap().rows.len(), 1);
        assert!(world.people.list(&there, &filter, None, PageSize::of(5)).await.unwrap().rows.is_empty());
        assert_eq!(code(world.people.person_view(&there, person).await), "common.not-found");
        assert_eq!(code(world.people.person_view(&there, PersonId(uuid::Uuid::nil())).await), "common.not-found");
        assert_eq!(code(world.people.reveal(&there, &world.key(), person, "x").await), "common.not-found");
        let change = ContactChange::default();
        assert_eq!(code(world.people.update_contact(&there, &world.key(), person, change).await), "common.not-found");
        assert_eq!(
            code(world.people.act_for(&there, &world.key(), person, ActingChannel::Desk).await),
            "common.not-found"
        );
        assert_eq!(code(world.register(&there, world.elderly(8)).await), "people.already-registered");
        assert_eq!(code(world.register(&there, world.elderly(9)).await), "people.outside-territory");
        let elsewhere = PeopleFilter { node: Some(OTHER_DISTRICT), ..filter };
        assert_eq!(code(world.people.list(&here, &elsewhere, None, PageSize::of(5)).await), "common.not-found");
        let (other, visitor) = (citizen(PersonId(uuid::Uuid::from_u128(5))), Actor::visitor());
        assert_eq!(code(world.people.person_view(&other, person).await), "common.not-found");
        assert_eq!(
            code(world.people.list(&visitor, &PeopleFilter::default(), None, PageSize::of(5)).await),
            "common.not-found"
        );
    })
    .await;
}

#[tokio::test]
async fn lists_are_paged_and_searched_by_whole_values_only() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let clerk = clerk(1, world.street());
        for n in 10..15 {
            world.clock.advance(Span::seconds(1));
            world.register(&clerk, world.elderly(n)).await.unwrap();
        }
        let volunteer = world.register(&clerk, world.volunteering(20)).await.unwrap();
        let elders = PeopleFilter { kind: Some(EnrolmentKind::Elder), ..PeopleFilter::default() };
        let first = world.people.list(&clerk, &elders, None, PageSize::of(3)).await.unwrap();
        let next = Cursor::decode(first.next.as_deref().unwrap());
        let second = world.people.list(&clerk, &elders, next, PageSize::of(3)).await.unwrap();
        assert_eq!((first.rows.len(), second.rows.len(), second.next), (3, 2, None));
        assert!(first.rows[0].registered_at > second.rows[1].registered_at);
        let input = world.volunteering(20).person;
        for search in [&input.name, &input.id_no, &input.phone, &volunteer.handle.to_lowercase()] {
            let filter = PeopleFilter { search: Some(search.clone()), ..PeopleFilter::default() };
            let page = world.people.list(&clerk, &filter, None, PageSize::of(3)).await.unwrap();
            assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [volunteer.person], "{search}");
        }
        for search in ["张桂", "1548000", "不存在的人", "12345", "<>"] {
            let filter = PeopleFilter { search: Some(search.into()), ..PeopleFilter::default() };
            assert!(world.people.list(&clerk, &filter, None, PageSize::of(3)).await.unwrap().rows.is_empty());
        }
        let counts = world.people.counts(&officer(2, DISTRICT), None).await.unwrap();
        let counts: Vec<_> = counts.iter().map(|c| (c.kind, c.state, c.people)).collect();
        assert_eq!(
            counts,
            [
                (EnrolmentKind::Volunteer, EnrolmentState::Applied, 1),
                (EnrolmentKind::Elder, EnrolmentState::Registered, 5)
            ]
        );
    })
    .await;
}

/// Every value of every table as text.
const TABLES: [&str; 12] = [
    "select row_to_json(t)::text from person t",
    "select row_to_json(t)::text from person_key t",
    "select row_to_json(t)::text from enrolment t",
    "select row_to_json(t)::text from journal t",
    "select row_to_json(t)::text from event t",
    "select row_to_json(t)::text from outgoing t",
    "select row_to_json(t)::text from attempt t",
    "select row_to_json(t)::text from sign_in_code t",
    "select row_to_json(t)::text from phone_proof t",
    "select row_to_json(t)::text from message t",
    "select row_to_json(t)::text from session t",
    "select row_to_json(t)::text from turn t",
];

#[tokio::test]
async fn nothing_that_identifies_anybody_lies_in_the_database() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let scratch = Scratch::new(engine, &migrations()).await;
        let world = World::new(scratch.db.clone());
        let person = world.elder(30).await;
        let input = world.elderly(30).person;
        world.people.request_code(&Actor::visitor(), &world.key(), &input.phone, &origin("10.9.8.7")).await.unwrap();
        world.people.reveal(&clerk(1, world.street()), &world.key(), person, "核对").await.unwrap();
        let mut stored: Vec<u8> = Vec::new();
        if engine == Engine::Sqlite {
            for file in [scratch.url.clone(), format!("{}-wal", scratch.url)] {
                stored.extend(std::fs::read(file).unwrap_or_default());
            }
        } else {
            for table in TABLES {
                let rows: Vec<(String,)> = scratch.db.read().rows(table, args![]).await.unwrap();
                rows.iter().for_each(|(row,)| stored.extend(row.as_bytes()));
            }
        }
        assert!(stored.len() > 2_000, "{engine:?}: {} bytes looked at", stored.len());
        for secret in [&input.name, &input.id_no, &input.phone, &input.address, &"10.9.8.7".to_owned()] {
            let hex = tb_crypto::hex(secret.as_bytes());
            for canary in [secret.as_bytes(), hex.as_bytes()] {
                assert!(!stored.windows(canary.len()).any(|part| part == canary), "{engine:?}: {secret}");
            }
        }
        scratch.remove().await;
    }
}

#[tokio::test]
async fn a_sealed_profile_moved_to_another_row_does_not_open() {
    const SWAP: [&str; 3] = [
        "update person set profile = (select o.profile from person o where o.id = $2) where id = $1",
        "update person_key set wrapped = (select o.wrapped from person_key o where o.person = $2) where person = $1",
        "update person set version = version + 1 where id = $1 and id <> $2",
    ];
    for statement in SWAP {
        on_both(&migrations(), |db| async move {
            let world = World::new(db);
            let (a, b) = (world.elder(31).await, world.elder(32).await);
            let mut tx = world.people.core.db.begin().await.unwrap();
            tx.run(statement, args![a, b]).await.unwrap();
            tx.commit().await.unwrap();
            let mut tx = world.people.core.db.read();
            let outcome = world.people.facts(&mut tx, &[a]).await;
            assert!(matches!(outcome, Err(Fail::Fault(_))), "{statement}");
            assert!(world.people.facts(&mut tx, &[b]).await.is_ok());
        })
        .await;
    }
}

#[tokio::test]
async fn contact_data_changes_under_the_next_version() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.elder(33).await;
        let clerk = clerk(1, world.street());
        let point = tb_places::Point::new(118.80, 32.06);
        let change = ContactChange { address: Some("新街 3 号".into()), home: point, ..ContactChange::default() };
        assert_eq!(world.people.update_contact(&clerk, &world.key(), person, change).await.unwrap(), 2);
        let own = world.people.own_contact(&citizen(person)).await.unwrap();
        assert_eq!((own.address.as_str(), own.home), ("新街 3 号", point));
        // Oneself: a new telephone only with its proof.
        let alone = |phone: &str| ContactChange { phone: Some(phone.into()), ..ContactChange::default() };
        let refused = world.people.update_contact(&citizen(person), &world.key(), person, alone("15400000009")).await;
        assert_eq!(faults(refused), ["phone people.phone-not-proved"]);
        let sms = world.code("15400000009").await;
        let proof = TokenHash([3; 32]);
        let (visitor, from) = (Actor::visitor(), origin("10.0.0.1"));
        let found = world.people.sign_in_with_code(&visitor, &world.key(), "15400000009", &sms, proof, &from).await;
        assert_eq!(found.unwrap(), SignedIn::New);
        let proved = ContactChange { proof: Some(proof), ..alone("15400000009") };
        assert_eq!(world.people.update_contact(&citizen(person), &world.key(), person, proved).await.unwrap(), 3);
        // Moving takes the enrolment along and is told to others.
        let to = world.community(OTHER_DISTRICT);
        let moving = ContactChange { node: Some(to), ..ContactChange::default() };
        world.people.update_contact(&clerk, &world.key(), person, moving.clone()).await.unwrap();
        assert_eq!(code(world.people.update_contact(&clerk, &world.key(), person, moving).await), "common.not-found");
        let moved = world.people.counts(&officer(9, OTHER_DISTRICT), None).await.unwrap();
        assert_eq!(moved.iter().map(|c| c.people).sum::<i64>(), 1);
        let mut tx = world.people.core.db.read();
        let all = lines(&mut tx, &LineFilter::Object(person.0), None, PageSize::of(20)).await.unwrap();
        assert_eq!(
            all.rows.iter().filter(|line| line.action == "people.update-contact" && line.outcome == "ok").count(),
            3
        );
    })
    .await;
}
