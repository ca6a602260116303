//! Rows of facts about units: officers, and who holds how much. Each goes into the file of the unit whose code it names.

use std::collections::BTreeMap;

use rules::id::UnitId;
use rules::import::{EquityRow, Found, Key, Known, OfficerRow, Planner, Row, Verdict};
use rules::ledger::entry;
use rules::unit::CreditCode;
use rules::unit::file::{Holder, Officer, Stake, UnitFile};
use rules::unit::model::{HolderKind, UnitKind};

use super::{CHUNK, LOOKED_UP, Stop, Walk, Writer};
use crate::unit::{self, Label, Saving, UnitRef};

/// A kind of fact about a unit, as rows and as a list of the file.
pub(super) trait UnitFact: Row + Send + Sync + 'static {
    type Fact: Clone + Send;

    /// Code of the unit that the fact is about.
    fn code(&self) -> CreditCode;

    /// Writes the unit's code as the register has it.
    fn set_code(&mut self, code: CreditCode);

    /// Another unit that the row names.
    fn other(&self) -> Option<UnitRef> {
        None
    }

    /// Writes the other unit as the register has it.
    fn name_other(&mut self, _label: &Label) {}

    fn list(file: &UnitFile) -> &[Self::Fact];

    fn list_mut(file: &mut UnitFile) -> &mut Vec<Self::Fact>;

    /// The other unit of a fact.
    fn other_of(_fact: &Self::Fact) -> Option<UnitId> {
        None
    }

    /// The fact as a row.
    fn of_fact(code: CreditCode, fact: &Self::Fact, other: Option<&Label>) -> Self;

    /// The row as a fact.
    fn fact(self, other: Option<UnitId>) -> Self::Fact;
}

impl UnitFact for OfficerRow {
    type Fact = Officer;

    fn code(&self) -> CreditCode {
        self.unit_code
    }

    fn set_code(&mut self, code: CreditCode) {
        self.unit_code = code;
    }

    fn list(file: &UnitFile) -> &[Officer] {
        &file.officers
    }

    fn list_mut(file: &mut UnitFile) -> &mut Vec<Officer> {
        &mut file.officers
    }

    fn of_fact(code: CreditCode, fact: &Officer, _other: Option<&Label>) -> Self {
        let Officer { role, from, until, name, id_number } = fact.clone();
        Self { unit_code: code, role, name, id_number, from, until }
    }

    fn fact(self, _other: Option<UnitId>) -> Officer {
        let Self { role, name, id_number, from, until, .. } = self;
        Officer { role, from, until, name, id_number }
    }
}

impl UnitFact for EquityRow {
    type Fact = Stake;

    fn code(&self) -> CreditCode {
        self.unit_code
    }

    fn set_code(&mut self, code: CreditCode) {
        self.unit_code = code;
    }

    /// Every holder but a person is a unit of the register.
    fn other(&self) -> Option<UnitRef> {
        let kind = match self.holder_kind {
            HolderKind::Person => return None,
            HolderKind::State => Some(UnitKind::State),
            HolderKind::Fund => Some(UnitKind::Fund),
            HolderKind::Company | HolderKind::EmployeePlatform => None,
        };
        Some(UnitRef { kind, ..UnitRef::new(self.holder_code, Some(self.holder_name.clone())) })
    }

    fn name_other(&mut self, label: &Label) {
        self.holder_code = label.code;
        self.holder_name.clone_from(&label.name);
    }

    fn list(file: &UnitFile) -> &[Stake] {
        &file.holders
    }

    fn list_mut(file: &mut UnitFile) -> &mut Vec<Stake> {
        &mut file.holders
    }

    fn other_of(fact: &Stake) -> Option<UnitId> {
        match fact.holder {
            Holder::Unit(unit) => Some(unit),
            Holder::Named { .. } => None,
        }
    }

    fn of_fact(code: CreditCode, fact: &Stake, other: Option<&Label>) -> Self {
        let (holder_name, holder_id_number) = match &fact.holder {
            Holder::Unit(_) => (other.map(|other| other.name.clone()).unwrap_or_default(), None),
            Holder::Named { name, id_number } => (name.clone(), *id_number),
        };
        Self {
            unit_code: code,
            holder_kind: fact.kind,
            holder_code: other.and_then(|other| other.code),
            holder_name,
            holder_id_number,
            share: fact.share,
            control: fact.control,
            from: fact.from,
            until: fact.until,
        }
    }

