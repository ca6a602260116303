//! Statements on the newest cosigned checkpoint.

use sqlx::PgConnection;

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
