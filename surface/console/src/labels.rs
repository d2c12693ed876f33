//! What codes are called. Each word stands in the catalogue under a prefix and the code; codes that cities or other
//! slices may add to (actions, reasons) fall back to the code itself.

use tb_frame::{Choice, Names};
use tb_kernel::{Channel, Instant, PersonId, Role};
use tb_ledger::{Class, PostingKind, State};
use tb_matching::Reason;
use tb_orders::{Flag, OrderState, Step};
use tb_people::{EnrolmentKind, EnrolmentState, LinkKind, Look, LookPurpose, Sex};
use tb_words::Text;

pub(crate) fn state(t: &Text, state: OrderState) -> String {
    t.get(&format!("orders-state-{}", state.code()))
}
pub(crate) fn step(t: &Text, step: Step) -> String {
    t.get(&format!("orders-step-{}", dashed(step.code())))
}
pub(crate) fn flag(t: &Text, flag: Flag) -> String {
    t.get(&format!("orders-flag-{}", dashed(flag.code())))
}
pub(crate) fn role(t: &Text, role: Role) -> String {
    t.get(&format!("people-role-{}", role.code()))
}
pub(crate) fn kind(t: &Text, kind: EnrolmentKind) -> String {
    t.get(&format!("people-kind-{}", kind.code()))
}
pub(crate) fn enrolment(t: &Text, state: EnrolmentState) -> String {
    t.get(&format!("people-state-{}", state.code()))
}
pub(crate) fn link(t: &Text, kind: LinkKind) -> String {
    t.get(&format!("people-link-kind-{}", kind.code()))
}
pub(crate) fn sex(t: &Text, sex: Sex) -> String {
    t.get(if sex == Sex::Female { "people-sex-female" } else { "people-sex-male" })
}
pub(crate) fn class(t: &Text, class: Class) -> String {
    t.get(&format!("ledger-class-{}", class.code()))
}
pub(crate) fn lying(t: &Text, state: State) -> String {
    t.get(&format!("ledger-state-{}", state.code()))
}
pub(crate) fn posting(t: &Text, kind: PostingKind) -> String {
    t.get(&format!("ledger-kind-{}", kind.code()))
}

/// Codes have underscores, keys have dashes.
fn dashed(code: &str) -> String {
    code.replace(['_', '.'], "-")
}

/// A channel by its stored code.
pub(crate) fn channel(t: &Text, code: &str) -> String {
    match Channel::parse(code) {
        Some(channel) => t.get(&format!("people-channel-{}", channel.code())),
        None => code.to_owned(),
    }
}

/// The word under `prefix` and `code`, where there is one; else the code.
pub(crate) fn or_code(t: &Text, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}{}", dashed(code));
    if t.has(&key) { t.get(&key) } else { code.to_owned() }
}

/// What a command is called: `orders.publish` → 发布订单.
pub(crate) fn action(t: &Text, code: &str) -> String {
    or_code(t, "console-action-", code)
}

/// Why somebody stands where they stand in a ranking.
pub(crate) fn reason(t: &Text, reason: &Reason) -> String {
    let n = reason.number().map(|n| n.to_string()).unwrap_or_default();
    t.with(&format!("console-reason-{}", reason.code()), [("n", n)])
}

/// What an enrolment's state means in colour.
pub(crate) const fn enrolment_tone(state: EnrolmentState) -> &'static str {
    match state {
        EnrolmentState::Applied | EnrolmentState::Registered => "wait",
        EnrolmentState::Active => "ok",
        EnrolmentState::Suspended | EnrolmentState::Refused => "bad",
        EnrolmentState::Exited => "still",
    }
}

/// Somebody's masked name; a dash for nobody.
pub(crate) fn name_of(names: &Names, person: Option<PersonId>) -> String {
    person.and_then(|id| names.get(&id)).map_or_else(|| "—".to_owned(), |shown| shown.masked_name.clone())
}

/// A moment with its year, for records that are years old: `2026年11月21日 09:00`.
pub(crate) fn full_when(t: &Text, at: Instant) -> String {
    format!("{} {}", t.date(at.day()), t.clock(at))
}

/// Who looked: name and role, as far as known.
pub(crate) fn looker(t: &Text, look: &Look) -> String {
    let who = look.by.clone().unwrap_or_else(|| "—".to_owned());
    match (look.purpose, look.role) {
        (LookPurpose::Reveal, Some(held)) => format!("{who} · {}", role(t, held)),
        _ => who,
    }
}

/// A choice for every code of a list, the one typed chosen.
pub(crate) fn choices<T: Copy>(
    all: &[T],
    typed: &str,
    code: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> String,
) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(code(*one), label(*one), code(*one) == typed)).collect()
}
