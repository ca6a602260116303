//! Opening the names: when the panel has gathered, round by round, each after the one before is cosigned.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use proof::hash::{hex, unhex_array};
use proof::pick::Seat;
use proof::seed::Opening;
use proof::vrf::VrfProof;
use rules::draw::answer::{Answer, Event};
use rules::id::UnitId;
use rules::unit::CreditCode;
use tracing::info;

use super::course::{Course, Stated};
use super::drive::statement;
use super::live::{Committed, Live, Waits};
use super::step::{self, Turn};
use super::witness::Proofs;
use super::{callee, pool, rounds, store};
use crate::app::App;
use crate::registry;
use crate::unit::{self, UnitRef};

/// One turn while the holders arrive: names open when all are there, or when the time of grace is over.
pub async fn check_in(app: &App, course: &Course) -> anyhow::Result<Turn> {
    // The desk matches people in memory, so the picks must be known again after a restart.
    let live = match rounds::known(app, course, course.round_count()).await {
        Ok(live) => live,
        Err(error) => return Ok(Turn::unanswered(&error)),
    };
    let now = app.clock.now();
    let mut tx = app.begin("draw.arrivals").await?;
    let callees = callee::locked_in(app, &mut tx, course).await?;
    drop(tx);
    ensure!(callees.len() == live.callees().len(), "the row of somebody who was drawn is gone: it was deleted");
    let holds = |one: &&callee::Stored| one.left_round.is_none();
    let all_there = callees.iter().filter(holds).all(|one| one.answer == Answer::Accepted && one.arrived_at.is_some());
    let over_at = course.draw.waits_until();
    if now < course.draw.gather_at {
        return Ok(Turn::Waits(Waits::Time(course.draw.gather_at)));
    }
    if !all_there && now < over_at {
        return Ok(Turn::Waits(Waits::Time(over_at)));
    }
    if let Some(turn) = settle(app, course, now).await? {
        return Ok(turn);
    }
    info!(draw.id = %course.draw.id, "Draw {} is being opened", course.draw.id);
    open(app, course, 0).await
}

/// Whoever holds a seat and is not there is absent, whoever never answered has not answered: each on record before names open.
async fn settle(app: &App, course: &Course, now: Timestamp) -> anyhow::Result<Option<Turn>> {
    let Some(mut tx) = step::begin(app, course, "draw.absent").await? else { return Ok(Some(Turn::Moved)) };
    let mut any = false;
    for mut one in callee::locked_in(app, &mut tx, course).await? {
        let event = match one.answer {
            _ if one.left_round.is_some() => continue,
            Answer::Open => Event::Expire,
            Answer::Accepted if one.arrived_at.is_none() => Event::Miss,
            _ => continue,
        };
        callee::end_in(app, &mut tx, course, (&mut one, event), now).await?;
        any = true;
    }
    if any { step::finish(app, tx).await.map(Some) } else { Ok(None) }
}

/// Opens one round.
pub async fn open(app: &App, course: &Course, round: u32) -> anyhow::Result<Turn> {
    let live = match rounds::known(app, course, course.round_count()).await {
        Ok(live) => live,
        Err(error) => return Ok(Turn::unanswered(&error)),
    };
    let (opening, salt, proofs) = live.opened(round).context("the round is not known")?;
    let proof = |pick: fn(&Proofs) -> [u8; 80]| proofs.map(|proofs| hex(&pick(proofs)));
    let values = vec![
        Some(round.to_string()),
        proof(|proofs| proofs.op.to_bytes()),
        None,
        proof(|proofs| proofs.sup.to_bytes()),
        (round > 0).then(|| salt.to_string()),
        opening.vacated_value(),
        opening.barred_value(),
        opening.classes_value(),
    ];
    let stated = statement("unseal", course.hash()?, values)?;
    let Some(mut tx) = step::begin(app, course, "draw.unseal").await? else { return Ok(Turn::Moved) };
    step::state(app, &mut tx, course, &stated).await?;
    step::finish(app, tx).await
}

/// After the last opening: nothing more happens.
pub async fn close(app: &App, course: &Course) -> anyhow::Result<Turn> {
    let Some(mut tx) = step::begin(app, course, "draw.close").await? else { return Ok(Turn::Moved) };
    store::close(&mut tx, course.draw.id).await?;
    registry::release_in(&mut tx, course.draw.id.as_uuid()).await?;
    tx.commit().await?;
    app.draws.forget(course.draw.id);
    app.draws.changed();
    Ok(Turn::Over)
}

