//! Statements on imports and their refusals.

use jiff::Timestamp;
use jiff_sqlx::{Date as Dt, Timestamp as Ts, ToSqlx as _};
use rules::area::Area;
use rules::id::{AccountId, EntryId, ImportId};
use rules::import::{Counts, ImportState, Kind};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::NewEdition;
use super::plan::Progress;

/// An import without its file.
#[derive(Clone, Debug)]
pub struct Import {
    pub id: ImportId,
    pub kind: Kind,
    pub edition: Option<NewEdition>,
    pub format: String,
    pub area: Area,
    pub state: ImportState,
    pub author: Option<AccountId>,
    pub approved_by: Option<AccountId>,
    pub file_hash: Vec<u8>,
    pub progress: Progress,
    pub counts: Counts,
    /// Why the whole file was refused.
    pub message: Option<String>,
    pub version: i32,
    pub entry: EntryId,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

struct Row {
    id: Uuid,
    kind: String,
    edition: Option<String>,
    in_force_from: Option<Dt>,
    format: String,
    area: String,
    state: String,
    author_id: Option<Uuid>,
    approved_by: Option<Uuid>,
    file_hash: Vec<u8>,
    progress_done: i32,
    progress_total: i32,
    inserted_count: i32,
    updated_count: i32,
    unchanged_count: i32,
    refused_count: i32,
    message: Option<String>,
    version: i32,
    entry_id: Uuid,
    created_at: Ts,
    finished_at: Option<Ts>,
}

/// Reads rows; what comes behind the table narrows them.
macro_rules! select {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Row,
            r#"select id, kind, edition, in_force_from as "in_force_from: Dt", format, area, state, author_id, approved_by, file_hash, progress_done,
                      progress_total, inserted_count, updated_count, unchanged_count, refused_count, message, version,
                      entry_id, created_at as "created_at: Ts", finished_at as "finished_at: Ts"
                 from import"# + $tail
            $(, $argument)*
        )
    };
}

impl TryFrom<Row> for Import {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        let decoded = |error| sqlx::Error::Decode(error);
        let count = |count: i32| u32::try_from(count).unwrap_or(0);
        Ok(Self {
            id: ImportId::from_uuid(row.id),
            kind: row.kind.parse().map_err(|error| decoded(Box::new(error)))?,
            edition: row.edition.map(|name| NewEdition { name, in_force_from: row.in_force_from.map(Dt::to_jiff) }),
            format: row.format,
            area: row.area.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            state: row.state.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            author: row.author_id.map(AccountId::from_uuid),
            approved_by: row.approved_by.map(AccountId::from_uuid),
            file_hash: row.file_hash,
            progress: Progress { done: count(row.progress_done), total: count(row.progress_total) },
            counts: Counts {
                inserted: count(row.inserted_count),
                updated: count(row.updated_count),
                unchanged: count(row.unchanged_count),
                refused: count(row.refused_count),
            },
            message: row.message,
            version: row.version,
            entry: EntryId::from_uuid(row.entry_id),
            created_at: row.created_at.to_jiff(),
            finished_at: row.finished_at.map(Ts::to_jiff),
        })
    }
}

/// Inserts an import with its sealed file.
pub async fn insert(db: &mut PgConnection, import: &Import, file_sealed: Option<&[u8]>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into import (id, kind, edition, format, area, state, author_id, approved_by, file_sealed, file_hash,
                             progress_done, progress_total, inserted_count, updated_count, unchanged_count,
                             refused_count, message, version, entry_id, created_at, finished_at, in_force_from)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
        import.id.as_uuid(),
        import.kind.code(),
        import.edition.as_ref().map(|edition| edition.name.as_str()),
        import.format,
        import.area.to_string(),
        import.state.code(),
        import.author.map(|id| id.as_uuid()),
        import.approved_by.map(|id| id.as_uuid()),
        file_sealed,
        import.file_hash,
        stored(import.progress.done),
        stored(import.progress.total),
        stored(import.counts.inserted),
        stored(import.counts.updated),
        stored(import.counts.unchanged),
        stored(import.counts.refused),
        import.message,
        import.version,
        import.entry.as_uuid(),
        import.created_at.to_sqlx() as Ts,
        import.finished_at.map(|at| at.to_sqlx()) as Option<Ts>,
        import.edition.as_ref().and_then(|edition| edition.in_force_from).map(|day| day.to_sqlx()) as Option<Dt>
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The import, locked for a change.
pub async fn lock(db: &mut PgConnection, id: ImportId) -> sqlx::Result<Import> {
    let row = select!(" where id = $1 for update", id.as_uuid()).fetch_one(db).await?;
    row.try_into()
}

/// The import.
pub async fn one(db: &PgPool, id: ImportId) -> sqlx::Result<Option<Import>> {
    let row = select!(" where id = $1", id.as_uuid()).fetch_optional(db).await?;
    row.map(Import::try_from).transpose()
}

/// All imports, for the comparison with the ledger.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Import>> {
    let rows = select!("").fetch_all(db).await?;
    rows.into_iter().map(Import::try_from).collect()
}

