//! The register of units as recusal reads it: units by a small key, who holds whom as adjacency arrays, and who holds an office.
//! Made once from a snapshot and used for any number of cases; nothing in it depends on the day or on a pack.

use jiff::civil::Date;

use super::part::Factor;
use crate::area::Area;
use crate::id::UnitId;
use crate::unit::model::{HolderKind, OfficerRole, UnitKind};
use crate::unit::{CreditCode, Share};
use crate::wording::Worded;

/// A unit's place in the register, from 0, in the order of the units' ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitKey(pub u32);

/// A person's place among those whom the register knows by resident id, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey(pub u32);

/// A unit of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id in the register.
    pub id: UnitId,
    /// Credit code; missing while the unit is known by name alone.
    pub code: Option<CreditCode>,
    /// What it is.
    pub kind: UnitKind,
    /// Where it is seated.
    pub area: Option<Area>,
    /// The company of a branch.
    pub branch_of: Option<UnitKey>,
    /// The unit that counts in its place.
    pub merged_into: Option<UnitKey>,
}

/// Who holds a stake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A unit.
    Unit(UnitKey),
    /// A person; one without a resident id has a key of its own for each stake.
    Person(PersonKey),
}

/// A stake of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stake {
    /// Who holds.
    pub holder: Holder,
    /// What the holder is.
    pub kind: HolderKind,
    /// What is held.
    pub unit: UnitKey,
    /// How much.
    pub share: Share,
    /// Registered as in actual control, whatever the share.
    pub control: bool,
    /// First day; open where it is not known.
    pub from: Option<Date>,
    /// Last day, inside; open where it goes on.
    pub until: Option<Date>,
}

/// An office of the snapshot, of somebody known by resident id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// In which unit.
    pub unit: UnitKey,
    /// Who.
    pub person: PersonKey,
    /// Which.
    pub role: OfficerRole,
    /// First day.
    pub from: Date,
    /// Last day, inside; open where it goes on.
    pub until: Option<Date>,
}

/// The units with their stakes and offices.
#[derive(Debug)]
pub struct Register {
    units: Vec<Unit>,
    offices: Vec<Office>,
    /// For each unit the node that counts in its place.
    counted: Vec<u32>,
    edges: Vec<Edge>,
    up: Adjacency,
    down: Adjacency,
    node_count: u32,
}

/// A stake between nodes that count. Units come first among the nodes, then the persons.
#[derive(Debug, Clone)]
pub(super) struct Edge {
    pub holder: u32,
    pub unit: u32,
    pub factor: Factor,
    pub kind: HolderKind,
    pub control: bool,
    from: Date,
    until: Date,
    /// Place of the stake as it was given.
    pub row: u32,
}

impl Edge {
    /// Whether the stake stands on a day of the span, both ends inside; unknown ends are open.
    pub fn stands_within(&self, days: Days) -> bool {
        self.from <= days.last && days.first <= self.until
    }

    /// First day, the first of the calendar where it is open.
    pub const fn from(&self) -> Date {
        self.from
    }
}

/// A span of days, both ends inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

impl Days {
    /// A single day.
    pub const fn on(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// Whether a fact of these days, open without an end, touches the span.
    pub fn meet(self, from: Date, until: Option<Date>) -> bool {
        from <= self.last && until.is_none_or(|until| self.first <= until)
    }
}

impl Register {
    /// Puts a snapshot together. Units come in the order of their ids; stakes and offices in any order that is always the same,
    /// since evidence names them by their place.
    pub fn new(units: Vec<Unit>, stakes: &[Stake], mut offices: Vec<Office>) -> Result<Self, RegisterError> {
        let unit_count = small(units.len());
        let known = |key: UnitKey| if key.0 < unit_count { Ok(()) } else { Err(RegisterError::Unit { key: key.0 }) };
        if let Some(place) = units.windows(2).position(|pair| pair[0].id >= pair[1].id) {
            return Err(RegisterError::Order { place: place + 1 });
        }
        for unit in &units {
            unit.branch_of.into_iter().chain(unit.merged_into).try_for_each(known)?;
        }
        offices.iter().try_for_each(|office| known(office.unit))?;
        for stake in stakes {
            known(stake.unit)?;
            if let Holder::Unit(holder) = stake.holder {
                known(holder)?;
            }
        }
        offices.sort_by_key(|office| office.person);
        let successors: Vec<_> =
            units.iter().map(|unit| unit.merged_into.or(unit.branch_of).map(|key| key.0)).collect();
        let counted = ends(&successors, |left, right| left < right);
        let edges = edges(&units, &counted, stakes);
        let node_count = edges.iter().map(|edge| edge.holder + 1).max().unwrap_or(0).max(unit_count);
        let up = Adjacency::of(node_count, edges.iter().map(|edge| edge.unit));
        let down = Adjacency::of(node_count, edges.iter().map(|edge| edge.holder));
        Ok(Self { units, offices, counted, edges, up, down, node_count })
    }

