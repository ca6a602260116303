//! Stating, choosing, opening and forgetting.

use std::collections::BTreeMap;

use anyhow::Context as _;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use proof::logged::Proof;
use proof::note::VerifierKey;
use proof::statement::Statement;
use rules::id::EntryId;
use rules::time::day_of;
use tokio::task::spawn_blocking;
use tracing::info;
use uuid::Uuid;

use super::keep::{Kind, unpack};
use super::read::{self, Reading};
use super::store::{self, ChunkRow, DayRow};
use super::{Choice, Chosen, ChunkError, OpenError, Outcome};
use crate::app::App;
use crate::db::Tx;
use crate::db::rows::Kept;
use crate::http::ApiError;
use crate::ledger;
use crate::recusal::{self, Registry, threads};
use crate::vault::Place;

/// States the registry of today, unless that was done or another process is doing it.
pub async fn state_today(app: &App) -> anyhow::Result<Outcome> {
    let now = app.clock.now();
    let today = day_of(now);
    let mut tx = app.begin("registry.state").await?;
    let is_ours = store::try_lock_turn(&mut tx).await?;
    if !is_ours || !store::days(&mut tx, (today, today)).await?.is_empty() {
        return Ok(Outcome::Unchanged);
    }
    state_in(app, tx, now).await
}

/// States the registry as it is, again on the same day when something has changed: for a pack whose registry need not be a
/// day old, and after a day on which it was not stated.
pub async fn state_now(app: &App) -> anyhow::Result<Outcome> {
    let now = app.clock.now();
    let mut tx = app.begin("registry.state").await?;
    store::lock_turn(&mut tx).await?;
    state_in(app, tx, now).await
}

async fn state_in(app: &App, mut tx: Tx, now: Timestamp) -> anyhow::Result<Outcome> {
    let today = day_of(now);
    let id = app.uuid();
    let Some(reading) = read::read(app, &mut tx, id).await? else { return Ok(Outcome::Unnumbered) };
    let Reading { size, chunks, .. } = &reading;
    if *size == 0 {
        return Ok(Outcome::Nobody);
    }
    let statement = reading.statement(today)?;
    let text = reading.text(&statement);
    if let Some(stated) = store::days(&mut tx, (today, today)).await?.first()
        && app.vault.open_text(at(stated.id), &stated.statement_sealed)? == text
    {
        return Ok(Outcome::Unchanged);
    }
    let entry = ledger::state(app, &mut tx, &statement, now).await?;
    let statement_sealed = app.vault.seal_text(at(id), &text);
    let row = DayRow { id, day: today, entry, statement_sealed, proof: None, logged_on: None };
    store::insert(&mut tx, &row, now).await?;
    for chunk in chunks {
        store::insert_chunk(&mut tx, id, chunk).await?;
    }
    tx.commit().await?;
    app.sequencer.notify_one();
    let byte_count: usize = chunks.iter().map(|chunk| chunk.bytes_sealed.len()).sum();
    let took_ms = now.duration_until(app.clock.now()).as_millis();
    info!(size, byte_count, took_ms, "Stated the registry of {today}: {size} people, {byte_count} bytes kept");
    Ok(Outcome::Stated(*size))
}

impl Reading {
    fn statement(&self, day: Date) -> anyhow::Result<Statement> {
        let (root, units) = (self.root.to_string(), self.units.to_string());
        Ok(Statement::new(KIND, vec![day.to_string(), self.size.to_string(), root, units])?)
    }

    /// What is sealed: the statement, and the hash of what its roots do not cover.
    fn text(&self, statement: &Statement) -> String {
        format!("{}near {}\n", statement.body(), self.near)
    }
}

/// The newest statement that is `age_days` old, and at most seven days older than it has to be.
pub async fn choose_in(app: &App, tx: &mut Tx, age_days: u32, now: Timestamp) -> anyhow::Result<Choice> {
    let today = day_of(now);
    let last = today.checked_sub(i64::from(age_days).days())?;
    let first = last.checked_sub(MISSED_DAYS.days())?;
    for row in store::days(tx, (first, last)).await? {
        let stated = ledger::own_stated_in(app, tx, row.entry).await?;
        let is_cosigned = row.logged_on == Some(row.day) || app.config.ledger.cosigners.is_empty();
        let is_missed = row.logged_on.is_some() || row.day < today;
        match stated {
            Some((index, statement)) if is_cosigned => {
                let chosen = chosen(row, index, &statement).context("the ledger has no registry under this number")?;
                return Ok(Choice::Named(Box::new(chosen)));
            }
            // A statement that the quorum has not seen on its day is worth nothing to a verifier.
            Some(_) if is_missed => {}
            _ => return Ok(Choice::Waiting),
        }
    }
    Ok(Choice::Missing)
}

