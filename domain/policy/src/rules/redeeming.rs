//! When stored time may be used.

use super::facts::facts;
use super::{Decision, Ruling};
use crate::model::Version;
use crate::parameters::{KinKind, RedeemCase};
use crate::refusals as no;
use tb_kernel::Minutes;

facts! {
    /// The holder of an account who wants help for stored time.
    RedeemFacts {
        /// Whole years of the holder.
        age: i64 = 70,
        /// In special hardship, as the city defines it.
        hardship: bool = false,
        /// All the holder ever earned.
        earned_in_all: Minutes = Minutes::hours(100),
        /// Days since the holder joined.
        member_days: u32 = 730,
        /// Needs help now.
        needs_help: bool = true,
        /// What is to be redeemed.
        minutes: Minutes = Minutes(60),
        /// Granted time free in the account.
        granted: Minutes = Minutes::ZERO,
        /// For whom, if not for the holder: the person is the holder's …
        kin: Option<KinKind> = None,
        /// Whole years of that person.
        kin_age: i64 = 85,
    }
}

impl RedeemCase {
    fn met(&self, f: &RedeemFacts) -> bool {
        self.min_age.is_none_or(|min| f.age >= i64::from(min))
            && (!self.hardship || f.hardship)
            && self.earned.is_none_or(|least| f.earned_in_all >= least)
            && self.member_days.is_none_or(|least| f.member_days >= least)
    }
}

/// May this time be redeemed? Granted time was given to be used and asks no age again.
pub fn may_redeem(version: &Version, f: &RedeemFacts) -> Decision {
    let p = &version.parameters;
    let r = &p.redeem;
    if p.grant.allowed && f.kin.is_none() && f.granted >= f.minutes && f.granted.is_positive() {
        return Ruling::on(&p.grant.article, f.facts()).decide();
    }
    let ruling = Ruling::on(&r.article, f.facts());
    let ruling = match f.kin {
        Some(kin) => {
            let min = r.kin_min_age.unwrap_or(0);
            ruling.must(&r.article, r.for_kin.contains(&kin), no::REDEEM_KIN, &[("kin", &kin)]).must(
                &r.article,
                f.kin_age >= i64::from(min),
                no::REDEEM_KIN_TOO_YOUNG,
                &[("min", &min), ("age", &f.kin_age)],
            )
        }
        None => {
            let met = r.alternatives.iter().any(|case| case.met(f));
            // The age to wait for: the lowest that would do without hardship.
            let min = r.alternatives.iter().filter(|case| !case.hardship).filter_map(|case| case.min_age).min();
            let code =
                if min.is_some_and(|min| f.age < i64::from(min)) { no::REDEEM_TOO_YOUNG } else { no::REDEEM_NOT_YET };
            ruling.must(&r.article, met, code, &[("min", &min.unwrap_or(0)), ("age", &f.age)])
        }
    };
    ruling.must(&r.article, !r.need_required || f.needs_help, no::REDEEM_NO_NEED, &[]).decide()
}
