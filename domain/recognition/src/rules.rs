//! Decisions, pure: facts and policy in, yes or a refusal out.

use crate::refusals as no;
use tb_kernel::limits::TEXT_CHARS_MAX;
use tb_kernel::{Day, Entropy, Minutes, Refusal};
use tb_policy::Version;

/// Certificates one person may have made in a day: each is a paper somebody may have to check.
pub(crate) const ISSUED_DAY_MAX: i64 = 10;
/// Visits printed one by one on one certificate; more are summed up by kind.
pub(crate) const LINES_MAX: i64 = 500;

/// Letters and digits that are not mistaken for each other.
const CLEAR: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What is asked for.
pub(crate) struct IssueFacts {
    pub(crate) from: Day,
    pub(crate) to: Day,
    pub(crate) today: Day,
    /// A clerk has it made at the desk.
    pub(crate) at_desk: bool,
    /// Service settled in the period.
    pub(crate) minutes: Minutes,
    /// Certificates made for this person today.
    pub(crate) made_today: i64,
}

/// May this certificate be made?
pub(crate) fn may_issue(version: &Version, f: &IssueFacts) -> Result<(), Refusal> {
    let rule = &version.parameters.certificate;
    if f.from > f.to || f.to > f.today {
        return Err(Refusal::invalid().field("to", no::PERIOD));
    }
    if !f.at_desk && !rule.self_service {
        return Err(Refusal::rule(no::AT_DESK).article(rule.article.as_str()));
    }
    if !f.minutes.is_positive() {
        return Err(Refusal::rule(no::NOTHING).article(rule.article.as_str()));
    }
    if f.made_today >= ISSUED_DAY_MAX {
        return Err(Refusal::conflict(no::TOO_MANY).with("max", ISSUED_DAY_MAX));
    }
    Ok(())
}

/// A number that cannot be guessed: the day, and ten letters by chance (50 bits).
pub(crate) fn number(day: Day, entropy: &Entropy) -> String {
    let date = day.date();
    let letter = || char::from(CLEAR[usize::try_from(entropy.below(32)).unwrap_or(0) % 32]);
    let group = || (0..5).map(|_| letter()).collect::<String>();
    format!("ZM{:02}{:02}{:02}-{}-{}", date.year() % 100, date.month(), date.day(), group(), group())
}

/// A number as somebody typed or scanned it: blanks, hyphens and small letters do not matter. None: it is no number.
pub fn number_typed(typed: &str) -> Option<String> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    if plain.len() != 18 || !plain.starts_with("ZM") {
        return None;
    }
    Some(format!("{}-{}-{}", &plain[..8], &plain[8..13], &plain[13..]))
}

/// A text a person writes: cleaned, needed, bounded.
pub(crate) fn text(field: &'static str, typed: &str) -> Result<String, Refusal> {
    let text = typed.trim();
    if text.is_empty() || text.chars().count() > TEXT_CHARS_MAX {
        return Err(Refusal::invalid().field(field, no::TEXT_NEEDED));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_policy::PolicyBook;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_number_can_be_typed_as_people_type() {
        let number = number(day("2026-11-21"), &Entropy::seeded(7));
        assert!(number.starts_with("ZM261121-") && number.len() == 20, "{number}");
        assert_eq!(number_typed(&number.to_lowercase().replace('-', " ")), Some(number.clone()));
        assert_eq!(number_typed(&number), Some(number));
        for wrong in ["", "ZM", "AB261121-7K3M9-Q2XYZ", "ZM261121-7K3M9-Q2XY", "证明261121七七七七七"] {
            assert_eq!(number_typed(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_may_not_be_certified_is_refused_by_name() {
        let book = PolicyBook::builtin().expect("coherent");
        let version = book.at(tb_kernel::Node(320_100_000_000), day("2026-03-02")).expect("in force");
        let good = || IssueFacts {
            from: day("2026-01-01"),
            to: day("2026-03-01"),
            today: day("2026-03-02"),
            at_desk: false,
            minutes: Minutes(60),
            made_today: 0,
        };
        assert_eq!(may_issue(&version, &good()), Ok(()));
        let code = |f: IssueFacts| {
            let refusal = may_issue(&version, &f).expect_err("refused");
            refusal.fields.first().map_or(refusal.code.to_string(), |fault| fault.code.to_string())
        };
        assert_eq!(code(IssueFacts { from: day("2026-03-02"), ..good() }), no::PERIOD);
        assert_eq!(code(IssueFacts { to: day("2026-03-03"), ..good() }), no::PERIOD);
        assert_eq!(code(IssueFacts { minutes: Minutes::ZERO, ..good() }), no::NOTHING);
        assert_eq!(code(IssueFacts { made_today: ISSUED_DAY_MAX, ..good() }), no::TOO_MANY);
        let mut only_desk = (*version).clone();
        only_desk.parameters.certificate.self_service = false;
        let refusal = may_issue(&only_desk, &good()).expect_err("refused");
        assert_eq!((refusal.code.as_ref(), refusal.article.is_some()), (no::AT_DESK, true));
        assert_eq!(may_issue(&only_desk, &IssueFacts { at_desk: true, ..good() }), Ok(()));
    }
}
