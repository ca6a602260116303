//! The walk from a unit along its holdings, upwards and downwards, a level at a time. The database gives the stakes of a level;
//! `rules::unit::equity` says what lies within the depth, where cycles end and whom the state does not relate.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rules::id::UnitId;
use rules::unit::Share;
use rules::unit::equity::{Edge, neighbourhood};
use rules::unit::model::HolderKind;
use sqlx::PgPool;
use uuid::Uuid;

use super::store::{self, StakeRow};

/// A unit, or somebody outside the register: the persons of one id are one, others are told apart by their stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    Unit(Uuid),
    Person(Uuid),
}

/// What lies around a unit.
pub struct Walked {
    /// Nodes with their distance.
    pub nodes: BTreeMap<Node, u8>,
    pub edges: Vec<Edge<Node>>,
    /// Sealed name and row of the stake that names each person.
    pub persons: BTreeMap<Uuid, (Uuid, Vec<u8>)>,
    /// True when not everything within the depth is here.
    pub truncated: bool,
}

/// Walks `depth` levels on `day`.
pub async fn walk(db: &PgPool, centre: UnitId, depth: u8, day: Date) -> anyhow::Result<Walked> {
    let centre = Node::Unit(centre.as_uuid());
    let mut known = Known::default();
    let mut around = neighbourhood(&[], centre, depth);
    let mut asked = BTreeSet::new();
    for level in 0..depth {
        let frontier: Vec<Node> = around
            .nodes
            .keys()
            .copied()
            .filter(|node| !asked.contains(node) && known.is_walked(*node, centre))
            .collect();
        if frontier.is_empty() || known.truncated {
            break;
        }
        known.ask(db, &frontier, day).await?;
        asked.extend(frontier);
        around = neighbourhood(&known.edges, centre, level + 1);
    }
    let edges = around.edges.into_iter().map(|index| known.edges[index].clone()).collect();
    Ok(Walked { nodes: around.nodes, edges, persons: known.persons, truncated: known.truncated })
}

/// The stakes seen so far.
#[derive(Default)]
struct Known {
    edges: Vec<Edge<Node>>,
    stakes: BTreeSet<Uuid>,
    barriers: BTreeSet<Node>,
    persons: BTreeMap<Uuid, (Uuid, Vec<u8>)>,
    by_blind: BTreeMap<Vec<u8>, Uuid>,
    truncated: bool,
}

impl Known {
    /// The state and its like are shown but not walked through.
    fn is_walked(&self, node: Node, centre: Node) -> bool {
        node == centre || !self.barriers.contains(&node)
    }

    async fn ask(&mut self, db: &PgPool, frontier: &[Node], day: Date) -> anyhow::Result<()> {
        let units: Vec<Uuid> = frontier
            .iter()
            .filter_map(|node| match node {
                Node::Unit(id) => Some(*id),
                Node::Person(_) => None,
            })
            .collect();
        let persons: Vec<Vec<u8>> = self
            .by_blind
            .iter()
            .filter(|(_, id)| frontier.contains(&Node::Person(**id)))
            .map(|(blind, _)| blind.clone())
            .collect();
        for rows in [
            store::around(db, &units, day, STAKES_MAX + 1).await?,
            store::of_persons(db, &persons, day, STAKES_MAX + 1).await?,
        ] {
            for row in rows {
                self.add(row)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, row: StakeRow) -> anyhow::Result<()> {
        if self.stakes.contains(&row.id) {
            return Ok(());
        }
        if i64::try_from(self.edges.len()).is_ok_and(|count| count >= STAKES_MAX) {
            self.truncated = true;
            return Ok(());
        }
        self.stakes.insert(row.id);
        let kind: HolderKind = row.holder_kind.parse()?;
        let holder = match (row.holder_unit_id, row.holder_id_number_blind) {
            (Some(unit), _) => Node::Unit(unit),
            (None, Some(blind)) => Node::Person(*self.by_blind.entry(blind).or_insert(row.id)),
            (None, None) => Node::Person(row.id),
        };
        if let (Node::Person(id), Some(sealed)) = (holder, row.holder_name_sealed) {
            self.persons.entry(id).or_insert((row.id, sealed));
        }
        if !kind.relates() {
            self.barriers.insert(holder);
        }
        self.edges.push(Edge {
            holder,
            holder_kind: kind,
            unit: Node::Unit(row.unit_id),
            share: Share::read(&row.share)?,
            control: row.control,
            from: row.from_on.map(|day| day.to_jiff()),
            until: row.until_on.map(|day| day.to_jiff()),
        });
        Ok(())
    }
}

/// Stakes in one answer; a picture with more tells nobody anything.
const STAKES_MAX: i64 = 400;
