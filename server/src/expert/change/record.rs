//! What the ledger vouches for in a proposal: nobody becomes its author, decides it or alters it behind the software.

use jiff::Timestamp;
use proof::hash::Hash;
use rules::id::{AccountId, ChangeId};
use sqlx::PgConnection;

use super::store::{self, Change};
use crate::ledger::{Deed, Entry, Standing};
use crate::vault::Vault;

/// Subject, version and digest of all proposals, for the comparison with the ledger.
pub async fn vouched_in(vault: &Vault, db: &mut PgConnection) -> sqlx::Result<Vec<(String, i32, Hash)>> {
    let changes = store::all(db).await?.into_iter();
    Ok(changes.map(|change| (subject(change.id), change.version, digest(vault, &change))).collect())
}

/// What the ledger has to vouch for before a decision.
pub(super) fn standing(vault: &Vault, change: &Change) -> Standing {
    let (subject, digest) = (subject(change.id), digest(vault, change));
    Standing { entry: change.entry, subject, version: change.version, digest }
}

/// The entry that vouches for a proposal as it stands.
pub(super) fn entry(vault: &Vault, change: &Change, deed: &Deed<'_>) -> Entry {
    let entry = Entry::of(deed, subject(change.id))
        .area(change.area)
        .record(change.version, digest(vault, change))
        .detail("kind", change.kind.code());
    match change.expert_id {
        Some(expert) => entry.detail("expert", expert.to_string()),
        None => entry,
    }
}

fn digest(vault: &Vault, change: &Change) -> Hash {
    let account = |account: Option<AccountId>| account.map(|id| id.to_string()).unwrap_or_default();
    let time = |at: Option<Timestamp>| at.map(|at| at.as_microsecond().to_string()).unwrap_or_default();
    let expert = change.expert_id.map(|id| id.to_string()).unwrap_or_default();
    let base_version = change.base_version.map(|version| version.to_string()).unwrap_or_default();
    proof::record::digest(
        "change",
        &vault.record_salt(&subject(change.id)),
        &[
            ("kind", change.kind.code().as_bytes()),
            ("expert", expert.as_bytes()),
            ("area", change.area.to_string().as_bytes()),
            ("base_version", base_version.as_bytes()),
            ("proposed", &change.proposed_sealed),
            ("reason", change.reason_sealed.as_deref().unwrap_or_default()),
            ("state", change.state.code().as_bytes()),
            ("author", account(Some(change.author_id)).as_bytes()),
            ("created_at", time(Some(change.created_at)).as_bytes()),
            ("decided_by", account(change.decided_by).as_bytes()),
            ("decided_at", time(change.decided_at).as_bytes()),
            ("decision_reason", change.decision_reason_sealed.as_deref().unwrap_or_default()),
            ("difference", change.difference_sealed.as_deref().unwrap_or_default()),
        ],
    )
}

/// The proposal as the ledger names it.
fn subject(id: ChangeId) -> String {
    format!("change/{id}")
}
