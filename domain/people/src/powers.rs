//! What a proxy may open and run for the other: words of pages and commands, by capability and degree. Whatever no word
//! names is not given; that is checked where every command runs and before every page. Pure.

use crate::model::{Capability, Degree};

/// Open to every proxy: the way about, one's own messages, the way out. Nothing here shows more than that the other is
/// in the bank and which visits they have.
const ALWAYS: &[&str] = &[
    "page.home",
    "page.call",
    "page.orders",
    "page.order",
    "page.messages",
    "page.me",
    "page.display",
    "page.family",
    "people.mark-read",
    "people.stop-acting",
    "people.act-for-kin",
    "people.withdraw-request",
    "people.prefer",
    "people.revoke-session",
];

/// What looking and preparing takes.
const fn assists(capability: Capability) -> &'static [&'static str] {
    match capability {
        Capability::Ask => &["page.publish", "orders.draft"],
        Capability::Confirm => &["page.confirm", "page.rate", "page.dispute"],
        Capability::Statement => &["page.account", "page.passbook"],
        Capability::Redeem => &["page.redeem"],
        Capability::Give => &["page.give"],
        Capability::Serve => &[
            "page.hall",
            "page.visits",
            "page.take",
            "page.withdraw",
            "page.answer",
            "page.groups",
            "page.group",
            "page.gathering",
            "page.school",
        ],
    }
}

/// The acts themselves.
const fn acts(capability: Capability) -> &'static [&'static str] {
    match capability {
        Capability::Ask => &[
            "orders.submit",
            "orders.cancel",
            "orders.agree",
            "orders.decline",
            "orders.no-show",
            "page.cancel",
            "page.agree",
            "page.decline",
            "page.no-show",
            "page.door-code",
            "page.card-print",
        ],
        Capability::Confirm => &["orders.confirm", "orders.dispute", "orders.rate"],
        Capability::Statement => &[],
        Capability::Redeem => &["giving.redeem"],
        Capability::Give => &["giving.gift", "giving.donate"],
        Capability::Serve => &[
            "orders.take",
            "orders.withdraw",
            "orders.answer-invitation",
            "page.check-in",
            "page.check-out",
            "orders.check-in",
            "orders.check-out",
            "groups.ask-to-join",
            "groups.answer",
            "groups.leave",
            "groups.sign-up",
            "groups.withdraw",
            "groups.agree-school",
            "groups.leave-school",
        ],
    }
}

/// What can wait for the other's yes; everything else of "decide together" the other does alone.
pub(crate) const CAN_WAIT: &[(&str, Capability)] =
    &[("orders.submit", Capability::Ask), ("orders.confirm", Capability::Confirm)];

/// All words for what was given.
pub(crate) fn words(given: &[(Capability, Degree)]) -> Vec<String> {
    let mut words: Vec<&str> = Vec::new();
    for (capability, degree) in given.iter().filter(|(_, degree)| *degree > Degree::None) {
        words.extend(assists(*capability));
        match degree {
            Degree::None | Degree::Assist => {}
            Degree::Together => words.push("people.ask-elder"),
            Degree::Represent => words.extend(acts(*capability)),
        }
    }
    if words.is_empty() {
        return Vec::new();
    }
    words.extend(ALWAYS);
    words.sort_unstable();
    words.dedup();
    words.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(given: &[(Capability, Degree)], word: &str) -> bool {
        words(given).iter().any(|one| one == word)
    }

    #[test]
    fn a_degree_gives_what_it_says_and_nothing_beside() {
        let ask = |degree| [(Capability::Ask, degree)];
        assert!(words(&ask(Degree::None)).is_empty());
        assert!(has(&ask(Degree::Assist), "orders.draft") && !has(&ask(Degree::Assist), "orders.submit"));
        assert!(has(&ask(Degree::Together), "people.ask-elder") && !has(&ask(Degree::Together), "orders.submit"));
        assert!(has(&ask(Degree::Represent), "orders.submit") && !has(&ask(Degree::Represent), "people.ask-elder"));
        for degree in Degree::ALL {
            assert!(!has(&ask(*degree), "orders.confirm") && !has(&ask(*degree), "page.account"), "{degree}");
        }
    }

    #[test]
    fn nobody_is_given_the_persons_own_words() {
        let all: Vec<(Capability, Degree)> = Capability::ALL.iter().map(|c| (*c, Degree::Represent)).collect();
        let own = [
            "people.grant-proxy",
            "people.withdraw-proxy",
            "people.answer-link",
            "people.answer-request",
            "people.update-contact",
            "people.enrol",
            "people.change-enrolment",
            "people.renew-card",
            "people.end-link",
        ];
        for word in own {
            assert!(!has(&all, word), "{word}");
        }
    }

    #[test]
    fn what_can_wait_is_an_act_of_its_capability() {
        for (action, capability) in CAN_WAIT {
            assert!(acts(*capability).contains(action));
        }
    }
}
