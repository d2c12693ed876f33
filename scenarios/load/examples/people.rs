//! What sealing costs: blind-index look-ups among many people, and opening one profile.
//! `cargo run --release -p tb-load --example people -- URL [PEOPLE] [LOOKUPS]`. People are generated and written in bulk in
//! the shape the commands leave them; everything is read through the questions that pages ask.

use anyhow::Context;
use std::sync::Arc;
use std::time::{Duration, Instant as Watch};
use tb_crypto::KeyRing;
use tb_db::{Arg, Db, Table, Ty, args};
use tb_house::{House, Parts};
use tb_kernel::*;
use tb_load::Timings;
use tb_people::{Console, IdNumber, PeopleFilter, PersonName, Phone, Profile};
use tb_places::City;
use tb_policy::PolicyBook;

const BATCH: usize = 2_000;

const PERSON: Table = Table {
    name: "person",
    cols: &[
        ("id", Ty::Uuid),
        ("handle", Ty::Text),
        ("node", Ty::Int),
        ("cell", Ty::Int),
        ("profile", Ty::Bytes),
        ("version", Ty::Int),
        ("id_index", Ty::Bytes),
        ("phone_index", Ty::Bytes),
        ("name_index", Ty::Bytes),
        ("card_version", Ty::Int),
        ("language", Ty::Text),
        ("edition", Ty::Text),
        ("text_size", Ty::Text),
        ("created_at", Ty::Int),
    ],
    suffix: "",
};
const KEY: Table = Table { name: "person_key", cols: &[("person", Ty::Uuid), ("wrapped", Ty::Bytes)], suffix: "" };

/// The n-th of the people: a telephone and an identity number of their own, one of a thousand names.
fn somebody(n: usize) -> anyhow::Result<Profile> {
    let day = Day::parse("1935-01-01").context("a day")?.plus_days(i64::try_from(n / 1000)?);
    let id_no = IdNumber::compose(320_102, day, u16::try_from(n % 1000)?);
    let given = char::from_u32(0x4E00 + u32::try_from(n % 1000)?).context("a letter")?;
    let named = |e: &'static str| anyhow::anyhow!(e);
    Ok(Profile {
        name: PersonName::parse(&format!("王{given}")).map_err(named)?,
        id_no,
        phone: Some(Phone::parse(&format!("13{:09}", n)).map_err(named)?),
        address: format!("和平路 {n} 号 3 幢 2 单元"),
        home: None,
        emergency: None,
        care: String::new(),
    })
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let url = args.next().context("the address of a database")?;
    let people: usize = args.next().map_or(Ok(1_000_000), |n| n.parse())?;
    let lookups: usize = args.next().map_or(Ok(20_000), |n| n.parse())?;
    let db = Db::open(&url, 4).await?;
    tb_db::migrate(&db, &tb_house::migrations(), SystemClock.now()).await?;
    let keys = Arc::new(KeyRing::from_master(&[1; 32]));
    let parts = Parts {
        db: db.clone(),
        city: City::Nanjing,
        keys: keys.clone(),
        policies: Arc::new(PolicyBook::builtin()?),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(Entropy::system()),
        gateway: Arc::new(Console),
    };
    let house = House::open(parts).await?;
    let node = house.places.below(house.node, Level::Community).first().context("a community")?.node;
    let entropy = Entropy::system();
    let began = Watch::now();
    for first in (0..people).step_by(BATCH) {
        let (mut persons, mut wrapped): (Vec<Vec<Arg>>, Vec<Vec<Arg>>) = (Vec::new(), Vec::new());
        for n in first..(first + BATCH).min(people) {
            let (profile, now) = (somebody(n)?, SystemClock.now());
            let id: PersonId = entropy.id(now);
            let (key, sealed_key) = keys.new_data_key(id.0.as_bytes(), &entropy);
            let plain = serde_json::to_vec(&profile)?;
            let place: [&[u8]; 4] = [b"person", b"profile", id.0.as_bytes(), &1i64.to_be_bytes()];
            let sealed = key.seal(&place, &plain, &entropy);
            let phone = profile.phone.as_ref().map(|phone| keys.blind("person.phone", phone.text()));
            persons.push(args![
                id,
                format!("TB{n:07}"),
                node,
                0i64,
                sealed,
                1i64,
                keys.blind("person.id", profile.id_no.text()),
                phone,
                keys.blind("person.name", profile.name.text()),
                1i64,
                "zh-CN",
                "standard",
                "normal",
                now
            ]);
            wrapped.push(args![id, sealed_key]);
        }
        let mut tx = db.begin().await?;
        tx.insert(&PERSON, &persons).await?;
        tx.insert(&KEY, &wrapped).await?;
        tx.commit().await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    }
    println!("{people} people written in {:.0} s", began.elapsed().as_secs_f64());

    let grant = StaffGrant { id: GrantId(entropy.id(SystemClock.now())), role: Role::CityOfficer, node: house.node };
    let officer = Actor::staff(SessionId(grant.id.0), PersonId(grant.id.0), vec![grant]);
    for (what, wanted) in [("identity number", true), ("telephone", false)] {
        let mut spent: Vec<Duration> = Vec::with_capacity(lookups);
        for _ in 0..lookups {
            let n = usize::try_from(entropy.below(u64::try_from(people)?))?;
            let profile = somebody(n)?;
            let phone = profile.phone.as_ref().map(|phone| phone.text().to_owned()).unwrap_or_default();
            let search = Some(if wanted { profile.id_no.text().to_owned() } else { phone });
            let filter = PeopleFilter { search, ..PeopleFilter::default() };
            let began = Watch::now();
            let found = house.people.list(&officer, &filter, None, PageSize::of(20)).await?;
            spent.push(began.elapsed());
            anyhow::ensure!(found.rows.len() == 1, "one person has it");
        }
        let t = Timings::of(spent);
        println!(
            "look-up by {what}: p50 {:.2} ms, p99 {:.2} ms ({} looks)",
            t.percentile_ms(50),
            t.percentile_ms(99),
            t.count()
        );
    }

    // Opening: the key of the person, then the profile; nothing else of a page depends on sealing.
    let profile = somebody(1)?;
    let id: PersonId = entropy.id(SystemClock.now());
    let (key, wrapped) = keys.new_data_key(id.0.as_bytes(), &entropy);
    let place: [&[u8]; 4] = [b"person", b"profile", id.0.as_bytes(), &1i64.to_be_bytes()];
    let sealed = key.seal(&place, &serde_json::to_vec(&profile)?, &entropy);
    let mut spent = Vec::with_capacity(lookups);
    for _ in 0..lookups {
        let began = Watch::now();
        let key = keys.open_data_key(id.0.as_bytes(), &wrapped).map_err(|_| anyhow::anyhow!("the key opens"))?;
        let plain = key.open(&place, &sealed).map_err(|_| anyhow::anyhow!("the profile opens"))?;
        let _: Profile = serde_json::from_slice(&plain)?;
        spent.push(began.elapsed());
    }
    let t = Timings::of(spent);
    println!("opening a profile: p50 {:.4} ms, p99 {:.4} ms", t.percentile_ms(50), t.percentile_ms(99));
    db.close().await;
    Ok(())
}
