//! Asking, answering, leaving, arriving.

use anyhow::ensure;
use jiff::Timestamp;
use proof::hash::Hash;
use rules::area::Area;
use rules::draw::answer::{Answer, Event, Reason, step};
use rules::id::{DrawId, EntryId, ExpertId};
use rules::ledger::entry::Kind;
use sqlx::PgConnection;
use uuid::Uuid;

use super::super::course::Course;
use super::super::live::{Holder, Live};
use super::store::{self, Stored};
use super::{record, refusal};
use crate::account::expert_of_in;
use crate::app::App;
use crate::db::Tx;
use crate::expert::file::load_one;
use crate::http::{Actor, ApiError};
use crate::ledger::{self, Deed};

/// Everybody who was drawn in a draw.
pub async fn of_draw(db: &mut PgConnection, draw: DrawId) -> sqlx::Result<Vec<Stored>> {
    store::of_draw(db, draw).await
}

/// Whether anybody has a row.
pub async fn any(db: &mut PgConnection, draw: DrawId) -> sqlx::Result<bool> {
    Ok(!store::of_draw(db, draw).await?.is_empty())
}

/// Everybody who was drawn, locked, each vouched for by the ledger: outcomes that decide a round are not taken from rows alone.
pub async fn locked_in(app: &App, tx: &mut Tx, course: &Course) -> anyhow::Result<Vec<Stored>> {
    let callees = store::lock_draw(tx, course.draw.id).await?;
    let standing = callees.iter().map(|one| record::standing(&app.vault, one)).collect();
    ledger::vouch_in(app, tx, standing).await.map_err(ApiError::into_cause)?;
    Ok(callees)
}

/// Enters those who were drawn: in the order of their tokens, which tells nothing. Nobody is entered twice, or a deleted row would
/// be asked again.
pub async fn insert_in(
    app: &App,
    tx: &mut Tx,
    course: &Course,
    drawn: &[(&Hash, &Holder)],
    (now, until): (Timestamp, Timestamp),
) -> anyhow::Result<()> {
    for (token, holder) in drawn {
        let mut one = Stored {
            token: **token,
            draw: course.draw.id,
            seat: holder.seat,
            round: i32::try_from(holder.round)?,
            answer: Answer::Open,
            reason: None,
            drawn_at: now,
            until_at: until,
            identified_at: None,
            wrong_count: 0,
            answered_at: None,
            arrived_at: None,
            left_round: None,
            version: 1,
            entry: EntryId::from_uuid(Uuid::nil()),
        };
        let earlier = ledger::history_in(app, tx, &record::actor(token)).await;
        let is_new = earlier.map_err(ApiError::into_cause)?.is_empty();
        ensure!(is_new, "the row of somebody who was drawn is gone, though the ledger has them: it was deleted");
        let deed = Deed { kind: Kind::CalleeDrawn, actor: "system", reason: None, at: now };
        let entry = record::entry(&app.vault, &one, course.draw.area, &deed);
        one.entry = ledger::append(app, tx, entry, now).await?;
        store::insert(tx, &one).await?;
    }
    Ok(())
}

/// An outcome that nobody gave: the time is over, they did not come, or they have to leave.
pub async fn end_in(
    app: &App,
    tx: &mut Tx,
    course: &Course,
    (one, event): (&mut Stored, Event),
    now: Timestamp,
) -> anyhow::Result<()> {
    one.answer = step(&one.asked(), event, now)?.answer;
    one.answered_at = Some(now);
    save_in(app, tx, one, (Kind::CalleeAnswered, course.draw.area, now)).await
}

/// Somebody leaves the seat in a round.
pub async fn leave_in(app: &App, tx: &mut Tx, course: &Course, one: &mut Stored, round: u32) -> anyhow::Result<()> {
    one.left_round = Some(i32::try_from(round)?);
    save_in(app, tx, one, (Kind::CalleeLeft, course.draw.area, app.clock.now())).await
}

/// Somebody was identified at the desk.
pub async fn arrive_in(app: &App, tx: &mut Tx, token: &Hash, area: Area, now: Timestamp) -> Result<bool, ApiError> {
    let Some(mut one) = store::lock(tx, token).await? else { return Ok(false) };
    ledger::vouch_in(app, tx, vec![record::standing(&app.vault, &one)]).await?;
    if one.answer != Answer::Accepted || one.left_round.is_some() {
        return Ok(false);
    }
    if one.arrived_at.is_none() {
        one.arrived_at = Some(now);
        save_in(app, tx, &mut one, (Kind::CalleeArrived, area, now)).await?;
    }
    Ok(true)
}

async fn save_in(
    app: &App,
    tx: &mut Tx,
    one: &mut Stored,
    (kind, area, now): (Kind, Area, Timestamp),
) -> anyhow::Result<()> {
    one.version += 1;
    let actor = record::actor(&one.token);
    let deed = Deed { kind, actor: &actor, reason: None, at: now };
    one.entry = ledger::append(app, tx, record::entry(&app.vault, one, area, &deed), now).await?;
    Ok(store::save(tx, one).await?)
}