/// The statement whose facts a draw holds.
pub async fn held_in(app: &App, tx: &mut Tx, draw: Uuid) -> anyhow::Result<Chosen> {
    let row = store::held(tx, draw).await?.context("the draw holds no day of the registry")?;
    let (index, statement) = ledger::own_stated_in(app, tx, row.entry).await?.context("the statement has no number")?;
    chosen(row, index, &statement).context("the ledger has no registry under this number")
}

fn chosen(row: DayRow, index: u64, statement: &Statement) -> Option<Chosen> {
    let is_this = statement.kind() == KIND && statement.value("day") == Some(row.day.to_string().as_str());
    let (size, root, units) = (statement.number("size")?, statement.hash("root")?, statement.hash("units")?);
    let DayRow { id, day, entry, proof, .. } = row;
    is_this.then_some(Chosen { id, day, entry, index, size, root, units, proof })
}

/// Everybody as they were when this was stated: what `recusal::read` gave at that instant.
pub async fn open(app: &App, chosen: &Chosen) -> Result<Registry, OpenError> {
    let kinds: Vec<Kind> = Kind::of_rules().collect();
    let mut lists = lists(app, chosen, &kinds).await?;
    let of = |kind: &Kind| (kind.form().to_owned(), lists.remove(&kind.section()).unwrap_or_default());
    let kept = Kept(kinds.iter().map(of).collect());
    let registry = recusal::read_kept(app, kept).await.map_err(ApiError::into_cause)?;
    // Chunks are bound to their day by their seal; the count ties them to the statement once more.
    if registry.people().len() as u64 != chosen.size {
        return Err(OpenError::Altered { day: chosen.day });
    }
    Ok(registry)
}

/// The records behind one of the two roots, as they were: rows of place, number of the entry, and the values of the fields.
pub async fn records(app: &App, chosen: &Chosen, kind: Kind) -> Result<Kept, OpenError> {
    let rows = lists(app, chosen, &[kind]).await?.remove(&kind.section()).unwrap_or_default();
    Ok(Kept([(kind.form().to_owned(), rows)].into()))
}

/// The rows of some lists of a day by their section.
async fn lists(app: &App, chosen: &Chosen, kinds: &[Kind]) -> Result<BTreeMap<i16, Vec<Vec<u8>>>, OpenError> {
    let day = chosen.day;
    let sections: Vec<i16> = kinds.iter().map(|kind| kind.section()).collect();
    let mut tx = app.snapshot("registry.open").await.map_err(anyhow::Error::from)?;
    let rows = store::days(&mut tx, (day, day)).await.map_err(anyhow::Error::from)?;
    let row = rows.iter().find(|row| row.id == chosen.id).ok_or(OpenError::Altered { day })?;
    let text = app.vault.open_text(at(row.id), &row.statement_sealed).map_err(|_| OpenError::Altered { day })?;
    if !is_of(&text, chosen) {
        return Err(OpenError::Altered { day });
    }
    let chunks = store::chunks(&mut tx, chosen.id, &sections).await.map_err(anyhow::Error::from)?;
    tx.commit().await.map_err(anyhow::Error::from)?;
    if chunks.is_empty() {
        return Err(OpenError::Forgotten { day });
    }
    let (app, kinds, id) = (app.clone(), kinds.to_vec(), chosen.id);
    let unpacked = spawn_blocking(move || unpack_all(&app, id, &kinds, chunks)).await.map_err(anyhow::Error::from)?;
    unpacked.map_err(|ChunkError| OpenError::Altered { day })
}

