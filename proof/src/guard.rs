//! The guard: a pick must not leave a later seat without candidates. Seats of one slot are alike, and so are
//! groups that can serve the same slots, so the matching is a small flow between slots and kinds of groups.

use std::collections::BTreeMap;

/// Which free groups can serve which slots, counted by kind: a kind is a set of slots, bit s for slot s.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    counts: BTreeMap<u64, u32>,
}

/// A maximum matching of seats to groups, and what it says about picks.
pub struct Matching<'a> {
    kinds: Vec<(u64, u32)>,
    seats: &'a [u32],
    /// `flow[slot][kind]`: seats of the slot that are matched to groups of the kind.
    flow: Vec<Vec<u32>>,
    size: u32,
}

impl Groups {
    /// Adds a free group that can serve the slots of `kind`.
    fn add(&mut self, kind: u64) {
        if kind != 0 {
            *self.counts.entry(kind).or_default() += 1;
        }
    }

    /// Takes one such group away.
    pub fn take(&mut self, kind: u64) {
        if kind != 0 {
            let count = self.counts.get_mut(&kind).expect("a group is taken once, after it was added");
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&kind);
            }
        }
    }

    /// A maximum matching of `seats[s]` seats of each slot s to distinct groups.
    pub fn matching<'a>(&self, seats: &'a [u32]) -> Matching<'a> {
        let kinds: Vec<(u64, u32)> = self.counts.iter().map(|(kind, count)| (*kind, *count)).collect();
        let flow = vec![vec![0; kinds.len()]; seats.len()];
        let mut matching = Matching { kinds, seats, flow, size: 0 };
        for (slot, count) in seats.iter().enumerate() {
            for _ in 0..*count {
                if !matching.augment(slot) {
                    break;
                }
            }
        }
        matching
    }

    /// Which kinds of groups may be taken for a seat of `slot` while the `later` seats wait: all of them
    /// (nothing), or those from which a maximum matching of the later seats can spare one.
    pub fn spare(&self, slot: usize, later: &[u32]) -> Option<Vec<u64>> {
        let mut matching = self.matching(later);
        let spared = matching.spared();
        if matching.augment(slot) { Some(spared) } else { None }
    }
}

impl FromIterator<u64> for Groups {
    /// One free group of each kind given.
    fn from_iter<I: IntoIterator<Item = u64>>(kinds: I) -> Groups {
        let mut groups = Groups::default();
        kinds.into_iter().for_each(|kind| groups.add(kind));
        groups
    }
}

impl Matching<'_> {
    /// How many seats are matched.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// Whether every seat is matched.
    pub fn is_full(&self) -> bool {
        self.size == self.seats.iter().sum::<u32>()
    }

    /// Matches one more seat of `slot`, moving others where that helps.
    fn augment(&mut self, slot: usize) -> bool {
        let mut via = vec![None; self.seats.len()];
        let mut reached = vec![false; self.seats.len()];
        let mut queue = vec![slot];
        reached[slot] = true;
        let mut next = 0;
        while next < queue.len() {
            let from = queue[next];
            next += 1;
            for kind in 0..self.kinds.len() {
                if self.kinds[kind].0 >> from & 1 == 0 {
                    continue;
                }
                if self.used(kind) < self.kinds[kind].1 {
                    self.shift(from, kind, &via);
                    return true;
                }
                for other in 0..self.seats.len() {
                    if self.flow[other][kind] > 0 && !reached[other] {
                        reached[other] = true;
                        via[other] = Some((from, kind));
                        queue.push(other);
                    }
                }
            }
        }
        false
    }

    /// Gives `slot` a free group of `kind`; along the way back each slot hands the group it held to the one before.
    fn shift(&mut self, mut slot: usize, kind: usize, via: &[Option<(usize, usize)>]) {
        self.flow[slot][kind] += 1;
        while let Some((before, held)) = via[slot] {
            self.flow[slot][held] -= 1;
            self.flow[before][held] += 1;
            slot = before;
        }
        self.size += 1;
    }

    /// Kinds of which some maximum matching leaves a group unused.
    fn spared(&self) -> Vec<u64> {
        let mut spared: Vec<bool> = (0..self.kinds.len()).map(|kind| self.used(kind) < self.kinds[kind].1).collect();
        let mut queue: Vec<usize> = (0..self.kinds.len()).filter(|kind| spared[*kind]).collect();
        let mut seen = 0u64;
        while let Some(kind) = queue.pop() {
            // A slot hands on what it holds once, however many kinds lead to it.
            let fresh = self.kinds[kind].0 & !seen;
            seen |= fresh;
            for slot in (0..self.seats.len()).filter(|slot| fresh >> slot & 1 == 1) {
                for (other, spared) in spared.iter_mut().enumerate() {
                    if self.flow[slot][other] > 0 && !*spared {
                        *spared = true;
                        queue.push(other);
                    }
                }
            }
        }
        self.kinds.iter().zip(spared).filter(|(_, spared)| *spared).map(|((kind, _), _)| *kind).collect()
    }

    fn used(&self, kind: usize) -> u32 {
        self.flow.iter().map(|of_slot| of_slot[kind]).sum()
    }
}

#[cfg(test)]
mod tests;
