//! What the ledger is told about.

pub mod entry;
pub mod listing;
