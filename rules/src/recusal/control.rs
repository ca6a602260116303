//! Groups by control, as panels keep them apart (R12): every unit has one head. A registered controller leads first; else whoever
//! holds more than half; else the group whose members together hold more than half. The state, a fund and a person lead no group,
//! and a cycle of units is led by the one with the smallest code.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::register::{Days, Register, UnitKey, ends};
use crate::unit::Share;

/// For each unit that counts the head of its group; a unit that does not count has its own key.
pub(super) fn heads(register: &Register, apart: &[bool], day: Date) -> Vec<u32> {
    let groups = Groups { register, apart, days: Days::on(day) };
    let parents: Vec<_> = (0..register.unit_count()).map(|unit| groups.parent(unit)).collect();
    let mut heads = ends(&parents, |left, right| groups.comes_before(left, right));
    let mut open: Vec<_> = (0..register.unit_count())
        .filter(|unit| parents[*unit as usize].is_none() && groups.might_be_led(*unit))
        .collect();
    open.sort_by_key(|unit| groups.code(*unit));
    loop {
        let before = open.len();
        open.retain(|unit| match groups.leader(*unit, &heads) {
            Some(leader) => {
                heads[*unit as usize] = leader;
                false
            }
            None => true,
        });
        if open.len() == before {
            break;
        }
    }
    (0..register.unit_count()).map(|unit| head_of(&heads, unit)).collect()
}

fn head_of(heads: &[u32], unit: u32) -> u32 {
    let mut head = unit;
    while heads[head as usize] != head {
        head = heads[head as usize];
    }
    head
}

struct Groups<'a> {
    register: &'a Register,
    apart: &'a [bool],
    days: Days,
}

impl Groups<'_> {
    /// The registered controller, or the holder of more than half; of several controllers the one with the smallest code.
    fn parent(&self, unit: u32) -> Option<u32> {
        let controllers = self.stakes(unit).filter(|(_, _, control)| *control).map(|(holder, ..)| holder);
        controllers
            .min_by(|left, right| self.code(*left).cmp(&self.code(*right)))
            .or_else(|| self.majority(unit, |holder| holder))
    }

    /// The group that holds more than half of a unit outside it.
    fn leader(&self, unit: u32, heads: &[u32]) -> Option<u32> {
        self.majority(unit, |holder| head_of(heads, holder)).filter(|leader| *leader != unit)
    }

    /// Whoever, after `led_by`, holds more than half; where faulty data give two, the larger, then the smaller code.
    fn majority(&self, unit: u32, led_by: impl Fn(u32) -> u32) -> Option<u32> {
        let mut sums: BTreeMap<u32, u64> = BTreeMap::new();
        for (holder, units, _) in self.stakes(unit) {
            *sums.entry(led_by(holder)).or_default() += units;
        }
        let more = sums.into_iter().filter(|(_, sum)| *sum > Share::WHOLE.units() / 2);
        let larger = more.max_by(|(left, left_sum), (right, right_sum)| {
            left_sum.cmp(right_sum).then_with(|| self.code(*right).cmp(&self.code(*left)))
        });
        larger.map(|(holder, _)| holder)
    }

    fn might_be_led(&self, unit: u32) -> bool {
        self.stakes(unit).map(|(_, units, _)| units).sum::<u64>() > Share::WHOLE.units() / 2
    }

    /// Holders that are units and may lead, with their share in units and whether they are registered as in control.
    fn stakes(&self, unit: u32) -> impl Iterator<Item = (u32, u64, bool)> {
        let edges = self.register.holders_of(unit).iter().map(|number| self.register.edge(*number));
        let leads = |holder: u32| self.register.unit_of(holder).is_some() && !self.apart[holder as usize];
        edges
            .filter(move |edge| edge.stands_within(self.days) && leads(edge.holder))
            .map(|edge| (edge.holder, edge.factor.units(), edge.control))
    }

    fn comes_before(&self, left: u32, right: u32) -> bool {
        self.code(left) < self.code(right)
    }

    /// Units without a code come last, in the order of the register.
    fn code(&self, unit: u32) -> (bool, Option<crate::unit::CreditCode>, u32) {
        let code = self.register.unit(UnitKey(unit)).code;
        (code.is_none(), code, unit)
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{Graph, key};
    use super::super::register::Holder;
    use super::*;
    use crate::unit::model::HolderKind;
    use jiff::civil::date;

    #[test]
    fn the_head_is_the_last_parent_by_more_than_half() {
        let mut chain = Graph::of(4);
        chain.hold(3, 2, "50.00000001").hold(2, 1, "100").hold(1, 0, "50");
        assert_eq!(heads_of(&chain), [0, 3, 3, 3], "half is not more than half");
    }

    #[test]
    fn a_registered_controller_leads_whatever_the_shares() {
        let mut graph = Graph::of(3);
        graph.hold(2, 0, "90").hold(1, 0, "10").in_control();
        assert_eq!(heads_of(&graph), [1, 1, 2]);
        graph.person(0, 0, "10").in_control();
        assert_eq!(heads_of(&graph), [1, 1, 2], "a person leads no group");
    }

    #[test]
    fn what_a_group_holds_together_counts_as_its_heads() {
        let mut diamond = Graph::of(5);
        diamond.hold(0, 1, "60").hold(0, 2, "60").hold(1, 3, "30").hold(2, 3, "30").hold(3, 4, "51");
        assert_eq!(heads_of(&diamond), [0, 0, 0, 0, 0]);
        let mut apart = Graph::of(4);
        apart.hold(1, 3, "30").hold(2, 3, "30");
        assert_eq!(heads_of(&apart), [0, 1, 2, 3]);
    }

    #[test]
    fn a_cycle_is_led_by_its_smallest_code() {
        let mut ring = Graph::of(5);
        ring.hold(3, 1, "60").hold(1, 2, "60").hold(2, 3, "60").hold(2, 4, "60");
        assert_eq!(heads_of(&ring), [0, 1, 1, 1, 1]);
        ring.units[1].code = None;
        assert_eq!(heads_of(&ring), [0, 2, 2, 2, 2], "a unit without a code comes last");
    }

    #[test]
    fn the_state_leads_nobody_and_branches_follow_their_company() {
        let mut graph = Graph::of(5);
        graph.held_by(Holder::Unit(key(0)), HolderKind::State, 1, "100");
        graph.held_by(Holder::Unit(key(0)), HolderKind::State, 2, "100");
        graph.units[4].branch_of = Some(key(3));
        graph.hold(4, 2, "0.1").in_control();
        assert_eq!(heads_of(&graph), [0, 1, 3, 3, 4]);
    }

    #[test]
    fn two_units_whose_groups_hold_each_other_are_one_group() {
        let mut graph = Graph::of(6);
        graph.hold(0, 2, "60").hold(0, 3, "60").hold(1, 4, "60").hold(1, 5, "60");
        graph.hold(2, 1, "30").hold(3, 1, "30").hold(4, 0, "30").hold(5, 0, "30");
        let heads = heads_of(&graph);
        assert!(heads.iter().all(|head| *head == heads[0]), "{heads:?}");
    }

    fn heads_of(graph: &Graph) -> Vec<u32> {
        let register = graph.register();
        let mut apart = vec![false; register.node_count() as usize];
        for edge in register.edges().iter().filter(|edge| edge.kind == HolderKind::State) {
            apart[edge.holder as usize] = true;
        }
        heads(&register, &apart, date(2026, 12, 1))
    }
}
