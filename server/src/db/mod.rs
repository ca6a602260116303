//! The database: one PostgreSQL, either a managed local one or a server named by `database.url`.
//! Transactions have a name; statements stand in each domain's `store.rs`.

pub mod copy;
pub mod doctor;
pub mod local;
pub mod planner;
mod program;
pub mod rows;
mod tx;

use std::time::Duration;

use anyhow::Context as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgPool};

pub use tx::Tx;

/// All migrations, in the order in which they apply.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// Opens a pool of at most `connection_count` connections. One that lay idle
/// is tried first, as PostgreSQL may have been restarted; one that was just in use is not, as most requests ask several times.
pub async fn connect(options: PgConnectOptions, connection_count: u32) -> anyhow::Result<PgPool> {
    PgPoolOptions::new()
        .max_connections(connection_count)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > IDLE_TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        // Compiling a plan costs more than it saves in statements of milliseconds.
        .connect_with(options.application_name("hengjian").options([("jit", "off")]))
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

const IDLE_TRUSTED: Duration = Duration::from_secs(1);

/// The query macros write their descriptions there; named here so that cargo runs them again when it changes.
const _: Option<&str> = option_env!("SQLX_OFFLINE_DIR");
