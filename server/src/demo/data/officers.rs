//! Who leads the units. Some lead two companies of a group, some are experts themselves, and the relatives of some experts are
//! found here by surname and age.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::expert::ResidentId;
use rules::expert::resident_id::Sex;
use rules::import::OfficerRow;
use rules::unit::model::OfficerRole;

use super::chance::{Chance, Purpose};
use super::names;
use super::people::{self, Person};
use super::units::{Duty, Unit};

/// The officers of all units, in the order of the units.
pub fn officers(seed: u64, day: Date, units: &[Unit], experts: &[Person]) -> Vec<OfficerRow> {
    let mut rows = Vec::new();
    let mut heads: BTreeMap<usize, Person> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        let mut chance = Chance::of(seed, Purpose::Officer, index);
        let mut desk = Desk { chance: &mut chance, day, unit, rows: &mut rows };
        let leader = match unit.head.and_then(|head| heads.get(&head)) {
            Some(head) if desk.chance.per_mille(400) => head.clone(),
            _ => desk.somebody(),
        };
        desk.appoint(OfficerRole::LegalRepresentative, &leader);
        heads.insert(index, leader.clone());
        if matches!(unit.duty, Duty::Company | Duty::Holding | Duty::Tenderee | Duty::Agency | Duty::Platform) {
            desk.board(&leader);
            if desk.chance.per_mille(30) {
                let expert = desk.chance.below(experts.len());
                desk.appoint(OfficerRole::Director, &experts[expert]);
            }
        }
    }
    rows
}

struct Desk<'a> {
    chance: &'a mut Chance,
    day: Date,
    unit: &'a Unit,
    rows: &'a mut Vec<OfficerRow>,
}

impl Desk<'_> {
    fn board(&mut self, leader: &Person) {
        self.appoint(OfficerRole::Director, leader);
        for _ in 0..self.chance.between(0, 2) {
            let person = self.somebody();
            self.appoint(OfficerRole::Director, &person);
        }
        let supervisor = self.somebody();
        self.appoint(OfficerRole::Supervisor, &supervisor);
        if self.chance.per_mille(600) {
            let manager = self.somebody();
            self.appoint(OfficerRole::Manager, &manager);
        }
        if self.chance.per_mille(250) {
            let former = self.somebody();
            let until = self.chance.days_before(self.day, 20, 1600);
            self.enter(OfficerRole::LegalRepresentative, &former, until.saturating_sub(1200.days()), Some(until));
        }
    }

    fn somebody(&mut self) -> Person {
        let sex = if self.chance.per_mille(260) { Sex::Female } else { Sex::Male };
        let year = self.day.year() - i16::try_from(self.chance.between(33, 63)).expect("an age");
        people::stranger(self.chance, sex, year, None)
    }

    fn appoint(&mut self, role: OfficerRole, person: &Person) {
        let from = self.chance.days_before(self.day, 100, 3500);
        self.enter(role, person, from, None);
    }

    fn enter(&mut self, role: OfficerRole, person: &Person, from: Date, until: Option<Date>) {
        let id_number: Option<ResidentId> = (!self.chance.per_mille(60)).then_some(person.id_number);
        let name = person.name.clone();
        self.rows.push(OfficerRow { unit_code: self.unit.row.code, role, name, id_number, from, until });
    }
}

/// Officers by surname, for finding relatives.
pub struct BySurname(BTreeMap<String, Vec<usize>>);

impl BySurname {
    pub fn of(officers: &[OfficerRow]) -> Self {
        let mut by_surname: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, officer) in officers.iter().enumerate().filter(|(_, officer)| officer.id_number.is_some()) {
            if let Some(surname) = names::surname_of(&officer.name) {
                by_surname.entry(surname.to_owned()).or_default().push(index);
            }
        }
        Self(by_surname)
    }

    /// An officer with the surname of this name, if there is one.
    pub fn relative(&self, chance: &mut Chance, name: &str) -> Option<usize> {
        let list = self.0.get(names::surname_of(name)?)?;
        Some(chance.pick(list))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{people, units};
    use super::*;

    #[test]
    fn every_unit_has_a_leader_and_some_leaders_are_experts() {
        let day = Date::constant(2026, 11, 24);
        let units = units::units(1, 3000);
        let experts = people::people(1, 3000, day, &units);
        let officers = officers(1, day, &units, &experts);
        let led: BTreeSet<_> = officers.iter().map(|officer| officer.unit_code).collect();
        assert_eq!(led.len(), units.len());
        let ids: BTreeSet<ResidentId> = experts.iter().map(|person| person.id_number).collect();
        assert!(officers.iter().filter_map(|officer| officer.id_number).filter(|id| ids.contains(id)).count() > 3);
        assert!(officers.iter().any(|officer| officer.until.is_some()));
        let by_surname = BySurname::of(&officers);
        let mut chance = Chance::of(1, Purpose::Expert, 0);
        let found = by_surname.relative(&mut chance, "刘一演").expect("a common surname");
        assert!(officers[found].name.starts_with('刘'));
    }
}
