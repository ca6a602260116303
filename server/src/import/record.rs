//! What the ledger vouches for in an import.

use proof::hash::Hash;
use rules::id::ImportId;
use sqlx::PgConnection;

use super::NewEdition;
use super::store::{self, Import};
use crate::ledger::{Deed, Entry, Standing};
use crate::vault::Vault;

/// Subject, version and digest of all imports, for the comparison with the ledger.
pub async fn vouched_in(vault: &Vault, db: &mut PgConnection) -> sqlx::Result<Vec<(String, i32, Hash)>> {
    let imports = store::all(db).await?.into_iter();
    Ok(imports.map(|import| (subject(import.id), import.version, digest(vault, &import))).collect())
}

/// What the ledger has to vouch for before the import goes on.
pub(super) fn standing(vault: &Vault, import: &Import) -> Standing {
    let (subject, digest) = (subject(import.id), digest(vault, import));
    Standing { entry: import.entry, subject, version: import.version, digest }
}

/// The entry that vouches for an import as it stands.
pub(super) fn entry(vault: &Vault, import: &Import, deed: &Deed<'_>) -> Entry {
    let counts = import.counts;
    Entry::of(deed, subject(import.id))
        .area(import.area)
        .record(import.version, digest(vault, import))
        .detail("kind", import.kind.code())
        .detail("state", import.state.code())
        .detail("inserted_count", counts.inserted.to_string())
        .detail("updated_count", counts.updated.to_string())
        .detail("unchanged_count", counts.unchanged.to_string())
        .detail("refused_count", counts.refused.to_string())
}

fn digest(vault: &Vault, import: &Import) -> Hash {
    let counts = import.counts;
    let counts = [counts.inserted, counts.updated, counts.unchanged, counts.refused].map(|count| count.to_string());
    let id = |account: Option<rules::id::AccountId>| account.map(|id| id.to_string()).unwrap_or_default();
    let edition = import.edition.as_ref().map(NewEdition::spelled).unwrap_or_default();
    proof::record::digest(
        "import",
        &vault.record_salt(&subject(import.id)),
        &[
            ("kind", import.kind.code().as_bytes()),
            ("edition", edition.as_bytes()),
            ("format", import.format.as_bytes()),
            ("area", import.area.to_string().as_bytes()),
            ("state", import.state.code().as_bytes()),
            ("author", id(import.author).as_bytes()),
            ("approved_by", id(import.approved_by).as_bytes()),
            ("file_hash", &import.file_hash),
            ("counts", counts.join(" ").as_bytes()),
            ("message", import.message.as_deref().unwrap_or_default().as_bytes()),
        ],
    )
}

/// The import as the ledger names it.
pub(super) fn subject(id: ImportId) -> String {
    format!("import/{id}")
}
