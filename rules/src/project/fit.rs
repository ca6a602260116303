//! How many people fit a request by their profile alone: specialty, area, state, and no post at a department of the project (R07,
//! R21, R23). Nothing here reads the bidders, so that the numbers tell nothing about them; who is eligible is decided elsewhere.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::model::Request;
use crate::area::Area;
use crate::expert::SpecialtyCode;
use crate::expert::lifecycle::{Gate, Readiness};
use crate::expert::model::Library;
use crate::id::UnitId;
use crate::pack::{Chain, PackError};
use crate::recusal::Figures;
use crate::time;

/// What is looked at of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Where the person belongs.
    pub area: Area,
    /// Proved specialties in the library of the track.
    pub specialties: Vec<SpecialtyCode>,
    /// First and last day of the term in that library.
    pub term: (Date, Date),
    /// State, birth, training, confirmation.
    pub readiness: Readiness,
    /// Units for which the person works on the day, each as the unit that counts in its place.
    pub works_at: BTreeSet<UnitId>,
}

/// A request, prepared for judging many people.
#[derive(Debug, Clone)]
pub struct Fitting<'a> {
    request: &'a Request,
    library: Library,
    gate: Gate,
    day: Date,
    departments: BTreeSet<UnitId>,
    requested: BTreeSet<UnitId>,
}

/// The people of one slot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SlotCount {
    /// For each rung, those whom it takes and no narrower one does.
    pub tiers: Vec<u32>,
    /// Of all, those whom the units to be left out remove (R27).
    pub requested: u32,
}

impl SlotCount {
    /// All whom the slot fits.
    pub fn total(&self) -> u32 {
        self.tiers.iter().sum()
    }
}

impl<'a> Fitting<'a> {
    /// `counted` gives the unit that counts in the place of another: the company of a branch, the successor of a merged unit.
    pub fn new(request: &'a Request, chain: &Chain, counted: &dyn Fn(UnitId) -> UnitId) -> Result<Self, PackError> {
        let figures = Figures::of(chain, request.track)?;
        let mut departments: BTreeSet<UnitId> = request.departments.iter().map(|unit| counted(*unit)).collect();
        if figures.finance_barred {
            departments.extend(request.finance_departments.iter().map(|unit| counted(*unit)));
        }
        let requested = request.requested.iter().map(|requested| counted(requested.unit)).collect();
        let day = time::day_of(request.starts_at);
        Ok(Self { request, library: figures.library, gate: figures.gate, day, departments, requested })
    }

    /// The library that the track draws from.
    pub const fn library(&self) -> Library {
        self.library
    }

    /// The day on which everything is judged.
    pub const fn day(&self) -> Date {
        self.day
    }

    /// Counts people, slot by slot.
    pub fn count<'p>(&self, people: impl IntoIterator<Item = &'p Profile>) -> Vec<SlotCount> {
        let slots = self.request.slots.all();
        let empty = |slot: &super::Slot| SlotCount { tiers: vec![0; slot.tiers.len()], requested: 0 };
        let mut counts: Vec<SlotCount> = slots.iter().map(empty).collect();
        for person in people.into_iter().filter(|person| self.fits(person)) {
            let removed = !person.works_at.is_disjoint(&self.requested);
            for (slot, count) in slots.iter().zip(&mut counts) {
                if let Some(tier) = slot.lowest(person.area, &person.specialties) {
                    count.tiers[tier] += 1;
                    count.requested += u32::from(removed);
                }
            }
        }
        counts
    }

    fn fits(&self, person: &Profile) -> bool {
        let away = !self.request.other_cities || person.area.city() != self.request.area.city();
        away && person.works_at.is_disjoint(&self.departments)
            && person.readiness.obstacles(self.library, Some(person.term), self.day, &self.gate).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::tests::{chain, request};
    use super::super::model::{Method, RequestedUnit};
    use super::super::slot::{Quota, Reach, Slot, Slots, Tier};
    use super::*;
    use crate::expert::lifecycle::Standing;
    use crate::expert::model::State;
    use crate::pack::Track;
    use jiff::civil::date;

    fn unit(number: u128) -> UnitId {
        UnitId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn area(code: &str) -> Area {
        code.parse().expect("an area")
    }

    fn case() -> Request {
        let tier = |reach, code| Tier { reach, areas: vec![area(code)] };
        let slot = Slot {
            specialty: "A0801".parse().expect("a code"),
            quota: Quota::try_from(5).expect("a quota"),
            tiers: vec![tier(Reach::City, "430100"), tier(Reach::Province, "430000")],
        };
        Request {
            slots: Slots::try_from(vec![slot]).expect("slots"),
            departments: vec![unit(1)],
            finance_departments: vec![unit(2)],
            requested: vec![RequestedUnit {
                unit: unit(3), reason: "诉讼".to_owned(), document: "案号".to_owned()
            }],
            ..request()
        }
    }

    fn person(code: &str) -> Profile {
        Profile {
            area: area(code),
            specialties: vec!["A080107".parse().expect("a code")],
            term: (date(2025, 1, 1), date(2027, 12, 31)),
            readiness: Readiness {
                standing: Standing { state: State::Active, from: date(2025, 1, 1), until: None },
                born_on: date(1975, 3, 15),
                trained_on: Some(date(2026, 6, 1)),
                confirmed_on: Some(date(2026, 6, 1)),
            },
            works_at: BTreeSet::new(),
        }
    }

    fn counted(request: &Request, people: &[Profile]) -> (Vec<u32>, u32) {
        let fitting = Fitting::new(request, &chain(request.track), &|unit| unit).expect("figures");
        let count = fitting.count(people).remove(0);
        (count.tiers, count.requested)
    }

    #[test]
    fn people_are_counted_in_the_narrowest_rung_that_takes_them() {
        let people = [person("430100"), person("430200"), person("430300"), person("440100")];
        assert_eq!(counted(&case(), &people), (vec![1, 2], 0));
        let away = Request { other_cities: true, ..case() };
        assert_eq!(counted(&away, &people), (vec![0, 2], 0), "R21");
    }

    #[test]
    fn staff_of_a_department_and_people_who_cannot_be_drawn_are_left_out() {
        let at = |number| Profile { works_at: BTreeSet::from([unit(number)]), ..person("430100") };
        let old = Readiness { born_on: date(1950, 1, 1), ..person("430100").readiness };
        let table = [
            (at(1), vec![0, 0], 0),
            (at(2), vec![1, 0], 0),
            (at(3), vec![1, 0], 1),
            (Profile { term: (date(2020, 1, 1), date(2026, 11, 30)), ..person("430100") }, vec![0, 0], 0),
            (Profile { readiness: old, ..person("430100") }, vec![0, 0], 0),
        ];
        for (person, tiers, requested) in table {
            assert_eq!(counted(&case(), std::slice::from_ref(&person)), (tiers, requested), "{person:?}");
        }
        let procurement = Request { track: Track::Procurement, method: Method::PublicTender, ..case() };
        assert_eq!(counted(&procurement, &[at(2)]), (vec![0, 0], 0), "finance staff never sit in procurement");
    }
}
