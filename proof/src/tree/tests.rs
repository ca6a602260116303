//! The tree against the eight-leaf example of the certificate-transparency project, against a naive
//! recursion, and against proofs with one thing wrong.

use proptest::prelude::*;

use super::*;

const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const N01: &str = ROOTS[2];
const N03: &str = ROOTS[4];
const L1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const N23: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const N47: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const L4: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const N67: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const N45: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

#[test]
fn the_known_roots_come_out() {
    let mut frontier = Frontier::default();
    assert_eq!(frontier.root(), known(ROOTS[0]));
    for (leaf, expected) in LEAVES.iter().zip(&ROOTS[1..]) {
        frontier.push(leaf_hash(leaf));
        assert_eq!(frontier.root(), known(expected));
        assert_eq!(root(&leaves()[..frontier.size() as usize]), known(expected));
    }
}

#[test]
fn the_known_inclusion_proofs_come_out() {
    for (index, size, path) in [
        (0, 1, &[][..]),
        (0, 8, &[L1, N23, N47]),
        (5, 8, &[L4, N67, N03]),
        (2, 3, &[N01]),
        (1, 5, &[ROOTS[1], N23, L4]),
    ] {
        let proof: Vec<Hash> = path.iter().map(|hash| known(hash)).collect();
        assert_eq!(inclusion(index, size, &leaves()), Ok(proof.clone()));
        let leaf = leaves()[index as usize];
        assert_eq!(verify_inclusion(leaf, index, &head(size), &proof), Ok(()));
    }
}

#[test]
fn the_known_consistency_proofs_come_out() {
    for (old, new, path) in [(1, 1, &[][..]), (1, 8, &[L1, N23, N47]), (6, 8, &[N45, N67, N03]), (2, 5, &[N23, L4])] {
        let proof: Vec<Hash> = path.iter().map(|hash| known(hash)).collect();
        assert_eq!(consistency(old, new, &leaves()), Ok(proof.clone()));
        assert_eq!(verify_consistency(&head(old), &head(new), &proof), Ok(()));
    }
}

#[test]
fn an_inclusion_proof_with_one_thing_wrong_is_refused() {
    for (size, index) in (1..=8u64).flat_map(|size| (0..size).map(move |index| (size, index))) {
        let (leaf, head) = (leaves()[index as usize], head(size));
        let good = inclusion(index, size, &leaves()).unwrap();
        assert_eq!(verify_inclusion(leaf, index, &head, &good), Ok(()));
        for bad in spoiled(&good) {
            assert!(verify_inclusion(leaf, index, &head, &bad).is_err(), "{index} of {size}");
        }
        for other in (0..size + 2).filter(|other| *other != index) {
            assert!(verify_inclusion(leaf, other, &head, &good).is_err(), "{index} as {other}");
        }
        assert!(verify_inclusion(known(N45), index, &head, &good).is_err());
        let forged = TreeHead { root: known(N45), ..head };
        assert_eq!(verify_inclusion(leaf, index, &forged, &good), Err(TreeError::Mismatch));
        assert!(verify_inclusion(leaf, u64::MAX, &head, &good).is_err());
    }
}

#[test]
fn a_consistency_proof_with_one_thing_wrong_is_refused() {
    for (new, old) in (1..=8u64).flat_map(|new| (1..=new).map(move |old| (new, old))) {
        let good = consistency(old, new, &leaves()).unwrap();
        assert_eq!(verify_consistency(&head(old), &head(new), &good), Ok(()));
        for bad in spoiled(&good) {
            assert!(verify_consistency(&head(old), &head(new), &bad).is_err(), "{old} to {new}");
        }
        let rewritten = TreeHead { root: known(N45), ..head(old) };
        assert!(verify_consistency(&rewritten, &head(new), &good).is_err(), "{old} to {new}");
        let forged = TreeHead { root: known(N45), ..head(new) };
        assert!(verify_consistency(&head(old), &forged, &good).is_err(), "{old} to {new}");
        if old < new {
            assert!(verify_consistency(&head(new), &head(old), &good).is_err());
            assert!(verify_consistency(&head(old), &head(new), &[]).is_err());
        }
    }
}

#[test]
fn nothing_continues_into_anything_without_a_proof() {
    assert_eq!(consistency(0, 5, &leaves()), Ok(vec![]));
    assert_eq!(verify_consistency(&head(0), &head(5), &[]), Ok(()));
    assert_eq!(verify_consistency(&head(0), &head(0), &[]), Ok(()));
    assert!(verify_consistency(&head(0), &head(5), &[known(N01)]).is_err());
    let invented = TreeHead { size: 0, root: known(N01) };
    assert_eq!(verify_consistency(&invented, &head(5), &[]), Err(TreeError::Rewritten));
    assert_eq!(consistency(6, 5, &leaves()), Err(TreeError::Shrunk { old: 6, new: 5 }));
    assert_eq!(inclusion(5, 5, &leaves()), Err(TreeError::NoSuchLeaf { index: 5, size: 5 }));
}

