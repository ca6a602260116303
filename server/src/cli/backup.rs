//! `hengjian backup` and `hengjian restore`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};

use super::Place;
use super::ledger::report_database;
use super::open::{Bare, Opened, Use};
use crate::backup::{self, Archive};
use crate::config::Config;
use crate::ledger;
use crate::vault::keys::KeyRing;

/// Writes everything into one file.
pub async fn backup(config: Config, config_file: &Path, file: &Path) -> anyhow::Result<ExitCode> {
    let opened = Opened::open(config, Use::Command).await?;
    let written = backup::write(&opened.app, config_file, file).await;
    opened.close().await;
    let written = written?;
    let rows: u64 = written.manifest.tables.iter().map(|table| table.row_count).sum();
    println!(
        "{}: {rows} rows of {} tables, the keys and the configuration, {} bytes. Whoever has this file can read everything: \
         keep it like the keys.",
        file.display(),
        written.manifest.tables.len(),
        written.byte_count
    );
    Ok(ExitCode::SUCCESS)
}

/// Restores a backup onto an empty data directory, then compares it with its ledger.
pub async fn restore(place: &Place, environment: &BTreeMap<String, String>, file: &Path) -> anyhow::Result<ExitCode> {
    let data_dir = &place.data_dir;
    ensure!(
        !KeyRing::exists(data_dir),
        "{} holds keys already: a backup is restored onto an empty data directory only",
        data_dir.display()
    );
    println!("Reading {}", file.display());
    let archive = Archive::open(file)?;
    if place.config.is_none() {
        configure(data_dir, &archive)?;
    }
    let config = Config::load(data_dir, place.config.as_deref(), environment)?;
    let Bare { config, pool, local, lock } = Bare::open(config).await?;
    println!("Restoring {} tables as they were at {}", archive.manifest.tables.len(), archive.manifest.made_at);
    let restored = match backup::restore(&archive, config, pool.clone()).await {
        Ok(restored) => restored,
        Err(error) => {
            pool.close().await;
            if let Some(local) = local {
                local.close().await;
            }
            return Err(error);
        }
    };
    let opened = Opened::of(restored.app, local, Some(lock));
    let checked = finish(&opened).await;
    opened.close().await;
    let code = checked?;
    println!(
        "{} rows restored. Whoever kept a later checkpoint can tell what is missing since then.",
        restored.row_count
    );
    Ok(code)
}

async fn finish(opened: &Opened) -> anyhow::Result<ExitCode> {
    if let ledger::sequencer::Turn::Refused(refusal) = ledger::number_pending(&opened.app).await? {
        println!("The ledger refuses to sign: {refusal}.");
    }
    report_database(opened).await
}

/// Puts the backup's configuration in place when the data directory has none, without the address of the old database.
fn configure(data_dir: &Path, archive: &Archive) -> anyhow::Result<()> {
    let path = data_dir.join("hengjian.toml");
    let Some(bytes) = archive.files.get("hengjian.toml").filter(|_| !path.exists()) else { return Ok(()) };
    let context = || format!("{} cannot be written", path.display());
    std::fs::create_dir_all(data_dir).with_context(context)?;
    let text = std::str::from_utf8(bytes).context("the configuration in the backup is not text")?;
    let mut table: toml::Table = text.parse().context("the configuration in the backup is not TOML")?;
    if table.remove("database").is_none() {
        return std::fs::write(&path, text).with_context(context);
    }
    std::fs::write(data_dir.join("hengjian.toml.backup"), text).with_context(context)?;
    std::fs::write(&path, toml::to_string_pretty(&table)?).with_context(context)?;
    println!(
        "The section [database] of the backup's configuration was left out; the whole is in hengjian.toml.backup."
    );
    Ok(())
}
