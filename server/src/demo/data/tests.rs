//! What the invented pool promises: the same bytes each time, rows that an import takes without a fault, and all that a
//! tester looks for.

use std::collections::{BTreeMap, BTreeSet};

use rules::import::{Row, specialties::edition_faults};
use sha2::{Digest as _, Sha256};

use super::*;

/// Of 400 experts under the default seed. It changes with every change of the generator, and with nothing else.
const DIGEST: &str = "c065ca8dda0767d67f0b465bc112fddc2492e89dafc96c4db88787c58e349f42";
const DAY: Date = Date::constant(2026, 11, 24);

fn demo(seed: u64, expert_count: usize) -> Demo {
    Demo::of(Size { seed, expert_count, day: DAY })
}

fn accepted<R: Row + PartialEq + std::fmt::Debug>(rows: &[R]) {
    let mut keys = BTreeSet::new();
    for row in rows {
        assert_eq!(R::of_texts(&row.texts()).as_ref(), Ok(row));
        for key in row.keys() {
            assert!(keys.insert(key), "{row:?} repeats an earlier row");
        }
    }
}

/// All rows of all kinds as texts.
fn digest(demo: &Demo) -> String {
    let mut hash = Sha256::new();
    let mut add = |texts: Vec<Option<String>>| {
        for text in texts {
            hash.update(text.unwrap_or_default());
            hash.update([0]);
        }
    };
    demo.units().iter().for_each(|row| add(row.texts()));
    demo.equity().iter().for_each(|row| add(row.texts()));
    demo.officers().iter().for_each(|row| add(row.texts()));
    for index in 0..demo.expert_count() {
        let rows = demo.expert(index);
        add(rows.expert.texts());
        rows.employments.iter().for_each(|row| add(row.texts()));
        rows.kin.iter().for_each(|row| add(row.texts()));
        rows.licences.iter().for_each(|row| add(row.texts()));
        rows.declarations.iter().for_each(|row| add(row.texts()));
        rows.credits.iter().for_each(|row| add(row.texts()));
        rows.panels.iter().for_each(|row| add(row.texts()));
        rows.calendar.iter().for_each(|row| add(row.texts()));
    }
    proof::hash::Hash(hash.finalize().into()).to_string()
}

#[test]
fn the_same_seed_size_and_day_make_the_same_bytes() {
    let first = digest(&demo(20_261_124, 400));
    assert_eq!(first, digest(&demo(20_261_124, 400)));
    assert_ne!(first, digest(&demo(20_261_125, 400)));
    assert_eq!(first, DIGEST);
}

#[test]
fn every_row_is_one_that_an_import_takes() {
    let demo = demo(7, 1500);
    accepted(&demo.units());
    accepted(&demo.equity());
    accepted(demo.officers());
    let all: Vec<ExpertRows> = (0..demo.expert_count()).map(|index| demo.expert(index)).collect();
    accepted(&all.iter().map(|rows| rows.expert.clone()).collect::<Vec<_>>());
    for rows in &all {
        accepted(&rows.employments);
        accepted(&rows.kin);
        accepted(&rows.licences);
        accepted(&rows.declarations);
        accepted(&rows.credits);
        accepted(&rows.panels);
        accepted(&rows.calendar);
    }
}

#[test]
fn facts_name_units_of_the_register_or_near_names() {
    let demo = demo(7, 600);
    let known: BTreeSet<String> = demo.units().iter().map(|unit| unit.code.to_string()).collect();
    let mut by_name_alone = 0;
    for index in 0..demo.expert_count() {
        let rows = demo.expert(index);
        let codes = rows.employments.iter().map(|row| row.unit_code);
        let codes = codes.chain(rows.declarations.iter().map(|row| row.unit_code));
        for code in codes {
            match code {
                Some(code) => assert!(known.contains(code.as_str())),
                None => by_name_alone += 1,
            }
        }
        assert!(rows.licences.iter().all(|row| known.contains(row.unit_code.as_str())));
    }
    assert!(by_name_alone >= 8, "{by_name_alone}");
}

#[test]
fn the_starter_edition_is_one_edition() {
    let rows = specialties();
    assert!(edition_faults(&rows, &BTreeSet::new()).is_empty());
    assert!((250..400).contains(&rows.len()), "{}", rows.len());
    let level = |level| rows.iter().filter(|row| row.code.level() == level).count();
    assert_eq!((level(1), level(2)), (3, 30));
}

#[test]
fn a_tester_finds_what_there_is_to_find() {
    let demo = demo(20_261_124, 5000);
    let all: Vec<ExpertRows> = (0..demo.expert_count()).map(|index| demo.expert(index)).collect();
    let cities: BTreeSet<_> = all.iter().map(|rows| rows.expert.area).collect();
    assert_eq!(cities.len(), 14);
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for rows in &all {
        *states.entry(rows.expert.state.expect("a state").code()).or_default() += 1;
    }
    assert_eq!(states.len(), State::ALL.len(), "{states:?}");
    assert!(states["active"] > 4300, "{states:?}");
    let count = |test: &dyn Fn(&ExpertRows) -> bool| all.iter().filter(|rows| test(rows)).count();
    assert!(count(&|rows| rows.expert.name.chars().any(|c| u32::from(c) > 0xFFFF)) >= 5, "characters of four bytes");
    assert!(count(&|rows| rows.expert.name.contains('·')) >= 10);
    assert!(count(&|rows| rows.expert.evaluation.is_some() && rows.expert.review.is_some()) > 800);
    let terms = |rows: &ExpertRows| [rows.expert.evaluation.clone(), rows.expert.review.clone()];
    assert!(count(&|rows| terms(rows).iter().flatten().any(|term| term.until < DAY)) > 100, "ended terms");
    assert!(count(&|rows| rows.expert.trained_on.is_none()) > 200, "missing trainings");
    assert!(count(&|rows| rows.expert.confirmed_on.is_none()) > 80, "missing confirmations");
    assert!(count(&|rows| rows.licences.iter().any(|row| Some(row.unit_code) != rows.expert.unit_code)) > 100);
    assert!(count(&|rows| !rows.credits.is_empty()) > 100);
    assert!(count(&|rows| !rows.calendar.is_empty()) > 500);
    let seats: usize = all.iter().map(|rows| rows.panels.len()).sum();
    assert!((12_000..25_000).contains(&seats), "{seats}");
    let leaders: BTreeSet<_> = demo.officers().iter().filter_map(|officer| officer.id_number).collect();
    let related = |rows: &ExpertRows| rows.kin.iter().any(|row| row.id_number.is_some_and(|id| leaders.contains(&id)));
    assert!(count(&related) > 40, "relatives of officers");
}
