//! Nothing that takes two happens by one: many attempts, drawn at random, to get around the second person, through the
//! program and past it (statements as the program's own database role). After each the effects are counted: none may
//! appear. `FOUR_EYES_ATTEMPTS` says how many (full measure: 10000), `FOUR_EYES_SEED` repeats a run.

use tb_db::{Arg, args};
use tb_giving::{ApproveGrant, ProposeGrant};
use tb_journal::{Key, executions, unwitnessed};
use tb_kernel::*;
use tb_orders::{ApproveRevocation, ConfirmMethod, Confirmation, OrderState, ProposeRevocation};
use tb_people::{GrantInput, LinkInput, LinkKind, StaffInput};
use tb_policy::KinKind;
use tb_stories::{ELSEWHERE, HERE, World, on_both};
use uuid::Uuid;

/// On each engine, when nothing is said.
const ATTEMPTS: u64 = 300;

/// What one wants to see unchanged: everything that only two people can bring about.
const EFFECTS: [&str; 6] = [
    "select cast(count(*) as bigint) from approval_execution",
    "select cast(count(*) as bigint) from staff_grant where state = 'active'",
    "select cast(count(*) as bigint) from programme",
    "select cast(count(*) as bigint) from granted",
    "select cast(count(*) as bigint) from ledger_posting where kind in ('grant', 'reversal')",
    "select cast(count(*) as bigint) from service_order where state = 'revoked'",
];

async fn effects(w: &World) -> Vec<i64> {
    let mut tx = w.house.core.db.read();
    let mut counts = Vec::new();
    for sql in EFFECTS {
        counts.push(tx.one::<(i64,)>(sql, vec![]).await.unwrap().0);
    }
    counts
}

