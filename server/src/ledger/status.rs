//! How the ledger stands, for the auditor's and the system officer's pages.

use rules::wording::Worded as _;

use super::signer;
use super::store::{entries, head};
use crate::app::App;
use crate::http::Say;

/// The ledger as this process sees it.
#[derive(Clone, Debug)]
pub struct Status {
    pub origin: String,
    /// Verifier keys to hand to others.
    pub ledger_key: String,
    pub note_key: String,
    pub size: i64,
    pub signed_size: i64,
    pub checkpoint: Option<String>,
    pub pending_count: i64,
    /// Unnumbered rows that this centre's server did not write.
    pub foreign_count: usize,
    /// Why nothing is signed, if so: code and sentence.
    pub refusal: Option<(&'static str, Say)>,
}

/// Reads how the ledger stands.
pub async fn status(app: &App) -> anyhow::Result<Status> {
    let mut db = app.db.acquire().await?;
    let head = head::head(&mut db).await?;
    drop(db);
    let foreign_count = app.ledger.foreign().len();
    let pending = entries::pending_count(&app.db).await?;
    Ok(Status {
        origin: app.config.ledger.origin.clone(),
        ledger_key: signer::ledger_verifier(app)?.to_string(),
        note_key: signer::note_verifier(app)?.to_string(),
        size: head.as_ref().map_or(0, |head| head.size),
        signed_size: head.as_ref().map_or(0, |head| head.signed_size),
        checkpoint: head.and_then(|head| head.checkpoint).map(|note| String::from_utf8_lossy(&note).into_owned()),
        pending_count: (pending - i64::try_from(foreign_count)?).max(0),
        foreign_count,
        refusal: app.ledger.refusal().map(|refusal| (refusal.code(), Say::new(refusal.zh(), refusal.en()))),
    })
}
