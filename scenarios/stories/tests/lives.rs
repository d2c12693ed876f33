//! People leave, die, turn out to be one, are forgotten; and the books still verify (the world checks them at the end of
//! every story).
#![allow(clippy::unwrap_used)] // a test that cannot go on stops

use tb_kernel::*;
use tb_ledger::{AccountStatus, queries::account};
use tb_life::*;
use tb_orders::{OrderState, pool_account};
use tb_people::{Claims, LinkInput, LinkKind, Mark, VolunteerClaims};
use tb_policy::KinKind;
use tb_stories::*;

fn id(actor: &Actor) -> PersonId {
    actor.person.expect("a person")
}

/// Taken down by a clerk, proposed by one officer.
async fn proposed(w: &World, person: &Actor, kind: CaseKind, other: Option<PersonId>) -> (CaseId, ApprovalId) {
    let ask = Ask { person: id(person), kind, other, reason: "看过证明".into() };
    let asked = w.house.life.run(&w.clerk(), &w.key(), ask).await.expect("taken down");
    let propose = Propose { case: asked.case, reason: "已核对".into() };
    (asked.case, w.house.life.run(&w.pair().await.0, &w.key(), propose).await.expect("proposed"))
}

async fn decided(w: &World, approval: ApprovalId) -> Outcome<CaseId> {
    w.house.life.run(&w.pair().await.1, &w.key(), Decide { approval, approve: true, reason: "属实".into() }).await
}

async fn carried_out(w: &World, person: &Actor, kind: CaseKind, other: Option<PersonId>) -> CaseId {
    let (_, approval) = proposed(w, person, kind, other).await;
    decided(w, approval).await.expect("carried out")
}

async fn status(w: &World, person: &Actor) -> AccountStatus {
    let account = account(&mut w.house.core.db.read(), AccountId(id(person).0)).await.expect("asked");
    account.expect("an account").account.status
}

async fn settled(w: &World, elder: &Actor, volunteer: &Actor) {
    let order = w.served(elder, volunteer).await;
    let word = tb_orders::Confirmation { order, method: tb_orders::ConfirmMethod::Button, minutes: None, seen: None };
    w.house.orders.confirm(elder, &w.key(), word).await.expect("settled");
}

#[tokio::test]
async fn who_leaves_gives_what_is_left_and_is_forgotten_after_a_while() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        settled(&w, &elder, &volunteer).await;
        let earned = w.balances(&volunteer).await.earned_free;
        assert!(earned.is_positive());
        let pool = pool_account(w.house.node);
        let before = tb_ledger::balances(&mut w.house.core.db.read(), pool).await.unwrap().gifted_free;

        // A visit that waits for the elder's word stands in the way; one that has not begun is offered again.
        let ask = Ask { person: id(&volunteer), kind: CaseKind::Exit, other: None, reason: "搬去外地".into() };
        let asked = w.house.life.run(&volunteer, &w.key(), ask.clone()).await.expect("one's own");
        assert_eq!(refused(w.house.life.run(&volunteer, &w.key(), ask.clone()).await), "life.already-asked");
        let death = Ask { kind: CaseKind::Death, ..ask.clone() };
        assert_eq!(refused(w.house.life.run(&volunteer, &w.key(), death).await), "life.not-open-to-oneself");
        let order = w.taken(&elder, &volunteer).await;
        let first = w.pair().await.0;
        let propose = Propose { case: asked.case, reason: "已核对".into() };
        let approval = w.house.life.run(&first, &w.key(), propose).await.expect("proposed");
        let yes = Decide { approval, approve: true, reason: String::new() };
        assert_eq!(refused(w.house.life.run(&first, &w.key(), yes.clone()).await), "approval.own");
        let far = w.staff(Role::DistrictOfficer, ELSEWHERE.at(Level::District));
        assert_eq!(refused(w.house.life.run(&far, &w.key(), yes.clone()).await), "common.not-found");
        w.house.life.run(&w.pair().await.1, &w.key(), yes.clone()).await.expect("carried out");
        assert_eq!(refused(w.house.life.run(&w.pair().await.1, &w.key(), yes).await), "approval.closed");
        assert_eq!(w.order(order).await.state, OrderState::Published, "offered again");
        assert_eq!(w.balances(&volunteer).await.free(), Minutes::ZERO);
        let after = tb_ledger::balances(&mut w.house.core.db.read(), pool).await.unwrap().gifted_free;
        assert_eq!(after.0 - before.0, earned.0, "not a minute more or less");
        assert_eq!(status(&w, &volunteer).await, AccountStatus::Closed);

        // Forgetting waits.
        let erase = Ask { person: id(&volunteer), kind: CaseKind::Erasure, other: None, reason: "不再使用".into() };
        let asked = w.house.life.run(&volunteer, &w.key(), erase).await.expect("one's own");
        let propose = Propose { case: asked.case, reason: "已核对".into() };
        assert_eq!(refused(w.house.life.run(&w.officer(), &w.key(), propose.clone()).await), "life.too-early");
        w.pass(Span::days(31)).await;
        let approval = w.house.life.run(&w.pair().await.0, &w.key(), propose).await.expect("proposed");
        decided(&w, approval).await.expect("erased");
        let mut tx = w.house.core.db.read();
        assert!(w.house.people.is_erased(&mut tx, id(&volunteer)).await.unwrap());
        drop(tx);
        assert_eq!(
            refused(w.house.life.export(&volunteer, &w.key(), id(&volunteer)).await.map(|_| ())),
            "common.not-found"
        );
        // The elder's own record still stands.
        let orders = w.house.orders.of_person(id(&elder), true, None, PageSize::of(10)).await.unwrap();
        for order in orders.rows {
            w.house.orders.file(&elder, order.id).await.expect("the elder's own file");
        }
        let view = w.house.life.case(&w.officer(), asked.case).await.expect("the case is kept");
        assert_eq!((view.case.state, view.case.reason.as_str()), (CaseState::Done, ""));
    })
    .await;
}

