//! The catalogues as they are: complete in both languages, and saying what pages need.

use std::borrow::Cow;
use std::collections::BTreeSet;
use tb_kernel::{Day, FieldFault, Instant, Kind, Minutes, Refusal};
use tb_words::{CHINESE, ENGLISH, Words};

#[test]
fn every_file_parses_and_both_languages_have_the_same_keys() {
    let words = Words::load();
    assert!(words.faults().is_empty(), "{:#?}", words.faults());
    let keys = |lang| words.keys(lang).iter().collect::<BTreeSet<_>>();
    let odd: Vec<_> = keys(CHINESE).symmetric_difference(&keys(ENGLISH)).copied().cloned().collect();
    assert!(odd.is_empty(), "in one language only: {odd:#?}");
    assert!(words.keys(CHINESE).len() > 50);
}

#[test]
fn amounts_of_time_as_people_say_them() {
    let words = Words::strict();
    let (zh, en) = (words.lang(CHINESE), words.lang(ENGLISH));
    for (amount, chinese, english) in [
        (0, "0 分钟", "0 min"),
        (45, "45 分钟", "45 min"),
        (90, "1 小时 30 分钟", "1 h 30 min"),
        (120, "2 小时", "2 h"),
        (-90, "−1 小时 30 分钟", "−1 h 30 min"),
        (-30, "−30 分钟", "−30 min"),
        (123_456, "2057 小时 36 分钟", "2057 h 36 min"),
    ] {
        assert_eq!((zh.minutes(Minutes(amount)), en.minutes(Minutes(amount))), (chinese.into(), english.into()));
    }
}

#[test]
fn days_and_clock_times_by_the_citys_clock() {
    let words = Words::strict();
    let (zh, en) = (words.lang(CHINESE), words.lang(ENGLISH));
    let at = Instant::parse("2026-11-21T01:00:00Z").unwrap();
    assert_eq!(zh.day(at), "11月21日 周六 09:00");
    assert_eq!(en.day(at), "Sat 21 Nov 09:00");
    assert_eq!(en.clock(Instant::parse("2026-11-20T16:05:00Z").unwrap()), "00:05");
    let first = Day::parse("2027-01-01").unwrap();
    assert_eq!((zh.day_only(first), en.day_only(first)), ("1月1日 周五".into(), "Fri 1 Jan".into()));
    assert_eq!((zh.date(first), en.date(first)), ("2027年1月1日".into(), "1 Jan 2027".into()));
}

#[test]
fn sentences_may_call_for_figures() {
    let text = Words::strict().lang(CHINESE);
    let args = [("who", "王**".to_owned()), ("at", "2026-11-21T09:00:00.000000+08:00".to_owned())];
    assert_eq!(text.with("common-export-note", &args), "由 王** 于 11月21日 周六 09:00 导出，仅限工作使用，请勿转发。");
    assert_eq!(text.with("common-amount-minutes", [("minutes", "007".to_owned())]), "007 分钟");
}

#[test]
fn a_refusal_speaks_by_its_code_or_else_by_its_kind() {
    let words = Words::load();
    let en = words.lang(ENGLISH);
    assert_eq!(en.refusal(&Refusal::not_found()), en.get("common-not-found"));
    let made_up = Refusal::new(Kind::Rule, "nowhere.never");
    assert_eq!(en.refusal(&made_up), en.get("common-refused-rule"));
    let fault = |code| FieldFault { field: "x".into(), code: Cow::Borrowed(code), args: vec![] };
    assert_eq!(en.field(&fault("common.field-missing")), "This must be filled in.");
    assert_eq!(en.field(&fault("nowhere.never")), en.get("common-field-form"));
}

#[test]
fn what_is_missing_shows_its_key_and_panics_in_strict_mode() {
    assert_eq!(Words::load().lang(ENGLISH).get("nowhere-never"), "nowhere-never");
    assert!(!Words::load().lang(ENGLISH).has("nowhere-never"));
    let strict = std::panic::catch_unwind(|| Words::strict().lang(ENGLISH).get("nowhere-never"));
    assert!(strict.is_err());
    let without = std::panic::catch_unwind(|| Words::strict().lang(ENGLISH).get("common-amount-minutes"));
    assert!(without.is_err(), "a variable is missing");
}

#[test]
fn an_unknown_language_is_chinese() {
    let words = Words::load();
    assert_eq!((words.lang("fr").lang(), words.lang(ENGLISH).lang()), (CHINESE, ENGLISH));
}
