//! Every "no" of learning, with its stable code: also the key of its sentence (`learning.exam-over` → `learning-exam-over`).

macro_rules! refusals {
    ($($name:ident = $code:literal),+ $(,)?) => {
        $(pub(crate) const $name: &str = $code;)+
        /// Every code this slice can refuse with.
        pub const CODES: &[&str] = &[$($code),+];
    };
}

refusals! {
    MISSING = "learning.missing",
    TEXT_LONG = "learning.text-long",
    VIDEO_FORM = "learning.video-form",
    MINUTES_RANGE = "learning.minutes-range",
    YEAR_RANGE = "learning.year-range",
    OPTIONS_COUNT = "learning.options-count",
    OPTIONS_SAME = "learning.options-same",
    RIGHT_MISSING = "learning.right-missing",
    SEATS_RANGE = "learning.seats-range",
    IN_THE_PAST = "learning.in-the-past",
    NOT_ALLOWED = "learning.not-allowed",
    CHANGED = "learning.changed",
    COURSE_CLOSED = "learning.course-closed",
    LESSON_CLOSED = "learning.lesson-closed",
    LESSON_FULL = "learning.lesson-full",
    LESSON_EARLY = "learning.lesson-early",
    NOT_SIGNED = "learning.not-signed",
    NOT_A_VOLUNTEER = "learning.not-a-volunteer",
    OWN_EXAM = "learning.own-exam",
    EXAM_OVER = "learning.exam-over",
    ANSWER_MISSING = "learning.answer-missing",
    SCORE_RANGE = "learning.score-range",
    DAY_RANGE = "learning.day-range",
}
