//! The Merkle tree of RFC 6962: a leaf is hashed behind a zero byte, an inner node behind a one byte, and a
//! tree of n leaves splits at the largest power of two below n. A `Frontier` grows a tree while keeping at
//! most 64 hashes; proofs are made from any source of node hashes and verified strictly.

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::hash::Hash;

/// Size in leaves and root of one state of a tree: all that a signature or a proof needs to name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHead {
    pub size: u64,
    pub root: Hash,
}

/// A complete subtree: the `2^level` leaves from `index * 2^level` on. `level` 0 is a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    pub level: u8,
    pub index: u64,
}

/// The right edge of a tree: its size and the roots of its complete subtrees, largest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

/// Why a proof, a frontier or a question about a tree is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TreeError {
    #[error("the tree has {size} leaves, so it has no leaf {index}")]
    NoSuchLeaf { index: u64, size: u64 },
    #[error("a tree of {new} leaves cannot continue a tree of {old} leaves")]
    Shrunk { old: u64, new: u64 },
    #[error("the proof has the wrong number of hashes")]
    ProofLength,
    #[error("the proof does not lead to the root")]
    Mismatch,
    #[error("the proof does not contain the older root, so the log was rewritten")]
    Rewritten,
    #[error("a frontier is a size and one hash for each bit set in it; this is not one")]
    Frontier,
}

/// Hash of a leaf from its bytes.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(leaf);
    Hash(hasher.finalize().into())
}

/// Hash of an inner node from its two children.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [1u8; 65];
    bytes[1..33].copy_from_slice(&left.0);
    bytes[33..].copy_from_slice(&right.0);
    Hash::of(&bytes)
}

/// Root of the tree without leaves.
pub fn empty_root() -> Hash {
    Hash::of(b"")
}

/// Root of the tree over `leaves`, which are leaf hashes.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    frontier.extend(leaves.iter().copied());
    frontier.root()
}

impl Frontier {
    /// Adds one leaf hash at the right.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("a frontier has a peak for each bit of its size");
            hash = node_hash(&left, &hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree grown so far.
    pub fn root(&self) -> Hash {
        fold(&self.peaks).unwrap_or_else(empty_root)
    }

    /// Size and root together.
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root() }
    }

    /// The one byte form: size as u64 big-endian, then 32 bytes for each complete subtree, largest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            bytes.extend_from_slice(&peak.0);
        }
        bytes
    }

    /// Reads `to_bytes`. The hashes are not checked: compare `root()` with a signed root.
    pub fn from_bytes(bytes: &[u8]) -> Result<Frontier, TreeError> {
        let (size, rest) = bytes.split_first_chunk().ok_or(TreeError::Frontier)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, tail) = rest.as_chunks::<32>();
        if !tail.is_empty() || peaks.len() != size.count_ones() as usize {
            return Err(TreeError::Frontier);
        }
        Ok(Frontier { size, peaks: peaks.iter().copied().map(Hash).collect() })
    }

    /// Reads the frontier of a tree of `size` leaves out of a source of node hashes.
    pub fn from_nodes<E>(size: u64, node: impl FnMut(Node) -> Result<Hash, E>) -> Result<Frontier, E> {
        let peaks = complete_subtrees(0, size).into_iter().map(node).collect::<Result<_, _>>()?;
        Ok(Frontier { size, peaks })
    }
}

impl Extend<Hash> for Frontier {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        for leaf in leaves {
            self.push(leaf);
        }
    }
}

/// Hash of a complete subtree of the tree over `leaves`, which are leaf hashes: where a tree stands in memory, the
/// source of nodes that proofs are made from.
pub fn subtree(leaves: &[Hash], node: Node) -> Hash {
    let start = (node.index as usize) << node.level;
    root(&leaves[start..start + (1 << node.level)])
}

