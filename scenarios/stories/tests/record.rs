//! The record in five blocks, certificates anyone can check, corrections with an answer, and who may not.

use tb_kernel::*;
use tb_orders::*;
use tb_recognition::ProposeRevocation;
use tb_recognition::*;
use tb_stories::{ELSEWHERE, HERE, World, on_both, refused};

/// A volunteer with one settled and rated hour.
async fn served_once(w: &World) -> (Actor, Minutes) {
    let (elder, volunteer) = (w.elder().await, w.volunteer().await);
    let order = w.served(&elder, &volunteer).await;
    let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
    let settled = w.house.orders.confirm(&elder, &w.key(), word).await.unwrap().settled.unwrap();
    let rate = Rate { order, mark: 4, tags: vec!["kind".into()], remark: String::new() };
    w.house.orders.run(&elder, &w.key(), rate).await.unwrap();
    (volunteer, settled)
}

fn issue(w: &World, who: &Actor, shows: Shows) -> Issue {
    let today = w.now().day();
    Issue { person: who.person.unwrap(), from: today.plus_days(-30), to: today, details: true, shows }
}

#[tokio::test]
async fn the_record_says_what_the_books_say() {
    on_both(|w| async move {
        let (volunteer, minutes) = served_once(&w).await;
        let me = volunteer.person.unwrap();
        let officer = w.officer();
        let award =
            RecordAward {
                person: me, title: "优秀志愿者".into(), body: "区民政局".into(), given_on: w.now().day()
            };
        let award = w.house.recognition.run(&officer, &w.key(), award).await.unwrap();

        let record = w.house.recognition.record(&volunteer, me).await.unwrap();
        assert_eq!((record.service.minutes, record.service.visits, record.service.served), (minutes, 1, 1));
        assert_eq!(w.balances(&volunteer).await.earned_free, minutes, "and so does the ledger");
        assert_eq!(record.service.lines.len(), 1);
        assert_eq!((record.evaluation.count, record.evaluation.mean_tenths), (1, Some(40)));
        assert_eq!(record.awards.len(), 1);
        assert!(record.trainings.is_empty());
        assert!(record.star.next.is_some(), "the next star is shown");

        let seen = w.house.recognition.record(&officer, me).await.unwrap();
        assert!(seen.basic.name.contains('*'), "staff see the name masked");
        let strangers = [w.volunteer().await, w.staff(Role::DistrictOfficer, ELSEWHERE.at(Level::District))];
        for stranger in &strangers {
            assert_eq!(refused(w.house.recognition.record(stranger, me).await.map(|_| ())), "common.not-found");
        }

        let strike = StrikeAward { award, reason: "登记错人".into() };
        w.house.recognition.run(&w.officer(), &w.key(), strike.clone()).await.unwrap();
        assert_eq!(refused(w.house.recognition.run(&officer, &w.key(), strike).await), "recognition.struck-already");
    })
    .await;
}

#[tokio::test]
async fn a_certificate_is_frozen_and_anyone_can_check_it() {
    on_both(|w| async move {
        let (volunteer, minutes) = served_once(&w).await;
        let house = &w.house.recognition;
        let key = w.key();
        let issued = house.run(&volunteer, &key, issue(&w, &volunteer, Shows::Summary)).await.unwrap();
        let again = house.run(&volunteer, &key, issue(&w, &volunteer, Shows::Summary)).await.unwrap();
        assert_eq!(issued, again, "the same key makes one certificate");

        let view = house.certificate(&volunteer, issued.certificate).await.unwrap();
        let content = view.content.expect("the holder reads it");
        assert!(view.intact && !view.changed_since);
        assert_eq!((content.minutes, content.visits, content.services.len()), (minutes, 1, 1));
        assert_eq!(content.name, "王小明");
        assert!(content.id_no.contains('*'), "the identity number stays masked");

        let typed = number_typed(&issued.number.to_lowercase()).unwrap();
        let seen = house.check(&typed, "zh-CN").await.unwrap().expect("known");
        assert_eq!((seen.state, seen.changed_since), (CertificateState::Valid, false));
        let detail = seen.detail.expect("a summary is shown");
        assert_eq!((detail.name.as_str(), detail.minutes, detail.items.len()), ("王**", minutes, 0));
        assert!(house.check("ZM261121-22222-22222", "zh-CN").await.unwrap().is_none());

        for (shows, name) in [(Shows::Validity, None), (Shows::Full, Some("王小明"))] {
            let set = SetShown { certificate: issued.certificate, shows };
            house.run(&volunteer, &w.key(), set).await.unwrap();
            let seen = house.check(&typed, "zh-CN").await.unwrap().unwrap().detail;
            assert_eq!(seen.as_ref().map(|detail| detail.name.as_str()), name);
        }

        let stranger = w.volunteer().await;
        let outcome = house.certificate(&stranger, issued.certificate).await.map(|_| ());
        assert_eq!(refused(outcome), "common.not-found");
        let set = SetShown { certificate: issued.certificate, shows: Shows::Full };
        assert_eq!(refused(house.run(&stranger, &w.key(), set).await), "common.not-found");
        let other = issue(&w, &volunteer, Shows::Full);
        assert_eq!(refused(house.run(&stranger, &w.key(), other).await), "common.not-found");
        let nothing = issue(&w, &stranger, Shows::Full);
        assert_eq!(refused(house.run(&stranger, &w.key(), nothing).await), "recognition.nothing-to-certify");
        let backwards =
            Issue { from: w.now().day(), to: w.now().day().plus_days(-1), ..issue(&w, &volunteer, Shows::Full) };
        assert_eq!(refused(house.run(&volunteer, &w.key(), backwards).await), "common.invalid");
    })
    .await;
}

