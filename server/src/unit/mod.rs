//! Units: who they are, under which names they are found, who holds whom, and which of them are one.
//!
//! A unit's file (names, officers, holders) is one record of the ledger: `load_in` and `save_in` read and write whole files,
//! many at once, for edits and imports alike. `resolve_in` is the only way from a written name to a unit.

mod file;
mod label;
mod near;
mod resolve;
mod save;
mod store;

pub use file::{Vouched, digests, load_in};
pub use label::{Label, labels_in};
pub use resolve::{UnitRef, find_in, resolve_in};
pub use save::{Saved, Saving, save_in};

pub use near::open_count as near_open_count;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// Routes of this part.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
