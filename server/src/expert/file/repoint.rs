//! When a unit is merged into another, every file that names it names the other from then on.

use rules::expert::file::ExpertFile;
use rules::id::{ExpertId, UnitId};

use super::{Saving, lock_in, save_in, store};
use crate::app::App;
use crate::db::Tx;
use crate::http::ApiError;
use crate::ledger::Deed;

/// Puts `into` in the place of `from` in all files; units are locked before experts. The number of files written comes back.
pub async fn repoint_units_in(
    app: &App,
    tx: &mut Tx,
    (from, into): (UnitId, UnitId),
    deed: &Deed<'_>,
) -> Result<usize, ApiError> {
    let ids = store::of_unit(tx, from.as_uuid()).await?;
    let ids: Vec<ExpertId> = ids.into_iter().map(ExpertId::from_uuid).collect();
    let mut count = 0;
    for chunk in ids.chunks(CHUNK) {
        let held = lock_in(app, tx, chunk).await?;
        let savings = held.into_iter().map(|before| {
            let mut after = before.file.clone();
            repoint(&mut after, from, into);
            Saving::over(before, after).detail("merged_unit", format!("unit/{from}"))
        });
        count += save_in(app, tx, savings.collect(), deed).await?;
    }
    Ok(count)
}

fn repoint(file: &mut ExpertFile, from: UnitId, into: UnitId) {
    let units = file.unit.iter_mut();
    let units = units.chain(file.employments.iter_mut().map(|fact| &mut fact.unit));
    let units = units.chain(file.kin.iter_mut().filter_map(|fact| fact.unit.as_mut()));
    let units = units.chain(file.licences.iter_mut().map(|fact| &mut fact.unit));
    let units = units.chain(file.declarations.iter_mut().map(|fact| &mut fact.unit));
    let units = units.chain(file.panels.iter_mut().filter_map(|fact| fact.tenderee.as_mut()));
    units.filter(|unit| **unit == from).for_each(|unit| *unit = into);
}

/// Files rewritten at once.
const CHUNK: usize = 2_000;
