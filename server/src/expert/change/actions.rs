//! Proposing: values are read and checked as a row would be, then sealed and left for another officer.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use rules::area::Area;
use rules::expert::file::ExpertFile;
use rules::expert::lifecycle::{self, Event, Standing};
use rules::expert::model::{ChangeKind, ChangeState, State};
use rules::id::{ChangeId, EntryId, ExpertId};
use rules::import::{ExpertRow, Kind as Sheet, Row as _};
use rules::ledger::entry::Kind;
use rules::time::day_of;
use uuid::Uuid;

use super::store::{self, Change};
use super::{Wanted, record, refusal, view};
use crate::app::App;
use crate::db::Tx;
use crate::expert::row::row_of;
use crate::expert::{Held, find, lock_in};
use crate::http::{Actor, ApiError};
use crate::ledger::{self, Deed};
use crate::unit;
use crate::vault::Place;

/// Values by field, as a form sends them; null clears one.
pub type Values = BTreeMap<String, Option<String>>;

/// Proposes a new file.
pub async fn propose_addition(
    app: &App,
    actor: &Actor,
    values: Values,
    reason: Option<String>,
) -> Result<Change, ApiError> {
    let row = read(&values, None)?;
    within(actor, &row)?;
    let now = app.clock.now();
    let mut tx = app.begin("change.add").await?;
    free_identity(app, &mut tx, &row, None).await?;
    let change = NewChange {
        kind: ChangeKind::Add,
        expert_id: None,
        area: row.area,
        base_version: None,
        wanted: Wanted::Values(values),
        reason,
    };
    let change = insert(app, &mut tx, actor, change, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(change)
}

/// On which version the author looked, and why the change.
pub struct Ground {
    pub base_version: i32,
    pub reason: String,
}

/// Proposes other values in a file.
pub async fn propose_amendment(
    app: &App,
    actor: &Actor,
    id: ExpertId,
    values: Values,
    ground: Ground,
) -> Result<Change, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("change.amend").await?;
    let held = lock_expert(app, &mut tx, actor, id).await?;
    let known = known_row(&mut tx, &held.file).await?;
    let wanted = Wanted::Values(values.clone());
    fresh(&held, ground.base_version, &known, &wanted)?;
    if let Some(field) = ExpertRow::FIXED.iter().find(|field| values.contains_key(**field)) {
        return Err(refusal::field(
            field,
            "这一项不能直接修改；状态请用状态变更。",
            "This field does not change here; use a change of state for the state.",
        ));
    }
    let row = read(&values, Some(&known))?;
    within(actor, &row)?;
    if row.difference(&known).is_empty() {
        return Err(refusal::no_change());
    }
    free_identity(app, &mut tx, &row, Some(id)).await?;
    let change = NewChange {
        kind: ChangeKind::Amend,
        expert_id: Some(id),
        area: held.file.area,
        base_version: Some(held.version),
        wanted,
        reason: Some(ground.reason),
    };
    let change = insert(app, &mut tx, actor, change, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(change)
}

/// Proposes another state from a day on.
pub async fn propose_state(
    app: &App,
    actor: &Actor,
    id: ExpertId,
    (to, on, until): (State, Date, Option<Date>),
    ground: Ground,
) -> Result<Change, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("change.state").await?;
    let held = lock_expert(app, &mut tx, actor, id).await?;
    let known = known_row(&mut tx, &held.file).await?;
    let wanted = Wanted::State { to, on, until };
    fresh(&held, ground.base_version, &known, &wanted)?;
    step(&held.file, (to, on, until), day_of(now))?;
    let change = NewChange {
        kind: ChangeKind::State,
        expert_id: Some(id),
        area: held.file.area,
        base_version: Some(held.version),
        wanted,
        reason: Some(ground.reason),
    };
    let change = insert(app, &mut tx, actor, change, now).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(change)
}

/// The standing after the wanted step, if the life of a file has it.
pub(super) fn step(
    file: &ExpertFile,
    (to, on, until): (State, Date, Option<Date>),
    today: Date,
) -> Result<Standing, ApiError> {
    let standing = Standing { state: file.state, from: file.state_from, until: file.state_until };
    let event = Event::towards(standing, to, on, until).map_err(|error| refusal::lifecycle(&error))?;
    let step = lifecycle::step(standing, event, today).map_err(|error| refusal::lifecycle(&error))?;
    Ok(step.next)
}

