//! Before a record changes: its entry has to vouch for it as it stands. Without this, what somebody altered past the software
//! would be taken over by the next change, whose entry then vouches for it.

use std::collections::BTreeMap;

use proof::Hash;
use proof::entry::{EntryBody, RecordMark};
use rules::id::EntryId;
use sqlx::PgConnection;
use tokio::task::spawn_blocking;
use tracing::error;
use uuid::Uuid;

use super::leaf;
use super::store::entries::{self, EntryRow};
use crate::app::App;
use crate::http::ApiError;

/// A record as it stands in the database, read under its lock.
pub struct Standing {
    /// The entry that the row names.
    pub entry: EntryId,
    pub subject: String,
    pub version: i32,
    pub digest: Hash,
}

/// Refuses with `record.altered` when one of the records is not what its entry says.
pub async fn vouch_in(app: &App, db: &mut PgConnection, standing: Vec<Standing>) -> Result<(), ApiError> {
    if standing.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = standing.iter().map(|record| record.entry.as_uuid()).collect();
    let rows = entries::by_ids(db, &ids).await?;
    let own = app.clone();
    let altered = spawn_blocking(move || altered(&own, rows, standing)).await.map_err(anyhow::Error::from)?;
    let Some(subject) = altered.first() else { return Ok(()) };
    error!(count = altered.len(), "{subject} is not what its ledger entry says; nothing was changed");
    Err(ApiError::conflict(
        "record.altered",
        "要更改的记录与存证不符，可能被绕过系统改动，操作没有办理。请告知审计员核对存证。",
        "A record to be changed is not what its ledger entry says: it may have been altered past the software. Nothing was \
         done. Ask the auditor to check the ledger.",
    ))
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
