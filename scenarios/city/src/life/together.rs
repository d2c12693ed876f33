//! A group of volunteers in the last hour: registered by one, approved by an officer, joined by some; an event tomorrow
//! that is open for signing up.

use crate::city::City;
use crate::people::Means;
use crate::plan::Live;
use tb_groups::{
    Admit, ApproveGathering, AskToJoin, DecideGroup, GroupKind, Payer, PlanGathering, RegisterGroup, SignUp,
};
use tb_journal::Command;
use tb_kernel::{Actor, Minutes, Span};
use tb_policy::Risk;

/// Members of the group.
const MEMBERS: usize = 4;

impl City {
    /// A group with an event tomorrow morning.
    pub(crate) async fn gather(&mut self) -> Live<()> {
        let serves = |who: &usize| {
            let resident = &self.residents[*who];
            resident.is_volunteer && !resident.soul.student && resident.soul.habits.means == Means::Page
        };
        let members: Vec<usize> = (0..self.residents.len()).filter(serves).take(MEMBERS).collect();
        let Some((&first, others)) = members.split_first() else { return Ok(()) };
        let Some(manager) = self.residents[first].citizen() else { return Ok(()) };
        let officer = self.staff().streets[self.residents[first].quarter].actor();
        let new = RegisterGroup {
            name: "邻里互助志愿服务队".into(),
            kind: GroupKind::Community,
            about: "每周到社区和养老机构为长者服务".into(),
        };
        let Some(group) = self.together(&manager, new).await? else { return Ok(()) };
        let reason = "材料齐全".to_owned();
        if self.together(&officer, DecideGroup { group, approve: true, reason }).await?.is_none() {
            return Ok(());
        }
        for who in others {
            let Some(actor) = self.residents[*who].citizen() else { continue };
            let Some(person) = self.residents[*who].person else { continue };
            if self.together(&actor, AskToJoin { group }).await?.is_some() {
                self.together(&manager, Admit { group, person, yes: true }).await?;
            }
        }
        let version = self.rules()?;
        let easy = |item: &&tb_policy::Item| item.licence.is_none() && item.risk == Risk::Low;
        let Some(item) = version.items.iter().find(easy).map(|item| item.code.to_string()) else { return Ok(()) };
        let starts_at = self.now().day().plus_days(1).start().plus(Span::hours(9));
        let plan = PlanGathering {
            group,
            item,
            title: "养老院里的上午".into(),
            place: "社区养老服务中心一楼活动室".into(),
            starts_at,
            ends_at: starts_at.plus(Span::minutes(Minutes(120).0)),
            helpers: 6,
            payer: Payer::Honour,
            elder: None,
        };
        let Some(gathering) = self.together(&manager, plan).await? else { return Ok(()) };
        let reason = "同意".to_owned();
        self.together(&officer, ApproveGathering { gathering, approve: true, reason, seen: None }).await?;
        if let Some(actor) = others.first().and_then(|who| self.residents[*who].citizen()) {
            self.together(&actor, SignUp { gathering }).await?;
        }
        Ok(())
    }

    async fn together<C: Command<House = tb_groups::Groups>>(
        &mut self,
        actor: &Actor,
        command: C,
    ) -> Live<Option<C::Answer>> {
        let key = self.key();
        let outcome = self.house.groups.run(actor, &key, command).await;
        self.note(C::NAME, outcome)
    }
}
