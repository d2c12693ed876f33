//! The same plan gives the same books: every row of every table, to the last id and the last sealed byte, in two runs and on
//! either engine. Another seed gives others.

use crate::common::{live, plan};
use crate::dump::{Dump, differences, dump};
use tb_city::{Plan, Tally};
use tb_db::Engine;
use tb_places::City;

async fn lived(engine: Engine, plan: Plan) -> (Dump, Tally, String) {
    let lived = live(engine, plan).await;
    let books = dump(&lived.scratch.db).await;
    let (tally, cast) = (lived.city.tally().clone(), format!("{:?}", lived.cast));
    lived.end().await;
    (books, tally, cast)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_plan_one_city() {
    let plan = plan(City::Nanjing, 48, 8, 3);
    let (first, tally, cast) = lived(Engine::Sqlite, plan).await;
    assert!(first["ledger_posting"].len() > 10 && first["journal"].len() > 200, "something happened");
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (again, tally_again, cast_again) = lived(engine, plan).await;
        let apart = differences(&first, &again);
        assert!(apart.is_empty(), "{engine:?}: {}", apart.join("\n"));
        assert_eq!((&tally, &cast), (&tally_again, &cast_again), "{engine:?}");
    }
    let (other, ..) = lived(Engine::Sqlite, Plan { seed: 4, ..plan }).await;
    assert!(!differences(&first, &other).is_empty());
}
