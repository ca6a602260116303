//! Effective shares around one node: the sum, over all paths, of the shares multiplied along each. A path meets no node twice, so
//! a cycle ends where it would close. Nothing passes through a holder that relates nobody (the state, a fund): it may begin a
//! path or end one. Paths are summed knot by knot (a knot: companies that hold one another in circles); in a knot of more than
//! `KNOT_PATHS` paths every way of up to `TANGLE_STEPS` steps counts, circles too, which errs towards a relation.

use super::part::Part;
use super::register::{Days, Edge, Register};

/// Which way a walk goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Towards {
    /// Up, to those who hold.
    Holders,
    /// Down, to what is held.
    Held,
}

/// Walks of one register, with the nodes that relate nobody.
pub(super) struct Walker<'a> {
    register: &'a Register,
    apart: &'a [bool],
    /// Place of each node in the present walk, from 1; 0 where it was not met.
    place: Vec<u32>,
}

impl<'a> Walker<'a> {
    pub fn new(register: &'a Register, apart: &'a [bool]) -> Self {
        Self { register, apart, place: vec![0; register.node_count() as usize] }
    }

    /// Every other node that a path joins with the origin, by stakes that stand within the days, with its effective share (of the
    /// origin where the walk goes up, the origin's of it where it goes down). In no particular order.
    pub fn shares(&mut self, origin: u32, towards: Towards, days: Days) -> Vec<(u32, Part)> {
        let reached = self.reach(origin, towards, days);
        for node in &reached.nodes {
            self.place[*node as usize] = 0;
        }
        let parts = Sum::of(&reached, self.register).parts;
        reached.nodes.into_iter().zip(parts).skip(1).collect()
    }

    fn reach(&mut self, origin: u32, towards: Towards, days: Days) -> Reached {
        let mut reached = Reached { nodes: vec![origin], starts: vec![0], steps: Vec::new() };
        self.place[origin as usize] = 1;
        let mut next = 0;
        while let Some(node) = reached.nodes.get(next).copied() {
            next += 1;
            let stakes = match towards {
                _ if node != origin && self.apart[node as usize] => &[],
                Towards::Holders => self.register.holders_of(node),
                Towards::Held => self.register.held_by(node),
            };
            for number in stakes {
                let edge = self.register.edge(*number);
                let other = if towards == Towards::Holders { edge.holder } else { edge.unit };
                if other == origin || !edge.stands_within(days) {
                    continue;
                }
                let place = &mut self.place[other as usize];
                if *place == 0 {
                    reached.nodes.push(other);
                    *place = u32::try_from(reached.nodes.len()).expect("fewer than 2^32 nodes");
                }
                reached.steps.push((*place - 1, *number));
            }
            reached.starts.push(reached.steps.len());
        }
        reached
    }
}

/// What a walk met: the origin first, and from each node the steps as (place, number of the edge).
struct Reached {
    nodes: Vec<u32>,
    starts: Vec<usize>,
    steps: Vec<(u32, u32)>,
}

impl Reached {
    fn steps_from(&self, place: u32) -> &[(u32, u32)] {
        &self.steps[self.starts[place as usize]..self.starts[place as usize + 1]]
    }

    /// The knots in an order in which every step leads to the same or a later one, each a list of places (Tarjan's algorithm,
    /// with its own stack).
    fn knots(&self) -> Vec<Vec<u32>> {
        let count = self.nodes.len();
        let (mut low, mut number) = (vec![0_u32; count], vec![0_u32; count]);
        let (mut waiting, mut calls) = (Vec::new(), vec![(0_u32, 0_usize)]);
        let (mut knots, mut last) = (Vec::new(), 0);
        while let Some((place, cursor)) = calls.last_mut() {
            let (place, here) = (*place, *place as usize);
            if *cursor == 0 {
                last += 1;
                (number[here], low[here]) = (last, last);
                waiting.push(place);
            }
            if let Some((other, _)) = self.steps_from(place).get(*cursor).copied() {
                *cursor += 1;
                if number[other as usize] == 0 {
                    calls.push((other, 0));
                } else {
                    low[here] = low[here].min(number[other as usize]);
                }
                continue;
            }
            calls.pop();
            if let Some((parent, _)) = calls.last() {
                low[*parent as usize] = low[*parent as usize].min(low[here]);
            }
            if low[here] == number[here] {
                let first = waiting.iter().rposition(|other| *other == place).expect("it waits");
                let knot = waiting.split_off(first);
                for other in &knot {
                    number[*other as usize] = SETTLED;
                }
                knots.push(knot);
            }
        }
        knots.reverse();
        knots
    }
}

/// The sums of a walk, knot by knot.
struct Sum<'a> {
    reached: &'a Reached,
    register: &'a Register,
    /// What has come to each place so far.
    parts: Vec<Part>,
    /// Number of the knot of each place.
    knot_of: Vec<u32>,
    on_path: Vec<bool>,
}

