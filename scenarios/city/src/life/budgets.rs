//! Where the first minutes come from. A city that grants opens programmes with two officers and gives every period's time
//! to the elders its policy names. Some elders have moved in from a city with a bank of its own: their stored time is
//! handed over by that city's ledger, through its clearing account. In a city that grants nothing that is all there is.

use crate::city::City;
use crate::plan::Live;
use std::collections::BTreeMap;
use tb_giving::{ApproveGrant, ApproveProgramme, NewProgramme, ProposeGrant, ProposeProgramme};
use tb_kernel::{AccountId, Actor, Day, Fail, Minutes, Node, PersonId};
use tb_ledger::{AccountKind, AccountSpec, Act, Class, Command as LedgerCommand, Portion};
use tb_policy::rules::recipient_classes;
use tb_policy::{GrantedBy, Period, Version};
use uuid::Uuid;

/// A programme's budget for so many people, hours.
const HOURS_PER_PERSON: i64 = 40;
/// Elders who moved in, of a thousand; and where there is nothing else.
const MOVED_IN: u32 = 450;
const MOVED_IN_ONLY: u32 = 650;
/// What somebody who moves in has stored elsewhere, minutes.
const BROUGHT: (i64, i64) = (300, 1500);
/// How far the peer's account may go below zero, in hours: what it may hand over before it is settled.
const PEER_LIMIT: Minutes = Minutes::hours(1_000_000);
/// People in one list.
const LIST: usize = 60;

impl City {
    /// Opens the grant programmes, or the account of the city people come from.
    pub(crate) async fn open_budgets(&mut self) -> Live<()> {
        self.open_peer().await?;
        let version = self.rules()?;
        if !version.parameters.grant.allowed {
            return Ok(());
        }
        let nodes: Vec<Node> = match version.parameters.grant.by {
            GrantedBy::City => vec![self.house.node],
            GrantedBy::District => self.staff().districts.keys().copied().collect(),
        };
        for node in nodes {
            let (maker, checker) = self.pair(node);
            let hours = i64::from(self.plan.people) * HOURS_PER_PERSON;
            let code = format!("care-{}", node.0 / 1_000_000);
            let name = format!("{}重点老人时间发放", self.house.places.name(node));
            let programme = NewProgramme { code, name, node, budget: Minutes::hours(hours) };
            let ask = ProposeProgramme { programme, reason: "年度发放计划".into() };
            let Some(approval) = self.give(&maker, ask).await? else { continue };
            // Who proposed cannot agree as well.
            self.give(&maker, ApproveProgramme { approval, approve: true, reason: String::new() }).await?;
            let agree = ApproveProgramme { approval, approve: true, reason: "同意".into() };
            if let Some(Some(account)) = self.give(&checker, agree).await? {
                self.programmes.insert(node, account);
            }
        }
        Ok(())
    }

    /// The insurances of every district, so that volunteers may be sent.
    pub(crate) async fn insure(&mut self) -> Live<()> {
        let nodes: Vec<Node> = self.staff().districts.keys().copied().collect();
        for node in nodes {
            let (maker, checker) = self.pair(node);
            let insured = tb_cover::insure(&self.house.cover, &maker, &checker, node).await;
            self.must("cover.propose", insured)?;
        }
        Ok(())
    }

    /// Two officers who cover a node.
    pub(crate) fn pair(&self, node: Node) -> (Actor, Actor) {
        let staff = self.staff();
        let maker = staff.districts.get(&node).map_or_else(|| staff.city[0].actor(), |member| member.actor());
        (maker, staff.city[1].actor())
    }

    /// Gives this period's time to whoever has not had it yet.
    pub(crate) async fn give_grants(&mut self) -> Live<()> {
        let version = self.rules()?;
        let granting = version.parameters.grant.allowed;
        self.bring_along(if granting { MOVED_IN } else { MOVED_IN_ONLY }).await?;
        if !granting {
            return Ok(());
        }
        let period = period(version.parameters.grant_amount.per, self.now().day());
        for (node, programme) in self.programmes.clone() {
            let due: Vec<usize> = (0..self.residents.len())
                .filter(|who| self.may_have(*who, node, &version) && !self.residents[*who].granted.contains(&period))
                .collect();
            for list in due.chunks(LIST) {
                self.grant_list(node, programme, list, &period).await?;
            }
        }
        Ok(())
    }

