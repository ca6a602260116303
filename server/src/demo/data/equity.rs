//! Who holds what: state holders above the tenderees, holdings above their groups, persons, funds and employee platforms, ended
//! stakes, cycles of companies that hold one another, and diamonds in which one company is reached by two ways.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use rules::expert::ResidentId;
use rules::expert::resident_id::Sex;
use rules::import::EquityRow;
use rules::unit::Share;
use rules::unit::model::HolderKind;

use super::chance::{Chance, Purpose};
use super::people;
use super::units::{Duty, Unit};

/// All stakes of a demo on its day. At no time does a company have holders of more than the whole.
pub fn equity(seed: u64, day: Date, units: &[Unit]) -> Vec<EquityRow> {
    let mut by_duty: BTreeMap<Duty, Vec<usize>> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        by_duty.entry(unit.duty).or_default().push(index);
    }
    let mut graph = Graph {
        chance: Chance::of(seed, Purpose::Equity, 0),
        day,
        units,
        by_duty,
        free: vec![WHOLE; units.len()],
        rows: Vec::new(),
    };
    graph.cycles();
    graph.diamonds();
    for (index, unit) in units.iter().enumerate() {
        match unit.duty {
            Duty::Tenderee => graph.of_the_state(index),
            Duty::Company if unit.head.is_some() => graph.of_a_group(index),
            Duty::Company | Duty::Holding | Duty::Agency => graph.of_founders(index),
            Duty::Platform => graph.rest_to_persons(index),
            Duty::StateHolder | Duty::Department | Duty::Institution | Duty::Branch | Duty::Fund => {}
        }
    }
    graph.rows
}

struct Graph<'a> {
    chance: Chance,
    day: Date,
    units: &'a [Unit],
    by_duty: BTreeMap<Duty, Vec<usize>>,
    /// Parts in ten thousand that nobody holds yet.
    free: Vec<u32>,
    rows: Vec<EquityRow>,
}

impl Graph<'_> {
    /// Three holdings in a ring, several times.
    fn cycles(&mut self) {
        let holdings = self.of_duty(Duty::Holding);
        for ring in holdings.chunks_exact(3).take(CYCLE_COUNT.max(holdings.len() / 12)) {
            self.hold(ring[0], ring[1], 1200);
            self.hold(ring[1], ring[2], 3000);
            self.hold(ring[2], ring[0], 800);
        }
    }

    /// One company on its own is reached from a holding by two companies of the holding's group.
    fn diamonds(&mut self) {
        let alone: Vec<usize> =
            self.of_duty(Duty::Company).into_iter().filter(|index| self.units[*index].head.is_none()).collect();
        let mut ends = alone.into_iter();
        for head in self.of_duty(Duty::Holding) {
            let group = (head + 1..self.units.len()).take(GROUP_SIZE);
            let sides = group.filter(|index| self.units[*index].head == Some(head)).take(2).collect::<Vec<_>>();
            let [left, right] = sides[..] else { continue };
            let Some(end) = ends.next() else { break };
            self.hold(left, end, 4000);
            self.hold(right, end, 3500);
        }
    }

    fn of_the_state(&mut self, index: usize) {
        let city = self.units[index].city;
        let holder = self.units.iter().position(|unit| unit.duty == Duty::StateHolder && unit.city == city);
        let holder = holder.expect("every city and the province has its state holder");
        let with_fund = self.chance.per_mille(300);
        self.hold(holder, index, if with_fund { 9000 } else { WHOLE });
        if with_fund {
            self.hold_of_duty(Duty::Fund, index, 1000);
        }
    }

    fn of_a_group(&mut self, index: usize) {
        let head = self.units[index].head.expect("a company of a group");
        let share = self.chance.pick(&[5100, 6000, 6700, 7000, 8000, WHOLE]);
        self.hold(head, index, share);
        if self.chance.per_mille(150) {
            self.hold_of_duty(Duty::Platform, index, 500);
        }
        self.rest_to_persons(index);
    }

    fn of_founders(&mut self, index: usize) {
        if self.chance.per_mille(120) {
            self.hold_of_duty(Duty::Fund, index, 750);
        }
        if self.chance.per_mille(60) {
            self.hold_of_duty(Duty::Platform, index, 1000);
        }
        if self.units[index].duty == Duty::Holding && self.chance.per_mille(150) {
            let state = self.of_duty(Duty::StateHolder);
            let holder = self.chance.pick(&state);
            self.hold(holder, index, 3400);
        }
        self.rest_to_persons(index);
    }

    /// One to three persons hold what is free; one with less than half may be in actual control, one may have left.
    fn rest_to_persons(&mut self, index: usize) {
        let free = self.free[index];
        if free == 0 {
            return;
        }
        let count = self.chance.between(1, 3);
        let mut left = u64::from(free) * UNITS_PER_PART;
        for number in 1..=count {
            let part = if number == count {
                left
            } else {
                left * u64::try_from(self.chance.between(2, 7)).expect("positive") / 9
            };
            left -= part;
            let control = number == 1 && part < WHOLE_UNITS / 2 && self.chance.per_mille(200);
            self.add_person(index, part, control, None);
        }
        if self.chance.per_mille(120) {
            let until = self.chance.days_before(self.day, 60, 1500);
            let part = u64::try_from(self.chance.between(5, 40)).expect("positive") * WHOLE_UNITS / 100;
            self.add_person(index, part, false, Some(until));
        }
        self.free[index] = 0;
    }

    fn hold_of_duty(&mut self, duty: Duty, index: usize, share: u32) {
        let holders = self.of_duty(duty);
        let holder = self.chance.pick(&holders);
        self.hold(holder, index, share);
    }

    fn of_duty(&self, duty: Duty) -> Vec<usize> {
        self.by_duty.get(&duty).cloned().unwrap_or_default()
    }

    /// A unit holds so many ten-thousandths of a company, as far as they are free.
    fn hold(&mut self, holder: usize, index: usize, share: u32) {
        let share = share.min(self.free[index]);
        if share == 0 {
            return;
        }
        self.free[index] -= share;
        let holder = &self.units[holder];
        let kind = match holder.duty {
            Duty::StateHolder => HolderKind::State,
            Duty::Fund => HolderKind::Fund,
            Duty::Platform => HolderKind::EmployeePlatform,
            _ => HolderKind::Company,
        };
        let (code, name) = (Some(holder.row.code), holder.row.name.clone());
        let from = self.chance.days_before(self.day, 200, 5000);
        let units = u64::from(share) * UNITS_PER_PART;
        self.rows.push(EquityRow {
            unit_code: self.units[index].row.code,
            holder_kind: kind,
            holder_code: code,
            holder_name: name,
            holder_id_number: None,
            share: Share::from_units(units).expect("above 0 and at most the whole"),
            control: false,
            from: Some(from),
            until: None,
        });
    }

    fn add_person(&mut self, index: usize, part: u64, control: bool, until: Option<Date>) {
        let Some(share) = Share::from_units(part) else { return };
        let sex = if self.chance.per_mille(300) { Sex::Female } else { Sex::Male };
        let year = self.day.year() - i16::try_from(self.chance.between(32, 66)).expect("an age");
        let person = people::stranger(&mut self.chance, sex, year, None);
        let id_number: Option<ResidentId> = (!self.chance.per_mille(150)).then_some(person.id_number);
        let last = until.unwrap_or_else(|| self.day.saturating_sub(200.days()));
        let from = self.chance.days_before(last, 30, 4000);
        self.rows.push(EquityRow {
            unit_code: self.units[index].row.code,
            holder_kind: HolderKind::Person,
            holder_code: None,
            holder_name: person.name,
            holder_id_number: id_number,
            share,
            control,
            from: (until.is_some() || !self.chance.per_mille(100)).then_some(from),
            until,
        });
    }
}

