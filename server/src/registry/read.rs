//! One instant of the database, read whole: the two roots, and everything that is kept beside them.

use std::mem::take;

use anyhow::ensure;
use proof::Hash;
use proof::record::{leaf_salt, registry_leaf};
use proof::tree::{leaf_hash, root};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::keep::{Kind, Packer};
use super::store::ChunkRow;
use crate::app::App;
use crate::db::Tx;
use crate::db::rows::{self, Pieces};
use crate::http::ApiError;
use crate::ledger::{self, Record};
use crate::recusal::STATEMENTS;
use crate::{expert, unit};

/// Everybody at one instant.
pub struct Reading {
    pub size: u64,
    pub root: Hash,
    pub units: Hash,
    /// Hash of the rows that no root covers: the pairs of units that an officer has still to tell apart.
    pub near: Hash,
    pub chunks: Vec<ChunkRow>,
}

/// Reads one instant; nothing when an entry has no number yet. `tx` sees what is numbered meanwhile.
pub async fn read(app: &App, tx: &mut Tx, day: Uuid) -> anyhow::Result<Option<Reading>> {
    let mut snapshot = app.snapshot("registry.read").await?;
    let mut leaves = Leaves { app, tx, list: Vec::new() };
    let Some(mut chunks) = people(&mut leaves, &mut snapshot, day).await? else { return Ok(None) };
    let people = take(&mut leaves.list);
    let Some(of_units) = units(&mut leaves, &mut snapshot, day).await? else { return Ok(None) };
    let units = take(&mut leaves.list);
    chunks.extend(of_units);
    let mut near = Hash::of(b"");
    for (at, statement) in STATEMENTS.iter().enumerate() {
        let (packed, hash) = rows_of(app, &mut snapshot, (Kind::Rows(at), day)).await?;
        chunks.extend(packed);
        if statement.contains(NEAR) {
            near = hash;
        }
    }
    snapshot.commit().await?;
    let (size, root, units) = (people.len() as u64, root_of(people)?, root_of(units)?);
    Ok(Some(Reading { size, root, units, near, chunks }))
}

/// Leaves of records at their places, with the numbers of their entries.
struct Leaves<'a> {
    app: &'a App,
    tx: &'a mut Tx,
    list: Vec<(u32, Hash)>,
}

impl Leaves<'_> {
    /// Adds records and packs them; false when an entry has no number yet.
    async fn add(&mut self, records: Vec<(u32, Record)>, packer: &mut Packer) -> anyhow::Result<bool> {
        let standing: Vec<_> = records.iter().map(|(_, record)| record.standing.clone()).collect();
        let mut numbers =
            ledger::numbered_in(self.app, self.tx, standing.clone()).await.map_err(ApiError::into_cause)?;
        if numbers.values().any(Option::is_none) {
            ledger::number_pending(self.app).await?;
            numbers = ledger::numbered_in(self.app, self.tx, standing).await.map_err(ApiError::into_cause)?;
        }
        for (x, record) in &records {
            let Some(Some(entry)) = numbers.get(&record.standing.entry) else { return Ok(false) };
            let leaf = registry_leaf(&leaf_salt(&record.salt), *x, &record.hashes, *entry);
            if self.list.is_empty() {
                // The first row says what the values of the others are.
                let names = record.fields.iter().map(|(name, _)| name.as_bytes());
                rows::add_row(packer.rows(), &[&b"x"[..], b"entry"].into_iter().chain(names).collect::<Vec<_>>());
            }
            self.list.push((*x, leaf_hash(leaf.as_bytes())));
            let (x, entry) = (x.to_be_bytes(), entry.to_be_bytes());
            let values = record.fields.iter().map(|(_, value)| value.as_slice());
            rows::add_row(packer.rows(), &[&x[..], &entry].into_iter().chain(values).collect::<Vec<_>>());
        }
        Ok(true)
    }
}

async fn people(leaves: &mut Leaves<'_>, snapshot: &mut Tx, day: Uuid) -> anyhow::Result<Option<Vec<ChunkRow>>> {
    let mut packer = Packer::new(Kind::People, day);
    let mut after = None;
    loop {
        let records = expert::file::records_in(leaves.app, snapshot, after).await.map_err(ApiError::into_cause)?;
        let Some((last, _)) = records.last() else { break };
        after = Some(*last);
        let admitted = records.into_iter().filter_map(|(_, record)| record).collect();
        if !leaves.add(admitted, &mut packer).await? {
            return Ok(None);
        }
        packer = packed(leaves.app, packer).await?;
    }
    Ok(Some(packer.finish(&leaves.app.vault)))
}

/// Units stand in the order of their ids, which is that in which they were made.
async fn units(leaves: &mut Leaves<'_>, snapshot: &mut Tx, day: Uuid) -> anyhow::Result<Option<Vec<ChunkRow>>> {
    let mut packer = Packer::new(Kind::Units, day);
    let (mut after, mut count) = (None, 0);
    loop {
        let records = unit::records_in(leaves.app, snapshot, after).await?;
        let Some((last, _)) = records.last() else { break };
        after = Some(*last);
        let placed: Vec<_> = (count..).zip(records.into_iter().map(|(_, record)| record)).collect();
        count += u32::try_from(placed.len())?;
        if !leaves.add(placed, &mut packer).await? {
            return Ok(None);
        }
        packer = packed(leaves.app, packer).await?;
    }
    Ok(Some(packer.finish(&leaves.app.vault)))
}

/// The rows of one statement, and the hash of all of them.
async fn rows_of(app: &App, db: &mut Tx, (kind, day): (Kind, Uuid)) -> anyhow::Result<(Vec<ChunkRow>, Hash)> {
    let mut packer = Packer::new(kind, day);
    let mut hash = Hash::of(b"");
    let mut pieces = Pieces::of(db, kind.form()).await?;
    while let Some(row) = pieces.next().await? {
        packer.rows().extend_from_slice(&row);
        if packer.is_full() {
            hash = after(hash, packer.rows());
            packer = packed(app, packer).await?;
        }
    }
    hash = after(hash, packer.rows());
    Ok((packer.finish(&app.vault), hash))
}

fn after(before: Hash, rows: &[u8]) -> Hash {
    Hash::of(&[&before.0[..], rows].concat())
}

/// Makes a chunk on another thread when there is enough for one.
async fn packed(app: &App, mut packer: Packer) -> anyhow::Result<Packer> {
    if !packer.is_full() {
        return Ok(packer);
    }
    let app = app.clone();
    let packed = spawn_blocking(move || {
        packer.cut(&app.vault);
        packer
    });
    Ok(packed.await?)
}

/// The root over leaves at places 0, 1, .. of which none is missing.
fn root_of(mut leaves: Vec<(u32, Hash)>) -> anyhow::Result<Hash> {
    leaves.sort_unstable_by_key(|(x, _)| *x);
    for (x, (found, _)) in (0..).zip(&leaves) {
        ensure!(x == *found, "nobody has the place {x} in the order of admission: a row was deleted or altered");
    }
    let leaves: Vec<Hash> = leaves.into_iter().map(|(_, leaf)| leaf).collect();
    Ok(root(&leaves))
}

/// The statement whose rows no root covers.
const NEAR: &str = "from near ";
