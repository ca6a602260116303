//! The records of draws that the ledger vouches for.

use proof::hash::Hash;
use sqlx::PgConnection;

use super::{callee, contribution};
use crate::vault::Vault;

/// Subject, version and digest of every contributor and every holder of a seat.
pub async fn vouched_in(vault: &Vault, db: &mut PgConnection) -> sqlx::Result<Vec<(String, i32, Option<Hash>)>> {
    let mut records = contribution::vouched_in(vault, db).await?;
    records.extend(callee::vouched_in(vault, db).await?);
    Ok(records)
}
