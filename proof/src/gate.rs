//! What a pool must hold before anybody is drawn from it: enough groups to fill every seat several times over,
//! and a fair chance for everybody, shown by drawing often with keys that nobody chose.

use thiserror::Error;

use crate::guard::Groups;
use crate::hash::{Hash, tagged};
use crate::pack::{Fraction, Pack};
use crate::pick::{Panel, Seat};
use crate::pool::Pool;
use crate::slot::Slots;

/// Why a draw is not to be held from this pool. The public is told `infeasible` and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GateError {
    #[error("the seats cannot be matched {depth} times over to different groups; widen the request")]
    Depth { depth: u32 },
    #[error("somebody would be seated in {seated} of {runs} drawings; widen the request")]
    Chance { seated: u32, runs: u32 },
    #[error("{dry} of {runs} drawings leave a seat empty; widen the request")]
    Empty { dry: u32, runs: u32 },
}

/// What the fairness drawings showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fairness {
    /// How many drawings.
    pub runs: u32,
    /// In how many the most often seated person sat.
    pub most_seated: u32,
    /// How many left a seat empty.
    pub dry: u32,
}

/// Both gates with the pack's figures; masks must fit the slots.
pub fn check(pool: &Pool, slots: &Slots, pack: &Pack) -> Result<Fairness, GateError> {
    if !is_deep(pool, slots, pack.depth) {
        return Err(GateError::Depth { depth: pack.depth });
    }
    let runs = if pool.eligible_count() > pack.large { pack.runs_large } else { pack.runs };
    let fairness = fairness(pool, slots, runs);
    let Fairness { most_seated, dry, .. } = fairness;
    if !at_most(most_seated, runs, pack.chance) {
        return Err(GateError::Chance { seated: most_seated, runs });
    }
    if at_most(dry, runs, pack.empty) { Ok(fairness) } else { Err(GateError::Empty { dry, runs }) }
}

/// Whether `depth` copies of all seats can be matched at once to distinct groups.
pub fn is_deep(pool: &Pool, slots: &Slots, depth: u32) -> bool {
    let mut kinds = vec![0; pool.group_count() as usize];
    for record in pool.records() {
        kinds[record.group as usize] |= slots.slot_set(record.mask);
    }
    let groups: Groups = kinds.into_iter().collect();
    let seats: Vec<u32> = slots.slots().iter().map(|slot| u32::from(slot.quota) * depth).collect();
    groups.matching(&seats).is_full()
}

/// Whether the lowest tier of each slot holds `depth` times its quota in groups, or is the only one.
pub fn is_merged(pool: &Pool, slots: &Slots, depth: u32) -> bool {
    slots
        .slots()
        .iter()
        .all(|slot| slot.tiers == 1 || groups_of_bit(pool, slot.bits().start) >= depth * u32::from(slot.quota))
}

/// How many groups have a member with this bit.
pub fn groups_of_bit(pool: &Pool, bit: u8) -> u32 {
    let mut seen = vec![false; pool.group_count() as usize];
    for record in pool.records().iter().filter(|record| record.mask >> bit & 1 == 1) {
        seen[record.group as usize] = true;
    }
    seen.into_iter().map(u32::from).sum()
}

/// Draws all seats `runs` times over the eligible people alone, with `TH("vrd1/fairness", root, u32be run)`.
pub fn fairness(pool: &Pool, slots: &Slots, runs: u32) -> Fairness {
    let (root, eligible) = (pool.root(), pool.eligible());
    let mut seated = vec![0; eligible.records().len()];
    let mut dry = 0;
    let fresh = Panel::new(&eligible, slots);
    for run in 0..runs {
        let mut panel = fresh.clone();
        panel.fill(&fairness_key(&root, run));
        dry += u32::from(panel.seats().contains(&Seat::Vacant));
        for seat in panel.seats() {
            if let Seat::Taken(i) = seat {
                seated[*i as usize] += 1;
            }
        }
    }
    Fairness { runs, most_seated: seated.into_iter().max().unwrap_or(0), dry }
}

fn fairness_key(root: &Hash, run: u32) -> [u8; 32] {
    tagged("vrd1/fairness", &[&root.0, &run.to_be_bytes()]).0
}

fn at_most(count: u32, of: u32, share: Fraction) -> bool {
    u64::from(count) * u64::from(share.below) <= u64::from(of) * u64::from(share.above)
}
