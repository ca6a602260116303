//! Writing a backup.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use futures_util::TryStreamExt as _;
use sqlx::PgConnection;
use tar::{Builder, Header};

use super::{ANCHOR, CONFIG, FORMAT, MANIFEST, Manifest, Member, PIECE, TableManifest, hex};
use crate::app::App;
use crate::db::copy::{self, Table};
use crate::ledger;

/// What was written.
pub struct Written {
    pub manifest: Manifest,
    pub byte_count: u64,
}

/// Writes everything into `file`: beside it first, then renamed, so that a file of that name is always whole.
pub async fn write(app: &App, config_file: &Path, file: &Path) -> anyhow::Result<Written> {
    let fresh = PathBuf::from(format!("{}.new", file.display()));
    let context = || format!("{} cannot be written", fresh.display());
    let out = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)
        .with_context(context)?;
    let manifest = fill(app, config_file, BufWriter::new(out)).await.inspect_err(|_| {
        let _ = std::fs::remove_file(&fresh);
    })?;
    std::fs::rename(&fresh, file).with_context(|| format!("{} cannot be replaced", file.display()))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()?;
    Ok(Written { manifest, byte_count: file.metadata()?.len() })
}

async fn fill(app: &App, config_file: &Path, out: BufWriter<File>) -> anyhow::Result<Manifest> {
    let made_at = app.clock.now();
    let mut tar = Tar { builder: Builder::new(out), at_secs: u64::try_from(made_at.as_second())? };
    // The kept checkpoint before the tables: it must not be ahead of the ledger that is saved with it.
    let mut files = BTreeMap::new();
    for (name, bytes) in files_of(app, config_file)? {
        files.insert(name.clone(), tar.add(&name, &bytes)?);
    }
    let mut tx = app.snapshot("backup").await?;
    let migrations = copy::applied(&mut tx).await?.into_iter().map(|(version, sum)| (version, hex(&sum))).collect();
    let ledger_size = ledger::store::head::head(&mut tx).await?.map_or(0, |head| head.size);
    let mut tables = Vec::new();
    for table in copy::tables(&mut tx).await? {
        tables.push(add_table(&mut tx, &mut tar, table).await?);
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        release: env!("CARGO_PKG_VERSION").to_owned(),
        made_at,
        origin: app.config.ledger.origin.clone(),
        ledger_size,
        migrations,
        tables,
        files,
    };
    tar.add(MANIFEST, &serde_json::to_vec_pretty(&manifest)?)?;
    let mut out = tar.builder.into_inner()?;
    out.flush()?;
    out.into_inner().context("the last bytes cannot be written")?.sync_all()?;
    Ok(manifest)
}

/// Key files and kept checkpoint, then the anchors and the configuration where there are any.
fn files_of(app: &App, config_file: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let keys = app.config.data_dir.join("keys");
    for entry in std::fs::read_dir(&keys).with_context(|| format!("{} cannot be read", keys.display()))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if name.ends_with(".key") || name == "ledger-signed" {
            files.insert(format!("keys/{name}"), std::fs::read(&path)?);
        }
    }
    let anchor = ledger::anchor_file(&app.config.data_dir);
    if anchor.exists() {
        files.insert(ANCHOR.to_owned(), std::fs::read(anchor)?);
    }
    if config_file.exists() {
        files.insert(CONFIG.to_owned(), std::fs::read(config_file)?);
    }
    Ok(files)
}

async fn add_table(db: &mut PgConnection, tar: &mut Tar, table: Table) -> anyhow::Result<TableManifest> {
    let (mut row_count, mut members) = (0, Vec::new());
    let mut piece = Vec::with_capacity(PIECE);
    let mut rows = copy::copy_out(db, &table).await?;
    while let Some(bytes) = rows.try_next().await? {
        // A line feed inside a value is written as a backslash and an n, so each one ends a row.
        row_count += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        piece.extend_from_slice(&bytes);
        if piece.len() >= PIECE && piece.ends_with(b"\n") {
            members.push(tar.add_piece(&table, members.len(), &piece)?);
            piece.clear();
        }
    }
    if !piece.is_empty() {
        members.push(tar.add_piece(&table, members.len(), &piece)?);
    }
    Ok(TableManifest { table, row_count, members })
}

struct Tar {
    builder: Builder<BufWriter<File>>,
    at_secs: u64,
}

impl Tar {
    fn add(&mut self, path: &str, bytes: &[u8]) -> anyhow::Result<Member> {
        let mut header = Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(self.at_secs);
        self.builder.append_data(&mut header, path, bytes).context("the backup cannot be written on")?;
        Ok(Member::of(path, bytes))
    }

    fn add_piece(&mut self, table: &Table, number: usize, bytes: &[u8]) -> anyhow::Result<Member> {
        self.add(&format!("table/{}/{number:06}", table.name), bytes)
    }
}