    fn fact(self, other: Option<UnitId>) -> Stake {
        let Self {
            holder_kind: kind, holder_name: name, holder_id_number: id_number, share, control, from, until, ..
        } = self;
        let holder = other.map_or(Holder::Named { name, id_number }, Holder::Unit);
        Stake { holder, kind, share, control, from, until }
    }
}

/// Judges and, unless it is a dry run, writes the rows.
pub(super) async fn walk<R: UnitFact>(walk: &mut Walk) -> Result<(), Stop> {
    let parsed = walk.parse::<R>().await?;
    let (mut planner, mut rows) = walk.split(parsed);
    rows.sort_by_key(|(_, row)| row.code());
    let units = look_up(walk, &mut rows).await?;
    rows.sort_by_key(|(_, row)| row.code());
    let mut rows = rows.into_iter().peekable();
    while let Some(first) = rows.next() {
        let mut chunk = vec![first];
        while let Some(next) =
            rows.next_if(|(_, row)| row.code() == chunk[chunk.len() - 1].1.code() || chunk.len() < CHUNK)
        {
            chunk.push(next);
        }
        walk.begin_chunk().await?;
        take(walk, &mut planner, chunk, &units).await?;
        walk.end_chunk(&planner);
    }
    walk.end_chunk(&planner);
    Ok(())
}

type Units = BTreeMap<CreditCode, (UnitId, Label)>;

/// The units that rows are about, before any row makes one: a holder that a row makes is no unit that the next may be about.
async fn look_up<R: UnitFact>(walk: &mut Walk, rows: &mut [(u32, R)]) -> Result<Units, Stop> {
    let mut units = BTreeMap::new();
    let mut codes: Vec<CreditCode> = rows.iter().map(|(_, row)| row.code()).collect();
    codes.dedup();
    for chunk in codes.chunks(LOOKED_UP) {
        let refs: Vec<UnitRef> = chunk.iter().map(|code| UnitRef::new(Some(*code), None)).collect();
        let found = unit::find_in(&mut walk.tx, &refs).await?;
        let labels = unit::labels_in(&mut walk.tx, found.iter().flatten().copied()).await?;
        let found = chunk.iter().zip(found).filter_map(|(code, id)| Some((*code, id?)));
        units.extend(found.filter_map(|(code, id)| Some((code, (id, labels.get(&id)?.clone())))));
    }
    let successors: Vec<(CreditCode, (UnitId, Label))> = units
        .iter()
        .filter_map(|(code, (id, label))| Some((label.code.filter(|own| own != code)?, (*id, label.clone()))))
        .collect();
    for (_, row) in rows.iter_mut() {
        if let Some((_, label)) = units.get(&row.code()) {
            row.set_code(label.code.unwrap_or_else(|| row.code()));
        }
    }
    units.extend(successors);
    Ok(units)
}

async fn take<R: UnitFact>(
    walk: &mut Walk,
    planner: &mut Planner,
    mut chunk: Vec<(u32, R)>,
    units: &Units,
) -> Result<(), Stop> {
    let files = Files::<R>::open(walk, &chunk, units).await?;
    name_others(walk, &mut chunk).await?;
    let mut accepted = Vec::new();
    for (line, row) in chunk {
        let unit = units.get(&row.code());
        let id = unit.map(|(id, _)| *id);
        let found = files.found(&row, unit);
        let verdict = walk.judge(planner, line, Ok(row), &found);
        match (verdict, id) {
            (Verdict::Inserted(row), Some(id)) => accepted.push((id, None, row)),
            (Verdict::Updated { id: place, row, .. }, Some(id)) => accepted.push((id, Some(place), row)),
            _ => {}
        }
    }
    match walk.writer.clone() {
        Some(writer) if !accepted.is_empty() => write(walk, &writer, accepted, files.files).await,
        _ => Ok(()),
    }
}

