//! Deciding about a filed request: approve it, send it back, give it up.

use rules::id::RequestId;
use rules::ledger::entry::Kind;
use rules::project::lifecycle::{Event, needs_second, step};

use super::actions::{chain, fresh, lawful, lock_in, officer, save_as, state};
use super::store::{self, Stored};
use super::texts::Composed;
use super::{counts, record, refusal};
use crate::app::App;
use crate::http::{Actor, ApiError};
use crate::ledger::{self, Deed};
use crate::unit;
use crate::vault::Place;

/// Approves: another officer than the author, no near match in the way, the bidders uploaded.
pub async fn approve(app: &App, actor: &Actor, id: RequestId, version: i32) -> Result<Stored, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("request.approve").await?;
    let (mut stored, Composed { request, .. }) = lock_in(app, &mut tx, actor, id).await?;
    fresh(&stored, version)?;
    let chain = chain(&request, now);
    if !request.requested.is_empty() && stored.approver.is_none() {
        let slots = counts::count_in(app, &mut tx, &request, &chain).await?;
        let slots: Vec<_> = slots.iter().map(|slot| (slot.requested, slot.total())).collect();
        stored.needs_second = needs_second(request.requested.len(), &slots, &chain).map_err(anyhow::Error::from)?;
    }
    let near_count = usize::try_from(unit::near_touching_in(&mut tx, &request.units()).await?).unwrap_or(usize::MAX);
    let event = Event::Approve { by: officer(actor), near_count };
    let next = step(&state(&stored, &request, &chain)?, event, now)?.next;
    lawful(&request, &chain)?;
    let Some(list) = store::bidders(&mut tx, id).await? else { return Err(refusal::no_bidders()) };
    ledger::vouch_in(app, &mut tx, vec![record::list_standing(&app.vault, &list)?]).await?;
    stored.state = next.phase;
    stored.approver = next.approved_by.first().copied();
    stored.second_approver = next.approved_by.get(1).copied();
    let deed = Deed { kind: Kind::RequestApproved, actor: &actor.ledger_name(), reason: None, at: now };
    save_as(app, &mut tx, &mut stored, deed).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(stored)
}

/// A step that has a reason.
pub struct Ground {
    pub reason: String,
    pub version: i32,
}

/// Sends a filed request back to its author.
pub async fn send_back(app: &App, actor: &Actor, id: RequestId, ground: Ground) -> Result<Stored, ApiError> {
    let event = Event::Return { by: officer(actor) };
    end(app, actor, id, (event, Kind::RequestReturned), ground).await
}

/// Gives a request up for good; its author, or an officer who may decide it.
pub async fn withdraw(app: &App, actor: &Actor, id: RequestId, ground: Ground) -> Result<Stored, ApiError> {
    let event = Event::Cancel { by: officer(actor) };
    end(app, actor, id, (event, Kind::RequestCancelled), ground).await
}

async fn end(
    app: &App,
    actor: &Actor,
    id: RequestId,
    (event, kind): (Event, Kind),
    ground: Ground,
) -> Result<Stored, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("request.end").await?;
    let (mut stored, Composed { request, .. }) = lock_in(app, &mut tx, actor, id).await?;
    fresh(&stored, ground.version)?;
    let next = step(&state(&stored, &request, &chain(&request, now))?, event, now)?.next;
    stored.state = next.phase;
    stored.approver = next.approved_by.first().copied();
    stored.second_approver = next.approved_by.get(1).copied();
    stored.needs_second = stored.needs_second && stored.approver.is_some();
    stored.reason_sealed =
        Some(app.vault.seal_text(Place { column: REASON, row: stored.id.as_uuid() }, &ground.reason));
    let deed = Deed { kind, actor: &actor.ledger_name(), reason: Some(&ground.reason), at: now };
    save_as(app, &mut tx, &mut stored, deed).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(stored)
}

/// Column of the reason.
pub(super) const REASON: &str = "request.reason";
