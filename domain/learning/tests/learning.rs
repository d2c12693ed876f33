//! From the first course to the exam on record: what one learns alone, at a lesson, on paper; who may do what.
#![allow(clippy::unwrap_used)] // helpers of tests

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tb_crypto::KeyRing;
use tb_db::testing::on_both;
use tb_db::{Db, Migration};
use tb_journal::{Core, Key};
use tb_kernel::*;
use tb_learning::*;
use tb_people::{CheckSource, Claims, IdNumber, People, PersonInput, Registration, VolunteerClaims};
use tb_places::{City, Places};
use tb_policy::{Check, PolicyBook};
use uuid::Uuid;

const CITY: Node = Node(320_100_000_000);
const DISTRICT: Node = Node(320_102_000_000);
const OTHER: Node = Node(320_104_000_000);

/// The officers of these tests exist only in the test; what the database asks of real seats is told in `seats` and in the
/// stories of four eyes.
const UNSEATED: Migration = Migration {
    slice: "test",
    number: 1,
    name: "unseated",
    sql: "-- only: sqlite\ndrop trigger approval_covered;\n-- end\n\
          -- only: postgres\ndrop trigger approval_covered on approval;\n-- end\n",
};

fn migrations() -> Vec<Migration> {
    let all = [tb_journal::MIGRATIONS, tb_jobs::MIGRATIONS, tb_people::MIGRATIONS, tb_learning::MIGRATIONS].concat();
    [all, vec![UNSEATED]].concat()
}

struct World {
    learning: Arc<Learning>,
    clock: Arc<HandClock>,
    keys: AtomicU32,
}

impl World {
    fn new(db: Db) -> World {
        let clock = Arc::new(HandClock::at(Instant::parse("2026-11-23T09:00:00+08:00").unwrap()));
        let core = Core { db, clock: clock.clone(), entropy: Arc::new(Entropy::seeded(12)) };
        let policies = Arc::new(PolicyBook::builtin().unwrap());
        let places = Arc::new(Places::embedded(City::Nanjing));
        let people = People::new(core.clone(), Arc::new(KeyRing::from_master(&[7; 32])), policies.clone(), places);
        World { learning: Learning::new(core, people, policies), clock, keys: AtomicU32::new(0) }
    }
    fn key(&self) -> Key {
        Key::parse(&format!("key-{}", self.keys.fetch_add(1, Ordering::SeqCst))).unwrap()
    }
    fn home(&self) -> Node {
        self.learning.people.places.below(DISTRICT, Level::Community)[0].node
    }
    async fn run<C: tb_journal::Command<House = Learning>>(&self, actor: &Actor, command: C) -> Outcome<C::Answer> {
        self.learning.run(actor, &self.key(), command).await
    }
    /// Somebody who has applied as a volunteer.
    async fn applicant(&self, n: u16) -> PersonId {
        let claims = VolunteerClaims { resident: true, student: false, healthy: true, good_record: true };
        let person = PersonInput {
            name: format!("张桂{}", char::from_u32(0x82b1 + u32::from(n)).unwrap()),
            id_no: IdNumber::compose(320_102, Day::parse("1970-03-04").unwrap(), n).text().to_owned(),
            phone: format!("1548000{n:04}"),
            node: Some(self.home()),
            address: format!("听雨苑{n}幢二单元"),
            ..PersonInput::default()
        };
        let registration = Registration {
            person,
            claims: Some(Claims::Volunteer(claims)),
            consent: "privacy-1".into(),
            proof: None,
            hotline: false,
        };
        let clerk = staff(91, Role::SiteClerk, self.home().at(Level::Street));
        self.learning.people.register(&clerk, &self.key(), registration).await.unwrap().person
    }
    async fn course(&self, year: Option<i64>) -> CourseId {
        let officer = officer(1, CITY);
        let input = CourseInput {
            node: CITY,
            title: "上门服务基础".into(),
            title_en: "Basics".into(),
            body: "先敲门。\n\n再问好。".into(),
            body_en: String::new(),
            video: "https://video.example/1".into(),
            minutes: 60,
            year,
        };
        let id = self.run(&officer, NewCourse { course: input }).await.unwrap();
        self.run(&officer, SetCourse { id, publish: true }).await.unwrap();
        id
    }
    async fn questions(&self, count: usize) {
        for n in 0..count {
            let option = |at: usize| Choice { zh: format!("{n}-{at}"), en: String::new(), right: at == 0 };
            let question = QuestionInput {
                node: CITY,
                text: format!("问题 {n}"),
                text_en: String::new(),
                options: (0..4).map(option).collect(),
            };
            self.run(&officer(1, CITY), NewQuestion { question }).await.unwrap();
        }
    }
    async fn holds(&self, person: PersonId) -> BTreeSet<Check> {
        let people = &self.learning.people;
        people.checks_holding(&mut people.core.db.read(), person, people.core.now().day()).await.unwrap()
    }
    /// Answers with so many right ones.
    async fn answers(&self, me: &Actor, attempt: AttemptId, right: usize) -> BTreeMap<usize, BTreeSet<usize>> {
        let paper = self.learning.attempt(me, attempt).await.unwrap().paper;
        let place = |asked: &Asked, wanted: bool| asked.options.iter().position(|o| o.right == wanted).unwrap();
        paper.iter().enumerate().map(|(at, asked)| (at, [place(asked, at < right)].into())).collect()
    }
}

