//! Where a visit is: sealed under the elder's own key, opened for those entitled and for measuring distances.

use crate::model::{Order, Place};
use tb_crypto::DataKey;
use tb_db::Tx;
use tb_kernel::{Entropy, OrderId, Outcome, PersonId};
use tb_people::People;

fn context(order: &OrderId) -> [&[u8]; 3] {
    [b"service_order", b"place", order.0.as_bytes()]
}

pub(crate) fn seal_place(key: &DataKey, order: OrderId, place: &Place, entropy: &Entropy) -> Vec<u8> {
    let text = serde_json::to_vec(place).unwrap_or_default();
    key.seal(&context(&order), &text, entropy)
}

fn open_place(key: &DataKey, order: &Order) -> Option<Place> {
    let text = key.open(&context(&order.id), &order.place).ok()?;
    serde_json::from_slice(&text).ok()
}

/// The places of orders, in their order; `None` where the elder's key is gone (the person was erased).
///
/// # Errors
/// A fault.
pub async fn open_places(people: &People, tx: &mut Tx, orders: &[Order]) -> Outcome<Vec<Option<Place>>> {
    let elders: Vec<PersonId> = orders.iter().map(|order| order.elder).collect();
    let keys = people.data_keys(tx, &elders).await?;
    Ok(orders.iter().map(|order| keys.get(&order.elder).and_then(|key| open_place(key, order))).collect())
}

fn remark_context(order: &OrderId) -> [&[u8]; 3] {
    [b"order_rating", b"remark", order.0.as_bytes()]
}

pub(crate) fn seal_remark(key: &DataKey, order: OrderId, text: &str, entropy: &Entropy) -> Vec<u8> {
    key.seal(&remark_context(&order), text.as_bytes(), entropy)
}

/// What somebody wrote beside their mark; sealed under the elder's key.
///
/// # Errors
/// A fault.
pub async fn open_remark(
    people: &People,
    tx: &mut Tx,
    order: &Order,
    sealed: Option<&[u8]>,
) -> Outcome<Option<String>> {
    let Some(sealed) = sealed else { return Ok(None) };
    let keys = people.data_keys(tx, &[order.elder]).await?;
    let text = keys.get(&order.elder).and_then(|key| key.open(&remark_context(&order.id), sealed).ok());
    Ok(text.and_then(|text| String::from_utf8(text).ok()))
}
