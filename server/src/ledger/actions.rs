//! What an auditor does with the ledger.

use jiff::Timestamp;
use rules::id::CheckId;
use rules::ledger::entry::Kind;
use serde::{Deserialize, Serialize};

use super::compare::{Comparison, compare};
use super::jobs::Check;
use super::store::checks;
use super::{Deed, Entry, append};
use crate::app::App;
use crate::http::{Actor, ApiError};
use crate::jobs;
use crate::vault::Place;

/// A comparison that somebody asked for.
pub struct CheckRun {
    pub id: CheckId,
    pub asked_at: Timestamp,
    pub state: CheckState,
}

/// How far it is.
pub enum CheckState {
    Waiting,
    Running,
    Done(Checked),
    /// It ended without an outcome; the log has the cause.
    Failed,
}

/// What was found, and when.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Checked {
    pub at: Timestamp,
    pub comparison: Comparison,
}

/// Asks for a comparison. While one waits or runs, it serves whoever asks.
pub async fn ask_check(app: &App, actor: &Actor) -> Result<CheckRun, ApiError> {
    let now = app.clock.now();
    let id = CheckId::from_uuid(app.uuid());
    let mut tx = app.begin("ledger.ask_check").await?;
    checks::forget_finished(&mut tx).await?;
    match checks::insert(&mut tx, id, &actor.ledger_name(), now).await {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => drop(tx),
        result => {
            result?;
            jobs::enqueue(app, &mut tx, &Check { check: id }, now).await?;
            tx.commit().await?;
            app.jobs.notify_one();
        }
    }
    newest_check(app).await?.ok_or_else(ApiError::not_found)
}

/// The comparison asked for last.
pub async fn newest_check(app: &App) -> Result<Option<CheckRun>, ApiError> {
    let Some(check) = checks::newest(&app.db).await? else { return Ok(None) };
    let state = match (check.started_at, check.finished_at, &check.result_sealed) {
        (_, _, Some(sealed)) => {
            let opened = app.vault.open(Place { column: RESULT, row: check.id.as_uuid() }, sealed)?;
            CheckState::Done(serde_json::from_slice(&opened).map_err(anyhow::Error::from)?)
        }
        (_, Some(_), None) => CheckState::Failed,
        (Some(_), None, None) => CheckState::Running,
        (None, None, None) => CheckState::Waiting,
    };
    Ok(Some(CheckRun { id: check.id, asked_at: check.asked_at, state }))
}

/// Compares; that it was done, and with what outcome, is an entry itself.
pub(super) async fn check(app: &App, id: CheckId) -> anyhow::Result<()> {
    let Some(asked_by) = checks::start(&app.db, id, app.clock.now()).await? else { return Ok(()) };
    let comparison = compare(app).await?;
    let at = app.clock.now();
    let deed = Deed { kind: Kind::LedgerChecked, actor: &asked_by, reason: None, at };
    let entry = Entry::of(&deed, "ledger".to_owned())
        .detail("size", comparison.size.to_string())
        .detail("root", comparison.root.to_string())
        .detail("compared", comparison.compared_count.to_string())
        .detail("problems", comparison.problem_count.to_string());
    let found = serde_json::to_vec(&Checked { at, comparison })?;
    let sealed = app.vault.seal(Place { column: RESULT, row: id.as_uuid() }, &found);
    let mut tx = app.begin("ledger.check").await?;
    checks::finish(&mut tx, id, Some(&sealed), at).await?;
    append(app, &mut tx, entry, at).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Notes that a comparison ended without an outcome.
pub(super) async fn give_up(app: &App, id: CheckId) -> anyhow::Result<()> {
    let mut tx = app.begin("ledger.give_up_check").await?;
    checks::finish(&mut tx, id, None, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Column of the sealed findings.
const RESULT: &str = "ledger_check.result";
