//! The pool of a draw: one row for every expert of the registry, whoever may be drawn or not, with the bits of the slots and the
//! group; the pairs that may not sit together; and the counts that the commit promises. An excluded or unmatched expert has no bit
//! and a group of their own, so that a row does not tell why.

use std::collections::BTreeMap;

use crate::recusal::decide::{Decision, Verdict};
use crate::recusal::pair::{self, Candidate, Links, Relative};
use crate::recusal::{Rule, UnitKey};
use crate::wording::Worded;

/// An expert who was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What was decided.
    pub decision: Decision,
    /// Id of the group by control (`recusal::pair::group_id`).
    pub group: String,
    /// What links the expert to others.
    pub links: Links,
}

/// A row of the pool; the shell adds the expert's sealed id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Order of admission.
    pub index: u32,
    /// Bits of the rungs for which the expert may be drawn.
    pub mask: u64,
    /// Id of the group.
    pub group: String,
}

/// How the registry divides; `pool` is always the sum of the other three.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Experts who may be drawn.
    pub eligible: u32,
    /// Experts who fit a slot and are hit by a rule.
    pub excluded: u32,
    /// Experts who fit no slot.
    pub unmatched: u32,
    /// For each rule the excluded experts whom it hits; one may be hit by several.
    pub rules: BTreeMap<Rule, u32>,
    /// For each unit of the case the excluded experts whom a rule hits because of it.
    pub units: BTreeMap<UnitKey, u32>,
}

impl Counts {
    /// All experts of the registry.
    pub const fn pool(&self) -> u32 {
        self.eligible + self.excluded + self.unmatched
    }

    fn add(&mut self, decision: &Decision) {
        match decision.verdict {
            Verdict::Eligible => self.eligible += 1,
            Verdict::Unmatched => self.unmatched += 1,
            Verdict::Excluded => {
                self.excluded += 1;
                count_each(&mut self.rules, decision.hits.iter().map(|hit| hit.rule));
                count_each(&mut self.units, decision.hits.iter().filter_map(|hit| hit.evidence.unit));
            }
        }
    }
}

/// What a draw is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Everybody, ascending by index.
    pub rows: Vec<Row>,
    /// Pairs of indexes that may not sit together, ascending.
    pub pairs: Vec<(u32, u32)>,
    /// The counts.
    pub counts: Counts,
}

/// Makes the pool of everybody's decision, in any order.
pub fn pool(judged: &[Judged], relatives: &[Relative]) -> Result<Pool, PoolError> {
    let mut order: Vec<&Judged> = judged.iter().collect();
    order.sort_by_key(|judged| judged.decision.index);
    if let Some(twice) = order.windows(2).find(|pair| pair[0].decision.index == pair[1].decision.index) {
        return Err(PoolError::Twice { index: twice[0].decision.index });
    }
    let mut counts = Counts::default();
    let mut rows = Vec::with_capacity(order.len());
    let mut candidates = Vec::new();
    for Judged { decision, group, links } in order {
        counts.add(decision);
        let (index, mask) = (decision.index, decision.mask());
        if mask != 0 {
            candidates.push(Candidate { index, group, links });
        }
        let group = if mask == 0 { pair::alone(index) } else { group.clone() };
        rows.push(Row { index, mask, group });
    }
    Ok(Pool { rows, pairs: pair::linked(&candidates, relatives), counts })
}

/// For each slot, given the bits of its rungs, the experts whom it fits and who are hit by a rule, and all whom it fits.
pub fn removed_by<'a>(
    decisions: impl IntoIterator<Item = &'a Decision>,
    rule: Rule,
    slot_masks: &[u64],
) -> Vec<(u32, u32)> {
    let mut slots = vec![(0, 0); slot_masks.len()];
    for decision in decisions {
        let hit = u32::from(decision.hits.iter().any(|hit| hit.rule == rule));
        for (slot, mask) in slots.iter_mut().zip(slot_masks) {
            if decision.profile & mask != 0 {
                slot.0 += hit;
                slot.1 += 1;
            }
        }
    }
    slots
}

/// Decisions of which no pool is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PoolError {
    /// One expert twice.
    #[error("the expert of index {index} was judged twice; judge everybody of one snapshot once")]
    Twice {
        /// Order of admission.
        index: u32,
    },
}

impl Worded for PoolError {
    fn code(&self) -> &'static str {
        match self {
            Self::Twice { .. } => "pool.twice",
        }
    }

    fn zh(&self) -> String {
        let Self::Twice { index } = self;
        format!("入库序号 {index} 的专家被判定两次，请对同一快照中的每人判定一次")
    }
}

