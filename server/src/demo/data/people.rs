//! The experts as people: who they are, where they live, where they work, and who is related to whom. Resident ids are distinct
//! by construction: day of the year and serial are cut from the expert's place in the list.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rules::expert::resident_id::Sex;
use rules::expert::{Phone, ResidentId};

use super::chance::{Chance, Purpose};
use super::names;
use super::places::{self, CITIES};
use super::trades::TRADES;
use super::units::Unit;

/// A person.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub sex: Sex,
    pub born_on: Date,
    pub id_number: ResidentId,
    /// Index of the city where an expert lives.
    pub city: usize,
    /// Index of the district in the city.
    pub county: usize,
    /// Index of the trade.
    pub trade: usize,
    /// Index of the unit where the person works, or worked last.
    pub unit: usize,
}

impl Person {
    /// Full years of age on a day.
    pub fn age_on(&self, day: Date) -> i16 {
        rules::time::age_on(self.born_on, day)
    }
}

/// How two experts who follow each other in the list are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    Spouses,
    Siblings,
}

/// The tie of an expert, and whether the other one is the next in the list or the one before.
pub fn tie(index: usize) -> Option<(Tie, usize)> {
    match index % 97 {
        7 => Some((Tie::Spouses, index + 1)),
        8 => Some((Tie::Spouses, index - 1)),
        41 => Some((Tie::Siblings, index + 1)),
        42 => Some((Tie::Siblings, index - 1)),
        _ => None,
    }
}

/// All experts of a demo on its day.
pub fn people(seed: u64, count: usize, day: Date, units: &[Unit]) -> Vec<Person> {
    let employers = Employers::of(units);
    let mut people: Vec<Person> = Vec::with_capacity(count);
    for index in 0..count {
        let mut chance = Chance::of(seed, Purpose::Person, index);
        let before = tie(index).filter(|(_, other)| *other < index).map(|(tie, other)| (tie, &people[other]));
        let person = person(&mut chance, index, day, before);
        let unit = employers.choose(&mut chance, &person);
        people.push(Person { unit, ..person });
    }
    people
}

fn person(chance: &mut Chance, index: usize, day: Date, before: Option<(Tie, &Person)>) -> Person {
    let mut sex = if chance.per_mille(280) { Sex::Female } else { Sex::Male };
    let mut city = places::city(chance);
    let mut county = chance.below(CITIES[city].counties.len());
    let mut year = day.year() - age(chance);
    let mut surname = None;
    if let Some((tie, other)) = before {
        let other_year = other.born_on.year();
        year = other_year + i16::try_from(chance.between(-4, 4)).expect("small");
        (city, county) = (other.city, other.county);
        match tie {
            Tie::Spouses => sex = if other.sex == Sex::Male { Sex::Female } else { Sex::Male },
            Tie::Siblings => surname = names::surname_of(&other.name),
        }
    }
    let born_on = date(year, 1, 1).saturating_add(i64::try_from(day_of_year(index)).expect("below 365").days());
    let birth_city = if chance.per_mille(450) { city } else { places::city(chance) };
    let region = CITIES[birth_city].county_code(chance.below(CITIES[birth_city].counties.len()));
    Person {
        name: names::name(chance, sex, surname),
        sex,
        born_on,
        id_number: id_number(region, born_on, serial(index), sex),
        city,
        county,
        trade: trade(chance),
        unit: 0,
    }
}

/// Somebody who is no expert: an officer, a relative.
pub fn stranger(chance: &mut Chance, sex: Sex, year: i16, surname: Option<&str>) -> Person {
    let born_on = date(year, 1, 1).saturating_add(chance.between(0, 364).days());
    let city = places::city(chance);
    let county = chance.below(CITIES[city].counties.len());
    let name = names::name(chance, sex, surname);
    let serial = chance.below(SERIALS);
    let id_number = id_number(CITIES[city].county_code(county), born_on, serial, sex);
    Person { name, sex, born_on, id_number, city, county, trade: 0, unit: 0 }
}

/// A mobile number in a range that no carrier has given out.
pub fn phone(index: usize) -> Phone {
    Phone::mobile(&format!("1600{:07}", (index * 79_193 + 1_234_567) % 10_000_000)).expect("eleven digits")
}

/// A landline of the city; exchange 555 is nobody's.
pub fn landline(chance: &mut Chance, city: usize) -> Phone {
    let number = format!("{}555{:05}", CITIES[city].dialing_code, chance.below(100_000));
    Phone::read(&number).expect("an area code and eight digits")
}

/// More experts than this would need a second person with the same id.
pub const PEOPLE_MAX: usize = DAYS * SERIALS;

