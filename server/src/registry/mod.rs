//! The registry of a draw: what was known of everybody on a day, stated before anybody knew the draw.
//!
//! Each day `state_today` reads one instant of the database, states the root over all people and the root over all units
//! in the ledger, and keeps beside it, sealed, all that the rules judge by. A draw names the newest statement that is old
//! enough (`choose_in`) and judges exactly those facts (`open`), whatever has changed since. docs/DRAW.md, sections 7 and 9.

mod actions;
mod daily;
mod keep;
mod read;
mod show;
mod store;

pub use actions::{
    choose_in, forget_in, held_in, hold_again_in, hold_in, open, records, release_in, settle, state_now, state_today,
};
pub use daily::run;
pub use keep::Kind;
pub use show::{Pooled, facts};

use jiff::civil::Date;
use proof::Hash;
use rules::id::EntryId;
use uuid::Uuid;

use crate::vault::VaultError;

/// A statement of the registry that a draw may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Names the day in `hold_in`.
    pub id: Uuid,
    pub day: Date,
    pub entry: EntryId,
    /// Its index in the ledger: what `draw-open` names.
    pub index: u64,
    /// How many people it counts.
    pub size: u64,
    pub root: Hash,
    pub units: Hash,
    /// The proof that it was logged on its day, a C2SP tlog-proof with all cosignatures that came; none where nobody cosigns.
    pub proof: Option<String>,
}

/// What there is to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Named(Box<Chosen>),
    /// The newest one has no number or no cosignatures yet; ask again shortly.
    Waiting,
    /// No day of those that may be named has a statement.
    Missing,
}

/// What came of the wish to state the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Stated, with so many people.
    Stated(u64),
    /// The newest statement of the day says the same already.
    Unchanged,
    /// Nobody has been admitted yet.
    Nobody,
    /// A record's entry has no number yet; ask again shortly.
    Unnumbered,
}

/// A registry that is not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the facts of {day} are kept no longer; name a newer statement of the registry")]
    Forgotten { day: Date },
    #[error(
        "what was kept of {day} was altered, moved, or written by another release; name a newer statement of the registry"
    )]
    Altered { day: Date },
    #[error(transparent)]
    Other(#[from] anyhow::Error),
}

/// A kept chunk that is not what was written there.
#[derive(Debug, thiserror::Error)]
#[error("a chunk of the registry was altered, moved, or written by another release")]
pub struct ChunkError;

impl From<VaultError> for ChunkError {
    fn from(_: VaultError) -> Self {
        Self
    }
}
