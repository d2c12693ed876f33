//! Names, identity numbers, telephones and addresses that occur nowhere else go through everything the bank does. Then
//! every byte it has written is searched for them: the database file with its log of writes and a backup, a dump of every
//! table, every line of the log at its most talkative. Nothing may be found; a control shows that the search finds.
#![allow(clippy::unwrap_used)] // a test that cannot go on stops

use sqlx::{AssertSqlSafe, Connection, Row};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use tb_db::Engine;
use tb_db::testing::Scratch;
use tb_kernel::*;
use tb_life::{Ask, CaseKind, Decide, Propose};
use tb_orders::{ConfirmMethod, Confirmation, Need, Rate, Submit, Take};
use tb_people::*;
use tb_places::City;
use tb_policy::Trait;
use tb_stories::*;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// In names, addresses and notes; in no sentence and no place of the product.
const MARKS: [&str; 4] = ["鏖龘", "𠮷靐", "燚驫", "qxzwv"];
/// How every canary's telephone begins.
const PHONE: &str = "1559173";

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Kept;
impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
impl<'a> MakeWriter<'a> for Kept {
    type Writer = Kept;
    fn make_writer(&'a self) -> Kept {
        Kept
    }
}

/// What is looked for, as it stands in a text and as it would stand in hexadecimal.
fn needles() -> Vec<(String, Vec<u8>)> {
    let plain = MARKS.iter().map(|mark| (*mark).to_owned()).chain([PHONE.to_owned(), "19430301".into()]);
    let mut needles: Vec<(String, Vec<u8>)> = plain.map(|text| (text.clone(), text.into_bytes())).collect();
    let hex: Vec<(String, Vec<u8>)> = needles
        .iter()
        .map(|(text, bytes)| {
            (format!("{text} in hex"), bytes.iter().flat_map(|b| format!("{b:02x}").into_bytes()).collect())
        })
        .collect();
    needles.extend(hex);
    needles
}

fn found(what: &str, bytes: &[u8]) -> Vec<String> {
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    needles().into_iter().filter(|(_, needle)| holds(needle)).map(|(text, _)| format!("{text} in {what}")).collect()
}

/// A person full of canaries.
fn canary(n: u16, node: Node, w: &World) -> PersonInput {
    let mark = MARKS[usize::from(n) % 3];
    let birth = Day::parse("1943-03-01").unwrap();
    PersonInput {
        name: format!("王{mark}"),
        id_no: IdNumber::compose(320_102, birth, n).text().to_owned(),
        phone: format!("{PHONE}{n:04}"),
        node: Some(node),
        address: format!("{mark}里 {n} 号 qxzwv"),
        home: w.house.places.centre_of(node),
        emergency: Some(EmergencyInput {
            name: format!("李{mark}"),
            phone: format!("{PHONE}{:04}", n + 500),
            relation: format!("女儿{mark}"),
        }),
        ..PersonInput::default()
    }
}

fn id(actor: &Actor) -> PersonId {
    actor.person.unwrap()
}

