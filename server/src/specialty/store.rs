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
    .execute(&mut *db)
    .await?;
    let pairs = edition.rows.iter().flat_map(|row| row.former.iter().map(|former| (row.code, former)));
    let (codes, former): (Vec<String>, Vec<String>) =
        pairs.map(|(code, former)| (code.to_string(), former.to_string())).unzip();
    sqlx::query!(
        "insert into specialty_former (edition_id, code, former_code)
         select $1, code, former_code
           from unnest($2::text[], $3::text[]) as t (code, former_code)",
        edition.id.as_uuid(),
        &codes,
        &former
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

/// A code of an edition.
pub struct CodeRow {
    pub code: String,
    pub name: String,
    pub former: Vec<String>,
}

/// Codes and names of an edition, by code, with the codes that they continue.
pub async fn codes(db: &mut PgConnection, id: EditionId) -> sqlx::Result<Vec<CodeRow>> {
    sqlx::query_as!(
        CodeRow,
        r#"select s.code, s.name,
                  array(select f.former_code
                          from specialty_former f
                         where f.edition_id = s.edition_id and f.code = s.code
                         order by f.former_code) as "former!"
             from specialty s
            where s.edition_id = $1
            order by s.code"#,
        id.as_uuid()
    )
    .fetch_all(db)
    .await
}

/// A code's name, and the edition that has it.
pub struct NameRow {
    pub code: String,
    pub name: String,
    pub edition_id: Uuid,
    pub edition: String,
}

/// Names of some codes, each in every edition that began on or before a day, the newest first.
pub async fn names(db: &mut PgConnection, codes: &[String], day: Date) -> sqlx::Result<Vec<NameRow>> {
    sqlx::query_as!(
        NameRow,
        "select s.code, s.name, e.id as edition_id, e.name as edition
           from specialty s
           join specialty_edition e on e.id = s.edition_id
          where s.code = any($1) and e.in_force_from <= $2
          order by e.in_force_from desc, e.id desc",
        codes,
        day.to_sqlx() as SqlDate
    )
    .fetch_all(db)
    .await
}