fn staff(n: u128, role: Role, node: Node) -> Actor {
    let grant = StaffGrant { id: GrantId(Uuid::from_u128(n)), role, node };
    Actor::staff(SessionId(Uuid::from_u128(n)), PersonId(Uuid::from_u128(n)), vec![grant])
}
fn officer(n: u128, node: Node) -> Actor {
    let role = if node.level() == Level::City { Role::CityOfficer } else { Role::DistrictOfficer };
    staff(n, role, node)
}
fn citizen(person: PersonId) -> Actor {
    Actor::citizen(SessionId(Uuid::from_u128(999)), person)
}
fn code<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    match outcome {
        Err(Fail::Refused(refusal)) => refusal.code.into_owned(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn a_course_is_read_and_goes_on_record_once_a_day() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let course = world.course(None).await;
        let person = world.applicant(1).await;
        let me = citizen(person);
        let stranger = citizen(PersonId(Uuid::nil()));
        assert_eq!(code(world.run(&stranger, FinishCourse { course }).await), "common.not-found");
        assert_eq!(code(world.run(&officer(5, DISTRICT), FinishCourse { course }).await), "common.not-found");
        for _ in 0..2 {
            world.run(&me, FinishCourse { course }).await.unwrap();
        }
        assert!(world.holds(person).await.contains(&Check::Training));
        let way = world.learning.people.way(&me, person).await.unwrap();
        assert_eq!(way.history.len(), 1);
        assert_eq!(way.history[0].source, CheckSource::Learning);
        let seen = world.learning.of_person(&me, person).await.unwrap();
        assert_eq!(seen.courses[0].done, Some(world.learning.core.now().day()));
        world.run(&officer(1, CITY), SetCourse { id: course, publish: false }).await.unwrap();
        assert_eq!(code(world.run(&me, FinishCourse { course }).await), "learning.course-closed");
        assert!(world.learning.of_person(&me, person).await.unwrap().courses.is_empty());
        assert_eq!(code(world.learning.course(&me, course).await), "common.not-found");
    })
    .await;
}

