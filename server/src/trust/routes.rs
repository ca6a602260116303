//! What everybody may know of the keys that count.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::{is_rehearsal, mode};
use crate::app::App;
use crate::http::ApiError;
use crate::ledger;

#[derive(Serialize, ToSchema)]
pub struct Trust {
    /// `separate`, or `one_party` when two of ledger, witness and supervising keys share a host or an administrator, and
    /// before there is an anchor.
    mode: &'static str,
    /// Who draws; null before there is an anchor.
    authority: Option<String>,
    anchor: Option<AnchorView>,
    /// Names of those who cosign the ledger.
    cosigners: Vec<String>,
    /// True where nothing that is drawn counts.
    rehearsal: bool,
}

#[derive(Serialize, ToSchema)]
pub struct AnchorView {
    /// Place in the chain, from 1.
    number: u64,
    /// Fingerprint, to compare with the printed one.
    hash: String,
    /// Ledger size from which it is in force.
    first: u64,
}

/// Mode, anchor and cosigners of this centre.
#[utoipa::path(get, path = "/api/trust", tag = "trust", responses((status = 200, body = Trust)))]
pub async fn show(State(app): State<App>) -> Result<Json<Trust>, ApiError> {
    let chain = ledger::anchors(&app)?;
    let newest = chain.as_ref().map(|chain| chain.newest());
    Ok(Json(Trust {
        mode: mode(newest),
        authority: newest.map(|anchor| anchor.authority.clone()),
        anchor: newest.map(|anchor| AnchorView {
            number: anchor.number,
            hash: anchor.hash().to_string(),
            first: anchor.first,
        }),
        cosigners: newest.iter().flat_map(|anchor| &anchor.cosigners).map(|key| key.name().to_owned()).collect(),
        rehearsal: is_rehearsal(newest),
    }))
}
