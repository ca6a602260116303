//! Those who were drawn, as they are asked: rows of seat and token, which only the keys in memory lead to a person.
//!
//! The phone page is one channel; whichever channel brings an answer, it goes through `rules::draw::answer`. No entry about an
//! answer names an account: its actor is the seat's token.

mod actions;
mod record;
mod refusal;
mod routes;
mod store;

pub use actions::{any, arrive_in, code, end_in, insert_in, leave_in, locked_in, of_draw};
pub use record::vouched_in;
pub use store::Stored;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Routes of drawn experts.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::tasks))
        .routes(routes!(routes::identify))
        .routes(routes!(routes::accept))
        .routes(routes!(routes::decline))
}
