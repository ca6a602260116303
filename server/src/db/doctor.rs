//! Probes a PostgreSQL server for what this service needs, and says what is missing in words an administrator can act on.

use serde::Serialize;
use sqlx::PgPool;
use utoipa::ToSchema;

/// One thing looked at.
#[derive(Debug, Serialize, ToSchema)]
pub struct Check {
    /// Stable name, for example `encoding`.
    pub check: &'static str,
    pub ok: bool,
    /// What was found, or what to do.
    pub message: String,
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
    let skip_locked = sqlx::query("select 1 from pg_class limit 1 for update skip locked").execute(db).await;
    let pending = pending_migrations(db).await;
    Ok(vec![
        check(
            "version",
            version >= VERSION_MIN,
            format!("server_version_num is {version}; at least {VERSION_MIN} is needed"),
        ),
        check("encoding", encoding == "UTF8", format!("encoding is {encoding}; the database must be made with UTF8")),
        check(
            "durability",
            fsync == "on" && synchronous != "off",
            format!(
                "fsync is {fsync} and synchronous_commit is {synchronous}; with either off a power cut loses what was acknowledged"
            ),
        ),
        check(
            "connections",
            connections >= CONNECTIONS_MIN,
            format!("max_connections is {connections}; at least {CONNECTIONS_MIN} is needed"),
        ),
        check("rights", may_create, "the user must be allowed to create tables in its schema".to_owned()),
        check(
            "skip_locked",
            skip_locked.is_ok() || refused_for_rights_only(&skip_locked),
            "`for update skip locked` must be understood".to_owned(),
        ),
        check("schema", pending == 0, format!("{pending} migrations are not applied; `hengjian migrate` applies them")),
    ])
}

async fn pending_migrations(db: &PgPool) -> usize {
    let applied: Vec<i64> = sqlx::query_scalar("select version from _sqlx_migrations where success")
        .fetch_all(db)
        .await
        .unwrap_or_default();
    super::MIGRATIONS.iter().filter(|migration| !applied.contains(&migration.version)).count()
}

/// A system table may not be locked by an ordinary user; the statement was understood all the same.
fn refused_for_rights_only<T>(result: &sqlx::Result<T>) -> bool {
    matches!(result, Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42501"))
}

fn check(check: &'static str, ok: bool, message: String) -> Check {
    Check { check, ok, message }
}

const VERSION_MIN: i32 = 140_000;
const CONNECTIONS_MIN: i64 = 30;