/// Which imports a list shows.
pub struct Filter {
    pub area: Area,
    pub state: Option<ImportState>,
}

/// A page of imports, the newest first.
pub async fn page(db: &PgPool, filter: &Filter, after: Option<ImportId>, limit: i64) -> sqlx::Result<Vec<Import>> {
    let (first, last) = filter.area.range();
    let rows = select!(
        r#"
            where area between $1 and $2
              and ($3::text is null or state = $3)
              and ($4::uuid is null or id < $4)
            order by id desc
            limit $5"#,
        first.to_string(),
        last.to_string(),
        filter.state.map(ImportState::code),
        after.map(|id| id.as_uuid()),
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter().map(Import::try_from).collect()
}

/// How many imports a filter matches.
pub async fn count(db: &PgPool, filter: &Filter) -> sqlx::Result<i64> {
    let (first, last) = filter.area.range();
    sqlx::query_scalar!(
        r#"select count(*) as "count!"
             from import
            where area between $1 and $2 and ($3::text is null or state = $3)"#,
        first.to_string(),
        last.to_string(),
        filter.state.map(ImportState::code)
    )
    .fetch_one(db)
    .await
}

/// How many imports of an area wait for somebody's approval who is not their author.
pub async fn waiting_count(db: &PgPool, area: Area, account: AccountId) -> sqlx::Result<i64> {
    let (first, last) = area.range();
    sqlx::query_scalar!(
        r#"select count(*) as "count!"
             from import
            where area between $1 and $2 and state = 'submitted' and author_id is distinct from $3"#,
        first.to_string(),
        last.to_string(),
        account.as_uuid()
    )
    .fetch_one(db)
    .await
}

/// The sealed file; none once it was removed.
pub async fn file(db: &PgPool, id: ImportId) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!("select file_sealed from import where id = $1", id.as_uuid()).fetch_one(db).await
}

/// Saves what changes in an import's life.
pub async fn save(db: &mut PgConnection, import: &Import) -> sqlx::Result<()> {
    sqlx::query!(
        "update import
            set state = $2, approved_by = $3, progress_done = $4, progress_total = $5, inserted_count = $6,
                updated_count = $7, unchanged_count = $8, refused_count = $9, message = $10, version = $11,
                entry_id = $12, finished_at = $13
          where id = $1",
        import.id.as_uuid(),
        import.state.code(),
        import.approved_by.map(|id| id.as_uuid()),
        stored(import.progress.done),
        stored(import.progress.total),
        stored(import.counts.inserted),
        stored(import.counts.updated),
        stored(import.counts.unchanged),
        stored(import.counts.refused),
        import.message,
        import.version,
        import.entry.as_uuid(),
        import.finished_at.map(|at| at.to_sqlx()) as Option<Ts>
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes the file; its hash stays.
pub async fn remove_file(db: &mut PgConnection, id: ImportId) -> sqlx::Result<()> {
    sqlx::query!("update import set file_sealed = null where id = $1", id.as_uuid()).execute(db).await?;
    Ok(())
}

/// Says how far the work is; on a connection of its own, so that it shows while the work's transaction is open.
pub async fn tell(db: &PgPool, id: ImportId, progress: Progress) -> sqlx::Result<()> {
    sqlx::query!(
        "update import set progress_done = $2, progress_total = $3 where id = $1",
        id.as_uuid(),
        stored(progress.done),
        stored(progress.total)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Why a row, or with row 0 the file, is refused; the sentences are sealed.
pub struct Refused {
    pub row: i32,
    pub field: String,
    pub code: String,
    pub message_sealed: Vec<u8>,
}

/// Puts refusals in the place of those of an earlier try.
pub async fn replace_refusals(db: &mut PgConnection, id: ImportId, refusals: &[Refused]) -> sqlx::Result<()> {
    sqlx::query!("delete from import_refusal where import_id = $1", id.as_uuid()).execute(&mut *db).await?;
    for chunk in refusals.chunks(10_000) {
        let rows: Vec<i32> = chunk.iter().map(|refused| refused.row).collect();
        let fields: Vec<String> = chunk.iter().map(|refused| refused.field.clone()).collect();
        let codes: Vec<String> = chunk.iter().map(|refused| refused.code.clone()).collect();
        let messages: Vec<Vec<u8>> = chunk.iter().map(|refused| refused.message_sealed.clone()).collect();
        sqlx::query!(
            "insert into import_refusal (import_id, row, field, code, message_sealed)
             select $1, row, field, code, message_sealed
               from unnest($2::integer[], $3::text[], $4::text[], $5::bytea[]) as t (row, field, code, message_sealed)",
            id.as_uuid(),
            &rows,
            &fields,
            &codes,
            &messages
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

/// Refusals in the order of the rows.
pub async fn refusals(db: &PgPool, id: ImportId, limit: Option<i64>) -> sqlx::Result<Vec<Refused>> {
    sqlx::query_as!(
        Refused,
        "select row, field, code, message_sealed
           from import_refusal
          where import_id = $1
          order by row, field
          limit $2",
        id.as_uuid(),
        limit
    )
    .fetch_all(db)
    .await
}

fn stored(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
