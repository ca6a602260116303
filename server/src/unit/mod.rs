//! To be filled.

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// Routes of this part.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
}
