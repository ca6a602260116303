//! What the graph of holdings says about the units of a case: a bidder's group (R11), the parents and subsidiaries of a tenderee
//! (R09), and the persons that controlled a bidder (R03). Control is more than half as effective share, or registered, and goes on
//! from unit to unit; what relates nobody ends it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::case::Prepared;
use super::catalogue::{FactKind, Figures, Rule};
use super::decide::{Evidence, Hit};
use super::facts::Facts;
use super::part::Part;
use super::register::{Days, PersonKey, Register, UnitKey};
use super::walk::{Towards, Walker};
use crate::unit::Share;

/// R03: was the controlling shareholder or actual controller of a bidder on a day within the years of the pack.
pub fn controller(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let controlled = facts.person.and_then(|person| prepared.controllers.get(&person));
    for (bidder, row) in controlled.into_iter().flatten() {
        hits.push(Hit::new(Rule::Controller, Evidence { fact: FactKind::Stake, row: *row, unit: Some(*bidder) }));
    }
}

/// R11: works in a bidder's group on the day.
pub fn group(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    super::employment::at_present(prepared, facts, Rule::Group, super::case::Tie::Group, hits);
}

/// For each node whether it relates nobody as a holder, on a day.
pub(super) fn apart(register: &Register, figures: &Figures, day: Date) -> Vec<bool> {
    let mut apart = vec![false; register.node_count() as usize];
    for edge in register.edges() {
        if figures.is_apart(edge.kind) && edge.stands_within(Days::on(day)) {
            apart[edge.holder as usize] = true;
        }
    }
    for key in (0..register.unit_count()).map(UnitKey) {
        if figures.is_unit_apart(register.unit(key).kind) {
            apart[register.counted(key).0 as usize] = true;
        }
    }
    apart
}

/// The graph with what was walked already.
pub(super) struct Graph<'a> {
    register: &'a Register,
    apart: &'a [bool],
    walker: Walker<'a>,
    /// The share from which two units are one group.
    enough: Part,
    /// More than this is control.
    half: Part,
    /// Of each walk the nodes with a share large enough for any rule.
    walked: BTreeMap<(u32, Towards, Days), Vec<(u32, Part)>>,
}

impl<'a> Graph<'a> {
    pub fn new(register: &'a Register, figures: &Figures, apart: &'a [bool]) -> Self {
        let walker = Walker::new(register, apart);
        let half = Part::of(Share::from_units(Share::WHOLE.units() / 2).expect("half of a company"));
        Self { register, apart, walker, enough: Part::of(figures.group_share), half, walked: BTreeMap::new() }
    }

    /// The other units of a unit's group: those that hold the share of the pack or more of it, or of which it holds as much, or of
    /// which a common holder holds as much as of it; and those that control it, that it controls, or that its controllers do.
    pub fn group(&mut self, unit: UnitKey, days: Days) -> BTreeSet<UnitKey> {
        let holders = self.related(unit.0, Towards::Holders, days);
        let mut nodes: BTreeSet<u32> = self.related(unit.0, Towards::Held, days).into_iter().collect();
        nodes.extend(&holders);
        for holder in holders.into_iter().filter(|holder| !self.apart[*holder as usize]) {
            nodes.extend(self.related(holder, Towards::Held, days));
        }
        nodes.extend(self.chain(unit.0, Towards::Held, days));
        for controller in self.chain(unit.0, Towards::Holders, days) {
            nodes.insert(controller);
            if !self.apart[controller as usize] {
                nodes.extend(self.chain(controller, Towards::Held, days));
            }
        }
        nodes.remove(&unit.0);
        self.units(nodes)
    }

    /// The parents and subsidiaries of a unit by control.
    pub fn line(&mut self, unit: UnitKey, days: Days) -> BTreeSet<UnitKey> {
        let mut nodes = self.chain(unit.0, Towards::Holders, days);
        nodes.extend(self.chain(unit.0, Towards::Held, days));
        nodes.remove(&unit.0);
        self.units(nodes)
    }

    /// The persons that controlled a unit on any day of the span, each with the place of the first stake by which it did.
    ///
    /// Control begins on the first day of the span or on the first day of a stake, so these days are looked at; none of them where
    /// nobody would be in control even if all stakes of the span stood at once.
    pub fn controllers_within(&mut self, unit: UnitKey, span: Days) -> BTreeMap<PersonKey, u32> {
        let ever = self.chain(unit.0, Towards::Holders, span);
        let mut persons = BTreeSet::new();
        if ever.iter().any(|node| self.register.person_of(*node).is_some()) {
            for day in self.days_of_change(unit.0, span) {
                persons.extend(self.chain(unit.0, Towards::Holders, Days::on(day)));
            }
        }
        let first_stake = |person: u32| {
            let stakes = self.register.held_by(person).iter().map(|number| self.register.edge(*number));
            stakes.filter(|edge| edge.stands_within(span)).map(|edge| edge.row).min()
        };
        persons.into_iter().filter_map(|node| Some((self.register.person_of(node)?, first_stake(node)?))).collect()
    }

