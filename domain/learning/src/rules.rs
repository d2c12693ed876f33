//! Decisions: what was typed is read field by field; a paper is drawn and judged; what finishing a course means. Pure.

use crate::model::*;
use crate::refusals as no;
use std::collections::{BTreeMap, BTreeSet};
use tb_kernel::{Day, Entropy, FieldFault, Refusal};

/// Longest title, place and option, in characters.
const SHORT_CHARS_MAX: usize = 120;
/// Longest question, in characters.
const QUESTION_CHARS_MAX: usize = 500;
/// Longest text of a course, in characters.
const BODY_CHARS_MAX: usize = 20_000;
/// Fewest and most options of a question.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=6;

/// Collects the faults of a form.
pub(crate) struct Form(Refusal);

impl Form {
    pub(crate) fn new() -> Form {
        Form(Refusal::invalid())
    }
    pub(crate) fn must(&mut self, field: &'static str, met: bool, code: &'static str) {
        if !met {
            self.0.fields.push(FieldFault { field: field.into(), code: code.into(), args: Vec::new() });
        }
    }
    fn text(&mut self, field: &'static str, typed: &str, max: usize, needed: bool) -> String {
        let text = typed.trim();
        self.must(field, !needed || !text.is_empty(), no::MISSING);
        self.must(field, text.chars().count() <= max, no::TEXT_LONG);
        text.to_owned()
    }
    pub(crate) fn short(&mut self, field: &'static str, typed: &str) -> String {
        self.text(field, typed, SHORT_CHARS_MAX, true)
    }
    pub(crate) fn done(self) -> Result<(), Refusal> {
        self.0.or_ok()
    }
}

/// A course whose every field can be true.
///
/// # Errors
/// All faults at once.
pub(crate) fn check_course(input: &CourseInput, today: Day) -> Result<CourseInput, Refusal> {
    let mut form = Form::new();
    let this_year = i64::from(today.date().year());
    let video = input.video.trim().to_owned();
    let plain = video.starts_with("https://") && !video.contains(|c: char| c.is_whitespace() || "\"'<>".contains(c));
    form.must("video", video.is_empty() || (plain && video.chars().count() <= 500), no::VIDEO_FORM);
    form.must("minutes", (1..=6000).contains(&input.minutes), no::MINUTES_RANGE);
    form.must("year", input.year.is_none_or(|year| (this_year - 5..=this_year + 1).contains(&year)), no::YEAR_RANGE);
    let checked = CourseInput {
        node: input.node,
        title: form.short("title", &input.title),
        title_en: form.text("title_en", &input.title_en, SHORT_CHARS_MAX, false),
        body: form.text("body", &input.body, BODY_CHARS_MAX, true),
        body_en: form.text("body_en", &input.body_en, BODY_CHARS_MAX, false),
        video,
        minutes: input.minutes,
        year: input.year,
    };
    form.done()?;
    Ok(checked)
}

/// A question whose every field can be true; empty options are left out.
///
/// # Errors
/// All faults at once.
pub(crate) fn check_question(input: &QuestionInput) -> Result<QuestionInput, Refusal> {
    let mut form = Form::new();
    let text = form.text("text", &input.text, QUESTION_CHARS_MAX, true);
    let text_en = form.text("text_en", &input.text_en, QUESTION_CHARS_MAX, false);
    let given = |choice: &&Choice| !choice.zh.trim().is_empty();
    let trimmed = |choice: &Choice| Choice {
        zh: choice.zh.trim().to_owned(),
        en: choice.en.trim().to_owned(),
        right: choice.right,
    };
    let options: Vec<Choice> = input.options.iter().filter(given).map(trimmed).collect();
    let different: BTreeSet<&str> = options.iter().map(|choice| choice.zh.as_str()).collect();
    let short = options
        .iter()
        .all(|choice| choice.zh.chars().count() <= SHORT_CHARS_MAX && choice.en.chars().count() <= SHORT_CHARS_MAX);
    form.must("options", OPTIONS.contains(&options.len()), no::OPTIONS_COUNT);
    form.must("options", different.len() == options.len(), no::OPTIONS_SAME);
    form.must("options", short, no::TEXT_LONG);
    form.must("right", options.iter().any(|choice| choice.right), no::RIGHT_MISSING);
    form.done()?;
    Ok(QuestionInput { node: input.node, text, text_en, options })
}

