//! The pool of a draw as it is committed: everybody under a hash of eight salted fields, groups by labels, pairs by positions
//! (`docs/DRAW.md` section 7). Salts follow from one secret of the draw, so that any field can be opened alone.

use std::collections::BTreeMap;

use proof::entry::percent_encode;
use proof::pool::{Pool, PoolError, Record};
use proof::verify::FIELDS;
use proof::{Hash, tagged};

use super::eligible;

/// The 32 random bytes of a draw from which every salt follows.
pub type DrawSalt = [u8; 32];

/// What is told of a person, in the order of `FIELDS`; empty where there is nothing.
pub type Values = [String; FIELDS.len()];

/// The committed pool, and which record is whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The pool.
    pub pool: Pool,
    /// For each position of the pool the index of the person: what joins the public file with people, never to be stored.
    pub indexes: Vec<u32>,
}

/// The hash of a person's eight fields.
pub fn eid(salt: &DrawSalt, index: u32, values: &Values) -> Hash {
    let fields = fields(salt, index, values);
    tagged("vrd1/eid", &fields.each_ref().map(|field| &field.0[..]))
}

/// The eight lines that open some fields of a person, by their numbers from 1, and show the hashes of the others.
pub fn opening(salt: &DrawSalt, index: u32, values: &Values, opened: &[u8]) -> String {
    let hashes = fields(salt, index, values);
    let line = |((number, value), hash): ((u8, &String), Hash)| {
        if opened.contains(&number) {
            format!("{number} open {} ={}\n", field_salt(salt, index, number), percent_encode(value))
        } else {
            format!("{number} hash {hash}\n")
        }
    };
    (1..).zip(values).zip(hashes).map(line).collect()
}

/// Puts the rows of a pool in their committed order, given everybody's `eid` in the order of the rows.
pub fn seal(pool: &eligible::Pool, eids: &[Hash], salt: &DrawSalt) -> Result<Sealed, PoolError> {
    let labels = labels(pool, &tagged("vrd1/group-salt", &[salt]));
    let mut order: Vec<usize> = (0..pool.rows.len().min(eids.len())).collect();
    order.sort_unstable_by_key(|place| eids[*place]);
    let record = |place: &usize| Record { eid: eids[*place], mask: pool.rows[*place].mask, group: labels[*place] };
    let records = order.iter().map(record).collect();
    let indexes: Vec<u32> = order.iter().map(|place| pool.rows[*place].index).collect();
    let mut positions: Vec<(u32, u32)> = indexes.iter().copied().zip(0..).collect();
    positions.sort_unstable();
    let position = |index: u32| {
        let at = positions.binary_search_by_key(&index, |(index, _)| *index);
        at.map(|at| positions[at].1).map_err(|_| PoolError::Length)
    };
    let mut pairs = Vec::with_capacity(pool.pairs.len());
    for (left, right) in &pool.pairs {
        let (left, right) = (position(*left)?, position(*right)?);
        pairs.push((left.min(right), left.max(right)));
    }
    pairs.sort_unstable();
    Ok(Sealed { pool: Pool::new(records, pairs)?, indexes })
}

/// For each row the rank of its group's hash.
fn labels(pool: &eligible::Pool, group_salt: &Hash) -> Vec<u32> {
    let hash = |group: &str| tagged("vrd1/group", &[&group_salt.0, group.as_bytes()]);
    let hashes: Vec<Hash> = pool.rows.iter().map(|row| hash(&row.group)).collect();
    let mut ranked = hashes.clone();
    ranked.sort_unstable();
    ranked.dedup();
    let ranks: BTreeMap<Hash, u32> = ranked.into_iter().zip(0..).collect();
    hashes.iter().map(|hash| ranks[hash]).collect()
}

fn fields(salt: &DrawSalt, index: u32, values: &Values) -> [Hash; FIELDS.len()] {
    std::array::from_fn(|at| {
        let number = u8::try_from(at + 1).expect("there are eight");
        let salt = field_salt(salt, index, number);
        tagged("vrd1/field", &[&salt.0, FIELDS[at].as_bytes(), values[at].as_bytes()])
    })
}

fn field_salt(salt: &DrawSalt, index: u32, number: u8) -> Hash {
    tagged("vrd1/salt", &[salt, &index.to_be_bytes(), &[number]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::eligible::{Counts, Row};
    use proof::verify::opened_eid;

    const SALT: DrawSalt = [7; 32];

    #[test]
    fn every_choice_of_opened_fields_leads_to_the_same_eid() {
        let values = values(3, "欧阳 娜娜");
        let eid = eid(&SALT, 3, &values);
        for choice in 0_u32..256 {
            let opened: Vec<u8> = (1..=8).filter(|number| choice >> (number - 1) & 1 == 1).collect();
            let opening = opening(&SALT, 3, &values, &opened);
            assert_eq!(opened_eid(opening.as_bytes()), Some(eid), "{opened:?}");
            assert_eq!(opening.contains(&percent_encode("欧阳 娜娜")), opened.contains(&3));
        }
        assert_ne!(eid, super::eid(&SALT, 4, &values), "salts differ from person to person");
        assert_ne!(eid, super::eid(&[8; 32], 3, &values), "and from draw to draw");
    }

    #[test]
    fn rows_are_sorted_by_eid_groups_ranked_by_hash_and_pairs_moved_along() {
        let row = |index, mask, group: &str| Row { index, mask, group: group.to_owned() };
        let rows = vec![row(0, 1, "unit:A"), row(1, 0, "person:1"), row(2, 3, "unit:A"), row(5, 2, "unit:B")];
        let pool = eligible::Pool { rows, pairs: vec![(0, 5), (2, 5)], counts: Counts::default() };
        let eids: Vec<Hash> = pool.rows.iter().map(|row| eid(&SALT, row.index, &values(row.index, "甲"))).collect();
        let sealed = seal(&pool, &eids, &SALT).expect("a pool");
        assert_eq!(sealed.pool.group_count(), 3);
        let mut pairs = Vec::new();
        for (i, j) in sealed.pool.pairs() {
            let mut pair = [sealed.indexes[*i as usize], sealed.indexes[*j as usize]];
            pair.sort_unstable();
            pairs.push(pair);
        }
        pairs.sort_unstable();
        assert_eq!(pairs, [[0, 5], [2, 5]]);
        let salt = tagged("vrd1/group-salt", &[&SALT]);
        let hash = |group: &str| tagged("vrd1/group", &[&salt.0, group.as_bytes()]);
        let smaller = ["unit:A", "unit:B", "person:1"].iter().filter(|group| hash(group) < hash("unit:B")).count();
        for (record, index) in sealed.pool.records().iter().zip(&sealed.indexes) {
            let place = pool.rows.iter().position(|row| row.index == *index).expect("a row");
            assert_eq!((record.eid, record.mask), (eids[place], pool.rows[place].mask));
            if *index == 5 {
                assert_eq!(record.group as usize, smaller, "the rank of the hash");
            }
        }
    }

    fn values(index: u32, name: &str) -> Values {
        let texts = [&index.to_string(), "", name, "13800001234", "", "A0801 B01", "430100", "unmatched"];
        texts.map(ToOwned::to_owned)
    }
}
