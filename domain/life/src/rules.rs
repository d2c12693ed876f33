//! Decisions about life events: facts and policy in, yes or a refusal with its article out. Pure.

use crate::model::{Case, CaseKind};
use crate::refusals as no;
use tb_kernel::{Instant, Kind, Refusal, Span};
use tb_ledger::Balances;
use tb_people::{Mark, Marked};
use tb_policy::Version;

/// What is known when a case is taken down.
pub(crate) struct AskFacts {
    pub(crate) kind: CaseKind,
    pub(crate) mark: Option<Marked>,
    /// An enrolment runs.
    pub(crate) enrolled: bool,
    /// The second person is named, is another, and nothing has become of them.
    pub(crate) other: OtherFacts,
    pub(crate) now: Instant,
}

/// What is known of the second person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherFacts {
    None,
    Same,
    Closed,
    Fine,
}

/// May this be taken down, and from when may it be done?
///
/// # Errors
/// The refusal with its article.
pub(crate) fn may_ask(version: &Version, f: &AskFacts) -> Result<Instant, Refusal> {
    let p = &version.parameters;
    let mark = f.mark.map(|marked| marked.mark);
    match f.other {
        OtherFacts::None if f.kind.needs_other() => {
            return Err(Refusal::invalid().field("other", no::OTHER_NEEDED));
        }
        OtherFacts::Same => return Err(Refusal::invalid().field("other", no::OTHER_SAME)),
        OtherFacts::Closed => return Err(Refusal::invalid().field("other", no::OTHER_CLOSED)),
        _ => {}
    }
    let so = || Refusal::conflict(no::ALREADY_SO);
    let days = |since: Instant, days: u32| since.plus(Span::days(i64::from(days)));
    match (f.kind, mark) {
        (_, Some(Mark::Erased)) => Err(Refusal::not_found()),
        (CaseKind::Estate, Some(Mark::Dead)) => {
            let since = f.mark.map_or(f.now, |marked| marked.since);
            Ok(if f.other == OtherFacts::None { days(since, p.closing.claim_days) } else { f.now })
        }
        (CaseKind::Estate, _) => Err(Refusal::conflict(no::NOT_DEAD).article(p.closing.article.as_str())),
        (CaseKind::Erasure, Some(Mark::Left | Mark::Dead | Mark::Merged)) => {
            Ok(days(f.mark.map_or(f.now, |marked| marked.since), p.erasure.wait_days))
        }
        // Whoever was never more than family closes nothing first.
        (CaseKind::Erasure, None) if !f.enrolled => Ok(days(f.now, p.erasure.wait_days)),
        (CaseKind::Erasure, _) => Err(Refusal::rule(no::NOT_CLOSED_YET).article(p.erasure.article.as_str())),
        (CaseKind::Exit | CaseKind::Death | CaseKind::Ban, None | Some(Mark::Incapacitated)) => Ok(f.now),
        // Somebody who had left has died: what they left was settled when they left.
        (CaseKind::Incapacity | CaseKind::Merge, None) => Ok(f.now),
        _ => Err(so()),
    }
}

/// What stands in the way of doing it.
pub(crate) struct DoFacts<'a> {
    pub(crate) case: &'a Case,
    /// Orders that are not over, and those of them that have begun.
    pub(crate) running: usize,
    pub(crate) begun: usize,
    pub(crate) balances: Balances,
    /// Roles of staff that are in force.
    pub(crate) duties: usize,
    /// The heir is one of those whom the policy names.
    pub(crate) heir: bool,
    pub(crate) now: Instant,
}

/// Everything that stands in the way, in the order in which people should hear it.
pub(crate) fn blockers(version: &Version, f: &DoFacts<'_>) -> Vec<Refusal> {
    let p = &version.parameters;
    let kind = f.case.kind;
    let mut found = Vec::new();
    if f.now < f.case.not_before {
        let day = f.case.not_before.day();
        found.push(match kind {
            CaseKind::Estate => Refusal::rule(no::HEIRS_MAY_CLAIM).article(p.closing.article.as_str()).with("day", day),
            _ => Refusal::rule(no::TOO_EARLY).article(p.erasure.article.as_str()).with("day", day),
        });
    }
    if kind == CaseKind::Estate && f.case.other.is_some() && !f.heir {
        found.push(Refusal::rule(no::NOT_HEIR).article(p.closing.article.as_str()));
    }
    let whole = matches!(kind, CaseKind::Merge | CaseKind::Erasure | CaseKind::Estate);
    let in_the_way = if whole { f.running } else { f.begun };
    if in_the_way > 0 && kind != CaseKind::Incapacity {
        found.push(Refusal::conflict(no::ORDERS_RUNNING).with("count", in_the_way));
    }
    let frozen = f.balances.frozen();
    if frozen.is_positive() && matches!(kind, CaseKind::Exit | CaseKind::Merge | CaseKind::Estate) {
        found.push(Refusal::conflict(no::FROZEN).with("minutes", frozen));
    }
    if kind == CaseKind::Erasure {
        let left = [f.balances.free(), f.balances.held(), frozen].into_iter().sum::<tb_kernel::Minutes>();
        if left.is_positive() {
            found.push(Refusal::conflict(no::NOTHING_LEFT).article(p.erasure.article.as_str()).with("minutes", left));
        }
    }
    if f.duties > 0 && kind != CaseKind::Incapacity {
        found.push(Refusal::conflict(no::STAFF_DUTY).with("count", f.duties));
    }
    found
}

