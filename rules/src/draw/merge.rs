//! Merging tiers at the commit: while the lowest tier of a slot holds fewer groups than the pack's depth times the quota, it is
//! joined with the next (`docs/DRAW.md` section 8). Computed, never chosen.

use std::collections::BTreeSet;

use proof::slot::{Slots, SlotsError};

use super::eligible::Pool;
use crate::project::slot;

/// Merges the tiers of a pool that was judged by the request's own; gives the slots as they are committed, and renumbers the bits
/// of every mask to them.
pub fn merge(pool: &mut Pool, requested: &slot::Slots, depth: u32) -> Result<Slots, SlotsError> {
    let mut first = 0;
    let mut slots = Vec::new();
    // For each bit of the request the bit that stands for it in the commitment.
    let mut renumbered = [0_u8; 64];
    let mut next = 0_u8;
    for slot in requested.all() {
        let tiers = slot.tiers.len();
        let needed = usize::try_from(depth).unwrap_or(usize::MAX).saturating_mul(usize::from(slot.quota.count()));
        let joined = joined(pool, first, tiers, needed);
        for tier in 0..tiers {
            let at = u8::try_from(tier.saturating_sub(joined)).expect("a slot has few tiers");
            *renumbered.get_mut(first + tier).ok_or(SlotsError)? = next + at;
        }
        let left = u8::try_from(tiers - joined).expect("a slot has few tiers");
        slots.push((slot.quota.count(), left));
        next += left;
        first += tiers;
    }
    for row in &mut pool.rows {
        row.mask = bits(row.mask).fold(0, |mask, bit| mask | 1 << renumbered[bit]);
    }
    Slots::new(&slots)
}

/// How many of the tiers from bit `first` on, the lowest ones, go into the one after them.
fn joined(pool: &Pool, first: usize, tiers: usize, needed: usize) -> usize {
    let mut groups: BTreeSet<&str> = BTreeSet::new();
    for tier in 0..tiers {
        let bit = 1_u64 << (first + tier);
        groups.extend(pool.rows.iter().filter(|row| row.mask & bit != 0).map(|row| row.group.as_str()));
        if groups.len() >= needed {
            return tier;
        }
    }
    tiers - 1
}

fn bits(mask: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |bit| mask >> bit & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::Area;
    use crate::draw::eligible::{Counts, Row};
    use crate::project::slot::{Quota, Reach, Slot, Tier};

    #[test]
    fn a_tier_that_is_too_thin_is_joined_with_the_next() {
        // Slot one: two groups in the city, three in the neighbourhood; slot two: one tier.
        let mut pool = pool(&[(1, "a"), (1, "b"), (1, "b"), (2, "c"), (2, "a"), (2, "d"), (8, "e"), (9, "f")]);
        let slots = merge(&mut pool, &requested(&[(1, 3), (1, 1)]), 3).expect("slots");
        assert_eq!(slots.to_string(), "1:3/1:1", "a, b and f are three");
        let slots = merge(&mut pool, &requested(&[(2, 3), (1, 1)]), 3).expect("slots");
        assert_eq!(slots.to_string(), "2:1/1:1", "a, b, c, d and f are five, so the last tier is all that is left");
        let masks: Vec<u64> = pool.rows.iter().map(|row| row.mask).collect();
        assert_eq!(masks, [1, 1, 1, 1, 1, 1, 2, 3]);
    }

    #[test]
    fn a_middle_tier_takes_the_place_of_the_lowest() {
        let mut pool = pool(&[(1, "a"), (2, "b"), (2, "c"), (4, "d"), (0, "e")]);
        let slots = merge(&mut pool, &requested(&[(1, 3)]), 3).expect("slots");
        assert_eq!(slots.to_string(), "1:2");
        assert_eq!(pool.rows.iter().map(|row| row.mask).collect::<Vec<_>>(), [1, 1, 1, 2, 0]);
    }

    #[test]
    fn a_slot_without_anybody_keeps_one_tier() {
        let mut pool = pool(&[(0, "a")]);
        assert_eq!(merge(&mut pool, &requested(&[(1, 2)]), 3).expect("slots").to_string(), "1:1");
    }

    fn pool(rows: &[(u64, &str)]) -> Pool {
        let row = |(index, (mask, group)): (u32, &(u64, &str))| Row { index, mask: *mask, group: (*group).to_owned() };
        Pool { rows: (0..).zip(rows).map(row).collect(), pairs: Vec::new(), counts: Counts::default() }
    }

    fn requested(slots: &[(u8, usize)]) -> slot::Slots {
        let tiers = |count| {
            let reach = [Reach::City, Reach::Neighbours, Reach::Province];
            reach.into_iter().take(count).map(|reach| Tier { reach, areas: vec![Area::CHANGSHA] }).collect()
        };
        let slot = |(quota, count): &(u8, usize)| Slot {
            specialty: "A0801".parse().expect("a code"),
            quota: Quota::try_from(*quota).expect("a quota"),
            tiers: tiers(*count),
        };
        slot::Slots::try_from(slots.iter().map(slot).collect::<Vec<_>>()).expect("slots")
    }
}
