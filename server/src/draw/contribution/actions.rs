//! What contributors and their operator do.

use proof::hash::Hash;
use proof::number::{Commitments, Number, Role};
use proof::statement::Statement;
use rules::draw::stage::Next;
use rules::id::{DrawId, EntryId};
use rules::ledger::entry::Kind;
use uuid::Uuid;

use super::super::course::Course;
use super::super::drive::statement;
use super::super::step;
use super::store::{self, Stored};
use super::{record, refusal};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError};
use crate::ledger::{self, Deed};

/// How a contributor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Invited,
    Joined,
    Committed,
    Revealed,
    Missing,
}

impl State {
    /// As the API tells it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Joined => "joined",
            Self::Committed => "committed",
            Self::Revealed => "revealed",
            Self::Missing => "missing",
        }
    }
}

/// The contributors of a draw with how they stand, in the order of lists.
pub fn states(course: &Course, contributors: Vec<Stored>) -> Vec<(Stored, State)> {
    let revealed: Vec<&str> =
        course.of_round("reveal", course.numbers_round()).filter_map(|stated| stated.statement.value("role")).collect();
    let cancelled = course.one("cancel").is_some();
    let state = |one: &Stored| match () {
        () if revealed.contains(&one.role.as_str()) => State::Revealed,
        () if one.commitment.is_some() && cancelled => State::Missing,
        () if one.commitment.is_some() => State::Committed,
        () if one.device_hash.is_some() => State::Joined,
        () => State::Invited,
    };
    let mut all: Vec<(Stored, State)> = contributors
        .into_iter()
        .filter(|one| !one.removed)
        .map(|one| (state(&one), one))
        .map(|(s, one)| (one, s))
        .collect();
    all.sort_by_key(|(one, _)| one.role.parse::<Role>().ok());
    all
}

/// A contributor with the token of their link, which is shown once.
pub struct Linked {
    pub role: String,
    pub token: String,
}

/// Registers somebody present.
pub async fn add(app: &App, actor: &Actor, id: DrawId, (kind, organisation): (&str, &str)) -> Result<Linked, ApiError> {
    let mut tx = app.begin("contributor.add").await?;
    let course = own_in(&mut tx, actor, id).await?;
    let round = course.numbers_round();
    let present = store::of_round(&mut tx, id, round).await?;
    let number = present.iter().filter(|one| one.kind() == kind).count() + 1;
    let role: Role = format!("{kind}-{number}").parse().map_err(|_| refusal::people())?;
    match course.next()? {
        Next::Commit | Next::CheckPool | Next::Insiders => {}
        Next::Everybody if !role.is_insider() => {}
        Next::Everybody => return Err(refusal::insiders_closed()),
        _ => return Err(refusal::closed()),
    }
    if present.iter().filter(|one| !one.removed).count() >= MOST {
        return Err(refusal::people());
    }
    let (token, token_hash) = token(app);
    let mut one = Stored {
        draw: id,
        round,
        role: role.to_string(),
        organisation: organisation.to_owned(),
        token_hash,
        device_hash: None,
        commitment: None,
        removed: false,
        version: 1,
        entry: EntryId::from_uuid(Uuid::nil()),
    };
    let now = app.clock.now();
    let name = actor.ledger_name();
    let deed = Deed { kind: Kind::ContributorAdded, actor: &name, reason: None, at: now };
    one.entry = ledger::append(app, &mut tx, record::entry(&app.vault, &one, course.draw.area, &deed), now).await?;
    store::insert(&mut tx, &one).await?;
    step::finish(app, tx).await?;
    Ok(Linked { role: one.role, token })
}

/// Gives a contributor who has not committed a new link; the old one ends.
pub async fn relink(app: &App, actor: &Actor, id: DrawId, role: &str) -> Result<Linked, ApiError> {
    let mut tx = app.begin("contributor.relink").await?;
    let (course, mut one) = before_commitment(app, &mut tx, actor, id, role).await?;
    let (token, token_hash) = token(app);
    one.token_hash = token_hash;
    one.device_hash = None;
    save_in(app, &mut tx, (&course, &mut one), (Kind::ContributorAmended, &actor.ledger_name())).await?;
    step::finish(app, tx).await?;
    Ok(Linked { role: one.role, token })
}

/// Takes somebody off who has not committed.
pub async fn remove(app: &App, actor: &Actor, id: DrawId, role: &str) -> Result<(), ApiError> {
    let mut tx = app.begin("contributor.remove").await?;
    let (course, mut one) = before_commitment(app, &mut tx, actor, id, role).await?;
    one.removed = true;
    save_in(app, &mut tx, (&course, &mut one), (Kind::ContributorAmended, &actor.ledger_name())).await?;
    step::finish(app, tx).await?;
    Ok(())
}

