//! One expert's file on a page: masked for the office, one field at a time in clear with a reason that the ledger keeps, and
//! in clear for the person whose file it is, together with who looked at what.

mod actions;
mod routes;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::show))
        .routes(routes!(routes::history))
        .routes(routes!(routes::unmask))
        .routes(routes!(routes::own))
}
