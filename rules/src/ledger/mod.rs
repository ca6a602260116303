//! What the ledger is told about.

pub mod entry;
pub(crate) mod lines;
