//! Statements on editions of the specialty tree.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::{Date as SqlDate, Timestamp as Ts, ToSqlx as _};
use rules::id::{EditionId, EntryId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Edition;

/// An edition without its codes.
#[derive(Clone, Debug)]
pub struct Head {
    pub id: EditionId,
    pub name: String,
    pub in_force_from: Date,
}

struct Row {
    id: Uuid,
    name: String,
    in_force_from: SqlDate,
}

impl From<Row> for Head {
    fn from(row: Row) -> Self {
        Self { id: EditionId::from_uuid(row.id), name: row.name, in_force_from: row.in_force_from.to_jiff() }
    }
}

pub async fn insert(db: &mut PgConnection, edition: &Edition, entry: EntryId, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into specialty_edition (id, name, in_force_from, entry_id, created_at) values ($1, $2, $3, $4, $5)",
        edition.id.as_uuid(),
        edition.name,
        edition.in_force_from.to_sqlx() as SqlDate,
        entry.as_uuid(),
        now.to_sqlx() as Ts
    )
    .execute(&mut *db)
    .await?;
    let codes: Vec<String> = edition.rows.iter().map(|row| row.code.to_string()).collect();
    let levels: Vec<i16> = edition.rows.iter().map(|row| i16::from(row.code.level())).collect();
    let names: Vec<String> = edition.rows.iter().map(|row| row.name.clone()).collect();
    sqlx::query!(
        "insert into specialty (edition_id, code, level, name)
         select $1, code, level, name
           from unnest($2::text[], $3::smallint[], $4::text[]) as t (code, level, name)",
        edition.id.as_uuid(),
        &codes,
        &levels,
        &names
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Every edition, the oldest first.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Head>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, name, in_force_from as "in_force_from: SqlDate"
             from specialty_edition
            order by in_force_from, id"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Head::from).collect())
}

pub async fn by_name(db: &mut PgConnection, name: &str) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, name, in_force_from as "in_force_from: SqlDate" from specialty_edition where name = $1"#,
        name
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Head::from))
}

/// The edition that began last on or before a day.
pub async fn in_force(db: &mut PgConnection, day: Date) -> sqlx::Result<Option<Head>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, name, in_force_from as "in_force_from: SqlDate"
             from specialty_edition
            where in_force_from <= $1
            order by in_force_from desc, id desc
            limit 1"#,
        day.to_sqlx() as SqlDate
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Head::from))
}

/// Codes and names of an edition, by code.
pub async fn codes(db: &mut PgConnection, id: EditionId) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!("select code, name from specialty where edition_id = $1 order by code", id.as_uuid())
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}

/// Names of some codes in an edition.
pub async fn names(db: &mut PgConnection, edition: EditionId, codes: &[String]) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select code, name from specialty where edition_id = $1 and code = any($2)",
        edition.as_uuid(),
        codes
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}
