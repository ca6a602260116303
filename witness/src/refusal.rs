//! Why the witness does not answer. Each has a stable code and a sentence that says what to do.

use thiserror::Error;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("the request is not in its form: {0}")]
    Form(&'static str),
    #[error("the ledger '{0}' is not the one that this witness watches")]
    UnknownLog(String),
    #[error("the checkpoint is not signed with the ledger's key")]
    Unsigned,
    #[error("this witness has cosigned size {0}; continue from there")]
    Behind(u64),
    #[error("the checkpoint does not continue what this witness has cosigned; the ledger was rewritten or rolled back")]
    Rewritten,
    #[error("the proof does not show that the checkpoint continues what this witness has cosigned")]
    Inconsistent,
    #[error("the draw is not in the ledger as far as this witness has cosigned it")]
    UnknownDraw,
    #[error("the draw is not there yet: {0}")]
    TooEarly(&'static str),
    #[error("the ledger holds two different statements '{0}' of this draw; the draw cannot go on")]
    TwoStatements(String),
    #[error("the pool is refused: {0}")]
    Pool(&'static str),
    #[error("the given proofs or openings are not those of this draw: {0}")]
    Wrong(&'static str),
    #[error("another answer was given for this draw and round; the alarm is raised")]
    SecondAnswer,
    #[error("the witness's own records are older than the ledger; restore the newest copy before it answers again")]
    OldStore,
    #[error("the ledger cannot be read: {0}")]
    Ledger(String),
    #[error("the witness's records cannot be written: {0}")]
    Store(String),
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Form(_) => "form",
            Refusal::UnknownLog(_) => "unknown-log",
            Refusal::Unsigned => "unsigned",
            Refusal::Behind(_) => "behind",
            Refusal::Rewritten => "rewritten",
            Refusal::Inconsistent => "inconsistent",
            Refusal::UnknownDraw => "unknown-draw",
            Refusal::TooEarly(_) => "too-early",
            Refusal::TwoStatements(_) => "two-statements",
            Refusal::Pool(_) => "pool",
            Refusal::Wrong(_) => "wrong",
            Refusal::SecondAnswer => "second-answer",
            Refusal::OldStore => "old-store",
            Refusal::Ledger(_) => "ledger",
            Refusal::Store(_) => "store",
        }
    }

    /// Whether somebody should be woken.
    pub fn is_alarm(&self) -> bool {
        matches!(self, Refusal::Rewritten | Refusal::TwoStatements(_) | Refusal::SecondAnswer | Refusal::OldStore)
    }
}
