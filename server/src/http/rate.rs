//! Limits on what one address may try, kept in memory of this process; the accounts' own locks stand in the database.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// One limiter for each kind of costly call.
#[derive(Clone)]
pub struct RateLimits {
    sign_in: Arc<DefaultKeyedRateLimiter<IpAddr>>,
}

impl Default for RateLimits {
    fn default() -> Self {
        let sign_in = Quota::per_minute(SIGN_IN_PER_MINUTE).allow_burst(SIGN_IN_BURST);
        Self { sign_in: Arc::new(RateLimiter::keyed(sign_in)) }
    }
}

impl RateLimits {
    /// False when `address` has tried to sign in too often; each call counts as one try.
    pub fn may_sign_in(&self, address: IpAddr) -> bool {
        let admitted = self.sign_in.check_key(&address).is_ok();
        if self.sign_in.len() > ADDRESSES_KEPT {
            self.sign_in.retain_recent();
        }
        admitted
    }
}

/// Sustained tries a minute from one address; a whole office may share one.
const SIGN_IN_PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
const SIGN_IN_BURST: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
const ADDRESSES_KEPT: usize = 10_000;
