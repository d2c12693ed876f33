//! Review: another pair of eyes, the policy asked again, events; links and what they forbid; suspension and leaving.

mod common;

use common::*;
use std::sync::{Arc, Mutex};
use tb_db::testing::on_both;
use tb_db::{DbError, Tx};
use tb_jobs::{Event, Reaction, deliver};
use tb_kernel::*;
use tb_people::*;
use tb_policy::{Check, KinKind, Licence};

/// Keeps what was published.
struct Heard(Arc<Mutex<Vec<(String, String)>>>);

impl Reaction for Heard {
    fn hears(&self, _: &str) -> bool {
        true
    }
    fn react<'a>(
        &'a self,
        _: &'a mut Tx,
        event: &'a Event,
        _: Instant,
        _: &'a Entropy,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), DbError>> + Send + 'a>> {
        self.0.lock().unwrap().push((event.kind.clone(), event.body.clone()));
        Box::pin(async { Ok(()) })
    }
}

async fn heard(world: &World) -> Vec<(String, String)> {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let core = &world.people.core;
    deliver(&core.db, &[Box::new(Heard(kept.clone()))], core.now(), &core.entropy).await.unwrap();
    let events = kept.lock().unwrap();
    events.clone()
}

#[tokio::test]
async fn who_entered_does_not_review_and_the_policy_is_asked_again() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let maker = officer(3, DISTRICT);
        let made = world.register(&maker, world.volunteering(1)).await.unwrap();
        let id = made.enrolment.unwrap();
        let queue = |actor: Actor| {
            let people = world.people.clone();
            async move { people.list_pending(&actor, None, None, None, PageSize::of(5)).await.unwrap().rows }
        };
        assert!(!queue(maker.clone()).await[0].may_review);
        let other = officer(2, DISTRICT);
        assert!(queue(other.clone()).await[0].may_review);
        assert!(queue(officer(2, OTHER_DISTRICT)).await.is_empty());
        let approve = |actor: Actor, checks: Checks| {
            let (people, key) = (world.people.clone(), world.key());
            async move { people.approve(&actor, &key, id, checks).await }
        };
        assert_eq!(code(approve(maker, fine()).await), "people.review-own");
        assert_eq!(code(approve(clerk(4, world.street()), fine()).await), "people.not-allowed");
        assert_eq!(code(approve(officer(2, OTHER_DISTRICT), fine()).await), "common.not-found");
        assert_eq!(code(approve(citizen(made.person), fine()).await), "common.not-found");
        let untrained = Checks { trained: false, ..fine() };
        let refusal = approve(other.clone(), untrained).await.unwrap_err();
        assert_eq!(refusal.refusal().unwrap().code, "policy.not-trained");
        assert!(refusal.refusal().unwrap().article.is_some());
        let unknown = Checks { passed: [Check::Health].into(), ..fine() };
        assert_eq!(code(approve(other.clone(), unknown).await), "policy.check-missing");
        let past = Checks { licences: vec![(Licence::Nurse, Day(1))], exam_percent: Some(101), ..fine() };
        assert_eq!(
            faults(approve(other.clone(), past).await),
            ["exam_percent people.exam-share", "licences people.licence-expired"]
        );
        let until = world.today().plus_days(30);
        let good = Checks { licences: vec![(Licence::Nurse, until)], ..fine() };
        assert_eq!(approve(other.clone(), good).await.unwrap(), made.person);
        assert_eq!(code(approve(other.clone(), fine()).await), "people.not-pending");
        let facts = world.people.facts_of_one(&mut world.people.core.db.read(), made.person).await.unwrap();
        assert!(facts.is_active_volunteer() && facts.resident);
        assert_eq!(facts.volunteer_since, Some(world.today()));
        assert_eq!(facts.qualifications(until), [Licence::Nurse].into());
        assert!(facts.qualifications(until.plus_days(1)).is_empty());
        let events = heard(&world).await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].0, ENROLMENT_ACTIVATED);
        let body: EnrolmentActivated = serde_json::from_str(&events[0].1).unwrap();
        assert_eq!(body, EnrolmentActivated { person: made.person, kind: EnrolmentKind::Volunteer });
        let inbox = world.people.inbox(&citizen(made.person), None, PageSize::of(5)).await.unwrap();
        assert_eq!(inbox.rows[0].kind, "people-told-active");
    })
    .await;
}

