//! What the ledger vouches for about somebody who was drawn: the seat, the token and the answer, never who it is.

use proof::hash::Hash;
use rules::area::Area;
use rules::draw::answer::Reason;
use sqlx::PgConnection;

use super::store::{self, Stored};
use crate::ledger::{Deed, Entry, Standing};
use crate::vault::Vault;

/// Subject, version and digest of every holder, for the comparison with the ledger.
pub async fn vouched_in(vault: &Vault, db: &mut PgConnection) -> sqlx::Result<Vec<(String, i32, Option<Hash>)>> {
    let all = store::all(db).await?;
    Ok(all.iter().map(|one| (subject(&one.token), one.version, Some(digest(vault, one)))).collect())
}

/// What the ledger has to vouch for before a holder's row changes or counts.
pub(super) fn standing(vault: &Vault, one: &Stored) -> Standing {
    Standing { entry: one.entry, subject: subject(&one.token), version: one.version, digest: digest(vault, one) }
}

/// The entry that vouches for a holder's row as it stands.
pub(super) fn entry(vault: &Vault, one: &Stored, area: Area, deed: &Deed<'_>) -> Entry {
    Entry::of(deed, subject(&one.token))
        .area(area)
        .record(one.version, digest(vault, one))
        .detail("seat", one.seat.to_string())
        .detail("answer", one.answer.code())
}

/// Who acts, as entries name it: the token itself.
pub(super) fn actor(token: &Hash) -> String {
    subject(token)
}

fn subject(token: &Hash) -> String {
    format!("callee/{token}")
}

fn digest(vault: &Vault, one: &Stored) -> Hash {
    let instant = |at: Option<jiff::Timestamp>| at.map(|at| at.as_microsecond().to_string()).unwrap_or_default();
    let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
    let texts = [
        ("draw", one.draw.to_string()),
        ("seat", one.seat.to_string()),
        ("round", one.round.to_string()),
        ("answer", one.answer.code().to_owned()),
        ("reason", one.reason.map(Reason::code).unwrap_or_default().to_owned()),
        ("drawn_at", instant(Some(one.drawn_at))),
        ("until_at", instant(Some(one.until_at))),
        ("identified_at", instant(one.identified_at)),
        ("wrong_count", one.wrong_count.to_string()),
        ("answered_at", instant(one.answered_at)),
        ("arrived_at", instant(one.arrived_at)),
        ("left_round", number(one.left_round)),
    ];
    let fields: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    proof::record::digest("callee", &vault.record_salt(&subject(&one.token)), &fields)
}
