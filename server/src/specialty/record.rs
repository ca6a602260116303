//! What the ledger vouches for in an edition.

use proof::hash::Hash;
use rules::expert::SpecialtyCode;
use rules::id::EditionId;
use rules::import::SpecialtyRow;
use sqlx::PgConnection;

use super::Edition;
use super::store::{self, Head};
use crate::vault::Vault;

/// Subject and digest of all editions, for the comparison with the ledger; no digest where a code is no code.
pub async fn vouched_in(vault: &Vault, db: &mut PgConnection) -> anyhow::Result<Vec<(String, Option<Hash>)>> {
    let mut vouched = Vec::new();
    for head in store::all(db).await? {
        let subject = subject(head.id);
        let edition = whole_in(db, head).await.ok();
        vouched.push((subject, edition.map(|edition| digest(vault, &edition))));
    }
    Ok(vouched)
}

/// An edition with its codes.
pub(super) async fn whole_in(db: &mut PgConnection, head: Head) -> anyhow::Result<Edition> {
    let rows = store::codes(db, head.id).await?.into_iter();
    let rows = rows.map(|row| {
        let former = row.former.iter().map(|code| code.parse::<SpecialtyCode>()).collect::<Result<_, _>>()?;
        Ok(SpecialtyRow { code: row.code.parse()?, name: row.name, former })
    });
    let rows = rows.collect::<anyhow::Result<_>>()?;
    Ok(Edition { id: head.id, name: head.name, in_force_from: head.in_force_from, rows })
}

/// Digest of an edition as the ledger records it; codes count in their order.
pub(super) fn digest(vault: &Vault, edition: &Edition) -> Hash {
    let mut rows: Vec<&SpecialtyRow> = edition.rows.iter().collect();
    rows.sort_unstable_by_key(|row| row.code);
    let codes: String = rows.iter().map(|row| line(row)).collect();
    proof::record::digest(
        "specialty_edition",
        &vault.record_salt(&subject(edition.id)),
        &[
            ("name", edition.name.as_bytes()),
            ("in_force_from", edition.in_force_from.to_string().as_bytes()),
            ("codes", codes.as_bytes()),
        ],
    )
}

/// A code that continues others has a third column.
fn line(row: &SpecialtyRow) -> String {
    let former: Vec<String> = row.former.iter().map(ToString::to_string).collect();
    if former.is_empty() {
        return format!("{}\t{}\n", row.code, row.name);
    }
    format!("{}\t{}\t{}\n", row.code, row.name, former.join(" "))
}

/// The edition as the ledger names it.
pub(super) fn subject(id: EditionId) -> String {
    format!("specialty_edition/{id}")
}
