//! The main job from end to end, and what each side sees of it.

use tb_kernel::*;
use tb_orders::*;
use tb_stories::{on_both, refused};

#[tokio::test]
async fn an_hour_of_service_becomes_an_hour_in_the_account() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let before = w.balances(&elder).await;
        let order = w.served(&elder, &volunteer).await;
        let held = w.balances(&elder).await;
        let planned = w.order(order).await.minutes;
        assert!(held.held().0 >= planned.0, "minutes are held");
        assert_eq!(w.order(order).await.state, OrderState::Awaiting);

        let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
        let key = w.key();
        let answer = w.house.orders.confirm(&elder, &key, word.clone()).await.unwrap();
        assert_eq!((answer.state, answer.settled), (OrderState::Settled, Some(planned)));
        assert_eq!(
            w.house.orders.confirm(&elder, &key, word.clone()).await.unwrap(),
            answer,
            "the same key, the same answer"
        );
        assert_eq!(refused(w.house.orders.confirm(&elder, &w.key(), word).await), "orders.wrong-state");

        assert_eq!(w.balances(&volunteer).await.earned_free, planned);
        let after = w.balances(&elder).await;
        assert_eq!(after.held(), Minutes::ZERO);
        assert_eq!(after.granted_free.0, before.granted_free.0 - planned.0);

        for (who, mark) in [(&elder, 5), (&volunteer, 4)] {
            let rate = Rate { order, mark, tags: vec!["kind".into()], remark: "谢谢".into() };
            w.house.orders.run(who, &w.key(), rate.clone()).await.unwrap();
            assert_eq!(refused(w.house.orders.run(who, &w.key(), rate).await), "orders.already-rated");
        }
        let file = w.house.orders.file(&elder, order).await.unwrap();
        let steps: Vec<Step> = file.history.iter().map(|event| event.step).collect();
        assert_eq!(
            steps,
            [Step::Submit, Step::Publish, Step::Take, Step::CheckIn, Step::CheckOut, Step::Settle]
                .into_iter()
                .filter(|s| *s != Step::Publish || steps.contains(&Step::Publish))
                .collect::<Vec<_>>()
        );
        assert_eq!(file.ratings.len(), 2);
        assert!(file.seen.place.is_some());
    })
    .await;
}

#[tokio::test]
async fn an_order_one_may_not_see_does_not_exist() {
    on_both(|w| async move {
        let (elder, volunteer, stranger) = (w.elder().await, w.volunteer().await, w.volunteer().await);
        let order = w.taken(&elder, &volunteer).await;
        let missing = OrderId(uuid::Uuid::from_u128(99));
        let away = w.staff(Role::SiteClerk, tb_stories::ELSEWHERE.at(Level::Street));
        for who in [&stranger, &away, &w.staff(Role::Operator, w.house.node)] {
            assert_eq!(refused(w.house.orders.file(who, order).await.map(|_| ())), "common.not-found");
            for id in [order, missing] {
                let cancel = Cancel { order: id, reason: "不需要了".into(), seen: None };
                assert_eq!(refused(w.house.orders.run(who, &w.key(), cancel).await), "common.not-found");
                let word = Confirmation { order: id, method: ConfirmMethod::Button, minutes: None, seen: None };
                assert_eq!(refused(w.house.orders.confirm(who, &w.key(), word).await), "common.not-found");
            }
        }
        let auditor = w.staff(Role::Auditor, w.house.node);
        assert!(w.house.orders.file(&auditor, order).await.unwrap().seen.place.is_none(), "an auditor sees no address");
        let assign = Cancel { order, reason: "试".into(), seen: None };
        assert_eq!(refused(w.house.orders.run(&auditor, &w.key(), assign).await), "orders.not-yours");
    })
    .await;
}

#[tokio::test]
async fn a_stale_page_and_a_repeated_click_change_nothing() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.published(&elder).await;
        let seen = Some(w.order(order).await.version);
        let key = w.key();
        let first = w.house.orders.run(&volunteer, &key, Take { order, seen }).await.unwrap();
        let again = w.house.orders.run(&volunteer, &key, Take { order, seen }).await.unwrap();
        assert_eq!(first, again);
        let cancel = Cancel { order, reason: "改天".into(), seen };
        assert_eq!(refused(w.house.orders.run(&elder, &w.key(), cancel).await), "orders.stale");
        let other = Take { order, seen: None };
        assert_eq!(refused(w.house.orders.run(&volunteer, &key, other).await), "common.key-reused");
        assert_eq!(w.order(order).await.state, OrderState::Taken);
    })
    .await;
}

#[tokio::test]
async fn of_many_who_take_one_order_one_has_it() {
    on_both(|w| async move {
        let elder = w.elder().await;
        let order = w.published(&elder).await;
        let mut volunteers = Vec::new();
        for _ in 0..8 {
            volunteers.push(w.volunteer().await);
        }
        let mut tasks = tokio::task::JoinSet::new();
        for volunteer in volunteers {
            let w = w.clone();
            tasks.spawn(async move { w.house.orders.run(&volunteer, &w.key(), Take { order, seen: None }).await });
        }
        let (mut won, mut lost) = (0, 0);
        while let Some(outcome) = tasks.join_next().await {
            match outcome.unwrap() {
                Ok(_) => won += 1,
                Err(_) => lost += 1,
            }
        }
        assert_eq!((won, lost), (1, 7));
        let taken = w.house.orders.file(&elder, order).await.unwrap().history;
        assert_eq!(taken.iter().filter(|event| event.step == Step::Take).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_volunteer_is_in_one_place_at_a_time() {
    on_both(|w| async move {
        let volunteer = w.volunteer().await;
        let (one, two) = (w.elder().await, w.elder().await);
        let (first, second) = (w.published(&one).await, w.published(&two).await);
        let mut tasks = tokio::task::JoinSet::new();
        for order in [first, second] {
            let (w, volunteer) = (w.clone(), volunteer.clone());
            tasks.spawn(async move { w.house.orders.run(&volunteer, &w.key(), Take { order, seen: None }).await });
        }
        let mut codes = Vec::new();
        while let Some(outcome) = tasks.join_next().await {
            codes.push(outcome.unwrap().err().and_then(|fail| fail.refusal().cloned()));
        }
        let refusals: Vec<_> = codes.into_iter().flatten().collect();
        assert_eq!(refusals.len(), 1, "one of the two is refused");
        assert_eq!(refusals[0].code, "policy.overlap");
        assert!(refusals[0].article.is_some(), "and the article is named");
    })
    .await;
}

#[tokio::test]
async fn many_settlements_of_one_account_add_up() {
    on_both(|w| async move {
        let volunteer = w.volunteer().await;
        let mut waiting = Vec::new();
        for _ in 0..6 {
            let elder = w.elder().await;
            let order = w.served(&elder, &volunteer).await;
            waiting.push((elder, order));
        }
        let mut expected = 0;
        for (_, order) in &waiting {
            expected += w.order(*order).await.minutes.0;
        }
        let mut tasks = tokio::task::JoinSet::new();
        for (elder, order) in waiting {
            for _ in 0..2 {
                let (w, elder) = (w.clone(), elder.clone());
                tasks.spawn(async move {
                    let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
                    w.house.orders.confirm(&elder, &w.key(), word).await.is_ok()
                });
            }
        }
        let mut settled = 0;
        while let Some(done) = tasks.join_next().await {
            settled += i64::from(done.unwrap());
        }
        assert_eq!(settled, 6, "each order settles once");
        assert_eq!(w.balances(&volunteer).await.earned_free.0, expected);
    })
    .await;
}
