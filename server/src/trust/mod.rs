//! Whom this centre trusts: the anchor that the supervising department signed, its statement in the ledger, and what everybody
//! may know of both. The anchors themselves stand in the data folder; verifiers get them by another way than from the server.

mod actions;
mod routes;

use proof::anchor::Anchor;
use proof::hash::hex;
use proof::statement::Statement;
use rules::id::EntryId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::db::Tx;
use crate::ledger::{self, signer};

pub use actions::{Entered, enter};

/// Routes of trust.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(routes::show))
}

/// The `anchor` statement of an anchor by its number, once it was entered.
pub async fn anchor_entry_in(app: &App, tx: &mut Tx, number: u64) -> anyhow::Result<Option<EntryId>> {
    let stated = ledger::stated_in(app, tx, STATEMENT).await?;
    Ok(stated.iter().find(|one| one.statement.number("number") == Some(number)).map(|one| one.entry))
}

/// The centre's lines of an anchor: `vrf-op`, `centre`, `log`.
pub fn own_lines(app: &App) -> anyhow::Result<[String; 3]> {
    Ok([
        format!("vrf-op {}", hex(app.vault.vrf().public().as_bytes())),
        format!("centre {}", signer::note_verifier(app)?),
        format!("log {}", signer::ledger_verifier(app)?),
    ])
}

/// The statement about an anchor.
pub fn statement(anchor: &Anchor) -> anyhow::Result<Statement> {
    let previous = anchor.previous.map_or_else(|| "none".to_owned(), |hash| hash.to_string());
    Ok(Statement::new(STATEMENT, vec![anchor.number.to_string(), previous, anchor.hash().to_string()])?)
}

/// In whose hands the keys of an anchor are: `separate`, or `one_party`, as before there is an anchor.
pub fn mode(anchor: Option<&Anchor>) -> &'static str {
    if anchor.is_some_and(|anchor| !anchor.is_one_party) { "separate" } else { "one_party" }
}

/// Whether nothing that is drawn under an anchor counts.
pub fn is_rehearsal(anchor: Option<&Anchor>) -> bool {
    anchor.is_some_and(|anchor| anchor.authority == REHEARSAL)
}

/// Authority of a second service on which people practise.
const REHEARSAL: &str = "rehearsal";
const STATEMENT: &str = "anchor";
