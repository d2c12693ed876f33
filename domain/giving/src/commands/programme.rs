//! Opening a grant programme: proposed by one officer, approved by another.

use super::GIVE;
use crate::house::Giving;
use crate::store;
use serde::{Deserialize, Serialize};
use tb_db::args;
use tb_journal::{Command, Proposal, Work, decide, propose};
use tb_kernel::{AccountId, ApprovalId, Minutes, Node, Outcome, Refusal};
use tb_ledger::{AccountKind, AccountSpec};
use tb_orders::programme_account;

const KIND: &str = "giving.open-programme";
/// Largest budget of one programme: a million hours.
const BUDGET_MAX: Minutes = Minutes::hours(1_000_000);

/// A programme to be opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewProgramme {
    /// Short Latin name, unique at its node.
    pub code: String,
    pub name: String,
    pub node: Node,
    pub budget: Minutes,
}

/// Proposes a programme.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposeProgramme {
    pub programme: NewProgramme,
    pub reason: String,
}

impl Command for ProposeProgramme {
    const NAME: &'static str = "giving.propose-programme";
    type House = Giving;
    type Answer = ApprovalId;

    async fn run(&self, house: &Giving, work: &mut Work<'_>) -> Outcome<ApprovalId> {
        let new = &self.programme;
        if !work.actor.may(GIVE, new.node) {
            return Err(Refusal::not_found().into());
        }
        let account = programme_account(new.node, &new.code);
        work.about("programme", account, new.node);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let mut refusal = Refusal::invalid();
        if new.code.is_empty() || new.code.len() > 40 || !new.code.chars().all(plain) {
            refusal = refusal.field("code", "giving.code-form");
        }
        if new.name.trim().is_empty() || new.name.chars().count() > 60 {
            refusal = refusal.field("name", "giving.name-needed");
        }
        if !new.budget.is_positive() || new.budget > BUDGET_MAX {
            refusal = refusal.field("budget", "giving.budget-range");
        }
        refusal.or_ok()?;
        let version = house.policies.at(new.node, work.now.day()).map_err(Refusal::from)?;
        if !version.parameters.grant.allowed {
            let article = version.parameters.grant.article.as_str().to_owned();
            return Err(Refusal::rule("policy.grant-not-allowed").article(article).into());
        }
        if store::programme(work.tx, account).await?.is_some() {
            return Err(Refusal::conflict("giving.code-taken").into());
        }
        let proposal = Proposal {
            kind: KIND,
            node: new.node,
            object: Some(account.0),
            payload: new,
            beneficiaries: &[],
            reason: self.reason.trim(),
        };
        propose(work, proposal).await
    }
}

/// The second officer's word on a programme.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ApproveProgramme {
    pub approval: ApprovalId,
    pub approve: bool,
    #[serde(default)]
    pub reason: String,
}

impl Command for ApproveProgramme {
    const NAME: &'static str = "giving.approve-programme";
    type House = Giving;
    type Answer = Option<AccountId>;

    async fn run(&self, _: &Giving, work: &mut Work<'_>) -> Outcome<Option<AccountId>> {
        let (request, payload) =
            decide::<NewProgramme>(work, self.approval, KIND, GIVE, self.approve, self.reason.trim()).await?;
        work.about("approval", request.id, request.node);
        let Some(new) = payload else { return Ok(None) };
        let account = programme_account(new.node, &new.code);
        let (kind, budget) = (AccountKind::Programme, Some(new.budget));
        let spec = AccountSpec { id: account, kind, owner: None, node: new.node, budget };
        tb_ledger::open_account(work.tx, &spec, work.now).await?;
        let row = args![account, &new.code, &new.name, new.node, new.budget, work.now, request.maker, request.id];
        store::add(work.tx, row).await?;
        Ok(Some(account))
    }
}