/// Makes the proof that leaf `index` is in the tree of `size` leaves, lowest hash first (RFC 6962, 2.1.1).
/// `node` gives the hash of any complete subtree inside the tree.
pub fn inclusion_proof<E: From<TreeError>>(
    index: u64,
    size: u64,
    mut node: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if index >= size {
        return Err(TreeError::NoSuchLeaf { index, size }.into());
    }
    let (mut start, mut count, mut proof) = (0, size, Vec::new());
    while count > 1 {
        let left = split(count);
        if index - start < left {
            proof.push(range_hash(start + left, count - left, &mut node)?);
            count = left;
        } else {
            proof.push(range_hash(start, left, &mut node)?);
            (start, count) = (start + left, count - left);
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Makes the proof that the tree of `new` leaves begins with the tree of `old` leaves (RFC 6962, 2.1.2).
/// It is empty when `old` is 0 or equals `new`.
pub fn consistency_proof<E: From<TreeError>>(
    old: u64,
    new: u64,
    mut node: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if old > new {
        return Err(TreeError::Shrunk { old, new }.into());
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let (mut start, mut kept, mut count, mut proof) = (0, old, new, Vec::new());
    while kept != count {
        let left = split(count);
        if kept <= left {
            proof.push(range_hash(start + left, count - left, &mut node)?);
            count = left;
        } else {
            proof.push(range_hash(start, left, &mut node)?);
            (start, kept, count) = (start + left, kept - left, count - left);
        }
    }
    if start > 0 {
        proof.push(range_hash(start, count, &mut node)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Checks that `leaf` stands at `index` in the tree `head` (RFC 9162, 2.1.3.2): no hash too few or too many.
pub fn verify_inclusion(leaf: Hash, index: u64, head: &TreeHead, proof: &[Hash]) -> Result<(), TreeError> {
    if index >= head.size {
        return Err(TreeError::NoSuchLeaf { index, size: head.size });
    }
    let (mut at, mut last, mut hash) = (index, head.size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return Err(TreeError::ProofLength);
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(sibling, &hash);
            let skipped = at.trailing_zeros().min(63);
            (at, last) = (at >> skipped, last >> skipped);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    match (last == 0, hash == head.root) {
        (false, _) => Err(TreeError::ProofLength),
        (true, false) => Err(TreeError::Mismatch),
        (true, true) => Ok(()),
    }
}

/// Checks that the tree `new` begins with the tree `old` (RFC 9162, 2.1.4.2).
/// From size 0 and between equal sizes the proof must be empty.
pub fn verify_consistency(old: &TreeHead, new: &TreeHead, proof: &[Hash]) -> Result<(), TreeError> {
    if old.size > new.size {
        return Err(TreeError::Shrunk { old: old.size, new: new.size });
    }
    if old.size == 0 || old.size == new.size {
        let before = if old.size == 0 { empty_root() } else { new.root };
        return match (proof.is_empty(), old.root == before) {
            (false, _) => Err(TreeError::ProofLength),
            (true, false) => Err(TreeError::Rewritten),
            (true, true) => Ok(()),
        };
    }
    let inside = old.size.trailing_zeros();
    let (mut at, mut last) = ((old.size - 1) >> inside, (new.size - 1) >> inside);
    let (first, rest) = if old.size.is_power_of_two() {
        (old.root, proof)
    } else {
        let (first, rest) = proof.split_first().ok_or(TreeError::ProofLength)?;
        (*first, rest)
    };
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in rest {
        if last == 0 {
            return Err(TreeError::ProofLength);
        }
        if at & 1 == 1 || at == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            let skipped = at.trailing_zeros().min(63);
            (at, last) = (at >> skipped, last >> skipped);
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    match (last == 0, old_hash == old.root, new_hash == new.root) {
        (false, _, _) => Err(TreeError::ProofLength),
        (true, false, _) => Err(TreeError::Rewritten),
        (true, true, false) => Err(TreeError::Mismatch),
        (true, true, true) => Ok(()),
    }
}

/// Hash of the `count` leaves from `start` on; `start` is a multiple of every complete subtree's size in them.
fn range_hash<E>(start: u64, count: u64, node: &mut impl FnMut(Node) -> Result<Hash, E>) -> Result<Hash, E> {
    let hashes = complete_subtrees(start, count).into_iter().map(node).collect::<Result<Vec<_>, _>>()?;
    Ok(fold(&hashes).expect("a range of a proof is not empty"))
}

/// The complete subtrees of `count` leaves from `start` on, largest first.
fn complete_subtrees(start: u64, count: u64) -> Vec<Node> {
    let mut from = start;
    let mut nodes = Vec::with_capacity(count.count_ones() as usize);
    for level in (0..64u8).rev().filter(|level| count >> level & 1 == 1) {
        nodes.push(Node { level, index: from >> level });
        from += 1 << level;
    }
    nodes
}

/// Joins the roots of complete subtrees, largest first, into one root.
fn fold(peaks: &[Hash]) -> Option<Hash> {
    let (last, rest) = peaks.split_last()?;
    Some(rest.iter().rev().fold(*last, |right, left| node_hash(left, &right)))
}

/// The largest power of two below `count`, which is at least 2.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

#[cfg(test)]
mod tests;