#[tokio::test]
async fn two_who_are_one_are_merged_and_parted_again_while_the_minutes_are_there() {
    on_both(|w| async move {
        let (one, two) = (w.elder().await, w.elder().await);
        let (a, b) = (w.balances(&one).await.free(), w.balances(&two).await.free());
        let order = w.published(&two).await;
        let ask = Ask { person: id(&two), kind: CaseKind::Merge, other: Some(id(&one)), reason: "同一个人".into() };
        let asked = w.house.life.run(&w.clerk(), &w.key(), ask).await.expect("taken down");
        let propose = Propose { case: asked.case, reason: "已核对".into() };
        assert_eq!(refused(w.house.life.run(&w.officer(), &w.key(), propose.clone()).await), "life.orders-running");
        let cancel = tb_orders::Cancel { order, reason: "重复".into(), seen: None };
        w.house.orders.run(&two, &w.key(), cancel).await.expect("called off");
        let approval = w.house.life.run(&w.pair().await.0, &w.key(), propose).await.expect("proposed");
        decided(&w, approval).await.expect("merged");
        assert_eq!(w.balances(&one).await.free(), Minutes(a.0 + b.0));
        assert_eq!(w.balances(&two).await.free(), Minutes::ZERO);
        assert!(w.facts(&two).await.elder.is_some_and(|state| !state.is_running()));

        let undo = ProposeUndo { case: asked.case, reason: "证件不同".into() };
        let approval = w.house.life.run(&w.pair().await.0, &w.key(), undo.clone()).await.expect("proposed");
        let yes = DecideUndo { approval, approve: true, reason: String::new() };
        w.house.life.run(&w.pair().await.1, &w.key(), yes).await.expect("parted");
        assert_eq!((w.balances(&one).await.free(), w.balances(&two).await.free()), (a, b));
        assert!(w.facts(&two).await.is_active_elder(), "in the state they had");
        assert_eq!(refused(w.house.life.run(&w.officer(), &w.key(), undo).await), "life.cannot-undo");

        // Merged again; once the minutes are spent nobody can part them.
        let case = carried_out(&w, &two, CaseKind::Merge, Some(id(&one))).await;
        let volunteer = w.volunteer().await;
        while w.balances(&one).await.free().0 >= 60 {
            settled(&w, &one, &volunteer).await;
        }
        let undo = ProposeUndo { case, reason: "证件不同".into() };
        let approval = w.house.life.run(&w.pair().await.0, &w.key(), undo).await.expect("proposed");
        let yes = DecideUndo { approval, approve: true, reason: String::new() };
        assert!(refused(w.house.life.run(&w.pair().await.1, &w.key(), yes).await).starts_with("ledger."));
    })
    .await;
}

