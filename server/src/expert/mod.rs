//! The pool of experts: whole files, lists, and changes that two officers decide.

pub mod change;
pub mod detail;
pub mod file;
pub mod find;
pub mod fit;
pub mod list;
pub mod phone;
pub mod row;

pub use file::{Held, Saving, admit_in, load_in, lock_in, repoint_units_in, save_in};
pub use list::Totals;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// Routes of the pool.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().merge(list::routes()).merge(detail::routes()).merge(change::routes())
}
