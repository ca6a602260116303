//! Signing checkpoints. The newest one signed is kept in the data folder, outside the database, and no checkpoint is
//! signed that does not continue it: a database that was rolled back or rewritten is refused.

use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use proof::checkpoint::Checkpoint;
use proof::note::{Algorithm, VerifierKey};
use proof::tree::{Frontier, TreeHead, empty_root};
use rustix::fs::{FlockOperation, flock};
use sqlx::PgConnection;

use super::state::Refusal;
use super::store::head::{self, Head};
use super::tiles;
use crate::app::App;

/// The checkpoint that is kept outside the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub head: TreeHead,
    /// The signed note.
    pub note: String,
}

/// The ledger key as verifiers know it.
pub fn ledger_verifier(app: &App) -> anyhow::Result<VerifierKey> {
    let key = app.vault.ledger_key().verifying_key();
    Ok(VerifierKey::new(&app.config.ledger.origin, Algorithm::Ed25519, key.as_bytes())?)
}

/// The note key as verifiers know it.
pub fn note_verifier(app: &App) -> anyhow::Result<VerifierKey> {
    let key = app.vault.note_key().verifying_key();
    Ok(VerifierKey::new(&app.config.ledger.origin, Algorithm::Ed25519, key.as_bytes())?)
}

/// The kept checkpoint; nothing when there is none, a refusal when it is not ours.
pub fn kept(app: &App) -> anyhow::Result<Result<Option<Kept>, Refusal>> {
    let path = file(&app.config.data_dir);
    let note = match std::fs::read_to_string(&path) {
        Ok(note) => note,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Ok(None)),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => return Ok(Err(Refusal::KeptDamaged)),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
    };
    Ok(match Checkpoint::open(&note, &ledger_verifier(app)?) {
        Ok(checkpoint) => Ok(Some(Kept { head: checkpoint.head, note })),
        Err(_) => Err(Refusal::KeptDamaged),
    })
}

/// Keeps the checkpoint of the empty ledger, so that from its first entry on a missing file is noticed.
pub fn keep_empty(app: &App) -> anyhow::Result<()> {
    let head = TreeHead { size: 0, root: empty_root() };
    keep(&app.config.data_dir, &Kept { head, note: note(app, head)? }, None)
}

/// Looks whether the database continues what was signed. The frontier that it gives back is proved to.
pub async fn examine(
    db: &mut PgConnection,
    head: &Head,
    kept: Option<&Kept>,
) -> anyhow::Result<Result<Frontier, Refusal>> {
    let size = u64::try_from(head.size).unwrap_or(0);
    let Some(kept) = kept else { return Ok(Err(Refusal::KeptMissing { size })) };
    if size < kept.head.size {
        return Ok(Err(Refusal::Shorter { kept: kept.head.size, found: size }));
    }
    let frontier = match tiles::frontier(&head.frontier) {
        Ok(frontier) if frontier.size() == size => frontier,
        _ => return Ok(Err(Refusal::Torn)),
    };
    if tiles::continues(db, &kept.head, &frontier.head()).await?.is_err() {
        return Ok(Err(Refusal::Rewritten { size: kept.head.size }));
    }
    match tiles::edge(db, size).await? {
        Ok(edge) if edge.head() == frontier.head() => Ok(Ok(frontier)),
        _ => Ok(Err(Refusal::Torn)),
    }
}

/// Signs the ledger as it is, keeps the checkpoint in the data folder, then publishes it in the database.
pub async fn sign(app: &App, frontier: &Frontier, before: &Kept) -> anyhow::Result<Kept> {
    let head = frontier.head();
    let kept = Kept { head, note: note(app, head)? };
    if kept.note != before.note {
        let (data_dir, kept, before) = (app.config.data_dir.clone(), kept.clone(), before.note.clone());
        tokio::task::spawn_blocking(move || keep(&data_dir, &kept, Some(&before))).await??;
    }
    let mut tx = app.begin("ledger.publish").await?;
    head::publish(&mut tx, i64::try_from(head.size)?, kept.note.as_bytes()).await?;
    tx.commit().await?;
    app.cosigner.notify_one();
    Ok(kept)
}

/// Writes a kept checkpoint as it stands in a backup.
pub fn restore(data_dir: &Path, note: &str) -> anyhow::Result<()> {
    write(&file(data_dir), note)
}

/// Where the newest signed checkpoint is kept.
pub fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("keys").join("ledger-signed")
}

fn note(app: &App, head: TreeHead) -> anyhow::Result<String> {
    let checkpoint = Checkpoint { origin: app.config.ledger.origin.clone(), head };
    Ok(checkpoint.sign(app.vault.ledger_key())?.to_string())
}

/// Replaces the kept checkpoint, under a lock of the operating system: of two processes on one data folder the second
/// sees that the checkpoint it compared with is not the kept one any more, and gives up.
fn keep(data_dir: &Path, kept: &Kept, before: Option<&str>) -> anyhow::Result<()> {
    let file = file(data_dir);
    let folder = file.parent().expect("the file stands in a folder");
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let lock = File::create(folder.join("ledger-signed.lock")).context("the folder keys cannot be written")?;
    flock(&lock, FlockOperation::LockExclusive)?;
    let found = std::fs::read_to_string(&file).ok();
    anyhow::ensure!(
        found.as_deref() == before,
        "another process has signed a checkpoint in the meantime; the next turn compares again"
    );
    write(&file, &kept.note)
}

/// New file, flushed, put in place, folder flushed.
fn write(file: &Path, note: &str) -> anyhow::Result<()> {
    let context = || format!("{} cannot be written, so nothing is signed", file.display());
    let fresh = file.with_extension("new");
    let mut out = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)
        .with_context(context)?;
    out.write_all(note.as_bytes()).with_context(context)?;
    out.sync_all().with_context(context)?;
    std::fs::rename(&fresh, file).with_context(context)?;
    let folder = file.parent().expect("the file stands in a folder");
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(context)
}
