//! The invented pool: rows of the import kinds, made from a seed, a size and a day, the same each time.
//!
//! The register (units, equity, officers) and the people are made first, as facts refer to them; each expert's rows are then
//! made on their own stream, so that any part of the pool can be made alone and a broken-off load goes on where it was.

mod brands;
mod careers;
mod chance;
mod equity;
mod experts;
mod names;
mod near;
mod officers;
mod panels;
mod people;
mod places;
mod records;
mod ties;
mod trades;
mod units;

use jiff::civil::Date;
use rules::expert::model::State;
use rules::expert::{ExpertNumber, Phone};
use rules::import::{
    CalendarRow, CreditRow, DeclarationRow, EmploymentRow, EquityRow, ExpertRow, KinRow, LicenceRow, OfficerRow,
    PanelRow, Row as _, SpecialtyRow, UnitRow,
};

use chance::{Chance, Purpose};
pub use experts::PLATFORM;
pub use units::Duty;

/// From what a demo is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub seed: u64,
    pub expert_count: usize,
    /// The day on which the pool looks as it does; histories end here.
    pub day: Date,
}

/// A demo: its register and its people, from which every row follows.
pub struct Demo {
    size: Size,
    day: Date,
    units: Vec<units::Unit>,
    people: Vec<people::Person>,
    officers: Vec<OfficerRow>,
    by_surname: officers::BySurname,
    employers: people::Employers,
    history: panels::History,
    near_names: Vec<String>,
}

/// One expert with all facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpertRows {
    pub expert: ExpertRow,
    pub employments: Vec<EmploymentRow>,
    pub kin: Vec<KinRow>,
    pub licences: Vec<LicenceRow>,
    pub declarations: Vec<DeclarationRow>,
    pub credits: Vec<CreditRow>,
    pub panels: Vec<PanelRow>,
    pub calendar: Vec<CalendarRow>,
}

impl Demo {
    /// A demo of a size.
    pub fn of(size: Size) -> Self {
        let Size { seed, expert_count, day } = size;
        let units = units::units(seed, expert_count);
        let people = people::people(seed, expert_count, day, &units);
        let admitted = &people[..expert_count - draft_count(expert_count)];
        let officers = officers::officers(seed, day, &units, admitted);
        let history = panels::history(seed, day, &units, admitted);
        Self {
            size,
            day,
            by_surname: officers::BySurname::of(&officers),
            employers: people::Employers::of(&units),
            near_names: near::near_names(seed, &units, (expert_count / 100).clamp(8, NEAR_COUNT)),
            units,
            people,
            officers,
            history,
        }
    }

    /// The day on which the pool looks as it does.
    pub const fn day(&self) -> Date {
        self.day
    }

    /// The telephones of the first active experts of the list, with their numbers.
    pub fn telephones(&self, count: usize) -> Vec<(ExpertNumber, Phone)> {
        let rows = (0..self.people.len()).map(|index| self.expert(index).expert);
        let active = rows.filter(|row| row.state == Some(State::Active));
        active.filter_map(|row| Some((row.number?, row.phone))).take(count).collect()
    }

    /// How many experts there are, drafts included.
    pub fn expert_count(&self) -> usize {
        self.people.len()
    }

    /// The unit of a duty in a city, or in whichever place comes first where the city has none.
    pub fn unit_of(&self, duty: Duty, city: Option<usize>) -> Option<&UnitRow> {
        let mut units = self.units.iter().filter(|unit| unit.duty == duty);
        units.clone().find(|unit| unit.city == city).or_else(|| units.next()).map(|unit| &unit.row)
    }

    /// Some companies of the register.
    pub fn companies(&self, first: usize, count: usize) -> Vec<&UnitRow> {
        let companies = self.units.iter().filter(|unit| unit.duty == Duty::Company);
        companies.skip(first).take(count).map(|unit| &unit.row).collect()
    }