impl<'a> Sum<'a> {
    fn of(reached: &'a Reached, register: &'a Register) -> Self {
        let knots = reached.knots();
        let count = reached.nodes.len();
        let mut sum = Self {
            reached,
            register,
            parts: vec![Part::NOTHING; count],
            knot_of: vec![0; count],
            on_path: vec![false; count],
        };
        for (number, knot) in (0..).zip(&knots) {
            for place in knot {
                sum.knot_of[*place as usize] = number;
            }
        }
        sum.parts[0] = Part::whole();
        for knot in &knots {
            if knot.len() > 1 {
                sum.untie(knot);
            }
            sum.pass_on(knot);
        }
        sum
    }

    /// Makes of what came into a knot what each of its members has.
    fn untie(&mut self, knot: &[u32]) {
        let came: Vec<Part> =
            knot.iter().map(|place| std::mem::replace(&mut self.parts[*place as usize], Part::NOTHING)).collect();
        if self.is_tangled(knot) {
            self.untangle(knot, came);
            return;
        }
        let mut found = Vec::new();
        for (place, part) in knot.iter().zip(came).filter(|(_, part)| !part.is_nothing()) {
            let step = |part: &Part, edge: &Edge| part.times(edge.factor);
            self.paths_from(*place, part, step, |place, part| {
                found.push((place, part.clone()));
                true
            });
        }
        for (place, part) in found {
            self.parts[place as usize].add(&part);
        }
    }

    /// Lets what came into a knot go round in it for some steps.
    fn untangle(&mut self, knot: &[u32], came: Vec<Part>) {
        let mut moving: Vec<(u32, Part)> = knot.iter().copied().zip(came).collect();
        let mut arrived: Vec<Part> = vec![Part::NOTHING; self.parts.len()];
        for step in 0..=TANGLE_STEPS {
            for (place, part) in &moving {
                self.parts[*place as usize].add(part);
            }
            if step == TANGLE_STEPS {
                break;
            }
            for (place, part) in moving.iter().filter(|(_, part)| !part.is_nothing()) {
                for (other, number) in self.reached.steps_from(*place) {
                    if self.knot_of[*other as usize] == self.knot_of[*place as usize] {
                        arrived[*other as usize].add(&part.times(self.register.edge(*number).factor));
                    }
                }
            }
            for (place, part) in &mut moving {
                *part = std::mem::replace(&mut arrived[*place as usize], Part::NOTHING);
            }
        }
    }

    fn is_tangled(&mut self, knot: &[u32]) -> bool {
        let mut count = 0;
        for place in knot {
            self.paths_from(
                *place,
                (),
                |(), _| (),
                |_, ()| {
                    count += 1;
                    count <= KNOT_PATHS
                },
            );
        }
        count > KNOT_PATHS
    }

    /// Visits every path from a place within its knot, the empty one too, until a visit says no.
    fn paths_from<W>(
        &mut self,
        start: u32,
        weight: W,
        step: impl Fn(&W, &Edge) -> W,
        mut visit: impl FnMut(u32, &W) -> bool,
    ) {
        let mut goes_on = visit(start, &weight);
        let mut path = vec![(start, weight, 0_usize)];
        self.on_path[start as usize] = true;
        while let Some((place, weight, cursor)) = path.last_mut() {
            let next = self.reached.steps_from(*place).get(*cursor).copied().filter(|_| goes_on);
            let Some((other, number)) = next else {
                self.on_path[*place as usize] = false;
                path.pop();
                continue;
            };
            *cursor += 1;
            if self.on_path[other as usize] || self.knot_of[other as usize] != self.knot_of[*place as usize] {
                continue;
            }
            let weight = step(weight, self.register.edge(number));
            goes_on = visit(other, &weight);
            self.on_path[other as usize] = true;
            path.push((other, weight, 0));
        }
    }

    /// Hands the parts of a knot's members to the knots after it.
    fn pass_on(&mut self, knot: &[u32]) {
        for place in knot {
            for (other, number) in self.reached.steps_from(*place) {
                if self.knot_of[*other as usize] != self.knot_of[*place as usize] {
                    let part = self.parts[*place as usize].times(self.register.edge(*number).factor);
                    self.parts[*other as usize].add(&part);
                }
            }
        }
    }
}

/// Paths above which a knot is a tangle. Real rings have a few; six companies that all hold one another have 1,956.
const KNOT_PATHS: u32 = 10_000;
/// Steps that count in a tangle.
const TANGLE_STEPS: u32 = 12;
/// The number of a place whose knot is known: above all others.
const SETTLED: u32 = u32::MAX;

