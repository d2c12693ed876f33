//! Files out and answers in: two officers, looks on record, bad lines repaired, the same file any number of times.

mod common;

use common::*;
use tb_db::testing::on_both;
use tb_kernel::*;
use tb_people::CheckSource;
use tb_policy::Check;
use tb_volunteers::*;

fn row(line: i64, number: &str, result: &str, day: &str) -> ResultRow {
    ResultRow { line, number: number.into(), result: result.into(), day: day.into() }
}

#[tokio::test]
async fn a_batch_goes_out_by_two_and_its_answer_comes_in() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let people =
            [world.applicant(1).await.person, world.applicant(2).await.person, world.applicant(3).await.person];
        let (maker, second) = (officer(1, DISTRICT), officer(2, DISTRICT));
        let ask =
            |kinds: &[Check]| AskChecks { node: DISTRICT, kinds: kinds.iter().copied().collect(), route: Route::Batch };
        assert_eq!(
            code(world.run(&staff(9, Role::SiteClerk, DISTRICT), ask(&[Check::Identity])).await),
            "common.not-found"
        );
        assert_eq!(faults(world.run(&maker, ask(&[Check::Exam])).await), ["kinds volunteers.kind-not-asked"]);
        let gateway = AskChecks { route: Route::Gateway, ..ask(&[Check::Identity]) };
        assert_eq!(code(world.run(&maker, gateway).await), "volunteers.no-gateway");
        let make = || MakeBatch { node: DISTRICT, reason: "入职前身份比对".into() };
        assert_eq!(code(world.run(&maker, make()).await), "volunteers.batch-empty");
        assert_eq!(world.run(&maker, ask(&[Check::Identity])).await.unwrap(), 3);
        assert_eq!(code(world.run(&maker, ask(&[Check::Identity])).await), "volunteers.nothing-to-ask");

        let batch = world.run(&maker, make()).await.unwrap();
        let export = |actor: Actor| {
            let (house, key) = (world.house.clone(), world.key());
            async move { house.export_batch(&actor, &key, batch).await.map(|(_, lines)| lines.len()) }
        };
        assert_eq!(code(export(maker.clone()).await), "volunteers.batch-closed");
        let (seen, _) = world.house.batch(&maker, batch).await.unwrap();
        let release = |approve: bool| ReleaseBatch { approval: seen.approval, approve, reason: "同意".into() };
        assert_eq!(code(world.run(&maker, release(true)).await), "approval.own");
        assert_eq!(code(world.run(&officer(3, OTHER), release(true)).await), "common.not-found");
        world.run(&second, release(true)).await.unwrap();
        assert_eq!(code(export(officer(3, OTHER)).await), "common.not-found");
        let (_, lines) = world.house.export_batch(&maker, &world.key(), batch).await.unwrap();
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.id_no.len() == 18 && line.name.starts_with("张桂")));
        let looks = world.house.people.who_looked(&citizen(people[0]), people[0], None, PageSize::of(5)).await.unwrap();
        assert_eq!(looks.rows[0].reason, "入职前身份比对");

        let number = |person: PersonId| {
            let all = &lines;
            let who = world.house.people.clone();
            async move {
                let names = who.identities(&mut who.core.db.read(), &[person]).await.unwrap();
                all.iter().find(|line| line.id_no == names[0].id_no).unwrap().number.clone()
            }
        };
        let numbers = [number(people[0]).await, number(people[1]).await, number(people[2]).await];
        let answer = vec![
            row(2, &numbers[0], "一致", "2026-11-20"),
            row(3, &numbers[1].to_lowercase(), "不一致", "2026/11/20"),
            row(4, "C-NOBODY", "一致", "2026-11-20"),
            row(5, &numbers[2], "大概是", "2026-11-20"),
            row(6, &numbers[2], "一致", "2027-11-20"),
            row(7, &numbers[0], "一致", "2026-11-20"),
        ];
        let import = |rows: &[ResultRow]| ImportResults { batch, rows: rows.to_vec() };
        assert_eq!(code(world.run(&officer(3, OTHER), import(&answer)).await), "common.not-found");
        assert_eq!(world.run(&maker, import(&answer)).await.unwrap(), Imported { taken: 2, known: 1, bad: 3 });
        // Once more: nothing is counted twice, the bad lines are the same three.
        assert_eq!(world.run(&maker, import(&answer)).await.unwrap(), Imported { taken: 0, known: 3, bad: 3 });
        assert!(world.holds(people[0], Check::Identity).await && !world.holds(people[1], Check::Identity).await);
        let way = world.house.people.way(&citizen(people[0]), people[0]).await.unwrap();
        assert_eq!((way.history.len(), way.history[0].source), (1, CheckSource::Batch));
        assert_eq!(way.history[0].checked_on, Day::parse("2026-11-20").unwrap());

        let (_, bad) = world.house.batch(&maker, batch).await.unwrap();
        let told: Vec<(i64, &str)> = bad.iter().map(|row| (row.line, row.fault.as_str())).collect();
        assert_eq!(told, [(4, "volunteers.row-unknown"), (5, "volunteers.row-result"), (6, "volunteers.row-day")]);
        let repair = |at: usize, result: &str, day: &str| RepairRow {
            batch,
            row: bad[at].id,
            number: bad[at].number.clone(),
            result: result.into(),
            day: day.into(),
        };
        assert_eq!(faults(world.run(&maker, repair(1, "也许", "2026-11-20")).await), ["result volunteers.row-result"]);
        world.run(&maker, repair(1, "通过", "2026-11-20")).await.unwrap();
        assert!(world.holds(people[2], Check::Identity).await);
        assert_eq!(code(world.run(&maker, repair(1, "通过", "2026-11-20")).await), "volunteers.row-closed");
        // What now differs from the record is for a person to look at, never taken silently.
        assert_eq!(
            faults(world.run(&maker, repair(2, "不一致", "2026-11-20")).await),
            ["number volunteers.row-differs"]
        );
        world.run(&maker, DropRow { batch, row: bad[2].id }).await.unwrap();
        world.run(&maker, DropRow { batch, row: bad[0].id }).await.unwrap();
        let (seen, bad) = world.house.batch(&maker, batch).await.unwrap();
        assert_eq!((seen.requests, seen.answered, seen.bad, bad.len()), (3, 3, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn what_the_second_officer_refuses_waits_for_another_batch() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        world.applicant(1).await;
        let (maker, second) = (officer(1, DISTRICT), officer(2, DISTRICT));
        let ask = AskChecks { node: DISTRICT, kinds: [Check::Credit].into(), route: Route::Batch };
        world.run(&maker, ask).await.unwrap();
        let make = || MakeBatch { node: DISTRICT, reason: "比对".into() };
        let batch = world.run(&maker, make()).await.unwrap();
        let approval = world.house.batch(&maker, batch).await.unwrap().0.approval;
        world.run(&second, ReleaseBatch { approval, approve: false, reason: "先别发".into() }).await.unwrap();
        assert_eq!(world.house.batch(&maker, batch).await.unwrap().0.state, BatchState::Refused);
        world.run(&maker, make()).await.unwrap();
    })
    .await;
}