/// A draw that can be repeated.
struct Dice(Entropy);
impl Dice {
    fn below(&self, n: usize) -> usize {
        (u64::from_be_bytes(self.0.bytes::<8>()) % n as u64) as usize
    }
    fn of<'a, T>(&self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Everybody and everything an attempt may reach for.
struct Ground {
    maker: Actor,
    checker: Actor,
    /// An officer of another district, with a real seat.
    elsewhere: Actor,
    /// Their role has ended; the actor still carries it, as a process might for a moment.
    former: Actor,
    /// An officer whose mother is on the list.
    kin: Actor,
    /// Asked to become supervisor; the request is open.
    hopeful: Actor,
    role: GrantId,
    of_role: ApprovalId,
    /// A request that was carried out.
    done: ApprovalId,
    /// A list of two elders, one of them the mother; open.
    of_list: ApprovalId,
    listed: PersonId,
    programme: AccountId,
    /// A settled order that somebody wants taken back; open.
    order: OrderId,
    of_order: ApprovalId,
    /// Asked for by somebody whose role ended since; open.
    of_former: ApprovalId,
}

fn seated(person: PersonId, grant: GrantId, role: Role, node: Node) -> Actor {
    Actor::staff(SessionId(person.0), person, vec![StaffGrant { id: grant, role, node }])
}

/// Somebody with a real seat.
async fn officer(w: &World, n: u16, role: Role, node: Node) -> Actor {
    let (maker, checker) = w.pair().await;
    let people = &w.house.people;
    let person = people.create_staff(&maker, &w.key(), account(n, node)).await.unwrap().person;
    let ask = GrantInput { person, role, node, from: w.now().day(), to: None, reason: "任命".into() };
    let asked = people.grant(&maker, &w.key(), ask).await.unwrap();
    people.decide_grant(&checker, &w.key(), asked.approval.unwrap(), true, "同意").await.unwrap();
    let invited = Actor::staff(SessionId(person.0), person, vec![]);
    people.answer_grant(&invited, &w.key(), asked.grant, true).await.unwrap();
    seated(person, asked.grant, role, node)
}
fn account(n: u16, node: Node) -> StaffInput {
    StaffInput {
        name: "孙磊".into(),
        id_no: tb_people::IdNumber::compose(320_102, Day(5_000), n).text().to_owned(),
        phone: format!("1350000{n:04}"),
        node: Some(node),
        username: format!("officer{n}"),
        password: "a long and quiet evening".into(),
    }
}

impl Ground {
    async fn lay(w: &World) -> Ground {
        let (maker, checker) = w.pair().await;
        let (elder, volunteer) = (w.elder().await, w.volunteer().await);
        let order = w.served(&elder, &volunteer).await;
        let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
        w.house.orders.confirm(&elder, &w.key(), word).await.unwrap();
        let (here, there) = (HERE.at(Level::District), ELSEWHERE.at(Level::District));
        let elsewhere = officer(w, 11, Role::DistrictOfficer, there).await;
        let former = officer(w, 12, Role::DistrictOfficer, here).await;
        let kin = officer(w, 13, Role::DistrictOfficer, here).await;
        let people = &w.house.people;

        let mother = w.poor_elder().await;
        let other = w.poor_elder().await;
        let (a, b) = (kin.person.unwrap(), mother.person.unwrap());
        let link = LinkInput { a, b, kind: LinkKind::Kin(KinKind::Parent), evidence: "户口本".into() };
        let link = people.record_link(&maker, &w.key(), link).await.unwrap();
        people.decide_link(&checker, &w.key(), link, true, "属实").await.unwrap();

        let hopeful = people.create_staff(&maker, &w.key(), account(14, here)).await.unwrap().person;
        let ask =
            |person, role| GrantInput { person, role, node: here, from: w.now().day(), to: None, reason: "x".into() };
        let asked = people.grant(&maker, &w.key(), ask(hopeful, Role::Supervisor)).await.unwrap();
        let by_former = people.grant(&former, &w.key(), ask(hopeful, Role::DistrictOfficer)).await.unwrap();
        people.end_grant(&maker, &w.key(), former.grants[0].id, "调离").await.unwrap();

        let programme = w.house.giving.programmes(here).await.unwrap()[0].id;
        let list = vec![other.person.unwrap(), mother.person.unwrap()];
        let list = ProposeGrant { programme, people: list, reason: "本期".into() };
        let of_list = w.house.giving.run(&maker, &w.key(), list).await.unwrap();
        let ask = ProposeRevocation { order, reason: "服务未发生".into() };
        let of_order = w.house.orders.run(&maker, &w.key(), ask).await.unwrap();
        const DONE: &str = "select approval from approval_execution order by approval limit 1";
        let done: (ApprovalId,) = w.house.core.db.read().one(DONE, vec![]).await.unwrap();
        Ground {
            hopeful: Actor::staff(SessionId(hopeful.0), hopeful, maker.grants.clone()),
            role: asked.grant,
            of_role: asked.approval.unwrap(),
            done: done.0,
            of_list,
            listed: other.person.unwrap(),
            programme,
            order,
            of_order,
            of_former: by_former.approval.unwrap(),
            maker,
            checker,
            elsewhere,
            former,
            kin,
        }
    }

    /// One attempt through the program; gives the refusal.
    async fn through(&self, w: &World, dice: &Dice) -> String {
        // Who may not decide which of the open requests, and which are over.
        let wrong = match dice.below(4) {
            0 => (&self.maker, *dice.of(&[self.of_role, self.of_list, self.of_order])),
            1 => (&self.elsewhere, *dice.of(&[self.of_role, self.of_list, self.of_order, self.of_former])),
            2 => (&self.former, *dice.of(&[self.of_role, self.of_list, self.of_order])),
            _ => (*dice.of(&[&self.checker, &self.kin, &self.hopeful]), *dice.of(&[self.done, self.of_former])),
        };
        let (who, approval) = match dice.below(5) {
            0 => (&self.kin, self.of_list),
            1 => (&self.hopeful, self.of_role),
            _ => wrong,
        };
        let late = dice.below(8) == 0;
        let now = w.now();
        if late {
            // Beyond the three days even the right person is too late.
            w.clock.advance(Span::hours(72 + dice.below(1_000) as i64));
        }
        let who = if late { &self.checker } else { who };
        let told = self.decide(w, who, approval, dice).await;
        if late {
            w.clock.set(now);
        }
        told
    }