const DAYS: usize = 365;
const SERIALS: usize = 500;

/// Together with `serial`, distinct for each place in the list.
fn day_of_year(index: usize) -> usize {
    index % DAYS * 149 % DAYS
}

fn serial(index: usize) -> usize {
    (index / DAYS * 211 + index % DAYS * 37) % SERIALS
}

fn id_number(region: u32, born_on: Date, serial: usize, sex: Sex) -> ResidentId {
    let order = serial * 2 + usize::from(sex == Sex::Male);
    let digits = format!("{region:06}{:04}{:02}{:02}{order:03}", born_on.year(), born_on.month(), born_on.day());
    ResidentId::complete(&digits).expect("17 digits with a region and a day")
}

fn age(chance: &mut Chance) -> i16 {
    let (first, last) = chance.weighted(&[
        ((31, 35), 80),
        ((36, 40), 160),
        ((41, 45), 190),
        ((46, 50), 185),
        ((51, 55), 170),
        ((56, 60), 125),
        ((61, 65), 60),
        ((66, 69), 23),
        ((71, 74), 7),
    ]);
    i16::try_from(chance.between(first, last)).expect("an age")
}

fn trade(chance: &mut Chance) -> usize {
    let weights: Vec<(usize, u32)> = TRADES.iter().enumerate().map(|(index, trade)| (index, trade.weight)).collect();
    chance.weighted(&weights)
}

/// Units where experts work, by city and trade.
pub struct Employers {
    by_city_and_trade: Vec<Vec<usize>>,
    by_trade: Vec<Vec<usize>>,
    all: Vec<usize>,
}

impl Employers {
    pub fn of(units: &[Unit]) -> Self {
        let mut employers = Self {
            by_city_and_trade: vec![Vec::new(); CITIES.len() * TRADES.len()],
            by_trade: vec![Vec::new(); TRADES.len()],
            all: Vec::new(),
        };
        for (index, unit) in units.iter().enumerate().filter(|(_, unit)| unit.employs()) {
            employers.by_trade[unit.trade].push(index);
            employers.all.push(index);
            if let Some(city) = unit.city {
                employers.by_city_and_trade[city * TRADES.len() + unit.trade].push(index);
            }
        }
        employers
    }

    /// A unit of the person's city and trade as a rule, of the trade anywhere, or any.
    pub fn choose(&self, chance: &mut Chance, person: &Person) -> usize {
        let near = &self.by_city_and_trade[person.city * TRADES.len() + person.trade];
        let trade = &self.by_trade[person.trade];
        if !near.is_empty() && chance.per_mille(820) {
            chance.pick(near)
        } else if !trade.is_empty() && chance.per_mille(850) {
            chance.pick(trade)
        } else {
            chance.pick(&self.all)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::units;
    use super::*;

    const DAY: Date = Date::constant(2026, 11, 24);

    #[test]
    fn day_and_serial_never_come_twice() {
        let distinct: BTreeSet<(usize, usize)> =
            (0..150_000).map(|index| (day_of_year(index), serial(index))).collect();
        assert_eq!(distinct.len(), 150_000);
        let phones: BTreeSet<Phone> = (0..150_000).map(phone).collect();
        assert_eq!(phones.len(), 150_000);
    }

    #[test]
    fn ids_are_valid_distinct_and_say_age_and_sex() {
        let units = units::units(1, 3000);
        let people = people(1, 3000, DAY, &units);
        let ids: BTreeSet<ResidentId> = people.iter().map(|person| person.id_number).collect();
        assert_eq!(ids.len(), people.len());
        for person in &people {
            assert_eq!(ResidentId::read(person.id_number.as_str()), Ok(person.id_number));
            assert_eq!((person.id_number.born_on(), person.id_number.sex()), (person.born_on, person.sex));
            assert!((26..=79).contains(&person.age_on(DAY)), "{}", person.age_on(DAY));
            assert!(units[person.unit].employs());
        }
        let old = people.iter().filter(|person| person.age_on(DAY) >= 70).count();
        assert!((5..60).contains(&old), "{old}");
    }

    #[test]
    fn relatives_look_like_relatives() {
        let units = units::units(1, 300);
        let people = people(1, 300, DAY, &units);
        assert_ne!(people[7].sex, people[8].sex);
        assert_eq!((people[7].city, people[7].county), (people[8].city, people[8].county));
        assert_eq!(names::surname_of(&people[41].name), names::surname_of(&people[42].name));
        assert_eq!(tie(8), Some((Tie::Spouses, 7)));
    }
}
