//! What the system officer looks at: release, configuration, database, ledger. And the areas that every page names.

mod routes;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// The two routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(routes::areas)).routes(routes!(routes::system))
}