#[tokio::test]
async fn a_refusal_keeps_its_reason_and_article_and_one_may_apply_again() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let made = world.register(&clerk(1, world.street()), world.elderly(2)).await.unwrap();
        let id = made.enrolment.unwrap();
        let officer = officer(2, DISTRICT);
        let refuse = |reason: &'static str, article: Option<String>| {
            let (people, key, officer) = (world.people.clone(), world.key(), officer.clone());
            async move { people.refuse(&officer, &key, id, reason, article).await }
        };
        assert_eq!(faults(refuse(" ", None).await), ["reason people.missing"]);
        assert_eq!(faults(refuse("x", Some("no-such".into())).await), ["article people.missing"]);
        let version = world.people.policies.at(DISTRICT, world.today()).unwrap();
        let article = version.parameters.recipients.article.to_string();
        refuse("住在外地", Some(article.clone())).await.unwrap();
        let detail = world.people.enrolment(&officer, id).await.unwrap();
        assert_eq!(detail.enrolment.state, EnrolmentState::Refused);
        assert_eq!((detail.enrolment.reason.as_deref(), detail.enrolment.article), (Some("住在外地"), Some(article)));
        let again = world.register(&clerk(1, world.street()), world.elderly(2)).await.unwrap();
        assert_eq!((again.person, again.new_person), (made.person, false));
        assert_ne!(again.enrolment, Some(id));
    })
    .await;
}

#[tokio::test]
async fn suspended_resumed_and_left() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.volunteer(3).await;
        let view = world.people.person_view(&citizen(person), person).await.unwrap();
        let id = view.enrolments[0].id;
        let officer = officer(2, DISTRICT);
        let change = |actor: Actor, change: Change| {
            let (people, key) = (world.people.clone(), world.key());
            world.clock.advance(Span::seconds(1)); // events of one millisecond have no order
            async move { people.change_enrolment(&actor, &key, id, change, "因病").await }
        };
        assert_eq!(code(change(officer.clone(), Change::Resume).await), "people.wrong-state");
        assert_eq!(code(change(citizen(person), Change::Suspend).await), "common.not-found");
        assert_eq!(change(officer.clone(), Change::Suspend).await.unwrap(), EnrolmentState::Suspended);
        assert_eq!(change(officer.clone(), Change::Resume).await.unwrap(), EnrolmentState::Active);
        assert_eq!(change(citizen(person), Change::Exit).await.unwrap(), EnrolmentState::Exited);
        assert_eq!(code(change(officer, Change::Resume).await), "people.wrong-state");
        let events: Vec<String> = heard(&world).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(events, [ENROLMENT_ACTIVATED, ENROLMENT_CHANGED, ENROLMENT_CHANGED, ENROLMENT_CHANGED]);
        // A former volunteer may come back.
        let claims = world.volunteering(3).claims.unwrap();
        let enrol = Enrol { claims, consent: "privacy-2".into() };
        world.people.enrol(&citizen(person), &world.key(), enrol.clone()).await.unwrap();
        assert_eq!(code(world.people.enrol(&citizen(person), &world.key(), enrol).await), "people.already-enrolled");
    })
    .await;
}

#[tokio::test]
async fn what_is_true_of_an_elder_is_assessed_anew() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let elder = world.elder(9).await;
        let (people, officer) = (&world.people, officer(2, DISTRICT));
        let id = people.person_view(&officer, elder).await.unwrap().enrolments[0].id;
        let traits = std::collections::BTreeSet::from([tb_policy::Trait::Dementia]);
        people.reassess(&officer, &world.key(), id, traits.clone(), "年度复核").await.unwrap();
        let facts = people.facts_of_one(&mut people.core.db.read(), elder).await.unwrap();
        assert!(facts.traits.is_superset(&traits), "what was confirmed; age adds its own: {:?}", facts.traits);
        let clerk = clerk(1, world.street());
        assert_eq!(code(people.reassess(&clerk, &world.key(), id, traits, "x").await), "people.not-allowed");
    })
    .await;
}

#[tokio::test]
async fn personal_data_does_not_print() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let registration = world.elderly(8);
        let printed = format!("{registration:?} {:?}", PersonName::parse(&registration.person.name));
        assert!(printed.contains("PersonInput(hidden)") && printed.contains("张**"), "{printed}");
        assert!(!printed.contains(&registration.person.name) && !printed.contains(&registration.person.id_no));
    })
    .await;
}

