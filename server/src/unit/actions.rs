//! What a pool officer does to one unit: give it a name or a code, merge it.

use rules::id::UnitId;
use rules::ledger::entry::Kind;
use rules::unit::CreditCode;
use rules::unit::file::{OtherName, UnitFile};
use rules::unit::model::{UnitNameKind, UnitState};
use rules::unit::name;
use uuid::Uuid;

use super::file::{self, Opened};
use super::merge::{Merger, merge_in};
use super::save::save_in;
use super::store::find;
use crate::app::App;
use crate::db::Tx;
use crate::http::{Actor, ApiError, FieldDifference};
use crate::ledger::Deed;

/// An edit: why, and which version the officer looked at.
pub struct Edit<T> {
    pub to: T,
    pub reason: String,
    pub version: i32,
}

/// Adds a former name or an alias, or gives the unit a new present name, whereupon the old one is a former name.
pub async fn add_name(app: &App, actor: &Actor, id: UnitId, edit: Edit<OtherName>) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("unit.name").await?;
    find::lock_register(&mut tx).await?;
    let mut unit = lock(app, &mut tx, id, edit.version).await?;
    put_name(&mut unit.file, edit.to);
    let ledger_name = actor.ledger_name();
    let deed = Deed { kind: Kind::UnitAmended, actor: &ledger_name, reason: Some(&edit.reason), at: now };
    let saved = save_in(app, &mut tx, vec![unit.file.into()], &deed).await?;
    if saved.updated_count == 0 {
        return Err(name_known());
    }
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

fn put_name(file: &mut UnitFile, new: OtherName) {
    let key = name::key(&new.name);
    if new.kind == UnitNameKind::Present {
        let old = std::mem::replace(&mut file.name, new.name);
        file.names.retain(|other| name::key(&other.name) != key);
        file.names.push(OtherName { kind: UnitNameKind::Former, name: old });
    } else {
        file.names.retain(|other| name::key(&other.name) != key || other.kind == new.kind);
        file.names.push(new);
    }
}

/// Gives a unit its credit code; with one it is known. A code that another unit has asks for a merge instead.
pub async fn set_code(app: &App, actor: &Actor, id: UnitId, edit: Edit<CreditCode>) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("unit.code").await?;
    find::lock_register(&mut tx).await?;
    let mut unit = lock(app, &mut tx, id, edit.version).await?;
    if let Some(other) = find::by_codes(&mut tx, &[edit.to.to_string()]).await?.first()
        && other.id != id.as_uuid()
    {
        return Err(code_taken(edit.to, other.merged_into.unwrap_or(other.id)));
    }
    unit.file.code = Some(edit.to);
    unit.file.state = UnitState::Known;
    unit.file.area = unit.file.area.or_else(|| edit.to.registered_area().map(rules::area::Area::city));
    let ledger_name = actor.ledger_name();
    let deed = Deed { kind: Kind::UnitAmended, actor: &ledger_name, reason: Some(&edit.reason), at: now };
    save_in(app, &mut tx, vec![unit.file.into()], &deed).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// Merges a unit into another.
pub async fn merge(app: &App, actor: &Actor, id: UnitId, edit: Edit<UnitId>) -> Result<(), ApiError> {
    let now = app.clock.now();
    let mut tx = app.begin("unit.merge").await?;
    find::lock_register(&mut tx).await?;
    lock(app, &mut tx, id, edit.version).await?;
    let ledger_name = actor.ledger_name();
    let deed = Deed { kind: Kind::UnitMerged, actor: &ledger_name, reason: Some(&edit.reason), at: now };
    merge_in(app, &mut tx, actor, Merger { from: id, into: edit.to, named: None }, &deed).await?;
    tx.commit().await?;
    app.sequencer.notify_one();
    Ok(())
}

/// The unit as the officer saw it, locked. A merged unit is not edited any more.
async fn lock(app: &App, tx: &mut Tx, id: UnitId, version: i32) -> Result<Opened, ApiError> {
    let unit = file::open_in(app, tx, &[id]).await?.remove(&id).ok_or_else(ApiError::not_found)?;
    if unit.version != version {
        return Err(stale(&unit));
    }
    if unit.file.state == UnitState::Merged {
        return Err(rules::unit::merge::MergeError::Merged.into());
    }
    Ok(unit)
}

fn stale(unit: &Opened) -> ApiError {
    let names: Vec<_> = unit.file.names.iter().map(|other| other.name.as_str()).collect();
    ApiError::conflict(
        "unit.stale",
        "这个单位刚被别人改过，请核对后再提交。",
        "This unit was changed in the meantime; look again before you submit.",
    )
    .with_difference(vec![
        FieldDifference::stands("name", unit.file.name.clone()),
        FieldDifference::stands("code", unit.file.code.map(|code| code.to_string())),
        FieldDifference::stands("state", unit.file.state.code().to_owned()),
        FieldDifference::stands("merged_into", unit.file.merged_into.map(|id| id.to_string())),
        FieldDifference::stands("names", names.join("、")),
        FieldDifference::stands("version", unit.version.to_string()),
    ])
}

fn code_taken(code: CreditCode, other: Uuid) -> ApiError {
    ApiError::conflict(
        "unit.code_taken",
        format!("信用代码 {code} 已属于另一个单位。若是同一单位，请归并到它。"),
        format!("The credit code {code} belongs to another unit. If the two are one, merge this one into it."),
    )
    .with_difference(vec![FieldDifference::stands("merge_into", other.to_string())])
}

fn name_known() -> ApiError {
    ApiError::conflict("unit.name_known", "这个单位已有这个名称。", "The unit has this name already.")
}