/// Closes the list that is open: the insiders', then everybody's.
pub async fn close(app: &App, actor: &Actor, id: DrawId) -> Result<(), ApiError> {
    let mut tx = app.begin("draw.numbers").await?;
    let course = own_in(&mut tx, actor, id).await?;
    let insiders_only = match course.next()? {
        Next::Insiders => true,
        Next::Everybody => false,
        _ => return Err(refusal::moved()),
    };
    if course.waiting().is_some() {
        return Err(refusal::moved());
    }
    let round = course.numbers_round();
    let present = store::of_round(&mut tx, id, round).await?;
    let present: Vec<Stored> = present.into_iter().filter(|one| !one.removed).collect();
    ledger::vouch_in(app, &mut tx, present.iter().map(|one| record::standing(&app.vault, one)).collect()).await?;
    let mut list = Vec::new();
    let mut missing = Vec::new();
    for one in present {
        let role: Role = one.role.parse().map_err(anyhow::Error::from)?;
        if insiders_only && !role.is_insider() {
            continue;
        }
        match one.commitment {
            Some(commitment) => list.push((role, commitment)),
            None => missing.push(one.role),
        }
    }
    if !missing.is_empty() {
        return Err(refusal::missing(&missing));
    }
    list.sort_by(|left, right| left.0.cmp(&right.0));
    let list = Commitments::new(list).map_err(|_| refusal::people())?;
    if !insiders_only {
        let first = course.lists()?.into_iter().next().ok_or_else(refusal::moved)?;
        first.is_closed_by(&list).map_err(|_| refusal::people())?;
    }
    let stated = statement("numbers", course.hash()?, vec![Some(round.to_string()), Some(list.to_string())])?;
    step::state(app, &mut tx, &course, &stated).await?;
    step::finish(app, tx).await?;
    Ok(())
}

/// Reveals a number from its slip, at the draw terminal.
pub async fn slip(
    app: &App,
    actor: &Actor,
    id: DrawId,
    (role, digits, letters): (&str, &str, &str),
) -> Result<(), ApiError> {
    let mut tx = app.begin("draw.slip").await?;
    let course = own_in(&mut tx, actor, id).await?;
    let letters: String = letters.chars().filter(|letter| !letter.is_whitespace()).collect();
    let nonce = Number::nonce_of_letters(&letters.to_lowercase()).ok_or_else(refusal::mismatch)?;
    let number = Number::new(nonce, digits).map_err(|_| refusal::mismatch())?;
    reveal_in(app, tx, &course, (course.numbers_round(), role, &number)).await
}

/// What a contributor's page is told.
pub struct Opened {
    pub course: Course,
    pub one: Stored,
    /// Given once, to the phone that opens the link first.
    pub device: Option<String>,
}

/// Opens a contributor's link; the phone that does so first keeps it.
pub async fn open(app: &App, token: &str, device: Option<&str>) -> Result<Opened, ApiError> {
    let mut tx = app.begin("contribution.open").await?;
    let (course, mut one) = linked_in(app, &mut tx, token).await?;
    let mut given = None;
    match (&one.device_hash, device) {
        (Some(known), Some(device)) if *known == device_hash(app, device) => {}
        (Some(_), _) => return Err(refusal::other_device()),
        (None, _) => {
            let secret = fresh(app);
            one.device_hash = Some(device_hash(app, &secret));
            let actor = record::subject(&one);
            save_in(app, &mut tx, (&course, &mut one), (Kind::ContributorAmended, &actor)).await?;
            tx.commit().await?;
            app.sequencer.notify_one();
            app.draws.changed();
            given = Some(secret);
        }
    }
    Ok(Opened { course, one, device: given })
}

/// Takes a contributor's commitment.
pub async fn commit(app: &App, (token, device): (&str, &str), commitment: Hash) -> Result<(), ApiError> {
    let mut tx = app.begin("contribution.commit").await?;
    let (course, mut one) = linked_in(app, &mut tx, token).await?;
    known(app, &one, device)?;
    let role: Role = one.role.parse().map_err(anyhow::Error::from)?;
    if one.commitment == Some(commitment) {
        return Ok(());
    }
    if one.commitment.is_some() {
        return Err(refusal::committed());
    }
    if one.round != course.numbers_round() || !is_open_for(&course, &role)? {
        return Err(refusal::not_yet());
    }
    one.commitment = Some(commitment);
    let actor = record::subject(&one);
    save_in(app, &mut tx, (&course, &mut one), (Kind::ContributorCommitted, &actor)).await?;
    step::finish(app, tx).await?;
    Ok(())
}

/// Takes a contributor's reveal.
pub async fn reveal(app: &App, (token, device): (&str, &str), (nonce, digits): (&str, &str)) -> Result<(), ApiError> {
    let mut tx = app.begin("contribution.reveal").await?;
    let (course, one) = linked_in(app, &mut tx, token).await?;
    known(app, &one, device)?;
    let number = Number::parse(nonce, digits).map_err(|_| refusal::mismatch())?;
    reveal_in(app, tx, &course, (one.round, &one.role, &number)).await
}

