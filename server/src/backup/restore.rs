//! Restoring a backup onto an empty data directory and an empty database. Everything is compared with the manifest before
//! the first row is written, all rows come in one transaction, and the keys are put in place last.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use rules::ledger::entry::Kind;
use sqlx::{PgConnection, PgPool};

use super::archive::{self, Archive};
use super::{ANCHOR, Manifest, TableManifest, hex};
use crate::app::App;
use crate::config::Config;
use crate::db::{MIGRATIONS, Tx, copy};
use crate::ledger::{self, Deed, Entry};
use crate::outside::clock::Clock;
use crate::outside::entropy::Entropy;
use crate::vault::Vault;
use crate::vault::keys::KeyRing;

/// A restored centre.
pub struct Restored {
    pub app: App,
    pub row_count: u64,
}

/// Fills an empty database and the keys of an empty data directory.
pub async fn restore(archive: &Archive, config: Config, db: PgPool) -> anyhow::Result<Restored> {
    let manifest = &archive.manifest;
    ensure!(
        config.ledger.origin == manifest.origin,
        "the backup is of the ledger {}, and ledger.origin is {}: set it to the ledger's name",
        manifest.origin,
        config.ledger.origin
    );
    known(manifest)?;
    let mut connection = db.acquire().await?;
    empty(&mut connection, manifest).await?;
    if let Some(last) = manifest.migrations.keys().last() {
        MIGRATIONS.run_to(*last, &mut *connection).await.context("the backup's schema cannot be made")?;
    }
    drop(connection);
    let data_dir = config.data_dir.clone();
    let staged = data_dir.join("restoring");
    stage(archive, &staged)?;
    let entropy = Entropy::default();
    KeyRing::complete(&staged, ledger::anchor_file(&staged).exists(), &entropy)?;
    let vault = Vault::new(&KeyRing::open(&staged)?, entropy.clone());
    let app = App::new(config, db, vault, Clock::system(), entropy);
    let mut tx = app.begin("backup.restore").await?;
    let row_count = fill(&mut tx, archive).await?;
    note(&app, &mut tx, manifest).await?;
    tx.commit().await?;
    if ledger::anchor_file(&staged).exists() {
        std::fs::rename(ledger::anchor_file(&staged), ledger::anchor_file(&data_dir))
            .context("the anchors cannot be put in place")?;
    }
    std::fs::rename(staged.join("keys"), data_dir.join("keys")).context("the keys cannot be put in place")?;
    std::fs::remove_dir(&staged)?;
    std::fs::File::open(&data_dir)?.sync_all()?;
    Ok(Restored { app, row_count })
}

/// Every migration of the backup is one of ours, word for word.
fn known(manifest: &Manifest) -> anyhow::Result<()> {
    for (version, checksum) in &manifest.migrations {
        let ours = MIGRATIONS.iter().find(|migration| migration.version == *version);
        let ours = ours.with_context(|| {
            format!("the backup was made by release {}, which is newer: restore it with that one", manifest.release)
        })?;
        ensure!(
            hex(&ours.checksum) == *checksum,
            "the backup's schema is not that of any release: migration {version} has another text"
        );
    }
    Ok(())
}

/// The database holds no row, and no schema newer than the backup's.
async fn empty(db: &mut PgConnection, manifest: &Manifest) -> anyhow::Result<()> {
    for (version, _) in copy::applied(db).await? {
        ensure!(
            manifest.migrations.contains_key(&version),
            "the database has a newer schema than the backup: give an empty database"
        );
    }
    for table in copy::tables(db).await?.iter().filter(|table| TELLING.contains(&table.name.as_str())) {
        ensure!(
            copy::is_empty(db, table).await?,
            "the database holds data (table {}): a backup is restored onto an empty one only",
            table.name
        );
    }
    Ok(())
}

/// Writes keys, kept checkpoint and anchors where nothing reads them yet.
fn stage(archive: &Archive, staged: &Path) -> anyhow::Result<()> {
    if staged.exists() {
        std::fs::remove_dir_all(staged)?;
    }
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(staged.join("keys"))?;
    for (name, bytes) in archive.files.iter().filter(|(name, _)| *name == ANCHOR || name.starts_with("keys/")) {
        let file = name.strip_prefix("keys/").unwrap_or(name);
        if file.contains('/') || file.starts_with('.') {
            bail!("{name} in the backup is no file name");
        }
        let path = staged.join(name);
        let mut out = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        out.write_all(bytes)?;
        out.sync_all()?;
    }
    std::fs::File::open(staged.join("keys"))?.sync_all()?;
    Ok(())
}

async fn fill(tx: &mut Tx, archive: &Archive) -> anyhow::Result<u64> {
    for manifest in archive.manifest.tables.iter().rev() {
        copy::clear(tx, &manifest.table).await?;
    }
    let mut tar = archive.tar()?;
    let mut entries = tar.entries()?;
    let mut row_count = 0;
    for TableManifest { table, row_count: expected, members } in &archive.manifest.tables {
        let mut rows =
            copy::copy_in(tx, table).await.with_context(|| format!("table {} is not in the schema", table.name))?;
        for member in members {
            match archive::next(&mut entries, member) {
                Ok(bytes) => {
                    rows.send(bytes).await?;
                }
                Err(error) => {
                    rows.abort("the backup is damaged").await?;
                    return Err(error);
                }
            }
        }
        let taken = rows.finish().await.with_context(|| format!("table {} does not take its rows", table.name))?;
        ensure!(taken == *expected, "table {} took {taken} rows instead of {expected}", table.name);
        row_count += taken;
    }
    Ok(row_count)
}

/// The ledger goes on, and says from what.
async fn note(app: &App, tx: &mut Tx, manifest: &Manifest) -> anyhow::Result<()> {
    if manifest.ledger_size == 0 {
        return Ok(());
    }
    let now = app.clock.now();
    let deed = Deed { kind: Kind::LedgerRestored, actor: "command/restore", reason: None, at: now };
    let entry = Entry::of(&deed, "ledger".to_owned())
        .detail("made", manifest.made_at.to_string())
        .detail("size", manifest.ledger_size.to_string());
    ledger::append(app, tx, entry, now).await?;
    Ok(())
}

/// Tables of which one at least has a row as soon as a centre exists; migrations put none there.
const TELLING: [&str; 4] = ["account", "ledger_entry", "ledger_head", "setting"];
