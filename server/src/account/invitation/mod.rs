//! Invitations: the one-time link with which a person sets password and second factor, first or again after a loss.
//! The very first account of an empty database is invited with the token that the server prints in its terminal.

mod actions;
mod routes;
mod store;

pub use actions::{Invitation, issue_in, print_setup_token};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::setup_needed, routes::set_up))
        .routes(routes!(routes::open))
        .routes(routes!(routes::accept))
}
