//! Probes a PostgreSQL server for what this service needs, and says what is missing in words an administrator can act on.

use sqlx::PgPool;

use crate::http::Say;

/// One thing looked at.
#[derive(Debug)]
pub struct Check {
    /// Stable name, for example `encoding`.
    pub check: &'static str,
    pub ok: bool,
    /// What was found, and what is needed.
    pub message: Say,
}

/// Looks at version, encoding, rights, durability, clock and schema.
pub async fn examine(db: &PgPool) -> sqlx::Result<Vec<Check>> {
    let setting = async |name: &str| -> sqlx::Result<Option<String>> {
        sqlx::query_scalar("select current_setting($1, true)").bind(name).fetch_one(db).await
    };
    let version: i32 = setting("server_version_num").await?.and_then(|text| text.parse().ok()).unwrap_or(0);
    let encoding = setting("server_encoding").await?.unwrap_or_default();
    let fsync = setting("fsync").await?.unwrap_or_default();
    let synchronous = setting("synchronous_commit").await?.unwrap_or_default();
    let connections: i64 = setting("max_connections").await?.and_then(|text| text.parse().ok()).unwrap_or(0);
    let may_create: bool =
        sqlx::query_scalar("select has_schema_privilege(current_schema(), 'create')").fetch_one(db).await?;
    let skip_locked = understands_skip_locked(db).await;
    let pending = pending_migrations(db).await;
    Ok(vec![
        check(
            "version",
            version >= VERSION_MIN,
            format!("版本号 {version}，至少要 {VERSION_MIN}"),
            format!("server_version_num is {version}; at least {VERSION_MIN} is needed"),
        ),
        check(
            "encoding",
            encoding == "UTF8",
            format!("编码 {encoding}，建库时须用 UTF8"),
            format!("encoding is {encoding}; the database has to be made with UTF8"),
        ),
        check(
            "durability",
            fsync == "on" && synchronous != "off",
            format!("fsync 为 {fsync}，synchronous_commit 为 {synchronous}；任何一项关闭，断电都会丢失已确认的操作"),
            format!(
                "fsync is {fsync}, synchronous_commit is {synchronous}; with either off a power cut loses what was acknowledged"
            ),
        ),
        check(
            "connections",
            connections >= CONNECTIONS_MIN,
            format!("最多 {connections} 个连接，至少要 {CONNECTIONS_MIN} 个"),
            format!("max_connections is {connections}; at least {CONNECTIONS_MIN} is needed"),
        ),
        check(
            "rights",
            may_create,
            format!("数据库用户{}建表（须能建表）", if may_create { "可以" } else { "不能" }),
            format!("the user {} create tables in its schema, and has to", if may_create { "may" } else { "may not" }),
        ),
        check(
            "skip_locked",
            skip_locked,
            format!("{} for update skip locked（须支持）", if skip_locked { "支持" } else { "不支持" }),
            format!("`for update skip locked` is {}understood, and has to be", if skip_locked { "" } else { "not " }),
        ),
        check(
            "schema",
            pending == 0,
            format!("有 {pending} 个结构变更未执行；`hengjian migrate` 会执行"),
            format!("{pending} migrations are not applied; `hengjian migrate` applies them"),
        ),
    ])
}

async fn pending_migrations(db: &PgPool) -> usize {
    let applied: Vec<i64> = sqlx::query_scalar("select version from _sqlx_migrations where success")
        .fetch_all(db)
        .await
        .unwrap_or_default();
    super::MIGRATIONS.iter().filter(|migration| !applied.contains(&migration.version)).count()
}

async fn understands_skip_locked(db: &PgPool) -> bool {
    let result = sqlx::query("select 1 from pg_class limit 1 for update skip locked").execute(db).await;
    result.is_ok() || refused_for_rights_only(&result)
}

/// A system table may not be locked by an ordinary user; the statement was understood all the same.
fn refused_for_rights_only<T>(result: &sqlx::Result<T>) -> bool {
    matches!(result, Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42501"))
}

fn check(check: &'static str, ok: bool, zh: String, en: String) -> Check {
    Check { check, ok, message: Say::new(zh, en) }
}

const VERSION_MIN: i32 = 140_000;
const CONNECTIONS_MIN: i64 = 30;
