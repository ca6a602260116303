//! Who may be drawn: the rules of recusal over everybody in the pool.
//!
//! `read` takes from one instant of the database what the rules need and keeps it in memory as small keys (`Registry`); names and
//! telephones stay sealed there. `Registry::judge` decides about everybody for one case; `Registry::seal` opens name and telephones,
//! hashes them with the decision into the committed pool, and forgets them. Nothing leaves this module but hashes, counts and indexes,
//! and the opening of fields that somebody was allowed to ask for. Which position of the pool is whose is never stored.

mod actions;
mod judge;
mod people;
mod register;
mod store;
pub mod threads;

pub use actions::{read, read_kept};
pub use judge::{Hashed, Judgement};
pub use people::Person;
pub use store::STATEMENTS;

use rules::draw::eligible::PoolError;
use rules::recusal::Register;
use rules::recusal::UnitKey;
use rules::recusal::pair::Relative;
use rules::recusal::register::RegisterError;
use uuid::Uuid;

use crate::vault::VaultError;

/// What the rules read of everybody, from one instant of the database.
pub struct Registry {
    register: Register,
    /// In the order of admission.
    people: Vec<Person>,
    relatives: Vec<Relative>,
    /// Pairs of units that an officer has still to tell apart.
    open_near: Vec<(UnitKey, UnitKey)>,
}

/// A registry of which no pool is made.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("{column} of row {row} holds no value of its kind: it was altered")]
    Value { column: &'static str, row: Uuid },
    #[error(transparent)]
    Register(#[from] RegisterError),
    #[error(transparent)]
    Twice(#[from] PoolError),
    #[error(transparent)]
    Pool(#[from] proof::pool::PoolError),
}

impl Registry {
    /// The units with their stakes and offices.
    pub const fn register(&self) -> &Register {
        &self.register
    }

    /// Everybody who was ever admitted, in the order of admission.
    pub fn people(&self) -> &[Person] {
        &self.people
    }
}
