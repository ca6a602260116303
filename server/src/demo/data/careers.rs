//! Employments by month: one unit after the other, retirement, re-employment, and social security paid elsewhere. Some old
//! employments are known by a name alone, which is nearly a unit's name: the resolver page has work.

use jiff::civil::Date;
use rules::expert::ExpertNumber;
use rules::expert::model::EmploymentKind;
use rules::expert::resident_id::Sex;
use rules::import::EmploymentRow;
use rules::time::Month;

use super::Demo;
use super::chance::Chance;
use super::people::Person;

/// The employments of an admitted expert.
pub fn employments(demo: &Demo, chance: &mut Chance, index: usize, number: ExpertNumber) -> Vec<EmploymentRow> {
    let mut career = Career { demo, chance, number, person: &demo.people[index], rows: Vec::new() };
    career.work();
    if let Some(name) = demo.near_name(index) {
        career.by_name(name);
    }
    career.rows
}

struct Career<'a> {
    demo: &'a Demo,
    chance: &'a mut Chance,
    number: ExpertNumber,
    person: &'a Person,
    rows: Vec<EmploymentRow>,
}

impl Career<'_> {
    /// From the first job to the present one, then retirement.
    fn work(&mut self) {
        let present = Month::of(self.demo.day);
        let age = self.first_age();
        let mut from = self.month_of_age(age);
        let limit = self.retirement().unwrap_or(present);
        let changes = self.chance.weighted(&[(0, 25), (1, 35), (2, 25), (3, 15)]);
        for _ in 0..changes {
            let years = self.chance.between(2, 9);
            let until = add_months(from, years * 12 - 1);
            if until >= add_months(limit, -24) {
                break;
            }
            let unit = self.demo.employers.choose(self.chance, self.person);
            if unit != self.person.unit {
                self.enter(unit, from, Some(until), EmploymentKind::Employed);
                from = add_months(until, 1);
            }
        }
        if limit < present {
            self.retire(from, limit);
        } else {
            self.enter(self.person.unit, from, None, EmploymentKind::Employed);
        }
        if self.chance.per_mille(25) {
            let elsewhere = self.demo.employers.choose(self.chance, self.person);
            let from = add_months(limit, -self.chance.between(6, 40));
            self.enter(elsewhere, from, None, EmploymentKind::SocialSecurity);
        }
    }

    fn retire(&mut self, from: Month, last: Month) {
        self.enter(self.person.unit, from, Some(last), EmploymentKind::Employed);
        let after = last.next();
        self.enter(self.person.unit, after, None, EmploymentKind::Retired);
        if self.chance.per_mille(450) {
            let unit = self.demo.employers.choose(self.chance, self.person);
            let from = add_months(after, self.chance.between(0, 5)).min(Month::of(self.demo.day));
            self.enter(unit, from, None, EmploymentKind::Reemployed);
        }
    }

    /// An early employment of which the file has the name alone.
    fn by_name(&mut self, name: &str) {
        let until = add_months(Month::of(self.demo.day), -self.chance.between(4, 40));
        let from = add_months(until, -self.chance.between(6, 30));
        self.rows.push(EmploymentRow {
            expert_number: self.number,
            unit_code: None,
            unit_name: Some(name.to_owned()),
            from_month: from,
            until_month: Some(until),
            kind: EmploymentKind::Employed,
        });
    }

    fn enter(&mut self, unit: usize, from_month: Month, until_month: Option<Month>, kind: EmploymentKind) {
        let unit = &self.demo.units[unit].row;
        self.rows.push(EmploymentRow {
            expert_number: self.number,
            unit_code: Some(unit.code),
            unit_name: Some(unit.name.clone()),
            from_month,
            until_month,
            kind,
        });
    }

    fn first_age(&mut self) -> i16 {
        i16::try_from(self.chance.between(22, 25)).expect("an age")
    }

    /// The last month at work; men at 60, women at 55, where that has come.
    fn retirement(&self) -> Option<Month> {
        let age = if self.person.sex == Sex::Male { 60 } else { 55 };
        let month = self.month_of_age(age);
        (month < Month::of(self.demo.day)).then_some(month)
    }

    fn month_of_age(&self, age: i16) -> Month {
        let born: Date = self.person.born_on;
        Month::new(born.year() + age, born.month()).expect("a year of this century or the last")
    }
}

/// The month some months later, or earlier.
fn add_months(month: Month, count: i32) -> Month {
    let number = i32::from(month.year()) * 12 + i32::from(month.month()) - 1 + count;
    let (year, month) = (number.div_euclid(12), number.rem_euclid(12) + 1);
    Month::new(i16::try_from(year).expect("a year"), i8::try_from(month).expect("1 to 12")).expect("1900 to 2199")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_over_the_turn_of_the_year() {
        let month = |year, month| Month::new(year, month).expect("a month");
        assert_eq!(add_months(month(2025, 11), 3), month(2026, 2));
        assert_eq!(add_months(month(2025, 1), -13), month(2023, 12));
    }
}
