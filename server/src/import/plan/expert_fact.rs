//! Rows of facts about experts: each goes into the file of the person whose number it names.

use std::collections::BTreeMap;

use rules::expert::ExpertNumber;
use rules::expert::file::ExpertFile;
use rules::id::{ExpertId, UnitId};
use rules::import::{Found, Key, Known, Planner, Row, Verdict};
use rules::ledger::entry;

use super::{CHUNK, LOOKED_UP, Stop, Walk, Writer};
use crate::expert::find::{self, Hit};
use crate::expert::{self, Held, Saving};
use crate::unit::{self, Label, UnitRef};

/// A kind of fact about an expert, as rows and as a list of the file.
pub(super) trait ExpertFact: Row + Send + Sync + 'static {
    type Fact: Clone + Send;

    /// Whose fact.
    fn number(&self) -> ExpertNumber;

    /// The unit that the row names.
    fn unit(&self) -> Option<UnitRef> {
        None
    }

    /// Writes the unit as the register has it.
    fn name_unit(&mut self, _label: &Label) {}

    /// What is wrong with the row beyond its cells.
    fn fault(&self) -> Option<rules::import::CellError> {
        None
    }

    fn list(file: &ExpertFile) -> &[Self::Fact];

    fn list_mut(file: &mut ExpertFile) -> &mut Vec<Self::Fact>;

    /// The unit of a fact.
    fn unit_of(_fact: &Self::Fact) -> Option<UnitId> {
        None
    }

    /// The fact as a row, where a file can say it.
    fn of_fact(number: ExpertNumber, fact: &Self::Fact, unit: Option<&Label>) -> Option<Self>;

    /// The row as a fact.
    fn fact(self, unit: Option<UnitId>) -> anyhow::Result<Self::Fact>;
}

/// Judges and, unless it is a dry run, writes the rows.
pub(super) async fn walk<R: ExpertFact>(walk: &mut Walk) -> Result<(), Stop> {
    let parsed = walk.parse::<R>().await?;
    let (mut planner, mut rows) = walk.split(parsed);
    rows.sort_by_key(|(_, row)| row.number());
    let experts = look_up(walk, &rows).await?;
    let mut rows = rows.into_iter().peekable();
    while let Some(first) = rows.next() {
        let mut chunk = vec![first];
        let mut count = 1;
        while let Some(next) = rows.next_if(|(_, row)| {
            let same = row.number() == chunk[chunk.len() - 1].1.number();
            same || (count < CHUNK && chunk.len() < ROWS)
        }) {
            count += usize::from(next.1.number() != chunk[chunk.len() - 1].1.number());
            chunk.push(next);
        }
        walk.begin_chunk().await?;
        take(walk, &mut planner, chunk, &experts).await?;
        walk.end_chunk(&planner);
    }
    walk.end_chunk(&planner);
    Ok(())
}

type Experts = BTreeMap<ExpertNumber, Hit>;

async fn look_up<R: ExpertFact>(walk: &mut Walk, rows: &[(u32, R)]) -> Result<Experts, Stop> {
    let mut numbers: Vec<ExpertNumber> = rows.iter().map(|(_, row)| row.number()).collect();
    numbers.dedup();
    let mut experts = BTreeMap::new();
    for chunk in numbers.chunks(LOOKED_UP) {
        experts.append(&mut find::by_numbers_in(&mut walk.tx, chunk).await?);
    }
    Ok(experts)
}

async fn take<R: ExpertFact>(
    walk: &mut Walk,
    planner: &mut Planner,
    mut chunk: Vec<(u32, R)>,
    experts: &Experts,
) -> Result<(), Stop> {
    let files = Files::<R>::open(walk, &chunk, experts).await?;
    name_units(walk, &mut chunk).await?;
    let mut accepted = Vec::new();
    for (line, row) in chunk {
        let hit = experts.get(&row.number()).copied();
        let found = files.found(&row, hit);
        let row = row.fault().map_or(Ok(row), |fault| Err(vec![fault]));
        let verdict = walk.judge(planner, line, row, &found);
        match (verdict, hit) {
            (Verdict::Inserted(row), Some(hit)) => accepted.push((hit.id, None, row)),
            (Verdict::Updated { id, row, .. }, Some(hit)) => accepted.push((hit.id, Some(id), row)),
            _ => {}
        }
    }
    match walk.writer.clone() {
        Some(writer) if !accepted.is_empty() => write(walk, &writer, accepted, files.held).await,
        _ => Ok(()),
    }
}

