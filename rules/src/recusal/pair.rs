//! Who may not sit together on one panel: people of one unit or group (R12, by the id of the group), and people whom a relation,
//! address, telephone or bank account links (R13). Addresses, telephones and accounts are compared as keyed hashes.

use std::collections::BTreeSet;

use super::case::Prepared;
use super::facts::Facts;

/// R12: the group whose members may not sit together: `unit:` and the code of the ultimate parent by control, or `person:` and the
/// index of somebody without a unit.
pub fn group_id(prepared: &Prepared<'_>, facts: &Facts) -> String {
    match facts.unit {
        Some(unit) => format!("unit:{}", prepared.register.label(prepared.head(unit))),
        None => alone(facts.index),
    }
}

/// The group of somebody alone.
pub fn alone(index: u32) -> String {
    format!("person:{index}")
}

/// Keyed hashes of what links people. A value that is missing links nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// Of the postal address.
    pub address: Option<[u8; 32]>,
    /// Of each telephone.
    pub phones: Vec<[u8; 32]>,
    /// Of the bank account.
    pub account: Option<[u8; 32]>,
}

/// A relation that one expert declared to another, by their indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relative {
    /// Who declared it.
    pub from: u32,
    /// To whom.
    pub to: u32,
    /// Whether an officer confirmed it before the registry root.
    pub confirmed: bool,
}

/// Somebody who may be drawn, as the search for pairs sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Order of admission.
    pub index: u32,
    /// Id of the group.
    pub group: &'a str,
    /// What links the person to others.
    pub links: &'a Links,
}

/// R13: the pairs (i, j), i < j, ascending, of linked candidates in different groups. A relation counts when both declared it or an
/// officer confirmed it.
pub fn linked(candidates: &[Candidate<'_>], relatives: &[Relative]) -> Vec<(u32, u32)> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_unstable_by_key(|place| candidates[*place].index);
    let found =
        |index: u32| order.binary_search_by_key(&index, |place| candidates[*place].index).ok().map(|at| order[at]);
    let mut pairs = BTreeSet::new();
    let mut join = |left: usize, right: usize| {
        let (left, right) = (candidates[left], candidates[right]);
        if left.index != right.index && left.group != right.group {
            pairs.insert((left.index.min(right.index), left.index.max(right.index)));
        }
    };
    let mut values: Vec<(Link, [u8; 32], usize)> = candidates.iter().enumerate().flat_map(values_of).collect();
    values.sort_unstable();
    for same in values.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1)) {
        for (at, (.., left)) in same.iter().enumerate() {
            same[at + 1..].iter().for_each(|(.., right)| join(*left, *right));
        }
    }
    let declared: BTreeSet<(u32, u32)> = relatives.iter().map(|relative| (relative.from, relative.to)).collect();
    for relative in relatives {
        if (relative.confirmed || declared.contains(&(relative.to, relative.from)))
            && let (Some(left), Some(right)) = (found(relative.from), found(relative.to))
        {
            join(left, right);
        }
    }
    pairs.into_iter().collect()
}

/// Kinds of values; only values of one kind are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    Address,
    Phone,
    Account,
}

fn values_of<'a>((place, candidate): (usize, &Candidate<'a>)) -> impl Iterator<Item = (Link, [u8; 32], usize)> + 'a {
    let Links { address, phones, account } = candidate.links;
    let address = address.iter().map(|value| (Link::Address, value));
    let phones = phones.iter().map(|value| (Link::Phone, value));
    let account = account.iter().map(|value| (Link::Account, value));
    address.chain(phones).chain(account).map(move |(link, value)| (link, *value, place))
}

#[cfg(test)]
mod tests {
    use super::super::example::{Scene, key};
    use super::*;

    type Pairs<'a> = &'a [(u32, u32)];

    #[test]
    fn a_group_is_its_ultimate_parent_and_a_person_without_unit_is_alone() {
        let mut scene = Scene::new(5);
        scene.graph.hold(1, 2, "60").hold(2, 3, "60");
        scene.graph.units[4].branch_of = Some(key(3));
        let (register, figures) = (scene.graph.register(), scene.figures());
        let prepared = Prepared::new(&register, &scene.case, &figures);
        let head = format!("unit:{}", register.label(key(1)));
        for unit in [1, 2, 3, 4] {
            assert_eq!(group_id(&prepared, &Facts { unit: Some(key(unit)), ..scene.facts.clone() }), head, "{unit}");
        }
        assert_eq!(group_id(&prepared, &Facts { index: 17, ..scene.facts.clone() }), "person:17");
    }

    #[test]
    fn the_same_address_telephone_or_account_links_across_groups() {
        let address = Links { address: Some([1; 32]), ..Links::default() };
        let phone = Links { phones: vec![[1; 32], [2; 32]], ..Links::default() };
        let other_phone = Links { phones: vec![[2; 32]], ..Links::default() };
        let account = Links { account: Some([1; 32]), ..Links::default() };
        let none = Links::default();
        let people = [
            (9, "a", &address),
            (2, "b", &address),
            (5, "a", &address),
            (3, "c", &phone),
            (4, "d", &other_phone),
            (6, "e", &account),
            (7, "f", &account),
            (8, "g", &none),
            (1, "h", &none),
        ];
        assert_eq!(linked(&candidates(&people), &[]), [(2, 5), (2, 9), (3, 4), (6, 7)], "5 and 9 are of one group");
    }

    #[test]
    fn a_relation_counts_when_both_declared_it_or_an_officer_confirmed_it() {
        let none = Links::default();
        let people = [(1, "a", &none), (2, "b", &none), (3, "c", &none), (4, "a", &none)];
        let relative = |from, to, confirmed| Relative { from, to, confirmed };
        let table: [(&[Relative], Pairs<'_>); 6] = [
            (&[relative(2, 1, false)], &[]),
            (&[relative(2, 1, true)], &[(1, 2)]),
            (&[relative(2, 1, false), relative(1, 2, false)], &[(1, 2)]),
            (&[relative(4, 1, true)], &[]),
            (&[relative(3, 99, true)], &[]),
            (&[relative(3, 3, true)], &[]),
        ];
        for (relatives, pairs) in table {
            assert_eq!(linked(&candidates(&people), relatives), pairs, "{relatives:?}");
        }
    }

    fn candidates<'a>(people: &[(u32, &'a str, &'a Links)]) -> Vec<Candidate<'a>> {
        people.iter().map(|(index, group, links)| Candidate { index: *index, group, links }).collect()
    }
}
