//! What a row does to the pool: a dry run and the import itself ask the same planner, so that their counts agree.
//! Rows come in the file's order; a row is inserted, updates a record, changes nothing, or is refused with its reasons.

use std::collections::BTreeMap;

use super::heading::Heading;
use super::reader::CellError;
use super::row::{Key, Row};
use crate::account::Scope;
use crate::area::Area;
use crate::wording::Worded;

/// A record that the pool holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known<R, Id> {
    /// Its id.
    pub id: Id,
    /// Its area, where it has one.
    pub area: Option<Area>,
    /// Its values.
    pub row: R,
}

/// What the pool holds about one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<R, Id> {
    /// For each of the row's keys, in their order, the record that it finds.
    pub records: Vec<Option<Known<R, Id>>>,
    /// The area of the expert or unit that the row is a fact about.
    pub subject_area: Option<Area>,
    /// Fields that name an expert or unit which the pool does not know and will not make.
    pub missing: Vec<&'static str>,
}

impl<R, Id> Found<R, Id> {
    /// Nothing is known about the row.
    pub const fn nothing() -> Self {
        Self { records: Vec::new(), subject_area: None, missing: Vec::new() }
    }

    /// The row's first key finds this record.
    pub fn record(known: Known<R, Id>) -> Self {
        Self { records: vec![Some(known)], ..Self::nothing() }
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<R, Id> {
    /// A new record.
    Inserted(R),
    /// Other values for a record.
    Updated {
        /// The record.
        id: Id,
        /// Its values from here on.
        row: R,
        /// Code words of the columns that change.
        fields: Vec<&'static str>,
    },
    /// The record has these values already.
    Unchanged(Id),
    /// Nothing, for these reasons.
    Refused(Vec<CellError>),
}

/// How many rows became what; the sum is the number of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// New records.
    pub inserted: u32,
    /// Records with other values.
    pub updated: u32,
    /// Records that had these values.
    pub unchanged: u32,
    /// Refused rows.
    pub refused: u32,
}

impl Counts {
    /// Rows judged so far.
    pub const fn total(&self) -> u32 {
        self.inserted + self.updated + self.unchanged + self.refused
    }
}

/// Judges the rows of one file in their order.
#[derive(Debug)]
pub struct Planner {
    heading: Heading,
    scope: Scope,
    seen: BTreeMap<Key, u32>,
    counts: Counts,
}

impl Planner {
    /// A planner for a file and the reach of the account that imports it.
    pub const fn new(heading: Heading, scope: Scope) -> Self {
        Self {
            heading,
            scope,
            seen: BTreeMap::new(),
            counts: Counts { inserted: 0, updated: 0, unchanged: 0, refused: 0 },
        }
    }

    /// How many rows became what so far.
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// Judges a row; `line` is its number in the file, in which the heading has 1.
    pub fn judge<R: Row, Id: Copy + Eq>(
        &mut self,
        line: u32,
        row: Result<R, Vec<CellError>>,
        found: &Found<R, Id>,
    ) -> Verdict<R, Id> {
        let verdict = row.and_then(|row| self.decide(line, &row, found)).unwrap_or_else(Verdict::Refused);
        let count = match verdict {
            Verdict::Inserted(_) => &mut self.counts.inserted,
            Verdict::Updated { .. } => &mut self.counts.updated,
            Verdict::Unchanged(_) => &mut self.counts.unchanged,
            Verdict::Refused(_) => &mut self.counts.refused,
        };
        *count += 1;
        verdict
    }