/// Whether a role's field is open: insiders' once the pool is checked, the others' once the insiders' list is cosigned.
pub fn is_open_for(course: &Course, role: &Role) -> anyhow::Result<bool> {
    let is_open = match course.next()? {
        Next::Insiders => role.is_insider(),
        Next::Everybody => !role.is_insider(),
        _ => false,
    };
    Ok(is_open && course.waiting().is_none())
}

/// States a reveal, if it is this role's turn and the number opens the commitment that is in the ledger.
async fn reveal_in(
    app: &App,
    mut tx: Tx,
    course: &Course,
    (round, role, number): (u32, &str, &Number),
) -> Result<(), ApiError> {
    let told = |stated: &super::super::course::Stated| stated.statement.value("role") == Some(role);
    if course.of_round("reveal", round).any(told) {
        return Ok(());
    }
    let turn = course.turn()?.filter(|_| round == course.numbers_round());
    let is_turn = turn.is_some_and(|turn| turn.to_string() == role) && matches!(course.next()?, Next::Reveals(_));
    if !is_turn || course.waiting().is_some() || course.one("cancel").is_some() {
        return Err(refusal::not_yet());
    }
    let values = [role.to_owned(), number.nonce_hex(), number.digits().to_owned()].map(Some);
    let stated = statement("reveal", course.hash()?, [vec![Some(round.to_string())], values.to_vec()].concat())?;
    opens(course, round, &stated)?;
    step::state(app, &mut tx, course, &stated).await?;
    step::finish(app, tx).await?;
    Ok(())
}

fn opens(course: &Course, round: u32, reveal: &Statement) -> Result<(), ApiError> {
    let commit = course.commit().ok_or_else(refusal::not_yet)?;
    course.heard(&commit, round, Some(reveal)).map(|_| ()).map_err(|_| refusal::mismatch())
}

/// The draw, locked, if it is this operator's to run.
async fn own_in(tx: &mut Tx, actor: &Actor, id: DrawId) -> Result<Course, ApiError> {
    let course = Course::wanted(tx, id).await?;
    actor.see(course.draw.area)?;
    Ok(course)
}

async fn before_commitment(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    id: DrawId,
    role: &str,
) -> Result<(Course, Stored), ApiError> {
    let course = own_in(tx, actor, id).await?;
    let present = store::of_round(tx, id, course.numbers_round()).await?;
    let one = present.into_iter().find(|one| one.role == role && !one.removed);
    let one = one.ok_or_else(ApiError::not_found)?;
    ledger::vouch_in(app, tx, vec![record::standing(&app.vault, &one)]).await?;
    if one.commitment.is_some() { Err(refusal::committed()) } else { Ok((course, one)) }
}

/// The draw and contributor of a link, the draw locked.
async fn linked_in(app: &App, tx: &mut Tx, token: &str) -> Result<(Course, Stored), ApiError> {
    let hash = app.vault.sign_in_hash(LINK, token.as_bytes());
    let draw = store::by_token(tx, &hash).await?.ok_or_else(refusal::ended)?.draw;
    let course = Course::lock(tx, draw).await?;
    // Read again under the lock: a new link may just have been given.
    let one = store::by_token(tx, &hash).await?.filter(|one| !one.removed).ok_or_else(refusal::ended)?;
    ledger::vouch_in(app, tx, vec![record::standing(&app.vault, &one)]).await?;
    Ok((course, one))
}

fn known(app: &App, one: &Stored, device: &str) -> Result<(), ApiError> {
    if one.device_hash == Some(device_hash(app, device)) { Ok(()) } else { Err(refusal::other_device()) }
}

async fn save_in(
    app: &App,
    tx: &mut Tx,
    (course, one): (&Course, &mut Stored),
    (kind, actor): (Kind, &str),
) -> Result<(), ApiError> {
    let now = app.clock.now();
    one.version += 1;
    let deed = Deed { kind, actor, reason: None, at: now };
    one.entry = ledger::append(app, tx, record::entry(&app.vault, one, course.draw.area, &deed), now).await?;
    Ok(store::save(tx, one).await?)
}

fn token(app: &App) -> (String, Vec<u8>) {
    let token = fresh(app);
    let hash = app.vault.sign_in_hash(LINK, token.as_bytes()).to_vec();
    (token, hash)
}

fn device_hash(app: &App, device: &str) -> Vec<u8> {
    app.vault.sign_in_hash("contribution-device", device.as_bytes()).to_vec()
}

fn fresh(app: &App) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(app.entropy.bytes::<24>())
}

const LINK: &str = "contribution";
const MOST: usize = 8;
