//! The journal: every write goes through here, so that each is idempotent, audited and in one transaction.
//!
//! A [`Command`] is run by [`execute`]: its key is looked up; if it is known, the stored outcome (a refusal too) is the
//! answer; else the command runs inside one transaction together with its journal line. A refusal undoes whatever was
//! written and leaves only its line. A commit in doubt is looked up on a fresh connection. A caller that goes away does
//! not stop a command that has begun.

mod approval;
mod execute;
mod line;
mod store;

pub use approval::{
    Approval, ApprovalState, Proposal, decide, decided, executions, expire_approvals, open_approvals, propose,
    unwitnessed,
};
pub use execute::{Command, Core, Work, beyond_proxy, execute};
pub use line::{Key, Line, LineFilter, ListedLine, count_outcomes, lines, look_up, record};
pub use store::MIGRATIONS;
