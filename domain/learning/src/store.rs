//! All SQL of learning.

use crate::model::*;
use tb_db::{Migration, Table, Ty};
use tb_kernel::{AttemptId, Instant, Node, PersonId, QuestionId};

pub const MIGRATIONS: &[Migration] = &[Migration {
    slice: "learning",
    number: 1,
    name: "learning",
    sql: include_str!("../migrations/0001_learning.sql"),
}];

macro_rules! courses {
    ($rest:literal) => {
        concat!(
            "select id, node, title, title_en, body, body_en, video, minutes, year, state, version, changed_at
             from course where ",
            $rest
        )
    };
}
pub(crate) const ADD_COURSE: &str =
    "insert into course (id, node, title, title_en, body, body_en, video, minutes, year,
    state, version, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', 1, $10, $11)";
/// Guarded by the version it was read with.
pub(crate) const EDIT_COURSE: &str = "update course set title = $3, title_en = $4, body = $5, body_en = $6, video = $7,
    minutes = $8, year = $9, changed_by = $10, changed_at = $11, version = version + 1 where id = $1 and version = $2";
pub(crate) const COURSE_STATE: &str = "update course set state = $2, changed_by = $3, changed_at = $4,
    version = version + 1 where id = $1";
pub(crate) const COURSE: &str = courses!("id = $1");
pub(crate) const COURSE_HELD: &str = courses!("id = $1 {lock}");
/// Those of the place and below: for whoever makes them.
pub(crate) const COURSES_BELOW: &str = courses!("node between $1 and $2 order by changed_at desc, id limit $3");
/// Those of the places above: for whoever learns.
pub(crate) const COURSES_FOR: &str =
    courses!("state = 'published' and node {in} order by coalesce(year, 0), title, id");

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct QuestionRecord {
    pub(crate) id: QuestionId,
    pub(crate) node: Node,
    pub(crate) text: String,
    pub(crate) text_en: String,
    pub(crate) options: String,
    pub(crate) state: QuestionState,
    pub(crate) version: i64,
}
macro_rules! questions {
    ($rest:literal) => {
        concat!("select id, node, text, text_en, options, state, version from question where ", $rest)
    };
}
pub(crate) const ADD_QUESTION: &str = "insert into question (id, node, text, text_en, options, state, version,
    changed_by, changed_at) values ($1, $2, $3, $4, $5, 'live', 1, $6, $7)";
/// Guarded by the version it was read with.
pub(crate) const EDIT_QUESTION: &str = "update question set text = $3, text_en = $4, options = $5, changed_by = $6,
    changed_at = $7, version = version + 1 where id = $1 and version = $2";
pub(crate) const QUESTION_STATE: &str = "update question set state = $2, changed_by = $3, changed_at = $4,
    version = version + 1 where id = $1";
pub(crate) const QUESTION: &str = questions!("id = $1");
pub(crate) const QUESTION_HELD: &str = questions!("id = $1 {lock}");
pub(crate) const QUESTIONS_BELOW: &str = questions!(
    "node between $1 and $2 order by case when state = 'live' then 0 else 1 end, changed_at desc, id limit $3"
);
pub(crate) const QUESTIONS_FOR: &str = questions!("state = 'live' and node {in} order by id");

macro_rules! lessons {
    ($rest:literal) => {
        concat!(
            "select l.id, l.course, c.title, c.title_en, l.node, l.place, l.starts_at, l.minutes, l.seats, l.state,
             (select cast(count(*) as bigint) from seat s where s.lesson = l.id and s.state <> 'left') as taken
             from lesson l join course c on c.id = l.course where ",
            $rest
        )
    };
}
pub(crate) const ADD_LESSON: &str = "insert into lesson (id, course, node, place, starts_at, minutes, seats, state,
    made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9)";
pub(crate) const LESSON_STATE: &str = "update lesson set state = $2 where id = $1 and state = $3";
pub(crate) const LESSON: &str = lessons!("l.id = $1");
/// Whoever signs up or marks takes turns.
pub(crate) const LESSON_HELD: &str = "select id, seats from lesson where id = $1 {lock}";
pub(crate) const LESSONS_BELOW: &str = lessons!("l.node between $1 and $2 order by l.starts_at desc, l.id limit $3");
/// Those to come of the places above.
pub(crate) const LESSONS_FOR: &str =
    lessons!("l.state = 'open' and l.starts_at > $1 and l.node {in} order by l.starts_at, l.id");

