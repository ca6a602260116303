//! What is on record about an expert: offices in the business register (R02), punishments and records (R08a, R08b), and what the
//! expert declared (R16).

use super::case::{Prepared, Tie};
use super::catalogue::{FactKind, Rule};
use super::decide::{Evidence, Hit};
use super::facts::Facts;
use super::register::{Days, UnitKey};
use crate::expert::model::{CreditField, CreditKind, DeclarationKind};

/// R02: held one of the pack's offices of a bidder within the years of the pack.
pub fn officer(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let days = prepared.years(prepared.figures.officer_years);
    let Some(person) = facts.person else { return };
    for (row, office) in prepared.register.offices_of(person) {
        if prepared.figures.officer_roles.contains(&office.role) && days.meet(office.from, office.until) {
            hits.extend(
                prepared.tied(office.unit, Tie::Bidder).map(|unit| hit(Rule::Officer, FactKind::Office, row, unit)),
            );
        }
    }
}

/// R08a: was ever punished, administratively or criminally, in bidding; where the pack bars for life.
pub fn ever_punished(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    if !prepared.figures.ever_punished {
        return;
    }
    let punished = |kind| matches!(kind, CreditKind::AdministrativePenalty | CreditKind::Criminal);
    for (row, credit) in (0..).zip(&facts.credits) {
        if credit.field == CreditField::Bidding && punished(credit.kind) && credit.from <= prepared.day {
            hits.push(Hit::new(Rule::EverPunished, Evidence { fact: FactKind::Credit, row, unit: None }));
        }
    }
}

/// R08b: a record of the kinds of the pack is in force on the day.
pub fn confined(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let day = Days::on(prepared.day);
    for (row, credit) in (0..).zip(&facts.credits) {
        if prepared.figures.confining.contains(&credit.kind) && day.meet(credit.from, credit.until) {
            hits.push(Hit::new(Rule::Confined, Evidence { fact: FactKind::Credit, row, unit: None }));
        }
    }
}

/// R16: the expert declared to be recused from a bidder, the tenderee or a party of the project.
pub fn declared(prepared: &Prepared<'_>, facts: &Facts, hits: &mut Vec<Hit>) {
    let day = Days::on(prepared.day);
    for (row, declaration) in (0..).zip(&facts.declarations) {
        if declaration.kind != DeclarationKind::Recusal || !day.meet(declaration.from, declaration.until) {
            continue;
        }
        for tie in [Tie::Bidder, Tie::Tenderee, Tie::Party] {
            let units = prepared.tied(declaration.unit, tie);
            hits.extend(units.map(|unit| hit(Rule::Declared, FactKind::Declaration, row, unit)));
        }
    }
}

fn hit(rule: Rule, fact: FactKind, row: u32, unit: UnitKey) -> Hit {
    Hit::new(rule, Evidence { fact, row, unit: Some(unit) })
}

#[cfg(test)]
mod tests {
    use super::super::example::{Scene, key};
    use super::super::facts::Credit;
    use super::super::register::PersonKey;
    use super::*;
    use crate::pack::Track;
    use crate::unit::model::OfficerRole;
    use jiff::civil::{Date, date};

    const DAY: Date = date(2026, 12, 1);

    #[test]
    fn an_office_counts_for_three_years_both_ends_inside() {
        let table = [
            (date(2020, 1, 1), Some(date(2023, 11, 30)), false),
            (date(2020, 1, 1), Some(date(2023, 12, 1)), true),
            (date(2020, 1, 1), None, true),
            (DAY, None, true),
            (date(2026, 12, 2), None, false),
        ];
        for (from, until, expected) in table {
            let mut scene = Scene::new(2);
            scene.case.bidders = vec![key(1)];
            scene.facts.person = Some(PersonKey(3));
            scene.graph.office(9, OfficerRole::Director, 1, (from, until));
            scene.graph.office(3, OfficerRole::Supervisor, 1, (from, until));
            let hits: &[&str] = if expected { &["R02:officer:0:1"] } else { &[] };
            assert_eq!(scene.hits(officer), hits, "{from} {until:?}");
            scene.facts.person = None;
            assert!(scene.hits(officer).is_empty());
        }
    }

    #[test]
    fn an_office_in_a_branch_is_one_of_its_company() {
        let mut scene = Scene::new(3);
        scene.case.bidders = vec![key(1)];
        scene.graph.units[2].branch_of = Some(key(1));
        scene.facts.person = Some(PersonKey(0));
        scene.graph.office(0, OfficerRole::LegalRepresentative, 2, (date(2026, 1, 1), None));
        assert_eq!(scene.hits(officer), ["R02:officer:0:1"]);
    }

    #[test]
    fn an_old_punishment_in_bidding_bars_for_life_under_the_tender_track() {
        let until = Some(date(2011, 1, 1));
        let table = [
            (CreditKind::AdministrativePenalty, CreditField::Bidding, date(2010, 1, 1), true),
            (CreditKind::Criminal, CreditField::Bidding, date(2010, 1, 1), true),
            (CreditKind::Criminal, CreditField::Other, date(2010, 1, 1), false),
            (CreditKind::Suspension, CreditField::Bidding, date(2010, 1, 1), false),
            (CreditKind::Criminal, CreditField::Bidding, date(2026, 12, 2), false),
        ];
        for (kind, field, from, expected) in table {
            let mut scene = Scene::new(1);
            scene.facts.credits.push(Credit { kind, field, from, until });
            let hits: &[&str] = if expected { &["R08a:credit:0:none"] } else { &[] };
            assert_eq!(scene.hits(ever_punished), hits, "{kind} {field}");
            scene.track = Track::Procurement;
            assert!(scene.hits(ever_punished).is_empty());
        }
    }

    #[test]
    fn a_record_confines_exactly_within_its_term() {
        let table = [
            (CreditKind::Suspension, DAY, Some(DAY), true),
            (CreditKind::Suspension, date(2026, 1, 1), Some(date(2026, 11, 30)), false),
            (CreditKind::Suspension, date(2026, 12, 2), None, false),
            (CreditKind::Bar, date(2001, 1, 1), None, true),
            (CreditKind::Dishonesty, date(2026, 1, 1), Some(DAY), true),
            (CreditKind::Warning, date(2026, 1, 1), None, false),
            (CreditKind::SeriousWarning, date(2026, 1, 1), None, false),
        ];
        for (kind, from, until, expected) in table {
            let mut scene = Scene::new(1);
            scene.facts.credits.push(Credit { kind, field: CreditField::Other, from, until });
            assert_eq!(!scene.hits(confined).is_empty(), expected, "{kind} {from}");
        }
    }

    #[test]
    fn a_declared_recusal_counts_for_whoever_takes_part() {
        let mut scene = Scene::new(6);
        scene.case.bidders = vec![key(1)];
        scene.case.tenderees = vec![key(2)];
        scene.case.parties = vec![key(3)];
        for unit in [1, 2, 3, 4] {
            scene.declare(unit, DeclarationKind::Recusal);
        }
        scene.declare(1, DeclarationKind::Share);
        assert_eq!(scene.hits(declared), ["R16:declaration:0:1", "R16:declaration:1:2", "R16:declaration:2:3"]);
        scene.facts.declarations[0].until = Some(date(2026, 11, 30));
        scene.facts.declarations[1].until = Some(DAY);
        scene.facts.declarations[2].from = date(2026, 12, 2);
        assert_eq!(scene.hits(declared), ["R16:declaration:1:2"]);
    }
}
