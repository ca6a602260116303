//! Rows of an edition of the specialty tree: taken whole or not at all, and never changed afterwards.

use std::collections::BTreeMap;

use rules::expert::SpecialtyCode;
use rules::id::EditionId;
use rules::import::{Found, Known, SpecialtyRow, specialties};
use rules::ledger::entry;
use rules::time;

use super::super::refusal::FileFault;
use super::{Stop, Walk};
use crate::specialty::{self, Edition};

/// Judges and, unless it is a dry run, writes the rows.
pub(super) async fn walk(walk: &mut Walk) -> Result<(), Stop> {
    let parsed = walk.parse::<SpecialtyRow>().await?;
    let name = walk.task.edition.clone().unwrap_or_default();
    let (mut planner, rows) = walk.split(parsed);
    let codes: Vec<SpecialtyRow> = rows.iter().map(|(_, row)| row.clone()).collect();
    let mut faults: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for (place, error) in specialties::edition_faults(&codes) {
        faults.entry(place).or_default().push(error);
    }
    let standing = specialty::edition_in(&mut walk.tx, &name).await?;
    if standing.as_ref().is_some_and(|standing| sorted(&standing.rows) != sorted(&codes)) {
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
            let edition = Edition {
                id: EditionId::from_uuid(walk.app.uuid()),
                name,
                in_force_from: time::local_of(writer.at).date(),
                rows: codes,
            };
            let deed = writer.deed(entry::Kind::SpecialtyEditionAdded);
            specialty::add_in(&walk.app, &mut walk.tx, &edition, &deed).await?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn sorted(rows: &[SpecialtyRow]) -> BTreeMap<SpecialtyCode, &str> {
    rows.iter().map(|row| (row.code, row.name.as_str())).collect()
}