/// The files that a chunk is about, with their facts as rows.
struct Files<R> {
    files: BTreeMap<UnitId, UnitFile>,
    known: BTreeMap<Key, (usize, R)>,
}

impl<R: UnitFact> Files<R> {
    async fn open(walk: &mut Walk, chunk: &[(u32, R)], units: &Units) -> Result<Self, Stop> {
        let mut about: Vec<(UnitId, CreditCode)> =
            chunk.iter().filter_map(|(_, row)| Some((units.get(&row.code())?.0, row.code()))).collect();
        about.dedup();
        let ids: Vec<UnitId> = about.iter().map(|(id, _)| *id).collect();
        let files = unit::load_in(&walk.app, &mut walk.tx, &ids).await?;
        let others = files.iter().flat_map(|file| R::list(file)).filter_map(R::other_of);
        let labels = unit::labels_in(&mut walk.tx, others).await?;
        let mut known = BTreeMap::new();
        for (file, (_, code)) in files.iter().zip(&about) {
            for (place, fact) in R::list(file).iter().enumerate() {
                let row = R::of_fact(*code, fact, R::other_of(fact).and_then(|other| labels.get(&other)));
                for key in row.keys() {
                    known.entry(key).or_insert_with(|| (place, row.clone()));
                }
            }
        }
        Ok(Self { files: files.into_iter().map(|file| (file.id, file)).collect(), known })
    }

    /// What the register holds about a row; a fact's id is its place in the file's list.
    fn found(&self, row: &R, unit: Option<&(UnitId, Label)>) -> Found<R, usize> {
        let known = |key: Key| {
            let (place, row) = self.known.get(&key)?;
            Some(Known { id: *place, area: None, row: row.clone() })
        };
        Found {
            records: row.keys().into_iter().map(known).collect(),
            subject_area: unit.and_then(|(_, label)| label.area),
            missing: if unit.is_none() { vec!["unit_code"] } else { Vec::new() },
        }
    }
}

/// Writes into each row the other unit as the register has it, so that a repeat finds nothing to change.
async fn name_others<R: UnitFact>(walk: &mut Walk, chunk: &mut [(u32, R)]) -> Result<(), Stop> {
    let refs: Vec<(usize, UnitRef)> =
        chunk.iter().enumerate().filter_map(|(place, (_, row))| Some((place, row.other()?))).collect();
    let wanted: Vec<UnitRef> = refs.iter().map(|(_, wanted)| wanted.clone()).collect();
    let found = unit::find_in(&mut walk.tx, &wanted).await?;
    let labels = unit::labels_in(&mut walk.tx, found.iter().flatten().copied()).await?;
    for ((place, _), id) in refs.iter().zip(found) {
        if let Some(label) = id.and_then(|id| labels.get(&id)) {
            chunk[*place].1.name_other(label);
        }
    }
    Ok(())
}

async fn write<R: UnitFact>(
    walk: &mut Walk,
    writer: &Writer,
    accepted: Vec<(UnitId, Option<usize>, R)>,
    mut files: BTreeMap<UnitId, UnitFile>,
) -> Result<(), Stop> {
    let refs: Vec<UnitRef> = accepted.iter().filter_map(|(_, _, row)| row.other()).collect();
    let deed = writer.deed(entry::Kind::UnitAmended);
    let mut others = unit::resolve_in(&walk.app, &mut walk.tx, &refs, &deed).await?.into_iter();
    let mut touched: Vec<UnitId> = Vec::new();
    for (id, place, row) in accepted {
        let other = row.other().and_then(|_| others.next());
        let Some(file) = files.get_mut(&id) else { continue };
        let fact = row.fact(other);
        match place {
            Some(place) => R::list_mut(file)[place] = fact,
            None => R::list_mut(file).push(fact),
        }
        if touched.last() != Some(&id) {
            touched.push(id);
        }
    }
    let savings = touched.into_iter().filter_map(|id| files.remove(&id));
    let details = || vec![("import", writer.import.to_string())];
    let savings = savings.map(|file| Saving { file, details: details() }).collect();
    unit::save_in(&walk.app, &mut walk.tx, savings, &deed).await?;
    Ok(())
}
