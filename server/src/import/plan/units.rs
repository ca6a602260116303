//! Rows of units: each is one unit's file, and branches lean on other rows.

use std::collections::{BTreeMap, BTreeSet};

use rules::id::UnitId;
use rules::import::{CellError, Found, Kind, Known, Planner, UnitRow, Verdict};
use rules::ledger::entry;
use rules::unit::CreditCode;
use rules::unit::file::{OtherName, UnitFile};
use rules::unit::model::{UnitKind, UnitNameKind, UnitState};

use super::super::refusal::RowFault;
use super::{CHUNK, Stop, Walk, Writer};
use crate::app::App;
use crate::unit::{self, Label, Saving, UnitRef};

/// Judges and, unless it is a dry run, writes the rows: companies before their branches.
pub(super) async fn walk(walk: &mut Walk) -> Result<(), Stop> {
    let parsed = walk.parse::<UnitRow>().await?;
    let (mut planner, rows) = walk.split(parsed);
    let superior: BTreeMap<CreditCode, CreditCode> =
        rows.iter().filter_map(|(_, row)| Some((row.code, row.branch_of?))).collect();
    let in_file: BTreeSet<CreditCode> = rows.iter().map(|(_, row)| row.code).collect();
    let mut ranks: BTreeMap<Option<usize>, Vec<(u32, UnitRow)>> = BTreeMap::new();
    for (line, row) in rows {
        let rank = rank(row.code, &superior, &in_file);
        ranks.entry(rank).or_default().push((line, row));
    }
    for (line, _) in ranks.remove(&None).unwrap_or_default() {
        let fault = CellError::new(Kind::Units, "branch_of", RowFault::BranchCycle);
        walk.judge::<UnitRow, UnitId>(&mut planner, line, Err(vec![fault]), &Found::nothing());
    }
    for rows in ranks.into_values() {
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<(u32, UnitRow)> = rows.by_ref().take(CHUNK).collect();
            walk.begin_chunk().await?;
            take(walk, &mut planner, chunk).await?;
            walk.end_chunk(&planner);
        }
    }
    walk.end_chunk(&planner);
    Ok(())
}

/// How many superiors of the file a unit has above it; none where they lead back to it.
fn rank(
    code: CreditCode,
    superior: &BTreeMap<CreditCode, CreditCode>,
    in_file: &BTreeSet<CreditCode>,
) -> Option<usize> {
    let chain = std::iter::successors(Some(code), |code| superior.get(code).copied().filter(|up| in_file.contains(up)));
    let count = chain.take(DEPTH_MAX + 1).count() - 1;
    (count < DEPTH_MAX).then_some(count)
}

async fn take(walk: &mut Walk, planner: &mut Planner, mut chunk: Vec<(u32, UnitRow)>) -> Result<(), Stop> {
    let pool = Pool::look(walk, &mut chunk).await?;
    let mut accepted = Vec::new();
    for (place, (line, row)) in chunk.into_iter().enumerate() {
        let id = pool.coded[place];
        let known = id.and_then(|id| Some((id, pool.files.get(&id)?)));
        let merged = known.is_some_and(|(_, file)| file.code != Some(row.code));
        let row =
            if merged { Err(vec![CellError::new(Kind::Units, "code", RowFault::Merged)]) } else { Ok(in_order(row)) };
        let found = match known.filter(|_| !merged) {
            Some((id, file)) => Found::record(Known { id, area: file.area, row: pool.row_of(file) }),
            None => Found::nothing(),
        };
        match walk.judge(planner, line, row, &found) {
            Verdict::Inserted(row) => accepted.push((pool.adoptable(place), row)),
            Verdict::Updated { id, row, .. } => accepted.push((Some(id), row)),
            Verdict::Unchanged(_) | Verdict::Refused(_) => {}
        }
    }
    match walk.writer.clone() {
        Some(writer) if !accepted.is_empty() => write(walk, &writer, accepted, pool.files).await,
        _ => Ok(()),
    }
}

/// What the register holds about the rows of a chunk.
struct Pool {
    /// The unit with each row's code.
    coded: Vec<Option<UnitId>>,
    /// The unit that each row's name finds.
    named: Vec<Option<UnitId>>,
    files: BTreeMap<UnitId, UnitFile>,
    labels: BTreeMap<UnitId, Label>,
}

impl Pool {
    /// Looks, and writes into each row its superior as the register has it.
    async fn look(walk: &mut Walk, chunk: &mut [(u32, UnitRow)]) -> Result<Self, Stop> {
        let coded: Vec<UnitRef> = chunk.iter().map(|(_, row)| UnitRef::new(Some(row.code), None)).collect();
        let named: Vec<UnitRef> = chunk.iter().map(|(_, row)| UnitRef::new(None, Some(row.name.clone()))).collect();
        let above: Vec<UnitRef> =
            chunk.iter().filter_map(|(_, row)| Some(UnitRef::new(Some(row.branch_of?), None))).collect();
        let coded = unit::find_in(&mut walk.tx, &coded).await?;
        let named = unit::find_in(&mut walk.tx, &named).await?;
        let above = unit::find_in(&mut walk.tx, &above).await?;
        let ids: BTreeSet<UnitId> = coded.iter().chain(&named).flatten().copied().collect();
        let ids: Vec<UnitId> = ids.into_iter().collect();
        let files = unit::load_in(&walk.app, &mut walk.tx, &ids).await?;
        let superiors = files.iter().filter_map(|file| file.branch_of).chain(above.iter().flatten().copied());
        let labels = unit::labels_in(&mut walk.tx, superiors).await?;
        let mut above = above.into_iter();
        for (_, row) in chunk.iter_mut().filter(|(_, row)| row.branch_of.is_some()) {
            let label = above.next().flatten().and_then(|id| labels.get(&id));
            row.branch_of = label.and_then(|label| label.code).or(row.branch_of);
        }
        let files = files.into_iter().map(|file| (file.id, file)).collect();
        Ok(Self { coded, named, files, labels })
    }

