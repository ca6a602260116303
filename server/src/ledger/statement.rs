//! Public statements: what everybody may read in the ledger, such as the steps of a draw. They stand unnumbered in the
//! transaction of their step like entries do; their leaf is all there is of them.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use proof::anchor::{Anchor, Chain};
use proof::log::read_leaf;
use proof::note::{Note, VerifierKey};
use proof::statement::Statement;
use rules::id::EntryId;
use sqlx::PgConnection;

use super::store::entries::{self, EntryRow};
use super::store::{self, NewEntry};
use crate::app::App;
use crate::db::Tx;

/// States something in the centre's name.
pub async fn state(app: &App, tx: &mut Tx, statement: &Statement, at: Timestamp) -> anyhow::Result<EntryId> {
    let note = Note::sign(&statement.body(), &app.config.ledger.origin, app.vault.note_key())?;
    enter(app, tx, &note, at).await
}

/// Enters a statement that others have signed: a witness, the province, several parties.
pub async fn enter(app: &App, tx: &mut Tx, note: &Note, at: Timestamp) -> anyhow::Result<EntryId> {
    let leaf = note.to_string().into_bytes();
    let own = super::signer::note_verifier(app)?;
    let statement =
        read_leaf(&leaf, Some(&trusted(app, &own)?)).context("a statement that nobody trusted has signed")?;
    ensure!(statement.kind() != ENTRY, "an entry is made from its body");
    ensure!(leaf.len() <= LEAF_MAX, "a leaf has at most {LEAF_MAX} bytes");
    let id = app.uuid();
    let row = NewEntry {
        id,
        kind: statement.kind().to_owned(),
        subject: subject(&statement),
        actor: ACTOR.to_owned(),
        area: None,
        leaf,
        salt: None,
        body_sealed: None,
    };
    store::insert(tx, &[row], at).await?;
    Ok(EntryId::from_uuid(id))
}

/// A statement as it stands in the ledger.
#[derive(Clone, Debug)]
pub struct Stated {
    pub entry: EntryId,
    /// Its place, once it has one.
    pub index: Option<u64>,
    pub note: Note,
    pub statement: Statement,
}

/// Every statement of one kind in its order, those without a place last. Each is signed by somebody trusted.
pub async fn stated_in(app: &App, tx: &mut Tx, kind: &str) -> anyhow::Result<Vec<Stated>> {
    let own = super::signer::note_verifier(app)?;
    let trusted = trusted(app, &own)?;
    let read = |row: EntryRow| {
        let statement = read_leaf(&row.leaf, Some(&trusted))
            .with_context(|| format!("the statement {kind} of entry {} is signed by nobody trusted", row.id))?;
        ensure!(statement.kind() == kind, "the entry {} is not the statement that its row says", row.id);
        let note = std::str::from_utf8(&row.leaf)?.parse()?;
        let index = row.index.map(u64::try_from).transpose()?;
        Ok(Stated { entry: EntryId::from_uuid(row.id), index, note, statement })
    };
    entries::of_kind(tx, kind).await?.into_iter().map(read).collect()
}

/// The anchor that judges what is entered next; nothing before there is one.
pub async fn judge_in(app: &App, tx: &mut Tx) -> anyhow::Result<Option<Anchor>> {
    let Some(chain) = anchors(app)? else { return Ok(None) };
    Ok(Some(chain.at(next_index_in(tx).await?).clone()))
}

/// The place of what is entered next, if nothing comes in between.
pub async fn next_index_in(tx: &mut Tx) -> anyhow::Result<u64> {
    Ok(u64::try_from(entries::next_index(tx).await?)?)
}

/// A statement of the centre's own with its index, as the ledger has it; nothing until it is numbered.
pub async fn own_stated_in(
    app: &App,
    db: &mut PgConnection,
    entry: EntryId,
) -> anyhow::Result<Option<(u64, Statement)>> {
    let row = entries::by_ids(db, &[entry.as_uuid()]).await?.pop().context("the statement is gone from the ledger")?;
    let Some(index) = row.index else { return Ok(None) };
    let own = super::signer::note_verifier(app)?;
    let statement = read_leaf(&row.leaf, Some(&[own])).context("a statement in the ledger was altered")?;
    Ok(Some((u64::try_from(index)?, statement)))
}

/// What a statement is about, to search by.
pub fn subject(statement: &Statement) -> Option<String> {
    statement.hash("draw").map(|draw| format!("draw/{draw}"))
}

/// The keys by which a statement may be signed: the centre's own and those of every party in the anchors.
pub fn trusted(app: &App, own: &VerifierKey) -> anyhow::Result<Vec<VerifierKey>> {
    let mut keys = vec![own.clone()];
    if let Some(chain) = anchors(app)? {
        keys.extend(chain.anchors().flat_map(Anchor::note_keys).cloned());
    }
    Ok(keys)
}

/// The chain of anchors in the data folder; nothing before one was put there.
pub fn anchors(app: &App) -> anyhow::Result<Option<Chain>> {
    let file = anchor_file(&app.config.data_dir);
    match std::fs::read_to_string(&file) {
        Ok(text) => Ok(Some(text.parse().with_context(|| format!("{} is no chain of anchors", file.display()))?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", file.display())),
    }
}

/// Where the chain of anchors stands.
pub fn anchor_file(data_dir: &Path) -> PathBuf {
    data_dir.join("anchor.txt")
}

/// A longer leaf has no place in the published files.
pub const LEAF_MAX: usize = 65_535;
/// The type of a private entry's public face.
pub const ENTRY: &str = "entry";
/// Statements name their signers themselves.
pub const ACTOR: &str = "system";
