//! Statements on the newest cosigned checkpoint.

use sqlx::PgConnection;
use uuid::Uuid;

/// The row, or nothing before the first cosignature.
pub struct Cosigned {
    pub size: i64,
    pub checkpoint: Vec<u8>,
}

/// The newest cosigned checkpoint.
pub async fn newest(db: &mut PgConnection) -> sqlx::Result<Option<Cosigned>> {
    sqlx::query_as!(Cosigned, "select size, checkpoint from ledger_cosigned where id = 1").fetch_optional(db).await
}

/// Keeps a newer one, under the lock of the head; an older one changes nothing.
pub async fn keep(db: &mut PgConnection, size: i64, checkpoint: &[u8]) -> sqlx::Result<()> {
    if newest(db).await?.is_none() {
        sqlx::query!("insert into ledger_cosigned (id, size, checkpoint) values (1, $1, $2)", size, checkpoint)
            .execute(db)
            .await?;
        return Ok(());
    }
    sqlx::query!("update ledger_cosigned set size = $1, checkpoint = $2 where id = 1 and size < $1", size, checkpoint)
        .execute(db)
        .await?;
    Ok(())
}

/// Statements of these kinds below `size` whose first proof is not kept.
pub async fn unproved(db: &mut PgConnection, kinds: &[String], size: i64) -> sqlx::Result<Vec<(Uuid, i64)>> {
    let rows = sqlx::query!(
        r#"select e.id, e.index as "index!"
             from ledger_entry e
            where e.kind = any($1) and e.index < $2
              and not exists (select 1 from ledger_proof p where p.entry_id = e.id)
            order by e.index"#,
        kinds,
        size
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.index)).collect())
}

/// Keeps the first proof of a statement.
pub async fn prove(db: &mut PgConnection, entry: Uuid, proof: &str) -> sqlx::Result<()> {
    sqlx::query!("insert into ledger_proof (entry_id, proof) values ($1, $2)", entry, proof).execute(db).await?;
    Ok(())
}

/// The first proof of a statement, if it is kept.
pub async fn proof(db: &mut PgConnection, entry: Uuid) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select proof from ledger_proof where entry_id = $1", entry).fetch_optional(db).await
}
