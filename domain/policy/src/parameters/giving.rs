//! Redeeming, gifts, donations, grants, groups.

use super::group;
use super::words::{GrantedBy, GroupMode, KinKind, Period};
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tb_kernel::{Minutes, Node};

group! {
    /// When stored time may be used. One alternative met is enough.
    Redeem {
        alternatives: Vec<RedeemCase>,
        /// Only when the person needs help now.
        #[serde(default)] need_required: bool,
        /// Whom else the holder may redeem for directly.
        #[serde(default)] for_kin: Vec<KinKind>,
        #[serde(default)] kin_min_age: Option<u8>,
    }
}

/// One way to be allowed to redeem: all that is named must be true.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RedeemCase {
    pub min_age: Option<u8>,
    /// Only for people in special hardship.
    pub hardship: bool,
    /// Has earned at least this much in all.
    pub earned: Option<Minutes>,
    /// Has been a member for at least so many days.
    pub member_days: Option<u32>,
}

group! {
    /// Giving stored time to relatives.
    Gift { allowed: bool, kin: Vec<KinKind>, #[serde(default)] receiver_min_age: Option<u8> }
}
group! {
    /// The most one person may give.
    GiftCaps { daily: Minutes, yearly: Minutes }
}
group! {
    /// Giving stored time to the public-benefit account, and which classes of elders come first.
    Donation { allowed: bool, priority_classes: Vec<String> }
}
group! {
    /// Time issued to elders who cannot save.
    Grant {
        allowed: bool,
        by: GrantedBy,
        /// Codes of recipient classes.
        classes: Vec<String>,
        /// Stops at once when no longer eligible.
        stop_at_once: bool,
    }
}
group! {
    /// Eligibility for grants is looked at again after so many months.
    GrantRecheck { months: u32 }
}
group! {
    /// How much is granted and how long it lasts.
    GrantAmount {
        per: Period,
        minutes: Minutes,
        /// Days until granted minutes lapse, counted from the day of the grant.
        expires_days: u32,
        /// A district's own amount.
        #[serde(default)] by_district: BTreeMap<Node, Minutes>,
    }
}
impl GrantAmount {
    /// The amount for a place: its district's own, else the city's.
    pub fn at(&self, node: Node) -> Minutes {
        let own = self.by_district.iter().find(|(district, _)| district.covers(node));
        own.map_or(self.minutes, |(_, minutes)| *minutes)
    }
}
group! {
    /// Groups of volunteers and their time.
    GroupTime { groups_allowed: bool, mode: GroupMode }
}