/// A task of the signed-in expert.
pub struct Task {
    pub one: Stored,
    pub draw: DrawId,
}

/// What the signed-in expert was drawn for, newest last. Which draws those are is known in memory alone.
pub async fn tasks(app: &App, actor: &Actor) -> Result<Vec<Task>, ApiError> {
    let mut tx = app.begin("callee.tasks").await?;
    let expert = own(&mut tx, actor).await?;
    let tokens: Vec<Vec<u8>> = app
        .draws
        .every()
        .iter()
        .flat_map(|(_, live)| live.tokens_of(expert).map(|(token, _)| token.0.to_vec()).collect::<Vec<_>>())
        .collect();
    let rows = store::by_tokens(&mut tx, &tokens).await?;
    Ok(rows.into_iter().map(|one| Task { draw: one.draw, one }).collect())
}

/// Takes the last four characters of the resident id.
pub async fn identify(app: &App, actor: &Actor, token: &Hash, tail: &str) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("callee.identify").await?;
    let (mut one, expert, area) = mine_in(app, &mut tx, actor, token).await?;
    let held = load_one(app, &mut tx, expert).await?.ok_or_else(ApiError::not_found)?;
    let known = held.file.id_number.to_string().to_uppercase();
    let right = tail.len() == TAIL && known.ends_with(&tail.to_uppercase());
    let next = step(&one.asked(), Event::Identify { right }, now)?;
    if right {
        one.identified_at = one.identified_at.or(Some(now));
    }
    one.wrong_count = next.wrong_count;
    one.answer = next.answer;
    if one.answer != Answer::Open {
        one.answered_at = Some(now);
    }
    save_in(app, &mut tx, &mut one, (Kind::CalleeIdentified, area, now)).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    app.draws.changed();
    match (right, one.answer) {
        (true, _) => Ok(()),
        (false, Answer::Open) => Err(refusal::wrong_id()),
        (false, _) => Err(refusal::ended()),
    }
}

/// Takes the answer.
pub async fn answer(app: &App, actor: &Actor, token: &Hash, reason: Option<Reason>) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("callee.answer").await?;
    let (mut one, expert, area) = mine_in(app, &mut tx, actor, token).await?;
    let event = match reason {
        Some(_) => Event::Decline,
        None => Event::Accept { clashes: clashes_in(app, &mut tx, expert, &one).await? },
    };
    one.answer = step(&one.asked(), event, now)?.answer;
    one.reason = reason;
    one.answered_at = Some(now);
    save_in(app, &mut tx, &mut one, (Kind::CalleeAnswered, area, now)).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    app.draws.changed();
    Ok(())
}

/// Whether the expert has accepted a seat of another draw whose evaluation is at the same time.
async fn clashes_in(app: &App, tx: &mut Tx, expert: ExpertId, one: &Stored) -> Result<bool, ApiError> {
    let others: Vec<Vec<u8>> = app
        .draws
        .every()
        .iter()
        .filter(|(draw, _)| *draw != one.draw)
        .flat_map(|(_, live)| live.tokens_of(expert).map(|(token, _)| token.0.to_vec()).collect::<Vec<_>>())
        .collect();
    let own = super::super::sight::span_in(app, tx, one.draw).await?;
    for other in store::by_tokens(tx, &others).await? {
        if other.answer == Answer::Accepted && other.left_round.is_none() {
            let span = super::super::sight::span_in(app, tx, other.draw).await?;
            if span.0 < own.1 && own.0 < span.1 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The row behind a token, if the signed-in expert is who it stands for; otherwise as if it were not there.
async fn mine_in(app: &App, tx: &mut Tx, actor: &Actor, token: &Hash) -> Result<(Stored, ExpertId, Area), ApiError> {
    let expert = own(tx, actor).await?;
    let one = store::lock(tx, token).await?.ok_or_else(ApiError::not_found)?;
    let live: Option<std::sync::Arc<Live>> = app.draws.live(one.draw);
    let is_own = live.is_some_and(|live| live.tokens_of(expert).any(|(known, _)| known == token));
    if !is_own {
        return Err(ApiError::not_found());
    }
    ledger::vouch_in(app, tx, vec![record::standing(&app.vault, &one)]).await?;
    let area = super::super::store::one(tx, one.draw).await?.area;
    Ok((one, expert, area))
}

async fn own(tx: &mut Tx, actor: &Actor) -> Result<ExpertId, ApiError> {
    expert_of_in(tx, actor.account_id).await?.ok_or_else(ApiError::not_found)
}

/// The six digits with which whoever accepted is met at the desk; they follow from the token and a key outside the database.
pub fn code(app: &App, token: &Hash) -> String {
    let hash = app.vault.sign_in_hash("check-in", &token.0);
    let number = hash[..8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

const TAIL: usize = 4;
