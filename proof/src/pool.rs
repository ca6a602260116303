//! The pool of a draw: everybody in the registry, under names that tell nothing, each with the tier-slots they
//! are eligible for and their group; and the pairs of people who must not sit together.

use thiserror::Error;

use crate::hash::{Hash, tagged};
use crate::tree::{Frontier, leaf_hash};

/// One person of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Hash of the person's fields behind salts of this draw.
    pub eid: Hash,
    /// Bit b: eligible for tier-slot b; 0 when excluded or fitting no slot.
    pub mask: u64,
    /// Label of the group, 0 .. g-1.
    pub group: u32,
}

/// A pool in its one order: records ascending by `eid`, pairs ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    records: Vec<Record>,
    pairs: Vec<(u32, u32)>,
    group_count: u32,
}

/// Why bytes or records are not a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PoolError {
    #[error("a pool file is its header, its records of 44 bytes and its pairs of 8, and nothing more")]
    Length,
    #[error("a pool has at least one person and fewer than 2^24")]
    Size,
    #[error("record {0} does not follow the one before it")]
    Order(u32),
    #[error("group labels are 0 to g-1 without a gap")]
    Labels,
    #[error("pair {0} does not follow the one before it, or does not join two eligible people of different groups")]
    Pair(u32),
}

impl Pool {
    /// A pool of records and pairs that are already in their order.
    pub fn new(records: Vec<Record>, pairs: Vec<(u32, u32)>) -> Result<Pool, PoolError> {
        let group_count = check_records(&records)?;
        check_pairs(&records, &pairs)?;
        Ok(Pool { records, pairs, group_count })
    }

    /// Reads a pool file.
    pub fn parse(bytes: &[u8]) -> Result<Pool, PoolError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(PoolError::Length)?;
        let (n, rest) = rest.split_first_chunk().ok_or(PoolError::Length)?;
        let (pair_count, rest) = rest.split_first_chunk().ok_or(PoolError::Length)?;
        let (n, pair_count) = (u32::from_be_bytes(*n) as usize, u32::from_be_bytes(*pair_count) as usize);
        if rest.len() != n * RECORD + pair_count * PAIR {
            return Err(PoolError::Length);
        }
        let (records, pairs) = rest.split_at(n * RECORD);
        let records = records.as_chunks::<RECORD>().0.iter().map(Record::of_bytes).collect();
        let pairs = pairs.as_chunks::<PAIR>().0.iter().map(pair_of_bytes).collect();
        Pool::new(records, pairs)
    }

    /// The pool file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(16 + self.records.len() * RECORD + self.pairs.len() * PAIR);
        bytes.extend_from_slice(MAGIC);
        bytes.extend((self.records.len() as u32).to_be_bytes());
        bytes.extend((self.pairs.len() as u32).to_be_bytes());
        for record in &self.records {
            bytes.extend_from_slice(&record.to_bytes());
        }
        bytes.extend(self.pair_bytes());
        bytes
    }

    /// The people, ascending by `eid`; a person's position is `i`.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The pairs, each with its smaller position first.
    pub fn pairs(&self) -> &[(u32, u32)] {
        &self.pairs
    }

    /// How many groups there are.
    pub fn group_count(&self) -> u32 {
        self.group_count
    }

    /// How many people have a mask other than 0.
    pub fn eligible_count(&self) -> u32 {
        self.records.iter().map(|record| u32::from(record.mask != 0)).sum()
    }

    /// The tree root over the records.
    pub fn root(&self) -> Hash {
        let mut frontier = Frontier::default();
        frontier.extend(self.records.iter().map(|record| leaf_hash(&record.to_bytes())));
        frontier.root()
    }

    /// `TH("vrd1/pool", root, pairs)`: what the commitment names.
    pub fn hash(&self, root: &Hash) -> Hash {
        tagged("vrd1/pool", &[&root.0, &self.pair_bytes()])
    }

    /// The eligible people alone, renumbered, with their pairs.
    pub fn eligible(&self) -> Pool {
        let mut renumbered = vec![0u32; self.records.len()];
        let mut records: Vec<Record> = Vec::new();
        for (i, record) in self.records.iter().enumerate().filter(|(_, record)| record.mask != 0) {
            renumbered[i] = records.len() as u32;
            records.push(*record);
        }
        let pairs = self.pairs.iter().map(|(i, j)| (renumbered[*i as usize], renumbered[*j as usize])).collect();
        Pool { records, pairs, group_count: self.group_count }
    }

    fn pair_bytes(&self) -> Vec<u8> {
        self.pairs.iter().flat_map(|(i, j)| [i.to_be_bytes(), j.to_be_bytes()].concat()).collect()
    }
}

impl Record {
    /// The 44 bytes that are a leaf of the pool's tree.
    pub fn to_bytes(self) -> [u8; 44] {
        let mut bytes = [0; RECORD];
        bytes[..32].copy_from_slice(&self.eid.0);
        bytes[32..40].copy_from_slice(&self.mask.to_be_bytes());
        bytes[40..].copy_from_slice(&self.group.to_be_bytes());
        bytes
    }

