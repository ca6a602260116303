//! How many experts each filter matches, kept in memory until the pool changes. Whoever asks first counts; the others wait
//! for that count instead of counting too.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex as PlainMutex};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::filter::Filter;

/// The counts of this process.
#[derive(Default)]
pub struct Totals {
    kept: PlainMutex<BTreeMap<Filter, Arc<Mutex<Option<Kept>>>>>,
}

/// One count, and of which pool.
#[derive(Clone, Copy)]
struct Kept {
    total: i64,
    pool: Option<Timestamp>,
    counted_at: Timestamp,
}

impl Totals {
    /// The place of a filter's count, to look and to count alone.
    ///
    /// `pool` is the newest change of any file. Two changes may become visible out of their order, so a count is also
    /// thrown away when it is older than a minute.
    pub async fn of(&self, filter: &Filter, pool: Option<Timestamp>, now: Timestamp) -> Counting {
        Counting { kept: self.cell(filter).lock_owned().await, pool, now }
    }

    /// The last count, of whatever pool: good enough to choose a way. None while somebody counts.
    pub fn last(&self, filter: &Filter) -> Option<i64> {
        let cell = self.cell(filter);
        let kept = cell.try_lock().ok()?;
        kept.map(|kept| kept.total)
    }

    fn cell(&self, filter: &Filter) -> Arc<Mutex<Option<Kept>>> {
        let mut kept = self.kept.lock().expect("no holder of this lock panics");
        if kept.len() > KEPT_MAX {
            kept.clear();
        }
        kept.entry(filter.clone()).or_default().clone()
    }
}

/// The place of one count, held until it is known.
pub struct Counting {
    kept: OwnedMutexGuard<Option<Kept>>,
    pool: Option<Timestamp>,
    now: Timestamp,
}

impl Counting {
    /// The count, if the pool is still the one that was counted.
    pub fn known(&self) -> Option<i64> {
        let fresh = |kept: &Kept| kept.pool == self.pool && self.now.duration_since(kept.counted_at) < AGE_MAX;
        self.kept.filter(fresh).map(|kept| kept.total)
    }

    /// Keeps a count for the others.
    pub fn keep(mut self, total: i64) -> i64 {
        *self.kept = Some(Kept { total, pool: self.pool, counted_at: self.now });
        total
    }
}

const AGE_MAX: SignedDuration = SignedDuration::from_secs(60);
const KEPT_MAX: usize = 10_000;

#[cfg(test)]
mod tests {
    use super::*;
    use rules::area::Area;

    #[tokio::test]
    async fn a_count_is_kept_until_the_pool_changes_or_a_minute_has_passed() {
        let totals = Totals::default();
        let filter = Filter {
            area: Area::HUNAN,
            specialty: None,
            former: Vec::new(),
            state: None,
            library: None,
            due: None,
            today: jiff::civil::date(2026, 12, 7),
        };
        let second = |second: i64| Timestamp::from_second(second).expect("in range");
        for (pool, now, known) in [(1, 10, false), (1, 60, true), (2, 61, false), (2, 120, true), (2, 121, false)] {
            let counting = totals.of(&filter, Some(second(pool)), second(now)).await;
            assert_eq!(counting.known(), known.then_some(7), "pool {pool} at {now}");
            if !known {
                counting.keep(7);
            }
        }
        assert_eq!(totals.last(&filter), Some(7));
    }
}
