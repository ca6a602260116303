//! Four eyes: one officer proposes an addition or a change of a file, another decides it.
//!
//! A proposal keeps only what it wants to change and the version on which its author looked. Nothing acts before the
//! decision; the decision writes the file and the proposal in one transaction.

mod actions;
mod decide;
mod record;
mod refusal;
mod routes;
mod store;
mod view;

pub use actions::{Ground, propose_amendment, propose_state};
pub use record::vouched_in;
pub use store::{open_of, pending_count};
pub use view::masked;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rules::expert::model::State;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// What a proposal wants, as it is sealed.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Wanted {
    /// Values by field; null clears one.
    Values(BTreeMap<String, Option<String>>),
    /// Another state from a day on.
    State { to: State, on: Date, until: Option<Date> },
}

/// Routes of proposals.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::propose_addition))
        .routes(routes!(routes::propose_amendment))
        .routes(routes!(routes::propose_state))
        .routes(routes!(routes::list))
        .routes(routes!(routes::show))
        .routes(routes!(routes::approve))
        .routes(routes!(routes::reject))
        .routes(routes!(routes::withdraw))
}