    /// The units, a branch after its company.
    pub fn units(&self) -> Vec<UnitRow> {
        self.units.iter().map(|unit| unit.row.clone()).collect()
    }

    /// The stakes.
    pub fn equity(&self) -> Vec<EquityRow> {
        equity::equity(self.size.seed, self.day, &self.units)
    }

    /// The officers, in the order of the units.
    pub fn officers(&self) -> &[OfficerRow] {
        &self.officers
    }

    /// One expert, by place in the list.
    pub fn expert(&self, index: usize) -> ExpertRows {
        let mut chance = Chance::of(self.size.seed, Purpose::Expert, index);
        let chance = &mut chance;
        let expert = experts::row(self, chance, index);
        let state = expert.state.unwrap_or(State::Draft);
        let Some(number) = expert.number else { return ExpertRows::alone(expert) };
        ExpertRows {
            employments: careers::employments(self, chance, index, number),
            kin: ties::kin(self, chance, index, number),
            licences: ties::licences(self, chance, index, number),
            declarations: ties::declarations(self, chance, index, number),
            credits: records::credits(self, chance, (index, state), number),
            panels: self.panels(index, number),
            calendar: records::calendar(self, chance, state, number),
            expert,
        }
    }

    fn panels(&self, index: usize, number: ExpertNumber) -> Vec<PanelRow> {
        let seat = |&(project, outcome): &(u32, _)| {
            let project = &self.history.projects[project as usize];
            PanelRow {
                expert_number: number,
                project_code: project.code.clone(),
                lot: Some(project.lot.clone()),
                tenderee_code: Some(self.units[project.tenderee].row.code),
                evaluated_on: project.evaluated_on,
                outcome,
            }
        };
        self.history.seats[index].iter().map(seat).collect()
    }

    /// The number of an admitted expert; the last of the list are drafts.
    fn number(&self, index: usize) -> Option<ExpertNumber> {
        let admitted = self.people.len() - draft_count(self.people.len());
        (index < admitted).then(|| experts::number(index + 1))
    }

    /// The near name that an expert's old employment is known by.
    fn near_name(&self, index: usize) -> Option<&str> {
        let every = (self.people.len() / (self.near_names.len() + 1)).max(1);
        let place = (index / every).checked_sub(1).filter(|_| index.is_multiple_of(every))?;
        self.near_names.get(place).map(String::as_str)
    }
}

impl ExpertRows {
    const fn alone(expert: ExpertRow) -> Self {
        Self {
            expert,
            employments: Vec::new(),
            kin: Vec::new(),
            licences: Vec::new(),
            declarations: Vec::new(),
            credits: Vec::new(),
            panels: Vec::new(),
            calendar: Vec::new(),
        }
    }
}

/// The starter edition: all of levels 1 and 2, and below them what the demo's experts are proved in.
pub fn specialties() -> Vec<SpecialtyRow> {
    let row = |line: &str| {
        let texts = line.split('\t').map(|text| Some(text.to_owned()));
        let texts: Vec<Option<String>> = texts.chain([None]).collect();
        SpecialtyRow::of_texts(&texts).expect("the starter edition is well written; a test reads it")
    };
    SPECIALTIES.lines().skip(1).map(row).collect()
}

/// How many of so many experts wait for admission.
fn draft_count(expert_count: usize) -> usize {
    expert_count.div_ceil(100).min(200)
}

/// The largest demo: beyond it resident ids would repeat.
pub const EXPERTS_MAX: usize = 150_000;
/// The smallest demo in which every kind of fact is met.
pub const EXPERTS_MIN: usize = 100;
const NEAR_COUNT: usize = 48;
const SPECIALTIES: &str = include_str!("../../../../packs/000000/specialties.tsv");
const _: () = assert!(EXPERTS_MAX <= people::PEOPLE_MAX, "every expert has a resident id of their own");

#[cfg(test)]
mod tests;
