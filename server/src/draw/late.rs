//! Rounds after the names are open: whoever is not there, fell ill or must not sit there is replaced. The centre asks for it, the
//! supervising department signs it, the people present give numbers of their own, and the list of holders ends once more.

use jiff::{SignedDuration, Timestamp};
use proof::hash::Hash;
use proof::seed::{Class, Opening};
use proof::statement::Statement;
use rules::draw::answer::{Answer, Event};
use rules::draw::stage::Next;
use rules::id::DrawId;

use super::callee::{self, Stored as Callee};
use super::course::Course;
use super::drive::statement;
use super::live::{Live, Waits};
use super::step::{self, Turn};
use super::{refusal, rounds, store, unseal};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError};
use crate::registry;
use crate::vault::Place;

/// What is asked for.
pub enum Wish {
    /// Those who are not there leave, and the holders of these seats, for a cause of the pack.
    Round { cause: String, seats: Vec<u8> },
    /// Nobody more is replaced.
    End,
    /// What the round still needs will never come: it is opened without having drawn.
    Break,
}

/// Asks the supervising department to sign; what was asked for before and is not signed is dropped.
pub async fn ask(app: &App, actor: &Actor, id: DrawId, wish: Wish) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("draw.round").await?;
    let course = Course::wanted(&mut tx, id).await?;
    actor.see(course.draw.area)?;
    if course.waiting().is_some() {
        return Err(refusal::not_cosigned());
    }
    let callees = callee::locked_in(app, &mut tx, &course).await?;
    let (stated, plan) = match wish {
        Wish::Break => (broken(app, &course).await?, None),
        Wish::End => {
            let plan = Plan { salt: Hash(app.entropy.bytes::<32>()), leaving: Vec::new() };
            (plan.stated(&course, &unseal::replayed(app, &course).await?, END)?, Some(plan))
        }
        Wish::Round { cause, seats } => {
            if !course.pack()?.round_causes.contains(&cause) || !is_open_to_rounds(&course, now)? {
                return Err(refusal::no_round());
            }
            let leaving = leaving(&callees, &cause, &seats)?;
            let plan = Plan { salt: Hash(app.entropy.bytes::<32>()), leaving };
            (plan.stated(&course, &unseal::replayed(app, &course).await?, &cause)?, Some(plan))
        }
    };
    still_possible(&course, &stated, &callees, now)?;
    let place = Place { column: PLAN, row: id.as_uuid() };
    let sealed = plan.map(|plan| app.vault.seal(place, &plan.to_bytes()));
    store::end_wanted(&mut tx, id).await?;
    store::want(&mut tx, id, (&stated.body(), sealed.as_deref()), now).await?;
    step::finish(app, tx).await?;
    Ok(())
}

/// Does what was asked for, in the transaction that states it; an error when the draw has moved on since.
pub async fn carry_out_in(app: &App, tx: &mut Tx, course: &Course, row: &store::WantedRow) -> Result<(), ApiError> {
    let now = app.clock.now();
    let stated = Statement::parse(&row.body).map_err(anyhow::Error::from)?;
    let mut callees = callee::locked_in(app, tx, course).await?;
    still_possible(course, &stated, &callees, now)?;
    let Some(sealed) = &row.plan_sealed else { return Ok(()) };
    let place = Place { column: PLAN, row: course.draw.id.as_uuid() };
    let plan = Plan::of_bytes(&app.vault.open(place, sealed)?).ok_or_else(refusal::round_changed)?;
    let round = course.round_count() + 1;
    for (token, class) in &plan.leaving {
        let one = callees.iter_mut().find(|one| one.token == *token && one.left_round.is_none());
        let one = one.ok_or_else(refusal::round_changed)?;
        if one.answer == Answer::Accepted {
            let event = if *class == Class::Recusal { Event::Recuse } else { Event::Miss };
            callee::end_in(app, tx, course, (one, event), now).await?;
        }
        if one.answer.class() != Some(*class) {
            return Err(refusal::round_changed());
        }
        callee::leave_in(app, tx, course, one, round).await?;
    }
    rounds::keep_salt_in(app, tx, course, (round, &plan.salt)).await?;
    if course.draw.closed {
        store::reopen(tx, course.draw.id).await?;
        registry::hold_again_in(tx, course.draw.registry, course.draw.id.as_uuid()).await?;
    }
    Ok(())
}

/// One turn while those whom a round after unsealing drew are asked and arrive.
pub async fn replace(app: &App, course: &Course) -> anyhow::Result<Turn> {
    let live = match rounds::known(app, course, course.round_count()).await {
        Ok(live) => live,
        Err(error) => return Ok(Turn::unanswered(&error)),
    };
    let Some(mut tx) = step::begin(app, course, "draw.replace").await? else { return Ok(Turn::Moved) };
    let now = app.clock.now();
    let mut callees = callee::locked_in(app, &mut tx, course).await?;
    let missing: Vec<_> =
        live.callees().iter().filter(|(token, _)| callees.iter().all(|one| one.token != **token)).collect();
    if !missing.is_empty() {
        let until = now.saturating_add(SignedDuration::from_secs(course.draw.answer_secs.into()))?;
        callee::insert_in(app, &mut tx, course, &missing, (now, until)).await?;
        return step::finish(app, tx).await;
    }
    let mut any = false;
    for one in callees.iter_mut().filter(|one| one.is_open() && one.until_at <= now) {
        callee::end_in(app, &mut tx, course, (one, Event::Expire), now).await?;
        any = true;
    }
    if any {
        return step::finish(app, tx).await;
    }
    let is_asked = callees.iter().any(Callee::is_open);
    Ok(Turn::Waits(if is_asked { Waits::People } else { Waits::Operator }))
}

