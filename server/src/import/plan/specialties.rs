//! Rows of an edition of the specialty tree: taken whole or not at all, and never changed afterwards.

use std::collections::BTreeMap;

use anyhow::anyhow;
use rules::expert::SpecialtyCode;
use rules::id::EditionId;
use rules::import::{Found, Known, SpecialtyRow, specialties};
use rules::ledger::entry;
use rules::time::day_of;

use super::super::NewEdition;
use super::super::refusal::FileFault;
use super::{Stop, Walk};
use crate::http::ApiError;
use crate::specialty::{self, Edition};

/// Judges and, unless it is a dry run, writes the rows.
pub(super) async fn walk(walk: &mut Walk) -> Result<(), Stop> {
    let parsed = walk.parse::<SpecialtyRow>().await?;
    let Some(NewEdition { name, in_force_from: day }) = walk.task.edition.clone() else {
        return Err(Stop::Error(ApiError::from(anyhow!("a specialty tree is imported as an edition"))));
    };
    let now = walk.app.clock.now();
    let in_force_from = day.unwrap_or_else(|| day_of(walk.writer.as_ref().map_or(now, |writer| writer.at)));
    let (mut planner, rows) = walk.split(parsed);
    let codes: Vec<SpecialtyRow> = rows.iter().map(|(_, row)| row.clone()).collect();
    let standing = specialty::edition_in(&mut walk.tx, &name).await?;
    let mut faults: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    if standing.is_none() {
        if specialty::newest_day_in(&mut walk.tx).await?.is_some_and(|newest| newest > in_force_from) {
            return Err(Stop::File(FileFault::EditionOrder.into()));
        }
        let before = specialty::codes_in_force_in(&mut walk.tx, in_force_from).await?.unwrap_or_default();
        for (place, error) in specialties::edition_faults(&codes, &before) {
            faults.entry(place).or_default().push(error);
        }
    }
    let differs = |standing: &Edition| {
        sorted(&standing.rows) != sorted(&codes) || day.is_some_and(|day| day != standing.in_force_from)
    };
    if standing.as_ref().is_some_and(differs) {
        return Err(Stop::File(FileFault::EditionExists.into()));
    }
    for (place, (line, row)) in rows.into_iter().enumerate() {
        let found = match &standing {
            Some(_) => Found::record(Known { id: place, area: None, row: row.clone() }),
            None => Found::nothing(),
        };
        let row = faults.remove(&place).map_or(Ok(row), Err);
        walk.judge(&mut planner, line, row, &found);
    }
    walk.end_chunk(&planner);
    match walk.writer.clone() {
        Some(writer) if standing.is_none() && walk.outcome.counts.refused == 0 => {
            let edition = Edition { id: EditionId::from_uuid(walk.app.uuid()), name, in_force_from, rows: codes };
            let deed = writer.deed(entry::Kind::SpecialtyEditionAdded);
            specialty::add_in(&walk.app, &mut walk.tx, &edition, &deed).await?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn sorted(rows: &[SpecialtyRow]) -> BTreeMap<SpecialtyCode, (&str, &[SpecialtyCode])> {
    rows.iter().map(|row| (row.code, (row.name.as_str(), row.former.as_slice()))).collect()
}