    fn decide<R: Row, Id: Copy + Eq>(
        &mut self,
        line: u32,
        row: &R,
        found: &Found<R, Id>,
    ) -> Result<Verdict<R, Id>, Vec<CellError>> {
        let keys = row.keys();
        let mut faults = self.duplicates::<R>(line, &keys);
        faults.extend(found.missing.iter().map(|field| fault::<R>(field, unknown(field))));
        let hits = keys.iter().zip(&found.records).filter_map(|(key, known)| Some((key, known.as_ref()?)));
        let hits: Vec<(&Key, &Known<R, Id>)> = hits.collect();
        let known = hits.first().map(|(_, known)| *known);
        let others = hits.iter().filter(|(_, other)| known.is_some_and(|known| known.id != other.id));
        faults.extend(others.map(|(key, _)| fault::<R>(key.field, PlanFault::OtherRecord)));
        let areas = [row.area(), known.and_then(|known| known.area), found.subject_area];
        if let Some(area) = areas.into_iter().flatten().find(|area| !self.reaches::<R>(*area)) {
            faults.push(fault::<R>(area_field::<R>(), PlanFault::OtherArea { area }));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        known.map_or_else(|| Ok(Verdict::Inserted(row.clone())), |known| self.compare(row, known))
    }

    fn compare<R: Row, Id: Copy>(&self, row: &R, known: &Known<R, Id>) -> Result<Verdict<R, Id>, Vec<CellError>> {
        let row = row.over(&known.row, &self.heading)?;
        let changes = row.difference(&known.row);
        let fixed = changes.iter().filter(|change| change.before.is_some() && R::FIXED.contains(&change.column.field));
        let faults: Vec<_> = fixed.map(|change| fault::<R>(change.column.field, PlanFault::Fixed)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        if changes.is_empty() {
            return Ok(Verdict::Unchanged(known.id));
        }
        let fields = changes.iter().map(|change| change.column.field).collect();
        Ok(Verdict::Updated { id: known.id, row, fields })
    }

    fn duplicates<R: Row>(&mut self, line: u32, keys: &[Key]) -> Vec<CellError> {
        let mut faults = Vec::new();
        for key in keys {
            let first = *self.seen.entry(key.clone()).or_insert(line);
            if first != line {
                faults.push(fault::<R>(key.field, PlanFault::Duplicate { first }));
            }
        }
        faults
    }

    /// Units are a register of the whole country: only those seated in another city of the account's province are out of reach.
    fn reaches<R: Row>(&self, area: Area) -> bool {
        match self.scope {
            Scope::Area(own) if R::KIND.is_register() => {
                own.covers(area) || !own.province().covers(area) || area.is_province()
            }
            scope => scope.permits(area),
        }
    }
}

/// Why the pool does not take a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    /// An earlier row of the file is about the same record.
    #[error("this row repeats row {first}; keep one of them")]
    Duplicate {
        /// The earlier row, counted in the file.
        first: u32,
    },
    /// Two keys of the row find two records.
    #[error("this value belongs to another record than the row's first key")]
    OtherRecord,
    /// Out of the account's reach.
    #[error("the row belongs to {area}, which this account does not administer")]
    OtherArea {
        /// The row's or the record's area.
        area: Area,
    },
    /// A value that a file cannot change.
    #[error("an import cannot change this; open the record and change it there, with a reason and a day")]
    Fixed,
    /// No expert with this number.
    #[error("no expert has this number; import the experts first")]
    UnknownExpert,
    /// No unit with this code.
    #[error("no unit has this code; import the units first")]
    UnknownUnit,
    /// No such specialty in the edition in force.
    #[error("a specialty of this list is not in the edition in force")]
    UnknownSpecialty,
}

impl Worded for PlanFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Duplicate { .. } => "import.duplicate",
            Self::OtherRecord => "import.other_record",
            Self::OtherArea { .. } => "import.other_area",
            Self::Fixed => "import.fixed",
            Self::UnknownExpert => "import.unknown_expert",
            Self::UnknownUnit => "import.unknown_unit",
            Self::UnknownSpecialty => "import.unknown_specialty",
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Duplicate { first } => format!("与第 {first} 行重复，请只保留一行"),
            Self::OtherRecord => "此值属于库中另一条记录，与本行其他信息不一致".to_owned(),
            Self::OtherArea { area } => format!("此行属于{}，不在本账号管辖范围内", area.zh()),
            Self::Fixed => "此项不能通过导入修改，请打开该记录办理，并填写原因和日期".to_owned(),
            Self::UnknownExpert => "库中没有这个专家编号，请先导入专家".to_owned(),
            Self::UnknownUnit => "库中没有这个单位代码，请先导入单位".to_owned(),
            Self::UnknownSpecialty => "其中有现行专业目录中没有的代码".to_owned(),
        }
    }
}