    fn may_have(&self, who: usize, node: Node, version: &Version) -> bool {
        let resident = &self.residents[who];
        let age = self.now().day().age_since(resident.soul.birth);
        let classes = recipient_classes(version, age, &resident.soul.traits);
        resident.is_elder
            && node.covers(resident.soul.community)
            && classes.iter().any(|class| version.parameters.grant.classes.contains(&class.code))
    }

    async fn grant_list(&mut self, node: Node, programme: AccountId, list: &[usize], period: &str) -> Live<()> {
        let (maker, checker) = self.pair(node);
        let mut people: Vec<PersonId> = list.iter().filter_map(|who| self.residents[*who].person).collect();
        if self.dice.chance(60) {
            // Somebody is put on the list who has no claim; it comes back and is made again.
            let others = (0..self.residents.len()).find(|who| self.residents[*who].is_volunteer && !list.contains(who));
            let wrong: Vec<PersonId> =
                people.iter().copied().chain(others.and_then(|who| self.residents[who].person)).collect();
            self.give(&maker, ProposeGrant { programme, people: wrong, reason: format!("{period}发放") }).await?;
        }
        people.sort_unstable();
        let ask = ProposeGrant { programme, people, reason: format!("{period}发放") };
        let Some(approval) = self.give(&maker, ask).await? else { return Ok(()) };
        let agree = ApproveGrant { approval, approve: true, reason: "名单已核对".into() };
        if let Some(Some(_)) = self.give(&checker, agree).await? {
            for who in list {
                self.residents[*who].granted.insert(period.to_owned());
            }
        }
        Ok(())
    }

    // ---- time stored in another city ----------------------------------------------------------------------------------

    async fn open_peer(&mut self) -> Live<()> {
        let spec = AccountSpec {
            id: self.peer(),
            kind: AccountKind::Clearing,
            owner: None,
            node: self.house.node,
            budget: Some(PEER_LIMIT),
        };
        let core = self.house.core.clone();
        let mut tx = core.db.begin().await.map_err(|error| self.broken(&error))?;
        let opened = tb_ledger::open_account(&mut tx, &spec, self.now()).await;
        opened.map_err(|error| self.broken(&error))?;
        tx.commit().await.map_err(|error| self.broken(&format!("{error:?}")))
    }

    /// The clearing account of the city people come from.
    fn peer(&self) -> AccountId {
        let digest = tb_crypto::digest(&[b"simulated-peer", &self.house.node.0.to_be_bytes()]);
        let mut first = [0u8; 16];
        first.copy_from_slice(&digest[..16]);
        AccountId(Uuid::from_bytes(first))
    }

    /// So many of a thousand elders have stored time elsewhere; it comes over once.
    async fn bring_along(&mut self, share: u32) -> Live<()> {
        let mut commands = BTreeMap::new();
        for who in 0..self.residents.len() {
            let resident = &self.residents[who];
            let (Some(person), true) = (resident.person, resident.is_elder) else { continue };
            if resident.moved {
                continue;
            }
            self.residents[who].moved = true;
            if !self.dice.chance(share) {
                continue;
            }
            let minutes = Minutes(self.dice.between(BROUGHT.0 / 15, BROUGHT.1 / 15) * 15);
            let act = Act::ClearIn {
                peer: self.peer(),
                item: person.0,
                to: AccountId(person.0),
                class: Class::Earned,
                portions: vec![Portion { minutes, expires: None }],
            };
            commands.insert(person, LedgerCommand::new(format!("brought:{person}"), act));
        }
        let commands: Vec<LedgerCommand> = commands.into_values().collect();
        if commands.is_empty() {
            return Ok(());
        }
        let core = self.house.core.clone();
        let mut tx = core.db.begin().await.map_err(|error| self.broken(&error))?;
        let posted = tb_ledger::post(&mut tx, &commands, self.now(), &core.entropy).await;
        for outcome in posted.map_err(|error| self.broken(&error))? {
            self.note("ledger.clear-in", outcome)?;
        }
        tx.commit().await.map_err(|error| self.broken(&format!("{error:?}")))
    }

    fn broken(&self, error: &impl std::fmt::Display) -> crate::plan::CityError {
        let what = Fail::fault(error).to_string();
        crate::plan::CityError::Fault { action: "ledger", at: self.now(), what }
    }
}

/// As giving names the period of a grant.
fn period(per: Period, day: Day) -> String {
    let date = day.date();
    match per {
        Period::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Period::Year => format!("{:04}", date.year()),
    }
}
