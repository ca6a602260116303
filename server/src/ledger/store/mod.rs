//! Statements on the ledger's tables.

pub mod checks;
pub mod cosigned;
pub mod entries;
pub mod head;
pub mod tiles;

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A row as it is inserted: without its number.
pub struct NewEntry {
    pub id: Uuid,
    pub kind: String,
    pub subject: Option<String>,
    pub actor: String,
    pub area: Option<String>,
    pub leaf: Vec<u8>,
    /// Nothing for a public statement.
    pub salt: Option<Vec<u8>>,
    /// Nothing for a public statement.
    pub body_sealed: Option<Vec<u8>>,
}

/// Inserts unnumbered rows.
pub async fn insert(db: &mut PgConnection, rows: &[NewEntry], at: Timestamp) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let kinds: Vec<String> = rows.iter().map(|row| row.kind.clone()).collect();
    let subjects: Vec<Option<String>> = rows.iter().map(|row| row.subject.clone()).collect();
    let actors: Vec<String> = rows.iter().map(|row| row.actor.clone()).collect();
    let areas: Vec<Option<String>> = rows.iter().map(|row| row.area.clone()).collect();
    let leaves: Vec<Vec<u8>> = rows.iter().map(|row| row.leaf.clone()).collect();
    let salts: Vec<Option<Vec<u8>>> = rows.iter().map(|row| row.salt.clone()).collect();
    let bodies: Vec<Option<Vec<u8>>> = rows.iter().map(|row| row.body_sealed.clone()).collect();
    sqlx::query!(
        r#"insert into ledger_entry (id, kind, subject, actor, area, leaf, salt, body_sealed, recorded_at)
           select id, kind, subject, actor, area, leaf, salt, body_sealed, $9
             from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::bytea[], $8::bytea[])
               as t (id, kind, subject, actor, area, leaf, salt, body_sealed)"#,
        &ids,
        &kinds,
        &subjects as &[Option<String>],
        &actors,
        &areas as &[Option<String>],
        &leaves,
        &salts as &[Option<Vec<u8>>],
        &bodies as &[Option<Vec<u8>>],
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Seconds for which the oldest unnumbered entry has waited; 0 when none waits. Rows of `foreign` wait for ever.
pub async fn lag_secs(db: &PgPool, now: Timestamp, foreign: &[Uuid]) -> sqlx::Result<i64> {
    let oldest = sqlx::query_scalar!(
        r#"select min(recorded_at) as "oldest: Ts" from ledger_entry where index is null and id <> all($1)"#,
        foreign
    )
    .fetch_one(db)
    .await?;
    Ok(oldest.map_or(0, |oldest| now.duration_since(oldest.to_jiff()).as_secs()))
}

/// True when the ledger has any entry.
pub async fn any(db: &PgPool) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select 1 from ledger_entry) as "any!""#).fetch_one(db).await
}
