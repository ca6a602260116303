//! What the ledger vouches for in a pair: which units, why they look alike, what was decided.

use proof::hash::Hash;
use rules::id::NearId;
use sqlx::PgConnection;

use super::store::{self, Pair};
use crate::app::App;
use crate::ledger::{Deed, Entry, Standing};
use crate::unit::file::Vouched;
use crate::vault::Vault;

/// All pairs, as far as the ledger vouches for them.
pub async fn vouched_in(app: &App, db: &mut PgConnection) -> anyhow::Result<Vec<Vouched>> {
    let pairs = store::all(db).await?;
    let vouched = pairs.iter().map(|pair| Vouched {
        subject: subject(pair.id),
        version: version(pair),
        entry: pair.entry,
        digest: Some(digest(&app.vault, pair)),
    });
    Ok(vouched.collect())
}

/// What the ledger has to vouch for before a pair is decided.
pub fn standing(vault: &Vault, pair: &Pair) -> Standing {
    Standing { entry: pair.entry, subject: subject(pair.id), version: version(pair), digest: digest(vault, pair) }
}

/// The entry that vouches for a pair as it stands.
pub fn entry(vault: &Vault, pair: &Pair, deed: &Deed<'_>) -> Entry {
    Entry::of(deed, subject(pair.id))
        .record(version(pair), digest(vault, pair))
        .detail("left", format!("unit/{}", pair.left_id))
        .detail("right", format!("unit/{}", pair.right_id))
        .detail("state", pair.state.code())
}

fn digest(vault: &Vault, pair: &Pair) -> Hash {
    let decided_by = pair.decided_by.map(|id| id.to_string()).unwrap_or_default();
    proof::record::digest(
        "near",
        &vault.record_salt(&subject(pair.id)),
        &[
            ("left", pair.left_id.to_string().as_bytes()),
            ("right", pair.right_id.to_string().as_bytes()),
            ("score", pair.score.to_string().as_bytes()),
            ("evidence", pair.evidence.to_string().as_bytes()),
            ("state", pair.state.code().as_bytes()),
            ("decided_by", decided_by.as_bytes()),
            ("reason", pair.reason.as_deref().unwrap_or_default().as_bytes()),
        ],
    )
}

fn subject(id: NearId) -> String {
    format!("near/{id}")
}

/// A pair changes once: when it is decided.
fn version(pair: &Pair) -> i32 {
    if pair.state == rules::unit::model::NearState::Open { 1 } else { 2 }
}