/// After a cancellation: nothing is owed when somebody had not revealed; otherwise the seal and what was drawn are opened.
pub async fn cancelled(app: &App, course: &Course) -> anyhow::Result<Turn> {
    if course.alpha().is_err() {
        return close(app, course).await;
    }
    if course.one("sealed").is_none() {
        return super::drive::seal(app, course).await;
    }
    let opened = course.own().iter().filter(|stated| stated.statement.kind() == "unseal").count();
    let round = u32::try_from(opened)?;
    if round > course.round_count() { close(app, course).await } else { open(app, course, round).await }
}

/// Somebody whose name is open.
pub struct Named {
    /// From 0.
    pub seat: usize,
    pub slot: usize,
    pub name: String,
    pub unit: String,
    pub arrived: bool,
}

/// The holders' names, once every round is opened; none before.
pub async fn names(app: &App, course: &Course) -> anyhow::Result<Option<Vec<Named>>> {
    if !course.is_unsealed() {
        return Ok(None);
    }
    let live = opened(app, course).await?;
    let mut db = app.snapshot("draw.names").await?;
    let callees = callee::of_draw(&mut db, course.draw.id).await?;
    drop(db);
    let slots = course.slots()?;
    let units = units(app, &live).await?;
    let named = |(seat, holder): (usize, &Seat)| {
        let Seat::Taken(i) = holder else { return None };
        let person = live.committed().people.at(*i)?;
        let row = callees.iter().find(|one| usize::from(one.seat) == seat && one.left_round.is_none());
        Some(Named {
            seat,
            slot: slots.slot_of_seat(seat),
            name: person.name().to_owned(),
            unit: units.get(person.unit()).cloned().unwrap_or_else(|| person.unit().to_owned()),
            arrived: row.is_some_and(|one| one.arrived_at.is_some()),
        })
    };
    Ok(Some(live.seats().iter().enumerate().filter_map(named).collect()))
}

/// Names of the holders' units by their codes.
async fn units(app: &App, live: &Live) -> anyhow::Result<BTreeMap<String, String>> {
    let taken = live.seats().iter().filter_map(|seat| if let Seat::Taken(i) = seat { Some(*i) } else { None });
    let codes: Vec<CreditCode> = taken.filter_map(|i| live.committed().people.at(i)?.unit().parse().ok()).collect();
    let refs: Vec<UnitRef> = codes.iter().map(|code| UnitRef::new(Some(*code), None)).collect();
    let mut db = app.begin("draw.units").await?;
    let found = unit::find_in(&mut db, &refs).await?;
    let labels = unit::labels_in(&mut db, found.iter().flatten().copied()).await?;
    let name = |(code, id): (CreditCode, Option<UnitId>)| Some((code.to_string(), labels.get(&id?)?.name.clone()));
    Ok(codes.into_iter().zip(found).filter_map(name).collect())
}

/// Keys and picks of what is open. The memory may know a round more, which is not.
async fn opened(app: &App, course: &Course) -> anyhow::Result<Arc<Live>> {
    match app.draws.live(course.draw.id) {
        Some(live) if live.round_count() < course.opened_count() => Ok(live),
        _ => Ok(Arc::new(replayed(app, course).await?)),
    }
}

/// Keys and picks from what is public: the proofs of the openings.
pub async fn replayed(app: &App, course: &Course) -> anyhow::Result<Live> {
    let mut db = app.snapshot("draw.opened").await?;
    let row = store::pool(&mut db, course.draw.id).await?.context("the pool of the draw is gone")?;
    drop(db);
    let (pool, people) = pool::open(app, course, row).await?;
    let committed = Arc::new(Committed { pool, slots: course.slots()?, people });
    let stated = |round| course.of_round("unseal", round).next().context("a round is not opened");
    let first = proofs_of(stated(0)?)?.context("the draw itself has proofs")?;
    let mut live = Live::draw(committed, course.alpha()?, first)?;
    for round in 1..course.opened_count() {
        let stated = stated(round)?;
        let value = |key| stated.statement.value(key);
        let opening = Opening::parse(round, value("vacated"), value("barred"), value("classes"))?;
        let salt = stated.statement.hash("round-salt").context("a round's salt")?;
        live = live.after(opening, salt, proofs_of(stated)?)?;
    }
    Ok(live)
}

fn proofs_of(stated: &Stated) -> anyhow::Result<Option<Proofs>> {
    let proof = |key: &str| {
        let text = stated.statement.value(key);
        let bytes = text.map(|text| unhex_array(text).context("a proof has 80 bytes")).transpose()?;
        Ok::<_, anyhow::Error>(bytes.map(|bytes| VrfProof::of_bytes(&bytes)).transpose()?)
    };
    Ok(proof("pi-op")?.zip(proof("pi-sup")?).map(|(op, sup)| Proofs { op, sup }))
}
