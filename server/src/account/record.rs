//! What the ledger vouches for in an account.

use proof::hash::Hash;

use super::store::Account;
use crate::vault::Vault;

/// Digest of the account as the ledger records it.
pub fn digest(vault: &Vault, account: &Account) -> Hash {
    let subject = subject(account);
    let expert = account.expert_id.map_or_else(|| "none".to_owned(), |id| id.to_string());
    proof::record::digest(
        "account",
        &vault.record_salt(&subject),
        &[
            ("login", account.login.as_bytes()),
            ("role", account.role.code().as_bytes()),
            ("area", account.area.to_string().as_bytes()),
            ("state", account.state.code().as_bytes()),
            ("password", account.password_hash.as_deref().unwrap_or("none").as_bytes()),
            ("expert", expert.as_bytes()),
            ("demo", if account.demo { b"yes" } else { b"no" }),
        ],
    )
}

/// The account as the ledger names it.
pub fn subject(account: &Account) -> String {
    format!("account/{}", account.id)
}
