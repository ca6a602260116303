//! Deciding: another officer than the author, once, and on the version that the author saw.

use jiff::Timestamp;
use rules::expert::model::{ChangeState, State};
use rules::id::{ChangeId, ExpertId};
use rules::import::ExpertRow;
use rules::ledger::entry::Kind;
use rules::time::day_of;

use super::actions::{self, DECISION_REASON, DIFFERENCE, PROPOSED, REASON};
use super::store::{self, Change};
use super::{Wanted, record, refusal, view};
use crate::app::App;
use crate::db::Tx;
use crate::expert::row::{filled, new_file, unit_of};
use crate::expert::{Held, Saving, admit_in, file, lock_in, save_in};
use crate::http::{Actor, ApiError, FieldDifference};
use crate::ledger::{self, Deed};
use crate::unit;
use crate::vault::Place;

/// Approves: the file is written and the proposal closed in one transaction. The expert comes back.
pub async fn approve(app: &App, actor: &Actor, id: ChangeId) -> Result<ExpertId, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("change.approve").await?;
    let (mut change, base) = lock_pending(app, &mut tx, actor, id, By::Other).await?;
    let reason = open_reason(app, &change)?;
    let expert = write(app, &mut tx, actor, (&change, base), (reason.as_deref(), now)).await?;
    change.expert_id = Some(expert);
    close(app, &mut tx, actor, &mut change, Decision { state: ChangeState::Approved, reason: None, at: now }).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(expert)
}

/// Rejects with a reason; the file stays as it is.
pub async fn reject(app: &App, actor: &Actor, id: ChangeId, reason: &str) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("change.reject").await?;
    let (mut change, _) = lock_pending(app, &mut tx, actor, id, By::Other).await?;
    close(app, &mut tx, actor, &mut change, Decision { state: ChangeState::Rejected, reason: Some(reason), at: now })
        .await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Its author takes the proposal back.
pub async fn withdraw(app: &App, actor: &Actor, id: ChangeId) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("change.withdraw").await?;
    let (mut change, _) = lock_pending(app, &mut tx, actor, id, By::Author).await?;
    close(app, &mut tx, actor, &mut change, Decision { state: ChangeState::Withdrawn, reason: None, at: now }).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// What a proposal wants, opened.
pub(super) fn open_wanted(app: &App, change: &Change) -> Result<Wanted, ApiError> {
    let bytes = app.vault.open(Place { column: PROPOSED, row: change.id.as_uuid() }, &change.proposed_sealed)?;
    Ok(serde_json::from_slice(&bytes).map_err(anyhow::Error::from)?)
}

/// The author's reason, opened.
pub(super) fn open_reason(app: &App, change: &Change) -> Result<Option<String>, ApiError> {
    let place = Place { column: REASON, row: change.id.as_uuid() };
    Ok(change.reason_sealed.as_deref().map(|sealed| app.vault.open_text(place, sealed)).transpose()?)
}

/// The reason of a rejection, opened.
pub(super) fn open_decision_reason(app: &App, change: &Change) -> Result<Option<String>, ApiError> {
    let place = Place { column: DECISION_REASON, row: change.id.as_uuid() };
    Ok(change.decision_reason_sealed.as_deref().map(|sealed| app.vault.open_text(place, sealed)).transpose()?)
}

/// What a proposal would change, and whether the file moved on since.
pub(super) async fn difference(
    app: &App,
    tx: &mut Tx,
    change: &Change,
) -> Result<(Vec<FieldDifference>, bool), ApiError> {
    if let Some(sealed) = &change.difference_sealed {
        let kept = app.vault.open(Place { column: DIFFERENCE, row: change.id.as_uuid() }, sealed)?;
        return Ok((serde_json::from_slice(&kept).map_err(anyhow::Error::from)?, false));
    }
    let held = match change.expert_id {
        Some(expert) => file::load_one(app, tx, expert).await?,
        None => None,
    };
    let base = Base::of(tx, held).await?;
    let stale = change.base_version != base.as_ref().map(|base| base.held.version);
    Ok((Base::difference(base.as_ref(), &open_wanted(app, change)?), stale))
}

/// The file that a proposal is about, and its values as a row.
struct Base {
    held: Held,
    known: ExpertRow,
}

impl Base {
    async fn of(tx: &mut Tx, held: Option<Held>) -> Result<Option<Self>, ApiError> {
        let Some(held) = held else { return Ok(None) };
        let known = actions::known_row(tx, &held.file).await?;
        Ok(Some(Self { held, known }))
    }

    fn difference(base: Option<&Self>, wanted: &Wanted) -> Vec<FieldDifference> {
        view::difference(base.map(|base| &base.known), base.map(|base| &base.held.file), wanted)
    }
}

/// Who may take a step.
#[derive(Clone, Copy)]
enum By {
    Author,
    Other,
}

