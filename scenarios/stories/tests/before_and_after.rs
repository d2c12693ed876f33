//! Calling off, re-offering, staff acts, taking back.

use tb_kernel::*;
use tb_orders::*;
use tb_stories::{on_both, refused};

#[tokio::test]
async fn calling_off_returns_the_minutes_and_withdrawing_offers_the_order_again() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let before = w.balances(&elder).await.granted_free;
        let order = w.taken(&elder, &volunteer).await;
        let no_reason = Withdraw { order, reason: "  ".into(), seen: None };
        assert_eq!(refused(w.house.orders.run(&volunteer, &w.key(), no_reason).await), "common.invalid");
        let withdraw = Withdraw { order, reason: "生病了".into(), seen: None };
        w.house.orders.run(&volunteer, &w.key(), withdraw).await.unwrap();
        let o = w.order(order).await;
        assert_eq!((o.state, o.volunteer), (OrderState::Published, None));
        let other = w.volunteer().await;
        w.house.orders.run(&other, &w.key(), Take { order, seen: None }).await.unwrap();
        w.house.orders.run(&elder, &w.key(), Decline { order, reason: String::new(), seen: None }).await.unwrap();
        w.house.orders.run(&other, &w.key(), Take { order, seen: None }).await.unwrap();
        w.house.orders.run(&elder, &w.key(), Agree { order, seen: None }).await.unwrap();
        let cancel = Cancel { order, reason: "女儿来了".into(), seen: None };
        w.house.orders.run(&elder, &w.key(), cancel.clone()).await.unwrap();
        assert_eq!(refused(w.house.orders.run(&elder, &w.key(), cancel).await), "orders.wrong-state");
        assert_eq!(w.balances(&elder).await.granted_free, before);
    })
    .await;
}

#[tokio::test]
async fn a_no_show_is_noted_and_the_order_goes_on_at_another_time() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.taken(&elder, &volunteer).await;
        let early = NoShow { order, new_start: None, seen: None };
        assert_eq!(refused(w.house.orders.run(&elder, &w.key(), early).await), "orders.not-started");
        w.go_to(w.order(order).await.starts_at.plus(Span::minutes(40))).await;
        let start = w.now().plus(Span::days(1));
        let again = NoShow { order, new_start: Some(start), seen: None };
        w.house.orders.run(&elder, &w.key(), again).await.unwrap();
        let o = w.order(order).await;
        assert_eq!((o.state, o.starts_at, o.volunteer), (OrderState::Published, start, None));
        assert!(o.flagged(Flag::NoShow));
    })
    .await;
}

#[tokio::test]
async fn without_time_there_is_no_order_and_the_article_says_why() {
    on_both(|w| async move {
        let elder = w.poor_elder().await;
        let submit = Submit { need: w.need(), draft: None };
        let code = refused(w.house.orders.run(&elder, &w.key(), submit).await);
        assert!(code.starts_with("ledger.") || code.starts_with("policy."), "{code}");
        let draft = w.house.orders.run(&elder, &w.key(), SaveDraft { need: w.need() }).await.unwrap();
        w.grant(&elder).await;
        let submit = Submit { need: w.need(), draft: Some(draft.order) };
        let submitted = w.house.orders.run(&elder, &w.key(), submit).await.unwrap();
        assert_eq!(submitted.order, draft.order);
        let young = w.volunteer().await;
        let refusal = w.house.orders.run(&young, &w.key(), Submit { need: w.need(), draft: None }).await;
        assert_eq!(refused(refusal), "orders.elder-not-active");
    })
    .await;
}

