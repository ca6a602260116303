//! Rows of experts: each is one person's file.

use std::collections::{BTreeMap, BTreeSet};

use rules::expert::SpecialtyCode;
use rules::expert::model::{Library, State};
use rules::id::ExpertId;
use rules::import::{CellError, ExpertRow, Found, Kind, Known, Planner, Verdict};
use rules::ledger::entry;
use rules::time;

use super::super::refusal::RowFault;
use super::{CHUNK, LOOKED_UP, Stop, Walk, Writer};
use crate::expert::find::{self, Hit};
use crate::expert::row::{filled, new_file, row_of, unit_of};
use crate::expert::{self, Held, Saving};
use crate::specialty;
use crate::unit::{self, UnitRef};

/// Judges and, unless it is a dry run, writes the rows.
pub(super) async fn walk(walk: &mut Walk) -> Result<(), Stop> {
    let parsed = walk.parse::<ExpertRow>().await?;
    let (mut planner, mut rows) = walk.split(parsed);
    // Numbers that a file brings must be taken before the pool gives the next ones.
    rows.sort_by_key(|(_, row)| row.number.is_none());
    let today = time::local_of(walk.app.clock.now()).date();
    let codes = specialty::codes_in_force_in(&mut walk.tx, today).await?;
    let hits = look_up(walk, &rows).await?;
    let mut rows = rows.into_iter().zip(hits).peekable();
    while rows.peek().is_some() {
        let chunk: Vec<(u32, ExpertRow, Hits)> =
            rows.by_ref().take(CHUNK).map(|((line, row), hits)| (line, row, hits)).collect();
        walk.begin_chunk().await?;
        take(walk, &mut planner, chunk, codes.as_ref()).await?;
        walk.end_chunk(&planner);
    }
    walk.end_chunk(&planner);
    Ok(())
}

/// Who has a row's number, and who its identity number.
#[derive(Clone, Copy, Default)]
struct Hits {
    number: Option<Hit>,
    id_number: Option<Hit>,
}

/// Looks all rows up before the first is written. The database plans a statement once for a connection: one that it planned for
/// an empty pool would read the pool from end to end for every chunk that fills it.
async fn look_up(walk: &mut Walk, rows: &[(u32, ExpertRow)]) -> Result<Vec<Hits>, Stop> {
    let mut hits = Vec::with_capacity(rows.len());
    for chunk in rows.chunks(LOOKED_UP) {
        let numbers: Vec<_> = chunk.iter().filter_map(|(_, row)| row.number).collect();
        let id_numbers: Vec<_> = chunk.iter().map(|(_, row)| row.id_number).collect();
        let by_number = find::by_numbers_in(&mut walk.tx, &numbers).await?;
        let by_id_number = find::by_id_numbers_in(&walk.app.vault, &mut walk.tx, &id_numbers).await?;
        let found = chunk.iter().zip(by_id_number).map(|((_, row), id_number)| Hits {
            number: row.number.and_then(|number| by_number.get(&number).copied()),
            id_number,
        });
        hits.extend(found);
    }
    Ok(hits)
}

async fn take(
    walk: &mut Walk,
    planner: &mut Planner,
    mut chunk: Vec<(u32, ExpertRow, Hits)>,
    codes: Option<&BTreeSet<SpecialtyCode>>,
) -> Result<(), Stop> {
    let pool = Pool::look(walk, &chunk).await?;
    name_units(walk, &mut chunk).await?;
    let mut accepted = Vec::new();
    for (line, row, hits) in chunk {
        let records: Vec<_> = pool.records(&row, hits).collect();
        let known = records.iter().flatten().next().map(|known| (known.row.state, known.row.number));
        let is_draft = known.map_or(row.state, |(state, _)| state).unwrap_or(State::Draft) == State::Draft;
        let row = if is_draft && row.number.is_some() {
            Err(vec![CellError::new(Kind::Experts, "number", RowFault::DraftWithNumber)])
        } else {
            Ok(row)
        };
        let missing = row.as_ref().map_or_else(|_| Vec::new(), |row| unknown_codes(row, codes));
        let found = Found { records, subject_area: None, missing };
        match walk.judge(planner, line, row, &found) {
            Verdict::Inserted(row) => accepted.push((None, row)),
            Verdict::Updated { id, row, .. } => accepted.push((Some(id), row)),
            Verdict::Unchanged(_) | Verdict::Refused(_) => {}
        }
    }
    match walk.writer.clone() {
        Some(writer) if !accepted.is_empty() => write(walk, &writer, accepted, pool.held).await,
        _ => Ok(()),
    }
}

/// What the pool holds about the rows of a chunk.
struct Pool {
    held: BTreeMap<ExpertId, Held>,
    rows: BTreeMap<ExpertId, ExpertRow>,
}

