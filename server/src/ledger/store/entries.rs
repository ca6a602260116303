//! Statements on entries: taking the unnumbered ones, numbering them, reading them.

use jiff_sqlx::Timestamp as Ts;
use sqlx::{PgConnection, PgPool, Postgres, QueryBuilder};
use uuid::Uuid;

/// A row with everything that is checked in it.
pub struct EntryRow {
    pub id: Uuid,
    pub index: Option<i64>,
    pub kind: String,
    pub subject: Option<String>,
    pub actor: String,
    pub area: Option<String>,
    pub leaf: Vec<u8>,
    pub salt: Option<Vec<u8>>,
    pub body_sealed: Option<Vec<u8>>,
    pub recorded_at: Ts,
}

/// Reads rows; what comes behind the table narrows them.
macro_rules! select {
    ($tail:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            EntryRow,
            r#"select id as "id!", index, kind as "kind!", subject, actor as "actor!", area, leaf as "leaf!", salt, body_sealed,
                      recorded_at as "recorded_at!: Ts"
                 from ledger_entry"# + $tail
            $(, $argument)*
        )
    };
}

/// Unnumbered rows behind `after`, oldest first.
pub async fn pending(db: &mut PgConnection, after: Uuid, limit: i64) -> sqlx::Result<Vec<EntryRow>> {
    select!(" where index is null and id > $1 order by id limit $2", after, limit).fetch_all(db).await
}

/// True when an unnumbered row waits that is none of `foreign`.
pub async fn any_pending(db: &mut PgConnection, foreign: &[Uuid]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from ledger_entry where index is null and id <> all($1)) as "any!""#,
        foreign
    )
    .fetch_one(db)
    .await
}

/// How many rows wait for their number.
pub async fn pending_count(db: &PgPool) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from ledger_entry where index is null"#).fetch_one(db).await
}

/// True when any row has a number.
pub async fn any_numbered(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select 1 from ledger_entry where index is not null) as "any!""#)
        .fetch_one(db)
        .await
}

/// Numbers `ids` from `first` on; gives how many rows were there to be numbered.
pub async fn number(db: &mut PgConnection, ids: &[Uuid], first: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        r#"update ledger_entry e
              set index = $2 + n.place - 1
             from unnest($1::uuid[]) with ordinality as n (id, place)
            where e.id = n.id and e.index is null"#,
        ids,
        first
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Rows numbered from `first` to before `end`, in order.
pub async fn numbered(db: &mut PgConnection, first: i64, end: i64) -> sqlx::Result<Vec<EntryRow>> {
    select!(" where index >= $1 and index < $2 order by index", first, end).fetch_all(db).await
}

/// The row with this number, when its area lies between the two codes; `all` sees rows without an area too.
pub async fn one(
    db: &mut PgConnection,
    index: i64,
    (first, last, all): (&str, &str, bool),
) -> sqlx::Result<Option<EntryRow>> {
    select!(" where index = $1 and ($4 or area between $2 and $3)", index, first, last, all).fetch_optional(db).await
}

/// Numbers at or above `size`, which no row should have.
pub async fn beyond(db: &mut PgConnection, size: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select index as "index!" from ledger_entry where index >= $1 or index < 0 order by index limit 1000"#,
        size
    )
    .fetch_all(db)
    .await
}

/// Rows of one kind in their order, unnumbered ones last.
pub async fn of_kind(db: &mut PgConnection, kind: &str) -> sqlx::Result<Vec<EntryRow>> {
    select!(" where kind = $1 order by index nulls last, id", kind).fetch_all(db).await
}

/// The number that a row would get if it came next and nothing else waited.
pub async fn next_index(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select (select coalesce(max(index) + 1, 0) from ledger_entry)
                + (select count(*) from ledger_entry where index is null) as "next!""#
    )
    .fetch_one(db)
    .await
}

/// Leaves numbered from `first` to before `end`, in order.
pub async fn leaves(db: &mut PgConnection, first: i64, end: i64) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar!("select leaf from ledger_entry where index >= $1 and index < $2 order by index", first, end)
        .fetch_all(db)
        .await
}

/// What a list of entries is narrowed to.
pub struct Filter<'a> {
    pub kind: Option<&'a str>,
    pub subject: Option<&'a str>,
    /// First and last area code; nothing for somebody who sees all, entries without an area included.
    pub areas: Option<(String, String)>,
    /// Number before which the page begins; without it unnumbered rows come first.
    pub before: Option<i64>,
}

/// One line of the list.
#[derive(sqlx::FromRow)]
pub struct Listed {
    pub index: Option<i64>,
    pub kind: String,
    pub subject: Option<String>,
    pub actor: String,
    pub area: Option<String>,
    pub leaf: Vec<u8>,
    pub recorded_at: Ts,
}

/// A page of entries, newest first.
pub async fn page(db: &PgPool, filter: &Filter<'_>, limit: i64) -> sqlx::Result<Vec<Listed>> {
    let mut query = QueryBuilder::<Postgres>::new(
        "select index, kind, subject, actor, area, leaf, recorded_at from ledger_entry where true",
    );
    if let Some(kind) = filter.kind {
        query.push(" and kind = ").push_bind(kind);
    }
    if let Some(subject) = filter.subject {
        query.push(" and subject = ").push_bind(subject);
    }
    if let Some((first, last)) = &filter.areas {
        query.push(" and area between ").push_bind(first).push(" and ").push_bind(last);
    }
    match filter.before {
        Some(before) => query.push(" and index < ").push_bind(before).push(" order by index desc"),
        None => query.push(" order by index desc nulls first, id desc"),
    };
    query.push(" limit ").push_bind(limit);
    query.build_query_as().fetch_all(db).await
}

/// Rows by id.
pub async fn by_ids(db: &mut PgConnection, ids: &[Uuid]) -> sqlx::Result<Vec<EntryRow>> {
    select!(" where id = any($1) order by id", ids).fetch_all(db).await
}

/// Entries about a subject, the newest first.
pub async fn of_subject(db: &mut PgConnection, subject: &str, limit: i64) -> sqlx::Result<Vec<EntryRow>> {
    select!(" where subject = $1 order by recorded_at desc, id desc limit $2", subject, limit).fetch_all(db).await
}
