//! Whole tables in and out, as PostgreSQL's COPY text format, which every release and every relative reads.
//! Names come from the catalogue and are quoted; this is the one place that makes statements at run time.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::BoxStream;
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgCopyIn;
use sqlx::{AssertSqlSafe, PgConnection};

/// A table and its columns in their order.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
}

/// One piece of a table's COPY data.
pub type Piece = sqlx::Result<axum::body::Bytes>;

/// All tables but the record of migrations, each behind those that it refers to.
pub async fn tables(db: &mut PgConnection) -> sqlx::Result<Vec<Table>> {
    let tables: Vec<(String, Vec<String>)> = sqlx::query_as(
        "select c.relname::text, array_agg(a.attname::text order by a.attnum)
           from pg_class c
           join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
           join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          where c.relkind in ('r', 'p') and c.relname <> '_sqlx_migrations'
          group by c.relname
          order by c.relname",
    )
    .fetch_all(&mut *db)
    .await?;
    let references: Vec<(String, String)> = sqlx::query_as(
        "select child.relname::text, parent.relname::text
           from pg_constraint r
           join pg_class child on child.oid = r.conrelid
           join pg_class parent on parent.oid = r.confrelid
          where r.contype = 'f' and r.conrelid <> r.confrelid",
    )
    .fetch_all(db)
    .await?;
    let mut parents: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (child, parent) in &references {
        parents.entry(child).or_default().insert(parent);
    }
    Ok(parents_first(tables, &parents))
}

/// Migrations that are applied, with their checksums; none when the database was never migrated.
pub async fn applied(db: &mut PgConnection) -> sqlx::Result<Vec<(i64, Vec<u8>)>> {
    let exists: bool = sqlx::query_scalar(
        "select exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                         where n.nspname = current_schema() and c.relname = '_sqlx_migrations')",
    )
    .fetch_one(&mut *db)
    .await?;
    if !exists {
        return Ok(Vec::new());
    }
    sqlx::query_as("select version, checksum from _sqlx_migrations where success order by version").fetch_all(db).await
}

/// True when the table has no row.
pub async fn is_empty(db: &mut PgConnection, table: &Table) -> sqlx::Result<bool> {
    let any: bool = sqlx::query_scalar(AssertSqlSafe(format!("select exists (select 1 from {})", quoted(&table.name))))
        .fetch_one(db)
        .await?;
    Ok(!any)
}

/// Takes out the rows that a migration put there.
pub async fn clear(db: &mut PgConnection, table: &Table) -> sqlx::Result<()> {
    sqlx::query(AssertSqlSafe(format!("delete from {}", quoted(&table.name)))).execute(db).await?;
    Ok(())
}

/// The rows of a table, each ending with a line feed.
pub async fn copy_out<'a>(db: &'a mut PgConnection, table: &Table) -> sqlx::Result<BoxStream<'a, Piece>> {
    db.copy_out_raw(&format!("copy {} to stdout", target(table))).await
}

/// Takes the rows of a table.
pub async fn copy_in<'a>(db: &'a mut PgConnection, table: &Table) -> sqlx::Result<PgCopyIn<&'a mut PgConnection>> {
    db.copy_in_raw(&format!("copy {} from stdin", target(table))).await
}

fn target(table: &Table) -> String {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column)).collect();
    format!("{} ({})", quoted(&table.name), columns.join(", "))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Orders tables so that each stands behind those it refers to; of a ring the first by name goes first, and restoring it
/// is refused by the database.
fn parents_first(tables: Vec<(String, Vec<String>)>, parents: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<Table> {
    let mut waiting: BTreeMap<String, Vec<String>> = tables.into_iter().collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let free = |name: &&String| {
            parents.get(name.as_str()).is_none_or(|parents| !parents.iter().any(|parent| waiting.contains_key(*parent)))
        };
        let name = waiting.keys().find(free).or_else(|| waiting.keys().next()).cloned();
        let Some((name, columns)) = name.and_then(|name| waiting.remove_entry(&name)) else { break };
        ordered.push(Table { name, columns });
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_stands_behind_those_it_refers_to() {
        let tables = ["account", "entry", "kin", "expert"].map(|name| (name.to_owned(), Vec::new())).to_vec();
        let parents = BTreeMap::from([
            ("account", BTreeSet::from(["entry"])),
            ("kin", BTreeSet::from(["expert"])),
            ("expert", BTreeSet::from(["entry", "account"])),
        ]);
        let names: Vec<String> = parents_first(tables, &parents).into_iter().map(|table| table.name).collect();
        assert_eq!(names, ["entry", "account", "expert", "kin"]);
    }

    #[test]
    fn names_are_quoted() {
        let table = Table { name: "change".to_owned(), columns: vec!["index".to_owned(), "a\"b".to_owned()] };
        assert_eq!(target(&table), "\"change\" (\"index\", \"a\"\"b\")");
    }
}
