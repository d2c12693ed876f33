//! Documents of a profession: handed in, sealed, looked at, decided; their end announced and not passed over. Who is stuck,
//! who went quiet.

mod common;

use common::*;
use tb_db::testing::on_both;
use tb_jobs::Job;
use tb_kernel::*;
use tb_policy::{Check, Licence};
use tb_volunteers::*;

/// A picture whose camera wrote down where it was.
fn photo() -> Vec<u8> {
    let told = b"\xff\xe1\x00\x12Exif\0\0GPS 32.06N";
    let rest = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x01\x02\x03\xff\xd9";
    [&b"\xff\xd8"[..], &told[..20], rest].concat()
}

#[tokio::test]
async fn a_document_is_cleaned_sealed_reviewed_and_counts_until_its_day() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.volunteer(1).await;
        let me = citizen(person);
        let until = world.today().plus_days(40);
        let hand_in = |until: Day, bytes: &[u8]| HandIn::new(Licence::Nurse, until, bytes.to_vec());
        assert_eq!(faults(world.run(&me, hand_in(until, b"MZ")).await), ["file volunteers.file-kind"]);
        let past = world.run(&me, hand_in(world.today().plus_days(-1), &photo())).await.unwrap_err();
        assert_eq!(past.refusal().unwrap().code, "policy.paper-expired");
        assert!(past.refusal().unwrap().article.is_some());
        let paper = world.run(&me, hand_in(until, &photo())).await.unwrap();
        assert_eq!(code(world.run(&me, hand_in(until, &photo())).await), "volunteers.paper-open");

        // Only the person and who reviews it open it, and that is written down.
        let reviewer = officer(1, DISTRICT);
        let open = |actor: Actor| {
            let (house, key) = (world.house.clone(), world.key());
            async move { house.open_paper(&actor, &key, paper).await }
        };
        for nobody in [officer(2, OTHER), citizen(PersonId(uuid::Uuid::nil()))] {
            assert_eq!(code(open(nobody).await), "common.not-found");
        }
        assert_eq!(code(open(staff(3, Role::SiteClerk, DISTRICT)).await), "people.not-allowed");
        let (media, bytes) = open(reviewer.clone()).await.unwrap();
        assert_eq!(media, "image/jpeg");
        assert!(!bytes.windows(3).any(|part| part == b"GPS"), "where it was taken is gone");
        let looks = world.house.people.who_looked(&me, person, None, PageSize::of(5)).await.unwrap();
        assert_eq!(looks.rows.len(), 1);

        let review = |accept: bool, reason: &str| ReviewPaper { paper, accept, reason: reason.into() };
        assert_eq!(code(world.run(&officer(2, OTHER), review(true, "")).await), "common.not-found");
        assert_eq!(code(world.run(&me, review(true, "")).await), "common.not-found");
        assert_eq!(faults(world.run(&reviewer, review(false, " ")).await), ["reason volunteers.missing"]);
        world.run(&reviewer, review(true, "")).await.unwrap();
        assert_eq!(code(world.run(&reviewer, review(true, "")).await), "volunteers.paper-closed");
        let facts = world.house.people.facts_of_one(&mut world.house.core.db.read(), person).await.unwrap();
        assert!(facts.qualifications(until).contains(&Licence::Nurse));
        assert!(!facts.qualifications(until.plus_days(1)).contains(&Licence::Nurse), "expired blocks");

        // Its end is announced once; a new one may be handed in within the window.
        let remind = Remind { house: world.house.clone(), city: CITY };
        assert_eq!(remind.run().await.unwrap(), 1);
        assert_eq!(remind.run().await.unwrap(), 0);
        let inbox = world.house.people.inbox(&me, None, PageSize::of(5)).await.unwrap();
        assert!(inbox.rows.iter().any(|message| message.kind == "volunteers-told-licence"));
        let renewed = world.run(&me, hand_in(until.plus_years(2), &photo())).await.unwrap();
        world.run(&reviewer, ReviewPaper { paper: renewed, accept: true, reason: String::new() }).await.unwrap();
        let early = world.run(&me, hand_in(until.plus_years(3), &photo())).await.unwrap_err();
        assert_eq!(early.refusal().unwrap().code, "policy.paper-early");
    })
    .await;
}

#[tokio::test]
async fn a_clerk_hands_in_for_somebody_and_does_not_review_it() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.volunteer(1).await;
        let street = world.home().at(Level::Street);
        let clerk = staff(5, Role::StreetOfficer, street).for_person(person, Channel::Desk);
        let hand_in = HandIn::new(Licence::Lawyer, world.today().plus_days(365), photo());
        let paper = world.run(&clerk, hand_in).await.unwrap();
        let same = staff(5, Role::StreetOfficer, street);
        let review = ReviewPaper { paper, accept: true, reason: String::new() };
        assert_eq!(code(world.run(&same, review.clone()).await), "volunteers.paper-own");
        world.run(&officer(1, DISTRICT), review).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn whoever_is_stuck_is_seen_and_reminded_a_few_times_only() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let applicant = world.applicant(1).await.person;
        let active = world.volunteer(2).await;
        let officer = officer(1, DISTRICT);
        let funnel = world.house.funnel(&officer, DISTRICT).await.unwrap();
        assert_eq!(funnel.waiting[0], (Step::Learn, 1));
        assert_eq!((funnel.unserved, funnel.serving), (1, 0));
        assert_eq!(code(world.house.funnel(&common::officer(2, OTHER), DISTRICT).await), "common.not-found");
        let stuck = world.house.stuck(&officer, DISTRICT, None).await.unwrap();
        assert_eq!((stuck.len(), stuck[0].person.id), (1, applicant));
        assert!(stuck[0].missing.contains(&Check::Training) && stuck[0].missing.contains(&Check::Identity));
        assert!(world.house.stuck(&officer, DISTRICT, Some(Step::Exam)).await.unwrap().is_empty());

        let remind = Remind { house: world.house.clone(), city: CITY };
        let mut sent = 0;
        for _ in 0..30 {
            sent += remind.run().await.unwrap();
            world.clock.advance(Span::days(1));
        }
        let version = world.house.policies.at(DISTRICT, world.today()).unwrap();
        assert_eq!(i64::try_from(sent).unwrap(), i64::from(version.parameters.win_back.remind_at_most));
        let inbox = world.house.people.inbox(&citizen(applicant), None, PageSize::of(20)).await.unwrap();
        assert_eq!(inbox.rows.iter().filter(|message| message.kind == "volunteers-told-step").count(), sent);

        assert!(world.house.quiet(&officer, DISTRICT).await.unwrap().is_empty());
        world.clock.advance(Span::days(i64::from(version.parameters.win_back.quiet_days)));
        let quiet = world.house.quiet(&officer, DISTRICT).await.unwrap();
        assert_eq!(quiet.iter().map(|one| one.person.id).collect::<Vec<_>>(), [active]);
    })
    .await;
}