/// The files that a chunk is about, with their facts as rows.
struct Files<R> {
    held: BTreeMap<ExpertId, Held>,
    known: BTreeMap<Key, (usize, R)>,
}

impl<R: ExpertFact> Files<R> {
    async fn open(walk: &mut Walk, chunk: &[(u32, R)], experts: &Experts) -> Result<Self, Stop> {
        let mut ids: Vec<ExpertId> = chunk.iter().filter_map(|(_, row)| Some(experts.get(&row.number())?.id)).collect();
        ids.dedup();
        let held = if walk.writer.is_some() {
            expert::lock_in(&walk.app, &mut walk.tx, &ids).await?
        } else {
            expert::load_in(&walk.app, &mut walk.tx, &ids).await?
        };
        let units = held.iter().flat_map(|held| R::list(&held.file)).filter_map(R::unit_of);
        let labels = unit::labels_in(&mut walk.tx, units).await?;
        let mut known = BTreeMap::new();
        for Held { file, .. } in &held {
            let Some(number) = file.number else { continue };
            for (place, fact) in R::list(file).iter().enumerate() {
                let unit = R::unit_of(fact).and_then(|unit| labels.get(&unit));
                let Some(row) = R::of_fact(number, fact, unit) else { continue };
                for key in row.keys() {
                    known.entry(key).or_insert_with(|| (place, row.clone()));
                }
            }
        }
        Ok(Self { held: held.into_iter().map(|held| (held.file.id, held)).collect(), known })
    }

    /// What the pool holds about a row; a fact's id is its place in the file's list.
    fn found(&self, row: &R, hit: Option<Hit>) -> Found<R, usize> {
        let known = |key: Key| {
            let (place, row) = self.known.get(&key)?;
            Some(Known { id: *place, area: None, row: row.clone() })
        };
        Found {
            records: row.keys().into_iter().map(known).collect(),
            subject_area: hit.map(|hit| hit.area),
            missing: if hit.is_none() { vec!["expert_number"] } else { Vec::new() },
        }
    }
}

/// Writes into each row the unit as the register has it, so that a repeat finds nothing to change.
async fn name_units<R: ExpertFact>(walk: &mut Walk, chunk: &mut [(u32, R)]) -> Result<(), Stop> {
    let refs: Vec<(usize, UnitRef)> =
        chunk.iter().enumerate().filter_map(|(place, (_, row))| Some((place, row.unit()?))).collect();
    if refs.is_empty() {
        return Ok(());
    }
    let wanted: Vec<UnitRef> = refs.iter().map(|(_, wanted)| wanted.clone()).collect();
    let found = unit::find_in(&mut walk.tx, &wanted).await?;
    let labels = unit::labels_in(&mut walk.tx, found.iter().flatten().copied()).await?;
    for ((place, _), id) in refs.iter().zip(found) {
        if let Some(label) = id.and_then(|id| labels.get(&id)) {
            chunk[*place].1.name_unit(label);
        }
    }
    Ok(())
}

async fn write<R: ExpertFact>(
    walk: &mut Walk,
    writer: &Writer,
    accepted: Vec<(ExpertId, Option<usize>, R)>,
    held: BTreeMap<ExpertId, Held>,
) -> Result<(), Stop> {
    let refs: Vec<UnitRef> = accepted.iter().filter_map(|(_, _, row)| row.unit()).collect();
    let deed = writer.deed(entry::Kind::UnitAmended);
    let mut units = unit::resolve_in(&walk.app, &mut walk.tx, &refs, &deed).await?.into_iter();
    let mut after: BTreeMap<ExpertId, ExpertFile> = BTreeMap::new();
    for (id, place, row) in accepted {
        let Some(before) = held.get(&id) else { continue };
        let file = after.entry(id).or_insert_with(|| before.file.clone());
        let unit = row.unit().and_then(|_| units.next());
        let fact = row.fact(unit)?;
        match place {
            Some(place) => R::list_mut(file)[place] = fact,
            None => R::list_mut(file).push(fact),
        }
    }
    let savings = held.into_values().filter_map(|before| {
        let after = after.remove(&before.file.id)?;
        Some(Saving::over(before, after).detail("import", writer.import.to_string()))
    });
    let savings: Vec<Saving> = savings.collect();
    let deed = writer.deed(entry::Kind::ExpertFactsImported);
    expert::save_in(&walk.app, &mut walk.tx, savings, &deed).await?;
    Ok(())
}

/// Rows handled at once, unless one person has more.
const ROWS: usize = 4_000;