impl Pool {
    async fn look(walk: &mut Walk, chunk: &[(u32, ExpertRow, Hits)]) -> Result<Self, Stop> {
        let hits = chunk.iter().flat_map(|(_, _, hits)| [hits.number, hits.id_number]).flatten();
        let ids: BTreeSet<ExpertId> = hits.map(|hit| hit.id).collect();
        let ids: Vec<ExpertId> = ids.into_iter().collect();
        let held = if walk.writer.is_some() {
            expert::lock_in(&walk.app, &mut walk.tx, &ids).await?
        } else {
            expert::load_in(&walk.app, &mut walk.tx, &ids).await?
        };
        let units = held.iter().filter_map(|held| held.file.unit);
        let labels = unit::labels_in(&mut walk.tx, units).await?;
        let rows = held.iter().map(|held| (held.file.id, row_of(&held.file, &labels))).collect();
        let held = held.into_iter().map(|held| (held.file.id, held)).collect();
        Ok(Self { held, rows })
    }

    /// For each key of the row, the record that it finds.
    fn records(&self, row: &ExpertRow, hits: Hits) -> impl Iterator<Item = Option<Known<ExpertRow, ExpertId>>> {
        let known = |hit: Option<Hit>| {
            let hit = hit?;
            let row = self.rows.get(&hit.id)?.clone();
            Some(Known { id: hit.id, area: Some(hit.area), row })
        };
        let by_number = row.number.map(|_| known(hits.number));
        by_number.into_iter().chain([known(hits.id_number)])
    }
}

/// Writes into each row the unit as the register has it, so that a repeat finds nothing to change.
async fn name_units(walk: &mut Walk, chunk: &mut [(u32, ExpertRow, Hits)]) -> Result<(), Stop> {
    let refs: Vec<(usize, UnitRef)> =
        chunk.iter().enumerate().filter_map(|(place, (_, row, _))| Some((place, unit_of(row)?))).collect();
    let wanted: Vec<UnitRef> = refs.iter().map(|(_, wanted)| wanted.clone()).collect();
    let found = unit::find_in(&mut walk.tx, &wanted).await?;
    let labels = unit::labels_in(&mut walk.tx, found.iter().flatten().copied()).await?;
    for ((place, _), id) in refs.iter().zip(found) {
        if let Some(label) = id.and_then(|id| labels.get(&id)) {
            let row = &mut chunk[*place].1;
            row.unit_code = label.code;
            row.unit_name = Some(label.name.clone());
        }
    }
    Ok(())
}

async fn write(
    walk: &mut Walk,
    writer: &Writer,
    accepted: Vec<(Option<ExpertId>, ExpertRow)>,
    mut held: BTreeMap<ExpertId, Held>,
) -> Result<(), Stop> {
    let refs: Vec<UnitRef> = accepted.iter().filter_map(|(_, row)| unit_of(row)).collect();
    let deed = writer.deed(entry::Kind::UnitAmended);
    let mut units = unit::resolve_in(&walk.app, &mut walk.tx, &refs, &deed).await?.into_iter();
    let today = time::local_of(writer.at).date();
    let (mut new, mut changed) = (Vec::new(), Vec::new());
    for (id, row) in accepted {
        let unit = unit_of(&row).and_then(|_| units.next());
        match id.and_then(|id| held.remove(&id)) {
            Some(before) => {
                let after = filled(before.file.clone(), row, unit);
                changed.push(Saving::over(before, after).detail("import", writer.import.to_string()));
            }
            None => new.push(filled(new_file(ExpertId::from_uuid(walk.app.uuid()), &row, today), row, unit)),
        }
    }
    expert::admit_in(&walk.app, &mut walk.tx, &mut new.iter_mut().collect::<Vec<_>>()).await?;
    let new = new.into_iter().map(|file| Saving::new(file).detail("import", writer.import.to_string())).collect();
    expert::save_in(&walk.app, &mut walk.tx, new, &writer.deed(entry::Kind::ExpertAdmitted)).await?;
    expert::save_in(&walk.app, &mut walk.tx, changed, &writer.deed(entry::Kind::ExpertAmended)).await?;
    Ok(())
}

fn unknown_codes(row: &ExpertRow, codes: Option<&BTreeSet<SpecialtyCode>>) -> Vec<&'static str> {
    let Some(codes) = codes else { return Vec::new() };
    let fields = [(Library::Evaluation, "evaluation_specialties"), (Library::Review, "review_specialties")].into_iter();
    let lacks =
        |library: Library| row.term(library).is_some_and(|term| !term.specialties.iter().all(|c| codes.contains(c)));
    fields.filter(|(library, _)| lacks(*library)).map(|(_, field)| field).collect()
}
