//! Stating something in a draw: at the next place, once, after everything before it is cosigned.

use proof::note::Note;
use proof::statement::Statement;
use rules::id::EntryId;

use super::course::{Course, Stated};
use super::live::Waits;
use super::{standing, store, witness};
use crate::app::App;
use crate::db::Tx;
use crate::ledger;

/// What came of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Something was done; look again.
    Moved,
    /// Nothing can be done before this.
    Waits(Waits),
    /// Nothing will happen any more.
    Over,
}

impl Turn {
    /// The witness has not answered as it must.
    pub fn unanswered(error: &anyhow::Error) -> Self {
        Self::Waits(Waits::Witness(format!("{error:#}")))
    }
}

/// Begins a step: the draw is locked and stands where `course` saw it, with nothing waiting. None when somebody else moved it.
pub async fn begin(app: &App, course: &Course, name: &'static str) -> anyhow::Result<Option<Tx>> {
    let mut tx = app.begin(name).await?;
    let stands = Course::lock(&mut tx, course.draw.id).await?;
    let unmoved = stands.place() == course.place() && stands.waiting().is_none() && !stands.draw.closed;
    Ok(unmoved.then_some(tx))
}

/// States something in the centre's name; what stands before it has to be proved.
pub async fn state(app: &App, tx: &mut Tx, course: &Course, statement: &Statement) -> anyhow::Result<()> {
    standing::proved(app, course)?;
    let now = app.clock.now();
    let entry = ledger::state(app, tx, statement, now).await?;
    put(tx, course, entry).await
}

/// Enters a statement that others have signed.
pub async fn enter(app: &App, tx: &mut Tx, course: &Course, note: &Note) -> anyhow::Result<()> {
    standing::proved(app, course)?;
    let now = app.clock.now();
    let entry = ledger::enter(app, tx, note, now).await?;
    put(tx, course, entry).await
}

async fn put(tx: &mut Tx, course: &Course, entry: EntryId) -> anyhow::Result<()> {
    Ok(store::insert_statement(tx, course.draw.id, (course.place(), entry), None).await?)
}

/// Commits a step and wakes whoever numbers, cosigns and shows.
pub async fn finish(app: &App, tx: Tx) -> anyhow::Result<Turn> {
    tx.commit().await?;
    app.sequencer.notify_one();
    app.draws.changed();
    Ok(Turn::Moved)
}

/// Keeps the proof of the statement that waits, once enough cosigners have signed a checkpoint that holds it.
pub async fn keep_proof(app: &App, course: &Course, stated: &Stated) -> anyhow::Result<Turn> {
    let waits = Ok(Turn::Waits(Waits::Cosigners));
    let Some(proof) = ledger::cosign::proof_of(app, stated.entry).await? else { return waits };
    let Some(cosigned_at) = standing::cosigned_at(&witness::anchor(app, course)?, &proof) else { return waits };
    let mut tx = app.begin("draw.proof").await?;
    store::lock(&mut tx, course.draw.id).await?;
    store::keep_proof(&mut tx, course.draw.id, stated.place, (&proof.to_string(), cosigned_at)).await?;
    tx.commit().await?;
    app.draws.changed();
    Ok(Turn::Moved)
}