    /// A unit that is known by the row's name alone becomes the row's unit instead of standing beside it.
    fn adoptable(&self, place: usize) -> Option<UnitId> {
        let id = self.named[place]?;
        let file = self.files.get(&id)?;
        (file.code.is_none() && file.state == UnitState::ToResolve).then_some(id)
    }

    fn row_of(&self, file: &UnitFile) -> UnitRow {
        let names = |kind| {
            let of_kind = file.names.iter().filter(move |name| name.kind == kind);
            of_kind.map(|name| name.name.clone()).collect()
        };
        UnitRow {
            code: file.code.expect("the file was found by its code"),
            name: file.name.clone(),
            former_names: names(UnitNameKind::Former),
            aliases: names(UnitNameKind::Alias),
            kind: Some(file.kind),
            area: file.area,
            branch_of: file.branch_of.and_then(|unit| self.labels.get(&unit)?.code),
        }
    }
}

async fn write(
    walk: &mut Walk,
    writer: &Writer,
    accepted: Vec<(Option<UnitId>, UnitRow)>,
    mut files: BTreeMap<UnitId, UnitFile>,
) -> Result<(), Stop> {
    let above = accepted.iter().filter_map(|(_, row)| Some(UnitRef::new(Some(row.branch_of?), None)));
    let above: Vec<UnitRef> = above.collect();
    let deed = writer.deed(entry::Kind::UnitAmended);
    let mut above = unit::resolve_in(&walk.app, &mut walk.tx, &above, &deed).await?.into_iter();
    let mut savings = Vec::with_capacity(accepted.len());
    for (id, row) in accepted {
        let branch_of = row.branch_of.and_then(|_| above.next());
        // Two rows of one name cannot both be the unit of that name: the first one is.
        let file = id.and_then(|id| files.remove(&id)).unwrap_or_else(|| new_file(&walk.app, &row));
        let details = vec![("import", writer.import.to_string())];
        savings.push(Saving { file: filled(file, row, branch_of), details });
    }
    unit::save_in(&walk.app, &mut walk.tx, savings, &deed).await?;
    Ok(())
}

fn new_file(app: &App, row: &UnitRow) -> UnitFile {
    let kind = if row.branch_of.is_some() { UnitKind::Branch } else { UnitKind::of_code(row.code) };
    UnitFile::new(UnitId::from_uuid(app.uuid()), Some(row.code), row.name.clone(), kind)
}

fn filled(file: UnitFile, row: UnitRow, branch_of: Option<UnitId>) -> UnitFile {
    let area = row.area.or(file.area).or_else(|| rules::import::Row::area(&row));
    UnitFile {
        code: Some(row.code),
        name: row.name,
        kind: row.kind.unwrap_or(file.kind),
        area,
        branch_of,
        state: UnitState::Known,
        names: other_names(row.former_names, row.aliases),
        ..file
    }
}

fn other_names(former_names: Vec<String>, aliases: Vec<String>) -> Vec<OtherName> {
    let former = former_names.into_iter().map(|name| OtherName { kind: UnitNameKind::Former, name });
    let alias = aliases.into_iter().map(|name| OtherName { kind: UnitNameKind::Alias, name });
    former.chain(alias).collect()
}

/// The row with its names in the order in which a file keeps them, each once, so that a repeat finds nothing to change.
fn in_order(row: UnitRow) -> UnitRow {
    let blank =
        UnitFile::new(UnitId::from_uuid(uuid::Uuid::nil()), Some(row.code), row.name.clone(), UnitKind::Company);
    let names = other_names(row.former_names, row.aliases);
    let names = UnitFile { names, ..blank }.in_order().names;
    let (former, alias): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| name.kind == UnitNameKind::Former);
    let texts = |names: Vec<OtherName>| names.into_iter().map(|name| name.name).collect();
    UnitRow { former_names: texts(former), aliases: texts(alias), ..row }
}

/// Superiors of superiors within a file; longer chains lead in a circle.
const DEPTH_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn code(n: u32) -> CreditCode {
        CreditCode::complete(&format!("91430100MA4L{n:05}")).expect("a code")
    }

    #[test]
    fn companies_come_before_their_branches_and_circles_have_no_rank() {
        let superior = BTreeMap::from([(code(1), code(2)), (code(2), code(3)), (code(4), code(5)), (code(5), code(4))]);
        let in_file = BTreeSet::from([1, 2, 4, 5].map(code));
        assert_eq!([1, 2, 3].map(|n| rank(code(n), &superior, &in_file)), [Some(1), Some(0), Some(0)]);
        assert_eq!(rank(code(4), &superior, &in_file), None);
    }
}
