//! Requests for a panel: a tenderee or agency writes one for a lot of a project and files it, a pool officer who has no part in it
//! approves it, and a draw happens for it once.
//!
//! A request is kept as the two texts whose hash the draw names (docs/DRAW.md, section 6), sealed. The bidders are sealed beside it;
//! no route reads them. Every step goes through `rules::project::lifecycle` and leaves its ledger entry in the same transaction.

mod actions;
mod bidders;
mod content;
mod counts;
mod decide;
mod drawing;
mod record;
mod refusal;
mod routes;
mod store;
mod texts;
mod view;

pub use actions::{create, file};
pub use bidders::upload;
pub use content::{Content, SiteBody, SlotBody, TierBody, UnitBody};
pub use decide::approve;
pub use drawing::{Drawn, bidders_in, counts_in, draw_in, drawn_in, seen_in, wanted_in};
pub use record::vouched_in;
pub use store::waiting_count;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Routes of requests.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::list, routes::create))
        .routes(routes!(routes::show))
        .routes(routes!(routes::edit))
        .routes(routes!(routes::file))
        .routes(routes!(routes::withdraw))
        .routes(routes!(routes::approve))
        .routes(routes!(routes::send_back))
        .routes(routes!(routes::bidders))
        .routes(routes!(routes::counts))
}
