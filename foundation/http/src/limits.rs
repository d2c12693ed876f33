//! How often one caller may come, in memory, a bucket for each class of route. Per process: several processes allow
//! several times as much, which is what several processes can bear. Limits that money or safety rests on (messages,
//! codes) are in the slices' tables.

use crate::address::household;
use crate::entry::Limit;
use governor::clock::Clock;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use tb_config::{Limits, Rate};
use tb_kernel::{Actor, Identity};
use uuid::Uuid;

/// One address, and the session or program behind it once it is recognised. A made-up token does not count, or every
/// request could bring its own bucket.
type Caller = (IpAddr, Option<Uuid>);

/// After this many requests the callers who are quiet again are forgotten.
const SWEEP_EVERY: u32 = 10_000;

pub(crate) struct Limiters {
    address: DefaultKeyedRateLimiter<Caller>,
    read: DefaultKeyedRateLimiter<Caller>,
    write: DefaultKeyedRateLimiter<Caller>,
    sign_in: DefaultKeyedRateLimiter<Caller>,
    heavy: DefaultKeyedRateLimiter<Caller>,
    asked: AtomicU32,
}

impl Limiters {
    pub(crate) fn of(limits: &Limits) -> Limiters {
        Limiters {
            address: bucket(limits.address),
            read: bucket(limits.read),
            write: bucket(limits.write),
            sign_in: bucket(limits.sign_in),
            heavy: bucket(limits.heavy),
            asked: AtomicU32::new(0),
        }
    }

    /// Everything one address may ask, whoever is behind it. `Err`: seconds to wait.
    pub(crate) fn address(&self, address: IpAddr) -> Result<(), u64> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.sweep();
        }
        check(&self.address, (household(address), None))
    }

    /// One class of route. `Err`: seconds to wait.
    pub(crate) fn route(&self, limit: Limit, address: IpAddr, actor: &Actor) -> Result<(), u64> {
        let caller = (household(address), identity(actor));
        match limit {
            Limit::Read => check(&self.read, caller),
            Limit::Write => check(&self.write, caller),
            Limit::SignIn => check(&self.sign_in, (caller.0, None)),
            Limit::Heavy => check(&self.heavy, caller),
            Limit::Free => Ok(()),
        }
    }

    fn sweep(&self) {
        for bucket in [&self.address, &self.read, &self.write, &self.sign_in, &self.heavy] {
            bucket.retain_recent();
        }
    }
}

fn identity(actor: &Actor) -> Option<Uuid> {
    match actor.identity {
        Identity::Citizen(session) | Identity::Staff(session) => Some(session.0),
        Identity::Program(token) => Some(token.0),
        Identity::Visitor | Identity::System => None,
    }
}

fn bucket(rate: Rate) -> DefaultKeyedRateLimiter<Caller> {
    let at_least_one = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
    RateLimiter::keyed(Quota::per_minute(at_least_one(rate.per_minute)).allow_burst(at_least_one(rate.burst)))
}

fn check(bucket: &DefaultKeyedRateLimiter<Caller>, caller: Caller) -> Result<(), u64> {
    bucket.check_key(&caller).map_err(|not_until| {
        metrics::counter!("timebank_too_many_total").increment(1);
        not_until.wait_time_from(bucket.clock().now()).as_secs() + 1
    })
}
