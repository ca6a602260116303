//! Driving draws: for each that is going, whatever comes next by its statements, until it waits.

use std::collections::BTreeMap;
use std::time::Duration;

use proof::hash::Hash;
use proof::note::Note;
use proof::statement::Statement;
use rules::draw::stage::Next;
use rules::id::DrawId;
use tokio::task::JoinHandle;
use tracing::{info, warn};

use super::course::Course;
use super::live::Waits;
use super::step::{self, Turn};
use super::{late, pool, rounds, standing, store, unseal, witness};
use crate::app::App;
use crate::http::ApiError;
use crate::project;

/// Drives every draw, each in a task of its own, until the process ends.
pub async fn run(app: App) {
    let mut tasks: BTreeMap<DrawId, JoinHandle<()>> = BTreeMap::new();
    loop {
        tasks.retain(|_, task| !task.is_finished());
        match store::going(&app.db).await {
            Ok(ids) => {
                for id in ids {
                    tasks.entry(id).or_insert_with(|| tokio::spawn(go_on(app.clone(), id)));
                }
            }
            Err(error) => warn!("The draws cannot be read: {error}"),
        }
        tokio::select! {
            () = app.draws.wake.notified() => {}
            () = app.cosigned.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

/// One draw, until it waits.
async fn go_on(app: App, id: DrawId) {
    loop {
        let turn = advance(&app, id).await.unwrap_or_else(|error| Turn::Waits(Waits::Fault(format!("{error:#}"))));
        let waits = match turn {
            Turn::Moved => continue,
            Turn::Waits(waits) => Some(waits),
            Turn::Over => None,
        };
        let told = match &waits {
            Some(Waits::Witness(why) | Waits::Fault(why)) => Some(why.clone()),
            _ => None,
        };
        if app.draws.note_waits(id, waits, app.clock.now())
            && let Some(why) = told
        {
            warn!(draw.id = %id, "Draw {id} waits: {why}");
        }
        return;
    }
}

/// One turn of one draw.
pub async fn advance(app: &App, id: DrawId) -> anyhow::Result<Turn> {
    let mut db = app.snapshot("draw.read").await?;
    let course = Course::read(&mut db, id).await?;
    if course.draw.closed {
        app.draws.forget(id);
        return Ok(Turn::Over);
    }
    standing::examine_in(app, &mut db, &course).await?;
    drop(db);
    if let Some(stated) = course.waiting() {
        return step::keep_proof(app, &course, stated).await;
    }
    if course.one("cancel").is_some() {
        return unseal::cancelled(app, &course).await;
    }
    match course.next()? {
        Next::Commit => commit(app, &course).await,
        Next::CheckPool => check_pool(app, &course).await,
        Next::Insiders | Next::Everybody | Next::Reveals(_) => Ok(Turn::Waits(Waits::People)),
        Next::Seal => seal(app, &course).await,
        Next::Callout(count) => rounds::callout(app, &course, count).await,
        Next::CheckIn(_) => unseal::check_in(app, &course).await,
        Next::Unseal(round) => unseal::open(app, &course, round).await,
        Next::Replace(_) => late::replace(app, &course).await,
        Next::Nothing => unseal::close(app, &course).await,
    }
}

async fn commit(app: &App, course: &Course) -> anyhow::Result<Turn> {
    let made = pool::make(app, course).await.map_err(ApiError::into_cause)?;
    let Some(made) = made else {
        // Only the witness and the centre together may refuse a request as infeasible.
        return Ok(Turn::Waits(Waits::Signature));
    };
    let Some(mut tx) = step::begin(app, course, "draw.commit").await? else { return Ok(Turn::Moved) };
    store::insert_pool(&mut tx, course.draw.id, &made.row).await?;
    step::state(app, &mut tx, course, &made.statement).await?;
    info!(draw.id = %course.draw.id, "Draw {} has committed to its pool", course.draw.id);
    step::finish(app, tx).await
}

async fn check_pool(app: &App, course: &Course) -> anyhow::Result<Turn> {
    let mut db = app.snapshot("draw.pool").await?;
    let row = store::pool(&mut db, course.draw.id).await?;
    let drawn = project::drawn_in(app, &mut db, course.draw.request, course.draw.opened_at).await;
    drop(db);
    let (Some(row), Ok(drawn)) = (row, drawn) else { anyhow::bail!("the pool or the request of the draw is gone") };
    let request = drawn.texts.request.to_string();
    let facts = pool::shown(app, course, &row).await.map_err(ApiError::into_cause)?;
    let answer = witness::check_pool(app, course, &request, (&row, &facts)).await;
    answered(app, course, "draw.checked", answer).await
}

/// Asks for the seal and enters it.
pub async fn seal(app: &App, course: &Course) -> anyhow::Result<Turn> {
    let answer = witness::seal(app, course).await;
    answered(app, course, "draw.seal", answer).await
}

/// Enters what the witness has signed; without an answer the draw waits.
async fn answered(
    app: &App,
    course: &Course,
    name: &'static str,
    answer: anyhow::Result<Note>,
) -> anyhow::Result<Turn> {
    let note = match answer {
        Ok(note) => note,
        Err(error) => return Ok(Turn::unanswered(&error)),
    };
    let Some(mut tx) = step::begin(app, course, name).await? else { return Ok(Turn::Moved) };
    step::enter(app, &mut tx, course, &note).await?;
    step::finish(app, tx).await
}

/// A statement of a draw, with `none` where there is nothing.
pub fn statement(kind: &str, draw: Hash, values: Vec<Option<String>>) -> anyhow::Result<Statement> {
    let values = values.into_iter().map(|value| value.unwrap_or_else(|| "none".to_owned()));
    Ok(Statement::new(kind, std::iter::once(draw.to_string()).chain(values).collect())?)
}

/// How long it waits before it looks by itself.
const POLL: Duration = Duration::from_millis(500);