#[tokio::test]
async fn nobody_reviews_what_they_handed_in_and_the_desk_acts_for_others() {
    on_both(|w| async move {
        let elder = w.elder().await;
        let clerk = w.clerk();
        let at_desk = clerk.clone().for_person(elder.person.unwrap(), Channel::Desk);
        let submitted = w.house.orders.run(&at_desk, &w.key(), Submit { need: w.need(), draft: None }).await.unwrap();
        let history = w.house.orders.file(&elder, submitted.order).await.unwrap().history;
        assert_eq!((history[0].actor, history[0].on_behalf), (clerk.person, elder.person));
        if submitted.state == OrderState::Submitted {
            let look = Publish { order: submitted.order, seen: None };
            assert_eq!(refused(w.house.orders.run(&clerk, &w.key(), look.clone()).await), "orders.own-review");
            w.house.orders.run(&w.clerk(), &w.key(), look).await.unwrap();
        }
        let volunteer = w.volunteer().await;
        let assign = Assign { order: submitted.order, volunteer: volunteer.person.unwrap(), seen: None };
        assert_eq!(refused(w.house.orders.run(&volunteer, &w.key(), assign.clone()).await), "common.not-found");
        w.house.orders.run(&w.clerk(), &w.key(), assign).await.unwrap();
        assert_eq!(w.order(submitted.order).await.state, OrderState::Taken);
    })
    .await;
}

#[tokio::test]
async fn invited_volunteers_answer_and_only_they() {
    on_both(|w| async move {
        let (elder, asked, other) = (w.elder().await, w.volunteer().await, w.volunteer().await);
        let order = w.published(&elder).await;
        let invite = Invite { order, volunteers: vec![asked.person.unwrap()] };
        w.house.orders.run(&w.clerk(), &w.key(), invite).await.unwrap();
        assert_eq!(w.house.orders.invitations_of(asked.person.unwrap()).await.unwrap().len(), 1);
        let accept = AnswerInvitation { order, accept: true };
        assert_eq!(refused(w.house.orders.run(&other, &w.key(), accept.clone()).await), "common.not-found");
        w.house.orders.run(&asked, &w.key(), accept).await.unwrap();
        assert_eq!(w.order(order).await.volunteer, asked.person);
    })
    .await;
}

#[tokio::test]
async fn a_settled_order_is_taken_back_by_two_officers_and_only_once() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let before = w.balances(&elder).await.granted_free;
        let order = w.served(&elder, &volunteer).await;
        let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
        w.house.orders.confirm(&elder, &w.key(), word).await.unwrap();
        let (maker, checker) = w.pair().await;
        let ask = ProposeRevocation { order, reason: "服务未发生".into() };
        let approval = w.house.orders.run(&maker, &w.key(), ask.clone()).await.unwrap();
        assert_eq!(refused(w.house.orders.run(&maker, &w.key(), ask).await), "approval.already-open");
        let yes = ApproveRevocation { approval, approve: true, reason: "已核实".into() };
        assert_eq!(refused(w.house.orders.run(&maker, &w.key(), yes.clone()).await), "approval.own");
        w.house.orders.run(&checker, &w.key(), yes.clone()).await.unwrap();
        assert_eq!(refused(w.house.orders.run(&checker, &w.key(), yes).await), "approval.closed");
        assert_eq!(w.order(order).await.state, OrderState::Revoked);
        assert_eq!(w.balances(&volunteer).await.earned_free, Minutes::ZERO);
        assert_eq!(w.balances(&elder).await.granted_free, before);
    })
    .await;
}

#[tokio::test]
async fn near_orders_come_with_reasons_and_without_addresses() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.published(&elder).await;
        let filter = tb_matching::NearFilter { limit: 20, ..Default::default() };
        let rows = tb_matching::near(&w.house.matching, volunteer.person.unwrap(), &filter).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.order.id).collect::<Vec<_>>(), [order]);
        assert!(rows[0].metres < 3_000 && !rows[0].reasons.is_empty());
        let seen = w.house.orders.file(&volunteer, order).await.unwrap().seen;
        assert!(seen.place.is_none() && seen.side.is_none(), "the address comes after acceptance");
        let rows = tb_matching::candidates(&w.house.matching, &w.clerk(), order, 10).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert!(rows[0].refusal.is_none());
    })
    .await;
}