#[tokio::test]
async fn what_somebody_leaves_goes_to_an_heir_or_waits() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let serves = VolunteerClaims { resident: true, healthy: true, good_record: true, ..Default::default() };
        let child = w.person(35, HERE, Claims::Volunteer(serves)).await;
        settled(&w, &elder, &volunteer).await;
        let input = LinkInput {
            a: id(&volunteer),
            b: id(&child),
            kind: LinkKind::Kin(KinKind::Child),
            evidence: "户口簿".into(),
        };
        let link = w.house.people.record_link(&w.clerk(), &w.key(), input).await.expect("recorded");
        w.house.people.decide_link(&w.officer(), &w.key(), link, true, "属实").await.expect("confirmed");
        let earned = w.balances(&volunteer).await.earned_free;

        let estate = |heir: Option<PersonId>| Ask {
            person: id(&volunteer),
            kind: CaseKind::Estate,
            other: heir,
            reason: "遗产".into(),
        };
        assert_eq!(refused(w.house.life.run(&w.clerk(), &w.key(), estate(None)).await), "life.not-dead");
        carried_out(&w, &volunteer, CaseKind::Death, None).await;
        let mut tx = w.house.core.db.read();
        let marks = w.house.people.marks(&mut tx, &[id(&volunteer)]).await.unwrap();
        assert_eq!(marks[&id(&volunteer)].mark, Mark::Dead);
        drop(tx);
        assert_eq!(w.balances(&volunteer).await.earned_free, earned, "it waits for the heirs");

        // Nobody there yet: the public-benefit account has to wait.
        let waits = w.house.life.run(&w.clerk(), &w.key(), estate(None)).await.expect("taken down");
        let propose = Propose { case: waits.case, reason: "无人认领".into() };
        assert_eq!(refused(w.house.life.run(&w.officer(), &w.key(), propose).await), "life.heirs-may-claim");
        w.house.life.run(&w.clerk(), &w.key(), Withdraw { case: waits.case }).await.expect("withdrawn");
        let stranger = w.house.life.run(&w.clerk(), &w.key(), estate(Some(id(&elder)))).await.expect("taken down");
        let propose = Propose { case: stranger.case, reason: "认领".into() };
        assert_eq!(refused(w.house.life.run(&w.officer(), &w.key(), propose).await), "life.not-heir");
        w.house.life.run(&w.clerk(), &w.key(), Withdraw { case: stranger.case }).await.expect("withdrawn");
        carried_out(&w, &volunteer, CaseKind::Estate, Some(id(&child))).await;
        assert_eq!(w.balances(&child).await.gifted_free, earned);
        assert_eq!(status(&w, &volunteer).await, AccountStatus::Closed);
    })
    .await;
}

#[tokio::test]
async fn who_cannot_act_is_looked_after_and_comes_back() {
    on_both(|w| async move {
        let volunteer = w.volunteer().await;
        let case = carried_out(&w, &volunteer, CaseKind::Incapacity, None).await;
        assert!(!w.facts(&volunteer).await.is_active_volunteer());
        let undo = ProposeUndo { case, reason: "已康复".into() };
        let approval = w.house.life.run(&w.pair().await.0, &w.key(), undo).await.expect("proposed");
        let yes = DecideUndo { approval, approve: true, reason: String::new() };
        w.house.life.run(&w.pair().await.1, &w.key(), yes).await.expect("back");
        assert!(w.facts(&volunteer).await.is_active_volunteer());
    })
    .await;
}

#[tokio::test]
async fn everything_kept_about_somebody_is_written_out_for_them_alone() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        settled(&w, &elder, &volunteer).await;
        let own = w.house.life.export(&volunteer, &w.key(), id(&volunteer)).await.expect("one's own");
        let data = &own.json()["data"];
        assert_eq!(data["person"]["name"], "王小明");
        assert_eq!(data["orders_served"].as_array().unwrap().len(), 1);
        assert!(data["orders_served"][0]["proofs"].as_array().unwrap().len() >= 2);
        assert!(!data["ledger"]["statement"].as_array().unwrap().is_empty());
        assert_eq!(data["consent_receipts"].as_array().unwrap().len(), 1);
        assert!(own.made_by.is_none());
        assert_eq!(
            refused(w.house.life.export(&elder, &w.key(), id(&volunteer)).await.map(|_| ())),
            "common.not-found"
        );
        // At the desk: with a look that the person sees.
        w.house.life.export(&w.clerk(), &w.key(), id(&volunteer)).await.expect("at the desk");
        let looks = w.house.people.who_looked(&volunteer, id(&volunteer), None, PageSize::of(5)).await.unwrap();
        assert_eq!(looks.rows[0].purpose, tb_people::LookPurpose::Export);
    })
    .await;
}

#[tokio::test]
async fn traces_are_reduced_once_and_for_good() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        settled(&w, &elder, &volunteer).await;
        let order = w.house.orders.of_person(id(&elder), true, None, PageSize::of(1)).await.unwrap().rows[0].id;
        let traced = |when: &'static str| {
            let w = w.clone();
            let elder = elder.clone();
            async move {
                let file = w.house.orders.file(&elder, order).await.expect(when);
                let distance = file.evidence.iter().any(|proof| proof.distance_m.is_some());
                (distance, file.seen.place.is_some(), file.evidence.len(), file.seen.order.settled_minutes)
            }
        };
        let fresh = traced("fresh").await;
        assert!(fresh.0 && fresh.1);
        w.pass(Span::days(89)).await;
        assert_eq!(traced("a day before").await, fresh);
        w.pass(Span::days(3)).await;
        assert_eq!(traced("afterwards").await, (false, false, fresh.2, fresh.3), "the result stays");
        w.pass(Span::days(3)).await;
        assert_eq!(traced("again").await, (false, false, fresh.2, fresh.3));
    })
    .await;
}