/// Everything the bank does with people who carry canaries.
async fn live(w: &World) {
    let traits = BTreeSet::from([Trait::EmptyNest, Trait::LivingAlone]);
    let elder = w.somebody(canary(1, HERE, w), Claims::Elder(ElderClaims { resident: true, traits })).await;
    let serves = || {
        Claims::Volunteer(VolunteerClaims { resident: true, healthy: true, good_record: true, ..Default::default() })
    };
    let volunteer = w.somebody(canary(2, HERE, w), serves()).await;
    let leaver = w.somebody(canary(3, HERE, w), serves()).await;
    w.grant(&elder).await;
    let people = &w.house.people;
    // Signing in with the telephone; a wrong form of it; searching for it.
    let origin = Origin { address: "10.0.0.1".into(), device: "test".into(), request: None };
    let phone = canary(2, HERE, w).phone;
    people.request_code(&Actor::visitor(), &w.key(), &phone, &origin).await.unwrap();
    let _ = people.sign_in_with_code(&Actor::visitor(), &w.key(), &phone, "000000", TokenHash([1; 32]), &origin).await;
    for search in [phone.clone(), canary(1, HERE, w).name, canary(1, HERE, w).id_no] {
        let filter = PeopleFilter { search: Some(search), ..PeopleFilter::default() };
        assert_eq!(people.list(&w.officer(), &filter, None, PageSize::of(5)).await.unwrap().rows.len(), 1);
    }
    people.reveal(&w.clerk(), &w.key(), id(&elder), "电话回访").await.unwrap();
    let change = ContactChange { address: Some(format!("{}新居", MARKS[0])), ..ContactChange::default() };
    people.update_contact(&w.clerk(), &w.key(), id(&elder), change).await.unwrap();
    let wish = format!("我叫{}，不叫别的", MARKS[1]);
    let asked = people.ask_correction(&elder, &w.key(), id(&elder), CorrectionAbout::Identity, &wish).await.unwrap();
    people.open_correction(&w.officer(), &w.key(), asked).await.unwrap();
    let answer = format!("已改为{}", MARKS[1]);
    people.decide_correction(&w.officer(), &w.key(), asked, true, &answer).await.unwrap();
    let (name, number) = (format!("王{}", MARKS[2]), canary(1, HERE, w).id_no);
    people.correct_identity(&w.officer(), &w.key(), id(&elder), &name, &number, "看过证件").await.unwrap();
    let twice = Registration {
        person: PersonInput { name: format!("赵{}", MARKS[2]), ..canary(1, HERE, w) },
        claims: None,
        consent: "1".into(),
        proof: None,
        hotline: false,
    };
    assert!(people.register(&w.clerk(), &w.key(), twice).await.is_err(), "a refused registration leaves its line");
    let input = LinkInput { a: id(&elder), b: id(&leaver), kind: LinkKind::Household, evidence: "户口簿".into() };
    let link = people.record_link(&w.clerk(), &w.key(), input).await.unwrap();
    people.decide_link(&w.officer(), &w.key(), link, true, "属实").await.unwrap();
    // An order with an address and a note; served, settled, rated in words.
    let need = Need {
        note: format!("找{}，门铃坏了", MARKS[0]),
        address: Some(format!("{}路 8 号", MARKS[2])),
        point: w.house.places.centre_of(HERE),
        ..w.need()
    };
    let order = w.house.orders.run(&elder, &w.key(), Submit { need, draft: None }).await.unwrap().order;
    w.house.orders.run(&volunteer, &w.key(), Take { order, seen: None }).await.unwrap();
    let mut tx = w.house.core.db.begin().await.unwrap();
    people.contact_for_service(&mut tx, w.now(), &volunteer, id(&elder), order, false).await.unwrap();
    tx.commit().await.unwrap();
    let served = w.served_order(&elder, &volunteer, order).await;
    let word = Confirmation { order: served, method: ConfirmMethod::Button, minutes: None, seen: None };
    w.house.orders.confirm(&elder, &w.key(), word).await.unwrap();
    let rate = Rate { order, mark: 5, tags: Vec::new(), remark: format!("{}真好", MARKS[1]) };
    w.house.orders.run(&elder, &w.key(), rate).await.unwrap();
    w.settle_down().await;
    // Written out, left, forgotten.
    let export = w.house.life.export(&elder, &w.key(), id(&elder)).await.unwrap();
    assert!(!found("the export", export.json().to_string().as_bytes()).is_empty(), "the search finds what is there");
    for (kind, wait) in [(CaseKind::Exit, 0), (CaseKind::Erasure, 31)] {
        let ask = Ask { person: id(&leaver), kind, other: None, reason: "不再参加".into() };
        let case = w.house.life.run(&leaver, &w.key(), ask).await.unwrap().case;
        w.pass(Span::days(wait)).await;
        let propose = Propose { case, reason: "已核对".into() };
        let (maker, checker) = w.pair().await;
        let approval = w.house.life.run(&maker, &w.key(), propose).await.unwrap();
        let yes = Decide { approval, approve: true, reason: String::new() };
        w.house.life.run(&checker, &w.key(), yes).await.unwrap();
    }
    w.settle_down().await;
}

/// Every row of every table as text.
async fn dump(url: &str) -> Vec<u8> {
    let mut link = sqlx::PgConnection::connect(url).await.unwrap();
    let tables =
        sqlx::query("select tablename from pg_tables where schemaname = 'public'").fetch_all(&mut link).await.unwrap();
    let mut text = Vec::new();
    for table in tables {
        let name: String = table.get(0);
        let rows =
            sqlx::query(AssertSqlSafe(format!("select cast(t as text) from \"{name}\" t"))).fetch_all(&mut link).await;
        for row in rows.unwrap() {
            text.extend(row.get::<String, _>(0).into_bytes());
            text.push(b'\n');
        }
    }
    assert!(text.len() > 10_000, "a dump of a lived-in database");
    text
}

/// The database file, what lies beside it, and a backup taken while it runs.
async fn files(url: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(url).parent().unwrap();
    let backup = folder.join("backup.db");
    let mut link = sqlx::SqliteConnection::connect(&format!("sqlite://{url}")).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("vacuum into '{}'", backup.display()))).execute(&mut link).await.unwrap();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        files.push((path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()));
    }
    assert!(files.iter().any(|(name, _)| name.ends_with("-wal")), "the log of writes is looked at too");
    assert!(files.iter().any(|(name, _)| name == "backup.db"));
    files
}

#[tokio::test]
async fn nothing_that_is_written_names_anybody() {
    let filter = EnvFilter::new("trace,polling=info,mio=info");
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Kept).init();
    let mut betrayals = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let scratch = Scratch::new(engine, &tb_house::migrations()).await;
        let world = World::open(scratch.db.clone(), City::Nanjing, 7).await;
        live(&world).await;
        world.books_are_right().await;
        match engine {
            Engine::Sqlite => {
                for (name, bytes) in files(&scratch.url).await {
                    betrayals.extend(found(&format!("{name} ({} bytes)", bytes.len()), &bytes));
                }
            }
            Engine::Postgres => betrayals.extend(found("the dump", &dump(&scratch.url).await)),
        }
        drop(world);
        scratch.remove().await;
    }
    let log = LOG.lock().unwrap().clone();
    assert!(log.len() > 1000, "nothing was logged: the capture is broken");
    let lines = String::from_utf8_lossy(&log).into_owned();
    for line in lines.lines().filter(|line| !found("", line.as_bytes()).is_empty()).take(5) {
        betrayals.push(format!("the log: {line}"));
    }
    assert!(betrayals.is_empty(), "{}", betrayals.join("\n"));
}