    /// Decides under any of the kinds, the right one or another.
    async fn decide(&self, w: &World, who: &Actor, approval: ApprovalId, dice: &Dice) -> String {
        let key: Key = w.key();
        let outcome = match dice.below(3) {
            0 => w.house.people.decide_grant(who, &key, approval, true, "同意").await.map(|_| ()),
            1 => {
                let yes = ApproveGrant { approval, approve: true, reason: "同意".into() };
                w.house.giving.run(who, &key, yes).await.map(|_| ())
            }
            _ => {
                let yes = ApproveRevocation { approval, approve: true, reason: "同意".into() };
                w.house.orders.run(who, &key, yes).await.map(|_| ())
            }
        };
        match outcome {
            Err(Fail::Refused(refusal)) => refusal.code.into_owned(),
            other => panic!("{who:?} decided {approval}: {other:?}"),
        }
    }

    /// One statement past the program; gives what the database said, or `0` when it changed no row.
    async fn past(&self, w: &World, dice: &Dice) -> String {
        const FORCE: &str =
            "update approval set state = 'approved', checker = $2, decided_at = $3 where id = $1 and state = 'open'";
        const REOPEN: &str = "update approval set state = 'open', checker = null, decided_at = null where id = $1";
        const ALTER: &str = "update approval set payload = $2 where id = $1";
        const REHASH: &str = "update approval set payload = $2, hash = $3 where id = $1";
        const EXTEND: &str = "update approval set expires_at = expires_at + $2 where id = $1";
        const MAKER: &str = "update approval set maker = $2 where id = $1";
        const FORGET: &str = "delete from approval where id = $1";
        const BORN: &str = "insert into approval (id, kind, node, object_id, payload, hash, reason, maker, made_at,
            expires_at, state, checker, decided_at) select $1, kind, node, object_id, payload, hash, reason, maker, made_at,
            expires_at, 'approved', $2, $3 from approval where id = $4";
        const EXECUTE: &str = "insert into approval_execution (approval, kind, object_id, hash, at)
            select id, kind, object_id, hash, $2 from approval where id = $1";
        const UNDO: &str = "delete from approval_execution where approval = $1";
        const LEAVE: &str = "delete from approval_beneficiary where approval = $1";
        const ROLE: &str = "update staff_grant set state = 'active' where id = $1";
        const HIGHER: &str = "update staff_grant set role = 'city_officer' where person = $1";
        const SEAT: &str = "insert into staff_grant (id, person, role, node, from_day, state, reason, granted_by,
            granted_at) values ($1, $2, $3, $4, 0, 'active', 'seated', $5, 0)";
        const OPEN: &str = "insert into programme (id, code, name, node, budget, opened_at, approval)
            values ($1, $2, 'x', $3, 1000, 0, $4)";
        const GRANTED: &str = "insert into granted (key, programme, person, approval) values ($1, $2, $3, $4)";
        const POST: &str = "insert into ledger_posting (id, key, kind, effective, recorded, subject_kind, subject)
            values ($1, $2, $3, 0, 0, $4, $5)";
        const REVOKE: &str = "update service_order set state = 'revoked' where id = $1";
        let core = &w.house.core;
        let id: Uuid = core.id();
        let now = w.now();
        let (maker, checker) = (self.maker.person, self.checker.person);
        let open = *dice.of(&[self.of_role, self.of_list, self.of_order]);
        let someone =
            *dice.of(&[maker, self.elsewhere.person, self.former.person, self.hopeful.person, Some(self.listed)]);
        let key = format!("forged-{id}");
        let nobody: Option<PersonId> = None;
        let attempts: Vec<(&'static str, Vec<Arg>)> = vec![
            (FORCE, args![open, someone, now]),
            (FORCE, args![open, checker, now.plus(Span::hours(80))]),
            (FORCE, args![self.of_list, self.listed, now]),
            (FORCE, args![self.of_role, self.hopeful.person, now]),
            (FORCE, args![self.of_former, checker, now]),
            (REOPEN, args![self.done]),
            (ALTER, args![open, "{}"]),
            (REHASH, args![open, "{}", tb_crypto::digest(&[b"{}"])]),
            (EXTEND, args![open, 1_000_000_000_000i64]),
            (MAKER, args![open, checker]),
            (FORGET, args![open]),
            (BORN, args![id, checker, now, open]),
            (EXECUTE, args![open, now]),
            (EXECUTE, args![self.done, now]),
            (UNDO, args![self.done]),
            (LEAVE, args![self.of_list]),
            (ROLE, args![self.role]),
            (ROLE, args![self.former.grants[0].id]),
            (HIGHER, args![self.kin.person]),
            (SEAT, args![id, self.hopeful.person, "supervisor", HERE, maker]),
            (SEAT, args![id, self.hopeful.person, "city_officer", w.house.node, nobody]),
            (OPEN, args![id, &key, HERE, self.done]),
            (OPEN, args![id, &key, HERE, open]),
            (GRANTED, args![&key, self.programme, self.listed, self.of_list]),
            (GRANTED, args![&key, self.programme, self.listed, self.done]),
            (POST, args![id, &key, "grant", "programme", self.programme]),
            (POST, args![id, &key, "reversal", "order", self.order]),
            (REVOKE, args![self.order]),
        ];
        let (sql, args) = &attempts[dice.below(attempts.len())];
        let mut tx = core.db.begin().await.unwrap();
        match tx.run(sql, args.clone()).await {
            Ok(0) => "0".into(),
            Ok(n) => panic!("{n} rows were changed past the program: {sql}"),
            Err(error) => error.to_string(),
        }
    }
}

