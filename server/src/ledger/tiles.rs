//! Hash tiles out of the database, at the width they have in a tree of a given size.

use std::collections::BTreeMap;

use proof::tile::{Edge, Reader, TileError, TileKind, TilePath, consistency_tiles, inclusion_tiles};
use proof::tree::{Frontier, TreeError, TreeHead, verify_consistency};
use proof::{Hash, tree};
use sqlx::PgConnection;

use super::store::tiles::{self, TileRow};

/// Tiles that were read, by their path.
pub type Tiles = BTreeMap<TilePath, Vec<u8>>;

/// A tile that should be there is missing, too short, or does not lead to the root.
#[derive(Debug, thiserror::Error)]
pub enum TilesError {
    #[error("the tile {0} is missing in the database")]
    Missing(TilePath),
    #[error(transparent)]
    Tile(#[from] TileError),
    #[error(transparent)]
    Tree(#[from] TreeError),
}

/// Reads tiles; one that is missing or too short is left out.
pub async fn load(db: &mut PgConnection, paths: &[TilePath]) -> sqlx::Result<Tiles> {
    let places: Vec<(i16, i64)> = paths.iter().filter_map(place).collect();
    let rows = tiles::some(db, &places).await?;
    let rows: BTreeMap<(i16, i64), Vec<u8>> =
        rows.into_iter().map(|row| ((row.level, row.index), row.hashes)).collect();
    let cut = |path: &TilePath| Some((*path, rows.get(&place(path)?)?.get(..path.width() * 32)?.to_vec()));
    Ok(paths.iter().filter_map(cut).collect())
}

/// Rows for the files that a growing tree writes.
pub fn rows(files: Vec<(TilePath, Vec<u8>)>) -> Vec<TileRow> {
    let row = |(path, hashes): (TilePath, Vec<u8>)| {
        let (level, index) = place(&path)?;
        Some(TileRow { level, index, hashes })
    };
    files.into_iter().filter_map(row).collect()
}

/// The right edge of the tree of `size` leaves.
pub async fn edge(db: &mut PgConnection, size: u64) -> anyhow::Result<Result<Edge, TilesError>> {
    let tiles = load(db, &edge_paths(size)).await?;
    Ok(Edge::resume(size, |path| read(&tiles, path)))
}

/// Whether the tree `new` in the database continues `old`; both roots are given, the tiles need not be believed.
pub async fn continues(
    db: &mut PgConnection,
    old: &TreeHead,
    new: &TreeHead,
) -> anyhow::Result<Result<(), TilesError>> {
    let proof = consistency(db, old.size, new.size).await?;
    Ok(proof.and_then(|proof| Ok(verify_consistency(old, new, &proof)?)))
}

/// The proof that the tree of `new` leaves begins with that of `old` leaves.
pub async fn consistency(db: &mut PgConnection, old: u64, new: u64) -> anyhow::Result<Result<Vec<Hash>, TilesError>> {
    let paths = match consistency_tiles(old, new) {
        Ok(paths) => paths,
        Err(error) => return Ok(Err(error.into())),
    };
    let tiles = load(db, &paths).await?;
    Ok(Reader::new(new, |path: &TilePath| read(&tiles, path)).consistency_proof(old))
}

/// The proof that leaf `index` is in the tree of `size` leaves.
pub async fn inclusion(db: &mut PgConnection, index: u64, size: u64) -> anyhow::Result<Vec<Hash>> {
    let tiles = load(db, &inclusion_tiles(index, size)?).await?;
    let proof = Reader::new(size, |path: &TilePath| read(&tiles, path)).inclusion_proof(index);
    Ok(proof?)
}

/// The frontier as the head row keeps it.
pub fn frontier(bytes: &[u8]) -> Result<Frontier, tree::TreeError> {
    Frontier::from_bytes(bytes)
}

fn read(tiles: &Tiles, path: &TilePath) -> Result<Vec<u8>, TilesError> {
    tiles.get(path).cloned().ok_or(TilesError::Missing(*path))
}

/// The partial hash tiles at the right edge.
fn edge_paths(size: u64) -> Vec<TilePath> {
    let last = |level: u8| {
        let index = (size >> (u32::from(level) * 8)) / proof::tile::TILE_WIDTH;
        TilePath::in_tree(TileKind::Hashes(level), index, size)
    };
    (0..8).filter_map(last).collect()
}

fn place(path: &TilePath) -> Option<(i16, i64)> {
    match path.kind() {
        TileKind::Entries => None,
        TileKind::Hashes(level) => Some((i16::from(level), i64::try_from(path.index()).ok()?)),
    }
}
