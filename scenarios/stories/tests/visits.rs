//! Around the visit: proofs, codes, lateness, forgetting, silence.

use tb_kernel::*;
use tb_orders::*;
use tb_stories::{on_both, refused};

fn button(order: OrderId) -> Confirmation {
    Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None }
}

#[tokio::test]
async fn a_telephone_without_position_or_with_a_wrong_clock_turns_nobody_away() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.taken(&elder, &volunteer).await;
        w.go_to(w.order(order).await.starts_at).await;
        let presented = Presented {
            position: SeenPosition { lon: Some(0.0), lat: Some(0.0), accuracy: Some(5.0) },
            code: None,
            guardian_code: None,
            device_at: Some(w.now().minus(Span::hours(5))),
        };
        w.house.orders.run(&volunteer, &w.key(), CheckIn { order, presented, seen: None }).await.unwrap();
        let o = w.order(order).await;
        assert_eq!(o.state, OrderState::Serving);
        assert_eq!(o.checked_in_at, Some(w.now()), "the server's clock counts");
        assert!(o.flagged(Flag::ClockSkew));
        assert!(!o.flagged(Flag::OutsideRadius), "an unknown position blames nobody");
        assert!(o.proof_kinds().is_empty(), "and proves nothing");

        w.pass(Span::minutes(o.minutes.0)).await;
        w.house
            .orders
            .run(&volunteer, &w.key(), CheckOut { order, presented: Presented::default(), seen: None })
            .await
            .unwrap();
        let answer = w.house.orders.confirm(&elder, &w.key(), button(order)).await.unwrap();
        assert_eq!((answer.state, answer.settled), (OrderState::Awaiting, None), "a return call is needed first");
        assert!(w.order(order).await.flagged(Flag::NeedsCall));
        let clerk = w.clerk();
        let desk = Confirmation { order, method: ConfirmMethod::Desk, minutes: None, seen: None };
        assert_eq!(refused(w.house.orders.confirm(&clerk, &w.key(), desk.clone()).await), "orders.call-first");
        let call =
            LogCall { order, elder_confirms_presence: Some(true), note: "女儿接的电话".into(), seen: None };
        w.house.orders.run(&clerk, &w.key(), call).await.unwrap();
        let needed = w.house.orders.version(&w.order(order).await.policy).unwrap().parameters.presence.needed;
        let answer = w.house.orders.confirm(&clerk, &w.key(), desk).await.unwrap();
        assert_eq!(answer.settled.is_some(), needed <= 1, "one call is one proof");
    })
    .await;
}

#[tokio::test]
async fn a_code_can_be_tried_five_times() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.taken(&elder, &volunteer).await;
        w.go_to(w.order(order).await.starts_at).await;
        let right = w.house.orders.door_code(&elder, order).await.unwrap();
        let wrong = if right == "000000" { "000001" } else { "000000" };
        let arrive = |code: &str| CheckIn {
            order,
            presented: Presented { code: Some(code.into()), ..Default::default() },
            seen: None,
        };
        for _ in 0..5 {
            let outcome = w.house.orders.run(&volunteer, &w.key(), arrive(wrong)).await;
            assert_eq!(refused(outcome), "orders.code-wrong");
        }
        let outcome = w.house.orders.run(&volunteer, &w.key(), arrive(&right)).await;
        assert_eq!(refused(outcome), "orders.code-tries", "even the right one is not looked at any more");
        w.house
            .orders
            .run(&volunteer, &w.key(), CheckIn { order, presented: Presented::default(), seen: None })
            .await
            .unwrap();
        assert_eq!(refused(w.house.orders.door_code(&volunteer, order).await), "common.not-found");
    })
    .await;
}

