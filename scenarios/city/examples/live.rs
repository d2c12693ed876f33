//! Lets a city live on a new SQLite file and says how long it took and what happened:
//! `cargo run --release -p tb-city --example live -- nanjing 300 60 /tmp/nanjing.db`

use std::sync::Arc;
use std::time::Instant as Stopwatch;
use tb_city::{City, Ground, Plan};
use tb_crypto::KeyRing;
use tb_db::Db;
use tb_kernel::{Clock, SystemClock};
use tb_policy::PolicyBook;

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let word = |n: usize| args.get(n).map(String::as_str);
    let number = |n: usize, otherwise: u32| word(n).and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let plan = Plan {
        city: word(0).and_then(tb_places::City::parse).unwrap_or(tb_places::City::Nanjing),
        seed: 1,
        people: number(1, 300),
        days: number(2, 60),
        ends_at: SystemClock.now(),
    };
    let file = word(3).unwrap_or("live.db");
    let ground = Ground {
        db: Db::open(file, 4).await.expect("the file opens"),
        keys: Arc::new(KeyRing::from_master(&[9; 32])),
        policies: Arc::new(PolicyBook::builtin().expect("the shipped policies are coherent")),
    };
    let start = Stopwatch::now();
    let mut city = City::found(ground, plan).await.expect("the house opens");
    city.live(&mut |progress| eprint!("\r{progress:?}")).await.expect("no fault");
    let cast = city.cast().await.expect("a cast");
    eprintln!();
    for (action, outcome, n) in city.tally().rows() {
        println!("{n:>7}  {action}  {outcome}");
    }
    for member in &cast.members {
        println!("{:<20} {} {} {:?}", member.part.code(), member.name, member.node, member.order);
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{seconds:.1} s, {:.0} commands a second", city.tally().all() as f64 / seconds);
}
