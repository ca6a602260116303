//! Lists of experts: narrowed by specialty subtree, area, state and library, in the order of the number; found by an exact
//! name or number. Only masked values leave here.
//!
//! Two shapes of query serve every filter (decision 7): walk the numbers and try each file, or collect the files of a
//! specialty and sort. Counts are kept for each filter until the pool changes; they give the total and choose the shape.

mod actions;
mod export;
pub mod filter;
mod routes;
mod store;
pub mod totals;

pub use actions::due_count;
pub use filter::Filter;
pub use totals::Totals;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(routes::list)).routes(routes!(routes::search)).routes(routes!(export::export))
}
