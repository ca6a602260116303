//! Chance that repeats itself: one ChaCha8 stream for each purpose and number, so that a person stays the same person whatever
//! is made before. Ranges are cut by our own arithmetic, as a library may change its way of cutting.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// A stream of chance.
pub struct Chance(ChaCha8Rng);

/// What a stream is for.
#[derive(Clone, Copy)]
pub enum Purpose {
    Unit = 1,
    Person = 2,
    Officer = 3,
    Equity = 4,
    Panel = 5,
    Expert = 6,
}

impl Chance {
    /// The stream of a purpose and a number under a seed.
    pub fn of(seed: u64, purpose: Purpose, number: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(((purpose as u64) << 32) | number as u64);
        Self(rng)
    }

    /// A number below `end`, which is above 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from((u64::from(self.0.next_u32()) * end as u64) >> 32).expect("below end")
    }

    /// A number from `first` to `last`, both possible.
    pub fn between(&mut self, first: i32, last: i32) -> i32 {
        let width = usize::try_from(last - first + 1).expect("in order");
        first + i32::try_from(self.below(width)).expect("below the width")
    }

    /// True in so many of a thousand cases.
    pub fn per_mille(&mut self, count: usize) -> bool {
        self.below(1000) < count
    }

    /// One of a list.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// One of a list by weights.
    pub fn weighted<T: Copy>(&mut self, list: &[(T, u32)]) -> T {
        let total: u32 = list.iter().map(|(_, weight)| weight).sum();
        let mut drawn = u32::try_from(self.below(total as usize)).expect("below the total");
        for (item, weight) in list {
            if drawn < *weight {
                return *item;
            }
            drawn -= weight;
        }
        unreachable!("the drawn number lies below the total")
    }

    /// A day some days before `day`, from `least` to `most`.
    pub fn days_before(&mut self, day: Date, least: i32, most: i32) -> Date {
        let days: Span = self.between(least, most).days();
        day.saturating_sub(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_itself_and_differs_from_its_neighbours() {
        let draw = |seed, number| {
            let mut chance = Chance::of(seed, Purpose::Person, number);
            [(); 8].map(|()| chance.below(1000))
        };
        assert_eq!(draw(1, 7), draw(1, 7));
        assert_ne!(draw(1, 7), draw(1, 8));
        assert_ne!(draw(1, 7), draw(2, 7));
    }

    #[test]
    fn ranges_reach_both_ends_and_weights_count() {
        let mut chance = Chance::of(1, Purpose::Unit, 0);
        let drawn: std::collections::BTreeSet<i32> = (0..200).map(|_| chance.between(-2, 2)).collect();
        assert_eq!(drawn.len(), 5);
        let heavy = (0..1000).filter(|_| chance.weighted(&[('a', 9), ('b', 1)]) == 'a').count();
        assert!((850..950).contains(&heavy), "{heavy}");
    }
}