fn fault<R: Row>(field: &'static str, fault: PlanFault) -> CellError {
    CellError::new(R::KIND, field, fault)
}

fn unknown(field: &str) -> PlanFault {
    match field {
        "expert_number" => PlanFault::UnknownExpert,
        field if field.ends_with("specialties") => PlanFault::UnknownSpecialty,
        _ => PlanFault::UnknownUnit,
    }
}

/// The column under which a fault about the area shows.
fn area_field<R: Row>() -> &'static str {
    let columns = R::KIND.columns();
    columns.iter().find(|column| column.field == "area").unwrap_or(&columns[0]).field
}

#[cfg(test)]
mod tests {
    use super::super::{Cell, ExpertRow, KinRow, Kind, UnitRow};
    use super::*;

    const CHANGSHA: &str = "430100";

    fn area(code: &str) -> Area {
        code.parse().expect("a code")
    }

    fn row_of<R: Row>(changes: &[(&str, &str)]) -> R {
        let value = |column: &super::super::Column| {
            let change = changes.iter().find(|(field, _)| *field == column.field);
            change.map_or(column.example, |(_, value)| value).to_owned()
        };
        let texts = R::KIND.columns().iter().map(value).map(|text| (!text.is_empty()).then_some(text));
        R::of_texts(&texts.collect::<Vec<_>>()).unwrap_or_else(|errors| panic!("{errors:?}"))
    }

    fn planner(kind: Kind, code: &str) -> Planner {
        Planner::new(Heading::full(kind), Scope::Area(area(code)))
    }

    fn known<R: Row>(id: u8, changes: &[(&str, &str)]) -> Option<Known<R, u8>> {
        let row: R = row_of(changes);
        Some(Known { id, area: row.area(), row })
    }

    fn told<R, Id>(verdict: Verdict<R, Id>) -> Vec<(&'static str, &'static str)> {
        let Verdict::Refused(errors) = verdict else { return vec![("", "accepted")] };
        errors.into_iter().map(|error| (error.field, error.refusal.code)).collect()
    }

    fn found(records: Vec<Option<Known<ExpertRow, u8>>>) -> Found<ExpertRow, u8> {
        Found { records, ..Found::nothing() }
    }

    #[test]
    fn rows_are_inserted_updated_unchanged_or_refused_and_the_counts_add_up() {
        let mut planner = planner(Kind::Experts, CHANGSHA);
        let new: ExpertRow = row_of(&[]);
        assert_eq!(planner.judge(2, Ok(new.clone()), &found(vec![])), Verdict::Inserted(new.clone()));
        let other: &[(&str, &str)] = &[("number", ""), ("id_number", "11010519491231002X")];
        let record = || found(vec![known(7, &[("id_number", "11010519491231002X")])]);
        let moved = row_of(&[other, &[("phone", "13900000000")]].concat());
        let Verdict::Updated { id, row, fields } = planner.judge(3, Ok(moved), &record()) else { panic!("updated") };
        assert_eq!((id, fields), (7, vec!["phone"]));
        assert_eq!(row.number, new.number, "an empty number keeps the record's");
        let mut planner_again = self::planner(Kind::Experts, CHANGSHA);
        assert_eq!(planner_again.judge(2, Ok(row_of(other)), &record()), Verdict::Unchanged(7));
        assert_eq!(told(planner.judge::<ExpertRow, u8>(4, Err(vec![]), &found(vec![]))), []);
        let counts = planner.counts();
        assert_eq!((counts.inserted, counts.updated, counts.refused, counts.total()), (1, 1, 1, 3));
    }