#[tokio::test]
async fn courses_are_made_by_officers_of_their_place_and_not_overwritten_blindly() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let course = world.course(None).await;
        let known = world.learning.course(&officer(1, CITY), course).await.unwrap();
        let input = CourseInput {
            node: known.node,
            title: "新名字".into(),
            title_en: String::new(),
            body: known.body.clone(),
            body_en: String::new(),
            video: String::new(),
            minutes: 45,
            year: None,
        };
        let edit = |version: i64| EditCourse { id: course, version, course: input.clone() };
        assert_eq!(code(world.run(&officer(2, DISTRICT), edit(known.version)).await), "common.not-found");
        world.run(&officer(1, CITY), edit(known.version)).await.unwrap();
        assert_eq!(code(world.run(&officer(1, CITY), edit(known.version)).await), "learning.changed");
        let clerk = staff(3, Role::SiteClerk, world.home().at(Level::Street));
        let own = CourseInput { node: world.home(), ..input };
        assert_eq!(code(world.run(&clerk, NewCourse { course: own }).await), "learning.not-allowed");
    })
    .await;
}

#[tokio::test]
async fn the_exam_is_untimed_may_be_retaken_and_waits_after_three_failures() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.applicant(1).await;
        let me = citizen(person);
        assert_eq!(code(world.run(&me, StartExam {}).await), "policy.exam-no-questions");
        world.questions(25).await;
        let attempt = world.run(&me, StartExam {}).await.unwrap();
        // Days later the same exam is still there.
        world.clock.advance(Span::days(3));
        assert_eq!(world.run(&me, StartExam {}).await.unwrap(), attempt);
        assert_eq!(world.learning.attempt(&me, attempt).await.unwrap().paper.len(), 10);
        let other = citizen(world.applicant(2).await);
        assert_eq!(code(world.learning.attempt(&other, attempt).await), "common.not-found");
        let mut some = world.answers(&me, attempt, 10).await;
        some.remove(&4);
        let missing = world.run(&me, SubmitExam { attempt, answers: some }).await.unwrap_err();
        assert_eq!(missing.refusal().unwrap().fields[0].field, "q4");
        let answers = world.answers(&me, attempt, 7).await;
        assert_eq!(code(world.run(&other, SubmitExam { attempt, answers: answers.clone() }).await), "common.not-found");
        let result = world.run(&me, SubmitExam { attempt, answers: answers.clone() }).await.unwrap();
        assert_eq!((result.score, result.passed), (70, false));
        assert_eq!(code(world.run(&me, SubmitExam { attempt, answers }).await), "learning.exam-over");
        assert!(!world.holds(person).await.contains(&Check::Exam));
        for _ in 0..2 {
            let attempt = world.run(&me, StartExam {}).await.unwrap();
            let answers = world.answers(&me, attempt, 0).await;
            world.run(&me, SubmitExam { attempt, answers }).await.unwrap();
        }
        let wait = world.run(&me, StartExam {}).await.unwrap_err();
        assert_eq!(wait.refusal().unwrap().code, "policy.exam-wait");
        assert!(wait.refusal().unwrap().article.is_some());
        world.clock.advance(Span::days(1));
        let attempt = world.run(&me, StartExam {}).await.unwrap();
        let answers = world.answers(&me, attempt, 8).await;
        assert!(world.run(&me, SubmitExam { attempt, answers }).await.unwrap().passed);
        assert!(world.holds(person).await.contains(&Check::Exam));
        let way = world.learning.people.way(&me, person).await.unwrap();
        assert_eq!(way.history.iter().filter(|made| made.kind == Check::Exam).count(), 4, "every result is on record");
    })
    .await;
}

