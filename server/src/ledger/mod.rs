//! The ledger: one RFC 6962 tree of public statements and salted hashes of private entries.
//!
//! A change inserts its entry unnumbered in its own transaction (`append`); one leased sequencer numbers, signs and
//! publishes; anybody reads the tree, and `ledger verify` names what was altered behind it. `docs/LEDGER.md` is normative.

mod actions;
mod append;
pub mod compare;
pub mod cosign;
mod detail;
mod history;
mod jobs;
mod leaf;
pub mod publish;
mod routes;
pub mod sequencer;
pub mod signer;
mod state;
mod statement;
mod status;
pub mod store;
mod tiles;
pub mod verify;
mod vouch;

pub use append::{Deed, Entry, append, append_many};
pub use compare::{Comparison, Problem};
pub use history::{Told, history_in};
pub use jobs::Check;
pub use sequencer::{Turn, number_pending};
pub use state::{Refusal, State};
pub use statement::{Stated, anchor_file, anchors, enter, judge_in, next_index_in, own_stated_in, state, stated_in};
pub use status::{Status, status};
pub use vouch::{Record, Standing, numbered_in, vouch_in};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Routes of the ledger.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::checkpoint))
        .routes(routes!(routes::tile))
        .routes(routes!(routes::state))
        .routes(routes!(routes::list))
        .routes(routes!(routes::show))
        .routes(routes!(routes::check, routes::checked))
}
