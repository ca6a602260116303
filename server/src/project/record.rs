//! What the ledger vouches for: a request, and beside it its list of bidders.

use proof::hash::Hash;
use rules::id::{AccountId, RequestId};
use sqlx::PgConnection;

use super::store::{self, BidderList, Stored};
use crate::ledger::{Deed, Entry, Standing};
use crate::vault::{Place, Vault, VaultError};

/// Subject, version and digest of all requests and lists, for the comparison with the ledger.
pub async fn vouched_in(vault: &Vault, db: &mut PgConnection) -> sqlx::Result<Vec<(String, i32, Option<Hash>)>> {
    let requests = store::all(db).await?.into_iter();
    let requests = requests.map(|request| (subject(request.id), request.version, Some(digest(vault, &request))));
    let lists = store::all_bidders(db).await?.into_iter();
    let lists = lists.map(|list| (list_subject(list.request), list.version, list_digest(vault, &list).ok()));
    Ok(requests.chain(lists).collect())
}

/// What the ledger has to vouch for before a request changes.
pub(super) fn standing(vault: &Vault, request: &Stored) -> Standing {
    let (subject, digest) = (subject(request.id), digest(vault, request));
    Standing { entry: request.entry, subject, version: request.version, digest }
}

/// The same for a list.
pub(super) fn list_standing(vault: &Vault, list: &BidderList) -> Result<Standing, VaultError> {
    let (subject, digest) = (list_subject(list.request), list_digest(vault, list)?);
    Ok(Standing { entry: list.entry, subject, version: list.version, digest })
}

/// The entry that vouches for a request as it stands. It names no project: who is called may not learn it from the ledger.
pub(super) fn entry(vault: &Vault, request: &Stored, deed: &Deed<'_>) -> Entry {
    Entry::of(deed, subject(request.id))
        .area(request.area)
        .record(request.version, digest(vault, request))
        .detail("state", request.state.code())
}

/// The entry that vouches for a list: its record is the salted hash of the list.
pub(super) fn list_entry(
    vault: &Vault,
    request: &Stored,
    list: &BidderList,
    deed: &Deed<'_>,
) -> Result<Entry, VaultError> {
    let digest = list_digest(vault, list)?;
    Ok(Entry::of(deed, list_subject(list.request)).area(request.area).record(list.version, digest))
}

fn digest(vault: &Vault, request: &Stored) -> Hash {
    let account = |account: Option<AccountId>| account.map(|id| id.to_string()).unwrap_or_default();
    let (area, project, unit) = (request.area.to_string(), request.project.to_string(), request.unit.to_string());
    let (author, approver) = (account(Some(request.author)), account(request.approver));
    let second = account(request.second_approver);
    let (starts_at, created_at) = (request.starts_at.as_microsecond(), request.created_at.as_microsecond());
    proof::record::digest(
        "request",
        &vault.record_salt(&subject(request.id)),
        &[
            ("project", project.as_bytes()),
            ("lot", &request.lot_blind),
            ("area", area.as_bytes()),
            ("unit", unit.as_bytes()),
            ("starts_at", starts_at.to_string().as_bytes()),
            ("text", &request.text_sealed),
            ("private", &request.private_sealed),
            ("hash", &request.hash),
            ("state", request.state.code().as_bytes()),
            ("needs_second", if request.needs_second { b"yes" } else { b"no" }),
            ("author", author.as_bytes()),
            ("approver", approver.as_bytes()),
            ("second_approver", second.as_bytes()),
            ("reason", request.reason_sealed.as_deref().unwrap_or_default()),
            ("created_at", created_at.to_string().as_bytes()),
        ],
    )
}

/// Over the list itself, so that it can be shown later that the list which was matched is the one uploaded.
fn list_digest(vault: &Vault, list: &BidderList) -> Result<Hash, VaultError> {
    let plain = vault.open(Place { column: LIST, row: list.request.as_uuid() }, &list.list_sealed)?;
    let (author, uploaded_at) = (list.author.to_string(), list.uploaded_at.as_microsecond().to_string());
    Ok(proof::record::digest(
        "bidder_list",
        &vault.record_salt(&list_subject(list.request)),
        &[("list", &plain), ("author", author.as_bytes()), ("uploaded_at", uploaded_at.as_bytes())],
    ))
}

fn subject(id: RequestId) -> String {
    format!("request/{id}")
}

fn list_subject(id: RequestId) -> String {
    format!("bidder_list/{id}")
}

/// Column of the sealed list.
pub(super) const LIST: &str = "bidder_list.list";
