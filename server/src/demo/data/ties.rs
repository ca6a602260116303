//! What ties an expert to people and units: relatives, among them other experts and officers; licences, some registered at
//! another unit than the employer; declared interests.

use jiff::ToSpan as _;
use rules::expert::ExpertNumber;
use rules::expert::model::{DeclarationKind, LicenceKind, Relation};
use rules::expert::resident_id::Sex;
use rules::import::{DeclarationRow, KinRow, LicenceRow};

use super::Demo;
use super::chance::Chance;
use super::people::{self, Tie};
use super::trades::TRADES;

/// The declared relatives of an expert.
pub fn kin(demo: &Demo, chance: &mut Chance, index: usize, number: ExpertNumber) -> Vec<KinRow> {
    let mut rows = Vec::new();
    if let Some((tie, other)) = people::tie(index)
        && let Some(other) = demo.people.get(other)
    {
        let relation = match tie {
            Tie::Spouses => Relation::Spouse,
            Tie::Siblings => Relation::Sibling,
        };
        let unit_code = Some(demo.units[other.unit].row.code);
        let id_number = Some(other.id_number);
        rows.push(KinRow { expert_number: number, relation, name: other.name.clone(), id_number, unit_code });
    }
    if chance.per_mille(25) {
        rows.extend(officer_kin(demo, chance, index, number));
    }
    if chance.per_mille(190) {
        let count = chance.between(1, 2);
        for _ in 0..count {
            rows.push(other_kin(demo, chance, index, number));
        }
    }
    rows.sort_by(|a, b| (a.relation, &a.name).cmp(&(b.relation, &b.name)));
    rows.dedup_by(|a, b| (a.relation, &a.name) == (b.relation, &b.name));
    rows
}

/// An officer with the same surname, as near as their ages make it.
fn officer_kin(demo: &Demo, chance: &mut Chance, index: usize, number: ExpertNumber) -> Option<KinRow> {
    let person = &demo.people[index];
    let officer = &demo.officers[demo.by_surname.relative(chance, &person.name)?];
    let id_number = officer.id_number.filter(|id| *id != person.id_number)?;
    let younger = id_number.born_on().year() - person.born_on.year();
    let relation = match younger {
        20..=45 => Relation::Child,
        -45..=-20 => Relation::Parent,
        -15..=15 => Relation::Sibling,
        _ => Relation::Collateral,
    };
    let unit_code = Some(officer.unit_code);
    Some(KinRow { expert_number: number, relation, name: officer.name.clone(), id_number: Some(id_number), unit_code })
}

fn other_kin(demo: &Demo, chance: &mut Chance, index: usize, number: ExpertNumber) -> KinRow {
    let person = &demo.people[index];
    let (relation, years) = chance.weighted(&[
        ((Relation::Spouse, 0), 45),
        ((Relation::Child, 27), 20),
        ((Relation::Sibling, 3), 15),
        ((Relation::Parent, -26), 8),
        ((Relation::InLaw, 2), 8),
        ((Relation::Collateral, 6), 4),
    ]);
    let sex = match (relation, person.sex) {
        (Relation::Spouse, Sex::Male) => Sex::Female,
        (Relation::Spouse, Sex::Female) => Sex::Male,
        _ => chance.pick(&[Sex::Male, Sex::Female]),
    };
    let blood = matches!(relation, Relation::Child | Relation::Sibling | Relation::Parent);
    let surname = if blood { super::names::surname_of(&person.name) } else { None };
    let relative = people::stranger(chance, sex, person.born_on.year() + years, surname);
    let unit = demo.employers.choose(chance, &people::Person { trade: person.trade, ..relative.clone() });
    KinRow {
        expert_number: number,
        relation,
        name: relative.name,
        id_number: chance.per_mille(700).then_some(relative.id_number),
        unit_code: chance.per_mille(650).then(|| demo.units[unit].row.code),
    }
}

/// The licences of an expert; one in ten is registered at another unit than the employer.
pub fn licences(demo: &Demo, chance: &mut Chance, index: usize, number: ExpertNumber) -> Vec<LicenceRow> {
    let person = &demo.people[index];
    let mut rows = Vec::new();
    let mut kinds: Vec<LicenceKind> =
        TRADES[person.trade].licence.into_iter().filter(|_| chance.per_mille(550)).collect();
    if chance.per_mille(40) {
        kinds.push(chance.pick(&[LicenceKind::SafetyEngineer, LicenceKind::ConsultingEngineer, LicenceKind::Other]));
    }
    kinds.dedup();
    for (place, kind) in kinds.into_iter().enumerate() {
        let elsewhere = chance.per_mille(100);
        let unit = if elsewhere { demo.employers.choose(chance, person) } else { person.unit };
        let from = chance.days_before(demo.day, 30, 1500);
        let until = from.saturating_add(chance.pick(&[3, 4, 5]).years()).saturating_sub(1.day());
        rows.push(LicenceRow {
            expert_number: number,
            kind,
            number: format!("湘YS{:04}{:06}{place}", from.year(), index + 1),
            unit_code: demo.units[unit].row.code,
            from,
            until: (!chance.per_mille(150)).then_some(until),
        });
    }
    rows
}

/// What an expert declared of ties to units; some name the unit without its code.
pub fn declarations(demo: &Demo, chance: &mut Chance, index: usize, number: ExpertNumber) -> Vec<DeclarationRow> {
    if !chance.per_mille(100) {
        return Vec::new();
    }
    let (kind, note) = chance.weighted(&[
        ((DeclarationKind::Recusal, "原任职单位申请回避"), 50),
        ((DeclarationKind::Share, "持有少量股份"), 12),
        ((DeclarationKind::Consulting, "曾任技术顾问"), 15),
        ((DeclarationKind::Loan, "民间借贷未结清"), 6),
        ((DeclarationKind::Patent, "共有专利一项"), 9),
        ((DeclarationKind::Dispute, "合同纠纷在诉"), 8),
    ]);
    let unit = &demo.units[demo.employers.choose(chance, &demo.people[index])].row;
    let from = chance.days_before(demo.day, 10, 1400);
    let until = chance.per_mille(300).then(|| from.saturating_add(2.years()));
    let named_alone = chance.per_mille(100);
    let name = if named_alone { unit.aliases.first().unwrap_or(&unit.name) } else { &unit.name };
    vec![DeclarationRow {
        expert_number: number,
        kind,
        unit_code: (!named_alone).then_some(unit.code),
        unit_name: Some(name.clone()),
        from,
        until,
        note: chance.per_mille(800).then(|| note.to_owned()),
    }]
}
