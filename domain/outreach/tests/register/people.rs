//! From the door to the bank.

use crate::town::*;
use tb_db::testing::on_both;
use tb_kernel::*;
use tb_outreach::*;
use tb_policy::{AbilityLevel, Trait};

fn input(n: usize, community: &str) -> EntryInput {
    EntryInput { name: name_of(n), id_no: id_of(n), community: community.to_owned(), ..EntryInput::default() }
}

#[tokio::test]
async fn an_elder_goes_from_the_door_to_the_bank() {
    on_both(&migrations(), |db| async move {
        let town = Town::new(db.clone());
        let outreach = &town.outreach;
        let (node, community) = town.community();
        let clerk = clerk(1, node.at(Level::Street));
        let input = EntryInput {
            phone: "13800138000".into(),
            traits: [Trait::LivingAlone, Trait::EmptyNest].into(),
            ..input(1, &community)
        };
        let id = outreach.run(&clerk, &town.key(), AddEntry { input }).await.unwrap();
        let step = |to, reason| Advance { entry: id, to, reason };
        let declined = outreach.run(&clerk, &town.key(), step(EntryState::Declined, None)).await;
        assert_eq!(code(declined), "reason people.missing");
        let moved = step(EntryState::Declined, Some(DeclineReason::NoWish));
        outreach.run(&clerk, &town.key(), moved).await.unwrap();
        outreach.run(&clerk, &town.key(), step(EntryState::Willing, None)).await.unwrap();
        let back = outreach.run(&clerk, &town.key(), step(EntryState::Informed, None)).await;
        assert_eq!(code(back), "outreach.wrong-state");
        let entry = outreach.entry(&clerk, id).await.unwrap();
        assert!(entry.informed_at.is_some() && entry.declined_at.is_none());
        assert_eq!(entry.row.classes, ["key"], "empty nest, alone, past eighty");
        assert_eq!(entry.row.masked_name, "王**");

        let register = |address: &str, consent: &str| RegisterEntry {
            entry: id,
            input: RegisterInput {
                address: address.into(),
                consent: consent.into(),
                resident: true,
                ..RegisterInput::default()
            },
        };
        assert_eq!(code(outreach.run(&clerk, &town.key(), register("", "1")).await), "address people.missing");
        let no_consent = outreach.run(&clerk, &town.key(), register("听雨苑1幢", "")).await;
        assert_eq!(code(no_consent), "consent people.consent-missing");
        let person = outreach.run(&clerk, &town.key(), register("听雨苑1幢", "1")).await.unwrap();
        let again = outreach.run(&clerk, &town.key(), register("听雨苑1幢", "1")).await;
        assert_eq!(code(again), "outreach.wrong-state");
        let entry = outreach.entry(&clerk, id).await.unwrap();
        assert_eq!((entry.row.state, entry.row.person), (EntryState::Registered, Some(person)));
        assert_eq!((entry.row.masked_name.as_str(), entry.id_no), ("王**", None), "the person holds it now");
        let (all, _) = outreach.progress(&clerk, node).await.unwrap();
        assert_eq!((all.registered, all.share(), all.share_of_willing()), (1, Some(100.0), Some(100.0)));
        let other = officer(2, OTHER_DISTRICT);
        assert_eq!(code(outreach.entry(&other, id).await), "common.not-found");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_registered_elsewhere_counts_too() {
    on_both(&migrations(), |db| async move {
        let town = Town::new(db.clone());
        let outreach = &town.outreach;
        let (node, community) = town.community();
        let clerk = clerk(1, node.at(Level::Street));
        let id = outreach.run(&clerk, &town.key(), AddEntry { input: input(1, &community) }).await.unwrap();
        let registration = tb_people::Registration {
            person: tb_people::PersonInput {
                name: name_of(1),
                id_no: id_of(1),
                node: Some(node),
                address: "听雨苑1幢".into(),
                ..tb_people::PersonInput::default()
            },
            claims: Some(tb_people::Claims::Elder(tb_people::ElderClaims { resident: true, traits: [].into() })),
            consent: "1".into(),
            proof: None,
            hotline: false,
        };
        outreach.people.register(&clerk, &town.key(), registration).await.unwrap();
        town.approve_all().await;
        let reactions: Vec<Box<dyn tb_jobs::Reaction>> = vec![Box::new(OutreachReactions(outreach.clone()))];
        tb_jobs::deliver(&db, &reactions, outreach.core.now(), &outreach.core.entropy).await.unwrap();
        assert_eq!(outreach.entry(&clerk, id).await.unwrap().row.state, EntryState::Registered);
        // A list that names the same person under another name is told so.
        let wrong = EntryInput { name: name_of(2), ..input(1, &community) };
        let told = outreach.run(&clerk, &town.key(), AddEntry { input: wrong }).await;
        assert!(told.is_ok(), "a registered entry is left alone");

        // An assessment comes in a file: it decides about the categories.
        let officer = officer(3, DISTRICT);
        let text = format!(
            "姓名,身份证号,能力等级,评估日期,有效期至,评估机构\n{},{},重度失能,2026-03-01,,仁爱评估所\n{},{},中度失能,2026-03-01,,\n",
            name_of(1),
            id_of(1),
            name_of(7),
            id_of(7)
        );
        let import = town.bring_in(&officer, ImportKind::Assessments, text.as_bytes()).await;
        assert_eq!((import.added, import.bad), (1, 1), "nobody is registered under the other number");
        let rows = outreach.bad_rows(&officer, import.id, 0, 9).await.unwrap();
        assert_eq!(rows[0].faults[0].1, "outreach.not-registered");
        let person = outreach.entry(&clerk, id).await.unwrap().row.person.unwrap();
        let facts = outreach.people.facts_of_one(&mut db.read(), person).await.unwrap();
        assert!(facts.traits.contains(&Trait::Disabled) && facts.traits.contains(&Trait::AdvancedAge));
        let (assessments, _) = outreach.people.assessments(&officer, person).await.unwrap();
        assert_eq!((assessments[0].level, assessments[0].assessor.as_str()), (AbilityLevel::Severe, "仁爱评估所"));
        assert_eq!(assessments[0].valid_until.to_string(), "2028-02-29");
        let withdrawn = outreach.people.withdraw_assessment(&officer, &town.key(), assessments[0].id, "看错了人").await;
        withdrawn.unwrap();
        let facts = outreach.people.facts_of_one(&mut db.read(), person).await.unwrap();
        assert!(!facts.traits.contains(&Trait::Disabled));
    })
    .await;
}

#[tokio::test]
async fn doubles_are_proposed_and_a_person_decides() {
    on_both(&migrations(), |db| async move {
        let town = Town::new(db);
        let outreach = &town.outreach;
        let (node, community) = town.community();
        let officer = officer(1, DISTRICT);
        let add = |n: usize, name: usize, phone: &str| EntryInput {
            name: name_of(name),
            phone: phone.into(),
            ..input(n, &community)
        };
        let run = async |input| outreach.run(&officer, &town.key(), AddEntry { input }).await;
        // A family with one telephone, and two people of one name: nobody's double.
        let a = run(add(1, 1, "13800138000")).await.unwrap();
        run(add(2, 2, "13800138000")).await.unwrap();
        run(add(3, 3, "13800138003")).await.unwrap();
        run(add(4, 3, "13800138004")).await.unwrap();
        assert_eq!(outreach.pairs(&officer, None).await.unwrap().1, 0);
        // The same name and telephone under a mistyped number; the same name and birthday.
        let b = run(add(5, 1, "13800138000")).await.unwrap();
        let twin = tb_people::IdNumber::compose(320_102, Day::parse("1940-03-03").unwrap(), 44);
        run(EntryInput { id_no: twin.text().into(), ..add(3, 3, "") }).await.unwrap();
        let (pairs, all) = outreach.pairs(&officer, None).await.unwrap();
        assert_eq!(all, 2);
        let of = |why| pairs.iter().find(|pair| pair.why == why).unwrap().id;
        let (telephone, birthday) = (of(PairReason::Telephone), of(PairReason::Birthday));

        outreach.run(&officer, &town.key(), Advance { entry: b, to: EntryState::Willing, reason: None }).await.unwrap();
        let clerk = clerk(2, node.at(Level::Street));
        let merge = DecidePair { pair: telephone, keep: Some(a) };
        assert_eq!(code(outreach.run(&clerk, &town.key(), merge.clone()).await), "outreach.not-allowed");
        outreach.run(&officer, &town.key(), merge.clone()).await.unwrap();
        assert_eq!(code(outreach.run(&officer, &town.key(), merge).await), "outreach.pair-decided");
        assert_eq!(outreach.entry(&officer, a).await.unwrap().row.state, EntryState::Willing, "as far as either came");
        outreach.run(&officer, &town.key(), DecidePair { pair: birthday, keep: None }).await.unwrap();
        assert_eq!(outreach.pairs(&officer, None).await.unwrap().1, 0);
        // The mistyped number on the next list means the entry that stayed.
        assert_eq!(run(add(5, 1, "13800138000")).await.unwrap(), a);
        let (progress, _) = outreach.progress(&officer, DISTRICT).await.unwrap();
        assert_eq!(progress.surveyed, 5);
        let found = town.entries(&officer, EntryFilter { search: Some(name_of(3)), ..EntryFilter::default() }).await;
        assert_eq!(found.len(), 3, "two persons of one name, one of them possibly twice");
        let bad = EntryInput { name: name_of(9), ..add(2, 2, "") };
        assert_eq!(code(run(bad).await), "name outreach.identity-mismatch");
    })
    .await;
}
