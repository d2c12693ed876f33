//! Files that leave the house open, are masked, say who took them, and are told in the journal.

use crate::town::*;
use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor as Bytes;
use tb_journal::{LineFilter, lines};
use tb_kernel::*;

#[tokio::test]
async fn orders_leave_as_a_spreadsheet_and_as_csv() {
    let town = Town::open().await;
    town.everybody().await;
    let (elder, volunteer) = (town.elder().await, town.volunteer().await);
    let order = town.order(town.settled(&elder, &volunteer).await).await;
    town.submitted(&elder, 4).await;
    let clerk = town.sign_in("site-clerk").await;
    let list = town.page(&clerk, "/console/orders?state=settled").await;
    assert!(list.contains(&order.number));
    let fields = hidden(&list, "/console/orders/export");
    assert!(fields.contains(&("state".into(), "settled".into())), "the filter goes with the button: {fields:?}");

    let with = |format: &str| [fields.clone(), vec![("format".into(), format.to_owned())]].concat();
    let file = town.post(&clerk, "/console/orders/export", &with("xlsx")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.header("content-disposition").contains("orders-2026-03-03.xlsx"));
    assert!(file.bytes.starts_with(b"PK\x03\x04"));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Bytes::new(file.bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let text = |row: u32, column: u32| match sheet.get_value((row, column)) {
        Some(Data::String(text)) => text.clone(),
        Some(Data::Float(number)) => number.to_string(),
        other => format!("{other:?}"),
    };
    assert!(text(0, 0).contains("周**") && text(0, 0).contains("导出"), "{}", text(0, 0));
    assert_eq!((text(1, 0).as_str(), text(2, 0)), ("订单号", order.number.clone()));
    assert_eq!(sheet.height(), 3, "only what the filter asked for");
    assert_eq!(text(2, 5), order.minutes.0.to_string());
    assert_eq!((text(2, 8).as_str(), text(2, 10).as_str()), ("张**", "王**"));

    let file = town.post(&clerk, "/console/orders/export", &with("csv")).await;
    let csv = file.text();
    assert!(csv.starts_with('\u{feff}') && csv.contains(&order.number) && !csv.contains("张桂英"));

    let filter =
        LineFilter::Territory { node: town.house.node, action: Some("orders.export".into()), refused_only: false };
    let told = lines(&mut town.house.core.db.read(), &filter, None, PageSize::default()).await.unwrap();
    assert_eq!(told.rows.len(), 2);
    assert!(told.rows[0].reason.as_deref().unwrap().contains("state=settled"));
    let supervisor = town.sign_in("supervisor").await;
    assert!(town.page(&supervisor, "/console/audit?action=orders.export").await.contains("导出订单"));
    town.close().await;
}
