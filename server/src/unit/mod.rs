//! Units: who they are, under which names they are found, who holds whom, and which of them are one.
//!
//! A unit's file (names, officers, holders) is one record of the ledger: `load_in` and `save_in` read and write whole files,
//! many at once, for edits and imports alike. `resolve_in` is the only way from a written name to a unit.

mod actions;
mod equity;
mod file;
mod label;
mod merge;
mod near;
mod resolve;
mod routes;
mod save;
mod store;
mod succession;
mod view;

pub use file::{Vouched, load_in, records_in, vouched_in};
pub use label::{Label, labels_in};
pub use resolve::{UnitRef, find_in, resolve_in};
pub use save::{Saved, Saving, save_in};

pub use near::{open_count as near_open_count, touching_count_in as near_touching_in, vouched_in as near_vouched_in};
pub use succession::Succession;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Routes of units and of pairs that may be one.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::list))
        .routes(routes!(routes::show))
        .routes(routes!(equity::routes::neighbourhood))
        .routes(routes!(routes::add_name))
        .routes(routes!(routes::set_code))
        .routes(routes!(routes::merge))
        .routes(routes!(routes::check_code))
        .routes(routes!(near::routes::list))
        .routes(routes!(near::routes::decide))
}
