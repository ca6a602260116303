//! The published log: the signed checkpoint, and the files of the tree that it signs (C2SP tlog-tiles).

use std::path::Path;

use anyhow::Context as _;
use proof::checkpoint::Checkpoint;
use proof::tile::{TileKind, TilePath, push_entry};
use sqlx::PgConnection;

use super::store::{entries, head};
use super::{signer, tiles};
use crate::app::App;

/// The published checkpoint; nothing before the first.
pub async fn checkpoint(app: &App) -> anyhow::Result<Option<String>> {
    let mut db = app.db.acquire().await?;
    checkpoint_in(&mut db).await
}

/// One file of the published tree; nothing beyond what is signed.
pub async fn file(app: &App, path: &TilePath) -> anyhow::Result<Option<Vec<u8>>> {
    let mut db = app.db.acquire().await?;
    let signed = head::head(&mut db).await?.map_or(0, |head| head.signed_size);
    file_in(&mut db, path, u64::try_from(signed)?).await
}

/// Writes the published log of one instant into a folder that `ledger verify` reads; gives its size.
pub async fn export(app: &App, folder: &Path) -> anyhow::Result<u64> {
    let mut tx = app.snapshot("ledger.export").await?;
    let note = checkpoint_in(&mut tx).await?.context("nothing is signed yet")?;
    let size = Checkpoint::open(&note, &signer::ledger_verifier(app)?)?.head.size;
    for path in TilePath::all(size) {
        let bytes = file_in(&mut tx, &path, size).await?.with_context(|| format!("{path} is not in the database"))?;
        write(&folder.join(path.to_string()), &bytes)?;
    }
    write(&folder.join("checkpoint"), note.as_bytes())?;
    Ok(size)
}

async fn checkpoint_in(db: &mut PgConnection) -> anyhow::Result<Option<String>> {
    let note = head::head(db).await?.and_then(|head| head.checkpoint);
    Ok(note.map(String::from_utf8).transpose()?)
}

async fn file_in(db: &mut PgConnection, path: &TilePath, signed: u64) -> anyhow::Result<Option<Vec<u8>>> {
    let reached = TilePath::in_tree(path.kind(), path.index(), signed);
    if reached.is_none_or(|reached| reached.width() < path.width()) {
        return Ok(None);
    }
    if path.kind() != TileKind::Entries {
        return Ok(tiles::load(db, &[*path]).await?.remove(path));
    }
    let first = i64::try_from(path.leaf_index(0))?;
    let leaves = entries::leaves(db, first, first + path.width() as i64).await?;
    if leaves.len() != path.width() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    for leaf in leaves {
        push_entry(&mut bytes, &leaf)?;
    }
    Ok(Some(bytes))
}

fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let context = || format!("{} cannot be written", file.display());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(context)?;
    }
    std::fs::write(file, bytes).with_context(context)
}
