//! Files on their way in.

use crate::town::*;
use std::collections::BTreeMap;
use tb_db::testing::on_both;
use tb_outreach::*;

#[tokio::test]
async fn a_list_comes_in_any_number_of_times() {
    on_both(&migrations(), |db| async move {
        let town = Town::new(db);
        let actor = officer(1, DISTRICT);
        let (_, community) = town.community();
        let text = list(&community, 1200);
        let first = town.bring_in(&actor, ImportKind::Register, text.as_bytes()).await;
        assert_eq!((first.state, first.percent), (ImportState::Done, Some(100)));
        assert_eq!((first.rows_seen, first.added, first.bad, first.paired), (1200, 1200, 0, 0));
        assert!(first.file.is_none() && first.columns.is_empty());
        let again = town.bring_in(&actor, ImportKind::Register, text.as_bytes()).await;
        assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 1200));
        let (all, places) = town.outreach.progress(&actor, DISTRICT).await.unwrap();
        assert_eq!((all.surveyed, all.willing, all.declined, all.registered), (1200, 400, 400, 0));
        assert_eq!(places.len(), 1, "all live in one street");
        // Somebody moved house: one line is renewed, the others are left alone.
        let moved = text.replace("听雨苑7幢", "听雨苑70幢");
        let third = town.bring_in(&actor, ImportKind::Register, moved.as_bytes()).await;
        assert_eq!((third.updated, third.unchanged), (1, 1199));
    })
    .await;
}

