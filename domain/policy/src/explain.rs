//! Any decision, explained: the act by name, the facts as text, the answer with the words of every article looked at.
//! The command line and the rule pages use this; it calls the same functions as the commands, so it cannot disagree.

use crate::model::{Article, Version};
use crate::rules::{
    ActivateFacts, AppealFacts, BackEntryFacts, CancelFacts, CheckInFacts, Decision, DonateFacts, ElderFacts,
    EntitlementFacts, ExamFacts, Fact, GiftFacts, GrantFacts, LateNightFacts, PaperFacts, ProofFacts, RateFacts,
    RedeemFacts, SettleDecision, SettleFacts, SilenceFacts, StarFacts, SubmitFacts, TakeFacts, Verdict, VolunteerFacts,
};
use crate::{rules, rules::FactValue as _};
use tb_kernel::{Kind, Refusal};

/// Why an act could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    #[error("no act is called {0}; known: {known}", known = Act::NAMES.join(", "))]
    UnknownAct(String),
    #[error("{act} looks at no fact called {name}; known: {known}", known = known.join(", "))]
    UnknownFact { act: &'static str, name: String, known: &'static [&'static str] },
    #[error("{value} is not a value for {name}")]
    WrongValue { name: String, value: String },
    #[error("{act} needs the fact {name}")]
    MissingFact { act: &'static str, name: &'static str },
}

impl From<ActError> for Refusal {
    fn from(error: ActError) -> Refusal {
        Refusal::new(Kind::Invalid, "policy.explain").with("detail", error)
    }
}

macro_rules! acts {
    ($($name:literal => $variant:ident($facts:ident)),+ $(,)?) => {
        /// An act and the facts it is judged by.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Act { $($variant($facts)),+ }

        impl Act {
            /// The names by which acts are asked for.
            pub const NAMES: &'static [&'static str] = &[$($name),+];
            pub fn name(&self) -> &'static str {
                match self { $(Act::$variant(_) => $name),+ }
            }
            /// The names of the facts this act looks at.
            pub fn fact_names(&self) -> &'static [&'static str] {
                match self { $(Act::$variant(_) => $facts::NAMES),+ }
            }
            /// The act of this name in its plain case.
            pub fn plain(name: &str) -> Option<Act> {
                match name { $($name => Some(Act::$variant($facts::plain())),)+ _ => None }
            }
            /// Every fact by name, in its text form.
            pub fn facts(&self) -> Vec<Fact> {
                match self { $(Act::$variant(facts) => facts.facts()),+ }
            }
            fn set(&mut self, name: &str, value: &str) -> bool {
                match self { $(Act::$variant(facts) => facts.set(name, value)),+ }
            }
        }
    };
}

acts! {
    "register-volunteer" => RegisterVolunteer(VolunteerFacts),
    "activate-volunteer" => ActivateVolunteer(ActivateFacts),
    "take-exam" => TakeExam(ExamFacts),
    "hand-in" => HandIn(PaperFacts),
    "appeal" => Appeal(AppealFacts),
    "register-elder" => RegisterElder(ElderFacts),
    "redeem" => Redeem(RedeemFacts),
    "submit" => Submit(SubmitFacts),
    "cancel" => Cancel(CancelFacts),
    "take" => Take(TakeFacts),
    "check-in" => CheckIn(CheckInFacts),
    "prove" => Prove(ProofFacts),
    "silence" => Silence(SilenceFacts),
    "late-night" => LateNight(LateNightFacts),
    "settle" => Settle(SettleFacts),
    "back-enter" => BackEnter(BackEntryFacts),
    "rate" => Rate(RateFacts),
    "gift" => Gift(GiftFacts),
    "donate" => Donate(DonateFacts),
    "grant" => Grant(GrantFacts),
    "stars" => Stars(StarFacts),
    "claim" => Claim(EntitlementFacts),
}

impl Act {
    /// Reads an act and its facts from text; what is not named is as in the plain case. `submit` and `take` need
    /// `item`. Errors name what was not understood and what would be.
    pub fn parse<N: AsRef<str>, V: AsRef<str>>(name: &str, facts: &[(N, V)]) -> Result<Act, ActError> {
        let mut act = Act::plain(name).ok_or_else(|| ActError::UnknownAct(name.to_owned()))?;
        for (name, value) in facts {
            let (name, value) = (name.as_ref(), value.as_ref());
            if act.set(name, value) {
                continue;
            }
            return Err(if act.fact_names().contains(&name) {
                ActError::WrongValue { name: name.to_owned(), value: value.to_owned() }
            } else {
                ActError::UnknownFact { act: act.name(), name: name.to_owned(), known: act.fact_names() }
            });
        }
        let item = match &act {
            Act::Submit(f) => Some(&f.item),
            Act::Take(f) => Some(&f.item),
            _ => None,
        };
        if item.is_some_and(|item| item.as_str().is_empty()) {
            return Err(ActError::MissingFact { act: act.name(), name: "item" });
        }
        Ok(act)
    }
}