/// A reason of 1 to 500 characters.
///
/// # Errors
/// A field refusal.
pub(crate) fn reason(typed: &str) -> Result<String, Refusal> {
    let cleaned: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let cleaned = cleaned.trim();
    match cleaned.chars().count() {
        0 => Err(Refusal::invalid().field("reason", no::REASON_NEEDED)),
        n if n > tb_kernel::limits::TEXT_CHARS_MAX => {
            Err(Refusal::new(Kind::Invalid, "common.invalid").field("reason", "common.too-long"))
        }
        _ => Ok(cleaned.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tb_kernel::PersonId;
    use tb_policy::PolicyBook;

    fn version() -> std::sync::Arc<Version> {
        let book = PolicyBook::builtin().unwrap();
        book.at(tb_kernel::Node(320_100_000_000), tb_kernel::Day::parse("2026-03-02").unwrap()).unwrap()
    }
    fn now() -> Instant {
        Instant::parse("2026-03-02T09:00:00+08:00").unwrap()
    }
    fn ask(kind: CaseKind, mark: Option<Mark>, enrolled: bool, other: OtherFacts) -> Result<Instant, String> {
        let marked = mark.map(|mark| Marked { person: PersonId(uuid::Uuid::nil()), mark, other: None, since: now() });
        let facts = AskFacts { kind, mark: marked, enrolled, other, now: now() };
        may_ask(&version(), &facts).map_err(|refusal| {
            refusal.fields.first().map_or(refusal.code.clone().into_owned(), |fault| fault.code.clone().into_owned())
        })
    }

    #[test]
    fn each_event_follows_only_from_where_it_can() {
        use CaseKind as K;
        use OtherFacts as O;
        assert_eq!(ask(K::Exit, None, true, O::None), Ok(now()));
        assert_eq!(ask(K::Exit, Some(Mark::Incapacitated), true, O::None), Ok(now()));
        for mark in [Mark::Left, Mark::Dead, Mark::Merged] {
            for kind in [K::Exit, K::Death, K::Ban, K::Incapacity] {
                assert_eq!(ask(kind, Some(mark), false, O::None), Err(no::ALREADY_SO.into()), "{kind:?} {mark}");
            }
            assert_eq!(ask(K::Erasure, Some(mark), false, O::None), Ok(now().plus(Span::days(30))));
        }
        assert_eq!(ask(K::Erasure, None, true, O::None), Err(no::NOT_CLOSED_YET.into()));
        assert_eq!(ask(K::Erasure, None, false, O::None), Ok(now().plus(Span::days(30))));
        assert_eq!(ask(K::Erasure, Some(Mark::Erased), false, O::None), Err("common.not-found".into()));
        assert_eq!(ask(K::Merge, None, true, O::None), Err(no::OTHER_NEEDED.into()));
        assert_eq!(ask(K::Merge, None, true, O::Same), Err(no::OTHER_SAME.into()));
        assert_eq!(ask(K::Merge, None, true, O::Closed), Err(no::OTHER_CLOSED.into()));
        assert_eq!(ask(K::Merge, None, true, O::Fine), Ok(now()));
    }

    #[test]
    fn an_estate_waits_for_heirs_unless_one_is_there() {
        use CaseKind::Estate;
        let days = i64::from(version().parameters.closing.claim_days);
        assert_eq!(ask(Estate, None, true, OtherFacts::Fine), Err(no::NOT_DEAD.into()));
        assert_eq!(ask(Estate, Some(Mark::Dead), false, OtherFacts::Fine), Ok(now()));
        assert_eq!(ask(Estate, Some(Mark::Dead), false, OtherFacts::None), Ok(now().plus(Span::days(days))));
    }
}
