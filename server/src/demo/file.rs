//! From rows to whole files: what an import does row by row, here for a new pool.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use jiff::civil::Date;
use rules::expert::ResidentId;
use rules::expert::file::{Credit, Declaration, Employment, ExpertFile, Kin, Licence, Panel, Span};
use rules::expert::model::{CalendarKind, CreditKind, State};
use rules::id::{ExpertId, UnitId};
use rules::import::{EquityRow, OfficerRow, UnitRow};
use rules::time;
use rules::unit::CreditCode;
use rules::unit::file::{Holder, Officer, OtherName, Stake, UnitFile};
use rules::unit::model::UnitNameKind;

use super::data::ExpertRows;
use crate::expert::row::{filled, new_file};
use crate::unit::UnitRef;

/// Files of units with their names, officers and holders; `fresh` makes their ids.
pub fn units(
    rows: Vec<UnitRow>,
    officers: &[OfficerRow],
    stakes: Vec<EquityRow>,
    fresh: impl Fn() -> UnitId,
) -> anyhow::Result<Vec<UnitFile>> {
    let ids: BTreeMap<CreditCode, UnitId> = rows.iter().map(|row| (row.code, fresh())).collect();
    let mut files: BTreeMap<UnitId, UnitFile> = BTreeMap::new();
    for row in rows {
        let kind = row.kind.context("every unit of the demo has its kind")?;
        let names = named(UnitNameKind::Former, row.former_names).chain(named(UnitNameKind::Alias, row.aliases));
        let mut file = UnitFile::new(ids[&row.code], Some(row.code), row.name, kind);
        file.names = names.collect();
        file.area = row.area.or(file.area);
        file.branch_of = row.branch_of.map(|code| ids[&code]);
        files.insert(file.id, file);
    }
    for row in officers {
        let OfficerRow { unit_code, role, name, id_number, from, until } = row.clone();
        let file = files.get_mut(&ids[&unit_code]).context("an officer's unit is in the register")?;
        file.officers.push(Officer { role, from, until, name, id_number });
    }
    for row in stakes {
        let file = files.get_mut(&ids[&row.unit_code]).context("a held unit is in the register")?;
        let holder = holder(&ids, row.holder_code, row.holder_name, row.holder_id_number);
        let EquityRow { holder_kind: kind, share, control, from, until, .. } = row;
        file.holders.push(Stake { holder, kind, share, control, from, until });
    }
    Ok(files.into_values().collect())
}

fn named(kind: UnitNameKind, names: Vec<String>) -> impl Iterator<Item = OtherName> {
    names.into_iter().map(move |name| OtherName { kind, name })
}

fn holder(
    ids: &BTreeMap<CreditCode, UnitId>,
    code: Option<CreditCode>,
    name: String,
    id_number: Option<ResidentId>,
) -> Holder {
    match code.and_then(|code| ids.get(&code)) {
        Some(unit) => Holder::Unit(*unit),
        None => Holder::Named { name, id_number },
    }
}

/// A unit as a fact names it; the code wins.
pub fn unit_ref(code: Option<CreditCode>, name: Option<&String>) -> UnitRef {
    UnitRef::new(code, name.filter(|_| code.is_none()).cloned())
}

/// The units that these experts' rows name, each once.
pub fn refs(experts: &[ExpertRows]) -> BTreeSet<UnitRef> {
    let mut refs = BTreeSet::new();
    for rows in experts {
        refs.insert(unit_ref(rows.expert.unit_code, rows.expert.unit_name.as_ref()));
        refs.extend(rows.employments.iter().map(|row| unit_ref(row.unit_code, row.unit_name.as_ref())));
        refs.extend(rows.declarations.iter().map(|row| unit_ref(row.unit_code, row.unit_name.as_ref())));
        refs.extend(rows.licences.iter().map(|row| unit_ref(Some(row.unit_code), None)));
        refs.extend(rows.kin.iter().filter(|row| row.unit_code.is_some()).map(|row| unit_ref(row.unit_code, None)));
        let tenderees = rows.panels.iter().filter(|row| row.tenderee_code.is_some());
        refs.extend(tenderees.map(|row| unit_ref(row.tenderee_code, None)));
    }
    refs
}