/// A decision with everything needed to show why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// Name of the act.
    pub act: &'static str,
    /// Version it was judged under.
    pub version: String,
    pub decision: Decision,
    /// What follows when it is allowed: minutes, levels, classes, by name.
    pub outcome: Vec<Fact>,
    /// The articles looked at, the deciding one first.
    pub articles: Vec<Article>,
}

/// Judges `act` under `version` and collects the words of the articles.
pub fn explain(version: &Version, act: &Act) -> Explanation {
    let (decision, outcome) = judge(version, act);
    let mut ids = decision.articles.clone();
    ids.retain(|id| id != &decision.article);
    ids.insert(0, decision.article.clone());
    let articles = ids.iter().filter_map(|id| version.article(id).cloned()).collect();
    Explanation { act: act.name(), version: version.id.to_string(), decision, outcome, articles }
}

fn judge(version: &Version, act: &Act) -> (Decision, Vec<Fact>) {
    match act {
        Act::RegisterVolunteer(f) => (rules::may_register_volunteer(version, f), Vec::new()),
        Act::ActivateVolunteer(f) => (rules::may_activate_volunteer(version, f), Vec::new()),
        Act::TakeExam(f) => (rules::may_take_exam(version, f), Vec::new()),
        Act::HandIn(f) => (rules::may_hand_in(version, f), Vec::new()),
        Act::Appeal(f) => (rules::may_appeal(version, f), Vec::new()),
        Act::RegisterElder(f) => (rules::may_register_elder(version, f), classes(version, f)),
        Act::Redeem(f) => (rules::may_redeem(version, f), Vec::new()),
        Act::Submit(f) => {
            let held = rules::hold_minutes(version, f.minutes);
            (rules::may_submit_order(version, f), vec![Fact { name: "held", value: held.show() }])
        }
        Act::Cancel(f) => (rules::may_cancel(version, f), Vec::new()),
        Act::Take(f) => (rules::may_take_order(version, f), Vec::new()),
        Act::CheckIn(f) => (rules::may_check_in(version, f), Vec::new()),
        Act::Prove(f) => {
            let proofs: Vec<_> = f.proofs.iter().copied().collect();
            (rules::proofs_sufficient(version, &proofs), Vec::new())
        }
        Act::Silence(f) => (rules::silence_confirms(version, f), Vec::new()),
        Act::LateNight(f) => (rules::late_night(version, f), Vec::new()),
        Act::Settle(f) => settled(f, rules::settle_minutes(version, f.verified, f.planned)),
        Act::BackEnter(f) => {
            let earns = version.parameters.back_entry.earns.to_string();
            (rules::may_back_enter(version, f), vec![Fact { name: "earns", value: earns }])
        }
        Act::Rate(f) => (rules::may_rate(version, f), Vec::new()),
        Act::Gift(f) => (rules::may_gift(version, f), Vec::new()),
        Act::Donate(f) => (rules::may_donate(version, f), Vec::new()),
        Act::Grant(f) => {
            let amount = &version.parameters.grant_amount;
            let outcome = vec![
                Fact { name: "minutes", value: amount.at(f.node).show() },
                Fact { name: "per", value: amount.per.to_string() },
                Fact { name: "expires_days", value: amount.expires_days.to_string() },
            ];
            (rules::may_grant(version, f), outcome)
        }
        Act::Stars(f) => stars(version, f),
        Act::Claim(f) => {
            let code = version.parameters.entitlements.list.first().map_or("", |promise| promise.code.as_str());
            (rules::may_claim_entitlement(version, code, f), vec![Fact { name: "code", value: code.to_owned() }])
        }
    }
}

fn classes(version: &Version, f: &ElderFacts) -> Vec<Fact> {
    let classes = rules::recipient_classes(version, f.age, &f.traits);
    let codes: Vec<&str> = classes.iter().map(|class| class.code.as_str()).collect();
    vec![Fact { name: "classes", value: codes.join(",") }]
}

fn settled(f: &SettleFacts, settled: SettleDecision) -> (Decision, Vec<Fact>) {
    let outcome = vec![
        Fact { name: "credited", value: settled.credited.show() },
        Fact { name: "charged", value: settled.charged.show() },
        Fact { name: "within_tolerance", value: settled.within_tolerance.show() },
        Fact { name: "counts", value: settled.counts.show() },
    ];
    let SettleDecision { article, articles, flags, .. } = settled;
    (Decision { verdict: Verdict::Allow, article, articles, facts: f.facts(), flags }, outcome)
}

fn stars(version: &Version, f: &StarFacts) -> (Decision, Vec<Fact>) {
    let standing = rules::star_level(version, f);
    let mut outcome = vec![Fact { name: "level", value: standing.level.to_string() }];
    if let Some(next) = standing.next {
        outcome.push(Fact { name: "next_level", value: next.level.to_string() });
        outcome.push(Fact { name: "minutes_missing", value: next.minutes.show() });
        outcome.push(Fact { name: "days_missing", value: next.member_days.to_string() });
    }
    let article = standing.article;
    let articles = vec![article.clone()];
    (Decision { verdict: Verdict::Allow, article, articles, facts: f.facts(), flags: Vec::new() }, outcome)
}
