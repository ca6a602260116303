//! Statements on the job table.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use rules::id::JobId;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A job that this process has claimed.
pub struct Claimed {
    pub id: Uuid,
    pub name: String,
    pub arguments: Value,
    pub tries: i32,
}

/// Who holds a claim, and until when.
#[derive(Clone, Copy)]
pub struct Lease {
    pub process: Uuid,
    pub until: Timestamp,
}

pub async fn insert(
    db: &mut PgConnection,
    id: JobId,
    (name, arguments): (&str, &Value),
    run_at: Timestamp,
    now: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into job (id, name, arguments, run_at, tries, created_at) values ($1, $2, $3, $4, 0, $5)",
        id.as_uuid(),
        name,
        arguments,
        run_at.to_sqlx() as Ts,
        now.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Claims the job that has been due for longest and that nobody holds.
pub async fn claim(db: &PgPool, names: &[String], lease: Lease, now: Timestamp) -> sqlx::Result<Option<Claimed>> {
    sqlx::query_as!(
        Claimed,
        "update job
            set claimed_by = $2, claimed_until = $3, tries = tries + 1
          where id = (select id
                        from job
                       where finished_at is null
                         and run_at <= $4
                         and name = any($1)
                         and (claimed_until is null or claimed_until <= $4)
                       order by run_at, id
                       limit 1
                         for update skip locked)
      returning id, name, arguments, tries",
        names,
        lease.process,
        lease.until.to_sqlx() as Ts,
        now.to_sqlx() as Ts
    )
    .fetch_optional(db)
    .await
}

/// Prolongs a claim; false when it is lost.
pub async fn renew(db: &PgPool, id: Uuid, lease: Lease) -> sqlx::Result<bool> {
    let renewed = sqlx::query!(
        "update job set claimed_until = $3 where id = $1 and claimed_by = $2 and finished_at is null",
        id,
        lease.process,
        lease.until.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// Ends a job, done or given up.
pub async fn finish(db: &PgPool, id: Uuid, error: Option<&str>, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "update job set finished_at = $3, error = $2, claimed_by = null, claimed_until = null where id = $1",
        id,
        error,
        now.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Puts a job back for a later try.
pub async fn put_back(db: &PgPool, id: Uuid, error: &str, run_at: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "update job set run_at = $3, error = $2, claimed_by = null, claimed_until = null where id = $1",
        id,
        error,
        run_at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives back what a process that ends in good order had claimed.
pub async fn give_back(db: &PgPool, process: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "update job
            set claimed_by = null, claimed_until = null, tries = tries - 1
          where claimed_by = $1 and finished_at is null",
        process
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends every claim; the tries stay counted, so that work which kills its process is given up one day.
pub async fn free_claims(db: &PgPool) -> sqlx::Result<()> {
    sqlx::query!("update job set claimed_by = null, claimed_until = null where finished_at is null")
        .execute(db)
        .await?;
    Ok(())
}