/// What the operator may ask for as the draw stands: `round`, `end_rounds`, `break_round`.
pub fn may(course: &Course, now: Timestamp) -> Result<Vec<&'static str>, ApiError> {
    if course.waiting().is_some() {
        return Ok(Vec::new());
    }
    let mut may = Vec::new();
    if is_open_to_rounds(course, now)? {
        may.push("round");
    }
    match course.next()? {
        Next::Replace(_) => may.push("end_rounds"),
        _ if is_running(course)? => may.push("break_round"),
        _ => {}
    }
    Ok(may)
}

/// Who leaves: everybody whose seat is not filled any more, and the holders of the named seats.
fn leaving(callees: &[Callee], cause: &str, seats: &[u8]) -> Result<Vec<(Hash, Class)>, ApiError> {
    let named_class = if cause == RECUSAL { Class::Recusal } else { Class::Absent };
    let mut leaving = Vec::new();
    for one in callees.iter().filter(|one| one.left_round.is_none()) {
        let is_named = seats.contains(&one.seat) && one.answer == Answer::Accepted;
        match one.answer.class() {
            Some(class) => leaving.push((one.token, class)),
            None if is_named => leaving.push((one.token, named_class)),
            None => {}
        }
    }
    let is_held = |seat: &u8| callees.iter().any(|one| one.seat == *seat && one.left_round.is_none());
    if leaving.is_empty() || !seats.iter().all(is_held) { Err(refusal::nobody_leaves()) } else { Ok(leaving) }
}

/// The opening of a round that broke, without proofs.
async fn broken(app: &App, course: &Course) -> Result<Statement, ApiError> {
    if !is_running(course)? {
        return Err(refusal::no_round());
    }
    let round = course.round_count();
    let live = unseal::replayed(app, course).await?;
    let (opening, salt) = rounds::opening(app, course, &live, round).await?;
    let values = [Some(round.to_string()), None, None, None, Some(salt.to_string())].into_iter();
    let opened = [opening.vacated_value(), opening.barred_value(), opening.classes_value()];
    Ok(statement("unseal", course.hash()?, values.chain(opened).collect())?)
}

/// Refuses a statement that does not fit where the draw stands.
fn still_possible(course: &Course, stated: &Statement, callees: &[Callee], now: Timestamp) -> Result<(), ApiError> {
    let round = stated.number("r").and_then(|round| u32::try_from(round).ok());
    let fits = match (stated.kind(), stated.value("cause")) {
        ("unseal", _) => is_running(course)? && round == Some(course.round_count()),
        ("round", cause) => {
            let is_next = round == Some(course.round_count() + 1);
            let is_possible = match cause {
                Some(END) => matches!(course.next()?, Next::Replace(_)) && !callees.iter().any(Callee::is_open),
                _ => is_open_to_rounds(course, now)?,
            };
            is_next && is_possible
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(refusal::no_round()) }
}

/// Whether another round may vacate seats: the names are open, the list is not ended for good, the pack allows one more.
fn is_open_to_rounds(course: &Course, now: Timestamp) -> Result<bool, ApiError> {
    let ended = course.round_count() > 0 && course.is_late(course.round_count());
    let stands = match course.next()? {
        Next::Nothing => !ended,
        Next::Replace(_) => true,
        _ => false,
    };
    let drawn =
        course.own().iter().filter(|one| one.statement.kind() == "round" && one.statement.value("cause") != Some(END));
    let is_allowed = drawn.count() < course.pack()?.rounds as usize;
    let until = course.draw.gather_at.saturating_add(ROUNDS_FOR).map_err(anyhow::Error::from)?;
    Ok(course.is_unsealed() && stands && is_allowed && now < until)
}

/// Whether a round after unsealing was stated and is not opened.
fn is_running(course: &Course) -> Result<bool, ApiError> {
    let is_end = course.of_round("round", course.round_count()).any(|one| one.statement.value("cause") == Some(END));
    let opened = course.of_round("unseal", course.round_count()).next().is_some();
    Ok(course.is_unsealed() && course.is_late(course.round_count()) && !is_end && !opened)
}

/// What is done once everybody has signed.
struct Plan {
    salt: Hash,
    leaving: Vec<(Hash, Class)>,
}

impl Plan {
    fn stated(&self, course: &Course, live: &Live, cause: &str) -> Result<Statement, ApiError> {
        let opening: Opening = live.opening(course.round_count() + 1, &self.leaving)?;
        Ok(rounds::stated(course, (&opening, &self.salt), cause)?)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.salt.0.to_vec();
        for (token, class) in &self.leaving {
            bytes.extend(token.0);
            bytes.push(*class as u8);
        }
        bytes
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (salt, rest) = bytes.split_first_chunk::<32>()?;
        let one = |bytes: &[u8]| Some((Hash(bytes[..32].try_into().ok()?), Class::of_byte(bytes[32])?));
        let leaving = rest.chunks(33).map(|bytes| if bytes.len() == 33 { one(bytes) } else { None });
        Some(Self { salt: Hash(*salt), leaving: leaving.collect::<Option<_>>()? })
    }
}

const PLAN: &str = "draw_wanted.plan";
const END: &str = "end";
const RECUSAL: &str = "recusal";
/// How long after gathering seats may be drawn again.
const ROUNDS_FOR: SignedDuration = SignedDuration::from_hours(24);
