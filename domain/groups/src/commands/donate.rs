//! `groups.donate`: a group's time goes to the public-benefit account. Where the city lets groups only donate, this is
//! the one way out of their account.

use crate::access::managed;
use crate::house::Groups;
use crate::refusals as no;
use serde::{Deserialize, Serialize};
use tb_journal::{Command, Work};
use tb_kernel::{AccountId, GroupId, Minutes, Outcome, Refusal};
use tb_ledger::{Command as LedgerCommand, SubjectKind};
use tb_orders::pool_account;
use tb_policy::rules::{DonateFacts, may_donate};
use uuid::Uuid;

/// A manager donates from the group's account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DonateGroupTime {
    pub group: GroupId,
    pub minutes: Minutes,
}

impl Command for DonateGroupTime {
    const NAME: &'static str = "groups.donate";
    type House = Groups;
    type Answer = Minutes;

    async fn run(&self, house: &Groups, work: &mut Work<'_>) -> Outcome<Minutes> {
        let (group, _) = managed(work, self.group).await?;
        work.about("group", group.id, group.node);
        if !self.minutes.is_positive() || self.minutes > Minutes::MOVE_MAX {
            return Err(Refusal::invalid().field("minutes", no::MINUTES_RANGE).into());
        }
        let version = house.rules_at(group.node, work.now)?;
        may_donate(&version, &DonateFacts { from_group: true }).or_refuse()?;
        let (account, pool) = (AccountId(group.id.0), pool_account(house.people.city));
        let id: Uuid = work.id();
        let command = LedgerCommand::donate(format!("group-donation:{id}"), account, pool, self.minutes)
            .about(SubjectKind::Donation, id)
            .by(work.actor.person)
            .under(version.id.to_string());
        super::plan::post(work, &[command]).await?;
        Ok(self.minutes)
    }
}
