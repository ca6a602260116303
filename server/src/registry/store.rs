//! Statements on the days of the registry.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::{Date as SqlDate, Timestamp as Ts, ToSqlx as _};
use rules::id::EntryId;
use sqlx::PgConnection;
use uuid::Uuid;

/// A day as stored.
pub struct DayRow {
    pub id: Uuid,
    pub day: Date,
    pub entry: EntryId,
    pub statement_sealed: Vec<u8>,
    pub proof: Option<String>,
    pub logged_on: Option<Date>,
}

struct Row {
    id: Uuid,
    day: SqlDate,
    entry_id: Uuid,
    statement_sealed: Vec<u8>,
    proof: Option<String>,
    logged_on: Option<SqlDate>,
}

impl From<Row> for DayRow {
    fn from(row: Row) -> Self {
        let Row { id, day, entry_id, statement_sealed, proof, logged_on } = row;
        let (day, logged_on) = (day.to_jiff(), logged_on.map(SqlDate::to_jiff));
        Self { id, day, entry: EntryId::from_uuid(entry_id), statement_sealed, proof, logged_on }
    }
}

/// A sealed piece of the facts of a day.
pub struct ChunkRow {
    pub section: i16,
    pub place: i32,
    pub bytes_sealed: Vec<u8>,
}

/// Waits for the turn to state the registry.
pub async fn lock_turn(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("select id from registry_turn where id = 1 for update").fetch_one(db).await?;
    Ok(())
}

/// Takes the turn, unless another process has it.
pub async fn try_lock_turn(db: &mut PgConnection) -> sqlx::Result<bool> {
    let row =
        sqlx::query!("select id from registry_turn where id = 1 for update skip locked").fetch_optional(db).await?;
    Ok(row.is_some())
}

/// Days from `first` to `last`, newest statement first.
pub async fn days(db: &mut PgConnection, (first, last): (Date, Date)) -> sqlx::Result<Vec<DayRow>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, day as "day: SqlDate", entry_id, statement_sealed, proof, logged_on as "logged_on: SqlDate"
             from registry_day
            where day between $1 and $2
            order by day desc, id desc"#,
        first.to_sqlx() as SqlDate,
        last.to_sqlx() as SqlDate
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(DayRow::from).collect())
}

/// The day whose facts a draw needs.
pub async fn held(db: &mut PgConnection, draw: Uuid) -> sqlx::Result<Option<DayRow>> {
    let row = sqlx::query_as!(
        Row,
        r#"select d.id, d.day as "day: SqlDate", d.entry_id, d.statement_sealed, d.proof,
                  d.logged_on as "logged_on: SqlDate"
             from registry_hold h
             join registry_day d on d.id = h.day_id
            where h.draw = $1"#,
        draw
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(DayRow::from))
}

pub async fn insert(db: &mut PgConnection, row: &DayRow, at: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into registry_day (id, day, entry_id, statement_sealed, stated_at) values ($1, $2, $3, $4, $5)",
        row.id,
        row.day.to_sqlx() as SqlDate,
        row.entry.as_uuid(),
        row.statement_sealed,
        at.to_sqlx() as Ts
    )
    .execute(db)
    .await?;
    Ok(())
}

pub async fn insert_chunk(db: &mut PgConnection, day: Uuid, chunk: &ChunkRow) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into registry_chunk (day_id, section, place, bytes_sealed) values ($1, $2, $3, $4)",
        day,
        chunk.section,
        chunk.place,
        chunk.bytes_sealed
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The chunks of these sections in their order.
pub async fn chunks(db: &mut PgConnection, day: Uuid, sections: &[i16]) -> sqlx::Result<Vec<ChunkRow>> {
    sqlx::query_as!(
        ChunkRow,
        "select section, place, bytes_sealed
           from registry_chunk
          where day_id = $1 and section = any($2)
          order by section, place",
        day,
        sections
    )
    .fetch_all(db)
    .await
}

/// Writes down the proof of a statement, once.
pub async fn prove(db: &mut PgConnection, id: Uuid, proof: &str, logged_on: Date) -> sqlx::Result<()> {
    sqlx::query!(
        "update registry_day set proof = $2, logged_on = $3 where id = $1 and proof is null",
        id,
        proof,
        logged_on.to_sqlx() as SqlDate
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that a draw needs the facts of a day.
pub async fn hold(db: &mut PgConnection, day: Uuid, draw: Uuid) -> sqlx::Result<()> {
    let held = sqlx::query!("select day_id from registry_hold where day_id = $1 and draw = $2", day, draw);
    if held.fetch_optional(&mut *db).await?.is_none() {
        sqlx::query!("insert into registry_hold (day_id, draw) values ($1, $2)", day, draw).execute(db).await?;
    }
    Ok(())
}

/// The day that a statement is about.
pub async fn day_of_entry(db: &mut PgConnection, entry: EntryId) -> sqlx::Result<Option<Uuid>> {
    sqlx::query_scalar!("select id from registry_day where entry_id = $1", entry.as_uuid()).fetch_optional(db).await
}

/// Ends all that a draw needed.
pub async fn release(db: &mut PgConnection, draw: Uuid) -> sqlx::Result<()> {
    sqlx::query!("delete from registry_hold where draw = $1", draw).execute(db).await?;
    Ok(())
}

/// Removes the facts of days before `before` that no draw holds; the statements stay.
pub async fn forget(db: &mut PgConnection, before: Date) -> sqlx::Result<u64> {
    let gone = sqlx::query!(
        "delete from registry_chunk c
          using registry_day d
          where c.day_id = d.id
            and d.day < $1
            and not exists (select 1 from registry_hold h where h.day_id = d.id)",
        before.to_sqlx() as SqlDate
    )
    .execute(db)
    .await?;
    Ok(gone.rows_affected())
}
