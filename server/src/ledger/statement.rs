//! Public statements: what everybody may read in the ledger, such as the steps of a draw. They stand unnumbered in the
//! transaction of their step like entries do; their leaf is all there is of them.

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use proof::anchor::{Anchor, Chain};
use proof::log::read_leaf;
use proof::note::{Note, VerifierKey};
use proof::statement::Statement;
use rules::id::EntryId;
use sqlx::PgConnection;

use super::store::{self, NewEntry, entries};
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

/// A statement of the centre's own with its index, as the ledger has it; nothing until it is numbered.
pub async fn stated_in(app: &App, db: &mut PgConnection, entry: EntryId) -> anyhow::Result<Option<(u64, Statement)>> {
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
    let file = app.config.data_dir.join("anchor.txt");
    match std::fs::read_to_string(&file) {
        Ok(text) => Ok(Some(text.parse().with_context(|| format!("{} is no chain of anchors", file.display()))?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", file.display())),
    }
}

/// A longer leaf has no place in the published files.
pub const LEAF_MAX: usize = 65_535;
/// The type of a private entry's public face.
pub const ENTRY: &str = "entry";
/// Statements name their signers themselves.
pub const ACTOR: &str = "system";
