//! The case that experts are judged for, one lot of a project, and its preparation: from the units of the case the graph is walked
//! once, and every unit that matters to a rule is marked, so that judging one expert looks up a few keys.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use super::catalogue::Figures;
use super::control;
use super::equity::{self, Graph};
use super::register::{Days, PersonKey, Register, UnitKey};
use crate::area::Area;
use crate::project::slot::Slots;
use crate::time;

/// What is asked of the experts, and who takes part in the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Beginning of the evaluation; its day in Asia/Shanghai is the day on which every fact is judged.
    pub starts_at: Timestamp,
    /// End of the evaluation, outside.
    pub ends_at: Timestamp,
    /// Who tenders; more than one where they tender together.
    pub tenderees: Vec<UnitKey>,
    /// Agency, consultants, designers and other parties.
    pub parties: Vec<UnitKey>,
    /// Bidders, their consortium members and named subcontractors.
    pub bidders: Vec<UnitKey>,
    /// Competent and supervising departments.
    pub departments: Vec<UnitKey>,
    /// Departments of finance supervision.
    pub finance_departments: Vec<UnitKey>,
    /// Units named by the request.
    pub requested: Vec<UnitKey>,
    /// The project's city, where the request demands experts of other cities.
    pub away_from: Option<Area>,
    /// Whom the panel needs.
    pub slots: Slots,
}

/// How a unit touches the case; each is a bit of the unit's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    Bidder = 1,
    Group = 2,
    Tenderee = 4,
    /// Parent or subsidiary of the tenderee.
    TendereeLine = 8,
    Party = 16,
    Department = 32,
    Finance = 64,
    Requested = 128,
}

/// A case whose units are looked up and whose graph is walked.
#[derive(Debug)]
pub struct Prepared<'a> {
    pub(super) register: &'a Register,
    pub(super) case: &'a Case,
    pub(super) figures: &'a Figures,
    /// The day on which every fact is judged.
    pub(super) day: Date,
    /// For each unit the bits of its ties.
    marks: Vec<u8>,
    /// For each tied unit, which unit of the case ties it; ordered.
    ties: BTreeMap<UnitKey, Vec<(Tie, UnitKey)>>,
    /// Persons that controlled a bidder within the years of the pack: the bidder, and the place of a stake.
    pub(super) controllers: BTreeMap<PersonKey, Vec<(UnitKey, u32)>>,
    /// For each unit the head of its group by control.
    heads: Vec<u32>,
}

impl<'a> Prepared<'a> {
    /// Prepares a case; the work grows with the units around those of the case, not with the experts.
    pub fn new(register: &'a Register, case: &'a Case, figures: &'a Figures) -> Self {
        let day = time::day_of(case.starts_at);
        let apart = equity::apart(register, figures, day);
        let mut prepared = Self {
            register,
            case,
            figures,
            day,
            marks: vec![0; register.unit_count() as usize],
            ties: BTreeMap::new(),
            controllers: BTreeMap::new(),
            heads: control::heads(register, &apart, day),
        };
        let lists = [
            (Tie::Bidder, &case.bidders),
            (Tie::Tenderee, &case.tenderees),
            (Tie::Party, &case.parties),
            (Tie::Department, &case.departments),
            (Tie::Finance, &case.finance_departments),
            (Tie::Requested, &case.requested),
        ];
        for (tie, units) in lists {
            for unit in units {
                let unit = register.counted(*unit);
                prepared.tie(unit, tie, unit);
            }
        }
        prepared.walk(&mut Graph::new(register, figures, &apart));
        for ties in prepared.ties.values_mut() {
            ties.sort_unstable();
            ties.dedup();
        }
        prepared
    }

    /// The day on which every fact is judged.
    pub const fn day(&self) -> Date {
        self.day
    }

    /// The span of that many calendar years up to the day, both ends inside.
    pub(super) fn years(&self, years: u8) -> Days {
        Days { first: time::years_before(self.day, years), last: self.day }
    }

    /// The units of the case that tie this one in a way.
    pub(super) fn tied(&self, unit: UnitKey, tie: Tie) -> impl Iterator<Item = UnitKey> {
        let unit = self.register.counted(unit);
        let marked = self.marks[unit.0 as usize] & tie as u8 != 0;
        let ties = self.ties.get(&unit).filter(|_| marked).into_iter().flatten();
        ties.filter(move |(other, _)| *other == tie).map(|(_, by)| *by)
    }

    /// Whether the case touches a unit in any way.
    pub(super) fn touches(&self, unit: UnitKey) -> bool {
        self.marks[self.register.counted(unit).0 as usize] != 0
    }

    /// The head, by control, of the group that a unit belongs to.
    pub fn head(&self, unit: UnitKey) -> UnitKey {
        UnitKey(self.heads[self.register.counted(unit).0 as usize])
    }

    fn walk(&mut self, graph: &mut Graph<'_>) {
        let day = Days::on(self.day);
        let units = |list: &[UnitKey]| {
            let mut units: Vec<_> = list.iter().map(|unit| self.register.counted(*unit)).collect();
            units.sort_unstable();
            units.dedup();
            units
        };
        let (bidders, tenderees) = (units(&self.case.bidders), units(&self.case.tenderees));
        let window = self.years(self.figures.controller_years);
        for bidder in bidders {
            for unit in graph.group(bidder, day) {
                self.tie(unit, Tie::Group, bidder);
            }
            for (person, row) in graph.controllers_within(bidder, window) {
                self.controllers.entry(person).or_default().push((bidder, row));
            }
        }
        for tenderee in tenderees {
            for unit in graph.line(tenderee, day) {
                self.tie(unit, Tie::TendereeLine, tenderee);
            }
        }
    }

    fn tie(&mut self, unit: UnitKey, tie: Tie, by: UnitKey) {
        self.marks[unit.0 as usize] |= tie as u8;
        self.ties.entry(unit).or_default().push((tie, by));
    }
}
