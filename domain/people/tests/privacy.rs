//! Consents and receipts, what was changed, wishes for correction, marks, bars, erasing.
#![allow(clippy::unwrap_used)] // a test that cannot go on stops

mod common;

use common::*;
use tb_db::testing::on_both;
use tb_journal::{Command, Work};
use tb_kernel::*;
use tb_people::*;

#[tokio::test]
async fn a_consent_is_given_withdrawn_and_remembered() {
    on_both(&migrations(), |db| async move {
        let world = &World::new(db);
        let (one, other) = (world.volunteer(1).await, world.volunteer(2).await);
        let people = &world.people;
        let asked = |ids: Vec<PersonId>| async move {
            let mut tx = people.core.db.read();
            people.consented(&mut tx, Purpose::Location, &ids).await.unwrap()
        };
        assert!(asked(vec![one, other]).await.is_empty(), "nobody is taken to have agreed");
        let give = |actor: Actor, version: Option<i64>| async move {
            world.clock.advance(Span::seconds(1));
            people.consent(&actor, &world.key(), one, Purpose::Location, version).await
        };
        assert_eq!(code(give(citizen(one), Some(99)).await), "people.consent-version");
        assert_eq!(code(give(citizen(other), Some(1)).await), "common.not-found");
        give(citizen(one), Some(1)).await.unwrap();
        assert_eq!(asked(vec![one, other]).await, [one].into());
        let clerk = clerk(1, world.street());
        give(clerk.clone(), None).await.unwrap();
        assert!(asked(vec![one]).await.is_empty(), "taken back is taken back at once");
        give(citizen(one), Some(1)).await.unwrap();

        let standings = people.consent_standings(&citizen(one), one).await.unwrap();
        let location = standings.iter().find(|s| s.purpose == Purpose::Location).unwrap();
        assert!(location.given && !location.outdated && location.at.is_some());
        assert!(standings.iter().filter(|s| s.purpose != Purpose::Location).all(|s| !s.given && s.at.is_none()));
        let receipts = people.consent_receipts(&citizen(one), one).await.unwrap();
        let acts: Vec<(bool, Channel)> = receipts.iter().rev().map(|r| (r.given, r.channel)).collect();
        assert_eq!(acts, [(true, Channel::SelfService), (false, Channel::Desk), (true, Channel::SelfService)]);
        assert_eq!(code(people.consent_receipts(&citizen(other), one).await), "common.not-found");
    })
    .await;
}

#[tokio::test]
async fn every_change_of_personal_data_says_what_it_was() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let elder = world.elder(3).await;
        let people = &world.people;
        let clerk = clerk(1, world.street());
        let change = ContactChange { address: Some("落霞坊7号".into()), ..ContactChange::default() };
        people.update_contact(&clerk, &world.key(), elder, change).await.unwrap();
        let own = people.profile_changes(&citizen(elder), elder, None, PageSize::of(5)).await.unwrap();
        assert_eq!(own.rows[0].fields, [Field::Address]);
        let values = &own.rows[0].values[0];
        assert!(
            values.before.as_deref().unwrap().starts_with("听雨苑") && values.after.as_deref() == Some("落霞坊7号")
        );
        let staff = people.profile_changes(&clerk, elder, None, PageSize::of(5)).await.unwrap();
        assert!(staff.rows[0].values.is_empty(), "staff see which field, never what it was");
        assert_eq!(staff.rows[0].fields, [Field::Address]);

        // The identity: by a reviewer, never to that of another.
        let reviewer = officer(7, world.street().at(Level::District));
        let taken = world.elderly(4).person.id_no;
        world.elder(4).await;
        let (name, right) = ("顾𠮷龘", IdNumber::compose(320_102, Day::parse("1949-07-05").unwrap(), 777));
        let fix = |id: String| {
            world.clock.advance(Span::seconds(1));
            let (people, reviewer, key) = (people.clone(), reviewer.clone(), world.key());
            async move { people.correct_identity(&reviewer, &key, elder, name, &id, "看过户口簿").await }
        };
        assert_eq!(faults(fix(taken).await), ["id_no people.identity-taken"]);
        fix(right.text().to_owned()).await.unwrap();
        assert_eq!(code(fix(right.text().to_owned()).await), "people.nothing-changed");
        let view = people.person_view(&citizen(elder), elder).await.unwrap();
        assert_eq!(view.name, name);
        let found = people
            .list(
                &reviewer,
                &PeopleFilter { search: Some(right.text().into()), ..Default::default() },
                None,
                PageSize::of(5),
            )
            .await
            .unwrap();
        assert_eq!(found.rows.len(), 1, "the digest moved along");
        let own = people.profile_changes(&citizen(elder), elder, None, PageSize::of(5)).await.unwrap();
        assert_eq!(own.rows[0].fields, [Field::Name, Field::IdNumber]);
    })
    .await;
}

