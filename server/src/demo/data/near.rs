//! Names that are nearly a unit's: what a clerk typed years ago. An employment with such a name and no code makes a unit that
//! waits on the resolver page.

use rules::unit::name::NameParts;

use super::chance::{Chance, Purpose};
use super::units::{Duty, Unit};

/// Several dozen near names, each of another unit; none is a name that the register knows.
pub fn near_names(seed: u64, units: &[Unit], count: usize) -> Vec<String> {
    let known = |name: &str| {
        units.iter().any(|unit| unit.row.name == name || unit.row.aliases.iter().any(|alias| alias == name))
    };
    let mut names: Vec<String> = Vec::with_capacity(count);
    let mut companies = units.iter().filter(|unit| unit.duty == Duty::Company && unit.head.is_none());
    for number in 0.. {
        let Some(unit) = companies.next().filter(|_| names.len() < count) else { break };
        let mut chance = Chance::of(seed, Purpose::Unit, number + 1);
        let name = written(&mut chance, unit);
        if !known(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// One way of writing the name of a company nearly right.
fn written(chance: &mut Chance, unit: &Unit) -> String {
    let name = unit.row.name.as_str();
    match chance.below(6) {
        0 if name.contains("有限责任公司") => name.replace("有限责任公司", "有限公司"),
        0 => name.replace("股份有限公司", "有限公司").replace("有限公司", "有限责任公司"),
        1 => name.replacen("演示", "演视", 1),
        2 => bare(name),
        3 => with_area_in_brackets(name),
        4 => without_area(name),
        _ => name.replace("股份有限公司", "公司").replace("有限责任公司", "公司").replace("有限公司", "公司"),
    }
}

fn bare(name: &str) -> String {
    without_area(name).replace("股份有限公司", "").replace("有限责任公司", "").replace("有限公司", "")
}

fn without_area(name: &str) -> String {
    let areas = NameParts::of(name).areas;
    areas.iter().fold(name.to_owned(), |name, area| name.replacen(area.as_str(), "", 1))
}

fn with_area_in_brackets(name: &str) -> String {
    match NameParts::of(name).areas.first() {
        Some(area) => name.replacen(area.as_str(), "", 1).replacen("演示", &format!("演示({area})"), 1),
        None => bare(name),
    }
}

#[cfg(test)]
mod tests {
    use rules::unit::near::{self, THRESHOLD, UnitFacts};

    use super::super::units;
    use super::*;

    #[test]
    fn nearly_every_near_name_is_shown_beside_its_unit_and_no_other() {
        let units = units::units(1, 5000);
        let names = near_names(1, &units, 48);
        assert_eq!(names.len(), 48);
        let facts = |name: &str, unit: Option<&Unit>| UnitFacts {
            names: vec![name.to_owned()],
            code: unit.map(|unit| unit.row.code),
            area: unit.and_then(|unit| unit.row.area),
            ..UnitFacts::default()
        };
        let mut shown = 0;
        for name in &names {
            let left = facts(name, None);
            let like =
                units.iter().filter(|unit| near::compare(&left, &facts(&unit.row.name, Some(unit))).score >= THRESHOLD);
            let count = like.count();
            assert!(count <= 4, "{name} is like {count} units");
            shown += usize::from(count > 0);
        }
        assert!(shown >= 46, "{shown} of {} are shown", names.len());
    }
}
