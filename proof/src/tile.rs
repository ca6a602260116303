//! Tiles (C2SP tlog-tiles): the log as files that never change once they are full. A hash tile holds up to 256
//! neighbouring hashes of one level, each the root of a full tile below; an entry bundle holds up to 256 leaves.
//! `Growth` says which files a growing log writes; `Reader` makes proofs out of the files.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::hash::Hash;
use crate::statement::decimal;
use crate::tree::{self, Frontier, Node, TreeError, TreeHead, consistency_proof, inclusion_proof, leaf_hash};

mod growth;

pub use growth::{Edge, Growth};

/// Hashes in a full tile and leaves in a full bundle.
pub const TILE_WIDTH: u64 = 256;

/// Which file of a log: written `tile/0/x001/234`, or `tile/entries/x001/234.p/5` while only 5 wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    kind: TileKind,
    index: u64,
    width: u16,
}

/// What a file of a log holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Leaves.
    Entries,
    /// Hashes of complete subtrees of `256^level` leaves; level 0 holds leaf hashes, 7 is the last.
    Hashes(u8),
}

/// Makes proofs for the tree of `size` leaves from a function that reads its files.
/// It keeps what it has read; make a new one for each request.
pub struct Reader<F> {
    size: u64,
    read: F,
    tiles: BTreeMap<TilePath, Vec<Hash>>,
}

/// Why a file of a log, or its path, is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TileError {
    #[error("this is not the path of a tile or an entry bundle")]
    Path,
    #[error("the file {path} must hold {} hashes, {} bytes, and has {found} bytes", path.width(), path.width() * 32)]
    Hashes { path: TilePath, found: usize },
    #[error("the file {path} must hold exactly {} leaves, each after its length in two bytes", path.width())]
    Entries { path: TilePath },
    #[error("a leaf has at most 65535 bytes, this one has {0}")]
    LeafLength(usize),
    #[error(transparent)]
    Tree(#[from] TreeError),
}

impl TilePath {
    /// The file number `index` of its kind in the tree of `size` leaves, with the width it has there;
    /// nothing when the tree does not reach it.
    pub fn in_tree(kind: TileKind, index: u64, size: u64) -> Option<TilePath> {
        let count = size.checked_shr(u32::from(kind.level()) * 8).unwrap_or(0);
        let width = count.checked_sub(index.checked_mul(TILE_WIDTH)?)?.min(TILE_WIDTH);
        (width > 0).then_some(TilePath { kind, index, width: width as u16 })
    }

    /// All files of the tree of `size` leaves: bundles, then hash tiles from the lowest level up.
    pub fn all(size: u64) -> impl Iterator<Item = TilePath> {
        std::iter::once(TileKind::Entries)
            .chain((0..LEVELS).map(TileKind::Hashes))
            .flat_map(move |kind| (0..).map_while(move |index| TilePath::in_tree(kind, index, size)))
    }

    /// What the file holds.
    pub fn kind(&self) -> TileKind {
        self.kind
    }

    /// Its number among the files of its kind, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes or leaves it holds, 1 to 256.
    pub fn width(&self) -> usize {
        usize::from(self.width)
    }

    /// Whether it can still grow into another file.
    pub fn is_partial(&self) -> bool {
        u64::from(self.width) < TILE_WIDTH
    }

    /// The full file that a partial one grows into.
    pub fn full(&self) -> TilePath {
        TilePath { width: TILE_WIDTH as u16, ..*self }
    }

    /// Number of the first leaf under the `at`-th hash or leaf of this file.
    pub fn leaf_index(&self, at: usize) -> u64 {
        (self.index * TILE_WIDTH + at as u64) << (u32::from(self.kind.level()) * 8)
    }
}

