//! Merging units: the successor takes over every file that named the merged one, experts' files too.

use rules::id::UnitId;
use rules::ledger::entry::Kind;
use rules::unit::merge as rule;
use rules::unit::model::UnitNameKind;

use super::near;
use super::save::{Saving, save_in};
use super::{file, store};
use crate::app::App;
use crate::db::Tx;
use crate::expert;
use crate::http::{Actor, ApiError};
use crate::ledger::Deed;

/// What is merged into what, and whether the name that goes stays as a former name or alias.
#[derive(Clone, Copy, Debug)]
pub struct Merger {
    pub from: UnitId,
    pub into: UnitId,
    pub named: Option<UnitNameKind>,
}

/// Merges within the caller's transaction, which holds the lock of the register.
pub async fn merge_in(app: &App, tx: &mut Tx, actor: &Actor, merger: Merger, deed: &Deed<'_>) -> Result<(), ApiError> {
    let Merger { from, into, named } = merger;
    let mut ids = store::find::naming(tx, from.as_uuid()).await?;
    ids.extend([from.as_uuid(), into.as_uuid()]);
    let ids: Vec<UnitId> = ids.into_iter().map(UnitId::from_uuid).collect();
    let mut opened = file::open_in(app, tx, &ids).await?;
    let mut gone = opened.remove(&from).ok_or_else(ApiError::not_found)?.file;
    let mut successor = if from == into {
        return Err(rule::MergeError::Itself.into());
    } else {
        opened.remove(&into).ok_or_else(ApiError::not_found)?.file
    };
    rule::merge(&mut gone, &mut successor, named)?;
    let gone = Saving { file: gone, details: vec![("into", file::subject(into))] };
    let merged = ("merged", file::subject(from));
    let mut savings = vec![Saving { file: successor, details: vec![merged.clone()] }];
    for mut unit in opened.into_values() {
        rule::succeed(&mut unit.file, from, into);
        savings.push(Saving { file: unit.file, details: vec![merged.clone()] });
    }
    near::close_of_in(app, tx, actor, from, deed).await?;
    save_in(app, tx, vec![gone], &Deed { kind: Kind::UnitMerged, ..*deed }).await?;
    save_in(app, tx, savings, &Deed { kind: Kind::UnitAmended, ..*deed }).await?;
    expert::repoint_units_in(app, tx, (from, into), &Deed { kind: Kind::ExpertAmended, ..*deed }).await?;
    Ok(())
}

impl From<rule::MergeError> for ApiError {
    fn from(error: rule::MergeError) -> Self {
        use rules::wording::Worded as _;
        Self::conflict(error.code(), error.zh() + "。", error.en() + ".")
    }
}