#[tokio::test]
async fn the_desk_makes_one_and_two_officers_take_it_back() {
    on_both(|w| async move {
        let (volunteer, _) = served_once(&w).await;
        let house = &w.house.recognition;
        let issued = house.run(&w.clerk(), &w.key(), issue(&w, &volunteer, Shows::Validity)).await.unwrap();
        let inbox = w.house.people.inbox(&volunteer, None, PageSize::of(50)).await.unwrap();
        assert!(inbox.rows.iter().any(|message| message.kind == "recognition-told-issued"));
        let auditor = w.staff(Role::Auditor, w.house.node);
        let outcome = house.run(&auditor, &w.key(), issue(&w, &volunteer, Shows::Validity)).await;
        assert_eq!(refused(outcome), "recognition.not-yours");
        let register =
            house.register(&auditor, w.house.node, &CertificateFilter::default(), None, PageSize::of(10)).await;
        assert_eq!(register.unwrap().rows.len(), 1);

        let ask = ProposeRevocation { certificate: issued.certificate, reason: "冒用".into() };
        assert_eq!(refused(house.run(&w.clerk(), &w.key(), ask.clone()).await), "recognition.not-yours");
        let (maker, checker) = (w.officer(), w.officer());
        let approval = house.run(&maker, &w.key(), ask).await.unwrap();
        let yes = DecideRevocation { approval, approve: true, reason: "属实".into() };
        assert_eq!(refused(house.run(&maker, &w.key(), yes.clone()).await), "approval.own");
        let valid = house.check(&issued.number, "en").await.unwrap().unwrap();
        assert_eq!(valid.state, CertificateState::Valid, "nothing happens before the second word");
        assert!(house.run(&checker, &w.key(), yes).await.unwrap());
        let seen = house.check(&issued.number, "en").await.unwrap().unwrap();
        assert_eq!((seen.state, seen.revoked_on), (CertificateState::Revoked, Some(w.now().day())));
        let again = ProposeRevocation { certificate: issued.certificate, reason: "再撤".into() };
        assert_eq!(refused(house.run(&maker, &w.key(), again).await), "recognition.revoked-already");
    })
    .await;
}

#[tokio::test]
async fn a_settlement_taken_back_shows_on_every_certificate_of_its_time() {
    on_both(|w| async move {
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.served(&elder, &volunteer).await;
        let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
        w.house.orders.confirm(&elder, &w.key(), word).await.unwrap();
        let house = &w.house.recognition;
        let issued = house.run(&volunteer, &w.key(), issue(&w, &volunteer, Shows::Summary)).await.unwrap();

        let ask = tb_orders::ProposeRevocation { order, reason: "虚报".into() };
        let approval = w.house.orders.run(&w.officer(), &w.key(), ask).await.unwrap();
        let yes = ApproveRevocation { approval, approve: true, reason: "属实".into() };
        w.house.orders.run(&w.officer(), &w.key(), yes).await.unwrap();
        let seen = house.check(&issued.number, "zh-CN").await.unwrap().unwrap();
        assert!(seen.changed_since, "the paper says more than the books do now");
    })
    .await;
}

#[tokio::test]
async fn a_correction_is_asked_for_once_and_answered_by_somebody_else() {
    on_both(|w| async move {
        let volunteer = w.volunteer().await;
        let me = volunteer.person.unwrap();
        let house = &w.house.recognition;
        let ask = |said: &str| AskCorrection { person: me, block: Block::Service, said: said.into() };
        let correction = house.run(&volunteer, &w.key(), ask("三月一日少记一小时")).await.unwrap();
        assert_eq!(refused(house.run(&volunteer, &w.key(), ask("又一次")).await), "recognition.correction-open");
        assert_eq!(refused(house.run(&volunteer, &w.key(), ask("  ")).await), "common.invalid");

        let answer = DecideCorrection { correction, accept: true, answer: "已补记".into() };
        assert_eq!(refused(house.run(&w.clerk(), &w.key(), answer.clone()).await), "recognition.not-yours");
        let away = w.staff(Role::DistrictOfficer, ELSEWHERE.at(Level::District));
        assert_eq!(refused(house.run(&away, &w.key(), answer.clone()).await), "common.not-found");
        house.run(&w.officer(), &w.key(), answer.clone()).await.unwrap();
        assert_eq!(refused(house.run(&w.officer(), &w.key(), answer).await), "recognition.correction-decided");
        let seen = house.corrections_of(&volunteer, me).await.unwrap();
        assert_eq!(seen[0].correction.state, CorrectionState::Accepted);
        assert_eq!((seen[0].said.as_deref(), seen[0].answer.as_deref()), (Some("三月一日少记一小时"), Some("已补记")));

        // Taken down at the desk by an officer, it needs another one.
        let officer = w.staff(Role::DistrictOfficer, HERE.at(Level::District));
        let ask = AskCorrection { person: me, block: Block::Awards, said: "少一项".into() };
        let correction = house.run(&officer, &w.key(), ask).await.unwrap();
        let answer = DecideCorrection { correction, accept: false, answer: "查无".into() };
        assert_eq!(refused(house.run(&officer, &w.key(), answer).await), "recognition.own-interest");
    })
    .await;
}
