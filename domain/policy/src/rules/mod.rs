//! The decisions. One function an act; each takes the version in force and the facts, and gives back a [`Decision`]
//! that names the article it rests on. Pure: same version, same facts, same answer, for ever.
//!
//! The order of the conditions in a function is the order in which a person should hear them: what they cannot change
//! first, what they can mend last.

pub mod elders;
pub mod facts;
pub mod giving;
pub mod joining;
pub mod ordering;
pub mod recognition;
pub mod redeeming;
pub mod settling;
pub mod taking;
pub mod visiting;
pub mod volunteers;

pub use elders::{Category, CategoryFacts, ElderFacts, Ground, categories, may_register_elder, recipient_classes};
pub use facts::{Fact, FactValue};
pub use giving::{
    DonateFacts, GiftFacts, GrantFacts, GrantGiven, grant_amount, may_donate, may_gift, may_grant,
    may_redeem_group_time, may_register_group,
};
pub use joining::{
    AppealFacts, ExamFacts, PaperFacts, barred_until, check_expires, check_is_ending, exam_passed, licence_is_ending,
    may_appeal, may_hand_in, may_take_exam,
};
pub use ordering::{CancelFacts, SubmitFacts, hold_minutes, may_cancel, may_submit_order, publish_expires};
pub use recognition::{
    EntitlementFacts, NextStar, StarFacts, StarStanding, gifts_need_a_look, may_claim_entitlement, next_sanction,
    pair_needs_a_look, star_level,
};
pub use redeeming::{RedeemFacts, may_redeem};
pub use settling::{
    BackEntryFacts, Overflow, RateFacts, SettleDecision, SettleFacts, may_back_enter, may_rate, overflow,
    settle_minutes,
};
pub use taking::{TakeFacts, may_take_order};
pub use visiting::{
    CheckInFacts, LateNightFacts, ProofFacts, SilenceFacts, forgotten_check_out_closes, late_night, may_check_in,
    missed_visit_alerts, proofs_sufficient, silence_confirms,
};
pub use volunteers::{
    ActivateFacts, MinorFacts, VolunteerFacts, guardian_at_visit, is_minor, may_act_as_minor, may_activate_volunteer,
    may_register_volunteer,
};

use crate::model::ArticleId;
use crate::parameters::Action;
use serde::Serialize;
use std::fmt::Display;
use tb_kernel::{Minutes, Refusal};

/// Yes, or no with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Allow,
    Refuse(Refusal),
}

/// Something allowed that somebody should know of or look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// `policy.…`, as for refusals.
    pub code: &'static str,
    pub article: ArticleId,
    /// [`Action::Note`] or [`Action::Hold`]; what is blocked is a refusal.
    pub action: Action,
}

/// The answer to "may this be done?".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    pub verdict: Verdict,
    /// The article that decided: the refusing one, else the one that gives the right.
    pub article: ArticleId,
    /// All articles looked at, in order.
    pub articles: Vec<ArticleId>,
    /// The facts the decision was made on.
    pub facts: Vec<Fact>,
    pub flags: Vec<Flag>,
}

impl Decision {
    pub fn is_allowed(&self) -> bool {
        self.verdict == Verdict::Allow
    }
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.verdict {
            Verdict::Allow => None,
            Verdict::Refuse(refusal) => Some(refusal),
        }
    }
    /// For `?` in a command: `Err` with the refusal, its article and its arguments.
    pub fn or_refuse(self) -> Result<Decision, Refusal> {
        match self.verdict {
            Verdict::Refuse(refusal) => Err(refusal),
            Verdict::Allow => Ok(self),
        }
    }
    /// True when a flag asks that the act wait until somebody has looked.
    pub fn needs_a_look(&self) -> bool {
        self.flags.iter().any(|flag| flag.action == Action::Hold)
    }
}

/// A decision in the making: conditions are laid down in order, the first that is not met refuses.
pub(crate) struct Ruling {
    basis: ArticleId,
    articles: Vec<ArticleId>,
    facts: Vec<Fact>,
    flags: Vec<Flag>,
    refusal: Option<(ArticleId, Refusal)>,
}

impl Ruling {
    /// Starts from the article that gives the right when nothing stands against it.
    pub(crate) fn on(basis: &ArticleId, facts: Vec<Fact>) -> Ruling {
        Ruling { basis: basis.clone(), articles: vec![basis.clone()], facts, flags: Vec::new(), refusal: None }
    }
    /// `met`, or refused under `article` with `code` and the values its sentence needs.
    pub(crate) fn must(
        mut self,
        article: &ArticleId,
        met: bool,
        code: &'static str,
        args: &[(&str, &dyn Display)],
    ) -> Ruling {
        if self.refusal.is_some() {
            return self;
        }
        self.cite(article);
        if !met {
            let refusal = Refusal::rule(code).article(article.as_str());
            let refusal = args.iter().fold(refusal, |refusal, (name, value)| refusal.with(name, value));
            self.refusal = Some((article.clone(), refusal));
        }
        self
    }
    /// When `seen`, does what `action` says: block refuses, hold and note leave a flag.
    pub(crate) fn watch(self, article: &ArticleId, seen: bool, action: Action, code: &'static str) -> Ruling {
        if action == Action::Block {
            return self.must(article, !seen, code, &[]);
        }
        let mut ruling = self;
        if ruling.refusal.is_none() {
            ruling.cite(article);
            if seen {
                ruling.flags.push(Flag { code, article: article.clone(), action });
            }
        }
        ruling
    }
    fn cite(&mut self, article: &ArticleId) {
        if !self.articles.contains(article) {
            self.articles.push(article.clone());
        }
    }
    pub(crate) fn decide(self) -> Decision {
        let Ruling { basis, articles, facts, flags, refusal } = self;
        match refusal {
            None => Decision { verdict: Verdict::Allow, article: basis, articles, facts, flags },
            Some((article, refusal)) => {
                Decision { verdict: Verdict::Refuse(refusal), article, articles, facts, flags: Vec::new() }
            }
        }
    }
}

/// An amount in hours as people write it: `8`, `7.5`, `1.25`; for the sentence of a refusal.
pub(crate) fn in_hours(minutes: Minutes) -> String {
    let hundredths = minutes.0.saturating_mul(100) / 60;
    let text = format!("{}.{:02}", hundredths / 100, (hundredths % 100).abs());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
