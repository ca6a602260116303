//! Deciding pairs. One transaction at a time has the lock of the register, so of two officers one hears that it is decided.

use rules::id::{NearId, UnitId};
use rules::ledger::entry::Kind;
use rules::unit::model::{NearDecision, NearState, UnitNameKind, UnitState};

use super::record;
use super::store::{self, Pair};
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError, FieldDifference};
use crate::ledger::{self, Deed};
use crate::unit::merge::{Merger, merge_in};
use crate::unit::store::find::{self, Hit};

/// What the officer decided, and which unit they saw as the one that stays.
pub struct Decision {
    pub decision: NearDecision,
    pub reason: String,
    pub stays: Option<UnitId>,
}

/// Decides an open pair; all but `distinct` merge the left into the right.
pub async fn decide(app: &App, actor: &Actor, id: NearId, decision: Decision) -> Result<Pair, ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("near.decide").await?;
    find::lock_register(&mut tx).await?;
    let mut pair = store::lock(&mut tx, id).await?;
    ledger::vouch_in(app, &mut tx, vec![record::standing(&app.vault, &pair)]).await?;
    if pair.state != NearState::Open {
        return Err(decided(&pair));
    }
    let (goes, stays) = sides_in(&mut tx, &pair).await?;
    if decision.stays.is_some_and(|seen| seen != stays) {
        return Err(turned());
    }
    let ledger_name = actor.ledger_name();
    let deed = Deed { kind: Kind::NearDecided, actor: &ledger_name, reason: Some(&decision.reason), at: now };
    close(app, &mut tx, actor, &mut pair, (decision.decision.outcome(), &deed)).await?;
    let named = match decision.decision {
        NearDecision::Merge => Some(None),
        NearDecision::Former => Some(Some(UnitNameKind::Former)),
        NearDecision::Alias => Some(Some(UnitNameKind::Alias)),
        NearDecision::Distinct => None,
    };
    if let Some(named) = named {
        merge_in(app, &mut tx, actor, Merger { from: goes, into: stays, named }, &deed).await?;
    }
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(pair)
}

/// Closes the open pairs of a unit that is merged away: there is nothing left to decide about it.
pub async fn close_of_in(app: &App, tx: &mut Tx, actor: &Actor, unit: UnitId, deed: &Deed<'_>) -> Result<(), ApiError> {
    let deed = Deed { kind: Kind::NearDecided, ..*deed };
    let pairs = store::lock_open_of(tx, unit).await?;
    ledger::vouch_in(app, tx, pairs.iter().map(|pair| record::standing(&app.vault, pair)).collect()).await?;
    for mut pair in pairs {
        close(app, tx, actor, &mut pair, (NearState::Merged, &deed)).await?;
    }
    Ok(())
}

async fn close(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    pair: &mut Pair,
    (state, deed): (NearState, &Deed<'_>),
) -> Result<(), ApiError> {
    pair.state = state;
    pair.decided_by = Some(actor.account_id);
    pair.decided_at = Some(deed.at);
    pair.reason = deed.reason.map(str::to_owned);
    pair.entry = ledger::append(app, tx, record::entry(&app.vault, pair, deed), deed.at).await?;
    Ok(store::save(tx, pair).await?)
}

/// The unit that goes and the unit that stays.
async fn sides_in(tx: &mut Tx, pair: &Pair) -> sqlx::Result<(UnitId, UnitId)> {
    let hits = find::by_ids(tx, &[pair.left_id.as_uuid(), pair.right_id.as_uuid()]).await?;
    let standing = |id: UnitId| hits.iter().find(|hit| hit.id == id.as_uuid()).map(standing_of).unwrap_or_default();
    Ok(sides((pair.left_id, standing(pair.left_id)), (pair.right_id, standing(pair.right_id))))
}

/// The better known unit stays; of equals the older one, which has the smaller id.
pub fn sides(older: (UnitId, Standing), younger: (UnitId, Standing)) -> (UnitId, UnitId) {
    if younger.1 > older.1 { (older.0, younger.0) } else { (younger.0, older.0) }
}

/// Whether a unit has a code, and whether it is known.
pub type Standing = (bool, bool);

fn standing_of(hit: &Hit) -> Standing {
    (hit.code.is_some(), hit.state == UnitState::Known.code())
}

fn decided(pair: &Pair) -> ApiError {
    ApiError::conflict(
        "near.decided",
        format!("这一对单位已处理为“{}”，不能再次处理。", pair.state.zh()),
        format!("This pair was decided already ({}); it is not decided twice.", pair.state.en()),
    )
    .with_difference(vec![
        FieldDifference::stands("state", pair.state.code().to_owned()),
        FieldDifference::stands("reason", pair.reason.clone()),
        FieldDifference::stands("decided_at", pair.decided_at.map(|at| at.to_string())),
    ])
}

fn turned() -> ApiError {
    ApiError::conflict(
        "near.turned",
        "这一对单位在您查看后有变化，保留的单位已不同。请刷新后再处理。",
        "One of the two units changed since you looked, and the other one would stay. Reload before you decide.",
    )
}
