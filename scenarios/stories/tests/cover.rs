//! No visit without insurance, and what happens when something goes wrong at one.

use tb_cover::*;
use tb_kernel::*;
use tb_orders::{Step, Take};
use tb_policy::{CoverKind, Payer};
use tb_stories::{ELSEWHERE, HERE, World, on_both, refused};

fn volunteers(node: Node, number: &str, from: Day, to: Day) -> NewCover {
    NewCover {
        node,
        kind: CoverKind::Volunteer,
        insurer: "某某财险".into(),
        number: number.into(),
        from,
        to,
        payer: Payer::District,
        sum_fen: 20_000_000,
        hotline: "95500".into(),
    }
}

/// Ends every insurance of volunteers the world began with, as of today.
async fn without_cover(w: &World) {
    let (maker, checker) = (w.staff(Role::CityOfficer, w.house.node), w.staff(Role::CityOfficer, w.house.node));
    for one in w.house.cover.insurances(&maker, w.house.node).await.unwrap() {
        let ask = ProposeEnd { cover: one.id, on: w.now().day(), reason: "换保险公司".into() };
        let approval = w.house.cover.run(&maker, &w.key(), ask).await.unwrap();
        let yes = DecideCover { approval, approve: true, reason: "同意".into() };
        w.house.cover.run(&checker, &w.key(), yes).await.unwrap();
    }
}

#[tokio::test]
async fn an_order_needs_cover_in_force_on_its_day() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        without_cover(&w).await;
        let order = w.published(&elder).await;
        let take = Take { order, seen: None };
        let refusal = match w.house.orders.run(&volunteer, &w.key(), take.clone()).await {
            Err(Fail::Refused(refusal)) => refusal,
            other => panic!("not refused: {other:?}"),
        };
        assert_eq!((refusal.code.as_ref(), refusal.article.as_deref()), ("policy.not-insured", Some("TB-1/insurance")));

        // An insurance of another district, and one that ends today, do not help; one of this district does, once two agreed.
        let (today, tomorrow) = (w.now().day(), w.now().day().plus_days(1));
        let here = HERE.at(Level::District);
        for new in [
            volunteers(ELSEWHERE.at(Level::District), "B-1", today, tomorrow.plus_years(1)),
            volunteers(here, "B-2", today.plus_years(-1), today),
        ] {
            let (maker, checker) = (w.staff(Role::CityOfficer, w.house.node), w.staff(Role::CityOfficer, w.house.node));
            let approval =
                w.house.cover.run(&maker, &w.key(), ProposeCover { cover: new, reason: "年度".into() }).await.unwrap();
            let yes = DecideCover { approval, approve: true, reason: "同意".into() };
            w.house.cover.run(&checker, &w.key(), yes).await.unwrap();
            assert_eq!(refused(w.house.orders.run(&volunteer, &w.key(), take.clone()).await), "policy.not-insured");
        }
        let (maker, checker) = (w.officer(), w.officer());
        let ask = ProposeCover { cover: volunteers(here, "B-3", tomorrow, tomorrow), reason: "年度".into() };
        let approval = w.house.cover.run(&maker, &w.key(), ask.clone()).await.unwrap();
        let yes = DecideCover { approval, approve: true, reason: "同意".into() };
        assert_eq!(refused(w.house.cover.run(&maker, &w.key(), yes.clone()).await), "approval.own");
        assert_eq!(refused(w.house.orders.run(&volunteer, &w.key(), take.clone()).await), "policy.not-insured");
        w.house.cover.run(&checker, &w.key(), yes).await.unwrap();
        w.house.orders.run(&volunteer, &w.key(), take).await.unwrap();
        let file = w.house.orders.file(&elder, order).await.unwrap();
        let taken = file.history.iter().find(|event| event.step == Step::Take).unwrap();
        assert!(taken.facts.contains("B-3"), "the proof of cover stands in the history: {}", taken.facts);
        assert_eq!(refused(w.house.cover.run(&maker, &w.key(), ask).await), "common.invalid", "the same number twice");
        let clerk = ProposeCover { cover: volunteers(here, "B-4", today, tomorrow), reason: String::new() };
        assert_eq!(refused(w.house.cover.run(&w.clerk(), &w.key(), clerk).await), "common.not-found");
    })
    .await;
}

fn report(order: OrderId, at: Instant) -> ReportIncident {
    let said = "下楼时扭了脚，去了社区医院".into();
    ReportIncident { order, kind: IncidentKind::Fall, hurt: Hurt::Volunteer, happened_at: at, known_at: at, said }
}