    fn of_bytes(bytes: &[u8; RECORD]) -> Record {
        let (eid, rest) = bytes.split_first_chunk().expect("44 bytes hold 32");
        let (mask, group) = rest.split_first_chunk().expect("12 bytes hold 8");
        let group = group.try_into().expect("the rest is 4 bytes");
        Record { eid: Hash(*eid), mask: u64::from_be_bytes(*mask), group: u32::from_be_bytes(group) }
    }
}

fn pair_of_bytes(bytes: &[u8; PAIR]) -> (u32, u32) {
    let pair = u64::from_be_bytes(*bytes);
    ((pair >> 32) as u32, pair as u32)
}

fn check_records(records: &[Record]) -> Result<u32, PoolError> {
    if records.is_empty() || records.len() >= MAX_PEOPLE {
        return Err(PoolError::Size);
    }
    if let Some(at) = records.windows(2).position(|two| two[0].eid >= two[1].eid) {
        return Err(PoolError::Order(at as u32 + 1));
    }
    let mut seen = vec![false; records.len()];
    for record in records {
        *seen.get_mut(record.group as usize).ok_or(PoolError::Labels)? = true;
    }
    let group_count = seen.iter().take_while(|seen| **seen).count();
    if seen[group_count..].contains(&true) { Err(PoolError::Labels) } else { Ok(group_count as u32) }
}

fn check_pairs(records: &[Record], pairs: &[(u32, u32)]) -> Result<(), PoolError> {
    let mut before = None;
    for (at, pair) in pairs.iter().enumerate() {
        let (Some(one), Some(other)) = (records.get(pair.0 as usize), records.get(pair.1 as usize)) else {
            return Err(PoolError::Pair(at as u32));
        };
        let joins = pair.0 < pair.1 && one.mask != 0 && other.mask != 0 && one.group != other.group;
        if !joins || before.is_some_and(|before| before >= *pair) {
            return Err(PoolError::Pair(at as u32));
        }
        before = Some(*pair);
    }
    Ok(())
}

const MAGIC: &[u8] = b"VRPOOL1\0";
const RECORD: usize = 44;
const PAIR: usize = 8;
const MAX_PEOPLE: usize = 1 << 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_file_reads_and_writes_back() {
        let pool = three();
        let bytes = pool.to_bytes();
        assert_eq!(bytes.len(), 16 + 3 * 44 + 8);
        assert_eq!(Pool::parse(&bytes), Ok(pool.clone()));
        let leaves: Vec<Hash> = bytes[16..16 + 3 * 44].chunks(44).map(leaf_hash).collect();
        assert_eq!(pool.root(), crate::tree::root(&leaves));
        assert_eq!(pool.hash(&pool.root()), tagged("vrd1/pool", &[&pool.root().0, &bytes[16 + 3 * 44..]]));
        assert_eq!((pool.group_count(), pool.eligible_count()), (3, 2));
    }

    #[test]
    fn every_byte_more_or_less_is_refused() {
        let bytes = three().to_bytes();
        for end in 0..bytes.len() {
            assert!(Pool::parse(&bytes[..end]).is_err(), "{end}");
        }
        assert_eq!(Pool::parse(&[&bytes[..], &[0]].concat()), Err(PoolError::Length));
    }

    #[test]
    fn disorder_gaps_and_senseless_pairs_are_refused() {
        let [a, b, c] = [record(1, 1, 0), record(2, 0, 1), record(3, 1, 2)];
        let pool = |records: &[Record], pairs: &[(u32, u32)]| Pool::new(records.to_vec(), pairs.to_vec());
        assert_eq!(pool(&[], &[]), Err(PoolError::Size));
        assert_eq!(pool(&[b, a], &[]), Err(PoolError::Order(1)));
        assert_eq!(pool(&[a, a], &[]), Err(PoolError::Order(1)));
        assert_eq!(pool(&[a, c], &[]), Err(PoolError::Labels));
        assert_eq!(pool(&[record(1, 1, u32::MAX)], &[]), Err(PoolError::Labels));
        for pairs in [&[(0, 0)][..], &[(2, 0)], &[(0, 1)], &[(0, 3)], &[(0, 2), (0, 2)]] {
            assert!(matches!(pool(&[a, b, c], pairs), Err(PoolError::Pair(_))), "{pairs:?}");
        }
        assert_eq!(pool(&[a, record(2, 1, 0)], &[(0, 1)]), Err(PoolError::Pair(0)));
    }

    #[test]
    fn the_eligible_are_renumbered_with_their_pairs() {
        let eligible = three().eligible();
        assert_eq!(eligible.records().iter().map(|record| record.eid.0[0]).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(eligible.pairs(), [(0, 1)]);
    }

    fn three() -> Pool {
        Pool::new(vec![record(1, 1, 0), record(2, 0, 1), record(3, 1, 2)], vec![(0, 2)]).unwrap()
    }

    fn record(eid: u8, mask: u64, group: u32) -> Record {
        Record { eid: Hash([eid; 32]), mask, group }
    }
}
