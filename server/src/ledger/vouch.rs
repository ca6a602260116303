//! Before a record changes: its entry has to vouch for it as it stands. Without this, what somebody altered past the software
//! would be taken over by the next change, whose entry then vouches for it.

use std::collections::BTreeMap;

use proof::entry::{EntryBody, RecordMark};
use proof::{Hash, record};
use rules::id::EntryId;
use sqlx::PgConnection;
use tokio::task::spawn_blocking;
use tracing::error;
use uuid::Uuid;

use super::leaf;
use super::store::entries::{self, EntryRow};
use crate::app::App;
use crate::http::ApiError;
use crate::vault::Vault;

/// A record as it stands in the database, with its fields: what a leaf of the registry is made of.
pub struct Record {
    pub standing: Standing,
    /// Secret salt of the record.
    pub salt: [u8; 32],
    /// Hashes of the fields, in their order.
    pub hashes: Vec<Hash>,
    /// Values of the fields, in their order.
    pub values: Vec<Vec<u8>>,
}

/// A record as it stands in the database, read under its lock.
#[derive(Clone)]
pub struct Standing {
    /// The entry that the row names.
    pub entry: EntryId,
    pub subject: String,
    pub version: i32,
    pub digest: Hash,
}

/// Refuses with `record.altered` when one of the records is not what its entry says.
pub async fn vouch_in(app: &App, db: &mut PgConnection, standing: Vec<Standing>) -> Result<(), ApiError> {
    numbered_in(app, db, standing).await.map(drop)
}

/// The same, and the numbers of the entries that vouch, as far as they have one yet.
pub async fn numbered_in(
    app: &App,
    db: &mut PgConnection,
    standing: Vec<Standing>,
) -> Result<BTreeMap<EntryId, Option<u64>>, ApiError> {
    if standing.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<Uuid> = standing.iter().map(|record| record.entry.as_uuid()).collect();
    let rows = entries::by_ids(db, &ids).await?;
    let number = |index: i64| u64::try_from(index).ok();
    let numbers = rows.iter().map(|row| (EntryId::from_uuid(row.id), row.index.and_then(number))).collect();
    let own = app.clone();
    let altered = spawn_blocking(move || altered(&own, rows, standing)).await.map_err(anyhow::Error::from)?;
    let Some(subject) = altered.first() else { return Ok(numbers) };
    error!(count = altered.len(), "{subject} is not what its ledger entry says; nothing was changed");
    Err(ApiError::conflict(
        "record.altered",
        "要更改的记录与存证不符，可能被绕过系统改动，操作没有办理。请告知审计员核对存证。",
        "A record to be changed is not what its ledger entry says: it may have been altered past the software. Nothing was \
         done. Ask the auditor to check the ledger.",
    ))
}

impl Record {
    /// A record of `kind` from its fields in their fixed order.
    pub fn of(vault: &Vault, kind: &str, row: (String, i32, EntryId), fields: Vec<(&'static str, Vec<u8>)>) -> Self {
        let (subject, version, entry) = row;
        let salt = vault.record_salt(&subject);
        let hash = |(place, (name, value)): (u32, &(&str, Vec<u8>))| {
            record::field_hash(&record::field_salt(&salt, place), (name, value))
        };
        let hashes: Vec<Hash> = (1..).zip(&fields).map(hash).collect();
        let digest = record::digest_of_hashes(kind, &hashes);
        let values = fields.into_iter().map(|(_, value)| value).collect();
        Self { standing: Standing { entry, subject, version, digest }, salt, hashes, values }
    }
}

fn altered(app: &App, rows: Vec<EntryRow>, standing: Vec<Standing>) -> Vec<String> {
    let bodies: BTreeMap<Uuid, EntryBody> =
        rows.into_iter().filter_map(|row| Some((row.id, leaf::body(&app.vault, &row).ok()?))).collect();
    let vouched = |record: &Standing| {
        bodies.get(&record.entry.as_uuid()).is_some_and(|body| {
            body.subject.as_ref() == Some(&record.subject)
                && body.version == u64::try_from(record.version).ok()
                && body.record == RecordMark::Digest(record.digest)
        })
    };
    standing.into_iter().filter(|record| !vouched(record)).map(|record| record.subject).collect()
}
