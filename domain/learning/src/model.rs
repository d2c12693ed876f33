//! Nouns and states; no I/O.

use serde::{Deserialize, Serialize};
use tb_kernel::{AttemptId, CourseId, Day, Instant, LessonId, Node, PersonId, QuestionId};
use tb_people::Shown;

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, sqlx::Type)]
        #[sqlx(type_name = "text")]
        pub enum $name { $(#[serde(rename = $code)] #[sqlx(rename = $code)] $variant),+ }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            /// The word with this code, if there is one.
            pub fn parse(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|word| word.code() == code)
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    )+};
}

words! {
    /// Where a course stands; only published ones are shown to people.
    CourseState { Draft = "draft", Published = "published", Withdrawn = "withdrawn" }
    /// Where a question stands; only live ones are asked.
    QuestionState { Live = "live", Withdrawn = "withdrawn" }
    /// Where a lesson stands.
    LessonState { Open = "open", Held = "held", Cancelled = "cancelled" }
    /// Where somebody's seat stands.
    SeatState { Signed = "signed", Attended = "attended", Absent = "absent", Left = "left" }
    /// Where an exam stands; `Entered`: on paper, waits for a second person.
    AttemptState { Open = "open", Passed = "passed", Failed = "failed", Entered = "entered", Refused = "refused" }
}

/// A course as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseInput {
    /// The city or district whose course it is.
    pub node: Node,
    pub title: String,
    pub title_en: String,
    pub body: String,
    pub body_en: String,
    /// An address of a video, or empty.
    pub video: String,
    pub minutes: i64,
    /// The yearly training of that year; none: the course everybody begins with.
    pub year: Option<i64>,
}

/// A course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Course {
    pub id: CourseId,
    pub node: Node,
    pub title: String,
    pub title_en: String,
    pub body: String,
    pub body_en: String,
    pub video: String,
    pub minutes: i64,
    pub year: Option<i64>,
    pub state: CourseState,
    pub version: i64,
    pub changed_at: Instant,
}

impl Course {
    /// The title in a language, Chinese where there is no other.
    pub fn title_for(&self, lang: &str) -> &str {
        if lang == "en" && !self.title_en.is_empty() { &self.title_en } else { &self.title }
    }
    pub fn body_for(&self, lang: &str) -> &str {
        if lang == "en" && !self.body_en.is_empty() { &self.body_en } else { &self.body }
    }
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub zh: String,
    #[serde(default)]
    pub en: String,
    pub right: bool,
}

impl Choice {
    pub fn text_for(&self, lang: &str) -> &str {
        if lang == "en" && !self.en.is_empty() { &self.en } else { &self.zh }
    }
}

/// A question as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionInput {
    pub node: Node,
    pub text: String,
    pub text_en: String,
    pub options: Vec<Choice>,
}

/// A question of the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    pub id: QuestionId,
    pub node: Node,
    pub text: String,
    pub text_en: String,
    pub options: Vec<Choice>,
    pub state: QuestionState,
    pub version: i64,
}

/// A question as it was drawn, frozen with what is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub text: String,
    #[serde(default)]
    pub text_en: String,
    pub options: Vec<Choice>,
}

impl Asked {
    pub fn text_for(&self, lang: &str) -> &str {
        if lang == "en" && !self.text_en.is_empty() { &self.text_en } else { &self.text }
    }
    /// More than one option is right.
    pub fn is_multiple(&self) -> bool {
        self.options.iter().filter(|option| option.right).count() > 1
    }
}

/// A lesson as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonInput {
    pub course: CourseId,
    /// The place in the territory it is for.
    pub node: Node,
    /// Where people come to, in words.
    pub place: String,
    pub starts_at: Instant,
    pub minutes: i64,
    pub seats: i64,
}

/// A lesson, with how many come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Lesson {
    pub id: LessonId,
    pub course: CourseId,
    pub title: String,
    pub title_en: String,
    pub node: Node,
    pub place: String,
    pub starts_at: Instant,
    pub minutes: i64,
    pub seats: i64,
    pub state: LessonState,
    pub taken: i64,
}

impl Lesson {
    pub fn title_for(&self, lang: &str) -> &str {
        if lang == "en" && !self.title_en.is_empty() { &self.title_en } else { &self.title }
    }
}

/// Somebody on the list of a lesson.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeatView {
    pub person: Shown,
    pub state: SeatState,
}

/// One exam of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attempt {
    pub id: AttemptId,
    pub person: PersonId,
    pub state: AttemptState,
    pub paper: Vec<Asked>,
    pub score: Option<u8>,
    pub started_at: Instant,
    pub finished_at: Option<Instant>,
}

/// What an exam came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamResult {
    pub score: u8,
    pub passed: bool,
}

/// One course as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CourseSeen {
    pub course: Course,
    /// Last day it was finished on.
    pub done: Option<Day>,
}

/// What somebody has learnt and can learn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LearningView {
    pub courses: Vec<CourseSeen>,
    /// Lessons to come, and whether one's name is on the list.
    pub lessons: Vec<(Lesson, Option<SeatState>)>,
    pub attempts: Vec<Attempt>,
    /// The policy's word on taking the exam now; none: it may be taken.
    pub exam_refused: Option<tb_kernel::Refusal>,
    pub exam_asked: bool,
    pub exam_passed: bool,
    pub pass_percent: u8,
    pub questions: u32,
    /// Yearly training: (year, done).
    pub yearly: Option<(i64, bool)>,
}