impl TileKind {
    fn level(self) -> u8 {
        match self {
            TileKind::Entries => 0,
            TileKind::Hashes(level) => level,
        }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Entries => f.write_str("tile/entries/")?,
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        let digits = self.index.to_string();
        let padded = format!("{digits:0>width$}", width = digits.len().next_multiple_of(3));
        let groups = padded.len() / 3;
        for at in 0..groups {
            let mark = if at + 1 == groups { "" } else { "x" };
            let slash = if at + 1 == groups { "" } else { "/" };
            write!(f, "{mark}{}{slash}", &padded[at * 3..at * 3 + 3])?;
        }
        if self.is_partial() { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

impl FromStr for TilePath {
    type Err = TileError;

    fn from_str(text: &str) -> Result<TilePath, TileError> {
        path(text).filter(|path| path.to_string() == text).ok_or(TileError::Path)
    }
}

fn path(text: &str) -> Option<TilePath> {
    let (kind, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes(u8::try_from(decimal(level)?).ok().filter(|level| *level < LEVELS)?),
    };
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, decimal(width).filter(|width| (1..TILE_WIDTH).contains(width))?),
        None => (rest, TILE_WIDTH),
    };
    let digits: String = number.chars().filter(|c| !matches!(c, 'x' | '/')).collect();
    let fits = digits.bytes().all(|b| b.is_ascii_digit());
    let index: u64 = digits.parse().ok().filter(|_| fits)?;
    let end = index.checked_mul(TILE_WIDTH)?.checked_add(width)?;
    end.checked_mul(1 << (u32::from(kind.level()) * 8))?;
    Some(TilePath { kind, index, width: width as u16 })
}

/// Reads a hash tile: exactly as many hashes as its path says.
pub fn parse_hashes(path: &TilePath, bytes: &[u8]) -> Result<Vec<Hash>, TileError> {
    let (hashes, tail) = bytes.as_chunks::<32>();
    if !tail.is_empty() || hashes.len() != path.width() {
        return Err(TileError::Hashes { path: *path, found: bytes.len() });
    }
    Ok(hashes.iter().copied().map(Hash).collect())
}

/// Reads an entry bundle: exactly as many leaves as its path says, and no byte more.
pub fn parse_entries<'a>(path: &TilePath, bytes: &'a [u8]) -> Result<Vec<&'a [u8]>, TileError> {
    let wrong = || TileError::Entries { path: *path };
    let (mut leaves, mut rest) = (Vec::with_capacity(path.width()), bytes);
    for _ in 0..path.width() {
        let (length, tail) = rest.split_first_chunk().ok_or_else(wrong)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (leaf, tail) = tail.split_at_checked(length).ok_or_else(wrong)?;
        leaves.push(leaf);
        rest = tail;
    }
    if rest.is_empty() { Ok(leaves) } else { Err(wrong()) }
}

/// Adds one leaf to the bytes of an entry bundle.
pub fn push_entry(bundle: &mut Vec<u8>, leaf: &[u8]) -> Result<(), TileError> {
    let length = u16::try_from(leaf.len()).map_err(|_| TileError::LeafLength(leaf.len()))?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(leaf);
    Ok(())
}

/// The files that `Reader` will ask for when it proves leaf `index` in the tree of `size` leaves.
pub fn inclusion_tiles(index: u64, size: u64) -> Result<Vec<TilePath>, TileError> {
    let mut reader = Reader::new(size, blank);
    reader.inclusion_proof(index)?;
    Ok(reader.tiles.into_keys().collect())
}

/// The files that `Reader` will ask for when it proves that the tree of `size` leaves continues the one of `old`.
pub fn consistency_tiles(old: u64, size: u64) -> Result<Vec<TilePath>, TileError> {
    let mut reader = Reader::new(size, blank);
    reader.consistency_proof(old)?;
    Ok(reader.tiles.into_keys().collect())
}

impl<E, F> Reader<F>
where
    E: From<TileError> + From<TreeError>,
    F: FnMut(&TilePath) -> Result<Vec<u8>, E>,
{
    /// A reader of the tree of `size` leaves; `read` gives the bytes of a hash tile of exactly that width.
    pub fn new(size: u64, read: F) -> Reader<F> {
        Reader { size, read, tiles: BTreeMap::new() }
    }

    /// The right edge of the tree. Its root is only as good as the files: compare it with a signed one.
    pub fn frontier(&mut self) -> Result<Frontier, E> {
        Frontier::from_nodes(self.size, |node| self.node(node))
    }

    /// The proof that leaf `index` is in the tree, lowest hash first.
    pub fn inclusion_proof(&mut self, index: u64) -> Result<Vec<Hash>, E> {
        inclusion_proof(index, self.size, |node| self.node(node))
    }

    /// The proof that the tree continues the one of `old` leaves.
    pub fn consistency_proof(&mut self, old: u64) -> Result<Vec<Hash>, E> {
        consistency_proof(old, self.size, |node| self.node(node))
    }

    fn node(&mut self, node: Node) -> Result<Hash, E> {
        let (index, slice) = place(node);
        let kind = TileKind::Hashes(node.level / 8);
        let path = TilePath::in_tree(kind, index, self.size).expect("a proof asks for nodes of its tree");
        if !self.tiles.contains_key(&path) {
            let hashes = parse_hashes(&path, &(self.read)(&path)?)?;
            self.tiles.insert(path, hashes);
        }
        Ok(tree::root(&self.tiles[&path][slice]))
    }
}

/// The number of the tile that holds a complete subtree, and the hashes in it that make its root.
fn place(node: Node) -> (u64, std::ops::Range<usize>) {
    let inside = node.level % 8;
    let first = node.index << inside;
    let at = (first % TILE_WIDTH) as usize;
    (first / TILE_WIDTH, at..at + (1 << inside))
}

#[expect(clippy::unnecessary_wraps, reason = "it stands in for a function that reads files")]
fn blank(path: &TilePath) -> Result<Vec<u8>, TileError> {
    Ok(vec![0; path.width() * 32])
}

const LEVELS: u8 = 8;

#[cfg(test)]
mod tests;
