//! Cosignatures: each published checkpoint is shown to the cosigners, who sign what continues the one they signed
//! before. Nothing waits for them but what must never be taken back: `proof_of` is nothing until enough have signed.

use std::time::Duration;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use proof::Hash;
use proof::checkpoint::Checkpoint;
use proof::logged::Proof;
use proof::note::{Note, VerifierKey};
use proof::statement::decimal;
use proof::tree::TreeHead;
use rules::id::EntryId;
use tracing::{info, warn};

use super::store::{cosigned, entries, head};
use super::tiles;
use crate::app::App;
use crate::config::Cosigner;
use crate::outside::witness::{self, AT_ONCE, Answer, Peer};

/// What came of one turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// No cosigner is named, or the newest checkpoint has its cosignatures.
    Idle,
    /// Enough have signed this size.
    Cosigned(u64),
    /// So many are missing; why the last of them did not sign.
    Missing(usize, String),
}

/// Shows new checkpoints as they come, until the process ends.
pub async fn run(app: App) {
    let mut missing = false;
    loop {
        let turn = turn(&app).await;
        let waits = match &turn {
            Ok(Turn::Missing(count, why)) => Some(format!("{count} cosignatures are missing: {why}")),
            Ok(Turn::Idle | Turn::Cosigned(_)) => None,
            Err(error) => Some(format!("{error:#}")),
        };
        metrics::gauge!("hengjian_ledger_cosigners_missing").set(if waits.is_some() { 1.0 } else { 0.0 });
        match &waits {
            Some(why) if !missing => warn!("The ledger is not cosigned; draws wait: {why}"),
            None if missing => info!("The ledger is cosigned again"),
            _ => {}
        }
        missing = waits.is_some();
        tokio::select! {
            () = app.cosigner.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// One turn: shows the newest checkpoint to everybody who has not signed it.
pub async fn turn(app: &App) -> anyhow::Result<Turn> {
    let cosigners = &app.config.ledger.cosigners;
    if cosigners.is_empty() {
        return Ok(Turn::Idle);
    }
    let mut db = app.db.acquire().await?;
    let Some(published) = head::head(&mut db).await?.and_then(|head| head.checkpoint) else { return Ok(Turn::Idle) };
    let note: Note = String::from_utf8(published)?.parse()?;
    let checkpoint = Checkpoint::parse(note.text())?;
    let kept = cosigned::newest(&mut db).await?;
    let size = i64::try_from(checkpoint.head.size)?;
    if kept.is_some_and(|kept| kept.size >= size) {
        return Ok(Turn::Idle);
    }
    drop(db);
    let (mut signed, mut last_refusal) = (note.to_string(), String::new());
    let mut count = 0;
    for cosigner in cosigners {
        match ask(app, cosigner, &note, &checkpoint.head).await {
            Ok(line) => {
                signed.push_str(&line);
                count += 1;
            }
            Err(error) => last_refusal = format!("{}: {error:#}", cosigner.address),
        }
    }
    let needed = app.config.ledger.policy();
    if count < needed {
        return Ok(Turn::Missing(needed - count, last_refusal));
    }
    let mut tx = app.begin("ledger.cosigned").await?;
    head::lock(&mut tx).await?;
    cosigned::keep(&mut tx, size, signed.as_bytes()).await?;
    tx.commit().await?;
    app.cosigned.notify_waiters();
    Ok(Turn::Cosigned(checkpoint.head.size))
}

/// The proof that an entry was in a cosigned ledger; nothing before it is.
pub async fn proof_of(app: &App, entry: EntryId) -> anyhow::Result<Option<Proof>> {
    let mut tx = app.snapshot("ledger.proof").await?;
    let row = entries::by_ids(&mut tx, &[entry.as_uuid()]).await?.pop().context("the entry is gone")?;
    let (Some(index), Some(kept)) = (row.index, cosigned::newest(&mut tx).await?) else { return Ok(None) };
    if index >= kept.size {
        return Ok(None);
    }
    let path = tiles::inclusion(&mut tx, u64::try_from(index)?, u64::try_from(kept.size)?).await?;
    let note: Note = String::from_utf8(kept.checkpoint)?.parse()?;
    Ok(Some(Proof::new(u64::try_from(index)?, path, note)?))
}

/// The signature line of one cosigner, compared with its key.
async fn ask(app: &App, cosigner: &Cosigner, note: &Note, head: &TreeHead) -> anyhow::Result<String> {
    let key: VerifierKey = cosigner.key.parse()?;
    let known = app.ledger.cosigned_by(key.key_id());
    let mut answer = show(app, &cosigner.address, note, (known, head)).await?;
    if answer.status == 409 {
        let size = answer.body.strip_suffix('\n').and_then(decimal).context("a size was expected")?;
        if size > head.size {
            bail!("it has signed {size} entries, more than there are: the ledger was rolled back");
        }
        answer = show(app, &cosigner.address, note, (size, head)).await?;
    }
    if answer.status != 200 {
        bail!("it answered {}", answer.status);
    }
    let both: Note = format!("{note}{}", answer.body).parse().context("no signature line")?;
    let one_more = both.signatures().len() == note.signatures().len() + 1;
    if !one_more || both.verify(std::slice::from_ref(&key)).map(|verified| verified.len()) != Ok(1) {
        bail!("one signature of its key was expected, and nothing else");
    }
    app.ledger.note_cosigned(key.key_id(), head.size);
    Ok(answer.body)
}

/// `add-checkpoint` of C2SP tlog-witness: the older size, the proof that it is continued, the signed checkpoint.
async fn show(app: &App, address: &str, note: &Note, (old, head): (u64, &TreeHead)) -> anyhow::Result<Answer> {
    let mut db = app.db.acquire().await?;
    let proof = tiles::consistency(&mut db, old.min(head.size), head.size).await??;
    drop(db);
    let encoded = |hash: &Hash| format!("{}\n", BASE64_STANDARD.encode(hash.0));
    let lines: String = proof.iter().map(encoded).collect();
    let body = format!("old {}\n{lines}\n{note}", old.min(head.size));
    witness::post(&Peer::open(address), "add-checkpoint", body.into_bytes(), AT_ONCE).await
}

/// How long it waits before it looks by itself.
const POLL: Duration = Duration::from_secs(1);