#[tokio::test]
async fn an_incident_is_reported_followed_and_paid() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.served(&elder, &volunteer).await;
        let cover = &w.house.cover;
        let at = w.now();
        let stranger = w.volunteer().await;
        assert_eq!(refused(cover.run(&stranger, &w.key(), report(order, at)).await), "common.not-found");
        let long_before = report(order, at.minus(Span::days(3)));
        assert_eq!(refused(cover.run(&volunteer, &w.key(), long_before).await), "common.invalid");
        let incident = cover.run(&volunteer, &w.key(), report(order, at)).await.unwrap();
        let file = cover.incident(&elder, incident).await.unwrap();
        assert!(!file.incident.late);
        assert_eq!(file.entries[0].3.as_deref(), Some("下楼时扭了脚，去了社区医院"), "the other side reads it");
        assert_eq!(refused(cover.incident(&stranger, incident).await.map(|_| ())), "common.not-found");
        let away = w.staff(Role::DistrictOfficer, ELSEWHERE.at(Level::District));
        assert_eq!(refused(cover.incident(&away, incident).await.map(|_| ())), "common.not-found");

        // Three days later the desk takes one down that somebody knew of at once: late, but taken.
        w.pass(Span::hours(60)).await;
        let late = cover.run(&w.clerk(), &w.key(), report(order, at)).await.unwrap();
        assert!(cover.incident(&w.clerk(), late).await.unwrap().incident.late);
        let known_now = ReportIncident { known_at: w.now(), ..report(order, at) };
        let in_time = cover.run(&elder, &w.key(), known_now).await.unwrap();
        assert!(!cover.incident(&elder, in_time).await.unwrap().incident.late, "the hours count from knowing");

        let answering = cover.answering(&cover.incident(&w.officer(), incident).await.unwrap().incident).await.unwrap();
        let step = |step, said: &str| MoveIncident {
            incident,
            step,
            cover: answering.first().map(|one| one.id),
            claim_number: "BA-1".into(),
            paid_fen: Some(120_050),
            said: said.into(),
        };
        let officer = w.officer();
        assert_eq!(refused(cover.run(&w.clerk(), &w.key(), step(IncidentStep::File, "报案")).await), "cover.not-yours");
        assert_eq!(refused(cover.run(&officer, &w.key(), step(IncidentStep::Pay, "赔")).await), "cover.wrong-step");
        let unnamed = MoveIncident { claim_number: " ".into(), ..step(IncidentStep::File, "报案") };
        assert_eq!(refused(cover.run(&officer, &w.key(), unnamed).await), "common.invalid");
        cover.run(&officer, &w.key(), step(IncidentStep::File, "报案")).await.unwrap();
        cover.run(&officer, &w.key(), step(IncidentStep::Pay, "已赔")).await.unwrap();
        cover.run(&officer, &w.key(), step(IncidentStep::Close, "结案")).await.unwrap();
        let add = AddToIncident { incident, said: "又想起一件".into() };
        assert_eq!(refused(cover.run(&volunteer, &w.key(), add).await), "cover.wrong-step");
        let counts = cover.incident_counts(&officer, HERE.at(Level::District)).await.unwrap();
        let paid: i64 = counts.iter().map(|c| c.paid_fen).sum();
        let (all, late): (i64, i64) = counts.iter().fold((0, 0), |(n, l), c| (n + c.count, l + c.late));
        assert_eq!((all, late, paid), (3, 1, 120_050));
        let inbox = w.house.people.inbox(&volunteer, None, PageSize::of(50)).await.unwrap();
        assert!(inbox.rows.iter().any(|message| message.kind == "cover-told-moved"));
    })
    .await;
}

#[tokio::test]
async fn everybody_sees_what_covers_them_and_nobody_else_does() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.poor_elder().await, w.volunteer().await);
        let me = volunteer.person.unwrap();
        let mine = w.house.cover.cover_of(&volunteer, me).await.unwrap();
        assert!(mine.own.iter().any(|(kind, insurance)| *kind == CoverKind::Volunteer && insurance.is_some()));
        assert_eq!(refused(w.house.cover.cover_of(&elder, me).await.map(|_| ())), "common.not-found");
        without_cover(&w).await;
        w.pass(Span::days(1)).await;
        let mine = w.house.cover.cover_of(&volunteer, me).await.unwrap();
        assert!(mine.own.iter().all(|(_, insurance)| insurance.is_none()), "an insurance that was ended covers nobody");
    })
    .await;
}