/// The file of one expert; `units` knows every unit that the rows name, `day` is the day of the demo.
pub fn expert(
    id: ExpertId,
    rows: ExpertRows,
    units: &BTreeMap<UnitRef, UnitId>,
    day: Date,
) -> anyhow::Result<ExpertFile> {
    let standing = standing(&rows, day);
    let unit = |code, name| units.get(&unit_ref(code, name)).copied().context("every named unit was looked up");
    let employments = rows.employments.iter().map(|row| {
        let unit = unit(row.unit_code, row.unit_name.as_ref())?;
        Ok(Employment { from_month: row.from_month, until_month: row.until_month, unit, kind: row.kind })
    });
    let declarations = rows.declarations.iter().map(|row| {
        let unit = unit(row.unit_code, row.unit_name.as_ref())?;
        Ok(Declaration { kind: row.kind, unit, from: row.from, until: row.until, note: row.note.clone() })
    });
    let licences = rows.licences.iter().map(|row| {
        let unit = unit(Some(row.unit_code), None)?;
        Ok(Licence { kind: row.kind, number: row.number.clone(), from: row.from, until: row.until, unit })
    });
    let calendar = rows.calendar.iter().map(|row| {
        let (starts_at, ends_at) = (time::instant_of(row.starts_at)?, time::instant_of(row.ends_at)?);
        Ok(Span { starts_at, ends_at, kind: row.kind })
    });
    let (kin, panels) = (kin(&rows, units), panels(&rows, units));
    let employer = unit(rows.expert.unit_code, rows.expert.unit_name.as_ref())?;
    Ok(ExpertFile {
        state: standing.state,
        state_reason: standing.reason.map(str::to_owned),
        state_from: standing.from,
        state_until: standing.until,
        employments: employments.collect::<anyhow::Result<_>>()?,
        declarations: declarations.collect::<anyhow::Result<_>>()?,
        licences: licences.collect::<anyhow::Result<_>>()?,
        calendar: calendar.collect::<anyhow::Result<_>>()?,
        kin,
        panels,
        credits: rows.credits.into_iter().map(credit).collect(),
        ..filled(new_file(id, &rows.expert, day), rows.expert, Some(employer))
    })
}

fn kin(rows: &ExpertRows, units: &BTreeMap<UnitRef, UnitId>) -> Vec<Kin> {
    let kin = |row: &rules::import::KinRow| Kin {
        relation: row.relation,
        name: row.name.clone(),
        id_number: row.id_number,
        unit: row.unit_code.and_then(|code| units.get(&unit_ref(Some(code), None)).copied()),
    };
    rows.kin.iter().map(kin).collect()
}

fn panels(rows: &ExpertRows, units: &BTreeMap<UnitRef, UnitId>) -> Vec<Panel> {
    let panel = |row: &rules::import::PanelRow| Panel {
        evaluated_on: row.evaluated_on,
        project_code: row.project_code.clone(),
        lot: row.lot.clone(),
        tenderee: row.tenderee_code.and_then(|code| units.get(&unit_ref(Some(code), None)).copied()),
        outcome: row.outcome,
    };
    rows.panels.iter().map(panel).collect()
}

fn credit(row: rules::import::CreditRow) -> Credit {
    let rules::import::CreditRow { kind, field, basis, authority, document, from, until, .. } = row;
    Credit { from, until, kind, field, basis, authority, document }
}

/// State with its reason and span, as the other rows explain it.
struct Standing {
    state: State,
    reason: Option<&'static str>,
    from: Date,
    until: Option<Date>,
}

fn standing(rows: &ExpertRows, day: Date) -> Standing {
    let state = rows.expert.state.unwrap_or(State::Draft);
    let first = |term: &Option<rules::expert::model::Term>| term.as_ref().map(|term| (term.from, term.until));
    let terms = [first(&rows.expert.evaluation), first(&rows.expert.review)];
    let (from, until) = terms.into_iter().flatten().min().unwrap_or((day, day));
    let leave = rows.calendar.iter().find(|row| row.kind == CalendarKind::Leave);
    let record = rows.credits.first();
    let (reason, from, until) = match state {
        State::Draft => (None, day, None),
        State::Active => (None, from, None),
        State::OnLeave => {
            let span = leave.map(|row| (row.starts_at.date(), row.ends_at.date()));
            (Some("本人请假"), span.map_or(day, |span| span.0), span.map(|span| span.1))
        }
        State::Suspended => match record.filter(|row| row.kind == CreditKind::Suspension) {
            Some(row) => (Some("处罚期内暂停评标"), row.from, row.until),
            None => (Some("未完成年度确认或培训"), day.saturating_sub(jiff::Span::new().days(30)), None),
        },
        State::Exited => match (record, rows.expert.id_number.age_on(day) >= 70) {
            (Some(row), _) => (Some("处罚清退"), row.from, None),
            (None, true) => (Some("年满七十周岁"), until.min(day), None),
            (None, false) => (Some("聘期届满，本人不再续聘"), until.min(day), None),
        },
    };
    Standing { state, reason, from, until }
}