#[tokio::test]
async fn kin_counts_once_another_confirmed_it_and_then_forbids() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (mother, child) = (world.elder(4).await, world.volunteer(5).await);
        // The child works at the street as well.
        let grant = StaffGrant { id: GrantId(uuid::Uuid::nil()), role: Role::DistrictOfficer, node: DISTRICT };
        let child_officer = Actor::staff(SessionId(uuid::Uuid::nil()), child, vec![grant]);
        let (clerk, other) = (clerk(1, world.street()), officer(2, DISTRICT));
        let kind = LinkKind::Kin(KinKind::Parent);
        let input = |a, b| LinkInput { a, b, kind, evidence: "户口簿".into() };
        let record = |actor: Actor, input: LinkInput| {
            let (people, key) = (world.people.clone(), world.key());
            async move { people.record_link(&actor, &key, input).await }
        };
        assert_eq!(faults(record(clerk.clone(), input(child, child)).await), ["b people.link-same"]);
        assert_eq!(code(record(child_officer.clone(), input(child, mother)).await), "people.own-account");
        let link = record(clerk.clone(), input(child, mother)).await.unwrap();
        assert_eq!(code(record(clerk.clone(), input(child, mother)).await), "people.link-known");
        let related = || async {
            let mut tx = world.people.core.db.read();
            world.people.related(&mut tx, mother, child).await.unwrap()
        };
        assert!(!related().await, "claimed is not yet active");
        assert_eq!(world.people.claimed_links(&other, None).await.unwrap().len(), 1);
        let decide = |actor: Actor, confirm: bool| {
            let (people, key) = (world.people.clone(), world.key());
            async move { people.decide_link(&actor, &key, link, confirm, "已核对").await }
        };
        assert_eq!(code(decide(clerk.clone(), true).await), "people.not-allowed");
        decide(other.clone(), true).await.unwrap();
        assert_eq!(code(decide(other.clone(), true).await), "people.link-closed");
        assert!(related().await);
        let mut tx = world.people.core.db.read();
        assert_eq!(world.people.links_between(&mut tx, child, mother).await.unwrap(), [kind]);
        assert_eq!(world.people.links_of_many(&mut tx, &[mother]).await.unwrap(), [(mother, child, kind)]);

        let people = &world.people;
        let acting = people.act_for(&child_officer, &world.key(), mother, ActingChannel::Desk).await;
        assert_eq!(code(acting), "people.own-kin");
        assert_eq!(code(people.reveal(&child_officer, &world.key(), mother, "x").await), "people.own-kin");
        assert_eq!(code(people.reveal(&child_officer, &world.key(), child, "x").await), "people.own-account");
        people.end_link(&other, &world.key(), link, "离婚").await.unwrap();
        assert!(!related().await);
        people.act_for(&child_officer, &world.key(), mother, ActingChannel::Desk).await.unwrap_err();
    })
    .await;
}

#[tokio::test]
async fn the_recorder_of_a_link_does_not_confirm_it_and_a_minor_needs_a_guardian() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let (maker, other) = (officer(3, DISTRICT), officer(2, DISTRICT));
        let guardian = world.volunteer(6).await;
        let pupil = PersonInput { phone: "15480009999".into(), ..world.person(7, "2011-01-01") };
        let only =
            Registration { person: pupil, claims: None, consent: "privacy-1".into(), proof: None, hotline: false };
        let ward = world.register(&maker, only).await.unwrap().person;
        let claims = VolunteerClaims { resident: true, student: true, healthy: true, good_record: true };
        let enrol = || Enrol { claims: Claims::Volunteer(claims.clone()), consent: "privacy-1".into() };
        let apply = |enrol: Enrol| {
            let (people, key) = (world.people.clone(), world.key());
            async move { people.enrol(&citizen(ward), &key, enrol).await }
        };
        assert_eq!(code(apply(enrol()).await), "policy.guardian-missing");
        let input = LinkInput { a: guardian, b: ward, kind: LinkKind::Guardian, evidence: "户口簿".into() };
        let link = world.people.record_link(&maker, &world.key(), input).await.unwrap();
        assert_eq!(code(world.people.decide_link(&maker, &world.key(), link, true, "x").await), "people.link-own");
        world.people.decide_link(&other, &world.key(), link, true, "x").await.unwrap();
        apply(enrol()).await.unwrap();
    })
    .await;
}