#[cfg(test)]
mod tests {
    use super::super::example::{Graph, key};
    use super::super::register::Holder;
    use super::*;
    use crate::unit::Share;
    use crate::unit::model::HolderKind;
    use jiff::civil::{Date, date};

    const DAY: Date = date(2026, 12, 1);

    #[test]
    fn shares_multiply_along_a_path_and_add_up_over_paths() {
        let mut chain = Graph::of(4);
        chain.hold(0, 1, "50").hold(1, 2, "50").hold(2, 3, "10");
        assert_eq!(up(&chain, 2), [(0, part("25")), (1, part("50"))]);
        assert_eq!(down(&chain, 0), [(1, part("50")), (2, part("25")), (3, part("2.5"))]);
        let mut diamond = Graph::of(4);
        diamond.hold(0, 1, "60").hold(0, 2, "40").hold(1, 3, "50").hold(2, 3, "30").hold(0, 3, "1");
        assert_eq!(up(&diamond, 3), [(0, part("43")), (1, part("50")), (2, part("30"))]);
        assert_eq!(down(&diamond, 0)[2], (3, part("43")));
    }

    #[test]
    fn a_cycle_ends_where_it_would_close() {
        let mut ring = Graph::of(4);
        ring.hold(0, 1, "30").hold(1, 2, "30").hold(2, 0, "30").hold(3, 0, "50");
        assert_eq!(up(&ring, 2), [(0, part("9")), (1, part("30")), (3, part("4.5"))]);
        assert_eq!(down(&ring, 3), [(0, part("50")), (1, part("15")), (2, part("4.5"))]);
        let mut mutual = Graph::of(3);
        mutual.hold(0, 1, "100").hold(1, 0, "100").hold(2, 0, "40").hold(2, 1, "10");
        assert_eq!(up(&mutual, 1), [(0, part("100")), (2, part("50"))]);
    }

    #[test]
    fn a_holder_that_relates_nobody_begins_or_ends_a_path_and_lets_none_through() {
        let mut graph = Graph::of(4);
        graph.held_by(Holder::Unit(key(0)), HolderKind::State, 1, "100").hold(1, 2, "60").hold(3, 0, "100");
        assert_eq!(up(&graph, 2), [(0, part("60")), (1, part("60"))], "3 stands behind the state");
        assert_eq!(down(&graph, 3), [(0, part("100"))]);
        assert_eq!(down(&graph, 0), [(1, part("100")), (2, part("60"))]);
    }

    #[test]
    fn a_stake_counts_within_its_days_both_ends_inside() {
        let mut graph = Graph::of(2);
        graph.hold(0, 1, "50").standing(Some(DAY), Some(DAY));
        for (day, count) in [(date(2026, 11, 30), 0), (DAY, 1), (date(2026, 12, 2), 0)] {
            assert_eq!(shares(&graph, 1, Towards::Holders, day).len(), count, "{day}");
        }
    }

    #[test]
    fn in_a_tangle_ways_of_some_steps_count() {
        let mut graph = Graph::of(41);
        for holder in 0..40 {
            for unit in (0..40).filter(|unit| *unit != holder) {
                graph.hold(holder, unit, "1");
            }
        }
        graph.hold(0, 40, "30").hold(7, 40, "20");
        let parts = up(&graph, 40);
        assert_eq!(parts.len(), 40);
        // Of all T = 50 / 0.61 a member has its own part and a hundredth of what the others have.
        for (node, share) in parts {
            let (least, most) = match node {
                0 => ("30.514", "30.515"),
                7 => ("20.613", "20.614"),
                _ => ("0.811", "0.812"),
            };
            assert!(part(least) < share && share < part(most), "{node}");
        }
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let mut graph = Graph::of(20_000);
        for unit in 1..20_000 {
            graph.hold(unit - 1, unit, "100");
        }
        assert_eq!(up(&graph, 19_999)[0], (0, Part::whole()));
    }

    fn up(graph: &Graph, unit: u32) -> Vec<(u32, Part)> {
        shares(graph, unit, Towards::Holders, DAY)
    }

    fn down(graph: &Graph, unit: u32) -> Vec<(u32, Part)> {
        shares(graph, unit, Towards::Held, DAY)
    }

    fn shares(graph: &Graph, unit: u32, towards: Towards, day: Date) -> Vec<(u32, Part)> {
        let register = graph.register();
        let mut apart = vec![false; register.node_count() as usize];
        for edge in register.edges().iter().filter(|edge| edge.kind == HolderKind::State) {
            apart[edge.holder as usize] = true;
        }
        let mut shares = Walker::new(&register, &apart).shares(unit, towards, Days::on(day));
        shares.sort_by_key(|(node, _)| *node);
        shares
    }

    fn part(text: &str) -> Part {
        Part::of(Share::read(text).expect("a share"))
    }
}
