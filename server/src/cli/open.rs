//! Opening data directory, database and keys, in the order in which a mistake is noticed before anything is changed.

use std::fs::File;
use std::path::Path;

use anyhow::{Context as _, bail};
use rustix::fs::{FlockOperation, flock};

use crate::app::App;
use crate::config::Config;
use crate::db::{self, local::Local};
use crate::ledger::anchor_file;
use crate::outside::clock::Clock;
use crate::outside::entropy::Entropy;
use crate::vault::Vault;
use crate::vault::keys::KeyRing;

/// What opens the data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The service: alone on its data directory, and it ends PostgreSQL with itself.
    Service,
    /// A command, which may run beside the service.
    Command,
}

/// An opened data directory.
pub struct Opened {
    pub app: App,
    local: Option<Local>,
    /// Held as long as the service runs; the operating system frees it whatever happens.
    _lock: Option<File>,
}

impl Opened {
    /// Opens everything and brings the schema up to date.
    pub async fn open(config: Config, usage: Use) -> anyhow::Result<Self> {
        let lock = match usage {
            Use::Service => Some(lock(&config.data_dir)?),
            Use::Command => None,
        };
        let local = match &config.database.url {
            Some(_) => None,
            None => Some(Local::open(&config, usage == Use::Service).await?),
        };
        let options = options(&config, local.as_ref())?;
        match Self::open_database(config, options).await {
            Ok(app) => Ok(Self { app, local, _lock: lock }),
            Err(error) => {
                if let Some(local) = local {
                    local.close().await;
                }
                Err(error)
            }
        }
    }

    async fn open_database(config: Config, options: sqlx::postgres::PgConnectOptions) -> anyhow::Result<App> {
        let pool = db::connect(options, config.database.connection_count).await?;
        db::migrate(&pool).await?;
        let entropy = Entropy::default();
        let ring = keys(&config.data_dir, &pool, &entropy).await?;
        let vault = Vault::new(&ring, entropy.clone());
        Ok(App::new(config, pool, vault, Clock::system(), entropy))
    }

    /// What a restore has made.
    pub fn of(app: App, local: Option<Local>, lock: Option<File>) -> Self {
        Self { app, local, _lock: lock }
    }

    /// Closes connections, then PostgreSQL if it is ours.
    pub async fn close(self) {
        self.app.db.close().await;
        if let Some(local) = self.local {
            local.close().await;
        }
    }
}

/// A data directory and a database that a restore is going to fill: no schema, no keys.
pub struct Bare {
    pub config: Config,
    pub pool: sqlx::PgPool,
    pub local: Option<Local>,
    pub lock: File,
}

impl Bare {
    /// Opens the database and nothing else; no service may run on the data directory.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        let lock = lock(&config.data_dir)?;
        let local = match &config.database.url {
            Some(_) => None,
            None => Some(Local::open(&config, true).await?),
        };
        let options = options(&config, local.as_ref())?;
        match db::connect(options, config.database.connection_count).await {
            Ok(pool) => Ok(Self { config, pool, local, lock }),
            Err(error) => {
                if let Some(local) = local {
                    local.close().await;
                }
                Err(error)
            }
        }
    }
}

fn options(config: &Config, local: Option<&Local>) -> anyhow::Result<sqlx::postgres::PgConnectOptions> {
    match (&config.database.url, local) {
        (Some(url), _) => url.parse().context("database.url is not a postgres:// address"),
        (None, Some(local)) => Ok(local.options()),
        (None, None) => bail!("neither database.url nor a managed PostgreSQL"),
    }
}

/// Keys are made once, beside an empty ledger; a filled database without its keys is refused.
async fn keys(data_dir: &Path, pool: &sqlx::PgPool, entropy: &Entropy) -> anyhow::Result<KeyRing> {
    if KeyRing::exists(data_dir) {
        KeyRing::complete(data_dir, anchor_file(data_dir).exists(), entropy)?;
        return KeyRing::open(data_dir);
    }
    if crate::ledger::store::any(pool).await? {
        bail!(
            "the database holds data, but {} has no key files: restore the folder `keys` from the backup. \
             New keys would open nothing, so none were made.",
            data_dir.display()
        );
    }
    KeyRing::open_or_make(data_dir, entropy)
}

fn lock(data_dir: &Path) -> anyhow::Result<File> {
    let path = data_dir.join("hengjian.lock");
    let context =
        || format!("{} cannot be written: choose another HENGJIAN_DATA_DIR or correct its owner", data_dir.display());
    std::fs::create_dir_all(data_dir).with_context(context)?;
    let file = File::create(&path).with_context(context)?;
    flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(|_| {
        anyhow::anyhow!(
            "another hengjian serve uses {}: end it first, or choose another HENGJIAN_DATA_DIR",
            data_dir.display()
        )
    })?;
    Ok(file)
}