/// A company in ten-thousandths.
const WHOLE: u32 = 10_000;
/// Units of `Share` in a ten-thousandth.
const UNITS_PER_PART: u64 = 1_000_000;
/// A company in units of `Share`.
const WHOLE_UNITS: u64 = 10_000_000_000;
/// A group's companies follow their holding within so many units.
const GROUP_SIZE: usize = 9;
/// Rings that even a small demo has.
const CYCLE_COUNT: usize = 2;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rules::unit::CreditCode;

    use super::super::units;
    use super::*;

    const DAY: Date = Date::constant(2026, 11, 24);

    fn holdings(rows: &[EquityRow]) -> BTreeMap<CreditCode, BTreeSet<CreditCode>> {
        let mut held: BTreeMap<CreditCode, BTreeSet<CreditCode>> = BTreeMap::new();
        for row in rows {
            if let Some(holder) = row.holder_code {
                held.entry(holder).or_default().insert(row.unit_code);
            }
        }
        held
    }

    #[test]
    fn no_company_is_held_by_more_than_the_whole() {
        let rows = equity(1, DAY, &units::units(1, 2000));
        let mut sums: BTreeMap<CreditCode, u64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.until.is_none()) {
            *sums.entry(row.unit_code).or_default() += row.share.units();
        }
        assert!(sums.values().all(|sum| *sum <= WHOLE_UNITS));
        assert!(sums.values().filter(|sum| **sum == WHOLE_UNITS).count() > sums.len() / 2);
    }

    #[test]
    fn there_are_state_holders_funds_platforms_persons_cycles_and_diamonds() {
        let rows = equity(1, DAY, &units::units(1, 300));
        let kinds: BTreeSet<&str> = rows.iter().map(|row| row.holder_kind.code()).collect();
        assert_eq!(kinds.len(), HolderKind::ALL.len(), "{kinds:?}");
        let held = holdings(&rows);
        let below = |code: &CreditCode| held.get(code).cloned().unwrap_or_default();
        let ring = held.iter().any(|(a, bs)| bs.iter().any(|b| below(b).iter().any(|c| below(c).contains(a))));
        assert!(ring, "a cycle");
        let diamond = held.iter().any(|(_, sides)| {
            let ends: Vec<CreditCode> = sides.iter().flat_map(below).collect();
            ends.iter().collect::<BTreeSet<_>>().len() < ends.len()
        });
        assert!(diamond, "two ways to one company");
        assert!(rows.iter().any(|row| row.until.is_some()) && rows.iter().any(|row| row.control));
    }
}
