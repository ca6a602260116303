//! One entry as an auditor reads it: body and salt, the leaf, and the proof that the signed tree holds it.

use proof::Hash;
use proof::checkpoint::Checkpoint;
use proof::tree::{TreeHead, verify_inclusion};
use rules::area::Area;

use super::leaf::{self, Content, Fault};
use super::store::entries::{self, EntryRow};
use super::store::head;
use super::{signer, tiles};
use crate::app::App;
use crate::http::ApiError;

/// An entry and what speaks for it.
pub struct Detail {
    pub row: EntryRow,
    /// The body's text, when it opens.
    pub text: Option<String>,
    pub leaf_hash: Hash,
    pub fault: Option<Fault>,
    /// Nothing while no checkpoint covers the entry, or when it is not the one in the tree.
    pub proof: Option<Proof>,
}

/// An inclusion proof with the signed head that it leads to.
pub struct Proof {
    pub head: TreeHead,
    pub hashes: Vec<Hash>,
    pub checkpoint: String,
}

/// The entry with this number, when `area` sees it.
pub async fn detail(app: &App, area: Area, index: i64) -> Result<Detail, ApiError> {
    let (first, last) = area.range();
    let (first, last) = (first.to_string(), last.to_string());
    let mut tx = app.snapshot("ledger.detail").await?;
    let row = entries::one(&mut tx, index, (&first, &last, area.is_province())).await?;
    let row = row.ok_or_else(ApiError::not_found)?;
    let head = head::head(&mut tx).await?;
    let note = head.and_then(|head| head.checkpoint).and_then(|note| String::from_utf8(note).ok());
    let body = leaf::text(&app.vault, &row).ok();
    let examined = leaf::examine(app, vec![row], &signer::note_verifier(app)?).await?.remove(0);
    let text = match &examined.body {
        Ok(Content::Statement(stated)) => Some(stated.body()),
        Ok(Content::Entry(_)) | Err(_) => body,
    };
    let mut fault = examined.body.err().or((!examined.copies_match).then_some(Fault::Copies));
    let signed = note.and_then(|note| Some((open(app, &note)?, note)));
    let place = u64::try_from(index).unwrap_or(u64::MAX);
    let mut proof = None;
    if let Some((head, checkpoint)) = signed.filter(|(head, _)| place < head.size) {
        let hashes = tiles::inclusion(&mut tx, place, head.size).await?;
        match verify_inclusion(examined.leaf_hash, place, &head, &hashes) {
            Ok(()) => proof = Some(Proof { head, hashes, checkpoint }),
            Err(_) => fault = fault.or(Some(Fault::Tree)),
        }
    }
    Ok(Detail { text, leaf_hash: examined.leaf_hash, fault, proof, row: examined.row })
}

fn open(app: &App, note: &str) -> Option<TreeHead> {
    let key = signer::ledger_verifier(app).ok()?;
    Checkpoint::open(note, &key).ok().map(|checkpoint| checkpoint.head)
}
