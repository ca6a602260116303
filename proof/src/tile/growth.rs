//! The right edge of a growing log in tiles: what to write after each batch of leaves.

use super::{
    Frontier, Hash, LEVELS, Node, TILE_WIDTH, TileError, TileKind, TilePath, TreeHead, leaf_hash, parse_entries,
    parse_hashes, place, push_entry, tree,
};

/// The hash tiles at the right edge: for each level the hashes of the tile that is not full yet.
#[derive(Clone, Debug, Default)]
pub struct Edge {
    size: u64,
    written_size: u64,
    levels: Vec<Vec<Hash>>,
    full: Vec<(TilePath, Vec<u8>)>,
}

/// A log that grows: takes leaves, and gives the files to write before a checkpoint of its size is published.
#[derive(Clone, Debug, Default)]
pub struct Growth {
    edge: Edge,
    bundle: Vec<u8>,
    full: Vec<(TilePath, Vec<u8>)>,
}

impl Growth {
    /// Takes up a log of `size` leaves again from its partial files. Compare `head` with the signed one before use.
    pub fn resume<E: From<TileError>>(
        size: u64,
        mut read: impl FnMut(&TilePath) -> Result<Vec<u8>, E>,
    ) -> Result<Growth, E> {
        let bundle = match last_partial(TileKind::Entries, size) {
            None => Vec::new(),
            Some(path) => {
                let bytes = read(&path)?;
                parse_entries(&path, &bytes)?;
                bytes
            }
        };
        Ok(Growth { edge: Edge::resume(size, read)?, bundle, full: Vec::new() })
    }

    /// Adds a leaf of at most 65,535 bytes and gives its hash.
    pub fn push(&mut self, leaf: &[u8]) -> Result<Hash, TileError> {
        push_entry(&mut self.bundle, leaf)?;
        let hash = leaf_hash(leaf);
        self.edge.push(hash);
        let index = (self.edge.size - 1) / TILE_WIDTH;
        let path = TilePath::in_tree(TileKind::Entries, index, self.edge.size);
        if let Some(path) = path.filter(|path| !path.is_partial()) {
            self.full.push((path, std::mem::take(&mut self.bundle)));
        }
        Ok(hash)
    }

    /// Size and root with all leaves so far.
    pub fn head(&self) -> TreeHead {
        self.edge.head()
    }

    /// The files that are new since the last call: every one that became full, and the partial ones of this size.
    pub fn take_files(&mut self) -> Vec<(TilePath, Vec<u8>)> {
        let mut files = std::mem::take(&mut self.full);
        if let Some(path) = changed_partial(TileKind::Entries, &self.edge) {
            files.push((path, self.bundle.clone()));
        }
        files.extend(self.edge.take_files());
        files
    }
}

impl Edge {
    /// Takes up the edge of a tree of `size` leaves again from its partial hash tiles.
    pub fn resume<E: From<TileError>>(
        size: u64,
        mut read: impl FnMut(&TilePath) -> Result<Vec<u8>, E>,
    ) -> Result<Edge, E> {
        let mut levels = Vec::new();
        for level in (0..LEVELS).take_while(|level| size >> (level * 8) > 0) {
            levels.push(match last_partial(TileKind::Hashes(level), size) {
                None => Vec::new(),
                Some(path) => parse_hashes(&path, &read(&path)?)?,
            });
        }
        Ok(Edge { size, written_size: size, levels, full: Vec::new() })
    }

    /// Adds a leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        self.size += 1;
        let mut hash = leaf;
        for level in 0..LEVELS {
            let at = usize::from(level);
            if self.levels.len() == at {
                self.levels.push(Vec::with_capacity(TILE_WIDTH as usize));
            }
            self.levels[at].push(hash);
            if self.levels[at].len() < TILE_WIDTH as usize {
                return;
            }
            let index = (self.size >> (level * 8)) / TILE_WIDTH - 1;
            let path = TilePath::in_tree(TileKind::Hashes(level), index, self.size)
                .expect("a tile that has become full is in the tree");
            hash = tree::root(&self.levels[at]);
            self.full.push((path, bytes_of(&self.levels[at])));
            self.levels[at].clear();
        }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Size and root with all leaves so far.
    pub fn head(&self) -> TreeHead {
        let node = |node: Node| {
            let (_, slice) = place(node);
            Ok::<Hash, std::convert::Infallible>(tree::root(&self.levels[usize::from(node.level / 8)][slice]))
        };
        let Ok(frontier) = Frontier::from_nodes(self.size, node);
        frontier.head()
    }

    /// The hash tiles that are new since the last call: every one that became full, and the partial ones of this size.
    pub fn take_files(&mut self) -> Vec<(TilePath, Vec<u8>)> {
        let mut files = self.take_full();
        for (level, hashes) in (0..LEVELS).zip(&self.levels) {
            if let Some(path) = changed_partial(TileKind::Hashes(level), self) {
                files.push((path, bytes_of(hashes)));
            }
        }
        self.written_size = self.size;
        files
    }

    /// The hash tiles that became full since the last call.
    pub fn take_full(&mut self) -> Vec<(TilePath, Vec<u8>)> {
        std::mem::take(&mut self.full)
    }
}

/// The last file of a kind in a tree of `size` leaves, if it is partial.
fn last_partial(kind: TileKind, size: u64) -> Option<TilePath> {
    let index = (size >> (kind.level() * 8)) / TILE_WIDTH;
    TilePath::in_tree(kind, index, size)
}

fn changed_partial(kind: TileKind, edge: &Edge) -> Option<TilePath> {
    last_partial(kind, edge.size).filter(|path| Some(*path) != last_partial(kind, edge.written_size))
}

fn bytes_of(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}
