//! Asking those who were drawn and drawing vacancies again, by the fixed instants of the draw.

use std::sync::Arc;

use anyhow::Context as _;
use proof::hash::Hash;
use proof::seed::{Class, Opening};
use proof::statement::Statement;
use rules::draw::answer::Event;
use rules::draw::callout::{self, Due, Plan};
use rules::ledger::entry::Kind;
use tracing::info;

use super::callee::{self, Stored as Callee};
use super::course::Course;
use super::drive::statement;
use super::live::{Committed, Live, Waits};
use super::step::{self, Turn};
use super::witness::{self, Shown};
use super::{pool, store, unseal};
use crate::app::App;
use crate::db::Tx;
use crate::ledger::{self, Deed, Entry};
use crate::vault::Place;

/// One turn while holders are asked: keys, rows for everybody drawn, then whatever is due.
pub async fn callout(app: &App, course: &Course, count: u32) -> anyhow::Result<Turn> {
    let live = match known(app, course, count).await {
        Ok(live) => live,
        Err(error) => return Ok(Turn::unanswered(&error)),
    };
    let Some(mut tx) = step::begin(app, course, "draw.callout").await? else { return Ok(Turn::Moved) };
    let plan = plan(course)?;
    let now = app.clock.now();
    let mut callees = callee::locked_in(app, &mut tx, course).await?;
    let missing: Vec<_> =
        live.callees().iter().filter(|(token, _)| callees.iter().all(|one| one.token != **token)).collect();
    if !missing.is_empty() {
        callee::insert_in(app, &mut tx, course, &missing, (now, plan.until(now))).await?;
        return step::finish(app, tx).await;
    }
    let seen: Vec<callout::Callee> = callees.iter().map(Callee::seen).collect();
    match plan.due(&seen, count, now) {
        Due::Expire(places) => {
            for place in places {
                callee::end_in(app, &mut tx, course, (&mut callees[place], Event::Expire), now).await?;
            }
            step::finish(app, tx).await
        }
        Due::Round(places) => close_round(app, tx, course, &live, (&mut callees, &places)).await,
        Due::End => {
            let opening = live.opening(count + 1, &[])?;
            state_round(app, &mut tx, course, (&opening, "end")).await?;
            step::finish(app, tx).await
        }
        Due::Nothing { until } => {
            drop(tx);
            let waits_for = if callees.iter().any(|one| one.is_open()) { Waits::People } else { Waits::Time(until) };
            Ok(Turn::Waits(waits_for))
        }
    }
}

/// States a round in which some leave.
async fn close_round(
    app: &App,
    mut tx: Tx,
    course: &Course,
    live: &Live,
    (callees, places): (&mut [Callee], &[usize]),
) -> anyhow::Result<Turn> {
    let round = course.round_count() + 1;
    let mut leaving = Vec::new();
    for place in places {
        let one = &mut callees[*place];
        leaving.push((one.token, one.answer.class().context("whoever leaves has a class")?));
        callee::leave_in(app, &mut tx, course, one, round).await?;
    }
    let opening = live.opening(round, &leaving)?;
    state_round(app, &mut tx, course, (&opening, "vacancy")).await?;
    info!(draw.id = %course.draw.id, round, vacated_count = leaving.len(), "Draw {}: round {round}", course.draw.id);
    step::finish(app, tx).await
}

async fn state_round(
    app: &App,
    tx: &mut Tx,
    course: &Course,
    (opening, cause): (&Opening, &str),
) -> anyhow::Result<()> {
    let salt = Hash(app.entropy.bytes::<32>());
    keep_salt_in(app, tx, course, (opening.round, &salt)).await?;
    step::state(app, tx, course, &stated(course, (opening, &salt), cause)?).await
}

/// The `round` that hides an opening.
pub fn stated(course: &Course, (opening, salt): (&Opening, &Hash), cause: &str) -> anyhow::Result<Statement> {
    let values = vec![Some(opening.round.to_string()), Some(opening.blind(salt).to_string()), Some(cause.to_owned())];
    statement("round", course.hash()?, values)
}

/// Keeps what hides a round until it is opened.
pub async fn keep_salt_in(app: &App, tx: &mut Tx, course: &Course, (round, salt): (u32, &Hash)) -> anyhow::Result<()> {
    let place = Place { column: SALT, row: course.draw.id.as_uuid() };
    let sealed = app.vault.seal(place, &salt.0);
    Ok(store::insert_round(tx, course.draw.id, i32::try_from(round)?, &sealed).await?)
}

