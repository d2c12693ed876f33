//! Who could serve whom, and why: open orders near a volunteer, and candidates for an order. Read-only. Every row comes
//! with the reasons that put it where it is, so that one sentence can explain the ranking; nobody is shown a score.

mod candidates;
mod near;
mod rank;

pub use candidates::{Candidate, candidates};
pub use near::{NearFilter, NearOrder, near};
pub use rank::{Reason, order_score};

use std::sync::Arc;
use tb_orders::Orders;

/// What matching needs: the orders and, through them, people and policies.
pub struct Matching {
    pub orders: Arc<Orders>,
}
