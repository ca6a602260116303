//! Entering an anchor: its statement into the ledger, the anchor itself into the data folder.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use proof::anchor::{Anchor, Chain, Party};
use proof::note::Note;
use rules::id::EntryId;
use rustix::fs::{FlockOperation, flock};

use super::{anchor_entry_in, statement};
use crate::app::App;
use crate::ledger::{self, signer};

/// What came of it.
#[derive(Clone, Debug)]
pub struct Entered {
    pub anchor: Anchor,
    pub entry: EntryId,
    /// Nothing was left to do.
    pub was_there: bool,
}

/// Appends a signed anchor to the chain of the data folder and states it in the ledger. Broken off in between, it is
/// completed by being repeated.
pub async fn enter(app: &App, note: &Note, stated: &Note) -> anyhow::Result<Entered> {
    let anchor = Anchor::parse(note.text()).context("the first file is not a signed anchor")?;
    ensure!(
        stated.text() == statement(&anchor)?.body(),
        "the second file is not the statement of this anchor: sign what `hengjian anchor statement` prints"
    );
    ensure!(
        anchor.is_signed_by(stated, &[Party::Supervising]),
        "the statement must carry the signature of the anchor's supervising key, and no other"
    );
    own(app, &anchor)?;
    let lock = File::create(app.config.data_dir.join("anchor.lock")).context("the data folder cannot be written")?;
    flock(&lock, FlockOperation::LockExclusive)?;
    let mut tx = app.begin("anchor.enter").await?;
    let stands = anchor_entry_in(app, &mut tx, anchor.number).await?;
    let chain = ledger::anchors(app)?;
    if chain.as_ref().is_none_or(|chain| chain.newest().hash() != anchor.hash()) {
        let next = ledger::next_index_in(&mut tx).await?;
        ensure!(
            anchor.number == 1 || anchor.first > next,
            "the ledger has {next} entries, and the anchor is in force from {}: its statement would come too late. \
             Sign one with a larger `first`.",
            anchor.first
        );
        let text = chain.map_or_else(|| note.to_string(), |chain| format!("{chain}\n{note}"));
        text.parse::<Chain>().context("the anchor does not continue the chain")?;
        replace(&ledger::anchor_file(&app.config.data_dir), &text)?;
    }
    if let Some(entry) = stands {
        return Ok(Entered { anchor, entry, was_there: true });
    }
    let entry = ledger::enter(app, &mut tx, stated, app.clock.now()).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(Entered { anchor, entry, was_there: false })
}

/// An anchor that names other keys of the centre would have every draw rejected.
fn own(app: &App, anchor: &Anchor) -> anyhow::Result<()> {
    for (line, fits) in [
        ("vrf-op", anchor.vrf_op == *app.vault.vrf().public()),
        ("centre", anchor.keys.centre == signer::note_verifier(app)?),
        ("log", anchor.log == signer::ledger_verifier(app)?),
    ] {
        if !fits {
            bail!("the line `{line}` of the anchor is not this centre's: take it from `hengjian ledger keys`");
        }
    }
    Ok(())
}

/// New file, flushed, put in place, folder flushed.
fn replace(file: &Path, text: &str) -> anyhow::Result<()> {
    let context = || format!("{} cannot be written", file.display());
    let fresh = file.with_extension("new");
    let mut out = File::create(&fresh).with_context(context)?;
    out.write_all(text.as_bytes()).with_context(context)?;
    out.sync_all().with_context(context)?;
    std::fs::rename(&fresh, file).with_context(context)?;
    let folder = file.parent().expect("the file stands in a folder");
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(context)
}