    fn units(&self, nodes: BTreeSet<u32>) -> BTreeSet<UnitKey> {
        nodes.into_iter().filter_map(|node| self.register.unit_of(node)).collect()
    }

    /// The nodes that one share of the pack or more joins with a node.
    fn related(&mut self, node: u32, towards: Towards, days: Days) -> Vec<u32> {
        let enough = self.enough.clone();
        self.shares(node, towards, days).iter().filter(|(_, part)| *part >= enough).map(|(other, _)| *other).collect()
    }

    /// Who controls a node, or what it controls, directly or through others; in a ring also the node itself.
    fn chain(&mut self, origin: u32, towards: Towards, days: Days) -> BTreeSet<u32> {
        let half = self.half.clone();
        let (mut chain, mut open) = (BTreeSet::new(), vec![origin]);
        while let Some(node) = open.pop() {
            if node != origin && self.apart[node as usize] {
                continue;
            }
            let shares = self.shares(node, towards, days).iter();
            let mut next: Vec<u32> = shares.filter(|(_, part)| *part > half).map(|(other, _)| *other).collect();
            let stakes = match towards {
                Towards::Holders => self.register.holders_of(node),
                Towards::Held => self.register.held_by(node),
            };
            let registered = stakes.iter().map(|number| self.register.edge(*number));
            let registered = registered.filter(|edge| edge.control && edge.stands_within(days));
            next.extend(registered.map(|edge| if towards == Towards::Holders { edge.holder } else { edge.unit }));
            open.extend(next.into_iter().filter(|other| chain.insert(*other)));
        }
        chain
    }

    fn shares(&mut self, node: u32, towards: Towards, days: Days) -> &[(u32, Part)] {
        let least = (&self.enough).min(&self.half);
        self.walked.entry((node, towards, days)).or_insert_with(|| {
            let mut shares = self.walker.shares(node, towards, days);
            shares.retain(|(_, part)| part >= least);
            shares
        })
    }