#[tokio::test]
async fn an_expired_code_is_wrong_and_a_card_works_on_the_volunteers_telephone() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.taken(&elder, &volunteer).await;
        w.go_to(w.order(order).await.starts_at).await;
        let old = w.house.orders.door_code(&elder, order).await.unwrap();
        w.pass(Span::minutes(5)).await;
        let arrive = |code: String| CheckIn {
            order,
            presented: Presented { code: Some(code), ..Default::default() },
            seen: None,
        };
        assert_eq!(refused(w.house.orders.run(&volunteer, &w.key(), arrive(old)).await), "orders.code-wrong");
        let version = w.facts(&elder).await.card_version;
        let card = tb_crypto::card_code(&w.house.keys, elder.person.unwrap().0.as_bytes(), version);
        let mut shown = arrive(card.clone());
        shown.presented.position = w.at_home(&elder).await;
        w.house.orders.run(&volunteer, &w.key(), shown).await.unwrap();
        w.pass(Span::minutes(w.order(order).await.minutes.0)).await;
        w.house
            .orders
            .run(&volunteer, &w.key(), CheckOut { order, presented: Presented::default(), seen: None })
            .await
            .unwrap();
        let by_card =
            |code: String| Confirmation { order, method: ConfirmMethod::Card { code }, minutes: None, seen: None };
        assert_eq!(
            refused(w.house.orders.confirm(&volunteer, &w.key(), by_card("12345678".into())).await),
            "orders.code-wrong"
        );
        assert_eq!(refused(w.house.orders.confirm(&volunteer, &w.key(), button(order)).await), "orders.not-yours");
        let answer = w.house.orders.confirm(&volunteer, &w.key(), by_card(card)).await.unwrap();
        assert_eq!(answer.state, OrderState::Settled);
    })
    .await;
}

#[tokio::test]
async fn a_visit_nobody_comes_to_is_noticed_and_in_the_end_the_minutes_return() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let before = w.balances(&elder).await.granted_free;
        let order = w.taken(&elder, &volunteer).await;
        let start = w.order(order).await.starts_at;
        for (rung, minutes) in [(1, 15), (2, 30), (3, 60)] {
            w.go_to(start.plus(Span::minutes(minutes)).plus(Span::seconds(1))).await;
            let o = w.order(order).await;
            assert_eq!((o.alerts, o.flagged(Flag::Missed)), (rung, true));
        }
        w.go_to(start.plus(Span::days(3))).await;
        let o = w.order(order).await;
        assert_eq!((o.state, o.reason.as_deref()), (OrderState::Expired, Some("visit-missed")));
        assert_eq!(w.balances(&elder).await.granted_free, before);
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_check_out_ends_at_the_planned_end() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.taken(&elder, &volunteer).await;
        let o = w.order(order).await;
        w.go_to(o.starts_at).await;
        w.house
            .orders
            .run(&volunteer, &w.key(), CheckIn { order, presented: Presented::default(), seen: None })
            .await
            .unwrap();
        w.go_to(o.ends_at.plus(Span::hours(30))).await;
        let o = w.order(order).await;
        assert_eq!(o.state, OrderState::Awaiting);
        assert_eq!((o.checked_out_at, o.verified_minutes), (Some(o.ends_at), Some(o.minutes)));
        assert!(o.flagged(Flag::Forgotten) && o.flagged(Flag::NeedsCall));
    })
    .await;
}

#[tokio::test]
async fn silence_counts_only_late_and_after_a_call() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.served(&elder, &volunteer).await;
        let hours = w.house.orders.version_now().unwrap().parameters.silence.after_hours;
        w.pass(Span::hours(i64::from(hours) + 1)).await;
        let o = w.order(order).await;
        assert_eq!(o.state, OrderState::Awaiting, "nobody called yet");
        assert!(o.flagged(Flag::NeedsCall));
        let call = LogCall { order, elder_confirms_presence: None, note: "无人接听".into(), seen: None };
        w.house.orders.run(&w.clerk(), &w.key(), call).await.unwrap();
        w.pass(Span::hours(25)).await;
        assert_eq!(w.order(order).await.state, OrderState::Settled, "now silence counts");
    })
    .await;
}

#[tokio::test]
async fn two_accounts_of_the_time_that_differ_go_to_an_officer() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.served(&elder, &volunteer).await;
        let verified = w.order(order).await.verified_minutes.unwrap();
        let word = Confirmation { order, method: ConfirmMethod::Button, minutes: Some(Minutes(5)), seen: None };
        let answer = w.house.orders.confirm(&elder, &w.key(), word).await.unwrap();
        assert_eq!(answer.state, OrderState::Disputed);
        let decide = |minutes| DecideDispute { order, minutes, grounds: "双方都已回访".into(), seen: None };
        assert_eq!(refused(w.house.orders.run(&w.clerk(), &w.key(), decide(Minutes(20))).await), "orders.not-yours");
        let too_much = decide(Minutes(verified.0 + 1000));
        assert_eq!(refused(w.house.orders.run(&w.officer(), &w.key(), too_much).await), "common.invalid");
        let done = w.house.orders.run(&w.officer(), &w.key(), decide(Minutes(20))).await.unwrap();
        assert_eq!(done.state, OrderState::Settled);
        assert_eq!(w.balances(&volunteer).await.earned_free, Minutes(20));
        assert_eq!(w.balances(&elder).await.held(), Minutes::ZERO);
    })
    .await;
}
