//! A small Nanjing with a register, a clock moved by hand, and lists of people who do not exist.
#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tb_crypto::KeyRing;
use tb_db::{Db, Migration};
use tb_journal::{Core, Key};
use tb_kernel::*;
use tb_outreach::*;
use tb_people::{Checks, IdNumber, People};
use tb_places::{City, Places};
use tb_policy::{Check, PolicyBook};
use uuid::Uuid;

pub(crate) const DISTRICT: Node = Node(320_102_000_000);
pub(crate) const OTHER_DISTRICT: Node = Node(320_104_000_000);

pub(crate) fn migrations() -> Vec<Migration> {
    [tb_journal::MIGRATIONS, tb_jobs::MIGRATIONS, tb_people::MIGRATIONS, tb_outreach::MIGRATIONS].concat()
}

pub(crate) struct Town {
    pub(crate) outreach: Arc<Outreach>,
    keys: AtomicU32,
}

impl Town {
    pub(crate) fn new(db: Db) -> Town {
        let clock = Arc::new(HandClock::at(Instant::parse("2026-11-23T09:00:00+08:00").unwrap()));
        let core = Core { db, clock, entropy: Arc::new(Entropy::seeded(5)) };
        let policies = Arc::new(PolicyBook::builtin().unwrap());
        let places = Arc::new(Places::embedded(City::Nanjing));
        let people = People::new(core.clone(), Arc::new(KeyRing::from_master(&[3; 32])), policies, places);
        Town { outreach: Outreach::new(core, people), keys: AtomicU32::new(0) }
    }
    pub(crate) fn key(&self) -> Key {
        Key::parse(&format!("key-{}", self.keys.fetch_add(1, Ordering::SeqCst))).unwrap()
    }
    pub(crate) fn community(&self) -> (Node, String) {
        let division = self.outreach.places.below(DISTRICT, Level::Community)[0];
        (division.node, division.name.to_owned())
    }
    /// Sends a file, takes the guessed mapping, and brings it in to its end.
    pub(crate) async fn bring_in(&self, actor: &Actor, kind: ImportKind, bytes: &[u8]) -> ImportView {
        let id = self.start(actor, kind, bytes).await;
        self.run_jobs().await;
        self.outreach.import(actor, id).await.unwrap()
    }
    pub(crate) async fn start(&self, actor: &Actor, kind: ImportKind, bytes: &[u8]) -> ImportId {
        let node = DISTRICT;
        let sent = self.outreach.upload(actor, &self.key(), kind, node, "表.csv", bytes.to_vec()).await;
        let id = sent.unwrap();
        let mapping = self.outreach.import(actor, id).await.unwrap().columns.iter().map(|c| c.field).collect();
        self.outreach.run(actor, &self.key(), StartImport { import: id, mapping }).await.unwrap();
        id
    }
    pub(crate) async fn run_jobs(&self) {
        let job = ImportRows::new(self.outreach.clone());
        while job.turn().await.unwrap() > 0 {}
    }
    pub(crate) async fn entries(&self, actor: &Actor, filter: EntryFilter) -> Vec<EntryRow> {
        self.outreach.entries(actor, &filter, None, PageSize::of(200)).await.unwrap().rows
    }
    /// Reviews what waits, as another officer.
    pub(crate) async fn approve_all(&self) {
        let people = &self.outreach.people;
        let officer = officer(9, DISTRICT);
        let waiting = people.list_pending(&officer, None, None, None, PageSize::of(200)).await.unwrap();
        for row in waiting.rows {
            let checks = Checks { passed: Check::ALL.iter().copied().collect(), resident: true, ..Checks::default() };
            people.approve(&officer, &self.key(), row.id, checks).await.unwrap();
        }
    }
}

/// Person `n`: everybody has another number and another name.
pub(crate) fn id_of(n: usize) -> String {
    let birth = Day::parse("1940-02-29").unwrap().plus_days(i64::try_from(n % 7000).unwrap());
    IdNumber::compose(320_102, birth, u16::try_from(n / 7000 * 2 + 2).unwrap()).text().to_owned()
}
pub(crate) fn name_of(n: usize) -> String {
    let character = |at: usize| char::from_u32(0x4e00 + u32::try_from(at).unwrap()).unwrap();
    format!("王{}{}", character(n % 3000), character(3000 + n / 3000))
}
/// A list of the first `count` people.
pub(crate) fn list(community: &str, count: usize) -> String {
    let mut text = "序号,社区,姓名,身份证号,联系电话,住址,是否独居,是否空巢,注册意愿\n".to_owned();
    for n in 0..count {
        let wish = ["", "愿意", "不愿意"][n % 3];
        writeln!(text, "{n},{community},{},{},1380000{:04},听雨苑{n}幢,是,是,{wish}", name_of(n), id_of(n), n % 10_000)
            .unwrap();
    }
    text
}

pub(crate) fn staff(n: u128, role: Role, node: Node) -> Actor {
    let grant = StaffGrant { id: GrantId(Uuid::from_u128(n)), role, node };
    let actor = Actor::staff(SessionId(Uuid::from_u128(n)), PersonId(Uuid::from_u128(n)), vec![grant]);
    Actor { channel: Channel::Desk, ..actor }
}
pub(crate) fn clerk(n: u128, node: Node) -> Actor {
    staff(n, Role::SiteClerk, node)
}
pub(crate) fn officer(n: u128, node: Node) -> Actor {
    staff(n, Role::DistrictOfficer, node)
}
/// The refusal's code, or of its first field.
pub(crate) fn code<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    match outcome {
        Err(Fail::Refused(refusal)) => match refusal.fields.first() {
            Some(fault) => format!("{} {}", fault.field, fault.code),
            None => refusal.code.into_owned(),
        },
        other => panic!("not refused: {other:?}"),
    }
}