#[tokio::test]
async fn an_import_that_was_interrupted_goes_on_where_it_was() {
    on_both(&migrations(), |db| async move {
        let town = Town::new(db);
        let actor = officer(1, DISTRICT);
        let (_, community) = town.community();
        let id = town.start(&actor, ImportKind::Register, list(&community, 6200).as_bytes()).await;
        let job = ImportRows::new(town.outreach.clone());
        assert_eq!(job.turn().await.unwrap(), 5000);
        // The process dies here; another one takes over.
        drop(job);
        let halfway = town.outreach.import(&actor, id).await.unwrap();
        assert_eq!((halfway.state, halfway.rows_seen, halfway.percent), (ImportState::Running, 5000, Some(80)));
        town.run_jobs().await;
        let ended = town.outreach.import(&actor, id).await.unwrap();
        assert_eq!((ended.state, ended.rows_seen, ended.added), (ImportState::Done, 6200, 6200));
        // Another one is stopped: what came in stays, nothing more comes.
        let id = town.start(&actor, ImportKind::Register, list(&community, 6300).as_bytes()).await;
        town.outreach.run(&actor, &town.key(), CancelImport { import: id }).await.unwrap();
        town.run_jobs().await;
        assert_eq!(town.outreach.import(&actor, id).await.unwrap().state, ImportState::Cancelled);
        assert_eq!(
            code(town.outreach.run(&actor, &town.key(), CancelImport { import: id }).await),
            "outreach.not-running"
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_is_put_right_on_the_page() {
    on_both(&migrations(), |db| async move {
        let town = Town::new(db);
        let actor = officer(1, DISTRICT);
        let (_, community) = town.community();
        let wrong = format!("{}{}", &id_of(3)[..17], if id_of(3).ends_with('1') { '2' } else { '1' });
        let text = format!(
            "姓名,身份证号,社区,电话\n{},{wrong},{community},\n{},{},没有这个社区,123\n{},{},{community},\n",
            name_of(3),
            name_of(4),
            id_of(4),
            name_of(5),
            id_of(5)
        );
        let import = town.bring_in(&actor, ImportKind::Register, text.as_bytes()).await;
        assert_eq!((import.added, import.bad, import.open), (1, 2, 2));
        assert!(import.file.is_some(), "the key stays while rows wait");
        let rows = town.outreach.bad_rows(&actor, import.id, 0, 50).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(rows[0].faults, [("id_no".to_owned(), "people.id-check".to_owned())]);
        assert_eq!(rows[1].faults.len(), 2, "every fault at once");
        let values = |id: &str| {
            BTreeMap::from([
                (Field::Name, name_of(3)),
                (Field::IdNo, id.to_owned()),
                (Field::Community, community.clone()),
            ])
        };
        let still = RepairRow { row: rows[0].id, values: values(&wrong) };
        assert_eq!(code(town.outreach.run(&actor, &town.key(), still).await), "id_no people.id-check");
        let right = RepairRow { row: rows[0].id, values: values(&id_of(3)) };
        town.outreach.run(&actor, &town.key(), right.clone()).await.unwrap();
        assert_eq!(code(town.outreach.run(&actor, &town.key(), right).await), "outreach.row-decided");
        town.outreach.run(&actor, &town.key(), LeaveOutRow { row: rows[1].id }).await.unwrap();
        let ended = town.outreach.import(&actor, import.id).await.unwrap();
        assert_eq!((ended.open, ended.file), (0, None), "nothing waits, the key is gone");
        assert_eq!(town.entries(&actor, EntryFilter::default()).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_mapping_must_hold_what_is_needed_once() {
    on_both(&migrations(), |db| async move {
        let town = Town::new(db);
        let actor = officer(1, DISTRICT);
        let (_, community) = town.community();
        let bytes = list(&community, 2).into_bytes();
        let up = async |bytes: Vec<u8>| {
            town.outreach.upload(&actor, &town.key(), ImportKind::Register, DISTRICT, "x", bytes).await
        };
        let key = town.key();
        let sent =
            town.outreach.upload(&actor, &key, ImportKind::Register, DISTRICT, "x", bytes.clone()).await.unwrap();
        let twice =
            town.outreach.upload(&actor, &key, ImportKind::Register, DISTRICT, "x", bytes.clone()).await.unwrap();
        assert_eq!(sent, twice, "one key, one import");
        let start = |mapping: Vec<Option<Field>>| StartImport { import: sent, mapping };
        let run = async |mapping| town.outreach.run(&actor, &town.key(), start(mapping)).await;
        assert_eq!(code(run(vec![Some(Field::Name)]).await), "mapping outreach.mapping-missing");
        let double = vec![Some(Field::Name), Some(Field::IdNo), Some(Field::IdNo)];
        assert_eq!(code(run(double).await), "mapping outreach.mapping-twice");
        assert_eq!(code(up(Vec::new()).await), "file outreach.file-missing");
        assert_eq!(code(up(b"a,b\n1,2\n".to_vec()).await), "file outreach.file-headings");
        let other = officer(2, OTHER_DISTRICT);
        assert_eq!(code(town.outreach.import(&other, sent).await), "common.not-found");
        let sent = town.outreach.upload(&other, &town.key(), ImportKind::Register, DISTRICT, "x", bytes).await;
        assert_eq!(code(sent), "common.not-found");
    })
    .await;
}

#[tokio::test]
async fn nothing_of_a_list_can_be_read_from_the_tables() {
    on_both(&migrations(), |db| async move {
        let town = Town::new(db.clone());
        let actor = officer(1, DISTRICT);
        let (_, community) = town.community();
        let text = list(&community, 3).replace("听雨苑1幢,是", "听雨苑1幢,也许");
        town.bring_in(&actor, ImportKind::Register, text.as_bytes()).await;
        let mut tx = db.read();
        let mut held: Vec<Vec<u8>> = Vec::new();
        for sql in [
            "select profile from outreach_entry where profile is not null",
            "select head from outreach_import where head is not null",
            "select cells from outreach_bad_row where cells is not null",
        ] {
            let rows: Vec<(Vec<u8>,)> = tx.rows(sql, vec![]).await.unwrap();
            assert!(!rows.is_empty(), "{sql}");
            held.extend(rows.into_iter().map(|(bytes,)| bytes));
        }
        for sql in ["select traits from outreach_entry", "select faults from outreach_bad_row"] {
            let rows: Vec<(String,)> = tx.rows(sql, vec![]).await.unwrap();
            held.extend(rows.into_iter().map(|(text,)| text.into_bytes()));
        }
        for canary in [&id_of(0), &id_of(1), &name_of(1), "13800000001", "听雨苑"] {
            let found = held.iter().any(|bytes| bytes.windows(canary.len()).any(|w| w == canary.as_bytes()));
            assert!(!found, "a table holds {canary}");
        }
    })
    .await;
}
