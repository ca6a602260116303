//! Numbers of the people present: who contributes, their commitments, the two lists, their reveals one by one.
//!
//! A contributor is a role, never a name, known by the link that the operator shows as a code to scan; the phone that opens it first
//! keeps it. Insiders' commitments are stated before the others' fields open, and nobody reveals before their turn.

mod actions;
mod record;
mod refusal;
mod routes;
mod store;

pub use actions::{State, states};
pub use record::vouched_in;
pub use store::{Stored, of_round};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Routes of contributors and of the operator who serves them.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::add))
        .routes(routes!(routes::relink))
        .routes(routes!(routes::remove))
        .routes(routes!(routes::close))
        .routes(routes!(routes::slip))
        .routes(routes!(routes::open))
        .routes(routes!(routes::commit))
        .routes(routes!(routes::reveal))
}
