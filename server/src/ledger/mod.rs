//! The ledger: one RFC 6962 tree of public statements and salted hashes of private entries.
//!
//! A change inserts its entry unnumbered in its own transaction (`append`); one leased sequencer numbers, signs and
//! publishes; anybody reads the tree, and `ledger verify` names what was altered behind it. `docs/LEDGER.md` is normative.

mod append;
mod leaf;
pub mod sequencer;
pub mod signer;
mod state;
pub mod store;
mod tiles;

pub use append::{Deed, Entry, append, append_many};
pub use sequencer::number_pending;
pub use state::{Refusal, State};

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// Routes of the ledger.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
