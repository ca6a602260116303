//! What the ledger vouches for about a contributor.

use proof::hash::Hash;
use rules::area::Area;
use sqlx::PgConnection;

use super::store::{self, Stored};
use crate::ledger::{Deed, Entry, Standing};
use crate::vault::Vault;

/// Subject, version and digest of every contributor, for the comparison with the ledger.
pub async fn vouched_in(vault: &Vault, db: &mut PgConnection) -> sqlx::Result<Vec<(String, i32, Option<Hash>)>> {
    let all = store::all(db).await?;
    Ok(all.iter().map(|one| (subject(one), one.version, Some(digest(vault, one)))).collect())
}

/// What the ledger has to vouch for before a contributor changes.
pub(super) fn standing(vault: &Vault, one: &Stored) -> Standing {
    Standing { entry: one.entry, subject: subject(one), version: one.version, digest: digest(vault, one) }
}

/// The entry that vouches for a contributor as they stand.
pub(super) fn entry(vault: &Vault, one: &Stored, area: Area, deed: &Deed<'_>) -> Entry {
    Entry::of(deed, subject(one)).area(area).record(one.version, digest(vault, one)).detail("role", &*one.role)
}

/// Whom an entry names: the role in its draw and, after unsealing, its round.
pub(super) fn subject(one: &Stored) -> String {
    match one.round {
        0 => format!("contributor/{}/{}", one.draw, one.role),
        round => format!("contributor/{}/{round}/{}", one.draw, one.role),
    }
}

fn digest(vault: &Vault, one: &Stored) -> Hash {
    let commitment = one.commitment.as_ref().map(|hash| &hash.0[..]).unwrap_or_default();
    proof::record::digest(
        "contributor",
        &vault.record_salt(&subject(one)),
        &[
            ("organisation", one.organisation.as_bytes()),
            ("token", &one.token_hash),
            ("device", one.device_hash.as_deref().unwrap_or_default()),
            ("commitment", commitment),
            ("removed", if one.removed { b"yes" } else { b"no" }),
        ],
    )
}