    /// The first day of the span and every day in it on which a stake above the node begins.
    fn days_of_change(&self, node: u32, span: Days) -> BTreeSet<Date> {
        let mut days = BTreeSet::from([span.first]);
        let (mut seen, mut open) = (BTreeSet::from([node]), vec![node]);
        while let Some(node) = open.pop() {
            for edge in self.register.holders_of(node).iter().map(|number| self.register.edge(*number)) {
                if !edge.stands_within(span) {
                    continue;
                }
                days.extend(Some(edge.from()).filter(|from| *from > span.first));
                if seen.insert(edge.holder) {
                    open.push(edge.holder);
                }
            }
        }
        days
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{Scene, key};
    use super::super::register::Holder;
    use super::*;
    use crate::expert::model::EmploymentKind;
    use crate::unit::model::HolderKind;
    use jiff::civil::date;

    const DAY: Date = date(2026, 12, 1);

    #[test]
    fn a_quarter_is_a_group_in_both_directions_and_a_hair_less_is_none() {
        for (share, hit) in [("25", true), ("24.99999999", false)] {
            let mut scene = Scene::new(4);
            scene.case.bidders = vec![key(1)];
            scene.graph.hold(2, 1, share).hold(1, 3, share);
            assert_eq!(groups(&mut scene, 4), if hit { vec![2, 3] } else { vec![] }, "{share}");
        }
    }

    #[test]
    fn a_common_holder_of_a_quarter_of_both_makes_sisters() {
        let mut scene = Scene::new(6);
        scene.case.bidders = vec![key(1)];
        scene.graph.person(0, 1, "25").person(0, 2, "25").person(0, 3, "24").person(1, 1, "24").person(1, 4, "100");
        assert_eq!(groups(&mut scene, 6), [2]);
        let mut scene = Scene::new(6);
        scene.case.bidders = vec![key(1)];
        scene.graph.hold(0, 2, "50").hold(2, 1, "50").hold(0, 3, "50").hold(3, 4, "50").hold(4, 5, "99");
        assert_eq!(groups(&mut scene, 6), [0, 2, 3, 4], "24.75 % of 5 is too little");
    }

    #[test]
    fn shares_are_looked_through_to_any_depth_and_add_up() {
        let mut diamond = Scene::new(5);
        diamond.case.bidders = vec![key(4)];
        diamond.graph.hold(0, 1, "50").hold(0, 2, "50").hold(1, 4, "24").hold(2, 4, "24").hold(0, 4, "1");
        assert_eq!(groups(&mut diamond, 5), [0, 1, 2], "12 + 12 + 1 %, and what 0 holds besides");
        let mut deep = Scene::new(31);
        deep.case.bidders = vec![key(30)];
        for unit in 1..31 {
            deep.graph.hold(unit - 1, unit, "100");
        }
        assert_eq!(groups(&mut deep, 31).len(), 30);
        let mut ring = Scene::new(4);
        ring.case.bidders = vec![key(1)];
        ring.graph.hold(1, 2, "50").hold(2, 3, "50").hold(3, 1, "50");
        assert_eq!(groups(&mut ring, 4), [2, 3]);
    }

    #[test]
    fn the_state_and_what_the_pack_lists_relate_nobody_behind_them() {
        for kind in [HolderKind::State, HolderKind::Fund, HolderKind::EmployeePlatform] {
            let mut scene = Scene::new(5);
            scene.case.bidders = vec![key(1)];
            scene.graph.held_by(Holder::Unit(key(0)), kind, 1, "100").held_by(Holder::Unit(key(0)), kind, 2, "100");
            scene.graph.hold(1, 3, "60").hold(4, 0, "100");
            assert_eq!(groups(&mut scene, 5), [0, 3], "{kind}");
        }
    }

    #[test]
    fn control_is_a_group_where_the_multiplied_share_is_small() {
        let mut scene = Scene::new(7);
        scene.case.bidders = vec![key(3)];
        scene.graph.hold(0, 1, "51").hold(1, 2, "51").hold(2, 3, "51").hold(4, 3, "1").in_control();
        scene.graph.hold(4, 5, "1").in_control().hold(4, 6, "1");
        assert_eq!(groups(&mut scene, 7), [0, 1, 2, 4, 5]);
    }

    #[test]
    fn a_group_is_that_of_the_day_with_branches_and_successors() {
        let mut scene = Scene::new(6);
        scene.case.bidders = vec![key(1)];
        scene.graph.units[3].branch_of = Some(key(2));
        scene.graph.units[4].merged_into = Some(key(2));
        scene.graph.hold(2, 1, "30").hold(5, 1, "30").standing(None, Some(date(2026, 11, 30)));
        assert_eq!(groups(&mut scene, 6), [2, 3, 4]);
    }

    #[test]
    fn a_tangle_takes_no_longer_than_its_size() {
        let mut scene = Scene::new(203);
        scene.case.bidders = vec![key(200)];
        for unit in 0..200 {
            for step in [1, 7, 61] {
                scene.graph.hold(unit, (unit + step) % 200, "20");
            }
        }
        scene.graph.hold(0, 200, "60").hold(1, 200, "25").hold(0, 201, "25").hold(202, 0, "40");
        assert_eq!(groups(&mut scene, 203), [0, 1, 201, 202]);
    }

    #[test]
    fn only_work_on_the_day_counts_for_a_group() {
        let mut scene = Scene::new(3);
        scene.case.bidders = vec![key(1)];
        scene.graph.hold(2, 1, "30");
        scene.work(2, "2020-01", Some("2026-11"), EmploymentKind::Employed).work(
            2,
            "2020-01",
            Some("2026-12"),
            EmploymentKind::Employed,
        );
        assert_eq!(scene.hits(group), ["R11:employment:1:1"]);
    }

    #[test]
    fn a_controller_counts_for_three_years_both_ends_inside() {
        let three_years_back = date(2023, 12, 1);
        let table = [
            ("51", false, None, Some(three_years_back), true),
            ("51", false, None, Some(date(2023, 11, 30)), false),
            ("51", false, Some(DAY), None, true),
            ("51", false, Some(date(2026, 12, 2)), None, false),
            ("50", false, None, None, false),
            ("50.00000001", false, None, None, true),
            ("1", true, None, Some(three_years_back), true),
        ];
        for (share, control, from, until, hit) in table {
            let mut scene = controlled(|graph| {
                graph.person(0, 1, share).standing(from, until);
                graph.stakes[0].control = control;
            });
            let hits: &[&str] = if hit { &["R03:equity:0:1"] } else { &[] };
            assert_eq!(scene.hits(controller), hits, "{share} {from:?} {until:?}");
            scene.facts.person = Some(PersonKey(1));
            assert!(scene.hits(controller).is_empty());
        }
    }

    #[test]
    fn control_goes_through_companies_and_needs_its_stakes_on_one_day() {
        let through = controlled(|graph| {
            graph.person(0, 2, "60").hold(2, 1, "60");
        });
        assert_eq!(through.hits(controller), ["R03:equity:0:1"]);
        let half_each = |gap: Date| {
            let scene = controlled(|graph| {
                graph.person(0, 1, "30").standing(None, Some(date(2025, 6, 30)));
                graph.person(0, 1, "30").standing(Some(gap), None);
            });
            scene.hits(controller).len()
        };
        assert_eq!(half_each(date(2025, 6, 30)), 1, "both stand on one day");
        assert_eq!(half_each(date(2025, 7, 1)), 0, "never more than 30 % at once");
        let behind_the_state = controlled(|graph| {
            graph.person(0, 2, "100").held_by(Holder::Unit(key(2)), HolderKind::State, 1, "100");
        });
        assert!(behind_the_state.hits(controller).is_empty());
    }

    /// The units among the first so many that are in a bidder's group.
    fn groups(scene: &mut Scene, unit_count: u32) -> Vec<u32> {
        let hit = |unit: &u32| {
            scene.facts.unit = Some(key(*unit));
            !scene.hits(group).is_empty()
        };
        (0..unit_count).filter(hit).collect()
    }

    fn controlled(build: impl FnOnce(&mut super::super::example::Graph)) -> Scene {
        let mut scene = Scene::new(4);
        scene.case.bidders = vec![key(1)];
        scene.facts.person = Some(PersonKey(0));
        build(&mut scene.graph);
        scene
    }
}