pub(crate) const SIT: &str = "insert into seat (lesson, person, state, at, marked_by) values ($1, $2, $3, $4, $5)
    on conflict (lesson, person) do update set state = excluded.state, at = excluded.at, marked_by = excluded.marked_by";
pub(crate) const SEATS: &str =
    "select person, state from seat where lesson = $1 and state <> 'left' order by at, person";
pub(crate) const SEATS_OF: &str = "select lesson, state from seat where person = $1";

/// Finishing a course twice on a day counts once.
pub(crate) const STUDY: Table = Table {
    name: "study",
    cols: &[("course", Ty::Uuid), ("person", Ty::Uuid), ("day", Ty::Int), ("source", Ty::Text)],
    suffix: "on conflict (course, person, day) do nothing",
};
pub(crate) const STUDIES_OF: &str = "select course, max(day) as day from study where person = $1 group by course";
pub(crate) const STUDIED_YEAR: &str = "select s.person from study s join course c on c.id = s.course
    where c.year = $1 and s.person {in}";

#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct AttemptRecord {
    pub(crate) id: AttemptId,
    pub(crate) person: PersonId,
    pub(crate) node: Node,
    pub(crate) state: AttemptState,
    pub(crate) paper: String,
    pub(crate) score: Option<i64>,
    pub(crate) started_at: Instant,
    pub(crate) finished_at: Option<Instant>,
}
macro_rules! attempts {
    ($rest:literal) => {
        concat!("select id, person, node, state, paper, score, started_at, finished_at from exam_attempt where ", $rest)
    };
}
pub(crate) const ADD_ATTEMPT: &str =
    "insert into exam_attempt (id, person, node, state, channel, paper, answers, policy,
    started_at) values ($1, $2, $3, 'open', $4, $5, '', $6, $7)";
pub(crate) const ADD_PAPER: &str =
    "insert into exam_attempt (id, person, node, state, channel, paper, answers, score, policy,
    started_at, finished_at, entered_by, approval) values ($1, $2, $3, $4, $5, '[]', '', $6, $7, $8, $8, $9, $10)";
pub(crate) const ATTEMPT: &str = attempts!("id = $1");
pub(crate) const ATTEMPT_HELD: &str = attempts!("id = $1 {lock}");
pub(crate) const ATTEMPT_OPEN: &str = attempts!("person = $1 and state = 'open'");
pub(crate) const ATTEMPTS_OF: &str = attempts!("person = $1 order by started_at desc, id desc limit 50");
pub(crate) const FINISHED: &str = "update exam_attempt set state = $2, answers = $3, score = $4, finished_at = $5
    where id = $1 and state = 'open'";
pub(crate) const SECONDED: &str =
    "update exam_attempt set state = $2, second_by = $3 where id = $1 and state = 'entered'";

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[&str] = &[
        ADD_COURSE,
        EDIT_COURSE,
        COURSE_STATE,
        COURSE,
        COURSE_HELD,
        COURSES_BELOW,
        COURSES_FOR,
        ADD_QUESTION,
        EDIT_QUESTION,
        QUESTION_STATE,
        QUESTION,
        QUESTION_HELD,
        QUESTIONS_BELOW,
        QUESTIONS_FOR,
        ADD_LESSON,
        LESSON_STATE,
        LESSON,
        LESSON_HELD,
        LESSONS_BELOW,
        LESSONS_FOR,
        SIT,
        SEATS,
        SEATS_OF,
        STUDIES_OF,
        STUDIED_YEAR,
        ADD_ATTEMPT,
        ADD_PAPER,
        ATTEMPT,
        ATTEMPT_HELD,
        ATTEMPT_OPEN,
        ATTEMPTS_OF,
        FINISHED,
        SECONDED,
    ];

    #[tokio::test]
    async fn every_statement_is_understood_by_both_engines() {
        tb_db::testing::on_both(MIGRATIONS, |db| async move {
            let mut tx = db.begin().await.unwrap();
            for sql in ALL {
                tx.prepare(sql).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
            }
        })
        .await;
    }
}
