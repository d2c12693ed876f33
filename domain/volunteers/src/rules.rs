//! Decisions: what a line of an answer says, at which step somebody stands. Pure.

use crate::model::*;
use crate::refusals as no;
use std::collections::BTreeSet;
use tb_kernel::{Day, Refusal};
use tb_people::CheckResult;
use tb_policy::{Check, Version};

/// Longest reason, in characters.
const REASON_CHARS_MAX: usize = 500;

/// A reason in the actor's words.
pub(crate) fn reason(typed: &str) -> Result<String, Refusal> {
    let text = typed.trim();
    match text.chars().count() {
        0 => Err(Refusal::invalid().field("reason", no::MISSING)),
        n if n > REASON_CHARS_MAX => Err(Refusal::invalid().field("reason", no::REASON_LONG)),
        _ => Ok(text.to_owned()),
    }
}

/// Full-width digits, letters and signs as their narrow forms, without blanks around.
pub(crate) fn narrow(text: &str) -> String {
    let one = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    text.chars().map(one).collect::<String>().trim().trim_start_matches('\'').to_owned()
}

/// What a word in the column of results says.
pub(crate) fn result_of(text: &str) -> Option<CheckResult> {
    match narrow(text).to_lowercase().as_str() {
        "通过" | "合格" | "一致" | "无" | "正常" | "是" | "passed" | "pass" | "yes" => {
            Some(CheckResult::Passed)
        }
        "未通过" | "不通过" | "不合格" | "不一致" | "有" | "异常" | "否" | "failed" | "fail" | "no" => {
            Some(CheckResult::Failed)
        }
        "不明" | "不明确" | "查无此人" | "无法比对" | "unclear" | "unknown" => Some(CheckResult::Unclear),
        _ => None,
    }
}

/// A day as registers write it: `2026-11-28`, `2026/11/28`, `2026.11.28`, `2026年11月28日`, `20261128`.
pub(crate) fn day_of(text: &str) -> Option<Day> {
    let text = narrow(text);
    let text = text.split([' ', 'T']).next().unwrap_or_default();
    let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month, day) = match digits.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [all] if all.len() == 8 => (&all[..4], &all[4..6], &all[6..]),
        _ => return None,
    };
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The checks the city asks of volunteers and that do not hold; age is read from the identity and takes nobody's doing.
pub(crate) fn missing(version: &Version, holds: &BTreeSet<Check>) -> BTreeSet<Check> {
    let p = &version.parameters;
    let mut asked: BTreeSet<Check> = p.checks.required.iter().copied().collect();
    if p.gate.training {
        asked.insert(Check::Training);
    }
    if p.gate.exam {
        asked.insert(Check::Exam);
    }
    if p.residence.required {
        asked.insert(Check::Residence);
    }
    asked.remove(&Check::Age);
    // Health is declared with the application.
    asked.remove(&Check::Health);
    asked.difference(holds).copied().collect()
}

/// Where somebody who has applied stands.
pub(crate) fn step(missing: &BTreeSet<Check>) -> Step {
    if missing.contains(&Check::Training) {
        Step::Learn
    } else if missing.contains(&Check::Exam) {
        Step::Exam
    } else if missing.is_empty() {
        Step::Review
    } else {
        Step::Checks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_write_results_and_days_in_many_ways() {
        for (text, result) in [
            ("通过", Some(CheckResult::Passed)),
            (" ＰＡＳＳＥＤ ", Some(CheckResult::Passed)),
            ("不一致", Some(CheckResult::Failed)),
            ("查无此人", Some(CheckResult::Unclear)),
            ("", None),
            ("大概", None),
        ] {
            assert_eq!(result_of(text), result, "{text}");
        }
        let day = Day::parse("2026-11-08");
        for text in [
            "2026-11-08",
            "2026/11/8",
            "2026.11.8",
            "2026年11月8日",
            "20261108",
            "２０２６－１１－０８",
            "2026-11-08 00:00:00",
            "'2026-11-08",
        ] {
            assert_eq!(day_of(text), day, "{text}");
        }
        for text in ["", "11月8日", "2026-13-01", "2026-02-30", "昨天"] {
            assert_eq!(day_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_step_is_what_stands_first_in_the_way() {
        let of = |kinds: &[Check]| step(&kinds.iter().copied().collect());
        assert_eq!(of(&[Check::Identity, Check::Training, Check::Exam]), Step::Learn);
        assert_eq!(of(&[Check::Identity, Check::Exam]), Step::Exam);
        assert_eq!(of(&[Check::Identity]), Step::Checks);
        assert_eq!(of(&[]), Step::Review);
    }
}
