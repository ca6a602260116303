//! Draws: from an approved request to a panel whose names are opened, statement by statement.
//!
//! What a draw is stands in the ledger. `Course` reads its statements, `rules::draw::stage` says what comes next, and `drive` does
//! it: each statement waits until the one before it is in a cosigned checkpoint. Keys that draw, and who was picked, are in the
//! memory of the process alone (`live`); after a restart the witness is asked again. A step is decided before it is stated, and a
//! place in the order is taken once, so that two processes or a killed one never state twice.

mod approval;
mod bundle;
mod callee;
mod cancel;
mod check_in;
mod contribution;
mod course;
mod drive;
mod hall;
mod late;
mod live;
mod opening;
mod people;
mod pool;
mod records;
mod refusal;
mod rounds;
mod routes;
mod sight;
mod standing;
mod step;
mod store;
mod unseal;
mod view;
mod wanted;
mod witness;

pub use drive::{advance, run};
pub use live::{Holder, Memory, Waits};
pub use records::vouched_in;
pub use step::Turn;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Routes of draws.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(routes::list, routes::open))
        .routes(routes!(routes::show))
        .routes(routes!(routes::bundle))
        .routes(routes!(routes::anchor))
        .routes(routes!(routes::cancel))
        .routes(routes!(routes::ask_round))
        .routes(routes!(routes::end_rounds))
        .routes(routes!(routes::break_round))
        .routes(routes!(wanted::list))
        .routes(routes!(wanted::sign))
        .routes(routes!(approval::list, approval::enter))
        .routes(routes!(hall::show))
        .routes(routes!(hall::live))
        .merge(contribution::routes())
        .merge(callee::routes())
        .merge(check_in::routes())
}