fn count_each<T: Ord + Copy>(counts: &mut BTreeMap<T, u32>, things: impl Iterator<Item = T>) {
    let mut things: Vec<T> = things.collect();
    things.sort_unstable();
    things.dedup();
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recusal::example::key;
    use crate::recusal::{Evidence, FactKind, Hit};
    use proptest::prelude::*;

    #[test]
    fn everybody_has_a_row_and_only_the_eligible_have_bits_and_groups() {
        let mut judged = vec![
            person(7, 0b10, "unit:A", &[]),
            person(2, 0b01, "unit:A", &[(Rule::Employed, 1), (Rule::Employed, 2), (Rule::Group, 1)]),
            person(4, 0, "unit:B", &[(Rule::Employed, 1)]),
            person(0, 0b11, "person:0", &[]),
        ];
        for of in &mut judged {
            of.links.address = Some([1; 32]);
        }
        let pool = pool(&judged, &[]).expect("a pool");
        let rows: Vec<_> = pool.rows.iter().map(|row| (row.index, row.mask, row.group.as_str())).collect();
        assert_eq!(rows, [(0, 3, "person:0"), (2, 0, "person:2"), (4, 0, "person:4"), (7, 2, "unit:A")]);
        assert_eq!(pool.pairs, [(0, 7)], "whoever cannot be drawn is in no pair");
        let Counts { eligible, excluded, unmatched, rules, units } = pool.counts;
        assert_eq!((eligible, excluded, unmatched), (2, 1, 1));
        assert_eq!(
            rules,
            BTreeMap::from([(Rule::Employed, 1), (Rule::Group, 1)]),
            "an unmatched person counts for no rule"
        );
        assert_eq!(units, BTreeMap::from([(key(1), 1), (key(2), 1)]));
    }

    #[test]
    fn nobody_is_judged_twice() {
        let twice = [person(3, 1, "a", &[]), person(1, 1, "b", &[]), person(3, 1, "c", &[])];
        assert_eq!(pool(&twice, &[]), Err(PoolError::Twice { index: 3 }));
        assert_eq!(pool(&[], &[]).map(|pool| pool.counts.pool()), Ok(0));
    }

    #[test]
    fn what_a_rule_removes_is_counted_slot_by_slot() {
        let judged = [
            person(0, 0b001, "a", &[(Rule::Requested, 1)]),
            person(1, 0b110, "b", &[(Rule::Requested, 1), (Rule::Employed, 2)]),
            person(2, 0b100, "c", &[(Rule::Employed, 2)]),
            person(3, 0, "d", &[(Rule::Requested, 1)]),
        ];
        let decisions = judged.iter().map(|judged| &judged.decision);
        assert_eq!(removed_by(decisions, Rule::Requested, &[0b011, 0b100]), [(2, 2), (1, 2)]);
    }

    proptest! {
        #[test]
        fn the_counts_add_up_and_the_order_of_the_input_does_not_matter(profiles in prop::collection::vec((0_u64..4, any::<bool>(), 0_u8..5), 0..40)) {
            let judged: Vec<_> = (0..).zip(&profiles).map(|(index, (profile, hit, address))| {
                let hits: &[_] = if *hit { &[(Rule::Employed, 1)] } else { &[] };
                let mut judged = person(index, *profile, if index % 3 == 0 { "unit:A" } else { "unit:B" }, hits);
                judged.links.address = Some([*address; 32]);
                judged
            }).collect();
            let made = pool(&judged, &[]).expect("a pool");
            let reversed: Vec<_> = judged.iter().rev().cloned().collect();
            prop_assert_eq!(made.counts.pool() as usize, profiles.len());
            prop_assert!(made.pairs.iter().all(|(i, j)| i < j && made.rows[*i as usize].mask != 0 && made.rows[*j as usize].mask != 0));
            prop_assert_eq!(pool(&reversed, &[]), Ok(made));
        }
    }

    fn person(index: u32, profile: u64, group: &str, hits: &[(Rule, u32)]) -> Judged {
        let hit = |(rule, unit): &(Rule, u32)| {
            Hit::new(*rule, Evidence { fact: FactKind::Employment, row: 0, unit: Some(key(*unit)) })
        };
        let verdict = match (profile, hits) {
            (0, _) => Verdict::Unmatched,
            (_, []) => Verdict::Eligible,
            _ => Verdict::Excluded,
        };
        let decision = Decision { index, verdict, profile, hits: hits.iter().map(hit).collect() };
        Judged { decision, group: group.to_owned(), links: Links::default() }
    }
}