#[test]
fn a_frontier_has_one_byte_form() {
    let mut frontier = Frontier::default();
    for (at, leaf) in leaves().into_iter().enumerate() {
        let bytes = frontier.to_bytes();
        assert_eq!(bytes.len(), 8 + 32 * at.count_ones() as usize);
        assert_eq!(Frontier::from_bytes(&bytes), Ok(frontier.clone()));
        assert_eq!(Frontier::from_bytes(&[&bytes[..], &[0]].concat()), Err(TreeError::Frontier));
        assert_eq!(Frontier::from_bytes(&bytes[1..]), Err(TreeError::Frontier));
        frontier.push(leaf);
    }
    assert_eq!(Frontier::from_bytes(&[0, 0, 0, 0, 0, 0, 0, 1]), Err(TreeError::Frontier));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn roots_and_proofs_agree_with_the_definition(size in 1usize..700, old in 0usize..700, index in 0usize..700) {
        let (old, index) = (old % (size + 1), index % size);
        let leaves: Vec<Hash> = (0..size as u64).map(|i| leaf_hash(&i.to_be_bytes())).collect();
        let new_head = TreeHead { size: size as u64, root: naive_root(&leaves) };
        let old_head = TreeHead { size: old as u64, root: naive_root(&leaves[..old]) };
        prop_assert_eq!(root(&leaves), new_head.root);

        let proof = inclusion(index as u64, size as u64, &leaves).unwrap();
        prop_assert_eq!(&proof, &naive_path(index, &leaves));
        prop_assert_eq!(verify_inclusion(leaves[index], index as u64, &new_head, &proof), Ok(()));

        let proof = consistency(old as u64, size as u64, &leaves).unwrap();
        prop_assert_eq!(verify_consistency(&old_head, &new_head, &proof), Ok(()));

        let nodes = |node| -> Result<Hash, TreeError> { Ok(naive_node(node, &leaves)) };
        let frontier = Frontier::from_nodes(size as u64, nodes).unwrap();
        prop_assert_eq!(frontier.head(), new_head);
    }

    #[test]
    fn no_input_makes_verification_panic(
        index: u64, old: u64, new: u64, proof in proptest::collection::vec(any::<[u8; 32]>(), 0..70)
    ) {
        let proof: Vec<Hash> = proof.into_iter().map(Hash).collect();
        let (old, new) = (TreeHead { size: old, root: known(N01) }, TreeHead { size: new, root: known(N03) });
        prop_assert!(verify_inclusion(known(N01), index, &new, &proof).is_err());
        prop_assert!(verify_consistency(&old, &new, &proof).is_err());
    }
}

fn leaves() -> Vec<Hash> {
    LEAVES.iter().map(|leaf| leaf_hash(leaf)).collect()
}

fn head(size: u64) -> TreeHead {
    TreeHead { size, root: known(ROOTS[size as usize]) }
}

fn known(hash: &str) -> Hash {
    hash.parse().unwrap()
}

fn inclusion(index: u64, size: u64, leaves: &[Hash]) -> Result<Vec<Hash>, TreeError> {
    inclusion_proof(index, size, |node| Ok(naive_node(node, leaves)))
}

fn consistency(old: u64, new: u64, leaves: &[Hash]) -> Result<Vec<Hash>, TreeError> {
    consistency_proof(old, new, |node| Ok(naive_node(node, leaves)))
}

fn naive_node(node: Node, leaves: &[Hash]) -> Hash {
    let start = (node.index << node.level) as usize;
    naive_root(&leaves[start..start + (1 << node.level)])
}

fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of(b""),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

fn naive_path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() < 2 {
        return vec![];
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut path, sibling) = if index < left.len() {
        (naive_path(index, left), right)
    } else {
        (naive_path(index - left.len(), right), left)
    };
    path.push(naive_root(sibling));
    path
}

/// Every proof that differs from `good` by one hash changed, left out, doubled or added.
fn spoiled(good: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = vec![];
    for at in 0..good.len() {
        let mut changed = good.to_vec();
        changed[at].0[31] ^= 1;
        let mut shorter = good.to_vec();
        shorter.remove(at);
        let mut doubled = good.to_vec();
        doubled.insert(at, good[at]);
        all.extend([changed, shorter, doubled]);
    }
    all.push([good, &[known(N01)]].concat());
    all.push([&[known(N01)], good].concat());
    all
}