#[tokio::test]
async fn nobody_gets_around_the_second_person() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let attempts = number("FOUR_EYES_ATTEMPTS").unwrap_or(ATTEMPTS);
    let seed = number("FOUR_EYES_SEED").unwrap_or(u64::from(std::process::id()));
    eprintln!("FOUR_EYES_SEED={seed} FOUR_EYES_ATTEMPTS={attempts}");
    on_both(|w| async move {
        let (ground, dice) = (Ground::lay(&w).await, Dice(Entropy::seeded(seed)));
        let before = effects(&w).await;
        let mut answers = std::collections::BTreeMap::new();
        for n in 0..attempts {
            let told = if dice.below(2) == 0 { ground.through(&w, &dice).await } else { ground.past(&w, &dice).await };
            assert_eq!(effects(&w).await, before, "attempt {n} of seed {seed}: {told}");
            *answers.entry(told.chars().take(70).collect::<String>()).or_insert(0u64) += 1;
        }
        eprintln!("{attempts} attempts, 0 executions; {} different answers:", answers.len());
        answers.iter().for_each(|(told, times)| eprintln!("{times:>6}  {told}"));

        // The right person still can, and once: also when the same word comes eight times at the same moment.
        let yes = ApproveRevocation { approval: ground.of_order, approve: true, reason: "已核实".into() };
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (w, who, yes) = (w.clone(), ground.checker.clone(), yes.clone());
            tasks.spawn(async move { w.house.orders.run(&who, &w.key(), yes).await.is_ok() });
        }
        let done = tasks.join_all().await.into_iter().filter(|done| *done).count();
        assert_eq!((done, w.order(ground.order).await.state), (1, OrderState::Revoked));
        let mut tx = w.house.core.db.read();
        assert_eq!(executions(&mut tx).await.unwrap(), before[0] + 1);
        assert!(unwitnessed(&mut tx).await.unwrap().is_empty(), "whatever was carried out, the journal knows by whom");
    })
    .await;
}

/// Whoever holds the program's database role can write a whole story with two real officers in it. Constraints cannot
/// know that those two never said so; the journal does not know the story, and `verify` says so.
#[tokio::test]
async fn a_story_written_past_the_program_is_found() {
    on_both(|w| async move {
        let (maker, checker) = w.pair().await;
        let (id, now) = (w.house.core.id::<ApprovalId>(), w.now());
        const ASK: &str =
            "insert into approval (id, kind, node, payload, hash, reason, maker, made_at, expires_at, state)
            values ($1, 'test.forged', $2, '{}', $3, 'x', $4, $5, $6, 'open')";
        const AGREE: &str = "update approval set state = 'approved', checker = $2, decided_at = $3 where id = $1";
        const DO: &str = "insert into approval_execution (approval, kind, hash, at) values ($1, 'test.forged', $2, $3)";
        let hash = tb_crypto::digest(&[b"x"]);
        let mut tx = w.house.core.db.begin().await.unwrap();
        let asked = args![id, HERE, hash, maker.person, now, now.plus(Span::hours(72))];
        tx.run(ASK, asked).await.unwrap();
        tx.run(AGREE, args![id, checker.person, now]).await.unwrap();
        tx.run(DO, args![id, hash, now]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(unwitnessed(&mut w.house.core.db.read()).await.unwrap(), [id]);
    })
    .await;
}
