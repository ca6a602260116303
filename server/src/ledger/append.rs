//! Entering something into the ledger, within the transaction of the change itself.

use jiff::Timestamp;
use proof::entry::{EntryBody, RecordMark, entry_hash};
use proof::hash::Hash;
use proof::note::Note;
use proof::statement::Statement;
use rules::area::Area;
use rules::id::EntryId;
use rules::ledger::entry::Kind;

use super::store::{self, NewEntry};
use crate::app::App;
use crate::db::Tx;
use crate::vault::Place;

/// Who did what, why and when: what every entry about a change has.
#[derive(Clone, Copy, Debug)]
pub struct Deed<'a> {
    pub kind: Kind,
    /// `account/ID`, `command/NAME` or `system`.
    pub actor: &'a str,
    pub reason: Option<&'a str>,
    pub at: Timestamp,
}

/// An entry that is about to be appended.
#[derive(Clone, Debug)]
pub struct Entry {
    body: EntryBody,
}

impl Entry {
    /// An entry about `subject`, for example `expert/ID`.
    pub fn of(deed: &Deed<'_>, subject: String) -> Self {
        let at = format!("{:.6}", deed.at);
        let mut body =
            EntryBody::new(deed.kind.code(), at, deed.actor).detail("reason", deed.reason.unwrap_or_default());
        body.subject = Some(subject);
        Self { body }
    }

    /// The area to which it belongs: who of the auditors reads it.
    pub fn area(mut self, area: Area) -> Self {
        self.body.area = Some(area.to_string());
        self
    }

    /// The subject's record from here on.
    pub fn record(mut self, version: i32, digest: Hash) -> Self {
        self.body.version = u64::try_from(version).ok();
        self.body.record = RecordMark::Digest(digest);
        self
    }

    /// A further fact; never personal data.
    pub fn detail(mut self, name: &str, value: impl Into<String>) -> Self {
        self.body = self.body.detail(name, value);
        self
    }
}

/// Appends one entry; it gets its number after the transaction has committed.
pub async fn append(app: &App, tx: &mut Tx, entry: Entry, at: Timestamp) -> anyhow::Result<EntryId> {
    let ids = append_many(app, tx, vec![entry], at).await?;
    Ok(ids[0])
}

/// Appends entries in their order.
pub async fn append_many(app: &App, tx: &mut Tx, entries: Vec<Entry>, at: Timestamp) -> anyhow::Result<Vec<EntryId>> {
    let rows = entries.into_iter().map(|entry| prepare(app, entry)).collect::<anyhow::Result<Vec<_>>>()?;
    store::insert(tx, &rows, at).await?;
    Ok(rows.into_iter().map(|row| EntryId::from_uuid(row.id)).collect())
}

/// Signs the leaf and seals the body. The signature is made here, inside the change, so that a row written by anybody
/// else has none and is never numbered.
fn prepare(app: &App, entry: Entry) -> anyhow::Result<NewEntry> {
    let body = entry.body.text()?;
    let salt = app.entropy.bytes::<32>();
    let leaf = leaf(app, &salt, &body)?;
    let id = app.uuid();
    Ok(NewEntry {
        id,
        kind: entry.body.kind,
        subject: entry.body.subject,
        actor: entry.body.actor,
        area: entry.body.area,
        leaf,
        salt: Some(salt.to_vec()),
        body_sealed: Some(app.vault.seal_text(Place { column: BODY, row: id }, &body)),
    })
}

/// The leaf that vouches for a body: always the same for the same body and salt.
pub(super) fn leaf(app: &App, salt: &[u8; 32], body: &str) -> anyhow::Result<Vec<u8>> {
    let statement = Statement::entry(entry_hash(salt, body));
    let note = Note::sign(&statement.body(), &app.config.ledger.origin, app.vault.note_key())?;
    Ok(note.to_string().into_bytes())
}

/// Column of the sealed body.
pub(super) const BODY: &str = "ledger_entry.body";
