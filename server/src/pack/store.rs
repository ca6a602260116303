//! Statements on packs.

use jiff::Timestamp;
use jiff_sqlx::{Date as SqlDate, Timestamp as Ts, ToSqlx as _};
use proof::hash::Hash;
use rules::id::EntryId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Pack;

/// A pack as it stands in the database.
pub struct PackRow {
    pub hash: Vec<u8>,
    pub text: String,
    pub figures: String,
    pub entry_id: Uuid,
}

pub async fn insert(db: &mut PgConnection, pack: &Pack, entry: EntryId, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into pack (hash, id, area, track, in_force_from, text, figures, entry_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &pack.hash.0[..],
        pack.lines.id,
        pack.area.to_string(),
        pack.track.code(),
        pack.from.to_sqlx() as SqlDate,
        pack.text.to_string(),
        pack.figures.to_string(),
        entry.as_uuid(),
        now.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether the pack is there already.
pub async fn is_there(db: &mut PgConnection, hash: &Hash) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select 1 from pack where hash = $1) as "there!""#, &hash.0[..])
        .fetch_one(db)
        .await
}

/// Every pack, in the order in which they were entered.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<PackRow>> {
    sqlx::query_as!(PackRow, "select hash, text, figures, entry_id from pack order by created_at, hash")
        .fetch_all(db)
        .await
}
