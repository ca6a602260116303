//! When an account locks itself: some failures within a window, then a lock that grows each time and ends by itself.
//! A success forgets the failures; a security officer may lift a lock at any time, which is the clear way back.

use jiff::{SignedDuration, Timestamp};

/// The figures of the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockoutRule {
    /// Failures within the window that lock the account.
    pub failures: u16,
    /// Seconds within which failures count together.
    pub window_secs: u32,
    /// Seconds of the first lock.
    pub lock_secs: u32,
    /// Factor by which each further lock is longer than the one before.
    pub growth: u16,
    /// Seconds of the longest lock.
    pub longest_secs: u32,
    /// Seconds without any failure after which the next lock is a first lock again.
    pub forget_secs: u32,
}

impl LockoutRule {
    /// Five failures in 15 minutes lock for 15 minutes, then 30, 60, … up to a day; a quiet day forgets.
    pub const STANDARD: Self =
        Self { failures: 5, window_secs: 900, lock_secs: 900, growth: 2, longest_secs: 86_400, forget_secs: 86_400 };
}

/// What an account remembers of failed sign-ins; the default remembers nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lockout {
    /// Failures in the present window.
    pub failure_count: u16,
    /// The first failure of the present window.
    pub window_began_at: Option<Timestamp>,
    /// The last failure of all.
    pub failed_at: Option<Timestamp>,
    /// Locks in a row.
    pub lock_count: u16,
    /// The end of the present or last lock.
    pub locked_until: Option<Timestamp>,
}

impl Lockout {
    /// Whether sign-in is refused, and until when.
    pub fn locked_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.locked_until.filter(|until| now < *until)
    }

    /// After a failed sign-in at an unlocked account. While locked, attempts are refused unseen and change nothing.
    #[must_use]
    pub fn failed(self, rule: &LockoutRule, now: Timestamp) -> Self {
        if self.locked_at(now).is_some() {
            return self;
        }
        let quiet = self.failed_at.is_some_and(|at| now.duration_since(at) > secs(rule.forget_secs));
        let lock_count = if quiet { 0 } else { self.lock_count };
        let began_at = self.window_began_at.filter(|at| now.duration_since(*at) <= secs(rule.window_secs));
        let failure_count = if began_at.is_some() { self.failure_count.saturating_add(1) } else { 1 };
        if failure_count < rule.failures {
            return Self {
                failure_count,
                window_began_at: Some(began_at.unwrap_or(now)),
                failed_at: Some(now),
                lock_count,
                locked_until: None,
            };
        }
        Self {
            failure_count: 0,
            window_began_at: None,
            failed_at: Some(now),
            lock_count: lock_count.saturating_add(1),
            locked_until: Some(now.saturating_add(lock_length(rule, lock_count)).unwrap_or(Timestamp::MAX)),
        }
    }

    /// After a full sign-in, or after a security officer lifted the lock.
    #[must_use]
    pub fn cleared() -> Self {
        Self::default()
    }
}

fn lock_length(rule: &LockoutRule, locks_before: u16) -> SignedDuration {
    let factor = u64::from(rule.growth).saturating_pow(u32::from(locks_before));
    let length = u64::from(rule.lock_secs).saturating_mul(factor).min(u64::from(rule.longest_secs));
    SignedDuration::from_secs(i64::try_from(length).unwrap_or(i64::MAX))
}

fn secs(count: u32) -> SignedDuration {
    SignedDuration::from_secs(i64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: LockoutRule = LockoutRule::STANDARD;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + secs).expect("in range")
    }

    fn fail_times(mut lockout: Lockout, count: usize, start: i64) -> Lockout {
        for i in 0..count {
            lockout = lockout.failed(&RULE, at(start + i64::try_from(i).expect("small")));
        }
        lockout
    }

    #[test]
    fn five_failures_lock_and_the_lock_ends_by_itself() {
        let four = fail_times(Lockout::default(), 4, 0);
        assert_eq!(four.locked_at(at(4)), None);
        let five = four.failed(&RULE, at(4));
        assert_eq!(five.locked_at(at(5)), Some(at(904)));
        assert_eq!(five.locked_at(at(904)), None);
    }

    #[test]
    fn attempts_while_locked_do_not_prolong() {
        let locked = fail_times(Lockout::default(), 5, 0);
        assert_eq!(fail_times(locked, 10_000, 10).locked_until.map(|at| at.as_second() > 0), Some(true));
        assert_eq!(locked.failed(&RULE, at(100)), locked);
    }

    #[test]
    fn each_lock_is_longer_up_to_a_day() {
        let mut lockout = Lockout::default();
        let mut start = 0;
        let mut lengths = Vec::new();
        for _ in 0..9 {
            lockout = fail_times(lockout, 5, start);
            let until = lockout.locked_until.expect("locked");
            lengths.push(until.duration_since(at(start + 4)).as_secs() / 60);
            start = until.duration_since(at(0)).as_secs();
        }
        assert_eq!(lengths, [15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
    }

    #[test]
    fn slow_failures_never_lock_and_a_quiet_day_forgets() {
        let mut lockout = Lockout::default();
        for i in 0..20 {
            lockout = lockout.failed(&RULE, at(i * 901));
            assert_eq!(lockout.locked_until, None);
        }
        let locked_once = fail_times(Lockout::default(), 5, 0);
        let much_later = fail_times(locked_once, 5, 200_000);
        assert_eq!(much_later.locked_until, Some(at(200_004 + 900)));
        assert_eq!(Lockout::cleared().locked_at(at(0)), None);
    }
}