    #[test]
    fn a_repeated_row_names_the_row_that_it_repeats() {
        let mut planner = planner(Kind::Experts, CHANGSHA);
        planner.judge(2, Ok(row_of::<ExpertRow>(&[])), &found(vec![]));
        let by_id = row_of::<ExpertRow>(&[("number", "43000000011000008")]);
        let verdict = planner.judge(9, Ok(by_id), &found(vec![]));
        let Verdict::Refused(errors) = verdict else { panic!("refused") };
        assert_eq!((errors[0].header, errors[0].refusal.zh.as_str()), ("证件号码", "与第 2 行重复，请只保留一行"));
    }

    #[test]
    fn two_keys_must_find_one_record() {
        let records = vec![known(1, &[]), known(2, &[("number", "43000000011000008")])];
        let verdict = planner(Kind::Experts, CHANGSHA).judge(2, Ok(row_of(&[])), &found(records));
        assert_eq!(told(verdict), [("id_number", "import.other_record")]);
    }

    #[test]
    fn number_and_state_are_not_changed_by_a_file() {
        let changed = row_of(&[("number", "43000000011000009"), ("state", "exited")]);
        let verdict = planner(Kind::Experts, CHANGSHA).judge(2, Ok(changed), &found(vec![None, known(1, &[])]));
        assert_eq!(told(verdict), [("number", "import.fixed"), ("state", "import.fixed")]);
    }

    #[test]
    fn a_city_imports_its_own_rows_alone() {
        let elsewhere = |row: &str, record: Option<&str>| {
            let records = record.map(|code| vec![known(1, &[("area", code)])]).unwrap_or_default();
            told(planner(Kind::Experts, CHANGSHA).judge(2, Ok(row_of(&[("area", row)])), &found(records)))
        };
        assert_eq!(elsewhere("430200", None), [("area", "import.other_area")]);
        assert_eq!(elsewhere("430100", Some("430200")), [("area", "import.other_area")]);
        assert_eq!(elsewhere("430100", Some("430100")), [("", "accepted")]);
        let province = planner(Kind::Experts, "430000").judge(2, Ok(row_of(&[("area", "430200")])), &found(vec![]));
        assert_eq!(told(province), [("", "accepted")]);
    }

    #[test]
    fn a_fact_needs_its_expert_within_reach() {
        let row: KinRow = row_of(&[]);
        let mut planner = planner(Kind::Kin, CHANGSHA);
        let nobody = Found::<KinRow, u8> { missing: vec!["expert_number"], ..Found::nothing() };
        assert_eq!(told(planner.judge(2, Ok(row.clone()), &nobody)), [("expert_number", "import.unknown_expert")]);
        let mut planner = self::planner(Kind::Kin, CHANGSHA);
        let elsewhere = Found::<KinRow, u8> { subject_area: Some(area("430200")), ..Found::nothing() };
        assert_eq!(told(planner.judge(2, Ok(row), &elsewhere)), [("expert_number", "import.other_area")]);
    }

    #[test]
    fn a_unit_of_another_province_is_everybody_s_and_of_another_city_is_not() {
        for (code, told_code) in
            [("110000", "accepted"), ("430100", "accepted"), ("430000", "accepted"), ("430200", "import.other_area")]
        {
            let row: UnitRow = row_of(&[("area", code)]);
            let verdict = planner(Kind::Units, CHANGSHA).judge::<UnitRow, u8>(2, Ok(row), &Found::nothing());
            assert_eq!(told(verdict)[0].1, told_code, "{code}");
        }
    }

    #[test]
    fn a_file_without_a_column_changes_nothing_in_it() {
        let cells = |texts: &[&str]| texts.iter().map(|text| Cell::Text((*text).to_owned())).collect::<Vec<_>>();
        let heading = Heading::read(Kind::Kin, &cells(&["关系", "姓名", "专家编号"])).expect("a heading");
        let row = KinRow::read(&heading, &cells(&["配偶", "周雅文", "43000000011000007"]));
        let verdict = Planner::new(heading, Scope::Area(Area::HUNAN)).judge(
            2,
            row,
            &Found::record(known(3, &[]).expect("known")),
        );
        assert_eq!(verdict, Verdict::Unchanged(3));
    }
}
