//! Statements on the one row that orders the ledger, and on what the database says of itself.

use jiff::Timestamp;
use jiff_sqlx::{Timestamp as Ts, ToSqlx as _};
use sqlx::PgConnection;
use uuid::Uuid;

/// The row as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub size: i64,
    pub frontier: Vec<u8>,
    pub signed_size: i64,
    pub checkpoint: Option<Vec<u8>>,
    pub lease_holder: Option<Uuid>,
    pub lease_until: Option<Timestamp>,
}

struct Row {
    size: i64,
    frontier: Vec<u8>,
    signed_size: i64,
    checkpoint: Option<Vec<u8>>,
    lease_holder: Option<Uuid>,
    lease_until: Option<Ts>,
}

impl From<Row> for Head {
    fn from(row: Row) -> Self {
        Self {
            size: row.size,
            frontier: row.frontier,
            signed_size: row.signed_size,
            checkpoint: row.checkpoint,
            lease_holder: row.lease_holder,
            lease_until: row.lease_until.map(Ts::to_jiff),
        }
    }
}

/// The row, or nothing before the ledger is opened.
pub async fn head(db: &mut PgConnection) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query_as!(
        Row,
        r#"select size, frontier, signed_size, checkpoint, lease_holder, lease_until as "lease_until: Ts"
             from ledger_head
            where id = 1"#
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Head::from))
}

/// The row, locked until the transaction ends.
pub async fn lock(db: &mut PgConnection) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query_as!(
        Row,
        r#"select size, frontier, signed_size, checkpoint, lease_holder, lease_until as "lease_until: Ts"
             from ledger_head
            where id = 1
              for update"#
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Head::from))
}

/// The first row; 23505 when another process was faster.
pub async fn insert(db: &mut PgConnection, frontier: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("insert into ledger_head (id, size, frontier, signed_size) values (1, 0, $1, 0)", frontier)
        .execute(db)
        .await?;
    Ok(())
}

/// Moves size and frontier.
pub async fn grow(db: &mut PgConnection, size: i64, frontier: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("update ledger_head set size = $1, frontier = $2 where id = 1", size, frontier).execute(db).await?;
    Ok(())
}

/// Publishes a checkpoint; a smaller one than the published is passed over.
pub async fn publish(db: &mut PgConnection, size: i64, checkpoint: &[u8]) -> sqlx::Result<()> {
    sqlx::query!(
        "update ledger_head set signed_size = $1, checkpoint = $2 where id = 1 and signed_size <= $1",
        size,
        checkpoint
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives the lease to `holder` until `until`, or frees it.
pub async fn lease(db: &mut PgConnection, holder: Option<Uuid>, until: Option<Timestamp>) -> sqlx::Result<()> {
    sqlx::query!(
        "update ledger_head set lease_holder = $1, lease_until = $2 where id = 1",
        holder,
        until.map(|until| until.to_sqlx()) as Option<Ts>
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Frees the lease if `holder` has it.
pub async fn release(db: &mut PgConnection, holder: Uuid) -> sqlx::Result<()> {
    sqlx::query!(
        "update ledger_head set lease_holder = null, lease_until = null where id = 1 and lease_holder = $1",
        holder
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The origin under which this database's ledger was opened.
pub async fn origin(db: &mut PgConnection) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select value from setting where name = 'ledger.origin'").fetch_optional(db).await
}

/// Writes the origin, once, when the ledger is opened.
pub async fn set_origin(db: &mut PgConnection, origin: &str) -> sqlx::Result<()> {
    sqlx::query!("insert into setting (name, value) values ('ledger.origin', $1)", origin).execute(db).await?;
    Ok(())
}