    /// The unit that counts in the place of this one: the company of a branch, the successor of a merged unit.
    pub fn counted(&self, unit: UnitKey) -> UnitKey {
        UnitKey(self.counted[unit.0 as usize])
    }

    /// A unit by its key.
    pub fn unit(&self, key: UnitKey) -> &Unit {
        &self.units[key.0 as usize]
    }

    /// How many units there are.
    pub fn unit_count(&self) -> u32 {
        small(self.units.len())
    }

    /// The key of a unit.
    pub fn key(&self, id: UnitId) -> Option<UnitKey> {
        self.units.binary_search_by_key(&id, |unit| unit.id).ok().map(|place| UnitKey(small(place)))
    }

    /// What a unit is called where it must be the same everywhere: its credit code, else its id.
    pub fn label(&self, key: UnitKey) -> String {
        let unit = self.unit(key);
        unit.code.map_or_else(|| unit.id.to_string(), |code| code.to_string())
    }

    /// The offices of a person, each with its place among all.
    pub(super) fn offices_of(&self, person: PersonKey) -> impl Iterator<Item = (u32, &Office)> {
        let first = self.offices.partition_point(|office| office.person < person);
        let offices = self.offices[first..].iter().take_while(move |office| office.person == person);
        (small(first)..).zip(offices)
    }

    pub(super) const fn node_count(&self) -> u32 {
        self.node_count
    }

    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    pub(super) fn edge(&self, number: u32) -> &Edge {
        &self.edges[number as usize]
    }

    /// Numbers of the stakes in a unit.
    pub(super) fn holders_of(&self, node: u32) -> &[u32] {
        self.up.of_node(node)
    }

    /// Numbers of the stakes that a node holds.
    pub(super) fn held_by(&self, node: u32) -> &[u32] {
        self.down.of_node(node)
    }

    /// The unit of a node; none for a person.
    pub(super) fn unit_of(&self, node: u32) -> Option<UnitKey> {
        (node < self.unit_count()).then_some(UnitKey(node))
    }

    /// The person of a node; none for a unit.
    pub(super) fn person_of(&self, node: u32) -> Option<PersonKey> {
        node.checked_sub(self.unit_count()).map(PersonKey)
    }
}

/// A snapshot that does not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// A key beyond the units.
    #[error("the register has no unit {key}; take units and stakes from one snapshot")]
    Unit {
        /// The key.
        key: u32,
    },
    /// Units out of order or twice.
    #[error("unit {place} is out of order; give the units in the order of their ids, each once")]
    Order {
        /// Its place, from 0.
        place: usize,
    },
}

impl Worded for RegisterError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unit { .. } => "register.unit",
            Self::Order { .. } => "register.order",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Unit { key } => format!("单位库中没有第 {key} 个单位，请从同一快照读取单位和股权"),
            Self::Order { place } => format!("第 {place} 个单位次序不对，请按编号排序且不重复"),
        }
    }
}

/// Where each node of a functional graph ends; a cycle ends at its smallest member.
pub(super) fn ends(next: &[Option<u32>], smaller: impl Fn(u32, u32) -> bool) -> Vec<u32> {
    let mut end: Vec<Option<u32>> = vec![None; next.len()];
    let mut step_of = vec![0_usize; next.len()];
    let mut path = Vec::new();
    for start in 0..small(next.len()) {
        path.clear();
        let mut node = start;
        let last = loop {
            if let Some(known) = end[node as usize] {
                break known;
            }
            let step = step_of[node as usize];
            if step > 0 {
                let cycle = &path[step - 1..];
                break cycle
                    .iter()
                    .copied()
                    .fold(node, |least, other| if smaller(other, least) { other } else { least });
            }
            path.push(node);
            step_of[node as usize] = path.len();
            match next[node as usize] {
                Some(other) => node = other,
                None => break node,
            }
        };
        for node in &path {
            end[*node as usize] = Some(last);
        }
    }
    end.into_iter().map(|end| end.expect("every node was walked from")).collect()
}

