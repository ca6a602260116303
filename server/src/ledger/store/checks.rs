//! Statements on the comparisons that auditors ask for.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use rules::id::CheckId;
use sqlx::{PgConnection, PgPool};

/// A comparison and how far it is.
pub struct Check {
    pub id: CheckId,
    pub asked_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub result_sealed: Option<Vec<u8>>,
}

/// Adds one; 23505 when another has not finished.
pub async fn insert(db: &mut PgConnection, id: CheckId, asked_by: &str, at: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into ledger_check (id, asked_by, asked_at, open) values ($1, $2, $3, true)",
        id.as_uuid(),
        asked_by,
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes those that have finished.
pub async fn forget_finished(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("delete from ledger_check where finished_at is not null").execute(db).await?;
    Ok(())
}

/// The one asked for last.
pub async fn newest(db: &PgPool) -> sqlx::Result<Option<Check>> {
    let row = sqlx::query!(
        r#"select id, asked_at as "asked_at: Ts", started_at as "started_at: Ts", finished_at as "finished_at: Ts",
                  result_sealed
             from ledger_check
            order by asked_at desc, id desc
            limit 1"#
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| Check {
        id: CheckId::from_uuid(row.id),
        asked_at: row.asked_at.to_jiff(),
        started_at: row.started_at.map(Ts::to_jiff),
        finished_at: row.finished_at.map(Ts::to_jiff),
        result_sealed: row.result_sealed,
    }))
}

/// True while one waits or runs.
pub async fn is_open(db: &PgPool) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select 1 from ledger_check where open) as "open!""#).fetch_one(db).await
}

/// Notes that it runs; who asked comes back, nobody when it has finished already.
pub async fn start(db: &PgPool, id: CheckId, at: Timestamp) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "update ledger_check set started_at = $2 where id = $1 and open returning asked_by",
        id.as_uuid(),
        at.to_sqlx() as Ts
    )
    .fetch_optional(db)
    .await
}

/// Notes that it has finished, with its findings or without.
pub async fn finish(
    db: &mut PgConnection,
    id: CheckId,
    result_sealed: Option<&[u8]>,
    at: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update ledger_check set finished_at = $2, result_sealed = $3, open = null where id = $1 and open",
        id.as_uuid(),
        at.to_sqlx() as Ts,
        result_sealed
    )
    .execute(db)
    .await?;
    Ok(())
}
