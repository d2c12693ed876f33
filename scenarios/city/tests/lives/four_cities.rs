//! Every city lives for some days under its own rules; afterwards the books are right and everybody has something to do.

use crate::common::{live, plan};
use tb_city::CastPart;
use tb_db::Engine;
use tb_places::City;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_cities_live_and_their_books_are_right() {
    for city in City::ALL {
        let lived = live(Engine::Sqlite, plan(city, 40, 10, 7)).await;
        let tally = lived.city.tally();
        for (action, outcome, n) in tally.rows() {
            eprintln!("{city} {action} {outcome} {n}");
        }
        assert!(tally.ok("orders.settled") >= 3, "{city}: {} visits settled", tally.ok("orders.settled"));
        assert!(tally.refusals().len() >= 5, "{city}: {:?}", tally.refusals());
        lived.books_are_right().await;
        for part in [CastPart::Elder, CastPart::VolunteerFree, CastPart::SiteClerk, CastPart::Auditor] {
            assert!(lived.cast.of(part).is_some(), "{city}: nobody plays {part:?}");
        }
        lived.end().await;
    }
}
