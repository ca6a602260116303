//! The database: one PostgreSQL, either a managed local one or a server named by `database.url`.
//! Transactions have a name; statements stand in each domain's `store.rs`.

pub mod copy;
pub mod doctor;
pub mod local;
mod program;
mod tx;

use std::time::Duration;

use anyhow::Context as _;
use sqlx::PgPool;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

pub use tx::Tx;

/// All migrations, in the order in which they apply.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// Opens a pool of at most `connection_count` connections.
pub async fn connect(options: PgConnectOptions, connection_count: u32) -> anyhow::Result<PgPool> {
    PgPoolOptions::new()
        .max_connections(connection_count)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options.application_name("hengjian"))
        .await
        .context("cannot connect to PostgreSQL: check database.url, or run `hengjian doctor`")
}

/// Brings the schema up to this release.
pub async fn migrate(pool: &PgPool) -> anyhow::Result<()> {
    MIGRATIONS.run(pool).await.context("the database schema cannot be brought up to this release")
}

/// True when the database answers.
pub async fn answers(pool: &PgPool) -> bool {
    sqlx::query("select 1").execute(pool).await.is_ok()
}

/// The query macros write their descriptions there; named here so that cargo runs them again when it changes.
const _: Option<&str> = option_env!("SQLX_OFFLINE_DIR");
