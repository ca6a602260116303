//! What the ledger tells about one subject, for the pages of that subject: the bodies opened, not proved.

use jiff::Timestamp;
use proof::entry::EntryBody;
use sqlx::PgConnection;

use super::leaf;
use super::store::entries;
use crate::app::App;
use crate::http::ApiError;

/// One entry, as far as a page of its subject shows it.
#[derive(Clone, Debug)]
pub struct Told {
    /// None while it is not numbered.
    pub index: Option<i64>,
    pub recorded_at: Timestamp,
    pub body: EntryBody,
}

/// Entries about `subject`, the newest first; at most 500. An entry whose body does not open is for the auditor's page.
pub async fn history_in(app: &App, db: &mut PgConnection, subject: &str) -> Result<Vec<Told>, ApiError> {
    let rows = entries::of_subject(db, subject, ENTRIES_MAX).await?;
    let told = rows.into_iter().filter_map(|row| {
        let body = leaf::body(&app.vault, &row).ok()?;
        Some(Told { index: row.index, recorded_at: row.recorded_at.to_jiff(), body })
    });
    Ok(told.collect())
}

const ENTRIES_MAX: i64 = 500;