/// The stakes between nodes that count: those in a merged unit stay out, since its successor has taken them over, and nobody
/// holds itself.
fn edges(units: &[Unit], counted: &[u32], stakes: &[Stake]) -> Vec<Edge> {
    let unit_count = small(units.len());
    let mut edges = Vec::with_capacity(stakes.len());
    for (row, stake) in (0..).zip(stakes) {
        let holder = match stake.holder {
            Holder::Unit(unit) => counted[unit.0 as usize],
            Holder::Person(person) => unit_count + person.0,
        };
        let unit = counted[stake.unit.0 as usize];
        if holder == unit || units[stake.unit.0 as usize].merged_into.is_some() {
            continue;
        }
        let (from, until) = (stake.from.unwrap_or(Date::MIN), stake.until.unwrap_or(Date::MAX));
        let factor = Factor::of(stake.share);
        edges.push(Edge { holder, unit, factor, kind: stake.kind, control: stake.control, from, until, row });
    }
    edges
}

fn small(count: usize) -> u32 {
    u32::try_from(count).expect("a register has fewer than 2^32 units")
}

/// For each node the numbers of its edges, in one array.
#[derive(Debug)]
struct Adjacency {
    starts: Vec<u32>,
    edges: Vec<u32>,
}

impl Adjacency {
    fn of(node_count: u32, ends: impl Iterator<Item = u32> + Clone) -> Self {
        let mut starts = vec![0; node_count as usize + 1];
        for node in ends.clone() {
            starts[node as usize + 1] += 1;
        }
        for node in 1..starts.len() {
            starts[node] += starts[node - 1];
        }
        let mut next = starts.clone();
        let mut edges = vec![0; *starts.last().expect("one more than nodes") as usize];
        for (number, node) in (0..).zip(ends) {
            let place = &mut next[node as usize];
            edges[*place as usize] = number;
            *place += 1;
        }
        Self { starts, edges }
    }

    fn of_node(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.edges[self.starts[node] as usize..self.starts[node + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{Graph, key};
    use super::*;

    #[test]
    fn a_branch_is_its_company_and_a_merged_unit_its_successor() {
        let mut graph = Graph::of(6);
        graph.units[1].branch_of = Some(key(0));
        graph.units[2].merged_into = Some(key(1));
        graph.units[3].branch_of = Some(key(4));
        graph.units[4].branch_of = Some(key(3));
        let register = graph.register();
        let counted: Vec<_> = (0..6).map(|unit| register.counted(key(unit)).0).collect();
        assert_eq!(counted, [0, 0, 0, 3, 3, 5], "a branch of its own branch ends at the first of the two");
    }

    #[test]
    fn stakes_in_a_merged_unit_and_in_oneself_stay_out() {
        let mut graph = Graph::of(4);
        graph.units[1].merged_into = Some(key(0));
        graph.units[3].branch_of = Some(key(0));
        graph.hold(2, 1, "60").hold(2, 0, "60").hold(0, 3, "100").hold(1, 2, "10");
        let register = graph.register();
        let edges: Vec<_> = register.edges().iter().map(|edge| (edge.holder, edge.unit, edge.row)).collect();
        assert_eq!(edges, [(2, 0, 1), (0, 2, 3)]);
    }

    #[test]
    fn a_snapshot_that_does_not_fit_together_is_refused() {
        let mut graph = Graph::of(2);
        graph.hold(0, 7, "10");
        assert_eq!(graph.build().err(), Some(RegisterError::Unit { key: 7 }));
        let mut graph = Graph::of(2);
        graph.units.swap(0, 1);
        assert_eq!(graph.build().err(), Some(RegisterError::Order { place: 1 }));
    }

    #[test]
    fn a_unit_is_found_by_its_id_and_called_by_its_code() {
        let mut graph = Graph::of(3);
        graph.units[2].code = None;
        let register = graph.register();
        assert_eq!(register.key(register.unit(key(1)).id), Some(key(1)));
        assert_eq!(register.label(key(1)), register.unit(key(1)).code.expect("a code").to_string());
        assert_eq!(register.label(key(2)), register.unit(key(2)).id.to_string());
    }
}
