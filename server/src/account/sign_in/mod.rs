//! Signing in: password, then a time-based code; for an expert the phone number, then a one-time code by message.
//!
//! The cookie holds 32 random bytes of which the database keeps a keyed hash; ending a sign-in is a row, so a stolen
//! cookie is worth nothing afterwards. A wrong login, a wrong password and a phone number nobody has answer alike.

pub mod actions;
pub mod code;
mod refusal;
mod routes;
pub mod store;

pub use actions::{current, end_all_in, newest_message};
pub use routes::limit;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::password))
        .routes(routes!(routes::second_factor))
        .routes(routes!(routes::phone))
        .routes(routes!(routes::phone_code))
        .routes(routes!(routes::end))
        .routes(routes!(routes::me))
        .routes(routes!(routes::devices))
        .routes(routes!(routes::end_device))
        .routes(routes!(routes::change_password))
}
