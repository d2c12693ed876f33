//! Two server processes on one PostgreSQL: their own pools, desks, jobs and ids; one set of books.

use tb_db::testing::Scratch;
use tb_db::{Db, Engine};
use tb_kernel::*;
use tb_orders::*;
use tb_places::City;
use tb_stories::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_on_one_postgresql_keep_one_set_of_books() {
    let scratch = Scratch::new(Engine::Postgres, &tb_house::migrations()).await;
    let one = World::open(scratch.db.clone(), City::Nanjing, 7).await;
    let second_pool = Db::open(&scratch.url, 8).await.unwrap();
    let two = one.second_server(second_pool.clone()).await;
    let volunteer = one.volunteer().await;

    // The same confirmations go to both servers at once, each with its own key: each order settles once.
    let mut waiting = Vec::new();
    for _ in 0..6 {
        let elder = one.elder().await;
        waiting.push((elder.clone(), one.served(&elder, &volunteer).await));
    }
    let mut expected = 0;
    for (_, order) in &waiting {
        expected += one.order(*order).await.minutes.0;
    }
    let mut tasks = tokio::task::JoinSet::new();
    for (elder, order) in &waiting {
        for server in [&one, &two] {
            let (server, elder, order) = (server.clone(), elder.clone(), *order);
            tasks.spawn(async move {
                let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
                server.house.orders.confirm(&elder, &server.key(), word).await
            });
        }
    }
    let (mut settled, mut refused) = (0, 0);
    while let Some(outcome) = tasks.join_next().await {
        match outcome.unwrap() {
            Ok(_) => settled += 1,
            Err(Fail::Refused(_)) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((settled, refused), (6, 6));

    // The same key on both servers is one command.
    let elder = one.elder().await;
    let order = one.served(&elder, &volunteer).await;
    expected += one.order(order).await.minutes.0;
    let key = one.key();
    let word = Confirmation { order, method: ConfirmMethod::Button, minutes: None, seen: None };
    let (a, b) = tokio::join!(
        one.house.orders.confirm(&elder, &key, word.clone()),
        two.house.orders.confirm(&elder, &key, word)
    );
    assert_eq!(a.unwrap(), b.unwrap());

    // Two volunteers on two servers take one order: one has it.
    let (elder, other) = (one.elder().await, two.volunteer().await);
    let order = one.published(&elder).await;
    let (key_one, key_two) = (one.key(), two.key());
    let (a, b) = tokio::join!(
        one.house.orders.run(&volunteer, &key_one, Take { order, seen: None }),
        two.house.orders.run(&other, &key_two, Take { order, seen: None })
    );
    assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1);

    // Both run the jobs; what falls due is done once.
    one.clock.set(one.order(order).await.starts_at.plus(Span::minutes(16)));
    tokio::join!(one.settle_down(), two.settle_down());
    assert_eq!(one.order(order).await.alerts, 1);

    assert_eq!(two.balances(&volunteer).await.earned_free.0, expected);
    two.books_are_right().await;
    drop((one, two));
    second_pool.close().await;
    scratch.remove().await;
}
