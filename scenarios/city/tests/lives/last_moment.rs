//! Whenever the demonstration is looked at, by day or by night, there is something to see and something to do.

use crate::common::{Lived, live, plan};
use tb_city::{CastPart, Plan};
use tb_db::Engine;
use tb_journal::open_approvals;
use tb_kernel::{Actor, Instant, PageSize};
use tb_matching::{NearFilter, near};
use tb_orders::{Order, OrderFilter, OrderState};
use tb_places::City;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hour_has_its_life() {
    for (city, clock) in [
        (City::Nanjing, "03:20:00"),
        (City::Beijing, "10:05:30"),
        (City::Wuhan, "16:40:00"),
        (City::Qingdao, "23:10:00"),
    ] {
        let ends_at = Instant::parse(&format!("2026-11-21T{clock}+08:00")).expect("a valid time");
        let lived = live(Engine::Sqlite, Plan { ends_at, ..plan(city, 80, 7, 5) }).await;
        everything_is_there(&lived, &format!("{city} at {clock}")).await;
        lived.end().await;
    }
}

async fn everything_is_there(lived: &Lived, place: &str) {
    let house = lived.city.house();
    let officer = staff(lived, CastPart::CityOfficer);
    for state in [OrderState::Serving, OrderState::Awaiting, OrderState::Disputed, OrderState::Published] {
        assert!(!orders(lived, &officer, state).await.is_empty(), "{place}: nothing is {state:?}");
    }
    let waiting = house.people.list_pending(&officer, None, None, None, PageSize::default()).await.expect("a list");
    assert!(waiting.rows.len() >= 2, "{place}: {} applications wait", waiting.rows.len());
    let requests = open_approvals(&mut house.core.db.read(), house.node, 20).await.expect("a list");
    assert!(!requests.is_empty(), "{place}: no request waits for a second officer");

    for part in CastPart::ALL {
        assert!(lived.cast.of(part).is_some(), "{place}: nobody plays {part:?}");
    }
    let free = lived.cast.of(CastPart::VolunteerFree).expect("was just looked for").person;
    let filter = NearFilter { limit: 20, ..NearFilter::default() };
    let open = near(&house.matching, free, &filter).await.expect("a list");
    assert!(open.len() >= 3, "{place}: {} needs are open near the free volunteer", open.len());
    let word = lived.cast.of(CastPart::Elder).and_then(|elder| elder.order).expect("a visit without a word");
    let seen = house.orders.file(&Actor::system(), word).await.expect("the order").seen.order;
    assert_eq!(seen.state, OrderState::Awaiting, "{place}");
}

fn staff(lived: &Lived, part: CastPart) -> Actor {
    let member = lived.cast.of(part).expect("every city has its officers");
    let grant = tb_kernel::StaffGrant {
        id: tb_kernel::GrantId(member.person.0),
        role: tb_kernel::Role::CityOfficer,
        node: member.node,
    };
    Actor::staff(tb_kernel::SessionId(member.person.0), member.person, vec![grant])
}

async fn orders(lived: &Lived, officer: &Actor, state: OrderState) -> Vec<Order> {
    let house = lived.city.house();
    let filter = OrderFilter { state: Some(state), ..OrderFilter::default() };
    house.orders.of_territory(officer, house.node, &filter, None, PageSize::default()).await.expect("a list").rows
}
