//! Numbering, signing, publishing. One process at a time, holding the lease, takes unnumbered rows in batches, gives
//! them their places in the tree, then signs the new size and publishes it. Each step can be repeated: whatever a crash
//! leaves half done, the next turn does the rest.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use proof::note::VerifierKey;
use proof::tree::Frontier;
use rules::ledger::entry::Kind;
use tracing::{error, info, warn};
use uuid::Uuid;

use super::leaf::{self, Examined};
use super::signer::{self, Kept};
use super::state::Refusal;
use super::store::{entries, head, head::Head, tiles as tile_rows};
use super::{Deed, Entry, append, tiles};
use crate::app::App;
use crate::db::Tx;

/// What came of one turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing waits, and the published checkpoint is that of the whole ledger.
    Idle,
    /// Another process holds the lease.
    Leased,
    /// The database does not continue what was signed.
    Refused(Refusal),
    /// All that waited is numbered, signed and published up to this size.
    Published(u64),
}

/// Numbers and signs as entries come, until the process ends.
pub async fn run(app: App) {
    let mut failing = false;
    loop {
        match number_pending(&app).await {
            Ok(_) => failing = false,
            Err(error) if failing => tracing::debug!("The ledger still does not grow: {error:#}"),
            Err(error) => {
                failing = true;
                error!("The ledger does not grow: {error:#}");
            }
        }
        tokio::select! {
            () = app.sequencer.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// One turn: numbers everything that waits, signs and publishes it.
pub async fn number_pending(app: &App) -> anyhow::Result<Turn> {
    let turn = turn(app).await?;
    let refusal = match &turn {
        Turn::Refused(refusal) => Some(refusal),
        Turn::Leased => return Ok(turn),
        Turn::Idle | Turn::Published(_) => None,
    };
    metrics::gauge!("hengjian_ledger_refuses").set(if refusal.is_some() { 1.0 } else { 0.0 });
    if app.ledger.note(refusal) {
        match refusal {
            Some(refusal) => error!("The ledger refuses to sign: {refusal}"),
            None => info!("The ledger signs again"),
        }
    }
    Ok(turn)
}

async fn turn(app: &App) -> anyhow::Result<Turn> {
    let kept = match signer::kept(app)? {
        Ok(kept) => kept,
        Err(refusal) => return Ok(Turn::Refused(refusal)),
    };
    let mut db = app.db.acquire().await?;
    let head = head::head(&mut db).await?;
    if let Some(opened) = head::origin(&mut db).await?.filter(|origin| *origin != app.config.ledger.origin) {
        return Ok(Turn::Refused(Refusal::Origin { opened, configured: app.config.ledger.origin.clone() }));
    }
    let Some(head) = head else {
        if let Some(refusal) = open(app, kept).await? {
            return Ok(Turn::Refused(refusal));
        }
        return Box::pin(turn(app)).await;
    };
    if settled(&head, kept.as_ref()) && !entries::any_pending(&mut db, &app.ledger.foreign()).await? {
        return Ok(Turn::Idle);
    }
    drop(db);
    if !lease(app).await? {
        return Ok(Turn::Leased);
    }
    let outcome = grow(app).await;
    let mut tx = app.begin("ledger.release").await?;
    head::release(&mut tx, app.process).await?;
    tx.commit().await?;
    outcome
}

/// Everything numbered is signed, published and kept.
fn settled(head: &Head, kept: Option<&Kept>) -> bool {
    let kept_size = kept.and_then(|kept| i64::try_from(kept.head.size).ok());
    head.signed_size == head.size
        && kept_size == Some(head.size)
        && head.checkpoint.as_deref() == kept.map(|kept| kept.note.as_bytes())
}

/// Begins a ledger: its name, its head, and `ledger.opened` as the first entry.
async fn open(app: &App, kept: Option<Kept>) -> anyhow::Result<Option<Refusal>> {
    if let Some(kept) = kept.as_ref().filter(|kept| kept.head.size > 0) {
        return Ok(Some(Refusal::Shorter { kept: kept.head.size, found: 0 }));
    }
    let now = app.clock.now();
    let mut tx = app.begin("ledger.open").await?;
    if entries::any_numbered(&mut tx).await? {
        return Ok(Some(Refusal::HeadMissing));
    }
    let origin = &app.config.ledger.origin;
    match head::insert(&mut tx, &Frontier::default().to_bytes()).await {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => return Ok(None),
        inserted => inserted?,
    }
    if kept.is_none() {
        signer::keep_empty(app)?;
    }
    head::set_origin(&mut tx, origin).await?;
    let deed = Deed { kind: Kind::LedgerOpened, actor: "system", reason: None, at: now };
    let entry = Entry::of(&deed, "ledger".to_owned()).detail("origin", origin.as_str());
    let id = append(app, &mut tx, entry, now).await?.as_uuid();
    let rows = entries::by_ids(&mut tx, &[id]).await?;
    let examined = leaf::examine(app, rows, &signer::note_verifier(app)?).await?;
    number(&mut tx, &examined).await?;
    tx.commit().await?;
    info!("The ledger {origin} is open");
    Ok(None)
}

/// Takes the lease, unless another process holds it.
async fn lease(app: &App) -> anyhow::Result<bool> {
    let now = app.clock.now();
    let mut tx = app.begin("ledger.lease").await?;
    let head = head::lock(&mut tx).await?.context("the ledger's row is gone")?;
    let ours = head.lease_holder.is_none_or(|holder| holder == app.process);
    if !ours && head.lease_until.is_some_and(|until| until > now) {
        return Ok(false);
    }
    head::lease(&mut tx, Some(app.process), Some(now.checked_add(LEASE)?)).await?;
    tx.commit().await?;
    Ok(true)
}

/// Batch after batch, each signed and published before the next is.
async fn grow(app: &App) -> anyhow::Result<Turn> {
    let key = signer::note_verifier(app)?;
    let mut tx = app.snapshot("ledger.examine").await?;
    let head = head::head(&mut tx).await?.context("the ledger's row is gone")?;
    let Ok(Some(mut kept)) = signer::kept(app)? else {
        return Ok(Turn::Refused(Refusal::KeptMissing { size: u64::try_from(head.size).unwrap_or(0) }));
    };
    let mut frontier = match signer::examine(&mut tx, &head, Some(&kept)).await? {
        Ok(frontier) => frontier,
        Err(refusal) => return Ok(Turn::Refused(refusal)),
    };
    drop(tx);
    let mut batch = take(app, &key, Uuid::nil()).await?;
    loop {
        let (numbered, next) = tokio::join!(write(app, &batch.examined), async {
            match batch.last {
                Some(last) => take(app, &key, last).await,
                None => Ok(Batch::default()),
            }
        });
        if let Some(grown) = numbered? {
            frontier = grown;
        }
        kept = signer::sign(app, &frontier, &kept).await?;
        batch = next?;
        if batch.examined.is_empty() && batch.last.is_none() {
            return Ok(Turn::Published(frontier.size()));
        }
    }
}

/// Rows that are ours, and where the next batch begins.
#[derive(Default)]
struct Batch {
    examined: Vec<Examined>,
    last: Option<Uuid>,
}

async fn take(app: &App, key: &VerifierKey, after: Uuid) -> anyhow::Result<Batch> {
    let limit = i64::from(app.config.ledger.batch_count.max(1));
    let mut db = app.db.acquire().await?;
    let rows = entries::pending(&mut db, after, limit).await?;
    drop(db);
    let last = rows.last().map(|row| row.id);
    let mut examined = leaf::examine(app, rows, key).await?;
    examined.retain(|examined| match &examined.body {
        Ok(_) => true,
        Err(fault) => {
            if app.ledger.note_foreign(examined.row.id) {
                metrics::counter!("hengjian_ledger_foreign_rows_total").increment(1);
                warn!(entry.id = %examined.row.id, "An unnumbered row was not written by this centre's server: {fault}");
            }
            false
        }
    });
    Ok(Batch { examined, last })
}

/// Numbers one batch in a transaction of its own; nothing when the batch is empty.
async fn write(app: &App, batch: &[Examined]) -> anyhow::Result<Option<Frontier>> {
    if batch.is_empty() {
        return Ok(None);
    }
    let mut tx = app.begin("ledger.number").await?;
    let head = head::lock(&mut tx).await?.context("the ledger's row is gone")?;
    ensure!(head.lease_holder == Some(app.process), "the lease went to another process");
    let frontier = number(&mut tx, batch).await?;
    let until = app.clock.now().checked_add(LEASE)?;
    head::lease(&mut tx, Some(app.process), Some(until)).await?;
    tx.commit().await?;
    metrics::counter!("hengjian_ledger_numbered_total").increment(batch.len() as u64);
    Ok(Some(frontier))
}

/// Gives a batch its places: rows, tiles, frontier and size, under the locked head.
async fn number(tx: &mut Tx, batch: &[Examined]) -> anyhow::Result<Frontier> {
    let head = head::lock(tx).await?.context("the ledger's row is gone")?;
    let mut frontier = tiles::frontier(&head.frontier)?;
    let mut edge = tiles::edge(tx, frontier.size()).await??;
    ensure!(
        i64::try_from(frontier.size()) == Ok(head.size) && edge.head() == frontier.head(),
        "tiles and frontier in the database do not belong together"
    );
    for examined in batch {
        edge.push(examined.leaf_hash);
        frontier.push(examined.leaf_hash);
    }
    let ids: Vec<Uuid> = batch.iter().map(|examined| examined.row.id).collect();
    let numbered = entries::number(tx, &ids, head.size).await?;
    ensure!(numbered == batch.len() as u64, "another process numbered some of these rows");
    tile_rows::save(tx, tiles::rows(edge.take_files())).await?;
    head::grow(tx, i64::try_from(frontier.size())?, &frontier.to_bytes()).await?;
    Ok(frontier)
}

/// How long an idle sequencer waits before it looks by itself.
const POLL: Duration = Duration::from_secs(1);
/// After this time without a sign of life another process takes over.
const LEASE: Duration = Duration::from_secs(15);