#[tokio::test]
async fn who_came_to_a_lesson_is_trained_who_did_not_is_not() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let course = world.course(Some(2026)).await;
        let (a, b, c) = (world.applicant(1).await, world.applicant(2).await, world.applicant(3).await);
        let clerk = staff(3, Role::SiteClerk, world.home().at(Level::Street));
        let lesson = LessonInput {
            course,
            node: world.home().at(Level::Street),
            place: "社区活动室".into(),
            starts_at: world.learning.core.now().plus(Span::days(1)),
            minutes: 90,
            seats: 2,
        };
        let late = LessonInput { starts_at: world.learning.core.now(), ..lesson.clone() };
        let wrong = world.run(&clerk, OpenLesson { lesson: late }).await.unwrap_err();
        assert_eq!(wrong.refusal().unwrap().fields[0].code, "learning.in-the-past");
        let id = world.run(&clerk, OpenLesson { lesson }).await.unwrap();
        for person in [a, b, a] {
            world.run(&citizen(person), SignUp { lesson: id, come: true }).await.unwrap();
        }
        assert_eq!(code(world.run(&citizen(c), SignUp { lesson: id, come: true }).await), "learning.lesson-full");
        assert_eq!(code(world.run(&citizen(c), SignUp { lesson: id, come: false }).await), "learning.not-signed");
        let mark = |who: &[PersonId]| MarkAttendance { lesson: id, attended: who.iter().copied().collect() };
        assert_eq!(code(world.run(&clerk, mark(&[a])).await), "learning.lesson-early");
        world.clock.advance(Span::days(1));
        assert_eq!(code(world.run(&officer(4, OTHER), mark(&[a])).await), "common.not-found");
        let own = staff(3, Role::SiteClerk, world.home().at(Level::Street));
        assert_eq!(code(world.run(&own, mark(&[PersonId(Uuid::from_u128(3))])).await), "learning.own-exam");
        // One came who was not on the list.
        assert_eq!(world.run(&clerk, mark(&[a, c])).await.unwrap(), 2);
        assert_eq!(code(world.run(&clerk, mark(&[b])).await), "learning.lesson-closed");
        for (person, trained) in [(a, true), (b, false), (c, true)] {
            assert_eq!(world.holds(person).await.contains(&Check::Training), trained);
        }
        let mut tx = world.learning.core.db.read();
        let mut done = world.learning.trained_in(&mut tx, 2026, &[a, b, c]).await.unwrap();
        done.sort_unstable();
        let mut wanted = vec![a, c];
        wanted.sort_unstable();
        assert_eq!(done, wanted);
        let yearly = world.learning.of_person(&citizen(a), a).await.unwrap().yearly;
        assert_eq!(yearly, Some((2026, true)));
        assert_eq!(world.learning.of_person(&citizen(b), b).await.unwrap().yearly, Some((2026, false)));
    })
    .await;
}

#[tokio::test]
async fn an_exam_on_paper_counts_after_a_second_person() {
    on_both(&migrations(), |db| async move {
        let world = World::new(db);
        let person = world.applicant(1).await;
        let clerk = staff(3, Role::SiteClerk, world.home().at(Level::Street));
        let today = world.learning.core.now().day();
        let enter = |score: u8, day: Day| EnterPaper { person, day, score };
        let wrong = world.run(&clerk, enter(101, today.plus_days(1))).await.unwrap_err();
        let fields: Vec<String> = wrong.refusal().unwrap().fields.iter().map(|f| f.code.to_string()).collect();
        assert_eq!(fields, ["learning.score-range", "learning.day-range"]);
        assert_eq!(code(world.run(&citizen(person), enter(90, today)).await), "common.not-found");
        let entered = world.run(&clerk, enter(90, today)).await.unwrap();
        let approval = entered.approval.expect("two persons in this city");
        assert!(!world.holds(person).await.contains(&Check::Exam));
        let decide = |approve: bool| DecidePaper { approval, approve, reason: "看过试卷".into() };
        let same = staff(3, Role::StreetOfficer, world.home().at(Level::Street));
        assert_eq!(code(world.run(&same, decide(true)).await), "approval.own");
        assert_eq!(code(world.run(&officer(4, OTHER), decide(true)).await), "common.not-found");
        let second = staff(6, Role::StreetOfficer, world.home().at(Level::Street));
        assert_eq!(world.run(&second, decide(true)).await.unwrap(), Some(entered.attempt));
        assert!(world.holds(person).await.contains(&Check::Exam));
    })
    .await;
}