#[tokio::test]
async fn a_wish_for_correction_is_read_with_a_trace_and_answered_by_somebody_else() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let elder = world.elder(5).await;
        let people = &world.people;
        let ask = |actor: Actor, wish: &'static str| {
            let (people, key) = (people.clone(), world.key());
            async move { people.ask_correction(&actor, &key, elder, CorrectionAbout::Contact, wish).await }
        };
        assert_eq!(faults(ask(citizen(elder), " ").await), ["wish people.missing"]);
        let wish = ask(citizen(elder), "门牌写错了，是三单元").await.unwrap();
        let district = world.street().at(Level::District);
        let reviewer = officer(8, district);
        let listed = people.open_corrections(&reviewer, district).await.unwrap();
        assert!(listed.len() == 1 && listed[0].wish.is_none() && listed[0].may_decide);
        let opened = people.open_correction(&reviewer, &world.key(), wish).await.unwrap();
        assert_eq!(opened.wish.as_deref(), Some("门牌写错了，是三单元"));
        let looks = people.who_looked(&citizen(elder), elder, None, PageSize::of(5)).await.unwrap();
        assert_eq!(looks.rows[0].purpose, LookPurpose::Correction);
        people.decide_correction(&reviewer, &world.key(), wish, true, "已改为三单元").await.unwrap();
        let again = people.decide_correction(&reviewer, &world.key(), wish, false, "不").await;
        assert_eq!(code(again), "people.correction-closed");
        let own = people.corrections_of(&citizen(elder), elder).await.unwrap();
        assert_eq!((own[0].state, own[0].answer.as_deref()), (CorrectionState::Done, Some("已改为三单元")));
        // Whoever took it down does not answer it.
        let taken_down = ask(reviewer.clone(), "姓名有误").await.unwrap();
        let own = people.decide_correction(&reviewer, &world.key(), taken_down, true, "好").await;
        assert_eq!(code(own), "people.correction-own");
        for _ in 0..4 {
            ask(citizen(elder), "再看看").await.unwrap();
        }
        assert_eq!(code(ask(citizen(elder), "再看看").await), "people.correction-open");
    })
    .await;
}

/// What the slice `life` does in its own commands.
#[derive(serde::Serialize)]
enum Act {
    Bar(PersonId),
    End(PersonId),
    Erase(PersonId),
}

impl Command for Act {
    const NAME: &'static str = "test.act";
    type House = People;
    type Answer = ();

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<()> {
        match self {
            Act::Bar(person) => house.bar_in(work, *person, None, "TB-1/sanctions").await,
            Act::End(person) => house.end_in(work, *person, Mark::Left, None, "退出").await.map(|_| ()),
            Act::Erase(person) => house.erase_in(work, *person).await,
        }
    }
}

#[tokio::test]
async fn whoever_is_erased_is_gone_and_whoever_was_barred_is_still_known() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let people = &world.people;
        let (gone, free) = (world.volunteer(11).await, world.volunteer(12).await);
        let run = |act: Act| {
            let (people, key) = (people.clone(), world.key());
            async move { tb_journal::execute(&people, &people.core, &Actor::system(), &key, act).await }
        };
        people.ask_correction(&citizen(gone), &world.key(), gone, CorrectionAbout::Other, "叫我顾先生").await.unwrap();
        assert_eq!(code(run(Act::Erase(gone)).await), "people.wrong-state");
        run(Act::Bar(gone)).await.unwrap();
        run(Act::End(gone)).await.unwrap();
        run(Act::End(free)).await.unwrap();
        run(Act::Erase(gone)).await.unwrap();
        run(Act::Erase(free)).await.unwrap();
        let mut tx = people.core.db.read();
        assert!(people.is_erased(&mut tx, gone).await.unwrap());
        assert!(people.display(&mut tx, &[gone]).await.unwrap().is_empty());
        assert_eq!(people.nodes(&mut tx, &[gone]).await.unwrap()[&gone].level(), Level::District);
        drop(tx);
        let reviewer = officer(9, world.street().at(Level::District));
        assert_eq!(code(people.person_view(&reviewer, gone).await), "common.not-found");

        // Both come again with the same identity: one is a new person, the other is recognised.
        let clerk = clerk(3, world.street());
        let again = |n: u16| {
            let input = world.volunteering(n);
            let (people, clerk, key) = (people.clone(), clerk.clone(), world.key());
            async move { people.register(&clerk, &key, input).await }
        };
        let back = again(12).await.unwrap();
        assert!(back.new_person && back.person != free);
        assert_eq!(code(again(11).await), "people.barred");
    })
    .await;
}