/// The values read as a row, over the file's own where there is one.
pub(super) fn read(values: &Values, known: Option<&ExpertRow>) -> Result<ExpertRow, ApiError> {
    let columns = Sheet::Experts.columns();
    if let Some(unknown) = values.keys().find(|field| !columns.iter().any(|column| column.field == field.as_str())) {
        return Err(refusal::field(unknown, "没有这个栏目。", "There is no such field."));
    }
    let before = known.map(ExpertRow::texts);
    let texts: Vec<Option<String>> = columns
        .iter()
        .enumerate()
        .map(|(place, column)| match values.get(column.field) {
            Some(value) => value.clone(),
            None => before.as_ref().and_then(|before| before[place].clone()),
        })
        .collect();
    ExpertRow::of_texts(&texts).map_err(refusal::fields)
}

/// Refuses a row that would stand outside the officer's area: only the province moves an expert from city to city.
pub(super) fn within(actor: &Actor, row: &ExpertRow) -> Result<(), ApiError> {
    if actor.area.covers(row.area) {
        return Ok(());
    }
    Err(refusal::field(
        "area",
        "只能填写本地区；跨市变更请由省级办理。",
        "Only your own area is possible; the province moves an expert to another city.",
    ))
}

/// Refuses an identity number that another file has.
pub(super) async fn free_identity(
    app: &App,
    tx: &mut Tx,
    row: &ExpertRow,
    own: Option<ExpertId>,
) -> Result<(), ApiError> {
    let hits = find::by_id_numbers_in(&app.vault, tx, &[row.id_number]).await?;
    if hits.into_iter().flatten().any(|hit| Some(hit.id) != own) {
        return Err(refusal::field(
            "id_number",
            "库中已有这个证件号码的专家。",
            "The pool has an expert with this identity number.",
        ));
    }
    Ok(())
}

/// The file, locked, if it is of the actor's area.
pub(super) async fn lock_expert(app: &App, tx: &mut Tx, actor: &Actor, id: ExpertId) -> Result<Held, ApiError> {
    let held = lock_in(app, tx, &[id]).await?.pop().ok_or_else(ApiError::not_found)?;
    actor.see(held.file.area)?;
    Ok(held)
}

/// The file as a row, with its unit's name.
pub(super) async fn known_row(tx: &mut Tx, file: &ExpertFile) -> Result<ExpertRow, ApiError> {
    let labels = unit::labels_in(tx, file.unit).await?;
    Ok(row_of(file, &labels))
}

/// Refuses what was proposed on another version, with what the proposal would change as the file stands.
pub(super) fn fresh(held: &Held, base_version: i32, known: &ExpertRow, wanted: &Wanted) -> Result<(), ApiError> {
    if held.version == base_version {
        return Ok(());
    }
    Err(refusal::stale(view::difference(Some(known), Some(&held.file), wanted)))
}

struct NewChange {
    kind: ChangeKind,
    expert_id: Option<ExpertId>,
    area: Area,
    base_version: Option<i32>,
    wanted: Wanted,
    reason: Option<String>,
}

async fn insert(app: &App, tx: &mut Tx, actor: &Actor, new: NewChange, now: Timestamp) -> Result<Change, ApiError> {
    if let Some(expert) = new.expert_id
        && store::open_of(tx, expert).await?.is_some()
    {
        return Err(refusal::open_change());
    }
    let id = ChangeId::from_uuid(app.uuid());
    let wanted = serde_json::to_vec(&new.wanted).map_err(anyhow::Error::from)?;
    let reason_place = Place { column: REASON, row: id.as_uuid() };
    let mut change = Change {
        id,
        kind: new.kind,
        expert_id: new.expert_id,
        area: new.area,
        base_version: new.base_version,
        proposed_sealed: app.vault.seal(Place { column: PROPOSED, row: id.as_uuid() }, &wanted),
        reason_sealed: new.reason.as_deref().map(|reason| app.vault.seal_text(reason_place, reason)),
        state: ChangeState::Pending,
        author_id: actor.account_id,
        decided_by: None,
        decided_at: None,
        decision_reason_sealed: None,
        difference_sealed: None,
        version: 1,
        entry: EntryId::from_uuid(Uuid::nil()),
        created_at: now,
    };
    let deed = Deed { kind: Kind::ChangeProposed, actor: &actor.ledger_name(), reason: new.reason.as_deref(), at: now };
    change.entry = ledger::append(app, tx, record::entry(&app.vault, &change, &deed), now).await?;
    store::insert(tx, &change).await?;
    Ok(change)
}

/// Column of what a proposal wants.
pub(super) const PROPOSED: &str = "change.proposed";
/// Column of the author's reason.
pub(super) const REASON: &str = "change.reason";
/// Column of the difference as it was decided.
pub(super) const DIFFERENCE: &str = "change.difference";
/// Column of the decision's reason.
pub(super) const DECISION_REASON: &str = "change.decision_reason";