/// The proposal, locked together with its file for a decision by somebody who may decide it, with what the decision is about
/// for later readers.
async fn lock_pending(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    id: ChangeId,
    by: By,
) -> Result<(Change, Option<Base>), ApiError> {
    let mut change = store::lock(tx, id).await?;
    actor.see(change.area)?;
    ledger::vouch_in(app, tx, vec![record::standing(&app.vault, &change)]).await?;
    if change.state != ChangeState::Pending {
        return Err(refusal::decided(change.state));
    }
    match (by, change.author_id == actor.account_id) {
        (By::Other, true) => return Err(refusal::own()),
        (By::Author, false) => return Err(refusal::not_own()),
        (By::Other, false) | (By::Author, true) => {}
    }
    let held = match change.expert_id {
        Some(expert) => lock_in(app, tx, &[expert]).await?.pop(),
        None => None,
    };
    let base = Base::of(tx, held).await?;
    let difference = Base::difference(base.as_ref(), &open_wanted(app, &change)?);
    let difference = serde_json::to_vec(&difference).map_err(anyhow::Error::from)?;
    let place = Place { column: DIFFERENCE, row: change.id.as_uuid() };
    change.difference_sealed = Some(app.vault.seal(place, &difference));
    Ok((change, base))
}

async fn write(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    (change, base): (&Change, Option<Base>),
    (reason, now): (Option<&str>, Timestamp),
) -> Result<ExpertId, ApiError> {
    let name = actor.ledger_name();
    let wanted = open_wanted(app, change)?;
    let today = day_of(now);
    let (saving, kind) = match (change.expert_id, change.base_version) {
        (Some(expert), Some(base_version)) => {
            let Base { held, known } = base.ok_or_else(ApiError::not_found)?;
            actor.see(held.file.area)?;
            actions::fresh(&held, base_version, &known, &wanted)?;
            match wanted {
                Wanted::Values(values) => {
                    let row = actions::read(&values, Some(&known))?;
                    actions::within(actor, &row)?;
                    actions::free_identity(app, tx, &row, Some(expert)).await?;
                    let unit = resolve(app, tx, &row, &name, now).await?;
                    let after = filled(held.file.clone(), row, unit);
                    (Saving::over(held, after), Kind::ExpertAmended)
                }
                Wanted::State { to, on, until } => {
                    let standing = actions::step(&held.file, (to, on, until), today)?;
                    let mut after = held.file.clone();
                    (after.state, after.state_from, after.state_until) =
                        (standing.state, standing.from, standing.until);
                    after.state_reason = reason.map(str::to_owned);
                    admit_in(app, tx, &mut [&mut after]).await?;
                    (Saving::over(held, after), Kind::ExpertStateChanged)
                }
            }
        }
        _ => {
            let Wanted::Values(values) = wanted else { return Err(anyhow::anyhow!("an addition holds values").into()) };
            let mut row = actions::read(&values, None)?;
            actions::free_identity(app, tx, &row, None).await?;
            row.state = Some(row.state.unwrap_or(State::Active));
            let unit = resolve(app, tx, &row, &name, now).await?;
            let mut file = filled(new_file(ExpertId::from_uuid(app.uuid()), &row, today), row, unit);
            admit_in(app, tx, &mut [&mut file]).await?;
            (Saving::new(file), Kind::ExpertAdmitted)
        }
    };
    let expert = saving.after.id;
    let deed = Deed { kind, actor: &name, reason, at: now };
    let saving =
        saving.detail("change", change.id.to_string()).detail("author", format!("account/{}", change.author_id));
    save_in(app, tx, vec![saving], &deed).await?;
    Ok(expert)
}

async fn resolve(
    app: &App,
    tx: &mut Tx,
    row: &ExpertRow,
    actor: &str,
    now: Timestamp,
) -> Result<Option<rules::id::UnitId>, ApiError> {
    let Some(wanted) = unit_of(row) else { return Ok(None) };
    let deed = Deed { kind: Kind::UnitAdded, actor, reason: None, at: now };
    Ok(unit::resolve_in(app, tx, &[wanted], &deed).await?.pop())
}

struct Decision<'a> {
    state: ChangeState,
    reason: Option<&'a str>,
    at: Timestamp,
}

async fn close(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    change: &mut Change,
    decision: Decision<'_>,
) -> Result<(), ApiError> {
    let kind = match decision.state {
        ChangeState::Approved => Kind::ChangeApproved,
        ChangeState::Rejected => Kind::ChangeRejected,
        ChangeState::Withdrawn | ChangeState::Pending => Kind::ChangeWithdrawn,
    };
    let place = Place { column: DECISION_REASON, row: change.id.as_uuid() };
    change.state = decision.state;
    change.version += 1;
    change.decided_by = Some(actor.account_id);
    change.decided_at = Some(decision.at);
    change.decision_reason_sealed = decision.reason.map(|reason| app.vault.seal_text(place, reason));
    let deed = Deed { kind, actor: &actor.ledger_name(), reason: decision.reason, at: decision.at };
    change.entry = ledger::append(app, tx, record::entry(&app.vault, change, &deed), decision.at).await?;
    Ok(store::decide(tx, change).await?)
}
