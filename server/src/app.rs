//! What every part of the server shares: configuration, database, vault, clock, entropy.

use std::ops::Deref;
use std::sync::Arc;

use sqlx::PgPool;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::config::Config;
use crate::db::Tx;
use crate::draw::Memory;
use crate::expert::Totals;
use crate::http::rate::RateLimits;
use crate::ledger::State;
use crate::outside::clock::Clock;
use crate::outside::entropy::Entropy;
use crate::specialty::Succession;
use crate::vault::Vault;

/// Handle to the shared parts; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts themselves.
pub struct Parts {
    pub config: Config,
    pub db: PgPool,
    pub vault: Vault,
    pub clock: Clock,
    pub entropy: Entropy,
    pub rates: RateLimits,
    /// How many experts each filter of the list matches.
    pub totals: Totals,
    /// What became of the specialty codes of older editions.
    pub succession: Succession,
    /// Wakes this process's job worker; others poll.
    pub jobs: Notify,
    /// Wakes this process's ledger sequencer; others poll.
    pub sequencer: Notify,
    /// Wakes whoever shows checkpoints to the cosigners.
    pub cosigner: Notify,
    /// Wakes who waits for a cosigned checkpoint.
    pub cosigned: Notify,
    /// Keys and picks of draws under way; in memory alone.
    pub draws: Memory,
    /// Why this process signs no checkpoint, if so.
    pub ledger: State,
    /// Names this process in leases.
    pub process: Uuid,
}

impl App {
    /// Puts the parts together.
    pub fn new(config: Config, db: PgPool, vault: Vault, clock: Clock, entropy: Entropy) -> Self {
        let process = entropy.uuid(clock.now());
        Self(Arc::new(Parts {
            config,
            db,
            vault,
            clock,
            entropy,
            rates: RateLimits::default(),
            totals: Totals::default(),
            succession: Succession::default(),
            jobs: Notify::new(),
            sequencer: Notify::new(),
            cosigner: Notify::new(),
            cosigned: Notify::new(),
            draws: Memory::default(),
            ledger: State::default(),
            process,
        }))
    }

    /// Begins a transaction with a name for logs and metrics.
    pub async fn begin(&self, name: &'static str) -> sqlx::Result<Tx> {
        Tx::begin(&self.db, name).await
    }

    /// Begins a transaction that reads one instant of the database and changes nothing.
    pub async fn snapshot(&self, name: &'static str) -> sqlx::Result<Tx> {
        Tx::snapshot(&self.db, name).await
    }

    /// A fresh id.
    pub fn uuid(&self) -> Uuid {
        self.entropy.uuid(self.clock.now())
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