fn unpack_all(
    app: &App,
    day: Uuid,
    kinds: &[Kind],
    chunks: Vec<ChunkRow>,
) -> Result<BTreeMap<i16, Vec<Vec<u8>>>, ChunkError> {
    let mut works = Vec::with_capacity(chunks.len());
    let mut chunks = chunks.into_iter().peekable();
    while let Some(chunk) = chunks.next() {
        let kind = *kinds.iter().find(|kind| kind.section() == chunk.section).ok_or(ChunkError)?;
        let is_last = chunks.peek().is_none_or(|next| next.section != chunk.section);
        works.push((kind, is_last, chunk));
    }
    let unpacked = threads::each(works, |(kind, is_last, chunk)| {
        Ok::<_, ChunkError>((chunk.section, chunk.place, unpack(&app.vault, day, (kind, is_last), &chunk)?))
    })?;
    let mut lists: BTreeMap<i16, Vec<Vec<u8>>> = BTreeMap::new();
    for (section, place, rows) in unpacked {
        let list = lists.entry(section).or_default();
        if usize::try_from(place) != Ok(list.len()) {
            return Err(ChunkError);
        }
        list.push(rows);
    }
    // A list without rows has a chunk as well.
    if lists.len() == kinds.len() { Ok(lists) } else { Err(ChunkError) }
}

/// Whether a sealed text is that of the statement that the ledger has.
fn is_of(text: &str, chosen: &Chosen) -> bool {
    let Chosen { day, size, root, units, .. } = chosen;
    let values = vec![day.to_string(), size.to_string(), root.to_string(), units.to_string()];
    Statement::new(KIND, values).is_ok_and(|statement| text.starts_with(&statement.body()))
}

/// Takes the proofs of statements that the cosigners have signed meanwhile; the number of days without one comes back.
pub async fn settle(app: &App) -> anyhow::Result<usize> {
    let today = day_of(app.clock.now());
    let mut db = app.db.acquire().await?;
    let rows = store::days(&mut db, (today.yesterday()?, today)).await?;
    drop(db);
    let mut waiting = 0;
    for row in rows.into_iter().filter(|row| row.proof.is_none()) {
        let Some(proof) = ledger::cosign::proof_of(app, row.entry).await? else {
            waiting += 1;
            continue;
        };
        let logged_on = quorum_day(app, &proof)?;
        let mut tx = app.begin("registry.settle").await?;
        store::prove(&mut tx, row.id, &proof.to_string(), logged_on).await?;
        tx.commit().await?;
    }
    Ok(waiting)
}

/// The day of the quorum's time: the latest of the earliest cosignatures that are enough.
fn quorum_day(app: &App, proof: &Proof) -> anyhow::Result<Date> {
    let ledger = &app.config.ledger;
    let keys = ledger.cosigners.iter().map(|cosigner| cosigner.key.parse::<VerifierKey>());
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let mut times: Vec<u64> =
        proof.note.verify(&keys)?.into_iter().filter_map(|verified| verified.signed_at_secs).collect();
    times.sort_unstable();
    let time = times.get(ledger.policy().saturating_sub(1)).context("the kept checkpoint has too few cosignatures")?;
    Ok(day_of(Timestamp::from_second(i64::try_from(*time)?)?))
}

/// Notes that a draw needs the facts of a day until `release_in`.
pub async fn hold_in(tx: &mut Tx, chosen: &Chosen, draw: Uuid) -> sqlx::Result<()> {
    store::hold(tx, chosen.id, draw).await
}

/// Notes once more that a draw which was over needs the day of this statement.
pub async fn hold_again_in(tx: &mut Tx, entry: EntryId, draw: Uuid) -> anyhow::Result<()> {
    let day = store::day_of_entry(tx, entry).await?.context("the statement of the draw's registry is gone")?;
    Ok(store::hold(tx, day, draw).await?)
}

/// A draw needs no facts any longer.
pub async fn release_in(tx: &mut Tx, draw: Uuid) -> sqlx::Result<()> {
    store::release(tx, draw).await
}

/// Removes the facts of days that are older than `KEPT_DAYS` and that no draw holds; the number of chunks comes back.
pub async fn forget_in(tx: &mut Tx, now: Timestamp) -> anyhow::Result<u64> {
    Ok(store::forget(tx, day_of(now).checked_sub(KEPT_DAYS.days())?).await?)
}

const fn at(row: Uuid) -> Place {
    Place { column: "registry_day.statement", row }
}

/// The type of the statement.
const KIND: &str = "registry";
/// On so many days a centre may have failed to state its registry before a draw cannot open (DRAW.md section 9).
const MISSED_DAYS: i64 = 7;
/// Facts that no draw names are kept for so many days.
const KEPT_DAYS: i64 = 15;