/// Keys and picks after `count` rounds; the witness is asked for what this process does not know.
pub async fn known(app: &App, course: &Course, count: u32) -> anyhow::Result<Arc<Live>> {
    let id = course.draw.id;
    let mut live = match app.draws.live(id) {
        Some(live) => live,
        // What is open needs nobody's answer.
        None if course.is_unsealed() => app.draws.keep(id, unseal::replayed(app, course).await?),
        None => begin(app, course).await?,
    };
    while live.round_count() < count {
        let round = live.round_count() + 1;
        let next = after(app, course, &live, round).await?;
        live = app.draws.keep(id, next);
    }
    Ok(live)
}

async fn begin(app: &App, course: &Course) -> anyhow::Result<Arc<Live>> {
    let id = course.draw.id;
    let mut db = app.snapshot("draw.people").await?;
    let row = store::pool(&mut db, id).await?.context("the pool of the draw is gone")?;
    let is_resumed = callee::any(&mut db, id).await?;
    drop(db);
    let proofs = witness::first_proofs(app, course).await?;
    let (pool, people) = pool::open(app, course, row).await?;
    let committed = Arc::new(Committed { pool, slots: course.slots()?, people });
    let live = Live::draw(committed, course.alpha()?, proofs)?;
    if is_resumed {
        note_resumed(app, course).await?;
    }
    Ok(app.draws.keep(id, live))
}

/// That the picks were computed again is on record.
async fn note_resumed(app: &App, course: &Course) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut tx = app.begin("draw.resume").await?;
    let deed = Deed { kind: Kind::DrawResumed, actor: "system", reason: None, at: now };
    let entry = Entry::of(&deed, format!("draw/{}", course.hash()?)).area(course.draw.area);
    ledger::append(app, &mut tx, entry, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

async fn after(app: &App, course: &Course, live: &Live, round: u32) -> anyhow::Result<Live> {
    let (opening, salt) = opening(app, course, live, round).await?;
    let is_broken = course.of_round("unseal", round).any(|stated| stated.statement.value("pi-op").is_none());
    if opening.is_empty() || is_broken {
        return live.after(opening, salt, None);
    }
    let reveals = if course.is_late(round) {
        let commit = course.commit().context("nothing was committed to")?;
        Some(course.heard(&commit, round, None)?.context("somebody has not revealed")?)
    } else {
        None
    };
    let alpha = live.alpha_of(&opening, reveals.as_ref());
    let op = app.vault.vrf().prove(&alpha.0);
    let mut shown = live.shown();
    shown.push(Shown { opening: &opening, salt, op: Some(op) });
    let proofs = witness::round_proofs(app, course, live.first(), &shown, &alpha).await?;
    drop(shown);
    live.after(opening, salt, Some(proofs))
}

/// What a round that was stated opens to, with its salt.
pub async fn opening(app: &App, course: &Course, live: &Live, round: u32) -> anyhow::Result<(Opening, Hash)> {
    let (salt, leaving) = left(app, course, round).await?;
    let opening = live.opening(round, &leaving)?;
    let stated = course.of_round("round", round).next().context("the round was not stated")?;
    anyhow::ensure!(
        stated.statement.hash("blind") == Some(opening.blind(&salt)),
        "those who left in round {round} are not those whom the ledger binds: a row was altered"
    );
    Ok((opening, salt))
}

/// The salt of a round, and who left which seat in it.
async fn left(app: &App, course: &Course, round: u32) -> anyhow::Result<(Hash, Vec<(Hash, Class)>)> {
    let mut db = app.snapshot("draw.round").await?;
    let salts = store::round_salts(&mut db, course.draw.id).await?;
    let callees = callee::of_draw(&mut db, course.draw.id).await?;
    drop(db);
    let sealed = salts.get(round as usize - 1).context("the salt of a round is gone")?;
    let salt = app.vault.open(Place { column: SALT, row: course.draw.id.as_uuid() }, sealed)?;
    let salt = Hash(salt.try_into().map_err(|_| anyhow::anyhow!("the salt of a round has not 32 bytes"))?);
    let left = callees.iter().filter(|one| one.left_round == i32::try_from(round).ok());
    let leaving = left.map(|one| Ok((one.token, one.answer.class().context("whoever left has a class")?)));
    Ok((salt, leaving.collect::<anyhow::Result<_>>()?))
}

/// The fixed times of a draw.
pub fn plan(course: &Course) -> anyhow::Result<Plan> {
    let pack = course.pack()?;
    Ok(Plan {
        t0: course.t0().context("the draw is not sealed")?,
        round_secs: pack.round_secs,
        round_max: pack.rounds,
        answer_secs: u32::try_from(course.draw.answer_secs)?,
        ends_at: course.draw.list_ends_at,
    })
}

const SALT: &str = "draw_round.salt";