/// Draws `count` different questions and puts their options into an order of chance.
pub(crate) fn draw(mut bank: Vec<Asked>, count: usize, entropy: &Entropy) -> Vec<Asked> {
    shuffle(&mut bank, entropy);
    bank.truncate(count);
    for asked in &mut bank {
        shuffle(&mut asked.options, entropy);
    }
    bank
}

fn shuffle<T>(all: &mut [T], entropy: &Entropy) {
    for at in (1..all.len()).rev() {
        let other = usize::try_from(entropy.below(at as u64 + 1)).unwrap_or(0);
        all.swap(at, other);
    }
}

/// The share of questions answered exactly right, in whole percent; a question left out is wrong.
pub(crate) fn score(paper: &[Asked], answers: &BTreeMap<usize, BTreeSet<usize>>) -> u8 {
    let right = |at: usize, asked: &Asked| {
        let wanted: BTreeSet<usize> =
            asked.options.iter().enumerate().filter(|(_, o)| o.right).map(|(n, _)| n).collect();
        answers.get(&at) == Some(&wanted)
    };
    let count = paper.iter().enumerate().filter(|(at, asked)| right(*at, asked)).count();
    u8::try_from(count * 100 / paper.len().max(1)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(n: usize, rights: &[usize]) -> Asked {
        let option = |at: usize| Choice { zh: format!("{n}-{at}"), en: String::new(), right: rights.contains(&at) };
        Asked { text: format!("问题{n}"), text_en: String::new(), options: (0..4).map(option).collect() }
    }

    #[test]
    fn a_paper_holds_different_questions_with_all_their_options() {
        let bank: Vec<Asked> = (0..30).map(|n| asked(n, &[0])).collect();
        let entropy = Entropy::seeded(5);
        let paper = draw(bank.clone(), 10, &entropy);
        let texts: BTreeSet<&str> = paper.iter().map(|asked| asked.text.as_str()).collect();
        assert_eq!(texts.len(), 10);
        assert!(
            paper.iter().all(|asked| asked.options.len() == 4 && asked.options.iter().filter(|o| o.right).count() == 1)
        );
        assert!(paper.iter().any(|asked| !asked.options[0].right), "options are mixed");
        assert_eq!(draw(bank, 100, &entropy).len(), 30, "a small bank gives what it has");
    }

    #[test]
    fn only_exactly_right_answers_count() {
        let paper = vec![asked(0, &[1]), asked(1, &[0, 2]), asked(2, &[3])];
        let answer = |all: &[(usize, &[usize])]| {
            let all = all.iter().map(|(at, of)| (*at, of.iter().copied().collect::<BTreeSet<usize>>()));
            score(&paper, &all.collect())
        };
        assert_eq!(answer(&[(0, &[1]), (1, &[0, 2]), (2, &[3])]), 100);
        assert_eq!(answer(&[(0, &[1]), (1, &[0]), (2, &[3])]), 66);
        assert_eq!(answer(&[(0, &[1, 2]), (1, &[0, 1, 2]), (2, &[])]), 0);
        assert_eq!(answer(&[]), 0);
        assert_eq!(score(&[], &BTreeMap::new()), 0);
    }

    #[test]
    fn a_course_and_a_question_are_read_field_by_field() {
        let told = |refusal: Refusal| -> Vec<String> {
            refusal.fields.iter().map(|f| format!("{} {}", f.field, f.code)).collect()
        };
        let today = Day::parse("2026-11-28").unwrap();
        let node = tb_kernel::Node(320_100_000_000);
        let bad = CourseInput {
            node,
            title: " ".into(),
            title_en: String::new(),
            body: String::new(),
            body_en: String::new(),
            video: "javascript:alert(1)".into(),
            minutes: 0,
            year: Some(1999),
        };
        let faults = told(check_course(&bad, today).unwrap_err());
        assert_eq!(
            faults,
            [
                "video learning.video-form",
                "minutes learning.minutes-range",
                "year learning.year-range",
                "title learning.missing",
                "body learning.missing"
            ]
        );
        let option = |zh: &str, right: bool| Choice { zh: zh.into(), en: String::new(), right };
        let bad = QuestionInput {
            node,
            text: "问".into(),
            text_en: String::new(),
            options: vec![option("对", false), option(" 对 ", false), option("", true)],
        };
        assert_eq!(
            told(check_question(&bad).unwrap_err()),
            ["options learning.options-same", "right learning.right-missing"]
        );
    }
}
