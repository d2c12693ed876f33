//! What the slice that insures visits may know of an order.

use crate::house::Orders;
use crate::model::OrderState;
use crate::store;
use tb_cover::{Visit, VisitFound, Visits};
use tb_db::Tx;
use tb_kernel::OrderId;

impl Visits for Orders {
    fn visit<'a>(&'a self, tx: &'a mut Tx, order: OrderId) -> VisitFound<'a> {
        Box::pin(async move {
            let found = store::order(tx, order).await?.filter(|order| order.state != OrderState::Draft);
            Ok(found.and_then(|order| {
                Some(Visit {
                    volunteer: order.volunteer?,
                    order: order.id,
                    number: order.number,
                    node: order.node,
                    elder: order.elder,
                    starts_at: order.starts_at,
                    ends_at: order.checked_out_at.unwrap_or(order.ends_at).max(order.ends_at),
                })
            }))
        })
    }
}
