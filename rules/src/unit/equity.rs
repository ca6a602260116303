//! Who holds whom: the neighbourhood of a unit in the graph of shareholdings, and whether a company's shares add up. Edges may
//! form cycles and diamonds; the walk meets each unit once, at its smallest distance.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::Date;

use super::model::HolderKind;
use super::share::Share;
use crate::time;

/// One holding; `K` names a unit or a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge<K> {
    /// Who holds.
    pub holder: K,
    /// What the holder is.
    pub holder_kind: HolderKind,
    /// The company that is held.
    pub unit: K,
    /// How much.
    pub share: Share,
    /// Whether the holder is registered as in actual control.
    pub control: bool,
    /// First day; open where it is not known.
    pub from: Option<Date>,
    /// Last day, inside; open where it goes on.
    pub until: Option<Date>,
}

impl<K> Edge<K> {
    /// Whether the holding stands on a day; unknown ends are open.
    pub fn stands_on(&self, day: Date) -> bool {
        time::within(day, self.from.unwrap_or(Date::MIN), self.until)
    }
}

impl HolderKind {
    /// Whether two companies under one such holder are related: the state (公司法 265), funds and employee platforms relate nobody.
    pub const fn relates(self) -> bool {
        matches!(self, Self::Company | Self::Person)
    }
}

/// What lies around a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbourhood<K> {
    /// The nodes with their distance from the centre.
    pub nodes: BTreeMap<K, u8>,
    /// Indices of the edges between them, in the order given.
    pub edges: Vec<usize>,
}

/// The units and holders within `depth` holdings of the centre, upwards and downwards.
///
/// A holder that relates nobody (the state, a fund, an employee platform) is shown but not walked through, unless it is the centre.
pub fn neighbourhood<K: Ord + Copy>(edges: &[Edge<K>], centre: K, depth: u8) -> Neighbourhood<K> {
    let mut touching: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    let mut barriers = BTreeSet::new();
    for (index, edge) in edges.iter().enumerate() {
        touching.entry(edge.holder).or_default().push(index);
        touching.entry(edge.unit).or_default().push(index);
        if !edge.holder_kind.relates() {
            barriers.insert(edge.holder);
        }
    }
    let mut nodes = BTreeMap::from([(centre, 0)]);
    let mut queue = VecDeque::from([(centre, 0)]);
    while let Some((node, distance)) = queue.pop_front() {
        if distance == depth || (node != centre && barriers.contains(&node)) {
            continue;
        }
        for index in touching.get(&node).into_iter().flatten() {
            let edge = &edges[*index];
            let other = if edge.holder == node { edge.unit } else { edge.holder };
            nodes.entry(other).or_insert_with(|| {
                queue.push_back((other, distance + 1));
                distance + 1
            });
        }
    }
    let inside = |edge: &Edge<K>| nodes.contains_key(&edge.holder) && nodes.contains_key(&edge.unit);
    let edges = edges.iter().enumerate().filter(|(_, edge)| inside(edge)).map(|(index, _)| index).collect();
    Neighbourhood { nodes, edges }
}

/// Companies whose holdings on a day add up to more than 100 %, with the sum in units of 0.000 000 01 %.
pub fn overfull<K: Ord + Copy>(edges: &[Edge<K>], day: Date) -> BTreeMap<K, u64> {
    let mut sums: BTreeMap<K, u64> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.stands_on(day)) {
        *sums.entry(edge.unit).or_default() += edge.share.units();
    }
    sums.retain(|_, sum| *sum > Share::WHOLE.units());
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn edge(holder: u8, unit: u8, share: &str) -> Edge<u8> {
        let kind = if holder >= 100 { HolderKind::State } else { HolderKind::Company };
        let share = Share::read(share).expect("a share");
        Edge { holder, holder_kind: kind, unit, share, control: false, from: None, until: None }
    }

    fn nodes(edges: &[Edge<u8>], centre: u8, depth: u8) -> Vec<(u8, u8)> {
        neighbourhood(edges, centre, depth).nodes.into_iter().collect()
    }

    #[test]
    fn the_walk_goes_up_and_down_as_far_as_asked() {
        let chain = [edge(1, 2, "60"), edge(2, 3, "60"), edge(3, 4, "60"), edge(5, 3, "40")];
        assert_eq!(nodes(&chain, 2, 1), [(1, 1), (2, 0), (3, 1)]);
        assert_eq!(nodes(&chain, 2, 2), [(1, 1), (2, 0), (3, 1), (4, 2), (5, 2)]);
        assert_eq!(neighbourhood(&chain, 2, 1).edges, [0, 1]);
        assert_eq!(nodes(&chain, 9, 3), [(9, 0)], "a unit without holdings is alone");
    }

    #[test]
    fn cycles_and_diamonds_end_and_keep_the_smallest_distance() {
        let cycle = [edge(1, 2, "30"), edge(2, 3, "30"), edge(3, 1, "30")];
        assert_eq!(nodes(&cycle, 1, 4), [(1, 0), (2, 1), (3, 1)]);
        assert_eq!(neighbourhood(&cycle, 1, 4).edges, [0, 1, 2]);
        let diamond = [edge(1, 2, "50"), edge(1, 3, "50"), edge(2, 4, "50"), edge(3, 4, "50")];
        assert_eq!(nodes(&diamond, 1, 2), [(1, 0), (2, 1), (3, 1), (4, 2)]);
    }

    #[test]
    fn a_state_holder_is_shown_but_relates_nobody() {
        let state = [edge(100, 1, "100"), edge(100, 2, "100"), edge(2, 3, "51")];
        assert_eq!(nodes(&state, 1, 4), [(1, 0), (100, 1)]);
        assert_eq!(nodes(&state, 100, 1), [(1, 1), (2, 1), (100, 0)]);
    }

    #[test]
    fn shares_of_one_day_add_up_to_the_whole() {
        let until = |until, edge| Edge { until: Some(until), ..edge };
        let moved = [
            until(date(2024, 6, 30), edge(1, 9, "60")),
            Edge { from: Some(date(2024, 7, 1)), ..edge(2, 9, "60") },
            edge(3, 9, "40"),
        ];
        assert!(overfull(&moved, date(2024, 6, 30)).is_empty() && overfull(&moved, date(2024, 7, 1)).is_empty());
        let twice = [edge(1, 9, "60"), edge(2, 9, "40.00000001")];
        assert_eq!(overfull(&twice, date(2024, 7, 1)), BTreeMap::from([(9, 10_000_000_001)]));
    }

    proptest! {
        #[test]
        fn every_walk_ends_and_distances_grow_by_one(pairs in prop::collection::vec((0_u8..12, 0_u8..12), 0..40), depth in 0_u8..6) {
            let edges: Vec<_> = pairs.into_iter().map(|(holder, unit)| edge(holder, unit, "10")).collect();
            let around = neighbourhood(&edges, 0, depth);
            prop_assert!(around.nodes.values().all(|distance| *distance <= depth));
            for index in &around.edges {
                let (from, to) = (around.nodes[&edges[*index].holder], around.nodes[&edges[*index].unit]);
                prop_assert!(from.abs_diff(to) <= 1);
            }
        }
    }
}
