//! What the ledger vouches for in an account.

use proof::hash::Hash;
use sqlx::PgConnection;

use super::store::{self, Account};
use crate::app::App;
use crate::ledger::Standing;
use crate::vault::Vault;

/// Digest of the account as the ledger records it.
pub fn digest(vault: &Vault, account: &Account) -> Hash {
    let subject = subject(account);
    let expert = account.expert_id.map_or_else(|| "none".to_owned(), |id| id.to_string());
    let area = account.area.to_string();
    let unit = account.unit_id.map(|id| id.to_string());
    let mut fields: Vec<(&str, &[u8])> = vec![
        ("login", account.login.as_bytes()),
        ("role", account.role.code().as_bytes()),
        ("area", area.as_bytes()),
        ("state", account.state.code().as_bytes()),
        ("password", account.password_hash.as_deref().unwrap_or("none").as_bytes()),
        ("expert", expert.as_bytes()),
        ("demo", if account.demo { b"yes" } else { b"no" }),
    ];
    // Accounts without a unit keep the digest of releases that knew none.
    if let Some(unit) = &unit {
        fields.push(("unit", unit.as_bytes()));
    }
    proof::record::digest("account", &vault.record_salt(&subject), &fields)
}

/// The account as the ledger names it.
pub fn subject(account: &Account) -> String {
    format!("account/{}", account.id)
}

/// What the ledger has to vouch for before the account changes.
pub(super) fn standing(vault: &Vault, account: &Account) -> Standing {
    let (subject, digest) = (subject(account), digest(vault, account));
    Standing { entry: account.entry, subject, version: account.version, digest }
}

/// Subject, version and digest of every account, for the comparison with the ledger.
pub async fn vouched(app: &App, db: &mut PgConnection) -> sqlx::Result<Vec<(String, i32, Hash)>> {
    let accounts = store::all(db).await?;
    Ok(accounts.iter().map(|account| (subject(account), account.version, digest(&app.vault, account))).collect())
}
