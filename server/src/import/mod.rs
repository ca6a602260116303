//! Imports: files of facts, checked as a dry run, handed in, approved by a second officer, and taken over whole or not at all.
//!
//! The file waits sealed in its row. A job checks it and another, after the approval, applies it in one transaction; whatever
//! interrupts that leaves nothing behind, and the job runs again from the start. What the approving officer saw is what is
//! written: when the pool moved in between, nothing is.

mod actions;
mod jobs;
mod parse;
pub mod plan;
mod record;
pub mod refusal;
mod routes;
mod store;
mod workbook;

pub use actions::{edition_of, take_over};
pub use jobs::{Apply, Check};
pub use record::vouched_in;
pub use store::waiting_count;
pub use workbook::refused_workbook;

use jiff::civil::Date;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Routes of imports.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::kinds))
        .routes(routes!(routes::template))
        .routes(routes!(routes::list, routes::upload))
        .routes(routes!(routes::show))
        .routes(routes!(routes::refused))
        .routes(routes!(routes::submit))
        .routes(routes!(routes::approve))
        .routes(routes!(routes::discard))
}

/// The edition that a specialty tree becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEdition {
    pub name: String,
    /// None: the day of its approval.
    pub in_force_from: Option<Date>,
}

impl NewEdition {
    /// As the ledger spells it; no name has a line end.
    fn spelled(&self) -> String {
        match self.in_force_from {
            None => self.name.clone(),
            Some(day) => format!("{}\nfrom {day}", self.name),
        }
    }
}
