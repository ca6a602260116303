//! Accounts: who may sign in, with what second factor, for which area, and the way back when a person is locked out.
//!
//! The security officer makes an account and hands over a one-time link; the person sets password and second factor
//! there. Every change is one transaction with its ledger entry; the record digest covers login, role, area and state.

mod actions;
pub mod invitation;
mod record;
mod routes;
pub mod sign_in;
pub mod store;

pub use actions::{Credentials, NewAccount, activate_in, actor_names, create_in, display_names, expert_of_in, waiting};
pub use record::{digest, vouched};
pub use routes::reason_of;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Routes of accounts and of signing in.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::list, routes::create))
        .routes(routes!(routes::show))
        .routes(routes!(routes::invite))
        .routes(routes!(routes::unlock))
        .routes(routes!(routes::close))
        .routes(routes!(routes::change_role))
        .merge(invitation::routes())
        .merge(sign_in::routes())
}
